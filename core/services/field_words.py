"""Values of an action's fields in words, as a list of differences says them. What a field means is in its spec."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

from core.actions.delay import in_words as minutes_in_words
from core.actions.names import Names
from core.model.fields import FieldKind, FieldSpec
from core.model.workflow import Action
from core.rules.filter_words import in_words as filter_in_words
from core.services.trigger_words import DAYS, clock_words

NOTHING = "–"
"""Stands for an empty value."""
BRANCHING = frozenset({FieldKind.BRANCHES, FieldKind.VALUE_BRANCHES, FieldKind.SHARES})
"""Kinds of fields whose value is the ways out of a card, each with a name."""


def field_words(action: Action, name: str, spec: FieldSpec, names: Names) -> str:
    """Say what a field of an action holds, e.g. ``2 days`` or ``Ana Ruiz``; ``–`` when it holds nothing."""
    value = getattr(action, name)
    if value in (None, "", ()):
        return NOTHING
    if isinstance(value, Enum):
        return str(getattr(value, "label", value.value))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if spec.kind is FieldKind.PROPERTY_VALUE:
        return names.value(str(getattr(action, "property", "")), value)
    if spec.kind in (FieldKind.PROPERTY, FieldKind.OWNER_PROPERTY):
        return names.property(value)
    if isinstance(value, int):
        return _number_words(value, spec, names)
    if isinstance(value, tuple):
        return ", ".join(_item_words(item, spec, names) for item in value)
    return str(value)


def branch_words(action: Action, name: str, spec: FieldSpec, names: Names) -> Mapping[str, str]:
    """Say of each way out of a branching field who takes it, by its name."""
    found: dict[str, str] = {}
    for branch, title in zip(getattr(action, name), action.branch_names(), strict=False):
        if spec.kind is FieldKind.BRANCHES:
            said = filter_in_words(branch.filter, names)
        elif spec.kind is FieldKind.SHARES:
            said = f"{branch.percent} %"
        else:
            said = _values_words(branch.values, str(getattr(action, "property", "")), names)
        # Two ways out may have one name: both are told.
        found[title if title not in found else f"{title} ({len(found) + 1})"] = said
    return found


def _values_words(values: Sequence[object], name: str, names: Names) -> str:
    said = [names.value(name, value) for value in values if isinstance(value, (str, int, float))]
    return ", ".join(said) or NOTHING


def _number_words(value: int, spec: FieldSpec, names: Names) -> str:
    match spec.kind:
        case FieldKind.SEQUENCE:
            return names.sequence(value)
        case FieldKind.SENDER:
            return names.sender(value)
        case FieldKind.LIST:
            return names.list(value) if value else NOTHING
        case FieldKind.WORKFLOW:
            return names.workflow(value)
        case FieldKind.DURATION:
            return minutes_in_words(value)
        case FieldKind.TIME:
            return clock_words(value)
        case _:
            return f"{value:,} {spec.unit}".strip()


def _item_words(item: object, spec: FieldSpec, names: Names) -> str:
    if spec.kind is FieldKind.SENDERS and isinstance(item, int):
        return names.sender(item)
    if spec.kind is FieldKind.WEEKDAYS and isinstance(item, int) and 0 <= item < len(DAYS):
        return DAYS[item]
    return str(item)
