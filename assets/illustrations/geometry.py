"""Points, curves and path data: the small geometry that all pictures share."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

Point = tuple[float, float]
Ring = list[Point]


def simplify(line: Sequence[Point], tolerance: float) -> Ring:
    """Leaves out points that lie within tolerance of the line without them (Douglas-Peucker)."""
    keep = {0, len(line) - 1}
    if line[0] == line[-1] and len(line) > 3:
        far = max(range(len(line)), key=lambda i: math.dist(line[0], line[i]))
        keep.add(far)
        spans = [(0, far), (far, len(line) - 1)]
    else:
        spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        worst, distance = first, tolerance
        for index in range(first + 1, last):
            off = _distance(line[index], line[first], line[last])
            if off > distance:
                worst, distance = index, off
        if worst != first:
            keep.add(worst)
            spans += [(first, worst), (worst, last)]
    return [line[index] for index in sorted(keep)]


def _distance(p: Point, a: Point, b: Point) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    if length == 0:
        return math.dist(p, a)
    share = min(1.0, max(0.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length))
    return math.dist(p, (a[0] + share * dx, a[1] + share * dy))


def polar(centre: Point, radius: float, degrees: float) -> Point:
    """The point at that angle, clockwise from the right, as the eye sees it."""
    angle = math.radians(degrees)
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def lerp(a: Point, b: Point, share: float) -> Point:
    """The point that far along the way from a to b."""
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def turn(points: Iterable[Point], degrees: float, about: Point = (0, 0)) -> Ring:
    """The points, turned clockwise about a centre."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x0, y0 = about
    return [(x0 + (x - x0) * c - (y - y0) * s, y0 + (x - x0) * s + (y - y0) * c) for x, y in points]


def number(value: float) -> str:
    """A coordinate to a tenth of a pixel, as short as it can be written."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def pair(point: Point) -> str:
    """A point as path data."""
    return f"{number(point[0])} {number(point[1])}"


def polygon(points: Sequence[Point], *, closed: bool = True) -> str:
    """Path data through the points with straight lines."""
    return "M" + "L".join(pair(p) for p in points) + ("Z" if closed else "")


def polygons(rings: Iterable[Sequence[Point]]) -> str:
    """Path data of many rings; those inside others are holes under the even-odd rule."""
    return "".join(polygon(ring) for ring in rings if len(ring) > 2)


def smooth(points: Sequence[Point], *, closed: bool = False, tension: float = 1 / 6) -> str:
    """Path data of a soft curve through the points (Catmull-Rom as cubic curves)."""
    count = len(points)
    parts = ["M" + pair(points[0])]
    for i in range(count if closed else count - 1):
        if closed:
            p0, p1, p2, p3 = (points[(i + k) % count] for k in (-1, 0, 1, 2))
        else:
            p0, p1, p2, p3 = (points[min(max(i + k, 0), count - 1)] for k in (-1, 0, 1, 2))
        c1 = (p1[0] + (p2[0] - p0[0]) * tension, p1[1] + (p2[1] - p0[1]) * tension)
        c2 = (p2[0] - (p3[0] - p1[0]) * tension, p2[1] - (p3[1] - p1[1]) * tension)
        parts.append(f"C{pair(c1)} {pair(c2)} {pair(p2)}")
    return "".join(parts) + ("Z" if closed else "")


def bezier(a: Point, b: Point, c: Point, d: Point, steps: int = 60) -> Ring:
    """Points along a cubic curve."""
    points = []
    for i in range(steps + 1):
        t = i / steps
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        points.append(
            (
                sum(w * p[0] for w, p in zip(weights, (a, b, c, d), strict=True)),
                sum(w * p[1] for w, p in zip(weights, (a, b, c, d), strict=True)),
            )
        )
    return points


def walk(line: Sequence[Point], distance: float) -> Point:
    """The point that far along a line, or its end."""
    for a, b in pairwise(line):
        step = math.dist(a, b)
        if step > 0 and distance <= step:
            return lerp(a, b, distance / step)
        distance -= step
    return line[-1]


def reach(line: Sequence[Point]) -> float:
    """How long a line is."""
    return sum(math.dist(a, b) for a, b in pairwise(line))


def ribbon(line: Sequence[Point], widths: Sequence[float]) -> Ring:
    """The outline of a band along a line, with its own width at each point."""
    left: Ring = []
    right: Ring = []
    for i, (x, y) in enumerate(line):
        (ax, ay), (bx, by) = line[max(i - 1, 0)], line[min(i + 1, len(line) - 1)]
        length = math.hypot(bx - ax, by - ay) or 1.0
        nx, ny = -(by - ay) / length * widths[i] / 2, (bx - ax) / length * widths[i] / 2
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return left + right[::-1]


def arc(centre: Point, radius: float, start: float, end: float, steps: int = 48) -> Ring:
    """Points along a part of a circle."""
    return [polar(centre, radius, start + (end - start) * i / steps) for i in range(steps + 1)]


def disc(centre: Point, radius: float) -> str:
    """Path data of a circle, so that circles can be holes of other paths."""
    x, y, r = number(centre[0] - radius), number(centre[1]), number(radius)
    d = number(radius * 2)
    return f"M{x} {y}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0Z"


def box(x: float, y: float, width: float, height: float, radius: float = 0) -> str:
    """Path data of a rectangle with round corners."""
    r = min(radius, width / 2, height / 2)
    if r <= 0:
        return polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
    n = number
    w, h = n(width - 2 * r), n(height - 2 * r)
    return (
        f"M{n(x + r)} {n(y)}h{w}a{n(r)} {n(r)} 0 0 1 {n(r)} {n(r)}v{h}"
        f"a{n(r)} {n(r)} 0 0 1 -{n(r)} {n(r)}h-{w}a{n(r)} {n(r)} 0 0 1 -{n(r)} -{n(r)}"
        f"v-{h}a{n(r)} {n(r)} 0 0 1 {n(r)} -{n(r)}Z"
    )


def star(centre: Point, outer: float, inner: float, points: int, start: float = -90) -> Ring:
    """The corners of a star with that many points."""
    step = 180 / points
    return [polar(centre, inner if i % 2 else outer, start + i * step) for i in range(points * 2)]
