"""The model of every big table: it holds ids and fetches rows by page when they are looked at.

Lives here: `Column` and `PagedTableModel`. Not here: the view (gui/tables/data_table.py), sorting and filtering, which
services do by giving other ids, and the fetching itself.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from gui.text import plain_tip
from gui.theme import Tone

Row = TypeVar("Row")
_Index = QModelIndex | QPersistentModelIndex

#: Rows fetched at once; a page of 256 rows takes services some 3 ms.
PAGE_ROWS = 256
#: Pages kept; a screen shows one or two.
MAX_PAGES = 64

ID_ROLE = int(Qt.ItemDataRole.UserRole) + 1
TONE_ROLE = ID_ROLE + 1
ROW_TONE_ROLE = ID_ROLE + 2
_CELL_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column of a table.

    Attributes:
        key: what `sort_requested` and kept widths call it.
        title: its heading.
        text: makes the text of a cell from the row.
        tone: makes the tone of a cell; its sign goes before the text. None means no tone.
        align: how cells and heading lie.
        width: at the first start, in pixels.
        tip: makes the tool tip of a cell.
        spoken: makes what screen readers say of a cell, where that is not its text.
        hidden: True leaves it out until a person asks for it.
        sortable: whether a click on the heading asks for sorting.
        number: True lays cells right, with figures of one width.
        grows: whether it takes a share of the room that is left over.
    """

    key: str
    title: str
    text: Callable[[Row], str]
    tone: Callable[[Row], Tone | None] | None = None
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    width: int = 120
    tip: Callable[[Row], str] | None = None
    spoken: Callable[[Row], str] | None = None
    hidden: bool = False
    sortable: bool = True
    number: bool = False
    grows: bool = False

    @cached_property
    def alignment(self) -> Qt.AlignmentFlag:
        """How cells and heading lie, vertically too."""
        return (Qt.AlignmentFlag.AlignRight if self.number else self.align) | Qt.AlignmentFlag.AlignVCenter

    @cached_property
    def flags(self) -> int:
        """The alignment as the number that painters take; Python's flags cost more than drawing a word."""
        return int(self.alignment)


