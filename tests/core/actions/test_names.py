"""Names of what an action points to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.actions.names import Names
from core.model.contact import PropertyDefinition, PropertyType
from core.model.fields import Value
from tests.building import START, at, project, sender, sequence

NAMES = Names(
    project(
        senders=(sender(4, "Ana Ruiz"),),
        sequences=(sequence(name="Welcome"), replace(sequence(number=2, name="Old"), deleted=START)),
        properties=(
            PropertyDefinition("seats", "Seats wanted", PropertyType.NUMBER, custom=True, id=1),
            PropertyDefinition("born", "Date of birth", PropertyType.DATE, custom=True, id=2),
        ),
    )
)


def test_sequences_senders_and_properties_have_names_even_when_they_are_lost() -> None:
    assert [NAMES.sequence(n) for n in (1, 2, 3, 0)] == [
        "Welcome", "Old (deleted)", "no sequence chosen", "no sequence chosen",
    ]  # fmt: skip
    assert [NAMES.sender(n) for n in (4, 5, 0)] == ["Ana Ruiz", "unknown user 5", "no sender chosen"]
    assert [NAMES.property(name) for name in ("email", "seats", "gone", "")] == [
        "Email", "Seats wanted", "gone", "no property chosen",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("city", "Oslo", "Oslo"),
        ("city", None, "nothing"),
        ("city", "", "nothing"),
        ("gone", 5, "5"),
        ("seats", 12, "12"),
        ("seats", 0, "0"),
        ("hubspot_owner_id", 4, "Ana Ruiz"),
        ("hubspot_owner_id", 9, "unknown user 9"),
        ("hubspot_owner_id", "ana", "ana"),
        ("hs_email_optout", True, "yes"),
        ("hs_email_optout", False, "no"),
        ("lifecyclestage", "lead", "Lead"),
        ("lifecyclestage", "fan", "fan"),
        ("createdate", at("2026-01-05 09:00"), "5 Jan 2026"),
        ("born", at("1987-12-31"), "31 Dec 1987"),
        ("born", at("2026-05-09"), "9 May 2026"),
        ("createdate", "soon", "soon"),
    ],
)
def test_values_read_as_on_screen(name: str, value: Value, words: str) -> None:
    assert NAMES.value(name, value) == words
