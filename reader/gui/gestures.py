"""Mouse, wheel and touch on the stage, turned into the verbs of the show."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QTouchEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractButton

from reader.core import look
from reader.core.scene import Ask, Scene, Tool
from reader.core.settings import CLICK, WHEEL
from reader.gui.parts import Parts
from reader.gui.stage import Stage
from reader.gui.timers import single_shot

NOTCH = 120  # Qt's units for one notch of a wheel
WHEEL_PAUSE_MS = 180  # a touchpad's swipe turns one page, whatever its momentum
SWIPE = 60.0  # logical pixels
_CTRL = Qt.KeyboardModifier.ControlModifier


class Gestures(QObject):
    """Listens to the stage's pointer events.

    Owns: the timers that hide the pointer in full screen and end a swipe.
    """

    def __init__(self, parts: Parts, stage: Stage) -> None:
        super().__init__(stage)
        show = self._show = parts.show
        self._settings = parts.settings
        self._may_turn = parts.may_turn
        self._stage = stage
        self._turned = 0  # of the wheel, since the last page
        self._touch: QPointF | None = None
        self._hide = single_shot(self, look.CONTROLS_MS, self._hide_pointer)
        self._wheel_rest = QTimer(self)
        self._wheel_rest.setSingleShot(True)
        self._wheel_rest.setInterval(WHEEL_PAUSE_MS)
        stage.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        stage.installEventFilter(self)
        self.close = show.changed.subscribe(self._on_scene)
        if show.scene.is_staged:
            self._hide.start()

    def eventFilter(self, _stage: QObject, event: QEvent) -> bool:
        if isinstance(event, QWheelEvent):
            return self._wheel(event)
        if isinstance(event, QTouchEvent):
            return self._touched(event)
        if isinstance(event, QMouseEvent):
            if event.type() == QEvent.Type.MouseButtonPress:
                return self._pressed(event)
            if event.type() == QEvent.Type.MouseButtonDblClick:
                return self._double_pressed(event)
            if event.type() == QEvent.Type.MouseMove:
                self._moved(event)
        return False

    def _on_scene(self, scene: Scene) -> None:
        if not scene.is_staged:
            self._hide.stop()
            self._show_pointer()
        elif not self._hide.isActive():
            self._hide.start()

    def _hide_pointer(self) -> None:
        # Of the window, which the window system knows: Qt does not pass on the pointer of a
        # part of it before the mouse has moved for the first time.
        if self._show.scene.is_staged:
            self._stage.unsetCursor()
            self._stage.window().setCursor(Qt.CursorShape.BlankCursor)

    def _show_pointer(self) -> None:
        self._stage.unsetCursor()
        self._stage.window().unsetCursor()

    def _moved(self, event: QMouseEvent) -> None:
        if self._show.scene.staging.is_kiosk:
            self._hide_pointer()
            return
        over = self._tick_at(event.position()) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        if self._stage.cursor().shape() is not shape:
            self._show_pointer()
            self._stage.setCursor(shape)
        if self._show.scene.is_staged:
            self._hide.start()

    def _tick_at(self, at: QPointF) -> int | None:
        sheet = self._stage.sheet
        if sheet is None or sheet.ticks is None or not sheet.ticks.target().contains(at):
            return None
        return sheet.ticks.page_at(at.x())

    def _pressed(self, event: QMouseEvent) -> bool:
        button = event.button()
        if button is Qt.MouseButton.BackButton:
            self._back_or_forward(self._show.can_go_back, self._show.back, -1)
        elif button is Qt.MouseButton.ForwardButton:
            self._back_or_forward(self._show.can_go_forward, self._show.forward, 1)
        elif button is Qt.MouseButton.RightButton:
            self._ask_for_menu()
        elif button is Qt.MouseButton.LeftButton:
            self._stage.setFocus(Qt.FocusReason.MouseFocusReason)
            if event.modifiers() & _CTRL and self._stage.layers.magnify(event):
                return True
            self._clicked(event.position())
        else:
            return False
        return True

    def _ask_for_menu(self) -> None:
        staging = self._show.scene.staging
        if not staging.has_console and not staging.is_kiosk:  # or the audience would see it
            self._show.ask(Ask.MENU)

    def _clicked(self, at: QPointF) -> None:
        """Do what a click or a tap does, which in a show is the person's choice."""
        scene = self._show.scene
        tick = self._tick_at(at)
        if tick is not None:
            self._show.go_to(tick)
        elif scene.is_staged and scene.staging.tool is not Tool.PEN:
            choice = self._settings.value(CLICK)
            is_back = choice == "halves" and at.x() < self._stage.clear_width / 2
            if choice != "nothing":
                self._turn(-1 if is_back else 1)

    def _turn(self, by: int) -> None:
        if self._may_turn():
            self._show.step(by)

    def _back_or_forward(self, possible: bool, jump: object, by: int) -> None:
        # Without a jump to return from, the buttons turn pages, as in other viewers.
        if possible and callable(jump):
            jump()
        else:
            self._turn(by)

    def _double_pressed(self, event: QMouseEvent) -> bool:
        if event.button() is not Qt.MouseButton.LeftButton:
            return self._pressed(event)
        if self._show.scene.is_staged:
            return self._pressed(event)
        if self._tick_at(event.position()) is None:
            self._show.toggle_full_screen()
        return True

    def _wheel(self, event: QWheelEvent) -> bool:
        if event.modifiers() & _CTRL and self._stage.layers.magnify(event):
            return True
        by = event.angleDelta().y() or event.angleDelta().x()
        sheet = self._stage.sheet
        if sheet is not None and sheet.overflow and sheet.text_area.contains(event.position()):
            self._stage.scroll_text(-1 if by > 0 else 1)
            return True
        if self._settings.value(WHEEL) == "nothing":
            return True
        is_touchpad = not event.pixelDelta().isNull()
        if is_touchpad and self._wheel_rest.isActive():
            self._wheel_rest.start()
            return True
        if self._turned * by < 0:
            self._turned = 0
        self._turned += by
        if abs(self._turned) >= NOTCH:
            self._turn(-1 if self._turned > 0 else 1)
            self._turned = 0
            if is_touchpad:
                self._wheel_rest.start()
        return True

    def _touched(self, event: QTouchEvent) -> bool:
        points = event.points()
        if len(points) != 1:
            self._touch = None  # two fingers mean something else
        elif event.type() == QEvent.Type.TouchBegin:
            self._touch = points[0].position()
        elif event.type() == QEvent.Type.TouchEnd and self._touch is not None:
            moved = points[0].position() - self._touch
            self._touch = None
            if abs(moved.x()) > SWIPE and abs(moved.x()) > abs(moved.y()):
                self._turn(-1 if moved.x() > 0 else 1)
            elif moved.manhattanLength() < SWIPE / 4:
                self._tapped(points[0].position())
        return True

    def _tapped(self, at: QPointF) -> None:
        over = self._stage.childAt(at.toPoint())
        if isinstance(over, QAbstractButton):
            over.click()  # the stage takes its touches, so Qt makes no press of them
        else:
            self._clicked(at)
