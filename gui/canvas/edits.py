"""What a person does to a workflow's cards, each as a new workflow with the words of the undo menu.

Lives here: pure functions over ``core.model.tree``. Not here: committing them (the tab does, one edit a gesture).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType

from core.actions.names import Names
from core.model import stickies, tree
from core.model.project import Project
from core.model.tree import Spot
from core.model.workflow import Action, Card, Sticky, Workflow, walk
from core.services.card_words import card_headline
from gui.canvas.layout import TRIGGER, above, spot_after
from gui.text import plural

KEEP_NONE: Mapping[int, int | None] = MappingProxyType({})
"""A deletion that keeps no branch of any card."""


@dataclass(frozen=True, slots=True)
class CardEdit:
    """One gesture's result.

    Attributes:
        after: The workflow as it becomes.
        title: What the undo menu calls it.
        select: Id of the card to select then.
        chosen: Ids of all cards to select, when they are several.
    """

    after: Workflow
    title: str
    select: int
    chosen: tuple[int, ...] = ()


def add(workflow: Workflow, spot: Spot, action: Action) -> CardEdit:
    """Add a new card at a place."""
    return CardEdit(tree.insert(workflow, spot, action), f"Add {action.title}", workflow.next_card)


def move(project: Project, workflow: Workflow, card_ids: Sequence[int], spot: Spot) -> CardEdit | None:
    """Move cards to a place; ``None`` when they cannot stand there or stand there already."""
    if not can_move(workflow, card_ids, spot):
        return None
    after = tree.move_all(workflow, card_ids, spot)
    return CardEdit(after, f"Move {named(project, workflow, card_ids)}", card_ids[0], tuple(card_ids))


def can_move(workflow: Workflow, card_ids: Iterable[int], spot: Spot) -> bool:
    """Say whether moving cards to a place is allowed and changes anything."""
    return spot in tree.places_for(workflow, card_ids)


def shift(project: Project, workflow: Workflow, card_ids: Sequence[int], step: int) -> CardEdit | None:
    """Move cards of one list one place up (-1) or down (1) within it; ``None`` at the end of their way."""
    spots = [tree.spot_of(workflow, card.id) for card in tree.roots(workflow, card_ids)]
    if not spots or any(spot.path != spots[0].path for spot in spots):
        return None
    index = spots[0].index - 1 if step < 0 else spots[-1].index + 2
    if not 0 <= index <= len(tree.list_at(workflow, spots[0].path)):
        return None
    return move(project, workflow, card_ids, Spot(spots[0].path, index))


def switch(project: Project, workflow: Workflow, card_ids: Sequence[int]) -> CardEdit | None:
    """Switch cards off when one of them is on, else on again."""
    cards = [card for card in walk(workflow.cards) if card.id in card_ids]
    if not cards:
        return None
    turn_on = not any(card.on for card in cards)
    after = workflow
    for card in cards:
        if card.on is not turn_on:
            after = tree.change(after, card.id, on=turn_on)
    words = f"Switch {'on' if turn_on else 'off'} {named(project, workflow, card_ids)}"
    return CardEdit(after, words, card_ids[0], tuple(card_ids))


def remove(
    project: Project,
    workflow: Workflow,
    card_ids: Sequence[int],
    keep: Mapping[int, int | None] = KEEP_NONE,
    verb: str = "Delete",
) -> CardEdit:
    """Take cards away, their branches too save those to keep; the card above the first is selected then.

    Arguments:
        project: Gives the names.
        workflow: The workflow.
        card_ids: The cards.
        keep: For a branch card, which of its branches takes its place; none for a card that is not there.
        verb: How the undo menu calls it; their notes go along when they are cut, else stay beside the card above.
    """
    after = workflow
    for card_id in reversed([card.id for card in walk(workflow.cards) if card.id in card_ids]):
        after = tree.remove(after, card_id, keep.get(card_id))
    upper = above(workflow, tree.roots(workflow, card_ids)[0].id)
    if verb == "Cut":
        gone = {card.id for card in walk(workflow.cards)} - {card.id for card in walk(after.cards)}
        after = replace(after, stickies=tuple(note for note in after.stickies if note.card not in gone))
    return CardEdit(stickies.rescued(workflow, after), f"{verb} {named(project, workflow, card_ids)}", upper)


def questions(workflow: Workflow, card_ids: Sequence[int]) -> list[Card]:
    """Give the branch cards among some whose other cards would be lost when all of these go, the inner ones first."""
    gone = set(card_ids)
    return [
        card
        for card in reversed(list(walk(workflow.cards)))
        if card.id in gone and any(c.id not in gone for branch in card.branches for c in walk(branch))
    ]


def copied(workflow: Workflow, card_ids: Sequence[int]) -> tuple[Card, ...]:
    """Give what a copy of cards holds: those that are not inside others of them, in their order."""
    return tree.roots(workflow, card_ids)


def paste(
    project: Project, workflow: Workflow, spot: Spot, cards: Sequence[Card], notes: Sequence[Sticky] = ()
) -> CardEdit | None:
    """Put copies of cards, with their branches, at a place, in their order; all get new ids.

    Those of some sticky notes that stand beside them come along. What comes after a branch card, in the list or among
    the copies, goes on in its first branch. ``None`` without cards.
    """
    if not cards:
        return None
    after = workflow
    new: list[int] = []
    # Ids are given in the very order of ``walk``.
    ids = {card.id: number for number, card in enumerate(walk(tuple(cards)), workflow.next_card)}
    for card in cards:
        new.append(after.next_card)
        after = _paste(after, spot, card)
        spot = _foot(after, new[-1], card)
    for note in notes:
        if note.card in ids:
            after = stickies.add(after, replace(note, card=ids[note.card]))
    words = f"“{card_headline(cards[0].action, Names(project))}”" if len(cards) == 1 else plural(len(cards), "card")
    return CardEdit(after, f"Paste {words}", new[0], tuple(new))


def duplicate(project: Project, workflow: Workflow, card_ids: Sequence[int]) -> CardEdit | None:
    """Put copies of cards after the last of them in each list; nothing can stand after a branch card, so before it."""
    groups = [
        list(group)
        for _, group in groupby(tree.roots(workflow, card_ids), lambda card: tree.spot_of(workflow, card.id).path)
    ]
    after = workflow
    new: list[int] = []
    for group in reversed(groups):
        last = tree.spot_of(after, group[-1].id)
        edit = paste(project, after, Spot(last.path, last.index + (not group[-1].branches)), group, workflow.stickies)
        if edit is not None:
            after, new = edit.after, [*edit.chosen, *new]
    return CardEdit(after, f"Duplicate {named(project, workflow, card_ids)}", new[0], tuple(new)) if new else None


def _foot(workflow: Workflow, card_id: int, pasted: Card) -> Spot:
    """Give the place after a card that was just pasted."""
    if not pasted.branches:
        return spot_after(workflow, card_id)
    branch = tree.list_at(workflow, (*tree.spot_of(workflow, card_id).path, (card_id, 0)))
    inner = pasted.branches[0]
    if not inner:
        return spot_after(workflow, card_id)
    return _foot(workflow, branch[len(inner) - 1].id, inner[-1])


def _paste(workflow: Workflow, spot: Spot, card: Card) -> Workflow:
    new_id = workflow.next_card
    grown = tree.insert(workflow, spot, card.action)
    if not card.on or card.note:
        grown = tree.change(grown, new_id, on=card.on, note=card.note)
    for number, branch in enumerate(card.branches):
        for index, below in enumerate(branch):
            grown = _paste(grown, Spot((*spot.path, (new_id, number)), index), below)
    return grown


def remade(workflow: Workflow, card_id: int, action: Action, origins: tuple[int | None, ...] | None = None) -> Workflow:
    """Give a card a changed action; its branches go along with where they came from.

    Arguments:
        workflow: The workflow.
        card_id: The card.
        action: The changed action.
        origins: For each branch of the new action, which branch it was before, ``None`` for a new one; without,
            branches keep their positions.
    """
    card = tree.card_of(workflow, card_id)
    if card is None or origins is None or len(origins) != len(action.branch_names()):
        return tree.change(workflow, card_id, action=action)
    branches = tuple(card.branches[i] if i is not None else () for i in origins)
    return tree.change(workflow, card_id, action=action, branches=branches)


def quoted(project: Project, workflow: Workflow, card_id: int) -> str:
    """Name a card in quotes, as titles of edits do."""
    card = tree.card_of(workflow, card_id)
    return f"“{card_headline(card.action, Names(project))}”" if card else "the trigger"


def named(project: Project, workflow: Workflow, card_ids: Sequence[int]) -> str:
    """Name cards as titles of edits do: one in quotes, several by their number."""
    return quoted(project, workflow, card_ids[0]) if len(card_ids) == 1 else plural(len(card_ids), "card")


def position(workflow: Workflow, card_id: int) -> tuple[int, int]:
    """Give a card's number and how many there are; the trigger is the first, then as ``walk`` meets them."""
    ids = [TRIGGER, *(card.id for card in walk(workflow.cards))]
    return ids.index(card_id) + 1, len(ids)


