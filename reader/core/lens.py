"""Looking closer: which part of a picture is seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.core.scene import Scene

if TYPE_CHECKING:
    from reader.core.deck import Detail
    from reader.core.region import Region

ZOOM_STEP = 1.5
PAN = 0.25  # of what is seen
_NO_CLOSER = 0.999  # a part that is hardly smaller than the one before


class Lens:
    """Shows a part of the picture: one that was chosen, or one that the author named.

    Owns: nothing; the scene belongs to the show. `grown` is set by whoever shows the picture: it
    makes a region as large as it has to be seen, and None where there is nothing to see closer.
    """

    def __init__(self, scene: Callable[[], Scene], change: Callable[..., None]) -> None:
        self._scene = scene
        self._change = change
        self.grown: Callable[[Region], Region | None] = _as_it_is

    @property
    def details(self) -> tuple[Detail, ...]:
        """The parts of the picture that the author named."""
        slide = self._scene().slide
        return slide.image.details if slide is not None and slide.image is not None else ()

    def show_detail(self, by: int) -> None:
        """Step to the next or previous detail; past the last one the whole picture comes back."""
        count = len(self.details)
        if count:
            detail = (self._scene().detail + by) % (count + 1)
            region = self.details[detail - 1].region if detail else None
            self._change(detail=detail, zoom=region)

    @property
    def is_close(self) -> bool:
        """Whether less than the whole picture is seen."""
        return self._scene().zoom is not None

    def can_zoom_by(self, steps: int) -> bool:
        """Whether `zoom_by` does anything."""
        slide = self._scene().slide
        has_picture = slide is not None and slide.image is not None
        return has_picture and self._zoomed(steps) != self._scene().zoom

    def zoom_by(self, steps: int) -> None:
        """Show less of the picture, larger, or with a negative number more of it."""
        if self.can_zoom_by(steps):
            self._change(zoom=self._zoomed(steps), detail=0)

    def _zoomed(self, steps: int) -> Region | None:
        from reader.core.region import WHOLE

        before = self._scene().zoom
        region = self.grown((before or WHOLE).scaled(ZOOM_STEP**-steps))
        if region is None or region.is_whole:
            return None
        is_deepest = steps > 0 and before is not None and region.width > before.width * _NO_CLOSER
        return before if is_deepest else region

    def can_pan(self, right: int, down: int) -> bool:
        """Whether there is more of the picture on that side."""
        region = self._scene().zoom
        return region is not None and self._panned(region, right, down) != region

    def pan(self, right: int, down: int) -> None:
        """Move what is seen of the picture, by a share of it."""
        region = self._scene().zoom
        if region is not None and self.can_pan(right, down):
            self.zoom_to(self._panned(region, right, down))

    def _panned(self, region: Region, right: int, down: int) -> Region:
        return region.moved(right * PAN * region.width, down * PAN * region.height)

    def zoom_to(self, region: Region | None) -> None:
        """Show one part of the picture, or all of it."""
        self._change(zoom=region, detail=0)


def _as_it_is(region: Region) -> Region | None:
    return region
