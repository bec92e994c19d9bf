"""The computer kept awake by the services of a desktop, on a message bus of their own."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("jeepney")  # which other systems than Linux do without

from reader.core.inhibitors import freedesktop_ways
from reader.core.wakefulness import Wakefulness
from tests.core.desktop_services import Login, Portal, Saver, Service, private_bus, wait_for
from tests.journeys.decks import GREEN, RED, write_deck
from tests.journeys.screen import Running, Screen

ROOT = Path(__file__).parents[2]
SAVER_STATE = Path(__file__).with_name("saver_state.py")
HOLDER = """
import sys
from reader.core.wakefulness import Wakefulness
wakefulness = Wakefulness()
wakefulness.hold("Presenting")
wakefulness.wait_until_known(10)
print(wakefulness.how, flush=True)
sys.stdin.readline()
"""
HOW = {
    Portal: "through the desktop portal",
    Saver: "through the screen saver service",
    Login: "through login1, which does not know of the screen saver: turn that off yourself",
}
Start = Callable[..., Any]

each_kind = pytest.mark.parametrize("kind", [Portal, Saver, Login])


@pytest.fixture
def bus() -> Iterator[dict[str, str]]:
    with (
        tempfile.TemporaryDirectory() as run,  # a short path: sockets allow 107 characters
        private_bus(Path(run)) as environment,
    ):
        yield environment


@pytest.fixture
def serve(bus: dict[str, str]) -> Iterator[Start]:
    """Puts a service of a desktop on the bus."""
    services: list[Service] = []

    def start(kind: type[Service], **more: Any) -> Service:
        services.append(kind(bus, **more))
        return services[-1]

    yield start
    for service in services:
        service.stop()


@pytest.fixture
def wakefulness(bus: dict[str, str]) -> Iterator[Wakefulness]:
    made = Wakefulness(ways=freedesktop_ways(bus))
    yield made
    made.release()
    assert made.wait_until_released(10)


def known(wakefulness: Wakefulness) -> str:
    wakefulness.hold("Presenting")
    assert wakefulness.wait_until_known(15)
    return wakefulness.how


@each_kind
def test_it_is_taken_and_given_back(
    kind: type[Service], serve: Start, wakefulness: Wakefulness
) -> None:
    service = serve(kind)
    for _ in range(3):
        assert known(wakefulness) == HOW[kind]
        assert len(service.held) == 1
        wakefulness.release()
        assert wakefulness.wait_until_released(10)
        wait_for(lambda: not service.held, "the hold given back")


@each_kind
def test_many_short_shows_never_hold_twice_and_leave_nothing(
    kind: type[Service], serve: Start, wakefulness: Wakefulness
) -> None:
    service = serve(kind)
    most = 0
    for number in range(60):
        wakefulness.hold("Presenting")
        time.sleep(number % 6 / 1000)
        most = max(most, len(service.held))
        wakefulness.release()
    assert wakefulness.wait_until_released(10)
    wait_for(lambda: not service.held, "everything given back")
    assert most == 1


def test_what_is_asked_for_is_what_each_service_knows(serve: Start, bus: dict[str, str]) -> None:
    asked = []
    for kind in (Login, Saver, Portal):
        service = serve(kind)
        wakefulness = Wakefulness(ways=freedesktop_ways(bus))
        known(wakefulness)
        wakefulness.release()
        assert wakefulness.wait_until_released(10)
        asked.append(service.asked)
    login, saver, portal = asked
    assert login == [("Inhibit", "idle:sleep", "Deck Reader", "Presenting", "block")]
    assert saver == [("Inhibit", "Deck Reader", "Presenting"), ("UnInhibit", 1001)]
    (inhibit, window, flags, options), closed = portal
    assert (inhibit, window, flags, closed) == ("Inhibit", "", 12, ("Close",))
    assert options["reason"] == ("s", "Presenting")


def test_of_all_three_exactly_one_is_taken(serve: Start, wakefulness: Wakefulness) -> None:
    services = [serve(kind) for kind in (Portal, Saver, Login)]
    assert known(wakefulness) == HOW[Portal]
    assert [len(service.held) for service in services] == [1, 0, 0]
    assert [len(service.asked) for service in services] == [1, 0, 0]


def test_without_a_portal_the_screen_saver_is_asked_at_either_path(
    serve: Start, wakefulness: Wakefulness
) -> None:
    saver, login = serve(Saver, path="/ScreenSaver"), serve(Login)
    assert known(wakefulness) == HOW[Saver]
    assert (len(saver.held), len(login.held)) == (1, 0)
    wakefulness.release()
    wait_for(lambda: not saver.held, "the cookie given back")


@pytest.mark.parametrize("response", [2, None], ids=["failed", "silent"])
def test_a_portal_that_cannot_is_not_believed(
    response: int | None, serve: Start, wakefulness: Wakefulness
) -> None:
    portal, saver = serve(Portal, response=response), serve(Saver)
    assert known(wakefulness) == HOW[Saver]
    wait_for(lambda: ("Close",) in portal.asked, "the request withdrawn")
    assert len(saver.held) == 1


def test_a_portal_that_knows_only_of_idleness_is_asked_for_that(
    serve: Start, wakefulness: Wakefulness
) -> None:
    portal, saver = serve(Portal, supported=8), serve(Saver)
    assert known(wakefulness) == HOW[Portal]
    assert [words[2] for words in portal.asked if words[0] == "Inhibit"] == [12, 8]
    assert (len(portal.held), len(saver.held)) == (1, 0)
    wakefulness.release()
    wait_for(lambda: not portal.held, "the request closed")


def test_a_person_from_afar_may_only_keep_the_session_from_being_idle(
    serve: Start, wakefulness: Wakefulness
) -> None:
    login = serve(Login, refused="sleep")
    assert known(wakefulness) == HOW[Login]
    assert [words[1] for words in login.asked] == ["idle:sleep", "idle"]
    assert len(login.held) == 1


def test_services_that_never_answer_are_passed_over(serve: Start, wakefulness: Wakefulness) -> None:
    serve(Portal, is_mute=True)
    serve(Saver, is_mute=True)
    login = serve(Login)
    before = time.perf_counter()
    wakefulness.hold("Presenting")
    assert time.perf_counter() - before < 0.2
    assert known(wakefulness) == HOW[Login]
    assert len(login.held) == 1


def test_a_portal_that_wakes_too_late_grants_nothing(
    serve: Start, wakefulness: Wakefulness
) -> None:
    portal, login = serve(Portal, is_asleep=True), serve(Login)
    assert known(wakefulness) == HOW[Login]
    portal.is_asleep.clear()
    wait_for(lambda: [words[0] for words in portal.asked] == ["Inhibit", "Close"], "both calls")
    assert not portal.held
    assert len(login.held) == 1


def test_nobody_there_is_said_with_what_to_do(wakefulness: Wakefulness) -> None:
    assert known(wakefulness) == (
        "not at all: the desktop portal is not there, the screen saver service is not there, "
        "login1 is not there; turn the screen saver and automatic sleep off "
        "in the system’s settings"
    )


def test_no_bus_is_said_too(tmp_path: Path) -> None:
    nowhere = {"DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={tmp_path}/none"}
    for session in ({}, {"DBUS_SESSION_BUS_ADDRESS": "disabled:"}):
        wakefulness = Wakefulness(ways=freedesktop_ways({**session, **nowhere}))
        how = known(wakefulness)
        assert how.startswith("not at all: the desktop portal cannot be asked: there is no ")
        assert "login1 cannot be asked: there is no message bus; turn" in how
        wakefulness.release()


@pytest.mark.parametrize("greets", [False, True], ids=["silent", "only greeting"])
def test_a_bus_that_hangs_delays_neither_the_show_nor_the_end(greets: bool) -> None:
    with tempfile.TemporaryDirectory() as run, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{run}/bus")
        listener.listen()
        if greets:
            threading.Thread(target=greet, args=(listener,), daemon=True).start()
        address = f"unix:path={run}/bus"
        environment = {"DBUS_SESSION_BUS_ADDRESS": address, "DBUS_SYSTEM_BUS_ADDRESS": address}
        before = time.perf_counter()
        holder = subprocess.run(
            [sys.executable, "-c", HOLDER.replace("wakefulness.wait_until_known(10)", "")],
            cwd=ROOT,
            env=environment,
            input=b"\n",
            capture_output=True,
            timeout=20,
            check=True,
        )
        assert time.perf_counter() - before < 1.5  # Python's own start, and no timeout of ours
        assert holder.stdout.startswith(b"not yet")
        assert holder.stderr == b""
        wakefulness = Wakefulness(ways=freedesktop_ways(environment))
        assert "not answer" in known(wakefulness)
        wakefulness.release()
        listener.shutdown(socket.SHUT_RDWR)


def greet(listener: socket.socket) -> None:
    """Let every client in, and never answer what it asks then."""
    kept = []
    try:
        while True:
            client, _ = listener.accept()
            kept.append(client)
            client.recv(1024)
            client.sendall(b"OK 00\r\n")
    except OSError:
        for client in kept:
            client.close()


@each_kind
def test_a_program_that_ends_without_a_word_leaves_nothing(
    kind: type[Service], serve: Start, bus: dict[str, str]
) -> None:
    service = serve(kind)
    for end in ("leave", "kill"):
        with subprocess.Popen(
            [sys.executable, "-c", HOLDER],
            cwd=ROOT,
            env=bus,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as holder:
            assert holder.stdin
            assert holder.stdout
            assert holder.stderr
            assert holder.stdout.readline().decode().strip() == HOW[kind]
            assert len(service.held) == 1
            if end == "leave":
                holder.stdin.write(b"\n")
                holder.stdin.close()
                assert holder.wait(10) == 0
            else:
                holder.kill()
                assert holder.wait(10) == -signal.SIGKILL
            assert holder.stderr.read() == b""
        wait_for(lambda: not service.held, f"the hold gone after: {end}")
        assert service.asked[-1][0] == "Inhibit"  # nobody has said goodbye


@pytest.mark.parametrize("kind", [Portal, Saver])
def test_a_service_that_crashes_is_replaced_and_asked_again(
    kind: type[Service], serve: Start, wakefulness: Wakefulness, bus: dict[str, str]
) -> None:
    login = serve(Login)
    crashing = kind(bus)
    assert known(wakefulness) == HOW[kind]
    crashing.stop()
    wait_for(lambda: wakefulness.how == HOW[Login], "another hold")
    assert len(login.held) == 1


def test_what_login1_gave_is_not_handed_on(serve: Start, wakefulness: Wakefulness) -> None:
    login = serve(Login)
    known(wakefulness)
    child = subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, close_fds=False
    )
    assert child.stdin
    wakefulness.release()
    wait_for(lambda: not login.held, "the file closed, whoever was started meanwhile")
    child.stdin.close()
    child.wait(10)


@pytest.fixture
def blanking(screen: Screen) -> Screen:
    """A screen whose X server blanks it after a second without a key."""
    subprocess.run(["xset", "s", "1", "1"], env=screen.environment, check=True)
    wait_for(lambda: is_blanked(screen), "the screen saver")
    return screen


def is_blanked(screen: Screen) -> bool:
    """Whether the screen saver of the X server has come."""
    command = [sys.executable, str(SAVER_STATE)]
    answer = subprocess.run(
        command, env=screen.environment, capture_output=True, text=True, check=True, timeout=20
    )
    return answer.stdout == "on\n"


def wake(screen: Screen) -> None:
    screen.press("shift")
    wait_for(lambda: not is_blanked(screen), "the picture back after a key")


@pytest.mark.parametrize("has_login", [True, False])
def test_on_a_bare_x_server_its_own_screen_saver_does_not_come(
    has_login: bool, serve: Start, bus: dict[str, str], blanking: Screen
) -> None:
    login = serve(Login) if has_login else None
    wakefulness = Wakefulness(ways=freedesktop_ways({**bus, "DISPLAY": blanking.display}))
    assert known(wakefulness) == (
        "through login1 and the X server"
        if login
        else "through the X server, which does not know of sleep: turn that off yourself"
    )
    state = wakefulness.state
    assert (state.stops_saver, state.stops_sleep) == (True, has_login)
    wake(blanking)
    time.sleep(2.5)
    assert not is_blanked(blanking)
    wakefulness.release()
    wait_for(lambda: is_blanked(blanking), "the screen saver, as before the show")
    assert not (login and login.held)


def test_a_program_that_is_killed_leaves_the_screen_saver_as_it_was(
    bus: dict[str, str], blanking: Screen
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER],
        cwd=ROOT,
        env={**bus, "DISPLAY": blanking.display},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline().startswith(b"through the X server")
        wake(blanking)
        time.sleep(2.5)
        assert not is_blanked(blanking)
        holder.kill()
    wait_for(lambda: is_blanked(blanking), "the screen saver, as before the show")


def test_where_a_service_stops_the_screen_saver_the_x_server_is_left_alone(
    serve: Start, bus: dict[str, str], blanking: Screen
) -> None:
    serve(Saver)
    wakefulness = Wakefulness(ways=freedesktop_ways({**bus, "DISPLAY": blanking.display}))
    assert known(wakefulness) == HOW[Saver]
    wake(blanking)
    wait_for(lambda: is_blanked(blanking), "the X server's own screen saver")
    wakefulness.release()


def test_an_x_server_that_is_not_there_is_said(bus: dict[str, str]) -> None:
    wakefulness = Wakefulness(ways=freedesktop_ways({**bus, "DISPLAY": ":32123"}))
    assert "the X server does not answer, or knows no screen saver; turn" in known(wakefulness)
    wakefulness.release()
    beside = {"DISPLAY": ":32123", "WAYLAND_DISPLAY": "wayland-0"}
    assert len(freedesktop_ways({**bus, **beside})) == 3


@pytest.mark.parametrize("ending", ["Escape", "ctrl+q", "kill"])
def test_a_show_holds_one_and_leaves_none_behind(
    serve: Start, bus: dict[str, str], tmp_path: Path, ending: str
) -> None:
    portal = serve(Portal)
    screen = Screen(tmp_path / "screen")
    deck = write_deck(tmp_path / "deck", RED, GREEN)
    running = Running(screen, deck, "--slide", "1", **bus)
    try:
        running.wait_for_title("1 / 2")
        assert not portal.held
        running.press("F5")
        wait_for(lambda: len(portal.held) == 1, "the hold of a show")
        running.press("Next", "Next")
        if ending == "kill":
            running.process.send_signal(signal.SIGKILL)
        else:
            running.press(ending)
        wait_for(lambda: not portal.held, "the end of the hold")
        assert [asked[0] for asked in portal.asked].count("Inhibit") == 1
    finally:
        running.end()
        screen.close()
