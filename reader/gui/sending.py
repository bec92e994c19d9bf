"""The card that a presenter sends to the audience: a source or a credit, with its QR code."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from reader.core import look
from reader.core.scene import Scene
from reader.core.sending import Sent
from reader.core.show import Show
from reader.gui import theme
from reader.gui.stage import Stage
from reader.gui.timers import single_shot
from reader.gui.typeset import Block, line_of

SEND_MS = 10_000  # as long as the commands promise
LARGEST_CODE = 20  # the version: a larger one has too many modules to be read across a hall
QUIET_ZONE = 4  # modules of white around a code, as the standard wants
CODE_SHARE = 0.3  # of the height of the page
LEAST_MODULE = 2  # physical pixels
TEXT_WIDTH = 22.0  # times the size of the letters
MOST_HEIGHT = 0.6  # of the page: a longer text is set smaller
_SIZES: Final = (1.0, 0.84, 0.7, 0.58)


def qr_code(address: str) -> QImage | None:
    """The code of a web address, one pixel for each module, its quiet zone included.

    None for what is no web address, or too long for a code that a hall can read.
    """
    if not address.lower().startswith(("http://", "https://")):
        return None
    import segno  # late: few shows send anything

    plain = address if address.isascii() else bytes(QUrl(address).toEncoded().data()).decode()
    try:
        code = segno.make(plain, error="m", micro=False, boost_error=False)
    except segno.DataOverflowError:
        return None
    if int(code.version) > LARGEST_CODE:
        return None
    rows = [bytes(row) for row in code.matrix]
    side = len(rows) + 2 * QUIET_ZONE
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    dark = QColor(look.DARK.ground)
    for y, row in enumerate(rows, QUIET_ZONE):
        for x, module in enumerate(row, QUIET_ZONE):
            if module:
                image.setPixelColor(x, y, dark)
    return image


class SentCard(QWidget):
    """Lies over the foot of the audience's page, at the right, for ten seconds.

    Owns: the text as it is laid out, the code, and the timer that takes the card away.
    """

    def __init__(self, show: Show, stage: Stage) -> None:
        super().__init__(stage)
        self._show = show
        self._stage = stage
        self._sent: Sent | None = None
        self._code: QImage | None = None
        self._code_place = QRect()  # in physical pixels
        self._blocks: list[Block] = []
        self.setObjectName("sent")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._over = single_shot(self, SEND_MS, self._take_away)
        self.hide()

    def close_down(self) -> None:
        """Wait for nothing more."""
        self._over.stop()

    def follow(self, scene: Scene) -> None:
        """Show what was sent, from now on for ten seconds."""
        sent = scene.staging.sent
        if sent == self._sent:
            return
        self._sent = sent
        if sent is None:
            self._over.stop()
            self.hide()
            return
        self._code = qr_code(sent.address)
        self.setAccessibleName(sent.heading)
        self.setAccessibleDescription("\n".join(filter(None, (sent.text, sent.address))))
        self.place()
        self.show()
        self.raise_()
        self._over.start()

    def _take_away(self) -> None:
        self._show.podium.send(None)

    # Layout

    def place(self) -> None:
        """Take a place on the page as it now is."""
        sheet, canvas = self._stage.sheet, self._stage.sheets.canvas
        if self._sent is None or sheet is None:
            return
        margin, ratio = canvas.margin, canvas.ratio
        foot = sheet.ticks.area.top() if sheet.ticks is not None else sheet.area.bottom()
        pad = canvas.base
        code = self._code_side()
        room = min(canvas.base * TEXT_WIDTH, canvas.width - 2 * margin - 3 * pad - code)
        for size in _SIZES:
            height = self._set_text(canvas.base * size, max(80.0, room))
            if height <= sheet.area.height() * MOST_HEIGHT:
                break
        wide = max(block.used_width for block in self._blocks)
        inner = max(height, code)
        width = round(2 * pad + wide + (pad + code if code else 0))
        tall = round(2 * pad + inner)
        for block in self._blocks:
            block.move_to(pad, block.at.y() + pad + (inner - height) / 2)
        right, bottom = canvas.width - margin, foot - margin * 0.5
        self.setGeometry(round(right - width), round(max(margin, bottom - tall)), width, tall)
        at = QPoint(round((width - pad - code) * ratio), round((pad + (inner - code) / 2) * ratio))
        self._code_place = QRect(at, QSize(round(code * ratio), round(code * ratio)))
        self.update()

    def _code_side(self) -> float:
        """Of the code, in logical pixels that are whole physical ones for each module."""
        if self._code is None:
            return 0.0
        canvas = self._stage.sheets.canvas
        modules = self._code.width()
        wanted = canvas.size.height() * CODE_SHARE * canvas.ratio
        return max(LEAST_MODULE, int(wanted / modules)) * modules / canvas.ratio

    def _set_text(self, base: float, width: float) -> float:
        """Lay the words out from (0, 0); how high they are."""
        assert self._sent is not None
        canvas = self._stage.sheets.canvas
        palette = canvas.palette
        heading = theme.font(look.SANS, base * look.KICKER, semibold=True, spacing=0.03)
        text = theme.font(look.SERIF, base)
        self._blocks, y = [], 0.0
        for words, style in (
            (self._sent.heading, canvas.style(heading, palette.accent)),
            (
                self._sent.text,
                canvas.style(text, palette.ink, leading=1.34),
            ),
            (
                self._sent.address,
                canvas.style(theme.font(look.SANS, base * look.SMALL), palette.soft),
            ),
        ):
            if words:
                block = line_of(words, style, width)
                block.move_to(0, y)
                self._blocks.append(block)
                y += block.height + base * 0.4
        return y - base * 0.4

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette = self._stage.palette_in_use
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.setBrush(QColor(palette.raised))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        for block in self._blocks:
            block.paint(painter)
        if self._code is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            # A whole number of pixels for each module, counted from the window's own.
            scale = 1 / self.devicePixelRatioF()
            painter.scale(scale, scale)
            painter.drawImage(self._code_place, self._code)
