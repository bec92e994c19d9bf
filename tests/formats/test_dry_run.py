"""Going through a whole deck before a show, with a stand-in for what decodes pictures."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from reader.core.deck import Deck
from reader.core.files import Blob
from reader.core.loading import load
from reader.core.picture_checks import Rehearsed, Size
from reader.core.preflight import Finding, Report
from reader.errors import Cancelled
from reader.formats.looking.dry_run import dry_run
from reader.formats.places import files_at
from reader.formats.progress import Progress
from tests.formats.decks import bundled, make_deck, png

SCREEN = (1280, 720)


def opened(place: Path) -> Deck:
    return load(files_at(place))


def quick(_blob: Blob, _screen: Size) -> Rehearsed:
    return Rehearsed(4000, 3000, 0.02)


def by_check(report: Report) -> dict[str, Finding]:
    return {found.check: found for found in report.findings}


def test_a_sound_folder_is_ready(tmp_path: Path) -> None:
    report = dry_run(opened(make_deck(tmp_path)), SCREEN, quick)
    found = by_check(report)
    assert report.is_green
    assert report.headline.endswith("2 pictures, the slowest 20 ms")
    assert {"deck.fine", "pictures.fine", "bundle.folder"} <= set(found)


def test_every_picture_is_tried_once_for_the_screen(tmp_path: Path) -> None:
    seen: list[tuple[str, Size]] = []

    def look(blob: Blob, screen: Size) -> Rehearsed:
        seen.append((blob.place.name, screen))
        return quick(blob, screen)

    names = [f"assets/{number}.png" for number in range(9)]
    dry_run(opened(make_deck(tmp_path, names)), SCREEN, look)
    assert sorted(seen) == [(f"{number}.png", SCREEN) for number in range(9)]


def test_no_more_than_two_are_decoded_at_once(tmp_path: Path) -> None:
    lock, pair = threading.Lock(), threading.Barrier(2)
    most, now = [0], [0]

    def look(blob: Blob, screen: Size) -> Rehearsed:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        pair.wait(10)  # there are two at a time, or this breaks
        with lock:
            now[0] -= 1
        return quick(blob, screen)

    names = [f"assets/{number}.png" for number in range(8)]
    assert dry_run(opened(make_deck(tmp_path, names)), SCREEN, look).is_green
    assert most == [2]
    assert not [t for t in threading.enumerate() if t.name.startswith("dry run")]


def test_a_damaged_picture_is_a_fault_with_its_slide(tmp_path: Path) -> None:
    def look(blob: Blob, screen: Size) -> Rehearsed:
        return Rehearsed(error="cut short") if blob.place.name == "two.png" else quick(blob, screen)

    report = dry_run(opened(make_deck(tmp_path)), SCREEN, look)
    damaged = by_check(report)["picture.damaged"]
    assert (damaged.slides, damaged.file, damaged.message) == ((2,), "assets/two.png", "cut short")
    assert not report.is_green
    assert "pictures.fine" not in by_check(report)


def test_a_missing_picture_is_told_once(tmp_path: Path) -> None:
    deck = opened(make_deck(tmp_path))
    (tmp_path / "assets" / "two.png").unlink()
    report = dry_run(deck, SCREEN, quick)
    (told,) = [found for found in report.findings if found.check == "picture.damaged"]
    assert (told.slides, told.message) == ((2,), "'assets/two.png' is not there")
    assert report.tried.pictures == 1


def test_without_eyes_no_picture_counts_as_tried(tmp_path: Path) -> None:
    report = dry_run(opened(make_deck(tmp_path)), SCREEN, None)
    assert not report.tried.is_whole
    assert not any(found.check.startswith("picture") for found in report.findings)


def test_a_bundle_is_verified(tmp_path: Path) -> None:
    made = bundled(make_deck(tmp_path / "deck"), tmp_path / "a.deck.zip")
    report = dry_run(opened(made.place), SCREEN, quick)
    assert report.is_green
    message = by_check(report)["bundle.fine"].message
    assert "files are as bundled, by SHA-256 and SHA-512; unsigned" in message


def test_what_was_changed_in_a_bundle_is_told_with_its_slide(tmp_path: Path) -> None:
    pictures = {"assets/one.png": png(1), "assets/two.png": png(2)}
    made = bundled(make_deck(tmp_path / "deck", pictures), tmp_path / "a.deck.zip")
    data = made.place.read_bytes()
    assert data.count(png(2)) == 1
    made.place.write_bytes(data.replace(png(2), png(2)[:-1] + b"x"))
    report = dry_run(opened(made.place), SCREEN, quick)
    faults = [found for found in report.findings if found.check == "bundle.fault"]
    changed = [found for found in faults if found.file == "data/assets/two.png"]
    assert [found.slides for found in changed] == [(2,)], changed
    assert not report.is_green
    assert "bundle.fine" not in by_check(report)


@pytest.mark.parametrize("is_bundle", [False, True])
def test_progress_ends_with_everything_done(tmp_path: Path, is_bundle: bool) -> None:
    place = make_deck(tmp_path / "deck")
    if is_bundle:
        place = bundled(place, tmp_path / "a.deck.zip").place
    told: list[Progress] = []
    dry_run(opened(place), SCREEN, quick, told=told.append)
    done = [progress.done for progress in told]
    assert done == sorted(done)
    assert len({progress.total for progress in told}) == 1
    assert done[-1] == pytest.approx(told[-1].total, rel=0.2)
    assert done[-1] <= told[-1].total


def test_it_can_be_cancelled(tmp_path: Path) -> None:
    deck = opened(make_deck(tmp_path, [f"assets/{number}.png" for number in range(50)]))
    tried: list[str] = []

    def look(blob: Blob, screen: Size) -> Rehearsed:
        tried.append(blob.place.name)
        return quick(blob, screen)

    with pytest.raises(Cancelled):
        dry_run(deck, SCREEN, look, stop=lambda: len(tried) >= 3)
    assert len(tried) < 6
    assert not [t for t in threading.enumerate() if t.name.startswith("dry run")]
