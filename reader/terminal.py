"""Printing: what people read, made safe for the terminal that shows it."""

from __future__ import annotations

import os
import sys

from reader.errors import ReaderError

# What a deck says must not steer the terminal: controls, and what turns the reading direction.
_UNSAFE = {
    code: f"\\u{code:04x}"
    for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    if chr(code) not in "\n\t"
}


def say(*lines: str) -> None:
    """Print lines to standard output; quietly not, once nobody reads them (`| head`)."""
    if sys.stdout is None:
        return
    encoding = sys.stdout.encoding or "utf-8"
    text = "".join(f"{line}\n" for line in lines).translate(_UNSAFE)
    try:
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stdout.flush()
    except OSError as error:
        # Python flushes once more at its end, and would complain then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise ReaderError(f"the output cannot be written: {error.strerror}") from error


def complain(line: str) -> None:
    """Print a line to standard error."""
    if sys.stderr is not None:
        sys.stderr.write(f"{line.translate(_UNSAFE)}\n")
