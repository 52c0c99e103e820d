"""The story of one contact: what happened to it in one rehearsal, day by day, in plain sentences with everybody's time.

The words of a row come from the log; here they become sentences. The contact's own time zone is the one it has now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from itertools import groupby
from typing import TYPE_CHECKING

from core.model.instant import Instant, from_instant
from core.model.project import Project
from core.model.reason import Reason
from core.model.trace import Outcome, RowKind
from core.rules.calendar import zone_or
from core.services.log import LogLine, LogQuery
from core.services.values import zone_of_account

if TYPE_CHECKING:
    from core.services.workspace import Workspace

# Python's own names follow the system's language, which the window's do not.
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
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
    """

    contact: int
    name: str
    run: int
    zone: str
    days: tuple[Day, ...] = ()
    left_out: int = 0


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
    project = ws.log.cast(run_id).project
    contact = ws.contacts.get(contact_id)
    account = zone_of_account(project)
    theirs = zone_or(contact.get("hs_timezone") if contact is not None else "", account)
    name = contact.name if contact is not None else lines[0].contact if lines else f"Contact {contact_id}"
    told = [_happening(line, project, account, theirs) for line in lines]
    days = tuple(Day(day, tuple(some)) for day, some in groupby(told, key=lambda h: h.time.date()))
    return Story(contact_id, name, run_id, project.account.time_zone, days, len(ids) - len(lines))


def _happening(line: LogLine, project: Project, account: tzinfo, theirs: tzinfo) -> Happening:
    sender = project.sender(line.sender_id) if line.sender_id else None
    zones = [(line.contact, theirs)]
    if sender is not None:
        zones.append((sender.name, zone_or(sender.time_zone, account)))
    clocks = tuple(
        Clock(whose, from_instant(line.time, zone)) for whose, zone in zones if _differs(line.time, zone, account)
    )
    return Happening(line, from_instant(line.time, account), sentence_of(line), clocks)


def _differs(at: Instant, zone: tzinfo, other: tzinfo) -> bool:
    """Say whether two zones show another time at an instant, whatever they are called."""
    return from_instant(at, zone).utcoffset() != from_instant(at, other).utcoffset()


def sentence_of(line: LogLine) -> str:
    """Tell a row in a sentence that needs no other column."""
    more = line.detail.strip()
    if line.kind is RowKind.EVENT:
        return _ended(f"{line.contact}: {more}" if line.contact_id else more)
    if line.kind is RowKind.TRIGGER:
        verb = {Outcome.ENTERED: "entered", Outcome.LEFT: "left"}.get(line.outcome, _PAST[line.outcome])
        return _ended(f"{line.contact} {verb} {_quoted(line.workflow)}{_why(line)}")
    if line.kind is RowKind.SEQUENCE and more:
        return _ended(f"{line.contact} {more[:1].lower()}{more[1:]}")
    subject = _subject(line)
    if line.outcome is Outcome.DONE:
        # What was done says itself how.
        return _ended(f"{subject}: {more}" if more else f"{subject} was done")
    told = f"{subject} was {_PAST[line.outcome]}{_why(line)}"
    return f"{_ended(told)} {_ended(more)}" if more else _ended(told)


def _subject(line: LogLine) -> str:
    """Name what a row is about: a card in its workflow, or a step of a sequence."""
    if line.kind is RowKind.MAIL:
        return f"{_step(line)}{f' from {line.sender}' if line.sender else ''}"
    if line.kind in (RowKind.TASK, RowKind.SEQUENCE):
        return _step(line)
    return f"{_quoted(line.action)}{f' in {_quoted(line.workflow)}' if line.workflow else ''}"


def _step(line: LogLine) -> str:
    what = f"Step {line.step}" if line.step else line.action
    return f"{what} of {_quoted(line.sequence)}" if line.sequence else what


_PAST = {
    Outcome.DONE: "done",
    Outcome.SKIPPED: "skipped",
    Outcome.DEFERRED: "put off",
    Outcome.FAILED: "tried and failed",
    Outcome.ENTERED: "entered",
    Outcome.LEFT: "left",
}


def _why(line: LogLine) -> str:
    return f": {line.reason.title}" if line.reason is not Reason.NONE else ""


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _quoted(text: str) -> str:
    return f"“{text}”"


def clocks_of(happening: Happening) -> str:
    """Write the other clocks of a happening, e.g. ``Tom Becker: 03:20 · Ana Ruiz: 10:20 (Tue)``; empty without any."""
    parts = []
    for clock in happening.clocks:
        day = f" ({day_name(clock.time)[:3]})" if clock.time.date() != happening.time.date() else ""
        parts.append(f"{clock.whose}: {clock.time:%H:%M}{day}")
    return " · ".join(parts)


def day_name(day: date) -> str:
    """Name the day of the week."""
    return _DAYS[day.weekday()]


def day_title(day: date) -> str:
    """Write a day as a heading: ``Monday, 5 January 2026``."""
    return f"{day_name(day)}, {day.day} {_MONTHS[day.month - 1]} {day.year}"


def as_text(story: Story) -> str:
    """Write a story as plain text, to be copied."""
    return "\n".join(_text_lines(story)) + "\n"


def _text_lines(story: Story) -> Iterator[str]:
    yield f"{story.name} · rehearsal {story.run} · times of the account ({story.zone})"
    if not story.days:
        yield "Nothing happened to this contact."
    for day in story.days:
        yield ""
        yield day_title(day.day)
        for happening in day.happenings:
            clocks = clocks_of(happening)
            yield f"{happening.time:%H:%M}  {happening.sentence}" + (f"  [{clocks}]" if clocks else "")
    if story.left_out:
        yield f"… and {story.left_out} more rows"
