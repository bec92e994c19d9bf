"""The tables of the README, written from what the program itself uses."""

from __future__ import annotations

import re
from typing import Any

from reader.core.commands import COMMANDS
from reader.core.keys import key_markdown, key_table
from reader.core.schema import definition
from reader.core.settings import SETTINGS
from reader.dev.checkout import README

_PARTS = {
    "slide": "A slide",
    "image": "Its `image`",
    "detail": "A part of the picture, one of its `details`",
    "region": "Where that part is, its `region`",
    "stand_in_for": "The photograph that a stand-in is for, `stand_in_for`",
}


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
    text = _between(text, "keys", "\n".join(key_markdown(key_table(COMMANDS))))
    text = _between(text, "settings", "\n".join(_setting_lines()))
    return _between(text, "format", "\n".join(_format_lines(definition())))


def _setting_lines() -> list[str]:
    """Every setting, its values and the usual one, from the table of settings."""
    lines = ["| Setting | Usual | What it may be | What it does |", "|---|---|---|---|"]
    for setting in SETTINGS:
        usual = setting.plain(setting.usual)
        shown = "none" if usual == {} else f"`{usual}`"
        lines.append(f"| `{setting.key}` | {shown} | {setting.values} | {setting.help} |")
    return lines


def _format_lines(schema: dict[str, Any]) -> list[str]:
    """Every key of the format, from the schema's own words."""
    lines = []
    for title, part in (
        ("`slides/deck.yaml`", schema),
        *((words, schema["$defs"][name]) for name, words in _PARTS.items()),
    ):
        lines += ["", f"**{title}**", "", "| Key | Needed | What stands there |", "|---|---|---|"]
        for key, rule in part["properties"].items():
            needed = "yes" if key in part.get("required", ()) else ""
            words = rule.get("description") or _described(rule, schema)
            lines.append(f"| `{key}` | {needed} | {words.replace('|', chr(92) + '|')} |")
    return lines[1:]


def _described(rule: dict[str, Any], schema: dict[str, Any]) -> str:
    """The words of a definition that a rule only refers to."""
    name = rule.get("$ref", "").rpartition("/")[2]
    return str(schema["$defs"].get(name, {}).get("description", ""))


def _between(text: str, name: str, content: str) -> str:
    """The text with `content` between the markers of that name."""
    begin, end = f"<!-- {name}:begin -->\n", f"\n<!-- {name}:end -->"
    found = re.compile(f"(?<={re.escape(begin)}).*?(?={re.escape(end)})", re.DOTALL)
    text, count = found.subn(lambda _: content, text)
    if count != 1:
        raise SystemExit(f"README.md must have {begin.strip()} and {end.strip()} once, in order")
    return text
