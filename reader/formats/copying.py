"""Copies files into a bundle and hashes them on the way, in several threads.

The hashes take longer than all else together, and let the other threads run meanwhile.
"""

from __future__ import annotations

import hashlib
import threading
import time
import zlib
from collections.abc import Iterable
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from typing import Final, NamedTuple

from reader.core.files import CHUNK_BYTES
from reader.errors import BundleError, Cancelled, Where
from reader.formats.progress import Progress, Stop, Told
from reader.formats.repacking import Item
from reader.formats.zip_writer import Plan, ZipWriter

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

        Raises BundleError for a file that changes meanwhile, Cancelled, and OSError.
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
            finally:
                self._is_over = True
                pool.shutdown(cancel_futures=True)

    def write(self, name: str, data: bytes) -> None:
        """Write a file that is in memory."""
        self.sums[name] = sums_of(data)
        self._writer.write(f"{self._top}/{name}", memoryview(data))

    def _at(self, item: Item) -> str:
        return f"{self._top}/data/{item.name}"

    def _copy(self, item: Item, buffer: bytearray) -> None:
        if isinstance(item.source, bytes):
            self.write(f"data/{item.name}", item.source)
            self._account(len(item.source))
            return
        name, at, crc = self._at(item), 0, 0
        hashes = [hashlib.new(algorithm) for algorithm in ALGORITHMS]
        try:
            for piece in item.source.chunks(buffer):
                self._writer.write(name, piece, at)
                for found in hashes:
                    found.update(piece)
                crc = zlib.crc32(piece, crc)
                at += len(piece)
                self._account(len(piece))
        except ValueError as error:  # it has grown
            raise self._changed(item) from error
        if at != self._plan.size_of(name):
            raise self._changed(item)
        self.sums[f"data/{item.name}"] = Sums(tuple(h.hexdigest() for h in hashes), crc)

    def _changed(self, item: Item) -> BundleError:
        assert not isinstance(item.source, bytes)
        return BundleError(
            "the file changed while it was being bundled",
            hint="try again once nobody writes to it",
            where=Where(item.source.place),
        )

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
