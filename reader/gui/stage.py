"""The surface on which pages are shown: asks for pictures, keeps neighbours ready, paints."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, QSizeF, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from reader.core import look
from reader.core.fixity import Fixity
from reader.core.plan import pages_to_keep
from reader.core.scene import Blank, Scene
from reader.core.show import Show
from reader.gui import theme
from reader.gui.canvas import Canvas
from reader.gui.decoder import Decoder, ImageRequest, ImageResult
from reader.gui.digits import paint_digits
from reader.gui.layers import Layers
from reader.gui.sheet import Sheet
from reader.gui.sheets import Sheets
from reader.gui.timers import FIRST_MS, single_shot

SHARP_PAGES = 3  # the one on screen, the next and the one before
PATIENCE_MS = 250  # how long the old page stays while the new picture is decoded
RESIZE_MS = 80  # how long the window system has to change the size after full screen was asked
REST_MS = 120  # after this long on one page the slower listeners are told


class Stage(QWidget):
    """Shows one page of a show, and has the pages around it ready.

    Owns: the pages laid out for the present size, what lies over them, and the colours in use.
    Emits: appeared(), once, when the first page is on screen; turned(), when another page is, even
    if its picture is still waited for; rested(Scene), when a page has
    stayed for a moment; laid_out(Sheet), when the page on screen was laid out anew or scrolled;
    recoloured(), when other colours hold.
    """

    appeared = Signal()
    turned = Signal()
    rested = Signal(object)
    laid_out = Signal(object)
    recoloured = Signal()

    def __init__(self, show: Show, decoder: Decoder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._show = show
        self._decoder = decoder
        self._scene = show.scene.for_audience
        self._sheet: Sheet | None = None  # what is on screen; its page may be the one before
        self._has_appeared = False
        self._covered = 0.0  # of the right side, by a panel in full screen
        self._is_held = False  # the key that brought us here is held down
        self._forward = True
        self.palette_in_use = theme.palette_for(show.scene.theme, show.scene.is_staged)
        self._sheets = Sheets(show.scene, self._canvas(), decoder)
        self.layers = Layers(show, self)
        self.setMouseTracking(True)
        self._laid_for: tuple[QSize, float] | None = None
        self._patience = single_shot(self, PATIENCE_MS, self._turn)
        self._resize = single_shot(self, RESIZE_MS, self._lay_out_again)
        self._ahead = single_shot(self, 0, self._get_ready)
        self._first = single_shot(self, FIRST_MS, self._appear)
        self._rest = single_shot(self, REST_MS, self._on_rest)
        self._leave = show.changed.subscribe(self._on_scene)
        decoder.decoded.connect(self._on_decoded)

    def close_down(self) -> None:
        """Stop listening and waiting, before the window goes."""
        self._leave()
        for timer in (self._first, self._patience, self._resize, self._ahead, self._rest):
            timer.stop()
        self.layers.close_down()

    def furnish(self) -> None:
        """Do what the first picture need not wait for."""
        from PySide6.QtCore import Qt  # late: this import alone takes a quarter of Qt's own time

        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def _appear(self) -> None:
        self._first.stop()
        self._has_appeared = True
        self.appeared.emit()
        self._ahead.start()
        self._rest.start()

    def prepare(self, size: QSize) -> None:
        """Lay out and decode the first page for a size, before the window is shown."""
        self.resize(size)
        self._lay_out_again()
        self._sheet = self._sheets.of(self._scene.page)
        self._want_first(self._sheet)
        self._first.start()

    def _want_first(self, sheet: Sheet) -> None:
        """Ask for the picture of the first page, and for nothing that could delay it."""
        request = self._sheets.request(sheet)
        if request is not None:
            # The bare picture may be there already.
            self._decoder.want([*request.steps(sheet.is_large), request.plain])

    # What is on screen

    @property
    def sheet(self) -> Sheet | None:
        """The page on screen, as it is laid out."""
        return self.layers.sheet or self._sheet

    @property
    def sheets(self) -> Sheets:
        """Every page that is laid out."""
        return self._sheets

    @property
    def decoder(self) -> Decoder:
        """Where its pictures come from."""
        return self._decoder

    @property
    def page(self) -> int:
        """The page that was asked for, which is on screen as soon as it can be."""
        return self._scene.page

    @property
    def clear_width(self) -> float:
        """How much of the width no panel covers, in logical pixels."""
        return self._sheets.canvas.width

    @property
    def picture_fixity(self) -> Fixity | None:
        """Whether the picture of the page is the one that was bundled, as far as is known."""
        return self._sheets.fixity(self._scene.page)

    @property
    def is_settled(self) -> bool:
        """Whether the page that was asked for is the one on screen, with its picture."""
        return self._sheet is self._sheets.of(self._scene.page) and self._sheets.is_ready(
            self._sheet
        )

    @property
    def has_sharp_picture(self) -> bool:
        """Whether the picture on screen has the resolution of the screen."""
        sheet = self._sheet
        request = self._sheets.request(sheet) if sheet else None
        is_ready = request is None or self._decoder.ready(request) is not None
        return is_ready and self.layers.is_sharp

    def scroll_text(self, by: int) -> None:
        """Scroll a text that is longer than its place, by `by` lines."""
        sheet = self._sheet
        if sheet is not None and sheet.scroll_by(by * self._sheets.canvas.base * look.LEADING):
            self.update()
            self.laid_out.emit(sheet)

    def set_covered(self, width: float) -> None:
        """Keep text and credit clear of a panel that covers the right side in full screen."""
        if width != self._covered:
            self._covered = width
            self._lay_out_again()

    def restyle(self) -> None:
        """Take the colours and the text size that now hold."""
        self._lay_out_again()

    def forget_pictures(self) -> None:
        """Read every picture again, because files may have changed."""
        self._sheets.forget_pictures()
        self._decoder.forget()
        self._lay_out_again()

    # Following the show

    def _on_scene(self, scene: Scene) -> None:
        scene = scene.for_audience
        before, self._scene = self._scene, scene
        self._forward = scene.page >= before.page
        if scene.deck is not before.deck:
            self._lay_out_again()
        elif scene.is_staged != before.is_staged or scene.is_full_screen != before.is_full_screen:
            self._resize.start()  # unless the window system gives another size before
        elif (scene.has_text, scene.theme) != (before.has_text, before.theme):
            self._lay_out_again()
        elif scene.page != before.page:
            self._turn_when_ready()
        else:
            self._show_layers()

    def _show_layers(self) -> None:
        """The page stays, but perhaps not what is seen of it and over it."""
        before = self.sheet
        self.layers.follow(self._scene)
        if self.sheet is not before or self.layers.wanted:
            self._follow_up()
        self.update()

    def _turn_when_ready(self) -> None:
        if self._sheets.is_ready(self._sheets.of(self._scene.page)):
            self._turn()
        else:
            self._patience.start()
            self._ahead.start()

    def _turn(self) -> None:
        """Put the page that was asked for on screen, with whatever of its picture there is."""
        self._patience.stop()
        sheet = self._sheets.of(self._scene.page)
        if sheet is not self._sheet:
            self.layers.leave_page(is_held=self._is_held)
        self._sheet = sheet
        self.layers.follow(self._scene)
        self.layers.enter_page()
        self.repaint()  # now, not with the next turn of the loop: a flip has a frame's time
        self.turned.emit()
        self._follow_up()

    def _follow_up(self) -> None:
        if self._has_appeared:
            self._ahead.start()
            self._rest.start()

    def _lay_out_again(self) -> None:
        self._resize.stop()
        self._laid_for = (self.size(), self.devicePixelRatioF())
        before = self.palette_in_use
        self.palette_in_use = theme.palette_for(self._scene.theme, self._scene.is_staged)
        self._sheets.begin(self._scene, self._canvas())
        self.layers.place()
        if self.palette_in_use is not before:
            self.recoloured.emit()
        if self.isVisible():
            self._sheet = self._sheets.of(self._scene.page)
            if not self._has_appeared:  # the window system gave another size, as for maximised
                self._want_first(self._sheet)
            self.layers.follow(self._scene)
            self.update()
            self._follow_up()

    def _on_rest(self) -> None:
        self._is_held = False
        self._get_ready()
        if self.sheet is not None:
            self.laid_out.emit(self.sheet)
        self.rested.emit(self._scene)

    # Pages and pictures

    def _canvas(self) -> Canvas:
        return Canvas(
            QSizeF(self.size()),
            self.devicePixelRatioF(),
            self.palette_in_use,
            theme.text_scale(),
            self._scene.is_staged,
            self._covered if self._scene.is_staged else 0.0,
        )

    def _get_ready(self) -> None:
        """Ask for the picture on screen and those of the pages around it."""
        if not self.isVisible() or not self._has_appeared:
            return
        sharp: list[ImageRequest] = []
        coarse: list[ImageRequest] = []
        plan = pages_to_keep(self._scene.page, self._scene.end_page, self._forward)
        for rank, page in enumerate(plan):
            sheet = self._sheets.of(page)
            request = self._sheets.request(sheet)
            if request is None:
                continue
            if sheet.is_large:
                coarse.append(request.coarse)
            if rank < SHARP_PAGES and (rank == 0 or not (self._is_held and sheet.is_large)):
                sharp.append(request)
        self._sheets.keep(plan)
        here = self._sheets.request(self._sheets.of(self._scene.page))
        if self._is_held:
            wanted = coarse + sharp
        elif here is not None and here.coarse in coarse and self._decoder.ready(here) is None:
            wanted = [here.coarse, *sharp, *coarse]
        else:
            wanted = sharp + coarse
        closer = self.layers.wanted
        wanted[1:1] = closer[:1]  # after the picture itself, of which something is there at once
        wanted += closer[1:]
        self._decoder.want(list(dict.fromkeys(wanted)))

    def _on_decoded(self, result: ImageResult) -> None:
        self._sheets.prove(result)
        if self.layers.takes(result):
            self.update()
            return
        for page, sheet in self._sheets.all():
            request = self._sheets.request(sheet)
            if request is None or result.request not in (request, request.coarse):
                continue
            if result.error is not None:
                self._sheets.place_fault(sheet, str(result.error))
                self.layers.follow(self._scene)  # of which nothing can be seen closer
            if page != self._scene.page:
                continue
            if self._sheet is sheet:
                self.update()
                self._follow_up()
            else:
                self._turn()

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_page(painter)
        if self._sheet is not None:
            self.layers.paint(painter, self.sheet or self._sheet, self._scene.page)
        if self._scene.digits and not self._scene.staging.has_console:
            paint_digits(painter, self._scene, self._sheets.canvas)

    def paint_page(self, painter: QPainter) -> None:
        """Paint the page on screen, without what lies over it."""
        scene, sheet = self._scene, self._sheet
        if scene.blank is not Blank.NONE:
            is_black = scene.blank is Blank.BLACK
            painter.fillRect(self.rect(), QColor("black") if is_black else QColor("white"))
        elif sheet is not None:
            image = self._sheets.image(sheet)
            (self.layers.sheet or sheet).paint(painter, image)
            if not self._has_appeared and (image is not None or sheet.file is None):
                self._first.start(0)
        else:
            painter.fillRect(self.rect(), QColor(self.palette_in_use.ground))

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._laid_for != (self.size(), self.devicePixelRatioF()):
            self._lay_out_again()

    def showEvent(self, event: QShowEvent) -> None:
        # While nothing could be seen, the page may have been laid out for another size.
        is_stale = self._sheet is not None and self._sheet is not self._sheets.of(self._scene.page)
        if is_stale or self._laid_for != (self.size(), self.devicePixelRatioF()):
            self._lay_out_again()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._lay_out_again()
        is_press = event.type() == QEvent.Type.ShortcutOverride
        if is_press and isinstance(event, QKeyEvent) and self.holds_back(event):
            # What is accepted here comes back as a plain key press, which does nothing.
            event.accept()
            return True
        return super().event(event)

    def holds_back(self, event: QKeyEvent) -> bool:
        """Note whether a key is held, in whatever window; whether its repeat comes too soon.

        A held key turns pages only as fast as they can be seen.
        """
        self._is_held = event.isAutoRepeat()
        return self._is_held and not self.is_settled

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            super().keyPressEvent(event)
