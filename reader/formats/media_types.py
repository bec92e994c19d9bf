"""The media types of what lies in a bundle, told by content for pictures and by name for the rest.

Not by the system's own table: that differs from one machine to the next, and a bundle must not.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

from reader.core.pictures import PictureKind, kind_of_bytes

UNKNOWN: Final = "application/octet-stream"
_OF_KIND: Final = {
    PictureKind.JPEG: "image/jpeg",
    PictureKind.PNG: "image/png",
    PictureKind.WEBP: "image/webp",
    PictureKind.GIF: "image/gif",
    PictureKind.TIFF: "image/tiff",
    PictureKind.SVG: "image/svg+xml",
}
_OF_SUFFIX: Final = {
    ".yaml": "application/yaml",  # RFC 9512
    ".yml": "application/yaml",
    ".json": "application/json",
    ".html": "text/html",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".pdf": "application/pdf",
}


def media_type(name: str, head: bytes) -> str:
    """The media type of a file, by its first bytes where they tell, else by its name."""
    kind = kind_of_bytes(head)
    return _OF_KIND[kind] if kind else _OF_SUFFIX.get(PurePosixPath(name).suffix.lower(), UNKNOWN)
