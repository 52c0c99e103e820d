"""The scrubber: the time line of a rehearsal, with a knob to go to any instant and a strip of what happens when.

Lives here: drawing and input. Not here: what is shown at the instant (``gui.run.player``).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleValueChangeEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from core.model.instant import DAY, HOUR
from core.model.moment import Density
from gui.theme import ThemeManager

_LINE = 4.0
_KNOB = 12.0
_STRIP = 12.0
_WEEK = 7 * DAY
#: A key's step alone, and with Shift.
_KEYS = {
    Qt.Key.Key_Left: (-HOUR, -DAY),
    Qt.Key.Key_Right: (HOUR, DAY),
    Qt.Key.Key_Down: (-HOUR, -DAY),
    Qt.Key.Key_Up: (HOUR, DAY),
    Qt.Key.Key_PageDown: (-DAY, -_WEEK),
    Qt.Key.Key_PageUp: (DAY, _WEEK),
}
_KEYS_TOLD = "Arrows: an hour, Page keys: a day; with Shift: a day, a week. Home and End."


class Scrubber(QWidget):
    """A line filled up to the simulated date.

    While a rehearsal plays, and before any, it only shows; over a finished one it can be dragged and driven by keys.

    Args:
        themes: Its colours.
        parent: Owner.

    Attributes:
        said: What a screen reader says of the instant shown.

    Signals:
        scrubbed: where the person went, 0 to 1 of the line.
        nudged: by how many seconds the person went on or back, from the keyboard.
    """

    scrubbed = Signal(float)
    nudged = Signal(int)

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._fraction = 0.0
        self._usable = False
        self._density = Density((), ())
        self._words: Callable[[float], str] | None = None
        self.said = ""
        self.setAccessibleName("Time line of the rehearsal")
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.changed.connect(self.update)
        self.set_usable(False)

    @property
    def fraction(self) -> float:
        """How much is filled, 0 to 1."""
        return self._fraction

    @property
    def usable(self) -> bool:
        """Whether it can be dragged."""
        return self._usable

    def set_fraction(self, fraction: float, said: str = "") -> None:
        """Fill the line.

        Args:
            fraction: How much, 0 to 1; other numbers are cut off.
            said: What a screen reader says of it, e.g. the simulated date.
        """
        self._fraction = min(max(fraction, 0.0), 1.0)
        self.said = said
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleValueChangeEvent(self, said))
        self.update()

    def set_words(self, words: Callable[[float], str]) -> None:
        """Say this of a place on the line, 0 to 1, while the pointer is over it or drags the knob."""
        self._words = words

    def set_usable(self, usable: bool) -> None:
        """Let the knob be moved, or only show."""
        self._usable = usable
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if usable else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if usable else Qt.CursorShape.ArrowCursor)
        # Over a finished rehearsal the tip is the instant under the pointer.
        self.setToolTip(
            "" if usable else "Shows the simulated date. Once a rehearsal is played, it leads to any instant."
        )
        self.setAccessibleDescription(_KEYS_TOLD if usable else "")
        self.update()

    def set_density(self, density: Density) -> None:
        """Show when contacts are skipped and mails leave."""
        self._density = density
        self.update()

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(240, 32)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size at which the line still says something."""
        return QSize(60, 32)

    # ---------------------------------------------------------------- input

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where the person pressed."""
        if self._usable and event.button() == Qt.MouseButton.LeftButton:
            self._drag(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer while the button is held, else say what is under it."""
        if self._usable and event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(event)
        elif self._usable:
            self._tell(self._fraction_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Take the words away."""
        QToolTip.hideText()
        super().leaveEvent(event)

    def _drag(self, event: QMouseEvent) -> None:
        fraction = self._fraction_at(event.position())
        self.scrubbed.emit(fraction)
        self._tell(fraction)

    def _tell(self, fraction: float) -> None:
        """Say what is at a place of the line, below it, where the pointer hides nothing."""
        if self._words is not None:
            across = round(_KNOB / 2 + (self.width() - _KNOB) * fraction)
            QToolTip.showText(self.mapToGlobal(QPoint(across, self.height() // 2)), self._words(fraction), self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on or back by an hour or a day, or to an end."""
        key = Qt.Key(event.key())
        if self._usable and key in _KEYS:
            self.nudged.emit(_KEYS[key][bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)])
        elif self._usable and key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.scrubbed.emit(0.0 if key == Qt.Key.Key_Home else 1.0)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the focus' ring away."""
        super().focusOutEvent(event)
        self.update()

    def _fraction_at(self, at: QPointF) -> float:
        return min(max((at.x() - _KNOB / 2) / max(self.width() - _KNOB, 1.0), 0.0), 1.0)

    # ---------------------------------------------------------------- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint strip, track, fill and knob."""
        theme = self._themes.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        length = self.width() - _KNOB
        middle = self.height() / 2 + (4 if self._density.skips else 0)
        self._paint_strip(painter, length, middle - _LINE / 2 - 2)
        track = QRectF(_KNOB / 2, middle - _LINE / 2, length, _LINE)
        painter.setBrush(theme.track)
        painter.drawRoundedRect(track, _LINE / 2, _LINE / 2)
        if self._fraction > 0 or self._usable:
            done = QRectF(track.left(), track.top(), length * self._fraction, _LINE)
            painter.setBrush(theme.accent)
            painter.drawRoundedRect(done, _LINE / 2, _LINE / 2)
            knob = QRectF(done.right() - _KNOB / 2, middle - _KNOB / 2, _KNOB, _KNOB)
            painter.drawEllipse(knob)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.focus, 2))
                painter.drawEllipse(knob.adjusted(-1, -1, 1, 1).adjusted(-1, -1, 1, 1))
        painter.end()

    def _paint_strip(self, painter: QPainter, length: float, floor: float) -> None:
        """Paint bars of the mails, and before them those of the skips, each as high as its share of the highest."""
        theme = self._themes.theme
        parts = len(self._density.skips)
        if not parts:
            return
        width = length / parts
        for numbers, colour, share in (
            (self._density.mails, theme.track, 1.0),
            (self._density.skips, theme.skipped, 1.0),
        ):
            highest = max(numbers, default=0)
            painter.setBrush(colour)
            for number, count in enumerate(numbers):
                if count:
                    height = max(_STRIP * share * count / highest, 2.0)
                    left = _KNOB / 2 + number * width
                    painter.drawRect(QRectF(left, floor - height, max(width - 1, 1.0), height))
