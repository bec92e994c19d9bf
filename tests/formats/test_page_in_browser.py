"""The page in a browser: it loads alone, asks for nothing else, and can be used by everyone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from PIL import Image

from reader.core import look
from reader.core.deck import Deck
from reader.formats.crate.graph import PREVIEW
from reader.formats.page.document import page
from reader.formats.page.slide import PageFacts
from tests.core.small_decks import deck_of
from tests.formats.chromium import Chromium, browser
from tests.formats.test_page import DECKS, HOSTILE, SLIDE, STAND_IN, deck_with

DECK = deck_with(
    SLIDE,
    {**SLIDE, "title": "A very long title about harbourmasters" * 3, "text": "quay" * 500},
    {"title": "Without a picture", "text": "A word [@one]."},
    {"title": "Decorative", "image": {"file": "b.png", "decorative": True}},
)
WIDTHS = [320, 640, 1280, 3840]


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with browser(tmp_path_factory.mktemp("profile")) as running:
        yield running


def written(folder: Path, deck: Deck) -> str:
    """Write a page with its pictures; its address."""
    (folder / "assets").mkdir(exist_ok=True)
    for name, size in (("a.jpg", (1600, 900)), ("b.png", (300, 900))):
        Image.new("RGB", size, "teal").save(folder / "assets" / name)
    facts = PageFacts(
        "Deck Reader 1.0.0",
        {"a.jpg": "assets/a.jpg", "b.png": "assets/b.png"},
        {"a.jpg": (1600, 900), "b.png": (300, 900)},
    )
    path = folder / PREVIEW
    path.write_text(page(deck, facts), encoding="utf-8", newline="\n")
    return path.as_uri()


@pytest.fixture
def opened(chromium: Chromium, tmp_path: Path) -> Chromium:
    """The browser with our deck in it, in a window of usual size."""
    chromium.prefer(prefers_color_scheme="light")
    chromium.call("Page.setFontSizes", fontSizes={"standard": 16})
    chromium.resize(1280, 720)
    chromium.open(written(tmp_path, DECK))
    return chromium


def test_it_loads_from_a_folder_and_asks_for_nothing_else(opened: Chromium) -> None:
    opened.ask(
        "Promise.all([...document.images].map(i => { i.loading = 'eager'; return i.decode() }))"
        ".then(() => true)"
    )
    sizes = opened.ask("[...document.images].map(i => [i.naturalWidth, i.naturalHeight])")
    assert sizes == [[1600, 900], [1600, 900], [300, 900]]
    assert opened.complaints() == []
    assert opened.requests()
    assert all(address.startswith("file:///") for address in opened.requests())
    assert opened.ask("document.compatMode") == "CSS1Compat"


@pytest.mark.parametrize(
    ("script", "directive"),
    [
        ("let i = new Image(); i.src = 'http://127.0.0.1:9/x.png'", "img-src"),
        ("let s = document.createElement('script'); s.textContent = '1'", "script-src-elem"),
        ("let s = document.createElement('style'); s.textContent = 'p{}'", "style-src-elem"),
        ("let s = document.createElement('base'); s.href = 'http://127.0.0.1:9/'", "base-uri"),
        ("fetch('http://127.0.0.1:9/').catch(() => 0)", "connect-src"),
    ],
)
def test_its_policy_stops_whatever_got_in(opened: Chromium, script: str, directive: str) -> None:
    stopped = opened.ask(
        f"""new Promise(resolve => {{
            addEventListener('securitypolicyviolation', e => resolve(e.effectiveDirective));
            setTimeout(() => resolve('nothing'), 5000);
            {script};
            if (typeof s != 'undefined') document.head.append(s);
            if (typeof i != 'undefined') document.body.append(i);
        }})"""
    )
    assert stopped == directive


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_decks_do_nothing(chromium: Chromium, tmp_path: Path, words: str) -> None:
    chromium.resize(320, 640)
    chromium.open(written(tmp_path, DECKS[f"hostile {HOSTILE.index(words)}"]))
    assert chromium.complaints() == []
    assert all(address.startswith("file:///") for address in chromium.requests())
    assert chromium.ask("document.documentElement.scrollWidth") == 320


def focused(chromium: Chromium) -> str:
    return str(
        chromium.ask("(e => e.className || e.getAttribute('href') || e.id)(document.activeElement)")
    )


def test_the_keyboard_reaches_everything_in_reading_order(opened: Chromium) -> None:
    opened.press("Tab", 9)
    assert focused(opened) == "skip"
    box = opened.ask(
        "(r => [r.left, r.top, r.width])(document.activeElement.getBoundingClientRect())"
    )
    assert box[0] >= 0
    assert box[1] >= 0
    assert box[2] > 100
    found = []
    for _ in range(40):
        opened.press("Tab", 9)
        found.append(focused(opened))
        style = "getComputedStyle(document.activeElement)"
        assert opened.ask(f"{style}.outlineStyle + {style}.outlineWidth") == "solid3px"
        if found[-1] == "../README.txt":
            break
    order = ["#slide-1", "#slide-4", "#about", "#source-1", "next", "../README.txt"]
    assert [found.index(one) for one in order] == sorted(found.index(one) for one in order)


def test_the_skip_link_leads_past_the_contents(opened: Chromium) -> None:
    opened.press("Tab", 9)
    opened.call("Input.dispatchKeyEvent", type="keyDown", key="Enter", text="\r",
                windowsVirtualKeyCode=13)  # fmt: skip
    opened.press("Tab", 9)
    assert opened.ask("document.activeElement.closest('article').id") == "slide-1"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("size", [16, 32])
def test_nothing_is_wider_than_the_window(opened: Chromium, width: int, size: int) -> None:
    opened.resize(width, 640)
    opened.call("Page.setFontSizes", fontSizes={"standard": size})
    opened.ask("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert opened.ask("document.documentElement.scrollWidth") == width
    cut = opened.ask(
        "[...document.querySelectorAll('h1, h2, p, a, dd, img')].filter(e => !e.closest('.skip') &&"
        f" (e.getBoundingClientRect().right > {width} + 1 || e.getBoundingClientRect().left < -1))"
        ".map(e => e.outerHTML.slice(0, 80))"
    )
    assert cut == []
    base = opened.ask("parseFloat(getComputedStyle(document.body).fontSize)")
    assert base >= look.READING_BASE * size / 16


@pytest.mark.parametrize("width", WIDTHS)
def test_targets_are_large_enough(opened: Chromium, width: int) -> None:
    opened.resize(width, 640)
    small = opened.ask(
        "[...document.querySelectorAll('nav a, .turn a, summary, .skip:focus')]"
        ".map(e => [e.textContent, e.getBoundingClientRect()])"
        ".filter(([t, r]) => r.width < 24 || r.height < 24).map(([t, r]) => t)"
    )
    assert small == []


def test_a_picture_is_whole_on_one_screen_with_its_credit(opened: Chromium) -> None:
    for width, height in ((1280, 720), (1920, 1080), (3840, 2160)):
        opened.resize(width, height)
        top, picture, credit, right, left = opened.ask(
            "(q => (document.querySelector('#slide-1').scrollIntoView(), ["
            "q('#slide-1').top, q('#slide-1 img').bottom, q('#slide-1 .credit').bottom,"
            "q('#slide-1 img').right, q('#slide-1 h2').left]))"
            "(s => document.querySelector(s).getBoundingClientRect())"
        )
        assert top <= picture <= credit <= height
        assert right < left


@pytest.mark.parametrize("width", WIDTHS)
def test_everything_begins_at_one_edge(opened: Chromium, width: int) -> None:
    opened.resize(width, 640)
    edges = opened.ask(
        "['h1', '#slide-1 img', '#sources h2', '#about']"
        ".map(s => Math.round(document.querySelector(s).getBoundingClientRect().left))"
    )
    assert len(set(edges)) == 1


def test_the_picture_stays_in_view_beside_a_long_text(opened: Chromium) -> None:
    for place in ("start", "end"):
        opened.ask(f"document.querySelector('#slide-2 .text').scrollIntoView({{block: '{place}'}})")
        top, bottom = opened.ask(
            "(r => [r.top, r.bottom])"
            "(document.querySelector('#slide-2 img').getBoundingClientRect())"
        )
        assert 0 <= top < bottom <= 720


def test_a_deck_read_from_the_right_is_laid_out_so(chromium: Chromium, tmp_path: Path) -> None:
    chromium.resize(1280, 720)
    chromium.open(written(tmp_path, deck_with(language="ar")))
    picture, title, credit = chromium.ask(
        "['img', '.slide h2', '.credit']"
        ".map(s => document.querySelector(s).getBoundingClientRect().left)"
    )
    assert title < picture == credit
    assert chromium.ask("getComputedStyle(document.querySelector('.credit')).direction") == "ltr"


@pytest.mark.parametrize(
    ("scheme", "palette"), [("light", look.LIGHT), ("dark", look.DARK)], ids=["light", "dark"]
)
def test_it_follows_the_wish_for_light_or_dark(
    opened: Chromium, scheme: str, palette: look.Palette
) -> None:
    opened.prefer(prefers_color_scheme=scheme)
    colours = opened.ask("(s => [s.backgroundColor, s.color])(getComputedStyle(document.body))")
    assert colours == [f"rgb{look.rgb(palette.ground)}", f"rgb{look.rgb(palette.ink)}"]


def test_a_stand_in_is_marked_by_a_dashed_rule(opened: Chromium) -> None:
    rules = opened.ask(
        "[...document.querySelectorAll('figure .credit')]"
        ".map(e => getComputedStyle(e, '::before').borderTopStyle)"
    )
    assert rules == ["dashed", "dashed", "solid"]


def test_links_differ_from_text_by_more_than_colour(opened: Chromium) -> None:
    plain = opened.ask(
        "[...document.querySelectorAll('p a, sup a, dd a')]"
        ".filter(e => getComputedStyle(e).textDecorationLine != 'underline').length"
    )
    assert plain == 0


class Told(NamedTuple):
    """What a screen reader is told of one thing."""

    role: str
    name: str
    details: str  # the id of what tells more


def told(chromium: Chromium) -> list[Told]:
    """Everything on the page in the order in which a screen reader meets it."""
    tree = chromium.call("Accessibility.getFullAXTree")["nodes"]
    nodes = {node["nodeId"]: node for node in tree}
    rest, found = [tree[0]["nodeId"]], []
    while rest:
        node = nodes[rest.pop()]
        rest += reversed([child for child in node.get("childIds", []) if child in nodes])
        if not node["ignored"]:
            found.append(Told(said_of(node, "role"), said_of(node, "name"), details_of(node)))
    return found


def said_of(node: dict[str, Any], key: str) -> str:
    return str(node.get(key, {}).get("value", ""))


def details_of(node: dict[str, Any]) -> str:
    """The id that `aria-details` leads to, if there is such an element."""
    said = [one["value"] for one in node.get("properties", []) if one["name"] == "details"]
    return "".join(related.get("idref", "") for value in said for related in value["relatedNodes"])


def test_a_screen_reader_is_told_everything_in_order(opened: Chromium) -> None:
    said = told(opened)
    pictures = [node for node in said if node.role == "image"]
    assert [node.name for node in pictures] == [STAND_IN["alt_text"]] * 2
    assert [node.details for node in pictures] == ["about-1", "about-2"]
    roles = [node.role for node in said]
    landmarks = ["banner", "navigation", "main", "contentinfo"]
    assert [roles.count(role) for role in landmarks] == [1, 1, 1, 1]
    assert [roles.index(role) for role in landmarks] == sorted(map(roles.index, landmarks))
    words = "\n".join(node.name for node in said[roles.index("main") :])
    order = ["Boats at dawn", "Before the nets", "Three boats", "Photograph: AFP", "They ", "Next"]
    places = [words.index(one) for one in order]
    assert places == sorted(places)
    assert all(node.name for node in said if node.role in ("link", "heading", "article"))


def test_it_prints_without_navigation_on_white(opened: Chromium) -> None:
    opened.call("Emulation.setEmulatedMedia", media="print")
    hidden = opened.ask(
        "['nav', '.turn a', '.notes', '.skip'].map(s => document.querySelector(s).offsetHeight)"
    )
    assert hidden == [0, 0, 0, 0]
    assert opened.ask("document.querySelector('.turn').innerText") == "1 / 4"
    colours = opened.ask("getComputedStyle(document.body).backgroundColor")
    opened.call("Emulation.setEmulatedMedia", media="")
    assert colours == "rgb(255, 255, 255)"


def test_ten_thousand_slides_open(chromium: Chromium, tmp_path: Path) -> None:
    chromium.resize(1280, 720)
    chromium.open(written(tmp_path, deck_of(10_000)))
    chromium.ask("document.querySelector('#slide-9999').scrollIntoView()")
    assert chromium.ask("document.querySelector('#slide-9999').getBoundingClientRect().top") <= 1
