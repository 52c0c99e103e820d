"""The model of big tables: ids, pages, growth, Qt's own rules."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from time import perf_counter
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from gui.tables.paged import ID_ROLE, MAX_PAGES, PAGE_ROWS, ROW_TONE_ROLE, TONE_ROLE, PagedTableModel
from gui.theme import Tone

Model = PagedTableModel[Any]


def _check(tester: Any, model: Model) -> None:
    """Lets Qt look for broken rules; the tester has no types of its own."""
    tester.check(model)


@pytest.mark.parametrize("ids", [(), (7,), range(300), array("q", [5, 3, 9])])
def test_qt_finds_nothing_wrong(model: Model, qtmodeltester: ModelTester, ids: Sequence[int]) -> None:
    model.set_ids(ids)
    _check(qtmodeltester, model)


def test_qt_finds_nothing_wrong_while_it_grows_and_changes(model: Model, qtmodeltester: ModelTester) -> None:
    model.set_ids(range(10))
    model.row(0)
    _check(qtmodeltester, model)
    model.append_ids(range(10, 600))
    model.invalidate([3])
    model.set_ids(range(5))


def test_cells_show_the_rows_of_their_ids(model: Model) -> None:
    model.set_ids([12, 7])
    assert (model.rowCount(), model.columnCount()) == (2, 4)
    assert [model.index(row, 0).data() for row in range(2)] == ["Contact 12", "Contact 7"]
    assert [model.index(row, 1).data() for row in range(2)] == ["skipped", "done"]
    assert model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole) == "Why 12"
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) is None
    assert model.index(1, 2).data(ID_ROLE) == 7
    assert model.index(0, 1).data(TONE_ROLE) == Tone.SKIPPED
    assert model.index(0, 0).data(TONE_ROLE) is None
    assert [model.index(row, 0).data(ROW_TONE_ROLE) for row in range(2)] == [Tone.SKIPPED, None]
    assert model.index(0, 0).data(Qt.ItemDataRole.DecorationRole) is None
    assert model.data(QModelIndex()) is None


def test_headings_name_and_align_their_columns(model: Model) -> None:
    across = Qt.Orientation.Horizontal
    assert [model.headerData(n, across) for n in range(4)] == ["Contact", "Outcome", "Mails", "Detail"]
    right = model.headerData(2, across, Qt.ItemDataRole.TextAlignmentRole)
    assert right == Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    assert model.index(0, 2).data(Qt.ItemDataRole.TextAlignmentRole) is None
    model.set_ids([1])
    assert Qt.AlignmentFlag(model.index(0, 2).data(Qt.ItemDataRole.TextAlignmentRole)) == right
    assert model.headerData(9, across) is None
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_only_pages_that_are_looked_at_are_fetched(model: Model, source: Any) -> None:
    model.set_ids(range(1_000))
    assert source.asked == []
    for row in (0, 1, 255, 700):
        model.row(row)
    assert source.asked == [range(256), range(512, 768)]
    model.row(999)
    assert source.asked[-1] == range(768, 1_000)


def test_pages_not_looked_at_for_longest_go_first(model: Model, source: Any) -> None:
    model.set_ids(range(PAGE_ROWS * (MAX_PAGES + 1)))
    for page in range(MAX_PAGES):
        model.row(page * PAGE_ROWS)
    model.row(0)
    model.row(MAX_PAGES * PAGE_ROWS)
    source.asked.clear()
    model.row(0)
    assert source.asked == []
    model.row(PAGE_ROWS)
    assert source.asked == [range(PAGE_ROWS, 2 * PAGE_ROWS)]


def test_a_million_ids_are_set_without_looking_at_them(model: Model, source: Any) -> None:
    few, many = [], []
    for _ in range(5):
        start = perf_counter()
        model.set_ids(range(10))
        few.append(perf_counter() - start)
        start = perf_counter()
        model.set_ids(range(1_000_000))
        many.append(perf_counter() - start)
    assert source.asked == []
    assert model.rowCount() == 1_000_000
    # Touching a million ids would be thousands of times slower than touching ten; a busy machine is not.
    assert min(many) < 100 * min(few)


def test_rows_that_are_gone_are_empty(model: Model, source: Any) -> None:
    source.gone = {2}
    model.set_ids([1, 2, 3])
    assert [model.index(row, 0).data() for row in range(3)] == ["Contact 1", None, "Contact 3"]
    assert model.row(1) is None


def test_rows_that_are_left_out_do_not_shift_the_others(source: Any, model: Model) -> None:
    source.gone = {2}
    plain: Model = PagedTableModel(model.columns, source.fetch_living)
    plain.set_ids([1, 2, 3])
    with pytest.raises(ValueError, match="asked for 3 rows, got 2"):
        plain.row(0)
    aligned: Model = PagedTableModel(model.columns, source.fetch_living, id_of=lambda row: int(row.id))
    aligned.set_ids([1, 2, 3])
    assert [aligned.index(row, 0).data() for row in range(3)] == ["Contact 1", None, "Contact 3"]


def test_outside_the_table_there_is_nothing(model: Model) -> None:
    model.set_ids([4])
    assert model.row(-1) is None
    assert model.row(1) is None
    assert model.row(QModelIndex()) is None
    assert model.id_at(0) == 4
    for row in (-1, 1):
        with pytest.raises(IndexError):
            model.id_at(row)
    assert model.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags


@pytest.mark.parametrize("ids", [range(10, 40, 2), array("q", range(10, 40, 2)), tuple(range(10, 40, 2))])
def test_ids_lead_to_their_rows(model: Model, ids: Sequence[int]) -> None:
    model.set_ids(ids)
    assert model.row_of(14) == 2
    assert model.row_of(15) == -1
    assert model.ids() is ids


def test_invalidating_fetches_only_the_pages_concerned(model: Model, source: Any, qtbot: QtBot) -> None:
    model.set_ids(range(1_000))
    for row in (0, 300, 600):
        model.row(row)
    source.asked.clear()
    with qtbot.waitSignal(model.dataChanged) as told:
        model.invalidate([301, 5_000])
    assert told.args is not None
    assert (told.args[0].row(), told.args[1].row(), told.args[1].column()) == (256, 511, 3)
    for row in (0, 300, 600):
        model.row(row)
    assert source.asked == [range(256, 512)]


def test_invalidating_all_fetches_all_anew(model: Model, source: Any, qtbot: QtBot) -> None:
    model.set_ids(range(300))
    model.row(0)
    with qtbot.waitSignal(model.dataChanged):
        model.invalidate()
    model.row(0)
    assert source.asked == [range(256)] * 2
    model.set_ids(())
    with qtbot.assertNotEmitted(model.dataChanged):
        model.invalidate()


def test_a_growing_log_keeps_what_was_fetched(model: Model, source: Any, qtbot: QtBot) -> None:
    model.set_ids(range(300))
    model.row(0)
    model.row(299)
    with qtbot.waitSignal(model.rowsInserted) as told:
        model.append_ids(range(300, 700))
    assert told.args is not None
    assert told.args[1:] == [300, 699]
    assert model.ids() == range(700)
    source.asked.clear()
    assert model.index(699, 0).data() == "Contact 699"
    assert model.index(299, 0).data() == "Contact 299"
    assert model.index(0, 0).data() == "Contact 0"
    # The page that was not full, and the new one.
    assert source.asked == [range(512, 700), range(256, 512)]


def test_ids_of_any_kind_can_follow(model: Model) -> None:
    model.append_ids(range(3))
    assert model.ids() == range(3)
    model.append_ids(())
    assert model.rowCount() == 3
    model.append_ids([9, 8])
    model.append_ids(range(5, 7))
    assert list(model.ids()) == [0, 1, 2, 9, 8, 5, 6]
    assert model.rowCount() == 7


def test_rows_that_the_owner_added_untold_are_not_shown(model: Model) -> None:
    ids = array("q", [1, 2])
    model.set_ids(ids)
    ids.append(3)
    assert model.rowCount() == 2
    assert model.row(2) is None
    assert model.row_of(3) == -1
    model.grow(ids)
    assert model.rowCount() == 3
    assert model.row_of(3) == 2
    with pytest.raises(ValueError, match="1 ids cannot follow 3"):
        model.grow([1])


def test_sorting_is_asked_for_not_done(model: Model, qtbot: QtBot) -> None:
    model.set_ids([3, 1, 2])
    with qtbot.waitSignal(model.sort_requested) as told:
        assert model.request_sort(2, ascending=False)
    assert told.args == ["mails", False]
    assert list(model.ids()) == [3, 1, 2]
    with qtbot.assertNotEmitted(model.sort_requested):
        assert not model.request_sort(3, ascending=True)
        assert not model.request_sort(-1, ascending=True)


def test_it_is_a_table_not_a_tree(model: Model) -> None:
    model.set_ids([1])
    inside = model.index(0, 0)
    as_qt: QAbstractItemModel = model
    assert (as_qt.rowCount(inside), as_qt.columnCount(inside)) == (0, 0)
