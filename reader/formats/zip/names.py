"""The names of the files in a ZIP: which of them no system may be asked to write, and why.

A name must mean the same on every system, and nothing outside the folder that a ZIP is unpacked
into. What only some systems cannot write is told as a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from reader.core import limits
from reader.errors import BundleError

PLAIN: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-/"
"""Characters of which no name is at fault, but for its dots and slashes and what it spells."""

_DEVICES: Final = frozenset(
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"]
    + [f"{port}{digit}" for port in ("COM", "LPT") for digit in "123456789¹²³"]
)
_HIDDEN: Final = frozenset(
    # Controls, then marks that take no room, turn the direction of writing, or break the line.
    chr(code)
    for first, after in (
        (0x00, 0x20),
        (0x7F, 0xA0),
        (0x61C, 0x61D),
        (0x200B, 0x200C),
        (0x200E, 0x2010),
        (0x2028, 0x202F),
        (0x2066, 0x206A),
        (0xFEFF, 0xFF00),
    )
    for code in range(first, after)
)
_SHOWN_BYTES: Final = 100  # of a name that is no text
_NOT_ON_WINDOWS: Final = frozenset('<>"|?*')

Note = Callable[..., None]
"""Takes down a finding: the rule, the file's name, and the words that the rule asks for."""


def shown(raw: bytes) -> str:
    """A name as a person may be shown it, whatever its bytes are; cut where it is too long."""
    most = limits.ZIP_NAME_BYTES
    text = raw[:most].decode("utf-8", "replace")
    if "\ufffd" in text:
        most = _SHOWN_BYTES  # to show many bytes that are no text takes long
        text = raw[:most].decode("utf-8", "backslashreplace")
    if not _HIDDEN.isdisjoint(text):
        text = "".join(ascii(c)[1:-1] if c in _HIDDEN else c for c in text)
    return (f"{text}…" if len(raw) > most else text) or "(no name)"


def name_faults(name: str) -> Iterator[str]:
    """The rules that a name breaks by itself; a folder's name ends with `/`."""
    parts = name.removesuffix("/").split("/")
    if not name.isascii() or name.encode().translate(None, PLAIN):
        yield from _character_faults(name)
    if name.startswith("/"):
        yield "name.absolute"
    if name.startswith("~"):
        yield "name.home"
    if "" in parts:
        yield "name.empty"
    if "." in parts or ".." in parts:
        yield "name.leaves"
    if any(part[-1:] in (".", " ") and part not in (".", "..") for part in parts):
        yield "name.trailing"
    if any(_is_device(part) for part in parts):
        yield "name.reserved"
    if len(name) * 4 > limits.ZIP_PART_BYTES and _is_long(name, parts):
        yield "name.long"


def _character_faults(name: str) -> Iterator[str]:
    found = set(name)
    if found & _HIDDEN:
        yield "name.control"
    if "\\" in found:
        yield "name.backslash"
    if ":" in found:
        yield "name.drive"
    if found & _NOT_ON_WINDOWS:
        yield "name.windows"


def _is_device(part: str) -> bool:
    return part.partition(".")[0].rstrip(" ").upper() in _DEVICES


def _is_long(name: str, parts: list[str]) -> bool:
    return len(name.encode()) > limits.ZIP_NAME_BYTES or any(
        len(part.encode()) > limits.ZIP_PART_BYTES for part in parts
    )


def sameness(name: str) -> str:
    """What two names share that are one on a system that minds neither case nor composition."""
    if name.isascii():
        return name.lower()
    from unicodedata import normalize

    return normalize("NFD", normalize("NFD", name).casefold())


class Names:
    """Gathers the names in one ZIP and tells which of them cannot stand beside each other."""

    def __init__(self, note: Note) -> None:
        self._note = note
        self._files: dict[str, str] = {}  # by what is the same for some system
        self._folders: dict[str, str] = {}
        self._known: set[str] = set()  # folders just as they are written
        self._tops: dict[str, None] = {}

    @property
    def top(self) -> str:
        """The one folder that all lies in; "" where there is none, or more than one."""
        return next(iter(self._tops)) if len(self._tops) == 1 else ""

    def faults(self, name: str) -> list[str]:
        """The rules that a name breaks by itself, sooner where its folder was seen to be sound."""
        folder, _, file = name.rpartition("/")
        if folder not in self._known or file[:1] == "~":
            return list(name_faults(name))
        found = list(name_faults(file)) if file else []
        if len(name) * 4 > limits.ZIP_NAME_BYTES < len(name.encode()) and "name.long" not in found:
            found.append("name.long")
        return found

    def add(self, name: str) -> None:
        """Take in a name that is sound by itself. Raises BundleError at too many folders."""
        folder, _, file = name.rpartition("/")
        if folder and folder not in self._known:
            self._add_folder(folder)
        if not file:
            return
        if not folder:
            self._note("name.top", name)
        key = sameness(name)
        first = self._files.setdefault(key, name)
        if first is not name:
            self._collide(first, name)

    def _collide(self, first: str, name: str) -> None:
        if first == name:
            self._note("name.twice", name)
            return
        self._note("name.same", first, other=name)
        self._note("name.same", name, other=first)

    def _add_folder(self, folder: str) -> None:
        self._tops[folder.partition("/")[0]] = None
        while folder and folder not in self._known:
            if len(self._known) >= limits.ZIP_FOLDERS:
                raise BundleError(
                    f"the ZIP holds more than {limits.ZIP_FOLDERS:,} folders; it is not read"
                )
            self._known.add(folder)
            first = self._folders.setdefault(sameness(folder), folder)
            if first != folder:
                self._note("name.same", f"{folder}/", other=f"{first}/")
            folder = folder.rpartition("/")[0]

    def check_whole(self) -> None:
        """Tell of files that bear the name of a folder, and of what lies at the top."""
        for key in self._files.keys() & self._folders.keys():
            self._note("name.clash", self._files[key])
        if len(self._tops) > 1:
            self._note("zip.top", found=f"{len(self._tops):,} folders")
        elif not self._tops:
            self._note("zip.top", found="no folder")
