"""Writing on a sticky note in place. What becomes of the words is the tab's matter."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from core.model.stickies import LONGEST
from core.model.workflow import Sticky
from gui.theme_style import BODY_PX

_LEAST_PX = 11


class StickyEditor(QPlainTextEdit):
    """A field over a sticky note; Ctrl+Enter or leaving it keeps the words, Esc does not.

    Arguments:
        sticky: The note, with the words it has now.
        parent: The canvas' viewport.

    Signals:
        finished: the words, or ``None`` when they shall stay as they were.
    """

    finished = Signal(object)

    def __init__(self, sticky: Sticky, parent: QWidget) -> None:
        super().__init__(parent)
        self.sticky = sticky
        self._over = False
        self.setObjectName("sticky_editor")
        self.setAccessibleName("Text of the sticky note")
        self.setPlaceholderText("Write a note")
        self.setTabChangesFocus(True)
        self.setPlainText(sticky.text)
        self.selectAll()

    def open_at(self, rect: QRect, zoom: float) -> None:
        """Open over a rectangle of the viewport, its words as large as on the note."""
        font = self.font()
        font.setPixelSize(max(round(BODY_PX * zoom), _LEAST_PX))
        self.setFont(font)
        self.setGeometry(rect)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Ctrl+Enter and Esc end it."""
        if event.key() == Qt.Key.Key_Escape:
            self.end(keep=False)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier(
            Qt.KeyboardModifier.ControlModifier
        ):
            self.end(keep=True)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep the words when the keyboard goes elsewhere; a menu of its own is no leaving."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.end(keep=True)

    def end(self, *, keep: bool) -> None:
        """Close it and tell the words, once."""
        if self._over:
            return
        self._over = True
        text = self.toPlainText().strip()[:LONGEST]
        self.hide()
        self.deleteLater()
        self.finished.emit(text if keep else None)
