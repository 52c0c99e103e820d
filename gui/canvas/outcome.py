"""What became of contacts at a card, as a picture: the funnel bar at its foot, and its colour by outcome.

The funnel bar is as long as the part of all who entered the workflow that came to the card, cut by what became of them
there. Lives here: the bar, which share has which tone, their words, and how they are drawn. Not here: counting.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from core.model.run import CardCounts
from gui.text import number, percent
from gui.theme import Theme, Tone
from gui.widgets.pill import paint_pill, pill_size

MUCH = 0.5
"""From this share on, a card is in trouble."""
_BAR = 5.0
_RIGHT = 12.0

FUNNEL_PX = 4
"""Height of the funnel bar."""


@dataclass(frozen=True, slots=True)
class Funnel:
    """The funnel bar of one card.

    Attributes:
        parts: Shares of all who entered the workflow, each with its tone, left to right; together at most 1.
        words: The same in words.
    """

    parts: tuple[tuple[float, Tone], ...]
    words: str


_NOBODY = Funnel((), "Nobody has entered yet")


def funnel_of(counts: CardCounts, entered: int, *, waits_after: bool) -> Funnel:
    """Make the funnel bar of a card; an empty one while nobody has entered the workflow.

    Arguments:
        counts: What the card counted.
        entered: How many entered the workflow.
        waits_after: Whether who waits has done the card already, as at a delay; else they wait to do it.
    """
    if not entered:
        return _NOBODY
    waiting = min(counts.waiting, counts.done) if waits_after else counts.waiting
    done = counts.done - waiting if waits_after else counts.done
    came = counts.entered if waits_after else counts.entered + waiting
    others = max(came - done - counts.skipped - waiting, 0)
    named = ((done, Tone.DONE, "done"), (counts.skipped, Tone.SKIPPED, "skipped"), (waiting, Tone.WAITING, "waiting"),
             (others, Tone.ACCENT, "other"))  # fmt: skip
    whole = max(entered, came)
    words = [f"{number(count)} {said}" for count, _, said in named if count]
    share = f"{number(came)} of {number(entered)} who entered came here ({percent(came, whole)})"
    return Funnel(
        tuple((count / whole, tone) for count, tone, _ in named if count),
        f"{share}: {', '.join(words)}" if words else share,
    )


def trigger_funnel(entered: int) -> Funnel:
    """Make the funnel bar of a trigger: all of those who entered, which the bars of the cards are parts of."""
    return Funnel(((1.0, Tone.ACCENT),), f"{number(entered)} entered") if entered else _NOBODY


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


def paint_funnel(painter: QPainter, room: QRectF, funnel: Funnel, theme: Theme) -> None:
    """Draw a funnel bar into its room."""
    painter.fillRect(room, theme.track)
    x = room.left()
    for share, tone in funnel.parts:
        # A part that is there is seen, however small it is.
        wide = max(room.width() * share, 2.0)
        painter.fillRect(QRectF(x, room.top(), min(wide, room.right() - x), room.height()), theme.tone(tone))
        x = min(x + wide, room.right())
