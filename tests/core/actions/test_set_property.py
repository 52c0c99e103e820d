"""*Set property value*, *Unenroll from sequence* and unknown actions: their words and what is wrong with them."""

from __future__ import annotations

import pytest

from core.actions.names import Names
from core.actions.set_property import SetProperty
from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.actions.unknown import UnknownAction
from tests.building import project, sender

OFFICE = project(senders=(sender(4, "Ana Ruiz"),))
NAMES = Names(OFFICE)


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (SetProperty(), "no property chosen"),
        (SetProperty("city", "Oslo"), "City → Oslo"),
        (SetProperty("city"), "City → nothing"),
        (SetProperty("lifecyclestage", "lead"), "Lifecycle stage → Lead"),
        (SetProperty("hubspot_owner_id", 4), "Contact owner → Ana Ruiz"),
    ],
)
def test_what_becomes_what(action: SetProperty, words: str) -> None:
    assert action.summary(NAMES) == words


@pytest.mark.parametrize(
    ("action", "problems"),
    [
        (SetProperty("city", "Oslo"), []),
        (SetProperty("city", None), []),
        (SetProperty(), [("property", "Choose a property.")]),
        (SetProperty("gone", 1), [("property", "There is no property “gone” any more.")]),
        (SetProperty("lifecyclestage", "lead"), []),
        (SetProperty("lifecyclestage", None), []),
        (SetProperty("lifecyclestage", "fan"), [("value", "“fan” is no option of Lifecycle stage.")]),
    ],
)
def test_what_is_wrong_with_it(action: SetProperty, problems: list[tuple[str, str]]) -> None:
    assert [(p.field, p.sentence) for p in action.problems(OFFICE)] == problems


def test_unenrolling_has_nothing_to_fill_in() -> None:
    action = UnenrollFromSequence()
    assert action.problems(OFFICE) == []
    assert action.headline(NAMES) == "Unenroll from sequence"
    assert action.summary(NAMES) == "whichever it is active in"


def test_an_unknown_action_names_its_kind_and_says_that_it_is_skipped() -> None:
    action = UnknownAction({"kind": "send_fax"})
    assert action.summary(NAMES) == "“send_fax” · skipped in a rehearsal"
    assert UnknownAction().summary(NAMES) == "“?” · skipped in a rehearsal"
    assert [p.sentence for p in action.problems(OFFICE)] == [
        "This version of Cadenza does not know this action; contacts skip it."
    ]
