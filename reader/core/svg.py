"""Looks an SVG through before any renderer sees it.

A renderer loads what an `href` names, local files included, and `<use>` can copy itself without
end. So what names anything outside the file, declares a document type, or multiplies too far is
refused here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from xml.parsers import expat

from reader.core import limits
from reader.errors import ImageError, Where

_REMEDY: Final = "save it as a plain SVG, or as PNG"
_USUAL_SIZE: Final = (1600.0, 900.0)
_UNITS: Final = {"px": 1.0, "pt": 4 / 3, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "": 1.0}


class _Scan:
    """What expat finds on its way through one file.

    Owns: the size of the picture, and how many copies `<use>` makes.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size: tuple[float, float] | None = None
        self._depth = 0
        self._open_ids: list[str | None] = []
        self._uses: dict[str | None, list[str]] = {}
        parser = expat.ParserCreate()
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartDoctypeDeclHandler = self._on_doctype
        parser.StartElementHandler = self._on_start
        parser.EndElementHandler = self._on_end
        parser.CharacterDataHandler = self._on_text
        self._parser = parser

    def run(self, data: bytes) -> None:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            where = Where(self.path, error.lineno, error.offset + 1)
            raise ImageError("the SVG is not sound XML", hint=_REMEDY, where=where) from error
        self._count_copies()

    def _refuse(self, words: str) -> ImageError:
        line = self._parser.CurrentLineNumber
        return ImageError(words, hint=_REMEDY, where=Where(self.path, line))

    def _on_doctype(self, *_: object) -> None:
        raise self._refuse("the SVG has a document type declaration, which is not read")

    def _on_start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > limits.SVG_DEPTH:
            raise self._refuse(f"the SVG is nested more than {limits.SVG_DEPTH} levels deep")
        local = name.rpartition(":")[2]
        if local == "svg" and self.size is None:
            self.size = _size(attributes)
        for key, value in attributes.items():
            if key.rpartition(":")[2] in ("href", "src"):
                self._check_reference(value)
            elif "url(" in value:
                self._check_style(value)
        self._open_ids.append(attributes.get("id"))
        if local == "use":
            target = next((v for k, v in attributes.items() if k.endswith("href")), "")
            owners = {None, *self._open_ids}
            for owner in owners:
                self._uses.setdefault(owner, []).append(target.removeprefix("#"))

    def _on_end(self, _name: str) -> None:
        self._depth -= 1
        self._open_ids.pop()

    def _on_text(self, text: str) -> None:
        if "url(" in text or "@import" in text:
            self._check_style(text)

    def _check_reference(self, value: str) -> None:
        if not value.startswith("#") and not value.startswith("data:image/"):
            raise self._refuse(f"the SVG refers to something outside itself: {value[:80]!r}")

    def _check_style(self, text: str) -> None:
        if "@import" in text:
            raise self._refuse("the SVG imports a style sheet from outside itself")
        for part in text.split("url(")[1:]:
            self._check_reference(part.strip("'\" "))

    def _count_copies(self) -> None:
        known: dict[str, int] = {}

        def copies(owner: str | None, trail: frozenset[str | None]) -> int:
            if owner in trail:
                raise ImageError(
                    "the SVG copies a part into itself", hint=_REMEDY, where=Where(self.path)
                )
            total = 1
            for target in self._uses.get(owner, ()):
                if target not in known:
                    known[target] = copies(target, trail | {owner})
                total += known[target]
                if total > limits.SVG_COPIES:
                    raise ImageError(
                        f"the SVG makes more than {limits.SVG_COPIES:,} copies of its parts",
                        hint=_REMEDY,
                        where=Where(self.path),
                    )
            return total

        copies(None, frozenset())


def examine(path: Path) -> tuple[str, float, float]:
    """The text of an SVG that is safe to render, and its width and height in CSS pixels.

    Raises ImageError for one that is not, and OSError.
    """
    with path.open("rb") as file:
        data = file.read(limits.SVG_BYTES + 1)
    if len(data) > limits.SVG_BYTES:
        size = limits.SVG_BYTES // 2**20
        raise ImageError(
            f"the SVG is larger than {size} MiB", hint="save it as PNG", where=Where(path)
        )
    scan = _Scan(path)
    scan.run(data)
    width, height = scan.size or _USUAL_SIZE
    try:
        return data.decode("utf-8-sig"), width, height
    except UnicodeDecodeError as error:
        raise ImageError("the SVG is not UTF-8", hint=_REMEDY, where=Where(path)) from error


def _size(attributes: dict[str, str]) -> tuple[float, float]:
    """Width and height by the root's attributes; the view box where they are missing or in %."""
    lengths = [_length(attributes.get(key, "")) for key in ("width", "height")]
    if lengths[0] and lengths[1]:
        return lengths[0], lengths[1]
    box = attributes.get("viewBox", "").replace(",", " ").split()
    try:
        width, height = float(box[2]), float(box[3])
    except (IndexError, ValueError):
        return _USUAL_SIZE
    return (width, height) if width > 0 and height > 0 else _USUAL_SIZE


def _length(text: str) -> float:
    number = text.strip().rstrip("abcdefghijklmnopqrstuvwxyz%")
    factor = _UNITS.get(text.strip()[len(number) :], 0.0)
    try:
        value = float(number) * factor
    except ValueError:
        return 0.0
    return value if 0 < value < limits.PICTURE_SIDE else 0.0
