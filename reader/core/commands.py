"""Every command of the program, one row each.

Menus, shortcuts, the key overlay, `deck-reader keys` and the README's table derive from
`COMMANDS`. Keys are Qt's portable names. They are those that presenting programs and image
viewers agree on; clickers send the Page keys, F5, Esc, B and the full stop.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from reader.core.show import Ask, Blank, Show, Theme


class Scope(Enum):
    """Where a key works: everywhere, or only while no list or text field has the focus."""

    WINDOW = "window"
    CANVAS = "canvas"


class Menu(Enum):
    """The menus, in their order."""

    FILE = "Deck"
    GO = "Go"
    VIEW = "View"
    SHOW = "Present"
    HELP = "Help"


def always(_show: Show) -> bool:
    """What `enabled` asks for a command that can run at any time."""
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do: its permanent id, its words, its keys and the verb it calls."""

    id: str
    title: str
    help: str
    menu: Menu
    run: Callable[[Show], None]
    keys: tuple[str, ...] = ()
    enabled: Callable[[Show], bool] = always
    checked: Callable[[Show], bool] | None = None
    repeats: bool = False
    scope: Scope = Scope.WINDOW
    icon: str = ""
    is_listed: bool = True  # in menus and key lists; the ten digits share one line there


def _digit(digit: int) -> Command:
    return Command(
        f"number.{digit}",
        f"Type {digit}",
        "Type the number of a slide, then press Enter to go there.",
        Menu.GO,
        run=lambda show: show.type_digit(digit),
        keys=(str(digit),),
        enabled=lambda show: show.can_type(digit),
        scope=Scope.CANVAS,
        is_listed=False,
    )


def _theme(theme: Theme, title: str, text: str) -> Command:
    return Command(
        f"theme.{theme.value}",
        title,
        text,
        Menu.VIEW,
        run=lambda show: show.choose_theme(theme),
        enabled=lambda show: show.scene.theme is not theme,
        checked=lambda show: show.scene.theme is theme,
    )


