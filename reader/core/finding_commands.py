"""The commands that look for a slide, and those that look closer at one."""

from __future__ import annotations

from reader.core.command import Command, Menu, overlay_command
from reader.core.scene import Overlay

FINDING = (
    overlay_command(
        "overview.toggle",
        "Overview",
        "Show all slides; type to keep those with a word in them.",
        Menu.GO,
        Overlay.OVERVIEW,
        "O",
    ),
    overlay_command(
        "slide.go",
        "Go to…",
        "Go to a slide by its number, its file’s name or its title.",
        Menu.GO,
        Overlay.GO,
        *("G", "Ctrl+G"),
    ),
    overlay_command(
        "slide.lookup",
        "Look up…",
        "Find who took a picture, or where something is from; Alt+← leads back.",
        Menu.GO,
        Overlay.LOOKUP,
        *("Ctrl+F", "/"),
    ),
)
"""The ways to a slide that has to be looked for; they stand among those that turn pages."""


def _pan(way: str, title: str, key: str, right: int, down: int) -> Command:
    return Command(
        f"zoom.{way}",
        title,
        "Move what is seen of the picture.",
        Menu.VIEW,
        run=lambda show: show.lens.pan(right, down),
        keys=(key,),
        enabled=lambda show: show.lens.can_pan(right, down),
        repeats=True,
        is_listed=way == "left",
    )


CLOSER = (
    Command(
        "zoom.in",
        "Closer",
        "Show a part of the picture, larger.",
        Menu.VIEW,
        run=lambda show: show.lens.zoom_by(1),
        keys=("Ctrl++", "Ctrl+=", "Z"),
        enabled=lambda show: show.lens.can_zoom_by(1),
        repeats=True,
    ),
    Command(
        "zoom.out",
        "Farther",
        "Show more of the picture.",
        Menu.VIEW,
        run=lambda show: show.lens.zoom_by(-1),
        keys=("Ctrl+-", "Shift+Z"),
        enabled=lambda show: show.lens.can_zoom_by(-1),
        repeats=True,
    ),
    Command(
        "zoom.whole",
        "The whole picture",
        "Show the whole picture again.",
        Menu.VIEW,
        run=lambda show: show.lens.zoom_to(None),
        keys=("Ctrl+0",),
        enabled=lambda show: show.lens.is_close,
    ),
    _pan("left", "Move over the picture", "Ctrl+Left", -1, 0),
    _pan("right", "Move right", "Ctrl+Right", 1, 0),
    _pan("up", "Move up", "Ctrl+Up", 0, -1),
    _pan("down", "Move down", "Ctrl+Down", 0, 1),
)
"""Looking closer at a picture, to present and to read."""
