"""The commands of a presenter: the show, what the audience sees, and the clock."""

from __future__ import annotations

from reader.core.command import Command, Menu, overlay_command
from reader.core.scene import Ask, Blank, ConsoleLayout, Overlay, Tool
from reader.core.sending import can_send_credit, can_send_source, next_credit, next_source
from reader.core.show import Show


def _is_on(show: Show) -> bool:
    return show.scene.staging.is_on


def _resume(show: Show) -> None:
    if show.scene.staging.offer is not None:
        show.ask(Ask.RESUME)


def _has_console(show: Show) -> bool:
    return show.scene.staging.has_console


def _tool(command_id: str, title: str, text: str, tool: Tool, *keys: str) -> Command:
    return Command(
        command_id,
        title,
        text,
        Menu.ROOM,
        run=lambda show: show.podium.take_tool(tool),
        keys=keys,
        enabled=_is_on,
        checked=lambda show: show.scene.staging.tool is tool,
    )


def _layout(layout: ConsoleLayout, title: str, text: str, key: str) -> Command:
    return Command(
        f"console.{layout.value}",
        title,
        text,
        Menu.SHOW,
        run=lambda show: show.podium.lay_out(layout),
        keys=(key,),
        enabled=lambda show: _has_console(show) and show.scene.staging.layout is not layout,
        checked=lambda show: show.scene.staging.layout is layout,
    )


_SHOW = (
    Command(
        "show.start",
        "From the beginning",
        "Present from the title page: slides on the audience’s screen, notes on yours.",
        Menu.SHOW,
        run=lambda show: show.present(0),
        keys=("F5",),
        enabled=lambda show: show.can_present,
        icon="play",
    ),
    Command(
        "show.start_here",
        "From this slide",
        "Present from the page on screen.",
        Menu.SHOW,
        run=lambda show: show.present(),
        keys=("Shift+F5",),
        enabled=lambda show: show.can_present,
    ),
    Command(
        "show.end",
        "End the show",
        "Close the presenter’s window and return to reading; the slide stays.",
        Menu.SHOW,
        run=lambda show: show.podium.end(),
        enabled=_is_on,
    ),
    Command(
        "show.resume",
        "Go on with the last show",
        "Take up a show that was cut off: its slide, its clock and its screens.",
        Menu.SHOW,
        run=_resume,
        enabled=lambda show: show.scene.staging.offer is not None,
    ),
    Command(
        "console.toggle",
        "Presenter’s window",
        "Open or close the window with notes, next slide and clock; never on mirrored screens.",
        Menu.SHOW,
        run=lambda show: show.podium.toggle_console(),
        keys=("S",),
        enabled=lambda show: show.podium.can_have_console,
        checked=_has_console,
    ),
    Command(
        "screens.swap",
        "Swap the screens",
        "Give the audience the other screen.",
        Menu.SHOW,
        run=lambda show: show.podium.swap(),
        keys=("X",),
        enabled=lambda show: show.podium.can_swap,
    ),
    _layout(ConsoleLayout.SLIDES, "Large slides", "Give the slides most of your window.", "Ctrl+1"),
    _layout(ConsoleLayout.NOTES, "Large notes", "Give the notes most of your window.", "Ctrl+2"),
    Command(
        "notes.larger",
        "Larger notes",
        "Set the notes one step larger.",
        Menu.SHOW,
        run=lambda show: show.podium.size_notes(1),
        keys=("+", "="),
        enabled=lambda show: show.podium.can_size_notes(1),
        repeats=True,
    ),
    Command(
        "notes.smaller",
        "Smaller notes",
        "Set the notes one step smaller.",
        Menu.SHOW,
        run=lambda show: show.podium.size_notes(-1),
        keys=("-",),
        enabled=lambda show: show.podium.can_size_notes(-1),
        repeats=True,
    ),
    Command(
        "show.auto",
        "Turn by itself",
        "Let the pages turn by themselves, after the planned time of each; again stops that.",
        Menu.SHOW,
        run=lambda show: show.podium.toggle_auto(),
        keys=("A",),
        enabled=_is_on,
        checked=lambda show: show.scene.staging.is_auto,
    ),
    overlay_command(
        "show.checks",
        "Before the show",
        "Try every picture, the screens and the power supply, and say what is amiss.",
        Menu.SHOW,
        Overlay.CHECKS,
        "F6",
    ),
    overlay_command(
        "keys.teach",
        "Teach a button",
        "Press a button of a clicker, and choose what it does.",
        Menu.SHOW,
        Overlay.TEACH,
        "Ctrl+K",
    ),
)

