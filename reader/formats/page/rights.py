"""What the page says of a picture's rights and origin, with links to licences."""

from __future__ import annotations

import re
from typing import Final

from reader.core.credit import LICENCES, credit, licence_name
from reader.core.deck import Image, StandInFor
from reader.core.words import date_time
from reader.formats.page.markup import Markup, element, joined, one_line

_CC: Final = re.compile(r"CC-((?:BY(?:-NC)?(?:-ND|-SA)?)|SA)-([0-9.]+)(?:-([A-Z]{2}))?")
_CC_PUBLIC: Final = {"CC0-1.0": "zero", "CC-PDM-1.0": "mark"}
_REASONS: Final = {
    "no_redistribution_licence": "No licence allows the photograph to be passed on.",
    "privacy": "The photograph is withheld for privacy.",
    "unavailable": "The photograph was not to be had.",
    "other": "The photograph is not part of the deck.",
}
_RELATIONS: Final = {
    "same_subject": "The illustration shows the same subject.",
    "redrawn_from": "The illustration is redrawn from the photograph.",
}
_SOURCE_TYPES: Final = re.compile(r"https?://cv\.iptc\.org/newscodes/digitalsourcetype/(\w+)")


def web_address(address: str) -> str:
    """The address if it leads to the web (http or https) and can be shown whole, else ""."""
    scheme, slashes, rest = address.partition("://")
    is_web = scheme.lower() in ("http", "https") and slashes and rest[:1] not in ("", "/")
    return address if is_web and address.isprintable() and " " not in address else ""


def licence_address(spdx: str) -> str:
    """Where a licence's text stands: at Creative Commons or in the SPDX list; "" if unknown."""
    if spdx in _CC_PUBLIC:
        return f"https://creativecommons.org/publicdomain/{_CC_PUBLIC[spdx]}/1.0/"
    if found := _CC.fullmatch(spdx):
        place = f"{found[3].lower()}/" if found[3] else ""
        return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/{place}"
    is_listed = spdx in LICENCES and any(sign.isdigit() for sign in spdx)
    is_listed = is_listed or spdx in ("MIT", "Unlicense", "CC-PDDC")
    return f"https://spdx.org/licenses/{spdx}.html" if is_listed else ""


def link(address: str, words: str) -> Markup:
    """A link where the address leads to the web, else the words alone."""
    if not web_address(address):
        return joined(words)
    return element("a", words, href=address, rel="external noreferrer")


def licence(spdx: str, rights: str) -> Markup:
    """The readable names of a licence (SPDX) and of a rights statement, each a link if known."""
    said: dict[str, str] = {}
    for name, address in (
        (licence_name(spdx, ""), licence_address(spdx)),
        (licence_name("", rights), rights),
    ):
        if name:
            said[name] = web_address(said.get(name, "")) or address
    return joined(*(link(address, one_line(name)) for name, address in said.items()), by=", ")


def credit_line(image: Image, lang: str | None) -> Markup:
    """The credit strip; a dashed rule before it means a stand-in, a solid one an original."""
    said = credit(image)
    words = said.line.removesuffix(said.licence).removesuffix(" · ") if said.licence else said.line
    # The dot stays with the words before it, where the licence begins a line.
    line = joined(one_line(words), licence(image.license, image.rights), by="\u00a0· ")
    kind = "credit stand-in" if said.is_stand_in else "credit"
    return element("p", element("span", line, dir="auto"), class_=kind, lang=lang)


def reasons(withheld: StandInFor | None) -> str:
    """Why a photograph is not in the deck, and what else is said of it, in sentences."""
    if withheld is None:
        return ""
    said = _REASONS.get(withheld.withheld_because, "")
    return one_line(" ".join(filter(None, (said, withheld.note))))


def facts(image: Image) -> list[tuple[str, Markup]]:
    """Everything else that is known of a picture, as pairs of a term and what stands there."""
    withheld = image.stand_in_for
    found = [
        ("In place of a photograph", joined(_stand_in(withheld))),
        *_origin(image, ""),
        ("Copyright owner", joined(one_line(image.copyright_owner))),
        ("Usage terms", joined(one_line(image.usage_terms))),
        ("How it was made", _source_type(image.digital_source_type)),
        ("Original file name", joined(one_line(image.original_filename))),
    ]
    if withheld is not None:
        rights = ("Rights in the photograph", licence("", withheld.rights))
        found += [*_origin(withheld, " (photograph)"), rights]
    return [(term, words) for term, words in found if words]


def _stand_in(withheld: StandInFor | None) -> str:
    if withheld is None:
        return ""
    relation = _RELATIONS.get(withheld.relation, "")
    return " ".join(filter(None, (reasons(withheld), relation)))


def _origin(image: Image | StandInFor, of: str) -> list[tuple[str, Markup]]:
    name, address = image.licensor
    page = web_address(image.web_page)
    return [
        (f"Headline{of}", joined(one_line(image.headline))),
        (f"Made{of}", joined(one_line(date_time(image.date_created)))),
        (f"Supplied by{of}", joined(one_line(image.source))),
        (f"Supplier’s number{of}", joined(one_line(image.supplier_image_id))),
        (f"Copyright notice{of}", joined(one_line(image.copyright_notice))),
        (f"Licences from{of}", link(address, one_line(name or web_address(address)))),
        (f"Web page{of}", link(page, page)),
    ]


def _source_type(address: str) -> Markup:
    found = _SOURCE_TYPES.fullmatch(address)
    words = re.sub("(?<=[a-z])(?=[A-Z])", " ", found[1]).capitalize() if found else address
    return link(address, one_line(words))
