"""Other people's programs under the names that this system has for them."""

from __future__ import annotations

import shutil

SEVEN_ZIP = "7z" if shutil.which("7z") else "7zz"
"""7-Zip; Debian 12 has it under the other name."""
