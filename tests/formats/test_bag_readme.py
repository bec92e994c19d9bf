"""What a bag says of itself is true, and safe whatever the title."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.bags.readme import COLUMNS, readme


def test_it_names_story_folder_and_page() -> None:
    text = readme("Harbour", "harbour")
    assert text.startswith("This folder is a bag. It holds the picture story “Harbour”.\n\n")
    assert "\n\n  harbour\n\n" in text
    assert "data/ro-crate-preview.html" in text


@given(st.text())
def test_no_title_breaks_the_lines(title: str) -> None:
    text = readme(title, "a" * 60)
    plain = readme("x", "a" * 60)
    assert text.partition("\n\n")[2] == plain.partition("\n\n")[2]
    assert all(len(line) <= COLUMNS for line in text.split("\n"))
    assert text.replace("\n", "").isprintable()
    assert text.encode()
    assert text.endswith("\n")


@pytest.mark.parametrize("title", ["", "\x1b[31m", "a\r\nb", "\u202eb", "a\u2029b", "x" * 9999])
def test_hostile_titles_are_one_short_paragraph(title: str) -> None:
    opening = readme(title, "x").partition("\n\n")[0]
    assert opening.count("\n") < 6
    assert "\x1b" not in opening
    assert "\u202e" not in opening


@pytest.mark.skipif(not shutil.which("sha512sum"), reason="needs sha512sum")
def test_its_command_finds_a_changed_file(tmp_path: Path) -> None:
    line = next(line for line in readme("x", "x").split("\n") if "sha512sum -c man" in line)
    command = line.split()[1:]
    (tmp_path / "a").write_bytes(b"a")
    (tmp_path / "manifest-sha512.txt").write_text(f"{hashlib.sha512(b'a').hexdigest()}  a\n")
    sound = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    (tmp_path / "a").write_bytes(b"b")
    changed = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert (sound.returncode, changed.returncode) == (0, 1)
    assert b"a: FAILED" in changed.stdout


def run(folder: Path, command: str) -> int:
    done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, check=False)
    return done.returncode


def command_of(text: str, start: str) -> str:
    """The command in the README that begins so, with the line after it."""
    return text[text.index(start) :].split("\n\n")[0].replace("\n", " ")


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="needs ssh-keygen")
def test_its_command_checks_a_signature_of_openssh(tmp_path: Path) -> None:
    (tmp_path / "signatures").mkdir()
    (tmp_path / "tagmanifest-sha512.txt").write_text("all the rest\n")
    assert run(tmp_path, "ssh-keygen -q -t ed25519 -N '' -C '' -f key") == 0
    assert run(tmp_path, "ssh-keygen -q -Y sign -f key -n deck-bundle tagmanifest-sha512.txt") == 0
    assert (
        run(tmp_path, "mv tagmanifest-sha512.txt.sig signatures/tagmanifest-sha512.txt.KEY.sig")
        == 0
    )
    assert run(tmp_path, "echo NAME $(cat key.pub) > SIGNERS") == 0
    command = command_of(readme("x", "x"), "ssh-keygen -Y verify")
    assert run(tmp_path, command) == 0
    (tmp_path / "tagmanifest-sha512.txt").write_text("another rest\n")
    assert run(tmp_path, command) != 0


@pytest.mark.skipif(not shutil.which("minisign"), reason="needs minisign")
def test_its_command_checks_a_signature_of_minisign(tmp_path: Path) -> None:
    (tmp_path / "signatures").mkdir()
    (tmp_path / "tagmanifest-sha512.txt").write_text("all the rest\n")
    assert run(tmp_path, "minisign -G -W -p key.pub -s key") == 0
    signed = "-x signatures/tagmanifest-sha512.txt.KEY.minisig"
    assert run(tmp_path, f"minisign -S -s key -m tagmanifest-sha512.txt {signed}") == 0
    key = (tmp_path / "key.pub").read_text().split("\n")[1]
    command = command_of(readme("x", "x"), "minisign -Vm").replace("PUBLIC_KEY", key)
    assert run(tmp_path, command) == 0
    (tmp_path / "tagmanifest-sha512.txt").write_text("another rest\n")
    assert run(tmp_path, command) != 0
