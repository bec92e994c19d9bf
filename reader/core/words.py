"""Lists and dates in English words; what is not understood is given back as it is written.

Dates come in three shapes: RFC 3339 with a time, EDTF level 1 (ISO 8601-2, a date as far as it
is known) and CSL-JSON's date objects. Nothing is guessed: no zone, no day, no century.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
SEASONS: Final = ("spring", "summer", "autumn", "winter")

# Patterns are compiled when first used, as the window's first picture needs none of them.
_EDTF: Final = r"(-?[0-9]{4})(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?([?~%]?)"
_DECADE: Final = r"([0-9]{3})X([?~%]?)"
_TIME: Final = (
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?"
    r" ?([Zz]|[+-][0-9]{2}:[0-9]{2})?"
)

_Day = tuple[int, int, int]  # year, month or 20 + season, day; 0 for what is not known


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words as an English list: "A", "A and B", "A, B and C"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def date(text: str) -> str:
    """An EDTF date or interval in words: "2026-01" is "January 2026", "1850~" "about 1850"."""
    start, slash, end = text.partition("/")
    if not slash:
        return _edtf(start)
    first, last = _plain_day(start), _plain_day(end)
    if first and last:
        return _range(first, last)
    if not end or end == "..":
        return f"from {_edtf(start)}" if start not in ("", "..") else text
    if not start or start == "..":
        return f"until {_edtf(end)}"
    return f"{_edtf(start)} – {_edtf(end)}"


def date_time(text: str) -> str:
    """An RFC 3339 time in words, "3 January 2026, 19:38 (UTC+05:30)"; else as `date` has it."""
    found = re.fullmatch(_TIME, text)
    if not found:
        return date(text)
    day, clock, zone = found.groups()
    if not zone:
        return f"{date(day)}, {clock}"
    return f"{date(day)}, {clock} (UTC{'' if zone in 'Zz' or zone[1:] == '00:00' else zone})"


def csl_date(value: object) -> str:
    """A CSL-JSON date in words: date parts, a range, a season, a raw or literal text; "" if none.

    Plain text and a bare year, which CSL does not have, are read as EDTF.
    """
    if isinstance(value, str | int) and not isinstance(value, bool):
        text = str(value).strip()
        timed = re.fullmatch(_TIME, text)
        return date(timed[1] if timed else text)
    if not isinstance(value, dict):
        return ""
    words = _date_parts(value)
    if not words:
        written = (value.get("literal"), value.get("raw"), value.get("edtf"))
        text = next((text.strip() for text in written if isinstance(text, str)), "")
        words = date(text) if text else ""
    circa = value.get("circa")
    is_circa = bool(circa) and str(circa).lower() not in ("0", "false")
    return f"about {words}" if words and is_circa and not words.startswith("about") else words


def _date_parts(value: dict[str, Any]) -> str:
    parts = value.get("date-parts")
    if not isinstance(parts, list) or not parts:
        return ""
    days = [_day_of(part) for part in (parts if isinstance(parts[0], list) else [parts])[:2]]
    season = _number(value.get("season"))
    if days[0] and not days[0][1] and 1 <= season <= 4:
        days[0] = (days[0][0], 20 + season, 0)
    if not days[0]:
        return ""
    return _range(days[0], days[1]) if len(days) == 2 and days[1] else _words(days[0])


def _day_of(parts: object) -> _Day | None:
    if not isinstance(parts, list) or not parts:
        return None
    year, month, day = ([_number(part) for part in parts[:3]] + [0, 0])[:3]
    return _checked(year, month, day)


def _number(value: object) -> int:
    """A whole number, also one written as text; 0 for anything else."""
    if isinstance(value, int | str) and re.fullmatch("-?[0-9]{1,9}", str(value), re.ASCII):
        return int(value)
    return 0


def _checked(year: int, month: int, day: int) -> _Day | None:
    is_month = 0 <= month <= 12 or (21 <= month <= 24 and not day)
    return (year, month, day) if year and is_month and 0 <= day <= (31 if month else 0) else None


def _plain_day(text: str) -> _Day | None:
    found = re.fullmatch(_EDTF, text)
    if not found or found[4]:
        return None
    return _checked(int(found[1]), _number(found[2]), _number(found[3]))


def _edtf(text: str) -> str:
    found = re.fullmatch(_EDTF, text)
    decade = re.fullmatch(_DECADE, text)
    if found:
        day = _checked(int(found[1]), _number(found[2]), _number(found[3]))
        words, doubt = (_words(day) if day else ""), found[4]
    elif decade:
        words, doubt = f"{decade[1]}0s", decade[2]
    else:
        return text
    if not words:
        return text
    about = "about " if doubt in ("~", "%") else ""
    return f"{about}{words}{' (uncertain)' if doubt in ('?', '%') else ''}"


def _words(day: _Day) -> str:
    year = str(day[0]) if day[0] > 0 else f"{1 - day[0]} BC"
    return " ".join(part for part in (_day_and_month(day), year) if part)


def _day_and_month(day: _Day) -> str:
    if day[1] > 20:
        return SEASONS[day[1] - 21]
    month = MONTHS[day[1] - 1] if day[1] else ""
    return f"{day[2]} {month}" if day[2] else month


def _range(first: _Day, last: _Day) -> str:
    """Two dates with what they share said once: "3–5 January 2020", "May – June 2020"."""
    if first == last:
        return _words(first)
    if first[:2] == last[:2] and first[2] and last[2]:
        return f"{first[2]}–{_words(last)}"
    if first[0] == last[0] and first[1] and last[1]:
        return f"{_day_and_month(first)} – {_words(last)}"
    if not first[1] and not last[1] and first[0] > 0:
        return f"{_words(first)}–{_words(last)}"
    return f"{_words(first)} – {_words(last)}"
