"""Writing a file so that the old one or the new one is there, never half of either."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

_FOR_ALL: Final = 0o666  # less what the user's umask takes away
_FOR_ME: Final = 0o600
_LINKED: Final = "/proc/self/fd"
_START_BYTES: Final = 200  # of a name, so that a longer one can be written too


@contextmanager
def written(path: Path, mode: int = _FOR_ALL) -> Iterator[BinaryIO]:
    """Open a new file, to write and read, that takes the place of `path` at the end.

    A link stays one, and its target is replaced. Where the system can, the new file has no name
    until then, so that nothing is left of it even if the program is killed.
    Raises OSError, also for what is no file, such as a device; what was at `path` is then
    untouched and nothing is left beside it.
    """
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():
        raise OSError(errno.EEXIST, "something that is not a file is there already", str(path))
    with folder_made(path.parent), _replacing(path, mode) as file:
        yield file
    settle(path.parent)


@contextmanager
def _replacing(path: Path, mode: int) -> Iterator[BinaryIO]:
    beside = hidden_beside(path)
    handle = _nameless(path.parent, mode)
    has_name = handle is None
    if handle is None:
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        handle = os.open(beside, flags, mode)
    try:
        with open(handle, "w+b", buffering=0) as file:  # noqa: PTH123 - it may have no path
            with suppress(OSError, AttributeError):  # as it was; Windows has no such modes
                os.fchmod(handle, path.stat().st_mode & 0o777)
            yield file
            os.fsync(handle)
            is_there = not has_name and _name(handle, path)
            if not has_name and not is_there:
                has_name = True
                _name(handle, beside)
        if not is_there:
            beside.replace(path)
    except BaseException:
        if has_name:
            beside.unlink(missing_ok=True)
        raise


def hidden_beside(path: Path, ending: str = "") -> Path:
    """A new name in the same folder, for what is not ready to be seen."""
    start = os.fsencode(path.name)[:_START_BYTES].decode(errors="ignore")
    return path.with_name(f".{start}.{os.urandom(6).hex()}{ending}")


@contextmanager
def folder_made(path: Path) -> Iterator[None]:
    """Have a folder there for a piece of work, which is gone again where that fails.

    Raises OSError.
    """
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    path.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for folder in missing:
            with suppress(OSError):  # as others may use it by now
                folder.rmdir()
        raise


def write_text(path: Path, text: str) -> None:
    """Write `text` in the place of `path`, readable by its owner alone; as `written` does it."""
    with written(path, _FOR_ME) as file:
        data = memoryview(text.encode())
        while data:
            data = data[file.write(data) :]


def _nameless(folder: Path, mode: int) -> int | None:
    """A file without a name, or None where the system or this disk has no such thing."""
    if sys.platform != "linux" or not Path(_LINKED).is_dir():
        return None
    with suppress(OSError):  # as on FAT, NFS and overlays of old
        return os.open(folder, os.O_RDWR | os.O_TMPFILE, mode)
    return None


def _name(handle: int, path: Path) -> bool:
    """Give a nameless file a name; False where something has that already."""
    try:
        # WORKAROUND https://github.com/python/cpython/issues/81793: with no descriptor of a
        # folder, though none is needed, Python does not follow the link.
        os.link(f"{_LINKED}/{handle}", path, src_dir_fd=handle)
    except FileExistsError:
        return False
    return True


def settle(folder: Path) -> None:
    """Have the new names in a folder on disk too, or a power cut could bring the old ones back."""
    if sys.platform == "win32":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
