"""Folding of repeats in the log's table: what the cells say, the keys and the click that open a group.

Not here: which rows repeat each other (``core.store.log``) and which are shown (``gui.run.folded_rows``).
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from core.services.log import LogLine
from gui.run.folded_rows import FoldedRows
from gui.tables.data_table import DataTable
from gui.tables.delegate import PADDING_PX
from gui.text import number

_COLUMN = "contact"
_ARROW_PX = PADDING_PX + 16
_INDENT = "    "
_KEYS = {Qt.Key.Key_Right: True, Qt.Key.Key_Left: False}


class LogFolds(QObject):
    """Opens and closes groups of rows.

    Args:
        table: The log's table; becomes the owner.

    Attributes:
        rows: Which rows there are, and how they are folded.
        until: Rows from this id on have not happened yet at the instant shown; 0 for none.

    Signals:
        changed: other rows shall be shown.
    """

    changed = Signal()

    def __init__(self, table: DataTable) -> None:
        super().__init__(table)
        self.rows = FoldedRows()
        self.until = 0
        self._table = table
        table.installEventFilter(self)
        table.viewport().installEventFilter(self)

    def contact_text(self, line: LogLine) -> str:
        """Return the name of the contact, after how many there are while their rows are folded: a long name is cut."""
        if not self.rows.is_folding:
            return line.contact
        count = self.rows.count(line.id, self.until)
        if count > 1:
            return f"{'▾' if self.rows.is_open(line.id) else '▸'} {number(count)} × {line.contact}"
        return f"{_INDENT}{line.contact}"

    def set_open(self, row_id: int, is_open: bool) -> bool:
        """Open or close the group of a row; returns whether there was anything to do."""
        head = self.rows.head_of(row_id)
        if not self.rows.set_open(row_id, is_open):
            return False
        self.changed.emit()
        self._table.select_id(row_id if is_open else head)
        return True

    def reveal(self, row_id: int) -> None:
        """Open the group that hides a row."""
        if self.rows.head_of(row_id) != row_id:
            self.set_open(row_id, True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open a group at Right, close it at Left, and either at a click on its arrow."""
        if self.rows.is_folding:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched is self._table:
                row_id = self._table.current_id()
                wanted = _KEYS.get(Qt.Key(event.key())) if event.modifiers() in _PLAIN else None
                if row_id is not None and wanted is not None:
                    self.set_open(row_id, wanted)
                    return True
            if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
                return self._pressed(event)
        return super().eventFilter(watched, event)

    def _pressed(self, event: QMouseEvent) -> bool:
        index = self._table.indexAt(event.position().toPoint())
        model = self._table.model()
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton or model is None:
            return False
        row_id = self._table.id_at(index.row())
        left = self._table.columnViewportPosition(index.column())
        if (
            self._table.column_key(index.column()) != _COLUMN
            or self.rows.count(row_id, self.until) < 2
            or not 0 <= event.position().x() - left <= _ARROW_PX
        ):
            return False
        return self.set_open(row_id, not self.rows.is_open(row_id))


_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
