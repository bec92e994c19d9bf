"""The RO-Crate of a bundle: the deck described for machines."""
