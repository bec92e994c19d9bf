"""How long 1 GiB in a bag takes to verify, beside coreutils and bagit.py, and in how much memory.

Run by hand: `python tests/benchmarks/bench_bundles.py [MIB]`. Every figure is the best of three,
the programs take turns, and all come from one run, so that their ratios hold whatever the
machine is doing. The files are in the system's cache. bagit.py checks both hashes, as we do.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 3
MIB = 2**20
ALGORITHMS = ("sha256", "sha512")
OURS = """
import sys
from pathlib import Path
from reader.core.files import Folder, Pack, Packed
from reader.formats.bags.bag import read_bag
from reader.formats.bags.verification import verify

folder, jobs, *algorithms = sys.argv[1:]
bag = read_bag(Folder(Path(folder)))
found = verify(bag, jobs=int(jobs), told=lambda _: None, stop=lambda: False,
               algorithms=algorithms or None)
assert found.is_sound or algorithms
status = Path("/proc/self/status")
if status.exists():
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    print(*(lines[key].split()[0] for key in ("VmHWM", "RssAnon")))
"""


def make_bag(folder: Path, mib: int) -> None:
    """Files of 8 and of 1 MiB, half of the bytes in each kind."""
    sizes = [8 * MIB] * (mib // 16) + [MIB] * (mib // 2)
    block = os.urandom(8 * MIB)
    rows: dict[str, list[str]] = {algorithm: [] for algorithm in ALGORITHMS}
    (folder / "data").mkdir()
    for number, size in enumerate(sizes):
        name = f"data/{number:05}.bin"
        data = number.to_bytes(8, "big") + block[8:size]
        (folder / name).write_bytes(data)
        for algorithm in ALGORITHMS:
            rows[algorithm].append(f"{hashlib.new(algorithm, data).hexdigest()}  {name}\n")
    for algorithm in ALGORITHMS:
        (folder / f"manifest-{algorithm}.txt").write_text("".join(rows[algorithm]))
    text = "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"
    (folder / "bagit.txt").write_text(text)


def programs(folder: Path) -> dict[str, list[str]]:
    """Command lines by what they are called in the report."""
    ours = [sys.executable, "-c", OURS, str(folder)]
    bagit = [sys.executable, "-m", "bagit", "--validate", "--quiet", "--processes"]
    found = {
        "ours, both hashes, 2 threads": [*ours, "2"],
        "ours, both hashes, 1 thread": [*ours, "1"],
        "ours, sha256 alone, 2 threads": [*ours, "2", "sha256"],
        "ours, sha512 alone, 2 threads": [*ours, "2", "sha512"],
        "bagit.py, both, 2 processes": [*bagit, "2", str(folder)],
        "bagit.py, both, 1 process": [*bagit, "1", str(folder)],
    }
    for algorithm in ALGORITHMS:
        if tool := shutil.which(f"{algorithm}sum"):
            command = [tool, "-c", "--quiet", f"manifest-{algorithm}.txt"]
            found[f"{algorithm}sum -c"] = command
    return found


def report(folder: Path, mib: int) -> list[str]:
    """One line for each program."""
    commands = programs(folder)
    best = dict.fromkeys(commands, float("inf"))
    memory: dict[str, str] = {}
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            start = time.perf_counter()
            done = subprocess.run(
                command, cwd=folder, env=environment, check=True, capture_output=True, text=True
            )
            best[name] = min(best[name], time.perf_counter() - start)
            memory[name] = done.stdout if name.startswith("ours") else ""
    base = best[next(iter(commands))]
    lines = [f"{mib} MiB, best of {ROUNDS}"]
    for name, seconds in best.items():
        figures = memory[name].split()
        said = [f"{int(f) // 1024} MiB" for f in figures]
        note = f"  peak {said[0]}, anonymous {said[1]}" if said else ""
        lines.append(f"{name:32} {seconds:7.3f} s {seconds / base:6.2f} x{note}")
    return lines


def main() -> None:
    """Make a bag in a folder of its own and measure it."""
    mib = int(sys.argv[1]) if sys.argv[1:] else 1024
    with tempfile.TemporaryDirectory() as folder:
        make_bag(Path(folder), mib)
        sys.stdout.write("\n".join(report(Path(folder), mib)) + "\n")


if __name__ == "__main__":
    main()
