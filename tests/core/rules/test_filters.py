"""Filters: every operator over columns and single contacts, what is wrong with a filter, and how it reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.contact import STANDARD_PROPERTIES, PropertyDefinition, PropertyType
from core.model.fields import Value
from core.model.filter import Condition, Filter, Operator
from core.rules.filters import compile_filter, condition_in_words, in_words, matches, problems_of

O = Operator  # noqa: E741 - as in core.model.filter
PROPERTIES = {p.name: p for p in (*STANDARD_PROPERTIES, PropertyDefinition("score", "Score", PropertyType.NUMBER))}

COLUMNS: dict[str, list[Value]] = {
    "stage": ["lead", "Customer", None, "LEAD", "other"],
    "email": ["Ann@Acme.example", "bob@other.example", None, "ÉVA@acme.example", ""],
    "score": [10, 10.5, None, "12", True],
    "opt": [True, False, None, 1, 0],
    "owner": [1, 2, None, 1, 3],
}


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
    assert compile_filter(question, COLUMNS)(range(5)) == expected
    single = [i for i in range(5) if matches(question, {key: column[i] for key, column in COLUMNS.items()})]
    assert single == expected


def test_every_operator_has_an_implementation() -> None:
    for operator in Operator:
        assert isinstance(compile_filter(one("stage", operator, "lead"), COLUMNS)(range(5)), list)


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


_VALUES = st.one_of(st.none(), st.sampled_from(["lead", "Lead", "other", "x"]), st.integers(-2, 2))
_CONDITIONS = st.builds(
    Condition, st.sampled_from(["a", "b"]), st.sampled_from(list(Operator)), st.tuples(_VALUES.filter(bool))
)
_FILTERS = st.builds(Filter, st.lists(st.lists(_CONDITIONS, min_size=1, max_size=3).map(tuple), max_size=3).map(tuple))


@given(_FILTERS, st.lists(st.tuples(_VALUES, _VALUES), max_size=8))
def test_many_at_once_agree_with_one_at_a_time(question: Filter, rows: list[tuple[Value, Value]]) -> None:
    columns: dict[str, list[Value]] = {"a": [a for a, _ in rows], "b": [b for _, b in rows]}
    picked = compile_filter(question, columns)(range(len(rows)))
    assert picked == [i for i, (a, b) in enumerate(rows) if matches(question, {"a": a, "b": b})]


_OPPOSITES = [
    (O.IS_ANY_OF, O.IS_NONE_OF),
    (O.IS, O.IS_NOT),
    (O.CONTAINS, O.NOT_CONTAINS),
    (O.IS_KNOWN, O.IS_UNKNOWN),
    (O.IS_TRUE, O.IS_FALSE),
]


@given(st.sampled_from(_OPPOSITES), _VALUES.filter(bool), _VALUES)
def test_an_operator_and_its_opposite_part_the_contacts(
    pair: tuple[Operator, Operator], wanted: Value, value: Value
) -> None:
    positive, negative = (matches(one("a", operator, wanted), {"a": value}) for operator in pair)
    assert positive != negative


# ---------------------------------------------------------------- problems


def test_a_good_filter_has_no_problems() -> None:
    good = Filter(
        (
            (Condition("lifecyclestage", O.IS_ANY_OF, ("Lead", "customer")), Condition("country", O.IS_KNOWN)),
            (Condition("createdate", O.AFTER, (1767603600,)), Condition("hubspot_owner_id", O.IS_ANY_OF, (4,))),
            (Condition("score", O.GREATER, (2.5,)), Condition("email", O.CONTAINS, ("x",))),
        )
    )
    assert problems_of(good, PROPERTIES) == []


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


# ---------------------------------------------------------------- in words


class Names:
    """Labels in upper case, values in brackets: shows that both are looked up."""

    def property(self, name: str) -> str:
        return name.upper()

    def value(self, name: str, value: Value) -> str:
        return f"[{value}]"


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


def test_a_condition_without_a_value_shows_that_it_is_not_finished() -> None:
    assert condition_in_words(Condition("stage", O.IS_ANY_OF), Names()) == "STAGE is any of …"
    assert condition_in_words(Condition("stage", O.IS, ("a", "b")), Names()) == "STAGE is [a]"
