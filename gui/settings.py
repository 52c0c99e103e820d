"""Where Cadenza keeps its files, and the few choices that are remembered between two starts.

Lives here: the folders of data and settings, the settings file, the list of recent workspaces. Not here: what widgets
remember of themselves (they take a ``SettingsStore``), and anything that belongs to a workspace.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from PySide6.QtCore import QSettings

from gui.widgets.store import SettingsStore

#: Beside the program, this file's presence keeps data and settings beside the program too.
PORTABLE_MARK = "portable.txt"
_PORTABLE_HOME = "cadenza-home"

_RECENT = "recent"
_LAST = "last_workspace"
_RECENT_LIMIT = 8


@dataclass(frozen=True)
class Folders:
    """The folders of one person's Cadenza.

    Attributes:
        data: Workspaces that Cadenza makes itself, and crash reports.
        config: The settings file.
    """

    data: Path
    config: Path

    @property
    def sample(self) -> Path:
        """The workspace that the first start opens."""
        return self.data / "demo-request.cadenza"

    @property
    def crashes(self) -> Path:
        """Where crash reports are written."""
        return self.data / "crashes"


def program_folder() -> Path:
    """Return the folder that holds the program: of the frozen executable, else of the checkout or installation."""
    if getattr(sys, "frozen", False):
        return Path(sys.executable).resolve().parent
    return Path(__file__).resolve().parent.parent


def find_folders(home: Path | None = None, program: Path | None = None) -> Folders:
    """Say where files go: under ``home``, else beside a program with a portable mark, else in the user's folders.

    Args:
        home: What ``--home`` named; made when something is first written there.
        program: The folder looked in for ``portable.txt``; the program's own by default.
    """
    beside = program or program_folder()
    if home is None and (beside / PORTABLE_MARK).is_file():
        home = beside / _PORTABLE_HOME
    if home is not None:
        home = home.expanduser().absolute()
        return Folders(home, home)
    return Folders(
        platformdirs.user_data_path("cadenza", appauthor=False),
        platformdirs.user_config_path("cadenza", appauthor=False),
    )


def open_settings(folders: Folders) -> QSettings:
    """Open the settings file, an INI file that a person can read and delete."""
    folders.config.mkdir(parents=True, exist_ok=True)
    return QSettings(str(folders.config / "settings.ini"), QSettings.Format.IniFormat)


class RecentFiles:
    """The workspaces opened lately, newest first; files that are gone are left out.

    Args:
        store: Where the list is kept.
    """

    def __init__(self, store: SettingsStore) -> None:
        self._store = store

    def paths(self) -> list[Path]:
        """Return the workspaces that still exist, newest first."""
        return [path for path in self._stored() if path.is_file()]

    def last(self) -> Path | None:
        """Return the workspace that was open last, if it still exists."""
        value = self._store.value(_LAST)
        path = Path(str(value)) if value else None
        return path if path is not None and path.is_file() else None

    def add(self, path: Path) -> None:
        """Put a workspace first."""
        path = path.absolute()
        others = [other for other in self._stored() if other != path]
        self._store.setValue(_RECENT, [str(p) for p in (path, *others)][:_RECENT_LIMIT])
        self._store.setValue(_LAST, str(path))

    def clear(self) -> None:
        """Forget the list."""
        self._store.setValue(_RECENT, [])

    def _stored(self) -> list[Path]:
        value = self._store.value(_RECENT)
        # An INI file gives a list of one back as plain text, and an empty list as nothing.
        texts = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        return [Path(str(text)) for text in texts if text]
