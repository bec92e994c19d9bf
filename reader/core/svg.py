"""Looks an SVG through before any renderer sees it.

A renderer loads what an `href` names, local files included, and `<use>` can copy itself without
end. So what names anything outside the file, declares a document type, embeds another SVG, or
nests or multiplies too far is refused here. What takes long in itself, such as filters, is not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from typing import Final, NamedTuple
from xml.parsers import expat

from reader.core import limits
from reader.core.files import Blob
from reader.errors import ImageError, Where

_REMEDY: Final = "save it as a plain SVG, or as PNG"
_USUAL_SIZE: Final = (1600.0, 900.0)
_UNITS: Final = {"px": 1.0, "pt": 4 / 3, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "": 1.0}
_EMBEDDED: Final = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,")
_CSS_ESCAPE: Final = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_BYTES_A_PIXEL: Final = 4


class _Link(NamedTuple):
    """One part of the picture draws another: it holds it, or copies it by `<use>`."""

    target: str
    levels: int  # between the two
    is_copy: bool


class _Scan:
    """What expat finds on its way through one file.

    Owns: the size of the picture, and which of its parts draws which. A part is an element with
    an id, None the whole.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size: tuple[float, float] | None = None
        self._elements = 0
        self._pixels = 0  # of all embedded pictures
        self._style: list[str] | None = None  # the text of the style sheet being read
        self._parts: list[tuple[str | None, int]] = [(None, 0)]  # that of each open element
        self._links: dict[str | None, list[_Link]] = {}
        self._heights: dict[str | None, int] = {}  # levels in a part, its copies not counted
        # As UTF-8 whatever the file declares: the renderer is given the same text.
        parser = expat.ParserCreate("UTF-8")
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartDoctypeDeclHandler = self._on_doctype
        parser.ProcessingInstructionHandler = self._on_instruction
        parser.StartElementHandler = self._on_start
        parser.EndElementHandler = self._on_end
        parser.CharacterDataHandler = self._on_text
        self._parser = parser

    def run(self, text: str) -> None:
        try:
            self._parser.Parse(text, True)
        except expat.ExpatError as error:
            where = Where(self.path, error.lineno, error.offset + 1)
            raise ImageError("the SVG is not sound XML", hint=_REMEDY, where=where) from error
        _Weighing(self.path, self._links, self._heights).weigh(None, 0)

    def _refuse(self, words: str) -> ImageError:
        line = self._parser.CurrentLineNumber
        return ImageError(words, hint=_REMEDY, where=Where(self.path, line))

    def _on_doctype(self, *_: object) -> None:
        raise self._refuse("the SVG has a document type declaration, which is not read")

    def _on_instruction(self, target: str, _data: str) -> None:
        if target == "xml-stylesheet":
            raise self._refuse("the SVG takes a style sheet from outside itself")

    def _on_start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > limits.SVG_ELEMENTS:
            raise self._refuse(f"the SVG has more than {limits.SVG_ELEMENTS:,} elements")
        depth = len(self._parts)
        if depth > limits.SVG_DEPTH:
            raise self._refuse(f"the SVG is nested more than {limits.SVG_DEPTH} levels deep")
        local = name.rpartition(":")[2]
        if local == "svg" and self.size is None:
            self.size = _size(attributes)
        elif local == "style":
            self._style = []
        self._enter(attributes.get("id"), depth)
        for key, value in attributes.items():
            if key.rpartition(":")[2] in ("href", "src"):
                self._check_reference(value)
                if local == "use":
                    self._link(value[1:].strip(), depth, is_copy=True)
            else:
                self._check_style(value)

    def _enter(self, part: str | None, depth: int) -> None:
        if part and part != self._parts[-1][0]:
            self._link(part, depth, is_copy=False)
            self._parts.append((part, depth))
        else:
            self._parts.append(self._parts[-1])
            whole, level = self._parts[-1]
            self._heights[whole] = max(self._heights.get(whole, 0), depth - level)

    def _link(self, target: str, depth: int, *, is_copy: bool) -> None:
        part, level = self._parts[-1]
        self._links.setdefault(part, []).append(_Link(target, depth - level + is_copy, is_copy))

    def _on_end(self, name: str) -> None:
        self._parts.pop()
        if self._style is not None and name.rpartition(":")[2] == "style":
            self._check_style("".join(self._style))
            self._style = None

    def _on_text(self, text: str) -> None:
        if self._style is not None:
            self._style.append(text)

    def _check_reference(self, value: str) -> None:
        if value.startswith("#"):
            return
        if value.startswith("data:image/svg"):
            raise self._refuse("the SVG holds another SVG")
        if not _EMBEDDED.match(value):
            raise self._refuse(f"the SVG refers to something outside itself: {value[:80]!r}")
        self._check_embedded(value.partition(",")[2])

    def _check_embedded(self, base64: str) -> None:
        """Refuse pictures that take too much memory when the renderer decodes them."""
        from binascii import Error, a2b_base64
        from urllib.parse import unquote

        from reader.core.picture_files import measure

        try:
            found = measure(a2b_base64(unquote(base64)))
        except (Error, ValueError) as error:
            raise self._refuse("the SVG holds a damaged picture") from error
        if not found.width or not found.height:
            raise self._refuse("the SVG holds a damaged picture")
        self._pixels += found.width * found.height
        if self._pixels * _BYTES_A_PIXEL > limits.PICTURE_BYTES:
            raise self._refuse("the SVG holds pictures that are too large")

    def _check_style(self, text: str) -> None:
        if "\\" in text:
            text = _CSS_ESCAPE.sub(_unescaped, text)
        if "(" not in text and "@" not in text:
            return
        lower = text.lower()
        if "@import" in lower:
            raise self._refuse("the SVG imports a style sheet from outside itself")
        at = lower.find("url(")
        while at >= 0:
            self._check_reference(text[at + 4 :].lstrip("'\" \t\r\n"))
            at = lower.find("url(", at + 4)


