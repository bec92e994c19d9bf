"""The markup of a slide's text: paragraphs, emphasis, strong emphasis and citation marks.

Read are CommonMark 0.31 paragraphs, emphasis, backslash escapes and line breaks, and pandoc's
citations in brackets: `[@id]`, `[@a; @b]`, `[see @a, p. 3]`, `[-@a]`, `[@{id with spaces}]`.
Everything else stays the text that it is: HTML, entities, links, pictures, headings, lists and
code, and a bracket that is not a citation through and through, such as `[@a; and more]`.
Quotation marks and dashes stay as the author wrote them.

A citation mark is set as a raised number, so it follows its word without a space, and it moves
behind directly following punctuation and closing quotation marks, as English typography has it:
`return [@story].` reads "return.¹". It does not move into a word: `[@reuters]’s` stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from reader.core.emphasis import Delimiters, resolve

SIGNS: Final = 20_000
"""Most signs of markup and line ends read in one text; a text with more is shown as it is."""

_MARK_FOLLOWS: Final = ".,;:!?…”’»\"'"

# A sign of markup: an escape, a run of delimiters, what may be a citation, or a line end.
# Lines are joined by one line end where the break is soft and by two where it is hard.
_SIGN = re.compile(r"\\([!-/:-@\[-`{-~]|\n(?!\n))|\*+|_+|\[([^\[\]\\]*)\]|\n\n?")
_BRACKET = re.compile(r"\[([^\[\]\\]*)\]")
_ESCAPE_OR_BRACKET = re.compile(r"\\.|" + _BRACKET.pattern)

# One citation of pandoc's: prefix, id (plain or in braces) and what follows it. An id holds
# single punctuation marks only between other characters, so a full stop at its end is not in it.
# Possessive, or an id of a million parts would be tried in a million lengths.
_CITATION = re.compile(
    r"(?:([^@]*)\s|)-?@(?:(\w++(?:[:.#$%&+?<>~/-]\w++)*+)|\{([^{}]+)\})([^@]*+)\Z"
)


class Run(NamedTuple):
    """A stretch of text in one style, or one citation mark.

    In text, a line feed is a line break. A mark has no text, names its source in `cite`, and
    carries the words before and after the id: `[see @a, p. 3]` has "see" and "p. 3".
    """

    text: str
    emphasis: bool = False
    strong: bool = False
    cite: str = ""
    locator: str = ""
    prefix: str = ""


Paragraph = tuple[Run, ...]
"""The runs of one paragraph; neighbours differ in style or are marks."""


def parse(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a text. Never fails: what is not markup is text."""
    if _is_too_much(text):
        return ((Run(_one_line(text)),),)
    return tuple(_paragraph(content) for content in _contents(text))


def plain(paragraphs: tuple[Paragraph, ...]) -> str:
    """The text alone, without styles and marks; an empty line between paragraphs."""
    return "\n\n".join("".join(run.text for run in paragraph) for paragraph in paragraphs)


def cited_ids(text: str) -> tuple[str, ...]:
    """The ids of the sources that a text cites, in order, each once; as `parse` finds them."""
    if "@" not in text or _is_too_much(text):
        return ()
    ids: list[str] = []
    # Without escapes the search leaps from bracket to bracket, in half the time.
    bracket = _ESCAPE_OR_BRACKET if "\\" in text else _BRACKET
    for inner in bracket.findall(text):
        if "@" in inner and not ("\n" in inner and _has_empty_line(inner)):
            ids += [name or _one_line(braced) for _, name, braced, _ in _citations(inner)]
    return tuple(dict.fromkeys(ids))


def _is_too_much(text: str) -> bool:
    # Each sign costs an object; without a limit a text of 16 MB could hold the window for seconds.
    return len(text) > SIGNS and sum(map(text.count, "*_[@\\\n\r")) > SIGNS


def _has_empty_line(inner: str) -> bool:
    return any(not line.strip(" \t") for line in _lines(inner)[1:-1])


