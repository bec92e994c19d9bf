"""A deck as the rest of the program sees it: frozen, and tolerant of what is missing.

The models are built from the plain data that the loader reads. Data of the wrong type counts
as absent here, so that one bad line never takes a whole deck down; saying that it is wrong is
the work of `reader.core.check`. Names are those of the format (`deck.schema.json`): IPTC and
schema.org for pictures, CSL-JSON for sources.

What the window needs before its first picture is a NamedTuple here and elsewhere: frozen too, and
defined in a tenth of the time of a dataclass, which for all of them is a tenth of the start.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from reader.core.files import Blob, Files
from reader.core.paths import name_in

if TYPE_CHECKING:
    from reader.core.region import Region

Data = Mapping[str, Any]
"""Plain data read from YAML: str, int, float, bool, None, list and dict."""


def text_of(data: Data, key: str) -> str:
    """The text under `key`, or "" where there is none or it is not text."""
    value = data.get(key)
    return value.strip() if isinstance(value, str) else ""


def mappings_of(data: Data, key: str) -> tuple[Data, ...]:
    """The mappings in the list under `key`; anything else in it is left out."""
    value = data.get(key)
    return tuple(v for v in value if isinstance(v, dict)) if isinstance(value, list) else ()


def texts_of(data: Data, key: str) -> tuple[str, ...]:
    """The texts in the list under `key`; anything else in it is left out."""
    value = data.get(key)
    if not isinstance(value, list):
        return ()
    return tuple(v.strip() for v in value if isinstance(v, str) and v.strip())


_PROVENANCE = (
    "headline",
    "source",
    "copyright_notice",
    "date_created",
    "web_page",
    "supplier_image_id",
    "rights",
)


def _provenance_of(data: Data) -> dict[str, Any]:
    """What is said in the same words of a picture and of the photograph it stands in for."""
    licensor = data.get("licensor")
    named = licensor if isinstance(licensor, dict) else {}
    provenance: dict[str, Any] = {key: text_of(data, key) for key in _PROVENANCE}
    provenance["licensor"] = (text_of(named, "name"), text_of(named, "url"))
    return provenance


class StandInFor(NamedTuple):
    """The photograph that a stand-in replaces, and why it is not in the deck."""

    credit_line: str
    creators: tuple[str, ...]
    withheld_because: str
    note: str
    relation: str = ""  # "same_subject" or "redrawn_from"
    headline: str = ""
    source: str = ""
    copyright_notice: str = ""
    date_created: str = ""
    web_page: str = ""
    supplier_image_id: str = ""
    rights: str = ""
    licensor: tuple[str, str] = ("", "")  # name and address

    @classmethod
    def of(cls, data: Data) -> StandInFor:
        return cls(
            text_of(data, "credit_line"),
            texts_of(data, "creators"),
            text_of(data, "withheld_because"),
            text_of(data, "note"),
            text_of(data, "relation"),
            **_provenance_of(data),
        )


class Detail(NamedTuple):
    """A part of a picture that the author named, to be looked at closely."""

    title: str
    region: Region
    caption: str = ""
    credit_line: str = ""  # where it is another than the picture's

    @classmethod
    def of(cls, data: Data) -> Detail | None:
        """None where there is no title, or no region in the picture."""
        from reader.core.region import region_of  # late: few pictures have details

        title, region = text_of(data, "title"), region_of(data.get("region"))
        if not title or region is None:
            return None
        return cls(title, region, text_of(data, "caption"), text_of(data, "credit_line"))


def _details_of(data: Data) -> tuple[Detail, ...]:
    found = (Detail.of(detail) for detail in mappings_of(data, "details"))
    return tuple(detail for detail in found if detail is not None)


class Image(NamedTuple):
    """A picture and everything that must stay with it."""

    file: str  # as the deck writes it, relative to the deck's folder
    alt_text: str
    decorative: bool
    extended_description: str
    rendition: str  # "original", "derivative" or "stand_in"
    creators: tuple[str, ...]
    credit_line: str
    license: str  # SPDX identifier
    rights: str  # address of a rightsstatements.org or Creative Commons statement
    stand_in_for: StandInFor | None
    headline: str = ""
    caption: str = ""
    source: str = ""
    copyright_notice: str = ""
    copyright_owner: str = ""
    usage_terms: str = ""
    licensor: tuple[str, str] = ("", "")  # name and address
    date_created: str = ""
    web_page: str = ""
    digital_source_type: str = ""
    supplier_image_id: str = ""
    original_filename: str = ""
    media_type: str = ""
    details: tuple[Detail, ...] = ()

    @classmethod
    def of(cls, data: Data) -> Image:
        stand_in_for = data.get("stand_in_for")
        return cls(
            text_of(data, "file"),
            text_of(data, "alt_text"),
            data.get("decorative") is True,
            text_of(data, "extended_description"),
            text_of(data, "rendition") or "original",
            texts_of(data, "creators"),
            text_of(data, "credit_line"),
            text_of(data, "license"),
            stand_in_for=StandInFor.of(stand_in_for) if isinstance(stand_in_for, dict) else None,
            caption=text_of(data, "caption"),
            copyright_owner=text_of(data, "copyright_owner"),
            usage_terms=text_of(data, "usage_terms"),
            digital_source_type=text_of(data, "digital_source_type"),
            original_filename=text_of(data, "original_filename"),
            media_type=text_of(data, "media_type"),
            details=_details_of(data),
            **_provenance_of(data),
        )


_ENDLESS = 1e9  # seconds; also what is no number, and what is too long for a float


def _duration_of(data: Data) -> float | None:
    duration = data.get("duration")
    if not isinstance(duration, int | float) or isinstance(duration, bool):
        return None
    return float(duration) if abs(duration) < _ENDLESS else None


class Slide(NamedTuple):
    """One slide. `fault` says why it cannot be read, and is "" when it can."""

    title: str
    kicker: str = ""
    text: str = ""
    notes: str = ""
    duration: float | None = None  # planned seconds
    image: Image | None = None
    fault: str = ""
    original_filename: str = ""  # of the slide's own file, before it was bundled

    @classmethod
    def of(cls, data: Data) -> Slide:
        image = data.get("image")
        return cls(
            text_of(data, "title"),
            text_of(data, "kicker"),
            text_of(data, "text"),
            text_of(data, "notes"),
            _duration_of(data),
            Image.of(image) if isinstance(image, dict) else None,
            original_filename=text_of(data, "original_filename"),
        )


class Creator(NamedTuple):
    """Someone who made the deck, with a role such as "author" or "editor"."""

    name: str
    role: str


RawSlide = tuple[str | None, dict[str, Any], str]
"""A slide as it was read: its file in `slides/` or None, its data, and its fault or ""."""


class Slides(Sequence[Slide]):
    """The slides of a deck, each built when it is first asked for.

    Owns: the plain data of every slide and the models built so far.
    """

    __slots__ = ("_built", "_raw")

    def __init__(self, raw: Sequence[RawSlide]) -> None:
        self._raw = raw
        self._built: dict[int, Slide] = {}

    def __len__(self) -> int:
        return len(self._raw)

    @overload
    def __getitem__(self, index: int) -> Slide: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Slide, ...]: ...
    def __getitem__(self, index: int | slice) -> Slide | tuple[Slide, ...]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        index %= len(self)
        slide = self._built.get(index)
        if slide is None:
            file, data, fault = self._raw[index]
            slide = Slide(title=file or "", fault=fault) if fault else Slide.of(data)
            self._built[index] = slide
        return slide

    def each(self) -> Iterator[Slide]:
        """Each slide in turn, of which none is kept that was not before."""
        for index in range(len(self)):
            is_kept = index in self._built
            yield self[index]
            if not is_kept:
                self._built.pop(index, None)

    def files(self) -> Iterator[str | None]:
        """The file of each slide as the deck lists it; None for one that stands in the list."""
        return (raw[0] for raw in self._raw)

    def file_at(self, index: int) -> str | None:
        """The file in `slides/` that one slide is, or None where it stands in the deck's own."""
        return self._raw[index][0]

    def text_at(self, index: int) -> str:
        """The text of one slide, without building the rest of it."""
        return text_of(self._raw[index][1], "text")

    def titles(self) -> Iterator[str]:
        """The title of each slide, without building the rest of it."""
        return (file or "" if fault else text_of(data, "title") for file, data, fault in self._raw)

    def durations(self) -> Iterator[float | None]:
        """The planned seconds of each slide, without building the rest of it."""
        return (None if fault else _duration_of(data) for _, data, fault in self._raw)


class Deck(NamedTuple):
    """A picture story.

    `complete` is False while only the first slides have been read; `announced` is then the
    number of slides where that is already known, else None.
    """

    files: Files
    title: str
    language: str
    summary: str
    creators: tuple[Creator, ...]
    issued: str  # RFC 3339, or EDTF as far as it is known
    modified: str
    sources: Mapping[str, Data]  # CSL-JSON items under their ids, in the deck's order
    slides: Slides
    complete: bool = True
    announced: int | None = None
    id: str = ""
    license: str = ""  # of the texts, as an SPDX identifier
    rights: str = ""
    extra: Data = MappingProxyType({})  # keys that the format does not know

    @property
    def total(self) -> int | None:
        """How many slides there are; None while that is not known."""
        return len(self.slides) if self.complete else self.announced

    @property
    def place(self) -> Path:
        """Where a person finds the deck: a folder, or a bundle."""
        return self.files.place

    def blob_of(self, image: Image) -> Blob:
        """The picture's bytes. Raises FileNotFoundError where a bundle has none."""
        return self.files.blob(name_in("", image.file))
