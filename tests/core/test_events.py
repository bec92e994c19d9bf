"""Telling listeners: in order, each once, and no longer than they wish."""

from __future__ import annotations

from collections.abc import Callable

from reader.core.events import Event


def test_everyone_is_told_in_the_order_of_coming() -> None:
    event: Event[str] = Event()
    told: list[tuple[int, str]] = []
    event.subscribe(lambda value: told.append((1, value)))
    event.subscribe(lambda value: told.append((2, value)))
    event.emit("a")
    event.emit("b")
    assert told == [(1, "a"), (2, "a"), (1, "b"), (2, "b")]


def test_who_leaves_is_told_no_more_and_may_leave_twice() -> None:
    event: Event[int] = Event()
    told: list[int] = []
    leave = event.subscribe(told.append)
    event.emit(1)
    leave()
    leave()
    event.emit(2)
    assert told == [1]


def test_leaving_twice_does_not_take_another_s_place() -> None:
    event: Event[int] = Event()
    told: list[int] = []
    listener: Callable[[int], None] = told.append
    leave = event.subscribe(listener)
    leave()
    event.subscribe(listener)
    leave()
    event.emit(1)
    assert told == [1]


def test_who_leaves_during_the_call_is_still_told_this_once() -> None:
    event: Event[int] = Event()
    told: list[int] = []
    leaves: list[Callable[[], None]] = []
    event.subscribe(lambda _: leaves.pop()() if leaves else None)
    leaves.append(event.subscribe(told.append))
    event.emit(1)
    event.emit(2)
    assert told == [1]


def test_who_comes_during_the_call_is_told_from_the_next_on() -> None:
    event: Event[int] = Event()
    told: list[int] = []

    def bring_another(_value: int) -> None:
        event.subscribe(told.append)

    leave = event.subscribe(bring_another)
    event.emit(1)
    leave()
    event.emit(2)
    assert told == [2]


def test_nobody_need_listen() -> None:
    Event[int]().emit(1)
