"""How filters read."""

from __future__ import annotations

import pytest

from core.actions.names import Names as ProjectNames
from core.model.contact_list import ContactList
from core.model.fields import Value
from core.model.filter import Condition, Filter, Operator
from core.model.project import Project
from core.rules import filters
from core.rules.filter_words import condition_in_words, in_words

O = Operator  # noqa: E741 - as in core.model.filter


class Names:
    """Labels in upper case, values in brackets, lists in braces: shows that all are looked up."""

    def property(self, name: str) -> str:
        return name.upper()

    def value(self, name: str, value: Value) -> str:
        return f"[{value}]"

    def list(self, list_id: int) -> str:
        return f"{{{list_id}}}"


def test_a_filter_reads_like_a_sentence() -> None:
    question = Filter(
        (
            (Condition("stage", O.IS_ANY_OF, ("lead", "customer")), Condition("country", O.IS_KNOWN)),
            (),
            (Condition("score", O.GREATER, (5,)),),
        )
    )
    assert in_words(question, Names()) == (
        "STAGE is any of [lead], [customer] and COUNTRY is known or SCORE is greater than [5]"
    )
    assert in_words(Filter(), Names()) == "All contacts"


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (Condition("stage", O.IS, ("a", "b")), "STAGE is [a]"),
        (Condition("mail", O.ENDS_WITH, (".de",)), "MAIL ends with [.de]"),
        (Condition("score", O.BETWEEN, (3, 9)), "SCORE is between [3] and [9]"),
        (Condition("score", O.NOT_BETWEEN, (3, 9, 12)), "SCORE is not between [3] and [9]"),
        (Condition("made", O.IN_LAST_DAYS, (7,)), "MADE is in the last 7 days"),
        (Condition("made", O.IN_NEXT_DAYS, (1,)), "MADE is in the next 1 day"),
        (Condition("made", O.DAYS_AGO, (1_000,)), "MADE is more than 1,000 days ago"),
        (Condition("made", O.DAYS_AGO, ("some",)), "MADE is more than some days ago"),
        (Condition("list", O.IN_LIST, (1, 2)), "is a member of {1}, {2}"),
        (Condition("list", O.NOT_IN_LIST, (1, "?")), "is not a member of {1}, ?"),
        # Not finished yet.
        (Condition("stage", O.IS_ANY_OF), "STAGE is any of …"),
        (Condition("score", O.BETWEEN), "SCORE is between … and …"),
        (Condition("score", O.BETWEEN, (None, 9)), "SCORE is between … and [9]"),
        (Condition("made", O.IN_LAST_DAYS), "MADE is in the last … days"),
        (Condition("made", O.DAYS_AGO, ("",)), "MADE is more than … days ago"),
        (Condition("list", O.IN_LIST), "is a member of …"),
    ],
)
def test_each_kind_of_condition_has_its_words(condition: Condition, said: str) -> None:
    assert condition_in_words(condition, Names()) == said
    assert filters.condition_in_words(condition, Names()) == said


def test_the_names_of_a_project_fit() -> None:
    names = ProjectNames(Project(lists=(ContactList(4, "VIPs"),)))
    both = Filter(((Condition("createdate", O.IN_LAST_DAYS, (7,)), Condition("list", O.IN_LIST, (4, 5, 0))),))
    assert in_words(both, names) == (
        "Create date is in the last 7 days and is a member of VIPs, unknown list 5, no list chosen"
    )
