"""What tests of the Sequences tab share: reading its list, opening its pages, finding its cards."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView, QWidget

from core.model.sequence import Sequence
from gui.tabs.sequence_rows import SECOND_ROLE
from gui.tabs.sequence_step_card import StepCard
from gui.widgets.segments import SegmentedFilter
from tests.gui.tabs.desk import DEMO, Desk, find


def rows(tab: QWidget) -> list[tuple[str, str]]:
    """Give both lines of every row of the list."""
    model = find(tab, QListView, "sequence_list").model()
    indexes = [model.index(row, 0) for row in range(model.rowCount())]
    return [(str(index.data()), str(index.data(SECOND_ROLE))) for index in indexes]


def demo(desk: Desk) -> Sequence:
    """Give *Demo follow-up* as it is stored now."""
    found = desk.workspace.project().sequence(DEMO)
    assert found is not None
    return found


def page(tab: QWidget, key: str) -> None:
    """Open a page of the chosen sequence."""
    QTest.mouseClick(find(tab, SegmentedFilter, "sequence_pages").chip(key), Qt.MouseButton.LeftButton)


def card(tab: QWidget, number: int) -> StepCard:
    """Give the card of a step."""
    return find(tab, StepCard, f"step_card_{number}")
