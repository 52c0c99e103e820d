"""Names the Debian packages of the system libraries and fonts that Qt misses on this Linux machine.

Lives here: the table of shared libraries that the Qt of PySide6-Essentials loads, and the look for them. Not here: the
installing, which is `tools/setup.sh`. Standard library only: it also serves a Python with nothing installed.
"""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

#: Shared library → package of Debian 12 and later and of Ubuntu 22.04 and later; read off the NEEDED entries of
#: libQt6Gui, libQt6DBus, libQt6XcbQpa and the xcb platform plugin of PySide6-Essentials 6.11.
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
FONT_PACKAGE = "fonts-dejavu-core"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
FONT_SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".pfb"})


def is_loadable(library: str) -> bool:
    """Tells whether the dynamic linker finds a shared library, named as in an ELF NEEDED entry."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_font() -> bool:
    """Tells whether any scalable font lies in one of the folders that fontconfig searches."""
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    return any(file.suffix.lower() in FONT_SUFFIXES for folder in folders for file in folder.rglob("*"))


def missing_packages() -> list[str]:
    """Returns the packages to install, sorted, each once; empty when Qt has all that it needs."""
    missing = {package for library, package in LIBRARIES.items() if not is_loadable(library)}
    if not has_font():
        missing.add(FONT_PACKAGE)
    return sorted(missing)


if __name__ == "__main__":
    if sys.platform.startswith("linux"):
        print(" ".join(missing_packages()))
