"""Drawing one card: its measures and its strokes.

Lives here: everything about the inside of a card. Not here: what it says (gui/canvas/faces.py), where it stands
(gui/canvas/layout.py), and the items of the scene (gui/canvas/items.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption

from gui.canvas.faces import CardFace
from gui.canvas.layout import CARD_WIDTH
from gui.icons import Icons
from gui.theme import Theme, Tone
from gui.widgets.pill import paint_pill, pill_font, pill_size

PADDING = 12
TILE = 24
_TILE_RADIUS = 6
_ICON = 16
RADIUS = 8
_GAP = 8
_LINE = 18
_PILL_HEIGHT = 18
_PILL_GAP = 6
_MOST_LINES = 2
_BADGE_PADDING = 7
_BADGE_ICON = 12
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class Badge:
    """A mark at a card's top right."""

    text: str
    tone: Tone
    icon: str = ""


@dataclass(frozen=True, slots=True)
class CardLook:
    """How a card stands out at the moment."""

    selected: bool = False
    focused: bool = False
    hovered: bool = False
    faded: bool = False


class CardPainter:
    """Measures and draws cards in one font and theme.

    Arguments:
        font: The window's font.
        theme: Gives the colours.
        icons: Give the pictures.
    """

    def __init__(self, font: QFont, theme: Theme, icons: Icons) -> None:
        self.theme = theme
        self._icons = icons
        self._font = QFont(font)
        self._strong = QFont(font)
        self._strong.setWeight(QFont.Weight.DemiBold)
        self._pill = pill_font(font)

    def height(self, face: CardFace) -> int:
        """Give how high a card must be for its words, in pixels; always a multiple of 2 so that middles are whole."""
        head = self._headline_lines(face)
        height = PADDING + TILE + (len(head) - 1) * _LINE + PADDING
        lines = self._summary_lines(face.summary)
        if lines:
            height += 2 + len(lines) * _LINE
        if face.pills:
            height += _GAP + _PILL_HEIGHT
        return height + height % 2

    def paint(self, painter: QPainter, rect: QRectF, face: CardFace, look: CardLook) -> None:
        """Draw a card into its rectangle."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if look.faded:
            painter.setOpacity(0.35)
        self._ground(painter, rect, face, look)
        y = self._summary(painter, rect, self._head(painter, rect, face), face)
        self._pills(painter, QPointF(rect.left() + PADDING, y + _GAP), face)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRectF, face: CardFace, look: CardLook) -> None:
        theme = self.theme
        shade = QColor(theme.shadow)
        shade.setAlphaF(0.07 if not theme.is_dark else 0.35)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade)
        painter.drawRoundedRect(rect.translated(0, 1.5), RADIUS, RADIUS)
        width = 2.0 if look.selected else 1.0
        color = theme.line
        if look.selected:
            color = theme.accent
        elif face.broken and face.on:
            color = theme.broken
        elif look.hovered:
            color = theme.outline
        pen = QPen(color, width)
        if not face.on and not look.selected:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.raised if face.on else theme.window)
        inset = width / 2
        painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), RADIUS - inset, RADIUS - inset)
        if look.selected and look.focused:
            halo = QColor(theme.accent)
            halo.setAlphaF(0.25)
            painter.setPen(QPen(halo, 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(-1.5, -1.5, 1.5, 1.5), RADIUS + 1.5, RADIUS + 1.5)

    def _head(self, painter: QPainter, rect: QRectF, face: CardFace) -> float:
        """Draw picture, marks and headline; gives where they end."""
        theme = self.theme
        role = "muted" if not face.on or face.icon == "unknown" else "broken" if face.broken else "accent"
        tile = QRectF(rect.left() + PADDING, rect.top() + PADDING, TILE, TILE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(f"{role}_soft"))
        painter.drawRoundedRect(tile, _TILE_RADIUS, _TILE_RADIUS)
        self._picture(painter, tile, face.icon, role, _ICON)
        right = rect.right() - PADDING
        for badge in badges(face):
            width = self._badge_width(badge)
            right -= width
            self._badge(painter, QRectF(right, tile.top() + (TILE - _PILL_HEIGHT) / 2, width, _PILL_HEIGHT), badge)
            right -= _PILL_GAP
        lines = self._headline_lines(face)
        # One line stands in the middle of the picture; two begin a little higher.
        y = tile.top() + (TILE - _LINE) / 2
        painter.setFont(self._strong)
        painter.setPen(theme.text if face.on else theme.muted)
        for line in lines:
            box = QRectF(tile.right() + _GAP, y, right - tile.right() - _GAP, _LINE)
            painter.drawText(box, _LEFT, line)
            y += _LINE
        return tile.bottom() + (len(lines) - 1) * _LINE

    def _headline_lines(self, face: CardFace) -> list[str]:
        used = sum(self._badge_width(badge) + _PILL_GAP for badge in badges(face))
        width = CARD_WIDTH - 2 * PADDING - TILE - _GAP - used
        return wrapped(face.headline, self._strong, width, _MOST_LINES) or [""]

    def _picture(self, painter: QPainter, around: QRectF, name: str, role: str, size: int) -> None:
        inset = (around.height() - size) / 2
        box = QRectF(around.left() + inset, around.top() + inset, size, size)
        self._icons.icon(name, role).paint(painter, box.toAlignedRect())

    def _badge_width(self, badge: Badge) -> float:
        words = round(QFontMetricsF(self._pill).horizontalAdvance(badge.text))
        return words + 2 * _BADGE_PADDING + (_BADGE_ICON + 3 if badge.icon else 0)

    def _badge(self, painter: QPainter, rect: QRectF, badge: Badge) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.tone_soft(badge.tone))
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        words = rect.adjusted(_BADGE_PADDING, 0, -_BADGE_PADDING, 0)
        if badge.icon:
            around = QRectF(words.left() - 3, rect.top(), rect.height(), rect.height())
            self._picture(painter, around, badge.icon, badge.tone.value, _BADGE_ICON)
            words.setLeft(words.left() + _BADGE_ICON + 3)
        painter.setFont(self._pill)
        painter.setPen(self.theme.tone(badge.tone))
        painter.drawText(words, _LEFT, badge.text)

    def _summary(self, painter: QPainter, rect: QRectF, y: float, face: CardFace) -> float:
        lines = self._summary_lines(face.summary)
        if not lines:
            return y
        y += 2
        painter.setFont(self._font)
        painter.setPen(self.theme.muted)
        for line in lines:
            box = QRectF(rect.left() + PADDING, y, CARD_WIDTH - 2 * PADDING, _LINE)
            painter.drawText(box, _LEFT, line)
            y += _LINE
        return y

    def _summary_lines(self, text: str) -> list[str]:
        return wrapped(text, self._font, CARD_WIDTH - 2 * PADDING, _MOST_LINES)

    def _pills(self, painter: QPainter, at: QPointF, face: CardFace) -> None:
        x = at.x()
        widths = [pill_size(pill.text, pill.tone, self._pill).width() + _PILL_GAP for pill in face.pills]
        # Signs say it too: where words do not fit, the numbers stand alone.
        short = sum(widths) - _PILL_GAP > CARD_WIDTH - 2 * PADDING
        for pill in face.pills:
            text = pill.text.split(" ")[0] if short else pill.text
            used = paint_pill(painter, QPointF(x, at.y()), text, pill.tone, self.theme, self._pill)
            x = used.right() + _PILL_GAP


def badges(face: CardFace) -> list[Badge]:
    """Give the marks at a card's top right, from the right: problems, *Off*, and that there is a note."""
    found = []
    if face.problems:
        found.append(Badge(str(len(face.problems)), Tone.BROKEN if face.broken else Tone.SKIPPED, "warning"))
    if not face.on:
        found.append(Badge("Off", Tone.MUTED))
    if face.note:
        found.append(Badge("", Tone.MUTED, "note"))
    return found


def wrapped(text: str, font: QFont, width: float, most: int) -> list[str]:
    """Break a text into at most so many lines of a width in pixels; the last one ends in an ellipsis when cut."""
    if not text:
        return []
    flow = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    flow.setTextOption(option)
    flow.beginLayout()
    starts: list[int] = []
    while (line := flow.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
    flow.endLayout()
    lines = [text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    if len(lines) <= most:
        return lines
    rest = text[starts[most - 1] :]
    return [*lines[: most - 1], QFontMetricsF(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)]
