"""The look of the product as Qt colours, fonts and one style sheet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

from reader.core import look
from reader.core.look import Palette
from reader.core.scene import Theme

_MIDDLE = 128  # of QColor.lightness(), 0 to 255

FONTS = Path(__file__).parent / "fonts"


def load_fonts() -> None:
    """Make the shipped typefaces known to Qt."""
    for path in sorted(FONTS.glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def font(
    family: str,
    pixels: float,
    *,
    semibold: bool = False,
    italic: bool = False,
    spacing: float = 0.0,
) -> QFont:
    """A font of `pixels` height; `spacing` is added between letters, as a share of the size."""
    made = QFont(family)
    made.setPixelSize(max(1, round(pixels)))
    made.setWeight(QFont.Weight.DemiBold if semibold else QFont.Weight.Normal)
    made.setItalic(italic)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if spacing:
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing * pixels)
    return made


def palette_for(theme: Theme, on_stage: bool) -> Palette:
    """The colours of a theme; without a choice, dark in full screen, else as the system has it."""
    if theme is Theme.SYSTEM:
        # Not QStyleHints.colorScheme(): it makes the binding build every enumeration of `Qt`,
        # which takes a quarter as long as importing Qt. The palette says the same.
        window = QGuiApplication.palette().color(QPalette.ColorRole.Window)
        return look.DARK if on_stage or window.lightness() < _MIDDLE else look.LIGHT
    return look.LIGHT if theme is Theme.LIGHT else look.DARK


def colour(code: str, share: float = 1.0) -> QColor:
    """A colour of the palette, `share` opaque."""
    made = QColor(code)
    made.setAlphaF(share)
    return made


def text_scale() -> float:
    """How much larger than usual the system's text is set, at least 1."""
    usual = 13.33  # pixels: ten points at 96 dots an inch
    system = QFont(QGuiApplication.font())
    pixels = system.pixelSize() if system.pixelSize() > 0 else system.pointSizeF() * 96 / 72
    return max(1.0, min(3.0, pixels * _dpi_share() / usual))


def _dpi_share() -> float:
    screen = QGuiApplication.primaryScreen()
    return screen.logicalDotsPerInch() / 96 if screen else 1.0


def style_sheet(palette: Palette, base: float) -> str:
    """The style of every widget that is not painted by hand; `base` as in `reader.core.look`."""
    small = round(base * look.SMALL)
    parts = (_text(palette, base, small), _buttons(palette, small), _fields(palette, base))
    return "".join((*parts, _lists(palette), _menus(palette)))


def _text(palette: Palette, base: float, small: int) -> str:
    return f"""
    * {{ font-family: "{look.SANS}"; font-size: {round(base * 0.9)}px; color: {palette.ink}; }}
    QWidget#panel, QWidget#overlay, QDialog, QMenu {{ background: {palette.raised}; }}
    QWidget#panel {{ border-left: 1px solid {palette.line}; }}
    QWidget#overlay, QDialog {{ border: 1px solid {palette.line}; border-radius: 8px; }}
    QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
    QLabel {{ background: transparent; }}
    QLabel[role="title"] {{
        font-family: "{look.SERIF}"; font-size: {round(base * 1.2)}px; font-weight: 600; }}
    QLabel[role="heading"] {{
        font-size: {small}px; font-weight: 600; color: {palette.accent}; }}
    QLabel[role="entry"] {{ font-family: "{look.SERIF}"; font-size: {round(base)}px; }}
    QLabel[role="soft"] {{ color: {palette.soft}; font-size: {small}px; }}
    QLabel[role="number"] {{
        color: {palette.accent}; font-size: {round(base)}px; font-weight: 600; }}
    QLabel[role="key"] {{
        font-size: {small}px; background: {palette.ground}; border: 1px solid {palette.line};
        border-bottom-width: 2px; border-radius: 4px; padding: 1px 6px; }}
    QLabel[role="address"] {{
        font-size: {small}px; background: {palette.ground}; border: 1px solid {palette.line};
        border-radius: 4px; padding: 8px; }}
    QLabel#notice {{
        background: {palette.raised}; border: 1px solid {palette.line}; border-radius: 6px;
        padding: 8px 16px; }}
{_slip(palette, base, small)}
    QFrame#card[current="true"] {{ border-left: 2px solid {palette.accent}; }}
    QFrame#card {{ border: none; border-left: 2px solid transparent; }}
    QFrame#rule {{ background: {palette.line}; max-height: 1px; min-height: 1px; }}
    """


