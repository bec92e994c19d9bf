"""The verbs that deal with bundles, as a person and as a script meet them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from reader.cli import main
from reader.errors import Exit
from tests.formats import bags
from tests.formats.decks import (
    ROOT,
    bundled,
    command,
    fat_png,
    make_deck,
    slide_of,
    tree,
    write,
    write_yaml,
)
from tests.formats.signers import KEY, SECRET

Output = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_deck(tmp_path_factory.mktemp("verbs") / "deck")


@pytest.fixture(scope="module")
def made(deck: Path) -> Path:
    return bundled(deck, deck.parent / "made.deck.zip").place


@pytest.fixture(scope="module")
def bad(made: Path) -> Path:
    data = bytearray(made.read_bytes())
    data[data.index(b"IDAT")] ^= 1
    return write(made.parent, "bad.deck.zip", bytes(data))


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = write(tmp_path, "keys/ann.key", SECRET)
    path.chmod(0o600)
    return path


def run(capsys: Output, *words: str | Path) -> tuple[int, str, str]:
    """Exit code, output, and complaints of the command."""
    try:
        code = main([str(word) for word in words])
    except SystemExit as error:  # argparse
        code = int(error.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


def report(capsys: Output, *words: str | Path) -> tuple[int, dict[str, Any]]:
    code, out, _ = run(capsys, *words, "--json")
    found = json.loads(out)
    assert isinstance(found, dict)
    return code, found


# bundle


def test_bundle_says_what_it_made_and_left_out(deck: Path, tmp_path: Path, capsys: Output) -> None:
    folder = make_deck(tmp_path / "deck")
    for number in range(7):
        write(folder, f"assets/extra{number}.txt", "x")
    code, out, err = run(capsys, "bundle", folder, "-o", tmp_path / "b.deck.zip")
    assert (code, err) == (Exit.OK, "")
    lines = out.splitlines()
    assert re.fullmatch(rf"{tmp_path}/b\.deck\.zip: 16 files, [0-9.]+ kB", lines[0])
    assert re.fullmatch("  [0-9a-f]{128}", lines[2])
    assert lines[3] == "  left out, as the deck does not name these 7 files:"
    assert lines[4] == "    assets/extra0.txt"
    assert lines[-1] == "    and 2 more (--json names them all)"


def test_bundle_reports_to_programs(deck: Path, tmp_path: Path, capsys: Output) -> None:
    code, found = report(capsys, "bundle", deck, "-o", tmp_path)
    assert code == Exit.OK
    assert set(found) == {"place", "size", "files", "seal", "left_out"}
    assert found["place"] == str(tmp_path / "colours.deck.zip")
    assert found["size"] == (tmp_path / "colours.deck.zip").stat().st_size


def test_bundle_lies_where_the_person_is_without_a_word(
    deck: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, _ = run(capsys, "bundle", deck)
    assert code == Exit.OK
    assert out.startswith("colours.deck.zip: ")
    assert os.listdir(tmp_path) == ["colours.deck.zip"]  # noqa: PTH208


def test_bundle_names_all_that_is_in_the_way(tmp_path: Path, capsys: Output) -> None:
    folder = make_deck(tmp_path / "deck")
    write(folder, "assets/.DS_Store", "x")
    write_yaml(folder, "slides/01.yaml", slide_of("assets/none.png"))
    code, out, err = run(capsys, "bundle", folder, "-o", tmp_path / "b.deck.zip")
    assert (code, out) == (Exit.FAULTS, "")
    assert ".DS_Store: this is a file that a system left behind" in err
    assert "slides/01.yaml:" in err
    assert err.splitlines()[-1].endswith("is not bundled (mend what is named, and try again)")
    code, found = report(capsys, "bundle", folder, "-o", tmp_path / "b.deck.zip")
    assert code == Exit.FAULTS
    assert isinstance(found["problems"], list)
    assert len(found["problems"]) == 2
    assert not (tmp_path / "b.deck.zip").exists()


# verify


def test_verify_says_sound_in_a_line(made: Path, capsys: Output) -> None:
    code, out, err = run(capsys, "verify", made)
    assert (code, err) == (Exit.OK, "")
    assert re.fullmatch(
        rf"{made}: sound \([0-9]+ files, [0-9.]+ kB; sha256, sha512; unsigned\)\n", out
    )


def test_verify_of_several_has_the_worst_code(
    made: Path, bad: Path, tmp_path: Path, capsys: Output
) -> None:
    broken = write(tmp_path, "broken.deck.zip", made.read_bytes()[:1000])
    assert run(capsys, "verify", made, made)[0] == Exit.OK
    assert run(capsys, "verify", bad, made)[0] == Exit.FAULTS
    code, out, err = run(capsys, "verify", broken, bad, made, tmp_path / "none")
    assert code == Exit.UNREADABLE
    assert [line.rpartition(": ")[0] for line in out.splitlines() if not line.startswith(" ")] == [
        str(bad),
        str(made),
    ]
    assert str(broken) in err
    assert "none does not exist" in err


def test_verify_names_the_changed_file_and_both_hashes(bad: Path, capsys: Output) -> None:
    _, out, _ = run(capsys, "verify", bad)
    assert "2 faults" in out
    found = re.findall(
        r"error: data/assets/one\.png: .*; expected ([0-9a-f]+), found ([0-9a-f]+)", out
    )
    assert [(len(one), len(other)) for one, other in found] == [(64, 64), (128, 128)]


def test_verify_looks_through_folders(made: Path, bad: Path, capsys: Output) -> None:
    code, found = report(capsys, "verify", made.parent)
    assert code == Exit.FAULTS
    rows = found["bundles"]
    assert isinstance(rows, list)
    assert {row["bundle"]: row["sound"] for row in rows} == {str(bad): False, str(made): True}


def test_verify_reports_what_cannot_be_read(tmp_path: Path, capsys: Output) -> None:
    code, found = report(capsys, "verify", write(tmp_path, "x.deck.zip", "no"))
    assert code == Exit.UNREADABLE
    [row] = found["bundles"]
    assert set(row) == {"bundle", "sound", "error"}
    assert "x.deck.zip" in row["error"]


def test_verify_tells_whether_a_trusted_key_signed(
    deck: Path, tmp_path: Path, key: Path, capsys: Output
) -> None:
    path = bundled(deck, tmp_path / "b.deck.zip").place
    trusted = write(tmp_path, "trusted.keys", KEY)
    code, out, _ = run(capsys, "verify", path, "--trusted", trusted)
    assert code == Exit.FAULTS
    assert "no key that you trust has signed this" in out
    code, out, err = run(capsys, "sign", path, "--key", key, "--comment", "mine")
    assert (code, err) == (Exit.OK, "")
    assert out.startswith(f"{path}: signed, in signatures/")
    assert run(capsys, "verify", path)[0] == Exit.OK
    code, out, _ = run(capsys, "verify", path, "--trusted", trusted)
    assert code == Exit.OK
    assert "unsigned" not in out
    code, _, err = run(capsys, "verify", path, "--trusted", tmp_path / "none")
    assert code == Exit.UNREADABLE
    assert "none" in err


# unbundle, sign


def test_unbundle_says_what_it_unpacked(made: Path, tmp_path: Path, capsys: Output) -> None:
    code, out, err = run(capsys, "unbundle", made, "-o", tmp_path / "to")
    assert (code, err) == (Exit.OK, "")
    assert re.fullmatch(rf"{tmp_path}/to: 9 files, [0-9.]+ kB\n", out)
    code, found = report(capsys, "unbundle", made, "-o", tmp_path / "again")
    assert code == Exit.OK
    assert set(found) == {"folder", "files", "size"}


def test_unbundle_refuses_in_sentences(
    bad: Path, made: Path, tmp_path: Path, capsys: Output
) -> None:
    code, out, err = run(capsys, "unbundle", bad, "-o", tmp_path / "to")
    assert (code, out) == (Exit.FAULTS, "")
    assert "data/assets/one.png" in err
    assert len(err.splitlines()) == 2
    assert os.listdir(tmp_path) == []  # noqa: PTH208
    code, _, err = run(capsys, "unbundle", made, "-o", tmp_path)
    assert code == Exit.OK
    code, _, err = run(capsys, "unbundle", made, "-o", tmp_path)
    assert code == Exit.UNREADABLE
    assert "is there already" in err


def test_sign_reports_to_programs(deck: Path, tmp_path: Path, key: Path, capsys: Output) -> None:
    path = bundled(deck, tmp_path / "b.deck.zip").place
    code, found = report(capsys, "sign", path, "--key", key)
    assert code == Exit.OK
    assert set(found) == {"bundle", "signature", "seal"}


def test_sign_is_the_same_at_a_set_time(
    made: Path, tmp_path: Path, key: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    paths = [write(tmp_path, f"{n}.deck.zip", made.read_bytes()) for n in range(2)]
    for path in paths:
        assert run(capsys, "sign", path, "--key", key)[0] == Exit.OK
    assert paths[0].read_bytes() == paths[1].read_bytes() != made.read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "tomorrow")
    code, _, err = run(capsys, "sign", paths[0], "--key", key)
    assert code == Exit.UNREADABLE
    assert "SOURCE_DATE_EPOCH is 'tomorrow'" in err


@pytest.mark.skipif(sys.platform == "win32", reason="permissions lie elsewhere there")
def test_sign_warns_of_a_key_that_others_can_read(
    deck: Path, tmp_path: Path, key: Path, capsys: Output
) -> None:
    path = bundled(deck, tmp_path / "b.deck.zip").place
    key.chmod(0o644)
    code, _, err = run(capsys, "sign", path, "--key", key)
    assert code == Exit.OK
    assert err.startswith("warning: ")


def test_sign_refuses_what_is_not_sound(bad: Path, key: Path, capsys: Output) -> None:
    before = bad.read_bytes()
    code, _, err = run(capsys, "sign", bad, "--key", key)
    assert code == Exit.FAULTS
    assert "is not signed, as it is not sound" in err
    assert bad.read_bytes() == before


# inspect, diff


def test_inspect_and_diff_read_bundles(made: Path, deck: Path, capsys: Output) -> None:
    code, out, err = run(capsys, "inspect", made)
    assert (code, err) == (Exit.OK, "")
    assert "Colours" in out
    assert report(capsys, "inspect", made)[0] == Exit.OK


# Wrong words


@pytest.mark.parametrize(
    "words",
    [
        ["bundle"],
        ["bundle", ""],
        ["bundle", "a", "b"],
        ["bundle", "a", "--jobs", "0"],
        ["bundle", "a", "--jobs", "x"],
        ["bundle", "a", "--jobs", "9999"],
        ["bundle", "a", "--out", "b"],
        ["bundle", "a", "-o", ""],
        ["verify"],
        ["verify", ""],
        ["verify", "a", "--trust", "b"],
        ["unbundle", "a"],
        ["unbundle", "a", "-o", ""],
        ["unbundle", "a", "b", "-o", "c"],
        ["sign", "a"],
        ["sign", "a", "--key", ""],
        ["inspect"],
        ["inspect", "a", "b"],
        ["diff", "a"],
    ],
    ids=" ".join,
)
def test_wrong_words_are_told_and_cost_nothing(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *words)
    assert (code, out) == (Exit.USAGE, "")
    assert f"`deck-reader {words[0]} --help` tells more" in err
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("verb", ["bundle", "verify", "unbundle", "sign", "inspect", "diff"])
def test_every_verb_explains_itself(verb: str, capsys: Output) -> None:
    code, out, _ = run(capsys, verb, "--help")
    assert code == Exit.OK
    assert out.startswith(f"usage: deck-reader {verb}")


@pytest.mark.parametrize(
    "words",
    [
        ["bundle", "{}"],
        ["verify", "{}"],
        ["inspect", "{}"],
        ["unbundle", "{}", "-o", "to"],
        ["sign", "{}", "--key", "k"],
        ["diff", "{}", "{}"],
    ],
    ids=lambda words: words[0],
)
@pytest.mark.parametrize("name", ["nothing", "x" * 300, "empty.deck.zip", "note.txt", "folder"])
def test_what_is_no_bundle_is_one_sentence(
    words: list[str], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "empty.deck.zip", b"")
    write(tmp_path, "note.txt", "hello")
    (tmp_path / "folder").mkdir()
    code, out, err = run(capsys, *(word.format(name) for word in words))
    assert (code, out) == (Exit.UNREADABLE, "")
    assert len(err.splitlines()) == 1
    assert name in err


def test_a_process_does_the_same_and_is_silent_on_pipes(
    deck: Path, bad: Path, tmp_path: Path
) -> None:
    done = command("bundle", deck, "-o", tmp_path / "b.deck.zip")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{tmp_path}/b.deck.zip: 16 files")
    done = command("verify", tmp_path / "b.deck.zip", bad, "--jobs", "2")
    assert (done.returncode, done.stderr) == (1, "")
    done = command("unbundle", bad, "-o", tmp_path / "to")
    assert (done.returncode, done.stdout) == (1, "")


def test_no_verb_of_bundles_loads_qt(deck: Path, made: Path, tmp_path: Path) -> None:
    script = "import sys; from reader.cli import main; main(sys.argv[1:]); print(*sys.modules)"
    for words in (["bundle", deck, "-o", tmp_path], ["verify", made], ["inspect", made]):
        done = subprocess.run(
            [sys.executable, "-c", script, *map(str, words)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert "PySide6" not in done.stdout.splitlines()[-1]


@pytest.mark.skipif(sys.platform == "win32", reason="no terminals of this kind there")
@pytest.mark.parametrize("verb", ["bundle", "verify", "unbundle"])
def test_a_terminal_shows_bytes_and_the_time_that_is_left(tmp_path: Path, verb: str) -> None:
    import pty

    deck = make_deck(tmp_path / "deck", {"assets/a.png": b""})
    with (deck / "assets/a.png").open("wb") as file:
        file.write(fat_png(4096))
        file.truncate(128 << 20)
    place = tmp_path / "b.deck.zip"
    words = {
        "bundle": ["bundle", deck, "-o", place],
        "verify": ["verify", place],
        "unbundle": ["unbundle", place, "-o", tmp_path / "to"],
    }[verb]
    if verb != "bundle":
        bundled(deck, place)
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "reader", *map(str, words)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "120"},
    )
    os.close(theirs)
    shown = b""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            data = os.read(ours, 65536)
        except OSError:  # the other side is closed
            break
        if not data:
            break
        shown += data
    assert process.wait(timeout=30) == 0
    os.close(ours)
    assert re.search(rb"[0-9.]+/[0-9.]+ [KMG]i?B", shown)
    assert re.search(rb"0:00:[0-9]{2}", shown)
    assert b"Traceback" not in shown


def test_a_bag_from_elsewhere_is_verified(tmp_path: Path, capsys: Output) -> None:
    bag = bags.make_bag(tmp_path / "bag", algorithms=("md5",), version="0.97")
    code, out, _ = run(capsys, "verify", bag)
    assert code == Exit.OK
    assert "md5 proves the payload, and it can be forged" in out
