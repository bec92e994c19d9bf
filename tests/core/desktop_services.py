"""A private message bus, and the services of a desktop on it as far as they keep it awake.

They take note of who holds what, and of clients that leave without a word, as the real ones do.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

LIMIT_SECONDS = 10.0
PORTAL = "org.freedesktop.portal.Desktop"
SAVER = "org.freedesktop.ScreenSaver"
LOGIN = "org.freedesktop.login1"

_CONFIGURATION = """
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


def wait_for(question: Callable[[], object], what: str) -> None:
    """Ask until the answer is true."""
    deadline = time.monotonic() + LIMIT_SECONDS
    while not question():
        assert time.monotonic() < deadline, f"still not: {what}"
        time.sleep(0.01)


@contextmanager
def private_bus(folder: Path) -> Iterator[dict[str, str]]:
    """A bus with nobody on it, as the environment that leads to it and to no other."""
    if not shutil.which("dbus-daemon"):
        pytest.skip("there is no dbus-daemon: run `python -m reader.dev setup` once")
    socket = folder / "bus"
    configuration = folder / "bus.conf"
    configuration.write_text(_CONFIGURATION.format(socket=socket), encoding="utf-8")
    daemon = subprocess.Popen(
        ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--nopidfile"],
        stderr=subprocess.DEVNULL,
    )
    wait_for(socket.exists, "a message bus")
    address = f"unix:path={socket}"
    yield {
        "DBUS_SESSION_BUS_ADDRESS": address,
        "DBUS_SYSTEM_BUS_ADDRESS": address,
        "XDG_RUNTIME_DIR": str(folder),
    }
    daemon.kill()
    daemon.wait()


class Service:
    """One service of a desktop, answered for by a thread of its own.

    Owns: the name on the bus, and the list of who holds what.
    """

    name = ""

    def __init__(
        self, environment: dict[str, str], is_mute: bool = False, is_asleep: bool = False
    ) -> None:
        self.held: dict[str, str] = {}  # what was granted, and the client that it was granted to
        self.asked: list[tuple[Any, ...]] = []
        self._is_mute = is_mute
        self.is_asleep = threading.Event()  # what comes meanwhile is answered when it wakes
        if is_asleep:
            self.is_asleep.set()
        self._is_over = False
        self._bus: DBusConnection = open_dbus_connection(
            environment["DBUS_SESSION_BUS_ADDRESS"], enable_fds=True
        )
        rule = MatchRule(type="signal", interface="org.freedesktop.DBus", member="NameOwnerChanged")
        for message in (message_bus.AddMatch(rule), message_bus.RequestName(self.name, 4)):
            self._bus.send_and_get_reply(message, timeout=LIMIT_SECONDS)
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def stop(self) -> None:
        """Leave the bus, as a service that crashes does."""
        self._is_over = True
        self._thread.join()
        self._bus.close()

    def _serve(self) -> None:
        while not self._is_over:
            if self.is_asleep.is_set():
                time.sleep(0.01)
                continue
            self.look()
            try:
                message = self._bus.receive(timeout=0.02)
            except TimeoutError:
                continue
            kind, member = message.header.message_type, message.header.fields.get(3)
            if kind is MessageType.signal and member == "NameOwnerChanged":
                gone = message.body[0] if not message.body[2] else ""
                self.held = {key: who for key, who in self.held.items() if who != gone}
            elif kind is MessageType.method_call and not self._is_mute:
                self.asked.append((member, *message.body))
                self.answer(message, member, message.header.fields[HeaderFields.sender])

    def look(self) -> None:
        """Called now and then."""

    def answer(self, message: Message, member: str, sender: str) -> None:
        raise NotImplementedError

    def send(self, message: Message, signature: str = "", body: tuple[Any, ...] = ()) -> None:
        self._bus.send(new_method_return(message, signature or None, body))

    def refuse(self, message: Message, code: str) -> None:
        self._bus.send(new_error(message, code, "s", ("no",)))


class Portal(Service):
    """The desktop portal; `response` is what comes of a request, None for no word about it.

    Requests for more than is `supported` fail.
    """

    name = PORTAL

    def __init__(
        self,
        environment: dict[str, str],
        response: int | None = 0,
        supported: int = 15,
        **more: Any,
    ) -> None:
        self.response = response
        self.supported = supported
        self.settings: dict[tuple[str, str], tuple[str, Any]] = {}
        super().__init__(environment, **more)

    def answer(self, message: Message, member: str, sender: str) -> None:
        if member == "Inhibit":
            token = message.body[2]["handle_token"][1]
            path = f"/org/freedesktop/portal/desktop/request/{sender[1:].replace('.', '_')}/{token}"
            self.send(message, "o", (path,))
            response = 2 if message.body[1] & ~self.supported else self.response
            if response == 0:
                self.held[path] = sender
            if response is not None:
                source = DBusAddress(path, interface="org.freedesktop.portal.Request")
                self._bus.send(new_signal(source, "Response", "ua{sv}", (response, {})))
        elif member == "Close":
            self.held.pop(message.header.fields[HeaderFields.path], None)
            self.send(message)
        elif member == "Read" and message.body in self.settings:
            self.send(message, "v", (("v", self.settings[message.body]),))
        else:
            self.refuse(message, "org.freedesktop.portal.Error.NotFound")


class Saver(Service):
    """The screen saver service, at one of its two paths."""

    name = SAVER

    def __init__(
        self, environment: dict[str, str], path: str = "/org/freedesktop/ScreenSaver", **more: Any
    ) -> None:
        self.path = path
        super().__init__(environment, **more)

    def answer(self, message: Message, member: str, sender: str) -> None:
        if message.header.fields[HeaderFields.path] != self.path:
            self.refuse(message, "org.freedesktop.DBus.Error.UnknownObject")
        elif member == "Inhibit":
            cookie = 1000 + len(self.asked)
            self.held[str(cookie)] = sender
            self.send(message, "u", (cookie,))
        elif member == "UnInhibit":
            self.held.pop(str(message.body[0]), None)
            self.send(message)
        else:
            self.refuse(message, "org.freedesktop.DBus.Error.UnknownMethod")


class Login(Service):
    """login1, which notes when a client closes the file that it was given."""

    name = LOGIN

    def __init__(self, environment: dict[str, str], refused: str = "", **more: Any) -> None:
        self.refused = refused  # what it does not let anybody block
        self.files: dict[str, int] = {}
        super().__init__(environment, **more)

    def answer(self, message: Message, member: str, sender: str) -> None:
        if self.refused and self.refused in message.body[0]:
            return self.refuse(message, "org.freedesktop.DBus.Error.AccessDenied")
        ours, theirs = os.pipe()
        os.set_blocking(ours, False)
        key = f"file {len(self.asked)}"
        self.held[key], self.files[key] = "whoever has the file", ours
        self.send(message, "h", (theirs,))
        return os.close(theirs)

    def look(self) -> None:
        for key, file in list(self.files.items()):
            try:
                os.read(file, 1)
            except BlockingIOError:
                continue  # somebody has the other end open
            os.close(self.files.pop(key))
            del self.held[key]

    def stop(self) -> None:
        super().stop()
        for file in self.files.values():
            os.close(file)
