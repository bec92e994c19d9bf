"""The ZIP of a bundle, read strictly and written reproducibly (PKWARE APPNOTE 6.3)."""
