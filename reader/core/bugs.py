"""What happens to a fault of the program itself: written down, and told in one sentence."""

from __future__ import annotations

import traceback
from pathlib import Path

MOST_BYTES = 256 * 1024  # an older log than this is begun anew


def log_file() -> Path:
    """Where faults are written down, by the conventions of the system."""
    from platformdirs import user_log_path

    return user_log_path("deck-reader", appauthor=False) / "faults.log"


def record(error: BaseException, path: Path | None = None) -> str:
    """Add an error and its traceback to the log; the sentence to say. Never raises."""
    path = path or log_file()
    words = f"a fault in the program: {type(error).__name__}: {error}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        is_full = path.exists() and path.stat().st_size > MOST_BYTES
        with path.open("w" if is_full else "a", encoding="utf-8") as file:
            file.write("".join(traceback.format_exception(error)) + "\n")
    except OSError:
        return words
    return f"{words} (please report it; the details are in {path})"
