"""Edits: one of everything, all or nothing, and back again."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.account import Account
from core.model.changes import Edit, Noun, Put, Thing
from core.model.contact import Contact, PropertyDefinition, PropertyType
from core.model.contact_list import ContactList, ListMember
from core.model.event import EventKind, ScriptedEvent
from core.model.fields import Value
from core.model.problem import Problem
from core.model.project import Project
from core.model.saved_view import SavedView
from core.model.sender import Seat, Sender
from core.model.sequence import Enrollment, EnrollmentState, Sequence, Step
from core.model.workflow import Workflow
from core.services.workspace import Workspace
from core.store import contacts, lists
from core.store.things import id_of, noun_of


def _all(ws: Workspace) -> tuple[Project, list[Contact], list[ListMember], list[tuple[int, str]]]:
    """Everything a workspace holds, and what its search looks through."""
    searched = ws.store.connection().execute("SELECT id, text FROM contact_search ORDER BY id").fetchall()
    members = sorted(lists.everyone(ws.store), key=lambda member: member.id)
    return ws.project(), list(contacts.everyone(ws.store)), members, searched


def test_an_edit_says_what_it_changed(filled: Workspace, office: Project, people: tuple[Contact, ...]) -> None:
    sender = replace(office.senders[0], limit=50)
    changes = filled.apply(
        Edit(
            "Mix",
            (
                Put(office.senders[0], sender),
                Put(None, Sender(9, "Dee")),
                Put(people[3], None),
                Put(office.account, Account("Acme")),
            ),
        )
    )
    assert changes.ids == {
        Noun.SENDER: frozenset({1, 9}),
        Noun.CONTACT: frozenset({4}),
        Noun.ACCOUNT: frozenset({1}),
    }
    assert [s.name for s in filled.project().senders] == ["Ana Ruiz", "Bo Lind", "Chen Wu", "Dee"]
    assert filled.project().sender(1) == sender
    assert filled.project().account.name == "Acme"
    assert filled.contacts.count() == 3


def test_when_one_change_cannot_be_done_none_is(filled: Workspace, office: Project) -> None:
    before = _all(filled)
    with pytest.raises(Problem) as caught:
        filled.apply(
            Edit("Tidy up", (Put(None, Sender(9, "Dee")), Put(Workflow(77), None), Put(office.senders[0], None)))
        )
    assert caught.value.code == "EDIT_CONFLICT"
    assert caught.value.sentence == (
        "“Tidy up” cannot be done: something it changes is no longer there. Nothing was changed."
    )
    assert _all(filled) == before


def test_a_thing_whose_id_is_taken_is_a_conflict(filled: Workspace) -> None:
    with pytest.raises(Problem, match="is there already"):
        filled.apply(Edit("Add", (Put(None, Sender(1, "Another")),)))
    with pytest.raises(Problem, match="is there already"):
        filled.apply(Edit("Add", (Put(None, Contact(1)),)))
    with pytest.raises(Problem, match="is there already"):
        filled.apply(Edit("Add", (Put(None, PropertyDefinition("seats", "Same name", custom=True, id=2)),)))


def test_nobody_is_on_a_list_twice(filled: Workspace) -> None:
    filled.apply(Edit("Add", (Put(None, ContactList(1, "VIPs")), Put(None, ListMember(1, 2, 1)))))
    with pytest.raises(Problem, match="is there already"):
        filled.apply(Edit("Add", (Put(None, ListMember(1, 2, 9)),)))


def test_changing_what_is_gone_is_a_conflict(filled: Workspace) -> None:
    with pytest.raises(Problem, match="no longer there"):
        filled.apply(Edit("Change", (Put(Sender(50), Sender(50, "Late")),)))
    with pytest.raises(Problem, match="no longer there"):
        filled.apply(Edit("Change", (Put(Contact(50), Contact(50, {"city": "Rome"})),)))


@pytest.mark.parametrize("value", ["\ud800", 1 << 70], ids=["half a character", "huge number"])
def test_values_no_file_can_hold_are_refused(filled: Workspace, value: str | int) -> None:
    before = _all(filled)
    with pytest.raises(Problem) as caught:
        filled.apply(Edit("Paste", (Put(None, Contact(9, {"city": value})),)))
    assert caught.value.code == "BAD_VALUE"
    assert _all(filled) == before


@pytest.mark.parametrize(
    "put",
    [
        Put(None, None),
        Put(None, Sender(0, "No id")),
        Put(Sender(1), Sender(2)),
        Put(Sender(1), Workflow(1)),
        Put(Account(), None),
    ],
    ids=["nothing", "no id", "another id", "another kind", "no account"],
)
def test_edits_that_make_no_sense_are_bugs(filled: Workspace, put: Put) -> None:
    before = _all(filled)
    with pytest.raises(ValueError, match=r".+"):
        filled.apply(Edit("Bug", (put,)))
    assert _all(filled) == before


def test_the_account_can_be_put_without_a_before(ws: Workspace) -> None:
    ws.apply(Edit("Set", (Put(None, Account("First")),)))
    assert ws.project().account.name == "First"


def test_an_empty_edit_changes_nothing(filled: Workspace) -> None:
    before = filled.project()
    assert filled.apply(Edit("Nothing", ())).ids == {}
    assert filled.project() is before


def test_a_thing_may_be_made_changed_and_deleted_in_one_edit(ws: Workspace) -> None:
    first, second = Sender(1, "A"), Sender(1, "B")
    edit = Edit("Fickle", (Put(None, first), Put(first, second), Put(second, None)))
    ws.apply(edit)
    assert ws.project().senders == ()
    ws.apply(edit.back)
    assert ws.project().senders == ()


# ---------------------------------------------------------------- any edit and back

_texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
_values: dict[str, st.SearchStrategy[Value]] = {
    "firstname": _texts,
    "lastname": _texts,
    "email": _texts,
    "company": _texts,
    "hubspot_owner_id": st.integers(1, 9),
    "createdate": st.integers(0, 4_000_000_000),
    "hs_email_optout": st.booleans(),
    "seats": st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False),
    "vip": st.booleans(),
    "remark": _texts,
}
_contacts = st.fixed_dictionaries({}, optional=_values)


def _made(draw: st.DrawFn, noun: Noun, thing_id: int) -> Thing:
    """Draw a thing of a noun with an id."""
    # Within the bounds of core.rules.bounds: an edit refuses numbers beyond them.
    number = st.integers(0, 10_000_000)
    makers: dict[Noun, st.SearchStrategy[Thing]] = {
        Noun.ACCOUNT: st.builds(Account, _texts),
        Noun.CONTACT: st.builds(lambda values: Contact(thing_id, values), _contacts),
        Noun.PROPERTY: st.builds(
            lambda label, kind: PropertyDefinition(f"p{thing_id}", label, kind, custom=True, id=thing_id),
            _texts,
            st.sampled_from(PropertyType),
        ),
        Noun.SENDER: st.builds(Sender, st.just(thing_id), _texts, seat=st.sampled_from(Seat), limit=st.none() | number),
        Noun.SEQUENCE: st.builds(
            Sequence, st.just(thing_id), _texts, st.lists(st.builds(Step, subject=_texts), max_size=3).map(tuple)
        ),
        Noun.WORKFLOW: st.builds(Workflow, st.just(thing_id), _texts),
        Noun.EVENT: st.builds(
            ScriptedEvent,
            st.sampled_from(EventKind),
            number,
            number,
            _texts,
            sequence=number,
            workflow=number,
            property=st.just("") | _texts,
            value=st.none() | number | st.booleans() | st.floats(allow_nan=False) | _texts,
            id=st.just(thing_id),
        ),
        Noun.LIST: st.builds(ContactList, st.just(thing_id), _texts),
        Noun.VIEW: st.builds(SavedView, st.just(thing_id), _texts, _texts, _texts),
        # One contact an id: nobody is on a list twice.
        Noun.MEMBER: st.builds(ListMember, st.integers(1, 3), st.just(thing_id), st.just(thing_id)),
        Noun.ENROLLMENT: st.builds(
            Enrollment, number, number, number, number, state=st.sampled_from(EnrollmentState), id=st.just(thing_id)
        ),
    }
    return draw(makers[noun])


@st.composite
def _edits(draw: st.DrawFn) -> Edit:
    """Draw an edit of a workspace that has things 1 and 2 of each noun."""
    there: dict[tuple[Noun, int], Thing] = dict(_THINGS)
    puts: list[Put] = []
    nouns = [Noun.CONTACT, *(noun for noun in Noun if noun is not Noun.RUN)]
    for noun, thing_id in draw(st.lists(st.tuples(st.sampled_from(nouns), st.integers(1, 4)), max_size=12)):
        key = (noun, 1 if noun is Noun.ACCOUNT else thing_id)
        before = there.get(key)
        gone = before is not None and noun is not Noun.ACCOUNT and draw(st.booleans())
        after = None if gone else _made(draw, *key)
        if after is None:
            del there[key]
        else:
            there[key] = after
        puts.append(Put(before, after))
    return Edit("Anything", tuple(puts))


_THINGS: dict[tuple[Noun, int], Thing] = {
    (Noun.ACCOUNT, 1): Account(),
    (Noun.CONTACT, 1): Contact(1, {"firstname": "Ana", "seats": 3}),
    (Noun.CONTACT, 2): Contact(2, {"email": "bo@x.example"}),
    (Noun.PROPERTY, 1): PropertyDefinition("p1", "Seats", PropertyType.NUMBER, custom=True, id=1),
    (Noun.SENDER, 1): Sender(1, "Ana Ruiz"),
    (Noun.SENDER, 2): Sender(2, "Bo Lind"),
    (Noun.SEQUENCE, 1): Sequence(1, "Welcome", (Step(),)),
    (Noun.WORKFLOW, 2): Workflow(2, "Demo"),
    (Noun.EVENT, 1): ScriptedEvent(EventKind.REPLIED, 1, 5, id=1),
    (Noun.ENROLLMENT, 1): Enrollment(1, 1, 1, 5, id=1),
    (Noun.LIST, 1): ContactList(1, "VIPs"),
    (Noun.VIEW, 1): SavedView(1, "log", "Skipped", '{"filter":"outcome=skipped"}'),
    (Noun.MEMBER, 1): ListMember(1, 1, 1),
    (Noun.MEMBER, 2): ListMember(1, 2, 2),
}


@given(edit=_edits())
def test_any_edit_is_done_exactly_and_taken_back_exactly(edit: Edit) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ws = Workspace.create(Path(folder, "any.cadenza"))
        ws.apply(Edit("Begin", tuple(Put(None, thing) for thing in _THINGS.values())))
        before = _all(ws)
        ws.apply(edit)
        project, people, members, searched = _all(ws)
        expected = _outcome(edit)
        assert people == expected[Noun.CONTACT]
        assert [contact_id for contact_id, _ in searched] == [contact.id for contact in people]
        assert [project.account] == expected[Noun.ACCOUNT]
        assert list(project.custom_properties) == expected[Noun.PROPERTY]
        assert list(project.senders) == expected[Noun.SENDER]
        assert list(project.sequences) == expected[Noun.SEQUENCE]
        assert list(project.workflows) == expected[Noun.WORKFLOW]
        assert list(project.script) == expected[Noun.EVENT]
        assert list(project.enrollments) == expected[Noun.ENROLLMENT]
        assert list(project.lists) == expected[Noun.LIST]
        assert list(project.views) == expected[Noun.VIEW]
        assert members == expected[Noun.MEMBER]
        ws.apply(edit.back)
        assert _all(ws) == before
        ws.close()


def _outcome(edit: Edit) -> dict[Noun, list[Thing]]:
    """Do the edit on a dictionary; gives the things of each noun by id."""
    there = dict(_THINGS)
    for put in edit.puts:
        if put.after is not None:
            there[noun_of(put.after), id_of(put.after)] = put.after
        elif put.before is not None:
            del there[noun_of(put.before), id_of(put.before)]
    return {noun: [there[key] for key in sorted(there, key=lambda k: k[1]) if key[0] is noun] for noun in Noun}
