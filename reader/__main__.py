"""`python -m reader` is `deck-reader`."""

import sys

from reader.cli import main

sys.exit(main())
