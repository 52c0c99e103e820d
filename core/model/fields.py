"""How a dataclass says what its fields mean to people: label, kind, limits, help.

An action's panel, its JSON, its checks and its help are made from these; see ``core.actions``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

Value: TypeAlias = str | int | float | bool | None
"""A property's value. Dates and times are instants; an owner is a sender's id; empty is ``None``, never ``""``."""


class FieldKind(Enum):
    """What a field holds, and so which editor it gets and how it is checked."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    CHOICE = "choice"
    SEQUENCE = "sequence"
    SENDER = "sender"
    OWNER_PROPERTY = "owner_property"
    PROPERTY = "property"
    PROPERTY_VALUE = "property_value"
    DURATION = "duration"
    BRANCHES = "branches"
    SWITCH = "switch"
    TIME = "time"
    WEEKDAYS = "weekdays"
    SENDERS = "senders"
    LIST = "list"
    WORKFLOW = "workflow"
    VALUE_BRANCHES = "value_branches"
    SHARES = "shares"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """What people are told of one field.

    Attributes:
        kind: What it holds.
        label: Its name on screen, as HubSpot writes it where HubSpot has it.
        help: One sentence under the field; may be empty.
        required: Whether an empty value is a problem.
        minimum: Smallest number allowed, in ``unit``.
        maximum: Largest number allowed, in ``unit``.
        unit: What a number counts, e.g. ``days``.
        shown_when: Another field's name and the value it must have for this one to matter.
    """

    kind: FieldKind
    label: str
    help: str = ""
    required: bool = False
    minimum: int | None = None
    maximum: int | None = None
    unit: str = ""
    shown_when: tuple[str, object] | None = None


_KEY = "cadenza.spec"


def described(spec: FieldSpec, default: Any) -> Any:  # noqa: ANN401 - dataclasses.field is typed the same way
    """Declare a dataclass field that carries its description."""
    return dataclasses.field(default=default, metadata={_KEY: spec})


def specs_of(cls: type) -> Mapping[str, FieldSpec]:
    """Give the described fields of a dataclass by name, in the order they are declared."""
    return {f.name: f.metadata[_KEY] for f in dataclasses.fields(cls) if _KEY in f.metadata}


def is_shown(holder: object, spec: FieldSpec) -> bool:
    """Say whether a field matters, given the value of the field it depends on."""
    if spec.shown_when is None:
        return True
    name, wanted = spec.shown_when
    return bool(getattr(holder, name) == wanted)
