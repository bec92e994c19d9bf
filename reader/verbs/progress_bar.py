"""How far a long piece of work has come, on a terminal: bytes done, and the time that is left."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from reader.formats.progress import Progress, Told, tell_nobody


@contextmanager
def progress_bar(words: str) -> Iterator[Told]:
    """Show a bar on standard error while the work lasts; nothing where that is no terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield tell_nobody
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(binary_units=True),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words, total=None)

        def tell(progress: Progress) -> None:
            bar.update(task, completed=progress.done, total=progress.total)

        yield tell
