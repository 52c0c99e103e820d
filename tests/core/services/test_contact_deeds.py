"""Edits of many contacts, duplicates, properties of one's own, saved views, and the timeline of a contact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.model.account import RunSettings
from core.model.changes import Noun
from core.model.contact import Contact, PropertyDefinition, PropertyType
from core.model.contact_list import ContactList
from core.model.event import EventKind, ScriptedEvent
from core.model.filter import Condition, Filter, Operator
from core.model.problem import Problem
from core.model.saved_view import SavedView
from core.model.sequence import Enrollment
from core.services import contacts_bulk, duplicates, lists, properties, runs, timeline, views
from core.services.edits import added, changed
from core.services.views import ContactView
from core.services.workspace import Workspace
from tests.building import project, workflow

SEATS = PropertyDefinition("seats", "Seats", PropertyType.NUMBER, custom=True, id=1)


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    people = [
        Contact(1, {"firstname": "Ana", "email": "ana@a.example", "city": "Oslo"}),
        Contact(2, {"firstname": "Ana Maria", "email": "ANA@a.example", "city": "Brno", "phone": "12"}),
        Contact(3, {"firstname": "Bo", "email": "bo@a.example"}),
        Contact(4, {"email": "ana@a.example", "company": "Acme", "phone": "34"}),
    ]
    whole = replace(project(workflow()), custom_properties=(SEATS,), lists=(ContactList(1, "VIP"), ContactList(2, "B")))
    made = Workspace.create(tmp_path / "w.cadenza", whole, people)
    yield made
    made.close()


def values(ws: Workspace, name: str) -> list[object]:
    return [contact.get(name) for contact in ws.contacts.many([1, 2, 3, 4])]


# ---------------------------------------------------------------- many at once


def test_only_those_without_the_value_are_changed(ws: Workspace) -> None:
    told: list[int] = []
    edit = contacts_bulk.set_value(ws, [1, 2, 3, 99], "city", "Oslo", told.append, lambda: 7)
    assert (edit.title, len(edit.puts), told) == ("Set City of 2 contacts", 2, [0])
    ws.apply(edit)
    assert values(ws, "city") == ["Oslo", "Oslo", "Oslo", None]
    assert values(ws, "lastmodifieddate") == [None, 7, 7, None]
    ws.apply(edit.back)
    assert values(ws, "city") == ["Oslo", "Brno", None, None]


def test_a_value_is_cleared(ws: Workspace) -> None:
    edit = contacts_bulk.set_value(ws, [1, 3], "city", None)
    assert edit.title == "Clear City of 1 contact"
    ws.apply(edit)
    assert values(ws, "city") == [None, "Brno", None, None]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [("nothing", "x", "PROPERTY_GONE"), ("email", "nonsense", "BAD_VALUE"), ("seats", "many", "BAD_VALUE")],
)
def test_what_cannot_be_set_is_refused(ws: Workspace, name: str, value: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        contacts_bulk.set_value(ws, [1], name, value)
    assert caught.value.code == code


def test_more_than_undo_can_hold_is_refused(ws: Workspace) -> None:
    with pytest.raises(Problem, match="at most 200,000"):
        contacts_bulk.set_value(ws, range(contacts_bulk.MOST + 1), "city", "Oslo")


# ---------------------------------------------------------------- duplicates


def test_contacts_with_one_address_are_found_whatever_the_case(ws: Workspace) -> None:
    (group,) = duplicates.groups(ws)
    assert (group.email, group.contacts) == ("ana@a.example", (1, 2, 4))


def test_merging_fills_blanks_in_the_order_of_the_others(ws: Workspace) -> None:
    edit = duplicates.merge(ws, [(1, [2, 4])], lambda: 7)
    assert edit.title == "Merge 2 duplicates"
    ws.apply(edit)
    kept = ws.contacts.get(1)
    assert kept is not None
    assert kept.values == {
        "firstname": "Ana", "email": "ana@a.example", "city": "Oslo", "phone": "12", "company": "Acme",
        "lastmodifieddate": 7,
    }  # fmt: skip
    assert ws.contacts.count() == 2
    assert duplicates.groups(ws) == []
    ws.apply(edit.back)
    assert ws.contacts.count() == 4
    assert values(ws, "company") == [None, None, None, "Acme"]


def test_lists_events_and_the_enrollment_go_over(ws: Workspace) -> None:
    ws.apply(lists.add(ws, 1, [1, 2]))
    ws.apply(lists.add(ws, 2, [2, 4]))
    ws.apply(added(ScriptedEvent(EventKind.FORM_SUBMITTED, 2, 60, "Demo", id=ws.new_id(Noun.EVENT)), "Add"))
    for contact in (2, 4):
        ws.apply(added(Enrollment(contact, 1, 1, 0, id=ws.new_id(Noun.ENROLLMENT)), "Add"))
    edit = duplicates.merge(ws, [(1, [2, 4]), (3, [99]), (98, [3])])
    ws.apply(edit)
    assert [list(lists.members(ws, number)) for number in (1, 2)] == [[1], [1]]
    assert [event.contact for event in ws.project().script] == [1]
    assert [enrollment.contact for enrollment in ws.project().enrollments] == [1]
    ws.apply(edit.back)
    assert list(lists.members(ws, 2)) == [2, 4]
    assert [enrollment.contact for enrollment in ws.project().enrollments] == [2, 4]


# ---------------------------------------------------------------- properties


def test_a_new_property_gets_a_name_of_its_own(ws: Workspace) -> None:
    ws.apply(properties.new(ws, " Renewal date ", PropertyType.DATE))
    ws.apply(properties.new(ws, "Seats!", PropertyType.NUMBER))
    ws.apply(properties.new(ws, "Łącznie", PropertyType.ENUM, ["One", " ", "Two", "One"]))
    made = ws.project().custom_properties[1:]
    assert [(p.name, p.label) for p in made] == [
        ("renewal_date", "Renewal date"), ("seats_2", "Seats!"), ("cznie", "Łącznie"),
    ]  # fmt: skip
    assert made[2].options == (("One", "One"), ("Two", "Two"))


@pytest.mark.parametrize(
    ("label", "options", "code"),
    [(" ", ["A"], "NAME_EMPTY"), ("seats", ["A"], "NAME_TAKEN"), ("New", [" "], "NO_OPTIONS")],
)
def test_a_property_that_makes_no_sense_is_refused(ws: Workspace, label: str, options: list[str], code: str) -> None:
    with pytest.raises(Problem) as caught:
        properties.new(ws, label, PropertyType.ENUM, options)
    assert caught.value.code == code


def test_renaming_keeps_values_of_options_by_their_label(ws: Workspace) -> None:
    ws.apply(properties.new(ws, "Plan", PropertyType.ENUM, ["Free", "Paid"]))
    ws.apply(properties.change(ws, "plan", "Tier", ["Paid", "Gold"]))
    changed_one = ws.project().property("plan")
    assert changed_one is not None
    assert (changed_one.label, changed_one.options) == ("Tier", (("Paid", "Paid"), ("Gold", "Gold")))
    ws.apply(properties.delete(ws, "plan"))
    assert ws.project().property("plan") is None
    with pytest.raises(Problem, match="no longer"):
        properties.delete(ws, "plan")


def test_usage_names_workflows_sequences_and_lists(ws: Workspace) -> None:
    asks = Filter(((Condition("seats", Operator.GREATER, (1,)),),))
    assert not properties.usage(ws.project(), "seats").is_used
    (flow,) = ws.project().workflows
    ws.apply(changed(flow, replace(flow, trigger=replace(flow.trigger, filter=asks)), "Ask"))
    ws.apply(lists.new_active(ws, "Big", asks))
    sequence = ws.project().sequences[0]
    step = replace(sequence.steps[0], body="You have {{ contact.seats }} seats.")
    ws.apply(changed(sequence, replace(sequence, steps=(step, *sequence.steps[1:])), "Write"))
    found = properties.usage(ws.project(), "seats")
    assert (found.workflows, found.sequences, found.lists) == ((flow.name,), (sequence.name,), ("Big",))
    ws.apply(contacts_bulk.set_value(ws, [1, 3], "seats", 5))
    assert properties.count_known(ws, "seats") == 2


# ---------------------------------------------------------------- views


VIEW = ContactView(
    "stage=lead", 1, Filter(((Condition("city", Operator.IS, ("Oslo",)),),)), "city", False, ("name=90",)
)


def test_a_view_comes_back_as_it_was_saved(ws: Workspace) -> None:
    ws.apply(views.save(ws, "Mine", VIEW))
    ws.apply(views.save(ws, " mine ", ContactView()))
    assert [v.name for v in views.all_of(ws.project())] == ["Mine", "mine 2"]
    saved = ws.project().views[0]
    assert views.of_saved(saved) == VIEW
    ws.apply(views.change(ws, saved.id, ContactView(text="x")))
    ws.apply(views.rename(ws, saved.id, "Yours"))
    again = ws.project().views[0]
    assert (again.name, views.of_saved(again).text) == ("Yours", "x")
    ws.apply(views.delete(ws, saved.id))
    assert len(ws.project().views) == 1
    with pytest.raises(Problem, match="no longer"):
        views.delete(ws, saved.id)


def test_names_of_views_are_checked(ws: Workspace) -> None:
    for name in ("A", "B"):
        ws.apply(views.save(ws, name, VIEW))
    first = ws.project().views[0].id
    for name, code in ((" ", "NAME_EMPTY"), ("b", "NAME_TAKEN")):
        with pytest.raises(Problem) as caught:
            views.rename(ws, first, name)
        assert caught.value.code == code


def test_a_view_nobody_can_read_shows_everybody() -> None:
    assert views.of_saved(SavedView.of("contacts", "Odd", {"sort": 5})) == ContactView()


def test_widths_do_not_make_a_view_another_one() -> None:
    assert views.same(replace(VIEW, columns=("name=90", "-city=10")), replace(VIEW, columns=("name=120",)))
    assert not views.same(VIEW, replace(VIEW, columns=("city=90",)))
    assert not views.same(VIEW, replace(VIEW, text=""))


# ---------------------------------------------------------------- timeline


def test_every_rehearsal_is_a_chapter_the_newest_first(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert timeline.of_contact(ws, 1) == []
    for seed in (1, 2):
        runs.rehearse(ws, RunSettings(days=2, seed=seed))
    asked: list[int] = []
    found = timeline.of_contact(ws, 1, lambda: asked.append(1))
    assert [chapter.run.id for chapter in found] == [2, 1]
    assert len(asked) == 2
    assert {line.contact_id for chapter in found for line in chapter.lines} == {1}
    assert found[0].left_out == 0
    monkeypatch.setattr(timeline, "MOST_LINES", 1)
    short = timeline.of_contact(ws, 1)[0]
    assert (len(short.lines), short.left_out) == (1, len(found[0].lines) - 1)
    assert timeline.of_contact(ws, 4711) == []
