"""Compares every file of a bag with the hashes that its manifests have of it.

Each file is read once for all its hashes, by as many threads as there are to be; `hashlib` lets
the others run meanwhile. One buffer for each thread is all the memory that files take.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Container, Generator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from functools import cache
from queue import SimpleQueue
from threading import Event
from time import monotonic
from typing import Final, NamedTuple

from reader.core.files import CHUNK_BYTES
from reader.core.fixity import Fixity
from reader.core.problems import Severity
from reader.errors import Cancelled
from reader.formats.bag import Bag, ranked, unreadable
from reader.formats.findings import Finding, finding
from reader.formats.places import PAYLOAD
from reader.formats.progress import Progress, Stop
from reader.formats.tag_files import listing

SIGNATURES: Final = "signatures/"
"""The folder of signatures, which sign the tag manifest and so cannot stand in it."""

_TELL_SECONDS: Final = 0.05


class FileState(NamedTuple):
    """What was found of one file; of several hashes that differ, the one most to be believed."""

    name: str
    fixity: Fixity
    algorithm: str = ""
    expected: str = ""  # in full, as is the one found
    found: str = ""


class Verdict(NamedTuple):
    """All that was found of a bag."""

    states: tuple[FileState, ...]  # sorted by the bytes of their names
    findings: tuple[Finding, ...]  # first those of the whole, then those of files, by name
    files: int  # how many were compared
    bytes: int  # how many they hold
    algorithms: tuple[str, ...]  # with which, the one to believe first in front

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong with the bag; warnings do not count."""
        return all(found.severity is not Severity.ERROR for found in self.findings)


Told = Callable[[FileState | Progress], None]
"""Told each file's state once, and from time to time how far the work has come."""


def verify(
    bag: Bag,
    *,
    jobs: int,
    told: Told,
    stop: Stop,
    algorithms: Sequence[str] | None = None,
) -> Verdict:
    """Compare every file with all its hashes, or with those of some algorithms only.

    `told` is called in the calling thread. `stop` is asked before each piece of 256 KiB, in the
    thread that reads it, and may take its time where others are to have the machine. With one
    job no further thread is started; none is left when this returns. Raises Cancelled.
    """
    known = ranked({*bag.manifests, *bag.tag_manifests})
    used = tuple(a for a in known if algorithms is None or a in algorithms)
    check = _Check(bag, used, stop)
    fetched = {fetch.name for fetch in bag.fetches}
    results = [_judged_unread(bag, used, name, fetched) for name in check.unread]
    for state, _ in results:
        told(state)
    results += _told_results(check, jobs, told)
    results.sort(key=lambda result: result[0].name.encode("utf-8", "surrogatepass"))
    compared = [state.name for state, _ in results if state.found]
    items = bag.inventory.items
    return Verdict(
        tuple(state for state, _ in results),
        (*bag.findings, *(found for _, findings in results for found in findings)),
        len(compared),
        sum(items[name].size for name in compared),
        used,
    )


_Result = tuple[FileState, tuple[Finding, ...]]


class _Check:
    """The files that are to be read, handed out one by one, the largest first."""

    def __init__(self, bag: Bag, used: Sequence[str], stop: Stop) -> None:
        self._bag = bag
        self._used = used
        self._stop = stop
        self.halt = Event()
        items = bag.inventory.items
        self.unread: list[str] = []
        read: list[str] = []
        for name in sorted(judged_names(bag)):
            item = items.get(name)
            is_listed = item and item.is_readable and _expected(bag, used, name)
            (read if is_listed else self.unread).append(name)
        self.count = len(read)
        self.total = sum((items[name].size for name in read), 0)
        self._left = deque(sorted(read, key=lambda name: -items[name].size))

    def run(self) -> Generator[int | _Result, None, None]:
        """What one thread finds: how many bytes it has read since, and what of which file.

        Raises Cancelled.
        """
        buffer = bytearray(CHUNK_BYTES)
        while True:
            try:
                name = self._left.popleft()
            except IndexError:
                return
            expected = _expected(self._bag, self._used, name)
            hashers = {a: hashlib.new(a, usedforsecurity=False) for a in expected}
            try:
                for piece in self._bag.files.blob(name).chunks(buffer):
                    for hasher in hashers.values():
                        hasher.update(piece)
                    self._ask()
                    yield len(piece)
            except OSError as error:
                yield _judged_unreadable(name, expected, error)
            else:
                self._ask()
                found = {a: hasher.hexdigest() for a, hasher in hashers.items()}
                yield _judged(name, expected, found)

    def _ask(self) -> None:
        if self.halt.is_set() or self._stop():
            self.halt.set()
            raise Cancelled


