"""What a presenter can do: the verbs that change what the audience sees, and the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from reader.core.events import Event
from reader.core.scene import Blank, ConsoleLayout, Overlay, Scene, Staging, Tool
from reader.core.screens import Desk, arrange, next_screen

if TYPE_CHECKING:
    from reader.core.ink import Spot, Stroke
    from reader.core.resumption import Interrupted
    from reader.core.sending import Sent
    from reader.core.timing import Timer

ASK_AFTER = 60.0  # seconds on the timer, above which setting it to zero is asked about
RESUME_SECONDS = 120.0  # a show that begins again so soon after it ended goes on with its timer
NOTES_STEPS = range(-3, 9)  # of the type scale


class Podium:
    """Presents: begins and ends a show, and does everything that only an audience sees.

    Owns: nothing but when the last show ended; the scene belongs to the show.
    Emits: pointed(Spot or None), when the laser or the spotlight moves, and sketched(Stroke or
    None), while the pen draws: both too often for a scene.
    """

    def __init__(
        self,
        scene: Callable[[], Scene],
        change: Callable[..., None],
        now: Callable[[], float],
    ) -> None:
        self.pointed: Event[Spot | None] = Event()
        self.sketched: Event[Stroke | None] = Event()
        self._scene = scene
        self._change = change
        self._now = now
        self._ended: float | None = None

    @property
    def staging(self) -> Staging:
        return self._scene().staging

    @property
    def now(self) -> float:
        """The moment by the clock that the timer goes by, in seconds."""
        return self._now()

    def _set(self, **changes: Any) -> None:
        self._change(staging=self.staging._replace(**changes))

    def _set_in_show(self, **changes: Any) -> None:
        if self.staging.is_on:
            self._set(**changes)

    # Beginning and ending

    def begun(self, *, is_new: bool, wants_console: bool | None = None) -> dict[str, Any]:
        """What of the scene changes when a show begins; `is_new` for one from the beginning."""
        staging = self.staging
        if wants_console is not None:
            staging = staging._replace(wants_console=wants_console)
        timer = staging.timer
        if is_new and not self._goes_on():
            timer = timer.reset()
        changes = self._arranged(staging._replace(is_on=True, timer=timer))
        return {**changes, "overlay": Overlay.NONE, "zoom": None, "detail": 0}

    def _goes_on(self) -> bool:
        is_soon = self._ended is not None and self._now() - self._ended < RESUME_SECONDS
        return is_soon and self.staging.timer.is_running

    def end(self) -> None:
        """End the show; the slide stays, and so does the timer for one that goes on soon."""
        staging = self.staging
        if not staging.is_on:
            return
        self._ended = self._now()
        after = staging._replace(
            is_on=False,
            last_home="",
            is_hidden=False,
            frozen=None,
            tool=Tool.NONE,
            sent=None,
            is_reset_asked=False,
            is_auto=False,
        )
        self._change(staging=after, is_full_screen=False, blank=Blank.NONE, zoom=None, detail=0)

    def resumed(self, offer: Interrupted) -> dict[str, Any]:
        """What of the scene changes when a show goes on that was cut off."""
        staging = self.staging._replace(
            is_on=True,
            chosen=offer.screen if self.staging.desk.find(offer.screen) else self.staging.chosen,
            wants_console=True if offer.has_console else None,
            frozen=offer.frozen,
            timer=offer.timer,
            offer=None,
        )
        changes = self._arranged(staging)
        return {**changes, "overlay": Overlay.NONE, "blank": Blank(offer.blank)}

    def offer(self, offer: Interrupted | None, *, asks: bool = True) -> None:
        """Offer to go on with a show that was cut off, at once or in the menu; None: no more."""
        overlay = Overlay.OFFER if offer is not None and asks else Overlay.NONE
        self._change(staging=self.staging._replace(offer=offer), overlay=overlay)

    # Screens

    def take_desk(self, desk: Desk, chosen: str = "") -> None:
        """Hear which screens there are now, and which of them the audience last got."""
        self._arrange(desk=desk, chosen=chosen)

    def choose_screen(self, name: str) -> None:
        """Give the audience the screen of this name."""
        self._arrange(chosen=name)

    @property
    def can_swap(self) -> bool:
        return self.staging.is_on and len(self.staging.desk.screens) > 1

    def swap(self) -> None:
        """Exchange the screens: the audience gets the next one."""
        if self.can_swap:
            staging = self.staging
            self._arrange(chosen=next_screen(staging.desk, staging.arrangement.audience))

    @property
    def can_have_console(self) -> bool:
        """Whether the presenter's window may be opened, or is open: not where all would see it."""
        return not self.staging.desk.is_mirrored and bool(self.staging.desk.screens)

    def toggle_console(self) -> None:
        """Open or close the presenter's window; outside a show this begins one with it."""
        if not self.can_have_console:
            return
        staging = self.staging
        if not staging.is_on:
            self._change(**self.begun(is_new=False, wants_console=True))
            return
        wanted = not staging.has_console
        # Asked for on one screen, both are plain windows there.
        last_home = staging.last_home if len(staging.desk.screens) > 1 else ""
        self._arrange(wants_console=wanted, last_home=last_home)

    def want_console(self, wanted: bool) -> None:
        """Say whether the presenter wants a window in the show, even on one screen, or never."""
        self._arrange(wants_console=wanted)

    def toggle_hidden(self) -> None:
        """Take the audience's window away, to show what else is on the screen, or bring it back."""
        self._set_in_show(is_hidden=not self.staging.is_hidden)

    def _arrange(self, **changes: Any) -> None:
        after = self.staging._replace(**changes)
        self._change(**(self._arranged(after) if after.is_on else {"staging": after}))

    def _arranged(self, staging: Staging) -> dict[str, Any]:
        found = arrange(staging.desk, staging.chosen, staging.wants_console, staging.last_home)
        if not staging.desk.screens:
            found = staging.arrangement  # all pulled at once: wait for one to come back
        home = staging.last_home
        if len(staging.desk.screens) > 1 and not staging.desk.is_mirrored:
            home = found.audience or ""
        after = staging._replace(arrangement=found, last_home=home)
        return {"staging": after, "is_full_screen": found.is_full_screen}

    # What the audience sees

    def toggle_frozen(self) -> None:
        """Let the audience's side stand still while the presenter looks for a slide."""
        scene = self._scene()
        frozen = None if self.staging.frozen is not None else scene.page
        self._set_in_show(frozen=frozen, frozen_zoom=scene.zoom, frozen_detail=scene.detail)

    def take_tool(self, tool: Tool) -> None:
        """Make the pointer a laser, a spotlight or a pen; the same again makes it a pointer."""
        self._set_in_show(tool=Tool.NONE if self.staging.tool is tool else tool)

    def point(self, spot: Spot | None) -> None:
        """Move the laser or the spotlight, or take it off the page."""
        self.pointed.emit(spot)

    def sketch(self, stroke: Stroke | None) -> None:
        """Show a stroke while it is being drawn."""
        self.sketched.emit(stroke)

    def draw(self, stroke: Stroke) -> None:
        """Keep a stroke that has been drawn."""
        self._set(ink=(*self.staging.ink, stroke), undone=())

    def strokes(self, page: int) -> tuple[Stroke, ...]:
        """What is drawn on a page."""
        return tuple(stroke for stroke in self.staging.ink if stroke.page == page)

    @property
    def has_ink(self) -> bool:
        return bool(self.strokes(self._scene().for_audience.page))

    def undo(self) -> None:
        """Take back the newest stroke on the page."""
        page, staging = self._scene().for_audience.page, self.staging
        for at in range(len(staging.ink) - 1, -1, -1):
            if staging.ink[at].page == page:
                rest = staging.ink[:at] + staging.ink[at + 1 :]
                self._set(ink=rest, undone=(*staging.undone, staging.ink[at]))
                return

    def redo(self) -> None:
        """Draw again what was taken back last."""
        staging = self.staging
        if staging.undone:
            self._set(ink=(*staging.ink, staging.undone[-1]), undone=staging.undone[:-1])

    def wipe(self) -> None:
        """Take back everything that is drawn on the page."""
        page, staging = self._scene().for_audience.page, self.staging
        gone = self.strokes(page)
        if gone:
            rest = tuple(stroke for stroke in staging.ink if stroke.page != page)
            self._set(ink=rest, undone=(*staging.undone, *reversed(gone)))

    # Telling the audience

    def send(self, sent: Sent | None) -> None:
        """Show the audience a source or a credit for a while; None takes it away."""
        self._set(sent=sent)

    def next_to_send(self, offers: Iterable[Sent]) -> Sent | None:
        """Of what can be sent, the one after what is being shown; None after the last."""
        row = list(offers)
        now = self.staging.sent
        at = row.index(now) + 1 if now in row else 0
        return row[at] if at < len(row) else None

    # The clock

    def toggle_timer(self) -> None:
        """Stop the clock, or let it go on; only this sets a stopped one going again."""
        if self.staging.is_on:
            timer = self.staging.timer.toggled(self._now())
            after = timed(self.staging, timer, self._scene().page)
            self._change(staging=after._replace(is_reset_asked=False))

    @property
    def can_reset(self) -> bool:
        return self.staging.timer.has_started

    def reset_timer(self) -> None:
        """Set the timer to zero; where it shows more than a minute, only when asked twice."""
        staging = self.staging
        if staging.timer.elapsed(self._now()) > ASK_AFTER and not staging.is_reset_asked:
            self._set(is_reset_asked=True)
        else:
            self._set(timer=staging.timer.reset(), is_reset_asked=False)

    def forget_reset(self) -> None:
        """The question whether to set the timer to zero was not answered."""
        self._set(is_reset_asked=False)

    def aim(self, length: float | None, until: float | None) -> None:
        """Count down a length in seconds, or to a UNIX time; neither: count up."""
        self._set(timer=self.staging.timer.aimed(length, until))

    # By itself, and the presenter's window

    def toggle_auto(self) -> None:
        """Let pages turn by themselves, or stop that."""
        self._set_in_show(is_auto=not self.staging.is_auto)

    def lock(self) -> None:
        """Become a kiosk: nothing but turning pages, and one key that leads out."""
        self._arrange(is_kiosk=True, wants_console=False)

    def unlock(self) -> None:
        """Be a kiosk no more, so that the program can be left."""
        self._set(is_kiosk=False)

    def lay_out(self, layout: ConsoleLayout) -> None:
        """Divide the presenter's window another way."""
        if self.staging.has_console:
            self._set(layout=layout)

    def can_size_notes(self, by: int) -> bool:
        return self.staging.has_console and self.staging.notes_size + by in NOTES_STEPS

    def size_notes(self, by: int) -> None:
        """Set the notes larger or smaller, by steps of the type scale."""
        if self.can_size_notes(by):
            self._set(notes_size=self.staging.notes_size + by)


def timed(staging: Staging, timer: Timer, page: int) -> Staging:
    """The staging with its timer gone on with; one that starts does so at `page`."""
    if timer.has_started and not staging.timer.has_started:
        return staging._replace(timer=timer, timed_from=page)
    return staging._replace(timer=timer)
