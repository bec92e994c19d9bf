"""A list of listeners that is called in order: how the core tells others what changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Event(Generic[T]):
    """Calls every subscriber with one value.

    Owns: the subscribers, in the order in which they came, but for those that must be first.
    """

    __slots__ = ("_listeners",)

    def __init__(self) -> None:
        self._listeners: list[Callable[[T], None]] = []

    def subscribe(
        self, listener: Callable[[T], None], *, first: bool = False
    ) -> Callable[[], None]:
        """Call `listener` from now on; returns the function that ends it.

        `first` is for who makes way for the others.
        """
        self._listeners.insert(0 if first else len(self._listeners), listener)

        has_left = False

        def leave() -> None:
            nonlocal has_left
            if not has_left:
                has_left = True
                self._listeners.remove(listener)

        return leave

    def emit(self, value: T) -> None:
        """Tell everyone; who leaves during the call is still told this once."""
        for listener in tuple(self._listeners):
            listener(value)
