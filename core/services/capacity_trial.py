"""Trying a capacity plan: the one edit that makes its senders, sets its limits and deals the contacts out to them.

Not here: the search (``core.services.capacity``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.rotate_owner import RotateOwner
from core.model import tree
from core.model.changes import Edit, Noun, Put
from core.model.sender import Sender
from core.model.workflow import Card, Workflow
from core.services.capacity import Answer, Plan, able_senders
from core.services.forecast_words import plural
from core.services.naming import free_name

if TYPE_CHECKING:
    from core.services.workspace import Workspace


def trial_title(answer: Answer, plan: Plan) -> str:
    """Name what trying a plan does, e.g. ``Make 2 senders``; empty where nothing but the pace would change.

    How many contacts come in a day is up to whoever lets them in: no setting of a workflow does it.
    """
    more = plan.senders - answer.able
    if plan.per_day:
        return "Set the limits" if answer.question.limit is not None else ""
    if more > 0:
        made = f"Make {plural(more, 'sender')}"
        return f"{made}, set the limits" if answer.question.limit is not None else made
    return "Set the limits" if answer.question.limit is not None else "Deal the contacts out"


def trial_edit(ws: Workspace, answer: Answer, plan: Plan) -> Edit | None:
    """Build the edit that makes the workspace what a plan was tried with.

    New senders are like the first of today. Of several senders a *Rotate record to owner* card before the enroll card
    gives each contact one in turn, and the enroll card sends by that owner; a single one sends alone.

    Returns:
        The edit; ``None`` where everything is so already, or the card is gone.
    """
    project, question = ws.project(), answer.question
    workflow = project.workflow(question.workflow)
    card = tree.card_of(workflow, question.card) if workflow is not None else None
    if workflow is None or card is None or not isinstance(card.action, EnrollInSequence):
        return None
    able = able_senders(project, workflow, card.action)
    puts: list[Put] = []
    office: list[Sender] = []
    for sender in able[: plan.senders]:
        after = sender if question.limit is None else replace(sender, limit=question.limit)
        office.append(after)
        if after != sender:
            puts.append(Put(sender, after))
    names = [sender.name for sender in project.senders]
    for _ in range(len(able), plan.senders if able and not plan.per_day else 0):
        made = _like(able[0], ws.new_id(Noun.SENDER), free_name("New sender", names), question.limit)
        names.append(made.name)
        office.append(made)
        puts.append(Put(None, made))
    if not plan.per_day:
        after_flow = _dealt(workflow, card, card.action, office)
        if after_flow != workflow:
            puts.append(Put(workflow, after_flow))
    title = trial_title(answer, plan)
    return Edit(f"{title} for “{workflow.name}”", tuple(puts)) if puts and title else None


def _like(first: Sender, new_id: int, name: str, limit: int | None) -> Sender:
    address = f"{name.casefold().replace(' ', '-')}@capacity.example"
    chosen = first.limit if limit is None else limit
    return replace(first, id=new_id, name=name, email=address, mailbox="", limit=chosen)


def _dealt(workflow: Workflow, card: Card, action: EnrollInSequence, office: list[Sender]) -> Workflow:
    """Let the senders share the contacts of the card."""
    if len(office) == 1:
        alone = replace(action, sender_type=SenderType.SPECIFIC_USER, sender=office[0].id)
        return tree.change(workflow, card.id, action=alone)
    owner = action.owner_property or "hubspot_owner_id"
    by_owner = replace(action, sender_type=SenderType.CONTACT_OWNER, owner_property=owner)
    changed = tree.change(workflow, card.id, action=by_owner)
    turns = RotateOwner(tuple(sender.id for sender in office), owner, overwrite=True)
    spot = tree.spot_of(changed, card.id)
    before = tree.list_at(changed, spot.path)[spot.index - 1] if spot.index else None
    if before is not None and isinstance(before.action, RotateOwner) and before.action.owner_property == owner:
        return tree.change(changed, before.id, action=turns)
    return tree.insert(changed, spot, turns)
