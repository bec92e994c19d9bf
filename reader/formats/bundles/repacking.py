"""A deck as it lies in a bundle: portable names, YAML that names them, and no SVG to be drawn.

The names that pictures and slides had are kept in the YAML, under `original_filename`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, count
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple

from reader.core import limits, svg, svg_render
from reader.core.deck import Deck
from reader.core.files import Blob, Files, names_below
from reader.core.loading import load, yaml_bytes
from reader.core.paths import DECK_FILE, name_in
from reader.core.pictures import PictureKind, kind_of
from reader.core.strict_yaml import At, StrictYaml
from reader.errors import BundleError, Cancelled, Where
from reader.formats.bundles.gathering import ATTACHMENTS, Gathered
from reader.formats.bundles.portable_names import portable
from reader.formats.bundles.yaml_edits import rewrite
from reader.formats.progress import Stop, never

DRAWN_SIDE: Final = 3840
"""Longer side of the picture that an SVG becomes, in pixels: a screen of 4K."""


class Item(NamedTuple):
    """One file for a bundle: its name in the deck there, and where its bytes come from."""

    name: str
    source: Blob | bytes
    size: int  # in bytes
    changed_at: int = 0  # as the system tells it; 0 where nobody can change it

    @classmethod
    def of(cls, name: str, source: Blob | bytes) -> Item:
        """The item as it is now. Raises OSError."""
        if isinstance(source, bytes):
            return cls(name, source, len(source))
        if source.pack is not None:
            return cls(name, source, source.length)
        found = source.place.stat()
        return cls(name, source, found.st_size, found.st_mtime_ns)

    def head(self, most: int) -> bytes:
        """The first bytes. Raises OSError."""
        return self.source[:most] if isinstance(self.source, bytes) else self.source.read(most)


class Repacked(NamedTuple):
    """The items of a bundle, and the deck that they make."""

    items: tuple[Item, ...]
    deck: Deck


def repack(
    files: Files, gathered: Gathered, taken: tuple[str, ...], stop: Stop = never
) -> Repacked:
    """The items that a deck's files become; none of them gets a name of `taken`.

    Raises BundleError, ImageError for an SVG that cannot be drawn, Cancelled, and OSError.
    """
    drawn = dict.fromkeys(_drawn(files, gathered))
    plain = [name for name in gathered.names if name not in drawn]
    places = _Places([*plain, *drawn])
    drawings = {name: places.free(_as_png(name)) for name in drawn}
    kept = {name: places.free(_kept(name), name) for name in drawn}
    given = portable([*plain, *drawings.values(), *kept.values()], taken)
    names = {name: given[drawings.get(name, name)] for name in (*plain, *drawn)}
    texts = _Texts(files, gathered, names)
    items = [Item.of(names[name], texts.bytes_of(name) or files.blob(name)) for name in plain]
    for name in drawn:
        if stop():
            raise Cancelled
        items.append(Item.of(names[name], _png(files.blob(name))))
        items.append(Item.of(given[kept[name]], files.blob(name)))
    made = tuple(sorted(items, key=lambda item: item.name))
    return Repacked(made, load(_Made(files, made)))


def _as_png(name: str) -> str:
    return PurePosixPath(name).with_suffix(".png").as_posix()


def _kept(name: str) -> str:
    """The name that an SVG is kept under, with the ending by which programs know it."""
    last = PurePosixPath(name).name
    return f"{ATTACHMENTS}/{last if last.lower().endswith('.svg') else f'{last}.svg'}"


class _Places:
    """The names that are used up: no two files get the same, and none that of a folder."""

    def __init__(self, names: Iterable[str]) -> None:
        self._used = {
            way.as_posix() for path in map(PurePosixPath, names) for way in (path, *path.parents)
        }

    def free(self, wanted: str, own: str = "") -> str:
        """`wanted`, or the first of its numbered forms that no file has, but for `own`."""
        stem, dot, ending = wanted.rpartition(".")
        numbered = (f"{stem}-{number}{dot}{ending}" for number in count(2))
        name = next(n for n in chain([wanted], numbered) if n not in self._used or n == own)
        self._used.add(name)
        return name


def _drawn(files: Files, gathered: Gathered) -> Iterator[str]:
    """The pictures that are SVG."""
    for name in gathered.pictures:
        if kind_of(files.blob(name)) is PictureKind.SVG:
            yield name


def _png(blob: Blob) -> bytes:
    _, width, height = svg.examine(blob)
    scale = DRAWN_SIDE / max(width, height)
    return svg_render.render(blob, max(1, round(width * scale)), max(1, round(height * scale)))


class _Texts:
    """The YAML of a deck, changed where files get other names.

    Owns: the changed texts.
    """

    def __init__(self, files: Files, gathered: Gathered, names: Mapping[str, str]) -> None:
        self._files = files
        self._names = names
        self._changed: dict[str, bytes] = {}
        if all(name == now for name, now in names.items()):
            return
        data, text = self._read(DECK_FILE)
        values: dict[At, str] = {}
        added: dict[At, tuple[str, str]] = {}
        for index, entry in enumerate(data["slides"]):
            if isinstance(entry, dict):
                self._in_slide(("slides", index), entry, values, added)
            else:
                self._rename(("slides", index), "slides", entry, values)
        self._change(DECK_FILE, text, values, added)
        for name in gathered.slides:
            self._slide(name)

    def bytes_of(self, name: str) -> bytes | None:
        """The changed text of a file; None where it stays as it is."""
        return self._changed.get(name)

    def _slide(self, name: str) -> None:
        data, text = self._read(name)
        values: dict[At, str] = {}
        added: dict[At, tuple[str, str]] = {}
        self._in_slide((), data, values, added)
        if self._names[name] != name:
            added[()] = ("original_filename", PurePosixPath(name).name)
        self._change(name, text, values, added)

    def _in_slide(
        self,
        at: At,
        slide: Mapping[str, Any],
        values: dict[At, str],
        added: dict[At, tuple[str, str]],
    ) -> None:
        image = slide.get("image")
        if not isinstance(image, dict) or not isinstance(image.get("file"), str):
            return
        path = (*at, "image")
        if self._rename((*path, "file"), "", image["file"], values):
            added[path] = ("original_filename", PurePosixPath(image["file"]).name)

    def _rename(self, at: At, base: str, file: str, values: dict[At, str]) -> bool:
        name = name_in(base, file)
        now = self._names[name]
        if now != name:
            values[at] = now.removeprefix(f"{base}/") if base else now
        return now != name

    def _read(self, name: str) -> tuple[dict[str, Any], str]:
        data = yaml_bytes(self._files, name)
        value = StrictYaml(data, self._files.path_of(name)).value()
        return value if isinstance(value, dict) else {}, data.decode("utf-8")

    def _change(
        self, name: str, text: str, values: dict[At, str], added: dict[At, tuple[str, str]]
    ) -> None:
        if values or added:
            where = self._files.path_of(name)
            data = rewrite(text, values, added, where).encode()
            if len(data) > limits.YAML_BYTES:
                raise BundleError(
                    "the file grows too large with the names of its pictures",
                    hint="give the pictures names of a-z, 0-9, '-' and '.' alone",
                    where=Where(where),
                )
            self._changed[name] = data


class _Made(Files):
    """The items of a bundle that is being made, as the files of a deck."""

    def __init__(self, files: Files, items: tuple[Item, ...]) -> None:
        super().__init__(files.place)
        self._files = files
        self._items = {item.name: item for item in items}

    def has(self, name: str) -> bool:
        return name in self._items

    def blob(self, name: str) -> Blob:
        source = self._items[name].source
        if isinstance(source, bytes):
            raise FileNotFoundError(f"{name} is made for the bundle and on no disk")
        return source

    def read(self, name: str, most: int | None = None) -> bytes:
        item = self._items[name]
        return item.head(item.size if most is None else most)

    def path_of(self, name: str) -> Path:
        return self._files.path_of(name)

    def names(self, below: str = "") -> list[str]:
        return names_below(below, self._items)

    def spec(self) -> dict[str, Any]:
        return self._files.spec()
