"""Makes the bundle of a deck: one ZIP that is a BagIt bag and an RO-Crate, the same every time.

Every size is known before the first byte is written: a hash has always the same length. So the
files are copied and hashed in one go, to where they will lie, and what tells of them is filled in
behind.
"""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Final, NamedTuple

from reader import __version__
from reader.core import limits
from reader.core.atomic import written
from reader.core.deck import Deck
from reader.core.files import Files
from reader.core.loading import FORMAT
from reader.core.picture_files import measure_with
from reader.errors import BundleError, Where
from reader.formats.bags.readme import readme
from reader.formats.bags.tag_files import bag_info, bagit_txt, manifest, place_of
from reader.formats.bundles.copying import ALGORITHMS, Copying, sums_of
from reader.formats.bundles.gathering import gather
from reader.formats.bundles.portable_names import slug
from reader.formats.bundles.repacking import Item, Repacked, repack
from reader.formats.crate.graph import METADATA, PREVIEW
from reader.formats.crate.metadata import UNKNOWN_HASH, CrateAgent, CrateFile, crate
from reader.formats.crate.pictures import drawn_from
from reader.formats.csl_json import sources_json
from reader.formats.media_types import media_type
from reader.formats.page.document import page
from reader.formats.page.slide import PageFacts
from reader.formats.places import PAYLOAD
from reader.formats.progress import Stop, Told, never, tell_nobody
from reader.formats.zip.writer import Plan, ZipWriter

SUFFIX: Final = ".deck.zip"
"""How the name of a bundle ends."""

_AGENT: Final = CrateAgent("Deck Reader", __version__)
AGENT: Final = f"{_AGENT.name} {_AGENT.version}"
"""The program, as the bag and the page name it."""

SCHEMA: Final = "deck.schema.json"
SOURCES: Final = "sources.csl.json"
MADE: Final = (METADATA, PREVIEW, SCHEMA, SOURCES)
"""What is made for the bundle, and lies beside the deck's own folders; made anew each time."""

_SHOWN: Final = 60
_KIND_BYTES: Final = 4096
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")


class Bundled(NamedTuple):
    """The bundle that was made."""

    place: Path
    size: int  # bytes
    files: int  # how many it holds
    seal: str  # SHA-512 of the tag manifest, which commits to everything
    left_out: tuple[str, ...]  # files in the deck's folder that it does not name


def default_name(deck: Deck) -> str:
    """The file name of a deck's bundle: its title, portable."""
    return f"{slug(deck.title, deck.place.name)}{SUFFIX}"


def bundle(
    files: Files,
    target: Path | None = None,
    *,
    told: Told = tell_nobody,
    stop: Stop = never,
    jobs: int | None = None,
) -> Bundled:
    """Make the bundle of a deck; it takes the place of `target`, in a folder its usual name.

    Raises RefusedError where the deck is not fit for it, BundleError where the bundle cannot be
    made, and Cancelled; what was at the target is then still there, and nothing beside it.
    """
    gathered = gather(files, MADE)
    try:
        making = _Making(repack(files, gathered, MADE, stop))
    except OSError as error:
        raise BundleError(
            f"the deck cannot be read: {error.strerror or error}",
            hint="try again once nobody writes to it",
            where=Where(Path(error.filename) if error.filename else files.place),
        ) from error
    try:
        if target is None or target.is_dir():
            target = (target or Path()) / default_name(gathered.deck)
        size = making.write(target, told, stop, jobs or os.cpu_count() or 1)
    except OSError as error:
        raise BundleError(
            f"the bundle cannot be written: {error.strerror or error}",
            hint="free some space there, or name another place with -o",
            where=Where(target or Path()),
        ) from error
    return Bundled(target, size, making.count, making.seal, gathered.left_out)


class _Fact(NamedTuple):
    """What is known of a file before it is copied."""

    item: Item
    media_type: str
    pixels: tuple[int, int]

    @classmethod
    def of(cls, item: Item) -> _Fact:
        found = measure_with(item.head)
        kind = media_type(item.name, item.head(_KIND_BYTES))
        return cls(item, kind, (found.width, found.height))


