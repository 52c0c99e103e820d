"""What the marks of a map of cells look like, and the legend that says what they mean.

Lives here: hatching, small samples of cells, a legend that breaks into lines. Not here: the map (``result_grid``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntFlag
from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen

from gui.theme import Theme, Tone

_SPACING = 7
_SOFTENED, _SOFTENED_DARK = 0.5, 0.9
"""How strong hatching is; on a dark ground thin lines need more, three to one at least."""
_LINE_PX, _SAMPLE, _GAP, _APART = 20, (22, 14), 6, 18
BAR_PX = 3
"""Height of the bar at a cell's foot."""


class Hatch(IntFlag):
    """What is closed: each kind has its own direction, and both together cross."""

    NONE = 0
    RISING = 1
    FALLING = 2
    CROSSED = 3


@dataclass(frozen=True)
class LegendItem:
    """One mark and what it means.

    Attributes:
        words: What it means.
        text: What stands in the sample; such a sample has no ground.
        tone: Colour of the sample.
        share: How long its bar is, 0 to 1.
        hatch: How it is hatched.
    """

    words: str
    text: str = ""
    tone: Tone = Tone.ACCENT
    share: float = 0.0
    hatch: Hatch = Hatch.NONE


def paint_hatch(painter: QPainter, rect: QRect, hatch: Hatch, theme: Theme) -> None:
    """Draw hatching into a rectangle."""
    color = QColor(theme.outline)
    color.setAlphaF(_SOFTENED_DARK if theme.is_dark else _SOFTENED)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color, 1, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.translate(rect.topLeft())
    painter.drawPath(_lines(rect.width(), rect.height(), hatch))
    painter.translate(-rect.topLeft())


@lru_cache(maxsize=64)
def _lines(width: int, height: int, hatch: Hatch) -> QPainterPath:
    """Make the lines of hatching, cut to size: pattern brushes and clipping are lost in SVG files."""
    lines = QPainterPath()
    for x in range(-height, width, _SPACING):
        before, behind = max(-x, 0), max(x + height - width, 0)
        if before + behind >= height:
            continue
        if hatch & Hatch.RISING:
            lines.moveTo(x + before, height - before)
            lines.lineTo(x + height - behind, behind)
        if hatch & Hatch.FALLING:
            lines.moveTo(x + before, before)
            lines.lineTo(x + height - behind, height - behind)
    return lines


def paint_bar(painter: QPainter, rect: QRect, share: float, tone: Tone, theme: Theme) -> None:
    """Draw the bar at a cell's foot; a little is always seen of what is there."""
    width = max(round(rect.width() * min(share, 1.0)), 2)
    painter.fillRect(QRect(rect.left(), rect.bottom() + 1 - BAR_PX, width, BAR_PX), theme.tone(tone))


def legend_places(items: Sequence[LegendItem], metrics: QFontMetrics, width: int) -> list[QPoint]:
    """Give where each item of a legend stands, broken into lines of a width in pixels."""
    x, y, places = 0, 0, []
    for item in items:
        wide = _wide(item, metrics)
        if x and x + wide > width:
            x, y = 0, y + _LINE_PX
        places.append(QPoint(x, y))
        x += wide + _APART
    return places


def legend_height(items: Sequence[LegendItem], metrics: QFontMetrics, width: int) -> int:
    """Give how high a legend is at a width, in pixels."""
    places = legend_places(items, metrics, width)
    return places[-1].y() + _LINE_PX if places else 0


def paint_legend(painter: QPainter, at: QPoint, items: Sequence[LegendItem], width: int, theme: Theme) -> None:
    """Draw a legend with its top left corner there."""
    metrics = painter.fontMetrics()
    for item, place in zip(items, legend_places(items, metrics, width), strict=True):
        corner = at + place
        used = _sample_wide(item, metrics)
        sample = QRect(corner.x(), corner.y() + (_LINE_PX - _SAMPLE[1]) // 2, used, _SAMPLE[1])
        if item.text:
            painter.setPen(theme.text)
            painter.drawText(sample, Qt.AlignmentFlag.AlignCenter, item.text)
        else:
            painter.fillRect(sample, theme.tone_soft(item.tone) if item.share else theme.window)
            if item.hatch:
                paint_hatch(painter, sample, item.hatch, theme)
            if item.share:
                paint_bar(painter, sample, item.share, item.tone, theme)
        painter.setPen(theme.muted)
        words = QRect(sample.right() + 1 + _GAP, corner.y(), metrics.horizontalAdvance(item.words) + 4, _LINE_PX)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, item.words)


def _sample_wide(item: LegendItem, metrics: QFontMetrics) -> int:
    return metrics.horizontalAdvance(item.text) if item.text else _SAMPLE[0]


def _wide(item: LegendItem, metrics: QFontMetrics) -> int:
    return _sample_wide(item, metrics) + _GAP + metrics.horizontalAdvance(item.words)