class _Weighing:
    """Counts the copies that `<use>` makes, and how deep they nest, before anyone makes them."""

    def __init__(
        self,
        path: Path,
        links: Mapping[str | None, list[_Link]],
        heights: Mapping[str | None, int],
    ) -> None:
        self._path = path
        self._links = links
        self._heights = heights
        self._open: set[str | None] = set()
        self._known: dict[str | None, tuple[int, int]] = {}

    def weigh(self, part: str | None, level: int) -> tuple[int, int]:
        """The copies in a part that is drawn at `level`, and the levels below it."""
        if part in self._open:
            raise self._refuse("the SVG copies a part into itself")
        known = self._known.get(part)
        if known is None:
            self._open.add(part)
            known = self._known[part] = self._weigh_links(part, level)
            self._open.discard(part)
        if level + known[1] > limits.SVG_DEPTH:
            raise self._too_deep()
        return known

    def _weigh_links(self, part: str | None, level: int) -> tuple[int, int]:
        copies, height = 0, self._heights.get(part, 0)
        for target, levels, is_copy in self._links.get(part, ()):
            if level + levels > limits.SVG_DEPTH:
                raise self._too_deep()
            inner, below = self.weigh(target, level + levels)
            copies += inner + is_copy
            height = max(height, levels + below)
            if copies > limits.SVG_COPIES:
                raise self._refuse(
                    f"the SVG makes more than {limits.SVG_COPIES:,} copies of its parts"
                )
        return copies, height

    def _too_deep(self) -> ImageError:
        return self._refuse(f"the SVG nests its copies more than {limits.SVG_DEPTH} levels deep")

    def _refuse(self, words: str) -> ImageError:
        return ImageError(words, hint=_REMEDY, where=Where(self._path))


def examine(blob: Blob) -> tuple[str, float, float]:
    """The text of an SVG that is safe to render, and its width and height in CSS pixels.

    Raises ImageError for one that is not, and OSError.
    """
    data = blob.read(limits.SVG_BYTES + 1)
    path = blob.place
    if len(data) > limits.SVG_BYTES:
        size = limits.SVG_BYTES // 2**20
        raise ImageError(
            f"the SVG is larger than {size} MiB", hint="save it as PNG", where=Where(path)
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:  # expat would take it for UTF-16, whatever it is told, and the renderer not
        raise ImageError("the SVG is not UTF-8", hint=_REMEDY, where=Where(path))
    scan = _Scan(path)
    scan.run(text)
    return text, *(scan.size or _USUAL_SIZE)


def _unescaped(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else 0
    return chr(code) if 0 < code < 0x110000 else found[2] or ""


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
    if not (width > 0 and height > 0 and isfinite(width) and isfinite(height)):
        return _USUAL_SIZE
    shrink = max(1.0, width / limits.PICTURE_SIDE, height / limits.PICTURE_SIDE)
    return width / shrink, height / shrink


def _length(text: str) -> float:
    number = text.strip().rstrip("abcdefghijklmnopqrstuvwxyz%")
    factor = _UNITS.get(text.strip()[len(number) :], 0.0)
    try:
        value = float(number) * factor
    except ValueError:
        return 0.0
    return value if 0 < value < limits.PICTURE_SIDE else 0.0
