"""Where the deck lies that opens when none is named."""

from __future__ import annotations

from pathlib import Path


def shipped_deck() -> Path:
    """The folder of the project's own deck: in the installed package, else in the checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "deck"
    return installed if (installed / "slides" / "deck.yaml").is_file() else package.parent
