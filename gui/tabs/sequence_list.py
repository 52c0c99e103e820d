"""The list of sequences at the left of the Sequences tab: filter, folders, two-line rows, deleted ones on request.

Not here: the rows (``gui.tabs.sequence_rows``), and what new, duplicate, delete and restore do
(``gui.tabs.sequences``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Sequence as Many

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QMenu, QVBoxLayout, QWidget

from gui import text
from gui.tabs.instant import InstantLine
from gui.tabs.panel_parts import add_shortcut, name_widget, paint_surface
from gui.tabs.sequence_rows import (
    DELETED_ROLE,
    FOLDER_ROLE,
    ID_ROLE,
    IN_ROLE,
    MIME,
    OPEN_ROLE,
    SequenceDelegate,
    SequenceModel,
    SequenceRow,
    with_folders,
)
from gui.theme import ThemeManager
from gui.widgets.filter_line import FilterLine
from gui.widgets.labels import button, label
from gui.widgets.store import SettingsStore, text_list
from gui.widgets.switch import ToggleSwitch

_CLOSED = "sequences/closed_folders"


class SequenceView(QListView):
    """The rows. A click, Enter, Left and Right open and close a folder; a sequence can be dragged into one.

    Signals:
        folder_toggled: a folder shall be opened or closed.
        dropped: a sequence's id, and the folder it was dropped on; empty for none.
    """

    folder_toggled = Signal(str)
    dropped = Signal(int, object)

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QListView.DragDropMode.DragDrop)
        self.setDropIndicatorShown(False)
        self._paint = SequenceDelegate(themes, self)
        self.setItemDelegate(self._paint)
        self.clicked.connect(self._on_clicked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open and close the folder that the keyboard is on."""
        index = self.currentIndex()
        folder = index.data(FOLDER_ROLE) if index.isValid() else None
        wanted = {Qt.Key.Key_Left: False, Qt.Key.Key_Right: True}.get(Qt.Key(event.key()))
        toggles = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if folder is not None and (toggles or (wanted is not None and wanted != index.data(OPEN_ROLE))):
            self.folder_toggled.emit(folder)
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take sequences."""
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show the folder that the sequence would go to."""
        if event.mimeData().hasFormat(MIME):
            self._show_target(self._folder_at(event.position().toPoint()))
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show no folder any more."""
        self._show_target(None)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which sequence goes to which folder; the rows themselves stay until the edit is done."""
        self._show_target(None)
        written = bytes(event.mimeData().data(MIME).data()).decode(errors="replace")
        if written.isdecimal():
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(int(written), self._folder_at(event.position().toPoint()))

    def _folder_at(self, at: QPoint) -> str:
        index = self.indexAt(at)
        return str(index.data(IN_ROLE) or "") if index.isValid() else ""

    def _show_target(self, folder: str | None) -> None:
        if folder != self._paint.target:
            self._paint.target = folder
            self.viewport().update()

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        folder = index.data(FOLDER_ROLE)
        if folder is not None:
            self.folder_toggled.emit(folder)


