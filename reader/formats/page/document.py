"""`ro-crate-preview.html`: the whole deck as one page, to be read in thirty years without us.

HTML and one style sheet inside it, no script and nothing fetched. The page lies in the bundle's
`data/`, beside `assets/` and `slides/`; the same deck makes the same bytes.
"""

from __future__ import annotations

import re
from typing import Final

from reader.core.cite import entry, numbers
from reader.core.credit import byline, date_line
from reader.core.deck import Deck
from reader.formats.crate.graph import METADATA
from reader.formats.page.markup import Markup, element, joined, one_line, paragraphs
from reader.formats.page.rights import licence
from reader.formats.page.slide import (
    TITLE_LENGTH,
    Frame,
    PageFacts,
    slide_article,
    title_of,
)
from reader.formats.page.sources import credits_section, sources_section
from reader.formats.page.style import hash_source, style

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")  # BCP 47, roughly
_RIGHT_TO_LEFT: Final = frozenset({
    # Languages usually written so, then the scripts that a tag may name (ISO 15924)
    "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "mzn", "nqo", "pnb", "ps", "sd", "syr",
    "ug", "ur", "yi",
    "adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa",
})  # fmt: skip
_FOLDED: Final = 60  # a list of contents longer than this is folded up


def page(deck: Deck, facts: PageFacts) -> str:
    """The page as HTML, to be written in UTF-8 with line feeds."""
    language = deck.language if _LANGUAGE.fullmatch(deck.language) else "en"
    is_english = language.lower().split("-")[0] == "en"
    names = {
        source: one_line(entry(data).text, TITLE_LENGTH) for source, data in deck.sources.items()
    }
    frame = Frame(deck, facts, numbers(deck), names, None if is_english else "en")
    slides = (slide_article(frame, number) for number in range(1, len(deck.slides) + 1))
    skip = element("a", "Skip to the slides", href="#slides", class_="skip", lang=frame.english)
    main = element(
        "main", *slides, sources_section(frame), credits_section(frame), id="slides", tabindex="-1"
    )
    cover = element("div", _header(frame), _contents(frame), class_="cover", id="top")
    body = element("body", skip, cover, main, _footer(frame))
    html = element("html", _head(deck, facts), body, lang=language, dir=_direction(language))
    return f"<!DOCTYPE html>\n{_in_lines(html)}\n"


def _direction(language: str) -> str | None:
    first, *others = language.lower().split("-")
    script = next((part for part in others if len(part) == 4 and part.isalpha()), first)
    return "rtl" if script in _RIGHT_TO_LEFT else None


def _in_lines(html: str) -> str:
    # A line for each block, for those who compare two pages or read one without a browser.
    return re.sub(r"(</(?:head|title|style|header|nav|article|section|p|li|h1|h2)>)", r"\1\n", html)


def _head(deck: Deck, facts: PageFacts) -> Markup:
    sheet = style()
    # For file: addresses some browsers take 'self' to be nothing at all; they need the scheme.
    policy = (
        f"default-src 'none'; img-src 'self' file:; style-src {hash_source(sheet)}; "
        "base-uri 'none'; form-action 'none'"
    )
    metas = {
        "viewport": "width=device-width, initial-scale=1",
        "color-scheme": "light dark",
        "referrer": "no-referrer",
        "generator": facts.agent,
        "description": one_line(deck.summary, TITLE_LENGTH * 2),
    }
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        *(element("meta", name_=name, content=said) for name, said in metas.items() if said),
        element("title", one_line(deck.title, TITLE_LENGTH) or "Untitled deck"),
        element("link", rel="describedby", type="application/ld+json", href=METADATA),
        element("style", Markup(sheet)),
    )


def _header(frame: Frame) -> Markup:
    deck = frame.deck
    said = [
        one_line(byline(deck.creators)),
        one_line(date_line(deck.issued, deck.modified)),
        joined("Text: ", terms) if (terms := licence(deck.license, deck.rights)) else "",
    ]
    return element(
        "header",
        element("h1", one_line(deck.title) or "Untitled deck", dir="auto"),
        paragraphs(deck.summary, class_="summary") if deck.summary else "",
        *(
            element("p", words, class_="soft", dir="auto", lang=frame.english)
            for words in said
            if words
        ),
    )


def _contents(frame: Frame) -> Markup:
    slides = frame.deck.slides
    listed = [
        element(
            "li",
            element(
                "a", one_line(title_of(slide, n), TITLE_LENGTH), href=f"#slide-{n}", dir="auto"
            ),
        )
        for n, slide in enumerate(slides, 1)
    ]
    listing = element("ol", *listed)
    if len(listed) > _FOLDED:
        summary = element("summary", f"All {len(listed):,} slides", lang=frame.english)
        listing = element("details", summary, listing)
    ends = (("#sources", "Sources"), ("#credits", "Picture credits"), ("#about", "About this page"))
    return element(
        "nav",
        element("h2", "Contents", id="contents-title", lang=frame.english),
        listing,
        element(
            "ul",
            *(element("li", element("a", words, href=address)) for address, words in ends),
            lang=frame.english,
        ),
        id="contents",
        aria_labelledby="contents-title",
    )


def _footer(frame: Frame) -> Markup:
    """What the page is part of, and how to prove that nothing in it was changed."""
    deck, agent = frame.deck, frame.facts.agent
    readme = element("a", "README.txt", href="../README.txt")
    source = element("a", "slides/deck.yaml", href="slides/deck.yaml")
    crate = element("a", METADATA, href=METADATA)
    first, second = (element("code", f"manifest-{kind}.txt") for kind in ("sha512", "sha256"))
    named = joined("The deck’s name for ever is ", element("code", one_line(deck.id)), ". ")
    return element(
        "footer",
        element("h2", "About this page", id="about"),
        element(
            "p",
            "This page is part of a bundle: one ZIP file, or the folder that comes out of it, ",
            "with the whole deck in it. The pictures lie beside the page in ",
            element("code", "assets"),
            "; the text as its authors wrote it begins in ",
            source,
            "; what is known of everything, as linked data (RO-Crate 1.2), is in ",
            crate,
            ".",
        ),
        element(
            "p",
            "No special program is needed to check that nothing was changed: ",
            readme,
            ", one folder above this page, says how. The hash of every file stands beside it, in ",
            first,
            " and ",
            second,
            ".",
        ),
        element("p", named if deck.id else "", f"The page was written by {agent}."),
        element("p", element("a", "Back to the top", href="#top")),
        lang=frame.english,
        aria_labelledby="about",
    )
