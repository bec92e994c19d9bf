"""What is looked at before a show, and what was found: the table of checks, and the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from reader.core.amounts import count_words

_SECOND: Final = 1.0


class Weight(Enum):
    """How much a finding matters to the show."""

    FAULT = "fault"  # the deck is not ready for an audience
    WARNING = "warning"  # the show works; the speaker should know before it
    NOTE = "note"  # there is nothing to be done about it
    FINE = "fine"  # looked at, and as it should be


class Topic(Enum):
    """What a check is about; the values are the words that people read, in their order."""

    DECK = "Deck"
    PICTURES = "Pictures"
    SOURCES = "Sources"
    BUNDLE = "Bundle"
    LETTERS = "Letters"
    TALK = "Talk"
    SCREENS = "Screens"
    POWER = "Power"
    SLEEP = "Sleep"
    DISK = "Disk"


class Check(NamedTuple):
    """A row of the table: a permanent id, what came of it, and the remedy; braces are filled in."""

    id: str
    topic: Topic
    weight: Weight
    what: str
    remedy: str = ""


class Finding(NamedTuple):
    """What one check found; `slides` count from 1, and are none for what concerns the whole."""

    check: str
    topic: Topic
    weight: Weight
    message: str
    remedy: str = ""
    slides: tuple[int, ...] = ()
    file: str = ""

    @property
    def sentence(self) -> str:
        """What was found and what to do, without the place."""
        return f"{self.message} ({self.remedy})" if self.remedy else self.message

    @property
    def place(self) -> str:
        """Where that is: the slide, or else what it is about."""
        if not self.slides:
            return self.topic.value
        first, *others = self.slides
        return f"Slide {first} and {len(others):,} more" if others else f"Slide {first}"


class Tried(NamedTuple):
    """How the pictures did: how many, and which took longest, in seconds."""

    pictures: int = 0
    slowest: float = 0.0
    slide: int = 0  # which shows the slowest one
    is_whole: bool = True  # whether all of them were tried


class Report(NamedTuple):
    """All that was found, and what could not be tried, each a sentence that says why."""

    findings: tuple[Finding, ...] = ()
    untried: tuple[str, ...] = ()
    tried: Tried = Tried()

    @property
    def is_green(self) -> bool:
        """Whether the show can begin: no check found a fault."""
        return not any(found.weight is Weight.FAULT for found in self.findings)

    @property
    def headline(self) -> str:
        """The verdict in one line."""
        count = Counter(found.weight for found in self.findings)
        faults = count_words(count[Weight.FAULT], "fault")
        warnings = count_words(count[Weight.WARNING], "warning")
        if not self.is_green:
            return f"Not ready: {faults}" + (f", {warnings}" if count[Weight.WARNING] else "")
        verdict = f"Ready, with {warnings}" if count[Weight.WARNING] else "Ready"
        return f"{verdict}: {self._pictures()}" if self.tried.is_whole else verdict

    def _pictures(self) -> str:
        tried = self.tried
        if not tried.pictures:
            return "no pictures"
        words = span_words(tried.slowest)
        slowest = "the slowest " if tried.pictures > 1 else ""
        return f"{count_words(tried.pictures, 'picture')}, {slowest}{words}"

    @property
    def listed(self) -> tuple[Finding, ...]:
        """The findings in the order in which to read them: faults, warnings, then the rest."""
        weights, topics = list(Weight), list(Topic)

        def order(found: Finding) -> tuple[int, int, int]:
            rest = max(0, weights.index(found.weight) - weights.index(Weight.NOTE))
            rank = weights.index(found.weight) - rest
            return rank, found.slides[0] if found.slides else 0, topics.index(found.topic)

        return tuple(sorted(self.findings, key=order))

    def with_more(self, findings: Iterable[Finding], untried: Iterable[str] = ()) -> Report:
        """With what was found elsewhere too."""
        more = (*self.findings, *findings), (*self.untried, *untried)
        return Report(*more, self.tried)


def span_words(seconds: float) -> str:
    """A short time, such as "42 ms" or "1.3 s"."""
    if seconds < _SECOND:
        return f"{max(1, round(seconds * 1000))} ms"
    return f"{seconds:.1f} s"


def _rows(topic: Topic, *rows: tuple[str, Weight, str, str]) -> tuple[Check, ...]:
    return tuple(Check(row[0], topic, *row[1:]) for row in rows)


_FAULT, _WARNING, _NOTE, _FINE = Weight.FAULT, Weight.WARNING, Weight.NOTE, Weight.FINE
_TABLE: Final = (
    *_rows(
        Topic.DECK,
        ("deck.untried", _FAULT, "nothing of the deck could be tried: {found}", ""),
        ("deck.error", _FAULT, "{found}", "{remedy}"),
        ("deck.warnings", _WARNING, "{count} in its files", "`deck-reader check` names them"),
        ("deck.fine", _FINE, "{slides}, no errors in its files", ""),
    ),
    *_rows(
        Topic.PICTURES,
        ("picture.damaged", _FAULT, "{found}", "{remedy}"),
        (
            "picture.late",
            _FAULT,
            "the picture takes {time} to decode; the audience would wait",
            "save it as JPEG with about {width} x {height} pixels",
        ),
        (
            "picture.slow",
            _WARNING,
            "the picture takes {time} to decode",
            "save it as JPEG with about {width} x {height} pixels",
        ),
        (
            "picture.small",
            _WARNING,
            "the picture has {width} x {height} pixels, and is shown {times} times as large",
            "take a larger one, or it will look coarse",
        ),
        (
            "picture.detail",
            _WARNING,
            "the detail “{title}” has {width} x {height} pixels, and is shown {times} times as "
            "large",
            "take a larger picture, or a larger part of it",
        ),
        ("picture.credit", _WARNING, "{found}", "{remedy}"),
        ("picture.rights", _WARNING, "{found}", "{remedy}"),
        (
            "pictures.fine",
            _FINE,
            "{count} decoded for {width} x {height} pixels; {slowest}",
            "",
        ),
        ("pictures.none", _NOTE, "there are none", ""),
        ("window.none", _FAULT, "no window can open on this machine: {found}", ""),
    ),
    *_rows(
        Topic.SOURCES,
        ("source.bare", _WARNING, "source {number} ({name}): {found}", "add it under 'sources:'"),
        (
            "source.address",
            _WARNING,
            "source {number} ({name}): “{found}” is no web address, and cannot be opened",
            "write an address that begins with https://",
        ),
        ("sources.fine", _FINE, "{count}, each with what it takes to find it", ""),
        ("sources.none", _NOTE, "none are cited", ""),
    ),
    *_rows(
        Topic.BUNDLE,
        ("bundle.fault", _FAULT, "{found}", "{remedy}"),
        ("bundle.warning", _WARNING, "{found}", "{remedy}"),
        ("bundle.unknown", _WARNING, "{count} could not be checked", "{remedy}"),
        ("bundle.fine", _FINE, "{count} as bundled, by {algorithms}; {signed}", ""),
        ("bundle.folder", _NOTE, "a plain folder: nothing to verify", ""),
    ),
    *_rows(
        Topic.LETTERS,
        (
            "letters.missing",
            _WARNING,
            "no typeface on this machine has {letters}",
            "install one that does, or boxes will stand there",
        ),
        ("letters.fine", _FINE, "there is a typeface for every letter", ""),
    ),
    *_rows(
        Topic.TALK,
        ("talk.notes", _NOTE, "{count} of {total} have no notes", ""),
        ("talk.times", _NOTE, "{count} of {total} have no planned time", ""),
        ("talk.planned", _NOTE, "planned for {time}", ""),
        ("talk.aim", _NOTE, "the timer {aim}", ""),
        (
            "talk.over",
            _WARNING,
            "the planned times come to {time}, {over} more than the talk may take",
            "leave something out, or set the timer to more",
        ),
    ),
    *_rows(
        Topic.SCREENS,
        ("screen.audience", _FINE, "{screen} is the audience’s", ""),
        ("screen.other", _NOTE, "{screen}{use}", ""),
        (
            "screen.mirrored",
            _WARNING,
            "the screens show the same, so your notes will not be shown on any",
            "extend the desktop instead of mirroring it, to see them",
        ),
        ("screen.shared", _NOTE, "only one is here; slides and notes share it as two windows", ""),
        ("screen.one", _NOTE, "only one is here; notes can be shown once there is a second", ""),
    ),
    *_rows(
        Topic.POWER,
        ("power.mains", _FINE, "plugged in; the battery is {level}", ""),
        ("power.battery", _NOTE, "on battery, {level}", ""),
        ("power.low", _WARNING, "on battery, {level}", "plug the machine in"),
        ("power.unknown", _NOTE, "no battery is known of", ""),
    ),
    *_rows(
        Topic.SLEEP,
        ("sleep.held", _FINE, "kept from sleep and screen saver during a show, {how}", ""),
        ("sleep.half", _WARNING, "kept awake during a show {how}", ""),
        ("sleep.free", _WARNING, "screen saver or sleep may come during a show: {how}", ""),
    ),
    *_rows(
        Topic.DISK,
        (
            "disk.full",
            _WARNING,
            "only {size} are free where the place in the show is kept",
            "free some space, or a power cut will lose the place",
        ),
        ("disk.fine", _FINE, "{size} free", ""),
    ),
)
CHECKS: Final = {check.id: check for check in _TABLE}
"""Every check under its id."""


def finding(
    check: str,
    words: Mapping[str, object] = MappingProxyType({}),
    *,
    slides: Iterable[int] = (),
    file: str = "",
) -> Finding:
    """What a check found, with the words in braces filled in."""
    row = CHECKS[check]
    message, remedy = row.what.format_map(words), row.remedy.format_map(words)
    return Finding(check, row.topic, row.weight, message, remedy, tuple(slides), file)


def untried(why: str) -> Report:
    """What there is to say where a deck could not be tried at all."""
    return Report((finding("deck.untried", {"found": why}),), (), Tried(is_whole=False))


SIGNS: Final = {Weight.FAULT: "✗", Weight.WARNING: "!", Weight.NOTE: "·", Weight.FINE: "✓"}
"""The sign of each weight, which never stands without words."""


def report_lines(report: Report) -> list[str]:
    """The report for a person, the verdict first."""
    places = [found.place for found in report.listed]
    wide = max(map(len, places), default=0)
    lines = [report.headline]
    for found, place in zip(report.listed, places, strict=True):
        word = f"{found.weight.value}: " if found.weight in (_FAULT, _WARNING) else ""
        file = f"{found.file}: " if found.file else ""
        lines.append(f"{SIGNS[found.weight]} {place:{wide}}  {word}{file}{found.sentence}")
    return [*lines, *(f"? not tried: {sentence}" for sentence in report.untried)]


def report_json(report: Report) -> dict[str, Any]:
    """The report as data for other programs; the keys are permanent."""
    count = Counter(found.weight for found in report.findings)
    return {
        "ready": report.is_green,
        "faults": count[Weight.FAULT],
        "warnings": count[Weight.WARNING],
        "pictures": report.tried.pictures,
        "slowest_ms": round(report.tried.slowest * 1000),
        "findings": [
            {
                "check": found.check,
                "topic": found.topic.name.lower(),
                "weight": found.weight.value,
                "slides": list(found.slides),
                "file": found.file,
                "message": found.message,
                "remedy": found.remedy,
            }
            for found in report.listed
        ],
        "untried": list(report.untried),
    }
