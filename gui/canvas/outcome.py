"""Colour by outcome: the share of contacts that skipped a card in the last run, as tone, sign and bar.

Lives here: which share has which tone, its words, and how it is drawn on a card. Not here: counting (faces.py).
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from gui.text import number
from gui.theme import Theme, Tone
from gui.widgets.pill import paint_pill, pill_size

MUCH = 0.5
"""From this share on, a card is in trouble."""
_BAR = 5.0
_RIGHT = 12.0

LEGEND: tuple[tuple[str, Tone], ...] = (
    ("none skipped", Tone.DONE),
    ("some skipped", Tone.SKIPPED),
    ("half or more", Tone.BROKEN),
)
"""What each tone means, in words."""


def tone_of_share(share: float) -> Tone:
    """Give the tone of a share of skipped contacts, between 0 and 1."""
    return Tone.DONE if share <= 0 else Tone.SKIPPED if share < MUCH else Tone.BROKEN


def words_of_share(share: float) -> str:
    """Say a share, e.g. ``16 % skipped``; a share that is there is never rounded to 0 %, nor to 100 % before all do."""
    percent = round(100 * share)
    if share > 0:
        percent = max(percent, 1)
    if share < 1:
        percent = min(percent, 99)
    return f"{number(percent)} % skipped"


def paint_share(painter: QPainter, rect: QRectF, share: float, theme: Theme, font: QFont) -> None:
    """Draw the bar at a card's left edge and its words on its foot."""
    paint_share_bar(painter, rect, share, theme)
    tone, words = tone_of_share(share), words_of_share(share)
    size = pill_size(words, tone, font)
    at = QPointF(rect.right() - _RIGHT - size.width(), rect.bottom() - size.height() / 2)
    painter.setPen(theme.tone(tone))
    painter.setBrush(theme.raised)
    painter.drawRoundedRect(QRectF(at, size), size.height() / 2, size.height() / 2)
    paint_pill(painter, at, words, tone, theme, font)


def paint_share_bar(painter: QPainter, rect: QRectF, share: float, theme: Theme) -> None:
    """Draw a bar at a card's left edge, filled from below as far as contacts skipped it."""
    painter.setPen(Qt.PenStyle.NoPen)
    room = QRectF(rect.left() + 3, rect.top() + 8, _BAR, rect.height() - 16)
    painter.fillRect(room, theme.track)
    painter.fillRect(
        QRectF(room.left(), room.bottom() - room.height() * share, _BAR, room.height() * share),
        theme.tone(tone_of_share(share)),
    )
