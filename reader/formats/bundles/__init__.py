"""Bundles made, unpacked and signed."""
