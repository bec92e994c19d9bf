"""What a screen reader says of a page, in the order title, picture, text, credit."""

from __future__ import annotations

from reader.core.credit import byline, credit, date_line, deck_credits
from reader.core.deck import Image
from reader.core.fixity import Fixity
from reader.core.scene import Scene
from reader.core.seals import page_warnings
from reader.core.text import parse, plain

MOST_CREDITS = 100  # that are read out; all of them stand on the page
NO_ALT_TEXT = "Picture without alternative text."


def picture_name(image: Image) -> str:
    """The accessible name of a picture; what is missing is said, never made up from elsewhere."""
    if image.decorative:
        return "Decorative picture."
    return image.alt_text or NO_ALT_TEXT


def spoken(scene: Scene, picture: Fixity | None = None) -> str:
    """The whole page in words; `picture` is what was found of its picture in a bag."""
    deck, slide = scene.deck, scene.slide
    warnings = [f"{sentence}." for sentence in page_warnings(deck, scene.page, picture)]
    if slide is not None:
        parts = [f"Slide {scene.counter.replace(' / ', ' of ')}", slide.title, slide.kicker]
        parts += warnings
        if slide.fault:
            parts.append(slide.fault)
        if slide.image is not None and not slide.image.decorative:
            parts.append(picture_name(slide.image))
        parts.append(plain(parse(slide.text)))
        if slide.image is not None:
            parts.append(credit(slide.image).line)
    elif scene.page == 0:
        parts = ["Title page", deck.title, *warnings, deck.summary, byline(deck.creators)]
        parts.append(date_line(deck.issued, deck.modified))
    else:
        parts = ["All credits", deck.title, *warnings]
        for slides, said in deck_credits(deck)[:MOST_CREDITS]:
            numbers = ", ".join(map(str, slides))
            parts.append(f"Slide {numbers}: {said.line}")
    return "\n".join(part for part in parts if part)


def window_title(scene: Scene) -> str:
    """The title of the window: the place in the deck, and the deck."""
    deck = scene.deck
    if scene.slide is not None:
        place = f"{scene.counter} {scene.slide.title}".strip()
    else:
        place = "Title page" if scene.page == 0 else "Credits"
    return f"{place} – {deck.title or deck.place.name}"
