"""The presenter's window: the slide, the next one, notes, sources, and the clock."""
