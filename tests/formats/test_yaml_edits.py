"""A value is changed in a YAML file, and nothing else in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reader.core.strict_yaml import At, StrictYaml
from reader.errors import BundleError
from reader.formats.bundles.yaml_edits import rewrite

WHERE = Path("slides/a.yaml")
FILE: At = ("image", "file")
NEW = "assets/x.png"
AS_NAMED: dict[At, tuple[str, str]] = {("image",): ("original_filename", "X y.PNG")}


def read(text: str) -> Any:
    document = StrictYaml(text.encode(), WHERE)
    value = document.value()
    assert document.problems == []
    return value


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("image:\n  file: a b.PNG\n  alt: x\n", "image:\n  file: assets/x.png\n  alt: x\n"),
        ("image:\n  file: 'a b.PNG'  # why\n", "image:\n  file: assets/x.png  # why\n"),
        ('image: {"file":"a\\tb", alt: x}', 'image: {"file":assets/x.png, alt: x}'),
        ("image: {file: a b, alt: x}  # c", "image: {file: assets/x.png, alt: x}  # c"),
        ("image:\n  file:\n    a.png\n# c\n", "image:\n  file:\n    assets/x.png\n# c\n"),
        ("image:\n  file: a\n    b\n  alt: x\n", "image:\n  file: assets/x.png\n  alt: x\n"),
        ("image:\n  file: 'a\n\n    b'\n  alt: x", "image:\n  file: assets/x.png\n  alt: x"),
        (
            "image:\n  file: >-\n    a\n    b\n\n  alt: x",
            "image:\n  file: assets/x.png\n\n  alt: x",
        ),
        ("image:\n  file: |2 # c\n    a\n  # d\n", "image:\n  file: assets/x.png # c\n  # d\n"),
        ("image:\n  file: |+\n    a\n\n\n", "image:\n  file: assets/x.png\n\n\n"),
        ("image:\n  file: >\x85    a\u2028", "image:\n  file: assets/x.png\u2028"),
        ("image:\n  file: |\n    a", "image:\n  file: assets/x.png"),
        ("image:\n  file:\n  alt: x\n", "image:\n  file: assets/x.png\n  alt: x\n"),
        ("image:\n  ? file\n  : a\n", "image:\n  ? file\n  : assets/x.png\n"),
        (
            "# 𝕏 ñ\nt: '𝕏𝕏'\nimage: {t: 𝕏, file: 𝕏 a}",
            "# 𝕏 ñ\nt: '𝕏𝕏'\nimage: {t: 𝕏, file: assets/x.png}",
        ),
        (
            "\ufeffimage:\r\n  file: a\r\n  alt: x\r\n",
            "\ufeffimage:\r\n  file: assets/x.png\r\n  alt: x\r\n",
        ),
        (
            't: "a\u2028 b\u0085 c"\nimage: {file: a}',
            't: "a\u2028 b\u0085 c"\nimage: {file: assets/x.png}',
        ),
        ("image:\r  file: a\r", "image:\r  file: assets/x.png\r"),
        (
            "%YAML 1.1\n---\nimage:\n  file: a\n...\n",
            "%YAML 1.1\n---\nimage:\n  file: assets/x.png\n...\n",
        ),
    ],
)
def test_a_value_is_replaced_where_it_stands(before: str, after: str) -> None:
    assert rewrite(before, {FILE: NEW}, {}, WHERE) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# 𝕏\nimage:\n  # c\n  file: a\n", "# 𝕏\nimage:\n  # c\n  +\n  file: a\n"),
        ("image:\r\n    file: a\r\n", "image:\r\n    +\r\n    file: a\r\n"),
        ("image: {file: a}", "image: {+, file: a}"),
        ("image: { file: a }", "image: {+, file: a }"),
        ("image: {}", "image: {+}"),
        ("image: {\n  # c\n  file: a}", "image: {+,\n  # c\n  file: a}"),
        ("image: {# c\n  file: a}", None),
        (
            "image:\n  file: a\n  original_filename: b\n",
            "image:\n  file: a\n  original_filename: b\n",
        ),
        ("image:\n  ? file\n  : a\n", "image:\n  +\n  ? file\n  : a\n"),
    ],
)
def test_a_key_is_added_unless_it_is_there(before: str, after: str | None) -> None:
    if after is None:
        after = before.replace("{", "{+, ")
    assert rewrite(before, {}, AS_NAMED, WHERE) == after.replace("+", "original_filename: X y.PNG")


def test_the_whole_document_and_items_of_lists_are_changed() -> None:
    text = (
        "\ufeff# c\ntitle: a\nslides:\n- A b.yaml # 𝕏\n-   'C.yaml'\n"
        "- {image: {file: a}}\n- - k: v\n"
    )
    values: dict[At, str] = {
        ("slides", 0): "a-b.yaml",
        ("slides", 1): "no",
        ("slides", 2, "image", "file"): "1",
    }
    added: dict[At, tuple[str, str]] = {
        (): ("original_filename", "'\"\\𝕏\u2028"),
        ("slides", 3, 0): ("k2", ""),
    }
    assert rewrite(text, values, added, WHERE) == (
        '\ufeff# c\noriginal_filename: "\'\\"\\\\𝕏\\u2028"\ntitle: a\nslides:\n- a-b.yaml # 𝕏\n'
        '-   "no"\n- {image: {file: "1"}}\n- - k2: ""\n    k: v\n'
    )


@pytest.mark.parametrize(
    "value", ["", "~", "1", "true", "a: b", "a #b", "- a", "---", "a ", ".5", "\t", "é", "😀"]
)
def test_what_plain_yaml_would_change_is_quoted(value: str) -> None:
    assert read(rewrite("image: {file: a}", {FILE: value}, {}, WHERE)) == {"image": {"file": value}}


@pytest.mark.parametrize(
    ("text", "values", "added", "said"),
    [
        ("a: [b", {FILE: NEW}, {}, "a.yaml:2:1: this is not YAML"),
        ("a: 1\na: 2\n", {("a",): NEW}, {}, "duplicate"),
        ("a: 1\n", {FILE: NEW}, {}, "at image.file there should be a text"),
        ("image:\n  file: [a]\n", {FILE: NEW}, {}, "a.yaml:2: at image.file"),
        ("- a\n", {}, AS_NAMED, "keys with values"),
        ("", {(): NEW}, {}, "at the top there should be a text"),
        ("image: [file: a, b: c]", {}, {("image", 0): ("k", "c")}, "without changing more"),
        ("image: {file: a}", {FILE: "\udcff"}, {}, "without changing more"),
        ("image: {file: a}", {FILE: "a\u202eb"}, {}, "U+202E"),
    ],
)
def test_what_cannot_be_changed_is_said(
    text: str, values: dict[At, str], added: dict[At, tuple[str, str]], said: str
) -> None:
    with pytest.raises(BundleError) as error:
        rewrite(text, values, added, WHERE)
    assert said in str(error.value)
    assert "a.yaml" in str(error.value)


def test_without_edits_even_broken_text_is_left_alone() -> None:
    assert rewrite("a: [", {}, {}, WHERE) == "a: ["


# Texts of YAML's troubles, and of characters that take one, two, three and four bytes.
TEXTS = st.text("ab é–😀:#-'\"{}[],&*!|>%@\n\\", max_size=12)
WORDS = st.text("abc", min_size=1, max_size=3)
VALUES = st.recursive(
    TEXTS | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)
FILES = TEXTS.filter(bool)


@st.composite
def written(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A deck with slides in it, in one of the ways that YAML can be written."""
    slides = draw(
        st.lists(
            st.fixed_dictionaries({"x": VALUES, "image": st.fixed_dictionaries({"file": FILES})})
            | FILES,
            min_size=1,
            max_size=4,
        )
    )
    deck = {"title": draw(TEXTS), "extra": draw(VALUES), "slides": slides, "z": draw(VALUES)}
    text = yaml.safe_dump(
        deck,
        default_flow_style=draw(st.sampled_from([True, False, None])),
        default_style=draw(st.sampled_from([None, "'", '"', "|", ">"])),
        width=draw(st.sampled_from([8, 20, 80])),
        indent=draw(st.integers(2, 6)),
        allow_unicode=draw(st.booleans()),
        sort_keys=draw(st.booleans()),
        explicit_start=draw(st.booleans()),
        line_break=draw(st.sampled_from(["\n", "\r\n"])),
    )
    return draw(st.sampled_from(["", "\ufeff"])) + text, deck


@given(written(), FILES)
def test_any_deck_differs_by_the_edit_only(given_deck: tuple[str, Any], new: str) -> None:
    text, _ = given_deck
    document = StrictYaml(text.encode(), WHERE)
    deck = document.value()
    if document.problems:  # a style that tags its numbers, which no deck may have
        return
    values: dict[At, str] = {}
    added: dict[At, tuple[str, str]] = {}
    for index, slide in enumerate(deck["slides"]):
        if isinstance(slide, str):
            values["slides", index] = new
            deck["slides"][index] = new
        else:
            values["slides", index, "image", "file"] = new
            added["slides", index, "image"] = ("original_filename", slide["image"]["file"])
            slide["image"] = {"original_filename": slide["image"]["file"], "file": new}
    result = rewrite(text, values, added, WHERE)
    assert read(result) == deck
    assert result.startswith("\ufeff") == text.startswith("\ufeff")
    assert ("\r" in result) == ("\r" in text)
