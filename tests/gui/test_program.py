"""The whole program on real files: decks that change, are dropped, and are remembered."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu

from reader.core import look, memory, settings
from reader.core.scene import Theme
from reader.gui.window import Window
from tests.gui.decks import COLOURS, colourful, paint, slide_of, write_deck
from tests.gui.driver import NO_MODIFIER, opens_windows
from tests.gui.running import Run, Running

pytestmark = opens_windows


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """A deck of three slides, the second in a file of its own."""
    folder = tmp_path / "deck"
    colourful(folder)
    write_deck(folder, [slide_of(1), "two.yaml", slide_of(3)])
    write_slide(folder, "The text of slide 2.")
    return folder


def write_slide(folder: Path, text: str) -> None:
    words = f"title: Slide 2\ntext: {text}\n"
    picture = "image: {file: assets/2.png, alt_text: Green., credit_line: Painter 2}\n"
    (folder / "slides" / "two.yaml").write_text(words + picture, encoding="utf-8")


# Changes on disk


def test_a_changed_slide_is_taken_in_place_and_the_page_kept(run: Run, deck: Path) -> None:
    running = run(deck, 2)
    write_slide(deck, "Other words.")
    running.wait(lambda: "Other words." in running.text())
    assert (running.page, running.colour()) == (2, COLOURS[1])
    write_slide(deck, "And others again.")
    running.wait(lambda: "And others again." in running.text())


def test_a_slide_that_an_editor_moves_into_place_is_noticed_each_time(run: Run, deck: Path) -> None:
    running = run(deck, 2)
    for words in ("First.", "Second."):
        write_slide(deck, "unused")
        fresh = deck / "slides" / "two.tmp"
        text = (deck / "slides" / "two.yaml").read_text(encoding="utf-8")
        fresh.write_text(text.replace("unused", words), encoding="utf-8")
        fresh.replace(deck / "slides" / "two.yaml")
        running.wait(partial(running.shows, words))


def test_a_picture_that_is_painted_over_is_shown_anew(run: Run, deck: Path) -> None:
    running = run(deck, 2)
    assert running.colour() == COLOURS[1]
    paint(deck / "assets" / "2.png", "#804020")
    running.wait(lambda: running.colour() == "#804020")
    assert running.page == 2


def test_a_missing_picture_that_appears_is_shown(run: Run, deck: Path) -> None:
    (deck / "assets" / "2.png").unlink()
    running = run(deck, 2)
    sheet = running.window.stage.sheet
    assert sheet is not None
    assert sheet.fault is not None
    paint(deck / "assets" / "2.png", "#804020")
    running.wait(lambda: running.colour() == "#804020")


def test_a_deck_that_breaks_keeps_the_old_one_and_says_where(run: Run, deck: Path) -> None:
    running = run(deck, 2)
    file = deck / "slides" / "deck.yaml"
    sound = file.read_text(encoding="utf-8")
    file.write_text(sound.replace("language: en", "language: [en"), encoding="utf-8")
    running.wait(lambda: "deck.yaml:" in running.notice())
    assert str(file) in running.notice()
    assert (running.page, running.colour()) == (2, COLOURS[1])
    assert "The text of slide 2." in running.text()
    file.write_text(sound.replace("Slide 1", "Mended"), encoding="utf-8")
    running.wait(lambda: running.program.show.scene.deck.slides[0].title == "Mended")
    assert running.page == 2


def test_a_deck_that_grows_and_shrinks_keeps_the_reader_inside(run: Run, deck: Path) -> None:
    running = run(deck, 3)
    write_deck(deck, [slide_of(n) for n in (1, 3, 1, 3)])
    running.wait(lambda: len(running.program.show.scene.deck.slides) == 4)
    assert running.page == 3
    write_deck(deck, [slide_of(1)])
    running.wait(lambda: len(running.program.show.scene.deck.slides) == 1)
    assert running.page == 1
    assert running.colour() == COLOURS[0]


def test_the_deck_is_read_again_when_asked(run: Run, deck: Path) -> None:
    running = run(deck, 2)
    running.program._watcher._watcher.blockSignals(True)
    write_slide(deck, "Other words.")
    running.press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    running.wait(lambda: "Other words." in running.text())


def test_faults_of_a_deck_are_told_in_a_notice(run: Run, deck: Path) -> None:
    write_deck(deck, [{**slide_of(1), "titel": "Mistyped"}])
    running = run(deck)
    running.wait(lambda: "titel" in running.notice())
    assert "deck.yaml" in running.notice()


# Colours


def trigger(running: Running, command: str) -> None:
    assert running.window.furniture is not None
    running.window.furniture.actions[command].trigger()


@pytest.mark.parametrize(("theme", "palette"), [(Theme.LIGHT, look.LIGHT), (Theme.DARK, look.DARK)])
def test_chosen_colours_hold_at_once_and_the_next_time(
    run: Run, deck: Path, theme: Theme, palette: look.Palette
) -> None:
    running = run(deck)
    trigger(running, f"theme.{theme.value}")
    assert running.ground() == palette.ground.lower()
    running.press(Qt.Key.Key_C)
    assert running.window.furniture is not None
    panel = running.window.furniture.citations
    image = panel.grab().toImage()
    assert image.pixelColor(panel.width() // 2, panel.height() - 3) == QColor(palette.raised)
    text = settings.settings_file().read_text(encoding="utf-8")
    assert text == f"theme: {theme.value}\n"
    running.window.close()
    assert run(deck).ground() == palette.ground.lower()


def test_settings_that_are_not_understood_are_told_and_kept(run: Run, deck: Path) -> None:
    file = settings.settings_file()
    file.parent.mkdir(parents=True)
    file.write_text("theme: pink\n", encoding="utf-8")
    running = run(deck)
    running.wait(lambda: "pink" in running.notice())
    assert file.read_text(encoding="utf-8") == "theme: pink\n"


# What is remembered, and opening by hand


def test_a_deck_opens_where_it_was_left(run: Run, deck: Path) -> None:
    run(deck, 3).window.close()
    kept = json.loads(memory.state_file().read_text(encoding="utf-8"))
    assert kept["recent"] == [str(deck)]
    assert run(deck, None).page == 3


def test_quitting_closes_the_window(run: Run, deck: Path) -> None:
    running = run(deck)
    running.press(Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert not running.window.isVisible()


def drop(window: Window, path: Path) -> bool:
    """Let a file fall on the window; whether it is taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    rest = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, NO_MODIFIER)
    enter = QDragEnterEvent(QPoint(50, 50), *rest)
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPoint(50, 50), *rest))
    return enter.isAccepted()


