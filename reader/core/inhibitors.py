"""Keeping a desktop of the freedesktop kind awake: the portal, the screen saver service, login1.

Where it is login1, which knows nothing of screens, the X server's own screen saver is suspended
beside it. Each takes a connection of its own, closed where nothing came of it, so that a service
which grants too late grants it to nobody.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final

from reader.core.desktop_bus import Bus, Endpoint, NoAnswer, session_bus, system_bus
from reader.core.holds import Ending, Hold, Refused, Waking, Way
from reader.core.x_saver import XSaver, is_on_x11

PORTAL_SECONDS: Final = 2.0
"""How long the portal may take: it may have to be started, and it asks another program."""

_PORTAL: Final = Endpoint(
    "org.freedesktop.portal.Desktop",
    "/org/freedesktop/portal/desktop",
    "org.freedesktop.portal.Inhibit",
)
_REQUEST: Final = "org.freedesktop.portal.Request"
_SUSPEND, _IDLE = 4, 8
_REASON_LENGTH: Final = 256  # the portal refuses longer ones

_SAVER: Final = "org.freedesktop.ScreenSaver"
_SAVER_PATHS: Final = ("/org/freedesktop/ScreenSaver", "/ScreenSaver")

_LOGIN: Final = Endpoint(
    "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager"
)
_NAME: Final = "Deck Reader"

_Kind = Callable[[str, Mapping[str, str]], Hold]


class PortalHold:
    """A request that the desktop portal has granted.

    Owns: the connection and the request made through it.
    """

    state = Waking("through the desktop portal", stops_sleep=True, stops_saver=True)

    def __init__(self, why: str, environment: Mapping[str, str]) -> None:
        self._bus = Bus(session_bus(environment))
        sender = self._bus.name.removeprefix(":").replace(".", "_")
        requests = f"{_PORTAL.path}/request/{sender}"
        try:
            self._bus.watch_owner(_PORTAL.service)
            self._bus.watch({"interface": _REQUEST, "path_namespace": requests})
            # GTK's part of the portal fails for more than idleness where it asks a screen saver.
            for flags in (_SUSPEND | _IDLE, _IDLE):
                token = f"deck_reader_{flags}"
                self._request = Endpoint(_PORTAL.service, f"{requests}/{token}", _REQUEST)
                if self._is_granted(flags, token, why):
                    return
            raise NoAnswer("could not get it from the desktop")
        except NoAnswer:
            self._bus.close()
            raise

    def _is_granted(self, flags: int, token: str, why: str) -> bool:
        """Make a request, and withdraw it where nothing comes of it. Raises NoAnswer."""
        options = {"handle_token": ("s", token), "reason": ("s", why[:_REASON_LENGTH])}
        response = -1
        try:
            wanted = ("", flags, options)
            self._bus.call(_PORTAL, "Inhibit", "sua{sv}", *wanted, seconds=PORTAL_SECONDS)
            # The call itself succeeds even where the desktop behind the portal fails or may not.
            response, _ = self._bus.signal(self._request.path, "Response", PORTAL_SECONDS)
        finally:
            if response:
                with suppress(NoAnswer):
                    self._bus.tell(self._request, "Close")  # which one that is late reads in time
        return not response

    def wait(self, ending: Ending) -> bool:
        return self._bus.wait_for_loss(_PORTAL.service, ending)

    def let_go(self) -> None:
        _give_back(self._bus, self._request, "Close")


class SaverHold:
    """A cookie of the screen saver service.

    Owns: the connection and the cookie that was given to it.
    """

    state = Waking("through the screen saver service", stops_sleep=True, stops_saver=True)

    def __init__(self, why: str, environment: Mapping[str, str]) -> None:
        self._bus = Bus(session_bus(environment))
        try:
            self._bus.watch_owner(_SAVER)
            self._endpoint, self._cookie = self._take(why)
        except NoAnswer:
            self._bus.close()
            raise

    def _take(self, why: str) -> tuple[Endpoint, int]:
        first, second = (Endpoint(_SAVER, path, _SAVER) for path in _SAVER_PATHS)
        try:
            return first, self._bus.call(first, "Inhibit", "ss", _NAME, why)[0]
        except NoAnswer as error:
            if not error.is_unknown:
                raise
        return second, self._bus.call(second, "Inhibit", "ss", _NAME, why)[0]

    def wait(self, ending: Ending) -> bool:
        return self._bus.wait_for_loss(_SAVER, ending)

    def let_go(self) -> None:
        _give_back(self._bus, self._endpoint, "UnInhibit", "u", self._cookie)


class LoginHold:
    """An open file of login1, which blocks sleep until it is closed.

    Owns: the file, and the X server's screen saver where there is one and it can be had.
    """

    def __init__(self, why: str, environment: Mapping[str, str]) -> None:
        with Bus(system_bus(environment), with_files=True) as bus:
            try:
                file = self._take(bus, "idle:sleep", why)
            except NoAnswer as error:
                if not error.code:
                    raise
                file = self._take(bus, "idle", why)  # anybody may, also from afar
            self._file: int = file.to_raw_fd()
        self._saver = None
        if is_on_x11(environment):
            with suppress(Refused):
                self._saver = XSaver(environment["DISPLAY"])

    @property
    def state(self) -> Waking:
        if self._saver:
            return Waking("through login1 and the X server", stops_sleep=True, stops_saver=True)
        lacking = "which does not know of the screen saver: turn that off yourself"
        return Waking(f"through login1, {lacking}", stops_sleep=True)

    def _take(self, bus: Bus, what: str, why: str) -> Any:
        return bus.call(_LOGIN, "Inhibit", "ssss", what, _NAME, why, "block")[0]

    def wait(self, ending: Ending) -> bool:
        ending.wait()  # login1 keeps its promises when it is started again
        return False

    def let_go(self) -> None:
        if self._saver:
            self._saver.close()
        os.close(self._file)


class XHold:
    """The X server's screen saver, suspended on a desktop that has nothing else to ask.

    Owns: the connection to the X server.
    """

    state = Waking(
        "through the X server, which does not know of sleep: turn that off yourself",
        stops_saver=True,
    )

    def __init__(self, why: str, environment: Mapping[str, str]) -> None:
        self._saver = XSaver(environment["DISPLAY"])

    def wait(self, ending: Ending) -> bool:
        ending.wait()  # without this server there is no show
        return False

    def let_go(self) -> None:
        self._saver.close()


def _give_back(bus: Bus, endpoint: Endpoint, method: str, signature: str = "", *body: int) -> None:
    """Say so, as not every service notices at once that a connection is closed; then close it."""
    with suppress(NoAnswer):  # it is gone, or hangs, and the closed connection has to say it
        bus.call(endpoint, method, signature, *body)
    bus.close()


def freedesktop_ways(environment: Mapping[str, str] = os.environ) -> tuple[Way, ...]:
    """The ways to stay awake, the one that covers most first; exactly one is to be taken.

    The portal and the screen saver service keep the session from being idle, and with it from
    sleep; login1 does not know of a screen saver, nor the X server of sleep.
    """
    kinds: dict[str, _Kind] = {
        "the desktop portal": PortalHold,
        "the screen saver service": SaverHold,
        "login1": LoginHold,
    }
    if is_on_x11(environment):
        kinds["the X server"] = XHold
    return tuple(_way(name, kind, environment) for name, kind in kinds.items())


def _way(name: str, kind: _Kind, environment: Mapping[str, str]) -> Way:
    def take(why: str, ending: Ending) -> Hold:
        try:
            return kind(why, environment)
        except NoAnswer as error:
            raise Refused(f"{name} {error}") from error

    return take
