"""Whether files of two decks hold the same bytes, read as seldom as can be."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import Final

from reader.core.files import CHUNK_BYTES, Files
from reader.core.paths import misplaced, name_in
from reader.formats.bundles.gathering import ATTACHMENTS

_STRONG: Final = ("sha256", "sha512")


class Contents:
    """What the files of a deck hold, each as its hash by one `algorithm`.

    Owns: every hash found so far. What a bag says of a file is believed.
    """

    def __init__(self, files: Files, algorithm: str) -> None:
        self._files = files
        self.algorithm = algorithm
        self._listed = (files.digests or {}) if files.algorithm == algorithm else {}
        self._known: dict[str, str | None] = {}
        self._sizes: dict[str, int | None] = {}
        self._buffer = bytearray(CHUNK_BYTES)

    def size(self, file: str) -> int | None:
        """The size in bytes of the file that a deck names; None where there is no such file."""
        name = name_in("", file)
        if name not in self._sizes:
            self._sizes[name] = self._measured(file, name)
        return self._sizes[name]

    def digest(self, file: str) -> str | None:
        """The hash of the file that a deck names; None where it is not there or not readable."""
        name = name_in("", file)
        if name not in self._known:
            is_there = self.size(file) is not None
            self._known[name] = (self._listed.get(name) or self._hashed(name)) if is_there else None
        return self._known[name]

    def has_same(self, file: str, other: Contents, its_file: str) -> bool:
        """Whether two decks hold the same bytes under these names; two missing files are alike."""
        size = self.size(file)
        if size != other.size(its_file):
            return False
        return size is None or self.digest(file) == other.digest(its_file)

    @cached_property
    def attachments(self) -> dict[str, str]:
        """The name of each attachment by its hash."""
        names = reversed(self._files.names(ATTACHMENTS))
        return {digest: name for name in names if (digest := self.digest(name))}

    def _measured(self, file: str, name: str) -> int | None:
        try:
            return None if misplaced(self._files, "", file) else self._files.blob(name).size()
        except OSError:
            return None

    def _hashed(self, name: str) -> str | None:
        found = hashlib.new(self.algorithm)
        try:
            for piece in self._files.blob(name).chunks(self._buffer):
                found.update(piece)
        except OSError:
            return None
        return found.hexdigest()


def contents_of(old: Files, new: Files) -> tuple[Contents, Contents]:
    """Two decks' contents by one algorithm, by which a bag has hashes already if that can be."""
    known = [files.algorithm for files in (old, new) if files.digests]
    algorithm = next((name for name in known if name in _STRONG), _STRONG[0])
    return Contents(old, algorithm), Contents(new, algorithm)
