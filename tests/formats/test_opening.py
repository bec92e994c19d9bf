"""A deck is opened as a row of messages, first what the first picture needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.core import memory, settings
from reader.core.files import Folder
from reader.core.memory import Memory
from reader.core.reading import deck_of
from reader.core.shipped import shipped_deck
from reader.errors import Exit, Where
from reader.formats.opening import Message, error_of, messages, problems_of

DECKS = Path(__file__).parents[1] / "decks"


def kinds(told: list[Message]) -> list[str]:
    return [message[0] for message in told]


def pages(told: list[Message]) -> list[int]:
    return [message[2] for message in told if message[0] == "reading"]


def remember(folder: Path, page: int) -> None:
    remembered = Memory()
    remembered.visit(folder, page)
    memory.save(remembered, memory.state_file())


def long_deck(folder: Path, count: int = 60) -> Path:
    """A deck of so many files that it is read in two parts."""
    (folder / "slides").mkdir()
    names = [f"{number}.yaml" for number in range(1, count + 1)]
    for name in names:
        (folder / "slides" / name).write_text(f"title: {name}\n")
    (folder / "slides" / "deck.yaml").write_text(f"slides: [{', '.join(names)}]\n")
    return folder.resolve()


def test_our_own_deck_opens_when_none_is_named() -> None:
    told = [*messages(None, None)]
    assert told[0] == ("memory", Memory().data(), {}, ())
    assert kinds(told) == ["memory", "reading", "problems"]
    assert deck_of(told[1][1]).place == shipped_deck()
    assert (pages(told), told[2][1]) == ([0], [])


def test_what_is_remembered_and_preferred_comes_first() -> None:
    folder = (DECKS / "good").resolve()
    remember(folder, 2)
    settings.settings_file().parent.mkdir(parents=True)
    settings.settings_file().write_text("theme: dark\nzoom: 3\n")
    first = next(messages(str(DECKS / "good"), None))
    assert (first[1]["places"], first[2]) == ({str(folder): 2}, {"theme": "dark", "zoom": 3})
    assert len(first[3]) == 1
    assert "zoom" in first[3][0]


@pytest.mark.parametrize(("slide", "page"), [(None, 2), (1, 1), (99, 2)])
@pytest.mark.parametrize("inside", ["", "slides/deck.yaml", "assets/one.png"])
def test_the_slide_asked_for_wins_over_the_remembered_place(
    inside: str, slide: int | None, page: int
) -> None:
    remember((DECKS / "good").resolve(), 2)
    told = [*messages(str(DECKS / "good" / inside), slide)]
    assert pages(told) == [page]


def test_a_place_in_another_deck_does_not_count() -> None:
    remember(DECKS / "half-broken", 2)
    assert pages([*messages(str(DECKS / "good"), None)]) == [0]


def test_a_slide_that_is_not_there_becomes_the_last_once_all_is_read(tmp_path: Path) -> None:
    told = [*messages(str(long_deck(tmp_path)), 99)]
    assert pages(told) == [99, 60]
    assert told[1][1]["slides"][59][1] == {"title": "60.yaml"}


@pytest.mark.parametrize("slide", [None, 41])
def test_a_long_deck_begins_with_the_slide_that_is_shown_first(
    tmp_path: Path, slide: int | None
) -> None:
    folder = long_deck(tmp_path)
    remember(folder, 41)
    told = [*messages(str(folder), slide)]
    assert kinds(told) == ["memory", "reading", "reading", "problems"]
    assert [message[1]["complete"] for message in told[1:3]] == [False, True]
    read = [bool(data) for _, data, _ in told[1][1]["slides"]]
    assert [index for index, known in enumerate(read) if known] == [40]


def test_the_problems_of_a_deck_are_sentences_about_faults_alone() -> None:
    told = [*messages(str(DECKS / "ten-faults"), None)]
    assert told[-1] == ("problems", problems_of(Folder((DECKS / "ten-faults").resolve())))
    assert len(told[-1][1]) >= 10
    assert all(": error: " in sentence for sentence in told[-1][1])
    assert problems_of(Folder(DECKS / "good")) == []


def test_a_deck_that_is_not_there_ends_in_an_error(tmp_path: Path) -> None:
    told = [*messages(str(tmp_path / "none"), None)]
    assert kinds(told) == ["memory", "error"]
    assert told[1][1] == f"{tmp_path / 'none'} does not exist"


def test_a_folder_without_a_deck_ends_in_an_error(tmp_path: Path) -> None:
    told = [*messages(str(tmp_path), None)]
    assert kinds(told) == ["memory", "error"]
    assert "is not a deck" in told[1][1]
    assert "slides/deck.yaml" in told[1][2]


def test_an_error_keeps_its_words_its_remedy_and_its_place(tmp_path: Path) -> None:
    (tmp_path / "slides").mkdir()
    file = tmp_path.resolve() / "slides" / "deck.yaml"
    file.write_text("title: x: y\nslides: [a.yaml]\n")
    error = error_of([*messages(str(tmp_path), None)][-1])
    assert error.where == Where(file, 1, 9)
    assert error.exit_code is Exit.UNREADABLE
    assert "not YAML" in error.message
    assert error.hint
    assert error_of(("error", "words", "", None)).where is None


def test_a_broken_slide_is_no_error() -> None:
    told = [*messages(str(DECKS / "half-broken"), None)]
    assert kinds(told) == ["memory", "reading", "problems"]
    assert told[2][1]
