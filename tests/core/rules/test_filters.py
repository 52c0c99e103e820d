"""Filters: every operator over columns and single contacts, and what is wrong with a filter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.contact import STANDARD_PROPERTIES, PropertyDefinition, PropertyType
from core.model.fields import Value
from core.model.filter import Condition, Filter, Operator
from core.model.instant import DAY, Instant
from core.rules.filters import MOST_DAYS, compile_filter, matches, problems_of

O = Operator  # noqa: E741 - as in core.model.filter
PROPERTIES = {p.name: p for p in (*STANDARD_PROPERTIES, PropertyDefinition("score", "Score", PropertyType.NUMBER))}

COLUMNS: dict[str, list[Value]] = {
    "stage": ["lead", "Customer", None, "LEAD", "other"],
    "email": ["Ann@Acme.example", "bob@other.example", None, "ÉVA@acme.example", ""],
    "score": [10, 10.5, None, "12", True],
    "opt": [True, False, None, 1, 0],
    "owner": [1, 2, None, 1, 3],
    # Monday noon is NOW: a week ago to the second, yesterday, none, now, in two days.
    "seen": [1767009600, 1767528000, None, 1767614400, 1767787200],
    "list:1": [True, None, None, True, None],
    "list:2": [None, True, None, True, None],
}
NOW: Instant = 1767614400
LIST = "list"


def noon() -> Instant:
    """5 January 2026, 12:00 UTC."""
    return NOW


def one(name: str, operator: Operator, *values: Value) -> Filter:
    return Filter(((Condition(name, operator, values),),))


@pytest.mark.parametrize(
    ("name", "operator", "values", "expected"),
    [
        ("stage", O.IS_ANY_OF, ("lead",), [0, 3]),
        ("stage", O.IS_ANY_OF, ("Lead", "CUSTOMER"), [0, 1, 3]),
        ("stage", O.IS_NONE_OF, ("lead",), [1, 2, 4]),
        ("stage", O.IS_NONE_OF, ("lead", "customer"), [2, 4]),
        ("stage", O.IS, ("customer",), [1]),
        ("stage", O.IS, ("customer", "lead"), [1]),
        ("stage", O.IS_NOT, ("customer",), [0, 2, 3, 4]),
        ("email", O.CONTAINS, ("ACME",), [0, 3]),
        ("email", O.CONTAINS, ("éva",), [3]),
        ("email", O.NOT_CONTAINS, ("acme",), [1, 2, 4]),
        ("email", O.STARTS_WITH, ("BOB",), [1]),
        ("email", O.ENDS_WITH, ("ACME.example",), [0, 3]),
        ("email", O.ENDS_WITH, ("bob",), []),
        ("email", O.ENDS_WITH, (), []),
        ("email", O.IS_KNOWN, (), [0, 1, 3]),
        ("email", O.IS_UNKNOWN, (), [2, 4]),
        ("score", O.GREATER, (10,), [1]),
        ("score", O.GREATER, (9,), [0, 1]),
        ("score", O.LESS, (10.5,), [0]),
        ("score", O.LESS, (10,), []),
        ("score", O.AFTER, (10,), [1]),
        ("score", O.BEFORE, (10.5,), [0]),
        ("score", O.GREATER, ("9",), []),
        ("score", O.LESS, ("99",), []),
        ("score", O.IS, (10,), [0]),
        ("score", O.IS_NOT, (10,), [1, 2, 3, 4]),
        # Both ends belong to a range; "12" is a text and True a yes, neither is a number.
        ("score", O.BETWEEN, (10, 10.5), [0, 1]),
        ("score", O.BETWEEN, (10.1, 99), [1]),
        ("score", O.BETWEEN, (11, 9), []),
        ("score", O.BETWEEN, (10,), []),
        ("score", O.BETWEEN, (10, None), []),
        ("score", O.BETWEEN, ("1", 99), []),
        ("score", O.BETWEEN, (10, 10.4, 99), [0]),
        ("score", O.NOT_BETWEEN, (10, 10.5), [2, 3, 4]),
        ("score", O.NOT_BETWEEN, (10, 10.4, 99), [1, 2, 3, 4]),
        ("score", O.NOT_BETWEEN, (11, 9), [0, 1, 2, 3, 4]),
        ("score", O.NOT_BETWEEN, (10,), [0, 1, 2, 3, 4]),
        ("score", O.NOT_BETWEEN, (), [0, 1, 2, 3, 4]),
        ("seen", O.BETWEEN, (1767009600, 1767528000), [0, 1]),
        # Days are counted to the second: exactly seven days ago still is in the last seven, and not more than that.
        ("seen", O.IN_LAST_DAYS, (7,), [0, 1, 3]),
        ("seen", O.IN_LAST_DAYS, (6,), [1, 3]),
        ("seen", O.IN_LAST_DAYS, (1,), [1, 3]),
        ("seen", O.DAYS_AGO, (7,), []),
        ("seen", O.DAYS_AGO, (6,), [0]),
        ("seen", O.DAYS_AGO, (1,), [0]),
        ("seen", O.IN_NEXT_DAYS, (2,), [4]),
        ("seen", O.IN_NEXT_DAYS, (1,), []),
        ("seen", O.IN_LAST_DAYS, (), []),
        ("seen", O.IN_LAST_DAYS, ("7",), []),
        ("seen", O.DAYS_AGO, (None,), []),
        ("seen", O.IN_NEXT_DAYS, (True,), []),
        ("email", O.IN_LAST_DAYS, (7,), []),
        ("gone", O.IN_LAST_DAYS, (7,), []),
        ("gone", O.NOT_BETWEEN, (1, 2), [0, 1, 2, 3, 4]),
        (LIST, O.IN_LIST, (1,), [0, 3]),
        (LIST, O.IN_LIST, (1, 2), [0, 1, 3]),
        (LIST, O.IN_LIST, (9,), []),
        (LIST, O.IN_LIST, (9, 2), [1, 3]),
        (LIST, O.IN_LIST, (), []),
        (LIST, O.IN_LIST, ("1",), []),
        (LIST, O.NOT_IN_LIST, (1,), [1, 2, 4]),
        (LIST, O.NOT_IN_LIST, (1, 2), [2, 4]),
        (LIST, O.NOT_IN_LIST, (9,), [0, 1, 2, 3, 4]),
        (LIST, O.NOT_IN_LIST, (9, 2), [0, 2, 4]),
        (LIST, O.NOT_IN_LIST, (), [0, 1, 2, 3, 4]),
        ("opt", O.IS_TRUE, (), [0, 3]),
        ("opt", O.IS_FALSE, (), [1, 2, 4]),
        ("owner", O.IS_ANY_OF, (1, 3), [0, 3, 4]),
        ("owner", O.IS_NONE_OF, (1, 3), [1, 2]),
        # A column nobody has counts as no value.
        ("gone", O.IS_ANY_OF, ("x",), []),
        ("gone", O.IS_KNOWN, (), []),
        ("gone", O.IS_UNKNOWN, (), [0, 1, 2, 3, 4]),
        ("gone", O.IS_NONE_OF, ("x",), [0, 1, 2, 3, 4]),
        ("gone", O.IS_FALSE, (), [0, 1, 2, 3, 4]),
        ("gone", O.IS_TRUE, (), []),
        # Nothing to compare with: nobody is any of nothing, everybody is none of it.
        ("stage", O.IS_ANY_OF, (), []),
        ("stage", O.IS_NONE_OF, (), [0, 1, 2, 3, 4]),
        ("email", O.CONTAINS, (), []),
        # An empty text is no value and so equals nothing.
        ("email", O.IS, ("",), []),
    ],
)
def test_each_operator_gives_the_contacts_it_matches(
    name: str, operator: Operator, values: tuple[Value, ...], expected: list[int]
) -> None:
    question = one(name, operator, *values)
    assert compile_filter(question, COLUMNS, noon)(range(5)) == expected
    single = [i for i in range(5) if matches(question, {key: column[i] for key, column in COLUMNS.items()}, noon)]
    assert single == expected


def test_every_operator_has_an_implementation() -> None:
    for operator in Operator:
        assert isinstance(compile_filter(one("stage", operator, "lead", "x"), COLUMNS, noon)(range(5)), list)


def test_conditions_of_a_group_narrow_each_other() -> None:
    both = Filter(((Condition("stage", O.IS_ANY_OF, ("lead",)), Condition("owner", O.IS_ANY_OF, (1, 2))),))
    assert compile_filter(both, COLUMNS)(range(5)) == [0, 3]
    assert compile_filter(both, COLUMNS)([3, 1, 0]) == [3, 0]


def test_groups_are_joined_and_the_order_of_the_indexes_stays() -> None:
    either = Filter(((Condition("stage", O.IS, ("other",)),), (Condition("owner", O.IS_ANY_OF, (1,)),)))
    assert compile_filter(either, COLUMNS)([4, 3, 2, 1, 0]) == [4, 3, 0]


@pytest.mark.parametrize("empty", [Filter(), Filter(((),)), Filter(((), ()))])
def test_a_filter_without_conditions_matches_everybody(empty: Filter) -> None:
    assert compile_filter(empty, COLUMNS)([4, 0]) == [4, 0]
    assert matches(empty, {})


def test_an_empty_group_does_not_open_a_filter_to_everybody() -> None:
    half = Filter(((Condition("stage", O.IS, ("other",)),), ()))
    assert compile_filter(half, COLUMNS)(range(5)) == [4]


@pytest.mark.parametrize("question", [Filter(), one("gone", O.IS_UNKNOWN), one("stage", O.IS_NONE_OF, "nothing")])
def test_the_answer_is_always_a_fresh_list(question: Filter) -> None:
    asked = [0, 1, 2]
    given_back = compile_filter(question, COLUMNS)(asked)
    assert given_back == asked
    assert given_back is not asked


def test_values_are_read_when_asked_so_a_run_may_change_them() -> None:
    columns: dict[str, list[Value]] = {"stage": ["lead", "other"]}
    select = compile_filter(one("stage", O.IS, "lead"), columns)
    assert select([0, 1]) == [0]
    columns["stage"][1] = "lead"
    assert select([0, 1]) == [0, 1]


def test_days_are_counted_from_the_moment_of_the_question() -> None:
    clock = [NOW]
    select = compile_filter(one("seen", O.IN_LAST_DAYS, 1), {"seen": [NOW]}, lambda: clock[0])
    assert select([0]) == [0]
    clock[0] = NOW + DAY
    assert select([0]) == [0]
    clock[0] = NOW + DAY + 1
    assert select([0]) == []


@pytest.mark.parametrize("operator", [O.IN_LAST_DAYS, O.DAYS_AGO, O.IN_NEXT_DAYS])
@pytest.mark.parametrize("name", ["seen", "gone"])
def test_counting_days_without_a_clock_is_a_bug_that_shows_at_once(operator: Operator, name: str) -> None:
    with pytest.raises(ValueError, match="needs a clock"):
        compile_filter(one(name, operator, 7), COLUMNS)


def test_who_joins_a_list_during_a_run_is_seen() -> None:
    columns: dict[str, list[Value]] = {"list:1": [True, None]}
    on, off = (compile_filter(one(LIST, operator, 1), columns) for operator in (O.IN_LIST, O.NOT_IN_LIST))
    columns["list:1"][:] = [False, True]
    assert (on([0, 1]), off([0, 1])) == ([1], [0])


_VALUES = st.one_of(st.none(), st.sampled_from(["lead", "Lead", "other", "x"]), st.integers(-2, 2))
_OPPOSITES = [
    (O.IS_ANY_OF, O.IS_NONE_OF),
    (O.IS, O.IS_NOT),
    (O.CONTAINS, O.NOT_CONTAINS),
    (O.IS_KNOWN, O.IS_UNKNOWN),
    (O.IS_TRUE, O.IS_FALSE),
    (O.BETWEEN, O.NOT_BETWEEN),
]


@given(st.sampled_from(_OPPOSITES), _VALUES.filter(bool), _VALUES, _VALUES)
def test_an_operator_and_its_opposite_part_the_contacts(
    pair: tuple[Operator, Operator], wanted: Value, end: Value, value: Value
) -> None:
    positive, negative = (matches(one("a", operator, wanted, end), {"a": value}) for operator in pair)
    assert positive != negative


@pytest.mark.parametrize("operator", [o for o in Operator if o.is_negative])
@pytest.mark.parametrize("blank", [None, ""])
def test_negative_questions_match_contacts_without_the_value(operator: Operator, blank: Value) -> None:
    assert matches(one("a", operator, 1, 2), {"a": blank})
    assert matches(one("a", operator, 1, 2), {})


# ---------------------------------------------------------------- problems


def test_a_good_filter_has_no_problems() -> None:
    good = Filter(
        (
            (Condition("lifecyclestage", O.IS_ANY_OF, ("Lead", "customer")), Condition("country", O.IS_KNOWN)),
            (Condition("createdate", O.AFTER, (1767603600,)), Condition("hubspot_owner_id", O.IS_ANY_OF, (4,))),
            (Condition("score", O.GREATER, (2.5,)), Condition("email", O.CONTAINS, ("x",))),
            (Condition("score", O.BETWEEN, (2.5, 2.5)), Condition("createdate", O.NOT_BETWEEN, (5, 1767603600))),
            (Condition("createdate", O.IN_LAST_DAYS, (1,)), Condition("createdate", O.DAYS_AGO, (MOST_DAYS,))),
            (Condition("list", O.IN_LIST, (1, 2)), Condition("list", O.NOT_IN_LIST, (2,))),
        )
    )
    assert problems_of(good, PROPERTIES) == []
    assert problems_of(good, PROPERTIES, lists={1: "VIPs", 2: "Partners"}) == []
    assert problems_of(good, PROPERTIES, lists={1: "VIPs"}) == ["There is no list 2."] * 2


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        (Condition(), "A condition has no property chosen."),
        (Condition("gone", O.IS, ("x",)), "There is no property “gone”."),
        (Condition("score", O.CONTAINS, ("1",)), "“Score” cannot be asked whether it “contains” something."),
        (Condition("country", O.IS), "“Country is” has no value to compare with."),
        (Condition("country", O.IS, ("",)), "“Country is” has no value to compare with."),
        (Condition("score", O.LESS, ("12",)), "“12” is not a number, so “Score” never compares with it."),
        (Condition("createdate", O.AFTER, ("2026",)), "“2026” is not a date, so “Create date” never compares with it."),
        (Condition("lifecyclestage", O.IS_ANY_OF, ("lead", "boss")), "“boss” is not an option of “Lifecycle stage”."),
        (
            Condition("hubspot_owner_id", O.IS_ANY_OF, ("Ann",)),
            "“Ann” is not a user, so “Contact owner” never is that.",
        ),
        (Condition("score", O.BETWEEN), "“Score is between” has no value to compare with."),
        (
            Condition("score", O.BETWEEN, (1,)),
            "“Score is between” needs two values, one to start with and one to end with.",
        ),
        (
            Condition("score", O.NOT_BETWEEN, (None, 1)),
            "“Score is not between” needs two values, one to start with and one to end with.",
        ),
        (
            Condition("score", O.BETWEEN, (1, 2, 3)),
            "“Score is between” needs two values, one to start with and one to end with.",
        ),
        (Condition("score", O.BETWEEN, (2, 1)), "“Score is between” starts after it ends."),
        (Condition("createdate", O.BETWEEN, (2, 1)), "“Create date is between” starts after it ends."),
        (
            Condition("createdate", O.BETWEEN, ("May", 1)),
            "“May” is not a date, so “Create date” never compares with it.",
        ),
        (Condition("createdate", O.IN_LAST_DAYS), "“Create date is in the last days” has no value to compare with."),
        (
            Condition("createdate", O.IN_LAST_DAYS, (0,)),
            "“Create date is in the last … days” takes a whole number of days from 1 to 36,500, not “0”.",
        ),
        (
            Condition("createdate", O.DAYS_AGO, (36_501,)),
            "“Create date is more than … days ago” takes a whole number of days from 1 to 36,500, not “36501”.",
        ),
        (
            Condition("createdate", O.IN_NEXT_DAYS, (1.5,)),
            "“Create date is in the next … days” takes a whole number of days from 1 to 36,500, not “1.5”.",
        ),
        (
            Condition("createdate", O.IN_NEXT_DAYS, (True,)),
            "“Create date is in the next … days” takes a whole number of days from 1 to 36,500, not “True”.",
        ),
        (
            Condition("score", O.IN_LAST_DAYS, (7,)),
            "“Score” cannot be asked whether it “is in the last days” something.",
        ),
        (Condition("list", O.IN_LIST), "“is a member of” has no list to compare with."),
        (Condition("list", O.NOT_IN_LIST, ("VIPs",)), "There is no list VIPs."),
        (Condition("list", O.IS, ("VIPs",)), "There is no property “list”."),
        (
            Condition("country", O.IN_LIST, (1,)),
            "“Country” cannot be asked whether it “is a member of” something.",
        ),
    ],
)
def test_each_problem_is_one_sentence(condition: Condition, sentence: str) -> None:
    assert problems_of(Filter(((condition,),)), PROPERTIES) == [sentence]


def test_250_conditions_are_allowed_and_251_are_not() -> None:
    known = Condition("country", O.IS_KNOWN)
    assert problems_of(Filter(((known,) * 125, (known,) * 125)), PROPERTIES) == []
    assert problems_of(Filter(((known,) * 126, (known,) * 125)), PROPERTIES) == [
        "There are 251 conditions; a filter may have 250."
    ]
    assert problems_of(Filter(((known,) * 3,)), PROPERTIES, most=2) == ["There are 3 conditions; a filter may have 2."]


def test_a_property_may_be_called_list_too() -> None:
    own = {"list": PropertyDefinition("list", "Price list", custom=True)}
    asked = Filter(((Condition("list", O.IS, ("B",)), Condition("list", O.IN_LIST, (1,))),))
    assert problems_of(asked, own, lists={1: "VIPs"}) == []
