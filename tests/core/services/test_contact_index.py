"""Quick answers about a long list are the answers of the plain way, whatever is asked and edited."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.model.changes import Noun
from core.model.contact import Contact, PropertyDefinition, PropertyType
from core.model.contact_list import ContactList, ListMember
from core.model.fields import Value
from core.model.filter import Condition, Filter, Operator
from core.model.project import Project
from core.model.sender import Sender
from core.services import contacts as module
from core.services import lists
from core.services.contacts import ContactQuery, change, delete
from core.services.edits import added
from core.services.workspace import Workspace

PROJECT = Project(
    custom_properties=(
        PropertyDefinition("seats", "Seats", PropertyType.NUMBER, custom=True, id=1),
        PropertyDefinition("vip", "VIP", PropertyType.BOOL, custom=True, id=2),
        PropertyDefinition("since", "Since", PropertyType.DATE, custom=True, id=3),
    ),
    senders=(Sender(1, "Zed"), Sender(2, "Ana")),
    lists=(ContactList(1, "One"), ContactList(2, "Two")),
)
WORDS = st.sampled_from(["", "a", "Ana", "ANA", "Straße", "STRASSE", "Łódź", "łódź", "ſ", "K", "b c", "10"])
DAY = 86_400
CHOICES: dict[str, st.SearchStrategy[Value]] = {
    "firstname": WORDS,
    "company": WORDS,
    "email": st.sampled_from(["a@b.example", "A@b.example", "ż@b.example", ""]),
    "lifecyclestage": st.sampled_from(["lead", "customer", "odd"]),
    "hubspot_owner_id": st.sampled_from([1, 2, 9]),
    "hs_email_optout": st.booleans(),
    "createdate": st.integers(1_767_603_600 - 3 * DAY, 1_767_603_600 + 3 * DAY),
    "seats": st.sampled_from([0, 1, 1.0, 2.5, -3]),
    "vip": st.booleans(),
    "since": st.sampled_from([0, DAY, 20_000 * DAY]),
}
VALUES = st.fixed_dictionaries({}, optional=CHOICES)
FILES = count()


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    name = draw(st.sampled_from([*CHOICES, "list", "nothing"]))
    if name == "list":
        operator = draw(st.sampled_from([Operator.IN_LIST, Operator.NOT_IN_LIST]))
        return Condition(name, operator, tuple(draw(st.lists(st.sampled_from([1, 2, 7]), max_size=3))))
    operator = draw(st.sampled_from([o for o in Operator if o not in (Operator.IN_LIST, Operator.NOT_IN_LIST)]))
    value = st.one_of(CHOICES.get(name, WORDS), st.integers(0, 4))
    return Condition(name, operator, tuple(draw(st.lists(value, min_size=0, max_size=2))))


FILTERS = st.lists(st.lists(conditions(), max_size=3).map(tuple), max_size=3).map(lambda groups: Filter(tuple(groups)))
QUERIES = st.builds(
    ContactQuery,
    st.sampled_from(["", "", "a", "ana", "łódź"]),
    st.sampled_from(["id", "name", *CHOICES]),
    st.booleans(),
    st.one_of(st.none(), FILTERS),
)


def plain_and_quick(ws: Workspace, query: ContactQuery) -> tuple[list[int], list[int]]:
    """Ask the plain way and the index."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "LONG", 10**9)
        plain = list(ws.contacts.ids(query))
        patch.setattr(module, "LONG", 0)
        return plain, list(ws.contacts.ids(query))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(VALUES, min_size=1, max_size=8),
    st.lists(st.tuples(st.sampled_from([1, 2]), st.integers(1, 8)), max_size=6, unique=True),
    st.lists(QUERIES, min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(1, 8), VALUES), max_size=2),
)
def test_the_index_answers_as_the_plain_way(
    tmp_path: Path,
    people: list[dict[str, Value]],
    members: list[tuple[int, int]],
    queries: list[ContactQuery],
    edits: list[tuple[int, dict[str, Value]]],
) -> None:
    contacts = [Contact(number, values).with_values({}) for number, values in enumerate(people, 1)]
    there = [ListMember(x, c, n) for n, (x, c) in enumerate(members, 1) if c <= len(people)]
    ws = Workspace.create(tmp_path / f"{next(FILES)}.cadenza", PROJECT, contacts, there)
    try:
        for query in queries:
            plain, found = plain_and_quick(ws, query)
            assert found == plain
        for contact_id, values in edits:
            if contact_id <= len(people):
                ws.apply(change(ws, contact_id, values))
        ws.apply(delete(ws, [1]))
        for query in queries:
            plain, found = plain_and_quick(ws, query)
            assert found == plain
            assert ws.contacts.count_matching(query.filter or Filter()) == len(
                ws.contacts.matching(query.filter or Filter())
            )
    finally:
        ws.close()


