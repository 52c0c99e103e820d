"""The things on the canvas: cards, + buttons, lines with branch names, and what a drag shows.

Lives here: graphics items that draw themselves. Not here: what mouse and keys do (gui/canvas/view.py, gestures.py).
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsRectItem,
    QGraphicsSceneHoverEvent,
    QStyleOptionGraphicsItem,
    QWidget,
)

from core.model.tree import Spot
from gui.canvas.faces import CardFace
from gui.canvas.measures import PLUS_RADIUS
from gui.canvas.paint import FAR, CardLook, CardPainter
from gui.theme import Theme

_MARGIN = 10
_PILE = 6
_DROP_RADIUS = 15
_PLUS_ROOM = QRectF(-_DROP_RADIUS - 3, -_DROP_RADIUS - 3, 2 * _DROP_RADIUS + 6, 2 * _DROP_RADIUS + 6)
# A + stands between cards; what runs along the lines passes over it and under the cards (gui/canvas/token_item.py).
_PLUS, _GHOST, _ABOVE_GHOST = 0.6, 10, 11


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
        # Qt asks for it with every paint of any card: it is made once.
        self._room = self._size.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
        self.face = face
        self.look = CardLook()
        self.setPos(rect.topLeft())
        self.setAcceptHoverEvents(True)
        self.setZValue(1)
        self.setToolTip(_tip(face))

    def update_face(self, face: CardFace, rect: QRectF, pen: CardPainter) -> None:
        """Show something else, maybe elsewhere."""
        if rect.size() != self._size.size():
            self.prepareGeometryChange()
            self._size = QRectF(0, 0, rect.width(), rect.height())
            self._room = self._size.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
        if rect.topLeft() != self.pos():
            self.setPos(rect.topLeft())
        if face != self.face or pen is not self._pen:
            self.face, self._pen = face, pen
            self.setToolTip(_tip(face))
            self.update()

    def set_look(self, *, selected: bool, focused: bool, faded: bool = False) -> None:
        """Let it stand out, or not."""
        if (selected, focused, faded) != (self.look.selected, self.look.focused, self.look.faded):
            self.look = replace(self.look, selected=selected, focused=focused, faded=faded)
            self.update()

    def set_tinted(self, tinted: bool) -> None:
        """Colour it by the outcome of the last run, or not."""
        if tinted is not self.look.tinted:
            self.look = replace(self.look, tinted=tinted)
            self.update()

    def set_stops(self, stops: bool) -> None:
        """Show the sign of a break point, or not."""
        if stops is not self.look.stops:
            self.look = replace(self.look, stops=stops)
            self.update()

    def rect(self) -> QRectF:
        """Give the card's rectangle in the scene."""
        return self._size.translated(self.pos())

    def boundingRect(self) -> QRectF:
        """Give the room it draws in, its halo and shadow included."""
        return self._room

    def shape(self) -> QPainterPath:
        """Give where it can be pointed at: the card alone."""
        path = QPainterPath()
        path.addRect(self._size)
        return path

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw it; from far away only its shape."""
        if option.levelOfDetailFromTransform(painter.worldTransform()) < FAR:
            self._pen.paint_far(painter, self._size, self.face, self.look)
        else:
            self._pen.paint(painter, self._size, self.face, self.look)

    def colours_from_afar(self) -> tuple[QColor, QColor, QRectF]:
        """Give its ground, its edge and its place in the scene, for drawings in which nothing can be read."""
        return *self._pen.colours_from_afar(self.face, self.look), self.rect()

    def hoverEnterEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        """Show that it can be clicked."""
        self.look = replace(self.look, hovered=True)
        self.update()

    def hoverLeaveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        """Go back to rest."""
        self.look = replace(self.look, hovered=False)
        self.update()


def _tip(face: CardFace) -> str:
    funnel = [face.funnel.words] if face.funnel is not None else []
    return "\n".join([*face.problems, *([f"Note: {face.note}"] if face.note else []), *funnel])


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
        self._far = False
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
        if (current, drop, enabled) == (self.current, self.drop, self._enabled):
            return
        self.current, self.drop, self._enabled = current, drop, enabled
        self._show()
        self.setToolTip("Add an action here" if not drop else "Move here" if drop != "refused" else "It cannot go here")
        # The place it would fall on must be seen through the dragged card.
        self.setZValue(_ABOVE_GHOST if drop == "target" else _PLUS)
        self.update()

    def boundingRect(self) -> QRectF:
        """Give the room it draws in."""
        return _PLUS_ROOM

    def set_far(self, far: bool) -> None:
        """Hide it while it would be no more than a speck; places to drop cards at are always shown."""
        if far is not self._far:
            self._far = far
            self._show()

    def _show(self) -> None:
        self.setVisible(bool(self.drop) or (self._enabled and not self._far))

    def is_hit(self, at: QPointF) -> bool:
        """Say whether a point of the scene is on it, or a little beside."""
        way = at - self.pos()
        return way.x() ** 2 + way.y() ** 2 <= _DROP_RADIUS**2

    def shape(self) -> QPainterPath:
        """Give where it can be pressed, a little more than is seen."""
        path = QPainterPath()
        path.addEllipse(QPointF(0, 0), _DROP_RADIUS, _DROP_RADIUS)
        return path

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw a ring with a plus; filled while it is hot."""
        theme = self.theme
        if option.levelOfDetailFromTransform(painter.worldTransform()) < FAR and not self.drop and not self.current:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = _DROP_RADIUS if self.drop == "target" else PLUS_RADIUS
        if self.drop == "refused":
            radius = 4
        hot = self.drop == "target" or (self.drop != "refused" and (self._hovered or self.current))
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


class GhostItem(QGraphicsItem):
    """The card that follows the pointer during a drag; further cards of the drag show as a pile with their number."""

    def __init__(self, face: CardFace, size: QRectF, pen: CardPainter, number: int = 1) -> None:
        super().__init__()
        self._number = number
        self._face, self._pen = face, pen
        self._size = QRectF(0, 0, size.width(), size.height())
        self.setZValue(_GHOST)
        self.setOpacity(0.85)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        """Give the room it draws in."""
        return self._size.adjusted(-_MARGIN, -_MARGIN - _PILE, _MARGIN + _PILE, _MARGIN + _PILE)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the card as if it were selected."""
        if self._number > 1:
            self._pen.paint_pile(painter, self._size, _PILE)
        self._pen.paint(painter, self._size, self._face, CardLook(selected=True))
        if self._number > 1:
            self._pen.paint_number(painter, self._size.topRight(), self._number)


class BandItem(QGraphicsRectItem):
    """The frame of a rubber band."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        soft = QColor(theme.accent)
        soft.setAlphaF(0.12)
        pen = QPen(theme.accent, 1)
        pen.setCosmetic(True)
        self.setPen(pen)
        self.setBrush(soft)
        self.setZValue(_GHOST)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
