"""The style of the presenter's window, beyond what all windows share."""

from __future__ import annotations

from reader.core import look
from reader.core.look import Palette


def console_sheet(palette: Palette, base: float) -> str:
    """The rows that only the presenter's window needs; `base` as in `reader.core.look`."""
    small = round(base * look.SMALL)
    return f"""
    QMainWindow, QWidget#console {{ background: {palette.ground}; }}
    QLabel[role="pane"] {{ color: {palette.soft}; font-size: {small}px; }}
    QLabel[role="pane"][kind="accent"] {{ color: {palette.accent}; font-weight: 600; }}
    QLabel[role="cue"] {{ color: {palette.soft};
        font-family: "{look.SERIF}"; font-style: italic; font-size: {round(base * 0.94)}px; }}
    QLabel[role="fact"] {{ font-size: {round(base * 0.88)}px; }}
    QLabel[role="fact-number"] {{
        color: {palette.accent}; font-size: {round(base * 0.88)}px; font-weight: 600; }}
    QLabel#digits {{
        background: {palette.raised}; border: 1px solid {palette.line}; border-radius: 8px;
        color: {palette.ink}; font-size: {round(base * look.COVER)}px; font-weight: 600;
        padding: 8px 32px; }}
    QLabel#veiled {{
        background: {palette.raised}; border: 1px solid {palette.accent}; border-radius: 6px;
        color: {palette.accent}; font-weight: 600; padding: 6px 16px; }}
    QWidget#sign {{ background: {palette.raised}; border: 1px solid {palette.line};
        border-radius: 6px; }}
    QWidget#sign[kind="accent"] {{ border-color: {palette.accent}; }}
    QWidget#sign[kind="fault"] {{ border-color: {palette.fault}; }}
    QLabel[role="sign"] {{ font-size: {small}px; }}
    QLabel[role="sign"][kind="soft"] {{ color: {palette.soft}; }}
    QLabel[role="sign"][kind="accent"] {{ color: {palette.accent}; font-weight: 600; }}
    QLabel[role="sign"][kind="fault"] {{ color: {palette.fault}; font-weight: 600; }}
    QToolButton[role="send"] {{
        color: {palette.accent}; border: 1px solid {palette.line}; padding: 1px 10px;
        min-height: 20px; }}
    QToolButton[role="send"]:hover {{ background: {palette.line}; color: {palette.ink}; }}
    QToolButton[role="send"]:focus {{ border: 2px solid {palette.accent}; padding: 0 9px; }}
    """
