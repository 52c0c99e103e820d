"""What tests of tabs need: the services of one open workspace. Lives here: fixtures. Not here: the desk itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pytestqt.qtbot import QtBot

from gui.bus import GoTo
from gui.tabs.sequences import SequencesTab
from tests.gui.tabs.desk import DEMO, Desk

if TYPE_CHECKING:
    pass


@pytest.fixture
def sequences(desk: Desk, qtbot: QtBot) -> SequencesTab:
    """Returns the Sequences tab with *Demo follow-up* chosen."""
    made = SequencesTab(desk.context)
    desk.show(made, qtbot)
    made.go_to(GoTo("sequence", DEMO))
    return made
