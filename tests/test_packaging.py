"""What is handed out: the wheel has all that the program needs, and nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
from collections.abc import Iterable
from pathlib import Path
from zipfile import ZipFile

import pytest

from reader import __version__
from reader.dev.checkout import ROOT

pytestmark = pytest.mark.skipif(
    not (ROOT / "pyproject.toml").exists(), reason="only a checkout can be built"
)


def build(kind: str, source: Path, target: Path) -> Path:
    """Build one kind of distribution and return its file."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", str(target)],
        cwd=source,
        check=True,
        capture_output=True,
    )
    (built,) = target.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def names(wheel: Path) -> frozenset[str]:
    with ZipFile(wheel) as archive:
        return frozenset(archive.namelist())


def in_checkout(folder: str, *patterns: str) -> Iterable[Path]:
    for pattern in patterns:
        yield from (ROOT / folder).glob(pattern)


def test_the_deck_is_in_the_wheel(names: frozenset[str]) -> None:
    for path in in_checkout("slides", "*.yaml"):
        assert f"reader/deck/slides/{path.name}" in names
    pictures = [
        match[1]
        for path in in_checkout("slides", "0*.yaml")
        if (match := re.search(r"^  file: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE))
    ]
    assert len(pictures) == 7
    for picture in pictures:
        assert f"reader/deck/{picture}" in names


def test_everything_in_the_package_is_in_the_wheel(names: frozenset[str]) -> None:
    for path in (ROOT / "reader").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(ROOT).as_posix() in names


@pytest.mark.parametrize("suffix", [".ttf", ".svg", ".schema.json"])
def test_fonts_icons_and_the_schema_are_in_the_wheel(names: frozenset[str], suffix: str) -> None:
    assert [name for name in names if name.endswith(suffix)]


def test_nothing_else_is_in_the_wheel(names: frozenset[str]) -> None:
    assert {name.split("/")[0] for name in names} == {
        "reader",
        f"deck_reader-{__version__}.dist-info",
    }
    for name in names:
        assert not re.search(r"/(tests|illustrations|__pycache__)/|screenshot", name), name


def test_the_licences_are_in_the_wheel(names: frozenset[str]) -> None:
    licences = {name.rpartition("/licenses/")[2] for name in names if "/licenses/" in name}
    assert "LICENSE" in licences
    assert len(licences) >= 4


def test_the_source_distribution_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    archive = build("sdist", ROOT, tmp_path / "sdist")
    with tarfile.open(archive) as unpacked:
        # Python 3.11.3 and older know no filters.
        unpacked.extraction_filter = getattr(tarfile, "data_filter", None)
        unpacked.extractall(tmp_path)
    again = build("wheel", tmp_path / archive.name.removesuffix(".tar.gz"), tmp_path / "wheel")
    with ZipFile(wheel) as one, ZipFile(again) as other:
        assert {i.filename: i.CRC for i in one.infolist()} == {
            i.filename: i.CRC for i in other.infolist()
        }
