"""The things on the canvas: cards, + buttons, lines with branch names, and what a drag shows.

Lives here: graphics items that draw themselves. Not here: what mouse and keys do (gui/canvas/view.py, gestures.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsSceneHoverEvent, QStyleOptionGraphicsItem, QWidget

from core.model.tree import Spot
from gui.canvas.faces import CardFace
from gui.canvas.layout import LABEL_HEIGHT, PLUS_RADIUS
from gui.canvas.paint import CardLook, CardPainter
from gui.theme import Theme
from gui.theme_style import small_font

_MARGIN = 6
_CORNER = 8.0
_LINE_WIDTH = 2
_DROP_RADIUS = 15
_PLUS, _GHOST, _ABOVE_GHOST = 2, 10, 11


class CardItem(QGraphicsItem):
    """One card.

    Arguments:
        face: What stands on it.
        rect: Where, in scene pixels.
        pen: Draws it.
    """

    def __init__(self, face: CardFace, rect: QRectF, pen: CardPainter) -> None:
        super().__init__()
        self._pen = pen
        self._size = QRectF(0, 0, rect.width(), rect.height())
        self.face = face
        self.look = CardLook()
        self.setPos(rect.topLeft())
        self.setAcceptHoverEvents(True)
        self.setZValue(1)
        self.setToolTip("\n".join([*face.problems, *([f"Note: {face.note}"] if face.note else [])]))

    def update_face(self, face: CardFace, rect: QRectF, pen: CardPainter) -> None:
        """Show something else, maybe elsewhere."""
        self.prepareGeometryChange()
        self.face, self._pen = face, pen
        self._size = QRectF(0, 0, rect.width(), rect.height())
        self.setPos(rect.topLeft())
        self.setToolTip("\n".join([*face.problems, *([f"Note: {face.note}"] if face.note else [])]))
        self.update()

    def set_look(self, *, selected: bool, focused: bool, faded: bool = False) -> None:
        """Let it stand out, or not."""
        look = replace(self.look, selected=selected, focused=focused, faded=faded)
        if look != self.look:
            self.look = look
            self.update()

    def rect(self) -> QRectF:
        """Give the card's rectangle in the scene."""
        return self._size.translated(self.pos())

    def boundingRect(self) -> QRectF:
        """Give the room it draws in, its halo and shadow included."""
        return self._size.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)

    def shape(self) -> QPainterPath:
        """Give where it can be pointed at: the card alone."""
        path = QPainterPath()
        path.addRect(self._size)
        return path

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw it."""
        self._pen.paint(painter, self._size, self.face, self.look)

    def hoverEnterEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        """Show that it can be clicked."""
        self.look = replace(self.look, hovered=True)
        self.update()

    def hoverLeaveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        """Go back to rest."""
        self.look = replace(self.look, hovered=False)
        self.update()


class PlusItem(QGraphicsItem):
    """A + button between cards; while a card is dragged, a place to drop it.

    Arguments:
        spot: The place it adds to.
        theme: Gives the colours.
    """

    def __init__(self, spot: Spot, theme: Theme) -> None:
        super().__init__()
        self.spot = spot
        self.theme = theme
        self.current = False
        self.drop: str = ""
        self._hovered = False
        self._enabled = True
        self.setAcceptHoverEvents(True)
        self.setZValue(_PLUS)
        self.setToolTip("Add an action here")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_state(self, *, current: bool, drop: str = "", enabled: bool = True) -> None:
        """Say how it stands.

        Arguments:
            current: Whether the keyboard is on it.
            drop: While a card is dragged: ``allowed``, ``target`` or ``refused``; else empty.
            enabled: Whether it can be pressed.
        """
        self.current, self.drop, self._enabled = current, drop, enabled
        self.setVisible(enabled or bool(drop))
        # The place it would fall on must be seen through the dragged card.
        self.setZValue(_ABOVE_GHOST if drop == "target" else _PLUS)
        self.update()

    def boundingRect(self) -> QRectF:
        """Give the room it draws in."""
        side = _DROP_RADIUS + 3
        return QRectF(-side, -side, 2 * side, 2 * side)

    def shape(self) -> QPainterPath:
        """Give where it can be pressed, a little more than is seen."""
        path = QPainterPath()
        path.addEllipse(QPointF(0, 0), _DROP_RADIUS, _DROP_RADIUS)
        return path

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw a ring with a plus; filled while it is hot."""
        theme = self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = _DROP_RADIUS if self.drop == "target" else PLUS_RADIUS
        if self.drop == "refused":
            radius = 4
        hot = self.drop == "target" or (not self.drop and (self._hovered or self.current))
        ground = theme.accent if hot else theme.accent_soft if self.drop == "allowed" else theme.raised
        edge = theme.accent if hot or self.drop == "allowed" else theme.line
        painter.setPen(QPen(edge, 1))
        painter.setBrush(ground)
        painter.drawEllipse(QPointF(0, 0), radius - 0.5, radius - 0.5)
        if self.current and not self.drop:
            painter.setPen(QPen(theme.focus, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(0, 0), radius + 2.5, radius + 2.5)
        if self.drop == "refused":
            return
        pen = QPen(theme.on_accent if hot else theme.accent, 2)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(-4, 0), QPointF(4, 0))
        painter.drawLine(QPointF(0, -4), QPointF(0, 4))

    def hoverEnterEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        """Show that it can be pressed."""
        self._hovered = True
        self.update()

    def hoverLeaveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        """Go back to rest."""
        self._hovered = False
        self.update()


