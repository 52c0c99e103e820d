"""Contact lists: their edits, who is on them, and who uses them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.actions.delay_until_event import AwaitedEvent, DelayUntilEvent
from core.actions.if_then import Branch, IfThen
from core.model.changes import Edit, Noun, Put
from core.model.contact_list import ContactList, ListMember
from core.model.event import EventKind, ScriptedEvent
from core.model.filter import Condition, Filter, Operator
from core.model.problem import Problem
from core.model.project import Project
from core.model.workflow import Action, Card, Trigger, TriggerKind, Workflow, WorkflowSettings
from core.services import contacts, lists
from core.services.contacts import ContactQuery
from core.services.workspace import Workspace

ON_VIPS = Filter(((Condition("list", Operator.IN_LIST, (1,)),),))


@pytest.fixture
def listed(filled: Workspace) -> Workspace:
    """The office with two lists: on VIPs are Zoë (1) and maria (3), on Partners is nobody."""
    filled.apply(
        Edit(
            "Lists",
            (
                Put(None, ContactList(1, "VIPs")),
                Put(None, ContactList(2, "Partners")),
                Put(None, ListMember(1, 1, 1)),
                Put(None, ListMember(1, 3, 2)),
            ),
        )
    )
    return filled


def test_a_list_is_made_with_a_name_of_its_own(filled: Workspace) -> None:
    edit = lists.new_list(filled, " VIPs ")
    assert edit.title == "New list “VIPs”"
    filled.apply(edit)
    filled.apply(lists.new_list(filled, "vips"))
    filled.apply(lists.new_list(filled, " "))
    assert [(x.id, x.name) for x in filled.project().lists] == [(1, "VIPs"), (2, "vips 2"), (3, "New list")]
    filled.apply(edit.back)
    assert [x.id for x in filled.project().lists] == [2, 3]
    assert lists.new_list(filled, "Next").puts[0].after == ContactList(4, "Next")


def test_a_list_gets_another_name(listed: Workspace) -> None:
    edit = lists.rename(listed, 1, " Best ")
    assert edit.title == "Rename list to “Best”"
    changes = listed.apply(edit)
    assert changes.ids == {Noun.LIST: frozenset({1})}
    assert listed.project().contact_list(1) == ContactList(1, "Best")
    # Its own name in other letters is free.
    assert lists.rename(listed, 1, "BEST").puts == (Put(ContactList(1, "Best"), ContactList(1, "BEST")),)


@pytest.mark.parametrize(
    ("list_id", "name", "code", "sentence"),
    [
        (1, "  ", "NAME_EMPTY", "A list needs a name."),
        (1, "PARTNERS", "NAME_TAKEN", "There is a list “PARTNERS” already."),
        (9, "New", "LIST_GONE", "This list is no longer in the workspace."),
    ],
)
def test_names_that_a_list_cannot_have(listed: Workspace, list_id: int, name: str, code: str, sentence: str) -> None:
    with pytest.raises(Problem) as refused:
        lists.rename(listed, list_id, name)
    assert (refused.value.code, refused.value.sentence) == (code, sentence)


def test_contacts_are_added_once_and_strangers_are_left_out(listed: Workspace) -> None:
    edit = lists.add(listed, 1, [4, 1, 2, 2, 77])
    assert edit.title == "Add 2 contacts to “VIPs”"
    assert edit.puts == (Put(None, ListMember(1, 2, 3)), Put(None, ListMember(1, 4, 4)))
    assert listed.apply(edit).ids == {Noun.MEMBER: frozenset({3, 4})}
    assert list(lists.members(listed, 1)) == [1, 2, 3, 4]
    listed.apply(edit.back)
    assert list(lists.members(listed, 1)) == [1, 3]


def test_one_contact_is_named_and_nobody_is_nobody(listed: Workspace) -> None:
    assert lists.add(listed, 2, [2]).title == "Add Adam Nowak to “Partners”"
    assert lists.remove(listed, 1, [1]).title == "Remove Zoë Åkerlund from “VIPs”"
    nobody = lists.add(listed, 1, [1, 3])
    assert (nobody.title, nobody.puts) == ("Add 0 contacts to “VIPs”", ())
    assert lists.remove(listed, 2, [1, 3]).puts == ()


def test_contacts_are_taken_off_one_list_and_undo_puts_them_back(listed: Workspace) -> None:
    listed.apply(lists.add(listed, 2, [1, 2]))
    edit = lists.remove(listed, 1, [1, 2, 3])
    assert edit.title == "Remove 2 contacts from “VIPs”"
    listed.apply(edit)
    assert (list(lists.members(listed, 1)), list(lists.members(listed, 2))) == ([], [1, 2])
    listed.apply(edit.back)
    assert list(lists.members(listed, 1)) == [1, 3]


@pytest.mark.parametrize("ask", [lists.add, lists.remove])
def test_a_list_that_is_gone_takes_nobody(filled: Workspace, ask: object) -> None:
    with pytest.raises(Problem, match="no longer in the workspace"):
        ask(filled, 9, [1])  # type: ignore[operator]


def test_every_list_is_counted(listed: Workspace) -> None:
    assert lists.counts(listed) == {1: 2, 2: 0}
    assert list(lists.members(listed, 9)) == []


def test_a_deleted_list_takes_its_members_and_joinings_along_and_undo_brings_all_back(listed: Workspace) -> None:
    listed.apply(lists.add(listed, 2, [1]))
    joins = ScriptedEvent(EventKind.LIST_JOINED, 4, 30, value=1, id=8)
    others = (
        ScriptedEvent(EventKind.LIST_JOINED, 4, 30, value=2, id=9),
        ScriptedEvent(EventKind.LIMIT_CHANGED, 0, 30, sender=1, value=1, id=10),
    )
    listed.apply(Edit("Script", tuple(Put(None, event) for event in (joins, *others))))
    before = listed.project()
    edit = lists.delete(listed, 1)
    assert edit.title == "Delete list “VIPs”"
    assert [put.before for put in edit.puts] == [
        joins,
        ListMember(1, 1, 1),
        ListMember(1, 3, 2),
        ContactList(1, "VIPs"),
    ]
    listed.apply(edit)
    assert lists.counts(listed) == {2: 1}
    assert set(others) < set(listed.project().script)
    assert joins not in listed.project().script
    listed.apply(edit.back)
    assert listed.project() == before
    assert lists.counts(listed) == {1: 2, 2: 1}
    with pytest.raises(Problem):
        lists.delete(listed, 9)


def test_a_deleted_contact_leaves_its_lists_and_comes_back_to_them(listed: Workspace) -> None:
    listed.apply(lists.add(listed, 2, [1, 2]))
    edit = contacts.delete(listed, [1])
    listed.apply(edit)
    assert (list(lists.members(listed, 1)), list(lists.members(listed, 2))) == ([3], [2])
    listed.apply(edit.back)
    assert (list(lists.members(listed, 1)), list(lists.members(listed, 2))) == ([1, 3], [1, 2])


def test_contacts_can_be_asked_for_by_list(listed: Workspace) -> None:
    found = listed.contacts
    assert list(found.ids(ContactQuery(filter=ON_VIPS, ascending=False))) == [3, 1]
    assert list(found.ids(ContactQuery("nowak", filter=ON_VIPS))) == []
    off = Filter(((Condition("list", Operator.NOT_IN_LIST, (1, 2)), Condition("lastname", Operator.IS_KNOWN)),))
    assert found.matching(off) == {2}
    unfinished = Filter(((Condition("list", Operator.IN_LIST),),))
    assert list(found.ids(ContactQuery(filter=unfinished))) == []


def test_lists_and_properties_are_columns_side_by_side(listed: Workspace) -> None:
    table = listed.contacts.columns(["list:1", "seats", "list:2", "list:9"])
    assert list(table.ids) == [1, 2, 3, 4]
    assert dict(table.columns) == {
        "list:1": [True, None, True, None],
        "seats": [12, None, 3, None],
        "list:2": [None] * 4,
        "list:9": [None] * 4,
    }
    only = listed.contacts.columns(["list:1"])
    assert (list(only.ids), dict(only.columns)) == ([1, 2, 3, 4], {"list:1": [True, None, True, None]})


def branch(*groups: tuple[Condition, ...]) -> IfThen:
    return IfThen((Branch("Way", Filter(groups)),))


@pytest.mark.parametrize(
    "workflow",
    [
        Workflow(1, "W", trigger=Trigger(filter=ON_VIPS)),
        Workflow(1, "W", trigger=Trigger(TriggerKind.LIST_JOINED, list=1)),
        Workflow(1, "W", settings=WorkflowSettings(suppression=(2, 1))),
        Workflow(1, "W", settings=WorkflowSettings(goal=ON_VIPS)),
        Workflow(1, "W", cards=(Card(1, branch((Condition("list", Operator.NOT_IN_LIST, (2, 1)),))),)),
        Workflow(1, "W", cards=(Card(1, DelayUntilEvent(AwaitedEvent.LIST_JOINED, contact_list=1)),)),
        Workflow(
            1, "W", cards=(Card(1, IfThen(), branches=((Card(2, branch(*ON_VIPS.groups), branches=((), ())),), ())),)
        ),
    ],
    ids=["filter", "trigger", "suppression", "goal", "branch", "action", "in a branch"],
)
def test_whatever_uses_a_list_is_named(workflow: Workflow) -> None:
    project = Project(workflows=(Workflow(5, "Idle"), workflow, replace(workflow, id=9, name="Again")))
    assert lists.usage(project, 1) == ("W", "Again")
    assert lists.usage(project, 7) == ()


@pytest.mark.parametrize(
    ("trigger", "action"),
    [
        (Trigger(TriggerKind.MANUAL, list=1), IfThen()),
        (Trigger(), DelayUntilEvent(AwaitedEvent.REPLIED, contact_list=1)),
        (Trigger(filter=Filter(((Condition("seats", Operator.IS, (1,)),),))), Action()),
    ],
    ids=["another trigger", "a field that is not shown", "another number"],
)
def test_what_only_looks_like_using_a_list_is_not_named(trigger: Trigger, action: Action) -> None:
    workflow = Workflow(1, "W", trigger=trigger, cards=(Card(1, action),))
    assert lists.usage(Project(workflows=(workflow,)), 1) == ()


def test_a_list_is_made_together_with_who_is_on_it(filled: Workspace) -> None:
    edit = lists.new_list_of(filled, "Callers", [3, 1, 99])
    assert edit.title == "New list “Callers” with 2 contacts"
    filled.apply(edit)
    made = filled.project().lists[-1].id
    assert list(lists.members(filled, made)) == [1, 3]
    filled.apply(edit.back)
    assert filled.project().lists == ()
    assert lists.new_list_of(filled, "Nobody", []).title == "New list “Nobody” with 0 contacts"
