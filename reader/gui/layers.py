"""What lies over a page for an audience; each part is imported and made when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSizeF
from PySide6.QtGui import QMouseEvent, QPainter, QWheelEvent

from reader.core.scene import Blank, Scene, Tool
from reader.core.show import Show

if TYPE_CHECKING:
    from reader.core.region import Region
    from reader.core.settings import Settings
    from reader.gui.closer import Closer, CloseSheet
    from reader.gui.decoder import ImageRequest, ImageResult
    from reader.gui.fading import Fading
    from reader.gui.magnifying import Magnifying
    from reader.gui.pointing import Pointing
    from reader.gui.sending import SentCard
    from reader.gui.sheet import Sheet
    from reader.gui.stage import Stage


class Layers(QObject):
    """Shows a picture closer, and lays pointers, ink, a card and the page before over a page.

    Owns: all of these, from when they are first used.
    """

    def __init__(self, show: Show, stage: Stage) -> None:
        super().__init__(stage)
        self._show = show
        self._stage = stage
        self._settings: Settings | None = None
        self._closer: Closer | None = None
        self._magnifying: Magnifying | None = None
        self._pointing: Pointing | None = None
        self._card: SentCard | None = None
        self._fading: Fading | None = None

    def obey(self, settings: Settings) -> None:
        """Look here for how pages are to follow each other, and let the lens know how deep it is.

        Until then, which is while the first picture is waited for, pages are cut.
        """
        self._settings = settings
        self._show.lens.grown = self.grown

    def close_down(self) -> None:
        """Stop waiting and listening."""
        for part in (self._pointing, self._card, self._fading):
            if part is not None:
                part.close_down()

    # Following the show

    def follow(self, scene: Scene) -> None:
        """Take what a scene says of the page that is on screen."""
        if scene.zoom is not None or self._closer is not None:
            self._look_closer(scene)
        staging = scene.staging
        if staging.tool is not Tool.NONE or staging.ink or self._pointing is not None:
            self.pointing.follow(scene)
        if staging.sent is not None or self._card is not None:
            self.card.follow(scene)

    def leave_page(self, *, is_held: bool) -> None:
        """Keep the page on screen for a moment, where pages fade into each other."""
        if self._fading is not None:
            self._fading.leave_page(is_held=is_held)
        elif self._settings is not None and self._show.scene.staging.is_on:
            from reader.core.settings import TRANSITION

            if self._settings.value(TRANSITION) != TRANSITION.usual:
                from reader.gui.fading import Fading

                self._fading = Fading(self._show, self._stage, self._settings)
                self._fading.leave_page(is_held=is_held)

    def enter_page(self) -> None:
        """The next page is on screen."""
        if self._fading is not None:
            self._fading.enter_page()

    def place(self) -> None:
        """The page was laid out anew, perhaps for another size."""
        if self._fading is not None:
            self._fading.stop()
        if self._closer is not None:
            self._closer.forget()
        if self._card is not None:
            self._card.place()

    def paint(self, painter: QPainter, sheet: Sheet, page: int) -> None:
        """Paint what lies over the page."""
        if self._pointing is not None and self._show.scene.blank is Blank.NONE:
            self._pointing.paint(painter, sheet, page)
        if self._magnifying is not None:
            self._magnifying.paint(painter)
        if self._fading is not None:
            self._fading.paint(painter)

    # Looking closer

    @property
    def sheet(self) -> CloseSheet | None:
        """The page as it is seen closer; None where all of the picture is seen."""
        return self._closer.sheet if self._closer is not None else None

    @property
    def wanted(self) -> list[ImageRequest]:
        """The pictures that a closer look needs."""
        return self._closer.wanted if self._closer is not None else []

    @property
    def is_sharp(self) -> bool:
        """Whether a closer look, if there is one, has all the pixels that it can have."""
        return self._closer is None or self._closer.sheet is None or self._closer.is_sharp

    def takes(self, result: ImageResult) -> bool:
        """Whether a picture that was decoded is for a closer look."""
        return self._closer is not None and self._closer.takes(result)

    def grown(self, region: Region) -> Region | None:
        """A region of the slide's picture in the shape of the page; None without a picture.

        It is no deeper than is any use.
        """
        return self._grown(self._show.scene.page, region)

    def _grown(self, page: int, region: Region) -> Region | None:
        sheets = self._stage.sheets
        size = sheets.picture_size(page)
        if size.isEmpty():
            return None
        canvas, shape = sheets.canvas, (size.width(), size.height())
        place = QSizeF(canvas.width, canvas.size.height()) * canvas.ratio
        if not sheets.is_drawn(page):
            region = region.no_deeper(shape, (place.width(), place.height()))
        if self.sheet is not None:
            place = self.sheet.clear.size()
        return region.fitted(shape, (place.width(), place.height()))

    def _look_closer(self, scene: Scene) -> None:
        from reader.gui.closer import Closer

        if self._closer is None:
            self._closer = Closer(self._stage.sheets, self._stage.decoder)
        self._closer.follow(scene, lambda region: self._grown(scene.page, region))
        if scene.zoom is not None:
            self.magnifying.listen()
        elif self._magnifying is not None:
            self._magnifying.rest()

    def magnify(self, event: QWheelEvent | QMouseEvent) -> bool:
        """Take a turn of the wheel or a press that is meant for a closer look."""
        return self.magnifying.takes(event)

    # Parts, made when they are first asked for

    @property
    def magnifying(self) -> Magnifying:
        """What the mouse does to look closer."""
        if self._magnifying is None:
            from reader.gui.magnifying import Magnifying

            self._magnifying = Magnifying(self._show, self._stage)
        return self._magnifying

    @property
    def pointing(self) -> Pointing:
        """Laser, spotlight and pen, for the audience's window and for the presenter's preview."""
        if self._pointing is None:
            from reader.gui.pointing import Pointing

            self._pointing = Pointing(self._show, self._stage)
        return self._pointing

    @property
    def card(self) -> SentCard:
        """What the presenter sends to the audience for a moment."""
        if self._card is None:
            from reader.gui.sending import SentCard

            self._card = SentCard(self._show, self._stage)
        return self._card
