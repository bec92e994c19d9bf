"""Compares every file of a bag with the hashes that its manifests have of it.

Each file is read once for all its hashes, by as many threads as there are to be; `hashlib` lets
the others run meanwhile. Only a file that outweighs the others is read by a thread for each hash.
One buffer for each thread is all the memory that files take.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Container, Generator, Iterator, Mapping, Sequence
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
from reader.formats.bags.bag import Bag, ranked, unreadable
from reader.formats.bags.findings import Finding, finding
from reader.formats.bags.tag_files import listing
from reader.formats.places import PAYLOAD, SIGNATURES
from reader.formats.progress import Progress, Stop

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
    check = _Check(bag, used, jobs, stop)
    fetched = {fetch.name for fetch in bag.fetches}
    results = [_judged_unread(bag, used, name, fetched) for name in check.unread]
    for state, _ in results:
        told(state)
    results += _told_results(check, told)
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


class _Task(NamedTuple):
    """A file that one thread reads once, and the hashes that it makes of it."""

    name: str
    algorithms: tuple[str, ...]
    is_counted: bool = True  # whether its bytes are told as progress; of each file once


class _Part(NamedTuple):
    """What came of a task."""

    name: str
    found: dict[str, str]
    error: OSError | None = None


class _Check:
    """The files that are to be read, handed out one by one, the largest first."""

    def __init__(self, bag: Bag, used: Sequence[str], jobs: int, stop: Stop) -> None:
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
        self.total = sum((items[name].size for name in read), 0)
        read.sort(key=lambda name: -items[name].size)
        self._left: deque[_Task] = deque()
        for name in read:
            # One file that outweighs the others would keep one thread busy, and no other.
            size = items[name].size
            is_split = jobs > 1 and size > CHUNK_BYTES and size * jobs > self.total
            self._left += _tasks(name, tuple(_expected(bag, used, name)), is_split)
        self.jobs = min(jobs, len(self._left))
        self._parts: dict[str, dict[str, str] | None] = {}  # None for what cannot be read

    def run(self) -> Generator[int | _Part, None, None]:
        """What one thread finds: how many bytes it has read since, and what of which file.

        Raises Cancelled.
        """
        buffer = bytearray(CHUNK_BYTES)
        while True:
            try:
                task = self._left.popleft()
            except IndexError:
                return
            hashers = {a: hashlib.new(a, usedforsecurity=False) for a in task.algorithms}
            try:
                for piece in self._bag.files.blob(task.name).chunks(buffer):
                    for hasher in hashers.values():
                        hasher.update(piece)
                    self._ask()
                    if task.is_counted:
                        yield len(piece)
            except OSError as error:
                yield _Part(task.name, {}, error)
            else:
                self._ask()
                yield _Part(task.name, {a: hasher.hexdigest() for a, hasher in hashers.items()})

    def result(self, part: _Part) -> _Result | None:
        """What is to be said of a file; None until all parts of it are there, and after that."""
        expected = _expected(self._bag, self._used, part.name)
        found = self._parts.pop(part.name, {})
        if found is not None and part.error is None:
            found |= part.found
            if len(found) == len(expected):
                return _judged(part.name, expected, found)
            self._parts[part.name] = found
            return None
        self._parts[part.name] = None
        if found is None or part.error is None:
            return None
        return _judged_unreadable(part.name, expected, part.error)

    def _ask(self) -> None:
        if self.halt.is_set() or self._stop():
            self.halt.set()
            raise Cancelled


def _tasks(name: str, algorithms: tuple[str, ...], is_split: bool) -> Iterator[_Task]:
    if not is_split:
        yield _Task(name, algorithms)
        return
    for algorithm in algorithms:
        # The last has the lowest rank and is seldom the fastest: it ends when the file does.
        yield _Task(name, (algorithm,), algorithm == algorithms[-1])


def _told_results(check: _Check, told: Told) -> list[_Result]:
    """Run a check to its end and tell of it. Raises Cancelled."""
    results = []
    done, due = 0, 0.0
    told(Progress(0, check.total))
    with closing(check.run() if check.jobs <= 1 else _in_threads(check)) as events:
        for event in events:
            if isinstance(event, _Part):
                if result := check.result(event):
                    results.append(result)
                    told(result[0])
                continue
            done += event
            if (now := monotonic()) >= due:
                told(Progress(done, check.total))
                due = now + _TELL_SECONDS
    told(Progress(done, check.total))
    return results


def _in_threads(check: _Check) -> Generator[int | _Part, None, None]:
    """What several threads find, as it comes; all of them have ended when this has."""
    events: SimpleQueue[int | _Part | None] = SimpleQueue()

    def work() -> None:
        try:
            for event in check.run():
                events.put(event)
        finally:
            events.put(None)

    with ThreadPoolExecutor(check.jobs, "verification") as pool:
        workers: list[Future[None]] = []
        try:
            workers += (pool.submit(work) for _ in range(check.jobs))
            running = check.jobs
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
