"""`doctor`: what a window needs from this system, and what is missing."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from reader import __version__
from reader.errors import Exit, ReaderError
from reader.terminal import say
from reader.verbs.arguments import Parser

if TYPE_CHECKING:
    from reader.core.doctor import Command, Report


def doctor(words: list[str]) -> int:
    """Say what this system lacks, and install it where that is asked for."""
    parser = Parser(
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
