"""Writing a file leaves the old one or the new one, and nothing beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader.core.atomic import write_text, written


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_as_utf_8_with_line_feeds(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "file"
    write_text(path, "Größe\n…")
    assert path.read_bytes() == "Größe\n…".encode()
    assert names(path.parent) == ["file"]


def test_an_old_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("a much longer old text")
    write_text(path, "new")
    assert path.read_text() == "new"
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize("call", ["os.fsync", "pathlib.Path.replace"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_in_the_middle_leaves_the_old_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, error: BaseException
) -> None:
    def fail(*_: object) -> None:
        raise error

    path = tmp_path / "file"
    path.write_text("old")
    monkeypatch.setattr(call, fail)
    with pytest.raises(type(error)):
        write_text(path, "new")
    assert path.read_text() == "old"
    assert names(tmp_path) == ["file"]


def test_text_that_cannot_be_encoded_leaves_the_old_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_text(path, "\ud800")
    assert path.read_text() == "old"
    assert names(tmp_path) == ["file"]


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of this kind there")
def test_a_disk_that_is_full_leaves_the_old_file_alone(tmp_path: Path) -> None:
    script = """
import resource, sys
from pathlib import Path
from reader.core.atomic import write_text, written
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    write_text(Path(sys.argv[1]), "new " * 100_000)
except OSError as error:
    print(error.strerror)
"""
    path = tmp_path / "file"
    path.write_text("old")
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "File too large\n"
    assert path.read_text() == "old"
    assert names(tmp_path) == ["file"]


def test_a_folder_that_may_not_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")
    tmp_path.chmod(0o555)
    try:
        if os.access(tmp_path, os.W_OK):
            pytest.skip("this user may write anywhere")
        with pytest.raises(PermissionError):
            write_text(tmp_path / "file", "new")
        assert (tmp_path / "file").read_text() == "old"
        assert names(tmp_path) == ["file"]
    finally:
        tmp_path.chmod(0o755)


def test_a_file_in_the_folder_s_place_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("not a folder")
    with pytest.raises(OSError, match="folder"):
        write_text(tmp_path / "folder" / "file", "new")
    assert names(tmp_path) == ["folder"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    kept, link = tmp_path / "kept", tmp_path / "link"
    kept.write_text("old")
    try:
        link.symlink_to(kept)
    except OSError:
        pytest.skip("this system allows no links")
    write_text(link, "new")
    assert link.is_symlink()
    assert kept.read_text() == "new"
    assert names(tmp_path) == ["kept", "link"]


@pytest.fixture(params=["nameless", "named"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways to write a file beside its place; not every disk has the first."""
    if request.param == "named":
        monkeypatch.setattr("reader.core.atomic._nameless", lambda *_: None)
    elif not hasattr(os, "O_TMPFILE"):
        pytest.skip("this system has no files without a name")


@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize("is_old", [True, False])
def test_what_is_written_is_there_at_the_end_and_not_before(tmp_path: Path, is_old: bool) -> None:
    path = tmp_path / "file"
    if is_old:
        path.write_text("old")
    with written(path) as file:
        file.write(b"new")
        assert path.exists() == is_old
        assert not is_old or path.read_text() == "old"
        file.seek(0)
        assert file.read() == b"new"
    assert path.read_text() == "new"
    assert names(tmp_path) == ["file"]


@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize("is_old", [True, False])
def test_what_fails_leaves_neither_files_nor_folders(tmp_path: Path, is_old: bool) -> None:
    path = tmp_path / "new" / "folder" / "file"
    if is_old:
        path.parent.mkdir(parents=True)
        path.write_text("old")

    def fail() -> None:
        with written(path) as file:
            file.write(b"new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert names(tmp_path) == (["new"] if is_old else [])
    assert not is_old or (path.read_text(), names(path.parent)) == ("old", ["file"])


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such modes there")
@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_a_file_that_is_replaced_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    path.chmod(mode)
    with written(path) as file:
        file.write(b"new")
    assert path.stat().st_mode & 0o777 == mode


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such modes there")
@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0, 0o666)])
def test_a_new_file_is_as_the_umask_wants_it(tmp_path: Path, umask: int, mode: int) -> None:
    old = os.umask(umask)
    try:
        with written(tmp_path / "file") as file:
            file.write(b"new")
    finally:
        os.umask(old)
    assert (tmp_path / "file").stat().st_mode & 0o777 == mode


@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize("name", ["x" * 255, "港" * 85, "é" * 120])
def test_the_longest_names_can_be_written(tmp_path: Path, name: str) -> None:
    for text in (b"old", b"new"):
        with written(tmp_path / name) as file:
            file.write(text)
    assert (tmp_path / name).read_bytes() == b"new"
    assert names(tmp_path) == [name]


def test_what_is_made_meanwhile_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with written(path) as file:
        file.write(b"new")
        path.write_text("another's")
    assert path.read_text() == "new"
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize("kind", ["folder", "pipe", "device"])
def test_what_is_no_file_is_never_replaced(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "place"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/null")
    before = path.stat()
    with pytest.raises(OSError, match="something that is not a file is there already"):
        write_text(path, "new")
    assert path.stat() == before
    assert names(tmp_path) == ["place"]


KILLED = """
import os, sys
from pathlib import Path
from reader.core import atomic
if sys.argv[2] == "named":
    atomic._nameless = lambda *_: None
with atomic.written(Path(sys.argv[1])) as file:
    file.write(b"new" * 100_000)
    os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="others have no files without a name")
@pytest.mark.parametrize("is_old", [True, False])
def test_who_is_killed_leaves_nothing(tmp_path: Path, is_old: bool) -> None:
    path = tmp_path / "file"
    if is_old:
        path.write_text("old")
    done = subprocess.run([sys.executable, "-c", KILLED, str(path), "nameless"], check=False)
    assert done.returncode == -9
    assert names(tmp_path) == (["file"] if is_old else [])
    assert not is_old or path.read_text() == "old"


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed in this way there")
def test_who_is_killed_where_files_need_names_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    subprocess.run([sys.executable, "-c", KILLED, str(path), "named"], check=False)
    assert path.read_text() == "old"
    assert [name for name in names(tmp_path) if not name.startswith(".file.")] == ["file"]
