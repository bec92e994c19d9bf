"""The presenter's window: pages as the audience has them, notes, sources, signs, and its panes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QFont, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolButton

from reader.core.deck import Deck
from reader.core.ink import Spot
from reader.core.memory import Memory
from reader.core.scene import Tool
from reader.core.sending import Sent
from reader.core.settings import CLICK, Settings
from reader.formats.receipt import Grade, Verdict
from reader.gui.decoder import STAGE, Decoder, ImageRequest
from reader.gui.presentation import Presentation
from reader.gui.presenter.figures import Figures
from reader.gui.presenter.handle import Handle
from reader.gui.presenter.previews import CLIENT
from reader.gui.presenter.window import PresenterWindow
from tests.gui.bundles import bundled, opened
from tests.gui.conftest import Open
from tests.gui.consoles import Console
from tests.gui.decks import COLOURS, colourful, deck_with, slide_of
from tests.gui.driver import NO_MODIFIER, Driver, focused, opens_windows, visible
from tests.gui.running import Run

pytestmark = opens_windows

LONG = "\n\n".join(f"Paragraph {number} of the notes, *not* short." for number in range(40))
SOURCES = {
    "one": {"type": "report", "title": "A report", "URL": "https://example.org/one"},
    "two": {"type": "book", "title": "A book"},
}


def talk(folder: Path) -> Deck:
    return deck_with(
        folder,
        slide_of(1, notes="Say *hello* first.", duration=60, text="A claim [@two; @one]."),
        slide_of(2, notes=LONG, duration=60),
        slide_of(3, image={"decorative": True, "alt_text": ""}),
        sources=SOURCES,
    )


Start = Callable[..., Console]


@pytest.fixture
def start(open_window: Open, tmp_path: Path) -> Start:
    def started(page: int = 1, size: tuple[int, int] = (1280, 720), **more: Any) -> Console:
        deck = more.pop("deck", None) or talk(tmp_path / "talk")
        return Console(open_window(deck, page, **more), size)

    return started


def shown(console: Console) -> list[str]:
    """Every word of a label in the window."""
    return [part.text() for part in visible(QLabel, console.window)]


# Pages


def test_the_page_on_screen_and_the_next_one_are_seen(start: Start) -> None:
    console = start()
    previews = console.window.previews
    assert console.colour(previews.current) == COLOURS[0] == console.driver.colour()
    assert console.colour(previews.next) == COLOURS[1]
    assert console.window.panes.next.heading.words == "Next: Slide 2"
    console.press("Right")
    console.settle()
    assert console.colour(previews.current) == COLOURS[1]
    assert console.colour(previews.next) == COLOURS[2]


def test_after_the_last_page_nothing_comes(start: Start) -> None:
    console = start(page=3)
    words = "The last slide; Ctrl+End shows all credits"
    assert console.window.panes.next.heading.words == words
    assert "Last slide" in console.signs()
    console.press("Right")  # the last slide holds
    console.settle()
    assert console.window.panes.next.heading.words == words
    console.press("Ctrl+End")
    console.settle()
    assert console.window.panes.next.heading.words == "This is the last page"
    assert console.window.previews.next.sheet is None


def test_a_small_page_is_laid_out_as_the_large_one(start: Start) -> None:
    console = start()
    small, large = console.window.previews.current.sheet, console.driver.sheet
    assert small is not None
    assert small.area == large.area
    assert [block.plain for block in small.text] == [block.plain for block in large.text]
    assert small.headings == large.headings


def test_a_panel_beside_the_slide_is_left_room_for_here_too(start: Start) -> None:
    console = start()
    console.press("C")
    console.settle()
    small = console.window.previews.current.sheet
    assert small is not None
    assert small.text_area.right() == pytest.approx(console.driver.sheet.text_area.right(), abs=4)
    assert "Citations beside the slide" in console.signs()


def test_a_small_picture_is_decoded_for_its_pixels_and_not_filtered_again(
    start: Start, tmp_path: Path
) -> None:
    deck = deck_with(tmp_path / "stripes", slide_of(1))
    stripes = QImage(1600, 900, QImage.Format.Format_RGB32)
    for x in range(1600):
        for y in range(900):
            stripes.setPixelColor(x, y, QColor("#ffffff" if x % 400 < 200 else "#000000"))
    assert stripes.save(str(tmp_path / "stripes" / "assets" / "1.png"))
    console = start(deck=deck)
    current = console.window.previews.current
    sheet = current.sheet
    assert sheet is not None
    assert sheet.picture is not None
    wish = current.wish(1)
    assert isinstance(wish, ImageRequest)
    scale = current.page_place.width() / sheet.area.width()
    assert wish.width == pytest.approx(sheet.picture.width() * scale, abs=1)
    found = console.driver.decoder.ready(wish)
    assert found is not None
    at = (sheet.picture.topLeft() * scale + current.page_place.topLeft()).toPoint()
    grabbed = current.grab().toImage()
    row = found.image.height() // 3
    for x in range(0, found.image.width() - 1, 3):
        seen = grabbed.pixelColor(at.x() + x, at.y() + row).name()
        assert seen == found.image.pixelColor(x, row).name()


def test_what_is_asked_for_is_dropped_with_the_window(start: Start) -> None:
    console = start()
    decoder = console.driver.decoder
    assert decoder._wishes[CLIENT]
    console.press("S")
    assert CLIENT not in decoder._wishes
    assert console.driver.presentation.console is None


def test_a_frozen_side_is_told_of_while_the_presenter_looks_on(start: Start) -> None:
    console = start()
    console.press("Shift+F", "Right")
    console.settle()
    assert console.colour(console.window.previews.current) == COLOURS[1]
    assert console.driver.colour() == COLOURS[0]
    words = "Only you see this; the audience still sees slide 1: Slide 1"
    assert console.window.panes.now.heading.words == words
    assert console.signs()[0] == "Frozen on slide 1"
    console.press("Shift+F")
    console.settle()
    assert console.window.panes.now.heading.words == "On screen"


@pytest.mark.parametrize(("key", "word"), [("B", "Black"), ("W", "White"), ("H", "Hidden")])
def test_a_page_that_the_audience_does_not_see_is_veiled(start: Start, key: str, word: str) -> None:
    console = start()
    bright = QColor(console.colour(console.window.previews.current)).lightness()
    console.press(key)
    console.settle()
    assert word in shown(console)
    assert QColor(console.colour(console.window.previews.current)).lightness() < bright
    console.press(key)
    console.settle()
    assert word not in shown(console)


def test_a_part_of_the_picture_is_seen_closer_on_both_sides(start: Start) -> None:
    console = start()
    usual = console.window.previews.current.sheet
    console.press("Z")
    console.settle()
    sheet = console.window.previews.current.sheet
    assert sheet is not usual
    assert sheet is not None
    assert sheet.frame.width() > sheet.area.width()
    console.press("Ctrl+0")
    console.settle()
    assert console.window.previews.current.sheet is usual


class Held(Decoder):
    """Decodes for nobody while it is held."""

    def __init__(self) -> None:
        super().__init__(workers=0)
        self.is_held = False
        self._kept: dict[str, Sequence[ImageRequest]] = {}

    def want(self, requests: Sequence[ImageRequest], client: str = STAGE) -> None:
        self._kept[client] = requests
        if not self.is_held:
            super().want(requests, client)

    def let(self, client: str) -> None:
        """Decode what one client wants."""
        super().want(self._kept[client], client)


def test_the_old_page_stays_until_the_new_one_can_be_painted(start: Start, tmp_path: Path) -> None:
    decoder = Held()
    console = start(decoder=decoder, deck=colourful(tmp_path / "five", 5))
    window = console.window
    decoder.is_held = True
    console.press("End")
    console.driver.qtbot.waitUntil(lambda: window.previews.current.page == 5)
    assert console.colour(window.previews.current) == COLOURS[0]
    decoder.let(STAGE)
    assert console.driver.colour() == COLOURS[4]
    assert console.colour(window.previews.current) == COLOURS[4]  # lent by the audience
    assert window.previews.current.is_settled is False
    console.driver.qtbot.waitUntil(lambda: not window.previews._want.isActive())
    decoder.let(CLIENT)
    assert window.previews.current.is_settled


def test_a_held_key_waits_for_what_the_audience_sees(start: Start, tmp_path: Path) -> None:
    decoder = Held()
    console = start(decoder=decoder, deck=colourful(tmp_path / "five", 5))
    console.repeat("Right", 2)
    assert console.driver.page == 3
    console.settle()
    decoder.is_held = True
    decoder.forget()
    console.press("Right")
    console.repeat("Right", 20)
    assert console.driver.page == 4
    console.driver.stage._get_ready()
    decoder.let(STAGE)
    console.repeat("Right", 1)
    assert console.driver.page == 5


# The mouse


def test_a_click_on_the_page_turns_it_and_the_wheel_does_both_ways(start: Start) -> None:
    console = start()
    console.click(QPointF(0.5, 0.5))
    assert console.driver.page == 2
    for turn, page in ((-120, 3), (120, 2)):
        current = console.window.previews.current
        event = QWheelEvent(
            QPointF(50, 50),
            QPointF(current.mapToGlobal(QPoint(50, 50))),
            QPoint(),
            QPoint(0, turn),
            Qt.MouseButton.NoButton,
            NO_MODIFIER,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(current, event)
        assert console.driver.page == page


def test_a_click_does_nothing_where_a_person_chose_so(start: Start) -> None:
    settings = Settings()
    settings.choose(CLICK, "nothing")
    console = start(settings=settings)
    console.click(QPointF(0.5, 0.5))
    assert console.driver.page == 1


def test_the_pointer_on_the_small_page_is_the_laser_on_the_large_one(start: Start) -> None:
    console = start()
    spots: list[Spot | None] = []
    console.driver.show.podium.pointed.subscribe(spots.append)
    console.press("L")
    console.settle()
    current = console.window.previews.current
    console.move(QPointF(0.2, 0.2), QPointF(0.5, 0.5))
    sheet = current.sheet
    assert sheet is not None
    middle = (sheet.area.center().x() - sheet.frame.left()) / sheet.frame.width()
    console.driver.qtbot.waitUntil(
        lambda: any(spot and spot.x == pytest.approx(middle, abs=0.02) for spot in spots)
    )
    console.click(QPointF(0.5, 0.5))
    assert console.driver.page == 2


def test_the_pen_draws_from_the_small_page_and_does_not_turn_it(start: Start) -> None:
    console = start()
    console.press("D")
    console.settle()
    console.click(QPointF(0.3, 0.3))
    assert console.driver.page == 1
    assert console.driver.show.scene.staging.tool is Tool.PEN
    assert len(console.driver.show.podium.strokes(1)) == 1


# Keys


@pytest.mark.parametrize("where", ["notes", "facts"])
def test_keys_turn_pages_wherever_the_focus_is(start: Start, where: str) -> None:
    console = start()
    getattr(console.window.panes, where).place.setFocus(Qt.FocusReason.TabFocusReason)
    console.press("PgDown", "Right", "Left")
    assert console.driver.page == 2


def test_a_number_is_shown_here_while_it_is_typed_and_not_to_the_audience(start: Start) -> None:
    console = start()
    before = console.driver.screen()
    console.press("3")
    console.settle()
    assert "3 / 3" in shown(console)
    assert console.driver.screen() == before
    console.press("Return")
    console.settle()
    assert console.driver.page == 3
    assert "3 / 3" not in shown(console)


def test_keys_go_round_every_part(start: Start) -> None:
    console = start()
    seen = set()
    for _ in range(16):
        here = focused()
        assert here is not None
        assert here.accessibleName()
        seen.add(here.accessibleName())
        console.press("Tab")
    assert {"Notes", "Picture and sources"} <= seen
    assert {"Send to the audience: Source 1", "Send to the audience: Picture"} <= seen
    assert {"Divide left and right", "Divide above and below"} <= seen


def test_the_menu_opens_here_and_not_before_the_audience(start: Start) -> None:
    console = start()
    console.press("F10")
    assert isinstance(console.window.menu, QMenu)
    assert console.window.menu.isVisible()
    assert console.driver.furniture.menu is None
    console.window.menu.close()


def test_the_list_of_keys_lies_over_this_window(start: Start) -> None:
    console = start()
    console.press("F1")
    assert console.window.overlays.shown is not None
    assert console.window.rect().contains(console.window.overlays.shown.geometry())
    assert console.driver.furniture.overlays.shown is None
    console.press("Esc")
    assert console.window.overlays.shown is None


# Notes


def test_notes_are_set_as_they_are_written(start: Start) -> None:
    console = start()
    assert console.window.panes.notes.text.text() == "Say hello first."
    console.press("Right", "Right")
    console.settle()
    assert console.window.panes.notes.text.text() == "No notes for this slide"


def test_notes_are_set_larger_and_stay_so(start: Start) -> None:
    memory = Memory()
    console = start(memory=memory)
    before = console.window.panes.notes.text.pitch
    console.press("+", "+", "-", "+")
    console.settle()
    assert console.window.panes.notes.text.pitch == pytest.approx(before * 1.2**2)
    console.press("Ctrl+2")
    console.settle()
    console.press("S")
    assert (memory.notes_size, memory.console_layout) == (2, "notes")


def test_what_was_chosen_in_an_earlier_show_holds_again(start: Start) -> None:
    memory = Memory()
    memory.notes_size, memory.console_layout = -2, "notes"
    console = start(memory=memory)
    staging = console.driver.show.scene.staging
    assert (staging.notes_size, staging.layout.value) == (-2, "notes")
    notes = console.window.panes.notes
    assert notes.width() > console.window.panes.now.width()


def test_long_notes_scroll_by_keys_and_begin_anew_on_the_next_page(start: Start) -> None:
    console = start(page=2)
    bar = console.window.panes.notes.place.verticalScrollBar()
    assert bar.maximum() > 0
    console.press("Shift+Down", "Shift+Down", "Shift+Up")
    assert bar.value() == pytest.approx(2 * console.window.panes.notes.text.pitch, abs=2)
    console.press("Right", "Left")
    console.settle()
    assert bar.value() == 0


# Picture and sources


def test_the_cue_the_credit_and_every_source_stand_beside_the_slide(start: Start) -> None:
    console = start()
    words = shown(console)
    assert "In the picture: A field of colour 1." in words
    assert "Picture: Painter 1" in words
    numbers = [part.text() for part in visible(QLabel, console.window.panes.facts)]
    assert numbers.index("2") < numbers.index("1")  # as they are cited
    assert any("https://example.org/one" in word for word in words)
    console.press("End")
    console.settle()
    assert not any(word.startswith("In the picture") for word in shown(console))
    assert "This slide cites no sources" in shown(console)


def test_a_source_is_sent_and_taken_back_by_one_button(start: Start) -> None:
    console = start()
    press = console.driver.find(QToolButton, "Send to the audience: Source 1", console.window)
    press.setFocus(Qt.FocusReason.TabFocusReason)
    console.press("Space")
    console.settle()
    sent = console.driver.show.scene.staging.sent
    assert sent is not None
    assert (sent.heading, sent.address) == ("Source 1", "https://example.org/one")
    assert (press.text(), console.driver.page) == ("Take back", 1)
    assert "Sent: Source 1" in console.signs()
    console.press("Return")
    console.settle()
    assert console.driver.show.scene.staging.sent is None
    assert press.text() == "Send"


def test_what_a_key_sends_is_known_by_its_button(start: Start) -> None:
    console = start()
    console.press("Q")
    console.settle()
    assert isinstance(console.driver.show.scene.staging.sent, Sent)
    assert len([p for p in visible(QToolButton, console.window) if p.text() == "Take back"]) == 1


# Panes, sizes and what is remembered


@pytest.fixture
def _large_text(qapp: QApplication) -> Iterator[None]:
    usual = QApplication.font()
    large = QFont(usual)
    large.setPixelSize(20)  # half as large again as usual
    QApplication.setFont(large)
    yield
    QApplication.setFont(usual)


@pytest.mark.usefixtures("_large_text")
@pytest.mark.parametrize("size", [(1280, 720), (1366, 768), (1920, 1080)])
@pytest.mark.parametrize("layout", ["Ctrl+1", "Ctrl+2"])
def test_nothing_is_cut_off_where_text_is_set_large(
    start: Start, size: tuple[int, int], layout: str
) -> None:
    test_nothing_is_cut_off(start, size, layout)


@pytest.mark.parametrize("size", [(1280, 720), (1366, 768), (1920, 1080), (640, 400)])
@pytest.mark.parametrize("layout", ["Ctrl+1", "Ctrl+2"])
def test_nothing_is_cut_off(start: Start, size: tuple[int, int], layout: str) -> None:
    console = start(size=size)
    console.press(layout, "Shift+F", "T", "L")
    console.settle()
    window = console.window
    whole = window.rect()
    for part in (window.clock, window.sign_board, window.panes, *window.clock.parts):
        area = part.rect().translated(part.mapTo(window, QPoint(0, 0)))
        assert whole.contains(area), part
    for figures in visible(Figures, window):
        assert figures.width() >= figures.sizeHint().width()
        assert figures.height() >= figures.sizeHint().height()
    for preview in (window.previews.current, window.previews.next):
        assert preview.rect().toRectF().contains(preview.page_place)
    chips = [chip.geometry() for chip in window.sign_board.chips]
    assert all(window.sign_board.rect().contains(chip) for chip in chips)


def test_pages_fill_their_panes_whatever_shape_the_audience_s_screen_has(start: Start) -> None:
    console = start(size=(1600, 900))
    current = console.window.previews.current
    for size in ((1600, 900), (1024, 768), (1600, 900)):
        console.driver.stage.resize(*size)
        shape = size[0] / size[1]
        console.driver.qtbot.wait(200)  # until the size has settled
        console.settle()
        place = current.page_place
        assert place.width() / place.height() == pytest.approx(shape, abs=0.01)
        room = (current.width() - place.width(), current.height() - place.height())
        assert min(room) < 8


def test_a_handle_is_moved_by_keys_and_stays_where_it_was_put(start: Start) -> None:
    memory = Memory()
    console = start(memory=memory)
    before = console.window.panes.now.width()
    handle = next(h for h in visible(Handle, console.window) if h.height() > h.width())
    handle.setFocus(Qt.FocusReason.TabFocusReason)
    console.press("Left", "Left", "Left")
    assert console.driver.page == 1
    moved = console.window.panes.now.width()
    assert moved < before
    console.press("S")
    assert memory.panes["slides columns"][0] < before
    again = Console(console.driver)
    assert again.window.panes.now.width() == pytest.approx(moved, abs=2)


def test_a_window_that_nobody_moved_has_no_place_to_remember(open_window: Open) -> None:
    memory = Memory()
    driver = open_window(memory=memory)
    driver.press("S")
    driver.qtbot.wait(200)
    driver.press("S")
    assert driver.presentation.console is None
    assert memory.console_geometry is None


def test_the_place_of_the_window_is_remembered(start: Start) -> None:
    memory = Memory()
    console = start(memory=memory)
    console.window.setGeometry(20, 30, 700, 480)
    console.settle()
    console.press("S")
    assert memory.console_geometry == (20, 30, 700, 480)


def test_what_is_chosen_is_known_before_the_window_goes(start: Start) -> None:
    memory = Memory()
    console = start(memory=memory)
    console.press("+", "Ctrl+2")
    console.settle()
    handle = next(h for h in visible(Handle, console.window) if h.height() > h.width())
    handle.setFocus(Qt.FocusReason.TabFocusReason)
    console.press("Right")
    console.settle()
    assert (memory.notes_size, memory.console_layout) == (1, "notes")
    assert "notes columns" in memory.panes


def test_closing_the_window_by_its_frame_closes_it_and_not_the_show(start: Start) -> None:
    console = start()
    console.window.close()
    QApplication.processEvents()
    assert console.driver.presentation.console is None
    assert console.driver.show.scene.staging.is_on


# Notices and the bundle


def test_a_fault_is_told_here_and_not_before_the_audience(start: Start) -> None:
    console = start()
    console.driver.notices.fault("The picture cannot be read.")
    assert console.window.notice_board.isVisible()
    assert not console.driver.furniture.notice_board.isVisible()
    console.driver.notices.say("The citation is copied.")
    assert console.window.notice_board.text() == "The citation is copied."
    assert not console.driver.furniture.notice_board.isVisible()


@pytest.mark.parametrize(
    ("grade", "role"), [(Grade.SOUND, "soft"), (Grade.FAULTY, "fault"), (Grade.OPEN, "soft")]
)
def test_a_bundle_has_a_sign(start: Start, tmp_path: Path, grade: Grade, role: str) -> None:
    console = start(deck=opened(bundled(tmp_path / "bundled")))
    assert "Not checked yet" in console.signs()
    console.window.take_verdict(Verdict(grade, "What was found", "In more words."))
    sign = console.window.sign_board.shown[-1]
    assert (sign.words, sign.role) == ("What was found", role)


def test_a_plain_deck_has_no_sign_of_a_bundle(start: Start) -> None:
    console = start()
    console.window.take_verdict(Verdict(Grade.NO_BAG, "Nothing", ""))
    assert not any(word in console.signs() for word in ("Nothing", "Not checked yet"))


def test_the_presenter_sees_that_a_bundle_is_sound(run: Run, tmp_path: Path) -> None:
    running = run(bundled(tmp_path / "bundled"))
    running.press(Qt.Key.Key_S)
    presentation = running.window.findChild(Presentation)
    assert presentation is not None
    console = presentation.console
    assert console is not None
    words = "Everything is as it was bundled"
    running.qtbot.waitUntil(lambda: words in [sign.words for sign in console.sign_board.shown])


# Screen readers


def test_the_page_is_said_where_the_presenter_listens(start: Start) -> None:
    console = start()
    current = console.window.previews.current
    assert current.accessibleName() == "Slide 1 of 3"
    assert "A field of colour 1." in current.accessibleDescription()
    console.press("Right")
    console.settle()
    assert current.accessibleName() == "Slide 2 of 3"


def test_a_page_and_a_new_sign_are_announced_once_and_not_by_both_windows(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = start()
    heard: list[str] = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: heard.append(event.message())
    )
    console.press("Right", "Right", "Left")
    console.settle()
    assert [words.split("\n")[0] for words in heard] == ["Slide 2 of 3"]
    console.press("Shift+F")
    console.settle()
    assert heard[1:] == ["Frozen on slide 2"]


def test_every_part_has_a_name(start: Start) -> None:
    console = start()
    assert console.window.windowTitle() == "Presenter – Colours"
    window: PresenterWindow = console.window
    parts = (
        window.panes.now,
        window.panes.next,
        window.panes.notes,
        window.panes.facts,
        window.clock,
    )
    assert [part.accessibleName() for part in parts] == [
        "On screen",
        "Next",
        "Notes",
        "Picture and sources",
        "Clock",
    ]
    assert "it is" in window.clock.accessibleDescription()


def test_a_driver_without_a_console_has_the_usual_board(open_window: Open) -> None:
    driver: Driver = open_window()
    driver.notices.fault("Something is wrong.")
    assert driver.furniture.notice_board.isVisible()
