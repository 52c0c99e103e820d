"""Pills: small rounded badges with a count or a word in a tone.

Lives here: the widget, and the painting that canvas and delegates share with it. Not here: what is counted.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import Theme, ThemeManager, Tone
from gui.theme_style import number_font, small_font

_HEIGHT = 18.0
_PADDING = 7.0
_BESIDE, _BELOW = 8, 2


def pill_font(base: QFont) -> QFont:
    """Returns the font of pills: small, with figures of one width."""
    return number_font(small_font(base))


def pill_text(text: str, tone: Tone, *, sign: bool = True) -> str:
    """Returns what a pill says: the sign of its tone, if it has one and shall show it, before the text."""
    return f"{tone.sign} {text}" if tone.sign and sign else text


def pill_size(text: str, tone: Tone, font: QFont, *, sign: bool = True) -> QSizeF:
    """Returns how much room a pill takes, in device-independent pixels; `font` comes from `pill_font`."""
    width = QFontMetricsF(font).horizontalAdvance(pill_text(text, tone, sign=sign))
    return QSizeF(round(width) + 2 * _PADDING, _HEIGHT)


def paint_pill(
    painter: QPainter, top_left: QPointF, text: str, tone: Tone, theme: Theme, font: QFont, *, sign: bool = True
) -> QRectF:
    """Paints a pill with its top left corner there and returns the rectangle it fills."""
    rect = QRectF(top_left, pill_size(text, tone, font, sign=sign))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.tone_soft(tone))
    painter.drawRoundedRect(rect, _HEIGHT / 2, _HEIGHT / 2)
    painter.setPen(theme.tone(tone))
    painter.setFont(font)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, pill_text(text, tone, sign=sign))
    painter.restore()
    return rect


class Pill(QWidget):
    """A badge with a short text in a tone, e.g. "↷ 9 skipped".

    Args:
        themes: gives the colours.
        text: what it says.
        tone: what that means.
        sign: whether the tone's sign stands before the text; without it the words must say what the colour does.
        parent: owner.
    """

    def __init__(
        self,
        themes: ThemeManager,
        text: str = "",
        tone: Tone = Tone.ACCENT,
        parent: QWidget | None = None,
        *,
        sign: bool = True,
    ) -> None:
        super().__init__(parent)
        self._sign = sign
        self._themes = themes
        self._text = text
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        themes.changed.connect(self._on_theme_changed)

    def text(self) -> str:
        """Returns the text, without the tone's sign."""
        return self._text

    def tone(self) -> Tone:
        """Returns the tone."""
        return self._tone

    def set_text(self, text: str) -> None:
        """Sets the text."""
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_tone(self, tone: Tone) -> None:
        """Sets the tone."""
        self._tone = tone
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Returns the room that text and sign take."""
        return pill_size(self._text, self._tone, pill_font(self.font()), sign=self._sign).toSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the pill."""
        painter = QPainter(self)
        font = pill_font(self.font())
        paint_pill(painter, QPointF(0, 0), self._text, self._tone, self._themes.theme, font, sign=self._sign)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.update()


class PillButton(Pill):
    """A badge that can be pressed with the mouse; what it does must be reachable by keys elsewhere too.

    Signals:
        clicked: it was pressed.
    """

    clicked = Signal()

    def __init__(
        self, themes: ThemeManager, text: str = "", tone: Tone = Tone.ACCENT, parent: QWidget | None = None
    ) -> None:
        super().__init__(themes, text, tone, parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Returns the room of the badge, and some at its right, where a tab ends."""
        return super().sizeHint() + QSize(_BESIDE, 2 * _BELOW)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the pill a little lower, where the words of a tab stand."""
        painter = QPainter(self)
        at = QPointF(0, 2 * _BELOW)
        paint_pill(painter, at, self._text, self._tone, self._themes.theme, pill_font(self.font()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep the press from what is below."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell a press that ends on it."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()
