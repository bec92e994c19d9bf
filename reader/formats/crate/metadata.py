"""The RO-Crate metadata of a bundle: what is in it, by whom, and what may be done with it.

A crate is the deck once more in the words of schema.org, for those who do not know our format.
It is written from the deck alone and says nothing that the deck does not say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from reader.core.deck import Creator, Deck, Slide
from reader.core.paths import name_in
from reader.core.text import cited_ids, parse, plain
from reader.formats.crate.graph import METADATA, PREVIEW, ROOT, Graph, Ref
from reader.formats.crate.pictures import add_picture
from reader.formats.crate.sources import add_sources

UNKNOWN_HASH: Final = "0" * 64
"""Stands for a SHA-256 that is not known yet, and is as long."""

_DECK: Final = "#deck"
_DESCRIPTIONS: Final = {
    "slides/deck.yaml": "Title, sources and order of the slides, in YAML",
    "sources.csl.json": "The sources that the slides cite, in CSL-JSON",
}
# The roles that schema.org has a property for; any other makes a creator.
_ROLES: Final = frozenset(["author", "editor", "translator", "producer", "contributor"])


class CrateFile(NamedTuple):
    """One file of the crate."""

    name: str  # portable, from data/ on
    size: int  # in bytes
    sha256: str  # in hex, or UNKNOWN_HASH
    media_type: str
    original: str = ""  # the name by which `deck` knows it, where that is another
    based_on: str = ""  # the name of the attachment that it was made from


class CrateAgent(NamedTuple):
    """The program that makes the crate."""

    name: str
    version: str
    url: str = ""


def crate(
    deck: Deck,
    files: Sequence[CrateFile],
    agent: CrateAgent,
    pictures: Mapping[str, str],
    published: str = "",
) -> str:
    """The text of `ro-crate-metadata.json` for a deck whose slides have all been read.

    RO-Crate 1.2, or 1.3 where a picture has a digital source type. `pictures` gives the portable
    name of each picture by its name in the deck. RO-Crate asks for a date of publication:
    `published` (ISO 8601) is written where the deck has none, and no date where that is "" too.
    The same arguments give the same text, and its length does not depend on the hashes. What a
    file was called before is taken from the deck, where it outlasts another bundling.
    """
    graph = Graph()
    parts = [_add_file(graph, file) for file in files if file.name not in (METADATA, PREVIEW)]
    _add_root(graph, deck, parts, published)
    _add_deck(graph, deck, files, pictures)
    _add_agent(graph, agent)
    return graph.text()


def _add_file(graph: Graph, file: CrateFile) -> Ref:
    is_picture = file.media_type.startswith("image/")
    return graph.add(
        file.name,
        ["File", "ImageObject"] if is_picture else "File",
        name=PurePosixPath(file.name).name,
        contentSize=str(file.size),
        description=_DESCRIPTIONS.get(file.name, ""),
        encodingFormat=file.media_type,
        isBasedOn={"@id": file.based_on} if file.based_on else None,
        sha256=file.sha256,
    )


def _add_root(graph: Graph, deck: Deck, parts: list[Ref], published: str) -> None:
    count = len(deck.slides)
    graph.add(
        ROOT,
        "Dataset",
        name=deck.title,
        description=deck.summary or f"A picture story of {count} slide{'s' * (count != 1)}.",
        datePublished=_date(deck.issued) or published,
        dateModified=_date(deck.modified),
        inLanguage=deck.language,
        license=graph.add_rights(deck.license, deck.rights),
        hasPart=parts,
        mainEntity={"@id": _DECK},
    )
    if deck.id:
        identifier = graph.add(deck.id, "PropertyValue", name="Name of the deck", value=deck.id)
        graph.add(ROOT, "Dataset", identifier=identifier)
    _add_creators(graph, deck.creators)


def _date(moment: str) -> str:
    """A moment of the format in ISO 8601; of a span, where it begins."""
    return moment.partition("/")[0].upper()


def _add_creators(graph: Graph, creators: Iterable[Creator]) -> None:
    numbers: dict[str, int] = {}
    for creator in creators:
        if not creator.name:
            continue
        number = numbers.setdefault(creator.name, len(numbers) + 1)
        role = creator.role.lower()
        person = graph.add(
            f"#creator-{number}", "Person", name=creator.name, description=creator.role
        )
        graph.add(ROOT, "Dataset", creator=person)
        if role in _ROLES:
            graph.add(ROOT, "Dataset", **{role: person})


def _add_deck(
    graph: Graph, deck: Deck, files: Sequence[CrateFile], pictures: Mapping[str, str]
) -> None:
    sources = add_sources(graph, deck)
    based_on = {file.name: file.based_on for file in files}
    texts = {name: file.name for file in files for name in (file.name, file.original)}
    width = len(str(len(deck.slides)))
    slides = []
    for position, (file, slide) in enumerate(zip(deck.slides.files(), deck.slides, strict=True), 1):
        number = f"{position:0{width}}"
        ref = _add_slide(graph, slide, number, sources)
        if file and (text := texts.get(name_in("slides", file))):
            said = graph.add(
                text,
                "File",
                alternateName=slide.original_filename,
                description=f"Slide {position}: {slide.title}",
            )
            graph.add(ref["@id"], "CreativeWork", encoding=said)
        slides.append(ref)
        name = pictures.get(name_in("", slide.image.file), "") if slide.image else ""
        if slide.image and name:
            picture = add_picture(graph, slide.image, name, based_on.get(name, ""))
            graph.add(ref["@id"], "CreativeWork", image=picture)
    main = "slides/deck.yaml"
    graph.add(
        _DECK,
        "PresentationDigitalDocument",
        name=deck.title,
        description=deck.summary,
        inLanguage=deck.language,
        encoding={"@id": main} if main in graph else None,
        hasPart=slides,
    )


def _add_slide(graph: Graph, slide: Slide, number: str, sources: Mapping[str, Ref]) -> Ref:
    return graph.add(
        f"#slide-{number}",
        "CreativeWork",
        name=slide.title,
        alternativeHeadline=slide.kicker,
        position=int(number),
        text=plain(parse(slide.text)),
        timeRequired=_seconds(slide.duration),
        citation=[sources[key] for key in cited_ids(slide.text) if key in sources],
    )


def _seconds(duration: float | None) -> str:
    """A duration in ISO 8601."""
    return f"PT{f'{duration:.3f}'.rstrip('0').rstrip('.')}S" if duration else ""


def _add_agent(graph: Graph, agent: CrateAgent) -> None:
    # RO-Crate requires an application's address; what has none can only be called a work.
    kind = "SoftwareApplication" if agent.url else "CreativeWork"
    program = graph.add("#agent", kind, name=agent.name, version=agent.version, url=agent.url)
    action = graph.add(
        "#bundling",
        "CreateAction",
        name="Bundling of the deck",
        instrument=program,
        result={"@id": ROOT},
    )
    graph.add(ROOT, "Dataset", mentions=action)
