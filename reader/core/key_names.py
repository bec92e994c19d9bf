"""The names of keys: Qt's portable ones, however a person writes them."""

from __future__ import annotations

from functools import cache
from typing import Final

_MODIFIERS: Final = ("Meta", "Ctrl", "Alt", "Shift")  # in the order in which Qt writes them
_CODE: Final = "Code "
_MOST_CODE: Final = 0xFFFF

_NAMED: Final = """
Space|Esc|Tab|Backtab|Backspace|Return|Enter|Ins|Del|Pause|Print|SysReq|Clear|Home|End|Left|Up
Right|Down|PgUp|PgDown|Menu|Help|Code input|Multiple Candidate|Previous Candidate|Kanji|Muhenkan
Henkan|Romaji|Hiragana|Katakana|Hiragana Katakana|Zenkaku|Hankaku|Zenkaku Hankaku|Touroku|Massyo
Kana Lock|Kana Shift|Eisu Shift|Eisu toggle|Hangul|Hangul Start|Hangul End|Hangul Hanja
Hangul Jamo|Hangul Romaja|Hangul Jeonja|Hangul Banja|Hangul PreHanja|Hangul PostHanja
Hangul Special|Back|Forward|Stop|Refresh|Volume Down|Volume Mute|Volume Up|Bass Boost|Bass Up
Bass Down|Treble Up|Treble Down|Media Play|Media Stop|Media Previous|Media Next|Media Record
Media Pause|Toggle Media Play/Pause|Home Page|Favorites|Search|Standby|Open URL|Launch Mail
Launch Media|Launch (0)|Launch (1)|Launch (2)|Launch (3)|Launch (4)|Launch (5)|Launch (6)
Launch (7)|Launch (8)|Launch (9)|Launch (A)|Launch (B)|Launch (C)|Launch (D)|Launch (E)|Launch (F)
Launch (G)|Launch (H)|Monitor Brightness Up|Monitor Brightness Down|Keyboard Light On/Off
Keyboard Brightness Up|Keyboard Brightness Down|Power Off|Wake Up|Eject|Screensaver|WWW|Memo
LightBulb|Shop|History|Add Favorite|Hot Links|Adjust Brightness|Finance|Community|Media Rewind
Back Forward|Application Left|Application Right|Book|CD|Calculator|To-do list|Clear Grab|Close
Copy|Cut|Display|DOS|Documents|Spreadsheet|Browser|Game|Go|iTouch|Logoff|Market|Meeting
Keyboard Menu|Menu PB|My Sites|News|Home Office|Option|Paste|Phone|Calendar|Reply|Reload
Rotate Windows|Rotation PB|Rotation KB|Save|Send|Spellchecker|Split Screen|Support|Task Panel
Terminal|Tools|Travel|Video|Word Processor|XFer|Zoom In|Zoom Out|Away|Messenger|WebCam
Mail Forward|Pictures|Music|Battery|Bluetooth|Wireless|Ultra Wide Band|Media Fast Forward
Audio Repeat|Audio Random Play|Subtitle|Audio Cycle Track|Time|Hibernate|View|Top Menu|Power Down
Suspend|Adjust contrast|Touchpad Toggle|Touchpad On|Touchpad Off|Microphone Mute|Red|Green|Yellow
Blue|Channel Up|Channel Down|Guide|Info|Settings|Microphone Volume Up|Microphone Volume Down
Keyboard|New|Open|Find|Undo|Redo|Select|Yes|No|Cancel|Printer|Execute|Sleep|Play|Zoom|Exit
Context1|Context2|Context3|Context4|Call|Hangup|Flip|Toggle Call/Hangup|Voice Dial
Last Number Redial|Camera Shutter|Camera Focus
"""

_ALSO: Final = {
    "escape": "Esc",
    "page up": "PgUp",
    "page down": "PgDown",
    "pageup": "PgUp",
    "pagedown": "PgDown",
    "insert": "Ins",
    "delete": "Del",
    "full stop": ".",
    "comma": ",",
    "plus": "+",
    "minus": "-",
}
"""Words that stand on keyboards or in our own lists, for keys that Qt calls otherwise."""


@cache
def known_names() -> dict[str, str]:
    """Every name of more than one letter, by how it is written in small letters."""
    named = _NAMED.strip().replace("\n", "|").split("|")
    named += [f"F{number}" for number in range(1, 36)]
    return {**_ALSO, **{name.lower(): name for name in named}}


def canonical(name: str) -> str:
    """The name as Qt writes it, or "" for what is not the name of a key.

    "Code 248" stands for a key that has no name, by the number that its keyboard sends.
    """
    name = name.strip()
    if is_code(name):
        return _CODE + str(int(name[len(_CODE) :]))
    # All but the last character is searched, as the key itself may be a plus sign: "Ctrl++".
    held, _, start = name[:-1].rpartition("+")
    key = _canonical_key((start + name[-1:]).strip())
    modifiers = [part.strip().capitalize() for part in held.split("+")] if held else []
    if not key or any(part not in _MODIFIERS for part in modifiers):
        return ""
    return "+".join([*(part for part in _MODIFIERS if part in modifiers), key])


def is_code(name: str) -> bool:
    """Whether a name is the number of a key that has none."""
    number = name.removeprefix(_CODE)
    is_number = number != name and number.isascii() and number.isdigit() and len(number) <= 5
    return is_number and 0 < int(number) <= _MOST_CODE


def code_name(number: int) -> str:
    """What a key without a name is called."""
    return f"{_CODE}{number}"


def _canonical_key(key: str) -> str:
    if len(key) != 1:
        return known_names().get(key.lower(), "")
    return key.upper() if len(key.upper()) == 1 and key.isprintable() and key != " " else ""
