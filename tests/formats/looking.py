"""Runs the command many times, each time in a process of its own, forked from one with all loaded.

Run as `python -m tests.formats.looking SECONDS`, it reads a line of JSON for some runs at once: of
each the words, and a file for what is said. It answers for each with the exit code, negative where
a signal ended the run, and with the most memory taken, in KiB.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys

_PRELOADED = (
    *("jsonschema_rs", "reader.cli", "reader.verbs", "reader.core.check", "reader.core.memory"),
    *("reader.core.settings", "reader.formats.bundles.bundling", "reader.formats.looking.holdings"),
    *("reader.formats.looking.inspection", "reader.formats.opening", "reader.formats.bags.proof"),
    *("reader.formats.signing.trusted_keys", "reader.formats.bundles.unbundling"),
)
_ADDRESSES = 4 << 30  # bytes, so that a test that fails does not take the machine with it


def opened(word: str) -> int:
    """Open a deck as its window would; the exit code."""
    from reader.formats.opening import error_of, messages

    last = list(messages(word, None))[-1]
    if last[0] != "error":
        return 0
    error = error_of(last)
    sys.stderr.write(f"{error}\n")
    return int(error.exit_code)


def look(words: list[str], said: str, seconds: int) -> None:
    """In a process of its own: one run of the command."""
    from reader.cli import main

    file = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(file, 1)
    os.dup2(file, 2)
    signal.alarm(seconds)
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))
    code = 99
    try:
        code = opened(words[1]) if words[0] == "open" else main(words)
    except BaseException:
        sys.excepthook(*sys.exc_info())  # as Python itself would end
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def serve(seconds: int) -> None:
    """Answer until nobody asks any more."""
    for name in _PRELOADED:
        __import__(name)
    for line in sys.stdin:
        children = []
        for words, said in json.loads(line):
            child = os.fork()
            if not child:
                look(words, said, seconds)
            children.append(child)
        ended = [os.wait4(child, 0) for child in children]
        answers = [(os.waitstatus_to_exitcode(how), used.ru_maxrss) for _, how, used in ended]
        sys.stdout.write(f"{json.dumps(answers)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
