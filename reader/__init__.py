"""Deck Reader: opens, shows and checks picture stories, offline."""

__version__ = "1.0.0"
