"""What the window says of filters is what a run would say."""

from __future__ import annotations

from core.actions.names import Names
from core.model.contact_list import ContactList
from core.model.filter import Condition, Filter, Operator
from core.model.project import Project
from core.services.filters import condition_problems, condition_words, problems_of

PROJECT = Project(lists=(ContactList(1, "VIPs"),))
VIPS = Condition("list", Operator.IN_LIST, (1,))
GONE = Condition("list", Operator.IN_LIST, (2,))
OPEN = Condition("country", Operator.IS)


def test_lists_of_the_project_are_known() -> None:
    assert condition_problems(PROJECT, VIPS) == []
    assert condition_problems(PROJECT, GONE) == ["There is no list 2."]


def test_problems_come_in_the_order_of_the_conditions() -> None:
    assert problems_of(PROJECT, Filter(((OPEN, VIPS), (GONE,)))) == [
        "“Country is” has no value to compare with.",
        "There is no list 2.",
    ]


def test_words_name_lists_and_count_days() -> None:
    names = Names(PROJECT)
    assert condition_words(names, VIPS) == "is a member of VIPs"
    assert condition_words(names, Condition("createdate", Operator.IN_LAST_DAYS, (1,))) == (
        "Create date is in the last 1 day"
    )
