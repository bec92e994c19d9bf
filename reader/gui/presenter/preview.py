"""A page as the audience has it, small: laid out for the audience's screen, painted for this one.

The audience's flip must never wait for it, so a picture is asked for behind the stage's own, and
the old page stays until the new one can be painted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from reader.core.scene import Scene
from reader.core.show import Show
from reader.gui.canvas import Canvas
from reader.gui.decoder import Decoder, ImageRequest, ImageResult
from reader.gui.fitting import fit, snap
from reader.gui.sheet import Sheet
from reader.gui.sheets import Sheets
from reader.gui.stage import Stage
from reader.gui.timers import single_shot

if TYPE_CHECKING:
    from reader.gui.closer import Closer

PATIENCE_MS = 250  # how long the old page stays while the new picture is decoded
RESIZE_MS = 80  # while a pane is dragged, nothing is laid out anew
USUAL_STAGE = QSize(1280, 720)  # where the audience's window has not been seen yet
LEAST_STAGE = 100  # logical pixels; what is smaller is no window yet
_VEIL: Final = 0.62  # of what the audience does not see now

Overlay = Callable[[QPainter, QRectF, Sheet], None]
"""Paints over a page; the painter's units are the audience's logical pixels."""


class Pointer(Protocol):
    """Whoever wants the mouse on the page; a spot is in shares of the page.

    `press` and `roll` say whether they take it: what they leave turns the page.
    """

    def press(self, spot: QPointF) -> bool: ...

    def move(self, spot: QPointF) -> None: ...

    def release(self, spot: QPointF) -> None: ...

    def leave(self) -> None: ...

    def roll(self, notches: float) -> bool: ...


class Preview(QWidget):
    """Shows one page of a show.

    Owns: the pages laid out for it. `overlays` paint over the page, in their order; `pointer` gets
    the mouse.
    Emits: pressed(button, spot), a press that no pointer took; measured(), when its pages take
    another size.
    """

    pressed = Signal(object, object)
    measured = Signal()

    def __init__(self, show: Show, decoder: Decoder, stage: Stage, name: str) -> None:
        super().__init__()
        self._show = show
        self._decoder = decoder
        self._stage = stage
        self.overlays: list[Overlay] = []
        self.pointer: Pointer | None = None
        self.veiled = ""  # why the audience does not see the page now, in a word
        self._page: int | None = None
        self._shown: int | None = None  # the page that is on screen, which may be the one before
        self._sheet: Sheet | None = None
        self._closer: Closer | None = None  # from when a picture is first seen closer
        self._sheets = Sheets(show.scene, self._canvas(), decoder)
        self._laid_for = self._measures(show.scene)
        self._is_pressed = False
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 68)
        self._patience = single_shot(self, PATIENCE_MS, self._turn)
        self._resize = single_shot(self, RESIZE_MS, self.lay_out_again)

    def close_down(self) -> None:
        """Wait for nothing more."""
        self._patience.stop()
        self._resize.stop()

    # What is shown

    @property
    def page(self) -> int | None:
        """The page that was asked for."""
        return self._page

    @property
    def sheet(self) -> Sheet | None:
        """The page on screen, as it is laid out."""
        closer = self._closer.sheet if self._closer is not None else None
        return self._sheet if closer is None else closer

    @property
    def is_settled(self) -> bool:
        """Whether the page that was asked for is the one on screen, with its picture."""
        if self._page is None:
            return self._sheet is None
        return self._sheet is self._sheets.of(self._page) and self._sheets.is_ready(self._sheet)

    def show_page(self, page: int | None) -> None:
        """Show a page as soon as it can be painted; None for an empty place."""
        self._page = page
        if page is None:
            self._turn()
        elif self._measures(self._show.scene) != self._laid_for:
            self.lay_out_again()
        elif self._sheets.is_ready(self._sheets.of(page)) or self._lent(page) is not None:
            self._turn()
        else:
            self._patience.start()

    def wish(self, page: int | None) -> ImageRequest | None:
        """The picture that a page would want here."""
        if page is None or not 0 <= page <= self._show.scene.end_page:
            return None
        return self._sheets.request(self._sheets.of(page))

    def look_closer(self, scene: Scene) -> None:
        """Show the part of the picture that a scene says."""
        if scene.zoom is None and self._closer is None:
            return
        from reader.gui.closer import Closer  # late: most shows never look closer

        if self._closer is None:
            self._closer = Closer(self._sheets, self._decoder)
        self._closer.follow(scene, self._stage.layers.grown)
        self.update()

    @property
    def closer_wishes(self) -> list[ImageRequest]:
        """The pictures that a closer look needs."""
        return self._closer.wanted if self._closer is not None else []

    def keep(self, pages: tuple[int, ...]) -> None:
        """Drop every page that is laid out but these."""
        self._sheets.keep(pages)

    def veil(self, words: str) -> None:
        """Say over the page why the audience does not see it."""
        if words != self.veiled:
            self.veiled = words
            self.update()

    def lay_out_again(self) -> None:
        """Take the size and the colours that now hold."""
        self._resize.stop()
        self._laid_for = self._measures(self._show.scene)
        self._sheets.begin(self._show.scene, self._canvas())
        if self._closer is not None:
            self._closer.forget()
            self._closer.follow(self._show.scene, self._stage.layers.grown)
        if self._page is not None:
            self._page = min(self._page, self._show.scene.end_page)
            self._turn()
        self.measured.emit()

    def hear(self, result: ImageResult) -> None:
        """A picture was decoded, for anyone."""
        self._sheets.prove(result)
        if self._closer is not None and self._closer.takes(result):
            self.update()
            return
        for page, sheet in self._sheets.all():
            request = self._sheets.request(sheet)
            if request is None or result.request not in (request, request.coarse):
                continue
            if result.error is not None:
                self._sheets.place_fault(sheet, str(result.error))
            if page == self._page:
                self._turn()
        is_waiting = self._patience.isActive() and self._page is not None
        if is_waiting and self._lent(self._page) is not None:
            self._turn()

    def _turn(self) -> None:
        self._patience.stop()
        self._shown = self._page
        self._sheet = self._sheets.of(self._page) if self._page is not None else None
        self.update()

    # Measures

    @property
    def shape(self) -> float:
        """How many times as wide as high the audience's page is."""
        size = self._stage_size()
        return size.width() / size.height()

    @property
    def page_place(self) -> QRectF:
        """Where the page stands on the widget."""
        return self._place()

    def _stage_size(self) -> QSize:
        size = self._stage.size()
        is_window = min(size.width(), size.height()) >= LEAST_STAGE
        return size if is_window else USUAL_STAGE

    def _place(self) -> QRectF:
        """Where the page stands, within a hairline."""
        room = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        place = fit(self.shape, room, left=True, top=True)
        return snap(place, self.devicePixelRatioF())

    def _canvas(self) -> Canvas:
        size = self._stage_size()
        scale = max(0.02, self._place().width() / size.width())
        return Canvas(
            QSizeF(size),
            scale * self.devicePixelRatioF(),
            self._stage.palette_in_use,
            1.0,
            True,
            self._covered(),
        )

    def _covered(self) -> float:
        """How much of the audience's page a panel covers."""
        is_known = self._stage_size() == self._stage.size()
        return self._stage.width() - self._stage.clear_width if is_known else 0.0

    def _measures(self, scene: Scene) -> tuple[object, ...]:
        """What a layout follows from; with any of it changed, all of it is made anew."""
        place = self._place().size()
        ratio = self.devicePixelRatioF()
        colours = self._stage.palette_in_use
        stage = (self._stage_size(), self._covered())
        return scene.deck, scene.has_text, colours, stage, place, ratio

    def spot(self, at: QPointF) -> QPointF:
        """A place on the widget in shares of the page; outside of it below 0 or above 1."""
        place = self._place()
        x, y = at.x() - place.left(), at.y() - place.top()
        return QPointF(x / max(1.0, place.width()), y / max(1.0, place.height()))

    # Pictures

    def _lent(self, page: int | None) -> QImage | None:
        """The audience's picture of a page, which serves until there is one of this size."""
        sheets = self._stage.sheets
        sheet = dict(sheets.all()).get(page) if page is not None else None
        request = sheets.request(sheet) if sheet is not None else None
        found = sheets.found(request) if request is not None else None
        return found.image if found is not None and not found.image.isNull() else None

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette = self._stage.palette_in_use
        painter.fillRect(self.rect(), QColor(palette.ground))
        place, sheet = self._place(), self.sheet
        if sheet is not None:
            painter.save()
            painter.setClipRect(place)
            painter.translate(place.topLeft())
            scale = place.width() / max(1.0, sheet.area.width())
            painter.scale(scale, scale)
            sheet.paint(painter, self._sheets.image(sheet) or self._lent(self._shown))
            for overlay in self.overlays:
                overlay(painter, sheet.area, sheet)
            painter.restore()
        if self.veiled and sheet is not None:
            self._paint_veil(painter, place)
        if sheet is not None:
            self._paint_frame(painter, place)

    def _paint_veil(self, painter: QPainter, place: QRectF) -> None:
        ground = QColor(self._stage.palette_in_use.ground)
        ground.setAlphaF(_VEIL)
        painter.fillRect(place, ground)

    def _paint_frame(self, painter: QPainter, place: QRectF) -> None:
        palette = self._stage.palette_in_use
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._sheet is None:
            self._laid_for = ()
        self._resize.start()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._resize.start()
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self.spot(event.position())
        is_left = event.button() is Qt.MouseButton.LeftButton
        if is_left and self.pointer is not None and self.pointer.press(spot):
            self._is_pressed = True
        else:
            self.pressed.emit(event.button(), spot)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if self.pointer is not None:
            self.pointer.leave()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.pointer is not None:
            self.pointer.move(self.spot(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._is_pressed and self.pointer is not None:
            self._is_pressed = False
            self.pointer.release(self.spot(event.position()))
