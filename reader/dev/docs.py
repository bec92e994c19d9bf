"""The tables of the README, written from what the program itself uses."""

from __future__ import annotations

import re

from reader.core.commands import COMMANDS
from reader.core.keys import key_markdown, key_table
from reader.dev.checkout import README


def rewrite() -> int:
    """Bring the README up to date."""
    before = README.read_text(encoding="utf-8")
    after = updated(before)
    if after != before:
        README.write_text(after, encoding="utf-8")
        print(f"{README.name} is written")
    else:
        print(f"{README.name} is up to date")
    return 0


def updated(text: str) -> str:
    """The README's text with every table as it should be."""
    return _between(text, "keys", "\n".join(key_markdown(key_table(COMMANDS))))


def _between(text: str, name: str, content: str) -> str:
    """The text with `content` between the markers of that name."""
    begin, end = f"<!-- {name}:begin -->\n", f"\n<!-- {name}:end -->"
    found = re.compile(f"(?<={re.escape(begin)}).*?(?={re.escape(end)})", re.DOTALL)
    text, count = found.subn(lambda _: content, text)
    if count != 1:
        raise SystemExit(f"README.md must have {begin.strip()} and {end.strip()} once, in order")
    return text
