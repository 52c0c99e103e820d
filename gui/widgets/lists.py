"""Lists in the style of the window.

Lives here: the view, and the ground of a row that a delegate draws. Not here: models, and delegates with a look of
their own.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QShowEvent
from PySide6.QtWidgets import QListView, QStyle, QStyleOptionViewItem, QWidget

from gui.theme import Theme


class ListView(QListView):
    """A list whose rows have the height that the style sheet gives them; use it instead of a bare QListView.

    Args:
        name: what it lists; the accessible name.
        parent: owner.
    """

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def showEvent(self, event: QShowEvent) -> None:
        """Lays the rows out again: Qt did it before the style sheet reached the view."""
        super().showEvent(event)
        self.scheduleDelayedItemsLayout()


def paint_row_ground(painter: QPainter, rect: QRect, option: QStyleOptionViewItem, theme: Theme) -> None:
    """Draw what is under a row's words: soft when it is chosen or under the pointer, framed when it has the focus."""
    state: QStyle.StateFlag = option.state
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
