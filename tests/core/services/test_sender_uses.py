"""Where a sender is used, and that a replacement reaches every such place and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.actions.create_task import AssigneeType, CreateTask
from core.actions.enroll_in_sequence import EnrollInSequence
from core.actions.if_then import Branch, IfThen
from core.actions.notification import Notification
from core.actions.rotate_owner import RotateOwner
from core.actions.set_property import SetProperty
from core.actions.value_equals import ValueBranch, ValueEquals
from core.model.contact import Contact, PropertyDefinition, PropertyType
from core.model.event import EventKind, ScriptedEvent
from core.model.filter import Condition, Filter, Operator
from core.model.project import Project
from core.model.sender import Sender
from core.model.sequence import Enrollment, Sequence, SequenceSettings
from core.model.workflow import Card, Trigger, TriggerKind, Workflow, WorkflowSettings
from core.services.sender_uses import replace_everywhere, uses
from core.services.workspace import Workspace

OWNED = Filter(((Condition("hubspot_owner_id", Operator.IS_ANY_OF, (1, 3)),),))
NUMBERED = Filter(((Condition("seats", Operator.IS, (1,)),),))


def office(who: int) -> Project:
    """Give a project in which one user is named wherever a user can be; the number 1 also stands where none is."""
    cards = (
        Card(1, EnrollInSequence(1, sender=who)),
        Card(2, CreateTask(assignee_type=AssigneeType.SPECIFIC_USER, user=who)),
        Card(3, Notification(users=(who, 3))),
        Card(4, RotateOwner(users=(3, who))),
        Card(5, SetProperty("hubspot_owner_id", who)),
        Card(6, SetProperty("seats", 1)),
        Card(7, ValueEquals("csm", (ValueBranch("", (who,)),)), branches=((), ())),
        Card(8, IfThen((Branch("Hers", _owned(who)), Branch("One", NUMBERED))), branches=((), (), ())),
    )
    return Project(
        senders=(Sender(1, "Ana"), Sender(2, "Ben"), Sender(3, "Cy")),
        custom_properties=(
            PropertyDefinition("csm", "Success manager", PropertyType.OWNER, custom=True, id=1),
            PropertyDefinition("seats", "Seats", PropertyType.NUMBER, custom=True, id=2),
        ),
        sequences=(Sequence(1, "Hello", settings=SequenceSettings(shared_users=(who, 3)), owner=who),),
        workflows=(
            Workflow(1, "All", trigger=Trigger(filter=_owned(who)), cards=cards, next_card=9,
                     settings=WorkflowSettings(goal=_owned(who))),
            Workflow(2, "Changed", trigger=Trigger(TriggerKind.PROPERTY_CHANGED, property="csm", value=who)),
            Workflow(3, "Numbers", trigger=Trigger(TriggerKind.PROPERTY_CHANGED, property="seats", value=1)),
        ),
        script=(
            ScriptedEvent(EventKind.SEAT_LOST, 0, 5, sender=who, id=1),
            ScriptedEvent(EventKind.PROPERTY_CHANGED, 1, 6, property="csm", value=who, id=2),
            ScriptedEvent(EventKind.PROPERTY_CHANGED, 1, 7, property="seats", value=1, id=3),
        ),
        enrollments=(Enrollment(1, 1, who, 1_767_603_600, id=1),),
    )  # fmt: skip


def _owned(who: int) -> Filter:
    return Filter(((replace(OWNED.groups[0][0], values=(who, 3)),),))


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    people = [
        Contact(1, {"firstname": "A", "hubspot_owner_id": 1, "seats": 1}),
        Contact(2, {"firstname": "B", "hubspot_owner_id": 3, "csm": 1}),
        Contact(3, {"firstname": "C", "seats": 1}),
    ]
    made = Workspace.create(tmp_path / "uses.cadenza", office(1), people)
    yield made
    made.close()


def test_every_use_is_said(ws: Workspace) -> None:
    assert uses(ws, 1).sentences() == [
        "named in the workflow “All”",
        "named in the workflow “Changed”",
        "maker or user of the sequence “Hello”",
        "contact owner of 1 contact",
        "success manager of 1 contact",
        "sender to 1 contact in sequences",
        "named in 2 scripted events",
    ]
    assert uses(ws, 2).nowhere


def test_a_replacement_reaches_every_place_and_nothing_else(ws: Workspace) -> None:
    before = {contact.id: dict(contact.values) for contact in ws.contacts.many((1, 2, 3))}
    edit = replace_everywhere(ws, 1, 2)
    assert edit.title == "Replace Ana by Ben"
    ws.apply(edit)
    wanted = office(2)
    project = ws.project()
    assert project.workflows == wanted.workflows
    assert project.sequences == wanted.sequences
    assert project.script == wanted.script
    assert project.enrollments == wanted.enrollments
    after = {contact.id: dict(contact.values) for contact in ws.contacts.many((1, 2, 3))}
    assert after == {
        1: {**before[1], "hubspot_owner_id": 2},
        2: {**before[2], "csm": 2},
        3: before[3],
    }
    assert uses(ws, 1).nowhere
    ws.apply(edit.back)
    assert ws.project().workflows == office(1).workflows
    assert {contact.id: dict(contact.values) for contact in ws.contacts.many((1, 2, 3))} == before


def test_one_who_is_in_turn_already_gets_no_second_turn(ws: Workspace) -> None:
    ws.apply(replace_everywhere(ws, 1, 3))
    rotate = ws.project().workflows[0].cards[3].action
    assert isinstance(rotate, RotateOwner)
    assert rotate.users == (3,)
