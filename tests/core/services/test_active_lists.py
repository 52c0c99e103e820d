"""Active lists: a filter says who is on them, the same for the window, for filters and for a rehearsal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.model.account import RunSettings
from core.model.contact import Contact
from core.model.filter import Condition, Filter, Operator, list_column
from core.model.problem import Problem
from core.model.trace import RowKind
from core.services import contacts as module
from core.services import lists, runs
from core.services.contacts import ContactQuery, change
from core.services.edits import changed
from core.services.log import LogQuery
from core.services.workspace import Workspace
from tests.building import project, workflow


def asks(name: str, *values: str | int) -> Filter:
    operator = Operator.IN_LIST if name == "list" else Operator.IS_ANY_OF
    return Filter(((Condition(name, operator, values),),))


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    people = [
        Contact(n, {"firstname": name, "email": f"{name}@a.example", "lifecyclestage": stage, "city": "Oslo"})
        for n, (name, stage) in enumerate([("ana", "lead"), ("bo", "customer"), ("cy", "lead")], 1)
    ]
    made = Workspace.create(tmp_path / "w.cadenza", project(workflow()), people)
    made.apply(lists.new_active(made, "Leads", asks("lifecyclestage", "lead")))
    yield made
    made.close()


@pytest.mark.parametrize("long", [10**9, 0])
def test_members_follow_from_the_filter(ws: Workspace, monkeypatch: pytest.MonkeyPatch, long: int) -> None:
    monkeypatch.setattr(module, "LONG", long)
    assert list(lists.members(ws, 1)) == [1, 3]
    ws.apply(change(ws, 2, {"lifecyclestage": "lead"}))
    ws.apply(change(ws, 3, {"lifecyclestage": "customer"}))
    assert list(lists.members(ws, 1)) == [1, 2]
    assert list(ws.contacts.ids(ContactQuery(filter=asks("list", 1)))) == [1, 2]
    assert ws.contacts.columns([list_column(1)]).columns[list_column(1)] == [True, True, None]


@pytest.mark.parametrize("long", [10**9, 0])
def test_a_list_of_a_list_is_followed_and_a_ring_ends(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch, long: int
) -> None:
    monkeypatch.setattr(module, "LONG", long)
    ws.apply(lists.new_active(ws, "Leads again", asks("list", 1)))
    assert list(lists.members(ws, 2)) == [1, 3]
    with pytest.raises(Problem, match="would ask for itself"):
        lists.set_filter(ws, 1, asks("list", 2))
    assert lists.usage(ws.project(), 1) == ("Leads again",)


def test_nobody_can_be_put_on_it_by_hand(ws: Workspace) -> None:
    for edit in (lists.add, lists.remove):
        with pytest.raises(Problem, match="is an active list") as caught:
            edit(ws, 1, [2])
        assert caught.value.code == "LIST_ACTIVE"
    ws.apply(lists.new_list(ws, "Static"))
    with pytest.raises(Problem, match="static list"):
        lists.set_filter(ws, 2, asks("lifecyclestage", "lead"))


@pytest.mark.parametrize("wrong", [Filter(), asks("nothing", "x"), asks("lifecyclestage", "boss")])
def test_a_filter_that_asks_nonsense_is_refused(ws: Workspace, wrong: Filter) -> None:
    with pytest.raises(Problem) as caught:
        lists.new_active(ws, "Bad", wrong)
    assert caught.value.code == "BAD_FILTER"


def test_it_is_kept_in_the_file_and_counted(ws: Workspace) -> None:
    ws.close()
    again = Workspace.open(ws.path)
    assert again.project().lists[0].filter == asks("lifecyclestage", "lead")
    assert lists.counts(again) == {1: 2}
    again.apply(lists.set_filter(again, 1, asks("lifecyclestage", "customer")))
    assert lists.counts(again) == {1: 1}
    again.close()


def test_a_rehearsal_asks_at_its_start(ws: Workspace) -> None:
    (before,) = ws.project().workflows
    trigger = replace(before.trigger, filter=asks("list", 1))
    ws.apply(changed(before, replace(before, trigger=trigger), "Ask for the list"))
    run = runs.rehearse(ws, RunSettings(days=1))
    entered = ws.log.lines(ws.log.ids(LogQuery(run.id, kinds=frozenset({RowKind.TRIGGER}))))
    assert [line.contact for line in entered] == ["ana", "cy"]
