"""Making a folder so that all of it is there or none, and clearing away what a killed run left."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from reader.core.atomic import folder_made, hidden_beside, settle

_ENDING: Final = ".unpacking"
_DIGITS: Final = 12  # that stand at the end of a hidden name


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """A new folder to be filled, which takes the place of `folder` at the end.

    An empty folder may be there. Raises OSError; nothing is then left, and what was there is.
    """
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - of a link, the place of the link
    with folder_made(folder.parent):
        _clear(folder)
        beside, lock = _made(folder)
        try:
            yield beside
            _flush(beside)
            if sys.platform == "win32" and folder.exists():  # elsewhere the new one replaces it
                folder.rmdir()
            beside.rename(folder)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
        finally:
            if lock is not None:
                os.close(lock)
    settle(folder.parent)


def _flush(folder: Path) -> None:
    """Have all files on disk before the folder gets its name, or a power cut could empty them."""
    if sys.platform == "win32":  # which flushes only what is open for writing
        return
    for where, _, names in os.walk(folder):
        for name in names:
            handle = os.open(Path(where, name), os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        settle(Path(where))


def _made(folder: Path) -> tuple[Path, int | None]:
    """A folder beside, and the lock by which others see that somebody still fills it."""
    while True:
        beside = hidden_beside(folder, _ENDING)
        beside.mkdir()
        lock = _locked(beside)
        if lock is None and sys.platform != "win32":
            continue  # another run took it for one that was left
        return beside, lock


def _clear(folder: Path) -> None:
    """Delete what was left of earlier runs for the same folder that were killed."""
    like = hidden_beside(folder).name[:-_DIGITS]
    form = re.compile(f"{re.escape(like)}[0-9a-f]{{{_DIGITS}}}{re.escape(_ENDING)}")
    with suppress(OSError):
        for found in folder.parent.iterdir():
            if form.fullmatch(found.name) and found.is_dir() and not found.is_symlink():
                lock = _locked(found)
                if lock is not None:
                    shutil.rmtree(found, ignore_errors=True)
                    os.close(lock)


def _locked(folder: Path) -> int | None:
    """A lock on a folder, which ends with its process; None where another has it.

    Windows locks no folders: nothing is cleared away there.
    """
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        handle = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        folder.stat()  # whoever cleared it away a moment ago had the lock
    except (BlockingIOError, FileNotFoundError):
        os.close(handle)
        return None
    return handle
