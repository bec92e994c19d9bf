"""What is on screen: one frozen scene, from which every window paints."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from reader.core.deck import Deck, Image, Slide
from reader.core.screens import Arrangement, Desk
from reader.core.timing import Timer

if TYPE_CHECKING:
    from reader.core.ink import Stroke
    from reader.core.region import Region
    from reader.core.resumption import Interrupted
    from reader.core.sending import Sent


class Ask(Enum):
    """What the show wants of whoever owns the windows."""

    OPEN = "choose a deck"
    BUNDLE = "save the deck as a bundle"
    RELOAD = "read the deck again"
    MENU = "open the menu"
    SCROLL_DOWN = "scroll the text down"
    SCROLL_UP = "scroll the text up"
    QUIT = "leave the program"
    RESUME = "go on with the show that was cut off"
    FORGET = "forget the show that was cut off"


class Blank(Enum):
    """What hides the picture from an audience."""

    NONE = ""
    BLACK = "black"
    WHITE = "white"


class Theme(Enum):
    """Which colours the window takes."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Overlay(Enum):
    """What lies over the window, one at a time; while presenting, over the presenter's."""

    NONE = ""
    KEYS = "keys"
    OVERVIEW = "overview"
    GO = "go to a slide"
    LOOKUP = "look something up"
    AIM = "how long the talk may take"
    RUNS = "what each slide took"
    CHECKS = "before the show"
    TEACH = "teach a button"
    OFFER = "go on with a show that was cut off"


class Tool(Enum):
    """What the pointer is to the audience."""

    NONE = ""
    LASER = "laser"
    SPOTLIGHT = "spotlight"
    PEN = "pen"


class ConsoleLayout(Enum):
    """How the presenter's window is divided."""

    SLIDES = "slides"
    NOTES = "notes"


class Staging(NamedTuple):
    """What a presenter does, and what the audience therefore sees.

    `frozen` is the page on which the audience's side stands still. `desk` is kept up to date
    whether anyone presents or not, so that a show can begin without asking the window system.
    """

    is_on: bool = False
    desk: Desk = Desk()
    chosen: str = ""  # the name of the screen that the audience was given
    wants_console: bool | None = None  # None: where it can be opened safely
    last_home: str = ""  # the audience's screen when there last were several
    arrangement: Arrangement = Arrangement()
    is_hidden: bool = False  # the audience's window makes way for the desktop
    frozen: int | None = None
    frozen_zoom: Region | None = None  # what of the picture was seen then
    frozen_detail: int = 0
    tool: Tool = Tool.NONE
    ink: tuple[Stroke, ...] = ()
    undone: tuple[Stroke, ...] = ()
    sent: Sent | None = None
    timer: Timer = Timer()
    timed_from: int = 1  # the page at which the timer began, so that the pace is that of the rest
    offer: Interrupted | None = None  # a show that was cut off, as long as nobody has decided
    is_reset_asked: bool = False  # whether the same key again sets the timer to zero
    is_auto: bool = False
    is_kiosk: bool = False
    layout: ConsoleLayout = ConsoleLayout.SLIDES
    notes_size: int = 0  # in steps of the type scale, from the usual one

    @property
    def has_console(self) -> bool:
        """Whether the presenter has a window, so that the audience's shows nothing but slides."""
        return self.is_on and self.arrangement.console is not None


class Scene(NamedTuple):
    """Everything that decides what is seen.

    `page` counts 0 for the title page, 1 to n for the slides and n + 1 for the end page.
    """

    deck: Deck
    page: int = 0
    digits: str = ""  # a slide number that is being typed
    blank: Blank = Blank.NONE
    is_full_screen: bool = False
    has_citations: bool = False
    has_receipt: bool = False  # never together with the citations: they take one place
    overlay: Overlay = Overlay.NONE
    has_text: bool = True  # the caption over a full-screen picture; the credit always stays
    source: str = ""  # the source that the reader followed a mark to
    theme: Theme = Theme.SYSTEM
    zoom: Region | None = None  # the part of the picture that is seen, None for all of it
    detail: int = 0  # which of the author's details that is, from 1; 0 for none
    staging: Staging = Staging()

    @property
    def slide(self) -> Slide | None:
        """The slide on screen, or None on the title page and the end page."""
        return self.deck.slides[self.page - 1] if 1 <= self.page <= len(self.deck.slides) else None

    @property
    def image(self) -> Image | None:
        """The picture on screen: the slide's, and on the title page that of the first slide."""
        if self.page == 0 and len(self.deck.slides):
            return self.deck.slides[0].image
        return self.slide.image if self.slide is not None else None

    @property
    def has_panel(self) -> bool:
        """Whether anything stands beside the picture."""
        return self.has_citations or self.has_receipt

    @property
    def is_staged(self) -> bool:
        """Whether the page is composed for a room: full screen, or shown to an audience."""
        return self.is_full_screen or self.staging.is_on

    @property
    def for_audience(self) -> Scene:
        """The scene as the audience sees it: on the frozen page, if its side stands still."""
        frozen = self.staging.frozen
        if frozen is None:
            return self
        staging, page = self.staging, min(frozen, self.end_page)
        is_there = page == frozen
        zoom, detail = (staging.frozen_zoom, staging.frozen_detail) if is_there else (None, 0)
        return self._replace(page=page, zoom=zoom, detail=detail)

    @property
    def end_page(self) -> int:
        """The page after the last slide."""
        return len(self.deck.slides) + 1

    @property
    def counter(self) -> str:
        """The counter as it is shown, such as "3 / 7"; "" on the title page and the end page."""
        if self.slide is None:
            return ""
        return f"{self.page} / {self.deck.total or '…'}"
