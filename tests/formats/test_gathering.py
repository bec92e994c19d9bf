"""Only what a deck names gets into its bundle, and whatever forbids one is told at once."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.core.files import Folder
from reader.errors import DeckError, RefusedError
from reader.formats.bundles.bundling import MADE
from reader.formats.bundles.gathering import gather, is_junk
from reader.formats.places import files_at
from tests.formats.decks import bundled, make_deck, png, slide_of, write, write_yaml


def refused(deck: Path) -> list[str]:
    with pytest.raises(RefusedError) as caught:
        gather(files_at(deck), MADE)
    assert "is not bundled" in str(caught.value)
    return list(caught.value.problems)


def test_what_the_deck_names_is_taken_and_what_lies_beside_is_told(tmp_path: Path) -> None:
    deck = make_deck(tmp_path, ["assets/one.png", "pictures/two.png"])
    write(deck, "assets/attachments/deep/notes.txt", "kept")
    write(deck, "assets/withheld.jpg", "secret")
    write(deck, "slides/old.yaml", "title: Old\n")
    write(deck, "pictures/other.png", png())
    write(deck, "README.md", "mine")
    found = gather(Folder(deck))
    assert set(found.names) == {
        "slides/deck.yaml",
        "slides/01.yaml",
        "slides/02.yaml",
        "assets/one.png",
        "pictures/two.png",
        "assets/attachments/deep/notes.txt",
    }
    assert found.left_out == ("slides/old.yaml", "assets/withheld.jpg")


def test_a_picture_on_several_slides_is_taken_once(tmp_path: Path) -> None:
    deck = make_deck(tmp_path)
    write_yaml(deck, "slides/02.yaml", slide_of("assets/one.png"))
    found = gather(Folder(deck))
    assert found.pictures == ("assets/one.png",)
    assert found.left_out == ("assets/two.png",)


def test_a_deck_that_is_none_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DeckError, match="is not a deck"):
        gather(Folder(tmp_path))


def test_faults_refuse_and_warnings_do_not(tmp_path: Path) -> None:
    deck = make_deck(tmp_path)
    slide = slide_of("assets/one.png")
    del slide["image"]["license"]
    write_yaml(deck, "slides/01.yaml", slide)
    write(deck, "slides/forgotten.yaml", "title: Not listed\n")
    assert gather(Folder(deck)).deck.title == "Colours"
    (deck / "assets/one.png").unlink()
    write_yaml(deck, "slides/02.yaml", {"title": "No source", "text": "[@two]"})
    problems = refused(deck)
    assert any("assets/one.png" in problem for problem in problems)
    assert any("02.yaml" in problem and "two" in problem for problem in problems)


@pytest.mark.parametrize(
    "name",
    [".DS_Store", "Thumbs.db", "desktop.ini", "._one.png", "~$notes.docx", "one.png~", "x.PART"],
)
def test_junk_is_refused_by_name(tmp_path: Path, name: str) -> None:
    deck = make_deck(tmp_path)
    write(deck, f"assets/deep/{name}", "junk")
    assert refused(deck) == [
        f"assets/deep/{name}: this is a file that a system left behind (delete it)"
    ]


@pytest.mark.parametrize("name", ["one.png", "partly.txt", "a~b", "thumbs.dbx", "notes.tmpl"])
def test_other_files_are_not_taken_for_junk(name: str) -> None:
    assert not is_junk(name)


def link_file(deck: Path) -> list[str]:
    (deck / "assets/three.png").symlink_to(deck / "assets/one.png")
    return ["assets/three.png"]


def link_folder(deck: Path) -> list[str]:
    (deck / "more").mkdir()
    (deck / "assets/more").symlink_to(deck / "more", target_is_directory=True)
    return ["assets/more"]


def link_to_nothing(deck: Path) -> list[str]:
    (deck / "slides/gone").symlink_to(deck / "nowhere")
    return ["slides/gone"]


def link_room(deck: Path) -> list[str]:
    (deck / "assets").rename(deck / "real")
    (deck / "assets").symlink_to(deck / "real", target_is_directory=True)
    return ["assets"]


def link_attachments(deck: Path) -> list[str]:
    write(deck, "private/letter.txt", "private")
    (deck / "assets/attachments").symlink_to(deck / "private", target_is_directory=True)
    return ["assets/attachments"]


def link_named(deck: Path) -> list[str]:
    write(deck, "kept/a.png", png())
    (deck / "pictures").mkdir()
    (deck / "pictures/a.png").symlink_to(deck / "kept/a.png")
    write_yaml(deck, "slides/01.yaml", slide_of("pictures/a.png"))
    return ["pictures/a.png"]


def link_way(deck: Path) -> list[str]:
    write(deck, "kept/deep/a.png", png())
    (deck / "pictures").symlink_to(deck / "kept", target_is_directory=True)
    write_yaml(deck, "slides/01.yaml", slide_of("pictures/deep/a.png"))
    return ["pictures"]


def link_all(deck: Path) -> list[str]:
    return sorted([*link_file(deck), *link_folder(deck), *link_to_nothing(deck)])


@pytest.mark.parametrize(
    "link",
    [
        link_file,
        link_folder,
        link_to_nothing,
        link_room,
        link_attachments,
        link_named,
        link_way,
        link_all,
    ],
)
def test_links_are_refused_with_the_whole_list(
    tmp_path: Path, link: Callable[[Path], list[str]]
) -> None:
    deck = make_deck(tmp_path / "deck")
    names = link(deck)
    assert refused(deck) == [
        f"{name}: this is a link (put the file itself in its place)" for name in names
    ]


def test_a_link_out_of_the_deck_is_refused(tmp_path: Path) -> None:
    deck = make_deck(tmp_path / "deck")
    secret = write(tmp_path, "secret.png", png())
    (deck / "assets/one.png").unlink()
    (deck / "assets/one.png").symlink_to(secret)
    assert all("assets/one.png" in problem for problem in refused(deck))


def test_a_pipe_among_the_attachments_is_refused_and_not_opened(tmp_path: Path) -> None:
    deck = make_deck(tmp_path)
    write(deck, "assets/attachments/notes.txt", "kept")
    os.mkfifo(deck / "assets/attachments/pipe")
    assert refused(deck) == ["assets/attachments/pipe: this is a device or a pipe (delete it)"]


@pytest.mark.parametrize("name", MADE)
def test_a_picture_may_not_have_the_name_of_what_is_made(tmp_path: Path, name: str) -> None:
    deck = make_deck(tmp_path, {name: png()})
    [problem] = refused(deck)
    assert problem == f"{name}: the bundle has a file of its own under this name (rename yours)"


def test_text_that_was_changed_in_a_bag_is_not_bundled_again(tmp_path: Path) -> None:
    made = bundled(make_deck(tmp_path / "deck"), tmp_path / "a.deck.zip")
    data = made.place.read_bytes()
    at = data.index(b"title: On assets/one.png")
    made.place.write_bytes(data[:at] + b"title: By" + data[at + 9 :])
    [problem] = refused(made.place)
    assert "slides/01.yaml" in problem
    assert "not the one that was bagged" in problem
