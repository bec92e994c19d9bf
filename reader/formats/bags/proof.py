"""All that can be proved of a bundle or a bag: its files, deck, crate and signatures."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from reader.core import limits
from reader.core.check import check
from reader.core.paths import DECK_FILE
from reader.core.problems import Severity
from reader.errors import BundleError
from reader.formats.bags.bag import Bag
from reader.formats.bags.bagged import deck_in
from reader.formats.bags.findings import Finding, finding
from reader.formats.bags.verification import FileState, Verdict, verify
from reader.formats.crate.judge import check_crate
from reader.formats.places import DECLARATION, SIGNATURES, SIGNED, bag_at, is_plain_folder
from reader.formats.progress import Progress, Stop, Told, never, tell_nobody
from reader.formats.signing.signatures import (
    MINISIGN,
    SSH,
    Signature,
    SignatureState,
    examine,
    findings_of,
    overall,
    signature_json,
)
from reader.formats.signing.trusted_keys import TrustedKeys

_BUNDLES: Final = "*.deck.zip"


class Proof(NamedTuple):
    """What was found of one bundle or bag."""

    bag: Bag
    verdict: Verdict
    findings: tuple[Finding, ...]
    signatures: tuple[Signature, ...]
    seal: str  # SHA-512 of the tag manifest, which commits to everything; "" where there is none

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong with it; warnings do not count."""
        return all(found.severity is not Severity.ERROR for found in self.findings)


def bags_in(path: Path) -> list[Path]:
    """What a path names: one bundle or bag, or all those in a folder, by name.

    Raises BundleError where there is none.
    """
    if not is_plain_folder(path):
        return [path]
    bundles = (found for found in path.rglob(_BUNDLES) if found.is_file())
    bags = (found.parent for found in path.rglob(DECLARATION))
    if found := sorted({*bundles, *bags}):
        return found
    raise BundleError(
        f"{path} holds no bundle and no bag", hint=f"name one, or a folder of {_BUNDLES}"
    )


def prove(
    path: Path,
    trusted: TrustedKeys | None = None,
    *,
    jobs: int = 1,
    told: Told = tell_nobody,
    stop: Stop = never,
) -> Proof:
    """Prove everything of the bundle or bag at `path`.

    With `trusted`, a bag that none of these keys has signed is at fault. Raises BundleError
    where it cannot be read at all, and Cancelled.
    """
    bag = bag_at(path)

    def tell(event: FileState | Progress) -> None:
        if isinstance(event, Progress):
            told(event)

    verdict = verify(bag, jobs=jobs, told=tell, stop=stop)
    signatures = signatures_of(bag, trusted or TrustedKeys())
    findings = _once([*verdict.findings, *_in_deck(bag), *check_crate(bag)])
    findings += findings_of(signatures)
    if trusted is not None and overall(signatures) is not SignatureState.KNOWN:
        findings.append(finding("signature.untrusted"))
    return Proof(bag, verdict, tuple(findings), signatures, seal_of(bag))


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, without the words that a file is missing where more has been told of it."""
    told: dict[str, set[str]] = {}
    for found in findings:
        told.setdefault(found.rule, set()).add(found.name)
    barred = set().union(*(told[rule] for rule in told if rule.startswith(("zip.", "name."))))
    known = {"file.missing": barred, "crate.missing": barred | told.get("file.missing", set())}
    return [found for found in findings if found.name not in known.get(found.rule, ())]


def signatures_of(bag: Bag, trusted: TrustedKeys) -> tuple[Signature, ...]:
    """Every signature of a bag."""
    names = [
        name
        for name in bag.inventory.items
        if name.startswith(SIGNATURES) and name.endswith((MINISIGN, SSH))
    ]
    found: dict[str, bytes] = {}
    for name in sorted(names)[: limits.SIGNATURES + 1]:
        if (data := _read(bag, name, limits.SIGNATURE_BYTES + 1)) is not None:
            found[name] = data
    return examine(_read(bag, SIGNED, limits.MANIFEST_BYTES) or b"", found, trusted)


def seal_of(bag: Bag) -> str:
    """The SHA-512 of the tag manifest, in hex; "" where the bag has none."""
    data = _read(bag, SIGNED, limits.MANIFEST_BYTES)
    return "" if data is None else hashlib.sha512(data).hexdigest()


def _read(bag: Bag, name: str, most: int) -> bytes | None:
    item = bag.inventory.get(name)
    if item is None or not item.is_readable:
        return None
    try:
        return bag.files.blob(name).read(most)
    except OSError:
        return None  # verification tells of it


def _in_deck(bag: Bag) -> Iterator[Finding]:
    """What is wrong with the deck, if the bag holds one: a bag of something else is sound too."""
    files = deck_in(bag)
    if not files.has(DECK_FILE):
        return
    for problem in check(files):
        if problem.severity is Severity.ERROR:
            name = f"data/{problem.where}"
            yield Finding(problem.rule, problem.severity, name, problem.message, problem.hint)


def proof_json(path: Path, proof: Proof) -> dict[str, Any]:
    """The proof as data for other programs; the keys are permanent."""
    counts = Counter(state.fixity.value for state in proof.verdict.states)
    return {
        "bundle": str(path),
        "sound": proof.is_sound,
        "files": proof.verdict.files,
        "bytes": proof.verdict.bytes,
        "algorithms": list(proof.verdict.algorithms),
        "seal": proof.seal,
        "counts": dict(sorted(counts.items())),
        "signatures": [signature_json(signature) for signature in proof.signatures],
        "findings": [
            {
                "rule": found.rule,
                "severity": found.severity.value,
                "file": found.name,
                "message": found.message,
                "expected": found.expected,
                "found": found.found,
                "hint": found.hint,
            }
            for found in proof.findings
        ],
    }
