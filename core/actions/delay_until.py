"""Delay until a day or time: the next chosen weekday and time of day (KB use-delays, 11 Jun 2024)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta, tzinfo
from typing import ClassVar

from core.actions.base import FieldProblem, RunnableAction
from core.actions.names import Names
from core.actions.skipping import skip_everybody
from core.actions.stage import Performer, Slot
from core.model.day_names import LONG_DAYS
from core.model.fields import FieldKind, FieldSpec, described
from core.model.instant import Instant
from core.model.project import Project
from core.model.trace import Outcome
from core.rules.calendar import local_date, local_instant

_LAST_MINUTE = 24 * 60 - 1
_WORKDAYS = (0, 1, 2, 3, 4)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DelayUntil(RunnableAction):
    """Contacts wait until the clock of the account shows a time, on a weekday that was chosen.

    Whoever comes at that very second goes on at once; whoever comes a second later waits for the next such moment.
    When the clocks change: a time that they jump over means the moment of the jump, a time that comes twice means the
    first, and the second for those who come between the two.

    Attributes:
        weekdays: 0 is Monday; empty means any day.
        minute: Minute of the day in the account's time zone.
    """

    kind: ClassVar[str] = "delay_until"
    title: ClassVar[str] = "Delay until a day or time"
    icon: ClassVar[str] = "delay_until"
    group: ClassVar[str] = "Time and branches"
    steers: ClassVar[bool] = True

    weekdays: tuple[int, ...] = described(
        FieldSpec(FieldKind.WEEKDAYS, "Days of the week", "Choose none to wait for the time only."), ()
    )
    minute: int = described(
        FieldSpec(
            FieldKind.TIME,
            "Time of day",
            "In the account’s time zone.",
            minimum=0,
            maximum=_LAST_MINUTE,
            unit="minutes",
        ),
        9 * 60,
    )

    def headline(self, names: Names) -> str:
        """Say until when, e.g. ``Delay until Monday at 09:00``."""
        days = tuple(sorted({day for day in self.weekdays if 0 <= day < len(LONG_DAYS)}))
        clock = f"{self.minute // 60:02}:{self.minute % 60:02}"
        if not days or len(days) == len(LONG_DAYS):
            return f"Delay until {clock}"
        if days == _WORKDAYS:
            return f"Delay until a weekday at {clock}"
        said = [LONG_DAYS[day] if len(days) == 1 else LONG_DAYS[day][:3] for day in days]
        return f"Delay until {' or '.join(filter(None, (', '.join(said[:-1]), said[-1])))} at {clock}"

    def problems(self, project: Project) -> list[FieldProblem]:
        """Check days and time."""
        found = [
            FieldProblem("weekdays", f"“{day}” is no day of the week; 0 is Monday and 6 is Sunday.")
            for day in self.weekdays
            if not 0 <= day < len(LONG_DAYS)
        ]
        if not 0 <= self.minute <= _LAST_MINUTE:
            found.append(FieldProblem("minute", "The time of day is between 00:00 and 23:59."))
        return found

    def bind(self, slot: Slot) -> Performer:
        """Let a group wait, then go on together; a day or time that does not exist keeps nobody waiting."""
        if self.problems(slot.stage.project):
            return skip_everybody(slot)
        stage, place, zone = slot.stage, slot.place, slot.stage.zone
        hold = slot.waiting_room.until(slot.then)
        days, second = frozenset(self.weekdays or range(len(LONG_DAYS))), self.minute * 60

        def perform(now: Instant, who: list[int]) -> None:
            until = next_moment(now, days, second, zone)
            stage.tell(now, who, place, Outcome.DONE, a=until)
            hold(until, who)

        return perform


def next_moment(now: Instant, days: frozenset[int], second: int, zone: tzinfo) -> Instant:
    """Give the first moment, not before now, at which the local clock shows a time on one of some weekdays.

    Arguments:
        now: The earliest moment.
        days: Weekdays, 0 is Monday; at least one.
        second: Second of the day on the clock's face.
        zone: The time zone.
    """
    day = local_date(now, zone)
    while True:
        if day.weekday() in days:
            found = local_instant(day, second, zone, not_before=now)
            # A zone can leave out a whole day (Samoa, 30 Dec 2011); the time then means a day nobody chose.
            if found >= now and local_date(found, zone).weekday() in days:
                return found
        day += _ONE_DAY
