"""Turns a pile of flat SVG sheets into cut paper: soft shadows, lit edges, a faint grain."""

import io
import math
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import resvg_py
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Pixels = NDArray[np.float32]

WIDTH, HEIGHT = 3840, 2160
LIGHT = (0.62, 0.78)  # shadows fall to the lower right: the light comes from the top left
SHADE = np.array([0.055, 0.075, 0.10], np.float32)  # a cool dark, never pure black
SHEET = re.compile(r'<g id="([^"]+)"[^>]*data-lift="([\d.]+)"[^>]*>.*?\n</g>', re.DOTALL)
GRAIN = 0.017
QUALITY = 90


@dataclass(frozen=True, slots=True)
class Layer:
    """One sheet as pixels: colour times cover, cover, and where its upper left corner lies."""

    colour: Pixels
    cover: Pixels
    x: int
    y: int


def paint(source: Path, scale: float = 1) -> Image.Image:
    """The finished picture of one SVG, at the full size or a part of it."""
    text = source.read_text("utf-8")
    head = text[: text.index("</defs>") + len("</defs>")]
    size = (round(HEIGHT * scale), round(WIDTH * scale))
    canvas = np.zeros((*size, 3), np.float32)
    grain = _grain(size, scale)
    faces = (grain, grain[::-1, ::-1], grain[:, ::-1], grain[::-1])
    for index, match in enumerate(SHEET.finditer(text)):
        layer = _render(head + match.group(0) + "</svg>", size)
        if layer is not None:
            _lay(canvas, layer, float(match.group(2)) * scale, faces[index % 4])
    _light(canvas)
    pixels = np.clip(canvas * 255 + 0.5, 0, 255).astype(np.uint8)
    return Image.fromarray(pixels)


def save(picture: Image.Image, target: Path) -> None:
    """Writes a baseline JPEG without any metadata."""
    picture.save(target, "JPEG", quality=QUALITY, subsampling="4:4:4", optimize=True)


def _render(svg: str, size: tuple[int, int]) -> Layer | None:
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=size[1], height=size[0]))
    image = Image.open(io.BytesIO(png)).convert("RGBA")
    found = image.getchannel("A").getbbox()
    if found is None:
        return None
    pixels = np.asarray(image.crop(found), np.float32) / np.float32(255)
    cover = pixels[:, :, 3]
    return Layer(pixels[:, :, :3] * cover[:, :, None], cover, found[0], found[1])


def _lay(canvas: Pixels, layer: Layer, lift: float, grain: Pixels) -> None:
    height, width = layer.cover.shape
    if lift > 0:
        _shade(canvas, layer, lift)
    rows, columns = slice(layer.y, layer.y + height), slice(layer.x, layer.x + width)
    colour = layer.colour * (1 + grain[rows, columns, None])
    if lift > 0:
        colour += _edge(layer.cover)[:, :, None] * layer.cover[:, :, None]
    canvas[rows, columns] = canvas[rows, columns] * (1 - layer.cover[:, :, None]) + colour


def _shade(canvas: Pixels, layer: Layer, lift: float) -> None:
    """Darkens what lies below: a tight shadow at the edge, and a wide soft one."""
    scale = canvas.shape[0] / HEIGHT
    for reach, blur, depth in (
        (0.25 * lift + 1.5 * scale, 0.22 * lift + 1.5 * scale, 0.38),
        (lift, 0.75 * lift, 0.40),
        (1.6 * lift, 2.2 * lift, 0.22),
    ):
        dx, dy = round(LIGHT[0] * reach), round(LIGHT[1] * reach)
        pad = int(3 * blur) + 2
        small = np.pad(layer.cover, pad)
        shadow = Image.fromarray((small * 255).astype(np.uint8))
        shadow = shadow.filter(ImageFilter.GaussianBlur(blur))
        x, y = layer.x - pad + dx, layer.y - pad + dy
        left, top = max(0, -x), max(0, -y)
        right = min(shadow.width, canvas.shape[1] - x)
        bottom = min(shadow.height, canvas.shape[0] - y)
        if right <= left or bottom <= top:
            continue
        part = np.asarray(shadow.crop((left, top, right, bottom)), np.float32) * (depth / 255)
        below = canvas[y + top : y + bottom, x + left : x + right]
        tone = below * SHADE * 2.2
        below += (tone - below) * part[:, :, None]


def _edge(cover: Pixels) -> Pixels:
    """A thin light on edges that face the lamp, a thinner dark on those that do not."""
    near = np.pad(cover, 2, mode="edge")
    toward = np.clip(cover - near[1:-3, 1:-3], 0, 1)
    away = np.clip(cover - near[3:-1, 3:-1], 0, 1)
    wide = np.clip(cover - near[:-4, :-4], 0, 1)
    result: Pixels = 0.10 * toward + 0.05 * wide - 0.06 * away
    return result


def _grain(size: tuple[int, int], scale: float) -> Pixels:
    """Fine tooth, single fibres and slow clouds of tone, around 0."""
    rng = np.random.default_rng(7)
    height, width = size
    tooth = _cloud(rng, size, 1.1 * scale) + 0.8 * _cloud(rng, size, 3.2 * scale)
    small = (height // 8, width // 8)
    clouds = Image.fromarray(_cloud(rng, small, 6 * scale) + _cloud(rng, small, 20 * scale))
    slow = np.asarray(clouds.resize((width, height), Image.Resampling.BICUBIC), np.float32)
    result: Pixels = GRAIN * (0.62 * tooth + 1.5 * _fibres(rng, size, scale) + 0.55 * slow)
    return result


def _cloud(rng: np.random.Generator, size: tuple[int, int], blur: float) -> Pixels:
    """Blurred noise with a deviation of 1."""
    noise = Image.fromarray(rng.integers(0, 256, size, np.uint8))
    soft = np.asarray(noise.filter(ImageFilter.GaussianBlur(blur)), np.float32)
    result: Pixels = (soft - soft.mean()) / max(float(soft.std()), 1e-3)
    return result


def _fibres(rng: np.random.Generator, size: tuple[int, int], scale: float) -> Pixels:
    """Short bent hairs in all directions, some lighter than the sheet and some darker."""
    height, width = size
    sheet = Image.new("L", (width, height), 128)
    pen = ImageDraw.Draw(sheet)
    for _ in range(14000):
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        angle, bend = rng.uniform(0, 6.28), rng.uniform(-0.5, 0.5)
        step = rng.uniform(6, 17) * scale
        points = [(x, y)]
        for _ in range(4):
            x, y = x + step * math.cos(angle), y + step * math.sin(angle)
            angle += bend
            points.append((x, y))
        pen.line(points, fill=int(128 + rng.choice((-1, 1)) * rng.uniform(20, 75)))
    soft = sheet.filter(ImageFilter.GaussianBlur(0.8 * scale))
    return (np.asarray(soft, np.float32) - np.float32(128)) / np.float32(32)


def _light(canvas: Pixels) -> None:
    """The lamp: a little brighter at the top left, a little darker at the far corner."""
    height, width = canvas.shape[:2]
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    x = np.linspace(0, 1, width, dtype=np.float32)[None, :]
    fall = 1.07 - 0.17 * np.hypot(x * 0.8, y * 0.75)
    canvas *= fall[:, :, None]