class LinesItem(QGraphicsItem):
    """All joining lines and branch names, behind the cards.

    Arguments:
        lines: Corner points of each line.
        labels: Branch names and their middles.
        hint: A sentence and its middle, shown while cards can be added; none when it is empty.
        font: The window's font.
        theme: Gives the colours.
    """

    def __init__(
        self,
        lines: Sequence[Sequence[QPointF]],
        labels: Sequence[tuple[str, QPointF]],
        hint: Sequence[tuple[str, QPointF]],
        font: QFont,
        theme: Theme,
    ) -> None:
        super().__init__()
        self._path = QPainterPath()
        for points in lines:
            self._path.addPath(rounded(points))
        self._labels = labels
        self._hint = hint
        self._hint_shown = True
        self._font = small_font(font)
        self._theme = theme
        self.setZValue(0)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_hint(self, shown: bool) -> None:
        """Show the hint or not."""
        self._hint_shown = shown
        self.update()

    def boundingRect(self) -> QRectF:
        """Give the room of all lines and names."""
        rect = self._path.boundingRect()
        for _, at in (*self._labels, *self._hint):
            rect = rect.united(QRectF(at.x() - 140, at.y() - LABEL_HEIGHT, 280, 2 * LABEL_HEIGHT))
        return rect.adjusted(-2, -2, 2, 2)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the lines, and each name on a piece of ground that parts its line."""
        theme = self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(line_color(theme), _LINE_WIDTH, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._path)
        painter.setFont(self._font)
        metrics = QFontMetricsF(self._font)
        for name, at in (*self._labels, *(self._hint if self._hint_shown else ())):
            text = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, 240)
            width = round(metrics.horizontalAdvance(text)) + 12
            box = QRectF(at.x() - width / 2, at.y() - LABEL_HEIGHT / 2, width, LABEL_HEIGHT)
            painter.fillRect(box.adjusted(0, 3, 0, -3), theme.window)
            painter.setPen(theme.muted)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class GhostItem(QGraphicsItem):
    """The card that follows the pointer during a drag."""

    def __init__(self, face: CardFace, size: QRectF, pen: CardPainter) -> None:
        super().__init__()
        self._face, self._pen = face, pen
        self._size = QRectF(0, 0, size.width(), size.height())
        self.setZValue(_GHOST)
        self.setOpacity(0.85)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        """Give the room it draws in."""
        return self._size.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the card as if it were selected."""
        self._pen.paint(painter, self._size, self._face, CardLook(selected=True))


def line_color(theme: Theme) -> QColor:
    """Give the colour of joining lines: a hairline's, a little stronger, since nothing else leads the eye."""
    return theme.track


def rounded(points: Sequence[QPointF], radius: float = _CORNER) -> QPainterPath:
    """Give a line through corner points with rounded corners; all its pieces are level or upright."""
    path = QPainterPath(points[0])
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        path.lineTo(_towards(corner, before, radius))
        path.quadTo(corner, _towards(corner, after, radius))
    path.lineTo(points[-1])
    return path


def _towards(start: QPointF, end: QPointF, most: float) -> QPointF:
    way = end - start
    length = abs(way.x()) + abs(way.y())
    if not length:
        return start
    return start + way * (min(most, length / 2) / length)
