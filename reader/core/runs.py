"""What each slide took in rehearsals and talks, kept so that the next one can be compared."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeGuard

from reader.core import limits
from reader.core.atomic import write_text
from reader.core.memory import state_file
from reader.core.timing import LONGEST, Timer, clock_words
from reader.errors import SettingsError, Where

if TYPE_CHECKING:
    from reader.core.deck import Deck
    from reader.core.pacing import Plan

MOST_RUNS: Final = 20
SHORTEST: Final = 30.0
"""Seconds that a run takes at least; what is shorter was a look at the screens."""

FEWEST_SLIDES: Final = 2
_SEEN: Final = 1.0  # seconds; a slide that took less was skipped on the way to another
_TITLE: Final = 100  # characters
_LONGEST: Final = 10 * LONGEST


class Taken(NamedTuple):
    """What one slide took. `key` is the same wherever the slide stands in the deck."""

    key: str
    number: int
    title: str
    seconds: float


class Run(NamedTuple):
    """One talk. `total` holds the title page and the end page too, and no pauses."""

    deck: str  # its id, or its place where it has none
    title: str
    started: str  # RFC 3339, by the local clock; it names the run
    total: float
    slides: tuple[Taken, ...]

    @property
    def is_worth_keeping(self) -> bool:
        """Whether it was long enough to be a talk."""
        return self.total >= SHORTEST and len(self.slides) >= FEWEST_SLIDES


class Recorder:
    """Hears which page a talk is on, and knows what each took.

    Owns: the seconds of each page as the timer counts them, so none while it stands.
    """

    def __init__(self, wall: Callable[[], float] = time.time) -> None:
        self._wall = wall
        self._begin()

    def _begin(self) -> None:
        self._seconds: dict[int, float] = {}
        self._page: int | None = None
        self._heard = 0.0
        self._started: float | None = None

    def hear(self, page: int, timer: Timer, moment: float) -> None:
        """Hear of the page and the timer after either changed; a timer set to zero starts anew.

        What has passed since the last time belongs to the page that was on then.
        """
        elapsed = timer.elapsed(moment)
        if elapsed < self._heard:
            self._begin()
        elif self._page is not None:
            took = self._seconds.get(self._page, 0.0)
            self._seconds[self._page] = took + elapsed - self._heard
        if self._started is None and timer.has_started:
            self._started = self._wall()
        self._page, self._heard = page, elapsed

    def run(self, deck: Deck, timer: Timer, moment: float) -> Run:
        """The run until now; it can go on, and is then the same run, only longer."""
        if self._page is not None:
            self.hear(self._page, timer, moment)
        keys, titles = list(_keys(deck)), list(deck.slides.titles())
        slides = tuple(
            Taken(keys[page - 1], page, titles[page - 1][:_TITLE], round(seconds, 1))
            for page, seconds in sorted(self._seconds.items())
            if 1 <= page <= len(keys) and seconds >= _SEEN
        )
        total = round(sum(self._seconds.values()), 1)
        return Run(deck_key(deck), deck.title[:_TITLE], _local(self._started), total, slides)


def deck_key(deck: Deck) -> str:
    """What tells a deck from others: its id, which a copy keeps, or else its place."""
    return deck.id or str(deck.place)


def _keys(deck: Deck) -> Iterator[str]:
    """A name for each slide that it keeps where others are put before it.

    Its file, or its title where it has none; one that comes again is numbered.
    """
    seen: Counter[str] = Counter()
    for file, title in zip(deck.slides.files(), deck.slides.titles(), strict=True):
        name = f"file {file}" if file else f"title {title[:_TITLE]}"
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"


def _local(wall: float | None) -> str:
    from datetime import datetime

    if wall is None:
        return ""
    return datetime.fromtimestamp(wall).astimezone().isoformat(timespec="seconds")


# Keeping


def runs_folder() -> Path:
    """Where runs are kept, beside the other remembered state."""
    return state_file().parent / "runs"


def _file_of(deck: str, folder: Path) -> Path:
    from hashlib import sha256

    return folder / f"{sha256(deck.encode(errors='surrogatepass')).hexdigest()}.json"


def keep(run: Run, folder: Path) -> bool:
    """Keep a run among the newest ones of its deck; False for one that is not worth it.

    One that began at the same time is an earlier state of it, and makes way.
    Raises SettingsError where it cannot be written; the others are then still there.
    """
    if not run.is_worth_keeping:
        return False
    path = _file_of(run.deck, folder)
    kept = [run, *(old for old in _read(path, run.deck) if old.started != run.started)][:MOST_RUNS]
    text = _written(kept)
    while len(text) > limits.RUNS_BYTES and len(kept) > 1:
        kept.pop()
        text = _written(kept)
    if len(text) > limits.RUNS_BYTES:
        return False
    try:
        write_text(path, text)
    except OSError as error:
        raise SettingsError(
            f"what each slide took cannot be kept: {error.strerror or error}",
            hint="free some space there, or make the folder writable",
            where=Where(path),
        ) from error
    return True


def load(deck: Deck, folder: Path) -> tuple[Run, ...]:
    """The runs of a deck that are kept, newest first; a damaged file counts as empty."""
    return _read(_file_of(deck_key(deck), folder), deck_key(deck))


def _written(runs: list[Run]) -> str:
    """The text of a file, in ASCII, as the name of a slide's file may be bytes that are no text."""
    import json

    return json.dumps({"runs": [run._asdict() for run in runs]}) + "\n"


