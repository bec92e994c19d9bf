"""What changed between two decks, as an editor would tell it; folders, bundles and bags alike.

A file that has another name and the same content was renamed, which changes nothing of the story:
a folder and its own bundle are the same, though bundling gives files portable names and draws an
SVG as PNG. Such names are told apart, under `renamed`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple

from reader.core.deck import RawSlide, text_of
from reader.core.files import Files
from reader.core.loading import read
from reader.core.paths import name_in
from reader.core.reading import Reading
from reader.formats.bundles.gathering import ATTACHMENTS
from reader.formats.looking.contents import Contents, contents_of
from reader.formats.looking.slide_matching import image_of, match_slides, moved

# What bundling writes, and how a file is called.
_NAMES: Final = frozenset(["original_filename", "image.original_filename", "image.file"])
# What is meant where nothing is written.
_USUAL: Final = {"image.rendition": "original", "image.decorative": False}


class PictureMention(NamedTuple):
    """A picture by its name in the deck, its size and its hash; None where it is not there."""

    file: str
    bytes: int | None
    algorithm: str
    digest: str | None


class Change(NamedTuple):
    """A field that differs, by its path in the format, or "fault": why a slide cannot be read.

    `old` and `new` are what stands there, None where nothing does; of "image.file" a
    `PictureMention` each, of "sources" the ids of those that stayed, in their order.
    """

    field: str
    old: Any
    new: Any


class SlideMention(NamedTuple):
    """A slide by its number, from 1, before and after; None where it was or is not there."""

    old: int | None
    new: int | None
    title: str


class SlideChanges(NamedTuple):
    """What changed in one slide."""

    slide: SlideMention
    changes: tuple[Change, ...]


class SourceChanges(NamedTuple):
    """What changed in one source, by its id."""

    id: str
    changes: tuple[Change, ...]


class Keys(NamedTuple):
    """What was added, removed and changed of things that are known by their names."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


class Comparison(NamedTuple):
    """All that changed from one deck to another."""

    old: Path
    new: Path
    deck: tuple[Change, ...]  # of slides/deck.yaml, without its slides and sources
    added: tuple[SlideMention, ...]
    removed: tuple[SlideMention, ...]
    moved: tuple[SlideMention, ...]  # the fewest that tell the new order
    slides: tuple[SlideChanges, ...]
    sources: Keys
    source_changes: tuple[SourceChanges, ...]
    attachments: Keys
    renamed: tuple[tuple[str, str], ...]  # files that only have another name

    @property
    def is_same(self) -> bool:
        """Whether both tell the same story; the names of files do not count."""
        told = (self.deck, self.added, self.removed, self.moved, self.slides, self.source_changes)
        return not any(told) and not any(self.sources) and not any(self.attachments)


def compare(old: Files, new: Files) -> Comparison:
    """What changed from one deck to another; raises DeckError where one cannot be read.

    Pictures are compared by the hashes that bags have of them, and else byte by byte. Whether a
    bag's hashes are right is for `verify` to tell.
    """
    return _Comparing(old, new).comparison()


