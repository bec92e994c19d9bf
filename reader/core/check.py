"""Finds everything that is wrong with a deck in one run, each finding in its place.

Three judges, in this order: the reader of the YAML, the format's schema, and what no schema can
say: whether files, sources and citations fit together. What the schema says of a path is left
to the last of them, which knows why.
"""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, Final

from reader.core import limits, svg
from reader.core.files import Blob, Files
from reader.core.loading import expect_deck, kind, unreadable, yaml_bytes
from reader.core.paths import DECK_FILE, misplaced, name_in, path_words
from reader.core.picture_files import examine
from reader.core.pictures import PictureKind
from reader.core.problems import Problem, Severity, problem
from reader.core.region import fits, share_of
from reader.core.schema import Breach, Judge, Part
from reader.core.strict_yaml import At, StrictYaml
from reader.core.suggest import Suggestions
from reader.core.text import cited_ids
from reader.core.yaml_places import locate
from reader.errors import ImageError, Where

# A bracket that means to cite: an @ at its start or after a space or semicolon, closed or not.
_CITING = re.compile(r"(?<!\\)\[(?:[^\[\]\\@]*[\s;])?-?@[^\[\]\\]*\]?")
_MOST_SHOWN: Final = 60
_MOST_COMPARED: Final = 1_000
_MOST_LINES: Final = 200
_REFUSED: Final = frozenset(("yaml.alias", "yaml.number"))


def check(files: Files) -> tuple[Problem, ...]:
    """Every problem of a deck, by file and line; () for a sound one.

    Places name files relative to the deck's folder. Raises DeckError where there is no deck.
    """
    expect_deck(files)
    problems = _Check(files).problems()
    return tuple(sorted(problems, key=_order))


def report_json(problems: Iterable[Problem]) -> dict[str, Any]:
    """The findings as data for other programs; the keys are permanent."""
    rows = [
        {
            "rule": found.rule,
            "severity": found.severity.value,
            "file": found.where.file.as_posix(),
            "line": found.where.line,
            "column": found.where.column,
            "path": list(found.path),
            "message": found.message,
            "expected": found.expected,
            "hint": found.hint,
        }
        for found in problems
    ]
    count = Counter(row["severity"] for row in rows)
    return {
        "errors": count[Severity.ERROR.value],
        "warnings": count[Severity.WARNING.value],
        "problems": rows,
    }


def _order(found: Problem) -> tuple[str, int, int, str]:
    where = found.where
    return where.file.as_posix(), where.line or 0, where.column or 0, found.rule


class _File:
    """One YAML file of the deck and what is wrong in it.

    Owns: what was read of it, and the breaches that still have to be located.
    """

    def __init__(self, files: Files, name: str) -> None:
        self.place = Path(name)
        self.value: Any = None
        self.breaches: list[Breach] = []
        self._text = ""
        self._problems: list[Problem] = []
        try:
            source = StrictYaml(yaml_bytes(files, name), self.place)
        except OSError as error:
            words = unreadable(name, error)
            self._problems.append(problem("file.unreadable", Where(self.place), words=words))
            return
        self.value, self._text, self._problems = source.value(), source.text, source.problems
        if not isinstance(self.value, dict) and source.fault is None:
            words = {"found": kind(self.value)}
            self._problems.append(problem("file.mapping", Where(self.place, 1), words=words))

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.value, dict)

    def judge(self, judge: Judge, part: Part) -> None:
        """Add what the schema says, except of paths that have been judged already."""
        judged = {found.path for found in self.breaches if found.rule.startswith("path.")}
        # A value that the YAML's reader refused is missing now, which is no second fault.
        judged.update(found.path for found in self._problems if found.rule in _REFUSED)
        self.breaches += (
            found for found in judge.breaches(self.value, part) if found.path not in judged
        )

    def problems(self) -> Iterator[Problem]:
        """Every problem of this file, each in its place."""
        yield from self._problems
        if not self.breaches:
            return
        keys = {found.path for found in self.breaches if found.is_at_key}
        values = {found.path for found in self.breaches if not found.is_at_key}
        # Two walks, as a path may be wanted at its key and at its value.
        at_keys = locate(self._text, (), keys) if keys else {}
        at_values = locate(self._text, values) if values else {}
        lines = self._text.split("\n")
        for found in self.breaches:
            line, column = (at_keys if found.is_at_key else at_values)[found.path]
            if found.needle:
                line, column = _place_of(found.needle, lines, line, column)
            where = Where(self.place, line, column)
            yield problem(found.rule, where, found.path, expected=found.expected, words=found.words)


