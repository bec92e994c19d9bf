"""What lies over the picture for a while."""
