"""Everything that a deck may be packed as: bundles and bags, read, written and proved."""
