"""Bundles and bags that mean harm: a sentence soon, in little memory, and nothing written outside.

Each is looked at by every verb in a process of its own, forked from one that has loaded all.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.formats import bags, tricks, zips
from tests.formats.decks import ROOT, fat_png, make_deck, png, slide_of, tree, write, write_yaml
from tests.formats.zips import Part, end_of, zip_of

MOST_SECONDS = 10
MOST_KIB = 500 * 1024
FINE, FAULTS, UNREADABLE = 0, 1, 3
BAD = (FAULTS, UNREADABLE)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is measured as on Linux")


# What is run


class Looker:
    """Runs the command in processes that are forked, as starting Python each time takes long."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.formats.looking", str(MOST_SECONDS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "HOME": str(home), "XDG_STATE_HOME": str(home)},
        )

    def look(self, *runs: tuple[str | Path, ...]) -> list[int]:
        """The exit codes of some runs at once; within the limits, and without a traceback."""
        said = [self._home / f"said{number}" for number in range(len(runs))]
        asked = [([*map(str, run)], str(file)) for run, file in zip(runs, said, strict=True)]
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{json.dumps(asked)}\n")
        self._process.stdin.flush()
        answers = json.loads(self._process.stdout.readline())
        for run, file, (code, memory) in zip(runs, said, answers, strict=True):
            text = file.read_text(errors="replace")
            assert "Traceback" not in text, text[-3000:]
            assert code in (FINE, *BAD), (run, code, text[-3000:])
            assert memory < MOST_KIB, (run, memory)
            assert text.strip() or (run[0], code) in (("open", FINE), ("bundle", FINE))
        return [code for code, _ in answers]

    def close(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(MOST_SECONDS)
        self._process.stdout.close()

    def look_all(self, path: Path, folder: Path) -> dict[str, int]:
        """What every verb says of a path; nothing is written but where it is allowed."""
        target = folder / "look" / "unpacked"
        target.parent.mkdir()
        before = _names(folder)
        runs = (
            *((verb, path) for verb in ("verify", "inspect", "open")),
            ("unbundle", path, "-o", target),
        )
        codes = self.look(*runs)
        assert (codes[-1] == FINE) == target.exists()
        shutil.rmtree(target, ignore_errors=True)
        assert _names(folder) == before
        assert not Path("/tmp/evil.txt").exists()
        return {str(run[0]): code for run, code in zip(runs, codes, strict=True)}


@pytest.fixture(scope="module")
def looker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Looker]:
    made = Looker(tmp_path_factory.mktemp("looker"))
    yield made
    made.close()


def _names(folder: Path) -> dict[str, int]:
    return {p.relative_to(folder).as_posix(): p.lstat().st_size for p in folder.rglob("*")}


# The sound bundle that each begins as


def deck_files(folder: Path) -> dict[str, bytes]:
    return tree(make_deck(folder))


def bag_of(folder: Path, files: Mapping[str, bytes]) -> Path:
    """A sound bag of these files of a deck."""
    return bags.make_bag(folder / "deck", {f"data/{name}": data for name, data in files.items()})


def members_of(bag: Path) -> list[tuple[str, bytes]]:
    found = {f"deck/{name}": data for name, data in tree(bag).items()}
    return sorted(found.items(), key=lambda member: (member[0] != "deck/bagit.txt", member[0]))


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, bytes]]:
    """What a sound bundle holds; a listed file that is not there can still be added."""
    folder = tmp_path_factory.mktemp("sound")
    files = deck_files(folder / "files") | {"a.txt": b"first"}
    return members_of(bag_of(folder, files))


def test_the_bundle_that_they_begin_as_is_sound(
    looker: Looker, sound: list[tuple[str, bytes]], tmp_path: Path
) -> None:
    zips.write(tmp_path / "x.deck.zip", sound)
    codes = looker.look_all(tmp_path / "x.deck.zip", tmp_path)
    assert set(codes.values()) == {FINE}


# Tricks of the ZIP


