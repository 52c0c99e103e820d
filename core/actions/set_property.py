"""Set a property of the contact to a value."""

from __future__ import annotations

import builtins
from dataclasses import dataclass
from typing import ClassVar

from core.actions.base import FieldProblem, RunnableAction
from core.actions.names import Names
from core.actions.stage import Performer, Slot
from core.model.contact import PropertyType
from core.model.fields import FieldKind, FieldSpec, Value, described
from core.model.instant import Instant
from core.model.project import Project
from core.model.reason import Reason
from core.model.trace import Outcome


@dataclass(frozen=True, slots=True)
class SetProperty(RunnableAction):
    """Sets one property, in the rehearsal only.

    Attributes:
        property: Internal name of the property.
        value: The new value; ``None`` clears it.
    """

    kind: ClassVar[str] = "set_property"
    title: ClassVar[str] = "Set property value"
    icon: ClassVar[str] = "set_property"
    group: ClassVar[str] = "Contact"

    property: str = described(FieldSpec(FieldKind.PROPERTY, "Property", required=True), "")
    value: Value = described(
        FieldSpec(FieldKind.PROPERTY_VALUE, "Value", "Leave it empty to clear the property."), None
    )

    def summary(self, names: Names) -> str:
        """Say what becomes what."""
        if not self.property:
            return "no property chosen"
        return f"{names.property(self.property)} → {names.value(self.property, self.value)}"

    def problems(self, project: Project) -> list[FieldProblem]:
        """Check that the property exists and takes the value."""
        if not self.property:
            return [FieldProblem("property", "Choose a property.")]
        definition = project.property(self.property)
        if definition is None:
            return [FieldProblem("property", f"There is no property “{self.property}” any more.")]
        options = dict(definition.options)
        if definition.type is PropertyType.ENUM and self.value is not None and self.value not in options:
            return [FieldProblem("value", f"“{self.value}” is no option of {definition.label}.")]
        return []

    @builtins.property  # the field "property" hides the plain name
    def written(self) -> frozenset[str]:
        """The property it sets."""
        return frozenset({self.property} if self.property else ())

    def bind(self, slot: Slot) -> Performer:
        """Set the value for a whole group."""
        stage, place, then = slot.stage, slot.place, slot.then

        def perform(now: Instant, who: list[int]) -> None:
            if self.property:
                stage.tell(now, who, place, Outcome.DONE)
                stage.set_values(now, who, self.property, self.value)
            else:
                stage.tell(now, who, place, Outcome.SKIPPED, Reason.FIELD_MISSING)
            stage.push(now, then, who)

        return perform