class _Making:
    """One bundle on its way.

    Owns: what is generated for it, first with zeros in the place of each hash.
    """

    def __init__(self, repacked: Repacked) -> None:
        self._deck = repacked.deck
        self._facts = [_Fact.of(item) for item in repacked.items]
        # Not the name of the folder, or the same deck in another one gave another bundle.
        self._top = slug(self._deck.title, "")
        self._drawn = drawn_from(self._deck, self._names())
        schema = resources.files("reader.core").joinpath(SCHEMA).read_bytes()
        self._fixed = {
            SCHEMA: schema,
            SOURCES: sources_json(self._deck).encode(),
            PREVIEW: page(self._deck, self._page_facts()).encode(),
        }
        zeros = ("0" * 64, "0" * 128)
        self._crate = self._crate_with({})
        made = {METADATA: self._crate, **self._fixed}
        self._sizes = {f"{PAYLOAD}{fact.item.name}": fact.item.size for fact in self._facts}
        self._sizes |= {f"{PAYLOAD}{name}": len(data) for name, data in made.items()}
        _check_lengths(self._top, self._sizes)
        self._tags = self._tags_with(dict.fromkeys(self._sizes, zeros))
        self.seal = ""

    @property
    def count(self) -> int:
        """How many files the bundle holds."""
        return len(self._sizes) + len(self._tags)

    def write(self, target: Path, told: Told, stop: Stop, jobs: int) -> int:
        """Write it in the place of `target`; its size in bytes. Raises OSError."""
        plan = Plan(self._layout())
        total = sum(self._sizes.values())
        with written(target) as file:
            writer = ZipWriter(file, plan)
            copying = Copying(writer, plan, self._top, total, told, stop)
            copying.run([fact.item for fact in self._facts], jobs)
            for name, data in self._fixed.items():
                copying.write(f"{PAYLOAD}{name}", data)
            hashes = {
                name.removeprefix(PAYLOAD): sums.digests[0] for name, sums in copying.sums.items()
            }
            copying.write(f"{PAYLOAD}{METADATA}", self._crate_with(hashes))
            tags = self._tags_with({name: sums.digests for name, sums in copying.sums.items()})
            for name, data in tags.items():
                copying.write(name, data)
            self.seal = copying.sums["tagmanifest-sha512.txt"].digests[1]
            writer.finish({f"{self._top}/{name}": sums.crc for name, sums in copying.sums.items()})
        return plan.size

    def _layout(self) -> list[tuple[str, int]]:
        """Every file and its size, in their order."""
        sizes = {name: len(data) for name, data in self._tags.items()} | self._sizes
        return [(f"{self._top}/{name}", sizes[name]) for name in sorted(sizes, key=place_of)]

    def _page_facts(self) -> PageFacts:
        return PageFacts(
            AGENT, self._names(), {fact.item.name: fact.pixels for fact in self._facts}
        )

    def _crate_with(self, hashes: Mapping[str, str]) -> bytes:
        fixed = (_Fact.of(Item.of(name, self._fixed[name])) for name in (SCHEMA, SOURCES))
        files = [
            CrateFile(
                fact.item.name,
                fact.item.size,
                hashes.get(fact.item.name, UNKNOWN_HASH),
                fact.media_type,
                based_on=self._drawn.get(fact.item.name, ""),
            )
            for fact in (*self._facts, *fixed)
        ]
        published = _bagging_date(self._deck)
        return crate(self._deck, files, _AGENT, self._names(), published).encode()

    def _names(self) -> dict[str, str]:
        """Each file under the name that the repacked deck has for it: its own."""
        return {fact.item.name: fact.item.name for fact in self._facts}

    def _tags_with(self, digests: Mapping[str, tuple[str, ...]]) -> dict[str, bytes]:
        """The tag files, with these hashes of the payload."""
        manifests = [
            manifest({name: found[rank] for name, found in digests.items()})
            for rank in range(len(ALGORITHMS))
        ]
        tags = {
            "bagit.txt": bagit_txt(),
            "README.txt": readme(self._deck.title, self._top).encode(),
            "bag-info.txt": bag_info(self._info(manifests[-1])),
        }
        tags |= {
            f"manifest-{algorithm}.txt": data
            for algorithm, data in zip(ALGORITHMS, manifests, strict=True)
        }
        sums = {name: sums_of(data) for name, data in tags.items()}
        for rank, algorithm in enumerate(ALGORITHMS):
            hashes = {name: found.digests[rank] for name, found in sums.items()}
            tags[f"tagmanifest-{algorithm}.txt"] = manifest(hashes)
        return tags

    def _info(self, payload: bytes) -> list[tuple[str, str]]:
        """bag-info.txt; the identifier is that of these very files in this very deck."""
        deck = self._deck
        space = uuid.uuid5(uuid.NAMESPACE_URL, deck.id or deck.title)
        pairs = [
            ("Bag-Software-Agent", AGENT),
            ("Bagging-Date", _bagging_date(deck)),
            ("Deck-Format", FORMAT),
            ("External-Description", _one_line(deck.title, deck.summary)),
            ("External-Identifier", uuid.uuid5(space, sums_of(payload).digests[-1]).urn),
            ("Payload-Oxum", f"{sum(self._sizes.values())}.{len(self._sizes)}"),
        ]
        return [(label, value) for label, value in pairs if value]


def _check_lengths(top: str, names: Iterable[str]) -> None:
    """Raises BundleError for a name that is too long; each part of it is short enough."""
    for name in names:
        if len(f"{top}/{name}") > limits.ZIP_NAME_BYTES:
            raise BundleError(
                f"{name[:_SHOWN]}...: the name with all its folders is too long for a bundle",
                hint="put the file in fewer folders",
            )


def _one_line(title: str, summary: str) -> str:
    return " – ".join(" ".join(text.split()) for text in (title, summary) if text.strip())


def moment_set() -> datetime | None:
    """The time that SOURCE_DATE_EPOCH sets; None where it is not set. Raises BundleError."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not epoch:
        return None
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise BundleError(
            f"SOURCE_DATE_EPOCH is {epoch!r}, which is not a time",
            hint="set it to the seconds since 1970, or unset it",
        ) from error


def _bagging_date(deck: Deck) -> str:
    """The day by SOURCE_DATE_EPOCH, else the deck's own: never today, or no two were the same."""
    moment = moment_set()
    if moment:
        return moment.date().isoformat()
    dates = (found[0] for text in (deck.modified, deck.issued) if (found := _DATE.match(text)))
    return next(dates, "")
