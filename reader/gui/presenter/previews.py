"""The two pages that a presenter sees, and the pictures that both of them need."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt

from reader.core.scene import Ask, Scene
from reader.gui.decoder import ImageResult
from reader.gui.gestures import WHEEL_PAUSE_MS
from reader.gui.parts import Parts
from reader.gui.presenter.preview import RESIZE_MS, Preview
from reader.gui.stage import Stage
from reader.gui.timers import single_shot

CLIENT = "presenter"
_STAGE_CHANGES = (QEvent.Type.Resize, QEvent.Type.DevicePixelRatioChange)


class Previews(QObject):
    """Keeps the current page and the next one in step with a show.

    Owns: both, and what is asked of the decoder for them.
    """

    def __init__(self, parts: Parts, stage: Stage) -> None:
        super().__init__()
        self._show = parts.show
        self._decoder = parts.decoder
        self._stage = stage
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
        for timer in (self._again, self._wheel, self._want):
            timer.stop()
        self.current.close_down()
        self.next.close_down()
        self._decoder.leave(CLIENT)

    def follow(self, scene: Scene) -> None:
        """Show the page that the presenter is on."""
        self.current.show_page(scene.page)
        self._want.start()

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
        self._decoder.want([wish for wish in wishes if wish is not None], CLIENT)

    def _on_decoded(self, result: ImageResult) -> None:
        self.current.hear(result)
        self.next.hear(result)

    def _lay_out_again(self) -> None:
        self.current.lay_out_again()
        self.next.lay_out_again()
        self._want.start()

    def _on_pressed(self, button: Qt.MouseButton) -> None:
        if button is Qt.MouseButton.LeftButton:
            self.current.setFocus(Qt.FocusReason.MouseFocusReason)
            self._show.step(1)
        elif button is Qt.MouseButton.RightButton:
            self._show.ask(Ask.MENU)
        elif button is Qt.MouseButton.BackButton:
            self._show.step(-1)
        elif button is Qt.MouseButton.ForwardButton:
            self._show.step(1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._stage:
            if kind in _STAGE_CHANGES:
                self._again.start()
        elif kind == QEvent.Type.Wheel:
            down = event.angleDelta().y()  # type: ignore[attr-defined]
            if down and not self._wheel.isActive():
                self._show.step(1 if down < 0 else -1)
            self._wheel.start()
            return True
        return False
