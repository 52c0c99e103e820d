"""Help with the log's filter: examples that can be clicked, the fields and the signs, in a pop-up under the line.

Not here: the examples (``core.services.log_examples``).
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from core.services.log_examples import SIGNS, Example
from gui.widgets.labels import button, hairline, label

_KEYS = "↓ or Ctrl+Space offers what may come next, Tab takes it, Esc clears the line."


class LogHelp(QFrame):
    """The pop-up; it closes at Esc, at a click beside it, and when an example is taken.

    Args:
        examples: What can be clicked.
        fields: Names of the fields.
        parent: Owner.

    Signals:
        chosen: the text of an example.
    """

    chosen = Signal(str)

    def __init__(self, examples: Sequence[Example], fields: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("log_help")
        self.setAccessibleName("How to filter the log")
        self.setProperty("surface", "popup")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(label("How to filter the log", "title"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        self.examples = []
        for row, example in enumerate(examples):
            link = button(example.text, "link", tip="Use this filter")
            link.setAccessibleDescription(example.meaning)
            link.clicked.connect(lambda *_, text=example.text: self._choose(text))
            self.examples.append(link)
            grid.addWidget(link, row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(label(example.meaning, "muted"), row, 1)
        column.addLayout(grid)
        column.addWidget(hairline())
        for title, words in (("Fields", ", ".join(fields)), ("Signs", SIGNS), ("Keys", _KEYS)):
            column.addWidget(label(f"{title}: {words}", "small", wrap=True))
        if self.examples:
            self.examples[0].setFocus()

    def show_below(self, widget: QWidget) -> None:
        """Show it under a widget, or over it where there is no room below; inside the screen."""
        self.adjustSize()
        place = widget.mapToGlobal(QPoint(0, widget.height() + 4))
        screen = widget.screen().availableGeometry()
        if place.y() + self.height() > screen.bottom():
            place.setY(max(widget.mapToGlobal(QPoint(0, 0)).y() - self.height() - 4, screen.top()))
        place.setX(max(min(place.x(), screen.right() - self.width()), screen.left()))
        self.move(place)
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close at Esc; go from one example to the next with the arrows."""
        way = {Qt.Key.Key_Down: True, Qt.Key.Key_Up: False}.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif way is not None:
            self.focusNextPrevChild(way)
        else:
            super().keyPressEvent(event)

    def _choose(self, text: str) -> None:
        self.close()
        self.chosen.emit(text)
