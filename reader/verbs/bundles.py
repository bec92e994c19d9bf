"""`bundle`, `unbundle` and `sign`: the verbs that write."""

from __future__ import annotations

import os
import time
from argparse import ArgumentTypeError
from collections.abc import Sequence
from pathlib import Path

from reader.core.amounts import count_words, size_words
from reader.errors import Exit, RefusedError
from reader.terminal import complain, say
from reader.verbs.arguments import DECK_HELP, Parser, deck, json_option, place
from reader.verbs.progress_bar import progress_bar

_MOST_NAMED = 5


def jobs(word: str) -> int:
    """How many threads a word asks for."""
    if not word.isascii() or not word.isdigit() or not 1 <= int(word) <= 256:
        raise ArgumentTypeError(f"from 1 to 256 threads, so not {word!r}")
    return int(word)


def bundle(words: list[str]) -> int:
    """Make one file of a deck."""
    parser = Parser(
        prog="deck-reader bundle",
        description="Makes one file of a deck, which proves its integrity and opens in any "
        "browser: a ZIP that is a BagIt bag and an RO-Crate. The same deck always gives the same "
        "bytes; SOURCE_DATE_EPOCH sets the bagging date.",
        allow_abbrev=False,
    )
    parser.add_argument("deck", metavar="DECK", type=deck, help=DECK_HELP)
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=place, help="the bundle, or a folder for it"
    )
    parser.add_argument("--jobs", metavar="N", type=jobs, help="how many threads; else all cores")
    json_option(parser)
    chosen = parser.parse_args(words)

    from reader.formats.bundles import bundling
    from reader.formats.places import files_at

    try:
        with progress_bar("Bundling") as told:
            made = bundling.bundle(
                files_at(Path(chosen.deck)), chosen.output, told=told, jobs=chosen.jobs
            )
    except RefusedError as error:
        return _refused(error, as_json=chosen.json)
    if chosen.json:
        _say_json({**made._asdict(), "place": str(made.place), "left_out": list(made.left_out)})
        return Exit.OK
    say(
        f"{made.place}: {count_words(made.files, 'file')}, {size_words(made.size)}",
        f"  SHA-512 of its tag manifest, which stands for all of it:\n  {made.seal}",
        *_left_out(made.left_out),
    )
    return Exit.OK


def _left_out(names: Sequence[str]) -> list[str]:
    if not names:
        return []
    shown = [f"    {name}" for name in names[:_MOST_NAMED]]
    more = len(names) - len(shown)
    rest = [f"    and {more:,} more (--json names them all)"] if more else []
    what = "this file" if len(names) == 1 else f"these {len(names):,} files"
    return [f"  left out, as the deck does not name {what}:", *shown, *rest]


def unbundle(words: list[str]) -> int:
    """Unpack a deck into a folder."""
    parser = Parser(
        prog="deck-reader unbundle",
        description="Unpacks the deck of a bundle or a bag into a new folder: every file as it "
        "was bundled, or nothing at all.",
        allow_abbrev=False,
    )
    parser.add_argument("bundle", metavar="FILE", type=place, help="a bundle, or an unpacked bag")
    parser.add_argument(
        "-o", "--output", metavar="DIR", type=place, required=True, help="the folder to make"
    )
    json_option(parser)
    chosen = parser.parse_args(words)

    from reader.formats.bundles import unbundling

    try:
        with progress_bar("Unpacking") as told:
            done = unbundling.unbundle(chosen.bundle, chosen.output, told=told)
    except RefusedError as error:
        return _refused(error, as_json=chosen.json)
    if chosen.json:
        _say_json({**done._asdict(), "folder": str(done.folder)})
    else:
        say(f"{done.folder}: {count_words(done.files, 'file')}, {size_words(done.size)}")
    return Exit.OK


def sign(words: list[str]) -> int:
    """Sign a bundle."""
    parser = Parser(
        prog="deck-reader sign",
        description="Proves a bundle and then signs it, with a key of minisign's or of "
        "OpenSSH's. The signature lies in the bundle.",
        allow_abbrev=False,
    )
    parser.add_argument("bundle", metavar="FILE", type=place, help="a bundle, or an unpacked bag")
    parser.add_argument("--key", metavar="K", type=place, required=True, help="a secret key")
    parser.add_argument("--comment", default="", help="said in the signature, and signed with it")
    json_option(parser)
    chosen = parser.parse_args(words)

    from reader.formats.bundles.bundling import moment_set
    from reader.formats.bundles.sealing import seal
    from reader.formats.signing.signer import exposure

    moment = moment_set()
    if warning := exposure(chosen.key):
        complain(f"warning: {warning}")
    try:
        with progress_bar("Proving") as told:
            done = seal(
                chosen.bundle,
                chosen.key,
                password=_password,
                comment=chosen.comment,
                when=int(moment.timestamp() if moment else time.time()),
                jobs=os.cpu_count() or 1,
                told=told,
            )
    except RefusedError as error:
        return _refused(error, as_json=chosen.json)
    if chosen.json:
        _say_json({"bundle": str(chosen.bundle), "signature": done.name, "seal": done.seal})
    else:
        say(f"{chosen.bundle}: signed, in {done.name}")
    return Exit.OK


def _password() -> str:
    from getpass import getpass

    return getpass("Password of the key: ")


def _refused(error: RefusedError, *, as_json: bool) -> int:
    """Tell everything that is in the way."""
    if as_json:
        _say_json({"refused": error.message, "problems": list(error.problems)})
    else:
        for problem in error.problems:
            complain(problem)
    complain(str(error))
    return error.exit_code


def _say_json(report: dict[str, object]) -> None:
    import json

    say(json.dumps(report, indent=2))
