"""`verify`, `inspect` and `diff`: the verbs that look at bundles."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.core.amounts import count_words, size_words
from reader.errors import BundleError, Exit
from reader.terminal import complain, say
from reader.verbs.arguments import DECK_HELP, Parser, deck, json_option, place
from reader.verbs.bundles import jobs
from reader.verbs.progress_bar import progress_bar

if TYPE_CHECKING:
    from reader.formats.bags.proof import Proof
    from reader.formats.signing.trusted_keys import TrustedKeys


def verify(words: list[str]) -> int:
    """Prove bundles and bags."""
    parser = Parser(
        prog="deck-reader verify",
        description="Proves bundles and BagIt bags: every file by its hashes, what is missing or "
        "in excess, the structure, the deck, and the signatures. Of a folder, all that it holds.",
        allow_abbrev=False,
    )
    parser.add_argument("bundles", metavar="FILE", type=place, nargs="+", help="bundles or bags")
    parser.add_argument("--jobs", metavar="N", type=jobs, help="how many threads; else all cores")
    parser.add_argument(
        "--trusted", metavar="KEYS", type=place, help="public keys; one of them must have signed"
    )
    json_option(parser)
    chosen = parser.parse_args(words)

    from reader.formats.bags.proof import bags_in

    trusted = _trusted(chosen.trusted)
    threads = chosen.jobs or os.cpu_count() or 1
    codes, reports = [Exit.OK], []
    for named in chosen.bundles:
        try:
            places = bags_in(named)
        except BundleError as error:
            codes.append(error.exit_code)
            reports.append(_unread(named, error))
            continue
        for found in places:
            code, report = _verify_one(found, trusted, threads, as_json=chosen.json)
            codes.append(code)
            reports.append(report)
    if chosen.json:
        say(json.dumps({"bundles": reports}, indent=2))
    return max(codes)


def _verify_one(
    path: Path, trusted: TrustedKeys | None, threads: int, *, as_json: bool
) -> tuple[Exit, dict[str, Any]]:
    from reader.formats.bags.proof import proof_json, prove

    try:
        with progress_bar(path.name) as told:
            proof = prove(path, trusted, jobs=threads, told=told)
    except BundleError as error:
        return error.exit_code, _unread(path, error)
    if not as_json:
        say(*_lines(path, proof))
    return Exit.OK if proof.is_sound else Exit.FAULTS, proof_json(path, proof)


def _unread(path: Path, error: BundleError) -> dict[str, Any]:
    complain(str(error))
    return {"bundle": str(path), "sound": False, "error": str(error)}


def _lines(path: Path, proof: Proof) -> list[str]:
    """The verdict first, then each finding, and who signed."""
    from reader.core.problems import Severity

    verdict = proof.verdict
    errors = sum(found.severity is Severity.ERROR for found in proof.findings)
    state = "sound" if proof.is_sound else count_words(errors, "fault")
    read = f"{count_words(verdict.files, 'file')}, {size_words(verdict.bytes)}"
    how = ", ".join(verdict.algorithms) or "no hashes"
    signers = [str(signature) for signature in proof.signatures] or ["unsigned"]
    return [
        f"{path}: {state} ({read}; {how}; {'; '.join(signers)})",
        *(f"  {found}" for found in proof.findings),
    ]


def inspect(words: list[str]) -> int:
    """Say what is in a bundle."""
    parser = Parser(
        prog="deck-reader inspect",
        description="Says what is in a bundle, a bag or a deck: who made it, when and with what, "
        "and the rights of every picture. Whether it is unchanged, `deck-reader verify` says.",
        allow_abbrev=False,
    )
    parser.add_argument("bundle", metavar="FILE", type=deck, help=DECK_HELP)
    parser.add_argument("--trusted", metavar="KEYS", type=place, help="public keys with names")
    json_option(parser)
    chosen = parser.parse_args(words)

    from reader.formats.looking.inspection import inspect as inspected
    from reader.formats.looking.inspection import inspection_json, inspection_lines
    from reader.formats.signing.trusted_keys import TrustedKeys

    found = inspected(Path(chosen.bundle), _trusted(chosen.trusted) or TrustedKeys())
    if chosen.json:
        say(json.dumps(inspection_json(found), indent=2))
    else:
        say(*inspection_lines(found))
    return Exit.OK


def diff(words: list[str]) -> int:
    """Say what changed between two bundles or decks."""
    parser = Parser(
        prog="deck-reader diff",
        description="Says what changed between two bundles or decks: slides, captions, credits, "
        "sources and pictures.",
        allow_abbrev=False,
    )
    parser.add_argument("before", metavar="A", type=deck, help=DECK_HELP)
    parser.add_argument("after", metavar="B", type=deck, help="the same")
    json_option(parser)
    chosen = parser.parse_args(words)

    from reader.formats.looking.comparison import compare, comparison_json, comparison_lines
    from reader.formats.places import files_at

    found = compare(files_at(Path(chosen.before)), files_at(Path(chosen.after)))
    if chosen.json:
        say(json.dumps(comparison_json(found), indent=2))
    else:
        say(*comparison_lines(found))
    return Exit.OK if found.is_same else Exit.FAULTS


def _trusted(path: Path | None) -> TrustedKeys | None:
    if path is None:
        return None
    from reader.formats.signing.trusted_keys import read_trusted

    return read_trusted(path)
