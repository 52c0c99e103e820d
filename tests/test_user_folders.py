"""Proves that tests work in made-up user folders, so that running them can never change a real workspace or setting."""

from __future__ import annotations

from pathlib import Path

import platformdirs
from PySide6.QtCore import QStandardPaths


def test_user_folders_of_python_lie_in_the_made_up_home(test_home: Path) -> None:
    """platformdirs names the folders of workspaces and settings, Path.home() all the rest."""
    for folder in (platformdirs.user_data_path("cadenza"), platformdirs.user_config_path("cadenza"), Path.home()):
        assert folder.is_relative_to(test_home)


def test_user_folders_of_qt_lie_in_the_made_up_home(test_home: Path) -> None:
    """QSettings and file dialogs go by these."""
    places = (QStandardPaths.StandardLocation.ConfigLocation, QStandardPaths.StandardLocation.HomeLocation)
    for place in places:
        assert Path(QStandardPaths.writableLocation(place)).is_relative_to(test_home)
