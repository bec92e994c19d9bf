"""Decks that change while they are read: what no other slide shows yet, and what breaks."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from reader.core import look
from reader.gui.watcher import MOST_FILES
from tests.gui.decks import COLOURS, paint, slide_of, write_deck
from tests.gui.driver import opens_windows, plain
from tests.gui.running import LIMIT_MS, Run, Running
from tests.gui.test_program import deck, write_slide

__all__ = ["deck"]
pytestmark = opens_windows


def fault(running: Running) -> str:
    """The words in the place of the picture."""
    sheet = running.window.stage.sheet
    return plain([sheet.fault]) if sheet is not None and sheet.fault is not None else ""


def contrast_of_fault(running: Running) -> float:
    """The contrast between the ground of the placeholder and the strongest pixel of its words."""
    sheet = running.window.stage.sheet
    assert sheet is not None
    assert sheet.fault is not None
    image = running.window.stage.grab().toImage()
    area = sheet.fault.area.toAlignedRect().intersected(image.rect())
    colours = {
        image.pixelColor(x, y).name()
        for x in range(area.left(), area.right())
        for y in range(area.top(), area.bottom())
    }
    ground = running.window.stage.palette_in_use.raised
    assert ground.lower() in colours
    return max(look.contrast(colour, ground) for colour in colours)


def test_a_slide_in_a_file_of_its_own_is_added_in_place(run: Run, deck: Path) -> None:
    running = run(deck, 2)
    (deck / "slides" / "four.yaml").write_text("title: Slide 4\ntext: New.\n", encoding="utf-8")
    write_deck(deck, [slide_of(1), "two.yaml", slide_of(3), "four.yaml"])
    running.wait(lambda: len(running.program.show.scene.deck.slides) == 4)
    assert (running.page, running.colour()) == (2, COLOURS[1])
    running.press(Qt.Key.Key_End)
    running.wait(lambda: running.shows("New."))


def test_a_title_edited_on_disk_is_the_window_s_title(run: Run, deck: Path) -> None:
    running = run(deck, 2)
    write_deck(deck, [slide_of(1), "two.yaml", slide_of(3)], title="Other colours")
    running.wait(lambda: running.window.windowTitle() == "2 / 3 Slide 2 – Other colours")


def test_a_picture_ahead_that_is_painted_over_is_shown_anew(run: Run, deck: Path) -> None:
    running = run(deck, 1)
    with running.qtbot.waitSignal(running.program._watcher.changed, timeout=LIMIT_MS):
        paint(deck / "assets" / "2.png", "#804020")
    running.press(Qt.Key.Key_Right)
    running.wait(lambda: running.page == 2)
    running.wait(lambda: running.colour() == "#804020")


def test_the_picture_of_the_title_page_is_shown_anew(run: Run, deck: Path) -> None:
    running = run(deck, None)
    assert (running.page, running.colour()) == (0, COLOURS[0])
    paint(deck / "assets" / "1.png", "#804020")
    running.wait(lambda: running.colour() == "#804020")


def test_pictures_are_watched_in_a_deck_of_very_many_files_too(run: Run, deck: Path) -> None:
    names = [f"{number:03}.yaml" for number in range(MOST_FILES)]
    for name in names:
        (deck / "slides" / name).write_text("title: One of many\n", encoding="utf-8")
    write_deck(deck, [slide_of(1), *names])
    running = run(deck, 1)
    paint(deck / "assets" / "1.png", "#804020")
    running.wait(lambda: running.colour() == "#804020")


@pytest.mark.parametrize("colours", [look.DARK, look.LIGHT], ids=["dark", "light"])
def test_a_picture_that_is_taken_away_leaves_words_that_can_be_read(
    run: Run, deck: Path, colours: look.Palette
) -> None:
    running = run(deck, 2)
    assert running.window.furniture is not None
    theme = "theme.dark" if colours is look.DARK else "theme.light"
    running.window.furniture.actions[theme].trigger()
    (deck / "assets" / "2.png").unlink()
    running.wait(lambda: "assets/2.png" in fault(running))
    assert running.page == 2
    assert contrast_of_fault(running) >= look.CONTRAST
    paint(deck / "assets" / "2.png", "#804020")
    running.wait(lambda: running.colour() == "#804020")


def test_a_slide_that_breaks_says_file_and_line_and_is_shown_again_when_mended(
    run: Run, deck: Path
) -> None:
    running = run(deck, 2)
    file = deck / "slides" / "two.yaml"
    file.write_text("title: Slide 2\ntext: [unclosed\n", encoding="utf-8")
    running.wait(lambda: "two.yaml" in fault(running))
    assert contrast_of_fault(running) >= look.CONTRAST
    running.wait(lambda: "two.yaml:" in running.notice())
    assert running.page == 2
    running.press(Qt.Key.Key_Right)
    running.wait(lambda: running.colour() == COLOURS[2])
    running.press(Qt.Key.Key_Left)
    write_slide(deck, "Mended.")
    running.wait(lambda: running.shows("Mended."))
    assert (running.page, running.colour()) == (2, COLOURS[1])


def test_a_deck_that_is_taken_away_stays_on_screen(run: Run, deck: Path) -> None:
    running = run(deck, 2)
    (deck / "slides" / "deck.yaml").unlink()
    running.wait(lambda: bool(running.notice()))
    assert (running.page, running.colour()) == (2, COLOURS[1])
    assert running.shows("The text of slide 2.")
    write_deck(deck, [slide_of(1, title="Back again"), "two.yaml", slide_of(3)])
    running.wait(lambda: running.program.show.scene.deck.slides[0].title == "Back again")
    assert running.page == 2


def test_a_deck_that_changes_before_an_audience_is_taken_without_a_word(
    run: Run, deck: Path
) -> None:
    running = run(deck, 2)
    running.press(Qt.Key.Key_F11)
    running.wait(running.window.isFullScreen)
    file = deck / "slides" / "deck.yaml"
    sound = file.read_text(encoding="utf-8")
    file.write_text("title: [", encoding="utf-8")
    running.wait(lambda: running.program._notices.newest is not None)
    assert running.notice() == ""
    assert running.colour() == COLOURS[1]
    file.write_text(sound.replace("Slide 1", "Mended"), encoding="utf-8")
    running.wait(lambda: running.program.show.scene.deck.slides[0].title == "Mended")
    assert (running.page, running.window.isFullScreen()) == (2, True)
