"""What is said of a page that is not as it was bundled, on screen and by a screen reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from reader.core.fixity import Fixity
from reader.core.paths import DECK_FILE

if TYPE_CHECKING:
    from reader.core.deck import Deck

_PICTURE: Final[Mapping[Fixity, str]] = {
    Fixity.CHANGED: "This picture was changed after it was bundled",
    Fixity.UNLISTED: "This picture is not listed in the bundle",
    Fixity.UNCHECKED: "This picture cannot be compared with the one that was bundled",
}
_TEXT: Final[Mapping[Fixity, str]] = {
    Fixity.CHANGED: "was changed after it was bundled",
    Fixity.UNLISTED: "is not listed in the bundle",
    Fixity.UNCHECKED: "cannot be compared with what was bundled",
}


def is_sound(fixity: Fixity | None) -> bool:
    """Whether there is nothing to be said: the file was verified, or there is no bag."""
    return fixity is None or fixity is Fixity.VERIFIED


def text_file(deck: Deck, page: int) -> str:
    """The file that the words of a page stand in; pages count as in a scene."""
    name = deck.slides.file_at(page - 1) if 1 <= page <= len(deck.slides) else None
    return f"slides/{name}" if name else DECK_FILE


def text_fixity(deck: Deck, page: int) -> Fixity | None:
    """What was found of the words of a page when they were read; None where there is no bag."""
    return deck.files.proved.get(text_file(deck, page))


def page_warnings(deck: Deck, page: int, picture: Fixity | None) -> tuple[str, ...]:
    """A sentence, without its full stop, for each part of a page that is not as it was bundled.

    `picture` is what was found of the page's picture, None while nothing is known of it.
    """
    is_slide = 1 <= page <= len(deck.slides)
    said = _TEXT.get(text_fixity(deck, page) or Fixity.VERIFIED)
    words = f"The text of this {'slide' if is_slide else 'page'} {said}" if said else ""
    of_picture = _PICTURE.get(picture, "") if picture is not None else ""
    return tuple(sentence for sentence in (of_picture, words) if sentence)
