"""`runs`: what each slide took in rehearsals and talks, beside the plan."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reader.core.amounts import count_words
from reader.errors import Exit
from reader.terminal import say
from reader.verbs.arguments import DECK_HELP, Parser, deck, json_option

if TYPE_CHECKING:
    from reader.core.deck import Deck
    from reader.core.runs import Row, Run

_HEADS: Final = ("Slide", "Planned", "Before", "Newest", "Difference")


def runs(words: list[str]) -> int:
    """Tell what each slide of a deck took, in the newest run and in the one before."""
    parser = Parser(
        prog="deck-reader runs",
        description="Tells what each slide took in the newest rehearsal or talk and in the one "
        "before, beside the plan. The difference is that of the newest to the plan, and to the "
        "one before where nothing is planned.",
        allow_abbrev=False,
    )
    parser.add_argument("deck", metavar="DECK", type=deck, help=DECK_HELP)
    json_option(parser)
    chosen = parser.parse_args(words)

    import json

    from reader.core.loading import load as load_deck
    from reader.core.pacing import plan
    from reader.core.runs import compare, compare_totals, load, runs_folder
    from reader.formats.places import files_at

    found = load_deck(files_at(Path(chosen.deck)))
    kept = load(found, runs_folder())
    newest, before = (*kept, None, None)[:2]
    planned = plan(found, None)
    rows = compare(found, planned, before, newest)
    rows = (*rows, compare_totals(planned, before, newest))
    if chosen.json:
        say(json.dumps(_report(found, kept, rows), indent=2))
    else:
        say(*(_lines(found, kept, rows) if kept else _none(found)))
    return Exit.OK


def _report(deck: Deck, kept: Sequence[Run], rows: Sequence[Row]) -> dict[str, Any]:
    """The report for programs; all figures are seconds."""
    *slides, whole = ({**row._asdict(), "before": row.last, "newest": row.this} for row in rows)
    for row in (*slides, whole):
        del row["last"], row["this"]
    del whole["number"], whole["title"]
    return {
        "deck": str(deck.place),
        "title": deck.title,
        "slides": slides,
        "whole": whole,
        "runs": [
            {**run._asdict(), "slides": [taken._asdict() for taken in run.slides]} for run in kept
        ],
    }


def _none(deck: Deck) -> list[str]:
    from reader.core.runs import FEWEST_SLIDES, SHORTEST

    least = f"{count_words(int(SHORTEST), 'second')} and {count_words(FEWEST_SLIDES, 'slide')}"
    return [f"No run of “{deck.title}” is kept yet; one of at least {least} is."]


def _lines(deck: Deck, kept: Sequence[Run], rows: Sequence[Row]) -> list[str]:
    from reader.core.timing import clock_words
    from reader.core.words import date_time

    lengths = [clock_words(round(run.total)) for run in kept]
    wide = max(map(len, lengths))
    lines = [f"{deck.title}: {count_words(len(kept), 'run')}"]
    lines += [
        f"  {length:>{wide}}  {date_time(run.started)}"
        for length, run in zip(lengths, kept, strict=True)
    ]
    return [*lines, "", *_table(rows)]


def _table(rows: Sequence[Row]) -> list[str]:
    """Figures under their heads; titles stand last, as only they can be of any length."""
    from reader.core.runs import difference_words, seconds_words

    cells: list[tuple[str, ...]] = [_HEADS]
    for row in rows:
        figures = map(seconds_words, (row.planned, row.last, row.this))
        cells.append((str(row.number or ""), *figures, difference_words(row.difference)))
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    titles = ["Title", *(" ".join(row.title.split()) for row in rows)]
    return [
        "  ".join(
            (*(f"{cell:>{wide}}" for cell, wide in zip(line, widths, strict=True)), title)
        ).rstrip()
        for line, title in zip(cells, titles, strict=True)
    ]
