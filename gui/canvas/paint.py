"""Drawing one card: its measures and its strokes.

Lives here: everything about the inside of a card. Not here: what it says (gui/canvas/faces.py), where it stands
(gui/canvas/layout.py), and the items of the scene (gui/canvas/items.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QTextLayout, QTextOption

from gui.canvas.breaks import paint_stop
from gui.canvas.faces import CardFace
from gui.canvas.measures import CARD_WIDTH
from gui.canvas.outcome import FUNNEL_PX, paint_funnel, paint_share, paint_share_bar, tone_of_share
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
FAR = 0.4
"""Below this zoom nothing can be read any more: only shapes are drawn."""
_KNOWN_MOST = 8_000
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
    tinted: bool = False
    stops: bool = False


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
        self._broken: dict[tuple[str, float, bool], list[str]] = {}
        self._pixmaps: dict[tuple[str, str, float], QPixmap] = {}

    def height(self, face: CardFace) -> int:
        """Give how high a card must be for its words, in pixels; always a multiple of 2 so that middles are whole."""
        head = self._headline_lines(face)
        height = PADDING + TILE + (len(head) - 1) * _LINE + PADDING
        lines = self._summary_lines(face.summary)
        if lines:
            height += 2 + len(lines) * _LINE
        if face.pills:
            height += _GAP + _PILL_HEIGHT
        if face.funnel is not None:
            height += _GAP + FUNNEL_PX
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
        if face.funnel is not None:
            paint_funnel(painter, _funnel_room(rect, FUNNEL_PX), face.funnel, self.theme)
        if look.tinted and face.skipped_share is not None:
            paint_share(painter, rect, face.skipped_share, self.theme, self._pill)
        if look.stops:
            paint_stop(painter, rect.topLeft(), self.theme)
        painter.restore()

    def paint_far(self, painter: QPainter, rect: QRectF, face: CardFace, look: CardLook) -> None:
        """Draw a card as it is seen from far away: its shape, its picture's ground, and whether something is wrong."""
        theme = self.theme
        if look.faded:
            painter.setOpacity(0.35)
        color = theme.accent if look.selected else theme.broken if face.broken and face.on else theme.outline
        painter.setPen(QPen(color, 6.0 if look.selected else 2.0))
        painter.setBrush(self._fill(face, look))
        painter.drawRect(rect.adjusted(1, 1, -1, -1))
        role = _role(face)
        painter.fillRect(QRectF(rect.left() + PADDING, rect.top() + PADDING, TILE, TILE), theme.color(role))
        words = min(CARD_WIDTH - 2 * PADDING - TILE - _GAP - 48, 7 * len(face.headline))
        painter.fillRect(
            QRectF(rect.left() + PADDING + TILE + _GAP, rect.top() + PADDING + 7, words, 10),
            theme.text if face.on else theme.disabled,
        )
        if face.summary:
            words = min(CARD_WIDTH - 2 * PADDING, 6 * len(face.summary))
            painter.fillRect(QRectF(rect.left() + PADDING, rect.top() + PADDING + TILE + 8, words, 7), theme.disabled)
        if face.problems:
            side = 28
            mark = QRectF(rect.right() - side - 8, rect.top() + 10, side, side)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.broken if face.broken else theme.skipped)
            painter.drawEllipse(mark)
        if face.funnel is not None:
            paint_funnel(painter, _funnel_room(rect, 2 * FUNNEL_PX), face.funnel, theme)
        if look.tinted and face.skipped_share is not None:
            paint_share_bar(painter, rect, face.skipped_share, theme)
        if look.faded:
            painter.setOpacity(1.0)

    def colours_from_afar(self, face: CardFace, look: CardLook) -> tuple[QColor, QColor]:
        """Give a card's ground and edge where only colours can be told apart: its state, or what it is selected for."""
        theme = self.theme
        ground = self._fill(face, look)
        if look.selected:
            return theme.accent, theme.accent
        if look.faded:
            return theme.window, theme.line
        if face.broken and face.on:
            return ground, theme.broken
        return ground, theme.outline

    def paint_pile(self, painter: QPainter, rect: QRectF, step: float) -> None:
        """Draw the edge of a further card under a card."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.accent, 1))
        painter.setBrush(self.theme.raised)
        painter.drawRoundedRect(rect.translated(step, step), RADIUS, RADIUS)

    def paint_number(self, painter: QPainter, corner: QPointF, number: int) -> None:
        """Draw how many cards there are onto a corner."""
        text = str(number)
        width = max(22.0, QFontMetricsF(self._pill).horizontalAdvance(text) + 12)
        box = QRectF(corner.x() - width + 8, corner.y() - 10, width, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.accent)
        painter.drawRoundedRect(box, 11, 11)
        painter.setPen(self.theme.on_accent)
        painter.setFont(self._pill)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _fill(self, face: CardFace, look: CardLook) -> QColor:
        if look.tinted and face.skipped_share is not None:
            return self.theme.tone_soft(tone_of_share(face.skipped_share))
        return self.theme.raised if face.on else self.theme.window

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
        painter.setBrush(self._fill(face, look))
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
        role = _role(face)
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
        return self._wrapped(face.headline, width, strong=True) or [""]

    def _wrapped(self, text: str, width: float, *, strong: bool) -> list[str]:
        # Breaking lines is what drawing a card takes longest for, and cards say the same things again and again.
        key = (text, width, strong)
        lines = self._broken.get(key)
        if lines is None:
            if len(self._broken) >= _KNOWN_MOST:
                self._broken.clear()
            lines = self._broken[key] = wrapped(text, self._strong if strong else self._font, width, _MOST_LINES)
        return lines

    def _picture(self, painter: QPainter, around: QRectF, name: str, role: str, size: int) -> None:
        inset = (around.height() - size) / 2
        box = QRectF(around.left() + inset, around.top() + inset, size, size)
        if self._icons.draw(painter, box, name, role):
            return
        # As many pixels as the screen shows at this zoom: crisp at 200 %, and drawn from the vectors only once.
        scale = round(max(painter.worldTransform().m11(), 0.5) * painter.device().devicePixelRatioF(), 2)
        key = (name, role, scale)
        picture = self._pixmaps.get(key)
        if picture is None:
            if len(self._pixmaps) >= _KNOWN_MOST // 40:
                self._pixmaps.clear()
            picture = self._pixmaps[key] = self._icons.pixmap(name, role, size, scale)
        painter.drawPixmap(box, picture, QRectF(picture.rect()))

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
        return self._wrapped(text, CARD_WIDTH - 2 * PADDING, strong=False)

    def _pills(self, painter: QPainter, at: QPointF, face: CardFace) -> None:
        x = at.x()
        widths = [pill_size(pill.text, pill.tone, self._pill).width() + _PILL_GAP for pill in face.pills]
        # Signs say it too: where words do not fit, the numbers stand alone.
        short = sum(widths) - _PILL_GAP > CARD_WIDTH - 2 * PADDING
        for pill in face.pills:
            text = pill.text.split(" ")[0] if short else pill.text
            used = paint_pill(painter, QPointF(x, at.y()), text, pill.tone, self.theme, self._pill)
            x = used.right() + _PILL_GAP


def _role(face: CardFace) -> str:
    return "muted" if not face.on or face.icon == "unknown" else "broken" if face.broken else "accent"


def _funnel_room(rect: QRectF, high: float) -> QRectF:
    return QRectF(rect.left() + PADDING, rect.bottom() - PADDING - high + 2, rect.width() - 2 * PADDING, high)


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
