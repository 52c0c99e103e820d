"""The list of sequences at the left of the Sequences tab: filter, two-line rows, deleted ones on request.

Not here: what new, duplicate, delete and restore do (``gui.tabs.sequences``).
"""

from __future__ import annotations

from collections.abc import Sequence as Many
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from core.model.sequence import Sequence
from gui import text
from gui.tabs.panel_parts import add_shortcut, name_widget, paint_surface
from gui.theme import ThemeManager
from gui.theme_style import small_font
from gui.widgets.filter_line import FilterLine
from gui.widgets.labels import button, label
from gui.widgets.switch import ToggleSwitch

_Index = QModelIndex | QPersistentModelIndex
_ROW_PX = 48
_PAD_PX = 8
ID_ROLE = int(Qt.ItemDataRole.UserRole) + 1
SECOND_ROLE = ID_ROLE + 1
DELETED_ROLE = ID_ROLE + 2


@dataclass(frozen=True, slots=True)
class SequenceRow:
    """One row: a sequence and how often it is used."""

    sequence: Sequence
    workflows: int

    @property
    def second_line(self) -> str:
        """Give the small line, e.g. ``4 steps · 3 mails · used by 2 workflows``."""
        if self.sequence.deleted is not None:
            return f"deleted · {_used(self.workflows)}"
        steps = text.plural(len(self.sequence.steps), "step")
        return f"{steps} · {text.plural(self.sequence.mails, 'mail')} · {_used(self.workflows)}"


def _used(workflows: int) -> str:
    return f"used by {text.plural(workflows, 'workflow')}" if workflows else "not used"


