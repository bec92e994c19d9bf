"""Bundles of small decks, and what can happen to one after it was made."""

from __future__ import annotations

import zipfile
from pathlib import Path

from reader.core.deck import Deck
from reader.core.files import Folder
from reader.core.loading import load
from reader.formats.bundles.bundling import bundle
from reader.formats.places import files_at
from tests.formats.bags import tag
from tests.gui.decks import WIDE, colourful, paint

OTHER = "#10c8c8"  # a colour that no picture has before it is changed


def bundled(folder: Path, count: int = 3, size: tuple[int, int] = WIDE) -> Path:
    """A deck in `folder`, and its bundle beside it."""
    colourful(folder, count, size)
    return bundle(Folder(folder), folder.with_name(f"{folder.name}.deck.zip")).place


def unpacked(folder: Path, count: int = 3, size: tuple[int, int] = WIDE) -> Path:
    """The bag of a deck, unpacked in a folder of its own."""
    place = bundled(folder, count, size)
    with zipfile.ZipFile(place) as file:
        top = file.namelist()[0].partition("/")[0]
        file.extractall(folder.with_name("bag"))
    return folder.with_name("bag") / top


def repaint(bag: Path, number: int) -> None:
    """Change a picture behind the bag's back."""
    paint(bag / "data" / "assets" / f"{number}.png", OTHER)


def rewrite(bag: Path) -> None:
    """Change the words of a deck behind the bag's back."""
    place = bag / "data" / "slides" / "deck.yaml"
    text = place.read_text(encoding="utf-8")
    place.write_text(text.replace("The text of slide", "Other words on slide"), encoding="utf-8")


def unlist(bag: Path, number: int) -> None:
    """Take a picture out of every list of the bag."""
    for manifest in bag.glob("manifest-*.txt"):
        lines = manifest.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if f"assets/{number}.png" not in line]
        manifest.write_text("".join(kept), encoding="utf-8")
    tag(bag)


def opened(place: Path) -> Deck:
    return load(files_at(place))