def listing_too(
    sound: list[tuple[str, bytes]], name: bytes, data: bytes
) -> list[tuple[str, bytes]]:
    """The sound bundle, whose manifests list one more file, so that nothing but its name is bad."""
    members = dict(sound)
    try:
        text = name.decode().removeprefix("deck/")
    except UnicodeDecodeError:
        return sound
    if not name.startswith(b"deck/data/") or "\n" in text:
        return sound
    if b"deck/" + text.encode() in {m.encode() for m in members}:
        return sound
    tags = {}
    for algorithm in bags.BOTH:
        row = f"{hashlib.new(algorithm, data).hexdigest()}  {text}\n".encode()
        tags[f"manifest-{algorithm}.txt"] = members[f"deck/manifest-{algorithm}.txt"] + row
    info = re.sub(
        rb"Payload-Oxum: (\d+)\.(\d+)",
        lambda m: b"Payload-Oxum: %d.%d" % (int(m[1]) + len(data), int(m[2]) + 1),
        members["deck/bag-info.txt"],
    )
    tags["bag-info.txt"] = info
    members |= {f"deck/{name}": data for name, data in tags.items()}
    listed = [n for n in members if n.count("/") == 1 and "tagmanifest" not in n]
    for algorithm in bags.BOTH:
        rows = (
            f"{hashlib.new(algorithm, members[n]).hexdigest()}  {n.removeprefix('deck/')}\n"
            for n in listed
        )
        members[f"deck/tagmanifest-{algorithm}.txt"] = "".join(rows).encode()
    return list(members.items())


@pytest.mark.parametrize("name", tricks.NAMES, ids=lambda name: repr(name[:30]))
def test_a_name_that_means_harm(
    looker: Looker,
    sound: list[tuple[str, bytes]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: bytes,
) -> None:
    monkeypatch.setattr(zips, "GOOD", listing_too(sound, name, b"evil"))
    path = write(tmp_path, "deep/er/x.deck.zip", zip_of([Part(name, b"evil")]))
    codes = looker.look_all(path, tmp_path)
    assert codes["verify"] in BAD
    assert codes["unbundle"] in BAD
    assert codes["open"] == UNREADABLE


@pytest.mark.parametrize("part", tricks.PARTS.values(), ids=tricks.PARTS)
def test_a_file_in_a_zip_that_means_harm(
    looker: Looker,
    sound: list[tuple[str, bytes]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    part: Part,
) -> None:
    part = part._replace(name=b"deck/data/b.txt")
    monkeypatch.setattr(zips, "GOOD", listing_too(sound, part.name, part.data))
    codes = looker.look_all(write(tmp_path, "x.deck.zip", zip_of([part])), tmp_path)
    assert codes["verify"] in BAD or part.both == {"crc": 1}
    if part.both != {"crc": 1}:  # the hashes prove the file, not its CRC-32
        assert codes["unbundle"] in BAD


def nested(data: bytes) -> bytes:
    for _ in range(3):
        data = zip_of([Part(b"deck/data/inner.zip", data)])
    return data


def of_many(count: int) -> bytes:
    """A ZIP of very many empty files."""
    made, listed = [], []
    at = 0
    for number in range(count):
        name = b"deck/data/%07d" % number
        local = struct.pack("<4s5H3L2H", b"PK\3\4", 10, 0, 0, 0, 0x21, 0, 0, 0, len(name), 0) + name
        made.append(local)
        listed.append(
            struct.pack(
                "<4s6H3L5H2L",
                *(b"PK\1\2", 3 << 8 | 45, 10, 0, 0, 0, 0x21, 0, 0, 0, len(name)),
                *(0, 0, 0, 0, 0o100644 << 16, at),
            )
            + name
        )
        at += len(local)
    directory = b"".join(listed)
    wide = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(directory), at)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, at + len(directory), 1)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 2**32 - 1, 2**32 - 1, 0)
    return b"".join([*made, directory, wide, locator, end])


def deflated(size: int) -> bytes:
    """A ZIP whose one file grows a thousandfold."""
    import io
    import zipfile

    to = io.BytesIO()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        file.writestr("deck/bagit.txt", zips.GOOD[0][1])
        file.writestr("deck/data/bomb", bytes(size))
    return to.getvalue()


def shuffled(data: bytes, seed: int) -> bytes:
    """The bytes of a bundle with some of them changed by chance."""
    import random

    chance, made = random.Random(seed), bytearray(data)
    for _ in range(20):
        made[-chance.randrange(1, min(len(made), 4000))] = chance.randrange(256)
    return bytes(made)


