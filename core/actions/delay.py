"""Delay for a set amount of time (KB use-delays, 11 Jun 2024)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.actions.base import FieldProblem, RunnableAction
from core.actions.names import Names
from core.actions.stage import Performer, Slot
from core.model.fields import FieldKind, FieldSpec, described
from core.model.instant import Instant
from core.model.project import Project
from core.model.trace import Outcome

_DAY = 24 * 60
_LONGEST = 5 * 365 * _DAY


@dataclass(frozen=True, slots=True)
class Delay(RunnableAction):
    """Contacts wait here.

    Attributes:
        minutes: How long, in minutes; large delays are stored in minutes as HubSpot does.
    """

    kind: ClassVar[str] = "delay"
    title: ClassVar[str] = "Delay"
    icon: ClassVar[str] = "delay"
    group: ClassVar[str] = "Time and branches"
    steers: ClassVar[bool] = True

    minutes: int = described(
        FieldSpec(
            FieldKind.DURATION,
            "Delay for",
            "A set amount of time. Send windows and business days do not move it.",
            required=True,
            minimum=1,
            maximum=_LONGEST,
            unit="minutes",
        ),
        _DAY,
    )

    def headline(self, names: Names) -> str:
        """Say how long, e.g. ``Delay for 2 days``."""
        return f"Delay for {in_words(self.minutes)}"

    def summary(self, names: Names) -> str:
        """Nothing more to say than the headline."""
        return ""

    def problems(self, project: Project) -> list[FieldProblem]:
        """Check the amount."""
        if 1 <= self.minutes <= _LONGEST:
            return []
        return [FieldProblem("minutes", "A delay is at least 1 minute and at most 5 years.")]

    def bind(self, slot: Slot) -> Performer:
        """Let a group wait, then go on together."""
        stage, place = slot.stage, slot.place
        hold = slot.waiting_room.until(slot.then)
        seconds = min(max(self.minutes, 1), _LONGEST) * 60

        def perform(now: Instant, who: list[int]) -> None:
            stage.tell(now, who, place, Outcome.DONE, a=now + seconds)
            hold(now + seconds, who)

        return perform


def in_words(minutes: int) -> str:
    """Give an amount of minutes in words, e.g. ``1 day 2 hours``."""
    days, rest = divmod(minutes, _DAY)
    hours, rest = divmod(rest, 60)
    parts = [(days, "day"), (hours, "hour"), (rest, "minute")]
    words = [f"{n:,} {unit}{'' if n == 1 else 's'}" for n, unit in parts if n]
    return " ".join(words) or "0 minutes"
