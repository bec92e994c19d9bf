"""What a deck is and what can be done with it: no Qt, no printing."""
