"""Properties a person adds: the edits that make, change and delete them, and what uses them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.actions.base import RunnableAction
from core.model.changes import Edit, Noun
from core.model.contact import PropertyDefinition, PropertyType
from core.model.filter import Condition, Filter, Operator
from core.model.problem import Problem
from core.model.project import Project
from core.model.workflow import Workflow, walk
from core.rules.tokens import find
from core.services.edits import added, changed, removed
from core.services.naming import free_name

if TYPE_CHECKING:
    from core.services.workspace import Workspace

TYPES: tuple[tuple[PropertyType, str], ...] = (
    (PropertyType.TEXT, "Text"),
    (PropertyType.NUMBER, "Number"),
    (PropertyType.BOOL, "Yes or no"),
    (PropertyType.DATE, "Date"),
    (PropertyType.DATETIME, "Date and time"),
    (PropertyType.ENUM, "Choice"),
    (PropertyType.OWNER, "Owner (a user)"),
)
"""The types a person can choose, with their names on screen."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What uses a property.

    Attributes:
        workflows: Names of workflows that look at it or set it.
        sequences: Names of sequences whose mails show it.
        lists: Names of active lists that ask for it.
    """

    workflows: tuple[str, ...] = ()
    sequences: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()

    @property
    def is_used(self) -> bool:
        """Whether anything uses it."""
        return bool(self.workflows or self.sequences or self.lists)


def new(ws: Workspace, label: str, type: PropertyType, options: Sequence[str] = ()) -> Edit:
    """Build the edit that makes a property; its internal name follows from the label and never changes.

    Arguments:
        ws: The workspace.
        label: Name on screen.
        type: One of ``TYPES``.
        options: For a choice: what can be chosen.

    Raises:
        Problem: ``NAME_EMPTY``, ``NAME_TAKEN``, or ``NO_OPTIONS`` for a choice of nothing.
    """
    project = ws.project()
    chosen = _label(project, label, "")
    base = re.sub(r"\W+", "_", chosen.casefold(), flags=re.ASCII).strip("_") or "property"
    name = free_name(base, [p.name for p in project.properties]).replace(" ", "_")
    made = PropertyDefinition(name, chosen, type, _options(type, options, ()), True, ws.new_id(Noun.PROPERTY))
    return added(made, f"New property “{chosen}”")


def change(ws: Workspace, name: str, label: str, options: Sequence[str] = ()) -> Edit:
    """Build the edit that gives a property another label and other options; options keep what is stored by their label.

    Raises:
        Problem: as ``new``, and ``PROPERTY_GONE`` when there is no such property.
    """
    before = _custom(ws.project(), name)
    chosen = _label(ws.project(), label, name)
    after = replace(before, label=chosen, options=_options(before.type, options, before.options))
    return changed(before, after, f"Change property “{chosen}”")


def delete(ws: Workspace, name: str) -> Edit:
    """Build the edit that deletes a property; its values stay in the file, so that undo brings them back too.

    Raises:
        Problem: ``PROPERTY_GONE`` when there is no such property.
    """
    before = _custom(ws.project(), name)
    return removed(before, f"Delete property “{before.label}”")


def usage(project: Project, name: str) -> Usage:
    """Name what uses a property."""
    return Usage(
        tuple(w.name for w in project.workflows if name in _looked_at(w)),
        tuple(
            s.name
            for s in project.sequences
            if s.deleted is None and any(token.name == name for x in s.steps for token in find(f"{x.subject} {x.body}"))
        ),
        tuple(x.name for x in project.lists if x.filter and name in x.filter.properties),
    )


def count_known(ws: Workspace, name: str, keep_on: Callable[[], None] = lambda: None) -> int:
    """Count the contacts that have a value; work for a job when the list is long."""
    return ws.contacts.count_matching(Filter(((Condition(name, Operator.IS_KNOWN),),)), keep_on)


def _looked_at(workflow: Workflow) -> frozenset[str]:
    names = set(workflow.trigger.filter.properties) | {workflow.trigger.property}
    if workflow.settings.goal is not None:
        names |= workflow.settings.goal.properties
    for card in walk(workflow.cards):
        if isinstance(card.action, RunnableAction):
            names |= card.action.watched | card.action.written
    return frozenset(names)


def _custom(project: Project, name: str) -> PropertyDefinition:
    found = next((p for p in project.custom_properties if p.name == name), None)
    if found is None:
        raise Problem("PROPERTY_GONE", "This property is no longer in the workspace.")
    return found


def _label(project: Project, label: str, own: str) -> str:
    chosen = label.strip()
    if not chosen:
        raise Problem("NAME_EMPTY", "A property needs a name.")
    if any(p.label.casefold() == chosen.casefold() for p in project.properties if p.name != own):
        raise Problem("NAME_TAKEN", f"There is a property “{chosen}” already.", hint="Choose another name.")
    return chosen


def _options(
    type: PropertyType, labels: Sequence[str], before: Sequence[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    if type is not PropertyType.ENUM:
        return ()
    wanted = list(dict.fromkeys(label.strip() for label in labels if label.strip()))
    if not wanted:
        raise Problem("NO_OPTIONS", "A choice needs at least one option.", hint="Write one option in each line.")
    known = {label: value for value, label in before}
    return tuple((known.get(label, label), label) for label in wanted)
