"""Bundles and decks looked into, and compared."""
