"""The name of a thing as its title, to be edited in place. Lives here: the line. Not here: keeping what is typed."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QWidget

_INSIDE = 2
"""What Qt leaves free at the left of a line's text, in pixels."""


class NameLine(QLineEdit):
    """A line that ends in “…” where a name is too long for it, until one types in it; its tip says all of the name.

    Arguments:
        tip: What the tool tip says below the name.
        parent: Owner.
    """

    def __init__(self, tip: str = "Click to rename", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolTip(tip)
        self.textChanged.connect(lambda text: self.setToolTip(f"{text}\n{tip}" if text else tip))

    def shown(self) -> str:
        """Give the words that are painted."""
        room = self._text_rect().width()
        if self.hasFocus():
            return self.text()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shortened name where it has to be; Qt would cut a letter in two."""
        shown = self.shown()
        if shown == self.text():
            super().paintEvent(event)
            return
        painter, option = QPainter(self), QStyleOptionFrame()
        self.initStyleOption(option)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        painter.setPen(self.palette().text().color())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self._text_rect(), flags, shown)
        painter.end()

    def _text_rect(self) -> QRect:
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        rect = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        return rect.marginsRemoved(self.textMargins()).adjusted(_INSIDE, 0, -_INSIDE, 0)
