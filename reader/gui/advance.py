"""Lets pages turn by themselves, and a kiosk return to its beginning."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from reader.core.scene import Blank, Overlay, Scene, Tool
from reader.core.setting import Setting
from reader.core.settings import ADVANCE_SECONDS
from reader.gui.decoder import ImageResult
from reader.gui.heap import give_back_large_blocks
from reader.gui.parts import Parts
from reader.gui.stage import Stage
from reader.gui.timers import single_shot

IDLE_MS = 60_000  # a visitor who does nothing for so long has left
LATE_MS = 10_000  # a picture that is not there by then is passed over
LEAST_SECONDS = 0.05
_MOST_MS = 2**31 - 1  # what a timer of Qt can wait


class Advance(QObject):
    """Turns to the next page when the time of the present one is over, while the show says so.

    A page stays for `seconds`, else as long as its slide plans, else as the settings say, counted
    from when its picture is on screen. One that cannot be shown is passed over after the same time.
    The round goes from the last slide to the title page: the page of all credits is left out, as
    each slide has its own, and a long list cannot be read while it runs. In a kiosk the pages wait
    while a visitor turns them, and then start again at the title page.

    Owns: the timers of the page and of the visitor.
    """

    def __init__(
        self, parts: Parts, stage: Stage, *, seconds: float | None = None, loops: bool = False
    ) -> None:
        super().__init__(stage)
        give_back_large_blocks()
        self._show = parts.show
        self._settings = parts.settings
        self._stage = stage
        self._fixed = seconds
        self._loops = loops
        self._before = parts.show.scene
        self._is_seen = False  # whether the count began with the picture on screen
        self._is_turning = False  # of its own accord
        self._wait = single_shot(self, 0, self._on_over)
        self._visitor = single_shot(self, IDLE_MS, self._on_left)
        stage.turned.connect(self.begin)
        parts.decoder.decoded.connect(self._on_decoded)
        self._leave = [
            parts.show.changed.subscribe(self._on_scene),
            parts.settings.changed.subscribe(self._on_setting),
        ]
        self.begin()

    def close(self) -> None:
        """Stop waiting and listening."""
        self._wait.stop()
        self._visitor.stop()
        for leave in self._leave:
            leave()

    @property
    def is_waiting(self) -> bool:
        """Whether the time of a page is running."""
        return self._wait.isActive()

    def begin(self) -> None:
        """Count anew, or not at all."""
        scene = self._show.scene
        if not _runs(scene) or self._visitor.isActive():
            self._wait.stop()
            return
        self._is_seen = self._stage.is_settled
        milliseconds = min(_MOST_MS, round(1000 * self._seconds(scene)))
        self._wait.start(milliseconds if self._is_seen else max(LATE_MS, milliseconds))

    def _seconds(self, scene: Scene) -> float:
        planned = scene.slide.duration if scene.slide is not None else None
        seconds = self._fixed or planned or self._settings.value(ADVANCE_SECONDS)
        return max(LEAST_SECONDS, seconds)

    def _on_over(self) -> None:
        scene = self._show.scene
        last = scene.end_page - 1
        self._is_turning = True
        if scene.page < last:
            self._show.step(1)
        elif not scene.deck.complete:
            self.begin()  # what comes next is still being read
        elif self._loops or scene.staging.is_kiosk:
            self._show.step(-scene.page)  # no jump: nobody will want to go back from it
        self._is_turning = False

    # Following the show

    def _on_scene(self, scene: Scene) -> None:
        before, self._before = self._before, scene
        is_by_hand = scene.deck is before.deck and not self._is_turning
        if scene.staging.is_kiosk and is_by_hand and _touched(scene) != _touched(before):
            self._visitor.start()
        if _counted(scene) != _counted(before):
            self.begin()

    def _on_decoded(self, _result: ImageResult) -> None:
        if self._wait.isActive() and not self._is_seen and self._stage.is_settled:
            self.begin()

    def _on_setting(self, setting: Setting[Any]) -> None:
        if setting is ADVANCE_SECONDS:
            self.begin()

    def _on_left(self) -> None:
        """The visitor has gone: begin again for the next one."""
        self._is_turning = True
        scene = self._show.scene
        if scene.has_citations:
            self._show.toggle_citations()
        self._show.lens.zoom_to(None)
        self._show.forget_digits()
        self._show.step(-scene.page)
        self._is_turning = False
        self.begin()


def _runs(scene: Scene) -> bool:
    """Whether pages turn by themselves now."""
    staging = scene.staging
    is_at_work = staging.tool is Tool.PEN or staging.sent is not None
    is_seen = scene.blank is Blank.NONE and staging.frozen is None and not staging.is_hidden
    is_on = staging.is_on and (staging.is_auto or staging.is_kiosk)
    return is_on and is_seen and not is_at_work and scene.overlay is Overlay.NONE


def _counted(scene: Scene) -> tuple[object, ...]:
    """What begins the count of a page anew when it changes."""
    return scene.deck, scene.page, scene.zoom, scene.detail, _runs(scene)


def _touched(scene: Scene) -> tuple[object, ...]:
    """What a visitor of a kiosk can change."""
    return scene.page, scene.zoom, scene.detail, scene.has_citations, scene.digits, scene.source
