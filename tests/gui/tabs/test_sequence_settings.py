"""What the Settings page of a sequence says of colleagues, opens and clicks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSpinBox
from pytestqt.qtbot import QtBot

from core.model.sequence import Behaviour, SequenceSettings
from gui.bus import GoTo
from gui.tabs.sequences import SequencesTab
from gui.widgets.segments import SegmentedFilter
from tests.gui.tabs.desk import DEMO, Desk, find, toggle

if TYPE_CHECKING:
    from gui.theme import ThemeManager
    from gui.widgets.store import MemorySettings
    from tests.gui.conftest import FakeDialogs


@pytest.fixture
def desk(tmp_path: Path, themes: ThemeManager, fake_dialogs: FakeDialogs, settings: MemorySettings) -> Iterator[Desk]:
    made = Desk(tmp_path, themes, fake_dialogs, settings)
    yield made
    made.close()


@pytest.fixture
def tab(desk: Desk, qtbot: QtBot) -> SequencesTab:
    """Returns the tab with the Settings page of *Demo* open."""
    made = SequencesTab(desk.context)
    desk.show(made, qtbot)
    made.go_to(GoTo("sequence", DEMO))
    QTest.mouseClick(find(made, SegmentedFilter, "sequence_pages").chip("settings"), Qt.MouseButton.LeftButton)
    return made


def saved(desk: Desk) -> SequenceSettings:
    found = desk.workspace.project().sequence(DEMO)
    assert found is not None
    return found.settings


def test_a_colleagues_reply_can_end_it_too(tab: SequencesTab, desk: Desk) -> None:
    assert not saved(desk).account_based
    toggle(tab, "account_based")
    assert saved(desk).account_based


@pytest.mark.parametrize("name", ["open", "click"])
def test_rates_of_opens_and_clicks(tab: SequencesTab, desk: Desk, name: str) -> None:
    before: Behaviour = saved(desk).behaviour
    assert getattr(before, name) == 0
    spin = find(tab, QSpinBox, f"behaviour_{name}")
    spin.setFocus()
    spin.selectAll()
    QTest.keyClicks(spin, "35")
    QTest.keyClick(spin, Qt.Key.Key_Return)
    assert getattr(saved(desk).behaviour, name) == 35
    spin.setValue(900)
    assert getattr(saved(desk).behaviour, name) == 100
