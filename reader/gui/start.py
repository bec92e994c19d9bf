"""Brings the first picture on screen, and only then builds the program around it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QRectF, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication

from reader.core.files import files_of
from reader.core.paths import name_in, picture_fault
from reader.errors import Exit, ImageError
from reader.formats.opening import Message, error_of
from reader.gui.decoder import Decoder, ImageRequest, is_large, measure
from reader.gui.fitting import fit, pixels, snap
from reader.gui.window import Window

if TYPE_CHECKING:
    from reader.core.screens import Desk
    from reader.core.wishes import Wishes

SWITCH_SECONDS = 0.0005


def run(opening: Iterator[Message], wishes: Wishes) -> int:
    """Open a window on the deck that `opening` tells of, and stay until it is closed.

    Raises ReaderError where the deck or a window cannot be opened.
    """
    # Worker threads hold the interpreter's lock for moments only: let them have it at once.
    sys.setswitchinterval(SWITCH_SECONDS)
    qInstallMessageHandler(_on_qt_message)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("deck-reader")  # by which a desktop knows its windows
    application.setApplicationDisplayName("Deck Reader")
    application.setDesktopFileName("deck-reader")
    remembered, first = next(opening), next(opening)
    if first[0] == "error":
        raise error_of(first)
    decoder = Decoder()
    stage = _stage(remembered, wishes)
    picture = _first_picture(first, stage.screen) if stage.fills_screen else None
    if picture is not None:
        decoder.want(picture[0].steps(picture[1]))
    window = Window(decoder)
    builder = _Builder(Beginning(window, decoder, opening, remembered, first, wishes, stage.desk))
    if picture is None:
        builder.build()
    else:
        window.appeared.connect(builder.build)
        window.open_with(picture[0], remembered[1].get("geometry"), stage.screen)
    code = application.exec()
    builder.close()
    return code


class _FirstStage(NamedTuple):
    """Where the first picture comes."""

    fills_screen: bool
    screen: QScreen | None
    desk: Desk | None  # the screens that there are; None where nobody had to know


def _stage(remembered: Message, wishes: Wishes) -> _FirstStage:
    """Where the window goes that a show, or a reader, begins with."""
    screen = QGuiApplication.primaryScreen()
    if not wishes.is_show:
        return _FirstStage(wishes.fills_screen or wishes.is_kiosk, screen, None)
    from reader.core.screens import arrange
    from reader.gui.screens import desk, named_screens

    found = desk()
    chosen = wishes.screen or remembered[1].get("screens", {}).get(found.key, "")
    place = arrange(found, chosen, wants_console=not wishes.is_kiosk, last_home="")
    return _FirstStage(
        place.is_full_screen, named_screens().get(place.audience or "", screen), found
    )


def _first_picture(first: Message, screen: QScreen | None) -> tuple[ImageRequest, bool] | None:
    """The picture that will fill the screen, where a slide is asked for that has one.

    The second value tells whether a coarse one should come first. Straight from what was read:
    no text and no model of the deck is needed for it.
    """
    reading, page = first[1], first[2]
    slides = reading["slides"]
    if not 1 <= page <= len(slides) or screen is None:
        return None
    image: Any = slides[page - 1][1].get("image")
    file = image.get("file") if isinstance(image, dict) else None
    if not isinstance(file, str):
        return None
    try:
        files = files_of(reading["files"])
        if picture_fault(files, file):
            return None
        blob = files.blob(name_in("", file))
        size = measure(blob)
    except (ImageError, OSError):
        return None  # the stage will say so, in the picture's place
    ratio = screen.devicePixelRatio()
    place = snap(fit(size.width() / size.height(), QRectF(screen.geometry())), ratio)
    return ImageRequest(blob, *pixels(place, ratio)), is_large(size)


class Beginning(NamedTuple):
    """What there is before the program: a window, and what has been read so far."""

    window: Window
    decoder: Decoder
    opening: Iterator[Message]  # what is still to come
    remembered: Message
    first: Message  # a reading of the deck
    wishes: Wishes
    desk: Desk | None  # the screens, where the first picture had to know them


class _Builder:
    """Builds the program once the first picture is on screen.

    Owns: the program, and the guards around it.
    """

    def __init__(self, beginning: Beginning) -> None:
        self._beginning = beginning
        self._program: Any = None

    def build(self) -> None:
        """Import and make everything else."""
        from reader.gui.app import Program
        from reader.gui.guards import Guards

        if self._program is None:
            self._program = Program(self._beginning)
            self._guards = Guards()
            self._guards.failed.connect(self._program.tell_fault)
            self._guards.asked_to_end.connect(self._program.end)
            self._program.start()

    def close(self) -> None:
        """Let every thread end."""
        if self._program is not None:
            self._guards.close()
            self._program.close()
        self._beginning.decoder.close()


def _on_qt_message(kind: QtMsgType, _context: object, words: str) -> None:
    """Turn Qt's fatal words, said when no window can open, into ours; Qt would then abort."""
    if kind is QtMsgType.QtFatalMsg:
        import os

        from reader.core.doctor import remedy  # late: it loads libraries to look for them

        sys.stderr.write(f"a window cannot open ({remedy()})\n")
        sys.stderr.flush()
        os._exit(Exit.UNREADABLE)
    if kind is QtMsgType.QtCriticalMsg or (kind is QtMsgType.QtWarningMsg and not _is_idle(words)):
        sys.stderr.write(f"{words}\n")


def _is_idle(words: str) -> bool:
    """Whether Qt's warning only says at length what our own sentence will say, or nothing at all.

    Of what a newer screen reader may ask, Qt has not learnt everything; it answers all the same.
    Of what compositors do while a window goes from screen to screen, it complains without harm.
    """
    said_by_us = "platform plugin" in words or "could not connect to display" in words
    is_wayland = "QWaylandTextInput" in words or words.startswith("Configure event with")
    return said_by_us or words.startswith("AtSpiAdaptor::") or is_wayland
