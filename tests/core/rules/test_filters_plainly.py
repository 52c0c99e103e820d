"""Filters against the plainest way to say what they ask: one condition, one contact, no columns, no speed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.model.fields import Value
from core.model.filter import Condition, Filter, Operator, list_column
from core.model.instant import DAY
from core.rules.addresses import is_address
from core.rules.filters import compile_filter, matches

O = Operator  # noqa: E741 - as in core.model.filter
NOW = 1767614400


def noon() -> int:
    """5 January 2026, 12:00 UTC."""
    return NOW


def _number(*values: Any) -> bool:
    return bool(values) and all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in values)


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _same(value: Any, asked: tuple[Any, ...]) -> bool:
    return any(_folded(value) == _folded(a) for a in asked if a not in (None, ""))


def _text(value: Any, asked: tuple[Any, ...], holds: Callable[[str, str], bool]) -> bool:
    return isinstance(value, str) and asked != () and holds(value.casefold(), str(asked[0]).casefold())


def _compared(value: Any, asked: tuple[Any, ...], holds: Callable[[Any, Any], bool]) -> bool:
    return _number(value, *asked[:1]) and asked != () and holds(value, asked[0])


def _in_range(value: Any, asked: tuple[Any, ...]) -> bool:
    return len(asked) >= 2 and _number(value, *asked[:2]) and asked[0] <= value <= asked[1]


_PLAIN: dict[Operator, Callable[[Any, tuple[Any, ...]], bool]] = {
    O.IS_ANY_OF: _same,
    O.IS_NONE_OF: lambda value, asked: not _same(value, asked),
    O.IS: lambda value, asked: _same(value, asked[:1]),
    O.IS_NOT: lambda value, asked: not _same(value, asked[:1]),
    O.CONTAINS: lambda value, asked: _text(value, asked, lambda text, part: part in text),
    O.NOT_CONTAINS: lambda value, asked: not _text(value, asked, lambda text, part: part in text),
    O.STARTS_WITH: lambda value, asked: _text(value, asked, str.startswith),
    O.ENDS_WITH: lambda value, asked: _text(value, asked, str.endswith),
    O.GREATER: lambda value, asked: _compared(value, asked, lambda v, a: v > a),
    O.LESS: lambda value, asked: _compared(value, asked, lambda v, a: v < a),
    O.AFTER: lambda value, asked: _compared(value, asked, lambda v, a: v > a),
    O.BEFORE: lambda value, asked: _compared(value, asked, lambda v, a: v < a),
    O.BETWEEN: _in_range,
    O.NOT_BETWEEN: lambda value, asked: not _in_range(value, asked),
    O.IN_LAST_DAYS: lambda value, asked: _compared(value, asked, lambda v, days: 0 <= NOW - v <= days * DAY),
    O.DAYS_AGO: lambda value, asked: _compared(value, asked, lambda v, days: NOW - v > days * DAY),
    O.IN_NEXT_DAYS: lambda value, asked: _compared(value, asked, lambda v, days: 0 < v - NOW <= days * DAY),
    O.IS_TRUE: lambda value, asked: value == 1,
    O.IS_FALSE: lambda value, asked: value != 1,
    O.IS_KNOWN: lambda value, asked: value not in (None, ""),
    O.IS_UNKNOWN: lambda value, asked: value in (None, ""),
    O.IS_ADDRESS: lambda value, asked: isinstance(value, str) and is_address(value),
    O.IS_NO_ADDRESS: lambda value, asked: (
        value not in (None, "") and not (isinstance(value, str) and is_address(value))
    ),
}
"""Every operator but those on lists, for one value, without columns or speed in mind."""


def _plain(condition: Condition, values: dict[str, Value]) -> bool:
    if condition.operator in (O.IN_LIST, O.NOT_IN_LIST):
        on_one = any(values.get(list_column(a)) for a in condition.values if isinstance(a, int))
        return on_one == (condition.operator is O.IN_LIST)
    return _PLAIN[condition.operator](values.get(condition.property), condition.values)


_MOMENTS = st.integers(-3, 3).flatmap(lambda days: st.integers(-1, 1).map(lambda second: NOW + days * DAY + second))
_VALUES: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.sampled_from(["", "lead", "Lead", "a@b.example", "x", True, False, 0.5]),
    st.integers(-2, 3),
    _MOMENTS,
)
_ASKED = st.lists(_VALUES, max_size=3).map(tuple)
_CONDITIONS = st.builds(Condition, st.sampled_from(["a", "b", "none"]), st.sampled_from(Operator), _ASKED)
_FILTERS = st.builds(Filter, st.lists(st.lists(_CONDITIONS, min_size=1, max_size=3).map(tuple), max_size=3).map(tuple))
_MEMBER = st.sampled_from([True, None])
_ROWS = st.lists(st.fixed_dictionaries({"a": _VALUES, "b": _VALUES, "list:1": _MEMBER, "list:3": _MEMBER}), max_size=8)


@given(_FILTERS, _ROWS)
def test_many_at_once_agree_with_the_plain_answer_for_each(question: Filter, rows: list[dict[str, Value]]) -> None:
    columns: dict[str, list[Value]] = {name: [row[name] for row in rows] for name in ("a", "b", "list:1", "list:3")}
    picked = compile_filter(question, columns, noon)(range(len(rows)))
    assert picked == [
        i
        for i, row in enumerate(rows)
        if not question.groups or any(all(_plain(c, row) for c in group) for group in question.groups)
    ]
    assert picked == [i for i, row in enumerate(rows) if matches(question, row, noon)]
