"""What a new card begins with: what a person would choose anyway, read off the project.

Lives here: the first values of a card that is added by hand. Not here: an action's own defaults, which files rely on.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.actions import ACTIONS
from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.model.fields import FieldKind, specs_of
from core.model.project import Project
from core.model.workflow import Action, Workflow


def first_action(project: Project, workflow: Workflow, kind: str) -> Action:
    """Make the action of a new card.

    A field that must be filled and has only one thing to choose has it chosen; a workflow that belongs to a sequence
    enrolls in that one. Mails come from each contact's owner: that works for every contact, while a specific user
    would have to be chosen first.

    Arguments:
        project: The project.
        workflow: The workflow the card is added to.
        kind: Kind of the action.

    Raises:
        KeyError: There is no such kind.
    """
    action = ACTIONS[kind]()
    there = {
        FieldKind.SEQUENCE: [s.id for s in project.sequences if s.deleted is None],
        FieldKind.LIST: [found.id for found in project.lists],
    }
    own = workflow.sequence if workflow.sequence in there[FieldKind.SEQUENCE] else 0
    values: dict[str, Any] = {}
    for name, spec in specs_of(type(action)).items():
        only = there.get(spec.kind, [])
        if spec.kind is FieldKind.SEQUENCE and spec.required and own:
            values[name] = own
        elif spec.required and len(only) == 1:
            values[name] = only[0]
    if isinstance(action, EnrollInSequence):
        values["sender_type"] = SenderType.CONTACT_OWNER
    return replace(action, **values) if values else action  # type: ignore[type-var]
