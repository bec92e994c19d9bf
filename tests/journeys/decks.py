"""Decks for the journeys: each slide's picture is of one colour, so that it is known on sight."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from tests.journeys.screen import Colour

RED: Colour = (230, 20, 20)
GREEN: Colour = (20, 200, 20)
BLUE: Colour = (20, 20, 230)
VIOLET: Colour = (220, 20, 220)

HEADER = """\
format: deck/1
id: urn:uuid:5f0f3c62-8c6c-4b9e-9a0a-0f1f7f1f2f3f
title: Colours
language: en
summary: Plain colours, to be known on sight.
creators: [{name: Nobody, role: author}]
issued: 2026-01-03
sources:
  one:
    type: book
    title: A book of colours
    author: [{family: Painter, given: Pat}]
    issued: {date-parts: [[1999]]}
    publisher: Nobody
    URL: https://example.org/colours
slides:
"""
SLIDE = """\
title: {title}
kicker: A kicker
text: |
  {text}
image:
  file: assets/{picture}
  alt_text: A rectangle of one colour.
  rendition: original
  creators: [Nobody]
  credit_line: Nobody
  license: CC0-1.0
"""


def write_picture(folder: Path, name: str, colour: Colour) -> Path:
    """Write a picture of one colour into the deck's assets, in one move as an editor would."""
    assets = folder / "assets"
    assets.mkdir(parents=True, exist_ok=True)
    beside = assets / f".{name}"
    Image.new("RGB", (1600, 900), colour).save(beside, "PNG")
    return beside.replace(assets / name)


def write_slide(folder: Path, number: int, title: str, text: str = "A caption [@one].") -> Path:
    """Write one slide into a file of its own, with a picture that must be written too."""
    file = folder / "slides" / f"{number:02d}.yaml"
    words = SLIDE.format(title=title, text=text, picture=f"{number:02d}.png")
    file.write_text(words, encoding="utf-8")
    return file


def write_header(folder: Path, count: int) -> Path:
    """Write the deck's own file, which names its slides."""
    file = folder / "slides" / "deck.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    names = "".join(f"  - {number:02d}.yaml\n" for number in range(1, count + 1))
    file.write_text(HEADER + names, encoding="utf-8")
    return file


def write_deck(folder: Path, *colours: Colour) -> Path:
    """Write a deck with one slide a colour."""
    write_header(folder, len(colours))
    for number, colour in enumerate(colours, start=1):
        write_picture(folder, f"{number:02d}.png", colour)
        write_slide(folder, number, f"Colour {number}")
    return folder
