"""What a bag says of itself is true, and safe whatever the title."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.bag_readme import COLUMNS, readme


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
