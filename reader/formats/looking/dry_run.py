"""Goes through a deck before a show as the show itself will: every picture, every source, the bag.

What decodes a picture is handed in: nothing here knows of windows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from reader.core.amounts import count_words
from reader.core.check import check
from reader.core.deck import Deck
from reader.core.deck_checks import judge_problems, judge_sources, judge_talk
from reader.core.files import Files
from reader.core.fixity import Fixity
from reader.core.paths import name_in, picture_fault
from reader.core.picture_checks import (
    Rehearse,
    Rehearsed,
    Size,
    Use,
    judge_picture,
    pictures_of,
    sum_up,
    tell_tried,
)
from reader.core.preflight import Finding, Report, Tried, finding
from reader.core.problems import Severity
from reader.core.words import listed
from reader.errors import BundleError, Cancelled
from reader.formats.bags.bag import Bag
from reader.formats.bags.proof import signatures_of
from reader.formats.bags.verification import FileState, Verdict, verify
from reader.formats.places import PAYLOAD, bag_at
from reader.formats.progress import Progress, Stop, Told, never, tell_nobody
from reader.formats.receipt import algorithm_words
from reader.formats.signing.signatures import findings_of
from reader.formats.signing.trusted_keys import TrustedKeys

JOBS: Final = 2
"""How many pictures are decoded at once; in a show it is as many."""

_UNKNOWN: Final = "name them in the bag's manifest by an algorithm that is known here"


def dry_run(
    deck: Deck,
    screen: Size,
    rehearse: Rehearse | None,
    *,
    jobs: int = JOBS,
    trusted: TrustedKeys | None = None,
    told: Told = tell_nobody,
    stop: Stop = never,
) -> Report:
    """Try everything that a deck will do on a screen of so many pixels.

    Without `rehearse` no picture is decoded. `told` hears of bytes, in the calling thread.
    Raises Cancelled.
    """
    problems = check(deck.files)
    findings = [*judge_problems(deck, problems), *judge_sources(deck), *judge_talk(deck)]
    uses = pictures_of(deck) if rehearse is not None else ()
    bag, fault = _bag(deck.files)
    work = _Work([_size(deck, use) for use in uses], bag, told)
    tried = Tried(is_whole=False)
    if rehearse is not None:
        results = list(_rehearsed(deck, uses, screen, rehearse, jobs, work, stop))
        tried = sum_up(results)
        findings += _of_pictures(results, tried, screen, findings)
    findings += fault if bag is None else _of_bag(bag, deck, trusted, jobs, work, stop)
    return Report(tuple(findings), (), tried)


class _Work:
    """Tells how much is done: the bytes of the pictures, and those of the bag once more."""

    def __init__(self, sizes: Sequence[int], bag: Bag | None, told: Told) -> None:
        self.sizes = sizes
        bagged = sum(item.size for item in bag.inventory.items.values()) if bag else 0
        self._total = sum(sizes) + bagged
        self._told = told
        self._done = 0

    def add(self, size: int) -> None:
        """So many more bytes are done."""
        self._done += size
        self._told(Progress(self._done, self._total))

    def hear(self, event: FileState | Progress) -> None:
        """What is told while the bag is being verified, after the pictures."""
        if isinstance(event, Progress):
            self._told(Progress(min(self._total, self._done + event.done), self._total))


def _size(deck: Deck, use: Use) -> int:
    try:
        return deck.files.blob(name_in("", use.file)).size()
    except (OSError, ValueError):
        return 0


# Pictures


def _rehearsed(
    deck: Deck,
    uses: Sequence[Use],
    screen: Size,
    rehearse: Rehearse,
    jobs: int,
    work: _Work,
    stop: Stop,
) -> Iterator[tuple[Use, Rehearsed]]:
    """Each picture and how it did, in order; no picture is kept."""

    def one(use: Use) -> Rehearsed:
        if stop():
            raise Cancelled
        fault = picture_fault(deck.files, use.file)
        if fault:
            return Rehearsed(error=fault)
        return rehearse(deck.files.blob(name_in("", use.file)), screen)

    pool = ThreadPoolExecutor(jobs, thread_name_prefix="dry run")
    try:
        tasks = [pool.submit(one, use) for use in uses]
        for use, task, size in zip(uses, tasks, work.sizes, strict=True):
            yield use, task.result()
            work.add(size)
    finally:
        pool.shutdown(cancel_futures=True)


def _of_pictures(
    results: Sequence[tuple[Use, Rehearsed]],
    tried: Tried,
    screen: Size,
    before: Sequence[Finding],
) -> Iterator[Finding]:
    """What is to be said of the pictures, but for those files that were found at fault before."""
    known = {
        slide for found in before if found.check == "picture.damaged" for slide in found.slides
    }
    is_sound = not known
    for use, done in results:
        if done.error and not known.isdisjoint(use.slides):
            continue
        is_sound &= not done.error
        yield from judge_picture(use, done, screen)
    if is_sound:
        yield tell_tried(tried, screen)


# The bundle


def _bag(files: Files) -> tuple[Bag | None, list[Finding]]:
    """The bag that a deck lies in; without one, what there is to say of that."""
    if files.digests is None:
        return None, [finding("bundle.folder")]
    try:
        return bag_at(files.place), []
    except BundleError as error:
        return None, [finding("bundle.fault", {"found": error.message, "remedy": error.hint})]


def _of_bag(
    bag: Bag, deck: Deck, trusted: TrustedKeys | None, jobs: int, work: _Work, stop: Stop
) -> Iterator[Finding]:
    verdict = verify(bag, jobs=jobs, told=work.hear, stop=stop)
    signatures = signatures_of(bag, trusted or TrustedKeys())
    shown: dict[str, tuple[int, ...]] = {}
    for use in pictures_of(deck):
        shown[f"{PAYLOAD}{name_in('', use.file)}"] = use.slides
    for number, file in enumerate(deck.slides.files(), 1):
        if file:
            shown[f"{PAYLOAD}{name_in('slides', file)}"] = (number,)
    # One sentence for a file is enough, however many of its hashes differ.
    told = {
        (found.rule, found.name or found.message): found for found in reversed(verdict.findings)
    }
    for found in (*reversed(told.values()), *findings_of(signatures)):
        check = "bundle.fault" if found.severity is Severity.ERROR else "bundle.warning"
        words = {"found": found.message, "remedy": found.hint}
        yield finding(check, words, slides=shown.get(found.name, ()), file=found.name)
    unknown = sum(state.fixity is Fixity.UNCHECKED for state in verdict.states)
    if unknown:
        words = {"count": count_words(unknown, "file"), "remedy": _UNKNOWN}
        yield finding("bundle.unknown", words)
    elif verdict.is_sound:
        signed = "; ".join(str(signature) for signature in signatures) or "unsigned"
        yield finding("bundle.fine", {**_sound_words(verdict), "signed": signed})


def _sound_words(verdict: Verdict) -> dict[str, object]:
    algorithms = [algorithm_words(algorithm) for algorithm in verdict.algorithms]
    verb = "is" if verdict.files == 1 else "are"
    count = f"{count_words(verdict.files, 'file')} {verb}"
    return {"count": count, "algorithms": listed(algorithms)}
