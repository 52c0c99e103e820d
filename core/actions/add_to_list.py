"""Add to list: contacts become members of a static list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.actions.base import FieldProblem, RunnableAction, field_problems
from core.actions.names import Names
from core.actions.skipping import skip_everybody
from core.actions.stage import Performer, Slot
from core.model.fields import FieldKind, FieldSpec, described
from core.model.filter import list_column
from core.model.instant import Instant
from core.model.project import Project
from core.model.trace import Outcome


@dataclass(frozen=True, slots=True)
class AddToList(RunnableAction):
    """Puts contacts on a list, in the rehearsal only.

    Attributes:
        contact_list: List id, 0 for none chosen.
    """

    kind: ClassVar[str] = "add_to_list"
    title: ClassVar[str] = "Add to list"
    icon: ClassVar[str] = "add_to_list"
    group: ClassVar[str] = "Contact"

    contact_list: int = described(
        FieldSpec(FieldKind.LIST, "List", "Contacts that are on it already stay.", required=True), 0
    )

    def summary(self, names: Names) -> str:
        """Name the list."""
        return names.list(self.contact_list)

    def problems(self, project: Project) -> list[FieldProblem]:
        """Check that a list is chosen and still there."""
        if self.contact_list and project.contact_list(self.contact_list) is None:
            return [FieldProblem("contact_list", "This list no longer exists; choose another.")]
        found = project.contact_list(self.contact_list)
        if found is not None and found.is_active:
            return [
                FieldProblem("contact_list", "This is an active list: its filter says who is on it. Choose another.")
            ]
        return field_problems(self)

    @property
    def written(self) -> frozenset[str]:
        """The column that says who is on the list."""
        return frozenset({list_column(self.contact_list)} if self.contact_list else ())

    def bind(self, slot: Slot) -> Performer:
        """Put a whole group on the list."""
        stage, place, then, list_id = slot.stage, slot.place, slot.then, self.contact_list
        found = stage.project.contact_list(list_id)
        if found is None or found.is_active:
            return skip_everybody(slot)
        column = list_column(list_id)

        def perform(now: Instant, who: list[int]) -> None:
            stage.tell(now, who, place, Outcome.DONE, a=list_id)
            stage.set_values(now, who, column, True)
            stage.push(now, then, who)

        return perform
