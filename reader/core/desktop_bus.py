"""The few calls that are made to the desktop over D-Bus, none of which waits without an end.

The library does the encoding; its own connection would wait for the bus's first answer for ever.
"""

from __future__ import annotations

import itertools
import os
import selectors
import socket
import time
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from reader.core.holds import Ending

if TYPE_CHECKING:
    from jeepney import Message

ANSWER_SECONDS: Final = 1.0
"""How long a call waits for its answer where nothing else is said."""

_SYSTEM_BUS: Final = "unix:path=/var/run/dbus/system_bus_socket"
_ABSENT: Final = ("ServiceUnknown", "NameHasNoOwner", "Spawn")
_UNKNOWN: Final = ("UnknownMethod", "UnknownInterface", "UnknownObject", "NotSupported")


class NoAnswer(Exception):
    """A service did not do what it was asked; the words go on from its name."""

    def __init__(self, words: str, *, code: str = "") -> None:
        super().__init__(words)
        self.code = code  # the D-Bus name of the error, "" where nothing came back

    @property
    def is_unknown(self) -> bool:
        """Whether the service is there, but knows no such call."""
        return any(part in self.code for part in _UNKNOWN)


class Endpoint(NamedTuple):
    """What a call is made to."""

    service: str
    path: str
    interface: str


_BUS: Final = Endpoint("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")


class Bus:
    """A connection to a message bus, for one thread.

    Owns: its socket; what it was granted through it ends with it.
    """

    def __init__(
        self, address: str, *, with_files: bool = False, seconds: float = ANSWER_SECONDS
    ) -> None:
        """Connect to the bus at an address as D-Bus writes them.

        `with_files`: whether answers may bring open files; `seconds`: how long each of the bus's
        two answers may take. Raises NoAnswer.
        """
        try:
            from jeepney import Parser
        except ImportError as error:
            raise NoAnswer(
                "cannot be asked: the package jeepney is missing (pip install jeepney)"
            ) from error
        self._socket = _connect(address, with_files, seconds)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._socket, selectors.EVENT_READ)
        self._parser = Parser()
        self._serials = itertools.count(1)
        self._signals: deque[Message] = deque(maxlen=100)
        try:
            (self.name,) = self.call(_BUS, "Hello", seconds=seconds)
        except NoAnswer:
            self.close()
            raise

    def __enter__(self) -> Bus:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave the bus, which takes back all that was granted."""
        self._selector.close()
        self._socket.close()

    def call(
        self,
        endpoint: Endpoint,
        method: str,
        signature: str = "",
        *body: object,
        seconds: float = ANSWER_SECONDS,
    ) -> tuple[Any, ...]:
        """Call a method and return what it answers.

        `signature` names the types of `body`. Raises NoAnswer.
        """
        from jeepney import HeaderFields, MessageType

        deadline = time.monotonic() + seconds
        serial = self.tell(endpoint, method, signature, *body)
        while True:
            message = self._receive(deadline)
            if message.header.fields.get(HeaderFields.reply_serial) != serial:
                self._signals.append(message)
            elif message.header.message_type is MessageType.error:
                raise _refusal(message)
            else:
                return tuple(message.body)

    def tell(self, endpoint: Endpoint, method: str, signature: str = "", *body: object) -> int:
        """Call a method without waiting; the number that an answer refers to. Raises NoAnswer."""
        from jeepney import DBusAddress, new_method_call

        service, path, interface = endpoint
        address = DBusAddress(path, service, interface)
        message = new_method_call(address, method, signature or None, body)
        serial = next(self._serials)
        try:
            self._socket.sendall(message.serialise(serial))
        except OSError as error:
            raise NoAnswer("cannot be asked: the message bus is gone") from error
        return serial

    def watch(self, rule: Mapping[str, str]) -> None:
        """Be told of the signals that a rule fits. Raises NoAnswer."""
        words = ",".join(f"{key}='{value}'" for key, value in rule.items())
        self.call(_BUS, "AddMatch", "s", f"type='signal',{words}")

    def watch_owner(self, service: str) -> None:
        """Be told when a service goes, for `wait_for_loss`. Raises NoAnswer."""
        self.watch(
            {
                "sender": _BUS.service,
                "interface": _BUS.interface,
                "member": "NameOwnerChanged",
                "arg0": service,
            }
        )

    def signal(self, path: str, member: str, seconds: float) -> tuple[Any, ...]:
        """What the next signal of that name from that object says. Raises NoAnswer."""
        deadline = time.monotonic() + seconds
        while True:
            message = self._signals.popleft() if self._signals else self._receive(deadline)
            if _field(message, "path") == path and _field(message, "member") == member:
                return tuple(message.body)

    def wait_for_loss(self, service: str, ending: Ending) -> bool:
        """Wait until a watched service or the bus goes, or the ending; whether something went."""
        self._selector.register(ending, selectors.EVENT_READ)
        try:
            while not ending.is_set:
                message = self._signals.popleft() if self._signals else self._receive(None, ending)
                if message is not None and _is_loss(message, service):
                    return True
        except NoAnswer:
            return not ending.is_set
        finally:
            self._selector.unregister(ending)
        return False

    def _receive(self, deadline: float | None, ending: Ending | None = None) -> Any:
        """The next message, or None at the ending. Raises NoAnswer."""
        while True:
            try:
                message = self._parser.get_next_message()
                if message is not None or (ending and ending.is_set):
                    return message
                left = None if deadline is None else max(0.0, deadline - time.monotonic())
                ready = self._selector.select(left)
                if not ready:
                    raise NoAnswer("did not answer in time")
                if any(key.fileobj is self._socket for key, _ in ready):
                    self._read()
            except (OSError, ValueError) as error:
                raise NoAnswer("cannot be asked: the message bus is gone") from error

    def _read(self) -> None:
        from jeepney.fds import FileDescriptor, fds_buf_size

        # Never more than one message: a file belongs to the message that it comes with.
        data, extra, *_ = self._socket.recvmsg(self._parser.bytes_desired(), fds_buf_size())
        files = FileDescriptor.from_ancdata(extra)
        for file in files:
            os.set_inheritable(file.fileno(), False)  # or a browser that we start holds it too
        if not data:
            raise ConnectionResetError
        self._parser.add_data(data, fds=files)


def session_bus(environment: Mapping[str, str] = os.environ) -> str:
    """The address of the desktop's own bus. Raises NoAnswer where there is none."""
    address = environment.get("DBUS_SESSION_BUS_ADDRESS", "")
    if address:
        return address
    run = environment.get("XDG_RUNTIME_DIR", "")
    if run and (Path(run) / "bus").exists():
        return f"unix:path={run}/bus"
    raise NoAnswer("cannot be asked: there is no session bus")


