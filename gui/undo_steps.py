"""Undo and redo several steps at once: the two buttons in the menu bar and the list of last steps below them.

Lives here: the buttons and the popup. Not here: undoing (``gui.undo``) and the commands of single steps.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QStringListModel,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QUndoStack
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from gui.commands import CommandRegistry
from gui.text import plural
from gui.theme import ThemeManager
from gui.undo import UndoDoor
from gui.widgets.labels import ICON_PX, hairline, label, tool_button
from gui.widgets.lists import ListView

MOST_STEPS = 50
"""So many of the last steps are listed."""
_WIDTH = 320
_ROWS_SHOWN = 12


def last_steps(stack: QUndoStack, verb: str) -> list[str]:
    """Give the names of the steps that can be undone (``Undo``) or redone (``Redo``), the next one first."""
    at, count = stack.index(), stack.count()
    numbers = range(at - 1, -1, -1) if verb == "Undo" else range(at, count)
    return [stack.text(number) for number in numbers[:MOST_STEPS]]


class _Steps(ListView):
    """The list: all above the current row are marked with it."""

    entered_row = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("Last steps")
        self.setObjectName("undo_steps")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.entered.connect(self.setCurrentIndex)

    def mark_all_above(self) -> None:
        """Mark the rows from the first to the current one."""
        model = self.model()
        marked = QItemSelection(model.index(0, 0), self.currentIndex())
        self.selectionModel().select(marked, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        # Neither keys nor the mouse mark rows themselves; that follows from which one is current.
        return QItemSelectionModel.SelectionFlag.NoUpdate

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.entered_row.emit(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class StepsPopup(QFrame):
    """Lists the last steps; how many are marked is how many are taken back, or done again.

    Signals:
        chosen: how many steps.
    """

    chosen = Signal(int)

    def __init__(self, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._verb = verb
        self.setObjectName(f"{verb.lower()}_popup")
        self.setAccessibleName(f"Steps to {verb.lower()}")
        self.setProperty("surface", "popup")
        self._titles = QStringListModel(self)
        self.list = _Steps()
        self.list.setModel(self._titles)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.list.clicked.connect(lambda index: self._choose(index.row()))
        self.list.entered_row.connect(self._choose)
        self.list.left.connect(self.close)
        self._sum = label("", "small")
        self._sum.setObjectName("undo_sum")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        for widget in (self.list, hairline(), self._sum):
            column.addWidget(widget)
        self.setFixedWidth(_WIDTH)

    def open_at(self, at: QPoint, titles: list[str]) -> None:
        """Open with its top right corner at a global point, inside the screen."""
        self._titles.setStringList(titles)
        self.list.ensurePolished()
        row = max(self.list.sizeHintForRow(0), self.list.fontMetrics().height() + 12)
        self.list.setFixedHeight(min(len(titles), _ROWS_SHOWN) * row + 4)
        self.list.setCurrentIndex(self._titles.index(0, 0))
        self.adjustSize()
        room = (QGuiApplication.screenAt(at) or QGuiApplication.primaryScreen()).availableGeometry()
        self.move(max(room.left() + 4, at.x() - self.width()), at.y())
        self.show()
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def _choose(self, row: int) -> None:
        self.close()
        if row >= 0:
            self.chosen.emit(row + 1)

    @Slot(QModelIndex)
    def _on_current_changed(self, index: QModelIndex) -> None:
        self.list.mark_all_above()
        self._sum.setText(f"{self._verb} {plural(index.row() + 1, 'step')}")
        self.list.setAccessibleDescription(self._sum.text())


class UndoButtons(QWidget):
    """Undo and redo, each with an arrow that opens the list of last steps.

    Arguments:
        themes: Colours and icons.
        commands: The window's commands; the two buttons are theirs.
        door: The open workspace's door for edits.
        parent: Owner.
    """

    def __init__(
        self, themes: ThemeManager, commands: CommandRegistry, door: UndoDoor, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._door = door
        self._commands = commands
        self._arrows: dict[str, QToolButton] = {}
        self._popups: dict[str, StepsPopup] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for verb in ("Undo", "Redo"):
            step = tool_button(themes, verb.lower(), verb)
            step.setObjectName(f"{verb.lower()}_step")
            step.setDefaultAction(commands.action(f"edit.{verb.lower()}"))
            step.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            arrow = tool_button(themes, "chevron_down", f"Steps to {verb.lower()}")
            arrow.setObjectName(f"{verb.lower()}_steps")
            arrow.setIconSize(step.iconSize() * 3 / 4)
            arrow.clicked.connect(lambda *_, what=verb: self.open(what))
            for made, width in ((step, ICON_PX + 10), (arrow, ICON_PX)):
                # As high as the menus' titles: a higher corner would push them off the middle of the bar.
                made.setStyleSheet("QToolButton { padding: 1px; min-height: 20px; }")
                made.setFixedWidth(width)
                made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                row.addWidget(made)
            self._arrows[verb] = arrow
            commands.action(f"edit.{verb.lower()}").changed.connect(self._on_action_changed)
        self._on_action_changed()

    def open(self, verb: str) -> None:
        """Open the list of the steps to ``Undo`` or ``Redo``, if there are any."""
        titles = last_steps(self._door.stack, verb)
        if not titles or self._door.locked:
            return
        if verb not in self._popups:
            popup = self._popups[verb] = StepsPopup(verb, self)
            popup.chosen.connect(lambda count: self._go(verb, count))
        arrow = self._arrows[verb]
        self._popups[verb].open_at(arrow.mapToGlobal(QPoint(arrow.width(), arrow.height() + 2)), titles)

    def _go(self, verb: str, count: int) -> None:
        index = self._door.stack.index()
        self._door.go_to(index - count if verb == "Undo" else index + count)

    @Slot()
    def _on_action_changed(self) -> None:
        for verb, arrow in self._arrows.items():
            arrow.setEnabled(self._commands.action(f"edit.{verb.lower()}").isEnabled())
