"""What the Settings page of a sequence says of colleagues, opens and clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSpinBox

from core.model.sequence import Behaviour, SequenceSettings
from gui.tabs.sequences import SequencesTab
from tests.gui.tabs.desk import DEMO, Desk, find, toggle
from tests.gui.tabs.sequence_desk import page

if TYPE_CHECKING:
    pass


@pytest.fixture
def tab(sequences: SequencesTab) -> SequencesTab:
    """Returns the tab with the Settings page of *Demo* open."""
    page(sequences, "settings")
    return sequences


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
