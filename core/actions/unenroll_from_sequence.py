"""Unenroll from sequence: out of whichever sequence the contact is active in, shared or private (S12)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.actions.base import RunnableAction
from core.actions.names import Names
from core.actions.stage import Performer, Slot
from core.model.instant import Instant
from core.model.reason import Reason
from core.model.trace import Outcome, RowKind


@dataclass(frozen=True, slots=True)
class UnenrollFromSequence(RunnableAction):
    """Takes contacts out of their sequence; it has no fields."""

    kind: ClassVar[str] = "unenroll_from_sequence"
    title: ClassVar[str] = "Unenroll from sequence"
    icon: ClassVar[str] = "unenroll"
    group: ClassVar[str] = "Sequences"

    def summary(self, names: Names) -> str:
        """Say from where."""
        return "whichever it is active in"

    def bind(self, slot: Slot) -> Performer:
        """Unenroll each contact of a group that is in a sequence; ownership and sharing never block it."""
        stage, place, then = slot.stage, slot.place, slot.then

        def perform(now: Instant, who: list[int]) -> None:
            out: list[int] = []
            done = 0
            for index in who:
                inside = stage.inside(index)
                if inside is None:
                    out.append(index)
                    continue
                done += 1
                stage.rows.append(
                    (now, stage.ids[index], place, RowKind.ACTION, Outcome.DONE, 0, inside.sender, inside.sequence, 0,
                     inside.since, 0, 0)
                )  # fmt: skip
                stage.unenroll(now, index, Reason.UNENROLLED_BY_WORKFLOW, place)
            if done:
                stage.count(place, Outcome.DONE, Reason.NONE, done)
            if out:
                stage.tell(now, out, place, Outcome.SKIPPED, Reason.NOT_ENROLLED)
            stage.push(now, then, who)

        return perform
