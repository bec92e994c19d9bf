"""The command: opens a deck in a window, or runs one of the verbs.

Nothing but what the chosen way needs is imported. Opening a window matters most: the deck is
read by a child process while Qt is still being imported.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import Cancelled, Exit, ReaderError, ScreenError

if TYPE_CHECKING:
    from reader.core.wishes import Wishes
    from reader.verbs.preflight import Eyes

_VERBS = frozenset(
    (
        *("check", "bundle", "verify", "inspect", "unbundle", "sign", "diff"),
        *("preflight", "runs", "keys", "doctor"),
    )
)
_MANY_DIGITS = 10


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if words and words[0] in _VERBS:
            return _run(words[0], words[1:])
        return _open(words)
    except ReaderError as error:
        from reader.terminal import complain

        complain(str(error))
        return error.exit_code
    except (Cancelled, KeyboardInterrupt):
        return Exit.CANCELLED


def _run(verb: str, words: list[str]) -> int:
    """Run one of the verbs, and hand it what only Qt can do where it has a use for that."""
    from reader.verbs import RUN

    if verb == "preflight":
        from reader.verbs.preflight import preflight

        return preflight(words, _open_eyes)
    return RUN[verb](words)


def _open_eyes() -> Eyes:
    """What decodes pictures and sees the screens. Raises ScreenError where Qt is missing."""
    from reader.verbs.preflight import Eyes

    with _needing_qt("pictures cannot be decoded"):
        from reader.gui.rehearsing import prepare, rehearse
        from reader.gui.surroundings import look_around
    prepare()
    return Eyes(rehearse, look_around)


@contextmanager
def _needing_qt(problem: str) -> Iterator[None]:
    """Raises ScreenError, with the remedy, where Qt or what it loads is missing."""
    try:
        yield
    except ImportError as error:
        if not _is_about_qt(error):
            raise
        from reader.core.doctor import remedy

        raise ScreenError(problem, hint=remedy()) from error


def _open(words: list[str]) -> int:
    chosen = _plain(words)
    if chosen is None:
        from reader.verbs.opening import parse_opening

        chosen = parse_opening(words)

    from reader.formats.early import start

    reading = start(chosen.deck, chosen.slide)
    with _needing_qt("a window cannot open"):
        from reader.gui.start import run
    return run(reading, chosen)


def _plain(words: list[str]) -> Wishes | None:
    """What `parse_opening` would say of words that are plainly right, else None.

    argparse takes 6 ms to import, a twentieth of the time to an empty window.
    """
    from reader.core.wishes import Wishes

    deck, slide = None, None
    fills_screen = is_show = False
    rest = iter(words)
    for word in rest:
        if word == "--fullscreen":
            fills_screen = True
        elif word == "--present":
            is_show = True
        elif word == "--slide":
            number = next(rest, "")
            is_plain = number.isascii() and number.isdigit() and len(number) < _MANY_DIGITS
            if not is_plain or not int(number):
                return None
            slide = int(number)
        elif deck is None and word and not word.startswith("-"):
            deck = word
        else:
            return None
    return Wishes(deck, slide, fills_screen, is_show)


def _is_about_qt(error: ImportError) -> bool:
    """Whether Qt, or a system library that it loads, is missing; anything else is a bug."""
    # Where a library is missing, the name is that of the module alone, such as "QtGui".
    names = {*(error.name or "").split("."), *Path(error.path or "").parts}
    return not names.isdisjoint({"PySide6", "shiboken6"})


if __name__ == "__main__":
    sys.exit(main())
