"""What holds in a show, each state in a word with its sign: nothing has to be remembered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from PySide6.QtCore import QSize
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from reader.core import look
from reader.core.look import Palette
from reader.core.scene import Blank, Scene, Staging, Tool
from reader.gui.flow import FlowLayout
from reader.gui.icons import line_icon
from reader.gui.presenter.pane import EDGE
from reader.gui.widgets import label

ICON: Final = 16  # logical pixels, at the usual text size
_TOOLS: Final = {Tool.LASER: "laser", Tool.SPOTLIGHT: "spotlight", Tool.PEN: "pen"}


class Seal(NamedTuple):
    """What is known of a bundle, in words; `is_faulty` where it is not what was bundled."""

    words: str
    is_sound: bool = False
    is_faulty: bool = False


class Sign(NamedTuple):
    """One state: an icon, its words, and its role in the palette."""

    icon: str
    words: str
    role: str = "accent"


def signs(scene: Scene, seal: Seal | None = None, reset_key: str = "R") -> tuple[Sign, ...]:
    """Everything that holds now; what the audience sees stands first."""
    of_talk = _of_talk(scene, seal, reset_key)
    return (*_of_audience(scene), *_of_pointer(scene.staging), *of_talk)


def _of_audience(scene: Scene) -> Iterator[Sign]:
    staging = scene.staging
    if scene.blank is Blank.BLACK:
        yield Sign("screen-black", "Black")
    elif scene.blank is Blank.WHITE:
        yield Sign("screen-white", "White")
    if staging.frozen is not None:
        yield Sign("snowflake", f"Frozen on {page_words(scene.for_audience)}")
    if staging.is_hidden:
        yield Sign("eye-off", "Slides hidden")
    if staging.is_on:
        yield _of_screen(staging)
    if scene.has_panel:
        words = "Citations beside the slide" if scene.has_citations else "Receipt beside the slide"
        yield Sign("quote" if scene.has_citations else "shield", words)
    if staging.sent is not None:
        yield Sign("send", f"Sent: {staging.sent.heading}")


def _of_screen(staging: Staging) -> Sign:
    found = staging.arrangement
    if found.audience is None:
        words = "The projector is gone" if staging.last_home else "No second screen"
        return Sign("screen-off", f"{words}: nobody sees the slides", "fault")
    if found.audience == found.console:
        return Sign("screen", "Slides in a window on this screen", "soft")
    return Sign("screen", f"Slides on {found.audience}", "soft")


def _of_pointer(staging: Staging) -> Iterator[Sign]:
    if staging.tool is not Tool.NONE:
        yield Sign(_TOOLS[staging.tool], staging.tool.value.capitalize())


def _of_talk(scene: Scene, seal: Seal | None, reset_key: str) -> Iterator[Sign]:
    staging = scene.staging
    if staging.is_reset_asked:
        yield Sign("history", f"Press {reset_key} again to set the clock to zero")
    if staging.timer.is_paused:
        yield Sign("pause", "Clock stopped")
    if staging.is_auto:
        yield Sign("play", "Turning by itself")
    if scene.deck.complete and scene.page == len(scene.deck.slides) > 0:
        yield Sign("flag", "Last slide", "soft")
    if seal is not None:
        icon = "shield-check" if seal.is_sound else "shield-ellipsis"
        if seal.is_faulty:
            icon = "shield-alert"
        yield Sign(icon, seal.words, "fault" if seal.is_faulty else "soft")


def page_words(scene: Scene) -> str:
    """The page of a scene in words: "slide 3", "the title page", "the credits"."""
    if scene.slide is not None:
        return f"slide {scene.page}"
    return "the title page" if scene.page == 0 else "the credits"


class SignBoard(QWidget):
    """Shows the signs in one row, and tells a screen reader of new ones.

    Owns: a label for each.
    """

    def __init__(self) -> None:
        super().__init__()
        self._flow = FlowLayout(look.GRID)
        place = QVBoxLayout(self)
        place.setContentsMargins(EDGE, 0, EDGE, 0)
        place.addLayout(self._flow)
        self.setAccessibleName("What the audience sees")
        self._shown: tuple[Sign, ...] = ()
        self._chips: list[QWidget] = []
        self._palette = look.DARK
        self._size = ICON

    @property
    def shown(self) -> tuple[Sign, ...]:
        """The signs as they are shown."""
        return self._shown

    @property
    def chips(self) -> tuple[QWidget, ...]:
        """What they are shown on."""
        return tuple(self._chips)

    def restyle(self, palette: Palette, base: float) -> None:
        """Take colours, and a text size in pixels."""
        self._palette, self._size = palette, round(ICON * base / look.READING_BASE)
        self._fill()

    def tell(self, now: tuple[Sign, ...]) -> bool:
        """Show these; whether any is another than before."""
        if now == self._shown:
            return False
        before, self._shown = self._shown, now
        self._fill()
        new = [sign.words for sign in now if sign not in before and sign.role != "soft"]
        if new and QAccessible.isActive():
            words = ". ".join(new)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        return True

    def _fill(self) -> None:
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(sign) for sign in self._shown]
        for chip in self._chips:
            self._flow.addWidget(chip)
            chip.show()
        self.updateGeometry()

    def _chip(self, sign: Sign) -> QWidget:
        chip = QWidget(self)
        chip.setObjectName("sign")
        chip.setProperty("kind", sign.role)
        row = QHBoxLayout(chip)
        across = round(look.GRID * self._size / ICON)
        row.setContentsMargins(across, 3, across + 2, 3)
        row.setSpacing(6)
        picture = QLabel()
        colour = getattr(self._palette, sign.role)
        icon = line_icon(sign.icon, colour, self._size, self.devicePixelRatioF())
        picture.setPixmap(icon.pixmap(QSize(self._size, self._size), self.devicePixelRatioF()))
        row.addWidget(picture)
        words = label(sign.words, "sign")
        words.setProperty("kind", sign.role)
        row.addWidget(words)
        return chip
