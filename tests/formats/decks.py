"""Small decks on disk, sound unless a test makes them otherwise, and pictures for them."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from PIL import Image

from reader.core.files import Files, Folder
from reader.formats.bundles import bundling
from reader.formats.bundles.bundling import Bundled

ROOT = Path(__file__).parents[2]
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30">
<rect width="40" height="30" fill="#c00"/><rect width="20" height="30" fill="#00c"/></svg>
"""
HEADER: Mapping[str, Any] = {
    "format": "deck/1",
    "id": "urn:uuid:5f0f3c62-8c6c-4b9e-9a0a-0f1f7f1f2f3f",
    "title": "Colours",
    "language": "en",
    "summary": "Plain colours.",
    "creators": [{"name": "Nobody", "role": "author"}],
    "issued": "2026-01-03T10:00:00Z",
    "sources": {"one": {"type": "book", "title": "A book of colours"}},
}


def png(shade: int = 200) -> bytes:
    """A small picture that every program can read."""
    to = io.BytesIO()
    Image.new("RGB", (8, 6), (shade % 256, shade // 256, 0)).save(to, "PNG")
    return to.getvalue()


def fat_png(size: int, seed: int = 0) -> bytes:
    """So many bytes that begin as a picture does, and then mean nothing."""
    header = b"IHDR" + struct.pack(">2I5B", 640, 480, 8, 2, 0, 0, 0)
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header
    head += struct.pack(">I", zlib.crc32(header))
    junk = bytes((seed + i * 7) % 251 for i in range(4096))
    return (head + junk * (size // len(junk) + 1))[:size]


def slide_of(picture: str, **more: Any) -> dict[str, Any]:
    """A slide as YAML has it."""
    image = {
        "file": picture,
        "alt_text": "A colour.",
        "credit_line": "Nobody",
        "license": "CC0-1.0",
    }
    return {"title": f"On {picture}", "text": "A caption [@one].\n", "image": image, **more}


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def write_yaml(folder: Path, name: str, data: object) -> Path:
    return write(folder, name, yaml.safe_dump(data, allow_unicode=True, sort_keys=False))


def make_deck(
    folder: Path,
    pictures: Mapping[str, bytes] | Sequence[str] = ("assets/one.png", "assets/two.png"),
    *,
    inline: bool = False,
    without: Iterable[str] = (),
    **header: Any,
) -> Path:
    """Write a deck with one slide for each picture; its header with changes."""
    if not isinstance(pictures, Mapping):
        pictures = {name: png(number) for number, name in enumerate(pictures)}
    for name, picture in pictures.items():
        write(folder, name, picture)
    slides: list[object] = []
    for number, name in enumerate(pictures, start=1):
        if inline:
            slides.append(slide_of(name))
        else:
            write_yaml(folder, f"slides/{number:02d}.yaml", slide_of(name))
            slides.append(f"{number:02d}.yaml")
    dropped = set(without)
    data = {**HEADER, **header, "slides": slides}
    write_yaml(folder, "slides/deck.yaml", {key: data[key] for key in data if key not in dropped})
    return folder


def bundled(deck: Path | Files, target: Path, **options: Any) -> Bundled:
    """Bundle a deck."""
    files = Folder(deck) if isinstance(deck, Path) else deck
    return bundling.bundle(files, target, **options)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def command(*words: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own."""
    options.setdefault("cwd", ROOT)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
    return subprocess.run(
        [sys.executable, "-m", "reader", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=options.pop("timeout", 60),
        **options,
    )
