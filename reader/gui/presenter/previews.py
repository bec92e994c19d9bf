"""The two pages that a presenter sees, and the pictures that both of them need."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QWheelEvent

from reader.core.scene import Ask, Scene, Tool
from reader.core.settings import CLICK, WHEEL
from reader.gui.decoder import ImageResult
from reader.gui.gestures import NOTCH, WHEEL_PAUSE_MS
from reader.gui.parts import Parts
from reader.gui.presenter.preview import RESIZE_MS, Preview
from reader.gui.stage import Stage
from reader.gui.timers import single_shot

CLIENT = "presenter"
FADED_MS = 250  # after which nothing is left of a light whose pointer has gone
_CURSORS: Final = {
    Tool.LASER: Qt.CursorShape.BlankCursor,
    Tool.SPOTLIGHT: Qt.CursorShape.BlankCursor,
    Tool.PEN: Qt.CursorShape.CrossCursor,
}
_STAGE_CHANGES = (QEvent.Type.Resize, QEvent.Type.DevicePixelRatioChange)


class Previews(QObject):
    """Keeps the current page and the next one in step with a show.

    Owns: both, and what is asked of the decoder for them.
    """

    def __init__(self, parts: Parts, stage: Stage) -> None:
        super().__init__()
        self._parts = parts
        self._show = parts.show
        self._decoder = parts.decoder
        self._stage = stage
        self._rolled_by = 0  # by the wheel, since the last page
        self.current = Preview(parts.show, parts.decoder, stage, "Current slide")
        self.next = Preview(parts.show, parts.decoder, stage, "Next slide")
        self.current.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.current.setMouseTracking(True)
        self.current.setCursor(Qt.CursorShape.ArrowCursor)
        self.next.setCursor(Qt.CursorShape.PointingHandCursor)
        self.current.pressed.connect(self._on_pressed)
        self.next.pressed.connect(self._on_pressed)
        self._again = single_shot(self, RESIZE_MS, self._lay_out_again)
        self._wheel = single_shot(self, WHEEL_PAUSE_MS, lambda: None)
        self._want = single_shot(self, 0, self._ask)
        self._fade = single_shot(self, FADED_MS, self.current.update)
        self._leave = [
            parts.show.podium.pointed.subscribe(self._on_pointed),
            parts.show.podium.sketched.subscribe(self._on_pointed),
        ]
        for preview in (self.current, self.next):
            preview.installEventFilter(self)
            preview.measured.connect(self._want.start)
        stage.installEventFilter(self)
        stage.recoloured.connect(self._again.start)
        parts.decoder.decoded.connect(self._on_decoded)

    def close_down(self) -> None:
        """Stop listening and waiting, and ask for no more pictures."""
        self._stage.removeEventFilter(self)
        self._stage.recoloured.disconnect(self._again.start)
        self._decoder.decoded.disconnect(self._on_decoded)
        for leave in self._leave:
            leave()
        for timer in (self._again, self._wheel, self._want, self._fade):
            timer.stop()
        self.current.close_down()
        self.next.close_down()
        self._decoder.leave(CLIENT)

    def follow(self, scene: Scene) -> None:
        """Show the page that the presenter is on, and what lies over it."""
        staging = scene.staging
        if self.current.pointer is None and (staging.tool is not Tool.NONE or staging.ink):
            self._take_up_tools()
        self.current.show_page(scene.page)
        self.current.look_closer(scene)
        shape = _CURSORS.get(staging.tool, Qt.CursorShape.ArrowCursor)
        if self.current.cursor().shape() is not shape:
            self.current.setCursor(shape)
        self.current.update()
        self._want.start()

    def _take_up_tools(self) -> None:
        pointing = self._stage.layers.pointing
        hand = pointing.hand(lambda: self.current.sheet, lambda: self.current.page)
        self.current.pointer = hand
        self.current.overlays.append(hand.paint)

    def follow_next(self, scene: Scene) -> None:
        """Show the page after it, where there is one."""
        self.next.show_page(scene.page + 1 if scene.page < scene.end_page else None)
        self._want.start()

    def _ask(self) -> None:
        page = self._show.scene.page
        wishes = [
            self.current.wish(page),
            self.next.wish(page + 1),
            self.current.wish(page + 1),
            self.next.wish(page + 2),
            self.current.wish(page - 1),
        ]
        self.current.keep((page, page + 1, page - 1))
        self.next.keep((page + 1, page + 2, page))
        found = [wish for wish in wishes if wish is not None]
        self._decoder.want([*found[:1], *self.current.closer_wishes, *found[1:]], CLIENT)

    def _on_decoded(self, result: ImageResult) -> None:
        self.current.hear(result)
        self.next.hear(result)

    def _lay_out_again(self) -> None:
        self.current.lay_out_again()
        self.next.lay_out_again()
        self._want.start()

    # The mouse

    def _on_pressed(self, button: Qt.MouseButton, spot: QPointF) -> None:
        show = self._show
        if button is Qt.MouseButton.LeftButton:
            self.current.setFocus(Qt.FocusReason.MouseFocusReason)
            choice = self._parts.settings.value(CLICK)
            if choice != "nothing":
                self._turn(-1 if choice == "halves" and spot.x() < 0.5 else 1)
        elif button is Qt.MouseButton.RightButton:
            show.ask(Ask.MENU)
        elif button is Qt.MouseButton.BackButton:
            self._jump(show.can_go_back, show.back, -1)
        elif button is Qt.MouseButton.ForwardButton:
            self._jump(show.can_go_forward, show.forward, 1)

    def _jump(self, can_jump: bool, jump: Callable[[], None], by: int) -> None:
        # As in the audience's window: without a jump to return from, the buttons turn pages.
        if can_jump:
            jump()
        else:
            self._turn(by)

    def _turn(self, by: int) -> None:
        if self._parts.may_turn():
            self._show.step(by)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._stage:
            if event.type() in _STAGE_CHANGES:
                self._again.start()
        elif isinstance(event, QWheelEvent):
            self._rolled(event)
            return True
        return False

    def _rolled(self, event: QWheelEvent) -> None:
        """Turn pages, look closer with Ctrl, or make the spotlight wider."""
        by = event.angleDelta().y() or event.angleDelta().x()
        pointer = self.current.pointer
        is_close = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        is_touchpad = not event.pixelDelta().isNull()
        if not is_close and pointer is not None and pointer.roll(by / NOTCH):
            return
        if is_touchpad and self._wheel.isActive():
            self._wheel.start()  # one swipe is one page, whatever its momentum
            return
        self._rolled_by = by if self._rolled_by * by < 0 else self._rolled_by + by
        if abs(self._rolled_by) < NOTCH:
            return
        down, self._rolled_by = self._rolled_by < 0, 0
        if is_close:
            self._show.lens.zoom_by(-1 if down else 1)
        elif self._parts.settings.value(WHEEL) != "nothing":
            self._turn(1 if down else -1)
        if is_touchpad:
            self._wheel.start()

    def _on_pointed(self, spot: object) -> None:
        self.current.update()
        if spot is None:
            self._fade.start()
