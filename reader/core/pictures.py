"""What kind of picture a file is, by its first bytes: names are not believed."""

from __future__ import annotations

from enum import Enum

from reader.core.files import Blob
from reader.errors import ImageError, Where

_HEAD_BYTES = 4096  # comments may stand before the root of an SVG


class PictureKind(Enum):
    """The kinds that are shown; the values are Qt's names of the formats."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    TIFF = "tiff"
    SVG = "svg"

    @property
    def label(self) -> str:
        """The format's name as people write it."""
        return "WebP" if self is PictureKind.WEBP else self.name


_LABELS = [kind.label for kind in PictureKind]
NAMES = f"{', '.join(_LABELS[:-1])} or {_LABELS[-1]}"


def kind_of_bytes(head: bytes) -> PictureKind | None:
    """The kind that the first bytes of a file show, or None."""
    if head.startswith(b"\xff\xd8\xff"):
        return PictureKind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PictureKind.PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return PictureKind.WEBP
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return PictureKind.GIF
    if head[:4] in (b"II*\x00", b"MM\x00*"):
        return PictureKind.TIFF
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"<?xml", b"<svg", b"<!--")) and b"<svg" in head[:_HEAD_BYTES]:
        return PictureKind.SVG
    return None


def unreadable(blob: Blob, error: OSError) -> ImageError:
    """What to say of a picture that the system does not let us read."""
    return ImageError(
        f"the picture cannot be read: {error.strerror or error}",
        hint="check that the file may be read",
        where=Where(blob.place),
    )


def kind_of(blob: Blob) -> PictureKind:
    """The kind of a picture file.

    Raises ImageError where the file is missing, unreadable or of no kind that is shown.
    """
    try:
        head = blob.read(_HEAD_BYTES)
    except FileNotFoundError as error:
        raise ImageError(
            "the picture is missing", hint="put it there or mend 'file:'", where=Where(blob.place)
        ) from error
    except OSError as error:
        raise unreadable(blob, error) from error
    kind = kind_of_bytes(head)
    if kind is None:
        raise ImageError(
            "the file is not a picture that can be shown",
            hint=f"save it as {NAMES}",
            where=Where(blob.place),
        )
    return kind
