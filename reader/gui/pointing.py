"""Laser, spotlight and pen: from the audience's window and from the presenter's small page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QCursor, QMouseEvent, QPainter, QPainterPath, QWheelEvent

from reader.core.ink import Spot, Stroke
from reader.core.scene import Blank, Scene, Tool
from reader.core.show import Show
from reader.gui import marks
from reader.gui.sheet import Sheet
from reader.gui.stage import Stage
from reader.gui.timers import single_shot

NOTCH = 120  # Qt's units for one notch of a wheel
USUAL_LIGHT = 0.16  # radius of the spotlight, as a share of the height of the page
LEAST_LIGHT, MOST_LIGHT = 0.04, 0.5
LIGHT_STEP = 1.15
LEAST_MOVE = 1 / 700  # of the picture: a pen that moves less draws nothing new
TAIL = 4  # spots at the end of a line that is drawn, whose place may still change
FADE_MS = 30
FADE_STEPS = 6


class Pointing(QObject):
    """Keeps where the pointer is, and paints it and the ink on every page that shows them.

    Owns: the place of the light, the line that is being drawn, and the timer by which a light
    fades. Places are shares of the picture, so that they are the same on screens of any scale.
    """

    def __init__(self, show: Show, stage: Stage) -> None:
        super().__init__(stage)
        self._show = show
        self._stage = stage
        self._tool = Tool.NONE
        self._spot: Spot | None = None
        self._strength = 0.0  # of the light; it fades after the pointer has left
        self._light = USUAL_LIGHT
        self._stroke: Stroke | None = None  # while it is drawn
        self._ink: tuple[Stroke, ...] = ()
        self._paths: dict[Stroke, QPainterPath] = {}
        self._frame = QRectF()  # for which the paths are
        self._fade = single_shot(self, FADE_MS, self._on_fade)
        self._leave = [
            show.podium.pointed.subscribe(self._on_pointed),
            show.podium.sketched.subscribe(self._on_sketched),
        ]
        self.mouse = _Mouse(show, stage, self)

    def close_down(self) -> None:
        """Stop listening and waiting."""
        self._fade.stop()
        for leave in self._leave:
            leave()
        self.mouse.rest()

    def hand(self, sheet: Callable[[], Sheet | None], page: Callable[[], int | None]) -> Hand:
        """What points, draws and paints on one page that is on screen somewhere."""
        return Hand(self._show, self, sheet, page)

    # Following the show

    def follow(self, scene: Scene) -> None:
        """Take the tool and the ink of a scene."""
        self._ink = scene.staging.ink
        tool = scene.staging.tool
        if tool is self._tool:
            return
        self._tool, self._spot, self._strength = tool, None, 0.0
        self._fade.stop()
        if self._stroke is not None:
            self._show.podium.sketch(None)
        if tool is Tool.NONE:
            self.mouse.rest()
        else:
            self.mouse.listen(tool)
        self._stage.update()

    def resize_light(self, notches: float) -> None:
        """Make the spotlight wider, or with a negative number narrower."""
        wanted = self._light * LIGHT_STEP**notches
        self._light = max(LEAST_LIGHT, min(MOST_LIGHT, wanted))
        self._stage.update()
        self._show.podium.point(self._spot)

    def _on_pointed(self, spot: Spot | None) -> None:
        before = self._area()
        if spot is None:
            self._fade.start()
        else:
            self._fade.stop()
            is_new = self._strength == 0.0 and self._tool is Tool.SPOTLIGHT
            self._spot, self._strength = spot, 1.0
            if is_new:
                self._stage.update()
        for area in (before, self._area()):
            if not area.isEmpty():
                self._stage.update(area.toAlignedRect())

    def _on_fade(self) -> None:
        self._strength = max(0.0, self._strength - 1 / FADE_STEPS)
        if self._tool is Tool.SPOTLIGHT:
            self._stage.update()
        else:
            self._stage.update(self._area().toAlignedRect())
        if self._strength > 0.0:
            self._fade.start()
        else:
            self._spot = None

    def _area(self) -> QRectF:
        """What the light covers on the audience's page, or what of it changes when it moves."""
        sheet = self._stage.sheet
        if sheet is None or self._spot is None:
            return QRectF()
        at = marks.place_of(self._spot, sheet.frame)
        if self._tool is Tool.SPOTLIGHT:
            return marks.spotlight_area(at, sheet.area, self._light)
        return marks.laser_area(at, sheet.area)

    def _on_sketched(self, stroke: Stroke | None) -> None:
        before, self._stroke = self._stroke, stroke
        sheet = self._stage.sheet
        changed = stroke or before
        if sheet is None or changed is None:
            return
        tail = changed.spots[-TAIL:] if stroke is not None else changed.spots
        area = marks.stroke_area(tail, sheet.frame, sheet.area)
        self._stage.update(area.toAlignedRect())

    # Painting

    def paint(self, painter: QPainter, sheet: Sheet, page: int) -> None:
        """Paint everything over a page, in the units of its layout."""
        for stroke in (stroke for stroke in self._ink if stroke.page == page):
            marks.paint_stroke(painter, self._path(stroke, sheet.frame), sheet.area)
        if self._stroke is not None and self._stroke.page == page:
            path = marks.path_of(self._stroke.spots, sheet.frame)
            marks.paint_stroke(painter, path, sheet.area)
        if self._spot is None:
            return
        at = marks.place_of(self._spot, sheet.frame)
        if self._tool is Tool.SPOTLIGHT:
            marks.paint_spotlight(painter, at, sheet.area, self._light, self._strength)
        elif self._tool is Tool.LASER:
            marks.paint_laser(painter, at, sheet.area, self._strength)

    def _path(self, stroke: Stroke, frame: QRectF) -> QPainterPath:
        if frame != self._frame:
            self._frame = QRectF(frame)
            self._paths.clear()
        path = self._paths.get(stroke)
        if path is None:
            path = self._paths[stroke] = marks.path_of(stroke.spots, frame)
        return path


