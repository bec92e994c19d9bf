"""The style sheet of the page: `page.css`, with the colours and sizes of the common look."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from reader.core import look

_PAPER = look.LIGHT._replace(ground="#FFFFFF", raised="#FFFFFF")


def style() -> str:
    """The style sheet, alike in every run."""
    sheet = (Path(__file__).with_name("page.css")).read_text(encoding="utf-8")
    share = round(look.PICTURE_SHARE * 100)
    sizes = {
        "cover": look.COVER,
        "title": look.TITLE,
        "kicker": look.KICKER,
        "small": look.SMALL,
        "credit": look.CREDIT,
        "leading": look.LEADING,
        "base": look.READING_BASE / 16,
        "measure": f"{look.MEASURE}ch",
        "picture": f"{share}fr",
        "label": f"{100 - share}fr",
    }
    scale = "".join(f" --{name}: {size};" for name, size in sizes.items())
    dark = f"@media (prefers-color-scheme: dark) {{ {_root(look.DARK)} }}\n"
    paper = f"@media print {{ {_root(_PAPER)} }}\n"
    return f":root {{{scale} }}\n{_root(look.LIGHT)}\n{dark}{paper}{sheet}"


def hash_source(sheet: str) -> str:
    """What a content security policy calls this style sheet by (CSP level 3, hash-source)."""
    digest = hashlib.sha256(sheet.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _root(palette: look.Palette) -> str:
    colours = "".join(f" --{role}: {colour};" for role, colour in palette._asdict().items())
    return f":root {{{colours} }}"
