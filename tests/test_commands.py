"""The command table: its names and keys, and that every command works wherever one is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import chain, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.command import Command, Menu, Scope
from reader.core.commands import COMMANDS
from reader.core.deck import Deck
from reader.core.ink import Spot, Stroke
from reader.core.resumption import Interrupted
from reader.core.scene import Ask, Blank, Overlay, Scene, Theme, Tool
from reader.core.screens import Desk, ScreenInfo
from reader.core.sending import Sent
from reader.core.show import Show
from tests.core.small_decks import deck_of

BY_ID = {command.id: command for command in COMMANDS}
END = 4  # of a deck of three slides
TWO_SCREENS = Desk((ScreenInfo("eDP-1", is_builtin=True, is_primary=True), ScreenInfo("HDMI-1")))

every_command = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)

# What issue and presenters agree on; clickers send Page keys, F5, Esc, B and the full stop.
PROMISED = {
    "slide.next": "Right Down PgDown Space N",
    "slide.previous": "Left Up PgUp Shift+Space P",
    "number.enter": "Return Enter",
    "number.rub_out": "Backspace",
    "slide.first": "Home",
    "slide.last": "End",
    **{f"number.{digit}": str(digit) for digit in range(10)},
    "show.black": "B .",
    "show.white": "W ,",
    "show.start": "F5",
    "show.start_here": "Shift+F5",
    "view.full_screen": "F11 F",
    "view.step_out": "Esc",
    "view.citations": "C F9",
    "view.receipt": "Ctrl+I F8",
    "deck.bundle": "Ctrl+Shift+S",
    "history.back": "Alt+Left",
    "history.forward": "Alt+Right",
    "help.keys": "? F1",
    "program.quit": "Ctrl+Q",
    "show.freeze": "Shift+F",
    "console.toggle": "S",
    "screens.swap": "X",
    "timer.toggle": "T",
    "timer.reset": "R",
    "overview.toggle": "O",
    "slide.go": "G",
    "show.auto": "A",
    "show.hide": "H",
    "notes.larger": "+",
    "notes.smaller": "-",
}


@every_command
def test_an_id_is_a_noun_and_a_verb(command: Command) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z0-9_]+", command.id)


def test_no_id_and_no_title_stands_twice() -> None:
    assert len(BY_ID) == len(COMMANDS)
    assert len({command.title for command in COMMANDS}) == len(COMMANDS)


@every_command
def test_a_command_is_described_in_sentences(command: Command) -> None:
    assert command.title
    assert command.title[0].isupper()
    assert not command.title.endswith(".")
    assert re.fullmatch(r"[A-Z].*\.", command.help)


def test_no_key_has_two_meanings() -> None:
    # Not even in two scopes: on the canvas both would match, and neither would run.
    times = Counter(chain.from_iterable(command.keys for command in COMMANDS))
    assert [key for key, count in times.items() if count > 1] == []


def test_qt_knows_every_key_by_the_same_name() -> None:
    from PySide6.QtGui import QKeySequence

    portable = QKeySequence.SequenceFormat.PortableText
    for key in chain.from_iterable(command.keys for command in COMMANDS):
        sequence = QKeySequence.fromString(key, portable)
        assert sequence.count() == 1, key
        assert sequence.toString(portable) == key


@pytest.mark.parametrize(("command_id", "keys"), PROMISED.items())
def test_the_promised_keys_are_there(command_id: str, keys: str) -> None:
    assert set(keys.split()) <= set(BY_ID[command_id].keys)


def test_every_key_of_a_list_or_text_field_is_left_to_it() -> None:
    needed = {"Up", "Down", "Left", "Right", "Space", "Shift+Space", "Home", "End", "Return"}
    needed |= {"Enter", "Backspace", "PgUp", "PgDown", *"0123456789"}
    for command in COMMANDS:
        if needed & set(command.keys):
            assert command.scope is Scope.CANVAS, command.id


def test_no_single_letter_and_no_escape_quits() -> None:
    assert BY_ID["program.quit"].keys == ("Ctrl+Q",)


def test_only_what_one_may_hold_down_repeats() -> None:
    repeating = {command.id for command in COMMANDS if command.repeats}
    assert repeating == {
        *("slide.next", "slide.previous", "number.rub_out"),
        *("text.scroll_down", "text.scroll_up", "ink.undo", "ink.redo"),
        *("zoom.in", "zoom.out", "zoom.left", "zoom.right", "zoom.up", "zoom.down"),
        *("notes.larger", "notes.smaller"),
    }


@pytest.mark.parametrize("menu", Menu)
def test_no_menu_is_empty(menu: Menu) -> None:
    assert [command for command in COMMANDS if command.menu is menu and command.is_listed]


# Running every command everywhere


def nothing(_show: Show) -> None:
    """Leave the show as it begins."""


def full_screen(show: Show) -> None:
    show.toggle_full_screen()


def blank(show: Show) -> None:
    show.blank(Blank.BLACK)


def typed(show: Show) -> None:
    show.type_digit(2)


def typed_to_the_end(show: Show) -> None:
    for _ in range(5):
        show.type_digit(9)


def open_panels(show: Show) -> None:
    show.toggle_overlay(Overlay.KEYS)
    show.follow("casla")


def open_receipt(show: Show) -> None:
    show.toggle_receipt()


def came_from_elsewhere(show: Show) -> None:
    here = show.scene.page
    show.go_to(2)
    show.go_to(0)
    show.back()
    show.go_to(here)


def came_back(show: Show) -> None:
    here = show.scene.page
    show.go_to((here + 2) % END)
    show.back()


def dark(show: Show) -> None:
    show.choose_theme(Theme.DARK)


def presenting(show: Show) -> None:
    show.podium.take_desk(TWO_SCREENS)
    show.present()


def presenting_on_mirrored_screens(show: Show) -> None:
    show.podium.take_desk(TWO_SCREENS._replace(is_mirrored=True))
    show.present()


def presenting_with_everything(show: Show) -> None:
    presenting(show)
    page = show.scene.page
    show.podium.draw(Stroke(page, (Spot(0, 0), Spot(1, 1))))
    show.podium.draw(Stroke(page, (Spot(1, 0), Spot(0, 1))))
    show.podium.undo()
    show.podium.toggle_frozen()
    show.podium.toggle_timer()
    show.podium.take_tool(Tool.LASER)
    show.podium.send(Sent("Source 1", "A report"))


def offered(show: Show) -> None:
    show.podium.offer(Interrupted("dots", "Dots", 2), asks=False)


def looking_closer(show: Show) -> None:
    show.lens.zoom_by(3)


STATES: list[Callable[[Show], None]] = [
    *(
        presenting,
        presenting_on_mirrored_screens,
        presenting_with_everything,
        looking_closer,
        offered,
    ),
    *(nothing, full_screen, blank, typed, typed_to_the_end),
    *(open_panels, open_receipt, came_from_elsewhere, came_back, dark),
]


@every_command
def test_a_command_is_enabled_where_it_does_something(command: Command) -> None:
    for page, prepare in product(range(END + 1), STATES):
        place = f"on page {page}, {prepare.__name__}"
        show = Show(deck_of(3), page)
        prepare(show)
        happened: list[Scene | Ask] = []
        show.changed.subscribe(happened.append)
        show.asked.subscribe(happened.append)
        enabled = command.enabled(show)
        command.run(show)
        assert 0 <= show.scene.page <= END, place
        assert len(happened) <= 1, place
        if command.id == "view.text" and not show.scene.is_staged:
            assert not enabled, place  # it would change what is not seen
        else:
            assert enabled == bool(happened), place


@every_command
@pytest.mark.parametrize("page", [0, 1, 2])
def test_a_command_runs_while_the_deck_is_being_read(page: int, command: Command) -> None:
    show = Show(deck_of(2, complete=False), page)
    command.run(show)
    assert 0 <= show.scene.page <= 2
    show.read_more(deck_of(3))
    assert 0 <= show.scene.page <= END


@every_command
def test_checked_tells_what_a_command_switches(command: Command) -> None:
    if command.checked is None:
        return
    show = Show(deck_of(3), 2, full_screen=True, theme=Theme.DARK)
    presenting(show)
    before = command.checked(show)
    command.run(show)
    is_choice = command.id.startswith(("theme.", "console.")) and command.id != "console.toggle"
    if command.id == "timer.toggle":  # it was not stopped: it had not begun
        command.run(show)
    assert command.checked(show) is (True if is_choice else not before)


def test_leaving_asks_and_does_not_move() -> None:
    show = Show(deck_of(3), 2)
    before, asked = show.scene, list[Ask]()
    show.asked.subscribe(asked.append)
    for command_id in ("deck.open", "deck.reload", "deck.bundle", "view.menu", "program.quit"):
        BY_ID[command_id].run(show)
    assert asked == [Ask.OPEN, Ask.RELOAD, Ask.BUNDLE, Ask.MENU, Ask.QUIT]
    assert show.scene == before


WHOLE, PART = deck_of(12), deck_of(5, complete=False, announced=12)
STEPS = st.lists(st.sampled_from([*COMMANDS, WHOLE, PART]), max_size=60)


@given(STEPS, st.integers(-2, 20), st.booleans())
def test_no_walk_leads_out_of_the_deck(
    steps: list[Command | Deck], page: int, full_screen: bool
) -> None:
    show = Show(PART, page, full_screen=full_screen)
    told = [show.scene]
    show.changed.subscribe(told.append)
    for step in steps:
        before = len(told)
        if isinstance(step, Deck):
            show.read_more(step)
        elif step.enabled(show):
            step.run(show)
        assert len(told) <= before + 1
        assert told[-1] is show.scene
        check(show.scene)


def check(scene: Scene) -> None:
    """What holds of every scene."""
    count = len(scene.deck.slides)
    assert 0 <= scene.page <= (count + 1 if scene.deck.complete else count)
    is_slide = 1 <= scene.page <= count
    assert scene.counter == (f"{scene.page} / 12" if is_slide else "")
    assert (scene.slide is not None) == is_slide
    assert scene.slide is None or scene.slide.title == f"Slide {scene.page}"
    assert not scene.digits or (int(scene.digits) > 0 and len(scene.digits) <= 5)
    assert scene.has_citations or not scene.source
    assert not (scene.has_citations and scene.has_receipt)