WHOLE: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "only-an-end": lambda: end_of(),
    "prefix": lambda: zip_of([], prefix=b"#!/bin/sh\necho evil\n"),
    "trailing": lambda: zip_of([]) + b"more",
    "gap": lambda: zip_of([], gap=b"hidden"),
    "end-in-a-comment": lambda: zip_of([], comment=end_of()),
    "zip-in-a-comment": lambda: zip_of([], comment=zip_of([Part(b"deck/data/other.txt")])[:60_000]),
    "two-zips": lambda: zip_of([]) + zip_of([Part()]),
    "count": lambda: zip_of([], end={"entries": 60_000, "entries_here": 60_000}),
    "no-count": lambda: zip_of([], end={"entries": 0, "entries_here": 0}),
    "offset": lambda: zip_of([], end={"offset": 2**31}),
    "length": lambda: zip_of([], end={"length": 2**31}),
    "disk": lambda: zip_of([], end={"disk": 1}),
    "zip64-count": lambda: zip_of(
        [],
        zip64={"entries": 2**60, "entries_here": 2**60},
        end={"entries": 0xFFFF, "entries_here": 0xFFFF},
    ),
    "zip64-length": lambda: zip_of([], zip64={"length": 2**60}, end={"length": 2**32 - 1}),
    "zip64-offset": lambda: zip_of([], zip64={"offset": 2**63}, end={"offset": 2**32 - 1}),
    "locator": lambda: zip_of([], zip64={}, locator={"offset": 2**62}, end={"offset": 2**32 - 1}),
    "cut-in-the-list": lambda: zip_of([])[:-60],
    "cut-in-half": lambda: zip_of([])[: len(zip_of([])) // 2],
    "nested": lambda: nested(zip_of([])),
    "many-files": lambda: of_many(130_000),
    "too-many-files": lambda: of_many(400_000),
    "deflate-bomb": lambda: deflated(600 << 20),
    **{f"chance-{seed}": (lambda seed=seed: shuffled(zip_of([]), seed)) for seed in range(6)},  # type: ignore[misc]
}


