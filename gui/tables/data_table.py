"""The view of every big table.

Lives here: `DataTable`: selection, columns that a person chose, copying. Not here: the model (gui/tables/paged.py) and
the painting (gui/tables/row_view.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QWidget

from gui.tables.chosen_rows import choose_ids, selected_spans, tab_separated
from gui.tables.column_layout import ColumnRoom, visible_sections
from gui.tables.delegate import ROW_PX
from gui.tables.paged import PagedTableModel
from gui.tables.row_view import RowView
from gui.theme import ThemeManager
from gui.widgets.store import SettingsStore, text_list

#: More rows than this are not copied at once: the clipboard of some systems stops at a few megabytes.
MAX_COPIED_ROWS = 20_000
_MOST_KEPT = 20_000
"""Chosen rows that stay chosen when the table is filled anew; finding more of them again takes too long."""
_SAVE_MS = 400
_MIN_COLUMN_PX = 48


class DataTable(RowView):
    """A table of whole rows over a `PagedTableModel`, fluid with a million of them.

    A click on a heading asks the model for another order; the headings' menu chooses columns; widths, order and choice
    are kept. Ctrl+C copies the chosen rows as tab-separated text.

    Args:
        themes: gives the colours.
        key: under which columns are kept, e.g. "contacts".
        store: where.
        parent: owner.

    Signals:
        selection_changed: other rows are chosen.
        opened: the id of a row that was double-clicked, or on which Enter was pressed.
        copied: how many rows were copied, and how many are chosen.
        columns_changed: other columns are shown, or in another order.
    """

    selection_changed = Signal()
    opened = Signal(int)
    copied = Signal(int, int)
    columns_changed = Signal()

    def __init__(self, themes: ThemeManager, key: str, store: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(themes, parent)
        self._key = f"table/{key}"
        self._store = store
        self._model: PagedTableModel[Any] | None = None
        self._empty: QWidget | None = None
        self._kept: list[int] = []
        self._no_selection: QItemSelectionModel | None = None
        self._sort = (-1, True)
        #: Whether a double click opens a row; a table whose cells are edited in place says no.
        self.opens_on_double_click = True
        self._set_behaviour()
        self._set_headers()
        self._room = ColumnRoom(self, self._columns)
        self._save_soon = QTimer(self)
        self._save_soon.setSingleShot(True)
        self._save_soon.setInterval(_SAVE_MS)
        self._save_soon.timeout.connect(self._on_save_columns)
        self.doubleClicked.connect(self._on_double_clicked)

    def _set_behaviour(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)

    def _set_headers(self) -> None:
        rows = self.verticalHeader()
        rows.setVisible(False)
        # Fixed sections are never measured: that is what keeps a million rows cheap.
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW_PX)
        rows.setDefaultSectionSize(ROW_PX)
        heads = self.horizontalHeader()
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heads.setHighlightSections(False)
        heads.setSectionsClickable(True)
        heads.setSectionsMovable(True)
        heads.setStretchLastSection(True)
        heads.setMinimumSectionSize(_MIN_COLUMN_PX)
        heads.setFixedHeight(ROW_PX)
        heads.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        heads.customContextMenuRequested.connect(self._on_header_menu)
        heads.sectionClicked.connect(self._on_heading_clicked)
        heads.sectionResized.connect(self._on_columns_changed)
        heads.sectionMoved.connect(self._on_columns_changed)
        heads.sectionMoved.connect(self.columns_changed)
        heads.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        heads.setSortIndicatorShown(True)

    # ---- model

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Sets the model, which must be a `PagedTableModel`, and puts the columns as they were kept."""
        assert model is None or isinstance(model, PagedTableModel)
        before = self._model
        if before is not None:
            before.modelAboutToBeReset.disconnect(self._on_about_to_reset)
            before.modelReset.disconnect(self._on_reset)
            before.rowsInserted.disconnect(self._on_rows_inserted)
        self._model = model
        self._room.pause()
        super().setModel(model)
        if model is None:
            return
        model.modelAboutToBeReset.connect(self._on_about_to_reset)
        model.modelReset.connect(self._on_reset)
        model.rowsInserted.connect(self._on_rows_inserted)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self._blind_headings(model)
        self._restore_columns()
        self._update_empty()

    def _blind_headings(self, model: PagedTableModel[Any]) -> None:
        """Keeps the headings from asking, at every paint, whether each of a million rows is chosen."""
        heads = self.horizontalHeader()
        before = self._no_selection
        self._no_selection = QItemSelectionModel(model, self)
        heads.setSelectionModel(self._no_selection)
        if before is not None:
            before.deleteLater()

    def set_empty_state(self, widget: QWidget | None) -> None:
        """Shows a widget instead of the rows while there are none; the table becomes its owner."""
        if self._empty is not None:
            self._empty.hide()
            self._empty.deleteLater()
        self._empty = widget
        if widget is not None:
            widget.setParent(self.viewport())
        self._update_empty()

    def set_sort(self, key: str, ascending: bool) -> None:
        """Shows by which column the rows are sorted, without asking for it; an unknown key shows none."""
        section = next((n for n, column in enumerate(self._columns()) if column.key == key), -1)
        self._show_sort(section, ascending)

    def _show_sort(self, section: int, ascending: bool) -> None:
        self._sort = (section, ascending)
        order = Qt.SortOrder.AscendingOrder if ascending else Qt.SortOrder.DescendingOrder
        self.horizontalHeader().setSortIndicator(section, order)

    # ---- selection

    def selected_ids(self) -> list[int]:
        """Returns the ids of the chosen rows, top to bottom."""
        if self._model is None:
            return []
        ids = self._model.ids()
        return [row_id for first, last in self._selected_spans() for row_id in ids[first : last + 1]]

    def selected_count(self) -> int:
        """Returns how many rows are chosen, without making a list of them."""
        return sum(last - first + 1 for first, last in self._selected_spans())

    def current_id(self) -> int | None:
        """Returns the id of the row with the keyboard focus, if there is one."""
        index = self.currentIndex()
        return self._model.id_at(index.row()) if self._model is not None and index.isValid() else None

    def select_id(self, row_id: int) -> bool:
        """Chooses the row with this id alone and scrolls to it; returns False when the table does not show it."""
        row = self._model.row_of(row_id) if self._model is not None else -1
        if self._model is None or row < 0:
            return False
        index = self._model.index(row, self._first_column())
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)
        return True

    def copy_selection(self) -> int:
        """Puts the visible columns of the chosen rows on the clipboard as tab-separated text, headings first.

        Returns:
            how many rows were copied, at most `MAX_COPIED_ROWS`.
        """
        model = self._model
        if model is None or not self.selected_count():
            return 0
        columns = [self._columns()[section] for section in self._visible_sections()]
        lines = tab_separated(model, columns, self._selected_spans(), MAX_COPIED_ROWS)
        QGuiApplication.clipboard().setText("\n".join(lines))
        count = len(lines) - 1
        self.copied.emit(count, self.selected_count())
        return count

    def _selected_spans(self) -> list[tuple[int, int]]:
        """Returns the chosen rows as spans (first, last), sorted and joined; a span may be a million rows."""
        return selected_spans(self.selectionModel()) if self._model is not None else []

    # ---- columns

    def _columns(self) -> tuple[Any, ...]:
        return self._model.columns if self._model is not None else ()

    def _visible_sections(self) -> list[int]:
        return visible_sections(self.horizontalHeader())

    def _first_column(self) -> int:
        shown = self._visible_sections()
        return shown[0] if shown else 0

    def set_column_shown(self, key: str, shown: bool) -> None:
        """Shows or hides a column; the last one that is shown stays."""
        section = next(n for n, column in enumerate(self._columns()) if column.key == key)
        if not shown and self._visible_sections() == [section]:
            return
        self.setColumnHidden(section, not shown)
        self._room.spread()
        self._save_soon.start()
        self.columns_changed.emit()

    def shown_columns(self) -> list[str]:
        """Returns the keys of the columns that are shown, left to right."""
        return [self._columns()[section].key for section in self._visible_sections()]

    def column_key(self, section: int) -> str:
        """Returns the key of a column; empty when there is none such."""
        columns = self._columns()
        return str(columns[section].key) if 0 <= section < len(columns) else ""

    def id_at(self, row: int) -> int:
        """Returns the id of a row; raises IndexError outside the table."""
        if self._model is None:
            raise IndexError(row)
        return self._model.id_at(row)

    def column_title(self, key: str) -> str:
        """Returns the heading of a column; the key itself when there is none such."""
        return next((str(column.title) for column in self._columns() if column.key == key), key)

    def column_texts(self) -> list[str]:
        """Returns widths, order and choice of the columns as texts, to be kept."""
        return self._room.texts()

    def set_column_texts(self, texts: Sequence[str]) -> None:
        """Puts the columns as `column_texts` told; without texts as at the first start."""
        self._room.apply(texts)
        self._save_soon.start()
        self.columns_changed.emit()

    def reset_columns(self) -> None:
        """Puts widths, order and choice of the columns back to the first start's."""
        self._room.apply(())
        self._save_soon.start()
        self.columns_changed.emit()

    def column_menu(self) -> QMenu:
        """Returns a new menu that chooses columns; the caller owns it."""
        menu = QMenu(self)
        shown = set(self.shown_columns())
        for column in self._columns():
            action = QAction(column.title, menu)
            action.setCheckable(True)
            action.setChecked(column.key in shown)
            action.triggered.connect(lambda on, key=column.key: self.set_column_shown(key, on))
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction("Reset columns").triggered.connect(lambda *_: self.reset_columns())
        return menu

    def _restore_columns(self) -> None:
        kept = text_list(self._store.value(f"{self._key}/columns", None))
        self._room.apply(kept)
        # What was just read need not be written again.
        self._save_soon.stop()

    @Slot()
    def _on_save_columns(self) -> None:
        self._store.setValue(f"{self._key}/columns", self._room.texts())

    @Slot()
    def _on_columns_changed(self) -> None:
        self._save_soon.start()

    @Slot(QPoint)
    def _on_header_menu(self, place: QPoint) -> None:
        menu = self.column_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.horizontalHeader().mapToGlobal(place))

    @Slot(int)
    def _on_heading_clicked(self, section: int) -> None:
        # The heading has turned its own arrow by now, asked or not; ours says what was before.
        before = self._sort
        ascending = before != (section, True)
        asked = self._model is not None and self._model.request_sort(section, ascending=ascending)
        self._show_sort(*((section, ascending) if asked else before))

    # ---- events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copies at Ctrl+C and opens at Enter."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
            return
        row_id = self.current_id()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row_id is not None:
            self.opened.emit(row_id)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the empty state over the whole view, and the columns as wide as it allows."""
        super().resizeEvent(event)
        self._room.spread()
        self._update_empty()

    def _update_empty(self) -> None:
        if self._empty is None:
            return
        self._empty.setGeometry(self.viewport().rect())
        self._empty.setVisible(self._model is None or self._model.rowCount() == 0)

    @Slot()
    def _on_about_to_reset(self) -> None:
        self._kept = self.selected_ids() if self.selected_count() <= _MOST_KEPT else []

    @Slot()
    def _on_reset(self) -> None:
        self._update_empty()
        # A filter or another order does not take away what a person was looking at.
        kept = self._kept
        if len(kept) > 1 and self._model is not None and choose_ids(self._model, self.selectionModel(), kept):
            return
        if len(kept) != 1 or not self.select_id(kept[0]):
            self.selection_changed.emit()

    @Slot()
    def _on_rows_inserted(self) -> None:
        self._update_empty()

    @Slot()
    def _on_selection_changed(self) -> None:
        self.selection_changed.emit()

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        if self._model is not None and index.isValid() and self.opens_on_double_click:
            self.opened.emit(self._model.id_at(index.row()))
