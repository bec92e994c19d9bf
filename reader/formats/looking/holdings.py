"""What is in a bundle, a bag or a deck's folder, as its own files tell it: nothing is proved here.

No file of the payload is compared with its hash. Of pictures only the first bytes are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from reader.core.deck import Deck, Image
from reader.core.files import Blob, Files, Folder
from reader.core.loading import load
from reader.core.paths import name_in, picture_fault
from reader.core.picture_files import HEAD_BYTES, measure
from reader.core.pictures import kind_of_bytes
from reader.core.problems import Severity
from reader.errors import BundleError, DeckError
from reader.formats.bags.bag import Bag, ranked
from reader.formats.bags.bagged import believable, deck_in
from reader.formats.bags.inventory import Item, take_inventory
from reader.formats.bags.proof import seal_of, signatures_of
from reader.formats.bundles.gathering import ATTACHMENTS
from reader.formats.media_types import media_type
from reader.formats.places import PAYLOAD, bag_at, files_at
from reader.formats.signing.signatures import Signature
from reader.formats.signing.trusted_keys import TrustedKeys

LARGEST: Final = 5
"""How many of the largest files are named."""

_FIRST_BYTES: Final = 1 << 16  # nearly always enough, and a tenth of the time for many pictures
_ROOMS: Final = ("slides", "assets")


class StoredFile(NamedTuple):
    """A file and its size in bytes; in a bag the name begins at the bag's folder."""

    name: str
    size: int


class InspectedPicture(NamedTuple):
    """A picture with what one or several slides say of it in the same words, and its file."""

    image: Image
    slides: tuple[int, ...]  # their numbers, from 1
    size: int | None = None  # bytes; None where there is no such file
    width: int = 0  # pixels; 0 where that is not told, as in an SVG
    height: int = 0
    media_type: str = ""
    digest: str = ""  # what the bag says of it, by the algorithm of `BagFacts.proof`
    problem: str = ""  # a sentence


class BagFacts(NamedTuple):
    """What a bag's tag files say."""

    version: str
    info: tuple[tuple[str, str], ...]  # bag-info.txt in its order
    agent: str
    date: str  # when it was bagged, as it is written
    identifier: str
    description: str
    algorithms: tuple[str, ...]  # of the manifests, the one to believe first in front
    proof: str  # the algorithm of `InspectedPicture.digest`
    seal: str  # SHA-512 of tagmanifest-sha512.txt in hex, or ""
    errors: int  # found in the structure alone
    warnings: int


class Inspection(NamedTuple):
    """All that was found; `deck` is None where a bag holds none that can be read."""

    place: Path
    kind: str  # "bundle", "bag" or "folder"
    size: int  # bytes: of the bundle, or of all files together
    files: tuple[StoredFile, ...]  # the largest first
    deck: Deck | None
    problem: str  # why there is no deck, as a sentence
    pictures: tuple[InspectedPicture, ...]  # in order of appearance
    attachments: tuple[StoredFile, ...]
    bag: BagFacts | None
    signatures: tuple[Signature, ...]


def inspect(path: Path, trusted: TrustedKeys) -> Inspection:
    """Look into what `path` names.

    Raises DeckError for a folder without a deck, and BundleError for a bundle that cannot be
    believed at all.
    """
    bag, files = _opened(path)
    listed = files.digests or {}
    files.digests = None  # or reading the deck's text would compare it
    deck, problem = _deck_of(files, is_needed=bag is None)
    stored = _stored(bag, files)
    start = PAYLOAD if bag else ""
    return Inspection(
        files.place,
        "folder" if bag is None else "bundle" if files.is_packed else "bag",
        files.place.stat().st_size if files.is_packed else sum(file.size for file in stored),
        tuple(sorted(stored, key=lambda file: (-file.size, file.name))),
        deck,
        problem,
        tuple(_pictures(deck, listed)) if deck else (),
        tuple(file for file in stored if file.name.startswith(f"{start}{ATTACHMENTS}/")),
        _facts(bag, files.algorithm) if bag else None,
        signatures_of(bag, trusted) if bag else (),
    )


def _opened(path: Path) -> tuple[Bag | None, Files]:
    try:
        bag = bag_at(path)
    except BundleError:
        return None, files_at(path)  # a folder; or this says better why it is nothing
    return bag, deck_in(believable(bag, path) if bag.files.is_packed else bag)


def _deck_of(files: Files, *, is_needed: bool) -> tuple[Deck | None, str]:
    try:
        return load(files), ""
    except DeckError as error:
        if is_needed:
            raise
        return None, str(error)


def _stored(bag: Bag | None, files: Files) -> list[StoredFile]:
    """Every file of the bag, or of the deck in a folder that may hold others."""
    if bag is not None:
        items: Sequence[Item] = tuple(bag.inventory.items.values())
        return [StoredFile(item.name, item.size) for item in items if item.is_readable]
    found = []
    for room in _ROOMS if isinstance(files, Folder) else ():
        folder = files.path_of(room)
        if folder.is_dir():
            items = tuple(take_inventory(Folder(folder)).items.values())
            found += [StoredFile(f"{room}/{i.name}", i.size) for i in items if i.is_readable]
    return found


def _facts(bag: Bag, proof: str) -> BagFacts:
    severities = [found.severity for found in bag.findings]
    known = ranked(bag.manifests)
    return BagFacts(
        bag.version,
        bag.info,
        bag.get("Bag-Software-Agent"),
        bag.get("Bagging-Date"),
        bag.get("External-Identifier"),
        bag.get("External-Description"),
        (*known, *sorted(bag.manifests.keys() - set(known))),
        proof,
        seal_of(bag),
        severities.count(Severity.ERROR),
        severities.count(Severity.WARNING),
    )


def _pictures(deck: Deck, listed: Mapping[str, str]) -> Iterator[InspectedPicture]:
    slides: dict[Image, list[int]] = {}
    for number, slide in enumerate(deck.slides, 1):
        if slide.image:
            slides.setdefault(slide.image, []).append(number)
    measured: dict[str, InspectedPicture] = {}
    for image, numbers in slides.items():
        if image.file not in measured:
            measured[image.file] = _measured(deck.files, image, listed)
        yield measured[image.file]._replace(image=image, slides=tuple(numbers))


def _measured(files: Files, image: Image, listed: Mapping[str, str]) -> InspectedPicture:
    picture = InspectedPicture(image, ())
    fault = picture_fault(files, image.file)
    if fault:
        return picture._replace(problem=fault)
    name = name_in("", image.file)
    try:
        blob = files.blob(name)
        size, head = blob.size(), _head(blob)
    except OSError as error:
        return picture._replace(problem=f"it cannot be read: {error.strerror or error}")
    found = measure(head)
    return picture._replace(
        size=size,
        width=found.width,
        height=found.height,
        media_type=media_type(name, head),
        digest=listed.get(name, ""),
        problem="" if found.format else "it is not a picture that can be shown",
    )


def _head(blob: Blob) -> bytes:
    """As many first bytes of a picture as it takes to tell its size."""
    head = blob.read(_FIRST_BYTES)
    is_small = len(head) < _FIRST_BYTES or kind_of_bytes(head) is None or measure(head).width
    return head if is_small else blob.read(HEAD_BYTES)
