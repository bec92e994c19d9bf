"""What has been read of a deck, as plain data, and the deck that it describes.

Apart from the loader, so that the window can take what another process read without YAML.
"""

from __future__ import annotations

from typing import Any, Final, TypedDict

from reader.core.deck import Creator, Deck, RawSlide, Slides, mappings_of, text_of
from reader.core.files import files_of

KNOWN: Final = frozenset(
    (
        *("format", "id", "title", "language", "summary", "creators"),
        *("issued", "modified", "license", "rights", "sources", "slides"),
    )
)
"""Keys of `slides/deck.yaml` that the format knows; the others go to `Deck.extra`."""


class Reading(TypedDict):
    """What has been read of a deck, as plain data that `marshal` can carry."""

    files: dict[str, Any]  # a spec of `reader.core.files`
    header: dict[str, Any]  # slides/deck.yaml without its slides
    slides: list[RawSlide]
    complete: bool
    count: int | None  # slides in the whole deck, None while that is not known
    wanted: int


def deck_of(reading: Reading) -> Deck:
    """The deck that a reading describes.

    Raises OSError where a bundle is no longer the one that was read.
    """
    header = reading["header"]
    sources = header.get("sources")
    named = sources if isinstance(sources, dict) else {}
    return Deck(
        files=files_of(reading["files"]),
        title=text_of(header, "title"),
        language=text_of(header, "language"),
        summary=text_of(header, "summary"),
        creators=tuple(
            Creator(text_of(creator, "name"), text_of(creator, "role"))
            for creator in mappings_of(header, "creators")
            if text_of(creator, "name")
        ),
        issued=text_of(header, "issued"),
        modified=text_of(header, "modified"),
        sources={key: item for key, item in named.items() if isinstance(item, dict)},
        slides=Slides(reading["slides"]),
        complete=reading["complete"],
        announced=reading["count"],
        id=text_of(header, "id"),
        license=text_of(header, "license"),
        rights=text_of(header, "rights"),
        extra={key: value for key, value in header.items() if key not in KNOWN},
    )
