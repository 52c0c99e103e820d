"""Which contacts a filter matches, and what is wrong with a filter.

The one implementation behind triggers, branches, live counts and questions about a single contact: a filter is turned
into a function over columns, which answers for any number of contacts at once. What a filter *is* lives in
``core.model.filter``, how it reads in ``core.rules.filter_words``, whose functions can be imported from here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from core.model.contact import LIST_MEMBERSHIP, PropertyDefinition, PropertyType
from core.model.fields import Value
from core.model.filter import Condition, Filter, Operator, columns_of, operators_for
from core.model.instant import DAY, Instant
from core.rules.addresses import is_address
from core.rules.filter_words import condition_in_words, days_phrase, in_words

__all__ = [
    "MOST_CONDITIONS",
    "MOST_DAYS",
    "Clock",
    "Selector",
    "compile_filter",
    "condition_in_words",
    "in_words",
    "matches",
    "problems_of",
]

Selector: TypeAlias = Callable[[Sequence[int]], list[int]]
"""Takes contact indexes and gives those that match, in the same order, always as a fresh list."""

Clock: TypeAlias = Callable[[], Instant]
"""Gives the moment it is, in a run the simulated one."""

_Column: TypeAlias = list[Any]
_Maker: TypeAlias = Callable[[_Column, tuple[Value, ...]], Selector]

_EMPTY = (None, "")
_NUMBERS = frozenset({int, float})
_LISTS = frozenset({Operator.IN_LIST, Operator.NOT_IN_LIST})


def compile_filter(filter: Filter, columns: Mapping[str, list[Value]], clock: Clock | None = None) -> Selector:
    """Turn a filter into a function that picks matching contacts by index.

    Values and the clock are read when the function is called, so it stays right while they change during a run.

    Arguments:
        filter: What must match; groups without conditions are left out, a filter without groups matches everybody.
        columns: Property name to one value per contact; a missing column counts as no value. Who is on a list is the
            column ``core.model.filter.list_column`` names, true for members.
        clock: Gives the moment from which days are counted.

    Returns:
        A function over contact indexes.

    Raises:
        ValueError: The filter counts days (``Filter.moves_with_time``) and there is no clock.
    """
    groups = [tuple(_compile(c, columns, clock) for c in group) for group in filter.groups if group]
    return _any_of(tuple(_all_of(group) for group in groups)) if groups else list


def matches(filter: Filter, values: Mapping[str, Value], clock: Clock | None = None) -> bool:
    """Say whether one contact with these values matches; the same code as for many."""
    return bool(compile_filter(filter, {name: [value] for name, value in values.items()}, clock)((0,)))


def _all_of(selectors: tuple[Selector, ...]) -> Selector:
    if len(selectors) == 1:
        return selectors[0]

    def select(indexes: Sequence[int]) -> list[int]:
        left: Sequence[int] = indexes
        for narrow in selectors:
            left = narrow(left)
        return list(left)

    return select


def _any_of(selectors: tuple[Selector, ...]) -> Selector:
    if len(selectors) == 1:
        return selectors[0]

    def select(indexes: Sequence[int]) -> list[int]:
        found: set[int] = set()
        rest: Sequence[int] = indexes
        for pick in selectors:
            found.update(pick(rest))
            rest = [i for i in rest if i not in found]
        return [i for i in indexes if i in found]

    return select


def _compile(condition: Condition, columns: Mapping[str, list[Value]], clock: Clock | None) -> Selector:
    operator = condition.operator
    if operator in _LISTS:
        return _membership(condition, columns)
    column = columns.get(condition.property)
    if operator.takes_days:
        if clock is None:
            raise ValueError(f"“{operator.value}” needs a clock to count from")
        return _nobody if column is None else _counting_days(operator, column, condition.values, clock)
    if column is None or (operator.takes_value and not condition.values):
        # Nobody has a value there, or nothing is asked for: only negative conditions and "is unknown" hold.
        return list if operator.is_negative or (operator is Operator.IS_UNKNOWN) else _nobody
    return _MAKERS[operator](column, condition.values)


def _nobody(_indexes: Sequence[int]) -> list[int]:
    return []


# ---------------------------------------------------------------- one maker per operator
#
# Each selector is one comprehension over local names: a Python call per contact would cost more than the test itself.


def _folded(values: tuple[Value, ...]) -> frozenset[Value]:
    return frozenset(v.casefold() if isinstance(v, str) else v for v in values if v not in _EMPTY)


def _is_any_of(column: _Column, values: tuple[Value, ...]) -> Selector:
    wanted = _folded(values)
    return lambda indexes: [
        i for i in indexes if (v.casefold() if type(v := column[i]) is str else v) in wanted
    ]  # fmt: skip


def _is_none_of(column: _Column, values: tuple[Value, ...]) -> Selector:
    unwanted = _folded(values)
    return lambda indexes: [
        i for i in indexes if (v.casefold() if type(v := column[i]) is str else v) not in unwanted
    ]  # fmt: skip


def _is(column: _Column, values: tuple[Value, ...]) -> Selector:
    return _is_any_of(column, values[:1])


def _is_not(column: _Column, values: tuple[Value, ...]) -> Selector:
    return _is_none_of(column, values[:1])


def _contains(column: _Column, values: tuple[Value, ...]) -> Selector:
    part = str(values[0]).casefold()
    return lambda indexes: [i for i in indexes if type(v := column[i]) is str and part in v.casefold()]


def _not_contains(column: _Column, values: tuple[Value, ...]) -> Selector:
    part = str(values[0]).casefold()
    return lambda indexes: [i for i in indexes if type(v := column[i]) is not str or part not in v.casefold()]


def _starts_with(column: _Column, values: tuple[Value, ...]) -> Selector:
    start = str(values[0]).casefold()
    return lambda indexes: [i for i in indexes if type(v := column[i]) is str and v.casefold().startswith(start)]


def _ends_with(column: _Column, values: tuple[Value, ...]) -> Selector:
    end = str(values[0]).casefold()
    return lambda indexes: [i for i in indexes if type(v := column[i]) is str and v.casefold().endswith(end)]


def _more(column: _Column, values: tuple[Value, ...]) -> Selector:
    bound: Any = values[0]
    if type(bound) not in _NUMBERS:
        return _nobody
    numbers = _NUMBERS
    return lambda indexes: [i for i in indexes if type(v := column[i]) in numbers and v > bound]


def _less(column: _Column, values: tuple[Value, ...]) -> Selector:
    bound: Any = values[0]
    if type(bound) not in _NUMBERS:
        return _nobody
    numbers = _NUMBERS
    return lambda indexes: [i for i in indexes if type(v := column[i]) in numbers and v < bound]


def _between(column: _Column, values: tuple[Value, ...]) -> Selector:
    bounds = _range(values)
    if bounds is None:
        return _nobody
    low, high = bounds
    numbers = _NUMBERS
    return lambda indexes: [i for i in indexes if type(v := column[i]) in numbers and low <= v <= high]


def _not_between(column: _Column, values: tuple[Value, ...]) -> Selector:
    bounds = _range(values)
    if bounds is None:
        return list
    low, high = bounds
    numbers = _NUMBERS
    return lambda indexes: [i for i in indexes if type(v := column[i]) not in numbers or not low <= v <= high]


def _range(values: tuple[Any, ...]) -> tuple[Any, Any] | None:
    """Give both ends of a range, ``None`` as long as one is missing or no number."""
    ends = values[:2]
    return (ends[0], ends[1]) if len(ends) == 2 and all(type(end) in _NUMBERS for end in ends) else None


# Stored as 1 or as true, yes is yes.
def _is_true(column: _Column, _values: tuple[Value, ...]) -> Selector:
    return lambda indexes: [i for i in indexes if column[i] == 1]


def _is_false(column: _Column, _values: tuple[Value, ...]) -> Selector:
    return lambda indexes: [i for i in indexes if column[i] != 1]


def _is_known(column: _Column, _values: tuple[Value, ...]) -> Selector:
    return lambda indexes: [i for i in indexes if column[i] not in (None, "")]


def _is_unknown(column: _Column, _values: tuple[Value, ...]) -> Selector:
    return lambda indexes: [i for i in indexes if column[i] in (None, "")]


def _is_address(column: _Column, _values: tuple[Value, ...]) -> Selector:
    return lambda indexes: [i for i in indexes if type(v := column[i]) is str and is_address(v)]


def _is_no_address(column: _Column, _values: tuple[Value, ...]) -> Selector:
    """Select values that are there but no address; whoever has none is asked for with "is unknown"."""
    return lambda indexes: [
        i for i in indexes if (v := column[i]) not in _EMPTY and not (type(v) is str and is_address(v))
    ]  # fmt: skip


_MAKERS: Mapping[Operator, _Maker] = {
    Operator.IS_ANY_OF: _is_any_of,
    Operator.IS_NONE_OF: _is_none_of,
    Operator.IS: _is,
    Operator.IS_NOT: _is_not,
    Operator.CONTAINS: _contains,
    Operator.NOT_CONTAINS: _not_contains,
    Operator.STARTS_WITH: _starts_with,
    Operator.ENDS_WITH: _ends_with,
    Operator.GREATER: _more,
    Operator.LESS: _less,
    Operator.AFTER: _more,
    Operator.BEFORE: _less,
    Operator.BETWEEN: _between,
    Operator.NOT_BETWEEN: _not_between,
    Operator.IS_TRUE: _is_true,
    Operator.IS_FALSE: _is_false,
    Operator.IS_KNOWN: _is_known,
    Operator.IS_UNKNOWN: _is_unknown,
    Operator.IS_ADDRESS: _is_address,
    Operator.IS_NO_ADDRESS: _is_no_address,
}


def _membership(condition: Condition, columns: Mapping[str, list[Value]]) -> Selector:
    """Ask who is on any of the lists, or on none; a list without a column has no members."""
    members = [column for name in columns_of(condition) if (column := columns.get(name)) is not None]
    if condition.operator is Operator.IN_LIST:
        return _any_of(tuple(map(_on, members)))
    return _all_of(tuple(map(_off, members))) if members else list


def _on(column: _Column) -> Selector:
    return lambda indexes: [i for i in indexes if column[i]]


def _off(column: _Column) -> Selector:
    return lambda indexes: [i for i in indexes if not column[i]]


def _counting_days(operator: Operator, column: _Column, values: tuple[Any, ...], clock: Clock) -> Selector:
    days: Any = values[0] if values else None
    if type(days) not in _NUMBERS:
        return _nobody
    numbers, span = _NUMBERS, days * DAY

    def in_last(indexes: Sequence[int]) -> list[int]:
        now = clock()
        first = now - span
        return [i for i in indexes if type(v := column[i]) in numbers and first <= v <= now]

    def in_next(indexes: Sequence[int]) -> list[int]:
        now = clock()
        last = now + span
        return [i for i in indexes if type(v := column[i]) in numbers and now < v <= last]

    def ago(indexes: Sequence[int]) -> list[int]:
        first = clock() - span
        return [i for i in indexes if type(v := column[i]) in numbers and v < first]

    return {Operator.IN_LAST_DAYS: in_last, Operator.IN_NEXT_DAYS: in_next, Operator.DAYS_AGO: ago}[operator]


# ---------------------------------------------------------------- what is wrong with a filter

MOST_CONDITIONS = 250
"""Most conditions a filter may have where no rule pack says otherwise (KB set-your-workflow-enrollment-triggers)."""
MOST_DAYS = 36_500
"""Most days a condition may count from now."""


def problems_of(
    filter: Filter,
    properties: Mapping[str, PropertyDefinition],
    *,
    most: int = MOST_CONDITIONS,
    lists: Mapping[int, str] | None = None,
) -> list[str]:
    """Say in sentences what is wrong with a filter, in the order of its conditions; empty when nothing is.

    Arguments:
        filter: The filter.
        properties: The properties there are, by internal name.
        most: Most conditions allowed, from the rule pack.
        lists: Names of the lists there are, by id; ``None`` leaves open which there are.
    """
    conditions = [c for group in filter.groups for c in group]
    found = [sentence for c in conditions for sentence in _problems(c, properties, lists)]
    if len(conditions) > most:
        found.append(f"There are {len(conditions):,} conditions; a filter may have {most:,}.")
    return found


def _problems(
    condition: Condition, properties: Mapping[str, PropertyDefinition], lists: Mapping[int, str] | None
) -> list[str]:
    if not condition.property:
        return ["A condition has no property chosen."]
    definition = _definition(condition, properties)
    if definition is None:
        return [f"There is no property “{condition.property}”."]
    operator = condition.operator
    if operator not in operators_for(definition.type):
        return [f"“{definition.label}” cannot be asked whether it “{operator.value}” something."]
    if not operator.takes_value:
        return []
    values = [v for v in condition.values if v not in _EMPTY]
    if operator in _LISTS:
        return _list_problems(condition, values, lists)
    if not values:
        return [f"“{definition.label} {operator.value}” has no value to compare with."]
    if operator.takes_days:
        return _days_problems(f"{definition.label} {days_phrase(operator, '…')}", values[0])
    unlike = [sentence for v in values if (sentence := _value_problem(definition, v))]
    return unlike or (_range_problems(definition, condition) if operator.takes_range else [])


def _definition(condition: Condition, properties: Mapping[str, PropertyDefinition]) -> PropertyDefinition | None:
    # A person may have made a property of the same name; the operator tells which of the two is meant.
    if condition.property == LIST_MEMBERSHIP.name and condition.operator in _LISTS:
        return LIST_MEMBERSHIP
    return properties.get(condition.property)


def _list_problems(condition: Condition, values: Sequence[Value], lists: Mapping[int, str] | None) -> list[str]:
    if not values:
        return [f"“{condition.operator.value}” has no list to compare with."]
    known = lists if lists is not None else values
    return [f"There is no list {v}." for v in values if type(v) is not int or v not in known]


def _days_problems(asked: str, days: Value) -> list[str]:
    if type(days) is int and 1 <= days <= MOST_DAYS:
        return []
    return [f"“{asked}” takes a whole number of days from 1 to {MOST_DAYS:,}, not “{days}”."]


def _range_problems(definition: PropertyDefinition, condition: Condition) -> list[str]:
    asked = f"“{definition.label} {condition.operator.value}”"
    bounds = _range(condition.values)
    if bounds is None or len(condition.values) > 2:
        return [f"{asked} needs two values, one to start with and one to end with."]
    return [f"{asked} starts after it ends."] if bounds[0] > bounds[1] else []


def _value_problem(definition: PropertyDefinition, value: Value) -> str:
    match definition.type:
        case PropertyType.NUMBER if type(value) not in _NUMBERS:
            return f"“{value}” is not a number, so “{definition.label}” never compares with it."
        case PropertyType.DATE | PropertyType.DATETIME if type(value) not in _NUMBERS:
            return f"“{value}” is not a date, so “{definition.label}” never compares with it."
        case PropertyType.ENUM if str(value).casefold() not in {name.casefold() for name, _ in definition.options}:
            return f"“{value}” is not an option of “{definition.label}”."
        case PropertyType.OWNER if type(value) is not int:
            return f"“{value}” is not a user, so “{definition.label}” never is that."
        case _:
            return ""
