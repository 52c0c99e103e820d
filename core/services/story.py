"""The story of one contact: what happened to it in one rehearsal, day by day, in plain sentences with everybody's time.

The sentences are made in ``core.services.story_words``. The contact's own time zone is the one it has now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from itertools import groupby
from typing import TYPE_CHECKING

from core.model.day_names import LONG_DAYS
from core.model.instant import Instant, from_instant
from core.model.run import Cast
from core.rules.calendar import zone_or
from core.services.log import LogLine, LogQuery
from core.services.story_words import sentence_of
from core.services.values import zone_of_account

if TYPE_CHECKING:
    from core.services.workspace import Workspace

# Python's own names follow the system's language, which the window's do not.
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_NOTHING = "Nothing happened to this contact in this rehearsal."
MOST_LINES = 2_000
"""Most rows that are told; only a loop of workflows makes more for one contact."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Somebody's time where it is not the account's.

    Attributes:
        whose: Whose it is, e.g. ``Ana Ruiz``.
        time: Their date and time.
    """

    whose: str
    time: datetime


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened.

    Attributes:
        line: The row of the log.
        time: When, in the account's time.
        sentence: What.
        clocks: The time of the contact and of the sender where theirs differs.
    """

    line: LogLine
    time: datetime
    sentence: str
    clocks: tuple[Clock, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """What happened on one day of the account's calendar."""

    day: date
    happenings: tuple[Happening, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """What happened to one contact in one rehearsal.

    Attributes:
        contact: Its id.
        name: Its name, also after it was deleted.
        run: The rehearsal.
        zone: Name of the account's time zone.
        days: The days on which something happened, in their order.
        left_out: How many more rows there are than are told.
        until: The account's time until which it is told; ``None`` for the whole rehearsal.
    """

    contact: int
    name: str
    run: int
    zone: str
    days: tuple[Day, ...] = ()
    left_out: int = 0
    until: datetime | None = None


def until(story: Story, row: int, time: Instant, zone: tzinfo) -> Story:
    """Give a story as far as it has come at an instant.

    Arguments:
        story: The whole of it.
        row: The first row of the log that has not happened yet.
        time: The instant.
        zone: The account's time zone.
    """
    days = []
    for day in story.days:
        kept = tuple(happening for happening in day.happenings if happening.line.id < row)
        if kept:
            days.append(Day(day.day, kept))
    told = sum(len(day.happenings) for day in story.days)
    # Of more rows than are told, those that are not told come last.
    left_out = story.left_out if sum(len(day.happenings) for day in days) == told else 0
    return replace(story, days=tuple(days), left_out=left_out, until=from_instant(time, zone))


def story_of(ws: Workspace, run_id: int, contact_id: int, keep_on: Callable[[], None] = lambda: None) -> Story:
    """Tell what happened to a contact; looks through the whole log: work for a job.

    Arguments:
        ws: The workspace.
        run_id: The rehearsal.
        contact_id: The contact.
        keep_on: Called between the slow parts; raises what shall end the work.

    Raises:
        Problem: ``RUN_MISSING`` when the rehearsal was deleted.
    """
    ids = ws.log.ids(LogQuery(run_id, contact=contact_id))
    keep_on()
    lines = ws.log.lines(ids[:MOST_LINES])
    cast = ws.log.cast(run_id)
    project = cast.project
    contact = ws.contacts.get(contact_id)
    account = zone_of_account(project)
    theirs = zone_or(contact.get("hs_timezone") if contact is not None else "", account)
    name = contact.name if contact is not None else lines[0].contact if lines else f"Contact {contact_id}"
    told = [_happening(line, cast, account, theirs) for line in lines]
    days = tuple(Day(day, tuple(some)) for day, some in groupby(told, key=lambda h: h.time.date()))
    return Story(contact_id, name, run_id, project.account.time_zone, days, len(ids) - len(lines))


def _happening(line: LogLine, cast: Cast, account: tzinfo, theirs: tzinfo) -> Happening:
    sender = cast.project.sender(line.sender_id) if line.sender_id else None
    zones = [(line.contact, theirs)]
    if sender is not None:
        zones.append((sender.name, zone_or(sender.time_zone, account)))
    clocks = tuple(
        Clock(whose, from_instant(line.time, zone)) for whose, zone in zones if _differs(line.time, zone, account)
    )
    return Happening(line, from_instant(line.time, account), sentence_of(line, cast), clocks)


def _differs(at: Instant, zone: tzinfo, other: tzinfo) -> bool:
    """Say whether two zones show another time at an instant, whatever they are called."""
    return from_instant(at, zone).utcoffset() != from_instant(at, other).utcoffset()


def clocks_of(happening: Happening) -> str:
    """Write the other clocks of a happening, e.g. ``Tom Becker: 03:20 · Ana Ruiz: 10:20 (Tue)``; empty without any."""
    parts = []
    for clock in happening.clocks:
        day = f" ({day_name(clock.time)[:3]})" if clock.time.date() != happening.time.date() else ""
        parts.append(f"{clock.whose}: {clock.time:%H:%M}{day}")
    return " · ".join(parts)


def day_name(day: date) -> str:
    """Name the day of the week."""
    return LONG_DAYS[day.weekday()]


def day_title(day: date) -> str:
    """Write a day as a heading: ``Monday, 5 January 2026``."""
    return f"{day_name(day)}, {day.day} {_MONTHS[day.month - 1]} {day.year}"


def rows_of(story: Story) -> int:
    """Count the rows that a story tells of, those that are left out too."""
    return sum(len(day.happenings) for day in story.days) + story.left_out


def heading(story: Story) -> str:
    """Say whose story it is, and ``about`` it."""
    return f"{story.name} · {about(story)}"


def about(story: Story) -> str:
    """Say of which rehearsal a story is, until when, and whose times it tells."""
    cut = f" · until {moment_title(story.until)}" if story.until else ""
    return f"rehearsal {story.run}{cut} · times of the account ({story.zone})"


def nothing_told(story: Story) -> str:
    """Say that there is nothing to tell."""
    return f"Nothing had happened to this contact by {moment_title(story.until)}." if story.until else _NOTHING


def moment_title(moment: datetime) -> str:
    """Write an instant: ``15 January 2026 09:00``."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year} {moment:%H:%M}"


def as_text(story: Story) -> str:
    """Write a story as plain text, to be copied."""
    return "\n".join(_text_lines(story)) + "\n"


def _text_lines(story: Story) -> Iterator[str]:
    yield heading(story)
    if not story.days:
        yield nothing_told(story)
    for day in story.days:
        yield ""
        yield day_title(day.day)
        for happening in day.happenings:
            clocks = clocks_of(happening)
            yield f"{happening.time:%H:%M}  {happening.sentence}" + (f"  [{clocks}]" if clocks else "")
    if story.left_out:
        yield f"… and {story.left_out} more rows"
