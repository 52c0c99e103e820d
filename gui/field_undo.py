"""Lets Undo and Redo reach the window where the field that has the focus has nothing to take back.

Qt's text fields claim Ctrl+Z even when nothing was typed into them. So the step taken last, adding the card whose first
field now has the focus, could not be undone from there. Not here: undo itself (``gui.undo``).
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

_Keys = QKeySequence.StandardKey


class FieldUndo(QObject):
    """Watches the field that has the focus, and no other widget: a filter on everything would cost at every event.

    Args:
        parent: Owner.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watched: QWidget | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        # What had the focus before may be gone already.
        if self._watched is not None and shiboken6.isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = now if now is not None and _field_in(now) is not None else None
        if self._watched is not None:
            self._watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep Ctrl+Z and Ctrl+Y from a field that would do nothing with them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_idle = (event.matches(_Keys.Undo) and not _can_take_back(watched)) or (
                event.matches(_Keys.Redo) and not _can_do_again(watched)
            )
            if is_idle:
                event.ignore()
                return True
        return False


def _field_in(widget: QObject) -> QLineEdit | QPlainTextEdit | QTextEdit | None:
    """Give the text field that a widget is or holds."""
    if isinstance(widget, (QAbstractSpinBox, QComboBox)):
        return widget.lineEdit()
    return widget if isinstance(widget, (QLineEdit, QPlainTextEdit, QTextEdit)) else None


def _can_take_back(widget: QObject) -> bool:
    field = _field_in(widget)
    if isinstance(field, QLineEdit):
        return field.isUndoAvailable() and not field.isReadOnly()
    return field is not None and field.document().isUndoAvailable()


def _can_do_again(widget: QObject) -> bool:
    field = _field_in(widget)
    if isinstance(field, QLineEdit):
        return field.isRedoAvailable() and not field.isReadOnly()
    return field is not None and field.document().isRedoAvailable()