def _place_of(needle: str, lines: list[str], line: int, column: int) -> tuple[int, int]:
    """Where a pattern first occurs from a place on; the place itself where it does not."""
    pattern = re.compile(needle)
    for number in range(line, min(line + _MOST_LINES, len(lines) + 1)):
        found = pattern.search(lines[number - 1], column - 1 if number == line else 0)
        if found:
            return number, found.start() + 1
    return line, column


def _in_region(path: At, region: dict[str, Any]) -> Iterator[Breach]:
    for start, length, side in (("x", "w", "width"), ("y", "h", "height")):
        begin, share = share_of(region, start), share_of(region, length)
        if begin is not None and share is not None and not fits(begin, share):
            words = {"start": start, "length": length, "end": begin + share, "side": side}
            yield Breach("detail.outside", path, words)
            return  # one sentence is enough


class _Check:
    """One run over one deck.

    Owns: the files read so far, and which sources have been cited.
    """

    def __init__(self, files: Files) -> None:
        self._files = files
        self._deck = _File(files, DECK_FILE)
        self._read: dict[str, _File] = {}
        self._cited: set[str] = set()
        self._suggestions = Suggestions()
        self._pictures: dict[str, tuple[str, dict[str, object]]] = {}

    def problems(self) -> Iterator[Problem]:
        judge = Judge(self._suggestions)
        slides = self._deck.value.get("slides") if self._deck.is_mapping else None
        entries = slides if isinstance(slides, list) else []
        for index, entry in enumerate(entries):
            if isinstance(entry, dict):
                self._check_slide(self._deck, ("slides", index), entry)
            elif isinstance(entry, str):
                self._read_slide(index, entry)
        unlisted = self._read_unlisted()
        for file in self._read.values():
            if file.is_mapping:
                self._check_slide(file, (), file.value)
                file.judge(judge, "slide")
        if self._deck.is_mapping:
            self._check_header()
            self._deck.judge(judge, "deck")
        for file in (self._deck, *self._read.values()):
            yield from file.problems()
        if self._deck.is_mapping:  # else the list of slides is not known
            for name in unlisted:
                yield problem("slide.unlisted", Where(Path(name)), words={"file": name})

    def _read_slide(self, index: int, entry: str) -> None:
        path: At = ("slides", index)
        name = name_in("slides", entry)
        words = path_words("slides", name)
        rule = misplaced(self._files, "slides", entry)
        if not rule and name in self._read:
            rule = "slide.twice"
        if rule:
            self._set_remedy(rule, words)
            self._deck.breaches.append(Breach(rule, path, words))
        else:
            self._read[name] = _File(self._files, name)

    def _read_unlisted(self) -> list[str]:
        """The names of slide files that the deck does not list; they are checked all the same."""
        names = {name for name in self._files.names("slides") if fnmatch(name, "*.y*ml")}
        unlisted = sorted(names - self._read.keys() - {DECK_FILE})
        for name in unlisted:
            if not misplaced(self._files, "", name):
                self._read[name] = _File(self._files, name)
        return unlisted

    def _check_header(self) -> None:
        header, breaches = self._deck.value, self._deck.breaches
        if "language" not in header:
            breaches.append(Breach("deck.language", (), {}))
        is_whole = all(file.is_mapping for file in self._read.values())
        for key in self._sources() if is_whole else ():
            if key not in self._cited:
                path = ("sources", key)
                breaches.append(Breach("source.unused", path, {"key": key}, is_at_key=True))

    def _sources(self) -> Mapping[str, Any]:
        sources = self._deck.value.get("sources") if self._deck.is_mapping else None
        return sources if isinstance(sources, dict) else {}

    def _check_slide(self, file: _File, base: At, slide: dict[str, Any]) -> None:
        text, image = slide.get("text"), slide.get("image")
        if isinstance(text, str) and "@" in text:
            file.breaches.extend(self._in_text((*base, "text"), text))
        if isinstance(image, dict):
            file.breaches.extend(self._in_image((*base, "image"), image))

    def _in_text(self, path: At, text: str) -> Iterator[Breach]:
        sources = self._sources()
        for key in cited_ids(text):
            self._cited.add(key)
            if key not in sources and self._deck.is_mapping:
                add = f"add '{key}:' under 'sources:' in {DECK_FILE}"
                remedy = self._suggestions.remedy(key, tuple(islice(sources, _MOST_COMPARED)), add)
                words = {"key": key, "remedy": remedy}
                yield Breach(
                    "source.undefined", path, words, needle=rf"@\{{?{re.escape(key)}(?!\w)"
                )
        for found in _CITING.findall(text):
            if not found.endswith("]") or not cited_ids(found):
                line = found.split("\n")[0]
                words = {"found": line[:_MOST_SHOWN]}
                yield Breach("citation.form", path, words, needle=re.escape(line))

    def _in_image(self, path: At, image: dict[str, Any]) -> Iterator[Breach]:
        if not image.get("credit_line") and not image.get("creators"):
            yield Breach("image.credit", path, {}, is_at_key=True)
        if not image.get("license") and not image.get("rights"):
            yield Breach("image.rights", path, {}, is_at_key=True)
        details = image.get("details")
        for index, detail in enumerate(details if isinstance(details, list) else ()):
            region = detail.get("region") if isinstance(detail, dict) else None
            if isinstance(region, dict):
                yield from _in_region((*path, "details", index, "region"), region)
        file = image.get("file")
        if isinstance(file, str):
            rule, words = self._picture(file)
            if rule:
                yield Breach(rule, (*path, "file"), words)

    def _picture(self, file: str) -> tuple[str, dict[str, object]]:
        """The rule that a picture file breaks, or "", with its words; each file is read once."""
        if file not in self._pictures:
            words = path_words("deck", file)
            rule = misplaced(self._files, "", file)
            try:
                rule = rule or self._in_picture(self._files.blob(name_in("", file)), words)
            except OSError as error:
                rule, words = "file.unreadable", {**unreadable(file, error)}
            self._set_remedy(rule, words)
            self._pictures[file] = rule, words
        return self._pictures[file]

    def _set_remedy(self, rule: str, words: dict[str, object]) -> None:
        """Name the file that was probably meant; capital letters count on some systems only."""
        if rule == "path.missing":
            path = PurePosixPath(str(words["file"]))
            with contextlib.suppress(OSError, ValueError):
                names = islice(self._files.beside(path.as_posix()), _MOST_COMPARED)
                near = [name for name in names if name != Path(DECK_FILE).name]
                remedy = self._suggestions.remedy(path.name, near, str(words["remedy"]))
                words["remedy"] = remedy

    def _in_picture(self, blob: Blob, words: dict[str, object]) -> str:
        picture = examine(blob)
        words.update(width=picture.width, height=picture.height)
        words.update(side=limits.PICTURE_SIDE, pixels=limits.PICTURE_PIXELS)
        if not picture.format:
            return "picture.format"
        if picture.format == PictureKind.SVG.label:
            try:
                svg.examine(blob)
            except ImageError as error:
                words["found"] = error.message
                return "picture.unsafe"
        is_large = (
            max(picture.width, picture.height) > limits.PICTURE_SIDE
            or picture.width * picture.height > limits.PICTURE_PIXELS
        )
        return "picture.large" if is_large else ""
