"""What the command's words may be where a deck is opened in a window."""

from __future__ import annotations

import argparse

from reader import __version__
from reader.verbs.arguments import DECK_HELP, Parser, deck

_MORE_HELP = """\
other commands:
  deck-reader check DECK             say what is wrong with a deck
  deck-reader bundle DECK            make one file of it, which proves its integrity
  deck-reader verify FILE...         prove bundles and bags
  deck-reader inspect FILE           say what is in one, by whom and under which rights
  deck-reader unbundle FILE -o DIR   unpack the deck in one
  deck-reader sign FILE --key K      sign a bundle
  deck-reader diff A B               say what changed between two
  deck-reader keys                   list every key
  deck-reader doctor                 say what a window needs and this system lacks

`deck-reader VERB --help` tells more. A folder named like a verb is opened as ./check.

exit codes: 0 fine, 1 what was looked at has faults, 2 wrong usage,
3 cannot be read or shown, 130 cancelled
"""


def parse_opening(words: list[str]) -> tuple[str | None, int | None, bool]:
    """What to open, at which slide, and whether in full screen; ends the program on others."""
    parser = Parser(
        prog="deck-reader",
        description="Shows a deck of pictures in a window: to read, or to present.",
        epilog=_MORE_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "deck", metavar="DECK", nargs="?", type=deck, help=f"{DECK_HELP}; none: our own"
    )
    parser.add_argument("--slide", metavar="N", type=_slide, help="begin at slide N, from 1")
    parser.add_argument("--fullscreen", action="store_true", help="fill the screen from the start")
    parser.add_argument("--version", action="version", version=f"Deck Reader {__version__}")
    chosen = parser.parse_args(words)
    return chosen.deck, chosen.slide, chosen.fullscreen


def _slide(word: str) -> int:
    if not word.isascii() or not word.isdigit() or int(word) < 1:
        raise argparse.ArgumentTypeError(f"slides count from 1, so not {word!r}")
    return int(word)