class PagedTableModel(QAbstractTableModel, Generic[Row]):
    """A table over a sequence of ids whose rows are fetched by page.

    Setting a million ids costs as much as setting ten: nothing is done per row until it is shown.

    Args:
        columns: the columns, left to right.
        fetch: gets the ids of one page, returns their rows in the same order, None for those that are gone. It runs in
            the GUI thread, so it must be quick.
        id_of: makes the id of a row. With it, `fetch` may leave rows that are gone out.
        row_tone: makes the tone of a whole row; None means no tone.
        page_rows: rows fetched at once; fewer where they lie far apart in the file.
        ascending: whether ids always ascend, so that the row of one is found without looking through all.
        parent: owner.

    Signals:
        sort_requested: a column's key, and True for ascending; whoever knows the ids then gives them in that order.
    """

    sort_requested = Signal(str, bool)

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        fetch: Callable[[Sequence[int]], Sequence[Row | None]],
        *,
        id_of: Callable[[Row], int] | None = None,
        row_tone: Callable[[Row], Tone | None] | None = None,
        page_rows: int = PAGE_ROWS,
        ascending: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._page_rows = page_rows
        self._ascending = ascending
        self._columns = tuple(columns)
        self._fetch = fetch
        self._id_of = id_of
        self._row_tone = row_tone
        self._ids: Sequence[int] = range(0)
        # The sequence may grow in its owner's hands before we are told: only so many rows are shown.
        self._count = 0
        self._pages: OrderedDict[int, Sequence[Row | None]] = OrderedDict()

    # ---- ids and rows

    @property
    def columns(self) -> tuple[Column[Row], ...]:
        """The columns, left to right."""
        return self._columns

    def ids(self) -> Sequence[int]:
        """Returns the ids, in the order shown."""
        return self._ids

    def set_ids(self, ids: Sequence[int]) -> None:
        """Shows other rows, or the same in another order; keeps the sequence itself, not a copy."""
        self.beginResetModel()
        self._ids = ids
        self._count = len(ids)
        self._pages.clear()
        self.endResetModel()

    def grow(self, ids: Sequence[int]) -> None:
        """Shows a longer sequence that begins with the ids shown now; selection and scroll position stay.

        Raises:
            ValueError: the sequence is shorter than what is shown.
        """
        if len(ids) < self._count:
            raise ValueError(f"{len(ids)} ids cannot follow {self._count}")
        if len(ids) == self._count:
            self._ids = ids
            return
        self.beginInsertRows(QModelIndex(), self._count, len(ids) - 1)
        # The last page was fetched while it was not full.
        self._pages.pop(self._count // self._page_rows, None)
        self._ids = ids
        self._count = len(ids)
        self.endInsertRows()

    def append_ids(self, more: Sequence[int]) -> None:
        """Shows more rows at the end; for growing logs."""
        ids = self._ids
        if isinstance(ids, range) and isinstance(more, range) and len(more) and _follows(ids, more):
            self.grow(range(ids.start if len(ids) else more.start, more.stop))
            return
        if not isinstance(ids, array):
            ids = array("q", ids)
        ids.extend(more)
        self.grow(ids)

    def id_at(self, row: int) -> int:
        """Returns the id of a row; raises IndexError outside the table."""
        if not 0 <= row < self._count:
            raise IndexError(row)
        return self._ids[row]

    def row(self, at: int | QModelIndex | QPersistentModelIndex) -> Row | None:
        """Returns the data of a row, fetching its page if need be; None outside the table and for one that is gone."""
        number = at if isinstance(at, int) else at.row()
        if not 0 <= number < self._count:
            return None
        page, place = divmod(number, self._page_rows)
        rows = self._pages.get(page)
        if rows is None:
            rows = self._fetched(page)
        else:
            self._pages.move_to_end(page)
        return rows[place]

    def row_of(self, row_id: int) -> int:
        """Returns the row that shows an id, -1 when none does; fast where ids ascend."""
        if self._ascending:
            place = bisect_left(self._ids, row_id)
            return place if place < self._count and self._ids[place] == row_id else -1
        try:
            place = self._ids.index(row_id)
        except ValueError:
            return -1
        return place if place < self._count else -1

    def invalidate(self, ids: Iterable[int] | None = None) -> None:
        """Fetches rows anew when they are next looked at: those with these ids, or all."""
        if ids is None:
            self._pages.clear()
            if self._count:
                self._tell_changed(0, self._count - 1)
            return
        wanted = set(ids)
        for page in list(self._pages):
            first = page * self._page_rows
            last = min(first + self._page_rows, self._count) - 1
            if not wanted.isdisjoint(self._ids[first : last + 1]):
                del self._pages[page]
                self._tell_changed(first, last)

    def request_sort(self, column: int, *, ascending: bool) -> bool:
        """Asks for another order; returns False, asking nothing, when the column cannot be sorted."""
        if not 0 <= column < len(self._columns) or not self._columns[column].sortable:
            return False
        self.sort_requested.emit(self._columns[column].key, ascending)
        return True

    def row_tone(self, row: Row) -> Tone | None:
        """Returns the tone of a whole row."""
        return self._row_tone(row) if self._row_tone else None

    def _fetched(self, page: int) -> Sequence[Row | None]:
        """Fetches a page, keeps it and lets the one that was not looked at for longest go."""
        first = page * self._page_rows
        ids = self._ids[first : min(first + self._page_rows, self._count)]
        rows = self._fetch(ids)
        if self._id_of is not None and len(rows) != len(ids):
            by_id = {self._id_of(row): row for row in rows if row is not None}
            rows = [by_id.get(row_id) for row_id in ids]
        if len(rows) != len(ids):
            raise ValueError(f"asked for {len(ids)} rows, got {len(rows)}")
        self._pages[page] = rows
        while len(self._pages) > MAX_PAGES:
            self._pages.popitem(last=False)
        return rows

    def _tell_changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))

    # ---- what Qt asks

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Returns how many rows are shown."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Returns how many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Returns that every cell can be selected and none edited in place."""
        return _CELL_FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Returns what Qt asks about a cell."""
        if not index.isValid():
            return None
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.alignment
        if role == ID_ROLE:
            return self.id_at(index.row())
        if role not in _ROW_ROLES:
            return None
        row = self.row(index.row())
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(column.tip(row)) if column.tip else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return column.spoken(row) if column.spoken else None
        if role == TONE_ROLE:
            return column.tone(row) if column.tone else None
        return self.row_tone(row)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Returns what Qt asks about a heading."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._columns[section].alignment
        return None


_ROW_ROLES = {
    int(Qt.ItemDataRole.DisplayRole),
    int(Qt.ItemDataRole.ToolTipRole),
    int(Qt.ItemDataRole.AccessibleTextRole),
    TONE_ROLE,
    ROW_TONE_ROLE,
}


def _follows(first: range, second: range) -> bool:
    """Returns whether a range goes on where another ends."""
    return first.step == second.step == 1 and (not len(first) or first.stop == second.start)
