from __future__ import annotations

from array import array

import pytest

from core.model.changes import Edit, Put
from core.model.contact import STANDARD_PROPERTIES, Contact, PropertyDefinition, PropertyType
from core.model.fields import Value
from core.model.problem import Problem
from core.services.workspace import Workspace
from core.store import contacts
from core.store.contacts import Person


def _apply(ws: Workspace, *puts: Put) -> None:
    ws.apply(Edit("Test", puts))


def test_every_kind_of_value_comes_back_as_it_was(ws: Workspace) -> None:
    values: dict[str, Value] = {p.name: _example(p) for p in STANDARD_PROPERTIES}
    values |= {"age": 42, "score": 4.5, "vip": True, "note": "ąę 中 🎻"}
    _apply(ws, Put(None, Contact(1, values)))
    assert ws.contacts.get(1) == Contact(1, values)
    assert type(ws.contacts.get(1).get("hs_email_optout")) is bool  # type: ignore[union-attr]


def _example(definition: PropertyDefinition) -> str | int | bool:
    if definition.type is PropertyType.BOOL:
        return definition.name != "hs_email_bounced"
    if definition.type in (PropertyType.DATETIME, PropertyType.OWNER):
        return 1_767_603_600
    return f"the {definition.label}"


def test_empty_texts_are_no_values(ws: Workspace) -> None:
    _apply(ws, Put(None, Contact(1, {"city": "", "note": "", "email": "a@b.example"})))
    assert ws.contacts.get(1) == Contact(1, {"email": "a@b.example"})


def test_a_change_touches_what_changed_and_the_search(filled: Workspace, people: tuple[Contact, ...]) -> None:
    zoe = people[0]
    wed = zoe.with_values({"lastname": "Öberg", "city": "Oslo", "seats": None})
    _apply(filled, Put(zoe, wed))
    assert filled.contacts.get(1) == wed
    assert [c.id for c in filled.contacts.find("öberg")] == [1]
    assert filled.contacts.find("åkerlund") == []
    _apply(filled, Put(wed, zoe))
    assert filled.contacts.get(1) == zoe
    assert [c.id for c in filled.contacts.find("åkerlund")] == [1]


def test_equal_values_of_another_type_are_a_change(ws: Workspace) -> None:
    before = Contact(1, {"email": "a@b.example", "seats": 2.0})
    ws.apply(Edit("Add", (Put(None, before),)))
    ws.apply(Edit("Change", (Put(before, before.with_values({"seats": 2})),)))
    (after,) = ws.contacts.many([1])
    assert type(after.get("seats")) is int


def test_a_column_keeps_whole_numbers_apart_from_broken_ones(ws: Workspace) -> None:
    owner = PropertyDefinition("second_owner", "Second owner", PropertyType.OWNER, custom=True, id=1)
    people = [Contact(n, {"email": f"{n}@b.example", "second_owner": value}) for n, value in ((1, 2.0), (2, 2))]
    ws.apply(Edit("Add", (Put(None, owner), *(Put(None, person) for person in people))))
    assert [type(value) for value in ws.contacts.columns({"second_owner"}).columns["second_owner"]] == [float, int]


def test_contacts_come_in_the_order_asked_and_missing_ones_are_left_out(filled: Workspace) -> None:
    assert [c.id for c in filled.contacts.many([4, 99, 1, 2])] == [4, 1, 2]
    assert filled.contacts.many([]) == []
    assert filled.contacts.get(99) is None


def test_many_contacts_take_several_statements(ws: Workspace) -> None:
    _apply(ws, *(Put(None, Contact(i, {"email": f"{i}@x.example"})) for i in range(1, 1202)))
    assert [c.id for c in ws.contacts.many(range(1201, 0, -1))] == list(range(1201, 0, -1))
    assert ws.contacts.count() == 1201


def test_everyone_comes_by_id_with_gaps(filled: Workspace, people: tuple[Contact, ...]) -> None:
    _apply(filled, Put(people[1], None))
    assert [c.id for c in contacts.everyone(filled.store)] == [1, 3, 4]


