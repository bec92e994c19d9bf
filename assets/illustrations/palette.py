"""The one palette of the seven pictures: ground, ink, accent, two blues, one earth."""

GROUND = "#141311"
INK = "#F3EFE6"
ACCENT = "#E0AC4C"
DEEP = "#0D3350"
SHALLOW = "#2F93A3"
EARTH = "#B0552F"


def mix(a: str, b: str, share: float) -> str:
    """A tint: colour a with that share of colour b in it."""
    pairs = ((int(a[i : i + 2], 16), int(b[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(x + (y - x) * share):02X}" for x, y in pairs)


def ramp(colours: list[str], count: int) -> list[str]:
    """That many tints, evenly spaced along a row of colours."""
    tints = []
    for i in range(count):
        place = i / max(count - 1, 1) * (len(colours) - 1)
        low = min(int(place), len(colours) - 2)
        tints.append(mix(colours[low], colours[low + 1], place - low))
    return tints


NIGHT = mix(DEEP, GROUND, 0.55)
SAND = mix(EARTH, INK, 0.55)
CLAY = mix(EARTH, GROUND, 0.35)
GOLD_LIGHT = mix(ACCENT, INK, 0.45)
GOLD_DARK = mix(ACCENT, CLAY, 0.45)
FOAM = mix(SHALLOW, INK, 0.6)
