"""Painting row by row: the same picture as cell by cell, and no more than a scroll uncovers."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractItemView, QWidget
from pytestqt.qtbot import QtBot

from gui.tables.data_table import DataTable
from gui.tables.delegate import ROW_PX, ToneDelegate
from gui.tables.paged import PagedTableModel
from gui.theme import ThemeManager
from gui.widgets.store import MemorySettings

Model = PagedTableModel[Any]
SelectionBehavior = QAbstractItemView.SelectionBehavior


@pytest.fixture
def table(themes: ThemeManager, settings: MemorySettings, host: QWidget, model: Model) -> DataTable:
    made = DataTable(themes, "log", settings, host)
    made.setModel(model)
    made.resize(300, 400)
    model.set_ids(range(1_000))
    return made


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Gives the numbers of the rows that are painted."""
    numbers: list[int] = []
    plain = ToneDelegate.paint_row

    def paint_row(self: ToneDelegate, painter: Any, model: Model, number: int, *rest: Any, selected: bool) -> None:
        numbers.append(number)
        plain(self, painter, model, number, *rest, selected=selected)

    monkeypatch.setattr(ToneDelegate, "paint_row", paint_row)
    return numbers


def _picture(table: DataTable) -> QImage:
    # The first one puts scroll bars and headings in their places.
    table.grab()
    return table.viewport().grab().toImage()


def _by_cells(table: DataTable) -> QImage:
    table.setSelectionBehavior(SelectionBehavior.SelectItems)
    picture = _picture(table)
    table.setSelectionBehavior(SelectionBehavior.SelectRows)
    return picture


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
@pytest.mark.parametrize("choice", ["light", "dark"])
def test_rows_look_as_their_cells_do(
    table: DataTable, themes: ThemeManager, source: Any, model: Model, choice: str, direction: Qt.LayoutDirection
) -> None:
    themes.set_choice(choice)
    source.gone = {6}
    model.invalidate()
    table.setLayoutDirection(direction)
    table.set_linked(lambda row: row.id % 5 == 0)  # type: ignore[attr-defined]
    table.setColumnWidth(0, 60)
    table.horizontalHeader().moveSection(0, 1)
    table.select_id(4)
    table._hover(7)
    assert _picture(table) == _by_cells(table)
    table.selectAll()
    table.verticalScrollBar().setValue(77)
    assert _picture(table) == _by_cells(table)
    model.set_ids(range(3))
    assert _picture(table) == _by_cells(table)
    table.setColumnHidden(1, True)
    assert _picture(table) == _by_cells(table)


def test_a_scroll_paints_only_the_rows_that_it_uncovers(table: DataTable, qtbot: QtBot, painted: list[int]) -> None:
    table.grab()
    with qtbot.waitExposed(table.window()):
        table.window().show()
        table.show()
    last = table.rowAt(table.viewport().height() - 1)
    qtbot.waitUntil(lambda: last in painted)
    # Headings and scroll bars find their places in a turn or two of the loop.
    qtbot.wait(50)
    painted.clear()
    table.verticalScrollBar().setValue(3 * ROW_PX)
    table._hover(8)
    qtbot.waitUntil(lambda: last + 3 in painted)
    # And the row under the pointer, with the one it came from: that is where a test before left it.
    assert 8 in painted
    assert len(set(painted) - set(range(last, last + 4))) <= 2
    painted.clear()
    table.verticalScrollBar().setValue(2 * ROW_PX)
    qtbot.waitUntil(lambda: 2 in painted)
    assert len(set(painted) - {2, 3}) <= 2


def test_the_bar_of_a_chosen_row_stays_in_view_when_scrolled_sideways(table: DataTable, themes: ThemeManager) -> None:
    for column in range(3):
        table.setColumnWidth(column, 200)
    table.select_id(2)
    table.horizontalScrollBar().setValue(250)
    y = table.rowViewportPosition(2) + 3
    picture = _picture(table)
    assert table.horizontalOffset() == 250
    assert [picture.pixelColor(x, y) for x in (0, 100)] == [themes.theme.accent, themes.theme.accent_soft]


def test_the_ground_beside_and_below_the_rows_is_the_surface(
    table: DataTable, themes: ThemeManager, model: Model
) -> None:
    model.set_ids(range(2))
    for choice in ("light", "dark"):
        themes.set_choice(choice)
        picture = _picture(table)
        assert picture.pixelColor(50, 3 * ROW_PX) == themes.theme.surface
    table.setModel(None)
    assert _picture(table).pixelColor(50, 5) == themes.theme.surface


def test_a_text_is_cut_anew_when_its_column_or_the_font_changes(table: DataTable) -> None:
    table.setColumnWidth(0, 60)
    narrow = _picture(table)
    table.setColumnWidth(0, 160)
    wide = _picture(table)
    assert narrow != wide
    font = table.font()
    font.setPixelSize(20)
    table.setFont(font)
    assert _picture(table) != wide
    font.setPixelSize(13)
    table.setFont(font)
    table.setColumnWidth(0, 60)
    assert _picture(table) == narrow
