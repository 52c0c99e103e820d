"""Choosing the columns of a table: ticked ones are shown, dragging puts them in another order.

Not here: keeping them (gui/tables/data_table.py), and the short menu of the headings.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout

from gui.tables.data_table import DataTable
from gui.theme import ThemeManager
from gui.widgets.filter_line import FilterLine
from gui.widgets.labels import button, label

_KEY = Qt.ItemDataRole.UserRole
_SIZE = (340, 480)


class ColumnChooser(QDialog):
    """A list of all columns, as they lie; what is changed is seen in the table at once.

    Args:
        table: The table.
        themes: Colours and icons.
    """

    def __init__(self, table: DataTable, themes: ThemeManager) -> None:
        super().__init__(table.window())
        self._table = table
        self._filling = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("column_chooser")
        self.setWindowTitle("Columns")
        self.resize(*_SIZE)
        self.search = FilterLine(themes, "Find a column", delay_ms=0)
        self.rows = QListWidget()
        self.rows.setObjectName("column_list")
        self.rows.setAccessibleName("Columns, in their order")
        self.rows.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.rows.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.rows.itemChanged.connect(self._on_changed)
        self.rows.model().rowsMoved.connect(self._on_changed)
        self.search.textChanged.connect(self._on_search)
        reset = button("Reset", "quiet", tip="Columns, order and widths as at the first start")
        reset.setObjectName("columns_reset")
        reset.clicked.connect(self._on_reset)
        close = button("Close", "primary")
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(reset)
        foot.addStretch(1)
        foot.addWidget(close)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 20, 20, 16)
        box.setSpacing(12)
        box.addWidget(label("Columns", "title"))
        box.addWidget(label("Tick what is shown; drag to put it in another order.", "muted", wrap=True))
        box.addWidget(self.search)
        box.addWidget(self.rows, 1)
        box.addLayout(foot)
        self._fill()

    def _fill(self) -> None:
        self._filling = True
        self.rows.clear()
        for text in self._table.column_texts():
            key = text.partition("=")[0]
            hidden = key.startswith("-")
            key = key.removeprefix("-")
            item = QListWidgetItem(self._table.column_title(key))
            item.setData(_KEY, text)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsDragEnabled
            )
            item.setCheckState(Qt.CheckState.Unchecked if hidden else Qt.CheckState.Checked)
            self.rows.addItem(item)
        self._filling = False

    @Slot()
    def _on_changed(self, *_: object) -> None:
        """Put the columns as the list says; the last one that is shown stays."""
        if self._filling:
            return
        items = [self.rows.item(row) for row in range(self.rows.count())]
        shown = [item for item in items if item.checkState() == Qt.CheckState.Checked]
        if not shown:
            self._fill()
            return
        texts = []
        for item in items:
            text = str(item.data(_KEY)).removeprefix("-")
            texts.append(text if item in shown else f"-{text}")
        self._table.set_column_texts(texts)

    @Slot(str)
    def _on_search(self, text: str) -> None:
        words = text.casefold().split()
        for row in range(self.rows.count()):
            item = self.rows.item(row)
            item.setHidden(not all(word in item.text().casefold() for word in words))

    @Slot()
    def _on_reset(self) -> None:
        self._table.reset_columns()
        self._fill()


def choose_columns(table: DataTable, themes: ThemeManager) -> ColumnChooser:
    """Open the chooser of a table's columns."""
    dialog = ColumnChooser(table, themes)
    dialog.open()
    return dialog
