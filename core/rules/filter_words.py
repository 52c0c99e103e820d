"""How a filter reads: conditions in words, with the names people gave to things. What it matches is in ``filters``."""

from __future__ import annotations

from typing import Protocol

from core.model.fields import Value
from core.model.filter import Condition, Filter, Operator

_EMPTY = (None, "")


class Wording(Protocol):
    """Knows how properties and their values are called; ``core.actions.names.Names`` does."""

    def property(self, name: str) -> str:
        """Give a property's label."""

    def value(self, name: str, value: Value) -> str:
        """Give a property's value in words."""

    def list(self, list_id: int) -> str:
        """Name a contact list."""


def in_words(filter: Filter, names: Wording) -> str:
    """Write a filter for a card title, e.g. ``Lifecycle stage is any of Lead, Customer and Country is known``.

    Groups are joined by ``or``; a filter that asks nothing reads ``All contacts``.
    """
    groups = (" and ".join(condition_in_words(c, names) for c in group) for group in filter.groups if group)
    return " or ".join(groups) or "All contacts"


def condition_in_words(condition: Condition, names: Wording) -> str:
    """Write one condition, e.g. ``Country is known`` or ``is a member of VIPs``; a value not chosen yet reads ``…``."""
    operator, values = condition.operator, condition.values
    if operator in (Operator.IN_LIST, Operator.NOT_IN_LIST):
        said = ", ".join(names.list(v) if type(v) is int else str(v) for v in values if v not in _EMPTY)
        return f"{operator.value} {said or '…'}"
    label = names.property(condition.property)
    if operator.takes_days:
        return f"{label} {days_phrase(operator, values[0] if values and values[0] not in _EMPTY else '…')}"
    start = f"{label} {operator.value}"
    if not operator.takes_value:
        return start
    if operator.takes_range:
        ends = [names.value(condition.property, v) if v not in _EMPTY else "…" for v in (*values, None, None)[:2]]
        return f"{start} {ends[0]} and {ends[1]}"
    asked = values if operator.takes_many else values[:1]
    said = ", ".join(names.value(condition.property, v) for v in asked if v not in _EMPTY)
    return f"{start} {said or '…'}"


def days_phrase(operator: Operator, days: Value) -> str:
    """Write an operator with its days in the middle: ``is in the last 7 days``, ``is more than 1 day ago``."""
    number = f"{days:,} day{'' if days == 1 else 's'}" if type(days) in (int, float) else f"{days} days"
    if operator is Operator.DAYS_AGO:
        return f"is more than {number} ago"
    return f"{operator.value.removesuffix('days')}{number}"
