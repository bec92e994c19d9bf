"""`check`: what is wrong with a deck. `keys`: every key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reader.core.amounts import count_words
from reader.errors import Exit, Where
from reader.terminal import say
from reader.verbs.arguments import DECK_HELP, Parser, deck, json_option

if TYPE_CHECKING:
    from reader.core.problems import Problem


def check(words: list[str]) -> int:
    """Say what is wrong with a deck, one problem a line."""
    parser = Parser(
        prog="deck-reader check",
        description="Says what is wrong with a deck, one problem a line, and how to mend it.",
        allow_abbrev=False,
    )
    parser.add_argument("deck", metavar="DECK", type=deck, help=DECK_HELP)
    json_option(parser)
    parser.add_argument("--strict", action="store_true", help="warnings are faults too")
    chosen = parser.parse_args(words)

    import json

    from reader.core.check import check as problems_of
    from reader.core.check import report_json
    from reader.core.problems import Severity
    from reader.formats.places import files_at

    files = files_at(Path(chosen.deck))
    problems = problems_of(files)
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
    here = Path.cwd()
    base = place.relative_to(here) if place.is_relative_to(here) else place
    return [str(found._replace(where=_below(base, found.where))) for found in problems]


def _below(base: Path, where: Where) -> Where:
    return Where(base / where.file, where.line, where.column)


def _summary(problems: Iterable[Problem], files: int) -> str:
    from reader.core.problems import Severity

    found = [problem.severity for problem in problems]
    counts = [count_words(found.count(kind), kind.value) for kind in Severity if kind in found]
    return f"{', '.join(counts) or 'No problems'} in {count_words(files, 'file')}"


def keys(words: list[str]) -> int:
    """List every key, those too that the settings give to commands."""
    parser = Parser(prog="deck-reader keys", description="Lists every key, by menu.")
    parser.parse_args(words)

    import shutil

    from reader.core.bindings import bindings_of
    from reader.core.commands import COMMANDS
    from reader.core.keys import key_lines, key_table
    from reader.core.settings import load, settings_file

    bindings = bindings_of(COMMANDS, load(settings_file()))
    say(*key_lines(key_table(bindings.commands), shutil.get_terminal_size().columns))
    return Exit.OK
