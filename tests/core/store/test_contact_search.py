from __future__ import annotations

import pytest

from core.model.changes import Edit, Put
from core.model.contact import Contact
from core.model.filter import Condition, Filter, Operator
from core.services.contacts import ContactQuery
from core.services.workspace import Workspace


def _ids(ws: Workspace, text: str = "", sort: str = "id", ascending: bool = True) -> list[int]:
    return list(ws.contacts.ids(ContactQuery(text, sort, ascending)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [1, 2, 3, 4]),
        ("   ", [1, 2, 3, 4]),
        ("NORDLYS", [1, 3]),
        ("åkerlund", [1]),
        ("ÅKER", [1]),
        ("zoe@nord", [1]),
        ("nowak wisła", [2]),
        ("WISŁA adam", [2]),
        ("nordlys maria", [3]),
        ("STRASSE", [4]),
        ("nobody", []),
        ("100%", []),
        ("_", []),
    ],
)
def test_a_text_finds_names_addresses_and_companies_in_any_case(filled: Workspace, text: str, found: list[int]) -> None:
    assert _ids(filled, text) == found


def test_find_gives_names_that_begin_with_the_text_first(filled: Workspace) -> None:
    filled.apply(Edit("Add", (Put(None, Contact(5, {"firstname": "Nordia"})),)))
    assert [c.id for c in filled.contacts.find("nord")] == [5, 3, 1]
    assert [c.id for c in filled.contacts.find("nord", 1)] == [5]
    assert [c.id for c in filled.contacts.find("", 2)] == [1, 2]


@pytest.mark.parametrize(
    ("sort", "up", "down"),
    [
        ("id", [1, 2, 3, 4], [4, 3, 2, 1]),
        # Adam Nowak, info@…, maria Lopez, Zoë Åkerlund
        ("name", [2, 4, 3, 1], [1, 3, 4, 2]),
        ("email", [2, 4, 1, 3], [1, 4, 2, 3]),
        ("company", [1, 3, 2, 4], [2, 3, 1, 4]),
        # Subscriber, Lead, …, Customer: the order of the stages, not of the alphabet
        ("lifecyclestage", [3, 2, 1, 4], [1, 2, 3, 4]),
        # Ana Ruiz, Bo Lind
        ("hubspot_owner_id", [1, 2, 3, 4], [2, 1, 4, 3]),
        ("seats", [3, 1, 2, 4], [1, 3, 4, 2]),
        ("unheard_of", [1, 2, 3, 4], [4, 3, 2, 1]),
    ],
)
def test_contacts_are_sorted_and_those_without_a_value_come_last(
    filled: Workspace, sort: str, up: list[int], down: list[int]
) -> None:
    assert _ids(filled, sort=sort) == up
    assert _ids(filled, sort=sort, ascending=False) == down


@pytest.mark.parametrize("sort", ["id", "name", "email", "company", "lifecyclestage", "seats"])
def test_a_search_can_be_sorted_by_anything(filled: Workspace, sort: str) -> None:
    assert sorted(_ids(filled, "nordlys", sort)) == [1, 3]


def test_gaps_in_the_ids_are_left_out(filled: Workspace, people: tuple[Contact, ...]) -> None:
    filled.apply(Edit("Delete", (Put(people[1], None),)))
    assert _ids(filled) == [1, 3, 4]
    assert _ids(filled, ascending=False) == [4, 3, 1]


def test_an_empty_list_has_no_ids(ws: Workspace) -> None:
    assert _ids(ws) == []
    assert ws.contacts.count() == 0


def test_a_filter_narrows_down_what_a_text_found(filled: Workspace) -> None:
    leads = Filter(((Condition("lifecyclestage", Operator.IS_ANY_OF, ("lead", "customer")),),))
    assert list(filled.contacts.ids(ContactQuery(filter=leads, sort="name"))) == [2, 1]
    assert list(filled.contacts.ids(ContactQuery("nordlys", filter=leads))) == [1]
    assert list(filled.contacts.ids(ContactQuery(filter=Filter()))) == [1, 2, 3, 4]
