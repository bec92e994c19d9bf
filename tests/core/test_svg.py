"""An SVG that reaches outside itself, or too far into itself, is never given to the renderer."""

from __future__ import annotations

import gzip
import io
import struct
import subprocess
import sys
import time
import zlib
from base64 import b64encode
from pathlib import Path

import pytest
from PIL import Image

from reader.core import limits, svg_render
from reader.core.files import Blob
from reader.core.svg import examine
from reader.errors import ImageError

MOST_SECONDS = 1.0


def svg(body: str = "", root: str = 'width="100" height="50"') -> str:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {names} {root}>{body}</svg>"


def image(address: str, key: str = "href") -> str:
    return svg(f'<image width="9" height="9" {key}="{address}"/>')


def style(css: str) -> str:
    return svg(f"<style>{css}</style><rect/>")


def data(kind: str, content: bytes) -> str:
    return f"data:image/{kind};base64,{b64encode(content).decode()}"


def png(width: int, height: int) -> bytes:
    """A picture of that size in a few bytes, all black."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + check

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(min(height, 99) * (1 + (width + 7) // 8)))
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", rows), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def chain(count: int, copies: int = 1, inside: str = "", last: str = "<rect id='a{}'/>") -> str:
    """Groups that each hold `copies` of the next one."""
    close = "</g>" * inside.count("<g")
    use = '<use href="#a{}"/>'
    groups = "".join(
        f'<g id="a{n}">{inside}{use.format(n + 1) * copies}{close}</g>' for n in range(count)
    )
    return svg(f'<defs>{groups}{last.format(count)}</defs><use href="#a0"/>')


def nested(levels: int) -> str:
    return svg("<g>" * levels + "</g>" * levels)


OUTSIDE = {
    "absolute path": image("/etc/passwd"),
    "relative path": image("secret.png"),
    "parent": image("../secret.png"),
    "file address": image("file:///etc/passwd"),
    "web address": image("https://example.org/a.png"),
    "no scheme": image("//example.org/a.png"),
    "share": image("\\\\server\\share\\a.png"),
    "xlink": image("/etc/passwd", "xlink:href"),
    "any prefix": svg('<image xmlns:q="http://www.w3.org/1999/xlink" q:href="/etc/passwd"/>'),
    "source": svg('<image src="/etc/passwd"/>'),
    "spaces before": image("  /etc/passwd"),
    "references decoded": image("&#47;etc&#x2f;passwd"),
    "both": svg('<image href="#a" xlink:href="/etc/passwd"/>'),
    "use": svg('<use href="other.svg#part"/>'),
    "filter picture": svg('<filter><feImage href="/etc/passwd"/></filter>'),
    "script": svg('<script href="http://example.org/a.js"/>'),
    "plain data": image("data:,hello"),
    "text data": image("data:text/plain;base64,PHN2Zy8+"),
    "picture data that is text": image("data:image/png,text"),
    "style attribute": svg('<rect style="fill: url(/etc/passwd)"/>'),
    "fill": svg('<rect fill="url(http://example.org/a.svg#b)"/>'),
    "quoted": svg("<rect style=\"fill: url( '/etc/passwd' )\"/>"),
    "second of two": svg('<rect style="fill: url(#a); mask: url(b.svg#c)"/>'),
    "capitals": style("rect { fill: URL(/etc/passwd) }"),
    "style sheet": style("rect { fill: url(/etc/passwd) }"),
    "font": style("@font-face { src: url('font.woff') }"),
    "split by a reference": style("rect { fill: u&#114;l(/etc/passwd) }"),
    "split by a section": style("rect { fill: ur<![CDATA[l(/etc/passwd)]]> }"),
    "split by a comment": style("rect { fill: ur<!-- -->l(/etc/passwd) }"),
    "escaped": style(r"rect { fill: \75 rl(/etc/passwd) }"),
    "escaped letter": style(r"rect { fill: u\rl(/etc/passwd) }"),
}
IMPORTS = {
    "import": style("@import '/etc/passwd';"),
    "import of an address": style("@import url(http://example.org/a.css);"),
    "import in capitals": style("@IMPORT 'a.css';"),
    "import escaped": style(r"@\69mport 'a.css';"),
    "style sheet instruction": '<?xml-stylesheet href="/etc/passwd"?>' + svg(),
}
TYPES = {
    "document type": "<!DOCTYPE svg>" + svg(),
    "document type elsewhere": '<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + svg(),
    "entity": '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + svg("&a;"),
    "entities of entities": "<!DOCTYPE svg [<!ENTITY a0 'a'>"
    + "".join(f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(9))
    + "]>"
    + svg("&a9;"),
}
COPIES = {
    "10^9 copies": chain(9, copies=10),
    "10^9 copies and none": chain(9, 10, last="").replace('<use href="#a1', '<use href="#b1', 1),
    "10^9 copies by xlink": chain(9, copies=10).replace("href", "xlink:href"),
    "10^9 copies behind a name": chain(9, copies=10).replace("<use ", '<use data-href="#b" '),
    "10^9 copies with spaces": chain(9, copies=10).replace('"/>', ' "/>'),
    "10^9 copies by name alone": chain(9, copies=10).replace("<use", "<s:use xmlns:s='s'"),
    "one too many": svg('<use href="#a"/>' * (limits.SVG_COPIES + 1)),
}
CYCLES = {
    "copies itself": svg('<g id="a"><use href="#a"/></g>'),
    "use copies itself": svg('<use id="a" href="#a"/>'),
    "two copy each other": svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'),
    "cycle far inside": chain(20, last="<g id='a20'><g id='z'><use href='#a3'/></g></g>"),
}
DEEP = {
    "nested": nested(limits.SVG_DEPTH),
    "nested without end": svg("<g>" * 100_000),
    "copies nested": chain(limits.SVG_DEPTH),
    "copies nested without end": chain(9_000),
    "copies nested without groups": svg(
        "".join(f'<use id="a{n}" href="#a{n + 1}"/>' for n in range(9_000))
    ),
    "a deep part copied far inside": svg(
        f'<g id="a">{"<g>" * 60}{"</g>" * 60}</g>{"<g>" * 60}<use href="#a"/>{"</g>" * 60}'
    ),
    "nested copies of nested groups": chain(9, inside="<g>" * 12),
}
LARGE = {
    "a picture too large": image(data("png", png(30_000, 30_000))),
    "pictures too large together": svg(
        f'<image href="{data("png", png(12_000, 12_000))}"/>' * 2,
    ),
}
DAMAGED = {
    "no picture": image(data("png", b"no picture")),
    "cut short": image(data("png", png(9, 9)[:18])),
    "not base64": image("data:image/png;base64,a"),
}
OTHER_SVG = {
    "another SVG": image(data("svg+xml", svg().encode())),
    "another SVG with a local file": image(data("svg+xml", image("/etc/passwd").encode())),
    "another SVG compressed": image(data("svg+xml", gzip.compress(bytes(10**6)))),
    "another SVG as text": image("data:image/svg+xml;utf8,%3Csvg/%3E"),
}
NO_XML = {
    "no XML": "<svg",
    "empty": "",
    "text": "hello",
    "control characters": "\x01",
    "two roots": svg() + svg(),
    "not closed": "<svg><g></svg>",
    "undefined entity": svg("&a;"),
    "undefined prefix is sound, a stray < is not": svg("<"),
}
REFUSED = [
    *((name, text, "outside itself") for name, text in {**OUTSIDE, **IMPORTS}.items()),
    *((name, text, "document type") for name, text in TYPES.items()),
    *((name, text, "copies of its parts") for name, text in COPIES.items()),
    *((name, text, "copies a part into itself") for name, text in CYCLES.items()),
    *((name, text, f"{limits.SVG_DEPTH} levels deep") for name, text in DEEP.items()),
    *((name, text, "too large") for name, text in LARGE.items()),
    *((name, text, "damaged picture") for name, text in DAMAGED.items()),
    *((name, text, "another SVG") for name, text in OTHER_SVG.items()),
    *((name, text, "not sound XML") for name, text in NO_XML.items()),
]

every_refused = pytest.mark.parametrize(
    ("text", "words"),
    [pytest.param(text, words, id=name) for name, text, words in REFUSED],
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "picture.svg"


def refusal(path: Path) -> str:
    """The sentence with which a file is refused, at once."""
    start = time.perf_counter()
    with pytest.raises(ImageError) as caught:
        examine(Blob(path))
    assert time.perf_counter() - start < MOST_SECONDS
    assert caught.value.where
    assert caught.value.where.file == path
    assert caught.value.hint.startswith("save it as")
    return str(caught.value)


@every_refused
def test_a_hostile_svg_is_refused_at_once(path: Path, text: str, words: str) -> None:
    path.write_text(text, encoding="utf-8")
    assert words in refusal(path)


@every_refused
def test_the_renderer_is_not_given_it(
    path: Path, text: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtCore import QSize

    from reader.gui.svg import render

    def fail(*_: object, **__: object) -> None:
        pytest.fail("the renderer was given an SVG that is refused")

    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr("subprocess.run", fail)
    with pytest.raises(ImageError, match=words.replace("<", ".")):
        render(Blob(path), QSize(9, 9))


NO_UTF_8 = {
    "utf-16": svg().encode("utf-16"),
    "utf-16 without mark": svg().encode("utf-16-le"),
    "hidden in utf-16": image("/etc/passwd").encode("utf-16-be"),
    "latin-1": svg("é").encode("latin-1"),
    "stray byte": svg().encode() + b"\xff",
    "nul": svg("\0").encode(),
    "compressed": gzip.compress(svg().encode()),
}


@pytest.mark.parametrize("content", NO_UTF_8.values(), ids=NO_UTF_8)
def test_an_svg_that_is_not_utf_8_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert "not UTF-8" in refusal(path)


@pytest.mark.parametrize("named", ["utf-16", "utf-7", "latin-1", "cp037", "none-such"])
def test_a_declared_encoding_does_not_change_what_is_read(path: Path, named: str) -> None:
    # The renderer does not heed it either.
    path.write_text(f"<?xml version='1.0' encoding='{named}'?>" + svg("é"), encoding="utf-8")
    assert "é" in examine(Blob(path))[0]
    path.write_text(f"<?xml version='1.0' encoding='{named}'?>" + image("/etc/passwd"))
    assert "outside itself" in refusal(path)


@pytest.mark.parametrize("piece", [" ", "<g/>", '<use href="#a"/>', "<g id='a'>", "<!---->"])
def test_an_svg_of_any_length_is_refused_at_once(path: Path, piece: str) -> None:
    path.write_text(svg(piece * (limits.SVG_BYTES // len(piece) + 1)), encoding="utf-8")
    assert f"larger than {limits.SVG_BYTES // 2**20} MiB" in refusal(path)


def test_an_svg_of_too_many_elements_is_refused(path: Path) -> None:
    path.write_text(svg("<g/>" * limits.SVG_ELEMENTS), encoding="utf-8")
    with pytest.raises(ImageError, match="more than 250,000 elements"):
        examine(Blob(path))


def test_the_line_is_named(path: Path) -> None:
    path.write_text("<svg>\n\n<image href='/etc/passwd'/></svg>")
    assert refusal(path).startswith(f"{path}:3: the SVG refers to something outside itself: '/etc")
    path.write_text("<svg>\n<g>\n</svg>")
    assert refusal(path).startswith(f"{path}:3:3: the SVG is not sound XML")


def test_a_file_that_is_not_there_is_an_error_of_the_system(path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        examine(Blob(path))


HARMLESS = {
    "empty": svg(),
    "byte order mark": "\ufeff" + svg(),
    "declaration": '<?xml version="1.0" encoding="UTF-8" standalone="no"?>' + svg(),
    "other instruction": "<?editor keep?>" + svg(),
    "gradient": svg(
        '<linearGradient id="a"/><linearGradient id="b" xlink:href="#a"/>'
        '<rect fill="url(#b)" style="mask: url( \'#c\' ); fill: url(&quot;#b&quot;)"/>'
    ),
    "style sheet": style("rect { fill: url(#b) } text { font: 9px serif } /* \\ */"),
    "words that look like styles": svg("<text>@import url(/etc/passwd)</text>"),
    "attributes that look like references": svg('<g data-href="/a" rdf:about="http://a"/>'),
    "PNG": image(data("png", png(9, 9))),
    "GIF": image(data("gif", b"GIF89a" + struct.pack("<HH", 9, 9))),
    "line feeds in it": image(data("png", png(9, 9)).replace("A", "A&#10;")),
    "line feeds in it, as in addresses": image(data("png", png(9, 9)).replace("A", "A%0A")),
    "use": svg('<g id="a"><rect/></g>' + '<use href="#a"/>' * 100),
    "use of what is missing": svg('<use href="#none"/>'),
    "an id twice": svg('<g id="a"><g id="a"/></g><use href="#a"/>'),
    "as many copies as may be": svg('<rect id="a"/>' + '<use href="#a"/>' * limits.SVG_COPIES),
    "as deep as may be": nested(limits.SVG_DEPTH - 1),
    "many parts in a row": svg("".join(f'<g id="a{n}"/>' for n in range(5_000))),
}


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_a_harmless_svg_is_passed_on_as_it_is(path: Path, text: str) -> None:
    path.write_bytes(text.encode())
    assert examine(Blob(path)) == (text.removeprefix("\ufeff"), 100.0, 50.0)


@pytest.mark.parametrize(
    ("root", "size"),
    [
        ('width="100" height="50"', (100, 50)),
        ('width=" 100px " height="50.5"', (100, 50.5)),
        ('width="1in" height="2.54cm"', (96, 96)),
        ('width="72pt" height="25.4mm"', (96, 96)),
        ('width="1e2" height="5e1"', (100, 50)),
        ('viewBox="0 0 300 200"', (300, 200)),
        ('viewBox="-10,-10,300,200"', (300, 200)),
        ('width="100%" height="100%" viewBox="0 0 300 200"', (300, 200)),
        ('width="10em" height="9em" viewBox="0 0 300 200"', (300, 200)),
        ('width="100" viewBox="0 0 300 200"', (300, 200)),
        ('width="-1" height="0" viewBox="0 0 300 200"', (300, 200)),
        ('width="1e9" height="1" viewBox="0 0 300 200"', (300, 200)),
        ('viewBox="0 0 400000 200000"', (40_000, 20_000)),
        ('viewBox="0 0 1e300 1"', (40_000, 0)),
        ('viewBox="0 0 1e999 1"', (1600, 900)),
        ('viewBox="0 0 nan 1"', (1600, 900)),
        ('viewBox="0 0 0 0"', (1600, 900)),
        ('viewBox="0 0 -3 2"', (1600, 900)),
        ('viewBox="none"', (1600, 900)),
        ('width="wide" height="inf"', (1600, 900)),
        ("", (1600, 900)),
    ],
)
def test_the_size_is_that_of_the_root_or_of_its_view_box(
    path: Path, root: str, size: tuple[float, float]
) -> None:
    path.write_text(svg('<svg width="1" height="1"/>', root), encoding="utf-8")
    assert examine(Blob(path))[1:] == pytest.approx(size, abs=1e-6)


@pytest.mark.parametrize(
    "text",
    [
        nested(limits.SVG_DEPTH - 1).replace("<g>", "<g opacity='0.9'>"),
        chain(limits.SVG_DEPTH // 2 - 2),
        HARMLESS["as many copies as may be"],
        HARMLESS["PNG"],
    ],
    ids=["groups", "copies in copies", "copies", "picture"],
)
def test_the_renderer_survives_what_is_just_passed_on(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    script = """
import resvg_py, sys
print(bytes(resvg_py.svg_to_bytes(svg_string=sys.stdin.read(), width=9, height=9))[:4])
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=examine(Blob(path))[0],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "b'\\x89PNG'\n")


ENDLESS = {
    "octaves": '<filter id="f"><feTurbulence numOctaves="100000000"/></filter>'
    '<rect width="9" height="9" filter="url(#f)"/>',
}


@pytest.mark.parametrize("inside", ENDLESS.values(), ids=ENDLESS)
def test_what_takes_too_long_to_draw_is_ended(
    tmp_path: Path, inside: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "endless.svg"
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{inside}</svg>')
    monkeypatch.setattr("reader.core.limits.SVG_SECONDS", 0.5)
    with pytest.raises(ImageError, match="takes more than"):
        svg_render.render(Blob(path), 9, 9)


def test_a_sound_svg_is_drawn_at_the_size_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "square.svg"
    path.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4">'
        '<rect width="4" height="4" fill="#c81e1e"/></svg>'
    )
    with Image.open(io.BytesIO(svg_render.render(Blob(path), 40, 40))) as drawn:
        assert drawn.size == (40, 40)
        assert drawn.convert("RGB").getpixel((20, 20)) == (200, 30, 30)
