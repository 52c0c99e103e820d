"""Moments of the script: minutes after the start of a rehearsal, shown as *day 3, 10:15* and back.

A day begins at midnight in the account's time zone; day 1 is the day on which the rehearsal starts. Pure; no widgets.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from core.model.event import ScriptedEvent
from core.model.instant import MINUTE, from_instant, to_instant
from core.model.project import Project
from core.services.script import detail_of
from core.services.values import zone_of_account


def start_of(project: Project) -> datetime:
    """Give the start of the next rehearsal, local to the account."""
    return from_instant(project.account.settings.start, zone_of_account(project))


def day_and_time(minute: int, project: Project) -> tuple[int, time]:
    """Give the day, counted from 1, and the clock time of a minute of the script."""
    start = start_of(project)
    moment = from_instant(project.account.settings.start + minute * MINUTE, zone_of_account(project))
    return (moment.date() - start.date()).days + 1, moment.time()


def minute_of(day: int, clock: time, project: Project) -> int:
    """Give the minute of the script of a day and clock time; negative before the start."""
    on = start_of(project).date() + timedelta(days=day - 1)
    moment = datetime.combine(on, clock, zone_of_account(project))
    return (to_instant(moment) - project.account.settings.start) // MINUTE


def event_words(event: ScriptedEvent, project: Project) -> tuple[str, str]:
    """Say when and what, e.g. (``Day 3 · 10:15``, ``Form submitted: Demo request``)."""
    day, clock = day_and_time(event.minute, project)
    detail = detail_of(event, project)
    what = f"{event.kind.label}{' ' if detail.startswith('with ') else ': '}{detail}" if detail else event.kind.label
    return f"Day {day} · {clock:%H:%M}", what
