"""BagIt bags, in a bundle or a folder: what they say, and whether it holds (RFC 8493)."""
