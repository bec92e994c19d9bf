"""Finds for each slide of one deck the slide of another that it was, and which were moved.

Pairs are sought by one trait after another, the most telling first, and each time only among the
slides that are still alone. Every trait is a key in a table, so 10,000 slides take no longer than
ten times a thousand.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any, Final

from reader.core.deck import RawSlide, text_of

PictureOf = Callable[[str], Hashable]
"""What the picture file of this name holds, in a form to compare; None where there is none."""

_Trait = Callable[["_Slide"], Hashable]


class _Slide:
    """What a slide is recognised by."""

    def __init__(self, raw: RawSlide, picture_of: PictureOf) -> None:
        file, self.data, _ = raw
        self.file = file or ""
        self.title = text_of(self.data, "title")
        self._picture_of = picture_of

    def name(self) -> str:
        """The name of its own file before any bundling, without folders."""
        return PurePosixPath(text_of(self.data, "original_filename") or self.file).name

    def content(self) -> str:
        """Everything that it says."""
        return json.dumps(self.data, sort_keys=True, default=str) if self.data else ""

    def image(self) -> str:
        """The name of its picture before any bundling, without folders."""
        image = image_of(self.data)
        return PurePosixPath(text_of(image, "original_filename") or text_of(image, "file")).name

    def picture(self) -> Hashable:
        """What its picture holds."""
        file = text_of(image_of(self.data), "file")
        return self._picture_of(file) if file else None


def image_of(data: dict[str, Any]) -> dict[str, Any]:
    """What a slide says of its picture; {} where it has none."""
    image = data.get("image")
    return image if isinstance(image, dict) else {}


def _both(first: Hashable, second: Hashable) -> Hashable:
    return (first, second) if first and second else None


_TRAITS: Final[tuple[_Trait, ...]] = (
    lambda slide: _both(slide.file, slide.title),
    lambda slide: _both(slide.name(), slide.title),
    lambda slide: slide.content(),
    lambda slide: _both(slide.title, slide.image()),
    lambda slide: slide.file,
    lambda slide: slide.name(),
    lambda slide: text_of(slide.data, "id"),
    lambda slide: slide.title,
    lambda slide: slide.picture(),
    lambda slide: text_of(slide.data, "text"),
)


def match_slides(
    old: Sequence[RawSlide], new: Sequence[RawSlide], old_picture: PictureOf, new_picture: PictureOf
) -> list[int | None]:
    """For each new slide the index of the old one that it was; None where it was none."""
    befores = {index: _Slide(raw, old_picture) for index, raw in enumerate(old)}
    afters = {index: _Slide(raw, new_picture) for index, raw in enumerate(new)}
    found: list[int | None] = [None] * len(new)
    for trait in _TRAITS:
        if not befores or not afters:
            break
        for before, after in list(_pairs(befores, afters, trait)):
            found[after] = before
            del befores[before], afters[after]
    return found


def _pairs(
    befores: dict[int, _Slide], afters: dict[int, _Slide], trait: _Trait
) -> Iterator[tuple[int, int]]:
    """Slides that have a trait in common; where several have, in their order."""
    waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
    for index, slide in befores.items():
        if key := trait(slide):
            waiting[key].append(index)
    for index, slide in afters.items():
        if (key := trait(slide)) and (alike := waiting.get(key)):
            yield alike.popleft(), index


def moved(found: Sequence[int | None]) -> list[int]:
    """The new indexes of as few slides as must have been moved for the others to keep their order.

    Those that stay are a longest increasing subsequence.
    """
    ends: list[int] = []  # of the best row of each length, its last old index
    rows: list[int] = []  # and its last new index
    before: dict[int, int | None] = {}
    for after, old in enumerate(found):
        if old is None:
            continue
        length = bisect_left(ends, old)
        ends[length : length + 1] = [old]
        rows[length : length + 1] = [after]
        before[after] = rows[length - 1] if length else None
    kept = set()
    at = rows[-1] if rows else None
    while at is not None:
        kept.add(at)
        at = before[at]
    return [after for after in before if after not in kept]