COMMANDS: tuple[Command, ...] = (
    Command(
        "deck.open",
        "Open a deck…",
        "Choose a deck to read: its deck.yaml, or a bundle.",
        Menu.FILE,
        run=lambda show: show.ask(Ask.OPEN),
        keys=("Ctrl+O",),
        icon="folder-open",
    ),
    Command(
        "deck.reload",
        "Read again",
        "Read the deck from disk again; the place is kept.",
        Menu.FILE,
        run=lambda show: show.ask(Ask.RELOAD),
        keys=("Ctrl+R",),
    ),
    Command(
        "deck.bundle",
        "Save as bundle…",
        "Save the whole deck as one file that shows whether anything in it was changed.",
        Menu.FILE,
        run=lambda show: show.ask(Ask.BUNDLE),
        keys=("Ctrl+Shift+S",),
    ),
    Command(
        "program.quit",
        "Quit",
        "Close the program; the place in the deck is remembered.",
        Menu.FILE,
        run=lambda show: show.ask(Ask.QUIT),
        keys=("Ctrl+Q",),
    ),
    Command(
        "slide.next",
        "Next",
        "Turn to the next page.",
        Menu.GO,
        run=lambda show: show.step(1),
        keys=("Right", "Down", "PgDown", "Space", "N", "Media Next"),
        enabled=lambda show: show.can_step(1),
        repeats=True,
        scope=Scope.CANVAS,
        icon="chevron-right",
    ),
    Command(
        "slide.previous",
        "Previous",
        "Turn to the page before.",
        Menu.GO,
        run=lambda show: show.step(-1),
        keys=("Left", "Up", "PgUp", "Shift+Space", "P", "Media Previous"),
        enabled=lambda show: show.can_step(-1),
        repeats=True,
        scope=Scope.CANVAS,
        icon="chevron-left",
    ),
    Command(
        "number.enter",
        "Go to the typed number",
        "Type a slide number, then Enter; with no number typed, turn to the next page.",
        Menu.GO,
        run=Show.enter,
        keys=("Return", "Enter"),
        enabled=lambda show: bool(show.scene.digits) or show.can_step(1),
        scope=Scope.CANVAS,
    ),
    Command(
        "number.rub_out",
        "Rub out",
        "Take back the last typed digit; with no number typed, turn to the page before.",
        Menu.GO,
        run=Show.rub_out,
        keys=("Backspace",),
        enabled=lambda show: bool(show.scene.digits) or show.can_step(-1),
        repeats=True,
        scope=Scope.CANVAS,
    ),
    Command(
        "slide.first",
        "First slide",
        "Go to the first slide.",
        Menu.GO,
        run=Show.go_to_first,
        keys=("Home",),
        enabled=lambda show: show.can_go_to(1),
        scope=Scope.CANVAS,
    ),
    Command(
        "slide.last",
        "Last slide",
        "Go to the last slide.",
        Menu.GO,
        run=Show.go_to_last,
        keys=("End",),
        enabled=lambda show: show.can_go_to(show.scene.end_page - 1),
        scope=Scope.CANVAS,
    ),
    Command(
        "page.title",
        "Title page",
        "Go to the page with the deck’s title, summary and authors.",
        Menu.GO,
        run=lambda show: show.go_to(0),
        keys=("Ctrl+Home",),
        enabled=lambda show: show.can_go_to(0),
    ),
    Command(
        "page.end",
        "All credits",
        "Go to the page after the last slide, with every credit of the deck.",
        Menu.GO,
        run=Show.go_to_end,
        keys=("Ctrl+End",),
        enabled=lambda show: show.can_go_to(show.scene.end_page),
    ),
    Command(
        "history.back",
        "Back",
        "Return to where the last jump began.",
        Menu.GO,
        run=Show.back,
        keys=("Alt+Left",),
        enabled=lambda show: show.can_go_back,
        icon="arrow-left",
    ),
    Command(
        "history.forward",
        "Forward",
        "Go forward again after going back.",
        Menu.GO,
        run=Show.forward,
        keys=("Alt+Right",),
        enabled=lambda show: show.can_go_forward,
        icon="arrow-right",
    ),
    *(_digit(digit) for digit in range(10)),
    Command(
        "view.citations",
        "Citations",
        "Show or hide the sources of this slide and of the whole deck.",
        Menu.VIEW,
        run=Show.toggle_citations,
        keys=("C", "F9"),
        checked=lambda show: show.scene.has_citations,
        icon="quote",
    ),
    Command(
        "view.receipt",
        "Receipt",
        "Show or hide whether this deck is as it was bundled, by whom and when.",
        Menu.VIEW,
        run=Show.toggle_receipt,
        keys=("Ctrl+I", "F8"),
        checked=lambda show: show.scene.has_receipt,
        icon="shield-check",
    ),
    Command(
        "view.full_screen",
        "Full screen",
        "Fill the screen, or return to the window as it was.",
        Menu.VIEW,
        run=Show.toggle_full_screen,
        keys=("F11", "F"),
        checked=lambda show: show.scene.is_full_screen,
        icon="maximize",
    ),
    Command(
        "view.text",
        "Text over the picture",
        "Show or hide the caption in full screen; the credit always stays.",
        Menu.VIEW,
        run=Show.toggle_text,
        keys=("I",),
        enabled=lambda show: show.scene.is_full_screen,
        checked=lambda show: show.scene.has_text,
    ),
    Command(
        "text.scroll_down",
        "Scroll the text down",
        "Move down in a text that is longer than its place.",
        Menu.VIEW,
        run=lambda show: show.ask(Ask.SCROLL_DOWN),
        keys=("Shift+Down",),
        repeats=True,
        scope=Scope.CANVAS,
    ),
    Command(
        "text.scroll_up",
        "Scroll the text up",
        "Move up in a text that is longer than its place.",
        Menu.VIEW,
        run=lambda show: show.ask(Ask.SCROLL_UP),
        keys=("Shift+Up",),
        repeats=True,
        scope=Scope.CANVAS,
    ),
    _theme(Theme.SYSTEM, "Colours of the system", "Follow the light or dark of the system."),
    _theme(Theme.LIGHT, "Light", "Dark ink on a light ground."),
    _theme(Theme.DARK, "Dark", "Light ink on a dark ground."),
    Command(
        "view.menu",
        "Menu",
        "Open the menu with every command.",
        Menu.VIEW,
        run=lambda show: show.ask(Ask.MENU),
        keys=("F10",),
        icon="menu",
    ),
    Command(
        "view.step_out",
        "Step out",
        "Leave what is open: a typed number, the key list, the citations or the receipt, "
        "a blank screen, full screen. Never the program.",
        Menu.VIEW,
        run=Show.step_out,
        keys=("Esc",),
        enabled=lambda show: show.can_step_out,
    ),
    Command(
        "show.start",
        "From the beginning",
        "Present in full screen, from the title page.",
        Menu.SHOW,
        run=lambda show: show.present(0),
        keys=("F5",),
        enabled=lambda show: not show.scene.is_full_screen,
        icon="play",
    ),
    Command(
        "show.start_here",
        "From this slide",
        "Present in full screen, from the page on screen.",
        Menu.SHOW,
        run=lambda show: show.present(),
        keys=("Shift+F5",),
        enabled=lambda show: not show.scene.is_full_screen,
    ),
    Command(
        "show.black",
        "Black",
        "Hide the picture behind black; the same key, or a step, brings it back.",
        Menu.SHOW,
        run=lambda show: show.blank(Blank.BLACK),
        keys=("B", "."),
        checked=lambda show: show.scene.blank is Blank.BLACK,
    ),
    Command(
        "show.white",
        "White",
        "Hide the picture behind white; the same key, or a step, brings it back.",
        Menu.SHOW,
        run=lambda show: show.blank(Blank.WHITE),
        keys=("W", ","),
        checked=lambda show: show.scene.blank is Blank.WHITE,
    ),
    Command(
        "help.keys",
        "Keys",
        "Show or hide the list of keys.",
        Menu.HELP,
        run=Show.toggle_keys,
        keys=("F1", "?"),
        checked=lambda show: show.scene.has_keys,
        icon="keyboard",
    ),
)
