"""The list of workflows at the left of the Workflows tab.

Lives here: its model, how its rows are drawn, keys and the switch in each row. Not here: doing what it asks for
(gui/tabs/workflows.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui.theme import ThemeManager
from gui.theme_style import small_font
from gui.widgets.switch import paint_switch

_ROW = 50
_GAP = 2
_SWITCH = QSize(28, 16)
_PAD = 8
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
"""Role under which the model gives the whole ``WorkflowRow``."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class WorkflowRow:
    """One row.

    Attributes:
        id: Workflow id.
        name: First line.
        second: Second line.
        on: Whether its switch is on.
        troubled: Whether the second line tells of problems.
    """

    id: int
    name: str
    second: str
    on: bool
    troubled: bool = False


class WorkflowListModel(QAbstractListModel):
    """The rows, narrowed down by a text.

    Signals:
        rename_requested: workflow id and the new name.
    """

    rename_requested = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[WorkflowRow] = ()
        self._rows: list[WorkflowRow] = []
        self._text = ""
        self.locked = False

    def set_rows(self, rows: Sequence[WorkflowRow]) -> None:
        """Show these rows; the view keeps its place when only their words changed."""
        self._all = rows
        self._show()

    def set_text(self, text: str) -> None:
        """Show only rows whose lines hold a text, in any case."""
        self._text = text.casefold()
        self._show()

    def row_of(self, workflow_id: int) -> int:
        """Give the row of a workflow, -1 when it is not shown."""
        return next((i for i, row in enumerate(self._rows) if row.id == workflow_id), -1)

    def row_at(self, index: Index) -> WorkflowRow:
        """Give what a row shows."""
        return self._rows[index.row()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Count the rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a row's words."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return row.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{row.name}, {'on' if row.on else 'off'}, {row.second}"
            case Qt.ItemDataRole.ToolTipRole:
                return f"{row.name}\n{row.second}"
            case _:
                return row if role == ROW_ROLE else None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another name; the row changes once the edit is done."""
        name, row = str(value).strip(), self._rows[index.row()]
        if role != Qt.ItemDataRole.EditRole or not name or name == row.name:
            return False
        self.rename_requested.emit(row.id, name)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be chosen, and renamed while nothing is locked."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags if self.locked else flags | Qt.ItemFlag.ItemIsEditable

    def _show(self) -> None:
        shown = [r for r in self._all if self._text in f"{r.name} {r.second}".casefold()]
        if [r.id for r in shown] == [r.id for r in self._rows]:
            self._rows = shown
            if shown:
                self.dataChanged.emit(self.index(0), self.index(len(shown) - 1))
            return
        self.beginResetModel()
        self._rows = shown
        self.endResetModel()


class _Delegate(QStyledItemDelegate):
    def __init__(self, themes: ThemeManager, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._themes = themes

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, _ROW + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect.adjusted(0, 0, 0, -_GAP)
        state: QStyle.StateFlag = option.state
        font: QFont = option.font
        theme, row = self._themes.theme, index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.accent_soft if selected else theme.hover)
            painter.drawRoundedRect(rect, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus and option.widget.hasFocus():
            painter.setPen(QPen(theme.focus, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 5, 5)
        switch = switch_rect(rect)
        paint_switch(painter, QRectF(switch), theme, position=1.0 if row.on else 0.0)
        width = switch.left() - _PAD - rect.left() - _PAD
        small = small_font(font)
        top = rect.top() + (rect.height() - 20 - 16) // 2
        lines = ((row.name, font, theme.text, top, 20), (row.second, small, theme.muted, top + 20, 16))
        for text, used, color, y, height in lines:
            painter.setFont(used)
            painter.setPen(theme.skipped if row.troubled and used is small else color)
            words = QFontMetrics(used).elidedText(text, Qt.TextElideMode.ElideRight, width)
            left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(QRect(rect.left() + _PAD, y, width, height), left, words)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setObjectName("workflow_rename")
        editor.setAccessibleName("Name of the workflow")
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        editor.setGeometry(rect.adjusted(0, (_ROW - 32) // 2, -_SWITCH.width() - 2 * _PAD, -(_ROW - 32) // 2 - _GAP))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(model.index(index.row(), 0), editor.text(), Qt.ItemDataRole.EditRole)


def switch_rect(row: QRect) -> QRect:
    """Give where the switch of a row is drawn."""
    left = row.right() - _PAD - _SWITCH.width() + 1
    return QRect(QPoint(left, row.top() + (row.height() - _SWITCH.height()) // 2), _SWITCH)


class WorkflowList(QListView):
    """The view: one workflow is always chosen while there is any.

    Signals:
        chosen: id of the workflow that is current now.
        toggled: id of the workflow whose switch was pressed.
        delete_requested: workflow id.
        duplicate_requested: workflow id.
        menu_requested: workflow id and a global point.
    """

    chosen = Signal(int)
    toggled = Signal(int)
    delete_requested = Signal(int)
    duplicate_requested = Signal(int)
    menu_requested = Signal(int, QPoint)

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = WorkflowListModel(self)
        self._quiet = False
        self.setModel(self.rows)
        self.setItemDelegate(_Delegate(themes, self))
        self.setObjectName("workflow_list")
        self.setAccessibleName("Workflows")
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def current_id(self) -> int:
        """Give the current workflow's id, 0 for none."""
        index = self.currentIndex()
        return self.rows.row_at(index).id if index.isValid() else 0

    def choose(self, workflow_id: int) -> bool:
        """Make a workflow current without telling; false when it is not shown."""
        row = self.rows.row_of(workflow_id)
        self._quiet = True
        self.setCurrentIndex(self.rows.index(row) if row >= 0 else QModelIndex())
        self._quiet = False
        return row >= 0

    def rename(self, workflow_id: int) -> None:
        """Begin to rename a workflow in its row."""
        row = self.rows.row_of(workflow_id)
        if row >= 0 and not self.rows.locked:
            self.edit(self.rows.index(row))

    def switch_of(self, workflow_id: int) -> QRect:
        """Give where a workflow's switch is, in the viewport."""
        rect = self.visualRect(self.rows.index(self.rows.row_of(workflow_id)))
        return switch_rect(rect.adjusted(0, 0, 0, -_GAP))

    def reset(self) -> None:
        """Keep the keyboard when a renamed row no longer fits the filter: Qt would give it to a button."""
        focus = QApplication.focusWidget()
        was_renaming = focus is not None and self.isAncestorOf(focus)
        super().reset()
        if was_renaming:
            self.setFocus()

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+D from the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_duplicate(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space switches, Del deletes, Ctrl+D duplicates; F2 renames as in every list."""
        current = self.current_id()
        if current and not self.rows.locked:
            if event.key() == Qt.Key.Key_Space:
                self.toggled.emit(current)
                return
            if event.key() == Qt.Key.Key_Delete:
                self.delete_requested.emit(current)
                return
            if _is_duplicate(event):
                self.duplicate_requested.emit(current)
                return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Press the switch, or choose the row."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton and not self.rows.locked:
            around = switch_rect(self.visualRect(index).adjusted(0, 0, 0, -_GAP)).adjusted(-6, -6, 6, 6)
            if around.contains(event.position().toPoint()):
                self.toggled.emit(self.rows.row_at(index).id)
                return
        super().mousePressEvent(event)

    @Slot(QModelIndex)
    def _on_current_changed(self, index: QModelIndex) -> None:
        if index.isValid() and not self._quiet:
            self.chosen.emit(self.rows.row_at(index).id)

    @Slot(QPoint)
    def _on_menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if index.isValid():
            self.menu_requested.emit(self.rows.row_at(index).id, self.viewport().mapToGlobal(at))


def _is_duplicate(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier
