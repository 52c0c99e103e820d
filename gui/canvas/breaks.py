"""The sign of a break point on a card: a small flag at its corner."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from gui.theme import Theme

_RADIUS = 9.0


def paint_stop(painter: QPainter, corner: QPointF, theme: Theme) -> None:
    """Paint the sign over a card's top left corner."""
    middle = corner + QPointF(2, 2)
    painter.setPen(QPen(theme.raised, 2))
    painter.setBrush(theme.accent)
    painter.drawEllipse(middle, _RADIUS, _RADIUS)
    foot = middle + QPointF(-2.5, 5)
    painter.setPen(QPen(theme.raised, 1.5))
    painter.drawLine(QLineF(foot, foot - QPointF(0, 9.5)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.raised)
    top = foot - QPointF(0, 9.5)
    painter.drawPolygon(QPolygonF([top, top + QPointF(7, 2.75), top + QPointF(0, 5.5)]))
