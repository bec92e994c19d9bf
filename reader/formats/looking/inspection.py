"""Tells what was found in a bundle: as lines for people, and as data for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from reader.core.amounts import count_words
from reader.core.cite import citations, entry
from reader.core.credit import byline, credit, date_line, licence_name
from reader.core.deck import Deck, Image
from reader.core.fixity import Fixity
from reader.core.words import date, listed
from reader.formats.looking.holdings import (
    LARGEST,
    BagFacts,
    InspectedPicture,
    Inspection,
    StoredFile,
)
from reader.formats.looking.holdings import (
    inspect as inspect,  # what the lines and the data are made of
)
from reader.formats.looking.slip import clip, exact_size, paragraph, row, section
from reader.formats.page.rights import reasons
from reader.formats.signing.signatures import Signature, SignatureState, overall, signature_json

MOST_LISTED: Final = 200
"""Most slides, pictures or attachments in the lines for people; the data has all of them."""

_SEAL_DIGITS: Final = 64
_KINDS: Final = {"bundle": "Bundle", "bag": "Bag", "folder": "Folder"}
_ALGORITHMS: Final = {"sha256": "SHA-256", "sha512": "SHA-512", "sha1": "SHA-1", "md5": "MD5"}
_FIXITY: Final = "not verified here: `deck-reader verify` does"


def inspection_json(found: Inspection) -> dict[str, Any]:
    """What was found as data for other programs; the keys are permanent, null is not known."""
    deck = found.deck
    return {
        "place": str(found.place),
        "kind": found.kind,
        "bytes": found.size,
        "files": [_file_json(file) for file in found.files],
        "fixity": Fixity.UNCHECKED.value if found.bag else None,
        "deck": _deck_json(deck) if deck else None,
        "problem": found.problem,
        "slides": _slides_json(deck) if deck else [],
        "pictures": [_picture_json(picture, found.bag) for picture in found.pictures],
        "attachments": [_file_json(file) for file in found.attachments],
        "sources": _sources_json(deck) if deck else [],
        "bag": _bag_json(found.bag) if found.bag else None,
        "signed": overall(found.signatures).name.lower() if found.bag else None,
        "signatures": [signature_json(signature) for signature in found.signatures],
    }


def _file_json(file: StoredFile) -> dict[str, Any]:
    return {"file": file.name, "bytes": file.size}


def _deck_json(deck: Deck) -> dict[str, Any]:
    return {
        "title": deck.title,
        "summary": deck.summary,
        "language": deck.language,
        "id": deck.id,
        "creators": [{"name": maker.name, "role": maker.role} for maker in deck.creators],
        "issued": deck.issued,
        "modified": deck.modified,
        "license": deck.license,
        "rights": deck.rights,
    }


def _slides_json(deck: Deck) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "title": slide.title,
            "file": f"slides/{file}" if file is not None else None,
            "picture": slide.image.file if slide.image else None,
            "problem": slide.fault,
        }
        for number, (slide, file) in enumerate(
            zip(deck.slides, deck.slides.files(), strict=True), 1
        )
    ]


def _picture_json(picture: InspectedPicture, bag: BagFacts | None) -> dict[str, Any]:
    image = picture.image
    withheld = image.stand_in_for
    return {
        "file": image.file,
        "slides": list(picture.slides),
        "bytes": picture.size,
        "width": picture.width or None,
        "height": picture.height or None,
        "media_type": picture.media_type,
        "digest": {bag.proof: picture.digest} if bag and picture.digest else None,
        "alt_text": image.alt_text,
        "decorative": image.decorative,
        "credit": credit(image).line,
        "credit_line": image.credit_line,
        "creators": list(image.creators),
        "license": image.license,
        "rights": image.rights,
        "rendition": image.rendition,
        "stand_in_for": None
        if withheld is None
        else {
            "credit_line": withheld.credit_line,
            "creators": list(withheld.creators),
            "withheld_because": withheld.withheld_because,
            "relation": withheld.relation,
        },
        "original_filename": image.original_filename,
        "problem": picture.problem,
    }


def _sources_json(deck: Deck) -> list[dict[str, Any]]:
    cited = citations(deck)
    told = ((key, entry(source)) for key, source in deck.sources.items())
    return [
        {"id": key, "text": said.text, "url": said.url, "slides": list(cited[key])}
        for key, said in told
    ]


def _bag_json(bag: BagFacts) -> dict[str, Any]:
    return {
        "version": bag.version,
        "agent": bag.agent,
        "date": bag.date,
        "identifier": bag.identifier,
        "description": bag.description,
        "algorithms": list(bag.algorithms),
        "seal": {"sha512": bag.seal} if bag.seal else None,
        "info": [{"label": label, "value": value} for label, value in bag.info],
        "errors": bag.errors,
        "warnings": bag.warnings,
    }


def inspection_lines(found: Inspection) -> list[str]:
    """What was found as lines of 80 columns; what is not known is said to be."""
    lines = [*_head(found), *section("Holds", list(_contents(found)))]
    if found.bag:
        lines += section("Bag", list(_bag(found.bag)))
        lines += section("Signatures", list(_signatures(found.signatures)))
    if found.deck:
        lines += section("Slides", list(_slides(found.deck)))
    pictures = (line for picture in found.pictures[:MOST_LISTED] for line in _picture(picture))
    lines += section("Pictures", [*pictures, *_more(len(found.pictures))])
    lines += section("Attachments", list(_files(found.attachments, MOST_LISTED)))
    lines += section("Largest files", list(_files(found.files[:LARGEST], LARGEST)))
    return lines


def _head(found: Inspection) -> Iterator[str]:
    deck = found.deck
    if deck is None:
        yield from paragraph(f"No deck: {found.problem}")
        return
    yield from paragraph(deck.title or "Untitled", most=300)
    yield from paragraph(byline(deck.creators) or "Its makers are not named", most=300)
    yield from paragraph(date_line(deck.issued, deck.modified) or "It is not dated", most=200)
    if deck.summary:
        yield ""
        yield from paragraph(deck.summary)


def _contents(found: Inspection) -> Iterator[str]:
    yield from row(_KINDS[found.kind], str(found.place), 2)
    yield from row(
        "Size", f"{exact_size(found.size)} in {count_words(len(found.files), 'file')}", 2
    )
    deck = found.deck
    if deck is None:
        return
    counts = (
        count_words(len(deck.slides), "slide"),
        count_words(len({picture.image.file for picture in found.pictures}), "picture"),
        count_words(len(found.attachments), "attachment"),
        count_words(len(deck.sources), "source"),
    )
    yield from row("Deck", listed(counts), 2)
    yield from row("Language", deck.language or "not stated", 2, 40)
    yield from row("Texts", licence_name(deck.license, deck.rights) or "no licence stated", 2, 300)
    yield from row("Identifier", deck.id or "none", 2, 200)


def _bag(bag: BagFacts) -> Iterator[str]:
    yield from row("BagIt", bag.version, 2)
    yield from row("Bagged", date(clip(bag.date, 40)) if bag.date else "no date stated", 2)
    yield from row("With", bag.agent or "no program stated", 2, 200)
    yield from row("Identifier", bag.identifier or "none", 2, 200)
    names = [_ALGORITHMS.get(algorithm, algorithm) for algorithm in bag.algorithms]
    yield from row("Hashes", clip(listed(names), 200) or "none", 2)
    if bag.seal:
        yield from row("Seal", bag.seal[:_SEAL_DIGITS], 2)
        yield from row("", bag.seal[_SEAL_DIGITS:])
        yield from row("", "(SHA-512 of tagmanifest-sha512.txt, which commits to everything)")
    else:
        yield from row("Seal", "none: there is no tagmanifest-sha512.txt", 2)
    yield from row("Files", _FIXITY, 2)
    if bag.errors or bag.warnings:
        kinds = (count_words(bag.errors, "error"), count_words(bag.warnings, "warning"))
        yield from row("Structure", f"{listed(kinds)}: `deck-reader verify` tells them", 2)


def _signatures(signatures: tuple[Signature, ...]) -> Iterator[str]:
    if not signatures:
        yield f"  {SignatureState.UNSIGNED.value}"
    for signature in signatures:
        yield from paragraph(str(signature), 2, 300)
        when = f"at {signature.signed_at} by the signer's clock" if signature.signed_at else ""
        key = f"key {signature.key_id}" if signature.key_id else ""
        told = (signature.file, signature.kind, key, when, signature.comment)
        yield from paragraph(" · ".join(filter(None, told)), 6, 500)


def _slides(deck: Deck) -> Iterator[str]:
    width = len(str(len(deck.slides)))
    for number, slide in enumerate(deck.slides[:MOST_LISTED], 1):
        title = f"cannot be read: {slide.fault}" if slide.fault else slide.title or "(no title)"
        yield from paragraph(title, 2, 300, f"{number:>{width}}  ")
    yield from _more(len(deck.slides))


def _picture(picture: InspectedPicture) -> Iterator[str]:
    image = picture.image
    yield from paragraph(image.file or "(no file)", 2, 300)
    shown = [clip(str(number), 20) for number in picture.slides[:10]]
    more = len(picture.slides) - len(shown)
    shown += [f"{more:,} more"] if more else []
    facts = [f"{'slide' if len(picture.slides) == 1 else 'slides'} {listed(shown)}"]
    facts += filter(None, (picture.media_type, _pixels(picture)))
    facts += [exact_size(picture.size)] if picture.size is not None else []
    yield from paragraph(" · ".join(facts), 6)
    yield from paragraph(picture.problem, 6, 300)
    yield from paragraph(" · ".join(_rights(image)), 6, 500)
    yield from paragraph(_rendition(image), 6, 300)
    if image.original_filename:
        yield from paragraph(f"called {image.original_filename} before it was bundled", 6, 300)


def _pixels(picture: InspectedPicture) -> str:
    return f"{picture.width:,} × {picture.height:,} pixels" if picture.width else ""


def _rights(image: Image) -> Iterator[str]:
    """The credit line, which ends with the licence, and what is missing beside it."""
    told = credit(image)
    yield clip(told.line, 400)
    if not told.licence:
        yield "no licence or rights statement"
    if not image.alt_text and not image.decorative:
        yield "no alt text"


def _rendition(image: Image) -> str:
    if image.stand_in_for is not None or image.rendition == "stand_in":
        return f"A stand-in. {reasons(image.stand_in_for) or 'Why is not stated.'}"
    return "An adapted picture" if image.rendition == "derivative" else ""


def _files(files: tuple[StoredFile, ...], most: int) -> Iterator[str]:
    for file in files[:most]:
        yield from paragraph(f"{clip(file.name, 300)} · {exact_size(file.size)}", 2, 400)
    if most == MOST_LISTED:
        yield from _more(len(files))


def _more(count: int) -> Iterator[str]:
    if count > MOST_LISTED:
        yield f"  … and {count - MOST_LISTED:,} more, which --json lists"
