"""What the credit strip says of a picture, and the words for licences, authors and dates.

A stand-in carries two credits: that of the photograph which it replaces and which is not in the
deck, and its own illustrator's. Where a credit is missing, the line says so. It is what IIIF
calls a required statement: shown with the picture wherever the picture is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from reader.core.deck import Creator, Deck, Image, StandInFor
from reader.core.words import date_time, listed

LICENCES: Final[dict[str, str]] = {
    # SPDX identifiers whose names cannot be made by rule
    "Apache-2.0": "Apache License 2.0",
    "CC-PDDC": "public domain dedication",
    "CC-PDM-1.0": "Public Domain Mark 1.0",
    "CC0-1.0": "CC0 1.0 (public domain dedication)",
    "LAL-1.2": "Free Art License 1.2",
    "LAL-1.3": "Free Art License 1.3",
    "MIT": "MIT License",
    "ODbL-1.0": "Open Database License 1.0",
    "OFL-1.1": "SIL Open Font License 1.1",
    "OGL-UK-3.0": "Open Government Licence 3.0 (UK)",
    "PDDL-1.0": "Public Domain Dedication and License 1.0",
    "Unlicense": "Unlicense (public domain dedication)",
    "etalab-2.0": "Open Licence 2.0 (Etalab)",
    # The twelve of rightsstatements.org
    "CNE": "Copyright not evaluated",
    "InC": "In copyright",
    "InC-EDU": "In copyright, educational use permitted",
    "InC-NC": "In copyright, non-commercial use permitted",
    "InC-OW-EU": "In copyright, EU orphan work",
    "InC-RUU": "In copyright, rights holders not to be found or not known",
    "NKC": "No known copyright",
    "NoC-CR": "No copyright, contractual restrictions",
    "NoC-NC": "No copyright, non-commercial use only",
    "NoC-OKLR": "No copyright, other known legal restrictions",
    "NoC-US": "No copyright in the United States",
    "UND": "Copyright undetermined",
}
"""Readable names of licences by SPDX identifier, and of rights statements by their code."""

_VERBS: Final = {
    "author": "written",
    "writer": "written",
    "illustrator": "illustrated",
    "photographer": "photographed",
    "translator": "translated",
    "researcher": "researched",
    "designer": "designed",
    "editor": "edited",
    "producer": "produced",
    "narrator": "narrated",
    "publisher": "published",
}

# Patterns are compiled when first used: the window's first picture needs one of them at most.
_CC: Final = r"CC-(BY(?:-NC)?(?:-ND|-SA)?|SA)-([0-9.]+)(?:-(\w+))?"
_CC_URL: Final = (
    r"https?://(?:www\.)?creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/([0-9.]+)"
    r"(?:/([a-z]{2,4}))?(?:/.*)?"
)
_RIGHTS_URL: Final = (
    r"https?://(?:www\.)?rightsstatements\.org/(?:vocab|page|data)/([A-Za-z-]+)/1\.0(?:[/?].*)?"
)
_WORD_ENDS: Final = r"[-_]+|(?<=[a-z])(?=[A-Z])"
_CC_PUBLIC: Final = {"zero": "CC0-1.0", "mark": "CC-PDM-1.0"}


class Credit(NamedTuple):
    """The credit of a picture, ready to be shown."""

    line: str  # one line, never empty
    is_stand_in: bool
    is_missing: bool  # no credit for what is shown, or for the photograph it stands in for
    licence: str  # its readable name, which the line ends with, or ""


def credit(image: Image) -> Credit:
    """The credit line of a picture: what it is, by whom, and under which licence."""
    licence = licence_name(image.license, image.rights)
    name = credited(image.credit_line, image.creators)
    withheld = image.stand_in_for
    is_stand_in = image.rendition == "stand_in" or withheld is not None
    is_missing = not name
    if is_stand_in:
        is_missing |= not withheld or not credited(withheld.credit_line, withheld.creators)
        shown = [_photograph(withheld), f"Illustration: {name or 'no credit given'}"]
    elif image.rendition == "derivative":
        shown = [f"Adapted picture: {name or 'no credit given'}"]
    else:
        shown = [f"Picture: {name}" if name else "No credit given"]
    return Credit(
        " · ".join([*shown, licence] if licence else shown), is_stand_in, is_missing, licence
    )


def credited(credit_line: str, creators: tuple[str, ...]) -> str:
    """A credit line, after those creators whom it does not name; "" where there is neither."""
    line = f" {' '.join(credit_line.split())} "
    names = [name for name in dict.fromkeys(creators) if not _names(line, name)]
    return " / ".join(filter(None, [", ".join(names), line.strip()]))


def deck_credits(deck: Deck) -> tuple[tuple[tuple[int, ...], Credit], ...]:
    """Every picture's slide numbers, from 1, and its credit, in order of appearance.

    A picture that is used again stands once; if it is credited differently there, once for
    each credit.
    """
    found: dict[tuple[str, Credit], list[int]] = {}
    for number, slide in enumerate(deck.slides, 1):
        if slide.image:
            found.setdefault((slide.image.file, credit(slide.image)), []).append(number)
    return tuple((tuple(slides), shown) for (_, shown), slides in found.items())


def licence_name(spdx: str, rights: str) -> str:
    """The readable name of a licence (SPDX) or of a rights statement (address), or both.

    What has no name here is given back as it is written.
    """
    names = [_spdx_name(spdx), _rights_name(rights)]
    return ", ".join(dict.fromkeys(name for name in names if name))


def byline(creators: Sequence[Creator]) -> str:
    """Who made the deck: "By A and B · Edited by C", "Written and edited by A"."""
    people: dict[str, list[str]] = {}
    for creator in creators:
        names = people.setdefault(creator.role.strip().lower() or "author", [])
        if creator.name and creator.name not in names:
            names.append(creator.name)
    # Whoever did several things is named once, with all of them.
    roles: dict[tuple[str, ...], list[str]] = {}
    for role, names in people.items():
        if names:
            roles.setdefault(tuple(names), []).append(role)
    return " · ".join(_made_by(names, did) for names, did in roles.items())


def date_line(issued: str, modified: str) -> str:
    """When the deck was published and, if at another time, updated; "" where neither is known."""
    published = f"Published {date_time(issued)}" if issued else ""
    is_updated = modified and not _is_same_time(issued, modified)
    updated = f"Updated {date_time(modified)}" if is_updated else ""
    return " · ".join(part for part in (published, updated) if part)


def _names(line: str, name: str) -> bool:
    # Whole words only: "Al" is not named by "Alice".
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", line, re.IGNORECASE))


def _photograph(withheld: StandInFor | None) -> str:
    if not withheld:
        return "Photograph: no credit given (not reproduced)"
    name = credited(withheld.credit_line, withheld.creators)
    return f"Photograph: {name or 'no credit was published'} (not reproduced)"


def _spdx_name(spdx: str) -> str:
    """The name of an SPDX identifier, or of an expression such as "MIT OR CC-BY-4.0"."""
    words = [
        word.lower() if word in ("AND", "OR", "WITH") else _one_spdx_name(word)
        for word in spdx.split()
    ]
    return " ".join(words)


def _one_spdx_name(spdx: str) -> str:
    if spdx in LICENCES:
        return LICENCES[spdx]
    if found := re.fullmatch(_CC, spdx):
        return _cc_name(found[1], found[2], found[3])
    if spdx.startswith("LicenseRef-"):
        words = re.sub(_WORD_ENDS, " ", spdx.removeprefix("LicenseRef-")).strip()
        return words.capitalize() if words.istitle() else words[:1].upper() + words[1:]
    return spdx


def _rights_name(rights: str) -> str:
    if found := re.fullmatch(_RIGHTS_URL, rights):
        return LICENCES.get(found[1], rights)
    found = re.fullmatch(_CC_URL, rights)
    if not found:
        return rights
    if found[1] == "publicdomain":
        return LICENCES.get(_CC_PUBLIC.get(found[2], ""), rights)
    return _cc_name(found[2].upper(), found[3], "" if found[4] == "deed" else found[4])


def _cc_name(terms: str, version: str, place: str | None) -> str:
    return f"CC {terms} {version}{f' ({place.upper()})' if place else ''}"


def _made_by(names: tuple[str, ...], roles: list[str]) -> str:
    verbs = [_VERBS[role] for role in roles if role in _VERBS]
    others = [role for role in roles if role not in _VERBS]
    people = listed(names)
    if roles == ["author"]:
        return f"By {people}"
    parts = [f"{listed(verbs).capitalize()} by {people}"] if verbs else []
    return " · ".join(parts + [f"{role.capitalize()}: {people}" for role in others])


def _is_same_time(issued: str, modified: str) -> bool:
    """Whether two times are one, also where they are told in different zones."""
    if issued == modified:
        return True
    from datetime import datetime  # 1.3 ms that the window's start need not pay

    try:
        first, second = datetime.fromisoformat(issued), datetime.fromisoformat(modified)
    except ValueError:
        return False
    # A time without a zone equals none that has one.
    return first == second
