"""Which screen the audience gets, which the presenter keeps, and when notes must not be seen."""

from __future__ import annotations

from typing import NamedTuple


class ScreenInfo(NamedTuple):
    """One screen, by the name that its connector has; the rectangle is in logical pixels."""

    name: str
    rectangle: tuple[int, int, int, int] = (0, 0, 0, 0)  # left, top, width, height
    is_builtin: bool = False
    is_primary: bool = False
    label: str = ""  # maker and model, where the system tells them
    scale: float = 1.0  # physical pixels a logical one


class Desk(NamedTuple):
    """The screens that there are; mirrored ones show the audience whatever the presenter sees."""

    screens: tuple[ScreenInfo, ...] = ()
    is_mirrored: bool = False

    @property
    def key(self) -> str:
        """What this set of screens is remembered by: the names, in order."""
        return "\n".join(sorted(screen.name for screen in self.screens))

    def find(self, name: str) -> ScreenInfo | None:
        """The screen of that name."""
        return next((screen for screen in self.screens if screen.name == name), None)


class Arrangement(NamedTuple):
    """Where the windows are: names of screens, None for a window that is not to be seen."""

    audience: str | None = None
    console: str | None = None
    is_full_screen: bool = True  # the audience's window; on one screen both may be plain windows


def arrange(desk: Desk, chosen: str, wants_console: bool | None, last_home: str) -> Arrangement:
    """Place the windows of a show.

    `chosen` is the screen that the presenter gave the audience, "" for none; `wants_console` is
    None where the presenter said nothing; `last_home` is the audience's screen when there last
    were several in this show, "" if there never were. Notes are never put on a screen that the
    audience sees: not on mirrored ones, and not on the audience's own when the other was pulled.
    """
    names = [screen.name for screen in desk.screens]
    if not names:
        return Arrangement(None, None)
    if desk.is_mirrored:
        return Arrangement(chosen if chosen in names else _first(desk), None)
    if len(names) > 1:
        audience = chosen if chosen in names else _outer(desk)
        console = None if wants_console is False else _inner(desk, audience)
        return Arrangement(audience, console)
    only = names[0]
    if last_home and wants_console is not False:
        if only == last_home:
            return Arrangement(only, None)
        return Arrangement(None, only)
    if wants_console:
        return Arrangement(only, only, is_full_screen=False)
    return Arrangement(only, None)


def next_screen(desk: Desk, audience: str | None) -> str:
    """The screen that the audience's window goes to when the screens are exchanged."""
    names = [screen.name for screen in desk.screens]
    if not names:
        return ""
    at = names.index(audience) if audience in names else -1
    return names[(at + 1) % len(names)]


def _first(desk: Desk) -> str:
    return next((s.name for s in desk.screens if s.is_primary), desk.screens[0].name)


def _outer(desk: Desk) -> str:
    """The screen that is most likely the projector."""
    external = [screen for screen in desk.screens if not screen.is_builtin]
    candidates = external or list(desk.screens)
    second = [screen for screen in candidates if not screen.is_primary]
    return (second or candidates)[0].name


def _inner(desk: Desk, audience: str) -> str:
    """The screen that is most likely before the presenter."""
    others = [screen for screen in desk.screens if screen.name != audience]
    others.sort(key=lambda screen: (not screen.is_builtin, not screen.is_primary))
    return others[0].name