def _lines(text: str) -> list[str]:
    # Not splitlines(): it also breaks at characters that CommonMark takes for text.
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _contents(text: str) -> Iterator[str]:
    """Each paragraph's content, its lines stripped and joined as `_SIGN` reads them."""
    content: list[str] = []
    for line in [*_lines(text), ""]:
        body = line.strip(" \t")
        if body:
            content += (body, "\n\n" if line.endswith("  ") else "\n")
        elif content:
            yield "".join(content[:-1])
            content = []


def _citations(inner: str) -> list[tuple[str, ...]]:
    """Prefix, id, id in braces and locator of each citation; none if any part is not one."""
    citations = []
    for part in inner.split(";"):
        found = _CITATION.match(part)
        if not found:
            return []
        citations.append(found.groups(""))
    return citations


def _marks(inner: str) -> tuple[Run, ...]:
    """The marks of a bracket; none if it is not a citation."""
    return tuple(
        Run(
            "",
            cite=plain_id or _one_line(braced_id),
            locator=_one_line(locator.removeprefix(",")),
            prefix=_one_line(prefix),
        )
        for prefix, plain_id, braced_id, locator in _citations(inner)
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


_Token = str | Delimiters | tuple[Run, ...]


def _tokens(content: str) -> Iterator[_Token]:
    """A paragraph's content as text, delimiters and citations, in order."""
    done = position = 0
    while sign := _SIGN.search(content, position):
        start, position = sign.span()
        token: _Token = ""
        first = content[start]
        if first == "\\":
            token = sign[1]
        elif first == "\n":
            token = " " if position - start == 1 else "\n"
        elif first != "[":
            token = Delimiters(content, start, position)
        elif not (token := _marks(sign[2])):
            position = start + 1  # no citation: what is in the bracket may still be markup
            continue
        if done < start:
            yield content[done:start]
        yield token
        done = position
    if done < len(content):
        yield content[done:]


_Style = tuple[bool, bool]  # emphasis and strong


class _Builder:
    """Puts runs together and citation marks in their typographic place.

    Owns: the finished runs, the text and style of the run being written, and the marks that
    wait for the punctuation behind them, with the white space that came after them.
    """

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._texts: list[str] = []
        self._style: _Style = (False, False)
        self._waiting: list[Run] = []
        self._gap: list[tuple[str, _Style]] = []

    def add_text(self, text: str, style: _Style) -> None:
        if not self._waiting:
            self._write(text, style)
        elif text.isspace():
            self._gap.append((text, style))
        else:
            end = 0 if self._gap else _punctuation(text)
            if end:
                self._write(text[:end], style)
            if end < len(text):
                self._place_marks()
                self._write(text[end:], style)

    def add_marks(self, marks: tuple[Run, ...]) -> None:
        while not self._waiting and self._texts:
            if text := self._texts.pop().rstrip():
                self._texts.append(text)
                break
        self._gap = []
        self._waiting += marks

    def finish(self) -> Paragraph:
        self._place_marks()
        self._end_run()
        return tuple(self._runs)

    def _write(self, text: str, style: _Style) -> None:
        if style != self._style:
            self._end_run()
            self._style = style
        self._texts.append(text)

    def _end_run(self) -> None:
        if self._texts:
            self._runs.append(Run("".join(self._texts), *self._style))
            self._texts = []

    def _place_marks(self) -> None:
        if self._waiting:
            self._end_run()
            self._runs += self._waiting
            for text, style in self._gap:
                self._write(text, style)
            self._waiting, self._gap = [], []


def _punctuation(text: str) -> int:
    """How many characters at the start of `text` a mark before it moves behind."""
    end = len(text) - len(text.lstrip(_MARK_FOLLOWS))
    return 0 if text[end : end + 1].isalnum() else end


def _paragraph(content: str) -> Paragraph:
    tokens = list(_tokens(content))
    resolve([token for token in tokens if isinstance(token, Delimiters)])
    builder = _Builder()
    emphasis = strong = 0
    for token in tokens:
        if isinstance(token, str):
            builder.add_text(token, (emphasis > 0, strong > 0))
        elif isinstance(token, tuple):
            builder.add_marks(token)
        else:
            emphasis -= token.closed[0]
            strong -= token.closed[1]
            if token.left:
                builder.add_text(token.sign * token.left, (emphasis > 0, strong > 0))
            emphasis += token.opened[0]
            strong += token.opened[1]
    return builder.finish()
