"""State dots: one small mark whose shape and colour tell a state. Lives here: widget and painting."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import Theme, ThemeManager, Tone

_SIZE = 10


def paint_dot(painter: QPainter, rect: QRectF, tone: Tone, theme: Theme) -> None:
    """Paints a state mark into a square.

    The shape tells the tone too: done a disc, skipped a triangle, broken a square, waiting a diamond, accent a dot in
    a ring, muted an empty ring.
    """
    color = theme.tone(tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    box = rect.adjusted(1, 1, -1, -1)
    if tone is Tone.DONE:
        painter.drawEllipse(box)
    elif tone is Tone.SKIPPED:
        painter.drawPolygon(QPolygonF([QPointF(box.center().x(), box.top()), box.bottomRight(), box.bottomLeft()]))
    elif tone is Tone.BROKEN:
        painter.drawRoundedRect(box, 1.5, 1.5)
    elif tone is Tone.WAITING:
        middle = box.center()
        corners = [
            QPointF(middle.x(), rect.top()),
            QPointF(rect.right(), middle.y()),
            QPointF(middle.x(), rect.bottom()),
            QPointF(rect.left(), middle.y()),
        ]
        painter.drawPolygon(QPolygonF(corners))
    else:
        painter.setPen(QPen(color, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
        if tone is Tone.ACCENT:
            painter.setBrush(color)
            painter.drawEllipse(box.center(), 1.2, 1.2)
    painter.restore()


class StateDot(QWidget):
    """A small mark for a state; its tip is also its accessible name."""

    def __init__(
        self, themes: ThemeManager, tone: Tone = Tone.MUTED, tip: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._themes = themes
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_state(tone, tip)
        themes.changed.connect(self._on_theme_changed)

    def tone(self) -> Tone:
        """Returns the tone."""
        return self._tone

    def set_state(self, tone: Tone, tip: str) -> None:
        """Sets the tone and the words that explain it."""
        self._tone = tone
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.update()

    def sizeHint(self) -> QSize:
        """Returns the fixed size of the mark."""
        return QSize(_SIZE, _SIZE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the mark in the middle."""
        side = float(min(self.width(), self.height(), _SIZE))
        rect = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        paint_dot(QPainter(self), rect, self._tone, self._themes.theme)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.update()
