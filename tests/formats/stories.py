"""Small decks on disk with pictures of a few bytes, made without the code that is being tested."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="6"><rect width="8"/></svg>'
SOURCES = {
    "one": {"type": "report", "title": "A report", "issued": "2026"},
    "two": {"type": "webpage", "title": "A page", "URL": "https://example.org/"},
}

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.floats(-9, 9)
    | st.text("aé \n", max_size=4),
    lambda children: (
        st.lists(children, max_size=3)
        | st.dictionaries(st.sampled_from(["file", "digest", "type", "a"]), children, max_size=3)
    ),
    max_leaves=6,
)
"""What may stand anywhere in a deck, of whatever type."""

KEYS = (
    *("title", "text", "notes", "duration", "image", "original_filename", "id", "own"),
    *("file", "alt_text", "creators", "stand_in_for", "licensor"),
)
"""Keys of a slide or its picture, and one that the format does not know."""


def png(shade: int = 0, size: tuple[int, int] = (4, 3)) -> bytes:
    """A grey picture (PNG, third edition)."""
    width, height = size
    rows = (b"\0" + bytes([shade]) * width) * height
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def slide(number: int, **said: Any) -> dict[str, Any]:
    """A slide with the picture `assets/NUMBER.png`."""
    image = {
        "file": f"assets/{number}.png",
        "alt_text": f"A field, number {number}.",
        "credit_line": f"Painter {number}",
        "license": "CC-BY-4.0",
        **said.pop("image", {}),
    }
    return {"title": f"Slide {number}", "text": f"Text {number} [@one].", **said, "image": image}


def write_story(
    folder: Path,
    slides: Sequence[Mapping[str, Any] | str],
    files: Mapping[str, Mapping[str, Any] | bytes] | None = None,
    **header: Any,
) -> Path:
    """A deck whose slides stand in `slides/deck.yaml`, or in `files`, which are written too.

    Each `assets/NUMBER.png` up to as many as there are slides is a picture of its own shade.
    """
    data = {
        "format": "deck/1",
        "id": "urn:uuid:5a9d5f0e-1f0e-4b6e-9c53-0f8a4b8f8d11",
        "title": "Fields",
        "language": "en",
        "summary": "A deck of fields.",
        "creators": [{"name": "Ada Example", "role": "author"}],
        "issued": "2026-01-03",
        "sources": SOURCES,
        **header,
        "slides": [entry if isinstance(entry, str) else dict(entry) for entry in slides],
    }
    pictures = {f"assets/{n}.png": png(n % 256) for n in range(1, len(slides) + 1)}
    for name, content in {"slides/deck.yaml": data, **pictures, **(files or {})}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            text = yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False)
            path.write_text(text, encoding="utf-8")
    return folder
