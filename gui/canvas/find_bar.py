"""The find bar over the canvas: what is looked for, how many cards have it, and the way from one to the next.

Lives here: the bar. Not here: finding (``core.services.finding``) and showing what was found
(gui/tabs/workflow_find.py).
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QWidget

from gui.text import number
from gui.theme import ThemeManager
from gui.theme_style import restyle
from gui.widgets.elided import ElidedLabel
from gui.widgets.filter_line import FilterLine
from gui.widgets.labels import label, tool_button

_LINE_WIDTH = 240
_COUNT_WIDTH = 72


class FindBar(QFrame):
    """One line: the text, the count, back and forth, and whether all workflows are looked through.

    Arguments:
        themes: Colours and icons.
        parent: Owner.

    Signals:
        changed: what is looked for, or where, is another now.
        step: 1 for the next match, -1 for the one before.
        closed: it was closed.
    """

    changed = Signal()
    step = Signal(int)
    closed = Signal()

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "bar")
        self.setObjectName("find_bar")
        self.line = _FindLine(themes, "Find in this workflow")
        self.line.setObjectName("find_text")
        self.line.setMinimumWidth(120)
        self.line.setMaximumWidth(_LINE_WIDTH)
        self.everywhere = QCheckBox("All workflows")
        self.everywhere.setObjectName("find_everywhere")
        self._count = label("", "muted")
        self._count.setObjectName("find_count")
        self._count.setMinimumWidth(_COUNT_WIDTH)
        self._where = ElidedLabel()
        self._where.setProperty("kind", "small")
        self._where.setObjectName("find_where")
        before = tool_button(themes, "chevron_up", "Previous match (Shift+Enter)")
        after = tool_button(themes, "chevron_down", "Next match (Enter)")
        close = tool_button(themes, "close", "Close (Esc)")
        for made, name in ((before, "find_previous"), (after, "find_next"), (close, "find_close")):
            made.setObjectName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self.line, 2)
        row.addWidget(before)
        row.addWidget(after)
        row.addWidget(self._count)
        row.addWidget(self._where, 3)
        row.addWidget(self.everywhere)
        row.addWidget(close)
        self._steps = (before, after)
        self.line.filter_changed.connect(self.changed)
        self.everywhere.toggled.connect(self._on_everywhere)
        before.clicked.connect(lambda: self.step.emit(-1))
        after.clicked.connect(lambda: self.step.emit(1))
        close.clicked.connect(self.close_bar)
        self.show_count(0, 0, "")
        self.hide()

    @property
    def text(self) -> str:
        """What is looked for."""
        return self.line.text().strip()

    def open(self) -> None:
        """Show it, the keyboard on the text, all of it selected."""
        self.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    @Slot()
    def close_bar(self) -> None:
        """Hide it."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def show_count(self, at: int, of: int, where: str) -> None:
        """Show which of how many matches is shown, and what of the card holds the words.

        Arguments:
            at: Number of the match, from 1; 0 for none.
            of: How many there are.
            where: In words.
        """
        said = "" if not self.text else "No match" if not of else f"{number(at)} of {number(of)}"
        self._count.setText(said)
        self._where.set_whole(where)
        self.line.setProperty("invalid", bool(self.text) and not of)
        restyle(self.line)
        self.line.setAccessibleDescription(f"{said}. {where}" if where else said)
        for made in self._steps:
            made.setEnabled(of > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and F3 go on, with Shift back; Esc closes."""
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F3):
            self.line.flush()
            self.step.emit(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    @Slot(bool)
    def _on_everywhere(self, everywhere: bool) -> None:
        self.line.setPlaceholderText("Find in all workflows" if everywhere else "Find in this workflow")
        self.changed.emit()


class _FindLine(FilterLine):
    """A line that leaves Esc to the bar: there it closes, whatever stands in the line."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)
