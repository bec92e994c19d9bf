"""Adds a signature to a bundle or a bag, once all of it has been proved."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from reader.core.atomic import written
from reader.core.files import Folder, Packed
from reader.errors import BundleError, RefusedError, Where
from reader.formats.bags.bag import Bag
from reader.formats.bags.bagged import sound
from reader.formats.bags.proof import prove
from reader.formats.bags.tag_files import place_of
from reader.formats.places import SIGNED, bag_at
from reader.formats.progress import Stop, Told, never, tell_nobody
from reader.formats.signing.signer import sign
from reader.formats.zip.directory import read_directory
from reader.formats.zip.writer import Plan, ZipWriter


class Sealed(NamedTuple):
    """What was signed."""

    name: str  # of the signature's file, from the bag's folder on
    seal: str  # SHA-512 of the tag manifest that was signed


def seal(
    path: Path,
    key: Path,
    *,
    password: Callable[[], str],
    comment: str,
    when: int,
    jobs: int = 1,
    told: Told = tell_nobody,
    stop: Stop = never,
) -> Sealed:
    """Sign a bundle or a bag with a secret key; `when` is in seconds since 1970.

    Nobody signs what was not looked at: raises RefusedError for one that is not sound. Raises
    BundleError where it cannot be signed or written, and Cancelled; the bundle is then as before.
    """
    bag = sound(bag_at(path), path)
    if SIGNED not in bag.inventory:
        raise BundleError(
            f"there is no {SIGNED}, which would be signed",
            hint="make the bundle with `deck-reader bundle`",
            where=Where(path),
        )
    proof = prove(path, jobs=jobs, told=told, stop=stop)
    bag = proof.bag  # the very file that was proved, whatever lies there by now
    if not proof.is_sound:
        faults = [str(found) for found in proof.findings]
        raise RefusedError(f"{path} is not signed, as it is not sound", faults)
    message = _message(bag, path)
    name, signature = sign(message, key, password=password, comment=comment, when=when)
    try:
        if isinstance(bag.files, Packed):
            _rewrite(path, bag.files, name, signature)
        elif isinstance(bag.files, Folder):
            with written(bag.files.root / name) as file:
                rest = memoryview(signature)
                while rest:
                    rest = rest[file.write(rest) :]
    except OSError as error:
        raise BundleError(
            f"the signature cannot be written: {error.strerror or error}",
            hint="free some space there, or make the folder writable",
            where=Where(path),
        ) from error
    return Sealed(name, proof.seal)


def _message(bag: Bag, path: Path) -> bytes:
    try:
        return bag.files.blob(SIGNED).read()
    except OSError as error:
        raise BundleError(
            f"the bundle cannot be read: {error.strerror or error}",
            hint="try again once nobody writes to it",
            where=Where(path),
        ) from error


def _rewrite(path: Path, files: Packed, name: str, signature: bytes) -> None:
    """Write the bundle anew with one more file, in the order that all bundles have."""
    entries = {entry.name: entry for entry in read_directory(files.pack).entries}
    top = next(iter(entries)).partition("/")[0]
    added = f"{top}/{name}"
    entries.pop(added, None)
    sizes = {other: entry.length for other, entry in entries.items()} | {added: len(signature)}
    names = sorted(sizes, key=lambda other: place_of(other.removeprefix(f"{top}/")))
    plan = Plan([(other, sizes[other]) for other in names])
    with written(path) as file:
        writer = ZipWriter(file, plan)
        for other, entry in entries.items():
            writer.copy(other, files.pack, entry.offset)
        writer.write(added, memoryview(signature))
        crcs = {other: entry.crc for other, entry in entries.items()}
        writer.finish(crcs | {added: zlib.crc32(signature)})
