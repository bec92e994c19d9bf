"""How many displays are lit, when they mirror each other, and which is built in."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reader.core.displays import Rectangle, connected_displays, is_builtin, is_mirrored

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="connectors are listed on Linux")
FULL_HD = (0, 0, 1920, 1080)


def connector(folder: Path, name: str, status: str, enabled: str, driver: str = "i915") -> None:
    card = folder / name.partition("-")[0]
    if not card.exists():
        (folder / "drivers" / driver).mkdir(parents=True, exist_ok=True)
        (card / "device").mkdir(parents=True)
        (card / "device" / "driver").symlink_to(folder / "drivers" / driver)
    made = folder / name
    made.mkdir()
    (made / "status").write_text(f"{status}\n", encoding="ascii")
    (made / "enabled").write_text(f"{enabled}\n", encoding="ascii")
    (made / "device").symlink_to(card)


@on_linux
def test_connectors_with_a_lit_display_are_counted_on_all_cards(tmp_path: Path) -> None:
    connector(tmp_path, "card0-eDP-1", "connected", "enabled")
    connector(tmp_path, "card0-HDMI-A-1", "disconnected", "disabled")
    connector(tmp_path, "card0-DP-1", "connected", "disabled")  # there, and dark
    (tmp_path / "renderD128").mkdir()
    (tmp_path / "version").write_text("drm 1.1.0\n", encoding="ascii")
    assert connected_displays(tmp_path) == 1
    connector(tmp_path, "card1-DP-3", "connected", "enabled", "amdgpu")
    assert connected_displays(tmp_path) == 2


@on_linux
def test_nobody_can_tell_without_a_lit_connector(tmp_path: Path) -> None:
    assert connected_displays(tmp_path / "none") is None
    assert connected_displays(tmp_path) is None
    connector(tmp_path, "card0-Virtual-1", "disconnected", "disabled", "virtio")
    (tmp_path / "card0-Writeback-1").mkdir()
    assert connected_displays(tmp_path) is None


@on_linux
def test_a_driver_that_calls_all_displays_dark_is_not_believed(tmp_path: Path) -> None:
    connector(tmp_path, "card0-eDP-1", "connected", "enabled")
    connector(tmp_path, "card1-HDMI-A-1", "connected", "disabled", "nvidia")
    connector(tmp_path, "card1-DP-1", "disconnected", "disabled", "nvidia")
    assert connected_displays(tmp_path) == 2
    connector(tmp_path, "card1-DP-2", "connected", "enabled", "nvidia")  # a version that tells
    assert connected_displays(tmp_path) == 2


@pytest.mark.parametrize(
    ("rectangles", "expected"),
    [
        ((), False),
        ((FULL_HD,), False),
        ((FULL_HD, (1920, 0, 1280, 720)), False),
        ((FULL_HD, (-1280, -40, 1280, 720)), False),
        ((FULL_HD, (0, 1080, 1920, 1080)), False),
        ((FULL_HD, (1919, 0, 1280, 720)), False),  # a sliver, as scaling rounds
        ((FULL_HD, (1900, 0, 1280, 720)), False),
        ((FULL_HD, FULL_HD), True),
        ((FULL_HD, (0, 0, 1280, 720)), True),
        (((320, 180, 1280, 720), FULL_HD), True),  # contained, either way round
        ((FULL_HD, (1500, 300, 1280, 720)), True),
        ((FULL_HD, (1920, 0, 1280, 720), (1920, 0, 1024, 768)), True),
    ],
)
def test_screens_in_the_same_place_are_mirrored(
    rectangles: tuple[Rectangle, ...], expected: bool
) -> None:
    for platform in ("xcb", "wayland", "windows", "cocoa", "offscreen"):
        assert is_mirrored(rectangles, None, platform) is expected
        assert is_mirrored(rectangles[::-1], len(rectangles), platform) is expected


@pytest.mark.parametrize("platform", ["wayland", "wayland-egl", "windows", "cocoa"])
def test_more_displays_lit_than_screens_known_are_mirrored(platform: str) -> None:
    beside = (FULL_HD, (1920, 0, 1280, 720))
    assert is_mirrored((FULL_HD,), 2, platform)
    assert is_mirrored(beside, 3, platform)
    assert not is_mirrored(beside, 2, platform)
    assert not is_mirrored((FULL_HD,), 1, platform)
    assert not is_mirrored(beside, 1, platform)  # one of them may be a remote desktop's
    assert not is_mirrored((FULL_HD,), None, platform)
    assert not is_mirrored((), 1, platform)  # all are asleep


@pytest.mark.parametrize("platform", ["xcb", "offscreen", "vnc", "minimal"])
def test_what_is_lit_says_nothing_of_a_screen_that_may_be_virtual(platform: str) -> None:
    assert not is_mirrored((FULL_HD,), 2, platform)


@pytest.mark.parametrize(
    "name",
    [
        "eDP-1",
        "eDP1",
        "eDP-1-1",
        "edp-1",
        "eDP",
        "LVDS-1",
        "LVDS1",
        "DSI-1",
        "LCD",
        "LCD1",
        "card0-eDP-1",
        "Color LCD",
        "Built-in Retina Display",
        "Built-in Liquid Retina XDR Display",
        "Built-In Display",
        "Builtin display",
        "Internal Display",
    ],
)
def test_built_in(name: str) -> None:
    assert is_builtin(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "HDMI-A-1",
        "HDMI-1",
        "DP-1",
        "DP-1-1",
        "DVI-I-1",
        "VGA1",
        "Virtual-1",
        "screen",
        "Philips LCD",
        "LCD TV",
        "DELL U2720Q",
        r"\\.\DISPLAY1",
        "XWAYLAND0",
    ],
)
def test_not_built_in(name: str) -> None:
    assert not is_builtin(name)
