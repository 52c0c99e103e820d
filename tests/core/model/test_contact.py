"""Contacts: their names, their values, and the standard properties."""

from __future__ import annotations

import pytest

from core.model.contact import STANDARD_NAMES, STANDARD_PROPERTIES, Contact, ContactColumns, PropertyType
from core.model.fields import Value


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"firstname": "Ada", "lastname": "Nowak", "email": "a@b.example"}, "Ada Nowak"),
        ({"firstname": "Ada"}, "Ada"),
        ({"lastname": "Nowak"}, "Nowak"),
        ({"email": "a@b.example"}, "a@b.example"),
        ({}, "Contact 12"),
    ],
)
def test_a_contact_is_called_by_the_best_name_it_has(values: dict[str, Value], name: str) -> None:
    assert Contact(12, values).name == name


def test_a_contact_without_an_address_has_an_empty_one() -> None:
    assert Contact(1, {"email": "a@b.example"}).email == "a@b.example"
    assert Contact(1).email == ""


def test_values_are_set_in_a_copy_and_empty_ones_are_taken_away() -> None:
    ada = Contact(1, {"firstname": "Ada", "city": "Gdynia", "phone": "1"})
    changed = ada.with_values({"city": None, "phone": "", "seats": 0, "hs_email_optout": False})
    assert changed == Contact(1, {"firstname": "Ada", "seats": 0, "hs_email_optout": False})
    assert ada.get("city") == "Gdynia"
    assert changed.get("city") is None


def test_columns_are_as_long_as_their_ids() -> None:
    assert len(ContactColumns((3, 5, 9), {"city": [None, "Oslo", None]})) == 3


def test_standard_properties_have_their_own_names_and_labels() -> None:
    assert len(set(STANDARD_NAMES)) == len(STANDARD_NAMES) == len(STANDARD_PROPERTIES)
    assert len({p.label for p in STANDARD_PROPERTIES}) == len(STANDARD_PROPERTIES)


def test_only_choices_have_options_and_one_property_holds_the_owner() -> None:
    for definition in STANDARD_PROPERTIES:
        assert bool(definition.options) == (definition.type is PropertyType.ENUM), definition.name
        assert not definition.custom
    assert [p.name for p in STANDARD_PROPERTIES if p.type is PropertyType.OWNER] == ["hubspot_owner_id"]
