"""Whether each picture of a deck does what the show will ask of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from reader.core.amounts import count_words
from reader.core.deck import Deck, Detail
from reader.core.files import Blob
from reader.core.preflight import Finding, Tried, finding, span_words

SLOW_SECONDS: Final = 0.5
"""Longest time that a picture may take to decode before a speaker is told of it.

The next one is decoded ahead, so nobody sees less than that unless slides are leafed through."""

LATE_SECONDS: Final = 2.0
"""Longest time that a picture may take before the deck counts as not ready."""

COARSE_TIMES: Final = 2.0
"""How many times as large a picture may be shown as it is before that is told."""

DETAIL_TIMES: Final = 4.0
"""How many times as large a detail may be shown; whoever looks closely expects less of it."""

Size = tuple[int, int]
"""Width and height in physical pixels."""


class Use(NamedTuple):
    """A picture file, as the deck writes it, the slides that show it, from 1, and its details."""

    file: str
    slides: tuple[int, ...]
    details: tuple[Detail, ...] = ()


class Rehearsed(NamedTuple):
    """How decoding one picture went; where it failed, `error` says why and `hint` what to do."""

    width: int = 0  # its own, upright
    height: int = 0
    seconds: float = 0.0
    is_vector: bool = False
    error: str = ""
    hint: str = ""


Rehearse = Callable[[Blob, Size], Rehearsed]
"""Decodes a picture for a screen of a size as the show will, and never raises."""


def pictures_of(deck: Deck) -> tuple[Use, ...]:
    """Every picture file of a deck once, in the order of the slides."""
    found: dict[str, Use] = {}
    numbers: dict[str, list[int]] = {}
    for number, slide in enumerate(deck.slides, 1):
        image = slide.image
        if image is not None and image.file:
            numbers.setdefault(image.file, []).append(number)
            if image.file not in found or image.details:
                found[image.file] = Use(image.file, (), image.details)
    return tuple(use._replace(slides=tuple(numbers[file])) for file, use in found.items())


def shown_size(own: Size, screen: Size) -> Size:
    """How large a picture is at most shown on a screen, at least one pixel each way."""
    scale = min(screen[0] / own[0], screen[1] / own[1])
    return max(1, round(own[0] * scale)), max(1, round(own[1] * scale))


def judge_picture(use: Use, done: Rehearsed, screen: Size) -> Iterator[Finding]:
    """What a speaker must know of one picture."""
    if done.error:
        words = {"found": done.error, "remedy": done.hint}
        yield finding("picture.damaged", words, slides=use.slides, file=use.file)
        return
    wide, tall = shown_size((done.width, done.height), screen)
    if done.seconds > SLOW_SECONDS:
        words = {"time": span_words(done.seconds), "width": f"{wide}", "height": f"{tall}"}
        check = "picture.late" if done.seconds > LATE_SECONDS else "picture.slow"
        yield finding(check, words, slides=use.slides, file=use.file)
    if not done.is_vector and wide > COARSE_TIMES * done.width:
        times = _times_words(wide / done.width)
        words = {"width": f"{done.width:,}", "height": f"{done.height:,}", "times": times}
        yield finding("picture.small", words, slides=use.slides, file=use.file)
    else:
        yield from _judge_details(use, done, screen)


def _judge_details(use: Use, done: Rehearsed, screen: Size) -> Iterator[Finding]:
    """Which details have too few pixels of their own to fill a screen."""
    for detail in use.details if not done.is_vector else ():
        across = max(1, round(detail.region.width * done.width))
        down = max(1, round(detail.region.height * done.height))
        wide, _ = shown_size((across, down), screen)
        if wide > DETAIL_TIMES * across:
            words = {
                "title": detail.title,
                "width": f"{across:,}",
                "height": f"{down:,}",
                "times": _times_words(wide / across),
            }
            yield finding("picture.detail", words, slides=use.slides, file=use.file)


def _times_words(times: float) -> str:
    return f"{times:.2g}" if times < 10 else "many"


def sum_up(results: Iterable[tuple[Use, Rehearsed]]) -> Tried:
    """How all pictures did together; those that failed do not count."""
    sound = [(use, done) for use, done in results if not done.error]
    if not sound:
        return Tried()
    use, done = max(sound, key=lambda result: result[1].seconds)
    return Tried(len(sound), done.seconds, use.slides[0])


def tell_tried(tried: Tried, screen: Size) -> Finding:
    """What there is to say where all pictures decode."""
    if not tried.pictures:
        return finding("pictures.none")
    span = span_words(tried.slowest)
    slowest = span if tried.pictures == 1 else f"the slowest, on slide {tried.slide}, in {span}"
    words = {"count": count_words(tried.pictures, "picture"), "slowest": slowest}
    return finding("pictures.fine", {**words, "width": screen[0], "height": screen[1]})
