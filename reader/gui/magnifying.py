"""What the mouse does to look closer: the wheel, a drag over the picture, and a drawn box."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen, QWheelEvent

from reader.core import look
from reader.core.region import WHOLE, Region
from reader.core.scene import Tool
from reader.core.show import Show
from reader.gui.stage import Stage

NOTCH = 120  # Qt's units for one notch of a wheel
NOTCH_FACTOR = 0.8  # of what is seen, for one notch
LEAST_BOX = 12.0  # logical pixels: a smaller box was no box


class Magnifying(QObject):
    """Listens to the mouse on the audience's page while part of a picture is seen.

    Owns: the drag or the box that is going on.
    """

    def __init__(self, show: Show, stage: Stage) -> None:
        super().__init__(stage)
        self._show = show
        self._stage = stage
        self._is_listening = False
        self._grip: tuple[QPointF, Region] | None = None  # where a drag began, and of what
        self._box: QRectF | None = None  # from the corner where it began

    def listen(self) -> None:
        """Hear the mouse before anyone else, until all of the picture is seen."""
        if not self._is_listening:
            self._is_listening = True
            self._stage.installEventFilter(self)

    def rest(self) -> None:
        """Hear nothing any more, unless a box is being drawn."""
        if self._is_listening and self._box is None and self._show.scene.zoom is None:
            self._is_listening = False
            self._stage.removeEventFilter(self)

    def eventFilter(self, _stage: QObject, event: QEvent) -> bool:
        if isinstance(event, QWheelEvent | QMouseEvent):
            return self.takes(event)
        return False

    def takes(self, event: QWheelEvent | QMouseEvent) -> bool:
        """Do what an event of the mouse means; whether it meant a closer look."""
        if self._show.scene.staging.tool is Tool.PEN:
            return False
        is_close = self._stage.layers.sheet is not None
        if isinstance(event, QWheelEvent):
            is_meant = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            return is_meant and self._roll(event)
        kind = event.type()
        if kind is QEvent.Type.MouseMove:
            return self._moved(event.position())
        if event.button() is not Qt.MouseButton.LeftButton:
            return False
        if kind is QEvent.Type.MouseButtonDblClick and is_close:
            self._grip = self._box = None
            self._show.lens.zoom_to(None)
            return True
        if kind is QEvent.Type.MouseButtonPress:
            return self._pressed(event, is_close=is_close)
        return kind is QEvent.Type.MouseButtonRelease and self._released()

    # The wheel

    def _roll(self, event: QWheelEvent) -> bool:
        turned, seen = event.angleDelta().y(), self._seen()
        if seen is not None and turned:
            factor = NOTCH_FACTOR ** (turned / NOTCH)
            before = self._show.scene.zoom
            found = self._show.lens.grown(seen.around(self._spot(event.position()), factor))
            is_deepest = before is not None and found is not None and found.width > seen.width
            if before is not None if factor > 1.0 else not is_deepest:
                self._look_at(found)
        return True

    def _look_at(self, region: Region | None) -> None:
        self._show.lens.zoom_to(None if region is None or region.is_whole else region)

    def _seen(self) -> Region | None:
        """What is seen of the picture; None where there is none."""
        if self._show.lens.grown(WHOLE) is None:
            return None
        close = self._stage.layers.sheet
        return WHOLE if close is None else close.region(close.whole.intersected(close.clear))

    def _spot(self, at: QPointF) -> tuple[float, float]:
        """A place on the stage, in shares of the picture."""
        sheet = self._stage.sheet
        frame = sheet.frame if sheet is not None else QRectF(self._stage.rect())
        x, y = (at.x() - frame.left()) / frame.width(), (at.y() - frame.top()) / frame.height()
        return min(1.0, max(0.0, x)), min(1.0, max(0.0, y))

    # Dragging, and boxes

    def _pressed(self, event: QMouseEvent, *, is_close: bool) -> bool:
        seen = self._seen()
        if seen is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._box = QRectF(event.position(), event.position())
            self.listen()
            return True
        if seen is None or not is_close or self._is_on_ticks(event.position()):
            return False
        self._grip = (event.position(), seen)
        return True

    def _is_on_ticks(self, at: QPointF) -> bool:
        ticks = self._stage.sheet.ticks if self._stage.sheet is not None else None
        return ticks is not None and ticks.target().contains(at)

    def _moved(self, at: QPointF) -> bool:
        if self._box is not None:
            before = self._box.normalized()
            self._box.setBottomRight(at)
            grown = before.united(self._box.normalized()).adjusted(-4, -4, 4, 4)
            self._stage.update(grown.toAlignedRect())
            return True
        close = self._stage.layers.sheet
        if self._grip is None or close is None:
            return False
        start, region = self._grip
        by, whole = start - at, close.whole
        self._show.lens.zoom_to(region.moved(by.x() / whole.width(), by.y() / whole.height()))
        return True

    def _released(self) -> bool:
        box, self._box = self._box, None
        was_dragged, self._grip = self._grip is not None, None
        if box is None:
            return was_dragged
        self._stage.update()
        self.rest()
        box = box.normalized()
        if min(box.width(), box.height()) >= LEAST_BOX:
            (left, top), (right, bottom) = self._spot(box.topLeft()), self._spot(box.bottomRight())
            region = Region(left, top, right - left, bottom - top)
            if right > left and bottom > top:
                self._look_at(self._show.lens.grown(region))
        return True

    def paint(self, painter: QPainter) -> None:
        """Paint the box that is being drawn."""
        if self._box is None:
            return
        box = self._box.normalized()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((look.DARK.ground, 4.0), (look.DARK.accent, 2.0)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawRect(box)
