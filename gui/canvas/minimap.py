"""The overview map: the whole workflow, small, with a frame around what is in view.

Lives here: drawing it, and dragging the frame. Not here: when it shows, and scrolling (gui/canvas/viewport.py).
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from gui.theme import ThemeManager
from gui.widgets.labels import tool_button

_WIDEST, _HIGHEST = 208, 152
_NARROWEST, _LOWEST = 72, 56
_PADDING = 6
_CLOSE = 20


class Minimap(QWidget):
    """A small map of the canvas; press or drag on it to go there.

    Arguments:
        themes: Colours.
        parent: The canvas.

    Attributes:
        held: Whether the mouse holds it; then it stays where it is.

    Signals:
        moved: the scene point that shall be in the middle of the view.
        closed: it shall be hidden from now on.
        released: the mouse has let go of it.
    """

    moved = Signal(QPointF)
    closed = Signal()
    released = Signal()

    def __init__(self, themes: ThemeManager, parent: QWidget) -> None:
        super().__init__(parent)
        self._themes = themes
        self._room, self._seen = QRectF(), QRectF()
        self._cards: Mapping[int, QRectF] = {}
        self._picture: QPixmap | None = None
        self.held = False
        self.setObjectName("minimap")
        self.setAccessibleName("Overview map")
        self.setToolTip("Drag the frame to look elsewhere")
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._close = tool_button(themes, "close", "Hide the overview map", parent=self)
        self._close.setObjectName("minimap_close")
        self._close.setFixedSize(_CLOSE, _CLOSE)
        self._close.setCursor(Qt.CursorShape.ArrowCursor)
        self._close.clicked.connect(self.closed)
        themes.changed.connect(self._on_theme_changed)
        self.hide()

    def show_scene(self, room: QRectF, cards: Mapping[int, QRectF], seen: QRectF) -> None:
        """Show another workflow or layout.

        Arguments:
            room: All of the scene that can be looked at.
            cards: The cards' rectangles.
            seen: The part that is in view.
        """
        self.show_seen(seen)
        if cards is not self._cards or room != self._room:
            self._room, self._cards, self._picture = QRectF(room), cards, None
            scale = min((_WIDEST - 2 * _PADDING) / room.width(), (_HIGHEST - 2 * _PADDING) / room.height())
            # A list of a thousand cards would be a hair: such a map is stretched.
            width = max(round(room.width() * scale) + 2 * _PADDING, _NARROWEST)
            height = max(round(room.height() * scale) + 2 * _PADDING, _LOWEST)
            self.setFixedSize(width, height)
            self._close.move(width - _CLOSE - 2, 2)
            self.update()

    def show_seen(self, seen: QRectF) -> None:
        """Move the frame."""
        if seen != self._seen:
            self._seen = seen
            self.update()

    def frame(self) -> QRectF:
        """Give the frame's rectangle on the map."""
        found = QRectF(self._to_map(self._seen.topLeft()), self._to_map(self._seen.bottomRight()))
        inside = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        # A frame of a few pixels could neither be seen nor caught.
        found.adjust(*((-4, 0, 4, 0) if found.width() < 8 else (0, 0, 0, 0)))
        found.adjust(*((0, -4, 0, 4) if found.height() < 8 else (0, 0, 0, 0)))
        return found.intersected(inside)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cards, kept as a picture, and the frame."""
        theme = self._themes.theme
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatio() != ratio:
            self._picture = self._drawn(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        soft = QColor(theme.accent)
        soft.setAlphaF(0.14)
        painter.setBrush(soft)
        painter.setPen(QPen(theme.accent, 1.5))
        painter.drawRoundedRect(self.frame(), 2, 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the point."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.held = True
            self.moved.emit(self._to_scene(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along with the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.moved.emit(self._to_scene(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep it from the cards below."""
        event.accept()
        self.held = False
        self.released.emit()

    def _drawn(self, ratio: float) -> QPixmap:
        theme = self._themes.theme
        picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.outline, 1))
        painter.setBrush(theme.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        for card_id, rect in self._cards.items():
            box = QRectF(self._to_map(rect.topLeft()), self._to_map(rect.bottomRight()))
            box.setWidth(max(box.width(), 2.0))
            box.setHeight(max(box.height(), 1.0))
            painter.fillRect(box, theme.muted if card_id else theme.accent)
        painter.end()
        return picture

    def _scale(self) -> tuple[float, float]:
        return (
            (self.width() - 2 * _PADDING) / max(self._room.width(), 1.0),
            (self.height() - 2 * _PADDING) / max(self._room.height(), 1.0),
        )

    def _to_map(self, at: QPointF) -> QPointF:
        x, y = self._scale()
        return QPointF((at.x() - self._room.left()) * x + _PADDING, (at.y() - self._room.top()) * y + _PADDING)

    def _to_scene(self, at: QPointF) -> QPointF:
        x, y = self._scale()
        return QPointF((at.x() - _PADDING) / x + self._room.left(), (at.y() - _PADDING) / y + self._room.top())

    @Slot()
    def _on_theme_changed(self) -> None:
        self._picture = None
        self.update()
