"""A token: one contact, or several with their number, on the way to a card.

Lives here: how it looks. Not here: where it moves (gui/canvas/token_motion.py), and when (gui/canvas/tokens.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from core.model.trace import OUTCOME_TONES, Outcome
from gui.canvas.look import Look
from gui.canvas.paint import FAR
from gui.text import number
from gui.theme import Tone
from gui.widgets.pill import pill_font

HEIGHT = 20.0
"""How high a token is at 100 %."""
_RIM = 2.0
_GLYPH = 16.0
_GAP = 1.0
_PADDING = 7.0
_SMALLEST = 5.0
_READABLE, _LARGEST = 0.75, 1.3
_KNOWN_MOST = 200
_OVER_LINES, _BELOW_OTHERS = 0.8, 0.7
"""Over lines and +, under the cards: a token comes out from under one card and goes under the next."""

GLYPHS = {
    Outcome.DONE: "check",
    Outcome.SKIPPED: "skip",
    Outcome.DEFERRED: "clock",
    Outcome.FAILED: "cross",
    Outcome.LEFT: "right",
}
"""The picture by which each outcome is told apart without its colour."""
ON_THE_WAY = "contact"
"""The picture of a single contact before anything became of it."""


@dataclass(frozen=True, slots=True)
class TokenFace:
    """All that is to be seen of a token.

    Attributes:
        tone: Its colour.
        glyph: Name of its picture, empty for none.
        text: How many contacts it stands for; empty for one.
    """

    tone: Tone
    glyph: str
    text: str


def face_of(many: int, outcome: Outcome | None = None) -> TokenFace:
    """Give the face of so many contacts; with an outcome, what became of them.

    On the way it is a number, or one contact's picture; at the end the outcome's sign comes before the number.
    """
    text = number(many) if many > 1 else ""
    if outcome is None or outcome is Outcome.ENTERED:
        return TokenFace(Tone.ACCENT, "" if text else ON_THE_WAY, text)
    return TokenFace(Tone(OUTCOME_TONES[outcome]), GLYPHS[outcome], text)


class TokenPainter:
    """Draws tokens; keeps their pictures, since few different ones are drawn again and again.

    Arguments:
        look: Colours and icons.
        font: The window's font.
    """

    def __init__(self, look: Look, font: QFont) -> None:
        self._theme, self._icons = look.theme, look.icons
        self._font = pill_font(font)
        self._font.setWeight(QFont.Weight.DemiBold)
        self._metrics = QFontMetricsF(self._font)
        self._known: dict[tuple[TokenFace, float], QPixmap] = {}

    def size(self, face: TokenFace) -> QSizeF:
        """Give the room a token takes, its rim included."""
        width = 0.0
        if face.text:
            inside = round(self._metrics.horizontalAdvance(face.text)) + (_GLYPH + _GAP if face.glyph else 0.0)
            width = inside + 2 * _PADDING
        return QSizeF(max(width, HEIGHT) + 2 * _RIM, HEIGHT + 2 * _RIM)

    def paint(self, painter: QPainter, face: TokenFace) -> None:
        """Draw a token with its middle at the origin; from far away only a dot in its colour."""
        zoom = painter.worldTransform().m11()
        if zoom < FAR:
            self._draw_far(painter, face, _far_radius(zoom))
            return
        size = self.size(face)
        # In quarters, rounded up: while a token swells, its picture is not made anew in each frame.
        picture = self._picture(face, size, ceil(4 * zoom * painter.device().devicePixelRatioF() - 0.01) / 4)
        # Between two pixels too: it moves less than one in some frames.
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(-size.width() / 2, -size.height() / 2, size.width(), size.height())
        painter.drawPixmap(box, picture, QRectF(picture.rect()))

    def _draw_far(self, painter: QPainter, face: TokenFace, radius: float) -> None:
        """Draw a shape: round for what goes well or is under way, a ring, a diamond or a square for the rest."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color, inner = self._theme.tone(face.tone), 0.75 * radius
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        match face.tone:
            case Tone.SKIPPED:
                painter.drawPolygon([QPointF(0, -radius), QPointF(radius, 0), QPointF(0, radius), QPointF(-radius, 0)])
            case Tone.BROKEN:
                painter.drawRect(QRectF(-inner, -inner, 2 * inner, 2 * inner))
            case Tone.WAITING:
                painter.setPen(QPen(color, radius / 2))
                painter.setBrush(self._theme.window)
                painter.drawEllipse(QPointF(0, 0), inner, inner)
            case _:
                painter.drawEllipse(QPointF(0, 0), radius, radius)

    def _picture(self, face: TokenFace, size: QSizeF, scale: float) -> QPixmap:
        known = self._known.get((face, scale))
        if known is not None:
            return known
        if len(self._known) >= _KNOWN_MOST:
            self._known.clear()
        picture = QPixmap((size * scale).toSize())
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.scale(picture.width() / size.width(), picture.height() / size.height())
        self._draw(painter, QRectF(QPointF(0, 0), size), face, scale)
        painter.end()
        self._known[face, scale] = picture
        return picture

    def _draw(self, painter: QPainter, box: QRectF, face: TokenFace, scale: float) -> None:
        theme = self._theme
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        # The rim parts it from lines, + and other tokens.
        painter.setBrush(theme.window)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        inside = box.adjusted(_RIM, _RIM, -_RIM, -_RIM)
        painter.setBrush(theme.tone(face.tone))
        painter.drawRoundedRect(inside, inside.height() / 2, inside.height() / 2)
        if face.glyph:
            left = inside.left() + _PADDING - _GAP if face.text else inside.center().x() - _GLYPH / 2
            place = QRectF(left, inside.center().y() - _GLYPH / 2, _GLYPH, _GLYPH)
            glyph = self._icons.pixmap(face.glyph, f"on_{face.tone.value}", round(_GLYPH), scale)
            painter.drawPixmap(place, glyph, QRectF(glyph.rect()))
            inside.setLeft(left + _GLYPH)
            inside.setRight(inside.right() - _PADDING / 2)
        if face.text:
            painter.setPen(theme.color(f"on_{face.tone.value}"))
            painter.setFont(self._font)
            painter.drawText(inside, Qt.AlignmentFlag.AlignCenter, face.text)


