"""`python -m reader.dev check | docs | setup | shots`: the same on a desk and on a test machine."""

from __future__ import annotations

import argparse
import sys

from reader.dev import checks, docs, setup, shots


def main(arguments: list[str] | None = None) -> int:
    """Run one of the helpers and return its exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    words, for_pytest = _split(words)
    parser = argparse.ArgumentParser(prog="python -m reader.dev", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verb = verbs.add_parser("check", help="lint, format, types and tests; pytest's own after --")
    verb.add_argument("--fix", action="store_true", help="mend lint and format first")
    verbs.add_parser("docs", help="write the README's tables again")
    verbs.add_parser("setup", help="install the system packages that the tests need (Debian)")
    verbs.add_parser("shots", help="take the README's screenshot again")
    chosen = parser.parse_args(words)
    if chosen.verb == "check":
        return checks.run(fix=chosen.fix, for_pytest=for_pytest)
    if chosen.verb == "docs":
        return docs.rewrite()
    if chosen.verb == "shots":
        return shots.take()
    return setup.install()


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    """The words before `--`, and those after it."""
    if "--" not in words:
        return words, []
    place = words.index("--")
    return words[:place], words[place + 1 :]


if __name__ == "__main__":
    sys.exit(main())
