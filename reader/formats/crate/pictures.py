"""The pictures of a deck as entities of an RO-Crate, with everything that must stay with them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from reader.core.deck import Deck, Image, StandInFor
from reader.core.paths import name_in
from reader.formats.bundles.gathering import ATTACHMENTS
from reader.formats.bundles.portable_names import portable
from reader.formats.crate.graph import Graph, Ref, is_address
from reader.formats.page.rights import reasons

_RELATIONS: Final = {"same_subject": "about", "redrawn_from": "isBasedOn"}


def drawn_from(deck: Deck, names: Collection[str]) -> dict[str, str]:
    """The SVG among the attachments that a picture was drawn from, by the picture's name.

    `deck` and `names` are those of the bundle. What tells it is `original_filename`, which a deck
    keeps when it is unbundled and bundled again; where two pictures had one name, nothing does.
    """
    found: dict[str, set[str]] = {}
    for slide in deck.slides:
        former = slide.image.original_filename if slide.image else ""
        if slide.image and former:
            source = f"{ATTACHMENTS}/{portable([former])[former]}"
            found.setdefault(source, set()).add(name_in("", slide.image.file))
    return {
        pictures.pop(): source
        for source, pictures in found.items()
        if source in names and source.endswith(".svg") and len(pictures) == 1
    }


def add_picture(graph: Graph, image: Image, name: str, source: str) -> Ref:
    """Say what a slide tells of its picture, the file `name`.

    `source` is the file that the picture was made from for the bundle, or ""; the same rights
    hold for it. A picture on several slides keeps what each of them tells.
    """
    rights = _rights(graph, image)
    if source:
        graph.add(source, "File", description=f"What {name} was made from", **rights)
    description = image.extended_description or image.alt_text
    ref = graph.add(
        name,
        "File",
        alternateName=image.original_filename,
        abstract=image.alt_text if image.alt_text != description else "",
        description=description,
        caption=image.caption,
        digitalSourceType=_source_type(graph, image.digital_source_type),
        **rights,
    )
    if image.stand_in_for:
        relation = _RELATIONS.get(image.stand_in_for.relation, "mentions")
        graph.add(name, "File", **{relation: _add_withheld(graph, image.stand_in_for, name)})
    return ref


def _add_withheld(graph: Graph, withheld: StandInFor, name: str) -> Ref:
    """The photograph that is not in the crate: an entity without a file."""
    said = _origin(graph, withheld)
    said["headline"] = ""
    return graph.add(
        f"#withheld-{name}",
        "ImageObject",
        name=withheld.headline or "A photograph that is not in this crate",
        description=reasons(withheld),
        license=graph.add_rights("", withheld.rights),
        **said,
    )


def _rights(graph: Graph, image: Image) -> dict[str, Any]:
    return {
        "license": graph.add_rights(image.license, image.rights),
        "copyrightHolder": image.copyright_owner,
        "usageInfo": image.usage_terms,
        **_origin(graph, image),
    }


def _origin(graph: Graph, picture: Image | StandInFor) -> dict[str, Any]:
    """What is said in the same words of a picture and of a withheld photograph."""
    licensor, address = picture.licensor
    return {
        "headline": picture.headline,
        "creator": list(picture.creators),
        "creditText": picture.credit_line,
        "copyrightNotice": picture.copyright_notice,
        "acquireLicensePage": address,
        "conditionsOfAccess": f"Licences from {licensor}" if licensor else "",
        "dateCreated": picture.date_created,
        "url": picture.web_page,
        "identifier": picture.supplier_image_id,
        "provider": picture.source,
    }


def _source_type(graph: Graph, address: str) -> Ref | str:
    if not is_address(address):
        return address
    name = address.rpartition("/")[2]
    return graph.add(address, "IPTCDigitalSourceEnumeration", name=name)
