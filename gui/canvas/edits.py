"""What a person does to a workflow's cards, each as a new workflow with the words of the undo menu.

Lives here: pure functions over ``core.model.tree``. Not here: committing them (the tab does, one edit a gesture).
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from core.actions.codec import Json, decode, encode
from core.actions.names import Names
from core.model import tree
from core.model.problem import Problem
from core.model.project import Project
from core.model.tree import Spot
from core.model.workflow import Action, Card, Workflow, walk
from gui.canvas.faces import headline_of
from gui.canvas.layout import TRIGGER, above, spot_after

MIME = "application/x-cadenza-card+json"
"""Format of a copied card on the clipboard."""


@dataclass(frozen=True, slots=True)
class CardEdit:
    """One gesture's result.

    Attributes:
        after: The workflow as it becomes.
        title: What the undo menu calls it.
        select: Id of the card to select then.
    """

    after: Workflow
    title: str
    select: int


def add(workflow: Workflow, spot: Spot, action: Action) -> CardEdit:
    """Add a new card at a place."""
    return CardEdit(tree.insert(workflow, spot, action), f"Add {action.title}", workflow.next_card)


def move(project: Project, workflow: Workflow, card_id: int, spot: Spot) -> CardEdit | None:
    """Move a card to a place; ``None`` when it cannot stand there or stands there already."""
    if not can_move(workflow, card_id, spot):
        return None
    return CardEdit(tree.move(workflow, card_id, spot), f"Move {quoted(project, workflow, card_id)}", card_id)


def can_move(workflow: Workflow, card_id: int, spot: Spot) -> bool:
    """Say whether moving a card to a place is allowed and changes anything."""
    if card_id == TRIGGER or not tree.can_stand(workflow, card_id, spot):
        return False
    cards = tree.list_at(workflow, spot.path)
    after_branch = spot.index > 0 and bool(cards[spot.index - 1].branches) and cards[spot.index - 1].id != card_id
    return not after_branch and tree.move(workflow, card_id, spot).cards != workflow.cards


def shift(project: Project, workflow: Workflow, card_id: int, step: int) -> CardEdit | None:
    """Move a card one place up (-1) or down (1) within its list; ``None`` at the end of its way."""
    if card_id == TRIGGER:
        return None
    spot = tree.spot_of(workflow, card_id)
    index = spot.index - 1 if step < 0 else spot.index + 2
    if not 0 <= index <= len(tree.list_at(workflow, spot.path)):
        return None
    return move(project, workflow, card_id, Spot(spot.path, index))


def switch(project: Project, workflow: Workflow, card_id: int) -> CardEdit | None:
    """Switch a card off, or on again."""
    card = tree.card_of(workflow, card_id)
    if card is None:
        return None
    words = f"Switch {'off' if card.on else 'on'} {quoted(project, workflow, card_id)}"
    return CardEdit(tree.change(workflow, card_id, on=not card.on), words, card_id)


def remove(
    project: Project, workflow: Workflow, card_id: int, keep: int | None = None, verb: str = "Delete"
) -> CardEdit:
    """Take a card away, its branches too save the one to keep; the card above is selected then."""
    upper = above(workflow, card_id)
    words = f"{verb} {quoted(project, workflow, card_id)}"
    return CardEdit(tree.remove(workflow, card_id, keep), words, upper)


def write_card(card: Card) -> str:
    """Give a card, with its branches, as text for the clipboard."""
    return json.dumps(encode(card), ensure_ascii=False)


def read_card(text: str) -> Card | None:
    """Read a card from the clipboard; ``None`` when the text is none."""
    try:
        data: Json = json.loads(text)
        card = decode(Card, data)
    except (ValueError, Problem):
        return None
    return card if isinstance(card, Card) else None


def paste(project: Project, workflow: Workflow, spot: Spot, card: Card) -> CardEdit:
    """Put a copy of a card, with its branches, at a place; all its cards get new ids."""
    title = f"Paste “{headline_of(card.action, Names(project))}”"
    return CardEdit(_paste(workflow, spot, card), title, workflow.next_card)


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
    return f"“{headline_of(card.action, Names(project))}”" if card else "the trigger"


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
