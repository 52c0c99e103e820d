"""What every test needs: a Qt without a screen, made-up user folders, hypothesis profiles.

Lives here: only what must be in force before any test module is imported, so before the first import of Qt. Not here:
fixtures of one floor, which live in the conftest.py of its folder.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

#: Held for the life of the process: its finalizer removes the folder.
_HOME = tempfile.TemporaryDirectory(prefix="cadenza-tests-", ignore_cleanup_errors=True)

#: Names of environment variables → folder under the made-up home. Linux, macOS (which goes by HOME) and Windows.
_USER_FOLDERS = {
    "HOME": "",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CACHE_HOME": ".cache",
    "XDG_RUNTIME_DIR": "runtime",
    "USERPROFILE": "",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
}

#: Variables by which a desktop changes sizes, style or fonts: a test must not depend on whose desktop it runs on.
_DESKTOP_VARIABLES = (
    "QT_STYLE_OVERRIDE",
    "QT_QPA_PLATFORMTHEME",
    "QT_SCALE_FACTOR",
    "QT_SCREEN_SCALE_FACTORS",
    "QT_FONT_DPI",
    "QT_PLUGIN_PATH",
)


def _isolate_environment() -> None:
    """Points Qt to no screen and every user folder into a folder that ends with the process."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    for name in _DESKTOP_VARIABLES:
        os.environ.pop(name, None)
    for name, folder in _USER_FOLDERS.items():
        path = Path(_HOME.name, folder)
        # Qt warns about a runtime folder that others may enter.
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.environ[name] = str(path)


def _choose_hypothesis_profile() -> None:
    """Registers the profiles `dev`, `ci` (the same examples every time) and `thorough`, and loads one of them.

    HYPOTHESIS_PROFILE names it; without, it is `ci` where CI is set and `dev` elsewhere. No profile has a deadline: on
    a busy machine a slow example says nothing about the code.
    """
    slow = [HealthCheck.too_slow]
    settings.register_profile("dev", deadline=None, max_examples=50, suppress_health_check=slow)
    settings.register_profile(
        "ci", deadline=None, max_examples=100, derandomize=True, database=None, suppress_health_check=slow
    )
    settings.register_profile("thorough", deadline=None, max_examples=2_000, suppress_health_check=slow)
    default = "ci" if os.environ.get("CI") else "dev"
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or default)


_isolate_environment()
_choose_hypothesis_profile()


@pytest.fixture(scope="session")
def test_home() -> Path:
    """Returns the folder that stands for the user's home in this process; shared by all tests, so only to look at."""
    return Path(_HOME.name)
