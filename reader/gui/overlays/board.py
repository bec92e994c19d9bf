"""Shows over a window whatever the scene says lies over it; each card is made when first needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from reader.core.scene import Overlay, Scene
from reader.gui.overlays.card import Card
from reader.gui.parts import Parts

Maker = Callable[[Parts, QWidget], Card]


def _keys(parts: Parts, parent: QWidget) -> Card:
    from reader.gui.overlays.keys import KeyOverlay

    return KeyOverlay(parts, parent)


def _offer(parts: Parts, parent: QWidget) -> Card:
    from reader.gui.overlays.offer import OfferCard

    return OfferCard(parts, parent)


def _checks(parts: Parts, parent: QWidget) -> Card:
    from reader.gui.overlays.checks import Checks

    return Checks(parts, parent)


def _aim(parts: Parts, parent: QWidget) -> Card:
    from reader.gui.overlays.aim import AimCard

    return AimCard(parts, parent)


def _runs(parts: Parts, parent: QWidget) -> Card:
    from reader.gui.overlays.runs import RunsCard

    return RunsCard(parts, parent)


def _teach(parts: Parts, parent: QWidget) -> Card:
    from reader.gui.overlays.teach import Teach

    return Teach(parts, parent)


def _overview(parts: Parts, parent: QWidget) -> Card:
    from reader.gui.overlays.overview import Overview

    return Overview(parts, parent)


def _go(parts: Parts, parent: QWidget) -> Card:
    from reader.gui.overlays.finder import Finder

    return Finder(Overlay.GO, parts, parent)


def _lookup(parts: Parts, parent: QWidget) -> Card:
    from reader.gui.overlays.finder import Finder

    return Finder(Overlay.LOOKUP, parts, parent)


MAKERS: Final[dict[Overlay, Maker]] = {
    Overlay.OVERVIEW: _overview,
    Overlay.GO: _go,
    Overlay.LOOKUP: _lookup,
    Overlay.KEYS: _keys,
    Overlay.OFFER: _offer,
    Overlay.CHECKS: _checks,
    Overlay.AIM: _aim,
    Overlay.RUNS: _runs,
    Overlay.TEACH: _teach,
}


class OverlayBoard(QObject):
    """The cards of one window.

    Owns: the cards. `follow` must be told of every scene.
    """

    def __init__(self, parts: Parts, window: QWidget, home: QWidget, *, is_console: bool) -> None:
        super().__init__(window)
        self._parts = parts
        self._window = window
        self._home = home  # where the focus returns to
        self._is_console = is_console
        self._cards: dict[Overlay, Card] = {}
        self._shown: Card | None = None

    def __getitem__(self, overlay: Overlay) -> Card:
        """The card for an overlay, made now if it was not before."""
        if overlay not in self._cards:
            self._cards[overlay] = MAKERS[overlay](self._parts, self._window)
        return self._cards[overlay]

    @property
    def shown(self) -> Card | None:
        return self._shown

    def follow(self, scene: Scene) -> bool:
        """Open and close what the scene says; whether anything did."""
        is_here = scene.staging.has_console is self._is_console
        wanted = scene.overlay if is_here else Overlay.NONE
        card = self[wanted] if wanted in MAKERS else None
        if card is self._shown:
            return False
        before, self._shown = self._shown, card
        if before is not None:
            focus = self._window.focusWidget()
            had_focus = focus is not None and (focus is before or before.isAncestorOf(focus))
            before.hide()
            before.end()
            if had_focus and card is None:
                self._home.setFocus(Qt.FocusReason.OtherFocusReason)
        if card is not None:
            card.show()
            card.raise_()
            card.begin()
        return True

    def place(self, width: int, height: int, base: float) -> None:
        """Put the open card into a window of this size, whose text is `base` pixels high."""
        if self._shown is not None:
            self._shown.place(width, height, base)
            self._shown.raise_()

    def close(self) -> None:
        """End what is open, before the window goes."""
        if self._shown is not None:
            self._shown.end()
