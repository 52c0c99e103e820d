"""The on/off switch. Lives here: widget and painting. Not here: what is switched."""

from __future__ import annotations

from PySide6.QtCore import Property, QEasingCurve, QPropertyAnimation, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QWidget

from gui.theme import Theme, ThemeManager

_TRACK = QSize(28, 16)
_KNOB = 12.0
_RING = 3
_GAP = 8
_SLIDE_MS = 110


def paint_switch(painter: QPainter, rect: QRectF, theme: Theme, *, position: float, enabled: bool = True) -> None:
    """Paints a switch into a 28 × 16 rectangle.

    Args:
        painter: paints.
        rect: where.
        theme: gives the colours.
        position: 0 is off, 1 is on; between them the knob slides.
        enabled: False paints it pale.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(painter.opacity() * (1.0 if enabled else 0.45))
    # Off is as plain to see as on: its track alone would be too faint on any ground.
    painter.setPen(QPen(_mix(theme.outline, theme.done, position), 1))
    painter.setBrush(_mix(theme.track, theme.done, position))
    rim = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(rim, rim.height() / 2, rim.height() / 2)
    painter.setPen(Qt.PenStyle.NoPen)
    inset = (rect.height() - _KNOB) / 2
    left = rect.left() + inset + position * (rect.width() - 2 * inset - _KNOB)
    painter.setBrush(_mix(theme.muted, theme.knob, position))
    painter.drawEllipse(QRectF(left, rect.top() + inset, _KNOB, _KNOB))
    painter.restore()


def _mix(first: QColor, second: QColor, share: float) -> QColor:
    """Returns a colour between two, 0 being the first."""
    share = min(max(share, 0.0), 1.0)
    return QColor.fromRgbF(
        first.redF() + (second.redF() - first.redF()) * share,
        first.greenF() + (second.greenF() - first.greenF()) * share,
        first.blueF() + (second.blueF() - first.blueF()) * share,
    )


class ToggleSwitch(QAbstractButton):
    """A switch with an optional text at its right; on is shown in the tone *done*.

    Space and Enter switch it. Without a text, set an accessible name.
    """

    def __init__(self, themes: ThemeManager, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._position = 0.0
        self._slide = QPropertyAnimation(self, b"position", self)
        self._slide.setDuration(_SLIDE_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.setText(text)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._on_toggled)
        themes.changed.connect(self._on_theme_changed)

    def _get_position(self) -> float:
        return self._position

    def _set_position(self, position: float) -> None:
        self._position = position
        self.update()

    #: Where the knob is: 0 off, 1 on.
    position = Property(float, _get_position, _set_position)

    def sizeHint(self) -> QSize:
        """Returns the room of track, focus ring and text."""
        width = _TRACK.width() + 2 * _RING
        if self.text():
            width += _GAP + self.fontMetrics().horizontalAdvance(self.text())
        return QSize(width, max(_TRACK.height() + 2 * _RING, self.fontMetrics().height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lets Enter switch too; Qt itself knows only Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints track, knob, focus ring and text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._themes.theme
        left = (
            self.width() - _TRACK.width() - _RING if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else _RING
        )
        track = QRectF(left, (self.height() - _TRACK.height()) / 2, _TRACK.width(), _TRACK.height())
        paint_switch(painter, track, theme, position=self._position, enabled=self.isEnabled())
        if self.hasFocus():
            painter.setPen(QPen(theme.focus, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = track.adjusted(-2, -2, 2, 2)
            painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
        if self.text():
            space = _TRACK.width() + 2 * _RING + _GAP
            rect = self.style().visualRect(self.layoutDirection(), self.rect(), self.rect().adjusted(space, 0, 0, 0))
            painter.setPen(theme.text if self.isEnabled() else theme.disabled)
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, self.text())

    @Slot(bool)
    def _on_toggled(self, checked: bool) -> None:
        target = 1.0 if checked else 0.0
        animate = self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self) > 0
        self._slide.stop()
        # Nothing slides unseen: a switch that is set up before it is shown is at its place at once.
        if not animate or not self.isVisible():
            self._set_position(target)
            return
        self._slide.setEndValue(target)
        self._slide.start()

    @Slot()
    def _on_theme_changed(self) -> None:
        self.update()
