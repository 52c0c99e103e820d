from __future__ import annotations

from dataclasses import replace

import pytest

from core.model.changes import Noun, Thing
from core.model.contact_list import ContactList, ListMember
from core.model.event import EventKind, ScriptedEvent
from core.model.fields import Value
from core.model.filter import Condition, Filter, Operator
from core.model.problem import Problem
from core.model.project import Project
from core.model.sequence import Behaviour, Sequence, SequenceSettings
from core.model.workflow import Repeat, RunWindow, Schedule, Trigger, TriggerKind, Workflow, WorkflowSettings
from core.services.workspace import Workspace
from core.store import things
from core.store.things import NOUN_OF, SHAPES


def test_every_noun_but_account_contact_and_run_has_a_shape() -> None:
    assert set(SHAPES) == set(Noun) - {Noun.ACCOUNT, Noun.CONTACT, Noun.RUN}


def test_every_class_of_thing_has_a_noun() -> None:
    from typing import get_args

    assert set(NOUN_OF) == set(get_args(Thing))


def test_the_office_comes_back_as_it_was_put_in(filled: Workspace, office: Project) -> None:
    assert filled.project() == office


def test_names_and_states_stand_in_columns_of_their_own(filled: Workspace) -> None:
    rows = filled.store.connection().execute("SELECT id, name, status FROM workflow").fetchall()
    assert rows == [(1, "Demo request", "on")]


def test_every_field_of_a_workflow_and_a_sequence_comes_back(ws: Workspace) -> None:
    vips = Filter(((Condition("list", Operator.IN_LIST, (4,)), Condition("createdate", Operator.DAYS_AGO, (7,))),))
    trigger = Trigger(
        TriggerKind.SCHEDULE, "Demo", vips, True, False, "city", "Rome", 4, Schedule(Repeat.MONTHLY, 480, 2, 31)
    )
    settings = WorkflowSettings(
        windows=(RunWindow(0), RunWindow(4, 540, 1440)),
        blocked=("2026-12-25",),
        suppression=(4, 5),
        goal=vips,
        unenroll_unmatched=True,
    )
    workflow = Workflow(3, "All", trigger=trigger, settings=settings)
    behaviour = Behaviour(1, 2, 3, 4, 5, 6, 7)
    sequence = Sequence(7, "All", settings=SequenceSettings(account_based=True, behaviour=behaviour))
    with ws.store.write() as connection:
        things.insert(connection, Noun.WORKFLOW, [workflow])
        things.insert(connection, Noun.SEQUENCE, [sequence])
    assert things.all_of(ws.store, Noun.WORKFLOW) == (workflow,)
    assert things.all_of(ws.store, Noun.SEQUENCE) == (sequence,)


@pytest.mark.parametrize("value", [None, 0, 5, 5.0, True, False, "", "5", "ąę “quoted”"], ids=repr)
def test_a_scripted_event_comes_back_with_all_its_fields(ws: Workspace, value: Value) -> None:
    event = ScriptedEvent(
        EventKind.LIMIT_CHANGED, 0, 90, "Why", sender=2, sequence=3, workflow=4, property="city", value=value, id=8
    )
    with ws.store.write() as connection:
        things.insert(connection, Noun.EVENT, [event])
    (found,) = things.all_of(ws.store, Noun.EVENT)
    assert found == event
    assert type(found.value) is type(value)


def test_a_list_lies_in_columns(ws: Workspace) -> None:
    with ws.store.write() as connection:
        things.insert(connection, Noun.LIST, [ContactList(3, "VIPs")])
        things.insert(connection, Noun.MEMBER, [ListMember(3, 12, 1)])
    assert ws.store.connection().execute("SELECT id, name FROM contact_list").fetchall() == [(3, "VIPs")]
    assert ws.store.connection().execute("SELECT id, list, contact FROM list_member").fetchall() == [(1, 3, 12)]
    assert things.all_of(ws.store, Noun.MEMBER) == (ListMember(3, 12, 1),)


@pytest.mark.parametrize(
    ("document", "said"),
    [("{", "The workspace file is damaged"), ('{"id": "one"}', "should be a whole number"), ("[]", "an object")],
)
def test_a_damaged_document_is_a_problem_that_names_it(filled: Workspace, document: str, said: str) -> None:
    filled.store.connection().execute("UPDATE sequence SET document = ? WHERE id = 2", (document,))
    with pytest.raises(Problem) as caught:
        things.all_of(filled.store, Noun.SEQUENCE)
    assert caught.value.code == "DAMAGED_FILE"
    assert said in caught.value.sentence
    assert caught.value.place.startswith("sequence 2")


@pytest.mark.parametrize(
    ("noun", "sql"),
    [
        (Noun.EVENT, "UPDATE scripted_event SET kind = 'party' WHERE id = 2"),
        (Noun.EVENT, "UPDATE scripted_event SET value = '[1]' WHERE id = 2"),
        (Noun.EVENT, "UPDATE scripted_event SET value = 'so' WHERE id = 2"),
        (Noun.ENROLLMENT, "UPDATE enrollment SET state = 'lost'"),
    ],
)
def test_an_unknown_kind_in_a_row_is_a_problem_that_names_it(filled: Workspace, noun: Noun, sql: str) -> None:
    filled.store.connection().execute(sql)
    with pytest.raises(Problem) as caught:
        things.all_of(filled.store, noun)
    assert caught.value.code == "DAMAGED_FILE"


def test_an_unknown_action_is_kept_through_a_change(filled: Workspace) -> None:
    document = '{"id":1,"name":"Demo request","cards":[{"id":1,"action":{"kind":"fax","to":"Bo"}}],"next_card":2}'
    filled.store.connection().execute("UPDATE workflow SET document = ?", (document,))
    (workflow,) = things.all_of(filled.store, Noun.WORKFLOW)
    with filled.store.write() as connection:
        things.update(connection, Noun.WORKFLOW, [replace(workflow, name="Renamed")])
    kept = filled.store.connection().execute("SELECT document FROM workflow").fetchone()[0]
    assert '{"kind":"fax","to":"Bo"}' in kept
    assert "Renamed" in kept
