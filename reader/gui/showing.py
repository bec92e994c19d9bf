"""Everything that a show needs besides its windows, made once the first picture is on screen."""

from __future__ import annotations

from reader.core.screens import Desk
from reader.core.wishes import Wishes
from reader.gui.parts import Parts
from reader.gui.presentation import Presentation
from reader.gui.screens import Screens
from reader.gui.window import Window


class Showing:
    """Watches the screens, and lets windows follow a show.

    Owns: the screens and the presentation.
    """

    def __init__(self, parts: Parts, window: Window, wishes: Wishes) -> None:
        self._parts = parts
        self._wishes = wishes
        self._screens = Screens()
        self._screens.changed.connect(self._on_desk)
        self.presentation = Presentation(parts, window)
        self._on_desk(self._screens.desk)
        self.presentation.follow(parts.show.scene)

    def close(self) -> None:
        """Wait for nothing more."""
        self._screens.close()

    def _on_desk(self, desk: Desk) -> None:
        chosen = self._wishes.screen or self._parts.memory.screens.get(desk.key, "")
        if desk.screens and self._wishes.screen and desk.find(self._wishes.screen) is None:
            names = ", ".join(screen.name for screen in desk.screens)
            self._parts.notices.say(f"There is no screen “{chosen}”; there are: {names}.")
        self._parts.show.podium.take_desk(desk, chosen)
