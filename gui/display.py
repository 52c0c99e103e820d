"""Whether a window can open here, asked before Qt is loaded: without a display Qt would end the process by itself.

Lives here: the look at display and libraries, standard library only. Not here: what is said to the person.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Mapping
from pathlib import Path

#: Libraries that Qt's X11 part loads and that a bare system may lack.
_X11_LIBRARIES = (
    "libxcb.so.1",
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-image.so.0",
    "libxcb-keysyms.so.1",
    "libxcb-render-util.so.0",
    "libxcb-xkb.so.1",
    "libxkbcommon-x11.so.0",
)


def why_no_window(environment: Mapping[str, str], platform: str = sys.platform) -> str:
    """Say in one sentence why no window can open; empty when one can, as far as can be known beforehand.

    Args:
        environment: The environment variables.
        platform: As ``sys.platform``; only Linux and the BSDs can lack a display.
    """
    if platform in ("win32", "darwin", "cygwin"):
        return ""
    wanted = environment.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if wanted and wanted not in ("xcb", "wayland"):
        return ""
    if wanted != "xcb" and _has_wayland(environment):
        return ""
    if not environment.get("DISPLAY"):
        return "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open."
    missing = [library for library in _X11_LIBRARIES if not _is_loadable(library)]
    if missing:
        return f"Qt cannot open a window because these system libraries are missing: {', '.join(missing)}."
    if not _x11_answers():
        return f"The display {environment['DISPLAY']} does not answer, so no window can open."
    return ""


def _has_wayland(environment: Mapping[str, str]) -> bool:
    name = environment.get("WAYLAND_DISPLAY")
    return bool(name) and Path(environment.get("XDG_RUNTIME_DIR", "/"), str(name)).exists()


def _is_loadable(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _x11_answers() -> bool:
    """Connect to the X server the way Qt will, and leave again."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    failed = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not failed
