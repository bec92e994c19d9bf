"""Everything that is said of a page, part by part, each with the words for what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from reader.core.cite import entry, numbers
from reader.core.credit import byline, credited, licence_name
from reader.core.deck import Data, Deck, Image, Slide, StandInFor
from reader.core.text import cited_ids, parse, plain

TITLE: Final = "Title"
PHOTOGRAPH: Final = "Photograph"
CREDITS: Final = frozenset(
    {PHOTOGRAPH, "Illustration", "Adapted picture", "Picture", "Licence", "Copyright", "From"}
)
"""What of a picture is credit: the labels of such fields."""

_BRACKET = re.compile(r"\[([^\[\]]*)\]")
_SIGNS_OF_MARKUP: Final = "*_[\\"


class Field(NamedTuple):
    """One thing that is said: what it is, in words, and the text."""

    label: str
    text: str
    source: str = ""  # the id, where it is a source


def page_title(deck: Deck, page: int) -> str:
    """The title of a page; the deck's on the title page, which is the first."""
    if page == 0:
        return deck.title
    if page > len(deck.slides):
        return "Credits"
    return deck.slides[page - 1].title


def page_name(page: int, title: str, end_page: int) -> str:
    """A page as it is called in a list: "4, Facilitating the Drug Routes"."""
    number = "Title page" if page == 0 else str(page) if page < end_page else ""
    return ", ".join(part for part in (number, title) if part)


def fields_of(deck: Deck, page: int, *, with_notes: bool = False) -> Iterator[Field]:
    """Everything that is said of a page, what is seen first coming first."""
    yield from _fields(deck, page)
    yield from _sources(deck, page)
    if with_notes and 1 <= page <= len(deck.slides) and deck.slides[page - 1].notes:
        yield Field("Notes", deck.slides[page - 1].notes)


def words_of(slide: Slide) -> list[str]:
    """Every word of `fields_of` but for sources and notes, in a tenth of the time."""
    words = [slide.title, slide.kicker, _BRACKET.sub(_uncited, slide.text)]
    image = slide.image
    if image is not None:
        words += [image.credit_line, *image.creators, image.headline, image.caption]
        words += [*_descriptions(image), _licence(image.license, image.rights), image.source]
        words += [image.copyright_notice, image.copyright_owner, *image.licensor]
        words += [image.web_page, image.date_created]
        withheld = image.stand_in_for
        if withheld is not None:
            words += [withheld.credit_line, *withheld.creators, withheld.headline, withheld.note]
            words += [withheld.copyright_notice, withheld.date_created, withheld.source]
            words += [*withheld.licensor, withheld.web_page]
        for detail in image.details:
            words += [detail.title, detail.caption, detail.credit_line]
    return [text for text in words if text]


def _fields(deck: Deck, page: int) -> Iterator[Field]:
    """What is said of a page and its picture, without its sources and notes."""
    yield Field(TITLE, page_title(deck, page))
    if page == 0:
        said = [Field("Text", deck.summary), Field("By", byline(deck.creators))]
    elif page <= len(deck.slides):
        slide = deck.slides[page - 1]
        said = [*_texts(slide), *(_picture(slide.image) if slide.image is not None else ())]
    else:
        said = []
    yield from (field for field in said if field.text)


def source_text(source: Data) -> str:
    """A source with its note and its address, in one line."""
    said = entry(source)
    return " · ".join(part for part in (said.text, said.note, said.url) if part)


def _uncited(bracket: re.Match[str]) -> str:
    return "" if "@" in bracket[1] else bracket[0]


def _sources(deck: Deck, page: int) -> Iterator[Field]:
    ids = cited_ids(deck.slides.text_at(page - 1)) if 1 <= page <= len(deck.slides) else ()
    counted = numbers(deck) if ids else {}
    for source in ids:
        if source in counted:
            yield Field(f"Source {counted[source]}", source_text(deck.sources[source]), source)


def _texts(slide: Slide) -> Iterator[Field]:
    text = slide.text
    if any(sign in text for sign in _SIGNS_OF_MARKUP):
        text = plain(parse(text))
    yield Field("Subtitle", slide.kicker)
    yield Field("Text", text)


def _picture(image: Image) -> Iterator[Field]:
    yield from (Field("In the picture", text) for text in (image.headline, image.caption))
    yield from (Field("In the picture", text) for text in _descriptions(image))
    withheld = image.stand_in_for
    if withheld is not None:
        yield from _photograph(withheld)
    is_stand_in = image.rendition == "stand_in" or withheld is not None
    adapted = "Adapted picture" if image.rendition == "derivative" else "Picture"
    yield Field(
        "Illustration" if is_stand_in else adapted, credited(image.credit_line, image.creators)
    )
    yield Field("Licence", _licence(image.license, image.rights))
    yield Field("Copyright", _joined(image.copyright_notice, image.copyright_owner))
    yield Field("From", _joined(image.source, *image.licensor, image.web_page))
    yield Field("Taken", image.date_created)
    for detail in image.details:
        yield Field("Detail", _joined(detail.title, detail.caption, detail.credit_line))


def _descriptions(image: Image) -> tuple[str, ...]:
    return () if image.decorative else (image.alt_text, image.extended_description)


def _photograph(withheld: StandInFor) -> Iterator[Field]:
    yield Field(PHOTOGRAPH, _joined(credited(withheld.credit_line, withheld.creators)))
    more = (withheld.headline, withheld.note, withheld.copyright_notice, withheld.date_created)
    yield Field(PHOTOGRAPH, _joined(*more))
    yield Field("From", _joined(withheld.source, *withheld.licensor, withheld.web_page))


def _licence(spdx: str, rights: str) -> str:
    name = licence_name(spdx, rights)
    written = ", ".join(part for part in (spdx, rights) if part)
    return name if written in ("", name) else f"{name} ({written})"


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
