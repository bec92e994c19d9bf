"""Reads the deck in a child process while this one imports Qt.

Importing PyYAML and parsing cost about a quarter of the time to an empty window, and a deck of
10,000 slides three times that; both hold Python's global lock. A fork taken before anything
else is loaded costs a millisecond and uses the other core. Where there is no fork the same
messages come from this process.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import signal
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from reader.formats.opening import Message

_SIZE_BYTES = 8
_GO_ON = b"."
_LAST = ("problems", "error")
_CUT_SHORT = (
    "error",
    "the deck cannot be read: the process that reads it ended too early",
    "start the program again; the machine may be short of memory",
    None,
)


def start(deck: str | None, slide: int | None) -> Iterator[Message]:
    """Begin opening a deck; the messages of `reader.formats.opening`, "memory" always the first.

    Must be called before any thread is started. What follows the first part of the deck is read
    once it is asked for, so that it does not compete with the window for the machine.
    """
    if sys.platform == "win32" or not hasattr(os, "fork"):
        from reader.formats.opening import messages

        return messages(deck, slide)
    reading, writing = os.pipe()
    wishes, wishing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.close(wishing)
        _send_all(writing, wishes, deck, slide)
    os.close(writing)
    os.close(wishes)
    return _receive(os.fdopen(reading, "rb"), wishing, child)


def _send_all(pipe: int, wishes: int, deck: str | None, slide: int | None) -> None:
    """Write every message to the pipe and end the process: the life of the child."""
    try:
        with os.fdopen(pipe, "wb") as file:
            try:
                from reader.formats.opening import messages  # here, so that only the child waits

                for message in messages(deck, slide):
                    _send(file, message)
                    if message[0] == "reading" and os.read(wishes, 1) != _GO_ON:
                        break
            except Exception as error:  # the edge of a process: a bug here must not be silent
                words = f"the deck cannot be read: {type(error).__name__}: {error}"
                _send(file, ("error", words, "this is a fault of the program", None))
    except BrokenPipeError:
        pass  # the window is gone, and with it the wish to read
    finally:
        os._exit(0)


def _send(file: BinaryIO, message: Message) -> None:
    frame = marshal.dumps(message)
    file.write(len(frame).to_bytes(_SIZE_BYTES, "little"))
    file.write(frame)
    file.flush()


def _receive(file: BinaryIO, wishing: int, child: int) -> Iterator[Message]:
    last = ""
    try:
        with file:
            while last not in _LAST:
                message = _next(file)
                if not last and message[0] != "memory":
                    yield "memory", {}, {}, ()
                last = message[0]
                yield message
                if last == "reading":
                    with contextlib.suppress(BrokenPipeError):
                        os.write(wishing, _GO_ON)
    finally:
        os.close(wishing)
        # Where the program's children are not waited for by its own starter's wish, it is gone.
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(child, signal.SIGTERM)  # it may still be judging a long deck
            os.waitpid(child, 0)


def _next(file: BinaryIO) -> Message:
    header = file.read(_SIZE_BYTES)
    size = int.from_bytes(header, "little")
    frame = file.read(size)
    if len(header) < _SIZE_BYTES or len(frame) < size:
        return _CUT_SHORT
    message: Message = marshal.loads(frame)
    return message
