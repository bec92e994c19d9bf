"""What is known of a bundle so far, in the words that a person reads: the receipt.

A receipt is a value. The check that goes on in the background makes a new one of the old from time
to time; whoever shows it compares nothing and counts nothing. What was not compared yet is never
said to be sound.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.amounts import count_words, size_words
from reader.core.fixity import Fixity
from reader.core.paths import name_in
from reader.core.seals import text_file
from reader.formats.places import PAYLOAD

if TYPE_CHECKING:
    from reader.core.deck import Deck
    from reader.formats.bags.bag import Bag
    from reader.formats.bags.findings import Finding
    from reader.formats.bags.verification import FileState
    from reader.formats.signing.signatures import Signature

_FACTS: Final = (
    ("Bagged on", "Bagging-Date"),
    ("By", "Source-Organization"),
    ("Contact", "Contact-Name"),
    ("Identifier", "External-Identifier"),
    ("Made with", "Bag-Software-Agent"),
)
_WEAK: Final = ("md4", "md5", "sha1")
_WORST: Final = (
    *(Fixity.CHANGED, Fixity.MISSING, Fixity.UNLISTED),
    *(Fixity.VERIFIED, Fixity.UNCHECKED),
)
"""Of two things that are known of a file, the one to be told."""

_FAULTS: Final = (
    (Fixity.CHANGED, "{} was changed", "{} were changed"),
    (Fixity.MISSING, "{} is missing", "{} are missing"),
    (Fixity.UNLISTED, "{} is not listed", "{} are not listed"),
)


class Phase(Enum):
    """How far the check of a whole bundle has come."""

    NO_BAG = "nothing to compare with"
    WAITING = "not checked yet"
    CHECKING = "being checked"
    DONE = "checked"
    STOPPED = "cannot be checked"


class Grade(Enum):
    """What a verdict comes to; a check that is not over never comes to SOUND."""

    NO_BAG = "nothing to compare with"
    OPEN = "not known yet"
    SOUND = "as it was bundled"
    FAULTY = "not as it was bundled"
    PARTLY = "not known of all"  # the check is over, but something could not be compared


class Verdict(NamedTuple):
    """What there is to say of the whole, in a headline and a sentence or two."""

    grade: Grade
    headline: str
    detail: str


class Fact(NamedTuple):
    """One line of what the bundle says of itself."""

    label: str
    value: str


class Digest(NamedTuple):
    """A hash that a person can copy."""

    label: str
    algorithm: str  # in the words of people: SHA-512
    value: str  # lower-case hex


class PageFile(NamedTuple):
    """A file that belongs to the page on screen."""

    label: str  # "Picture" or "Text"
    name: str
    fixity: Fixity
    digests: tuple[Digest, ...]


class Receipt(NamedTuple):
    """All that is known of a bundle so far."""

    phase: Phase = Phase.NO_BAG
    facts: tuple[Fact, ...] = ()
    seal: Digest | None = None
    algorithms: tuple[str, ...] = ()  # with which the files are compared, in people's words
    total: int = 0  # files that are to be compared
    done_bytes: int = 0
    total_bytes: int = 0
    states: Mapping[str, FileState] = MappingProxyType({})  # by name from the bag's folder on
    findings: tuple[str, ...] = ()  # what is wrong with the bundle but for its files
    problem: str = ""  # why it cannot be checked

    @property
    def share(self) -> float:
        """How much of the work is done, from 0 to 1."""
        if self.phase is Phase.DONE:
            return 1.0
        return min(1.0, self.done_bytes / self.total_bytes) if self.total_bytes else 0.0

    @property
    def counts(self) -> Mapping[Fixity, int]:
        """How many files there are of each state so far."""
        return Counter(state.fixity for state in self.states.values())

    @property
    def faults(self) -> tuple[FileState, ...]:
        """Every file that is not as it was bundled, sorted by name."""
        found = (state for state in self.states.values() if _is_fault(state))
        return tuple(sorted(found, key=lambda state: state.name))

    @property
    def unknown(self) -> tuple[FileState, ...]:
        """Every file that could not be compared, once the check is over."""
        if self.phase is not Phase.DONE:
            return ()
        found = (state for state in self.states.values() if state.fixity is Fixity.UNCHECKED)
        return tuple(sorted(found, key=lambda state: state.name))

    @property
    def is_over(self) -> bool:
        """Whether nothing more will become known."""
        return self.phase in (Phase.DONE, Phase.STOPPED)

    @property
    def is_sound(self) -> bool:
        """Whether every file was compared, and is as it was bundled."""
        return self.verdict.grade is Grade.SOUND

    @property
    def progress(self) -> str:
        """How many files have been compared."""
        return f"{len(self.states):,} of {count_words(self.total, 'file')} checked"

    @property
    def verdict(self) -> Verdict:
        """What there is to say of the whole."""
        return _verdict(self)


def first_receipt(deck: Deck) -> Receipt:
    """What is known before the check begins: whether there is anything to compare with."""
    return Receipt(Phase.NO_BAG if deck.files.digests is None else Phase.WAITING)


def receipt_of(bag: Bag, total: int, signatures: Iterable[Signature]) -> Receipt:
    """What a bag says of itself, before any of its files is compared. Raises OSError."""
    from reader.core.problems import Severity
    from reader.formats.bags.bag import ranked
    from reader.formats.signing.signatures import findings_of

    signed = tuple(signatures)
    findings = (*bag.findings, *findings_of(signed))
    used = ranked({*bag.manifests, *bag.tag_manifests})
    return Receipt(
        Phase.CHECKING,
        (*_facts(bag), _signers(signed)),
        _seal(bag),
        tuple(algorithm_words(algorithm) for algorithm in used),
        total,
        findings=tuple(_sentence(f) for f in findings if f.severity is Severity.ERROR),
    )


def page_files(
    receipt: Receipt, deck: Deck, page: int, picture: Fixity | None
) -> tuple[PageFile, ...]:
    """The files of a page, each with what is known of it and its hashes; none without a bag.

    `picture` is what was found when the page's picture was shown.
    """
    if deck.files.digests is None:
        return ()
    found = []
    slide = deck.slides[max(0, page - 1)] if 0 <= page <= len(deck.slides) else None
    image = slide.image if slide is not None and len(deck.slides) else None
    if image is not None:
        found.append(_page_file(receipt, deck, "Picture", name_in("", image.file), picture))
    text = text_file(deck, page)
    found.append(_page_file(receipt, deck, "Text", text, deck.files.proved.get(text)))
    return tuple(found)


def algorithm_words(algorithm: str) -> str:
    """A hash algorithm as people write it, such as SHA-512."""
    name = algorithm.upper().replace("_", "-")
    is_old = name.startswith("SHA") and name[3:].isdigit()
    return f"SHA-{name[3:]}" if is_old else name


def _page_file(
    receipt: Receipt, deck: Deck, label: str, name: str, seen: Fixity | None
) -> PageFile:
    state = receipt.states.get(f"{PAYLOAD}{name}")
    known = [fixity for fixity in (state.fixity if state else None, seen) if fixity is not None]
    listed = (deck.files.digests or {}).get(name, "")
    if not deck.files.has(name):
        known.append(Fixity.MISSING)
    fixity = min(known, key=_WORST.index, default=Fixity.UNCHECKED)
    algorithm, expected, now = deck.files.algorithm, listed, ""
    if state is not None and state.expected:
        algorithm, expected, now = state.algorithm, state.expected, state.found
    words = algorithm_words(algorithm)
    digests = [Digest("As it was bundled", words, expected)] if expected else []
    if now and now != expected:
        digests.append(Digest("As it is now", words, now))
    return PageFile(label, name, fixity, tuple(digests))


def _is_fault(state: FileState) -> bool:
    """Whether a file tells against the bundle; beside the payload anything may be added."""
    if state.fixity is Fixity.UNLISTED:
        return state.name.startswith(PAYLOAD)
    return state.fixity in (Fixity.CHANGED, Fixity.MISSING)


def _facts(bag: Bag) -> tuple[Fact, ...]:
    said = [Fact(label, " · ".join(_all(bag, key))) for label, key in _FACTS]
    payload = [item for item in bag.inventory.items.values() if item.name.startswith(PAYLOAD)]
    size = size_words(sum(item.size for item in payload))
    said.append(Fact("Contents", f"{count_words(len(payload), 'file')}, {size}"))
    said.append(Fact("Standard", f"BagIt {bag.version}" if bag.version else "BagIt"))
    return tuple(fact for fact in said if fact.value)


def _signers(signatures: tuple[Signature, ...]) -> Fact:
    """Who signed; a name that anybody could have written is not one."""
    said = [str(signature).removeprefix("signed ") for signature in signatures]
    return Fact("Signed", "; ".join(said) or "by nobody")


def _all(bag: Bag, label: str) -> list[str]:
    wanted = label.lower()
    return [value for key, value in bag.info if key.lower() == wanted and value]


def _seal(bag: Bag) -> Digest | None:
    """The hash that commits to every hash of the bag, and so to every file."""
    import hashlib

    from reader.formats.bags.bag import best

    algorithm = "sha512" if "sha512" in bag.tag_manifests else best(bag.tag_manifests)
    name = f"tagmanifest-{algorithm}.txt"
    if not algorithm or not bag.files.has(name):
        return None
    found = hashlib.new(algorithm, bag.files.read(name), usedforsecurity=False)
    return Digest("Seal", algorithm_words(algorithm), found.hexdigest())


def _sentence(found: Finding) -> str:
    """What is wrong with the bundle itself, and what to do."""
    words = f"{found.message[:1].upper()}{found.message[1:]}"
    return f"{words} ({found.name}): {found.hint}." if found.name else f"{words}: {found.hint}."


def _verdict(receipt: Receipt) -> Verdict:
    phase = receipt.phase
    if phase is Phase.NO_BAG:
        return Verdict(
            Grade.NO_BAG,
            "This deck is a plain folder",
            "There is nothing to compare it with. A bundle keeps a hash of every file, so that "
            "anyone can tell later whether something was changed.",
        )
    if phase is Phase.WAITING:
        words = "The check begins once a page has come to rest."
        return Verdict(Grade.OPEN, "Not checked yet", words)
    if receipt.faults or receipt.findings:
        return Verdict(Grade.FAULTY, _fault_headline(receipt), _fault_detail(receipt))
    if phase is Phase.STOPPED:
        return Verdict(Grade.PARTLY, "The bundle cannot be checked", receipt.problem)
    if phase is Phase.CHECKING:
        words = "Of what has not been compared yet, nothing is known."
        return Verdict(Grade.OPEN, f"{receipt.progress} so far", words)
    if receipt.unknown or not receipt.counts[Fixity.VERIFIED]:
        return Verdict(Grade.PARTLY, "Not everything could be checked", _partly(receipt))
    verified = receipt.counts[Fixity.VERIFIED]
    return Verdict(Grade.SOUND, "Everything is as it was bundled", _sound(receipt, verified))


def _fault_headline(receipt: Receipt) -> str:
    counts = Counter(state.fixity for state in receipt.faults)
    said: list[str] = []
    for fixity, one, more in _FAULTS:
        if count := counts[fixity]:
            what = count_words(count, "file") if not said else f"{count:,}"
            said.append((one if count == 1 else more).format(what))
    return ", ".join(said) if said else "The bundle contradicts itself"


def _fault_detail(receipt: Receipt) -> str:
    verified = receipt.counts[Fixity.VERIFIED]
    if receipt.phase is Phase.CHECKING:
        return f"The check goes on: {receipt.progress} so far."
    if receipt.phase is Phase.STOPPED:
        return f"The check ended early: {receipt.problem}"
    if len(receipt.faults) == 1 and not receipt.findings:
        named = f"It is {receipt.faults[0].name}. "
    else:
        named = ""
    rest = f"{count_words(verified, 'file')} {'is' if verified == 1 else 'are'} as bundled"
    others = f"; {len(receipt.unknown):,} could not be checked" if receipt.unknown else ""
    return f"{named}{rest}{others}."


def _partly(receipt: Receipt) -> str:
    return (
        f"{count_words(receipt.counts[Fixity.VERIFIED], 'file')} verified; "
        f"of {len(receipt.unknown):,} it is not known."
    )


def _sound(receipt: Receipt, verified: int) -> str:
    files = "The one file was" if verified == 1 else f"All {verified:,} files were"
    words = f"{files} compared by {' and '.join(receipt.algorithms)}."
    if all(name.lower().replace("-", "") in _WEAK for name in receipt.algorithms):
        words += " That finds accidents; whoever means to deceive can get around it."
    return words
