"""Presses are late that waited, and were made before the page could be seen that came of one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reader.core.show import Show
from reader.gui.lateness import DRAINED, LATE, Lateness, Stamps
from tests.core.small_decks import deck_of

ROUND = 1 << 32  # milliseconds after which an X server's clock begins again


class Room:
    """A speaker who presses, and a program that gets round to it.

    Owns: both clocks; that of the presses is `offset` milliseconds ahead.
    """

    def __init__(self, offset: int = 0, *, is_shared: bool = False, begins: float = 1000.0) -> None:
        self.offset = offset
        self.moment = begins
        self.slept = 0.0
        self.show = Show(deck_of(100), 1)
        self.stamps = Stamps(
            is_shared=is_shared,
            now=lambda: self.moment,
            through_sleep=lambda: self.moment + self.slept,
        )
        self.lateness = Lateness(self.show, stamps=self.stamps, now=lambda: self.moment)

    def press(self, waited: float = 0.0) -> bool:
        """Press, and be heard after so many seconds; whether the press counted."""
        self.lateness.note(round((self.moment - waited) * 1000 + self.offset) % ROUND)
        counted = self.lateness.lets_turn()
        if counted:
            self.show.step(1)
        return counted

    def hold_up(self, *made: float) -> list[bool]:
        """Press at these moments of a stop that lasts until now."""
        last = max(made) + 0.5
        self.moment += last
        return [self.press(last - each) for each in made]


@pytest.mark.parametrize("offset", [0, 12_345_678, ROUND - 1_000_500])
def test_presses_in_time_all_count_whatever_the_other_clock_says(offset: int) -> None:
    room = Room(offset)
    for _ in range(20):
        room.moment += 0.05
        assert room.press(0.002)
    assert room.show.scene.page == 21


@pytest.mark.parametrize("offset", [0, 12_345_678, ROUND - 1_000_500])
def test_of_presses_that_waited_the_first_counts(offset: int) -> None:
    room = Room(offset)
    room.press()
    room.moment += 3
    assert room.hold_up(0.1, 0.3, 0.5, 0.7, 0.9) == [True, False, False, False, False]
    room.moment += 0.3
    assert room.press()


def test_where_the_clocks_are_one_the_very_first_presses_are_known_to_have_waited() -> None:
    assert Room(is_shared=True).hold_up(0.1, 0.3, 0.5) == [True, False, False]
    assert Room(999_999_999, is_shared=True).hold_up(0.1, 0.3, 0.5) == [True, True, True]


def test_a_press_that_waited_less_than_can_be_noticed_counts() -> None:
    room = Room()
    room.press()
    room.moment += 1
    assert room.press(LATE - 0.01)
    assert room.press(LATE - 0.02)


def test_a_late_press_counts_that_was_made_after_the_page_came() -> None:
    room = Room()
    room.press()
    room.moment += 2
    assert room.press(1.5)
    room.moment += 1
    assert room.press(0.9)


def test_a_late_press_that_follows_no_page_counts() -> None:
    room = Room()
    room.press()
    room.moment += 2
    room.lateness.note(round((room.moment - 1) * 1000))
    assert room.lateness.lets_turn()  # at the last page, where nothing turns
    assert room.press(0.9)


def test_presses_without_a_stamp_all_count() -> None:
    room = Room()
    room.press()
    for _ in range(5):
        room.lateness.note(0)
        assert room.lateness.lets_turn()
        room.show.step(1)


def test_what_no_press_asks_for_is_never_late() -> None:
    room = Room()
    room.press()
    room.moment += 2
    assert room.hold_up(0.1, 0.2) == [True, False]
    room.moment += 0.2
    assert room.lateness.lets_turn()  # from a menu


def test_a_sleep_that_only_one_clock_counts_drops_nothing_for_long() -> None:
    room = Room()
    room.press()
    for slept in (3600, 60):
        room.moment += slept  # ours went on, the other stood still
        room.offset -= slept * 1000
        room.slept += 5  # as a clock that counts through sleep tells
        assert [room.press(), room.press()] == [True, True]
        room.moment += 1
        assert room.hold_up(0.1, 0.3) == [True, False]
        room.moment += 1


def test_clocks_that_moved_apart_unnoticed_are_learned_anew() -> None:
    room = Room()
    room.press()
    room.moment += 10
    room.offset -= 5000
    assert room.press()
    room.moment += DRAINED
    for _ in range(10):
        room.moment += 0.05
        assert room.press()


def test_a_clock_that_runs_slower_drops_nothing() -> None:
    room = Room()
    for minute in range(200):
        room.offset = -round(minute * 60_000 * 0.0001)
        assert [room.press(), room.press()] == [True, True]
        room.moment += 60


def test_a_stamp_of_quite_another_clock_is_not_believed() -> None:
    stamps = Stamps(is_shared=False, now=lambda: 5000.0, through_sleep=lambda: 5000.0)
    assert stamps.waited(4_900_000) == 0
    assert stamps.waited(7) == 0
    assert stamps.waited(4_899_000) == 1.0


@given(
    st.integers(0, ROUND - 1),
    st.lists(st.tuples(st.floats(0.03, 3), st.floats(0, LATE - 0.01)), max_size=30),
)
def test_whoever_is_heard_in_time_is_always_heard(
    offset: int, presses: list[tuple[float, float]]
) -> None:
    room = Room(offset)
    for pause, waited in presses:
        room.moment += pause
        assert room.press(min(pause, waited))


class Heard(Stamps):
    """Stamps that are listed as they come."""

    def __init__(self) -> None:
        super().__init__(is_shared=False)
        self.seen: list[int] = []

    def waited(self, stamp: int) -> float:
        self.seen.append(stamp)
        return 0.0


def test_presses_in_every_window_are_noted(qtbot: QtBot) -> None:
    heard, window = Heard(), QWidget()
    lateness = Lateness(Show(deck_of(3), 1), stamps=heard)
    qtbot.addWidget(window)
    window.show()
    lateness.begin()
    handle = window.windowHandle()
    assert handle is not None
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier)
        event.setTimestamp(1234)
        QApplication.sendEvent(handle, event)
    assert heard.seen == [1234, 1234]
    lateness.close()