def system_bus(environment: Mapping[str, str] = os.environ) -> str:
    """The address of the bus that all users share."""
    return environment.get("DBUS_SYSTEM_BUS_ADDRESS", "") or _SYSTEM_BUS


def _connect(address: str, with_files: bool, seconds: float) -> socket.socket:
    from jeepney.bus import get_bus
    from jeepney.io.blocking import prep_socket

    try:
        made: socket.socket = prep_socket(get_bus(address), with_files, seconds)
    except TimeoutError as error:
        raise NoAnswer("cannot be asked: the message bus does not answer") from error
    except (OSError, ValueError, RuntimeError) as error:  # as the library raises for an odd address
        raise NoAnswer("cannot be asked: there is no message bus") from error
    made.settimeout(ANSWER_SECONDS)
    return made


def _field(message: Message, name: str) -> Any:
    from jeepney import HeaderFields

    return message.header.fields.get(HeaderFields[name])


def _is_loss(message: Message, service: str) -> bool:
    """Whether a signal says that a service is gone, or that another program took its place."""
    if _field(message, "member") != "NameOwnerChanged" or len(message.body) != 3:
        return False
    name, before, _ = message.body
    return bool(name == service and before)


def _refusal(message: Message) -> NoAnswer:
    code = str(_field(message, "error_name") or "")
    words = str(message.body[0]) if message.body else code
    if any(part in code for part in _ABSENT):
        return NoAnswer("is not there", code=code)
    refusal = NoAnswer(f"refused ({words})", code=code)
    return NoAnswer("cannot do this", code=code) if refusal.is_unknown else refusal
