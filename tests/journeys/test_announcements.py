"""What a screen reader is told when a page is turned, heard through AT-SPI from the program."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.core.credit import credit
from reader.core.deck import Deck
from reader.core.files import Folder
from reader.core.loading import load
from reader.core.shipped import shipped_deck
from reader.core.text import parse, plain
from tests.journeys.screen import Screen, Start, end, wait_for

LISTENER = Path(__file__).with_name("atspi_listen.py")


class Ear:
    """Hears what a screen reader would hear.

    Owns: a message bus, what assistive technology starts on it, and the listener.
    """

    def __init__(self, screen: Screen) -> None:
        lacking = [name for name in ("dbus-run-session", "python3") if not shutil.which(name)]
        assert not lacking, f"{lacking} missing: run `python -m reader.dev setup` once"
        self._heard = screen.folder / "heard"
        script = f'echo "$DBUS_SESSION_BUS_ADDRESS"; exec /usr/bin/python3 {LISTENER}'
        environment = {**screen.environment}
        environment.pop("NO_AT_BRIDGE")
        with self._heard.open("wb") as heard:
            self._process = subprocess.Popen(
                ["dbus-run-session", "--", "sh", "-c", script],
                env=environment,
                stdin=subprocess.PIPE,
                stdout=heard,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._address = ""

    def listen(self) -> dict[str, str]:
        """Wait until somebody listens; what a program needs to be heard."""
        wait_for(
            lambda: "listening" in self._heard.read_text("utf-8"),
            "a listener; `python -m reader.dev setup` installs what it needs",
        )
        lines = self._heard.read_text("utf-8").splitlines()
        address = next(line for line in lines if line.startswith("unix:"))
        return {"DBUS_SESSION_BUS_ADDRESS": address, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}

    @property
    def lines(self) -> list[tuple[str, str]]:
        """What was heard: its kind and its words."""
        whole = self._heard.read_text("utf-8").rpartition("\n")[0]
        # The services of the bus write here too.
        return [tuple(json.loads(line)) for line in whole.split("\n") if line.startswith("[")]

    @property
    def announcements(self) -> list[str]:
        return [words for kind, words in self.lines if kind == "announcement"]

    def close(self) -> None:
        """End the listener, then the bus and all that is on it."""
        assert self._process.stdin
        self._process.stdin.close()  # which ends the listener, and so the bus in good order
        try:
            self._process.wait(5)
        finally:
            end(self._process)


@pytest.fixture
def ear(screen: Screen) -> Iterator[Ear]:
    made = Ear(screen)
    yield made
    made.close()


@pytest.fixture
def deck() -> Deck:
    return load(Folder(shipped_deck()))


def wait_for_announcement(ear: Ear, start: str) -> str:
    """Wait until the newest announcement begins so, and return it."""
    wait_for(
        lambda: (ear.announcements or [""])[-1].startswith(start),
        lambda: f"an announcement that begins with {start!r}: {ear.announcements}",
    )
    return ear.announcements[-1]


def test_each_page_is_announced_as_title_picture_text_and_credit(
    ear: Ear, start: Start, deck: Deck
) -> None:
    running = start(**ear.listen())
    title_page = wait_for_announcement(ear, "Title page")
    assert_in_order(title_page, [deck.title, deck.summary, "Abhinav Yadav", "3 January 2026"])
    for number in range(1, len(deck.slides) + 1):
        running.press("Right")
        told = wait_for_announcement(ear, f"Slide {number} of {len(deck.slides)}")
        slide = deck.slides[number - 1]
        assert slide.image is not None
        text, line = plain(parse(slide.text)), credit(slide.image).line
        assert_in_order(told, [slide.title, slide.image.alt_text, text, line])
    running.press("Right")
    told = wait_for_announcement(ear, "All credits")
    lines = [credit(slide.image).line for slide in deck.slides if slide.image is not None]
    assert_in_order(told, lines)
    assert len(ear.announcements) == len(deck.slides) + 2  # each of them once
    running.quit()


def test_pages_that_only_pass_by_are_not_announced(ear: Ear, start: Start) -> None:
    running = start("--slide", "1", **ear.listen())
    wait_for_announcement(ear, "Slide 1 of 7")
    running.press("Right", "Right", "Right", "Right")
    wait_for_announcement(ear, "Slide 5 of 7")
    assert len(ear.announcements) < 5
    running.quit()


def test_what_a_page_turn_changes_is_renamed_before_it_is_announced(
    ear: Ear, start: Start, deck: Deck
) -> None:
    running = start("--slide", "3", **ear.listen())
    wait_for_announcement(ear, "Slide 3 of 7")
    running.press("Right")
    wait_for_announcement(ear, "Slide 4 of 7")
    image = deck.slides[3].image
    assert image is not None
    lines = ear.lines
    said = next(at for at, (_, words) in enumerate(lines) if words.startswith("Slide 4 of 7\n"))
    assert ("image", image.alt_text) in lines[:said]
    assert any(kind == "push button" and "Cuba Siglo 21" in words for kind, words in lines[:said])
    running.quit()


def assert_in_order(told: str, parts: list[str]) -> None:
    """Check that all parts are told, one after the other."""
    at = 0
    for part in parts:
        assert part in told[at:], f"{part!r} after {told[:at]!r} in {told!r}"
        at = told.index(part, at) + len(part)
