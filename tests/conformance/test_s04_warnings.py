"""S4: what the article says not to automate is warned of before the run, with how many contacts it touches."""

from __future__ import annotations

import pytest

from core.model.contact import Contact
from core.model.filter import Filter, Operator
from core.model.instant import DAY
from core.services.review import Finding, review
from tests.building import LEADS, START, contact, contacts, enroll, on_filter, project, where, workflow
from tests.conformance.conftest import Opener


def findings(opened: Opener, wanted: Filter, people: list[Contact]) -> dict[str, Finding]:
    """Review a workflow that enrolls whom a filter matches; gives the warnings by code."""
    office = project(workflow(enroll(), trigger=on_filter(wanted)))
    return {finding.code: finding for finding in review(opened(office, people))}


def imported(number: int, days_ago: int, last_contacted: int | None = None) -> Contact:
    return contact(
        number,
        lifecyclestage="lead",
        hs_object_source="IMPORT",
        createdate=START - days_ago * DAY,
        notes_last_contacted=last_contacted,
    )


def test_s4a_recently_imported_cold_leads_are_warned_of(opened: Opener) -> None:
    """S4a: do not automate when recently imported cold leads are active."""
    people = [
        imported(1, days_ago=2),
        imported(2, days_ago=30),
        imported(3, days_ago=31),
        imported(4, days_ago=2, last_contacted=START - DAY),
        contact(5, lifecyclestage="lead", hs_object_source="FORM", createdate=START - DAY),
    ]
    finding = findings(opened, LEADS, people)["COLD_IMPORTED_LEADS"]
    assert finding.count == 2
    assert "2 leads" in finding.sentence
    assert "COLD_IMPORTED_LEADS" not in findings(opened, LEADS, people[2:])


@pytest.mark.parametrize(("number", "warns"), [(100, False), (101, True)])
def test_s4b_more_than_100_contacts_are_warned_of(opened: Opener, number: int, warns: bool) -> None:
    """S4b: do not automate when more than 100 contacts must be enrolled."""
    found = findings(opened, LEADS, contacts(number, lifecyclestage="lead"))
    assert ("MANY_CONTACTS" in found) == warns
    if warns:
        assert found["MANY_CONTACTS"].count == number
        assert "101 contacts" in found["MANY_CONTACTS"].sentence


@pytest.mark.parametrize(
    ("wanted", "warns"),
    [
        pytest.param(where("createdate", Operator.AFTER, START - DAY), True, id="create date is today"),
        pytest.param(where("email", Operator.IS_KNOWN), True, id="is known"),
        pytest.param(LEADS, False, id="lifecycle stage"),
        pytest.param(
            Filter(((*where("createdate", Operator.AFTER, START - DAY).groups[0], *LEADS.groups[0]),)),
            False,
            id="create date and lifecycle stage",
        ),
    ],
)
def test_s4c_criteria_that_say_nothing_of_the_contact_are_warned_of(
    opened: Opener, wanted: Filter, warns: bool
) -> None:
    """S4c: do not automate with non-personal criteria such as *Create date is today*."""
    assert ("IMPERSONAL_CRITERIA" in findings(opened, wanted, contacts(1))) == warns
