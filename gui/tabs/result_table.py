"""A page's table: it sorts at a click on a heading, numbers as numbers, and remembers the order.

Not here: what the rows say (``gui.tabs.result_pages``).
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from gui.context import Context
from gui.tables.data_table import DataTable
from gui.tables.paged import PagedTableModel
from gui.tabs.panel_parts import name_widget
from gui.tabs.result_pages import HEADINGS, Row, columns_of
from gui.widgets.labels import label
from gui.widgets.store import text_list


class ResultTable(DataTable):
    """The table of one page. A row's id is its number in the natural order.

    Args:
        context: The window's services.
        page: Key of the page.
        title: What it is called.
        parent: Owner.
    """

    def __init__(self, context: Context, page: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(context.themes, f"results/{page}", context.settings, parent)
        self._settings = context.settings
        self._order_key = f"results/{page}/order"
        self._rows: Sequence[Row] = ()
        name_widget(self, f"results_{page}_table", title)
        self.rows_model: PagedTableModel[Row] = PagedTableModel(columns_of(page), self._fetch, parent=self)
        self.setModel(self.rows_model)
        self._keys = [column.key for column in self.rows_model.columns]
        self.titles = [heading.title for heading in HEADINGS[page]]
        self.rows_model.sort_requested.connect(self._on_sort)
        kept = text_list(context.settings.value(self._order_key, None))
        self._order = (kept[0], kept[1] == "up") if len(kept) == 2 and kept[0] in self._keys else ("", True)
        self.set_sort(*self._order)
        self.nothing = label("", "muted", wrap=True)
        self.nothing.setContentsMargins(16, 12, 16, 12)
        self.set_empty_state(self.nothing)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows, in the order that was chosen last."""
        self._rows = rows
        self._put_in_order()

    def shown_rows(self) -> list[Row]:
        """Return the rows as they stand."""
        return [self._rows[number] for number in self.rows_model.ids()]

    def row_at(self, number: int) -> Row:
        """Return a row by its number in the natural order."""
        return self._rows[number]

    def _fetch(self, ids: Sequence[int]) -> list[Row | None]:
        return [self._rows[number] for number in ids]

    @Slot(str, bool)
    def _on_sort(self, key: str, ascending: bool) -> None:
        self._order = (key, ascending)
        self._settings.setValue(self._order_key, [key, "up" if ascending else "down"])
        self._put_in_order()

    def _put_in_order(self) -> None:
        key, ascending = self._order
        numbers: Sequence[int] = range(len(self._rows))
        if key:
            column = self._keys.index(key)
            numbers = sorted(numbers, key=lambda n: _folded(self._rows[n][column].raw), reverse=not ascending)
        self.rows_model.set_ids(numbers)


def _folded(value: str | int | float) -> tuple[float, str]:
    return (0.0, value.casefold()) if isinstance(value, str) else (value, "")
