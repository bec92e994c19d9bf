"""The receipt: whether the deck is as it was bundled, by whom and when, and hashes to copy."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from reader.core import look
from reader.core.deck import Deck
from reader.core.fixity import Fixity
from reader.core.look import Palette
from reader.core.notices import Notices
from reader.core.scene import Ask, Scene
from reader.core.show import Show
from reader.formats.receipt import Digest, Grade, Phase, Receipt, first_receipt, page_files
from reader.gui.icons import line_icon
from reader.gui.overlays.work import Bar
from reader.gui.panels.side import SidePanel
from reader.gui.panels.slip import MOST_NAMES, Facts, FileBlock, HashBlock, Names, Section, Slip
from reader.gui.widgets import button, label, restyled

ICON = 28
ICONS = {
    Grade.NO_BAG: "folder",
    Grade.OPEN: "shield-ellipsis",
    Grade.SOUND: "shield-check",
    Grade.FAULTY: "shield-alert",
    Grade.PARTLY: "shield",
}


class ReceiptPanel(SidePanel):
    """Shows what is known of a bundle, while more becomes known.

    Owns: the slip and its parts, which are made once and only say other things later.
    """

    def __init__(self, show: Show, notices: Notices, parent: QWidget) -> None:
        content = "The receipt of this deck"
        super().__init__("Receipt", show.toggle_receipt, parent, content=content)
        self._show = show
        self._notices = notices
        self._deck: Deck | None = None
        self._receipt = Receipt()
        self._grade = Grade.OPEN
        self._palette = look.DARK
        self._slip = Slip()
        self.column.addWidget(self._slip)
        self.column.addStretch(1)
        inside = QVBoxLayout(self._slip)
        margin = 2 * look.GRID
        inside.setContentsMargins(margin, margin, margin, margin)
        inside.setSpacing(look.GRID)
        inside.addLayout(self._build_verdict())
        self._page = Section("This page")
        self._files = [FileBlock(self._copy), FileBlock(self._copy)]
        for block in self._files:
            self._page.column.addWidget(block)
        self._bundle = Section("The bundle")
        self._facts = Facts()
        self._bundle.column.addWidget(self._facts)
        self._seal = HashBlock(self._copy)
        self._bundle.column.addWidget(self._seal)
        self._seal_words = label("This hash stands for the whole bundle.", "soft", wrap=True)
        self._bundle.column.addWidget(self._seal_words)
        self._faults = Section("Not as bundled")
        self._findings = label("", wrap=True)
        self._faults.column.addWidget(self._findings)
        self._names = Names()
        self._faults.column.addWidget(self._names)
        for section in (self._page, self._bundle, self._faults):
            inside.addWidget(section)

    def _build_verdict(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(look.GRID)
        row = QHBoxLayout()
        row.setSpacing(look.GRID + look.GRID // 2)
        self._icon = QLabel()
        self._icon.setFixedSize(QSize(ICON, ICON))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._headline = label("", "verdict", wrap=True)
        self._detail = label("", "soft", wrap=True)
        words.addWidget(self._headline)
        words.addWidget(self._detail)
        row.addLayout(words, 1)
        column.addLayout(row)
        self._bar = Bar()
        column.addWidget(self._bar)
        self._counts = label("", "soft", wrap=True)
        column.addWidget(self._counts)
        self._save = button("Save as bundle…", "Save as bundle…", self._on_save, role="control")
        column.addWidget(self._save, 0, Qt.AlignmentFlag.AlignLeft)
        return column

    def recolour(self, palette: Palette) -> None:
        """Take the colours that now hold."""
        self._palette = palette
        self._slip.recolour(palette)
        self._bar.recolour(palette)
        self._draw_icon()

    def follow(self, scene: Scene, picture: Fixity | None) -> None:
        """Show what belongs to the page on screen; `picture` is what was found of its picture."""
        if scene.deck is not self._deck:
            self.take(scene.deck, first_receipt(scene.deck))
        files = page_files(self._receipt, scene.deck, scene.page, picture)
        self._page.setVisible(bool(files))
        for place, block in enumerate(self._files):
            block.setVisible(place < len(files))
            if place < len(files):
                block.show_file(files[place])

    def take(self, deck: Deck, receipt: Receipt) -> None:
        """Show what is known by now."""
        self._deck, self._receipt = deck, receipt
        verdict = receipt.verdict
        self._headline.setText(verdict.headline)
        self._detail.setText(verdict.detail)
        is_new = verdict.grade is not self._grade
        self._grade = verdict.grade
        if is_new:
            self._draw_icon()
            kind = "fault" if verdict.grade is Grade.FAULTY else "sound"
            self._headline.setProperty("state", kind)
            restyled(self._headline)
        self._bar.setVisible(receipt.phase is Phase.CHECKING)
        self._bar.set_share(receipt.share)
        self._counts.setText(counts_words(receipt))
        self._counts.setVisible(bool(self._counts.text()))
        self._save.setVisible(receipt.phase is Phase.NO_BAG)
        self._show_bundle(receipt)
        self._show_faults(receipt)
        if is_new and verdict.grade is Grade.FAULTY and self.isVisible():
            self._announce(verdict.headline)

    def _show_bundle(self, receipt: Receipt) -> None:
        self._bundle.setVisible(bool(receipt.facts))
        self._facts.show_facts(receipt.facts)
        self._seal.setVisible(receipt.seal is not None)
        self._seal_words.setVisible(receipt.seal is not None)
        if receipt.seal is not None:
            self._seal.set_digest(receipt.seal, "The whole bundle")

    def _show_faults(self, receipt: Receipt) -> None:
        states = [(state.name, state.fixity) for state in (*receipt.faults, *receipt.unknown)]
        self._faults.setVisible(bool(states or receipt.findings))
        self._findings.setText("\n".join(receipt.findings[:MOST_NAMES]))
        self._findings.setVisible(bool(receipt.findings))
        self._names.show_names(states)

    def _announce(self, words: str) -> None:
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _draw_icon(self) -> None:
        colour = self._palette.fault if self._grade is Grade.FAULTY else self._palette.accent
        icon = line_icon(ICONS[self._grade], colour, ICON, self.devicePixelRatioF())
        self._icon.setPixmap(icon.pixmap(QSize(ICON, ICON)))

    def _copy(self, digest: Digest) -> None:
        QGuiApplication.clipboard().setText(digest.value)
        self._notices.say(f"The {digest.algorithm} hash is copied.", key="copied")

    def _on_save(self) -> None:
        self._show.ask(Ask.BUNDLE)


def counts_words(receipt: Receipt) -> str:
    """How many files there are of each state, such as "10 verified · 2 not checked yet"."""
    if not receipt.total or receipt.is_sound:
        return ""
    counts = dict(receipt.counts)
    left = receipt.total - len(receipt.states)
    counts[Fixity.UNCHECKED] = counts.get(Fixity.UNCHECKED, 0) + left
    return " · ".join(f"{counts[f]:,} {f.value}" for f in Fixity if counts.get(f))
