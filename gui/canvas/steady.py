"""What stays where it is while an edit makes cards come and go. Here: how far things moved. Not here: scrolling."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF

from core.model.tree import Spot, spot_of
from core.model.workflow import Workflow, walk
from gui.canvas.layout import TRIGGER, Layout, above


def moved_by(before: tuple[Workflow, Layout], after: tuple[Workflow, Layout], chosen: int, seen: QRectF) -> QPointF:
    """Give how far an edit has moved what a person looks at.

    Arguments:
        before: The workflow and where its cards stood.
        after: The same after the edit.
        chosen: The card that was selected.
        seen: The part of the scene that was in view.

    Returns:
        The way in scene pixels: of a new card from the + it was put at, sideways only; else of the selected card, or of
        the nearest one above that is left; none when that was not in view.
    """
    (old, was), (new, now) = before, after
    fresh = next((card.id for card in walk(new.cards) if card.id not in was.cards), None)
    if fresh is not None:
        spot = spot_of(new, fresh)
        plus = next((plus.at for plus in was.pluses if plus.spot == spot), None)
        if plus is not None and seen.contains(plus):
            return QPointF(now.cards[fresh].center().x() - plus.x(), 0)
    for card_id in _upwards(old, chosen):
        if card_id in now.cards:
            is_seen = seen.intersects(was.cards[card_id]) and _place(old, card_id) == _place(new, card_id)
            return now.cards[card_id].topLeft() - was.cards[card_id].topLeft() if is_seen else QPointF()
    return QPointF()


def _upwards(workflow: Workflow, card_id: int) -> Iterator[int]:
    yield card_id
    while card_id != TRIGGER:
        card_id = above(workflow, card_id)
        yield card_id


def _place(workflow: Workflow, card_id: int) -> Spot | None:
    return spot_of(workflow, card_id) if card_id != TRIGGER else None
