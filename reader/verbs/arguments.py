"""What the verbs of the command share: how words are parsed, and numbers told."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, Final, NoReturn

from reader.errors import Exit
from reader.terminal import complain, say

DECK_HELP: Final = "a folder, its deck.yaml, any file in it, a bundle, or a bag"


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints end with where to read on."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        complain(f"{self.prog}: {message} (`{self.prog} --help` tells more)")
        self.exit(Exit.USAGE)

    def _print_message(self, message: str, file: Any = None) -> None:
        if file is sys.stdout:
            say(message.rstrip("\n"))
        else:
            super()._print_message(message, file)


def deck(word: str) -> str:
    """A word that names a deck, which may not be empty."""
    if not word:
        raise argparse.ArgumentTypeError("DECK is empty; leave it out to open our own deck")
    return word


def place(word: str) -> Path:
    """A word that names a file or a folder, which may not be empty."""
    if not word:
        raise argparse.ArgumentTypeError("the name is empty")
    return Path(word)


def json_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that asks for a report for programs."""
    parser.add_argument("--json", action="store_true", help="print a report for programs")
