"""Names in a bundle hold on every system, and say which file was which."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.bundles.portable_names import PART, SLUG, is_portable, portable, slug

# Letters that fold together, devices, dots, and letters of other scripts.
PARTS = st.one_of(
    st.text("aAäÄßéＡ1._- %:\\\u0301\u202e", min_size=1, max_size=6),
    st.sampled_from(
        ["con", "NUL.txt", "com1.tar.gz", "фото.JPG", "a", "A", "a-2", "写真", "x" * 120]
    ),
).filter(lambda part: part not in (".", ".."))
NAMES = st.lists(PARTS, min_size=1, max_size=3).map("/".join)


def tree_of(names: list[str]) -> list[str]:
    """The names without those that are a folder of another, as a disk holds them."""
    return [n for n in names if not any(m.startswith(f"{n}/") for m in names)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("assets/01-harbour.jpg", "assets/01-harbour.jpg"),
        ("assets/Übersicht (neu).JPG", "assets/ubersicht-neu.jpg"),
        ("assets/Straße.png", "assets/strasse.png"),
        ("assets/Ærø.png", "assets/aero.png"),
        ("assets/100%.jpg", "assets/100.jpg"),
        ("assets/фото.jpeg", "assets/file.jpeg"),
        ("Фото/a.jpg", "folder/a.jpg"),
        ("assets/.hidden", "assets/hidden"),
        ("assets/-dash.png", "assets/dash.png"),
        ("assets/CON.png", "assets/file-con.png"),
        ("aux/a.png", "folder-aux/a.png"),
        ("assets/dot.", "assets/dot"),
        ("assets/a.tar.gz", "assets/a.tar.gz"),
        ("assets/a b.c d", "assets/a-b.c-d"),
        ("assets/" + "x" * 200 + ".jpeg", "assets/" + "x" * 95 + ".jpeg"),
        ("assets/e\u0301.png", "assets/e.png"),
        ("assets/\udcff.png", "assets/file.png"),
    ],
)
def test_names_become_portable(name: str, expected: str) -> None:
    assert portable([name]) == {name: expected}


def test_clashes_are_numbered_and_portable_names_stay() -> None:
    names = ["assets/A.png", "assets/a.png", "assets/Ä.png", "assets/a-2.png"]
    assert portable(names) == {
        "assets/a.png": "assets/a.png",
        "assets/a-2.png": "assets/a-2.png",
        "assets/A.png": "assets/a-3.png",
        "assets/Ä.png": "assets/a-4.png",
    }


def test_a_folder_does_not_take_the_name_of_a_file() -> None:
    given_names = portable(["x", "X/a.png", "X/b.png", "y/a.png", "Y"])
    assert given_names["X/a.png"] == "x-2/a.png"
    assert given_names["X/b.png"] == "x-2/b.png"
    assert given_names["Y"] == "y-2"


def test_a_name_made_for_the_bundle_is_not_given_to_another() -> None:
    assert portable(["Sources.csl.json"], ["sources.csl.json"]) == {
        "Sources.csl.json": "sources.csl-2.json"
    }


def test_a_number_fits_into_the_longest_name() -> None:
    long = "x" * PART
    assert portable([long, "X" * PART])["X" * PART] == "x" * (PART - 2) + "-2"


@given(st.lists(NAMES, max_size=8).map(tree_of))
def test_every_name_is_portable_and_used_once(names: list[str]) -> None:
    result = portable(names)
    assert result == portable(list(reversed(names)))
    assert set(result) == set(names)
    assert all(is_portable(name) for name in result.values())
    folded = [unicodedata.normalize("NFKC", name).casefold() for name in result.values()]
    assert len(set(folded)) == len(folded)
    assert not [n for n in folded if any(m.startswith(f"{n}/") for m in folded)]
    assert all(result[name] == name for name in names if is_portable(name))
    assert portable(result.values()) == {name: name for name in result.values()}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("The role of Cuba", "the-role-of-cuba"),
        ("  ¿Qué pasó?  ", "que-paso"),
        ("Con", "deck-con"),
        ("写真", "my-deck"),
        ("a\r\nb\x00c", "a-b-c"),
    ],
)
def test_a_title_becomes_a_slug(title: str, expected: str) -> None:
    assert slug(title, "My deck") == expected


def test_a_long_title_ends_with_a_whole_word() -> None:
    title = "The role of Cuba in Venezuelan politics and the regional drug trade"
    assert slug(title, "") == "the-role-of-cuba-in-venezuelan-politics-and-the-regional"
    assert slug("x" * 99, "") == "x" * SLUG


@given(st.text(), st.text())
def test_a_slug_is_always_a_name(title: str, otherwise: str) -> None:
    result = slug(title, otherwise)
    assert is_portable(result)
    assert "." not in result
    assert "_" not in result
    assert len(result) <= SLUG + len("deck-")
