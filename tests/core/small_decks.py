"""Decks of a few slides, made in memory, for the tests of what moves through them."""

from __future__ import annotations

from pathlib import Path

from reader.core.deck import Creator, Data, Deck, Slides
from reader.core.files import Folder


def deck_of_slides(
    *slides: Data, complete: bool = True, announced: int | None = None, fault: str = ""
) -> Deck:
    """A deck with these slides; `fault` is that of every slide."""
    return Deck(
        files=Folder(Path("dots")),
        title="Dots",
        language="en",
        summary="Some dots.",
        creators=(Creator("Ana", "author"),),
        issued="2026-01-03",
        modified="",
        sources={},
        slides=Slides([("dot.yaml", dict(data), fault) for data in slides]),
        complete=complete,
        announced=announced,
    )


def deck_of(count: int, *, complete: bool = True, announced: int | None = None) -> Deck:
    """A deck with so many slides, called Slide 1, Slide 2 and so on."""
    slides = [{"title": f"Slide {number}"} for number in range(1, count + 1)]
    return deck_of_slides(*slides, complete=complete, announced=announced)
