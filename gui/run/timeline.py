"""The slim line that shows how far a rehearsal is between its first and last moment."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import ThemeManager

_LINE = 4.0
_KNOB = 10.0
_KNOB_ACTIVE = 12.0


class Timeline(QWidget):
    """A line filled from the left up to the simulated date; it shows, and takes no input.

    Args:
        themes: Its colours.
        parent: Owner.
    """

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._fraction = 0.0
        self._active = False
        self.setAccessibleName("Progress of the rehearsal")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.changed.connect(self.update)

    @property
    def fraction(self) -> float:
        """How much is filled, 0 to 1."""
        return self._fraction

    def set_fraction(self, fraction: float, *, active: bool) -> None:
        """Fill the line.

        Args:
            fraction: How much, 0 to 1; other numbers are cut off.
            active: Whether a rehearsal plays now.
        """
        self._fraction = min(max(fraction, 0.0), 1.0)
        self._active = active
        self.setAccessibleDescription(f"{self._fraction:.0%}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(240, 20)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size at which the line still says something."""
        return QSize(60, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint track, fill and knob."""
        theme = self._themes.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        knob = _KNOB_ACTIVE if self._active else _KNOB
        length = self.width() - knob
        middle = self.height() / 2
        track = QRectF(knob / 2, middle - _LINE / 2, length, _LINE)
        painter.setBrush(theme.track)
        painter.drawRoundedRect(track, _LINE / 2, _LINE / 2)
        if self._fraction > 0:
            done = QRectF(track.left(), track.top(), length * self._fraction, _LINE)
            painter.setBrush(theme.accent)
            painter.drawRoundedRect(done, _LINE / 2, _LINE / 2)
            center_x = done.right()
            painter.drawEllipse(QRectF(center_x - knob / 2, middle - knob / 2, knob, knob))
        painter.end()
