"""Bounds of the numbers that calendars, mailboxes and dice count with: what no form, no file and no edit may pass.

They keep every sum inside the years a calendar knows. What a *person* should stay within is narrower and is said under
the field and by the review; numbers on cards have their bounds in the actions, which play even odd ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from core.model.account import Account
from core.model.changes import Edit, Thing
from core.model.contact import Contact
from core.model.event import ScriptedEvent
from core.model.problem import Problem
from core.model.sender import Sender
from core.model.sequence import Enrollment, Sequence
from core.model.workflow import Workflow

MOST_DAYS = 3_650
"""A rehearsal plays no more days than these: the engine, every form and every search ask here."""
MOST_SEED = 2_147_483_647
"""The highest seed."""
_DAYS_PLAYED = (1, MOST_DAYS)
_DAYS = (0, 3_650)
_DAY = (0, 24 * 60 - 1)
_WEEK = (0, 6)
_MONTH = (1, 31)
_PERCENT = (0, 100)
_COUNT = (0, 10_000_000)
_PLACE = (-1_000_000, 1_000_000)
_SEED = (0, MOST_SEED)
_MOMENTS = (0, 32_503_679_999)
"""The years 1970 to 2999, in seconds."""

_Number: TypeAlias = tuple[str, int | None, tuple[int, int], str]
"""Path of the field, what it holds, its bounds, and what a person calls it."""


@dataclass(frozen=True, slots=True)
class Beyond:
    """A number beyond its bounds.

    Attributes:
        field: Path of the field inside the thing, e.g. ``settings.window_start``.
        number: What it holds.
        least: The smallest number allowed.
        most: The largest number allowed.
        words: What a person calls it.
    """

    field: str
    number: int
    least: int
    most: int
    words: str


def out_of_bounds(thing: Thing) -> Iterator[Beyond]:
    """Give the numbers of one thing that are beyond their bounds; most kinds of things hold no such numbers."""
    for field, number, (least, most), words in _numbers(thing):
        if number is not None and not least <= number <= most:
            yield Beyond(field, number, least, most, words)


def check_edit(edit: Edit) -> None:
    """Make sure an edit brings in no number beyond its bounds; taking an edit back restores whatever there was.

    Raises:
        Problem: ``OUT_OF_BOUNDS`` with one sentence; its place is the field.
    """
    for put in () if edit.undone else edit.puts:
        # An import puts a hundred thousand contacts in, which hold no such numbers.
        if put.after is None or type(put.after) is Contact:
            continue
        for wrong in out_of_bounds(put.after):
            sentence = f"{wrong.words} lies between {wrong.least:,} and {wrong.most:,}; {wrong.number:,} does not."
            raise Problem("OUT_OF_BOUNDS", sentence, place=wrong.field)


def _numbers(thing: Thing) -> Iterator[_Number]:
    match thing:
        case Sender():
            yield "limit", thing.limit, _COUNT, "A daily limit"
            yield "inbox_changed", thing.inbox_changed, _MOMENTS, "The moment an inbox changed"
            yield "work_start", thing.work_start, _DAY, "The first minute of working hours"
            yield "work_end", thing.work_end, _DAY, "The last minute of working hours"
        case Sequence():
            yield from _of_sequence(thing)
        case Workflow():
            yield from _of_workflow(thing)
        case Enrollment():
            yield "since", thing.since, _MOMENTS, "The moment of an enrollment"
            yield "next_step", thing.next_step, _COUNT, "The number of the next step"
        case ScriptedEvent():
            yield "minute", thing.minute, _COUNT, "The minute of a scripted event"
        case Account():
            yield "settings.days", thing.settings.days, _DAYS_PLAYED, "The number of days a rehearsal plays"
            yield "settings.seed", thing.settings.seed, _SEED, "The seed of a rehearsal"
            yield "settings.start", thing.settings.start, _MOMENTS, "The start of a rehearsal"


def _of_sequence(sequence: Sequence) -> Iterator[_Number]:
    settings = sequence.settings
    yield "deleted", sequence.deleted, _MOMENTS, "The moment a sequence was deleted"
    yield "settings.window_start", settings.window_start, _DAY, "The first minute of a send window"
    yield "settings.window_end", settings.window_end, _DAY, "The last minute of a send window"
    for name in ("reply", "meeting", "unsubscribe", "bounce", "open", "click"):
        share = getattr(settings.behaviour, name)
        yield f"settings.behaviour.{name}", share, _PERCENT, f"The share of people who {name}, in percent,"
    yield "settings.behaviour.task_hours", settings.behaviour.task_hours, _COUNT, "The hours a task takes"
    for k, step in enumerate(sequence.steps):
        yield f"steps[{k}].delay_days", step.delay_days, _DAYS, f"The delay of step {k + 1}, in days,"


def _of_workflow(workflow: Workflow) -> Iterator[_Number]:
    schedule = workflow.trigger.schedule
    yield "trigger.schedule.minute", schedule.minute, _DAY, "The minute of a schedule"
    yield "trigger.schedule.weekday", schedule.weekday, _WEEK, "The weekday of a schedule"
    yield "trigger.schedule.day", schedule.day, _MONTH, "The day of the month of a schedule"
    for k, window in enumerate(workflow.settings.windows):
        yield f"settings.windows[{k}].day", window.day, _WEEK, "The weekday of a time for actions"
        yield f"settings.windows[{k}].start", window.start, _DAY, "The first minute of a time for actions"
        yield f"settings.windows[{k}].end", window.end, (1, _DAY[1] + 1), "The end of a time for actions"
    for k, sticky in enumerate(workflow.stickies):
        yield f"stickies[{k}].x", sticky.x, _PLACE, "The place of a sticky note, in pixels,"
        yield f"stickies[{k}].y", sticky.y, _PLACE, "The place of a sticky note, in pixels,"
