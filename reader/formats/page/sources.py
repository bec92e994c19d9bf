"""The end of the page: the numbered sources, and the credit of every picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reader.core.cite import citations, entry, missing_sentence
from reader.core.credit import deck_credits
from reader.core.deck import Deck
from reader.core.text import cited_ids
from reader.formats.page.markup import Markup, element, joined, one_line
from reader.formats.page.rights import credit_line, link, reasons
from reader.formats.page.slide import Frame


def sources_section(frame: Frame) -> Markup:
    """Every source of the deck under its number, with the slides that cite it."""
    deck = frame.deck
    cited = citations(deck)
    listed = [_source(frame, source, cited[source]) for source in deck.sources]
    if not listed:
        listing = element("p", "The deck names no sources.")
    else:
        listing = element("ol", *listed, class_="sources")
    return element(
        "section",
        element("h2", "Sources", id="sources-title"),
        listing,
        _undefined(deck),
        id="sources",
        aria_labelledby="sources-title",
        lang=frame.english,
    )


def credits_section(frame: Frame) -> Markup:
    """Every picture's credit with the slides that show it, and why a photograph is not here."""
    listed = []
    for slides, _ in deck_credits(frame.deck):
        image = frame.deck.slides[slides[0] - 1].image
        if image is not None:
            why = reasons(image.stand_in_for)
            said = element("p", why, class_="soft", dir="auto") if why else ""
            where = element("p", _slides(slides, ""), class_="soft")
            listed.append(element("li", credit_line(image, None), said, where))
    if not listed:
        listed = [element("li", element("p", "The deck has no pictures."))]
    return element(
        "section",
        element("h2", "Picture credits", id="credits-title"),
        element("ul", *listed, class_="credits"),
        id="credits",
        aria_labelledby="credits-title",
        lang=frame.english,
    )


def _source(frame: Frame, source: str, slides: Sequence[int]) -> Markup:
    said = entry(frame.deck.sources[source])
    missing = " ".join(one_line(words) for words in (missing_sentence(said), said.note) if words)
    return element(
        "li",
        element("p", one_line(said.text), dir="auto"),
        element("p", missing, class_="soft", dir="auto") if missing else "",
        element("p", link(said.url, said.url), class_="address") if said.url else "",
        element("p", _slides(slides, "Cited on "), class_="soft")
        if slides
        else element("p", "Not cited on any slide", class_="soft"),
        id=f"source-{frame.numbers[source]}",
    )


def _slides(slides: Sequence[int], words: str) -> Markup:
    """Links to slides: "Cited on slide 3, 5"."""
    first, *others = slides
    name = "slide" if words else "Slide"
    links = [element("a", f"{name} {first}", href=f"#slide-{first}")]
    links += [element("a", str(n), href=f"#slide-{n}", aria_label=f"{n}, slide") for n in others]
    return joined(words, joined(*links, by=", "))


def _undefined(deck: Deck) -> Markup:
    """What slides cite and the deck does not define."""
    found: Mapping[str, None] = {
        source: None
        for index in range(len(deck.slides))
        for source in cited_ids(deck.slides.text_at(index))
        if source not in deck.sources
    }
    if not found:
        return Markup()
    names = ", ".join(f"“{one_line(source)}”" for source in found)
    words = f"Cited, but not defined in the deck: {names}."
    return element("p", words, class_="fault", dir="auto")
