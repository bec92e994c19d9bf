"""One slide of the page: its title, its picture with the credit, its text and its notes.

The order is that in which it is read aloud: title, picture, credit, text. Notes are part of the
deck, so a page that must stand for it in thirty years has them; they stand folded up, as what a
speaker says of a slide is not what an audience was shown, and are not printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote

from reader.core.deck import Deck, Detail, Image, Slide
from reader.core.spoken import NO_ALT_TEXT
from reader.core.text import Paragraph, Run, parse
from reader.formats.page.markup import Markup, element, joined, one_line, paragraphs
from reader.formats.page.rights import credit_line, facts

TITLE_LENGTH = 160
"""Longest title where it is named again, in a list or a link; in characters."""

_TALL = 0.9  # of a picture's height: one that is less wide than that is tall


class PageFacts(NamedTuple):
    """What the page must know and the deck does not say.

    `pictures` has, by the file that the deck names, the picture's path from the page with /;
    a picture that is not in it is said to be missing. `sizes` has width and height in pixels,
    as the picture is shown, by the same names; what is not in it, or (0, 0), is not known.
    """

    agent: str  # who wrote the page, such as "Deck Reader 1.0.0"
    pictures: Mapping[str, str]
    sizes: Mapping[str, tuple[int, int]]


class Frame(NamedTuple):
    """What the slides of one page have in common."""

    deck: Deck
    facts: PageFacts
    numbers: Mapping[str, int]  # of the sources
    sources: Mapping[str, str]  # each in a few words
    english: str | None  # "en" where the page's own words are in another language than the deck


def title_of(slide: Slide, number: int) -> str:
    """The slide's title in one line; its number where it has none."""
    return one_line(slide.title) or f"Slide {number}"


def slide_article(frame: Frame, number: int) -> Markup:
    """Slide `number`, counted from 1."""
    slide = frame.deck.slides[number - 1]
    heading = [element("h2", title_of(slide, number), id=f"title-{number}", dir="auto")]
    if slide.kicker:
        heading.append(element("p", one_line(slide.kicker), class_="kicker", dir="auto"))
    fault = element("p", one_line(slide.fault), class_="fault") if slide.fault else ""
    return element(
        "article",
        element("div", *heading, class_="heading"),
        _picture(frame, number, slide.image) if slide.image else "",
        element("div", fault, _text(frame, number, slide), _notes(frame, slide), class_="text"),
        _turn(frame, number),
        id=f"slide-{number}",
        class_=_shape(frame, slide.image),
        aria_labelledby=f"title-{number}",
    )


def _shape(frame: Frame, image: Image | None) -> str:
    """How a slide is laid out: a tall picture leaves more room to the text."""
    if image is None:
        return "slide bare"
    width, height = frame.facts.sizes.get(image.file, (0, 0))
    return "slide tall" if width < _TALL * height else "slide"


def _picture(frame: Frame, number: int, image: Image) -> Markup:
    caption = paragraphs(image.caption, class_="caption") if image.caption else ""
    credit = credit_line(image, frame.english)
    shown = _shown(frame, number, image)
    figure = element("figure", shown, element("figcaption", caption, credit))
    return element("div", figure, _about(frame, number, image), class_="picture")


def _shown(frame: Frame, number: int, image: Image) -> Markup:
    alt_text = "" if image.decorative else one_line(image.alt_text) or NO_ALT_TEXT
    path = frame.facts.pictures.get(image.file)
    if path is None:
        words = one_line(f"The picture {image.file} is not here. {alt_text}")
        return element("p", words, class_="absent", dir="auto")
    width, height = frame.facts.sizes.get(image.file, (0, 0))
    is_described = image.extended_description
    return element(
        "img",
        src=quote(path, safe="/", errors="replace"),
        width=str(width) if width > 0 < height else None,
        height=str(height) if width > 0 < height else None,
        alt=alt_text,
        loading="lazy",
        # Not aria-describedby: browsers leave out of a description what is folded up.
        aria_details=f"about-{number}" if is_described else None,
    )


