"""What can go wrong in words a person can act on, and the exit code each kind earns."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple


class Exit(IntEnum):
    """Exit codes of the command."""

    OK = 0
    FAULTS = 1  # what was looked at has faults
    USAGE = 2
    UNREADABLE = 3  # cannot be read or written
    CANCELLED = 130


class Where(NamedTuple):
    """A place in a file; lines and columns count from 1, and None means the whole file."""

    file: Path
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        parts = [str(self.file), self.line, self.column]
        return ":".join(str(part) for part in parts if part is not None)


class ReaderError(Exception):
    """An expected failure: what happened, where, and how to mend it."""

    exit_code = Exit.UNREADABLE

    def __init__(self, message: str, *, hint: str = "", where: Where | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.where = where

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        remedy = f" ({self.hint})" if self.hint else ""
        return f"{place}{self.message}{remedy}"


class Cancelled(Exception):
    """A person ended a piece of work; never shown, and nothing of it is left behind."""


class DeckError(ReaderError):
    """A deck cannot be opened at all."""


class BundleError(ReaderError):
    """A bundle or a bag cannot be read, written or signed."""


class RefusedError(BundleError):
    """A deck is not bundled, because of what is wrong with it: `problems`, a sentence each."""

    exit_code = Exit.FAULTS

    def __init__(self, message: str, problems: Sequence[str], *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.problems = tuple(problems)


class ImageError(ReaderError):
    """A picture cannot be shown."""


class SettingsError(ReaderError):
    """Settings or remembered state cannot be read or written."""


class ScreenError(ReaderError):
    """A window cannot open on this machine."""
