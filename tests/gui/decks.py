"""Small decks on disk, with pictures of one colour each, for the tests of the windows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from PySide6.QtGui import QColor, QImage

from reader.core.deck import Deck
from reader.core.files import Folder
from reader.core.loading import load

COLOURS = ("#c81e1e", "#1ec81e", "#1e1ec8", "#c8c81e", "#c81ec8")
WIDE = (320, 180)


def paint(path: Path, colour: str, size: tuple[int, int] = WIDE) -> Path:
    """Save a picture of one colour."""
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    path.parent.mkdir(parents=True, exist_ok=True)
    assert image.save(str(path))
    return path


def slide_of(number: int, **more: Any) -> dict[str, Any]:
    """A plain slide whose picture is `assets/NUMBER.png`."""
    image = {
        "file": f"assets/{number}.png",
        "alt_text": f"A field of colour {number}.",
        "credit_line": f"Painter {number}",
        **more.pop("image", {}),
    }
    return (
        {"title": f"Slide {number}", "text": f"The text of slide {number}."}
        | more
        | {"image": image}
    )


def write_deck(
    folder: Path,
    slides: Sequence[Mapping[str, Any] | str],
    sources: Mapping[str, Any] | None = None,
    **header: Any,
) -> Path:
    """Write `slides/deck.yaml`; a slide is its data, or the name of a file."""
    (folder / "slides").mkdir(parents=True, exist_ok=True)
    (folder / "assets").mkdir(exist_ok=True)
    data = {
        "format": "deck/1",
        "id": "urn:uuid:5a9d5f0e-1f0e-4b6e-9c53-0f8a4b8f8d11",
        "title": "Colours",
        "language": "en",
        "summary": "A deck of colours.",
        "creators": [{"name": "Ada Example", "role": "author"}],
        "issued": "2026-01-03",
        **header,
        "sources": dict(sources or {}),
        "slides": [slide if isinstance(slide, str) else dict(slide) for slide in slides],
    }
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    (folder / "slides" / "deck.yaml").write_text(text, encoding="utf-8")
    return folder


def deck_with(
    folder: Path,
    *slides: Mapping[str, Any] | str,
    sources: Mapping[str, Any] | None = None,
    size: tuple[int, int] = WIDE,
    **header: Any,
) -> Deck:
    """A deck on disk and loaded, with a picture of its own colour for each slide."""
    write_deck(folder, slides, sources, **header)
    for number, colour in enumerate(COLOURS[: len(slides)], 1):
        paint(folder / "assets" / f"{number}.png", colour, size)
    return load(Folder(folder))


def colourful(folder: Path, count: int = 3, size: tuple[int, int] = WIDE) -> Deck:
    """A plain deck of so many slides, at most five."""
    return deck_with(folder, *(slide_of(number) for number in range(1, count + 1)), size=size)
