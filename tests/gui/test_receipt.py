"""Bundles in the window: what is marked on a page, and what the receipt says."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from reader.core import look
from reader.core.deck import Deck
from reader.core.fixity import Fixity
from reader.core.scene import Ask
from reader.formats.bags.verification import FileState
from reader.formats.receipt import Grade, Phase, Receipt
from reader.gui import inspector
from reader.gui.decoder import Decoder, ImageRequest
from reader.gui.furniture import recent_words
from reader.gui.inspector import Inspector
from reader.gui.panels.receipt import ReceiptPanel
from reader.gui.panels.slip import HashBlock
from reader.gui.window import Window
from tests.gui.bundles import OTHER, bundled, opened, repaint, rewrite, unlist, unpacked
from tests.gui.conftest import Open
from tests.gui.decks import COLOURS, colourful
from tests.gui.driver import Driver, focused, opens_windows, plain, visible
from tests.gui.running import Run

pytestmark = opens_windows
CHANGED = "This picture was changed after it was bundled"
UNLISTED = "This picture is not listed in the bundle"
REWORDED = "The text of this slide was changed after it was bundled"


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    return unpacked(tmp_path / "deck")


def badge(driver: Driver) -> str:
    found = driver.sheet.badge
    return plain([found.words]).replace("⚠  ", "") if found is not None else ""


def panel_of(driver: Driver) -> ReceiptPanel:
    return driver.furniture.receipt


def said(panel: ReceiptPanel) -> str:
    """Every word on the slip."""
    QApplication.processEvents()  # what is new is shown with the next turn of the loop
    return "\n".join(part.text() for part in visible(QLabel, panel)).replace("\u200b", "")


# Marks on the page


@pytest.mark.parametrize("page", [0, 1])
@pytest.mark.parametrize("full_screen", [False, True], ids=["window", "full screen"])
def test_a_changed_picture_is_marked_in_words_on_the_picture(
    open_window: Open, bag: Path, full_screen: bool, page: int
) -> None:
    repaint(bag, 1)
    driver = open_window(opened(bag), page, full_screen=full_screen)
    assert (badge(driver), driver.colour()) == (CHANGED, OTHER)
    mark, picture = driver.sheet.badge, driver.sheet.picture
    assert mark is not None
    assert picture is not None
    assert picture.contains(mark.box)
    inside = mark.box.topLeft() + QPointF(6, 6)
    assert driver.colour(inside) == look.DARK.raised.lower()
    driver.press("Right")
    driver.settle()
    assert (badge(driver), driver.colour()) == ((CHANGED, OTHER) if page == 0 else ("", COLOURS[1]))


def test_only_what_was_changed_is_marked(open_window: Open, bag: Path) -> None:
    repaint(bag, 2)
    unlist(bag, 3)
    driver = open_window(opened(bag), 1)
    found = []
    for _ in range(3):
        found.append(badge(driver))
        driver.press("Right")
        driver.settle()
    assert found == ["", CHANGED, UNLISTED]


def test_changed_words_are_marked_too(open_window: Open, bag: Path) -> None:
    rewrite(bag)
    driver = open_window(opened(bag), 1)
    assert "Other words" in driver.text()
    assert badge(driver) == REWORDED
    driver.press("Ctrl+Home")
    driver.settle()
    assert badge(driver) == REWORDED.replace("slide", "page")
    driver.press("Ctrl+End")
    driver.settle()
    assert badge(driver) == REWORDED.replace("slide", "page")


def test_a_screen_reader_is_told(open_window: Open, bag: Path) -> None:
    repaint(bag, 1)
    rewrite(bag)
    driver = open_window(opened(bag), 1)
    words = driver.stage.accessibleDescription()
    assert f"{CHANGED}." in words
    assert f"{REWORDED}." in words
    part = driver.stage.findChild(QLabel, "warning")
    assert part is not None
    assert part.isVisible()
    assert CHANGED in part.text().replace("\u00a0", " ")


def test_the_mark_stays_while_the_window_takes_other_sizes(open_window: Open, bag: Path) -> None:
    repaint(bag, 1)
    driver = open_window(opened(bag), 1)
    for size in ((900, 700), (420, 600), (320, 240)):
        driver.window.resize(*size)
        driver.settle()
        assert badge(driver) == CHANGED
        mark = driver.sheet.badge
        assert mark is not None
        assert driver.sheet.area.contains(mark.box.topLeft())
        assert mark.box.right() <= driver.sheet.area.right()


def test_a_plain_folder_and_a_sound_bundle_are_not_marked(
    open_window: Open, tmp_path: Path
) -> None:
    for place in (tmp_path / "deck", bundled(tmp_path / "deck")):
        driver = open_window(opened(place), 1)
        assert (badge(driver), driver.colour()) == ("", COLOURS[0])


def test_a_missing_picture_is_said_to_be(open_window: Open, bag: Path) -> None:
    (bag / "data/assets/1.png").unlink()
    driver = open_window(opened(bag), 1)
    assert driver.sheet.fault is not None
    assert "missing from the bundle" in plain([driver.sheet.fault])
    assert badge(driver) == ""


@pytest.mark.parametrize("is_changed", [False, True])
def test_the_bare_first_picture_is_shown_only_if_it_is_the_one_that_was_bundled(
    qtbot: QtBot, bag: Path, is_changed: bool
) -> None:
    if is_changed:
        repaint(bag, 1)
    deck = opened(bag)
    image = deck.slides[0].image
    assert image is not None
    request = ImageRequest(deck.blob_of(image), 320, 180)
    decoder = Decoder(workers=0)
    decoder.want([request])
    window = Window(decoder)
    appeared: list[bool] = []
    window.appeared.connect(lambda: appeared.append(True))
    window.open_with(request, None, None)
    QTest.qWaitForWindowExposed(window)
    shown = window.grab().toImage()
    centre = shown.pixelColor(shown.width() // 2, shown.height() // 2).name()
    assert centre == (look.DARK.ground.lower() if is_changed else COLOURS[0])
    QTest.qWait(50)
    assert appeared
    window.hide()
    window.deleteLater()
    decoder.close()


# The receipt


def test_a_plain_folder_is_said_to_be_one_and_can_be_bundled(open_window: Open) -> None:
    driver = open_window()
    driver.press("F8")
    assert "This deck is a plain folder" in said(panel_of(driver))
    assert "This page" not in said(panel_of(driver))
    driver.find(QToolButton, "Save as bundle…").click()
    assert driver.asked == [Ask.BUNDLE]


def test_the_receipt_follows_the_page_and_its_hashes_can_be_copied(
    open_window: Open, bag: Path
) -> None:
    driver = open_window(opened(bag), 1)
    driver.press("Ctrl+I")
    for number in (1, 2):
        expected = hashlib.sha256((bag / f"data/assets/{number}.png").read_bytes()).hexdigest()
        words = said(panel_of(driver))
        assert f"assets/{number}.png" in words
        assert expected in words.replace(" ", "")
        assert "✓  verified" in words
        name = f"Copy the SHA-256 of: Picture assets/{number}.png, As it was bundled"
        driver.find(QToolButton, name).click()
        assert QGuiApplication.clipboard().text() == expected
        driver.press("Right")
        driver.settle()


def test_before_the_check_nothing_is_called_sound(open_window: Open, bag: Path) -> None:
    driver = open_window(opened(bag), 1)
    driver.press("F8")
    assert "Not checked yet" in said(panel_of(driver))
    assert "Everything" not in said(panel_of(driver))


def receipt_with(states: dict[str, Fixity], total: int, phase: Phase = Phase.CHECKING) -> Receipt:
    found = {name: FileState(name, fixity) for name, fixity in states.items()}
    return Receipt(phase, total=total, states=found, algorithms=("SHA-256",))


def test_what_becomes_known_disturbs_neither_focus_nor_place(open_window: Open, bag: Path) -> None:
    deck = opened(bag)
    driver = open_window(deck, 1, size=(900, 400))
    driver.press("F8")
    panel = panel_of(driver)
    copy = next(visible(QToolButton, next(visible(HashBlock, panel))))
    copy.setFocus()
    bar = panel.scrolled.verticalScrollBar()
    QApplication.processEvents()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum() // 2)
    before = bar.value()
    for count in (1, 2, 3):
        states = {f"data/{number}": Fixity.CHANGED for number in range(count)}
        driver.furniture.take_receipt(deck, receipt_with(states, 9))
        QApplication.processEvents()
        assert (focused(), bar.value()) == (copy, before)
    assert "3 files were changed" in said(panel)
    assert "data/2" in said(panel)


def test_a_great_many_faults_are_counted_and_not_all_listed(open_window: Open, bag: Path) -> None:
    deck = opened(bag)
    driver = open_window(deck, 1)
    driver.press("F8")
    states = {f"data/{number:05}": Fixity.MISSING for number in range(5000)}
    driver.furniture.take_receipt(deck, receipt_with(states, 5000, Phase.DONE))
    words = said(panel_of(driver))
    assert "5,000 files are missing" in words
    assert "and 4,800 more" in words


def test_what_was_told_of_another_deck_is_not_shown(open_window: Open, bag: Path) -> None:
    driver = open_window(opened(bag), 1)
    driver.furniture.take_receipt(opened(bag), receipt_with({}, 9, Phase.DONE))
    driver.press("F8")
    assert "Not checked yet" in said(panel_of(driver))


@pytest.mark.parametrize("size", [(1280, 720), (640, 480), (320, 240)])
@pytest.mark.parametrize("pixels", [0, 27, 40])
def test_no_words_of_the_receipt_are_cut_at_the_side(
    open_window: Open, qapp: QApplication, bag: Path, size: tuple[int, int], pixels: int
) -> None:
    usual = qapp.font()
    if pixels:
        large = QFont(usual)
        large.setPixelSize(pixels)
        qapp.setFont(large)
    try:
        deck = opened(bag)
        driver = open_window(deck, 1, size=size)
        driver.press("F8")
        states = {"data/assets/a-long-name-of-a-picture-in-a-bag.jpg": Fixity.UNLISTED}
        driver.furniture.take_receipt(deck, receipt_with(states, 9, Phase.DONE))
        driver.settle()
        panel = panel_of(driver)
        parts: list[QLabel | QToolButton] = list(visible(QLabel, panel))
        for part in [*parts, *visible(QToolButton, panel)]:
            right = part.mapTo(panel, part.rect().topRight()).x()
            assert right <= panel.width(), part.text()
    finally:
        qapp.setFont(usual)


def test_a_bundle_has_a_button_for_its_receipt(open_window: Open, bag: Path) -> None:
    driver = open_window(opened(bag), 1)
    driver.furniture.controls.reveal()
    driver.find(QToolButton, "Receipt", driver.stage).click()
    assert driver.show.scene.has_receipt


# The check in the background


def checked(deck: Deck, qtbot: QtBot) -> Receipt:
    told: list[Receipt] = []
    inspecting = Inspector()
    inspecting.told.connect(lambda _deck, receipt: told.append(receipt))
    inspecting.follow(deck)
    qtbot.waitUntil(lambda: bool(told) and told[-1].is_over)
    inspecting.close()
    assert all(not receipt.is_sound for receipt in told[:-1])
    return told[-1]


def test_a_sound_bundle_is_found_to_be_sound(qtbot: QtBot, tmp_path: Path) -> None:
    receipt = checked(opened(bundled(tmp_path / "deck")), qtbot)
    assert receipt.is_sound
    assert len(receipt.states) == receipt.total > 3
    assert {fact.label: fact.value for fact in receipt.facts}["Signed"] == "by nobody"


def test_every_fault_of_a_bag_is_found_by_name(qtbot: QtBot, bag: Path) -> None:
    repaint(bag, 1)
    (bag / "data/assets/2.png").unlink()
    (bag / "data/assets/extra.txt").write_text("more", encoding="utf-8")
    receipt = checked(opened(bag), qtbot)
    assert [(state.name, state.fixity) for state in receipt.faults] == [
        ("data/assets/1.png", Fixity.CHANGED),
        ("data/assets/2.png", Fixity.MISSING),
        ("data/assets/extra.txt", Fixity.UNLISTED),
    ]
    assert receipt.verdict.grade is Grade.FAULTY


def test_a_plain_folder_is_not_checked(qtbot: QtBot, tmp_path: Path) -> None:
    inspecting = Inspector()
    inspecting.follow(colourful(tmp_path / "deck"))
    assert inspecting._check is None


def test_the_check_rests_while_pages_turn_and_ends_at_once(
    qtbot: QtBot, bag: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspector, "STILL_SECONDS", 60.0)
    deck = opened(bag)
    told: list[Receipt] = []
    inspecting = Inspector()
    inspecting.told.connect(lambda _deck, receipt: told.append(receipt))
    inspecting.hold(None)  # type: ignore[arg-type]
    inspecting.follow(deck)
    qtbot.waitUntil(lambda: bool(told))
    QTest.qWait(200)
    assert not any(receipt.is_over for receipt in told)
    check = inspecting._check
    assert check is not None
    inspecting.close()  # a test that waited for the minute would be ended
    assert not check.thread.is_alive()
    inspecting._still_at = 0.0
    inspecting.follow(deck)
    qtbot.waitUntil(lambda: told[-1].is_over)
    inspecting.close()


def test_a_bundle_that_was_replaced_is_not_taken_for_the_open_one(
    qtbot: QtBot, tmp_path: Path
) -> None:
    place = bundled(tmp_path / "deck")
    deck = opened(place)
    place.unlink()
    bundled(tmp_path / "deck", 2)
    receipt = checked(deck, qtbot)
    assert receipt.verdict.grade is Grade.PARTLY
    assert "replaced" in receipt.verdict.detail


# In the whole program


def test_the_window_says_once_that_something_was_changed(run: Run, bag: Path) -> None:
    repaint(bag, 2)
    running = run(bag)
    running.wait(lambda: "1 file was changed" in running.notice())
    running.program.show.toggle_receipt()
    running.wait(lambda: not running.notice())
    assert "1 file was changed" in said(running.furniture.receipt)


def test_a_bundle_is_opened_checked_and_remembered_by_its_name(run: Run, tmp_path: Path) -> None:
    place = bundled(tmp_path / "deck")
    running = run(place, 2)
    assert running.colour() == COLOURS[1]
    running.program.show.toggle_receipt()
    running.wait(lambda: "Everything is as it was bundled" in said(running.furniture.receipt))
    assert running.notice() == ""
    assert recent_words([str(place), str(tmp_path)]) == [
        (str(place), "deck.deck.zip"),
        (str(tmp_path), str(tmp_path)),
    ]


def test_a_replaced_bundle_is_read_again(run: Run, tmp_path: Path) -> None:
    place = bundled(tmp_path / "deck")
    running = run(place, 1)
    other = bundled(tmp_path / "other", 2)
    other.replace(place)
    running.program.reload()
    running.wait(lambda: len(running.program.show.scene.deck.slides) == 2)
    running.wait(lambda: running.program._inspector._check.deck.total == 2)


def test_a_deleted_bundle_goes_on_being_shown(run: Run, tmp_path: Path) -> None:
    place = bundled(tmp_path / "deck")
    running = run(place, 1)
    place.unlink()
    running.wait(lambda: "does not exist" in running.notice())
    running.program.show.step(1)
    running.wait(lambda: running.colour() == COLOURS[1])


def test_a_bundle_that_is_cut_short_while_open_has_a_placeholder(run: Run, tmp_path: Path) -> None:
    place = bundled(tmp_path / "deck", 5)
    running = run(place, 1)
    with place.open("rb+") as file:
        file.truncate(200)
    running.program.show.go_to(5)
    running.wait(lambda: _fault(running.window) != "")
    assert "cut short" in _fault(running.window) or "ends too early" in _fault(running.window)


def _fault(window: Window) -> str:
    sheet = window.stage.sheet
    return sheet.fault.plain if sheet is not None and sheet.fault is not None else ""


def test_the_colour_of_a_fault_can_be_read() -> None:
    for palette in (look.DARK, look.LIGHT):
        assert look.contrast(palette.fault, palette.raised) >= look.CONTRAST
        assert look.contrast(palette.fault, palette.ground) >= look.CONTRAST
        assert QColor(palette.fault).isValid()
