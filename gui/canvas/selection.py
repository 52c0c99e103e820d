"""Which cards are selected: values that each way of selecting makes anew.

Lives here: the rules of clicks and ranges. Not here: mouse and keys (gui/canvas/view.py) and how a selected card looks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.model.tree import list_at, spot_of
from core.model.workflow import Workflow, walk
from gui.canvas.layout import TRIGGER


@dataclass(frozen=True, slots=True)
class Selection:
    """Selected cards; the trigger is only ever selected alone.

    Attributes:
        current: The card that was chosen last: its fields show, and arrows go on from it.
        chosen: All selected cards, ``current`` among them.
        anchor: The card from which a range reaches.
    """

    current: int = TRIGGER
    chosen: frozenset[int] = frozenset({TRIGGER})
    anchor: int = TRIGGER

    @property
    def is_many(self) -> bool:
        """Whether more than one card is selected."""
        return len(self.chosen) > 1

    def cards(self, workflow: Workflow) -> tuple[int, ...]:
        """Give the selected cards in the order of ``walk``, without the trigger."""
        if not self.is_many:
            return () if self.current == TRIGGER else (self.current,)
        return tuple(card.id for card in walk(workflow.cards) if card.id in self.chosen)

    def toggled(self, card_id: int) -> Selection:
        """Give it with a card added or taken out, as Ctrl and a click do."""
        if TRIGGER in (card_id, self.current) or self.chosen == {card_id}:
            return only(card_id)
        if card_id not in self.chosen:
            return Selection(card_id, self.chosen | {card_id}, card_id)
        rest = self.chosen - {card_id}
        current = self.current if self.current in rest else max(rest)
        return Selection(current, rest, current)

    def extended(self, workflow: Workflow, card_id: int) -> Selection:
        """Give it reaching from its anchor to a card of the same list, as Shift and a click do.

        A card of another list is added; walking back with Shift and an arrow takes the last one out again.
        """
        if TRIGGER in (card_id, self.anchor):
            return only(card_id)
        here, there = spot_of(workflow, self.anchor), spot_of(workflow, card_id)
        if here.path != there.path:
            is_back = card_id in self.chosen and self.current != card_id
            rest = self.chosen - {self.current} if is_back else self.chosen
            return Selection(card_id, rest | {card_id, self.anchor}, self.anchor)
        first, last = sorted((here.index, there.index))
        ids = (card.id for card in list_at(workflow, here.path)[first : last + 1])
        return Selection(card_id, frozenset(ids), self.anchor)

    def among(self, workflow: Workflow) -> Selection:
        """Give what is left of it in a workflow that has changed; the trigger when none of its cards is there."""
        there = {TRIGGER, *(card.id for card in walk(workflow.cards))}
        left = self.chosen & there
        if left == self.chosen and self.anchor in there:
            return self
        if not left:
            return Selection()
        current = self.current if self.current in left else min(left)
        return Selection(current, left, current)


def only(card_id: int) -> Selection:
    """Give a selection of one card."""
    return Selection(card_id, frozenset({card_id}), card_id)


def several(card_ids: Iterable[int], current: int | None = None) -> Selection:
    """Give a selection of some cards, the first of them (or ``current``) being current; the trigger for none."""
    ids = [card_id for card_id in card_ids if card_id != TRIGGER]
    if not ids:
        return Selection()
    first = current if current in ids else ids[0]
    return Selection(first, frozenset(ids), first)