def _told_results(check: _Check, jobs: int, told: Told) -> list[_Result]:
    """Run a check to its end and tell of it. Raises Cancelled."""
    results = []
    done, due = 0, 0.0
    told(Progress(0, check.total))
    jobs = min(jobs, check.count)
    with closing(check.run() if jobs <= 1 else _in_threads(check, jobs)) as events:
        for event in events:
            if not isinstance(event, int):
                results.append(event)
                told(event[0])
                continue
            done += event
            if (now := monotonic()) >= due:
                told(Progress(done, check.total))
                due = now + _TELL_SECONDS
    told(Progress(done, check.total))
    return results


def _in_threads(check: _Check, jobs: int) -> Generator[int | _Result, None, None]:
    """What several threads find, as it comes; all of them have ended when this has."""
    events: SimpleQueue[int | _Result | None] = SimpleQueue()

    def work() -> None:
        try:
            for event in check.run():
                events.put(event)
        finally:
            events.put(None)

    with ThreadPoolExecutor(jobs, "verification") as pool:
        workers: list[Future[None]] = []
        try:
            workers += (pool.submit(work) for _ in range(jobs))
            running = jobs
            while running:
                event = events.get()
                if event is None:
                    running -= 1
                else:
                    yield event
        finally:
            check.halt.set()
    for worker in workers:
        worker.result()


def judged_names(bag: Bag) -> set[str]:
    """Every file that is listed or there, but for what no manifest can list."""
    names = {name for name in bag.inventory.items if _is_judged(name)}
    return names.union(*bag.manifests.values(), *bag.tag_manifests.values())


def _is_judged(name: str) -> bool:
    if name.startswith(SIGNATURES):
        return False
    manifest = listing(name)
    return not (manifest and manifest.is_tag)


def _lists(bag: Bag, name: str) -> Mapping[str, Mapping[str, str]]:
    return bag.manifests if name.startswith(PAYLOAD) else bag.tag_manifests


def _expected(bag: Bag, used: Sequence[str], name: str) -> dict[str, str]:
    """The hashes of a file that can be checked, by algorithm, the one to believe first in front."""
    lists = _lists(bag, name)
    return {a: lists[a][name] for a in used if a in lists and name in lists[a]}


def _judged(name: str, expected: Mapping[str, str], found: Mapping[str, str]) -> _Result:
    wrong = [algorithm for algorithm in expected if found[algorithm] != expected[algorithm]]
    algorithm = next(iter(wrong or expected))
    fixity = Fixity.CHANGED if wrong else Fixity.VERIFIED
    state = FileState(name, fixity, algorithm, expected[algorithm], found[algorithm])
    return state, tuple(
        finding("file.changed", name, algorithm=a, expected=expected[a], found=found[a])
        for a in wrong
    )


def _judged_unreadable(name: str, expected: Mapping[str, str], error: OSError) -> _Result:
    algorithm = next(iter(expected))
    if isinstance(error, FileNotFoundError):  # since the inventory was taken
        state = FileState(name, Fixity.MISSING, algorithm, expected[algorithm])
        return state, (finding("file.missing", name),)
    why, remedy = unreadable(error)
    state = FileState(name, Fixity.UNCHECKED, algorithm, expected[algorithm])
    return state, (finding("file.unreadable", name, why=why, remedy=remedy),)


def _judged_unread(bag: Bag, used: Sequence[str], name: str, fetched: Container[str]) -> _Result:
    """What can be said of a file that is not there, not listed, or not to be opened."""
    item = bag.inventory.get(name)
    lists = _lists(bag, name)
    is_payload = name.startswith(PAYLOAD)
    algorithm, expected = next(iter(_expected(bag, used, name).items()), ("", ""))
    is_listed = any(name in hashes for hashes in lists.values())
    if item is None:
        rule = "file.unfetched" if name in fetched else "file.missing"
        return FileState(name, Fixity.MISSING, algorithm, expected), (_plain(rule, name),)
    if not item.is_readable:  # the bag's own findings say why
        return FileState(name, Fixity.UNCHECKED, algorithm, expected), ()
    if is_listed:
        rule = "file.unchecked"
        return FileState(name, Fixity.UNCHECKED), (_plain(rule, name),) if is_payload else ()
    rule = "file.unlisted" if is_payload else "file.unlisted-tag" if lists else ""
    return FileState(name, Fixity.UNLISTED), (_plain(rule, name),) if rule else ()


@cache
def _worded(rule: str) -> Finding:
    return finding(rule)


def _plain(rule: str, name: str) -> Finding:
    """A finding whose sentence is shared, as there can be a million of them."""
    return _worded(rule)._replace(name=name)
