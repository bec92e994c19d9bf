"""Finds the deck that a path names: a folder, anything in one, a bundle, or an unpacked bag."""

from __future__ import annotations

from pathlib import Path

from reader.core.files import Files, Folder
from reader.core.loading import find_deck


def files_at(path: Path) -> Files:
    """The files of the deck that `path` names.

    Raises DeckError where there is none, and BundleError for a bundle that cannot be read.
    """
    return Folder(find_deck(path))
