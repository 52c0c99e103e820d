"""Enroll in another workflow: who enters, who is stopped in a loop, and workflows that take nobody in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.actions.add_note import AddNote
from core.actions.go_to_workflow import GoToWorkflow
from core.actions.names import Names
from core.model.event import EventKind
from core.model.trace import RowKind
from core.model.workflow import Card, Trigger, TriggerKind, Workflow, WorkflowStatus
from tests.building import contacts, happens, on_form, play, project, story, submits, workflow
from tests.core.actions.fakes import NOW, FakeStage, office, sentences
from tests.core.actions.played import Played

BY_HAND = Trigger(TriggerKind.MANUAL)


def test_a_group_enters_the_workflow_and_goes_on_here_too() -> None:
    stage = FakeStage()
    stage.perform(GoToWorkflow(1), [0, 2])
    assert stage.entered == [(1, [0, 2])]
    assert stage.told() == [(101, "done", "NONE"), (103, "done", "NONE")]
    assert stage.facts() == [(0, 1, 0, 0)] * 2
    assert stage.pushed == [(NOW, "then", [0, 2])]


def test_those_in_a_loop_are_told_apart_and_go_on_too() -> None:
    stage = FakeStage(loops=frozenset({1}))
    stage.perform(GoToWorkflow(1), [0, 1, 2])
    assert stage.told() == [(101, "done", "NONE"), (103, "done", "NONE"), (102, "skipped", "LOOP_STOPPED")]
    assert stage.facts() == [(0, 1, 0, 0)] * 3
    assert stage.pushed == [(NOW, "then", [0, 1, 2])]


def test_when_all_are_in_a_loop_nobody_is_done() -> None:
    stage = FakeStage(loops=frozenset({0, 1}))
    stage.perform(GoToWorkflow(1), [0, 1])
    assert stage.told() == [(101, "skipped", "LOOP_STOPPED"), (102, "skipped", "LOOP_STOPPED")]


@pytest.mark.parametrize(("target", "reason", "a"), [(0, "FIELD_MISSING", 0), (9, "WORKFLOW_OFF", 9)])
def test_without_a_workflow_in_the_run_contacts_skip_it(target: int, reason: str, a: int) -> None:
    stage = FakeStage()
    stage.perform(GoToWorkflow(target), [0])
    assert stage.told() == [(101, "skipped", reason)]
    assert stage.facts() == [(0, a, 0, 0)]
    assert stage.entered == []
    assert stage.pushed == [(NOW, "then", [0])]


def test_summary() -> None:
    names = Names(office())
    said = [GoToWorkflow(i).summary(names) for i in (1, 0, 9)]
    assert said == ["Welcome", "no workflow chosen", "unknown workflow 9"]


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (1, []),
        (0, ["Choose a workflow."]),
        (2, ["“Later” is a draft; nobody enters it until it is on."]),
        (3, ["“Old” is off; nobody enters it until it is on."]),
        (9, ["This workflow no longer exists; choose another."]),
    ],
)
def test_problems(target: int, said: list[str]) -> None:
    assert sentences(GoToWorkflow(target)) == [("workflow", sentence) for sentence in said]


def test_in_a_rehearsal_contacts_are_in_both_workflows() -> None:
    other = Workflow(2, "Second", WorkflowStatus.ON, BY_HAND, (Card(1, AddNote("Hello")),))
    played = Played([{}, {}], (Card(1, GoToWorkflow(2)), Card(2, AddNote("Goes on"))), others=(other,))
    assert played.said(1) == [
        "1 done: Sent to the workflow “Second” too.",
        "2 done: Sent to the workflow “Second” too.",
    ]
    start = {1: "Mon 05 Jan 09:00", 2: "Mon 05 Jan 09:00"}
    assert played.came(2) == played.came(0, workflow=2) == played.came(1, workflow=2) == start


def test_in_a_rehearsal_a_workflow_that_is_not_played_takes_nobody_in() -> None:
    said = Played([{}], (Card(1, GoToWorkflow(2)),)).said(1)
    assert said == ["1 skipped: The other workflow is not on in this rehearsal, so nobody enters it."]


def test_in_a_rehearsal_two_workflows_that_call_each_other_come_to_an_end() -> None:
    back = Workflow(
        2, "Second", WorkflowStatus.ON, Trigger(TriggerKind.MANUAL, reenroll=True), (Card(1, GoToWorkflow(3)),)
    )
    forth = Workflow(
        3, "Third", WorkflowStatus.ON, Trigger(TriggerKind.MANUAL, reenroll=True), (Card(1, GoToWorkflow(2)),)
    )
    played = Played([{}], (Card(1, GoToWorkflow(2)),), others=(back, forth))
    stopped = [e for e in (*played.at(1, 2), *played.at(1, 3)) if e.reason]
    assert [e.contact for e in stopped] == [1]
    assert len(played.events) < 20


def test_in_a_rehearsal_a_workflow_that_was_switched_off_meanwhile_takes_nobody_in() -> None:
    """Ada comes at 09:00 and enters; Ben comes at 11:00, when the other workflow has been off for an hour."""
    note = AddNote("Hello")
    office = project(
        workflow(GoToWorkflow(2), note, trigger=on_form()),
        workflow(note, number=2, trigger=BY_HAND),
        script=(
            submits(1, "2026-01-05 09:00"),
            replace(happens(EventKind.WORKFLOW_OFF, 0, "2026-01-05 10:00"), workflow=2),
            submits(2, "2026-01-05 11:00"),
        ),
    )
    trace = play(office, contacts(2))
    assert story(trace, 1, (RowKind.TRIGGER, RowKind.ACTION)).count("Mon 5 Jan 09:00 entered") == 2
    assert story(trace, 2, (RowKind.TRIGGER, RowKind.ACTION)) == [
        "Mon 5 Jan 11:00 entered",
        "Mon 5 Jan 11:00 skipped WORKFLOW_OFF",
        "Mon 5 Jan 11:00 done",
    ]