def _slip(palette: Palette, base: float, small: int) -> str:
    """The receipt: hashes and names in letters of one width, all else as elsewhere."""
    mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    return f"""
    QLabel[role="verdict"] {{
        font-family: "{look.SERIF}"; font-size: {round(base * 1.1)}px; font-weight: 600; }}
    QLabel[role="strong"] {{ font-size: {small}px; font-weight: 600; }}
    QLabel[role="fact"], QLabel[role="state"] {{ font-size: {small}px; }}
    QLabel[role="mono"], QLabel[role="hash"] {{
        font-family: "{mono}"; font-size: {round(base * look.CREDIT)}px; }}
    QLabel[role="mono"] {{ color: {palette.soft}; }}
    QLabel[state="fault"] {{ color: {palette.fault}; font-weight: 600; }}
    QLabel[state="open"] {{ color: {palette.soft}; }}
    QFrame#slip {{ border: none; }}
    QFrame#perforation {{
        border: none; border-top: 1px dashed {palette.soft}; max-height: 1px; min-height: 1px; }}"""


def _buttons(palette: Palette, small: int) -> str:
    return f"""
    QToolButton {{
        background: transparent; border: 1px solid transparent; border-radius: 6px;
        padding: 3px 8px; min-height: 18px; min-width: 18px;
        color: {palette.soft}; font-size: {small}px; }}
    QToolButton:hover {{ background: {palette.line}; color: {palette.ink}; }}
    QToolButton:focus {{ border: 2px solid {palette.accent}; padding: 2px 7px; }}
    QToolButton:disabled {{ color: {palette.line}; }}
    QToolButton[role="link"], QToolButton[role="tool"] {{
        color: {palette.accent}; padding: 1px 4px; min-height: 20px; min-width: 22px; }}
    QToolButton[role="tool"] {{ color: {palette.soft}; padding: 1px 0; }}
    QToolButton[role="link"]:hover, QToolButton[role="tool"]:hover {{
        background: {palette.line}; color: {palette.ink}; }}
    QToolButton[role="link"]:focus {{ padding: 0 3px; }}
    QToolButton[role="control"] {{ background: {palette.raised}; border-color: {palette.line}; }}
    QToolButton[role="control"]:hover {{ background: {palette.line}; }}
    QToolButton::menu-indicator {{ image: none; }}
    QPushButton {{
        background: {palette.ground}; border: 1px solid {palette.line}; border-radius: 6px;
        padding: 6px 16px; min-height: 20px; }}
    QPushButton:hover {{ background: {palette.line}; }}
    QPushButton:default {{
        background: {palette.accent}; border-color: {palette.accent}; color: {palette.ground}; }}
    QPushButton:focus {{ border: 2px solid {palette.ink}; padding: 5px 15px; }}
    """


def _fields(palette: Palette, base: float) -> str:
    return f"""
    QLineEdit {{
        background: {palette.ground}; border: 1px solid {palette.line}; border-radius: 6px;
        padding: 6px 10px; font-size: {round(base)}px; placeholder-text-color: {palette.soft};
        selection-background-color: {palette.accent}; selection-color: {palette.ground}; }}
    QLineEdit:focus {{ border: 2px solid {palette.accent}; padding: 5px 9px; }}
    QFrame#listener {{
        background: {palette.ground}; border: 2px dashed {palette.line}; border-radius: 6px; }}
    QFrame#listener:focus {{ border: 2px solid {palette.accent}; }}
    """


def _lists(palette: Palette) -> str:
    """Lists whose items are painted by hand."""
    return f"""
    QListView {{ background: transparent; border: none; outline: none; }}
    QListView:focus {{ border: none; }}
    QListView#hits {{ border-top: 1px solid {palette.line}; }}
    """


def _menus(palette: Palette) -> str:
    return f"""
    QMenu {{ border: 1px solid {palette.line}; padding: 8px 0; }}
    QMenu::item {{ padding: 6px 32px 6px 32px; background: transparent; }}
    QMenu::item:selected {{ background: {palette.line}; }}
    QMenu::item:disabled {{ color: {palette.soft}; }}
    QMenu::separator {{ height: 1px; background: {palette.line}; margin: 8px 16px; }}
    QMenu::indicator {{ width: 8px; height: 8px; left: 12px; border-radius: 4px; }}
    QMenu::indicator:checked {{ background: {palette.accent}; }}
    QToolTip {{
        background: {palette.raised}; color: {palette.ink};
        border: 1px solid {palette.line}; padding: 4px 8px; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
    QScrollBar::handle:vertical {{
        background: {palette.line}; border-radius: 3px; min-height: 32px; }}
    QScrollBar::handle:vertical:hover {{ background: {palette.soft}; }}
    QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
        background: none; border: none; height: 0; }}
    """
