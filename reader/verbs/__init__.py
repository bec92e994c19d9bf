"""The verbs of the command, and what its words may be.

All that takes `argparse` is here, which opening a window can do without.
"""

from __future__ import annotations

from collections.abc import Callable

from reader.verbs.bundles import bundle, sign, unbundle
from reader.verbs.checking import check, keys
from reader.verbs.doctoring import doctor
from reader.verbs.preflight import preflight
from reader.verbs.proving import diff, inspect, verify
from reader.verbs.rehearsing import runs

RUN: dict[str, Callable[[list[str]], int]] = {
    "check": check,
    "bundle": bundle,
    "verify": verify,
    "inspect": inspect,
    "unbundle": unbundle,
    "sign": sign,
    "diff": diff,
    "preflight": preflight,
    "runs": runs,
    "keys": keys,
    "doctor": doctor,
}
"""What each verb runs, with the words after it; what comes back is the exit code."""
