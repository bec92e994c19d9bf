"""`preflight`: whether a deck and this machine are ready for an audience."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TextIO

from reader.errors import Exit, ScreenError
from reader.terminal import say
from reader.verbs.arguments import DECK_HELP, Parser, deck, json_option
from reader.verbs.progress_bar import progress_bar

if TYPE_CHECKING:
    from reader.core.deck import Deck
    from reader.core.picture_checks import Rehearse, Size
    from reader.core.preflight import Finding, Report
    from reader.core.screens import Desk

USUAL_SIZE: Final = (1920, 1080)
"""The pixels of the screen that is taken where there is none, as most projectors have."""

_STDERR: Final = 2
_SIDES: Final = range(320, 16_385)


class Eyes(NamedTuple):
    """What takes Qt, handed in by the command: no verb knows of windows."""

    rehearse: Rehearse
    look_around: Callable[[str], tuple[Desk | None, str | None]]
    """The screens, None without any; and which letters no typeface here has, None if unknown."""


def preflight(words: list[str], open_eyes: Callable[[], Eyes] | None = None) -> int:
    """Try a deck before a show.

    `open_eyes` raises ScreenError where there is no Qt; without it no picture is decoded.
    """
    chosen = _parser().parse_args(words)

    import json

    from reader.core.loading import load
    from reader.core.preflight import report_json, report_lines
    from reader.formats.places import files_at

    files = files_at(Path(chosen.deck))
    report = _Preflight(load(files), chosen.size, open_eyes).report(files.place.name)
    if chosen.json:
        say(json.dumps({"deck": str(files.place), **report_json(report)}, indent=2))
    else:
        say(*report_lines(report))
    return Exit.OK if report.is_green else Exit.FAULTS


def _parser() -> Parser:
    parser = Parser(
        prog="deck-reader preflight",
        description="Tries a deck before a show: decodes every picture for the audience's screen, "
        "proves a bundle, and looks at credits, sources, screens, power and sleep.",
        allow_abbrev=False,
    )
    parser.add_argument("deck", metavar="DECK", type=deck, help=DECK_HELP)
    parser.add_argument(
        "--size",
        metavar="WxH",
        type=_size,
        help="the pixels of the audience's screen, where it is not here yet, such as 3840x2160",
    )
    json_option(parser)
    return parser


def _size(word: str) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{3,5})[x×]([0-9]{3,5})", word, re.ASCII)
    if not found or int(found[1]) not in _SIDES or int(found[2]) not in _SIDES:
        raise argparse.ArgumentTypeError(f"{word!r} is no size of a screen such as 1920x1080")
    return int(found[1]), int(found[2])


@contextmanager
def _codecs_hushed() -> Iterator[None]:
    """Keep libraries that decode from writing to the terminal what the report says in our words.

    They write to the descriptor of standard error; Python goes on with a copy of it.
    """
    ours = sys.stderr
    if ours is None or not _is_descriptor(ours):
        yield
        return
    ours.flush()
    kept = os.dup(_STDERR)
    with Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), _STDERR)
    try:
        with os.fdopen(kept, "w", encoding=ours.encoding, errors=ours.errors) as copy:
            sys.stderr = copy
            try:
                yield
            finally:
                copy.flush()
                os.dup2(kept, _STDERR)
    finally:
        sys.stderr = ours


def _is_descriptor(stream: TextIO) -> bool:
    try:
        return stream.fileno() == _STDERR
    except (OSError, ValueError):
        return False


class _Preflight:
    """One look at a deck and at this machine.

    Owns: what could not be tried.
    """

    def __init__(self, deck: Deck, size: Size | None, open_eyes: Callable[[], Eyes] | None) -> None:
        self._deck = deck
        self._size = size
        self._open_eyes = open_eyes
        self._untried: list[str] = []

    def report(self, name: str) -> Report:
        """All that is found."""
        from reader.formats.inspecting import trusted_keys
        from reader.formats.looking.dry_run import dry_run

        eyes, room = self._eyes()
        if eyes is not None:
            room += self._surroundings(eyes)
        with _codecs_hushed(), progress_bar(name) as told:
            rehearse = eyes.rehearse if eyes is not None else None
            screen = self._size or USUAL_SIZE
            report = dry_run(self._deck, screen, rehearse, trusted=trusted_keys(), told=told)
        return report.with_more([*room, *self._machine()], self._untried)

    def _eyes(self) -> tuple[Eyes | None, list[Finding]]:
        from reader.core.preflight import finding

        try:
            eyes = self._open_eyes() if self._open_eyes is not None else None
        except ScreenError as error:
            self._untried.append("the pictures were not decoded, which takes Qt")
            return None, [finding("window.none", {"found": error.hint or error.message})]
        return eyes, []

    def _surroundings(self, eyes: Eyes) -> Iterator[Finding]:
        """Screens and letters; also settles for how many pixels the pictures are decoded."""
        from reader.core import memory
        from reader.core.deck_checks import judge_letters, letters_of
        from reader.core.room_checks import NO_SCREEN, audience_size, judge_screens, judge_waking
        from reader.core.screens import arrange

        letters = letters_of(self._deck)
        desk, lacking = eyes.look_around("".join(letters))
        if lacking is None:
            self._untried.append("the letters: no typeface could be looked at")
        else:
            yield from judge_letters(letters, lacking)
        if desk is None or not desk.screens:
            self._untried.append(NO_SCREEN)
            return
        from reader.core.wakefulness import try_out

        chosen = memory.load(memory.state_file()).screens.get(desk.key, "")
        arrangement = arrange(desk, chosen, wants_console=True, last_home="")
        self._size = self._size or audience_size(desk, arrangement)
        yield from judge_screens(desk, arrangement)
        yield from judge_waking(try_out())

    def _machine(self) -> Iterator[Finding]:
        from reader.core.memory import state_file
        from reader.core.power_state import on_battery
        from reader.core.room_checks import free_bytes, judge_disk, judge_power

        yield from judge_power(on_battery())
        yield from judge_disk(free_bytes(state_file()))
