"""What the command's words may be where a deck is opened in a window."""

from __future__ import annotations

import argparse

from reader import __version__
from reader.core.wishes import Wishes
from reader.errors import SettingsError
from reader.verbs.arguments import DECK_HELP, Parser, deck

LEAST_SECONDS = 0.05
MOST_SECONDS = 24 * 3600

_MORE_HELP = """\
other commands:
  deck-reader check DECK             say what is wrong with a deck
  deck-reader bundle DECK            make one file of it, which proves its integrity
  deck-reader verify FILE...         prove bundles and bags
  deck-reader inspect FILE           say what is in one, by whom and under which rights
  deck-reader unbundle FILE -o DIR   unpack the deck in one
  deck-reader sign FILE --key K      sign a bundle
  deck-reader diff A B               say what changed between two
  deck-reader preflight DECK         say whether it is ready for an audience
  deck-reader runs DECK              say what each slide took in rehearsals
  deck-reader keys                   list every key
  deck-reader doctor                 say what a window needs and this system lacks

`deck-reader VERB --help` tells more. A folder named like a verb is opened as ./check.

exit codes: 0 fine, 1 what was looked at has faults, 2 wrong usage,
3 cannot be read or shown, 130 cancelled
"""


def parse_opening(words: list[str]) -> Wishes:
    """What to open, and how; ends the program on words that are wrong."""
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
    _add_show(parser)
    parser.add_argument("--version", action="version", version=f"Deck Reader {__version__}")
    chosen = parser.parse_args(words)
    return Wishes(
        chosen.deck,
        chosen.slide,
        fills_screen=chosen.fullscreen,
        is_show=chosen.present or bool(chosen.screen),
        screen=chosen.screen,
        aim=chosen.time,
        turns_itself=chosen.auto or chosen.seconds is not None or chosen.loop,
        seconds=chosen.seconds,
        loops=chosen.loop,
        is_kiosk=chosen.kiosk,
    )


def _add_show(parser: Parser) -> None:
    """The options of a show."""
    show = parser.add_argument_group("to present")
    show.add_argument(
        "--present",
        action="store_true",
        help="begin the show: slides on the audience's screen, notes and clock on yours; "
        "on one screen, two windows",
    )
    show.add_argument(
        "--screen", metavar="NAME", default="", help="the audience's screen, such as HDMI-1"
    )
    show.add_argument(
        "--time",
        metavar="TIME",
        type=_aim,
        default="",
        help="how long the talk may take (20, 1h 15m) or when it must be over (16:30)",
    )
    show.add_argument(
        "--auto", action="store_true", help="turn the pages by itself, each after its planned time"
    )
    show.add_argument(
        "--seconds", metavar="S", type=_seconds, help="turn them after so many seconds instead"
    )
    show.add_argument("--loop", action="store_true", help="begin again after the last slide")
    show.add_argument(
        "--kiosk",
        action="store_true",
        help="for a public place: only turning pages; the key of the setting kiosk_key leads out",
    )


def _aim(words: str) -> str:
    import time

    from reader.core.timing import parse_aim

    try:
        parse_aim(words, time.time())
    except SettingsError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return words


def _seconds(word: str) -> float:
    try:
        seconds = float(word)
    except ValueError:
        seconds = 0.0
    if not LEAST_SECONDS <= seconds <= MOST_SECONDS:
        raise argparse.ArgumentTypeError(
            f"{word!r} is not a number of seconds from {LEAST_SECONDS} to {MOST_SECONDS}"
        )
    return seconds


def _slide(word: str) -> int:
    if not word.isascii() or not word.isdigit() or int(word) < 1:
        raise argparse.ArgumentTypeError(f"slides count from 1, so not {word!r}")
    return int(word)