def usual_scale(zoom: float) -> float:
    """Give how much larger than the cards' own scale tokens are at a zoom, so that they can be read a little longer."""
    return min(max(1.0, _READABLE / zoom), _LARGEST) if zoom >= FAR else 1.0


def _far_radius(zoom: float) -> float:
    return max(HEIGHT / 2, _SMALLEST / max(zoom, 0.01))


class TokenItem(QGraphicsItem):
    """A token in the scene; what it shows and where is told it.

    Arguments:
        pen: Draws it.
    """

    def __init__(self, pen: TokenPainter) -> None:
        super().__init__()
        self._pen = pen
        self._room = QRectF()
        self.face = face_of(1)
        self.setZValue(_OVER_LINES)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_face(self, face: TokenFace, zoom: float) -> None:
        """Show something else at a zoom."""
        size = self._pen.size(face)
        if zoom < FAR:
            side = 2 * _far_radius(zoom)
            size = QSizeF(side, side)
        room = QRectF(-size.width() / 2, -size.height() / 2, size.width(), size.height())
        if room != self._room:
            self.prepareGeometryChange()
            self._room = room
        if face != self.face:
            self.face = face
            self.update()

    def set_below(self, below: bool) -> None:
        """Let it come out from under other tokens, or not."""
        self.setZValue(_BELOW_OTHERS if below else _OVER_LINES)

    def boundingRect(self) -> QRectF:
        """Give the room it draws in."""
        return self._room

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw it."""
        self._pen.paint(painter, self.face)
