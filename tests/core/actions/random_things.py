"""Random model values of every kind that a document holds."""

from __future__ import annotations

import dataclasses
from types import MappingProxyType
from typing import Any, get_type_hints

from hypothesis import strategies as st

from core.actions import ACTIONS
from core.actions.add_note import AddNote
from core.actions.add_to_list import AddToList
from core.actions.create_task import CreateTask
from core.actions.delay import Delay
from core.actions.delay_until import DelayUntil
from core.actions.delay_until_event import DelayUntilEvent
from core.actions.enroll_in_sequence import EnrollInSequence
from core.actions.go_to_workflow import GoToWorkflow
from core.actions.if_then import Branch, IfThen
from core.actions.notification import Notification
from core.actions.random_split import RandomSplit, Share
from core.actions.remove_from_list import RemoveFromList
from core.actions.rotate_owner import RotateOwner
from core.actions.set_property import SetProperty
from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.actions.unknown import UnknownAction
from core.actions.value_equals import ValueBranch, ValueEquals
from core.model.account import Account, RunSettings
from core.model.contact import PropertyDefinition
from core.model.contact_list import ContactList
from core.model.event import ScriptedEvent
from core.model.fields import Value
from core.model.filter import Condition, Filter
from core.model.project import Project
from core.model.sender import Sender
from core.model.sequence import Behaviour, Enrollment, Sequence, SequenceSettings, Step
from core.model.workflow import Card, Trigger, Workflow, WorkflowSettings

numbers = st.integers(-(2**40), 2**40)
values = st.none() | st.booleans() | numbers | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8)
json_values = st.recursive(
    values, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)


def full(cls: type, **chosen: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Give values of a dataclass with every field drawn, those with a default too; no number that JSON lacks."""
    hints = get_type_hints(cls)
    usual = {name: values if hint == Value else st.from_type(hint) for name, hint in hints.items()}
    drawn = {f.name: chosen.get(f.name, usual[f.name]) for f in dataclasses.fields(cls)}
    return st.builds(cls, **drawn)


def some(inner: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    """Give short tuples."""
    return st.lists(inner, max_size=most).map(tuple)


conditions = full(Condition, values=some(values))
filters = st.builds(Filter, some(some(conditions)))
unknown = st.builds(
    lambda kind, more: UnknownAction(MappingProxyType({**more, "kind": kind})),
    st.text(max_size=8).filter(lambda kind: kind not in ACTIONS or kind == "unknown"),
    st.dictionaries(st.text(max_size=5), json_values, max_size=3),
)
ACTIONS_OF_EVERY_KIND: dict[str, st.SearchStrategy[Any]] = {
    "add_note": full(AddNote),
    "add_to_list": full(AddToList, contact_list=numbers),
    "create_task": full(CreateTask, due_days=numbers, user=numbers),
    "delay": full(Delay, minutes=numbers),
    "delay_until": full(DelayUntil, weekdays=some(st.integers(-1, 7)), minute=numbers),
    "delay_until_event": full(DelayUntilEvent, contact_list=numbers, minutes=numbers),
    "enroll_in_sequence": full(EnrollInSequence, sequence=numbers, sender=numbers),
    "go_to_workflow": full(GoToWorkflow, workflow=numbers),
    "if_then": full(IfThen, branches=some(full(Branch, filter=filters))),
    "notification": full(Notification, users=some(numbers)),
    "random_split": full(RandomSplit, shares=some(full(Share))),
    "remove_from_list": full(RemoveFromList, contact_list=numbers),
    "rotate_owner": full(RotateOwner, users=some(numbers)),
    "set_property": full(SetProperty, value=values),
    "unenroll_from_sequence": st.just(UnenrollFromSequence()),
    "unknown": unknown,
    "value_equals": full(ValueEquals, branches=some(full(ValueBranch, values=some(values)))),
}
actions = st.one_of(*ACTIONS_OF_EVERY_KIND.values())
cards = st.recursive(
    full(Card, id=numbers, action=actions, branches=st.just(())),
    lambda below: full(Card, id=numbers, action=actions, branches=some(some(below))),
    max_leaves=6,
)
workflow_settings = full(WorkflowSettings, goal=st.none() | filters)
workflows = full(
    Workflow, trigger=full(Trigger, filter=filters), cards=some(cards), id=numbers, settings=workflow_settings
)
settings = full(SequenceSettings, behaviour=full(Behaviour))
sequences = full(Sequence, steps=some(full(Step), 3), settings=settings)
projects = full(
    Project,
    account=full(Account, settings=full(RunSettings, workflows=some(numbers))),
    custom_properties=some(full(PropertyDefinition, options=some(st.tuples(st.text(), st.text())))),
    senders=some(full(Sender)),
    sequences=some(sequences),
    workflows=some(workflows),
    script=some(full(ScriptedEvent)),
    enrollments=some(full(Enrollment)),
    lists=some(full(ContactList, filter=st.none() | filters)),
)
