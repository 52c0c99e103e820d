"""The view of big tables: selection, columns, copying, painting."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from gui.tables.data_table import MAX_COPIED_ROWS, DataTable
from gui.tables.paged import Column, PagedTableModel
from gui.theme import ThemeManager
from gui.widgets.store import MemorySettings

Model = PagedTableModel[Any]


@pytest.fixture
def table(themes: ThemeManager, settings: MemorySettings, host: QWidget, model: Model) -> DataTable:
    made = DataTable(themes, "log", settings, host)
    made.setModel(model)
    made.resize(600, 400)
    made.show()
    model.set_ids(range(1_000))
    return made


def _click(qtbot: QtBot, table: DataTable, row: int, modifier: Qt.KeyboardModifier | None = None) -> None:
    place = table.visualRect(table.model().index(row, 0)).center()
    keys = modifier or Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, keys, place)


# ---- selection


def test_clicks_choose_whole_rows(table: DataTable, qtbot: QtBot) -> None:
    with qtbot.waitSignal(table.selection_changed):
        _click(qtbot, table, 2)
    assert table.selected_ids() == [2]
    _click(qtbot, table, 5, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected_ids() == [2, 3, 4, 5]
    _click(qtbot, table, 3, Qt.KeyboardModifier.ControlModifier)
    assert table.selected_ids() == [2, 4, 5]
    assert table.selected_count() == 3
    assert table.current_id() == 3


def test_choosing_all_of_a_million_rows_looks_at_none(
    table: DataTable, model: Model, source: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    model.set_ids(range(1_000_000))
    table.grab()
    source.asked.clear()
    looked: list[int] = []
    plain = PagedTableModel.flags

    def flags(self: Model, index: QModelIndex) -> Qt.ItemFlag:
        looked.append(index.row())
        return plain(self, index)

    monkeypatch.setattr(PagedTableModel, "flags", flags)
    table.selectAll()
    table.grab()
    assert table.selected_count() == 1_000_000
    assert source.asked == []
    # Headings ask whether a whole column is chosen, row by row, unless they are kept from it.
    assert len(looked) < 1_000


def test_an_id_can_be_chosen_and_is_brought_into_view(table: DataTable) -> None:
    assert table.select_id(900)
    assert table.selected_ids() == [900]
    rect = table.visualRect(table.currentIndex())
    assert table.viewport().rect().intersects(rect)
    assert not table.select_id(5_000)
    assert table.selected_ids() == [900]


def test_another_order_keeps_what_was_chosen(table: DataTable, model: Model, qtbot: QtBot) -> None:
    table.select_id(10)
    model.set_ids(range(999, -1, -1))
    assert table.selected_ids() == [10]
    assert table.currentIndex().row() == 989
    with qtbot.waitSignal(table.selection_changed):
        model.set_ids(range(20, 30))
    assert table.selected_ids() == []


def test_a_growing_log_keeps_what_was_chosen(table: DataTable, model: Model) -> None:
    table.select_id(10)
    model.append_ids(range(1_000, 2_000))
    assert table.selected_ids() == [10]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_opens_the_row(table: DataTable, qtbot: QtBot, key: Qt.Key) -> None:
    table.select_id(4)
    with qtbot.waitSignal(table.opened) as told:
        QTest.keyClick(table, key)
    assert told.args == [4]


def test_a_double_click_opens_the_row(table: DataTable, qtbot: QtBot) -> None:
    place = table.visualRect(table.model().index(3, 0)).center()
    # A double click begins with a single one.
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(table.opened) as told:
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [3]


def test_arrows_move_row_by_row(table: DataTable, qtbot: QtBot) -> None:
    table.select_id(4)
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.selected_ids() == [5]


def test_without_a_model_nothing_is_chosen(themes: ThemeManager, settings: MemorySettings, qtbot: QtBot) -> None:
    empty = DataTable(themes, "log", settings)
    qtbot.addWidget(empty)
    assert empty.selected_ids() == []
    assert empty.current_id() is None
    assert not empty.select_id(1)
    assert empty.copy_selection() == 0


def test_another_model_takes_over(table: DataTable, model: Model, source: Any) -> None:
    table.select_id(4)
    other: Model = PagedTableModel(model.columns, source.fetch)
    other.set_ids([7])
    table.setModel(other)
    assert table.selected_ids() == []
    assert table.select_id(7)
    model.set_ids(range(3))
    assert table.selected_ids() == [7]
    table.setModel(None)
    assert table.selected_ids() == []


# ---- copying


def test_ctrl_c_copies_visible_columns_as_tab_separated_text(table: DataTable, qtbot: QtBot) -> None:
    _click(qtbot, table, 3)
    _click(qtbot, table, 4, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(table.copied) as told:
        QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert told.args == [2, 2]
    lines = ["Contact\tOutcome\tMails", "Contact 3\tskipped\t6", "Contact 4\tdone\t8"]
    assert QApplication.clipboard().text() == "\n".join(lines)


def test_line_ends_in_cells_do_not_break_the_lines(table: DataTable) -> None:
    table.set_column_shown("detail", True)
    table.select_id(1)
    table.copy_selection()
    assert QApplication.clipboard().text().split("\n")[1] == "Contact 1\tdone\t2\tline one line two"


def test_no_more_is_copied_than_a_clipboard_takes(table: DataTable, model: Model, qtbot: QtBot) -> None:
    model.set_ids(range(MAX_COPIED_ROWS + 500))
    table.selectAll()
    with qtbot.waitSignal(table.copied) as told:
        assert table.copy_selection() == MAX_COPIED_ROWS
    assert told.args == [MAX_COPIED_ROWS, MAX_COPIED_ROWS + 500]
    assert QApplication.clipboard().text().count("\n") == MAX_COPIED_ROWS


def test_copying_nothing_leaves_the_clipboard_alone(table: DataTable) -> None:
    QApplication.clipboard().setText("mine")
    assert table.copy_selection() == 0
    assert QApplication.clipboard().text() == "mine"


# ---- columns


def _click_heading(qtbot: QtBot, table: DataTable, section: int) -> None:
    heads = table.horizontalHeader()
    place = QPoint(heads.sectionViewportPosition(section) + 20, 10)
    QTest.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_headings_ask_for_an_order_and_the_other_way_round(table: DataTable, model: Model, qtbot: QtBot) -> None:
    asked: list[tuple[str, bool]] = []
    model.sort_requested.connect(lambda key, ascending: asked.append((key, ascending)))
    for section in (0, 0, 2):
        _click_heading(qtbot, table, section)
    assert asked == [("contact", True), ("contact", False), ("mails", True)]
    heads = table.horizontalHeader()
    assert (heads.sortIndicatorSection(), heads.sortIndicatorOrder()) == (2, Qt.SortOrder.AscendingOrder)


def test_a_column_that_cannot_be_sorted_keeps_the_order_shown(table: DataTable, qtbot: QtBot) -> None:
    table.set_column_shown("detail", True)
    table.set_sort("contact", False)
    _click_heading(qtbot, table, 3)
    heads = table.horizontalHeader()
    assert (heads.sortIndicatorSection(), heads.sortIndicatorOrder()) == (0, Qt.SortOrder.DescendingOrder)


def test_the_menu_shows_and_hides_columns_but_never_the_last(table: DataTable) -> None:
    menu = table.column_menu()
    ticks = {action.text(): action for action in menu.actions() if action.isCheckable()}
    assert {name: action.isChecked() for name, action in ticks.items()} == {
        "Contact": True,
        "Outcome": True,
        "Mails": True,
        "Detail": False,
    }
    ticks["Detail"].trigger()
    ticks["Contact"].trigger()
    assert table.shown_columns() == ["outcome", "mails", "detail"]
    for name in ("Outcome", "Mails", "Detail"):
        ticks[name].trigger()
    assert table.shown_columns() == ["detail"]
    menu.actions()[-1].trigger()
    assert table.shown_columns() == ["contact", "outcome", "mails"]
    menu.deleteLater()


def test_widths_order_and_choice_are_kept(
    table: DataTable, themes: ThemeManager, settings: MemorySettings, host: QWidget, model: Model, qtbot: QtBot
) -> None:
    table.setColumnWidth(0, 222)
    table.set_column_shown("detail", True)
    table.set_column_shown("outcome", False)
    table.horizontalHeader().moveSection(table.horizontalHeader().visualIndex(2), 0)
    qtbot.waitUntil(lambda: settings.value("table/log/columns") is not None)
    again = DataTable(themes, "log", settings, host)
    again.setModel(model)
    assert again.shown_columns() == ["mails", "contact", "detail"]
    assert again.columnWidth(0) == 222
    assert not again._save_soon.isActive()


def test_columns_that_grow_share_the_spare_room_until_somebody_sets_a_width(
    themes: ThemeManager, settings: MemorySettings, host: QWidget, qtbot: QtBot
) -> None:
    columns = [
        Column[Any]("a", "A", str, width=100, grows=True),
        Column[Any]("b", "B", str, width=300, grows=True),
        Column[Any]("c", "C", str, width=80),
    ]

    def made() -> DataTable:
        table = DataTable(themes, "growing", settings, host)
        table.setModel(PagedTableModel(columns, lambda ids: [None for _ in ids]))
        table.setFixedSize(480 + 400 + 2 * table.frameWidth(), 200)
        table.show()
        return table

    table = made()
    # 400 pixels are left over: a quarter and three quarters of them.
    assert [table.columnWidth(section) for section in range(3)] == [200, 600, 80]
    assert table.column_texts() == ["a=0", "b=0", "c=0"]
    table.set_column_shown("b", False)
    assert table.columnWidth(0) == 100 + 700
    table.reset_columns()
    heads = table.horizontalHeader().viewport()
    QTest.mousePress(heads, Qt.MouseButton.LeftButton, pos=QPoint(199, 8))
    QTest.mouseMove(heads, QPoint(149, 8))
    QTest.mouseRelease(heads, Qt.MouseButton.LeftButton, pos=QPoint(149, 8))
    table.setFixedWidth(1_200)
    assert [table.columnWidth(section) for section in range(2)] == [150, 600]
    qtbot.waitUntil(lambda: settings.value("table/growing/columns") is not None)
    assert [made().columnWidth(section) for section in range(2)] == [150, 600]


@pytest.mark.parametrize("kept", ["nonsense", ["ghost=10", "contact=x", "mails"], 5, []])
def test_kept_columns_that_make_no_sense_are_not_used(
    themes: ThemeManager, settings: MemorySettings, qtbot: QtBot, model: Model, kept: object
) -> None:
    settings.setValue("table/log/columns", kept)
    table = DataTable(themes, "log", settings)
    qtbot.addWidget(table)
    table.setModel(model)
    assert table.shown_columns() == ["contact", "outcome", "mails"]
    assert table.columnWidth(0) == 150


# ---- empty


def test_an_empty_table_shows_what_to_do(table: DataTable, model: Model) -> None:
    hint = QLabel("No contacts yet")
    table.set_empty_state(hint)
    assert not hint.isVisible()
    model.set_ids(())
    assert hint.isVisible()
    table.resize(500, 300)
    assert hint.size() == table.viewport().size()
    model.append_ids(range(2))
    assert not hint.isVisible()
    table.set_empty_state(None)


# ---- painting


def _color(table: DataTable, row: int, x: int) -> str:
    """The colour in a row, x pixels from the left, near its top where no letters are."""
    rect = table.visualRect(table.model().index(row, 0))
    return table.viewport().grab().toImage().pixelColor(x, rect.top() + 3).name()


def test_rows_have_the_ground_of_their_tone_in_both_themes(table: DataTable, themes: ThemeManager) -> None:
    for choice in ("light", "dark"):
        themes.set_choice(choice)
        theme = themes.theme
        assert _color(table, 3, 100) == theme.skipped_soft.name()
        assert _color(table, 4, 100) == theme.surface.name()


def test_chosen_rows_have_a_bar_at_the_left(table: DataTable, themes: ThemeManager) -> None:
    table.select_id(3)
    theme = themes.theme
    assert (_color(table, 3, 0), _color(table, 3, 100)) == (theme.accent.name(), theme.accent_soft.name())


def test_rows_are_32_high_and_divided_by_a_hairline(table: DataTable, themes: ThemeManager, model: Model) -> None:
    rect = table.visualRect(model.index(1, 0))
    assert rect.height() == 32
    assert table.viewport().grab().toImage().pixelColor(100, rect.bottom()) == themes.theme.line


def test_the_row_under_the_pointer_is_shown(table: DataTable, themes: ThemeManager, model: Model, qtbot: QtBot) -> None:
    QTest.mouseMove(table.viewport(), table.visualRect(model.index(4, 1)).center())
    qtbot.waitUntil(lambda: _color(table, 4, 100) == themes.theme.hover.name())
    QApplication.sendEvent(table, QEvent(QEvent.Type.Leave))
    assert _color(table, 4, 100) == themes.theme.surface.name()


def test_rows_that_are_gone_are_painted_empty(table: DataTable, source: Any, model: Model) -> None:
    source.gone = {0}
    model.invalidate()
    assert _color(table, 0, 100) == _color(table, 1, 100)


def _tip(table: DataTable, index: QModelIndex) -> str:
    place = table.visualRect(index).center()
    event = QHelpEvent(QEvent.Type.ToolTip, place, table.viewport().mapToGlobal(place))
    QApplication.sendEvent(table.viewport(), event)
    return QToolTip.text()


def test_tips_tell_the_reason_or_the_whole_text(table: DataTable, model: Model) -> None:
    assert _tip(table, model.index(2, 1)) == "Why 2"
    table.setColumnWidth(0, 48)
    assert _tip(table, model.index(2, 0)) == "Contact 2"


def test_a_column_can_be_fitted_to_its_cells(table: DataTable) -> None:
    table.setColumnWidth(0, 48)
    table.resizeColumnToContents(0)
    assert table.columnWidth(0) >= table.fontMetrics().horizontalAdvance("Contact 9") + 16


def test_the_view_is_painted_from_a_page_or_two(table: DataTable, model: Model, source: Any) -> None:
    model.set_ids(range(1_000_000))
    source.asked.clear()
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum() // 2)
    table.viewport().grab()
    assert 1 <= len(source.asked) <= 2