def noted(workflow: Workflow, card_id: int, note: str) -> Workflow:
    """Give a card another note."""
    return tree.change(workflow, card_id, note=note)


def place_below(workflow: Workflow, card_id: int) -> Spot:
    """Give the place where a card that is added after this one stands."""
    return spot_after(workflow, card_id)


# ---------------------------------------------------------------- sticky notes


def add_sticky(workflow: Workflow, sticky: Sticky) -> CardEdit:
    """Put a new sticky note on the canvas."""
    return CardEdit(stickies.add(workflow, sticky), "Add sticky note", sticky.card)


def change_sticky(workflow: Workflow, sticky: Sticky, what: str) -> CardEdit | None:
    """Change a sticky note; ``None`` when nothing changes. ``what`` is said in the undo menu: Move, Change, Colour."""
    if stickies.sticky_of(workflow, sticky.id) in (None, sticky):
        return None
    return CardEdit(stickies.change(workflow, sticky), f"{what} sticky note", sticky.card)


def remove_sticky(workflow: Workflow, sticky_id: int) -> CardEdit | None:
    """Take a sticky note away."""
    sticky = stickies.sticky_of(workflow, sticky_id)
    if sticky is None:
        return None
    return CardEdit(stickies.remove(workflow, sticky_id), "Delete sticky note", sticky.card)
