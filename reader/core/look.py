"""How the product looks: colours, type scale and space, for the window and for pages alike.

Colours are sRGB hex. Every pair of ink and ground meets WCAG 2.2 contrast (4.5:1 for text).
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Palette(NamedTuple):
    """The colours of one theme, by role."""

    ground: str  # behind everything
    raised: str  # panels, overlays, menus
    line: str  # hairlines
    ink: str  # text
    soft: str  # credits, counters, hints
    accent: str  # citation marks, focus ring, progress
    fault: str  # always with a word or a sign


DARK: Final = Palette("#141311", "#1E1C19", "#37332D", "#F3EFE6", "#B9B1A2", "#E0AC4C", "#F08A7A")
LIGHT: Final = Palette("#FAF7F0", "#FFFFFF", "#DDD6C8", "#1D1B18", "#5C554A", "#8A5A00", "#A3281A")

SERIF: Final = "Source Serif 4"
SERIF_DISPLAY: Final = "Source Serif 4 Display"
SANS: Final = "Source Sans 3"

READING_BASE: Final = 17  # pixels, at the system's usual font size
SCREENFUL: Final = 38  # full screen: the base is the height divided by this
COVER: Final = 2.49  # the deck's title on its title page: 1.2 to the fifth
TITLE: Final = 1.73
KICKER: Final = 0.83
SMALL: Final = 0.83
CREDIT: Final = 0.72
LEADING: Final = 1.5
LEADING_ON_STAGE: Final = 1.38
MEASURE: Final = 68  # characters a line

GRID: Final = 8
MARGIN: Final = 24
STAGE_MARGIN: Final = 0.04  # of the short side
PICTURE_SHARE: Final = 0.62
CONTROLS_MS: Final = 3000
CONTRAST: Final = 4.5


def luminance(red: float, green: float, blue: float) -> float:
    """Relative luminance of an sRGB colour given in 0..255 (WCAG 2.2)."""

    def linear(part: float) -> float:
        part /= 255
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of "#RRGGBB", in 0..255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(*rgb(one)), luminance(*rgb(other))))
    return (high + 0.05) / (low + 0.05)


def veil(ink: str, ground: str, grey: float) -> float:
    """How opaque a veil of `ground` must be for `ink` to be read over a grey of 0..255."""
    goal = CONTRAST + 0.4  # the grey is an average; small lights in it are brighter
    red, green, blue = rgb(ground)
    for step in range(101):
        share = step / 100
        mixed = [part * share + grey * (1 - share) for part in (red, green, blue)]
        low, high = sorted((luminance(*rgb(ink)), luminance(*mixed)))
        if (high + 0.05) / (low + 0.05) >= goal:
            return share
    return 1.0
