"""Draws an SVG in a process of its own, which can be ended.

No look-through can tell how long a filter will take.

Run as `python -m reader.core.svg_render WIDTH HEIGHT`, it reads the SVG and writes a PNG.
"""

from __future__ import annotations

import subprocess
import sys

from reader.core import limits
from reader.core.files import Blob
from reader.core.svg import examine
from reader.errors import ImageError, Where

_THIS = "reader.core.svg_render"
_REMEDY = "save it as PNG"


def render(blob: Blob, width: int, height: int) -> bytes:
    """An SVG as PNG of this size in pixels.

    Raises ImageError where it is not safe, cannot be drawn or takes too long, and OSError.
    """
    text, _, _ = examine(blob)
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
