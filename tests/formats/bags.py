"""Bags, good and bad, made without the code that is being tested."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from reader.core.files import Folder, Pack, Packed
from reader.formats.bags.bag import read_bag
from reader.formats.bags.verification import Verdict, verify
from reader.formats.progress import never

PAYLOAD: Mapping[str, bytes] = MappingProxyType(
    {"data/a.txt": b"first\n", "data/deep/b.bin": bytes(range(256)) * 9, "data/empty": b""}
)
BOTH = ("sha256", "sha512")


def digest(algorithm: str, data: bytes) -> str:
    return hashlib.new(algorithm, data, usedforsecurity=False).hexdigest()


def write(folder: Path, name: str, data: bytes | str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)


def declare(folder: Path, version: str = "1.0", encoding: str = "UTF-8") -> None:
    write(
        folder,
        "bagit.txt",
        f"BagIt-Version: {version}\nTag-File-Character-Encoding: {encoding}\n",
    )


def list_files(folder: Path, names: Iterable[str], manifest: str) -> None:
    """Write a manifest of files that are there."""
    algorithm = manifest.removesuffix(".txt").rpartition("-")[2]
    rows = (f"{digest(algorithm, (folder / name).read_bytes())}  {name}\n" for name in names)
    write(folder, manifest, "".join(rows))


def tag(folder: Path, *algorithms: str) -> None:
    """Write the tag manifests anew, so that nothing but what a test wants is wrong."""
    for old in folder.glob("tagmanifest-*"):
        old.unlink()
    names = sorted(path.name for path in folder.iterdir() if path.is_file())
    for algorithm in algorithms or BOTH:
        list_files(folder, names, f"tagmanifest-{algorithm}.txt")


def make_bag(
    folder: Path,
    payload: Mapping[str, bytes] = PAYLOAD,
    *,
    algorithms: tuple[str, ...] = BOTH,
    version: str = "1.0",
) -> Path:
    """A bag without a fault, but for those that its version and algorithms are."""
    (folder / "data").mkdir(parents=True)
    declare(folder, version)
    for name, data in payload.items():
        write(folder, name, data)
    size = sum(map(len, payload.values()))
    write(folder, "bag-info.txt", f"Contact-Name: Ana\nPayload-Oxum: {size}.{len(payload)}\n")
    for algorithm in algorithms:
        list_files(folder, payload, f"manifest-{algorithm}.txt")
    tag(folder, *algorithms)
    return folder


def packed(folder: Path) -> Packed:
    """The same files one after another in one file, as a bundle has them."""
    pack = folder.with_suffix(".pack")
    members = {}
    with pack.open("wb") as file:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            data = path.read_bytes()
            members[path.relative_to(folder).as_posix()] = file.tell(), len(data)
            file.write(data)
    return Packed(Pack(pack), members)


def verdict(bag: Path | Folder | Packed, jobs: int = 1) -> Verdict:
    """All that is found of a bag."""
    files = Folder(bag) if isinstance(bag, Path) else bag
    return verify(read_bag(files), jobs=jobs, told=lambda _: None, stop=never)


def rules(found: Verdict) -> set[str]:
    """What was broken."""
    return {finding.rule for finding in found.findings}
