"""Projects and runs: finding things by id, numbering the places a trace points to."""

from __future__ import annotations

import pytest

from core.actions.delay import Delay
from core.model.contact import STANDARD_PROPERTIES, PropertyDefinition
from core.model.run import Cast, Place, places_of
from tests.building import enroll, fork, is_any, project, sender, sequence, workflow

SEATS = PropertyDefinition("seats", "Seats wanted", custom=True, id=1)
FORKED = workflow(Delay(), fork(is_any("city", "Oslo"), [Delay()], [enroll()]), number=7, name="First")
PLAIN = workflow(Delay(), number=3, name="Second")
PROJECT = project(FORKED, PLAIN, senders=(sender(4),), sequences=(sequence(number=2),), properties=(SEATS,))


def test_things_are_found_by_id_or_name() -> None:
    assert PROJECT.sender(4) == sender(4)
    assert PROJECT.sequence(2) == sequence(number=2)
    assert PROJECT.workflow(3) is PLAIN
    assert PROJECT.property("seats") is SEATS
    assert PROJECT.property("email") is STANDARD_PROPERTIES[0]
    assert PROJECT.properties == (*STANDARD_PROPERTIES, SEATS)


def test_what_is_not_there_is_none() -> None:
    assert PROJECT.sender(1) is None
    assert PROJECT.sequence(1) is None
    assert PROJECT.workflow(1) is None
    assert PROJECT.property("shoe_size") is None


def test_places_are_numbered_from_one_trigger_first_then_cards_from_the_top_down() -> None:
    assert places_of((FORKED, PLAIN)) == (
        Place(1, 7, 0), Place(2, 7, 1), Place(3, 7, 2), Place(4, 7, 3), Place(5, 7, 4),
        Place(6, 3, 0), Place(7, 3, 1),
    )  # fmt: skip
    assert places_of(()) == ()


def test_a_cast_leads_from_numbers_to_workflows_and_cards_and_back() -> None:
    cast = Cast(PROJECT)
    assert cast.place(5) == Place(5, 7, 4)
    assert cast.workflow_at(5) is FORKED
    card = cast.card_at(5)
    assert card is not None
    assert card.action == enroll()
    assert cast.card_at(6) is None, "a trigger is no card"
    assert cast.number(3, 1) == 7
    assert cast.number(3, 9) == 0
    assert cast.senders[4].name == "Ana Ruiz"
    assert cast.sequences[2].name == "Welcome"


@pytest.mark.parametrize("number", [0, 8, -1])
def test_numbers_that_point_to_nothing_give_nothing(number: int) -> None:
    cast = Cast(PROJECT)
    assert cast.place(number) is None
    assert cast.workflow_at(number) is None
    assert cast.card_at(number) is None
