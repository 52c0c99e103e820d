"""Add note: a note on the contact's record (action 0-169425243 of the workflows API)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.actions.base import FieldProblem, RunnableAction
from core.actions.names import Names
from core.actions.skipping import skip_everybody
from core.actions.stage import Performer, Slot
from core.model.fields import FieldKind, FieldSpec, described
from core.model.instant import Instant
from core.model.project import Project
from core.model.trace import Outcome

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class AddNote(RunnableAction):
    """Puts a note on each contact; in a rehearsal only the log shows it.

    Attributes:
        text: The note.
    """

    kind: ClassVar[str] = "add_note"
    title: ClassVar[str] = "Add note"
    icon: ClassVar[str] = "note"
    group: ClassVar[str] = "Contact"

    text: str = described(FieldSpec(FieldKind.LONG_TEXT, "Note", required=True), "")

    def summary(self, names: Names) -> str:
        """Give the note's first line, cut where it is long."""
        line = next(iter(self.text.strip().splitlines()), "no text")
        return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1].rstrip()}…"

    def problems(self, project: Project) -> list[FieldProblem]:
        """Check that it says something."""
        return [] if self.text.strip() else [FieldProblem("text", "Type a note.")]

    def bind(self, slot: Slot) -> Performer:
        """Note it for a whole group; an empty note is none."""
        if not self.text.strip():
            return skip_everybody(slot)
        stage, place, then = slot.stage, slot.place, slot.then

        def perform(now: Instant, who: list[int]) -> None:
            stage.tell(now, who, place, Outcome.DONE)
            stage.push(now, then, who)

        return perform
