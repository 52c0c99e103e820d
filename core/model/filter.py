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
    GREATER = "is greater than"
    LESS = "is less than"
    AFTER = "is after"
    BEFORE = "is before"
    IS_TRUE = "is true"
    IS_FALSE = "is false"
    IS_KNOWN = "is known"
    IS_UNKNOWN = "is unknown"

    @property
    def takes_value(self) -> bool:
        """Whether the condition needs a value to compare with."""
        return self not in (Operator.IS_TRUE, Operator.IS_FALSE, Operator.IS_KNOWN, Operator.IS_UNKNOWN)

    @property
    def takes_many(self) -> bool:
        """Whether it may have several values."""
        return self in (Operator.IS_ANY_OF, Operator.IS_NONE_OF)

    @property
    def is_negative(self) -> bool:
        """Whether it also matches contacts with no value, as negative filters do in contact workflows."""
        return self in (Operator.IS_NONE_OF, Operator.IS_NOT, Operator.NOT_CONTAINS, Operator.IS_FALSE)


_O = Operator
_KNOWN = (_O.IS_KNOWN, _O.IS_UNKNOWN)
_CHOICE = (_O.IS_ANY_OF, _O.IS_NONE_OF, *_KNOWN)
_TEXT = (_O.IS, _O.IS_NOT, _O.IS_ANY_OF, _O.IS_NONE_OF, _O.CONTAINS, _O.NOT_CONTAINS, _O.STARTS_WITH, *_KNOWN)
_MOMENT = (_O.AFTER, _O.BEFORE, *_KNOWN)
_BY_TYPE = {
    PropertyType.TEXT: _TEXT,
    PropertyType.EMAIL: _TEXT,
    PropertyType.TIME_ZONE: _TEXT,
    PropertyType.ENUM: _CHOICE,
    PropertyType.OWNER: _CHOICE,
    PropertyType.NUMBER: (_O.IS, _O.IS_NOT, _O.GREATER, _O.LESS, *_KNOWN),
    PropertyType.BOOL: (_O.IS_TRUE, _O.IS_FALSE, *_KNOWN),
    PropertyType.DATE: _MOMENT,
    PropertyType.DATETIME: _MOMENT,
}


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
        """Names of all properties it looks at."""
        return frozenset(c.property for group in self.groups for c in group)
