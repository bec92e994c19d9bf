"""What contributors run: `python -m reader.dev`."""
