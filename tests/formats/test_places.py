"""Any path that a person may name leads to a deck, a bag, or one sentence."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from reader.core.files import Files, Folder, Packed
from reader.core.fixity import UNLISTED
from reader.core.loading import load
from reader.errors import BundleError, DeckError, ReaderError
from reader.formats.places import bag_at, files_at, is_bundle
from tests.formats import bags
from tests.formats.decks import bundled, make_deck, write
from tests.formats.zips import zip_of


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deck, its bundle, and that unpacked."""
    folder = tmp_path_factory.mktemp("places")
    made = bundled(make_deck(folder / "deck"), folder / "made.deck.zip")
    with zipfile.ZipFile(made.place) as file:
        file.extractall(folder / "unzipped")
    shutil.copy(made.place, folder / "renamed")
    shutil.copy(made.place, folder / "UPPER.ZIP")
    return folder


@pytest.mark.parametrize(
    ("place", "kind", "is_bag"),
    [
        ("deck", Folder, False),
        ("deck/slides", Folder, False),
        ("deck/slides/deck.yaml", Folder, False),
        ("deck/assets/one.png", Folder, False),
        ("made.deck.zip", Packed, True),
        ("renamed", Packed, True),
        ("UPPER.ZIP", Packed, True),
        ("unzipped/colours", Folder, True),
        ("unzipped/colours/", Folder, True),
        ("unzipped/colours/bagit.txt", Folder, True),
        ("unzipped/colours/data", Folder, True),
        ("unzipped/colours/data/slides/deck.yaml", Folder, True),
        ("unzipped/colours/data/assets/one.png", Folder, True),
    ],
)
def test_a_path_leads_to_the_deck(
    places: Path, place: str, kind: type[Files], is_bag: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(places)
    for path in (places / place, Path(place)):
        files = files_at(path)
        assert type(files) is kind
        assert load(files).title == "Colours"
        assert (files.digests is not None) == is_bag
        assert (files.blob("assets/one.png").digest not in (None, UNLISTED)) == is_bag


@pytest.mark.parametrize(
    "place", ["made.deck.zip", "renamed", "unzipped/colours", "unzipped/colours/data/slides"]
)
def test_a_path_leads_to_the_bag(places: Path, place: str) -> None:
    bag = bag_at(places / place)
    assert bag.version == "1.0"
    assert bag.findings == ()


def test_a_deck_s_own_folder_is_no_bag(places: Path) -> None:
    with pytest.raises(BundleError, match="neither a bundle nor a bag"):
        bag_at(places / "deck")


def test_a_bagit_txt_in_a_deck_s_parent_makes_no_bag_of_another_folder(tmp_path: Path) -> None:
    deck = make_deck(tmp_path / "deck")
    write(tmp_path, "bagit.txt", "BagIt-Version: 1.0\n")
    assert files_at(deck).digests is None


def one_sentence(path: Path) -> str:
    with pytest.raises(ReaderError) as caught:
        files_at(path)
    said = str(caught.value)
    assert "\n" not in said
    return said


def test_a_bundle_cut_short_anywhere_is_one_sentence(places: Path, tmp_path: Path) -> None:
    data = (places / "made.deck.zip").read_bytes()
    for length in {0, 1, 3, 4, 21, 22, 30, 100, len(data) // 2, len(data) - 22, len(data) - 1}:
        path = write(tmp_path, f"{length}.deck.zip", data[:length])
        assert f"{length}.deck.zip" in one_sentence(path)
        with pytest.raises(ReaderError):
            bag_at(path)


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK", b"PK\3\4", b"\x89PNG\r\n\x1a\n" * 100])
def test_what_is_only_called_a_bundle_is_one_sentence(tmp_path: Path, data: bytes) -> None:
    assert "x.deck.zip" in one_sentence(write(tmp_path, "x.deck.zip", data))


def test_a_zip_of_something_else_is_one_sentence(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as file:
        file.writestr("readme.txt", "hello")
    assert "is not a bundle" in one_sentence(tmp_path / "x.zip")
    with pytest.raises(DeckError, match=r"no slides/deck\.yaml"):
        load(files_at(write(tmp_path, "y.zip", zip_of([]))))


def test_a_bag_of_something_else_is_no_deck_but_a_bag(tmp_path: Path) -> None:
    bag = bags.make_bag(tmp_path / "bag")
    assert bag_at(bag).findings == ()
    with pytest.raises(DeckError):
        load(files_at(bag))


@pytest.mark.parametrize(
    "name", ["nothing", "nothing.deck.zip", "x" * 300, "x/" * 3000 + "y", "a\0b"]
)
def test_what_is_not_there_is_one_sentence(tmp_path: Path, name: str) -> None:
    assert "does not exist" in one_sentence(tmp_path / name)
    with pytest.raises(BundleError, match="does not exist"):
        bag_at(tmp_path / name)


def test_a_loop_of_links_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    one_sentence(tmp_path / "a")
    with pytest.raises(BundleError):
        bag_at(tmp_path / "a")


def test_a_link_leads_to_its_bundle(places: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(places / "made.deck.zip")
    assert load(files_at(tmp_path / "link")).title == "Colours"
    (tmp_path / "bag").symlink_to(places / "unzipped/colours", target_is_directory=True)
    assert load(files_at(tmp_path / "bag")).title == "Colours"


def test_a_zip_whose_files_two_tools_may_see_differently_is_not_opened(
    places: Path, tmp_path: Path
) -> None:
    data = (places / "made.deck.zip").read_bytes()
    assert "behind the end" in one_sentence(write(tmp_path, "x.deck.zip", data + b"more"))


def test_only_files_are_bundles(places: Path) -> None:
    assert is_bundle(places / "renamed")
    assert not is_bundle(places / "deck")
    assert not is_bundle(places / "deck/slides/deck.yaml")