def test_columns_are_aligned_with_ascending_ids(filled: Workspace) -> None:
    table = filled.contacts.columns(["lastname", "hs_email_optout", "hubspot_owner_id", "seats", "unheard_of"])
    assert list(table.ids) == [1, 2, 3, 4]
    assert dict(table.columns) == {
        "lastname": ["Åkerlund", "Nowak", "Lopez", None],
        "hs_email_optout": [None, True, False, None],
        "hubspot_owner_id": [1, 2, None, None],
        "seats": [12, None, 3, None],
        "unheard_of": [None, None, None, None],
    }
    assert [type(v) for v in table.columns["hs_email_optout"]] == [type(None), bool, bool, type(None)]


def test_columns_of_nobody_are_empty_lists(ws: Workspace) -> None:
    table = ws.contacts.columns(["email", "email"])
    assert len(table) == 0
    assert dict(table.columns) == {"email": []}


def test_columns_may_be_only_ids(filled: Workspace) -> None:
    assert filled.contacts.columns([]).ids == array("q", [1, 2, 3, 4])


def test_a_yes_or_no_property_of_ones_own_comes_as_true_and_false(ws: Workspace) -> None:
    vip = PropertyDefinition("vip", "VIP", PropertyType.BOOL, custom=True, id=1)
    _apply(ws, Put(None, vip), Put(None, Contact(1, {"vip": True})), Put(None, Contact(2, {"vip": False})))
    assert [v is True for v in ws.contacts.columns(["vip"]).columns["vip"]] == [True, False]


def test_repeated_options_are_one_object_in_memory(ws: Workspace) -> None:
    _apply(ws, *(Put(None, Contact(i, {"lifecyclestage": "opportunity"})) for i in range(1, 5001)))
    column = ws.contacts.columns(["lifecyclestage"]).columns["lifecyclestage"]
    assert len(column) == 5000
    assert len({id(value) for value in column}) == 1


def test_ids_are_found_by_address_in_any_case_and_the_oldest_wins(filled: Workspace) -> None:
    _apply(filled, Put(None, Contact(9, {"email": "ZOE@nord.example"})))
    found = filled.contacts.find_by_email(["zoe@NORD.example ", "adam@wisla.example", "nobody@x.example"])
    assert found == {"zoe@nord.example": 1, "adam@wisla.example": 2}
    assert filled.contacts.find_by_email([]) == {}


def test_deleted_contacts_leave_their_name_until_they_come_back(filled: Workspace, people: tuple[Contact, ...]) -> None:
    adam = people[1]
    _apply(filled, Put(adam, None))
    assert contacts.people(filled.store, [1, 2, 77]) == {
        1: Person("Zoë Åkerlund", "Zoe@Nord.example"),
        2: Person("Adam Nowak", "adam@wisla.example", deleted=True),
    }
    _apply(filled, Put(None, adam))
    assert contacts.people(filled.store, [2]) == {2: Person("Adam Nowak", "adam@wisla.example")}
    tombstones = filled.store.connection().execute("SELECT count(*) FROM contact_tombstone").fetchone()
    assert tombstones == (0,)


@pytest.mark.parametrize(
    ("values", "name"),
    [({"firstname": "Ana"}, "Ana"), ({"email": "a@b.example"}, "a@b.example"), ({}, "Contact 5")],
)
def test_people_are_called_as_contacts_call_themselves(ws: Workspace, values: dict[str, str], name: str) -> None:
    contact = Contact(5, values)
    _apply(ws, Put(None, contact))
    assert contacts.people(ws.store, [5])[5].name == name == contact.name


@pytest.mark.parametrize("extra", ["{", "[1]", "7"])
def test_damaged_values_are_a_problem_that_names_the_contact(filled: Workspace, extra: str) -> None:
    filled.store.connection().execute("UPDATE contact SET extra = ? WHERE id = 3", (extra,))
    with pytest.raises(Problem) as caught:
        filled.contacts.get(3)
    assert (caught.value.code, caught.value.place) == ("DAMAGED_FILE", "contact 3")