class Hand:
    """Points and draws on one page, and paints over it what is seen there.

    Owns: the spots of the line that is being drawn. Places are handed in as shares of the page.
    """

    def __init__(
        self,
        show: Show,
        pointing: Pointing,
        sheet: Callable[[], Sheet | None],
        page: Callable[[], int | None],
    ) -> None:
        self._show = show
        self._pointing = pointing
        self._sheet = sheet
        self._page = page
        self._spots: list[Spot] = []
        self._drawn_on = 0

    def press(self, spot: QPointF) -> bool:
        """Begin a line with the pen; whether the press was for that."""
        page = self._page()
        if self._show.scene.staging.tool is not Tool.PEN or page is None:
            return False
        if self._show.scene.blank is not Blank.NONE:
            return False
        self._spots, self._drawn_on = [self._on_picture(spot)], page
        self._show.podium.sketch(Stroke(page, tuple(self._spots)))
        return True

    def move(self, spot: QPointF) -> None:
        """Move the light, or go on with a line."""
        at = self._on_picture(spot)
        if self._spots:
            last = self._spots[-1]
            if max(abs(at.x - last.x), abs(at.y - last.y)) >= LEAST_MOVE:
                self._spots.append(at)
                self._show.podium.sketch(Stroke(self._drawn_on, tuple(self._spots)))
        elif self._show.scene.staging.tool in (Tool.LASER, Tool.SPOTLIGHT):
            is_on_page = 0 <= spot.x() <= 1 and 0 <= spot.y() <= 1
            self._show.podium.point(at if is_on_page else None)

    def release(self, _spot: QPointF) -> None:
        """End a line, and keep it."""
        spots, self._spots = tuple(self._spots), []
        if spots:
            self._show.podium.draw(Stroke(self._drawn_on, spots))
            self._show.podium.sketch(None)

    def leave(self) -> None:
        """The pointer is no longer over the page."""
        if self._show.scene.staging.tool in (Tool.LASER, Tool.SPOTLIGHT):
            self._show.podium.point(None)

    def roll(self, notches: float) -> bool:
        """Take a turn of the wheel; whether it was for the spotlight."""
        if self._show.scene.staging.tool is not Tool.SPOTLIGHT:
            return False
        self._pointing.resize_light(notches)
        return True

    def paint(self, painter: QPainter, _area: QRectF, sheet: Sheet) -> None:
        """Paint over the page what the audience sees over theirs."""
        page = self._page()
        if page is not None:
            self._pointing.paint(painter, sheet, page)

    def _on_picture(self, spot: QPointF) -> Spot:
        sheet = self._sheet()
        if sheet is None:
            return Spot(spot.x(), spot.y())
        area, frame = sheet.area, sheet.frame
        x, y = area.left() + spot.x() * area.width(), area.top() + spot.y() * area.height()
        return Spot(
            (x - frame.left()) / max(1.0, frame.width()),
            (y - frame.top()) / max(1.0, frame.height()),
        )


class _Mouse(QObject):
    """Listens to the mouse on the audience's window while it is a tool.

    Owns: the look of the pointer there.
    """

    def __init__(self, show: Show, stage: Stage, pointing: Pointing) -> None:
        super().__init__(stage)
        self._stage = stage
        self._hand = pointing.hand(lambda: stage.sheet, lambda: stage.page)
        self._is_listening = False
        self._tool = Tool.NONE

    def listen(self, tool: Tool) -> None:
        """Hear the mouse before anyone else."""
        self._tool = tool
        if not self._is_listening:
            self._stage.installEventFilter(self)
        self._is_listening = True
        self._dress()
        if self._stage.underMouse():
            self._hand.move(self._share(QPointF(self._stage.mapFromGlobal(QCursor.pos()))))

    def rest(self) -> None:
        """Hear nothing any more, and show the usual pointer."""
        if self._is_listening:
            self._is_listening = False
            self._stage.removeEventFilter(self)
            self._stage.unsetCursor()
            self._stage.window().unsetCursor()

    def _dress(self) -> None:
        """A light needs no pointer beside it; a pen needs one to begin with."""
        is_pen = self._tool is Tool.PEN
        shape = Qt.CursorShape.CrossCursor if is_pen else Qt.CursorShape.BlankCursor
        if self._stage.cursor().shape() is not shape:
            self._stage.window().setCursor(shape)  # which the window system knows at once
            self._stage.setCursor(shape)

    def _share(self, at: QPointF) -> QPointF:
        size = self._stage.size()
        return QPointF(at.x() / max(1, size.width()), at.y() / max(1, size.height()))

    def eventFilter(self, _stage: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            return self._heard(event)
        if isinstance(event, QWheelEvent):
            is_for_zoom = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            return not is_for_zoom and self._hand.roll(event.angleDelta().y() / NOTCH)
        if event.type() is QEvent.Type.Leave:
            self._hand.leave()
        return False

    def _heard(self, event: QMouseEvent) -> bool:
        spot, kind = self._share(event.position()), event.type()
        if kind is QEvent.Type.MouseMove:
            self._dress()
            self._hand.move(spot)
            return True
        if event.button() is not Qt.MouseButton.LeftButton:
            return False
        if kind is QEvent.Type.MouseButtonRelease:
            self._hand.release(spot)
            return self._tool is Tool.PEN
        return self._hand.press(spot)
