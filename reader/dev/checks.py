"""Everything that must hold before a change is shared."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Sequence

from reader.dev.checkout import ROOT


def run(*, fix: bool, for_pytest: Sequence[str]) -> int:
    """Run every check, the tests last, so that pytest's closing line is the last line printed."""
    if fix:
        _tool("ruff", "check", "--fix", "--quiet")
        _tool("ruff", "format", "--quiet")
    checks = (
        ("ruff", "check", "--quiet"),
        ("ruff", "format", "--check", "--quiet"),
        ("mypy", "--no-error-summary"),
    )
    failed = [" ".join(check) for check in checks if _tool(*check)]
    if failed:
        print("failed:", "; ".join(failed), flush=True)
    return _tool("pytest", *for_pytest) or int(bool(failed))


def _tool(*words: str) -> int:
    print("+", shlex.join(words), flush=True)
    return subprocess.run([sys.executable, "-m", *words], cwd=ROOT, check=False).returncode
