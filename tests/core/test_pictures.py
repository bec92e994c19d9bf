"""The kind of a picture is told by its bytes, whatever its name says."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.core.files import Blob
from reader.core.pictures import NAMES, PictureKind, kind_of, kind_of_bytes
from reader.errors import ImageError

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0", PictureKind.JPEG),
        (b"\x89PNG\r\n\x1a\n", PictureKind.PNG),
        (b"RIFF\0\0\0\0WEBPVP8 ", PictureKind.WEBP),
        (b"GIF87a", PictureKind.GIF),
        (b"GIF89a", PictureKind.GIF),
        (b"II*\0", PictureKind.TIFF),
        (b"MM\0*", PictureKind.TIFF),
        (SVG, PictureKind.SVG),
        (b"\xef\xbb\xbf\n " + SVG, PictureKind.SVG),
        (b"<?xml version='1.0'?>\n" + SVG, PictureKind.SVG),
        (b"<!--" + b" credit" * 200 + b"-->" + SVG, PictureKind.SVG),
        (b"<!--" + b" credit" * 2_000 + b"-->" + SVG, None),  # it might go on for ever
        (b"", None),
        (b"\xff\xd8", None),
        (b"\x89PNG\n\x1a\n", None),  # line ends were converted
        (b"RIFF\0\0\0\0WAVE", None),
        (b"MM*\0", None),
        (b"%PDF-1.7 <svg", None),
        (b"<?xml version='1.0'?><html/>", None),
        (b"<!DOCTYPE html><svg/>", None),
        (b"BM\0\0\0\0", None),
        (b"\0\0\0 ftypavif", None),
    ],
    ids=lambda value: repr(value[:16]) if isinstance(value, bytes) else None,
)
def test_the_first_bytes_tell_the_kind(
    tmp_path: Path, head: bytes, kind: PictureKind | None
) -> None:
    assert kind_of_bytes(head) is kind
    path = tmp_path / "picture.jpg"
    path.write_bytes(head)
    if kind is None:
        with pytest.raises(ImageError, match="not a picture that can be shown") as caught:
            kind_of(Blob(path))
        assert caught.value.hint == "save it as JPEG, PNG, WebP, GIF, TIFF or SVG"
        assert str(path) in str(caught.value)
    else:
        assert kind_of(Blob(path)) is kind


def test_a_missing_picture_and_one_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match="missing") as caught:
        kind_of(Blob(tmp_path / "none.png"))
    assert caught.value.hint
    with pytest.raises(ImageError, match="cannot be read") as caught:
        kind_of(Blob(tmp_path))
    assert caught.value.where
    assert caught.value.where.file == tmp_path


def test_every_kind_has_a_name_that_people_write() -> None:
    assert [kind.label for kind in PictureKind] == ["JPEG", "PNG", "WebP", "GIF", "TIFF", "SVG"]
    assert all(kind.label in NAMES for kind in PictureKind)