@pytest.mark.parametrize("inside", ["", "slides/deck.yaml", "assets/1.png"])
def test_what_is_dropped_is_opened(run: Run, deck: Path, tmp_path: Path, inside: str) -> None:
    other = tmp_path / "other"
    colourful(other, 2)
    paint(other / "assets" / "1.png", "#123456")
    running = run(deck, 3)
    assert drop(running.window, other / inside)
    running.wait(lambda: running.program.show.scene.deck.place == other)
    assert running.page == 0
    running.press(Qt.Key.Key_Right)
    running.wait(lambda: running.colour() == "#123456")


def test_a_file_that_is_no_deck_is_refused_in_words(run: Run, deck: Path, tmp_path: Path) -> None:
    letter = tmp_path / "far" / "from" / "any" / "deck" / "here" / "letter.txt"
    letter.parent.mkdir(parents=True)
    letter.write_text("Dear reader", encoding="utf-8")
    running = run(deck, 2)
    drop(running.window, letter)
    running.wait(lambda: "is not a deck" in running.notice())
    assert (running.page, running.colour()) == (2, COLOURS[1])


def test_an_address_from_elsewhere_is_not_taken(run: Run, deck: Path) -> None:
    running = run(deck)
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/deck")])
    event = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, NO_MODIFIER
    )
    event.ignore()
    QApplication.sendEvent(running.window, event)
    assert not event.isAccepted()


def test_recent_decks_stand_in_the_menu_and_open(run: Run, deck: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    colourful(other, 2)
    run(other, 2).window.close()
    running = run(deck, 3)
    running.press(Qt.Key.Key_F10)
    assert running.window.furniture is not None
    menu = running.window.furniture.menu
    assert menu is not None
    recent = next(part for part in menu.findChildren(QMenu) if part.title() == "Recent decks")
    assert [entry.text() for entry in recent.actions()] == [str(other)]
    recent.actions()[0].trigger()
    menu.close()
    running.wait(lambda: running.program.show.scene.deck.place == other)
    assert running.page == 2
    drop(running.window, deck)
    running.wait(lambda: running.program.show.scene.deck.place == deck)
    assert running.page == 3


def test_the_place_is_saved_while_reading_not_only_on_leaving(run: Run, deck: Path) -> None:
    running = run(deck, 1)
    running.press(Qt.Key.Key_Right)
    running.wait(lambda: memory.load(memory.state_file()).places.get(str(deck)) == 2)
