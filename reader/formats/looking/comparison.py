"""Tells what changed between two decks: as lines for people, and as data for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from reader.core.amounts import count_words
from reader.formats.looking.changes import (
    Change,
    Comparison,
    Keys,
    PictureMention,
    SlideChanges,
    SlideMention,
)
from reader.formats.looking.changes import (
    compare as compare,  # what the lines and the data are made of
)
from reader.formats.looking.slip import clip, exact_size, paragraph, section

MOST_LISTED: Final = 200
"""Most slides, sources or attachments of a kind in the lines for people; the data has all."""

_CONTEXT: Final = 5  # words around a change
_SHORT: Final = 30  # words that are shown whole
_MOST_COMPARED: Final = 300  # words in which single changes are sought
_MOST_SHOWN: Final = 600  # characters
_SHOWN_DIGITS: Final = 16
_LABELS: Final = {
    "fault": "cannot be read",
    "image.file": "picture",
    "sources": "order of the sources",
}


def comparison_json(found: Comparison) -> dict[str, Any]:
    """What changed as data for other programs; the keys are permanent."""
    return {
        "old": str(found.old),
        "new": str(found.new),
        "same": found.is_same,
        "deck": _changes_json(found.deck),
        "slides": {
            "added": [slide._asdict() for slide in found.added],
            "removed": [slide._asdict() for slide in found.removed],
            "moved": [slide._asdict() for slide in found.moved],
            "changed": [
                {**changed.slide._asdict(), "changes": _changes_json(changed.changes)}
                for changed in found.slides
            ],
        },
        "sources": {
            "added": list(found.sources.added),
            "removed": list(found.sources.removed),
            "changed": [
                {"id": changed.id, "changes": _changes_json(changed.changes)}
                for changed in found.source_changes
            ],
        },
        "attachments": {key: list(names) for key, names in found.attachments._asdict().items()},
        "renamed": [{"old": old, "new": new} for old, new in found.renamed],
    }


def _changes_json(changes: Iterable[Change]) -> list[dict[str, Any]]:
    return [
        {"field": change.field, "old": _value_json(change.old), "new": _value_json(change.new)}
        for change in changes
    ]


def _value_json(value: Any) -> Any:
    return value._asdict() if isinstance(value, PictureMention) else value


def comparison_lines(found: Comparison) -> list[str]:
    """What changed as lines of 80 columns; none where both decks are the same.

    That files only have other names is told in one line at the end.
    """
    lines: list[str] = []
    lines += section("Deck", list(_changes(found.deck, 2)))
    lines += section("Slides", list(_slides(found)))
    for changed in found.slides[:MOST_LISTED]:
        lines += section(_heading(changed), list(_changes(changed.changes, 2)))
    lines += _more(len(found.slides), "changed slides")
    lines += section("Sources", [*_keys(found.sources._replace(changed=())), *_sources(found)])
    lines += section("Attachments", list(_keys(found.attachments)))
    if count := len(found.renamed):
        verb = "has another name" if count == 1 else "have other names"
        lines += ["", f"{count_words(count, 'file')} only {verb}, which --json lists"]
    return lines[1:]


def _slides(found: Comparison) -> Iterator[str]:
    yield from _mentions("added", found.added)
    yield from _mentions("removed", found.removed)
    yield from _mentions("moved", found.moved)


def _mentions(verb: str, slides: Sequence[SlideMention]) -> Iterator[str]:
    for slide in slides[:MOST_LISTED]:
        numbers = " → ".join(str(number) for number in (slide.old, slide.new) if number)
        yield from paragraph(slide.title or "(no title)", 2, 200, f"{verb:<8} {numbers:>3}  ")
    yield from _more(len(slides), f"{verb} slides")


def _heading(changed: SlideChanges) -> str:
    slide = changed.slide
    was = f" (it was {slide.old})" if slide.old != slide.new else ""
    return clip(f"Slide {slide.new}{was}: {slide.title or '(no title)'}", 78)


def _sources(found: Comparison) -> Iterator[str]:
    for changed in found.source_changes[:MOST_LISTED]:
        yield from paragraph(changed.id, 2, 200)
        yield from _changes(changed.changes, 4)
    yield from _more(len(found.source_changes), "changed sources")


def _keys(keys: Keys) -> Iterator[str]:
    for verb, names in keys._asdict().items():
        for name in names[:MOST_LISTED]:
            yield from paragraph(name, 2, 200, f"{verb:<8} ")
        yield from _more(len(names), f"{verb} ones")


def _more(count: int, what: str) -> Iterator[str]:
    if count > MOST_LISTED:
        yield f"  … and {count - MOST_LISTED:,} more {what}, which --json lists"


def _changes(changes: Iterable[Change], indent: int) -> Iterator[str]:
    for change in changes:
        yield from paragraph(_label(change.field), indent, 100)
        old, new = _told(change.old), _told(change.new)
        if old.split() == new.split():
            yield f"{' ' * (indent + 2)}only its spaces or line ends differ"
            continue
        old, new = _differing(old, new)
        yield from paragraph(old, indent + 2, _MOST_SHOWN, "- ")
        yield from paragraph(new, indent + 2, _MOST_SHOWN, "+ ")


def _label(field: str) -> str:
    """The name of a field for people: "image.alt_text" is "alt text"."""
    words = field.removeprefix("image.").replace("license", "licence").replace("_", " ")
    return _LABELS.get(field, ", ".join(words.split("."))) or "value"


def _told(value: Any) -> str:
    """A value of the format in words."""
    if isinstance(value, PictureMention):
        return _picture(value)
    if isinstance(value, dict):
        return _pairs(value)
    if isinstance(value, list):
        parts = [_told(part) for part in value]
        return ("; " if any(isinstance(part, dict) for part in value) else ", ").join(parts)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _pairs(value: dict[str, Any]) -> str:
    return ", ".join(f"{key}: {_told(part)}" for key, part in value.items())


def _picture(picture: PictureMention) -> str:
    if picture.bytes is None:
        return f"{picture.file} (not there)"
    digest = f"{picture.algorithm} {(picture.digest or 'not known')[:_SHOWN_DIGITS]}…"
    return f"{picture.file}, {exact_size(picture.bytes)}, {digest}"


def _differing(old: str, new: str) -> tuple[str, str]:
    """Two texts, of long ones only the parts that differ, with a few words around each."""
    before, after = old.split(), new.split()
    if max(len(before), len(after)) <= _SHORT:
        return old, new
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    spans = [(start, len(before) - end, start, len(after) - end)]
    if max(len(before), len(after)) - start - end <= _MOST_COMPARED:
        spans = _spans(before, after, start, end)
    return _parts(before, [span[:2] for span in spans]), _parts(after, [s[2:] for s in spans])


def _spans(
    before: list[str], after: list[str], start: int, end: int
) -> list[tuple[int, int, int, int]]:
    """Where two texts differ between their common start and end."""
    from difflib import SequenceMatcher  # late: most comparisons have no long text to tell of

    middle, other = before[start : len(before) - end], after[start : len(after) - end]
    groups = SequenceMatcher(None, middle, other, autojunk=False).get_grouped_opcodes(_CONTEXT)
    spans = []
    for group in groups:
        changed = [code for code in group if code[0] != "equal"]
        first, last = changed[0], changed[-1]
        spans.append((start + first[1], start + last[2], start + first[3], start + last[4]))
    return spans


def _parts(words: list[str], spans: list[tuple[int, ...]]) -> str:
    parts = []
    for first, last in spans:
        left, right = max(0, first - _CONTEXT), min(len(words), last + _CONTEXT)
        part = " ".join(words[left:right])
        parts.append(f"{'… ' if left else ''}{part}{' …' if right < len(words) else ''}")
    return " ".join(parts).replace("… …", "…")


def _common(first: list[str], second: list[str]) -> int:
    """How many words two texts begin with in common."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((n for n, (one, other) in pairs if one != other), min(len(first), len(second)))
