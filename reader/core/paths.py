"""Which paths a deck may name: files inside its own folder, and nothing else."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Final

from reader.core.files import Files
from reader.errors import Where

DECK_FILE: Final = "slides/deck.yaml"
"""The file that makes a folder a deck."""


def picture_fault(files: Files, file: str) -> str:
    """Why a picture's path in the deck cannot be used, in one sentence; "" where it can."""
    rule = misplaced(files, "", file)
    if not rule:
        return ""
    if rule == "path.missing" and name_in("", file) in (files.digests or ()):
        return f"'{file}' is missing from the bundle"
    from reader.core.problems import problem

    found = problem(rule, Where(Path(file)), words=path_words("deck", file))
    return f"{found.message} ({found.hint})"


def name_in(base: str, file: str) -> str:
    """The name in the deck of a file that is named from the folder `base`."""
    return PurePosixPath(base, file).as_posix()


def misplaced(files: Files, base: str, file: str) -> str:
    """The rule that a path in a deck breaks, or "".

    `base` is "" or the folder in the deck from which `file` is named.
    """
    if not file.strip():
        return "path.empty"
    if file.startswith("/") or "\\" in file or ":" in file:
        return "path.absolute"  # or an address, or a path that works on Windows alone
    if ".." in file.split("/"):
        return "path.leaves"
    name = name_in(base, file)
    try:
        if not files.has(name):
            return "path.missing"
        return "path.link" if files.leads_out(name) else ""
    except OSError:  # a name longer than the system allows, or a folder that may not be entered
        return "path.missing"


def path_words(base: str, file: str) -> dict[str, object]:
    """The words of the rules about paths, for a path from the folder `base`."""
    return {"file": file, "base": base, "remedy": "put the file there or correct its name"}
