"""Which contacts a filter matches, what is wrong with a filter, and how it reads in words.

The one implementation behind triggers, branches, live counts and questions about a single contact: a filter is turned
into a function over columns, which answers for any number of contacts at once. What a filter *is* lives in
``core.model.filter``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

from core.model.contact import PropertyDefinition, PropertyType
from core.model.fields import Value
from core.model.filter import Condition, Filter, Operator, operators_for

Selector: TypeAlias = Callable[[Sequence[int]], list[int]]
"""Takes contact indexes and gives those that match, in the same order, always as a fresh list."""

_Column: TypeAlias = list[Any]
_Maker: TypeAlias = Callable[[_Column, tuple[Value, ...]], Selector]

_EMPTY = (None, "")
_NUMBERS = frozenset({int, float})


def compile_filter(filter: Filter, columns: Mapping[str, list[Value]]) -> Selector:
    """Turn a filter into a function that picks matching contacts by index.

    Values are read when the function is called, so it stays right while the columns change during a run.

    Arguments:
        filter: What must match; groups without conditions are left out, a filter without groups matches everybody.
        columns: Property name to one value per contact; a missing column counts as no value.

    Returns:
        A function over contact indexes.
    """
    groups = [tuple(_compile(c, columns) for c in group) for group in filter.groups if group]
    if not groups:
        return list
    if len(groups) == 1:
        return _all_of(groups[0])
    return _any_of(tuple(_all_of(group) for group in groups))


def matches(filter: Filter, values: Mapping[str, Value]) -> bool:
    """Say whether one contact with these values matches; the same code as for many."""
    return bool(compile_filter(filter, {name: [value] for name, value in values.items()})((0,)))


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
    def select(indexes: Sequence[int]) -> list[int]:
        found: set[int] = set()
        rest: Sequence[int] = indexes
        for pick in selectors:
            found.update(pick(rest))
            rest = [i for i in rest if i not in found]
        return [i for i in indexes if i in found]

    return select


def _compile(condition: Condition, columns: Mapping[str, list[Value]]) -> Selector:
    operator = condition.operator
    column = columns.get(condition.property)
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


# Stored as 1 or as true, yes is yes.
def _is_true(column: _Column, _values: tuple[Value, ...]) -> Selector:
    return lambda indexes: [i for i in indexes if column[i] == 1]


def _is_false(column: _Column, _values: tuple[Value, ...]) -> Selector:
    return lambda indexes: [i for i in indexes if column[i] != 1]


def _is_known(column: _Column, _values: tuple[Value, ...]) -> Selector:
    return lambda indexes: [i for i in indexes if column[i] not in (None, "")]


def _is_unknown(column: _Column, _values: tuple[Value, ...]) -> Selector:
    return lambda indexes: [i for i in indexes if column[i] in (None, "")]


_MAKERS: Mapping[Operator, _Maker] = {
    Operator.IS_ANY_OF: _is_any_of,
    Operator.IS_NONE_OF: _is_none_of,
    Operator.IS: _is,
    Operator.IS_NOT: _is_not,
    Operator.CONTAINS: _contains,
    Operator.NOT_CONTAINS: _not_contains,
    Operator.STARTS_WITH: _starts_with,
    Operator.GREATER: _more,
    Operator.LESS: _less,
    Operator.AFTER: _more,
    Operator.BEFORE: _less,
    Operator.IS_TRUE: _is_true,
    Operator.IS_FALSE: _is_false,
    Operator.IS_KNOWN: _is_known,
    Operator.IS_UNKNOWN: _is_unknown,
}


# ---------------------------------------------------------------- what is wrong with a filter

MOST_CONDITIONS = 250
"""Most conditions a filter may have where no rule pack says otherwise (KB set-your-workflow-enrollment-triggers)."""


def problems_of(
    filter: Filter,
    properties: Mapping[str, PropertyDefinition],
    *,
    most: int = MOST_CONDITIONS,
) -> list[str]:
    """Say in sentences what is wrong with a filter, in the order of its conditions; empty when nothing is.

    Arguments:
        filter: The filter.
        properties: The properties there are, by internal name.
        most: Most conditions allowed, from the rule pack.
    """
    conditions = [c for group in filter.groups for c in group]
    found = [sentence for c in conditions for sentence in _problems(c, properties.get(c.property))]
    if len(conditions) > most:
        found.append(f"There are {len(conditions):,} conditions; a filter may have {most:,}.")
    return found


def _problems(condition: Condition, definition: PropertyDefinition | None) -> list[str]:
    if not condition.property:
        return ["A condition has no property chosen."]
    if definition is None:
        return [f"There is no property “{condition.property}”."]
    operator = condition.operator
    if operator not in operators_for(definition.type):
        return [f"“{definition.label}” cannot be asked whether it “{operator.value}” something."]
    if not operator.takes_value:
        return []
    values = [v for v in condition.values if v not in _EMPTY]
    if not values:
        return [f"“{definition.label} {operator.value}” has no value to compare with."]
    return [sentence for v in values if (sentence := _value_problem(definition, v))]


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


# ---------------------------------------------------------------- in words


class Wording(Protocol):
    """Knows how properties and their values are called; ``core.actions.names.Names`` does."""

    def property(self, name: str) -> str:
        """Give a property's label."""

    def value(self, name: str, value: Value) -> str:
        """Give a property's value in words."""


def in_words(filter: Filter, names: Wording) -> str:
    """Write a filter for a card title, e.g. ``Lifecycle stage is any of Lead, Customer and Country is known``.

    Groups are joined by ``or``; a filter that asks nothing reads ``All contacts``.
    """
    groups = (" and ".join(condition_in_words(c, names) for c in group) for group in filter.groups if group)
    return " or ".join(groups) or "All contacts"


def condition_in_words(condition: Condition, names: Wording) -> str:
    """Write one condition, e.g. ``Country is known``; a value not chosen yet reads ``…``."""
    start = f"{names.property(condition.property)} {condition.operator.value}"
    if not condition.operator.takes_value:
        return start
    values = condition.values if condition.operator.takes_many else condition.values[:1]
    said = ", ".join(names.value(condition.property, v) for v in values if v not in _EMPTY)
    return f"{start} {said or '…'}"
