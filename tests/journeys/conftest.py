"""A screen for every journey, the program on it, and a picture of it where a journey fails."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.journeys.decks import GREEN, RED, write_deck
from tests.journeys.screen import Running, Screen, Start


@pytest.fixture
def screen(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Screen]:
    """A screen of 1280 x 720, or of the size that the test is parametrised with."""
    width, height = getattr(request, "param", (1280, 720))
    made = Screen(tmp_path / "screen", width, height)
    yield made
    made.close()


@pytest.fixture
def start(screen: Screen) -> Iterator[Start]:
    """Starts the program on the screen; what still runs afterwards is ended."""
    started: list[Running] = []

    def start(*words: str | Path, **more: object) -> Running:
        running = Running(screen, *words, **more)  # type: ignore[arg-type]
        started.append(running)
        return running

    yield start
    for running in started:
        running.end()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Save what is on screen when a journey fails, and say where."""
    report = yield
    screen = getattr(item, "funcargs", {}).get("screen")
    if report.when == "call" and report.failed and isinstance(screen, Screen) and screen.is_open:
        path = screen.save(screen.folder.parent / "screen.png")
        report.sections.append(("Screen as it was", str(path)))
    return report


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """A deck of two slides, red and green."""
    return write_deck(tmp_path / "colours", RED, GREEN)


@pytest.fixture
def running(screen: Screen, start: Start, deck: Path) -> Running:
    """The program at slide 2 of 2, which has finished coming up."""
    running = start(deck, "--slide", "2")
    running.wait_for_title("2 / 2 Colour 2")
    screen.wait_for_colour(GREEN)
    screen.wait_until_still()
    return running
