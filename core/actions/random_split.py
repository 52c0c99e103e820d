"""Random percentage split: contacts part by chance, each with its own draw (KB use-if-then-branches, 18 Mar 2024)."""

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

_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Share:
    """One way out.

    Attributes:
        name: Name on screen; empty means its number.
        percent: How many of 100 contacts go this way, 1 to 100.
    """

    name: str = ""
    percent: int = 50


@dataclass(frozen=True, slots=True)
class RandomSplit(RunnableAction):
    """Contacts go one of several ways by chance.

    The draw belongs to contact and card: the same seed sends a contact the same way whoever else is on the list, and
    the same way again when it comes back.

    Attributes:
        shares: The ways out with their percentages, 100 together.
    """

    kind: ClassVar[str] = "random_split"
    title: ClassVar[str] = "Random percentage split"
    icon: ClassVar[str] = "shuffle"
    group: ClassVar[str] = "Time and branches"
    steers: ClassVar[bool] = True
    has_rest: ClassVar[bool] = False

    shares: tuple[Share, ...] = described(
        FieldSpec(FieldKind.SHARES, "Branches", "The percentages add up to 100.", required=True, unit="%"),
        (Share("A", 50), Share("B", 50)),
    )

    def branch_names(self) -> tuple[str, ...]:
        """Names of the ways out."""
        return tuple(share.name or f"Branch {i}" for i, share in enumerate(self.shares, 1))

    def summary(self, names: Names) -> str:
        """Say who gets how much, e.g. ``A 70 % · B 30 %``."""
        return " · ".join(
            f"{name} {share.percent} %" for name, share in zip(self.branch_names(), self.shares, strict=True)
        )

    def problems(self, project: Project) -> list[FieldProblem]:
        """Check that there are several ways, that nobody's share is odd, and that they add up."""
        found: list[str] = []
        if len(self.shares) < 2:
            found.append("A split has at least 2 branches.")
        for name, share in zip(self.branch_names(), self.shares, strict=True):
            if not 1 <= share.percent <= _WHOLE:
                found.append(f"“{name}” gets {share.percent:,} %; a share is between 1 and {_WHOLE} %.")
        total = sum(share.percent for share in self.shares)
        if total != _WHOLE:
            found.append(f"The shares add up to {total:,} %, not to {_WHOLE} %.")
        return [FieldProblem("shares", sentence) for sentence in found]

    def bind(self, slot: Slot) -> Performer:
        """Part a group by chance; shares that do not make up 100 part nobody, and all go the last way."""
        percents = [share.percent for share in self.shares]
        if sum(percents) != _WHOLE or min(percents) < 0:
            return skip_everybody(slot)
        stage, place, ways, draw = slot.stage, slot.place, slot.branches, slot.stage.draw
        way_of = [way for way, percent in enumerate(percents) for _ in range(percent)]

        def perform(now: Instant, who: list[int]) -> None:
            parts: list[list[int]] = [[] for _ in ways]
            for i in who:
                parts[way_of[draw(i, place, _WHOLE)]].append(i)
            for number, part in enumerate(parts, 1):
                if part:
                    stage.tell(now, part, place, Outcome.DONE, a=number)
                    stage.push(now, ways[number - 1], part)

        return perform
