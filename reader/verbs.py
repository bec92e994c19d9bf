"""The verbs of the command, and what its words may be.

All that takes `argparse` is here, which opening a window can do without.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from reader import __version__
from reader.errors import Exit, ReaderError, Where
from reader.terminal import complain, say

if TYPE_CHECKING:
    from reader.core.doctor import Command, Report
    from reader.core.problems import Problem

_MORE_HELP = """\
other commands:
  deck-reader check DECK     say what is wrong with a deck
  deck-reader keys           list every key
  deck-reader doctor         say what a window needs and this system lacks

`deck-reader VERB --help` tells more. A folder named like a verb is opened as ./check.

exit codes: 0 fine, 1 what was looked at has faults, 2 wrong usage,
3 cannot be read or shown, 130 cancelled
"""
_DECK_HELP = "a folder, its deck.yaml, or any file in it"


def parse_opening(words: list[str]) -> tuple[str | None, int | None, bool]:
    """What to open, at which slide, and whether in full screen; ends the program on others."""
    parser = _Parser(
        prog="deck-reader",
        description="Shows a deck of pictures in a window: to read, or to present.",
        epilog=_MORE_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "deck", metavar="DECK", nargs="?", type=_deck, help=f"{_DECK_HELP}; none: our own"
    )
    parser.add_argument("--slide", metavar="N", type=_slide, help="begin at slide N, from 1")
    parser.add_argument("--fullscreen", action="store_true", help="fill the screen from the start")
    parser.add_argument("--version", action="version", version=f"Deck Reader {__version__}")
    chosen = parser.parse_args(words)
    return chosen.deck, chosen.slide, chosen.fullscreen


def _deck(word: str) -> str:
    if not word:
        raise argparse.ArgumentTypeError("DECK is empty; leave it out to open our own deck")
    return word


def _slide(word: str) -> int:
    if not word.isascii() or not word.isdigit() or int(word) < 1:
        raise argparse.ArgumentTypeError(f"slides count from 1, so not {word!r}")
    return int(word)


def _check(words: list[str]) -> int:
    parser = _Parser(
        prog="deck-reader check",
        description="Says what is wrong with a deck, one problem a line, and how to mend it.",
        allow_abbrev=False,
    )
    parser.add_argument("deck", metavar="DECK", type=_deck, help=_DECK_HELP)
    parser.add_argument("--json", action="store_true", help="print a report for programs")
    parser.add_argument("--strict", action="store_true", help="warnings are faults too")
    chosen = parser.parse_args(words)

    import json

    from reader.core.check import check, report_json
    from reader.core.problems import Severity
    from reader.formats.places import files_at

    files = files_at(Path(chosen.deck))
    problems = check(files)
    count = sum(name.endswith(".yaml") for name in files.names("slides"))
    if chosen.json:
        report = {"deck": str(files.place), "files": count, **report_json(problems)}
        say(json.dumps(report, indent=2))
    else:
        say(*_problem_lines(problems, files.path_of("")), _summary(problems, count))
    counted = set(Severity) if chosen.strict else {Severity.ERROR}
    return Exit.FAULTS if any(found.severity in counted for found in problems) else Exit.OK


def _problem_lines(problems: Sequence[Problem], place: Path) -> list[str]:
    """A line for each, its place written so that it can be opened from where the person is."""
    from dataclasses import replace

    here = Path.cwd()
    base = place.relative_to(here) if place.is_relative_to(here) else place
    return [str(replace(found, where=_below(base, found.where))) for found in problems]


def _below(base: Path, where: Where) -> Where:
    return Where(base / where.file, where.line, where.column)


def _summary(problems: Iterable[Problem], files: int) -> str:
    from reader.core.problems import Severity

    found = [problem.severity for problem in problems]
    counts = [_count(found.count(kind), kind.value) for kind in Severity if kind in found]
    return f"{', '.join(counts) or 'No problems'} in {_count(files, 'file')}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _keys(words: list[str]) -> int:
    parser = _Parser(prog="deck-reader keys", description="Lists every key, by menu.")
    parser.parse_args(words)

    import shutil

    from reader.core.commands import COMMANDS
    from reader.core.keys import key_lines, key_table

    say(*key_lines(key_table(COMMANDS), shutil.get_terminal_size().columns))
    return Exit.OK


def _doctor(words: list[str]) -> int:
    parser = _Parser(
        prog="deck-reader doctor",
        description="Says what a window needs from this system, what is missing, and the "
        "command that installs it.",
        allow_abbrev=False,
    )
    parser.add_argument("--fix", action="store_true", help="run that command")
    chosen = parser.parse_args(words)

    from reader.core.doctor import examine

    report = examine()
    if chosen.fix and report.commands:
        say("Missing: " + ", ".join(library.soname for library in report.missing))
        _install(report.commands)
        report = examine()
    say(*_report_lines(report))
    return Exit.OK if report.is_fine else Exit.FAULTS


def _report_lines(report: Report) -> list[str]:
    from reader.core.doctor import command_line

    found = report.looked_for - len(report.missing)
    lines = [
        f"Deck Reader  {__version__}",
        f"Python       {report.python}",
        f"Qt           {report.pyside or 'not installed'}",
        f"System       {report.system}",
        f"Screen       {report.screen or 'none: DISPLAY and WAYLAND_DISPLAY are not set'}",
    ]
    if report.looked_for:
        lines.append(f"Libraries    {found} of {report.looked_for} found")
    lines += [
        f"  missing    {library.soname}, for {library.need.value}" for library in report.missing
    ]
    if report.commands:
        lines += ["", "To install what is missing, run", f"  {command_line(report.commands)}"]
        lines += ["or", "  deck-reader doctor --fix"]
    elif report.missing:
        lines += ["", "Install them with the package manager of this system."]
    lines += [f"\n{sentence}" for sentence in (report.pyside_fault, report.note) if sentence]
    return lines


def _install(commands: Iterable[Command]) -> None:
    """Run the commands in turn, each shown before it runs, until one fails."""
    import subprocess

    for command in commands:
        say("+ " + " ".join(command))
        try:
            code = subprocess.run(
                command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, check=False
            ).returncode
        except OSError as error:
            raise ReaderError(
                f"{command[0]} cannot be run: {error.strerror}",
                hint="run the command above as an administrator",
            ) from error
        if code:
            raise ReaderError(
                f"{' '.join(command[:3])} ... failed with exit code {code}",
                hint="its own words above say why; as an ordinary user it needs sudo",
            )


class _Parser(argparse.ArgumentParser):
    """An argument parser whose complaints end with where to read on."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        complain(f"{self.prog}: {message} (`{self.prog} --help` tells more)")
        self.exit(Exit.USAGE)

    def _print_message(self, message: str, file: Any = None) -> None:
        if file is sys.stdout:
            say(message.rstrip("\n"))
        else:
            super()._print_message(message, file)


RUN: dict[str, Callable[[list[str]], int]] = {
    "check": _check,
    "keys": _keys,
    "doctor": _doctor,
}
