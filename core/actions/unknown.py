"""An action of a kind this program does not know, from a newer file or an import: kept whole, shown grey, skipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar

from core.actions.base import FieldProblem, RunnableAction
from core.actions.names import Names
from core.actions.stage import Performer, Slot
from core.model.instant import Instant
from core.model.project import Project
from core.model.reason import Reason
from core.model.trace import Outcome


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class UnknownAction(RunnableAction):
    """An action that is kept but not understood.

    Attributes:
        data: The action as the file held it.
    """

    kind: ClassVar[str] = "unknown"
    title: ClassVar[str] = "Unknown action"
    icon: ClassVar[str] = "unknown"
    group: ClassVar[str] = ""

    data: Mapping[str, Any] = field(default_factory=_nothing)

    def summary(self, names: Names) -> str:
        """Name the kind the file gave it."""
        return f"“{self.data.get('kind', '?')}” · skipped in a rehearsal"

    def problems(self, project: Project) -> list[FieldProblem]:
        """Say that it will be skipped."""
        return [FieldProblem("data", "This version of Cadenza does not know this action; contacts skip it.")]

    def bind(self, slot: Slot) -> Performer:
        """Let everybody skip it; below an unknown branch they go the last way, as where a branch is off."""
        stage, place, then = slot.stage, slot.place, slot.branches[-1] if slot.branches else slot.then

        def perform(now: Instant, who: list[int]) -> None:
            stage.tell(now, who, place, Outcome.SKIPPED, Reason.ACTION_UNKNOWN)
            stage.push(now, then, who)

        return perform
