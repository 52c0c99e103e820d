"""Who would go which way at an if/then card, over the whole contact list."""

from __future__ import annotations

import pytest

from core.model.contact import Contact
from core.model.filter import Condition, Filter, Operator, list_column
from core.model.project import Project
from core.services import lists
from core.services.branch_counts import WayCount, WayCounts, count_ways
from core.services.workspace import Workspace

POLAND, SPAIN = "Poland", "Spain"


def is_in(*countries: str) -> Filter:
    return Filter(((Condition("country", Operator.IS_ANY_OF if len(countries) > 1 else Operator.IS, countries),),))


@pytest.fixture
def people(ws: Workspace) -> Workspace:
    """Three in Poland, two in Spain, one nowhere."""
    path = ws.path.with_name("people.cadenza")
    countries = [POLAND, POLAND, POLAND, SPAIN, SPAIN]
    found = [Contact(n, {"country": country}) for n, country in enumerate(countries, 1)]
    return Workspace.create(path, Project(), [*found, Contact(6)])


def test_the_first_branch_that_matches_takes_them(people: Workspace) -> None:
    counted = count_ways(people, [is_in(POLAND), is_in(POLAND, SPAIN)])
    assert counted == WayCounts((WayCount(3, 3), WayCount(5, 2)), rest=1, of=6)
    counted = count_ways(people, [is_in(POLAND, SPAIN), is_in(POLAND)])
    assert counted == WayCounts((WayCount(5, 5), WayCount(3, 0)), rest=1, of=6)


def test_a_branch_without_conditions_takes_everybody_left(people: Workspace) -> None:
    counted = count_ways(people, [is_in(SPAIN), Filter(), is_in(POLAND)])
    assert counted == WayCounts((WayCount(2, 2), WayCount(6, 4), WayCount(3, 0)), rest=0, of=6)


def test_lists_and_properties_that_are_gone_can_be_asked(people: Workspace) -> None:
    people.apply(lists.new_list_of(people, "Fair", [2, 6]))
    (made,) = people.project().lists
    listed = Filter(((Condition(list_column(made.id), Operator.IS_KNOWN),),))
    gone = Filter(((Condition("shoe_size", Operator.IS_KNOWN),),))
    assert count_ways(people, [gone, listed]).ways == (WayCount(0, 0), WayCount(2, 2))


def test_nobody_to_count(ws: Workspace) -> None:
    assert count_ways(ws, [is_in(POLAND)]) == WayCounts((WayCount(0, 0),), rest=0, of=0)


def test_it_can_be_ended(people: Workspace) -> None:
    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        count_ways(people, [is_in(POLAND)], stop)
