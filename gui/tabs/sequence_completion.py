"""Completion of tokens while a mail is written: ``{{`` opens a list of all tokens, narrowed down by what is typed.

Lives here: the list and its keys. Not here: which tokens there are (``gui.tabs.sequence_tokens``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, QStringListModel, Qt, Slot
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from gui.tabs.panel_parts import name_widget
from gui.widgets.lists import ListView

_OPEN = re.compile(r"\{\{[ \t]*([^{}\n]{0,40})$")
_SIZE = QSize(360, 196)
_TAKE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


def open_token(before: str) -> tuple[int, str] | None:
    """Give where an unfinished token begins in the text before the cursor, and what is typed of it."""
    found = _OPEN.search(before)
    return (found.start(), found[1].strip()) if found else None


class TokenCompletion(QObject):
    """Offers tokens under the cursor of one text field; the field keeps the focus all the time.

    Args:
        editor: The field.
        choices: Gives the tokens as (what it says, how it is written).
    """

    def __init__(self, editor: QLineEdit | QPlainTextEdit, choices: Callable[[], Sequence[tuple[str, str]]]) -> None:
        super().__init__(editor)
        self._editor = editor
        self._choices = choices
        self._shown: list[tuple[str, str]] = []
        self._typing = False
        self._model = QStringListModel(self)
        self._list: ListView | None = None
        editor.installEventFilter(self)
        editor.textChanged.connect(self._on_text)

    @property
    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self._list is not None and self._list.isVisible()

    def offered(self) -> list[str]:
        """Give the tokens on offer, as they are written."""
        return [token for _, token in self._shown] if self.is_open else []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keys choose in the list while it is open, and close it when the field loses the focus."""
        if event.type() == QEvent.Type.FocusOut:
            self.close()
        elif event.type() == QEvent.Type.ShortcutOverride and self.is_open and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            # Only what a person types opens the list, not a text that is shown.
            self._typing = (bool(event.text()) and event.text().isprintable()) or event.key() == Qt.Key.Key_Backspace
            return self.is_open and self._take_key(event)
        return super().eventFilter(watched, event)

    @Slot()
    def close(self) -> None:
        """Close the list."""
        if self._list is not None:
            self._list.hide()

    def _take_key(self, event: QKeyEvent) -> bool:
        """Move, take or give up; false for keys that the text shall get."""
        assert self._list is not None
        row = self._list.currentIndex().row()
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in _TAKE and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._insert(row)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = -1 if event.key() == Qt.Key.Key_Up else 1
            self._list.setCurrentIndex(self._model.index((row + step) % len(self._shown)))
        else:
            return False
        return True

    @Slot()
    def _on_text(self) -> None:
        typing, self._typing = self._typing, False
        found = open_token(self._before()) if typing and self._editor.hasFocus() else None
        if found is None:
            self.close()
            return
        words = found[1].casefold().split()
        self._shown = [pair for pair in self._choices() if all(w in f"{pair[0]} {pair[1]}".casefold() for w in words)]
        if not self._shown:
            self.close()
            return
        self._model.setStringList([f"{title}   {token}" for title, token in self._shown])
        self._open()

    def _open(self) -> None:
        if self._list is None:
            # In the window itself, not a window of its own: that would take the keyboard from the field.
            self._list = ListView("Tokens", self._editor.window())
            name_widget(self._list, "token_completion")
            self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._list.setProperty("popup", True)
            self._list.setModel(self._model)
            self._list.resize(_SIZE)
            self._list.clicked.connect(self._on_clicked)
        window = self._editor.window()
        at = self._editor.mapTo(window, self._cursor_foot())
        at.setX(max(min(at.x(), window.width() - _SIZE.width() - 8), 8))
        if at.y() + _SIZE.height() > window.height():
            at.setY(max(at.y() - _SIZE.height() - 2 * self._editor.fontMetrics().height(), 8))
        self._list.move(at)
        self._list.setCurrentIndex(self._model.index(0))
        self._list.show()
        self._list.raise_()

    def _cursor_foot(self) -> QPoint:
        if isinstance(self._editor, QPlainTextEdit):
            return self._editor.viewport().mapTo(self._editor, self._editor.cursorRect().bottomLeft()) + QPoint(0, 4)
        return QPoint(self._editor.cursorRect().left(), self._editor.height() + 2)

    def _before(self) -> str:
        """Give the text of the line before the cursor."""
        if isinstance(self._editor, QPlainTextEdit):
            cursor = self._editor.textCursor()
            return cursor.block().text()[: cursor.positionInBlock()]
        return self._editor.text()[: self._editor.cursorPosition()]

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self._insert(index.row())

    def _insert(self, row: int) -> None:
        """Put a token where the unfinished one stands."""
        before = self._before()
        found = open_token(before)
        self.close()
        if found is None or not 0 <= row < len(self._shown):
            return
        token, length = self._shown[row][1], len(before) - found[0]
        if isinstance(self._editor, QPlainTextEdit):
            cursor = self._editor.textCursor()
            cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, length)
            cursor.insertText(token)
            return
        place = self._editor.cursorPosition()
        self._editor.setSelection(place - length, length)
        self._editor.insert(token)
