"""The page of a bundle: the whole deck for any browser."""
