"""Decks that mean harm: opened or refused soon, in little memory, and never with a traceback."""

from __future__ import annotations

import struct
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image

from tests.journeys.decks import (
    GREEN,
    HEADER,
    VIOLET,
    write_header,
    write_picture,
    write_slide,
)
from tests.journeys.screen import LIMIT_SECONDS, Running, Screen, Start

OPEN_SECONDS = 5.0
MOST_KIB = 500 * 1024
UNREADABLE = 3
SIDE = 60_000
LONG_CAPTION = 2**20
TITLES = ["Traversal", "Local address", "Giant", "Markup", "Long", "Bomb", "Plain"]


def bomb(levels: int = 12) -> str:
    """YAML whose aliases stand for ten times as many values a level."""
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [
        f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, levels)
    ]
    return "\n".join(lines) + "\n"


def giant_png(side: int) -> bytes:
    """A PNG whose header tells of a giant, and that holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">2I5B", side, side, 8, 2, 0, 0, 0)
    content = chunk(b"IDAT", zlib.compress(b"\0" * 64))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + content + chunk(b"IEND", b"")


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """A deck with one attack a slide; the colour that must never be seen lies beside it."""
    folder, secret = tmp_path / "hostile", tmp_path / "secret.png"
    Image.new("RGB", (1600, 900), VIOLET).save(secret)
    write_header(folder, len(TITLES))
    for number, title in enumerate(TITLES, start=1):
        write_picture(folder, f"{number:02d}.png", GREEN)
        write_slide(folder, number, title)
    address = secret.as_uri()
    rewrite(folder, 1, "assets/01.png", "assets/../../secret.png")
    rewrite(folder, 2, "02.png", "02.svg")
    (folder / "assets" / "02.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' viewBox="0 0 16 9"><image href="{address}" width="16" height="9"/>'
        f'<image xlink:href="../../secret.png" width="16" height="9"/></svg>',
        encoding="utf-8",
    )
    (folder / "assets" / "03.png").write_bytes(giant_png(SIDE))
    markup = f"<html><body bgcolor='#dc14dc'><img src='{address}' width=900 height=500><h1>Big</h1>"
    for words in (
        "Markup",
        "A kicker",
        "A rectangle of one colour.",
        "Nobody",
        "A caption [@one].",
    ):
        rewrite(folder, 4, words, f"{words} {markup}")
    rewrite(folder, 5, "A caption [@one].", "Words and more words. " * (LONG_CAPTION // 22))
    (folder / "slides" / "06.yaml").write_text(f"title: Bomb\n{bomb()}", encoding="utf-8")
    return folder


def rewrite(folder: Path, number: int, old: str, new: str) -> None:
    """Put other words into a slide's file."""
    file = folder / "slides" / f"{number:02d}.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def most_memory(running: Running) -> int:
    """Wait for the end of the program; the most KiB that it or a child of it ever held.

    Not by what the system tells of an ended process: that counts what the tests themselves held.
    """
    deadline = time.monotonic() + LIMIT_SECONDS
    most = 0
    while running.process.poll() is None:
        most = max([most, *map(held, family(running.process.pid))])
        assert time.monotonic() < deadline, f"the program does not end: {running.said}"
        time.sleep(0.002)
    return most


def family(pid: int) -> list[int]:
    """A process and all that it has started."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:  # it has ended
        return []
    return [pid, *(found for child in children for found in family(int(child)))]


def held(pid: int) -> int:
    """The most KiB that a process has held so far."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return max((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), default=0)


def test_a_deck_full_of_attacks_opens_soon_and_pages_through(
    screen: Screen, start: Start, deck: Path
) -> None:
    began = time.monotonic()
    running = start(deck)
    running.wait_for_title("Title page")
    assert time.monotonic() - began < OPEN_SECONDS
    for number in range(1, len(TITLES) + 1):
        began = time.monotonic()
        running.press("Right")
        running.wait_for_title(f"{number} / {len(TITLES)}")
        assert time.monotonic() - began < OPEN_SECONDS, number
        screen.wait_until_still()
        assert screen.share(VIOLET, 60) < 0.001, f"a file beside the deck is seen on {number}"
    screen.wait_for_colour(GREEN)
    running.press("Right")
    running.wait_for_title("Credits")
    running.press("c", "F1")
    screen.wait_until_still()
    assert screen.share(VIOLET, 60) < 0.001
    running.press("ctrl+q")
    assert most_memory(running) < MOST_KIB
    assert running.process.returncode == 0
    running.assert_quiet()


def test_markup_is_shown_as_the_characters_that_it_is(
    screen: Screen, start: Start, deck: Path
) -> None:
    running = start(deck, "--slide", "4")
    running.wait_for_title(f"4 / {len(TITLES)} Markup <html><body bgcolor=")
    running.quit()


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6])
def test_an_attack_may_be_the_first_thing_on_a_full_screen(
    screen: Screen, start: Start, deck: Path, number: int
) -> None:
    began = time.monotonic()
    running = start(deck, "--fullscreen", "--slide", str(number))
    running.wait_for_title(f"{number} / {len(TITLES)}")
    assert time.monotonic() - began < OPEN_SECONDS
    assert screen.share(VIOLET, 60) < 0.001
    running.press("ctrl+q")
    assert most_memory(running) < MOST_KIB
    assert running.process.returncode == 0
    running.assert_quiet()


@pytest.mark.parametrize(
    "text",
    [bomb(), HEADER + bomb(), "[" * 200_000, "title: " + "9" * 10**6 + "\n"],
    ids=["aliases", "aliases after a header", "depth", "a long number"],
)
def test_a_deck_file_that_would_swell_is_refused_in_one_sentence(
    start: Start, deck: Path, text: str
) -> None:
    (deck / "slides" / "deck.yaml").write_text(text, encoding="utf-8")
    began = time.monotonic()
    running = start(deck)
    assert most_memory(running) < MOST_KIB
    assert time.monotonic() - began < OPEN_SECONDS
    assert running.process.returncode == UNREADABLE
    lines = running.said.splitlines()
    assert len(lines) == 1, running.said
    assert lines[0].startswith(f"{deck / 'slides' / 'deck.yaml'}:")
    assert len(lines[0]) < 1_000


def test_a_list_within_itself_is_one_broken_slide(screen: Screen, start: Start, deck: Path) -> None:
    (deck / "slides" / "deck.yaml").write_text("slides: &a [*a]\n", encoding="utf-8")
    running = start(deck)
    running.wait_for_title("Title page")
    running.press("Right")
    running.wait_for_title("1 / 1")
    running.quit()


def test_a_caption_of_a_megabyte_is_paged_through_like_any_other(
    screen: Screen, start: Start, deck: Path
) -> None:
    running = start(deck, "--slide", "4")
    running.wait_for_title("4 / ")
    for _ in range(3):
        running.press("Right")
        running.wait_for_title("5 / ")
        running.press("Left")
        running.wait_for_title("4 / ")
    running.press(*["Right"] * 3)
    running.wait_for_title(f"7 / {len(TITLES)} Plain")
    screen.wait_for_colour(GREEN)
    running.quit()