def _about(frame: Frame, number: int, image: Image) -> Markup:
    """The description, the details and the facts of a picture, folded up."""
    described = paragraphs(image.extended_description) if image.extended_description else ""
    known = [
        part
        for term, words in facts(image)
        for part in (element("dt", term), element("dd", words, dir="auto"))
    ]
    details = [_detail(detail) for detail in image.details]
    if not described and not known and not details:
        return Markup()
    listed = element("dl", *known, lang=frame.english) if known else ""
    summary = element("summary", "About the picture", lang=frame.english)
    named = element("ul", *details) if details else ""
    return element("details", summary, described, named, listed, id=f"about-{number}")


def _detail(detail: Detail) -> Markup:
    """A part of the picture that the author named, and what is said of it."""
    title = element("strong", one_line(detail.title), dir="auto")
    credit = paragraphs(detail.credit_line, class_="soft") if detail.credit_line else ""
    return element("li", title, paragraphs(detail.caption) if detail.caption else "", credit)


def _text(frame: Frame, number: int, slide: Slide) -> Markup:
    return joined(
        *(
            element("p", *(_run(frame, run) for run in paragraph), dir="auto")
            for paragraph in parse(slide.text)
            if paragraph
        )
    )


def _run(frame: Frame, run: Run) -> Markup:
    if run.cite:
        return _mark(frame, run)
    words = joined(*_broken(run.text))
    if run.emphasis:
        words = element("em", words)
    return element("strong", words) if run.strong else words


def _broken(text: str) -> Paragraph | list[str]:
    lines = text.split("\n")
    return [piece for line in lines for piece in (line, element("br"))][:-1]


def _mark(frame: Frame, run: Run) -> Markup:
    """A citation: a raised number that leads to the source, with what the author put beside it."""
    number = frame.numbers.get(run.cite)
    before = f"{one_line(run.prefix)} " if run.prefix else ""
    after = f", {one_line(run.locator)}" if run.locator else ""
    if number is None:
        said = f"{before}“{one_line(run.cite)}”: no such source{after}"
        return element("sup", said, class_="cite", lang=frame.english)
    name = f"{before}{number}{after}"
    return element(
        "sup",
        element(
            "a", name, href=f"#source-{number}", aria_label=f"{name}: {frame.sources[run.cite]}"
        ),
        class_="cite",
    )


def _notes(frame: Frame, slide: Slide) -> Markup:
    if not slide.notes and slide.duration is None:
        return Markup()
    planned = ""
    if slide.duration is not None:
        words = f"Planned time: {slide.duration:,.0f} s"
        planned = element("p", words, class_="planned", lang=frame.english)
    summary = element("summary", "Notes for the speaker", lang=frame.english)
    notes = paragraphs(slide.notes) if slide.notes else ""
    return element("details", summary, notes, planned, class_="notes")


def _turn(frame: Frame, number: int) -> Markup:
    """The foot of a slide: its place, and the ways on. No landmark: there may be thousands."""
    slides = frame.deck.slides
    back, on = ("#contents", "Contents"), ("#sources", "Sources")
    links = [_way(*back, "", "contents")] if number == 1 else []
    if number > 1:
        title = title_of(slides[number - 2], number - 1)
        links.append(_way(f"#slide-{number - 1}", "Previous", title, "previous"))
    if number < len(slides):
        links.append(
            _way(f"#slide-{number + 1}", "Next", title_of(slides[number], number + 1), "next")
        )
    else:
        links.append(_way(*on, "", "next"))
    place = element("span", f"{number} / {len(slides)}", class_="place")
    return element("p", place, *links, class_="turn", lang=frame.english)


def _way(address: str, words: str, title: str, kind: str) -> Markup:
    label = f"{words}: {one_line(title, TITLE_LENGTH)}" if title else None
    return element("a", words, href=address, aria_label=label, class_=kind)