def _read(path: Path, deck: str) -> tuple[Run, ...]:
    import json

    try:
        with path.open("rb") as file:
            data = json.loads(file.read(limits.RUNS_BYTES + 1))
    except (OSError, ValueError, RecursionError):
        return ()
    rows = data.get("runs") if isinstance(data, dict) else None
    found = [_run_of(row) for row in rows[:MOST_RUNS]] if isinstance(rows, list) else []
    return tuple(run for run in found if run is not None and run.deck == deck)


def _run_of(data: Any) -> Run | None:
    if not isinstance(data, dict):
        return None
    deck, title, started, total, slides = (data.get(key) for key in Run._fields)
    if not (isinstance(deck, str) and isinstance(title, str) and _is_time(started)):
        return None
    if not _is_length(total) or not isinstance(slides, list) or len(slides) > limits.SLIDES:
        return None
    found = (_taken_of(slide) for slide in slides)
    sound = tuple(taken for taken in found if taken is not None)
    return Run(deck, title[:_TITLE], started, float(total), sound)


def _taken_of(data: Any) -> Taken | None:
    if not isinstance(data, list) or len(data) != len(Taken._fields):
        return None
    key, number, title, seconds = data
    is_slide = isinstance(key, str) and type(number) is int and 1 <= number <= limits.SLIDES
    if not is_slide or not isinstance(title, str) or not _is_length(seconds):
        return None
    return Taken(key, number, title[:_TITLE], float(seconds))


def _is_time(value: Any) -> TypeGuard[str]:
    from datetime import datetime

    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_length(value: Any) -> TypeGuard[float]:
    return type(value) in (int, float) and 0 <= value <= _LONGEST


# Comparing


class Row(NamedTuple):
    """One slide's line in a comparison, in whole seconds; None where there is no figure.

    `difference` is that of this run to the plan, and to the last run where nothing is planned.
    """

    number: int
    title: str
    planned: int | None
    last: int | None
    this: int | None
    difference: int | None


def compare(deck: Deck, plan: Plan, last: Run | None, this: Run | None) -> tuple[Row, ...]:
    """A row for each slide of a deck as it is now; a slide is found wherever it stood then."""
    before, now = (_by_key(run) for run in (last, this))
    slides = zip(_keys(deck), deck.slides.titles(), strict=True)
    return tuple(
        _row(number, title, plan.seconds_of(number), before.get(key), now.get(key))
        for number, (key, title) in enumerate(slides, 1)
    )


def compare_totals(plan: Plan, last: Run | None, this: Run | None) -> Row:
    """The row for the whole talk, whose number is 0."""
    totals = (run.total if run is not None else None for run in (last, this))
    return _row(0, "Whole talk", plan.total, *totals)


def _by_key(run: Run | None) -> dict[str, float]:
    return {} if run is None else {taken.key: taken.seconds for taken in run.slides}


def _row(
    number: int, title: str, planned: float | None, last: float | None, this: float | None
) -> Row:
    # Rounded first, so that anyone who reckons it up finds the same difference.
    plan, before, now = (None if span is None else round(span) for span in (planned, last, this))
    against = before if plan is None else plan
    difference = now - against if now is not None and against is not None else None
    return Row(number, title, plan, before, now, difference)


def seconds_words(seconds: int | None) -> str:
    """A figure of a row, such as "1:20"; "–" where there is none."""
    return "–" if seconds is None else clock_words(seconds)


def difference_words(seconds: int | None) -> str:
    """The difference of a row with its sign, such as "+1:20" or "−0:05"; "–" if there is none."""
    return ("+" if seconds is not None and seconds > 0 else "") + seconds_words(seconds)