class SequenceModel(QAbstractListModel):
    """The rows of the list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Many[SequenceRow] = ()

    def set_rows(self, rows: Many[SequenceRow]) -> None:
        """Show other rows."""
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def row_of(self, sequence_id: int) -> int:
        """Give the row of a sequence, -1 when it is not shown."""
        return next((n for n, row in enumerate(self._rows) if row.sequence.id == sequence_id), -1)

    def ids(self) -> list[int]:
        """Give the ids shown, top to bottom."""
        return [row.sequence.id for row in self._rows]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Give the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give what Qt asks about a row."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.sequence.name or "No name"
        if role in (SECOND_ROLE, Qt.ItemDataRole.AccessibleDescriptionRole):
            return row.second_line
        if role == ID_ROLE:
            return row.sequence.id
        if role == DELETED_ROLE:
            return row.sequence.deleted is not None
        return None


class SequenceDelegate(QStyledItemDelegate):
    """Paints a row: name above, small line below; deleted ones muted with their sign."""

    def __init__(self, themes: ThemeManager, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._themes = themes

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Give the height of two lines."""
        return QSize(120, _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row."""
        theme = self._themes.theme
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        view = self.parent()
        assert isinstance(view, QWidget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.accent_soft if chosen else theme.hover)
            painter.drawRoundedRect(rect, 6, 6)
        deleted = bool(index.data(DELETED_ROLE))
        name = str(index.data(Qt.ItemDataRole.DisplayRole))
        room = rect.adjusted(_PAD_PX, 6, -_PAD_PX, -6)
        font = view.font()
        painter.setFont(font)
        painter.setPen(theme.muted if deleted else theme.text)
        name = QFontMetrics(font).elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft), name)
        small = small_font(font)
        painter.setFont(small)
        painter.setPen(theme.broken if deleted else theme.muted)
        second = f"✕ {index.data(SECOND_ROLE)}" if deleted else str(index.data(SECOND_ROLE))
        second = QFontMetrics(small).elidedText(second, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft), second)
        painter.restore()


class SequenceList(QWidget):
    """Filter, rows, the switch for deleted ones, and the button that makes a new one.

    Signals:
        chosen: another sequence was chosen; 0 when none is.
        new_requested: a new sequence is wanted.
        duplicate_requested, delete_requested, rename_requested: the chosen one is to be …
        view_changed: filter or switch changed, so other rows are wanted.
    """

    chosen = Signal(int)
    new_requested = Signal()
    duplicate_requested = Signal()
    delete_requested = Signal()
    rename_requested = Signal()
    view_changed = Signal()

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        paint_surface(self)
        self.setMinimumWidth(200)
        self._filling = False
        self._locked = False
        self._filter = FilterLine(themes, "Filter sequences")
        self._filter.setObjectName("sequence_filter")
        self._filter.filter_changed.connect(self.view_changed)
        self._view = QListView()
        name_widget(self._view, "sequence_list", "Sequences")
        self._view.setMouseTracking(True)
        self._view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._view.customContextMenuRequested.connect(self._on_menu)
        self._model = SequenceModel(self)
        self._view.setModel(self._model)
        self._view.setItemDelegate(SequenceDelegate(themes, self._view))
        self._view.selectionModel().selectionChanged.connect(self._on_selection)
        self._nothing = label("No sequence matches.", "muted")
        self._nothing.hide()
        self._deleted = ToggleSwitch(themes, "Deleted")
        name_widget(self._deleted, "show_deleted", "Show deleted sequences")
        self._deleted.clicked.connect(self.view_changed)
        self.new = button("New sequence", icon="plus", themes=themes, tip="Make a sequence (Ctrl+N)")
        name_widget(self.new, "new_sequence", "New sequence")
        self.new.clicked.connect(self.new_requested)
        add_shortcut(self._view, "Del", self.delete_requested.emit, Qt.ShortcutContext.WidgetShortcut)
        add_shortcut(self._view, "Ctrl+D", self.duplicate_requested.emit, Qt.ShortcutContext.WidgetShortcut)
        add_shortcut(self._view, "F2", self.rename_requested.emit, Qt.ShortcutContext.WidgetShortcut)
        add_shortcut(self._view, "Return", self.rename_requested.emit, Qt.ShortcutContext.WidgetShortcut)
        self._lay_out()

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 12, 12, 12)
        box.setSpacing(8)
        box.addWidget(self._filter)
        box.addWidget(self._view, 1)
        box.addWidget(self._nothing)
        foot = QHBoxLayout()
        foot.addWidget(self._deleted)
        foot.addStretch(1)
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
        """Give the id of the chosen sequence, 0 for none."""
        index = self._view.currentIndex()
        return int(index.data(ID_ROLE)) if index.isValid() else 0

    def ids(self) -> list[int]:
        """Give the ids shown, top to bottom."""
        return self._model.ids()

    def show_rows(self, rows: Many[SequenceRow], deleted: int) -> None:
        """Show rows, keeping the chosen one, and offer the deleted ones when there are any."""
        chosen = self.current()
        self._filling = True
        self._model.set_rows(rows)
        self._filling = False
        self._nothing.setVisible(not rows and bool(self.words))
        self._deleted.setVisible(deleted > 0)
        self._deleted.setText(f"Deleted ({deleted})")
        self._deleted.updateGeometry()
        if chosen:
            self.choose(chosen)

    def row_of(self, sequence_id: int) -> int:
        """Give the row of a sequence, -1 when it is not shown."""
        return self._model.row_of(sequence_id)

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
        """Choose a sequence; false when it is not shown."""
        row = self._model.row_of(sequence_id)
        if row < 0:
            return False
        index = self._model.index(row)
        if self._view.currentIndex() != index or not self._view.selectionModel().isSelected(index):
            self._view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._view.scrollTo(index)
        return True

    def set_locked(self, locked: bool) -> None:
        """Lock or unlock editing; choosing still works."""
        self._locked = locked
        self.new.setEnabled(not locked)

    @Slot()
    def _on_selection(self) -> None:
        if not self._filling:
            self.chosen.emit(self.current())

    @Slot(QPoint)
    def _on_menu(self, place: QPoint) -> None:
        if self._locked or not self._view.indexAt(place).isValid():
            return
        menu = QMenu(self)
        menu.addAction("Rename").triggered.connect(lambda *_: self.rename_requested.emit())
        menu.addAction("Duplicate").triggered.connect(lambda *_: self.duplicate_requested.emit())
        menu.addSeparator()
        menu.addAction("Delete").triggered.connect(lambda *_: self.delete_requested.emit())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._view.viewport().mapToGlobal(place))