@pytest.mark.parametrize("case", WHOLE)
def test_a_zip_that_means_harm(
    looker: Looker,
    sound: list[tuple[str, bytes]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    case: str,
) -> None:
    monkeypatch.setattr(zips, "GOOD", sound)
    codes = looker.look_all(write(tmp_path, "x.deck.zip", WHOLE[case]()), tmp_path)
    assert codes["verify"] in BAD
    assert codes["unbundle"] in BAD


# Tricks of bags


def a_row(name: str, algorithm: str = "sha256") -> str:
    return f"{hashlib.new(algorithm, b'first').hexdigest()}  {name}\n"


def change(name: str, edit: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Change one file of a bag, and make its tag manifests anew."""

    def apply(bag: Path) -> None:
        path = bag / name
        path.write_bytes(edit(path.read_bytes() if path.exists() else b""))
        bags.tag(bag)

    return apply


def adding(name: str, text: str | bytes) -> Callable[[Path], None]:
    return change(name, lambda data: data + (text if isinstance(text, bytes) else text.encode()))


def setting(name: str, text: str | bytes) -> Callable[[Path], None]:
    return change(name, lambda _: text if isinstance(text, bytes) else text.encode())


def link(name: str, target: str) -> Callable[[Path], None]:
    def apply(bag: Path) -> None:
        (bag / name).unlink(missing_ok=True)
        (bag / name).symlink_to(target)

    return apply


def pipe(bag: Path) -> None:
    os.mkfifo(bag / "data/pipe")


def deep(bag: Path) -> None:
    write(bag, "data/" + "d/" * 900 + "x", b"deep")


def no_manifest(bag: Path) -> None:
    for path in bag.glob("manifest-*"):
        path.unlink()


def unknown_hash(bag: Path) -> None:
    for number, path in enumerate(bag.glob("manifest-*")):
        path.rename(bag / f"manifest-crc{number}.txt")


def old_tags(bag: Path) -> None:
    """Tag manifests that do not agree with the manifests."""
    with (bag / "manifest-sha256.txt").open("a") as file:
        file.write("\n")


DECLARED = "BagIt-Version: {}\nTag-File-Character-Encoding: {}\n"
M256 = "manifest-sha256.txt"
BAGS: dict[str, Callable[[Path], None]] = {
    "bom": change("bagit.txt", lambda data: b"\xef\xbb\xbf" + data),
    "spaces": setting("bagit.txt", "BagIt-Version : 1.0\nTag-File-Character-Encoding : UTF-8\n"),
    "version-2": setting("bagit.txt", DECLARED.format("2.0", "UTF-8")),
    "no-codec": setting("bagit.txt", DECLARED.format("1.0", "zlib_codec")),
    "utf-16": setting("bagit.txt", DECLARED.format("1.0", "UTF-16")),
    "giant-declaration": adding("bagit.txt", "x" * (20 << 20)),
    "giant-info": adding("bag-info.txt", "x" * (20 << 20)),
    "long-lines": adding("bag-info.txt", "Payload-Oxum: 1.1\n c\n" * 100_000),
    "giant-manifest": adding(M256, b"x" * (70 << 20)),
    "manifest-of-very-many": adding(M256, "".join(a_row(f"data/{n}") for n in range(100_000))),
    "manifest-leaves": adding(M256, a_row("data/../../../../etc/passwd")),
    "manifest-absolute": adding(M256, a_row("/etc/passwd")),
    "manifest-home": adding(M256, a_row("~/.profile")),
    "manifest-drive": adding(M256, a_row("C:\\windows\\win.ini")),
    "manifest-not-payload": adding(M256, a_row("bagit.txt")),
    "manifest-twice": adding(M256, a_row("data/a.txt")),
    "manifest-contradicts": adding(M256, "0" * 64 + "  data/a.txt\n"),
    "manifest-short-hash": adding(M256, "abc  data/other.txt\n"),
    "manifest-no-hash": adding(M256, "this is no manifest\n"),
    "manifest-missing-file": adding(M256, a_row("data/other.txt")),
    "manifest-binary": setting(M256, bytes(range(256)) * 100),
    "manifest-accents": adding(M256, a_row("data/" + "e\u0301" * 50_000)),
    "extra-file": lambda bag: bags.write(bag, "data/extra.txt", "extra"),
    "changed-file": lambda bag: bags.write(bag, "data/a.txt", "First"),
    "missing-file": lambda bag: (bag / "data/a.txt").unlink(),
    "wrong-oxum": setting("bag-info.txt", "Payload-Oxum: 1.1\n"),
    "huge-oxum": setting("bag-info.txt", f"Payload-Oxum: {'9' * 5000}.1\n"),
    "two-oxums": adding("bag-info.txt", "Payload-Oxum: 1.1\n"),
    "wrong-tag-manifest": old_tags,
    "fetch": setting("fetch.txt", "http://127.0.0.1:9/x 5 data/other.txt\n"),
    "fetch-leaves": setting("fetch.txt", "file:///etc/passwd - ../../evil.txt\n"),
    "link-out": link("data/a.txt", "/etc/passwd"),
    "link-to-a-device": link("data/a.txt", "/dev/zero"),
    "link-loop": link("data/loop", "loop"),
    "link-up": link("data/up", ".."),
    "link-manifest": link(M256, "/dev/zero"),
    "link-declaration": link("bagit.txt", "/dev/zero"),
    "pipe": pipe,
    "deep": deep,
    "no-manifest": no_manifest,
    "unknown-hash": unknown_hash,
}
HARMLESS_WHEN_UNPACKED = {"link-up", "wrong-tag-manifest", "fetch-leaves"}


@pytest.mark.parametrize("case", BAGS)
def test_a_bag_that_means_harm(looker: Looker, tmp_path: Path, case: str) -> None:
    files = deck_files(tmp_path / "files") | {"a.txt": b"first"}
    bag = bag_of(tmp_path, files)
    BAGS[case](bag)
    codes = looker.look_all(bag, tmp_path)
    assert codes["verify"] in BAD
    assert codes["unbundle"] in BAD or case in HARMLESS_WHEN_UNPACKED


# Tricks of the deck in it


def bomb() -> str:
    levels = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)]
    return "a0: &a0 [x]\n" + "".join(levels)


def merges() -> str:
    return "a0: &a0 {x: 1}\n" + "".join(
        f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 10)}]}}\n" for n in range(1, 12)
    )


SVG_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" '
    'width="9" height="9">'
)
USES = "".join(
    f'<g id="g{n}">{f"<use x:href={chr(34)}#g{n - 1}{chr(34)}/>" * 10}</g>' for n in range(1, 10)
)
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
YAML: dict[str, str | bytes] = {
    "aliases": bomb(),
    "merges": merges(),
    "itself": "title: &a [*a]\n",
    "depth": "title: " + "[" * 50_000,
    "maps": "".join(f"{' ' * n}a:\n" for n in range(3_000)),
    "number": f"title: {'9' * 5_000}\n",
    "doubled": "title: a\ntitle: b\n",
    "python": "title: !!python/object/apply:os.system ['touch /tmp/evil.txt']\n",
    "binary": "title: !!binary aGVsbG8=\n",
    "documents": "title: a\n---\ntitle: b\n",
    "nul": b"title: a\0b\n",
    "bidi": "title: \u202egnp.exe\n",
    "latin-1": b"title: Gr\xf6\xdfe\n",
    "utf-16": "title: a\n".encode("utf-16"),
    "giant": "title: a # " + "x" * (17 << 20),
    "many": "title: [" + "a, " * 1_000_000 + "]\n",
    "keys": "? [a]\n: b\n",
    "list": "- a\n",
    "empty": "",
}
PICTURES: dict[str, tuple[str, bytes]] = {
    "svg-file": ("x.svg", f'{SVG_HEAD}<image x:href="/etc/passwd"/></svg>'.encode()),
    "svg-uses": (
        "x.svg",
        f'{SVG_HEAD}<g id="g0"><rect/></g>{USES}<use x:href="#g9"/></svg>'.encode(),
    ),
    "svg-entities": (
        "x.svg",
        f'<!DOCTYPE svg [<!ENTITY e0 "x">{ENTITIES}]>{SVG_HEAD}&e9;</svg>'.encode(),
    ),
    "svg-xxe": (
        "x.svg",
        f'<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]>{SVG_HEAD}<text>&e;</text></svg>'.encode(),
    ),
    "svg-depth": ("x.svg", (SVG_HEAD + "<g>" * 20_000 + "</g>" * 20_000 + "</svg>").encode()),
    "svg-as-jpeg": ("x.jpg", f'{SVG_HEAD}<image x:href="/etc/passwd"/></svg>'.encode()),
    "pdf-as-png": ("x.png", b"%PDF-1.7\n%\xe2\xe3\n"),
    "giant-png": ("x.png", png()[:16] + struct.pack(">II", 60_000, 60_000) + png()[24:]),
    "no-picture": ("x.png", b""),
}
FINE_BUT_ODD: dict[str, tuple[str, bytes]] = {
    "cut-png": ("x.png", png()[:20]),
    "fat-png": ("x.png", fat_png(5 << 20)),
    "text-bomb-png": (
        "x.png",
        png()[:33]
        + struct.pack(">I", 1 << 16)
        + b"zTXt"
        + zlib.compress(bytes(60 << 20), 9)[: 1 << 16],
    ),
}


def deck_with(
    folder: Path, *, text: str | bytes = "", picture: tuple[str, bytes] | None = None
) -> Path:
    """A sound bag of a deck in which one slide means harm."""
    deck = make_deck(folder / "files")
    if picture:
        write(deck, f"assets/{picture[0]}", picture[1])
        write_yaml(deck, "slides/02.yaml", slide_of(f"assets/{picture[0]}"))
    else:
        write(deck, "slides/02.yaml", text)
    return bag_of(folder, tree(deck))


@pytest.mark.parametrize("case", [*YAML, *PICTURES])
def test_a_deck_that_means_harm(looker: Looker, tmp_path: Path, case: str) -> None:
    """Its bag is sound, so it may be unpacked; the deck in it is not."""
    bag = deck_with(tmp_path, text=YAML.get(case, ""), picture=PICTURES.get(case))
    path = tmp_path / "x.deck.zip"
    zips.write(path, members_of(bag))
    codes = looker.look_all(path, tmp_path)
    assert codes["verify"] == FAULTS
    assert codes["unbundle"] == FINE


@pytest.mark.parametrize("case", FINE_BUT_ODD)
def test_a_picture_that_only_the_decoder_can_judge(
    looker: Looker, tmp_path: Path, case: str
) -> None:
    path = tmp_path / "x.deck.zip"
    zips.write(path, members_of(deck_with(tmp_path, picture=FINE_BUT_ODD[case])))
    assert looker.look_all(path, tmp_path)["unbundle"] == FINE


@pytest.mark.parametrize("text", list(YAML.values()), ids=list(YAML))
def test_the_deck_s_own_file_can_mean_harm_too(
    looker: Looker, tmp_path: Path, text: str | bytes
) -> None:
    deck = make_deck(tmp_path / "files")
    write(deck, "slides/deck.yaml", text)
    path = tmp_path / "x.deck.zip"
    zips.write(path, members_of(bag_of(tmp_path, tree(deck))))
    codes = looker.look_all(path, tmp_path)
    assert codes["verify"] in BAD
    assert codes["open"] == UNREADABLE


WORDS = {
    "html": "<script>alert(1)</script><img src=file:///etc/passwd onerror=alert(1)>",
    "links": "[x](javascript:alert(1)) [y](file:///etc/passwd) [z](\\\\\\\\server\\\\share)",
    "zero-width": "a\u200bb\u200dc\ufeffd",
    "long": "word " * 200_000,
    "long-word": "x" * 1_000_000,
    "brackets": "[" * 50_000 + "@one",
    "stars": "*" * 50_000 + "a" + "_" * 50_000,
    "citations": "[@one] " * 20_000,
}


@pytest.mark.parametrize("case", WORDS)
def test_words_that_mean_harm_take_no_time(looker: Looker, tmp_path: Path, case: str) -> None:
    deck = make_deck(tmp_path / "files")
    write_yaml(deck, "slides/02.yaml", slide_of("assets/two.png", text=WORDS[case] + "\n"))
    path = tmp_path / "x.deck.zip"
    zips.write(path, members_of(bag_of(tmp_path, tree(deck))))
    looker.look_all(path, tmp_path)
    target = tmp_path / "again.deck.zip"
    [code] = looker.look(("bundle", path, "-o", target))
    assert target.exists() == (code == FINE)


CRATES: dict[str, str | bytes] = {
    "depth": '{"@graph": ' + "[" * 200_000,
    "broken": '{"@graph": [',
    "latin-1": b'{"@graph": "\xff"}',
    "no-object": "[]",
    "doubled": json.dumps({"@graph": [{"@id": "./"}, {"@id": "./"}]}),
    "leaves": json.dumps({"@graph": [{"@id": "../../../etc/passwd", "@type": "File"}]}),
    "many": '{"@graph": [' + '{"@id": "x"},' * 400_000 + "{}]}",
    "number": '{"@graph": ' + "9" * 10_000 + "}",
    "nan": '{"@graph": NaN}',
    "wrong-types": json.dumps({"@graph": [{"@id": 5, "@type": {}, "hasPart": 3}, None, "x"]}),
}


@pytest.mark.parametrize("case", CRATES)
def test_a_crate_that_means_harm(looker: Looker, tmp_path: Path, case: str) -> None:
    files = deck_files(tmp_path / "files")
    data = CRATES[case]
    files["ro-crate-metadata.json"] = data if isinstance(data, bytes) else data.encode()
    path = tmp_path / "x.deck.zip"
    zips.write(path, members_of(bag_of(tmp_path, files)))
    codes = looker.look_all(path, tmp_path)
    assert codes["verify"] in (FINE, FAULTS)
    assert codes["open"] == codes["unbundle"] == FINE


SIGNATURES: dict[str, dict[str, bytes]] = {
    "empty": {"x.minisig": b""},
    "binary": {"x.minisig": bytes(range(256)), "x.sig": bytes(range(256))},
    "giant": {"x.minisig": b"untrusted comment: x\n" + b"A" * (5 << 20)},
    "armour": {"x.sig": b"-----BEGIN SSH SIGNATURE-----\n" + b"A" * 60_000},
    "many": {f"{n}.minisig": b"untrusted comment: x\nAAAA\n" for n in range(3_000)},
    "other": {"readme.txt": b"hello", "deep/x.minisig": b"x"},
}


@pytest.mark.parametrize("case", SIGNATURES)
def test_signatures_that_mean_harm(
    looker: Looker, sound: list[tuple[str, bytes]], tmp_path: Path, case: str
) -> None:
    more = [(f"deck/signatures/{name}", data) for name, data in SIGNATURES[case].items()]
    path = tmp_path / "x.deck.zip"
    zips.write(path, [*sound, *more])
    codes = looker.look_all(path, tmp_path)
    assert codes["open"] == FINE


def test_a_bundle_of_very_many_slides_is_soon_looked_at(looker: Looker, tmp_path: Path) -> None:
    slides = ["{title: a, image: {file: assets/one.png, alt_text: a}}"] * 20_000
    deck = make_deck(tmp_path / "files", ["assets/one.png"])
    text = (deck / "slides/deck.yaml").read_text().partition("slides:")[0]
    write(deck, "slides/deck.yaml", f"{text}slides:\n" + "".join(f"- {s}\n" for s in slides))
    path = tmp_path / "x.deck.zip"
    zips.write(path, members_of(bag_of(tmp_path, tree(deck))))
    looker.look_all(path, tmp_path)
