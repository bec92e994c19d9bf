"""Draws an SVG in a process of its own, which can be ended.

No look-through can tell how long a filter will take.

Run as `python -m reader.core.svg_render WIDTH HEIGHT`, it reads the SVG and writes a PNG.
"""

from __future__ import annotations

import base64
import subprocess
import sys

from reader.core import limits
from reader.core.files import Blob
from reader.core.region import Region
from reader.core.svg import examine
from reader.errors import ImageError, Where

_THIS = "reader.core.svg_render"
_REMEDY = "save it as PNG"


def render(blob: Blob, width: int, height: int, region: Region | None = None) -> bytes:
    """An SVG, or a region of it, as PNG of this size in pixels.

    Raises ImageError where it is not safe, cannot be drawn or takes too long, and OSError.
    """
    text, across, down = examine(blob)
    if region is not None:
        text = _window(text, (across, down), (width, height), region)
    command = [sys.executable, "-m", _THIS, str(width), str(height)]
    try:
        done = subprocess.run(
            command,
            input=text.encode(),
            capture_output=True,
            timeout=limits.SVG_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ImageError(
            f"the SVG takes more than {limits.SVG_SECONDS} seconds to draw",
            hint=_REMEDY,
            where=Where(blob.place),
        ) from error
    if done.returncode != 0:
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise ImageError(
            f"the SVG cannot be drawn: {last or 'the renderer gave up'}",
            hint=_REMEDY,
            where=Where(blob.place),
        )
    return done.stdout


def _window(text: str, size: tuple[float, float], goal: tuple[int, int], region: Region) -> str:
    """An SVG that shows a region of another, so that no more pixels are drawn than are wanted."""
    across, down = size
    box = (region.x * across, region.y * down, region.width * across, region.height * down)
    view = " ".join(f"{side:.9g}" for side in box)
    inner = base64.b64encode(text.encode()).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{goal[0]}" height="{goal[1]}" '
        f'viewBox="{view}" preserveAspectRatio="none"><image width="{across}" height="{down}" '
        f'preserveAspectRatio="none" href="data:image/svg+xml;base64,{inner}"/></svg>'
    )


def _limit_memory() -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (limits.SVG_MEMORY, limits.SVG_MEMORY))


def main() -> int:
    """Draw the SVG on standard input; what is wrong with it stands on standard error."""
    import resvg_py

    _limit_memory()
    width, height = int(sys.argv[1]), int(sys.argv[2])
    text = sys.stdin.buffer.read().decode()
    try:
        png = resvg_py.svg_to_bytes(svg_string=text, width=width, height=height)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.buffer.write(bytes(png))
    return 0


if __name__ == "__main__":
    sys.exit(main())
