"""Filters over contact properties: groups joined by OR, conditions inside a group joined by AND (HubSpot Lists API)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from core.model.contact import PropertyType
from core.model.fields import Value


class Operator(Enum):
    """What a condition asks of a property."""

    IS_ANY_OF = "is any of"
    IS_NONE_OF = "is none of"
    IS = "is"
    IS_NOT = "is not"
    CONTAINS = "contains"
    NOT_CONTAINS = "does not contain"
    STARTS_WITH = "starts with"
    ENDS_WITH = "ends with"
    GREATER = "is greater than"
    LESS = "is less than"
    AFTER = "is after"
    BEFORE = "is before"
    BETWEEN = "is between"
    NOT_BETWEEN = "is not between"
    IN_LAST_DAYS = "is in the last days"
    DAYS_AGO = "is more days ago than"
    IN_NEXT_DAYS = "is in the next days"
    IN_LIST = "is a member of"
    NOT_IN_LIST = "is not a member of"
    IS_TRUE = "is true"
    IS_FALSE = "is false"
    IS_KNOWN = "is known"
    IS_UNKNOWN = "is unknown"
    IS_ADDRESS = "is a valid address"
    IS_NO_ADDRESS = "is not a valid address"

    @property
    def takes_value(self) -> bool:
        """Whether the condition needs a value to compare with."""
        return self not in _BARE

    @property
    def takes_many(self) -> bool:
        """Whether it may have several values."""
        return self in (Operator.IS_ANY_OF, Operator.IS_NONE_OF, Operator.IN_LIST, Operator.NOT_IN_LIST)

    @property
    def takes_range(self) -> bool:
        """Whether it needs two values, the lower one first; both belong to the range."""
        return self in (Operator.BETWEEN, Operator.NOT_BETWEEN)

    @property
    def takes_days(self) -> bool:
        """Whether its value is a number of days, counted from the moment it is asked."""
        return self in (Operator.IN_LAST_DAYS, Operator.DAYS_AGO, Operator.IN_NEXT_DAYS)

    @property
    def is_negative(self) -> bool:
        """Whether it also matches contacts with no value, as negative filters do in contact workflows."""
        return self in _NEGATIVE


_O = Operator
_NEGATIVE = (_O.IS_NONE_OF, _O.IS_NOT, _O.NOT_CONTAINS, _O.IS_FALSE, _O.NOT_BETWEEN, _O.NOT_IN_LIST)
_KNOWN = (_O.IS_KNOWN, _O.IS_UNKNOWN)
_ADDRESS = (_O.IS_ADDRESS, _O.IS_NO_ADDRESS)
_BARE = (_O.IS_TRUE, _O.IS_FALSE, *_KNOWN, *_ADDRESS)
_CHOICE = (_O.IS_ANY_OF, _O.IS_NONE_OF, *_KNOWN)
_PARTS = (_O.CONTAINS, _O.NOT_CONTAINS, _O.STARTS_WITH, _O.ENDS_WITH)
_TEXT = (_O.IS, _O.IS_NOT, _O.IS_ANY_OF, _O.IS_NONE_OF, *_PARTS, *_KNOWN)
_MOMENT = (
    _O.AFTER, _O.BEFORE, _O.IN_LAST_DAYS, _O.DAYS_AGO, _O.IN_NEXT_DAYS, _O.BETWEEN, _O.NOT_BETWEEN, *_KNOWN,
)  # fmt: skip
_BY_TYPE = {
    PropertyType.TEXT: _TEXT,
    PropertyType.EMAIL: (*_TEXT, *_ADDRESS),
    PropertyType.TIME_ZONE: _TEXT,
    PropertyType.ENUM: _CHOICE,
    PropertyType.OWNER: _CHOICE,
    PropertyType.NUMBER: (_O.IS, _O.IS_NOT, _O.GREATER, _O.LESS, _O.BETWEEN, _O.NOT_BETWEEN, *_KNOWN),
    PropertyType.BOOL: (_O.IS_TRUE, _O.IS_FALSE, *_KNOWN),
    PropertyType.DATE: _MOMENT,
    PropertyType.DATETIME: _MOMENT,
    PropertyType.LIST: (_O.IN_LIST, _O.NOT_IN_LIST),
}


def columns_of(condition: Condition) -> tuple[str, ...]:
    """Name the columns a condition looks at."""
    if condition.operator in (Operator.IN_LIST, Operator.NOT_IN_LIST):
        return tuple(list_column(value) for value in condition.values if isinstance(value, int))
    return (condition.property,)


def list_column(list_id: int) -> str:
    """Name the column that says who is a member of a list."""
    return f"list:{list_id}"


def operators_for(kind: PropertyType) -> tuple[Operator, ...]:
    """Give the operators that make sense for a property type, the most used first."""
    return _BY_TYPE[kind]


@dataclass(frozen=True, slots=True)
class Condition:
    """One question about one property, e.g. *Lifecycle stage is any of Lead, Customer*."""

    property: str = ""
    operator: Operator = Operator.IS_ANY_OF
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """Groups of conditions: a contact matches when all conditions of at least one group hold.

    A filter without groups matches every contact.
    """

    groups: tuple[tuple[Condition, ...], ...] = ()

    @property
    def properties(self) -> frozenset[str]:
        """Names of all columns it looks at; membership of list 3 is the column ``list:3``."""
        return frozenset(name for group in self.groups for c in group for name in columns_of(c))

    @property
    def moves_with_time(self) -> bool:
        """Whether its answer can change just because time passes."""
        return any(c.operator.takes_days for group in self.groups for c in group)
