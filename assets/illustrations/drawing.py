"""A picture as a pile of paper sheets, written as plain SVG with one named group a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from geometry import Point, disc, polygon

WIDTH, HEIGHT = 3840, 2160
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"'
    f' width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
)


@dataclass(slots=True)
class Sheet:
    """One sheet of paper; lift is how far above the sheets below it floats, in pixels.

    A sheet with lift 0 is ink on the sheet below: no shadow and no edge.
    """

    name: str
    lift: float
    clip: str = ""
    shapes: list[str] = field(default_factory=list)

    def path(self, data: str, fill: str, opacity: float = 1, clip: str = "") -> "Sheet":
        """Adds a filled shape; what lies inside another part of it is a hole."""
        extra = f' fill-opacity="{opacity:g}"' if opacity < 1 else ""
        extra += f' clip-path="url(#{clip})"' if clip else ""
        self.shapes.append(f'<path fill="{fill}"{extra} fill-rule="evenodd" d="{data}"/>')
        return self

    def polygon(self, points: Sequence[Point], fill: str) -> "Sheet":
        """Adds a shape with straight sides."""
        return self.path(polygon(points), fill)

    def disc(self, centre: Point, radius: float, fill: str) -> "Sheet":
        """Adds a filled circle."""
        return self.path(disc(centre, radius), fill)

    def line(
        self,
        data: str,
        stroke: str,
        width: float,
        dashes: str = "",
        opacity: float = 1,
        cap: str = "round",
    ) -> "Sheet":
        """Adds a line of even width, dashed if asked."""
        extra = f' stroke-dasharray="{dashes}"' if dashes else ""
        extra += f' stroke-opacity="{opacity:g}"' if opacity < 1 else ""
        self.shapes.append(
            f'<path fill="none" stroke="{stroke}" stroke-width="{width:g}" stroke-linecap="{cap}"'
            f' stroke-linejoin="round"{extra} d="{data}"/>'
        )
        return self

    def use(self, name: str, x: float, y: float, degrees: float = 0, scale: float = 1) -> "Sheet":
        """Adds a shape that the drawing defines, placed, turned and scaled."""
        place = f"translate({x:.1f} {y:.1f})"
        place += f" rotate({degrees:.1f})" if degrees else ""
        place += f" scale({scale:.3f})" if scale != 1 else ""
        self.shapes.append(f'<use xlink:href="#{name}" transform="{place}"/>')
        return self

    def svg(self) -> str:
        """The sheet as a group that an editor shows as a layer."""
        clip = f' clip-path="url(#{self.clip})"' if self.clip else ""
        return (
            f'<g id="{self.name}" inkscape:groupmode="layer" inkscape:label="{self.name}"'
            f' data-lift="{self.lift:g}"{clip}>\n' + "\n".join(self.shapes) + "\n</g>"
        )


@dataclass(slots=True)
class Drawing:
    """A picture under construction, from the lowest sheet up."""

    sheets: list[Sheet] = field(default_factory=list)
    definitions: list[str] = field(default_factory=list)

    def sheet(self, name: str, lift: float = 10, clip: str = "") -> Sheet:
        """Lays a new sheet on top, cut to the area with that name if there is one."""
        self.sheets.append(Sheet(name, lift, clip))
        return self.sheets[-1]

    def background(self, colour: str) -> Sheet:
        """Lays the lowest sheet, which fills the picture."""
        edges = [(0.0, 0.0), (WIDTH, 0.0), (WIDTH, HEIGHT), (0.0, HEIGHT)]
        return self.sheet("background", 0).polygon(edges, colour)

    def define(self, name: str, shapes: Sheet) -> None:
        """Keeps shapes under a name, for sheets to use many times."""
        self.definitions.append(f'<g id="{name}">' + "".join(shapes.shapes) + "</g>")

    def define_area(self, name: str, data: str) -> None:
        """Keeps an area under a name, for sheets to be cut to."""
        self.definitions.append(
            f'<clipPath id="{name}"><path clip-rule="evenodd" d="{data}"/></clipPath>'
        )

    def svg(self) -> str:
        """The whole picture."""
        parts = [HEAD, "<defs>", *self.definitions, "</defs>"]
        return "\n".join([*parts, *(sheet.svg() for sheet in self.sheets), "</svg>\n"])

    def save(self, path: Path) -> None:
        """Writes the picture's editable source."""
        path.write_text(self.svg(), "utf-8")
