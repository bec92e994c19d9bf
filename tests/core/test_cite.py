"""Sources in the built-in style: one golden line for each, and what is said to be missing."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reader.core.cite import citations, entry, missing_sentence, numbers
from reader.core.deck import Deck, RawSlide, Slides
from reader.core.files import Folder
from reader.core.source_types import CREATORS, KINDS
from reader.core.text import cited_ids, parse, plain

SLIDES = Path(__file__).parents[2] / "slides"


def deck(sources: dict[str, Any], texts: list[str]) -> Deck:
    raw: list[RawSlide] = [(None, {"text": text}, "") for text in texts]
    return Deck(Folder(Path()), "", "en", "", (), "", "", sources, Slides(raw))


def own_deck() -> Deck:
    data = yaml.safe_load((SLIDES / "deck.yaml").read_text(encoding="utf-8"))
    files = [SLIDES / file for file in data["slides"]]
    slides = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files]
    return deck(data["sources"], [slide["text"] for slide in slides])


def people(*names: str) -> list[dict[str, str]]:
    parts = [name.rpartition(" ") for name in names]
    return [{"given": given, "family": family} for given, _, family in parts]


GOLDEN = [
    (
        {"type": "article-journal", "author": people("Ana Ruiz", "Li Wei"), "title": "The sea",
         "container-title": "Journal of Seas", "volume": 12, "issue": 3, "page": "45-67",
         "issued": {"date-parts": [[2021, 5]]}, "DOI": "10.1000/SEA"},
        "Ana Ruiz and Li Wei · “The sea” · Journal of Seas · Journal article · May 2021"
        " · vol. 12, no. 3, pp. 45–67",
        "",
    ),
    (
        {"type": "article-newspaper", "author": people("Ana Ruiz"), "title": "What “sea” means",
         "container-title": "The Times", "issued": {"date-parts": [[2021, 5, 4]]}, "page": "A1",
         "URL": "https://example.org/sea", "accessed": {"date-parts": [[2021, 6, 1]]}},
        "Ana Ruiz · “What ‘sea’ means” · The Times · Newspaper article · 4 May 2021 · p. A1"
        " · accessed 1 June 2021",
        "",
    ),
    (
        {"type": "book", "author": people("Ana Ruiz", "Li Wei", "Bo Ek"), "title": "The Sea",
         "edition": 2, "publisher": "Blue Press", "publisher-place": "Lima",
         "issued": {"date-parts": [[2020]]}},
        "Ana Ruiz, Li Wei and Bo Ek · The Sea, 2nd edition · Lima: Blue Press · Book · 2020",
        "",
    ),
    (
        {"type": "book", "author": people(*"AB"), "title": "<i>The Sea</i>", "edition": "11",
         "original-date": {"date-parts": [[1851]]}, "translator": people("Li Wei")},
        "A and B · The Sea, 11th edition · translated by Li Wei · Book · 1851",
        "",
    ),
    (
        {"type": "chapter", "author": [{"family": "Beethoven", "given": "Ludwig",
         "non-dropping-particle": "van"}], "title": "Tides", "editor": people("Li Wei"),
         "container-title": "Seas", "publisher": "Blue Press", "page": "7",
         "issued": {"date-parts": [[1999], [2001]]}},
        "Ludwig van Beethoven · “Tides” · edited by Li Wei · Seas · Blue Press · Chapter"
        " · 1999–2001 · p. 7",
        "",
    ),
    (
        {"type": "report", "author": [{"literal": "Institute of Seas"}], "title": "Tides",
         "publisher": "Institute of Seas", "number": "12", "genre": "White paper",
         "issued": {"date-parts": [[2019]], "circa": True}},
        "Institute of Seas · Tides · White paper · about 2019 · no. 12",
        "",
    ),
    (
        {"type": "thesis", "author": [{"family": "King", "given": "Martin Luther",
         "suffix": "Jr.", "comma-suffix": True}], "title": "On God",
         "publisher": "Boston University", "genre": "PhD thesis", "issued": 1955},
        "Martin Luther King, Jr. · On God · Boston University · PhD thesis · 1955",
        "",
    ),
    (
        {"type": "paper-conference", "title": "Nets", "author": people(*"ABCDEFG"),
         "event-title": "SeaConf 2020", "issued": {"raw": "2020-02-03/2020-02-05"}},
        "A, B, C and 4 others · “Nets” · SeaConf 2020 · Conference paper · 3–5 February 2020",
        "",
    ),
    (
        {"type": "legal_case", "title": "Doe v. Roe", "authority": "Supreme Court",
         "number": "1:18-cr-00032", "issued": {"date-parts": [[2018, 1, 2]]}},
        "Doe v. Roe · Supreme Court · Legal case · 2 January 2018 · no. 1:18-cr-00032",
        "",
    ),
    (
        {"type": "patent", "author": people("Ana Ruiz"), "title": "A net", "number": "US 12",
         "submitted": {"date-parts": [[2001]]}},
        "Ana Ruiz · A net · Patent · 2001 · US 12",
        "",
    ),
    (
        {"type": "webpage", "title": "Tides", "URL": "HTTPS://example.org/",
         "container-title": "Seas online", "issued": {"literal": "in spring"}},
        "“Tides” · Seas online · Web page · in spring",
        "",
    ),
    (
        {"type": "motion_picture", "title": "Cléo", "director": people("Agnès Varda"),
         "issued": "1962"},
        "Directed by Agnès Varda · Cléo · Film · 1962",
        "",
    ),
    (
        {"type": "interview", "author": people("Ana Ruiz"), "interviewer": people("Li Wei"),
         "issued": {"date-parts": [[2020]], "season": 3}},
        "Ana Ruiz · interviewed by Li Wei · Interview · autumn 2020",
        "",
    ),
    (
        {"type": "personal_communication", "author": people("Ana Ruiz"), "genre": "Letter",
         "recipient": people("Li Wei")},
        "Ana Ruiz · to Li Wei · Letter",
        "No date is given.",
    ),
    (
        {"type": "book", "title": "Seas", "editor": people("Ana Ruiz"), "status": "forthcoming"},
        "Edited by Ana Ruiz · Seas · Book · forthcoming",
        "No date is given.",
    ),
    (
        {"type": "dataset", "title": "Depths", "author": [{"literal": "Survey"}], "version": "2.1",
         "archive": "National Archive", "archive_location": "box 7"},
        "Survey · Depths · National Archive, box 7 · Dataset · version 2.1",
        "No date is given.",
    ),
    (
        {"type": "review-book", "author": people("Li Wei"), "reviewed-title": "The Sea",
         "reviewed-author": people("Ana Ruiz")},
        "Li Wei · Review of The Sea · on a work by Ana Ruiz · Book review",
        "No title, date or address is given.",
    ),
    (
        {"type": "manuscript", "author": [{"family": "Alembert", "given": "Jean",
         "non-dropping-particle": "d’"}]},
        "Jean d’Alembert · Manuscript",
        "No title, date or address is given.",
    ),
    ({"type": "treaty", "title": "Treaty of Seas"}, "Treaty of Seas · Treaty", "No date is given."),
    (
        {"type": "document", "title": "Seas", "author": "Ana  Ruiz", "URL": "https://a.org",
         "DOI": "doi:10.1/X", "issued": "March 3, 2020"},
        "Ana Ruiz · Seas · March 3, 2020 · doi:10.1/X",
        "",
    ),
    ({"type": "podcast", "title": "Seas"}, "Seas", "No author, date or address is given."),
    ({"type": "report"}, "Report", "No author, title, date or address is given."),
    ({}, "Document", "No author, title, date or address is given."),
]  # fmt: skip


@pytest.mark.parametrize(("source", "text", "missing"), GOLDEN, ids=[g[1] for g in GOLDEN])
def test_golden(source: dict[str, Any], text: str, missing: str) -> None:
    found = entry(source)
    assert (found.text, missing_sentence(found)) == (text, missing)


OWN = {
    "story": (
        "Abhinav Yadav · The role of Cuba in Venezuelan politics and the regional drug trade"
        " · 3 January 2026",
        "No address is given.",
    ),
    "casla": ("CASLA Institute · Report", "No title, date or address is given."),
    "el-pais": ("El País · Newspaper article", "No title, date or address is given."),
    "reuters": ("Reuters", "No title, date or address is given."),
    "defected-officers": ("Officers who defected", "No title, date or address is given."),
    "cuba-siglo-21": ("Cuba Siglo 21 · Report", "No title, date or address is given."),
    "us-doj": (
        "US Department of Justice · Indictments",
        "No case name, court, number or date is given.",
    ),
    "freedom-house": ("Freedom House", "No title, date or address is given."),
    "insight-crime": ("InSight Crime", "No title, date or address is given."),
}


def test_the_sources_of_our_own_deck() -> None:
    found = {key: entry(source) for key, source in own_deck().sources.items()}
    assert {key: (e.text, missing_sentence(e)) for key, e in found.items()} == OWN
    assert all(e.note and not e.url for e in found.values())


def test_our_own_deck_cites_every_source_and_no_other() -> None:
    deck = own_deck()
    texts = map(deck.slides.text_at, range(len(deck.slides)))
    cited = [source for text in texts for source in cited_ids(text)]
    assert set(cited) == set(deck.sources)


@pytest.mark.parametrize("file", sorted(SLIDES.glob("[0-9]*.yaml")), ids=lambda file: file.stem)
def test_the_texts_of_our_own_deck_hold_no_markup_that_is_not_read(file: Path) -> None:
    text = yaml.safe_load(file.read_text(encoding="utf-8"))["text"]
    paragraphs = parse(text)
    assert not set(plain(paragraphs)) & set("*_[]@\\\n") - {"\n"}
    assert all(paragraph[-1].cite for paragraph in paragraphs)


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ({"URL": "https://example.org/a?b#c"}, "https://example.org/a?b#c"),
        ({"DOI": "10.1000/Sea"}, "https://doi.org/10.1000/Sea"),
        ({"DOI": "https://doi.org/10.1000/Sea"}, "https://doi.org/10.1000/Sea"),
        ({"URL": "file:///etc/passwd"}, ""),
        ({"URL": "javascript://example.org/%0aalert(1)"}, ""),
        ({"URL": "example.org"}, ""),
        ({"URL": "https://"}, ""),
        ({"URL": "https://example.org/a b"}, ""),
        ({"URL": "https://example.org/\u202etxt"}, ""),
        ({"URL": 7}, ""),
    ],
)
def test_only_addresses_on_the_web_become_links(source: dict[str, Any], url: str) -> None:
    assert entry(source).url == url


def test_every_type_and_name_of_csl_is_known() -> None:
    assert len(KINDS) == 45
    assert len(CREATORS) == 26
    for type_, (kind, _, expected) in KINDS.items():
        found = entry({"type": type_})
        assert (found.kind, found.text, found.missing) == (kind, kind, expected)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["date-parts", "family", "literal", "raw"]), inner)
    ),
    max_leaves=6,
)
FIELDS = [
    "type",
    "title",
    "author",
    "editor",
    "issued",
    "page",
    "URL",
    "DOI",
    "edition",
    "accessed",
]


@given(st.dictionaries(st.sampled_from(FIELDS), JUNK))
def test_any_data_becomes_a_line(source: dict[str, Any]) -> None:
    found = entry(source)
    assert found.text
    assert "\n" not in found.text


def test_numbers_and_citations_follow_the_deck() -> None:
    story = deck({"b": {}, "a": {}, "c": {}}, ["[@a] [@a]", "", "[@b; @x] [@a]"])
    assert numbers(story) == {"b": 1, "a": 2, "c": 3}
    assert citations(story) == {"b": (3,), "a": (1, 3), "c": ()}


def test_ten_thousand_slides_are_searched_in_time() -> None:
    story = deck({"a": {}, "b": {}}, ["It is so [@a], and more [@b, p. 3]."] * 10_000)
    began = time.perf_counter()
    assert len(citations(story)["a"]) == 10_000
    assert time.perf_counter() - began < 0.5  # 0.05 s is meant; a loaded machine may take longer