class SequenceList(QWidget):
    """Filter, rows, the switch for deleted ones, and the button that makes a new one.

    Signals:
        chosen: another sequence was chosen; 0 when none is.
        new_requested: a new sequence is wanted.
        duplicate_requested, delete_requested, rename_requested, restore_requested: the chosen one is to be …
        move_requested: a sequence's id, and the folder that it shall lie in; ``None`` for one that is to be named.
        folder_rename_requested, folder_dissolve_requested: the name of a folder that is to be …
        view_changed: filter or switch changed, so other rows are wanted.
    """

    chosen = Signal(int)
    new_requested = Signal()
    duplicate_requested = Signal()
    delete_requested = Signal()
    rename_requested = Signal()
    restore_requested = Signal()
    move_requested = Signal(int, object)
    folder_rename_requested = Signal(str)
    folder_dissolve_requested = Signal(str)
    view_changed = Signal()

    def __init__(self, themes: ThemeManager, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        paint_surface(self)
        self.setMinimumWidth(200)
        self._settings = settings
        self._closed = frozenset(text_list(settings.value(_CLOSED, None)))
        self._rows: tuple[SequenceRow, ...] = ()
        self._chosen = 0
        self._filling = False
        self._locked = False
        self._filter = FilterLine(themes, "Filter sequences")
        self._filter.setObjectName("sequence_filter")
        self._filter.filter_changed.connect(self.view_changed)
        self._view = SequenceView(themes)
        name_widget(self._view, "sequence_list", "Sequences")
        self._view.customContextMenuRequested.connect(self._on_menu)
        self._view.folder_toggled.connect(self._on_folder_toggled)
        self._view.dropped.connect(self.move_requested)
        self._model = SequenceModel(self)
        self._view.setModel(self._model)
        self._view.selectionModel().selectionChanged.connect(self._on_selection)
        self._nothing = label("No sequence matches.", "muted")
        self._nothing.hide()
        self._foot = label("", "small")
        name_widget(self._foot, "sequences_status")
        self._deleted = ToggleSwitch(themes, "Deleted")
        name_widget(self._deleted, "show_deleted", "Show deleted sequences")
        self._deleted.clicked.connect(self.view_changed)
        self.new = button("New sequence", icon="plus", themes=themes, tip="Make a sequence (Ctrl+N)")
        name_widget(self.new, "new_sequence", "New sequence")
        self.new.clicked.connect(self.new_requested)
        add_shortcut(self._view, "Del", self.delete_requested.emit, Qt.ShortcutContext.WidgetShortcut)
        add_shortcut(self._view, "Ctrl+D", self.duplicate_requested.emit, Qt.ShortcutContext.WidgetShortcut)
        add_shortcut(self._view, "F2", self._on_rename, Qt.ShortcutContext.WidgetShortcut)
        self._view.activated.connect(self._on_activated)
        self.instant = InstantLine("sequences_instant")
        self._lay_out()

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 12, 12, 12)
        box.setSpacing(8)
        box.addWidget(self._filter)
        box.addWidget(self.instant)
        box.addWidget(self._view, 1)
        box.addWidget(self._nothing)
        foot = QHBoxLayout()
        foot.addWidget(self._foot, 1)
        foot.addWidget(self._deleted)
        box.addLayout(foot)
        box.addWidget(self.new)

    @property
    def words(self) -> str:
        """What is typed into the filter."""
        return self._filter.text().strip()

    @property
    def with_deleted(self) -> bool:
        """Whether deleted sequences are shown."""
        return self._deleted.isChecked()

    def current(self) -> int:
        """Give the id of the chosen sequence, 0 for none; a closed folder does not hide its choice."""
        return self._chosen if self._chosen in self.ids() else 0

    def ids(self) -> list[int]:
        """Give the ids listed, those in closed folders too."""
        return [row.sequence.id for row in self._rows]

    def show_instant(self, title: str, inside: Mapping[int, int] | None) -> None:
        """Say how many are in each sequence at an instant of the rehearsal; nothing without a title."""
        self.instant.show_words(title)
        self._model.show_inside(inside)

    def show_rows(self, rows: Many[SequenceRow], deleted: int, total: int) -> None:
        """Show rows, keeping the chosen one.

        Arguments:
            rows: The sequences that match.
            deleted: How many there are that were deleted.
            total: How many there are that were not.
        """
        self._rows = tuple(rows)
        self._lay_rows()
        standing = sum(row.sequence.deleted is None for row in rows)
        said = text.plural(total, "sequence")
        self._foot.setText(f"{text.number(standing)} of {said}" if standing < total else said)
        self._nothing.setVisible(not rows and bool(self.words))
        self._deleted.setVisible(deleted > 0)
        self._deleted.setText(f"Deleted ({deleted})")
        self._deleted.updateGeometry()

    def row_of(self, sequence_id: int) -> int:
        """Give the place of a sequence among those listed, -1 when it is not."""
        ids = self.ids()
        return ids.index(sequence_id) if sequence_id in ids else -1

    def show_everything(self, *, deleted: bool = False) -> None:
        """Clear the filter and, when asked, show deleted sequences, so that any sequence can be chosen."""
        self._filter.clear()
        self._filter.flush()
        if deleted and not self._deleted.isChecked():
            self._deleted.setChecked(True)
            self.view_changed.emit()

    def focus_filter(self) -> None:
        """Put the cursor into the filter."""
        self._filter.setFocus()
        self._filter.selectAll()

    def choose(self, sequence_id: int) -> bool:
        """Choose a sequence, opening its folder; false when it is not listed."""
        row = next((row for row in self._rows if row.sequence.id == sequence_id), None)
        if row is None:
            return False
        if row.folder in self._closed:
            self._set_closed(self._closed - {row.folder})
        index = self._model.index(self._model.row_of(sequence_id))
        if self._view.currentIndex() != index or not self._view.selectionModel().isSelected(index):
            self._view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._view.scrollTo(index)
        return True

    def set_locked(self, locked: bool) -> None:
        """Lock or unlock editing; choosing still works."""
        self._locked = self._model.locked = locked
        self.new.setEnabled(not locked)

    def menu_of(self, index: QModelIndex) -> QMenu:
        """Make the menu of a row; the caller owns it."""
        menu = QMenu(self)
        menu.setObjectName("sequence_menu")

        def add(under: QMenu, title: str, run: Callable[[], object]) -> None:
            under.addAction(title).triggered.connect(lambda *_: run())

        folder = index.data(FOLDER_ROLE)
        if folder is not None:
            add(menu, "Rename folder…", lambda: self.folder_rename_requested.emit(folder))
            add(menu, "Dissolve folder", lambda: self.folder_dissolve_requested.emit(folder))
            return menu
        if index.data(DELETED_ROLE):
            add(menu, "Restore", self.restore_requested.emit)
            return menu
        sequence_id, inside = int(index.data(ID_ROLE)), str(index.data(IN_ROLE))
        add(menu, "Rename\tF2", self.rename_requested.emit)
        add(menu, "Duplicate\tCtrl+D", self.duplicate_requested.emit)
        move = menu.addMenu("Move to folder")
        for name in sorted({row.folder for row in self._rows if row.folder and row.folder != inside}):
            add(move, name.replace("&", "&&"), lambda name=name: self.move_requested.emit(sequence_id, name))  # type: ignore[misc]
        if inside:
            add(move, "No folder", lambda: self.move_requested.emit(sequence_id, ""))
        move.addSeparator()
        add(move, "New folder…", lambda: self.move_requested.emit(sequence_id, None))
        menu.addSeparator()
        add(menu, "Delete\tDel", self.delete_requested.emit)
        return menu

    # ------------------------------------------------------------ folders

    def _lay_rows(self) -> None:
        """Lay the rows out again; a filter looks into every folder."""
        self._filling = True
        self._model.set_rows(with_folders(self._rows, frozenset() if self.words else self._closed))
        row = self._model.row_of(self._chosen) if self._chosen else -1
        if row >= 0:
            index = self._model.index(row)
            self._view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._filling = False

    def _set_closed(self, closed: frozenset[str]) -> None:
        self._closed = closed
        self._settings.setValue(_CLOSED, sorted(closed))
        self._lay_rows()

    @Slot(str)
    def _on_folder_toggled(self, folder: str) -> None:
        self._set_closed(self._closed ^ {folder})
        for number in range(self._model.rowCount()):
            index = self._model.index(number)
            if index.data(FOLDER_ROLE) == folder:
                self._view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    # ------------------------------------------------------------ asking

    @Slot()
    def _on_selection(self) -> None:
        found = self._view.selectionModel().selectedIndexes()
        if not self._filling and found:
            self._chosen = int(found[0].data(ID_ROLE))
            self.chosen.emit(self._chosen)

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        if index.data(FOLDER_ROLE) is None and not self._locked:
            self.rename_requested.emit()

    @Slot()
    def _on_rename(self) -> None:
        folder = self._view.currentIndex().data(FOLDER_ROLE) if self._view.currentIndex().isValid() else None
        if folder is not None:
            self.folder_rename_requested.emit(folder)
        else:
            self.rename_requested.emit()

    @Slot(QPoint)
    def _on_menu(self, place: QPoint) -> None:
        index = self._view.indexAt(place)
        if self._locked or not index.isValid():
            return
        menu = self.menu_of(index)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._view.viewport().mapToGlobal(place))
