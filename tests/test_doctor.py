"""What a window needs: the table against the wheel itself, and what a person is told."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

import pytest

from reader.core import doctor
from reader.core.libraries import LIBRARIES, Installer, Library, Need
from tests.elf import needed_by

linux = pytest.mark.skipif(sys.platform != "linux", reason="the table is for Linux")

# Every Python that can run the wheel has loaded these.
GLIBC = ("ld-linux", "libc.so", "libdl.so", "libm.so", "libpthread.so", "libresolv.so", "librt.so")


def wheel_folder() -> Path:
    return Path(str(metadata.distribution("PySide6-Essentials").locate_file("PySide6")))


def loaded_by(*starts: Path) -> set[str]:
    """The system libraries that these files of the wheel load, directly or through others."""
    qt = wheel_folder()
    own = {
        path.name: path
        for folder in (qt, qt / "Qt" / "lib", qt.parent / "shiboken6")
        for path in folder.glob("*.so*")
    }
    rest, seen, outside = list(starts), set[Path](), set[str]()
    while rest:
        path = rest.pop()
        if path in seen:
            continue
        seen.add(path)
        for name in needed_by(path):
            if name in own:
                rest.append(own[name])
            elif not name.startswith(GLIBC):
                outside.add(name)
    return outside


@linux
def test_the_table_is_what_the_installed_wheel_loads() -> None:
    qt = wheel_folder()
    platforms = qt / "Qt" / "plugins" / "platforms"
    modules = [qt / f"{name}.abi3.so" for name in ("QtCore", "QtGui", "QtWidgets")]
    always = loaded_by(*modules)
    expected = {
        Need.ALWAYS: always,
        Need.X11: loaded_by(platforms / "libqxcb.so") - always,
        Need.WAYLAND: loaded_by(platforms / "libqwayland.so") - always,
    }
    for need, names in expected.items():
        assert {library.soname for library in LIBRARIES if library.need is need} == names


def test_every_row_names_a_package_for_everyone() -> None:
    for library in LIBRARIES:
        for installer in Installer:
            assert library.package(installer)
    assert len({library.soname for library in LIBRARIES}) == len(LIBRARIES)


@linux
def test_only_what_cannot_be_loaded_is_missing() -> None:
    missing = doctor.missing_libraries(lambda soname: soname != "libxcb-cursor.so.0")
    assert [library.soname for library in missing] == ["libxcb-cursor.so.0"]


def test_commands_name_each_package_once_and_refresh_the_lists_first() -> None:
    glib = [library for library in LIBRARIES if library.apt == "libglib2.0-0"]
    assert len(glib) == 2
    packages = doctor.packages_for(glib, Installer.APT)
    assert doctor.install_commands(packages, Installer.APT, as_root=True) == (
        ("apt-get", "update"),
        ("apt-get", "install", "--yes", "--no-install-recommends", "libglib2.0-0"),
    )
    assert doctor.install_commands((), Installer.APT) == ()


@pytest.mark.parametrize(
    ("release", "installer"),
    [
        ({"ID": "debian"}, Installer.APT),
        ({"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, Installer.APT),
        ({"ID": "fedora"}, Installer.DNF),
        ({"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, Installer.DNF),
        ({"ID": "opensuse-tumbleweed", "ID_LIKE": "opensuse suse"}, Installer.ZYPPER),
        ({"ID": "manjaro", "ID_LIKE": "arch"}, Installer.PACMAN),
        ({"ID": "alpine"}, Installer.APK),
        ({"ID": "haiku"}, None),
        ({}, None),
    ],
)
def test_systems_are_known_by_their_family(
    monkeypatch: pytest.MonkeyPatch, release: dict[str, str], installer: Installer | None
) -> None:
    monkeypatch.setattr(doctor, "_os_release", lambda: release)
    assert doctor.examine().commands == (
        doctor.install_commands(doctor.packages_for(doctor.missing_libraries(), installer))
        if installer
        else ()
    )


@linux
@pytest.mark.parametrize(
    ("environment", "shown_on"),
    [
        ({}, ""),
        ({"DISPLAY": ":7"}, "X11 (:7)"),
        ({"DISPLAY": ":7", "WAYLAND_DISPLAY": "wayland-0"}, "Wayland (wayland-0)"),
    ],
)
def test_the_screen_is_told_from_the_environment(
    environment: dict[str, str], shown_on: str
) -> None:
    assert doctor.screen(environment) == shown_on


def row(need: Need) -> Library:
    return next(library for library in LIBRARIES if library.need is need)


@linux
@pytest.mark.parametrize(
    ("missing", "shown_on", "words"),
    [
        ([Need.ALWAYS], "", "deck-reader doctor --fix"),
        ([Need.X11], "X11 (:0)", "apt-get install"),
        ([Need.X11], "", "no screen here"),
        ([Need.WAYLAND], "X11 (:0)", "does not answer"),
        ([], "", "ssh -X"),
        ([], "X11 (:9)", "X11 (:9) does not answer"),
    ],
)
def test_the_remedy_is_for_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, missing: list[Need], shown_on: str, words: str
) -> None:
    monkeypatch.setattr(doctor, "missing_libraries", lambda: tuple(map(row, missing)))
    monkeypatch.setattr(doctor, "screen", lambda: shown_on)
    monkeypatch.setattr(doctor, "_os_release", lambda: {"ID": "debian"})
    sentence = doctor.remedy()
    assert words in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("version", ["6.9.3", "6.12.0"])
def test_a_qt_that_does_not_work_here_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    monkeypatch.setattr(metadata, "version", lambda _name: version)
    assert not doctor.examine().is_fine
    assert "pip install" in doctor.remedy()
