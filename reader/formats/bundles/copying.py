"""Copies files into a bundle and hashes them on the way, in several threads.

The hashes take longer than all else together, and let the other threads run meanwhile.
"""

from __future__ import annotations

import hashlib
import threading
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from typing import Final, NamedTuple

from reader.core.files import CHUNK_BYTES, Blob
from reader.core.fixity import UNLISTED
from reader.errors import BundleError, Cancelled, RefusedError, Where
from reader.formats.bags.findings import finding
from reader.formats.bundles.repacking import Item
from reader.formats.places import PAYLOAD
from reader.formats.progress import Progress, Stop, Told
from reader.formats.zip.writer import Plan, ZipWriter

ALGORITHMS: Final = ("sha256", "sha512")
"""What the manifests of our bundles use: what people can check by hand, and the standard's own."""

_TELL_SECONDS: Final = 0.1


class Sums(NamedTuple):
    """What was computed of one file."""

    digests: tuple[str, ...]  # hex, in the order of ALGORITHMS
    crc: int


def sums_of(data: bytes) -> Sums:
    """The sums of a file that is in memory."""
    digests = tuple(hashlib.new(name, data).hexdigest() for name in ALGORITHMS)
    return Sums(digests, zlib.crc32(data))


class Copying:
    """The copying of some files into one bundle.

    Owns: the sums found so far, and how many bytes are done.
    """

    def __init__(
        self, writer: ZipWriter, plan: Plan, top: str, total: int, told: Told, stop: Stop
    ) -> None:
        """`top` goes before each name, `total` is what 100 % are."""
        self.sums: dict[str, Sums] = {}
        self._writer = writer
        self._plan = plan
        self._top = top
        self._progress = Progress(0, total)
        self._told = told
        self._stop = stop
        self._turn = threading.Lock()
        self._next_words = 0.0
        self._is_over = False

    def run(self, items: Iterable[Item], jobs: int) -> None:
        """Copy them, the largest first, so that no thread is left with one at the end.

        Raises RefusedError for one that is not as it was bagged, BundleError for one that cannot
        be read or changes meanwhile, Cancelled, and OSError where nothing can be written.
        """
        ranked = sorted(items, key=lambda item: -self._plan.size_of(self._at(item)))
        room = threading.local()

        def copy(item: Item) -> None:
            if not hasattr(room, "buffer"):
                room.buffer = bytearray(CHUNK_BYTES)
            self._copy(item, room.buffer)

        with ThreadPoolExecutor(jobs, thread_name_prefix="copying") as pool:
            try:
                futures = [pool.submit(copy, item) for item in ranked]
                done, _ = wait(futures, return_when=FIRST_EXCEPTION)
                for future in done:
                    future.result()
            except BaseException:
                self._is_over = True
                raise
            finally:
                pool.shutdown(cancel_futures=True)

    def write(self, name: str, data: bytes) -> None:
        """Write a file that is in memory."""
        self.sums[name] = sums_of(data)
        self._writer.write(f"{self._top}/{name}", memoryview(data))
        if name.startswith(PAYLOAD):
            self._account(len(data))

    def _at(self, item: Item) -> str:
        return f"{self._top}/{PAYLOAD}{item.name}"

    def _copy(self, item: Item, buffer: bytearray) -> None:
        if isinstance(item.source, bytes):
            self.write(f"{PAYLOAD}{item.name}", item.source)
            return
        name, at, crc = self._at(item), 0, 0
        size = self._plan.size_of(name)
        hashes = _hashes(item.source)
        for piece in _pieces(item.source, buffer):
            if at + len(piece) > size:
                raise _changed(item.source)
            self._writer.write(name, piece, at)
            for found in hashes.values():
                found.update(piece)
            crc = zlib.crc32(piece, crc)
            at += len(piece)
            self._account(len(piece))
        if at != size or Item.of(item.name, item.source) != item:
            raise _changed(item.source)
        digests = {algorithm: found.hexdigest() for algorithm, found in hashes.items()}
        _compare(item.source, digests)
        sums = Sums(tuple(digests[algorithm] for algorithm in ALGORITHMS), crc)
        self.sums[f"{PAYLOAD}{item.name}"] = sums

    def _account(self, count: int) -> None:
        if self._is_over or self._stop():
            raise Cancelled
        with self._turn:
            self._progress = self._progress._replace(done=self._progress.done + count)
            now = time.monotonic()
            if now < self._next_words:
                return
            self._next_words = now + _TELL_SECONDS
        self._told(self._progress)


def _hashes(source: Blob) -> dict[str, hashlib._Hash]:
    """What to hash a file with: also as the bag did that it comes from."""
    bagged = (source.digest or UNLISTED)[0]
    names = dict.fromkeys((*ALGORITHMS, bagged) if bagged else ALGORITHMS)
    return {name: hashlib.new(name, usedforsecurity=False) for name in names}


def _pieces(source: Blob, buffer: bytearray) -> Iterator[memoryview]:
    """The bytes of a file, with errors that tell which one cannot be read."""
    try:
        yield from source.chunks(buffer)
    except FileNotFoundError as error:
        raise _changed(source) from error
    except OSError as error:
        raise BundleError(
            f"the file cannot be read: {error.strerror or error}",
            hint="check that it may be read, and that its disk is sound",
            where=Where(source.place),
        ) from error


def _changed(source: Blob) -> BundleError:
    return BundleError(
        "the file changed while it was being bundled",
        hint="try again once nobody writes to it",
        where=Where(source.place),
    )


def _compare(source: Blob, digests: Mapping[str, str]) -> None:
    """Raises RefusedError for a file that is not as its bag says: nobody may make it sound."""
    if source.digest is None:
        return
    name = source.place.as_posix()
    algorithm, expected = source.digest
    if source.digest == UNLISTED:
        fault = finding("file.unlisted", name)
    elif (found := digests[algorithm]) != expected:
        words = {"algorithm": algorithm, "expected": expected, "found": found}
        fault = finding("file.changed", name, **words)
    else:
        return
    raise RefusedError(
        "what was changed in a bag is not bundled again",
        [str(fault)],
        hint="`deck-reader verify` tells all of it",
    )