_ROOM = (
    Command(
        "show.black",
        "Black",
        "Hide the picture behind black; the same key, or a step, brings it back.",
        Menu.ROOM,
        run=lambda show: show.blank(Blank.BLACK),
        keys=("B", ".", "Media Play", "Media Pause", "Toggle Media Play/Pause"),
        checked=lambda show: show.scene.blank is Blank.BLACK,
    ),
    Command(
        "show.white",
        "White",
        "Hide the picture behind white; the same key, or a step, brings it back.",
        Menu.ROOM,
        run=lambda show: show.blank(Blank.WHITE),
        keys=("W", ","),
        checked=lambda show: show.scene.blank is Blank.WHITE,
    ),
    Command(
        "show.freeze",
        "Freeze",
        "Let the audience’s side stand still while you look for a slide.",
        Menu.ROOM,
        run=lambda show: show.podium.toggle_frozen(),
        keys=("Shift+F",),
        enabled=_is_on,
        checked=lambda show: show.scene.staging.frozen is not None,
    ),
    Command(
        "show.hide",
        "Hide the slides",
        "Take the audience’s window away, for what else is on that screen; again brings it back.",
        Menu.ROOM,
        run=lambda show: show.podium.toggle_hidden(),
        keys=("H",),
        enabled=_is_on,
        checked=lambda show: show.scene.staging.is_hidden,
    ),
    _tool("pointer.laser", "Laser", "Make the pointer a point of light.", Tool.LASER, "L"),
    _tool(
        "pointer.spotlight", "Spotlight", "Darken all but a circle.", Tool.SPOTLIGHT, "K", "Shift+L"
    ),
    _tool("pointer.pen", "Pen", "Draw on the page with the pointer.", Tool.PEN, "D"),
    Command(
        "ink.undo",
        "Take back a stroke",
        "Take back the newest stroke of the pen on this page.",
        Menu.ROOM,
        run=lambda show: show.podium.undo(),
        keys=("Ctrl+Z",),
        enabled=lambda show: show.podium.has_ink,
        repeats=True,
    ),
    Command(
        "ink.redo",
        "Draw it again",
        "Draw again the stroke that was taken back last.",
        Menu.ROOM,
        run=lambda show: show.podium.redo(),
        keys=("Ctrl+Y", "Ctrl+Shift+Z"),
        enabled=lambda show: bool(show.scene.staging.undone),
        repeats=True,
    ),
    Command(
        "ink.wipe",
        "Wipe the page",
        "Take back everything that is drawn on this page.",
        Menu.ROOM,
        run=lambda show: show.podium.wipe(),
        keys=("Shift+D",),
        enabled=lambda show: show.podium.has_ink,
    ),
    Command(
        "detail.next",
        "Next detail",
        "Show the next part of the picture that the author named, then all of it again.",
        Menu.ROOM,
        run=lambda show: show.lens.show_detail(1),
        keys=("J",),
        enabled=lambda show: bool(show.lens.details),
        in_kiosk=True,
    ),
    Command(
        "detail.previous",
        "Previous detail",
        "Show the named part of the picture before this one.",
        Menu.ROOM,
        run=lambda show: show.lens.show_detail(-1),
        keys=("Shift+J",),
        enabled=lambda show: bool(show.lens.details),
        in_kiosk=True,
    ),
    Command(
        "send.source",
        "Send a source",
        "Show the audience a source of this slide for ten seconds; again for the next one.",
        Menu.ROOM,
        run=lambda show: show.podium.send(next_source(show)),
        keys=("Q",),
        enabled=can_send_source,
    ),
    Command(
        "send.credit",
        "Send the credit",
        "Show the audience the picture’s credit for ten seconds.",
        Menu.ROOM,
        run=lambda show: show.podium.send(next_credit(show)),
        keys=("Shift+Q",),
        enabled=can_send_credit,
    ),
)

_CLOCK = (
    Command(
        "timer.toggle",
        "Stop the clock",
        "Stop the timer or let it go on; it stays stopped until you say otherwise.",
        Menu.CLOCK,
        run=lambda show: show.podium.toggle_timer(),
        keys=("T",),
        enabled=_is_on,
        checked=lambda show: show.scene.staging.timer.is_paused,
    ),
    Command(
        "timer.reset",
        "Set the clock to zero",
        "Set the timer to zero; above one minute, press twice.",
        Menu.CLOCK,
        run=lambda show: show.podium.reset_timer(),
        keys=("R",),
        enabled=lambda show: show.podium.can_reset,
    ),
    overlay_command(
        "timer.aim",
        "How long…",
        "Say how long the talk may take, or when it must be over.",
        Menu.CLOCK,
        Overlay.AIM,
        "Ctrl+T",
    ),
    overlay_command(
        "runs.show",
        "What each slide took",
        "Compare the time of each slide with the plan and with the last run.",
        Menu.CLOCK,
        Overlay.RUNS,
        "Shift+T",
    ),
)

STAGE_COMMANDS = (*_SHOW, *_ROOM, *_CLOCK)
