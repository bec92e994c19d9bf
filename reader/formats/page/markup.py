"""HTML elements as text, in which whatever a deck says is escaped and stays text."""

from __future__ import annotations

import html
import re
from typing import Final

_VOID: Final = frozenset({"br", "img", "link", "meta"})
_PLANE_ENDS: Final = "".join(
    chr(plane << 16 | end) for plane in range(17) for end in (65534, 65535)
)
# What no HTML document may hold: controls, halves of surrogate pairs, and noncharacters.
_FORBIDDEN: Final = re.compile(
    f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_PLANE_ENDS}]"
)
_LINE_ENDS: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Embeddings, overrides and isolates (UAX 9), which could turn the words round that follow them.
_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


class Markup(str):
    """Text that is HTML already; all other text is escaped where it is put in."""

    __slots__ = ()


def escaped(text: str) -> Markup:
    """Plain text as HTML; what HTML forbids shows as U+FFFD, which says that something was here."""
    if isinstance(text, Markup):
        return text
    if not text.isprintable():
        text = _FORBIDDEN.sub("\ufffd", _LINE_ENDS.sub("\n", text))
    return Markup(html.escape(text, quote=False).replace('"', "&quot;"))


def element(name: str, *content: str, **attributes: str | None) -> Markup:
    """One element. An attribute that is None is left out; `aria_label` stands for aria-label."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Markup(f"<{name}{said}>")
    return Markup(f"<{name}{said}>{joined(*content)}</{name}>")


def joined(*content: str, by: str = "") -> Markup:
    """Pieces one after another, each escaped unless it is markup; empty ones are left out."""
    return Markup(by.join(escaped(piece) for piece in content if piece))


def one_line(text: str, most: int | None = None) -> str:
    """A text for a heading or an attribute: in one line, cut at `most` characters.

    It leads out of no direction that it began: what turns the direction round is left out.
    """
    line = " ".join(_TURNING.sub("", text).split())
    return line if most is None or len(line) <= most else f"{line[: most - 1].rstrip()}…"


def paragraphs(text: str, **attributes: str | None) -> Markup:
    """Plain text as paragraphs, parted where it has empty lines; other line ends stay."""
    parts = re.split(r"\n[ \t]*\n\s*", _LINE_ENDS.sub("\n", text.strip()))
    return joined(*(element("p", part, dir="auto", **attributes) for part in parts if part))
