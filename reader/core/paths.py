"""Which paths a deck may name: files inside its own folder, and nothing else."""

from __future__ import annotations

from pathlib import Path

from reader.errors import Where


def picture_fault(folder: Path, file: str) -> str:
    """Why a picture's path in the deck cannot be used, in one sentence; "" where it can."""
    rule = misplaced(folder.resolve(), "", file)
    if not rule:
        return ""
    from reader.core.problems import problem

    found = problem(rule, Where(Path(file)), words=path_words("deck", file))
    return f"{found.message} ({found.hint})"


def misplaced(real_folder: Path, base: str, file: str) -> str:
    """The rule that a path in a deck breaks, or "".

    `real_folder` is the deck's folder with links resolved, `base` "" or the folder in it from
    which `file` is named.
    """
    if not file.strip():
        return "path.empty"
    if file.startswith("/") or "\\" in file or ":" in file:
        return "path.absolute"  # or an address, or a path that works on Windows alone
    if ".." in file.split("/"):
        return "path.leaves"
    path = real_folder / base / file
    try:
        if not path.is_file():
            return "path.missing"
        return "" if path.resolve().is_relative_to(real_folder) else "path.link"
    except OSError:  # a name longer than the system allows, or a folder that may not be entered
        return "path.missing"


def path_words(base: str, file: str) -> dict[str, object]:
    """The words of the rules about paths, for a path from the folder `base`."""
    return {"file": file, "base": base, "remedy": "put the file there or correct its name"}
