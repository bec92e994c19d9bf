"""The decoder's order of work: what is wanted, what is kept, and what ends."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QThread
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.core.files import Blob
from reader.gui import decoder as module
from reader.gui.decoder import (
    COARSE_SIDE,
    LEAST_ASIDE,
    STAGE,
    Decoder,
    ImageRequest,
    ImageResult,
    Veil,
    decode,
)
from tests.gui.conftest import Open
from tests.gui.decks import COLOURS, colourful, paint

A, B, C, D, E = (ImageRequest(Blob(Path(f"{name}.png")), 100, 100) for name in "abcde")
BYTES = 100 * 100 * 4  # of one of these pictures
VEIL = Veil(0.2, 0.5, "#ffffff", "#000000")


class Gate:
    """Stands in for decoding: notes every picture, and holds each until it is let through."""

    def __init__(self) -> None:
        self.begun: list[ImageRequest] = []
        self.plains: list[bool] = []
        self._free = threading.Semaphore(0)

    def decode(self, request: ImageRequest, plain: QImage | None = None) -> ImageResult:
        self.begun.append(request)
        self.plains.append(plain is not None)
        self._free.acquire(timeout=5)
        image = QImage(1, 1, QImage.Format.Format_RGB32)
        image.fill(0)
        return ImageResult(request, image)

    def let(self, count: int = 1) -> None:
        self._free.release(count)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[Gate]:
    made = Gate()
    monkeypatch.setattr(module, "decode", made.decode)
    yield made
    made.let(100)


def working(gate: Gate, qtbot: QtBot, count: int) -> None:
    """Wait until so many pictures have been begun."""
    qtbot.waitUntil(lambda: len(gate.begun) >= count)


def has(decoder: Decoder, *requests: ImageRequest) -> bool:
    return all(decoder.ready(request) is not None for request in requests)


@pytest.fixture
def single(gate: Gate) -> Iterator[Decoder]:
    """A decoder with one worker, which stands at the gate."""
    made = Decoder(workers=1)
    yield made
    gate.let(100)
    made.close()


def test_the_most_urgent_picture_is_decoded_first(
    single: Decoder, gate: Gate, qtbot: QtBot
) -> None:
    gate.let(3)
    single.want([C, A, B])
    qtbot.waitUntil(lambda: has(single, A, B, C))
    assert gate.begun == [C, A, B]


def test_the_newest_wish_wins(single: Decoder, gate: Gate, qtbot: QtBot) -> None:
    single.want([A, B])
    working(gate, qtbot, 1)
    single.want([C])
    gate.let(2)
    qtbot.waitUntil(lambda: has(single, C))
    assert gate.begun == [A, C]
    assert not has(single, A)
    assert not has(single, B)


def test_what_is_no_longer_wanted_is_dropped(single: Decoder, gate: Gate, qtbot: QtBot) -> None:
    gate.let(2)
    single.want([A, B])
    qtbot.waitUntil(lambda: has(single, A, B))
    single.want([B])
    assert has(single, B)
    assert not has(single, A)


def test_what_nobody_wants_any_more_is_not_announced(
    single: Decoder, gate: Gate, qtbot: QtBot
) -> None:
    heard: list[ImageRequest] = []
    single.decoded.connect(lambda result: heard.append(result.request))
    single.want([A])
    working(gate, qtbot, 1)
    single.want([B])
    gate.let(2)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [B]


def test_nothing_is_decoded_twice(gate: Gate, qtbot: QtBot) -> None:
    decoder = Decoder(workers=2)
    for _ in range(3):
        decoder.want([A, B, C])
    working(gate, qtbot, 2)
    decoder.want([C, B, A])
    gate.let(3)
    qtbot.waitUntil(lambda: has(decoder, A, B, C))
    decoder.want([B, A, C])
    decoder.close()
    assert Counter(gate.begun) == Counter([A, B, C])


def test_a_veil_is_laid_over_the_picture_that_is_there(gate: Gate, qtbot: QtBot) -> None:
    decoder = Decoder(workers=2)
    veiled = A._replace(veil=VEIL)
    decoder.want([A, veiled])
    working(gate, qtbot, 1)
    gate.let(2)
    qtbot.waitUntil(lambda: has(decoder, A, veiled))
    decoder.close()
    assert (gate.begun, gate.plains) == ([A, veiled], [False, True])


def test_no_more_is_decoded_than_can_be_kept(gate: Gate, qtbot: QtBot) -> None:
    decoder = Decoder(workers=1, budget=4 * BYTES)
    gate.let(100)
    decoder.want([A, B, C, D, E])
    qtbot.waitUntil(lambda: has(decoder, A, B, C, D))
    decoder.close()
    assert gate.begun == [A, B, C, D]


def test_the_picture_on_screen_and_its_neighbours_are_kept_however_large(
    gate: Gate, qtbot: QtBot
) -> None:
    decoder = Decoder(workers=1, budget=1)
    gate.let(100)
    decoder.want([A, B, C, D])
    qtbot.waitUntil(lambda: has(decoder, A, B, C))
    decoder.close()
    assert gate.begun == [A, B, C]


def test_what_was_begun_before_files_changed_is_decoded_again(
    single: Decoder, gate: Gate, qtbot: QtBot
) -> None:
    single.want([A])
    working(gate, qtbot, 1)
    single.forget()
    gate.let()
    working(gate, qtbot, 2)
    assert not has(single, A)
    gate.let()
    qtbot.waitUntil(lambda: has(single, A))
    assert gate.begun == [A, A]


def test_forgotten_pictures_are_gone(qapp: QApplication, tmp_path: Path) -> None:
    decoder = Decoder(workers=0)
    request = ImageRequest(Blob(paint(tmp_path / "a.png", "#ff0000")), 10, 10)
    decoder.want([request])
    paint(tmp_path / "a.png", "#00ff00")
    decoder.forget()
    assert not has(decoder, request)
    decoder.want([request])
    found = decoder.ready(request)
    assert found is not None
    assert found.image.pixelColor(5, 5).name() == "#00ff00"


def test_a_picture_that_cannot_be_shown_is_tried_once(qapp: QApplication, tmp_path: Path) -> None:
    decoder = Decoder(workers=0)
    heard: list[ImageResult] = []
    decoder.decoded.connect(heard.append)
    request = ImageRequest(Blob(tmp_path / "none.png"), 10, 10)
    decoder.want([request])
    decoder.want([request])
    assert [result.error is not None for result in heard] == [True]


def test_results_come_on_the_thread_of_the_windows(qtbot: QtBot, tmp_path: Path) -> None:
    decoder = Decoder(workers=2)
    request = ImageRequest(Blob(paint(tmp_path / "a.png", "#ff0000")), 10, 10)
    threads: list[QThread] = []
    decoder.decoded.connect(lambda _: threads.append(QThread.currentThread()))
    with qtbot.waitSignal(decoder.decoded):
        decoder.want([request])
    decoder.close()
    assert threads == [QApplication.instance().thread()]  # type: ignore[union-attr]


def test_closing_ends_the_workers_and_silences_them(gate: Gate, qtbot: QtBot) -> None:
    before = set(threading.enumerate())
    decoder = Decoder(workers=2)
    heard: list[ImageResult] = []
    decoder.decoded.connect(heard.append)
    decoder.want([A, B, C])
    working(gate, qtbot, 2)
    gate.let(2)
    decoder.close()
    QApplication.processEvents()
    assert set(threading.enumerate()) <= before
    assert C not in gate.begun


# More than one client


@pytest.fixture
def double(gate: Gate) -> Iterator[Decoder]:
    """A decoder with two workers, which stand at the gate."""
    made = Decoder(workers=2)
    yield made
    gate.let(100)
    made.close()


def test_what_one_client_wants_another_does_not_drop(
    single: Decoder, gate: Gate, qtbot: QtBot
) -> None:
    gate.let(100)
    single.want([A])
    single.want([B], "presenter")
    single.want([C, A], "overview")
    qtbot.waitUntil(lambda: has(single, A, B, C))
    single.want([D])
    qtbot.waitUntil(lambda: has(single, D))
    assert has(single, A, B, C, D)  # A too: the overview wants it still
    single.leave("overview")
    assert not has(single, A)
    assert not has(single, C)
    assert has(single, B, D)
    assert Counter(gate.begun) == Counter([A, B, C, D])


def test_who_leaves_and_was_never_there_drops_nothing(
    single: Decoder, gate: Gate, qtbot: QtBot
) -> None:
    gate.let(1)
    single.want([A])
    qtbot.waitUntil(lambda: has(single, A))
    single.leave("presenter")
    assert has(single, A)


def test_the_stage_comes_before_all_others_and_then_the_latest_wish(
    single: Decoder, gate: Gate, qtbot: QtBot
) -> None:
    single.want([A])
    working(gate, qtbot, 1)
    single.want([B], "presenter")
    single.want([C], "overview")
    single.want([A, D])
    single.want([E], "presenter")
    gate.let(4)
    qtbot.waitUntil(lambda: has(single, A, C, D, E))
    assert gate.begun == [A, D, E, C]


def test_nothing_is_begun_for_others_while_the_stage_waits(
    double: Decoder, gate: Gate, qtbot: QtBot
) -> None:
    double.want([C], "overview")
    working(gate, qtbot, 1)
    double.want([C, D], "overview")
    double.want([A, A._replace(veil=VEIL)])
    working(gate, qtbot, 2)
    gate.let(1)  # C; its worker waits now for the bare picture and leaves D alone
    qtbot.waitUntil(lambda: has(double, C))
    qtbot.wait(20)
    assert gate.begun == [C, A]
    gate.let(2)
    working(gate, qtbot, 4)
    assert gate.begun[2:] == [A._replace(veil=VEIL), D]


def test_one_worker_is_free_for_the_stage_while_others_are_served(
    double: Decoder, gate: Gate, qtbot: QtBot
) -> None:
    double.want([A, B, C], "overview")
    working(gate, qtbot, 1)
    qtbot.wait(20)
    assert gate.begun == [A]
    double.want([D])
    working(gate, qtbot, 2)  # at once, though the first is not finished
    assert gate.begun == [A, D]


def test_what_the_stage_has_let_go_still_takes_a_worker(
    double: Decoder, gate: Gate, qtbot: QtBot
) -> None:
    double.want([A])
    working(gate, qtbot, 1)
    double.want([], STAGE)
    double.want([B], "overview")
    qtbot.wait(20)
    assert gate.begun == [A]
    double.want([C])
    working(gate, qtbot, 2)
    assert gate.begun == [A, C]


def test_others_have_what_the_stage_leaves_of_the_budget(gate: Gate, qtbot: QtBot) -> None:
    large = ImageRequest(Blob(Path("large.png")), 2048, 1024)  # 8 MiB
    rest = [large._replace(height=1024 - n) for n in range(4)]
    decoder = Decoder(workers=1, budget=LEAST_ASIDE * 3)
    gate.let(100)
    decoder.want([A])
    decoder.want([*rest, B], "overview")
    qtbot.waitUntil(lambda: has(decoder, A, *rest[:2], B))
    decoder.want([A, large._replace(width=2047)])
    qtbot.waitUntil(lambda: has(decoder, A, large._replace(width=2047), rest[0], B))
    assert decoder.ready(rest[1]) is None
    decoder.close()
    assert rest[2] not in gate.begun
    assert rest[3] not in gate.begun


def test_others_have_a_little_however_much_the_stage_takes(gate: Gate, qtbot: QtBot) -> None:
    decoder = Decoder(workers=1, budget=1)
    gate.let(100)
    decoder.want([D, E], "presenter")
    decoder.want([A, B, C])
    qtbot.waitUntil(lambda: has(decoder, A, B, C, D, E))
    decoder.close()


def test_a_picture_that_two_clients_want_is_decoded_for_the_stage(
    double: Decoder, gate: Gate, qtbot: QtBot
) -> None:
    double.want([A, B], "presenter")
    working(gate, qtbot, 1)
    double.want([B, A])
    working(gate, qtbot, 2)
    gate.let(2)
    qtbot.waitUntil(lambda: has(double, A, B))
    assert gate.begun == [A, B]


def test_after_files_changed_every_client_has_its_pictures_anew(
    single: Decoder, gate: Gate, qtbot: QtBot
) -> None:
    gate.let(100)
    single.want([A])
    single.want([B], "presenter")
    qtbot.waitUntil(lambda: has(single, A, B))
    single.forget()
    qtbot.waitUntil(lambda: has(single, A, B))
    assert gate.begun == [A, B, A, B]


def test_clients_are_served_without_workers_too(qapp: QApplication, tmp_path: Path) -> None:
    decoder = Decoder(workers=0)
    heard: list[ImageRequest] = []
    decoder.decoded.connect(lambda result: heard.append(result.request))
    request = ImageRequest(Blob(paint(tmp_path / "a.png", "#ff0000")), 10, 10)
    decoder.want([request], "presenter")
    assert has(decoder, request)
    assert heard == [request]
    decoder.leave("presenter")
    assert not has(decoder, request)


def test_a_coarse_picture_is_small_and_keeps_its_shape() -> None:
    large = ImageRequest(Blob(Path("a.png")), 4000, 2000, VEIL)
    assert large.coarse == ImageRequest(Blob(Path("a.png")), COARSE_SIDE, COARSE_SIDE // 2, VEIL)
    small = ImageRequest(Blob(Path("a.png")), 100, 50)
    assert small.coarse == small


# Held keys: never a queue of stale presses


class Patient(Decoder):
    """Decodes nothing while it is held, and then what was wanted last."""

    def __init__(self) -> None:
        super().__init__(workers=0)
        self.is_held = False
        self.wishes: list[ImageRequest] = []

    def want(self, requests: Sequence[ImageRequest], client: str = STAGE) -> None:
        self.wishes = list(requests)
        if not self.is_held:
            super().want(requests, client)

    def let(self, count: int = 100) -> None:
        """Decode the most urgent of what is wanted."""
        self._wanted = dict.fromkeys(self.wishes, True)
        for request in self.wishes[:count]:
            if request not in self._ready:
                self._keep(decode(request))


def test_a_held_key_waits_for_the_picture_and_queues_nothing(
    open_window: Open, tmp_path: Path
) -> None:
    decoder = Patient()
    driver = open_window(colourful(tmp_path / "five", 5), decoder=decoder)
    decoder.is_held = True
    decoder.forget()
    driver.press("Right")
    assert (driver.page, driver.rail().split("\n")[0]) == (2, "1 / 5")
    assert driver.stage.has_sharp_picture is False
    driver.repeat("Right", 20)
    assert driver.page == 2
    driver.qtbot.waitUntil(
        lambda: bool(decoder.wishes) and "2.png" in str(decoder.wishes[0].blob.place)
    )
    decoder.let(1)
    assert (driver.page, driver.colour()) == (2, COLOURS[1])
    driver.repeat("Right", 20)
    assert driver.page == 3


def test_a_held_key_turns_a_page_for_each_picture_that_is_seen(open_window: Open) -> None:
    driver = open_window(page=0)
    driver.repeat("Right", 3)
    assert (driver.page, driver.colour()) == (3, COLOURS[2])
    driver.repeat("Left", 2)
    assert (driver.page, driver.colour()) == (1, COLOURS[0])


def test_a_held_digit_or_toggle_is_pressed_once(open_window: Open) -> None:
    driver = open_window()
    driver.press("C")
    driver.repeat("C", 5)
    assert driver.show.scene.has_citations
    driver.press("1")
    driver.repeat("1", 5)
    assert driver.show.scene.digits == "1"


def test_the_old_page_stays_until_the_new_picture_is_there(
    open_window: Open, tmp_path: Path
) -> None:
    decoder = Patient()
    driver = open_window(colourful(tmp_path / "five", 5), decoder=decoder)
    decoder.is_held = True
    driver.press("5", "Return")
    assert driver.page == 5
    assert "1 / 5" in driver.rail()
    assert driver.colour() == COLOURS[0]
    decoder.let(1)
    assert "5 / 5" in driver.rail()
    assert driver.colour() == COLOURS[4]


def test_a_large_picture_comes_coarse_and_then_sharp(open_window: Open, tmp_path: Path) -> None:
    decoder = Patient()
    deck = colourful(tmp_path / "large", 2, size=(3001, 2000))
    decoder.is_held = True
    driver = open_window(deck, decoder=decoder, is_ready=False)
    first, second = decoder.wishes[:2]
    assert first == second.coarse
    decoder.let(1)
    driver.qtbot.waitUntil(lambda: driver.stage.is_settled)
    assert decoder.ready(second) is None
    assert driver.colour() == COLOURS[0]
    decoder.is_held = False
    decoder.let()
    assert driver.stage.has_sharp_picture
    assert driver.colour() == COLOURS[0]
