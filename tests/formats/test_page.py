"""The page that shows a whole deck: what it says, that it is valid, and that it is safe."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core import look
from reader.core.deck import Creator, Deck
from reader.formats.page.document import page
from reader.formats.page.rights import licence_address, web_address
from reader.formats.page.slide import PageFacts
from reader.formats.page.style import hash_source, style
from tests.core.small_decks import deck_of, deck_of_slides
from tests.formats.html_outline import Outline

FACTS = PageFacts("Deck Reader 1.0.0", {"a.jpg": "assets/a.jpg"}, {"a.jpg": (800, 450)})
SOURCES = {
    "one": {"type": "report", "title": "The port in figures", "URL": "https://example.org/?a=1&b"},
    "two": {"type": "report", "author": [{"literal": "Harbour <b>Board</b>"}], "note": "A note."},
}
REGION = {"x": 0.1, "y": 0.2, "w": 0.3, "h": 0.4}
STAND_IN = {
    "file": "a.jpg",
    "alt_text": "Three boats",
    "extended_description": "They are blue.\n\nOne is new.",
    "details": [
        {"title": "The mast", "region": REGION, "caption": "It is <i>mended</i>."},
        {"title": "The net", "region": REGION, "credit_line": "Net Works"},
    ],
    "rendition": "stand_in",
    "creators": ["Deck Reader"],
    "license": "CC-BY-4.0",
    "stand_in_for": {
        "credit_line": "AFP",
        "withheld_because": "no_redistribution_licence",
        "note": "Seen at dawn.",
    },
}
SLIDE = {
    "title": "Boats at dawn",
    "kicker": "Before the nets",
    "text": "They *say* it is **so** [see @one, p. 3].\n\nIs it [@two; @lost]?",
    "notes": "Speak slowly.\nPause.",
    "duration": 60,
    "image": STAND_IN,
}
IMAGE_TEXTS = (
    "alt_text", "extended_description", "caption", "credit_line", "license", "rights",
    "usage_terms", "copyright_notice", "web_page", "digital_source_type", "headline",
    "original_filename", "source", "date_created",
)  # fmt: skip
HOSTILE = [
    "<script>alert(1)</script>",
    "</title></style></head><img src=x onerror=alert(1)>",
    "\"'><a href=javascript:alert(1)>",
    "\u202eREVERSED \u2066 inside",
    "&lt;b&gt; &amp; &#x3c;",
    "<!-- --> <![CDATA[ ]]> <?php ?>",
    "bell \x07 half \ud800 none \uffff next\x85line \U0001ffff",
    "]]> \\ ` ${x} {{x}} %s",
    "word" * 5_000,
    "مرحبا بالعالم",
]


def deck_with(*slides: dict[str, Any], **header: Any) -> Deck:
    """A deck of these slides that cites two sources."""
    return deck_of_slides(*(slides or (SLIDE, {"title": "Second"})))._replace(
        **{"sources": SOURCES, **header}
    )


def hostile_deck(words: str) -> Deck:
    """A deck that says the same words in every place."""
    image: dict[str, Any] = dict.fromkeys(IMAGE_TEXTS, words)
    image["file"] = "a.jpg"
    said = {"title": words, "region": REGION, "caption": words, "credit_line": words}
    image["details"] = [said, said]
    withheld = {"credit_line": words, "withheld_because": words, "note": words, "rights": words}
    slide = {"title": words, "kicker": words, "text": f"{words} [@{{{words[:40]}}}]"}
    return deck_with(
        {**slide, "notes": words, "image": {**image, "licensor": {"name": words, "url": words}}},
        {**slide, "image": {**image, "creators": [words], "stand_in_for": withheld}},
        {**slide, "image": {**image, "file": words}},
        title=words,
        language=words,
        summary=words,
        creators=(Creator(words, words),),
        issued=words,
        modified=words,
        license=words,
        rights=words,
        id=words,
        sources={"one": {"type": words, "title": words, "note": words, "URL": words}},
    )


DECKS = {
    "usual": deck_with(language="en"),
    "empty": deck_with({}, sources={}, title="", language=""),
    "faulty": deck_of_slides({}, fault="It cannot be read."),
    "german": deck_with(language="de-CH"),
    "long": deck_of(100),
    "wordy": deck_with({"title": "ab " * 350_000, "text": "cd" * 500_000}),
    **{f"hostile {number}": hostile_deck(words) for number, words in enumerate(HOSTILE)},
}
every_deck = pytest.mark.parametrize("deck", DECKS.values(), ids=DECKS)


def outline(deck: Deck, facts: PageFacts = FACTS) -> Outline:
    return Outline(page(deck, facts))


def flat(text: str) -> str:
    return " ".join(text.split())


@every_deck
def test_html5lib_finds_nothing_to_mend(deck: Deck) -> None:
    html5lib = pytest.importorskip("html5lib", reason="needs html5lib")
    html5lib.HTMLParser(strict=True).parse(page(deck, FACTS))


@every_deck
def test_tidy_finds_no_fault(deck: Deck) -> None:
    tidy = shutil.which("tidy")
    if tidy is None:
        pytest.skip("needs tidy (Debian: apt-get install tidy)")
    html = page(deck, FACTS).encode()
    done = subprocess.run([tidy, "-e", "-q", "-utf8"], input=html, capture_output=True, check=False)
    complaints = done.stderr.decode(errors="replace").splitlines()
    # It is older than the two attributes that it does not know.
    new = re.compile(r'<img> proprietary attribute "(loading|aria-details)"$')
    assert [line for line in complaints if not new.search(line)] == []


@every_deck
def test_every_reference_leads_somewhere(deck: Deck) -> None:
    found = outline(deck)
    ids = found.values("id")
    assert len(ids) == len(set(ids))
    inside = [href.removeprefix("#") for href in found.values("href") if href.startswith("#")]
    named = [*found.values("aria-labelledby"), *found.values("aria-details")]
    assert inside
    assert set(inside + named) <= set(ids)


@every_deck
def test_nothing_in_a_deck_becomes_markup(deck: Deck) -> None:
    found = outline(deck)
    assert not found.all("script", "iframe", "object", "embed", "form", "input", "base", "svg")
    assert not [key for node in found.nodes for key in node.attributes if key.startswith("on")]
    assert not found.values("style")
    assert set(found.values("src")) <= {"assets/a.jpg"}
    ours = {"../README.txt", "slides/deck.yaml", "ro-crate-metadata.json"}
    away = {href for href in found.values("href") if not href.startswith("#")} - ours
    assert all(re.match(r"https?://[^\s/]", href) for href in away)


@every_deck
def test_headings_and_landmarks_are_in_order(deck: Deck) -> None:
    found = outline(deck)
    assert found.all("h1", "h2")[0].name == "h1"
    assert len(found.all("h1")) == len(found.all("main")) == len(found.all("nav")) == 1
    assert not found.all("h3", "h4", "h5", "h6")
    assert all(node.text.strip() for node in found.all("h1", "h2", "title", "a", "summary"))
    assert re.fullmatch(
        "[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", found.all("html")[0].attributes["lang"]
    )


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_comes_back_as_text(title: str, text: str) -> None:
    usual = [n.name for n in outline(deck_with({"title": "A", "notes": "B"})).nodes]
    found = outline(deck_with({"title": title, "notes": f"({text})"}))
    assert [n.name for n in found.nodes if n.name != "p"] == [n for n in usual if n != "p"]
    if title.isprintable() and title.strip():
        assert found.by_id("title-1").text == flat(title)


def test_the_page_says_what_the_deck_says() -> None:
    found = outline(DECKS["usual"])
    (image,) = found.all("img")
    assert image.attributes["alt"] == "Three boats"
    assert (image.attributes["width"], image.attributes["height"]) == ("800", "450")
    description = found.by_id(image.attributes["aria-details"])
    assert "They are blue. One is new." in flat(description.text)
    assert found.by_id("title-1").text == "Boats at dawn"
    assert found.of_class("kicker")[0].text == "Before the nets"
    assert [node.text for node in found.all("em", "strong")][2:] == ["say", "so"]
    credit = found.of_class("stand-in")[0].text.replace("\u00a0", " ")
    assert credit == "Photograph: AFP (not reproduced) · Illustration: Deck Reader · CC BY 4.0"
    said = flat(found.all("main")[0].text)
    assert "No licence allows the photograph to be passed on. Seen at dawn." in said
    assert "Speak slowly. Pause." in said
    assert "https://creativecommons.org/licenses/by/4.0/" in found.values("href")


def test_details_stand_under_the_picture() -> None:
    found = outline(DECKS["usual"])
    about = flat(found.by_id("about-1").text)
    assert "The mastIt is <i>mended</i>. The netNet Works" in about
    assert [node.text for node in found.all("strong")][:2] == ["The mast", "The net"]
    alone = outline(deck_with({"image": {"file": "a.jpg", "details": STAND_IN["details"]}}))
    assert "The net" in alone.by_id("about-1").text


def test_citations_lead_to_sources_and_back() -> None:
    found = outline(DECKS["usual"])
    marks = [node.text for node in found.of_class("cite")]
    assert marks == ["see 1, p. 3", "2", "“lost”: no such source"]
    first = next(n for n in found.all("a") if n.attributes["href"] == "#source-1")
    assert first.attributes["aria-label"] == "see 1, p. 3: The port in figures · Report"
    source = found.by_id("source-1").text
    assert "https://example.org/?a=1&b" in source
    assert "Cited on slide 1" in source
    assert "No title, date or address is given. A note." in found.by_id("source-2").text
    assert "not defined in the deck: “lost”" in found.by_id("sources").text


def test_a_picture_without_words_and_one_that_is_missing() -> None:
    plain = outline(deck_with({"image": {"file": "a.jpg"}}))
    assert plain.all("img")[0].attributes["alt"] == "Picture without alternative text."
    decorative = outline(deck_with({"image": {"file": "a.jpg", "decorative": True}}))
    assert decorative.all("img")[0].attributes["alt"] == ""
    missing = outline(deck_with({"image": {"file": "b.jpg", "alt_text": "A quay."}}))
    assert missing.of_class("absent")[0].text == "The picture b.jpg is not here. A quay."
    assert not missing.all("img")


def test_a_path_is_an_address_whatever_it_is_called() -> None:
    facts = FACTS._replace(pictures={"a.jpg": "assets/100% #1?.jpg"}, sizes={})
    (image,) = outline(DECKS["usual"], facts).all("img")
    assert image.attributes["src"] == "assets/100%25%20%231%3F.jpg"
    assert "width" not in image.attributes


def test_our_own_words_are_marked_as_english_in_other_languages() -> None:
    found = outline(DECKS["german"])
    assert found.all("html")[0].attributes["lang"] == "de-CH"
    assert {node.attributes.get("lang") for node in found.all("summary", "footer", "section")} == {
        "en"
    }
    assert found.by_id("title-1").attributes.get("lang") is None
    assert len(outline(DECKS["usual"]).values("lang")) == 1


@pytest.mark.parametrize(
    ("language", "direction"),
    [("ar", "rtl"), ("he-IL", "rtl"), ("az-Arab-IR", "rtl"), ("ar-Latn", None), ("en", None)],
)
def test_the_page_is_read_the_way_its_language_is(language: str, direction: str | None) -> None:
    root = outline(deck_with(language=language)).all("html")[0]
    assert root.attributes.get("dir") == direction


def test_a_tall_picture_leaves_more_room_to_the_text() -> None:
    for size, name in (((900, 1000), "slide"), ((899, 1000), "slide tall"), ((0, 0), "slide")):
        found = outline(DECKS["usual"], FACTS._replace(sizes={"a.jpg": size}))
        assert found.by_id("slide-1").attributes["class"] == name


def test_one_can_go_from_slide_to_slide() -> None:
    found = outline(deck_of(3))
    turns = [
        (n.text, n.attributes["href"], n.attributes.get("aria-label"))
        for n in found.all("a")
        if n.attributes.get("class") in ("previous", "next", "contents")
    ]
    assert turns == [
        ("Contents", "#contents", None),
        ("Next", "#slide-2", "Next: Slide 2"),
        ("Previous", "#slide-1", "Previous: Slide 1"),
        ("Next", "#slide-3", "Next: Slide 3"),
        ("Previous", "#slide-2", "Previous: Slide 2"),
        ("Sources", "#sources", None),
    ]
    assert found.all("a")[0].attributes == {"href": "#slides", "class": "skip"}


def test_the_policy_allows_the_style_and_nothing_else() -> None:
    html = page(DECKS["usual"], FACTS)
    policy = next(
        n.attributes["content"]
        for n in Outline(html).all("meta")
        if n.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; ")
    sheet = html.partition("<style>")[2].partition("</style>")[0]
    assert hash_source(sheet) in policy
    assert "unsafe" not in policy
    assert not re.search("url\\(|@import|<", style())
    assert html.index("Content-Security-Policy") < html.index("<style>") < html.index("<body>")


def test_the_same_deck_makes_the_same_bytes() -> None:
    script = (
        "from tests.formats.test_page import DECKS, FACTS, page; import hashlib;"
        "print(hashlib.sha256(page(DECKS['usual'], FACTS).encode()).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(told) == 1


def test_ten_thousand_slides_take_seconds() -> None:
    deck = deck_with(*[SLIDE] * 10_000)
    start = time.monotonic()
    html = page(deck, FACTS)
    assert time.monotonic() - start < 20
    assert html.count("<article ") == 10_000


@pytest.mark.parametrize("ink", ["ink", "soft", "accent", "fault"])
@pytest.mark.parametrize("palette", [look.LIGHT, look.DARK], ids=["light", "dark"])
def test_all_text_can_be_read(palette: look.Palette, ink: str) -> None:
    grounds = {palette.ground, palette.raised} | ({"#FFFFFF"} if palette is look.LIGHT else set())
    least = min(look.contrast(getattr(palette, ink), ground) for ground in grounds)
    assert least >= look.CONTRAST
    assert f"--{ink}: {getattr(palette, ink)};" in style()


@pytest.mark.parametrize(
    ("spdx", "address"),
    [
        ("CC-BY-SA-3.0-DE", "https://creativecommons.org/licenses/by-sa/3.0/de/"),
        ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("MIT", "https://spdx.org/licenses/MIT.html"),
        ("OFL-1.1", "https://spdx.org/licenses/OFL-1.1.html"),
        ("InC-EDU", ""),
        ("LicenseRef-Ours", ""),
        ("MIT OR CC-BY-4.0", ""),
        ("", ""),
    ],
)
def test_where_licences_stand(spdx: str, address: str) -> None:
    assert licence_address(spdx) == address


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "//evil", "https:", "https:///x", "http://a b",
     "data:text/html,x", "\\\\server\\share", "https://a\u202e.org", "JAVASCRIPT://x/%0aalert(1)"],
)  # fmt: skip
def test_only_the_web_is_linked(address: str) -> None:
    assert web_address(address) == ""
    image = {"file": "a.jpg", "web_page": address, "rights": address, "license": address}
    deck = deck_with({"image": image}, sources={"one": {"URL": address}}, rights=address)
    hrefs = outline(deck).values("href")
    assert not [href for href in hrefs if href.startswith("http") or "alert" in href]