class _Comparing:
    """One comparison.

    Owns: what was found to have only another name, and the attachments that pictures became.
    """

    def __init__(self, old: Files, new: Files) -> None:
        self._places = old.place, new.place
        self._old, self._new = _reading(old), _reading(new)
        self._before, self._after = contents_of(old, new)
        self._renamed: dict[tuple[str, str], None] = {}
        self._drawn: set[str] = set()

    def comparison(self) -> Comparison:
        """All that changed."""
        old, new = self._old["slides"], self._new["slides"]
        found = match_slides(old, new, self._before.digest, self._after.digest)
        kept = set(found)
        headers = self._old["header"], self._new["header"]
        sources = tuple(_mapping(header, "sources") for header in headers)
        source_changes = tuple(_source_changes(*sources))
        slides = tuple(
            SlideChanges(mention, changes)
            for mention, before, after in _matched(old, new, found)
            if (changes := tuple(self._in_slide(before, after)))
        )
        return Comparison(
            *self._places,
            deck=(*_changes(*map(_flat_header, headers)), *_order(*sources)),
            added=tuple(
                SlideMention(None, at + 1, _title(raw))
                for at, raw in enumerate(new)
                if found[at] is None
            ),
            removed=tuple(
                SlideMention(at + 1, None, _title(raw))
                for at, raw in enumerate(old)
                if at not in kept
            ),
            moved=tuple(
                SlideMention((found[at] or 0) + 1, at + 1, _title(new[at])) for at in moved(found)
            ),
            slides=slides,
            sources=Keys(
                tuple(key for key in sources[1] if key not in sources[0]),
                tuple(key for key in sources[0] if key not in sources[1]),
                tuple(source.id for source in source_changes),
            ),
            source_changes=source_changes,
            attachments=self._attachments(),
            renamed=tuple(self._renamed),
        )

    def _in_slide(self, before: RawSlide, after: RawSlide) -> Iterator[Change]:
        if before[2] != after[2]:
            yield Change("fault", before[2] or None, after[2] or None)
        if before[0] and after[0] and before[0] != after[0]:
            self._renamed[name_in("slides", before[0]), name_in("slides", after[0])] = None
        changes = list(_changes(_flat(before[1]), _flat(after[1])))
        yield from (change for change in changes if not change.field.startswith("image."))
        yield from self._in_picture(image_of(before[1]), image_of(after[1]))
        yield from (change for change in changes if change.field.startswith("image."))

    def _in_picture(self, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
        old, new = text_of(before, "file"), text_of(after, "file")
        if not old and not new:
            return
        is_same = bool(old and new) and (
            self._before.has_same(old, self._after, new)
            or self._is_drawing(self._before, before, self._after, after)
            or self._is_drawing(self._after, after, self._before, before)
        )
        if not is_same:
            told = (
                _mention(contents, file)
                for contents, file in ((self._before, old), (self._after, new))
            )
            yield Change("image.file", *told)
        elif old != new:
            self._renamed[old, new] = None

    def _is_drawing(
        self,
        source: Contents,
        of_source: dict[str, Any],
        drawn: Contents,
        of_drawn: dict[str, Any],
    ) -> bool:
        """Whether bundling made one picture of the other, and kept that as an attachment."""
        original = PurePosixPath(text_of(of_drawn, "original_filename")).name
        file = text_of(of_source, "file")
        if not original or original != PurePosixPath(file).name:
            return False
        digest = source.digest(file)
        if digest in drawn.attachments:
            self._drawn.add(digest)
            return True
        # What was drawn is another one: the picture tells that, and not the attachment once more.
        kept = PurePosixPath(text_of(of_drawn, "file")).stem
        if outdated := drawn.digest(f"{ATTACHMENTS}/{kept}.svg"):
            self._drawn.add(outdated)
        return False

    def _attachments(self) -> Keys:
        old, new = self._before.attachments, self._after.attachments
        removed = {old[digest] for digest in old.keys() - new.keys() - self._drawn}
        added = {new[digest] for digest in new.keys() - old.keys() - self._drawn}
        changed = removed & added
        return Keys(*(tuple(sorted(k)) for k in (added - changed, removed - changed, changed)))


def _reading(files: Files) -> Reading:
    *_, reading = read(files)
    return reading


def _matched(
    old: list[RawSlide], new: list[RawSlide], found: list[int | None]
) -> Iterator[tuple[SlideMention, RawSlide, RawSlide]]:
    for at, before in enumerate(found):
        if before is not None:
            yield SlideMention(before + 1, at + 1, _title(new[at])), old[before], new[at]


def _title(raw: RawSlide) -> str:
    return text_of(raw[1], "title") or (raw[0] or "")


def _mention(contents: Contents, file: str) -> PictureMention | None:
    if not file:
        return None
    size, digest = contents.size(file), contents.digest(file)
    return PictureMention(file, size, contents.algorithm, digest)


def _mapping(data: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _flat_header(header: Mapping[str, Any]) -> dict[str, Any]:
    return _flat({key: value for key, value in header.items() if key not in ("slides", "sources")})


def _flat(data: Mapping[str, Any], start: str = "") -> dict[str, Any]:
    """Every value under its path, without the names of files and what is usual."""
    found: dict[str, Any] = {}
    for key, value in data.items():
        path = f"{start}{key}"
        if isinstance(value, dict):
            found |= _flat(value, f"{path}.")
            continue
        tidy = value.strip() if isinstance(value, str) else value
        is_said = tidy not in (None, "", []) and tidy != _USUAL.get(path)
        if is_said and path not in _NAMES:
            found[path] = tidy
    return found


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for field in dict.fromkeys((*old, *new)):
        before, after = old.get(field), new.get(field)
        if before != after:
            yield Change(field, before, after)


def _order(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """The order of those sources that stayed: their numbers follow it."""
    before, after = [key for key in old if key in new], [key for key in new if key in old]
    if before != after:
        yield Change("sources", before, after)


def _source_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[SourceChanges]:
    for key in new:
        if key in old and old[key] != new[key]:
            both = (d if isinstance(d, dict) else {"": d} for d in (old[key], new[key]))
            if changes := tuple(_changes(*map(_flat, both))):
                yield SourceChanges(key, changes)
