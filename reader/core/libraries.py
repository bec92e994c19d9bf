"""The system libraries that Qt's windows load on Linux, and the packages that carry them.

PySide6's wheel brings Qt itself, but not what Qt expects every desktop to have. A test reads
the installed wheel and fails when this table and what it loads no longer agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Need(Enum):
    """When a library is needed."""

    ALWAYS = "every window"
    X11 = "windows on X11"
    WAYLAND = "windows on Wayland"


class Installer(Enum):
    """The package managers that the table knows."""

    APT = "apt-get"
    DNF = "dnf"
    PACMAN = "pacman"
    ZYPPER = "zypper"
    APK = "apk"


@dataclass(frozen=True, slots=True)
class Library:
    """One shared library and, for each package manager, the package that has it."""

    need: Need
    soname: str
    apt: str
    dnf: str
    pacman: str
    zypper: str
    apk: str

    def package(self, installer: Installer) -> str:
        """The name of the package that carries this library."""
        return {
            Installer.APT: self.apt,
            Installer.DNF: self.dnf,
            Installer.PACMAN: self.pacman,
            Installer.ZYPPER: self.zypper,
            Installer.APK: self.apk,
        }[installer]


# Columns: soname, then the package for apt-get, dnf, pacman, zypper and apk. On the systems that
# renamed libglib2.0-0 to libglib2.0-0t64 the new package provides the old name.
_ALWAYS = """
libEGL.so.1              libegl1              libglvnd-egl         libglvnd             Mesa-libEGL1         mesa-egl
libGL.so.1               libgl1               libglvnd-glx         libglvnd             Mesa-libGL1          mesa-gl
libX11.so.6              libx11-6             libX11               libx11               libX11-6             libx11
libdbus-1.so.3           libdbus-1-3          dbus-libs            dbus                 libdbus-1-3          dbus-libs
libfontconfig.so.1       libfontconfig1       fontconfig           fontconfig           libfontconfig1       fontconfig
libfreetype.so.6         libfreetype6         freetype             freetype2            libfreetype6         freetype
libgcc_s.so.1            libgcc-s1            libgcc               gcc-libs             libgcc_s1            libgcc
libglib-2.0.so.0         libglib2.0-0         glib2                glib2                libglib-2_0-0        glib
libgthread-2.0.so.0      libglib2.0-0         glib2                glib2                libgthread-2_0-0     glib
libstdc++.so.6           libstdc++6           libstdc++            gcc-libs             libstdc++6           libstdc++
libxkbcommon.so.0        libxkbcommon0        libxkbcommon         libxkbcommon         libxkbcommon0        libxkbcommon
libz.so.1                zlib1g               zlib                 zlib                 libz1                zlib
libzstd.so.1             libzstd1             libzstd              zstd                 libzstd1             zstd-libs
"""  # noqa: E501

_X11 = """
libX11-xcb.so.1          libx11-xcb1          libX11-xcb           libx11               libX11-xcb1          libx11
libxcb-cursor.so.0       libxcb-cursor0       xcb-util-cursor      xcb-util-cursor      libxcb-cursor0       xcb-util-cursor
libxcb-icccm.so.4        libxcb-icccm4        xcb-util-wm          xcb-util-wm          libxcb-icccm4        xcb-util-wm
libxcb-image.so.0        libxcb-image0        xcb-util-image       xcb-util-image       libxcb-image0        xcb-util-image
libxcb-keysyms.so.1      libxcb-keysyms1      xcb-util-keysyms     xcb-util-keysyms     libxcb-keysyms1      xcb-util-keysyms
libxcb-randr.so.0        libxcb-randr0        libxcb               libxcb               libxcb-randr0        libxcb
libxcb-render-util.so.0  libxcb-render-util0  xcb-util-renderutil  xcb-util-renderutil  libxcb-render-util0  xcb-util-renderutil
libxcb-render.so.0       libxcb-render0       libxcb               libxcb               libxcb-render0       libxcb
libxcb-shape.so.0        libxcb-shape0        libxcb               libxcb               libxcb-shape0        libxcb
libxcb-shm.so.0          libxcb-shm0          libxcb               libxcb               libxcb-shm0          libxcb
libxcb-sync.so.1         libxcb-sync1         libxcb               libxcb               libxcb-sync1         libxcb
libxcb-util.so.1         libxcb-util1         xcb-util             xcb-util             libxcb-util1         xcb-util
libxcb-xfixes.so.0       libxcb-xfixes0       libxcb               libxcb               libxcb-xfixes0       libxcb
libxcb-xkb.so.1          libxcb-xkb1          libxcb               libxcb               libxcb-xkb1          libxcb
libxcb.so.1              libxcb1              libxcb               libxcb               libxcb1              libxcb
libxkbcommon-x11.so.0    libxkbcommon-x11-0   libxkbcommon-x11     libxkbcommon-x11     libxkbcommon-x11-0   libxkbcommon-x11
"""  # noqa: E501

_WAYLAND = """
libwayland-client.so.0   libwayland-client0   libwayland-client    wayland              libwayland-client0   wayland-libs-client
libwayland-cursor.so.0   libwayland-cursor0   libwayland-cursor    wayland              libwayland-cursor0   wayland-libs-cursor
"""  # noqa: E501


def _rows(need: Need, table: str) -> tuple[Library, ...]:
    return tuple(Library(need, *line.split()) for line in table.split("\n") if line)


LIBRARIES: tuple[Library, ...] = (
    *_rows(Need.ALWAYS, _ALWAYS),
    *_rows(Need.X11, _X11),
    *_rows(Need.WAYLAND, _WAYLAND),
)
