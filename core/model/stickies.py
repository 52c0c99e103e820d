"""Ways to change a workflow's sticky notes; each gives a new workflow and leaves the old one as it was.

Lives here: adding, changing, removing notes, and what becomes of a lost card's notes. Not here: how they look.
"""

from __future__ import annotations

from dataclasses import replace

from core.model.tree import list_at, spot_of
from core.model.workflow import Sticky, Workflow, walk

LONGEST = 2_000
"""The most letters a note holds."""


def sticky_of(workflow: Workflow, sticky_id: int) -> Sticky | None:
    """Give a note by its id, ``None`` when the workflow has no such note."""
    return next((sticky for sticky in workflow.stickies if sticky.id == sticky_id), None)


def next_id(workflow: Workflow) -> int:
    """Give the id a new note gets."""
    return max((sticky.id for sticky in workflow.stickies), default=0) + 1


def add(workflow: Workflow, sticky: Sticky) -> Workflow:
    """Put a new note on the canvas; it gets the next id."""
    new = replace(sticky, id=next_id(workflow), text=sticky.text[:LONGEST])
    return replace(workflow, stickies=(*workflow.stickies, new))


def change(workflow: Workflow, sticky: Sticky) -> Workflow:
    """Put a changed note in the place of the one with its id."""
    new = replace(sticky, text=sticky.text[:LONGEST])
    return replace(workflow, stickies=tuple(new if old.id == sticky.id else old for old in workflow.stickies))


def remove(workflow: Workflow, sticky_id: int) -> Workflow:
    """Take a note away."""
    return replace(workflow, stickies=tuple(sticky for sticky in workflow.stickies if sticky.id != sticky_id))


def rescued(before: Workflow, after: Workflow) -> Workflow:
    """Give a workflow whose notes are all beside cards that are there.

    Arguments:
        before: The workflow before cards were taken away; says which card stood above a lost one.
        after: The workflow without them.

    Returns:
        ``after``, with each note of a lost card beside the nearest card above that is left, else beside the trigger.
    """
    there = {0, *(card.id for card in walk(after.cards))}
    if all(sticky.card in there for sticky in after.stickies):
        return after
    return replace(
        after,
        stickies=tuple(
            sticky if sticky.card in there else replace(sticky, card=_left_above(before, sticky.card, there))
            for sticky in after.stickies
        ),
    )


def _left_above(before: Workflow, card_id: int, there: set[int]) -> int:
    while card_id not in there:
        try:
            spot = spot_of(before, card_id)
        except KeyError:
            return 0
        if spot.index > 0:
            card_id = list_at(before, spot.path)[spot.index - 1].id
        else:
            card_id = spot.path[-1][0] if spot.path else 0
    return card_id
