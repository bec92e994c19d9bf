"""What is said of pictures, licences, authors and dates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reader.core.credit import (
    LICENCES,
    byline,
    credit,
    date_line,
    deck_credits,
    licence_name,
)
from reader.core.deck import Creator, Deck, Image, RawSlide, Slides
from reader.core.files import Folder

NO_LICENCE_TO_SHOW = {"withheld_because": "no_redistribution_licence"}


def image(**data: Any) -> Image:
    return Image.of({"file": "assets/a.jpg", **data})


def deck(*images: dict[str, Any] | None) -> Deck:
    raw: list[RawSlide] = [(None, {"image": data} if data else {}, "") for data in images]
    return Deck(Folder(Path()), "", "en", "", (), "", "", {}, Slides(raw))


@pytest.mark.parametrize(
    ("data", "line", "is_missing"),
    [
        (
            {
                "credit_line": "Deck Reader",
                "creators": ["Deck Reader"],
                "license": "CC-BY-4.0",
                "rendition": "stand_in",
                "stand_in_for": {"credit_line": "AFP"},
            },
            "Photograph: AFP (not reproduced) · Illustration: Deck Reader · CC BY 4.0",
            False,
        ),
        (
            {
                "credit_line": "Deck Reader",
                "rendition": "stand_in",
                "stand_in_for": NO_LICENCE_TO_SHOW,
            },
            "Photograph: no credit was published (not reproduced) · Illustration: Deck Reader",
            True,
        ),
        (
            {"rendition": "stand_in", "stand_in_for": {"creators": ["Ana Ruiz"]}},
            "Photograph: Ana Ruiz (not reproduced) · Illustration: no credit given",
            True,
        ),
        (
            {"rendition": "stand_in", "credit_line": "Deck Reader"},
            "Photograph: no credit given (not reproduced) · Illustration: Deck Reader",
            True,
        ),
        (  # a withheld photograph is credited even where the rendition is forgotten
            {"credit_line": "Deck Reader", "stand_in_for": {"credit_line": "AFP"}},
            "Photograph: AFP (not reproduced) · Illustration: Deck Reader",
            False,
        ),
        (
            {"credit_line": "NASA", "license": "CC0-1.0"},
            "Picture: NASA · CC0 1.0 (public domain dedication)",
            False,
        ),
        (
            {"credit_line": "Ana Ruiz / AFP", "creators": ["Ana Ruiz"]},
            "Picture: Ana Ruiz / AFP",
            False,
        ),
        (
            {"credit_line": "AFP", "creators": ["Ana Ruiz", "Li Wei", "Ana Ruiz"]},
            "Picture: Ana Ruiz, Li Wei / AFP",
            False,
        ),
        ({"credit_line": "Alice", "creators": ["Al"]}, "Picture: Al / Alice", False),
        ({"creators": ["Ana Ruiz"]}, "Picture: Ana Ruiz", False),
        (
            {"rendition": "derivative", "credit_line": "Ana\nRuiz"},
            "Adapted picture: Ana Ruiz",
            False,
        ),
        ({"rendition": "derivative"}, "Adapted picture: no credit given", True),
        ({"license": "CC-BY-SA-4.0"}, "No credit given · CC BY-SA 4.0", True),
        ({"rendition": "unheard of", "credit_line": "Ana"}, "Picture: Ana", False),
        ({}, "No credit given", True),
    ],
)
def test_credit_line(data: dict[str, Any], line: str, is_missing: bool) -> None:
    found = credit(image(**data))
    assert (found.line, found.is_missing) == (line, is_missing)
    assert found.is_stand_in == line.startswith("Photograph: ")
    assert line.endswith(found.licence)


@pytest.mark.parametrize(
    ("spdx", "rights", "name"),
    [
        ("CC-BY-4.0", "", "CC BY 4.0"),
        ("CC-BY-NC-ND-3.0-IGO", "", "CC BY-NC-ND 3.0 (IGO)"),
        ("CC-BY-SA-2.0-UK", "", "CC BY-SA 2.0 (UK)"),
        ("CC0-1.0", "", "CC0 1.0 (public domain dedication)"),
        ("MIT OR CC-BY-4.0", "", "MIT License or CC BY 4.0"),
        ("LicenseRef-All-Rights-Reserved", "", "All rights reserved"),
        ("LicenseRef-PublicDomain", "", "Public domain"),
        ("LicenseRef-ACME-press_terms", "", "ACME press terms"),
        ("LicenseRef-press-use", "", "Press use"),
        ("GFDL-1.3-only", "", "GFDL-1.3-only"),
        ("", "http://rightsstatements.org/vocab/InC/1.0/", "In copyright"),
        (
            "",
            "https://rightsstatements.org/page/NoC-US/1.0/?language=en",
            "No copyright in the United States",
        ),
        (
            "",
            "https://rightsstatements.org/vocab/New/1.0/",
            "https://rightsstatements.org/vocab/New/1.0/",
        ),
        ("", "https://creativecommons.org/licenses/by-nc/4.0/", "CC BY-NC 4.0"),
        ("", "http://creativecommons.org/licenses/by-sa/3.0/de/", "CC BY-SA 3.0 (DE)"),
        ("", "https://creativecommons.org/licenses/by/4.0/deed.fr", "CC BY 4.0"),
        ("", "https://creativecommons.org/licenses/by/4.0/deed", "CC BY 4.0"),
        ("", "https://creativecommons.org/publicdomain/mark/1.0/", "Public Domain Mark 1.0"),
        (
            "",
            "https://creativecommons.org/publicdomain/zero/1.0/",
            "CC0 1.0 (public domain dedication)",
        ),
        ("", "https://example.org/terms", "https://example.org/terms"),
        ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"),
        ("CC-BY-4.0", "http://rightsstatements.org/vocab/InC/1.0/", "CC BY 4.0, In copyright"),
        ("", "", ""),
    ],
)
def test_licence_name(spdx: str, rights: str, name: str) -> None:
    assert licence_name(spdx, rights) == name


def test_each_of_the_twelve_rights_statements_has_a_name() -> None:
    codes = "InC InC-OW-EU InC-RUU InC-EDU InC-NC NoC-NC NoC-CR NoC-OKLR NoC-US NKC CNE UND"
    for code in codes.split():
        address = f"http://rightsstatements.org/vocab/{code}/1.0/"
        assert licence_name("", address) == LICENCES[code]


def test_pictures_used_twice_are_credited_once() -> None:
    one = {"file": "a.jpg", "credit_line": "Ana"}
    other = {"file": "b.jpg", "credit_line": "Ana"}
    otherwise = {"file": "a.jpg", "credit_line": "Li"}
    found = deck_credits(deck(one, other, None, one, otherwise))
    assert [(slides, shown.line) for slides, shown in found] == [
        ((1, 4), "Picture: Ana"),
        ((2,), "Picture: Ana"),
        ((5,), "Picture: Li"),
    ]


@pytest.mark.parametrize(
    ("creators", "line"),
    [
        ([("A", "author")], "By A"),
        ([("A", "author"), ("B", "author")], "By A and B"),
        ([("A", "author"), ("B", "Author"), ("C", "author")], "By A, B and C"),
        ([("A", "author"), ("B", "author"), ("C", "editor")], "By A and B · Edited by C"),
        ([("A", "author"), ("A", "editor")], "Written and edited by A"),
        (
            [("A", "editor"), ("A", "author"), ("A", "illustrator")],
            "Edited, written and illustrated by A",
        ),
        ([("A", "author"), ("A", "editor"), ("B", "editor")], "By A · Edited by A and B"),
        ([("A", ""), ("B", "fact checker")], "By A · Fact checker: B"),
        ([("A", "editor"), ("A", "fact checker")], "Edited by A · Fact checker: A"),
        ([("A", "author"), ("A", "author"), ("", "author")], "By A"),
        ([], ""),
    ],
)
def test_byline(creators: list[tuple[str, str]], line: str) -> None:
    assert byline([Creator(name, role) for name, role in creators]) == line


@pytest.mark.parametrize(
    ("issued", "modified", "line"),
    [
        (
            "2026-01-03T19:38:00+05:30",
            "2026-01-03T19:38:00+05:30",
            "Published 3 January 2026, 19:38 (UTC+05:30)",
        ),
        (
            "2026-01-03T19:38:00+05:30",
            "2026-01-03T14:08:00Z",
            "Published 3 January 2026, 19:38 (UTC+05:30)",
        ),
        (
            "2026-01-03T19:38:00Z",
            "2026-02-01",
            "Published 3 January 2026, 19:38 (UTC) · Updated 1 February 2026",
        ),
        ("2026-01-03T19:38:00", "", "Published 3 January 2026, 19:38"),
        (
            "2026-01-03T19:38:00",
            "2026-01-03T19:38:00Z",
            "Published 3 January 2026, 19:38 · Updated 3 January 2026, 19:38 (UTC)",
        ),
        ("2026-01", "2026-01", "Published January 2026"),
        ("2026~", "", "Published about 2026"),
        ("2026?", "", "Published 2026 (uncertain)"),
        ("", "2026", "Updated 2026"),
        ("some day", "", "Published some day"),
        ("", "", ""),
    ],
)
def test_date_line(issued: str, modified: str, line: str) -> None:
    assert date_line(issued, modified) == line
