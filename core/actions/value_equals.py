"""Value equals branch: one way out for each value of a property (KB use-if-then-branches, 18 Mar 2024)."""

from __future__ import annotations

import builtins
from dataclasses import dataclass
from math import isfinite
from typing import ClassVar

from core.actions.base import FieldProblem, RunnableAction
from core.actions.names import Names
from core.actions.skipping import skip_everybody
from core.actions.stage import Performer, Slot
from core.model.contact import PropertyDefinition, PropertyType
from core.model.fields import FieldKind, FieldSpec, Value, described
from core.model.instant import Instant
from core.model.project import Project
from core.model.trace import Outcome

MAX_BRANCHES = 250
"""Most ways out, the last one not counted."""

_EMPTY = (None, "")
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class ValueBranch:
    """One way out.

    Attributes:
        name: Name on screen; empty means its values in words.
        values: Contacts with one of these go this way; empty ones lead nobody here.
    """

    name: str = ""
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueEquals(RunnableAction):
    """Contacts go the way that has the very value of their property; case does not matter in texts.

    Attributes:
        property: Internal name of the property.
        branches: The ways out, without the last one for contacts with another value or none.
        none_met: Name of the last way.
    """

    kind: ClassVar[str] = "value_equals"
    title: ClassVar[str] = "Value equals branch"
    icon: ClassVar[str] = "value_equals"
    group: ClassVar[str] = "Time and branches"
    steers: ClassVar[bool] = True

    property: str = described(FieldSpec(FieldKind.PROPERTY, "Property", required=True), "")
    branches: tuple[ValueBranch, ...] = described(
        FieldSpec(
            FieldKind.VALUE_BRANCHES, "Branches", "Contacts take the branch that has their value.", required=True
        ),
        (ValueBranch(),),
    )
    none_met: str = described(
        FieldSpec(FieldKind.TEXT, "Name of the last branch", "For contacts with another value or none."),
        "None matched",
    )

    def branch_names(self) -> tuple[str, ...]:
        """Names of all ways out, the last one included."""
        return (*(_name(b, i) for i, b in enumerate(self.branches, 1)), self.none_met or "None matched")

    def headline(self, names: Names) -> str:
        """Say which property decides, e.g. ``Branch by Lifecycle stage``."""
        return f"Branch by {names.property(self.property)}" if self.property else self.title

    def summary(self, names: Names) -> str:
        """Name the first ways out, and say how many more there are."""
        ways = self.branch_names()
        more = len(ways) - _SHOWN
        return " · ".join(ways[:_SHOWN]) + (f" · {more} more" if more > 0 else "")

    def problems(self, project: Project) -> list[FieldProblem]:
        """Check the property, the number of branches, and their values."""
        definition = project.property(self.property)
        found: list[FieldProblem] = []
        if not self.property:
            found.append(FieldProblem("property", "Choose a property."))
        elif definition is None:
            found.append(FieldProblem("property", f"There is no property “{self.property}” any more."))
        if not 1 <= len(self.branches) <= MAX_BRANCHES:
            sentence = f"There are {len(self.branches)} branches; there may be between 1 and {MAX_BRANCHES}."
            found.append(FieldProblem("branches", sentence))
        return found + [FieldProblem("branches", s) for s in self._branch_problems(definition, project)]

    def _branch_problems(self, definition: PropertyDefinition | None, project: Project) -> list[str]:
        found: list[str] = []
        taken: dict[Value, int] = {}
        names = self.branch_names()
        for number, branch in enumerate(self.branches):
            name = names[number]
            values = [v for v in branch.values if v not in _EMPTY]
            if not values:
                found.append(f"“{name}” has no value, so no contact goes that way.")
            for value in values:
                first = taken.setdefault(_folded(value), number)
                if first != number:
                    found.append(f"“{name}”: “{value}” leads to “{names[first]}” already, which comes first.")
                if definition is not None and not _fits(definition, value, project):
                    found.append(f"“{name}”: “{value}” cannot be a value of {definition.label}.")
        return found

    @builtins.property  # the field “property” hides the plain name
    def watched(self) -> frozenset[str]:
        """The property that decides."""
        return frozenset({self.property} if self.property else ())

    def bind(self, slot: Slot) -> Performer:
        """Part a group by value; without a property everybody goes the last way."""
        if not self.property:
            return skip_everybody(slot)
        stage, place, ways = slot.stage, slot.place, slot.branches
        column = stage.column(self.property)
        last = len(ways)
        numbers: dict[Value, int] = {}
        for number, branch in enumerate(self.branches, 1):
            for value in branch.values:
                if value not in _EMPTY:
                    numbers.setdefault(_folded(value), number)
        number_of = numbers.get

        def perform(now: Instant, who: list[int]) -> None:
            parts: dict[int, list[int]] = {}
            for i in who:
                value = column[i]
                number = number_of(value.casefold() if type(value) is str else value, last)
                parts.setdefault(number, []).append(i)
            for number, part in sorted(parts.items()):
                stage.tell(now, part, place, Outcome.DONE, a=number)
                stage.push(now, ways[number - 1], part)

        return perform


def _name(branch: ValueBranch, number: int) -> str:
    said = ", ".join(str(v) for v in branch.values if v not in _EMPTY)
    return branch.name or said or f"Branch {number}"


def _folded(value: Value) -> Value:
    return value.casefold() if isinstance(value, str) else value


def _fits(definition: PropertyDefinition, value: Value, project: Project) -> bool:
    """Say whether a property could have a value at all."""
    is_number = type(value) in (int, float)
    match definition.type:
        case PropertyType.NUMBER:
            return is_number and isfinite(float(value or 0))
        case PropertyType.DATE | PropertyType.DATETIME:
            return is_number
        case PropertyType.BOOL:
            return isinstance(value, bool)
        case PropertyType.OWNER:
            return type(value) is int and project.sender(value) is not None
        case PropertyType.ENUM:
            return _folded(value) in {option.casefold() for option, _ in definition.options}
        case _:
            return isinstance(value, str)
