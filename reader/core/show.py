"""Moves through a deck: the verbs that replace one frozen scene with the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from reader.core.deck import Deck
from reader.core.events import Event
from reader.core.lens import Lens
from reader.core.podium import Podium, timed
from reader.core.scene import Ask, Blank, Overlay, Scene, Staging, Theme, Tool
from reader.core.timing import now as moment

if TYPE_CHECKING:
    from reader.core.resumption import Interrupted

MOST_DIGITS = 5  # as many as the longest deck that may be opened needs
_FURTHEST = 10**MOST_DIGITS


class Show:
    """Moves through a deck and tells listeners what changed.

    Owns: the current scene and the history of jumps.
    Emits: changed(Scene), after the change and only if something differs; asked(Ask).
    """

    def __init__(
        self,
        deck: Deck,
        page: int = 0,
        *,
        full_screen: bool = False,
        theme: Theme = Theme.SYSTEM,
        now: Callable[[], float] = moment,
    ) -> None:
        self.changed: Event[Scene] = Event()
        self.asked: Event[Ask] = Event()
        self._scene = Scene(deck, is_full_screen=full_screen, theme=theme)
        self.podium = Podium(lambda: self._scene, self._set, now)
        self.lens = Lens(lambda: self._scene, self._set)
        self._now = now
        self._back: list[int] = []
        self._forward: list[int] = []
        self._wish: int | None = None  # a page that lies in the part still being read
        self._wish_is_slide = False  # if the deck is shorter than that, its last slide is meant
        self._turn_to(page)
        self._wish_is_slide = not deck.complete

    @property
    def scene(self) -> Scene:
        return self._scene

    # Where we are

    @property
    def at_start(self) -> bool:
        return self._scene.page == 0

    @property
    def at_end(self) -> bool:
        return self._scene.deck.complete and self._scene.page == self._scene.end_page

    @property
    def is_holding(self) -> bool:
        """Whether a step forward does nothing: the last slide of a show stays on screen.

        The page of all credits is then reached by its own key alone.
        """
        scene = self._scene
        is_last = scene.deck.complete and scene.page == scene.end_page - 1
        return scene.staging.is_on and is_last

    @property
    def can_go_back(self) -> bool:
        return self._leads_away(self._back)

    @property
    def can_go_forward(self) -> bool:
        return self._leads_away(self._forward)

    @property
    def can_step_out(self) -> bool:
        """Whether anything is open that `step_out` leaves."""
        scene = self._scene
        is_open = scene.overlay is not Overlay.NONE or scene.has_panel or scene.is_staged
        return is_open or self._is_altered or not self._is_bare

    def can_step(self, by: int) -> bool:
        """Whether `step` does anything: at an edge it can still end a blank screen."""
        at_edge = self.at_end or self.is_holding if by > 0 else self.at_start
        return not (at_edge and self._is_bare)

    def can_go_to(self, page: int) -> bool:
        """Whether going to a page does anything, were it only to end a blank screen."""
        scene = self._scene
        return not (scene.page == page and scene.deck.complete and self._is_bare)

    def can_type(self, digit: int) -> bool:
        """Whether a digit finds a place in the number that is being typed."""
        digits = self._scene.digits
        return len(digits) < MOST_DIGITS and bool(digits or digit)

    @property
    def _is_bare(self) -> bool:
        """Whether there is nothing that turning a page takes away."""
        scene = self._scene
        is_whole = scene.zoom is None and scene.detail == 0 and scene.staging.sent is None
        return scene.blank is Blank.NONE and not scene.digits and not scene.source and is_whole

    @property
    def _is_altered(self) -> bool:
        """Whether the audience sees anything but the page."""
        staging = self._scene.staging
        is_marked = staging.sent is not None or staging.tool is not Tool.NONE
        return is_marked or staging.frozen is not None or staging.is_hidden

    # Moving

    def step(self, by: int) -> None:
        """Turn `by` pages; the first press on a blanked screen only brings the picture back."""
        if self._scene.blank is not Blank.NONE:
            self._set(blank=Blank.NONE)
        else:
            # Back from what is seen; on from what is wished for, or held keys would be lost.
            here = self._scene.page if self._wish is None or by < 0 else self._wish
            self._turn_to(here if by > 0 and self.is_holding else here + by)

    def go_to(self, page: int) -> None:
        """Jump to a page, so that `back` returns from it."""
        self._note_jump(page)
        self._turn_to(page)

    def go_to_first(self) -> None:
        self.go_to(1)

    def go_to_last(self) -> None:
        self._go_to_slide(_FURTHEST)

    def go_to_end(self) -> None:
        self.go_to(_FURTHEST + 1)

    def back(self) -> None:
        """Return to where the last jump began."""
        self._return(self._back, self._forward)

    def forward(self) -> None:
        """Undo `back`."""
        self._return(self._forward, self._back)

    def type_digit(self, digit: int) -> None:
        """Add a digit to the slide number that is being typed."""
        digits = (self._scene.digits + str(digit)).lstrip("0")
        if len(digits) <= MOST_DIGITS:
            self._set(digits=digits)

    def enter(self) -> None:
        """Go to the typed slide number, or on to the next page where none was typed."""
        digits = self._scene.digits
        if digits:
            self._go_to_slide(int(digits))
        else:
            self.step(1)

    def rub_out(self) -> None:
        """Take back the last typed digit, or a page where none was typed."""
        if self._scene.digits:
            self._set(digits=self._scene.digits[:-1])
        else:
            self.step(-1)

    # What is seen

    def blank(self, blank: Blank) -> None:
        """Hide the picture behind black or white; the same again brings it back."""
        self._set(blank=Blank.NONE if self._scene.blank is blank else blank)

    def toggle_full_screen(self) -> None:
        self._set(is_full_screen=not self._scene.is_full_screen)

    @property
    def can_present(self) -> bool:
        return not self._scene.staging.is_on

    def present(self, page: int | None = None) -> None:
        """Show the deck to an audience, from `page` or from where we are; once at a time."""
        if not self.can_present:
            return
        begun = self.podium.begun(is_new=page is not None)
        if page is None:
            self._set(**begun)
        else:
            self._note_jump(page)
            self._turn_to(page, **begun)

    def resume(self, offer: Interrupted) -> None:
        """Go on with a show that was cut off: its slide, its clock, and what the audience saw."""
        self._turn_to(offer.page, **self.podium.resumed(offer))

    def toggle_citations(self) -> None:
        is_open = self._scene.has_citations
        self._set(has_citations=not is_open, has_receipt=False, source="")

    def toggle_receipt(self) -> None:
        is_open = self._scene.has_receipt
        self._set(has_receipt=not is_open, has_citations=False, source="")

    def toggle_overlay(self, overlay: Overlay) -> None:
        """Lay something over the window, in the place of what lies there; again takes it away."""
        self._set(overlay=Overlay.NONE if self._scene.overlay is overlay else overlay)

    def close_overlay(self) -> None:
        self._set(overlay=Overlay.NONE)

    def toggle_text(self) -> None:
        self._set(has_text=not self._scene.has_text)

    def choose_theme(self, theme: Theme) -> None:
        self._set(theme=theme)

    def forget_digits(self) -> None:
        self._set(digits="")

    def follow(self, source: str) -> None:
        """Open the citations at a source, from its mark in a caption."""
        self._set(has_citations=True, has_receipt=False, source=source)

    def step_out(self) -> None:
        """Leave one thing, the innermost first; the show last, and never the program."""
        scene, staging = self._scene, self._scene.staging
        way_out: tuple[tuple[bool, Callable[[], None]], ...] = (
            (bool(scene.digits), self.forget_digits),
            (scene.overlay is not Overlay.NONE, self.close_overlay),
            (scene.has_panel, self._close_panels),
            (staging.sent is not None, lambda: self.podium.send(None)),
            (staging.tool is not Tool.NONE, lambda: self.podium.take_tool(staging.tool)),
            (scene.zoom is not None, lambda: self.lens.zoom_to(None)),
            (scene.blank is not Blank.NONE, lambda: self.blank(scene.blank)),
            (staging.frozen is not None, self.podium.toggle_frozen),
            (staging.is_hidden, self.podium.toggle_hidden),
            (staging.is_on, self.podium.end),
            (scene.is_full_screen, self.toggle_full_screen),
        )
        leave = next((leave for is_there, leave in way_out if is_there), None)
        if leave is not None:
            leave()

    def _close_panels(self) -> None:
        self._set(has_citations=False, has_receipt=False, source="")

    def ask(self, what: Ask) -> None:
        """Pass a wish on to the owner of the windows."""
        self.asked.emit(what)

    # The deck

    def read_more(self, deck: Deck) -> None:
        """Take the same deck, read further or changed on disk; the page stays."""
        page = self._scene.page if self._wish is None else self._wish
        if self._scene.slide is not None and deck.complete and self._wish is None:
            page = min(page, max(1, len(deck.slides)))  # not the credits, if slides are gone
        self._scene_with(deck, page)

    def open(self, deck: Deck, page: int) -> None:
        """Take another deck; the history of jumps belongs to the old one."""
        self._back.clear()
        self._forward.clear()
        self._wish_is_slide = not deck.complete
        staging = self._scene.staging._replace(ink=(), undone=(), frozen=None, sent=None)
        self._scene_with(deck, page, digits="", zoom=None, detail=0, staging=staging)

    def _scene_with(self, deck: Deck, page: int, **more: Any) -> None:
        target = _reachable(deck, page, is_slide=self._wish_is_slide)
        self._wish = page if page > target and not deck.complete else None
        self._set(deck=deck, page=target, source="", **more)

    def _go_to_slide(self, number: int) -> None:
        """Jump to a slide, or to the last one if there are not so many."""
        if self._scene.deck.complete:
            self.go_to(min(number, self._scene.end_page - 1))
        else:
            self.go_to(number)
            self._wish_is_slide = True

    def _note_jump(self, page: int) -> None:
        here = self._scene.page
        if self._reachable(page) != here or (page > here and not self._scene.deck.complete):
            self._back.append(here)
            self._forward.clear()

    def _leads_away(self, pages: list[int]) -> bool:
        return any(self._reachable(page) != self._scene.page for page in reversed(pages))

    def _return(self, pages: list[int], others: list[int]) -> None:
        """Take the newest of `pages` that is not on screen anyway."""
        here = self._scene.page
        while pages:
            page = pages.pop()
            if self._reachable(page) != here:
                others.append(here)
                self._turn_to(page)
                return

    def _reachable(self, page: int) -> int:
        return _reachable(self._scene.deck, page)

    def _turn_to(self, page: int, **more: Any) -> None:
        target = self._reachable(page)
        self._wish = page if page > target and not self._scene.deck.complete else None
        self._wish_is_slide = False
        begins = "staging" in more
        staging: Staging = more.pop("staging", self._scene.staging)
        if staging.is_on and not begins and target != self._scene.page:
            # The clock starts with the first move, wherever that leads.
            staging = timed(staging, staging.timer.moved(self._now()), target)
        if staging.sent is not None:
            staging = staging._replace(sent=None)
        whole = {"blank": Blank.NONE, "source": "", "zoom": None, "detail": 0, "staging": staging}
        self._set(page=target, digits="", **{**whole, **more})

    def _set(self, **changes: Any) -> None:
        scene = self._scene._replace(**changes)
        if scene != self._scene:
            self._scene = scene
            self.changed.emit(scene)


def _reachable(deck: Deck, page: int, *, is_slide: bool = False) -> int:
    """The page nearest to `page` that can be shown; the end page only when all has been read."""
    end = len(deck.slides) + (1 if deck.complete and not is_slide else 0)
    return max(0, min(page, end))
