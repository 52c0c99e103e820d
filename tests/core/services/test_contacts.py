from __future__ import annotations

import pytest

from core.model.contact import Contact
from core.model.filter import Condition, Filter, Operator
from core.model.instant import Instant
from core.model.problem import Problem
from core.services import contacts
from core.services.workspace import Workspace


def noon() -> Instant:
    return 1_767_614_400


def test_a_contact_is_added_with_its_dates_and_source(filled: Workspace) -> None:
    edit = contacts.add(filled, {"firstname": "Dee", "city": ""}, noon)
    assert edit.title == "Add Dee"
    filled.apply(edit)
    assert filled.contacts.get(5) == Contact(
        5,
        {
            "firstname": "Dee",
            "hs_object_source": "MANUAL",
            "createdate": 1_767_614_400,
            "lastmodifieddate": 1_767_614_400,
        },
    )


def test_a_source_and_a_create_date_of_ones_own_are_kept(ws: Workspace) -> None:
    ws.apply(contacts.add(ws, {"hs_object_source": "IMPORT", "createdate": 86_400}, noon))
    contact = ws.contacts.get(1)
    assert contact is not None
    assert (contact.get("hs_object_source"), contact.get("createdate")) == ("IMPORT", 86_400)


def test_the_clock_is_asked_when_none_is_given(ws: Workspace) -> None:
    ws.apply(contacts.add(ws, {"firstname": "Dee"}))
    made = ws.contacts.get(1)
    assert made is not None
    assert isinstance(made.get("createdate"), int)


def test_values_are_changed_and_taken_away(filled: Workspace) -> None:
    edit = contacts.change(filled, 2, {"city": "Kraków", "company": None, "hs_email_optout": False}, noon)
    assert edit.title == "Change Adam Nowak"
    filled.apply(edit)
    changed = filled.contacts.get(2)
    assert changed is not None
    assert dict(changed.values) == {
        "firstname": "Adam",
        "lastname": "Nowak",
        "email": "adam@wisla.example",
        "hubspot_owner_id": 2,
        "lifecyclestage": "lead",
        "hs_email_optout": False,
        "city": "Kraków",
        "lastmodifieddate": 1_767_614_400,
    }


def test_a_contact_that_is_gone_cannot_be_changed(ws: Workspace) -> None:
    with pytest.raises(Problem, match="Contact 5 is no longer on the list"):
        contacts.change(ws, 5, {})


def test_a_deleted_contact_takes_its_script_and_enrollment_along_and_undo_brings_all_back(filled: Workspace) -> None:
    before = filled.project()
    edit = contacts.delete(filled, [2])
    assert edit.title == "Delete Adam Nowak"
    filled.apply(edit)
    after = filled.project()
    assert [event.contact for event in after.script] == [1]
    assert after.enrollments == ()
    assert filled.contacts.get(2) is None
    filled.apply(edit.back)
    assert filled.project() == before
    assert filled.contacts.count() == 4


def test_several_contacts_are_deleted_at_once_and_strangers_are_left_out(filled: Workspace) -> None:
    edit = contacts.delete(filled, [1, 3, 3, 77])
    assert edit.title == "Delete 2 contacts"
    filled.apply(edit)
    assert list(filled.contacts.ids(contacts.ContactQuery())) == [2, 4]


def test_a_filter_matches_contacts_of_the_list(filled: Workspace) -> None:
    has_owner = Filter(((Condition("hubspot_owner_id", Operator.IS_KNOWN),),))
    assert filled.contacts.matching(has_owner) == {1, 2}
    many_seats = Filter(((Condition("seats", Operator.GREATER, (10,)),), (Condition("email", Operator.IS_UNKNOWN),)))
    assert filled.contacts.matching(many_seats) == {1, 3}


def test_days_are_counted_from_the_start_of_the_rehearsal_or_the_moment_given(filled: Workspace) -> None:
    start = filled.project().account.settings.start
    for contact_id, days in ((1, 3), (2, 30)):
        filled.apply(contacts.change(filled, contact_id, {"createdate": start - days * 86_400}, noon))
    young = Filter(((Condition("createdate", Operator.IN_LAST_DAYS, (7,)),),))
    assert filled.contacts.matching(young) == {1}
    assert list(filled.contacts.ids(contacts.ContactQuery(filter=young))) == [1]
    assert filled.contacts.matching(young, now=start - 25 * 86_400) == {2}
    assert filled.contacts.matching(young, now=0) == set()