@pytest.fixture
def ws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setattr(module, "LONG", 0)
    people = [Contact(n, {"firstname": name, "seats": n}) for n, name in enumerate(["Ana", "Bo", "Cy"], 1)]
    made = Workspace.create(tmp_path / "w.cadenza", PROJECT, people)
    yield made
    made.close()


MANY_SEATS = Filter(((Condition("seats", Operator.GREATER, (1,)),),))


def test_edits_are_seen_whatever_they_change(ws: Workspace) -> None:
    asked = ContactQuery("", "seats", False, MANY_SEATS)
    assert list(ws.contacts.ids(asked)) == [3, 2]
    ws.apply(change(ws, 1, {"seats": 99}))
    assert list(ws.contacts.ids(asked)) == [1, 3, 2]
    undo = delete(ws, [3])
    ws.apply(undo)
    assert list(ws.contacts.ids(asked)) == [1, 2]
    ws.apply(undo.back)
    assert list(ws.contacts.ids(asked)) == [1, 3, 2]


def test_members_are_seen_as_they_come_and_go(ws: Workspace) -> None:
    on = Filter(((Condition("list", Operator.IN_LIST, (1,)),),))
    assert ws.contacts.count_matching(on) == 0
    ws.apply(lists.add(ws, 1, [2, 3]))
    assert ws.contacts.count_matching(on) == 2
    assert list(ws.contacts.ids(ContactQuery(filter=on))) == [2, 3]


def test_a_column_with_more_values_than_a_byte_counts_stays_right(ws: Workspace) -> None:
    ids = ws.new_ids(Noun.CONTACT, 300)
    people = [Contact(number, {"seats": number}) for number in ids]
    assert ws.contacts.count_matching(MANY_SEATS) == 2
    for contact in people:
        ws.apply(added(contact, "Add"))
    assert ws.contacts.count_matching(MANY_SEATS) == 302
    # 303 different values, then a new one in a contact that was there: the codes are patched, not read again.
    ws.apply(change(ws, 1, {"seats": 10_000}))
    assert ws.contacts.count_matching(MANY_SEATS) == 303


def test_work_that_is_not_wanted_any_more_stops(ws: Workspace) -> None:
    def stop() -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        ws.contacts.ids(ContactQuery(filter=MANY_SEATS), stop)
    assert ws.contacts.count_matching(MANY_SEATS) == 2


def test_the_first_rows_are_there_at_once(ws: Workspace) -> None:
    assert list(ws.contacts.first(ContactQuery(sort="name"), 2) or ()) == [1, 2]
    assert list(ws.contacts.first(ContactQuery(ascending=False), 2) or ()) == [3, 2]
    assert ws.contacts.first(ContactQuery(sort="seats"), 2) is None
    assert ws.contacts.first(ContactQuery("ana"), 2) is None


@pytest.mark.parametrize(
    ("operator", "value", "found"),
    [
        (Operator.CONTAINS, "a@B", [1, 2]),
        (Operator.STARTS_WITH, "a@", [1]),
        (Operator.ENDS_WITH, "EXAMPLE", [1, 2, 3]),
        (Operator.IS, "ż@c.example", [3]),
        (Operator.CONTAINS, "b example", []),
        (Operator.NOT_CONTAINS, "a@", [3, 4]),
    ],
)
def test_a_column_with_too_many_values_is_asked_through_the_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, operator: Operator, value: str, found: list[int]
) -> None:
    monkeypatch.setattr(module, "LONG", 0)
    monkeypatch.setattr("core.store.contact_codes.MOST_VALUES", 1)
    emails = ["a@b.example", "ba@b.example", "Ż@c.example", ""]
    people = [Contact(n, {}).with_values({"email": e, "company": "a@b"}) for n, e in enumerate(emails, 1)]
    with Workspace.create(tmp_path / "w.cadenza", PROJECT, people).in_thread() as ws:
        asked = Filter(((Condition("email", operator, (value,)),),))
        assert list(ws.contacts.ids(ContactQuery(filter=asked))) == found
        assert sorted(ws.contacts.matching(asked)) == found
