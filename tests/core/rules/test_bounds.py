"""Numbers beyond their bounds: refused in a sentence by every edit, and by the reading of a project file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.model.account import Account, RunSettings
from core.model.changes import Edit, Put, Thing
from core.model.contact import Contact
from core.model.event import EventKind, ScriptedEvent
from core.model.problem import Problem
from core.model.sender import Sender
from core.model.sequence import Behaviour, Enrollment, Sequence, SequenceSettings, Step
from core.model.workflow import RunWindow, Schedule, Sticky, Trigger, TriggerKind, Workflow, WorkflowSettings
from core.rules.bounds import check_edit, out_of_bounds
from core.services.workspace import Workspace

HUGE = 10**9


def monthly(day: int) -> Workflow:
    return Workflow(1, "Monthly", trigger=Trigger(TriggerKind.SCHEDULE, schedule=Schedule(day=day)))


def windowed(day: int, start: int, end: int) -> Workflow:
    return Workflow(1, "Office hours", settings=WorkflowSettings((RunWindow(day, start, end),)))


def noted(x: int, y: int) -> Workflow:
    return Workflow(1, "With a note", stickies=(Sticky(1, x=x, y=y),))


WRONG: tuple[tuple[Thing, str, str], ...] = (
    (Sender(1, limit=-1), "limit", "A daily limit lies between 0 and 10,000,000; -1 does not."),
    (Sender(1, limit=10**9), "limit", "A daily limit lies between 0 and 10,000,000; 1,000,000,000 does not."),
    (Sequence(1, "S", (Step(), Step(delay_days=HUGE))), "steps[1].delay_days", "The delay of step 2"),
    (Sequence(1, "S", (Step(delay_days=-1),)), "steps[0].delay_days", "The delay of step 1"),
    (Sequence(1, settings=SequenceSettings(window_start=-1)), "settings.window_start", "The first minute"),
    (Sequence(1, settings=SequenceSettings(window_end=1440)), "settings.window_end", "The last minute"),
    (Sequence(1, settings=SequenceSettings(behaviour=Behaviour(reply=HUGE))), "settings.behaviour.reply", "The share"),
    (Sequence(1, settings=SequenceSettings(behaviour=Behaviour(task_hours=-1))), "settings.behaviour.task_hours", ""),
    (Sequence(1, deleted=10**12), "deleted", "The moment"),
    (monthly(0), "trigger.schedule.day", "The day of the month of a schedule lies between 1 and 31; 0 does not."),
    (monthly(32), "trigger.schedule.day", "The day of the month"),
    (windowed(7, 540, 1020), "settings.windows[0].day", "The weekday"),
    (windowed(0, 1440, 1440), "settings.windows[0].start", "The first minute"),
    (windowed(0, 0, 0), "settings.windows[0].end", "The end"),
    (noted(HUGE, 0), "stickies[0].x", "The place of a sticky note, in pixels, lies between -1,000,000 and 1,000,000;"),
    (noted(0, -HUGE), "stickies[0].y", "The place of a sticky note, in pixels,"),
    (Enrollment(1, 1, 1, -1, id=1), "since", "The moment"),
    (Enrollment(1, 1, 1, 0, next_step=-1, id=1), "next_step", "The number of the next step"),
    (ScriptedEvent(EventKind.REPLIED, 1, -1, id=1), "minute", "The minute of a scripted event"),
    (Account(settings=RunSettings(days=0)), "settings.days", "The number of days a rehearsal plays"),
    (Account(settings=RunSettings(days=HUGE)), "settings.days", "The number of days"),
    (Account(settings=RunSettings(seed=10**17)), "settings.seed", "The seed of a rehearsal"),
    (Account(settings=RunSettings(start=-1)), "settings.start", "The start of a rehearsal"),
)


@pytest.mark.parametrize(
    ("thing", "field", "sentence"), WRONG, ids=[f"{field} {sentence}" for _, field, sentence in WRONG]
)
def test_an_edit_that_brings_in_an_impossible_number_is_refused(thing: Thing, field: str, sentence: str) -> None:
    with pytest.raises(Problem) as caught:
        check_edit(Edit("Change", (Put(None, thing),)))
    assert (caught.value.code, caught.value.place) == ("OUT_OF_BOUNDS", field)
    assert caught.value.sentence.startswith(sentence)
    assert caught.value.sentence.endswith(" does not.")


@pytest.mark.parametrize(
    "thing",
    [
        Sender(1, limit=0),
        Sender(1, limit=None),
        monthly(31),
        noted(-1_000_000, 1_000_000),
        windowed(6, 0, 1440),
        windowed(0, 1020, 540),  # ends before it starts: the form and the review speak of it, a run lets nothing act
        Sequence(1, settings=SequenceSettings(window_start=1080, window_end=480)),
        Account(settings=RunSettings(days=3650)),
        Contact(1, {"email": "no address"}),
    ],
    ids=repr,
)
def test_what_is_odd_but_possible_may_be_written_down(thing: Thing) -> None:
    check_edit(Edit("Change", (Put(None, thing),)))
    assert list(out_of_bounds(thing)) == []


def test_undo_restores_what_an_old_file_held() -> None:
    check_edit(Edit("Mend the limit", (Put(Sender(1, limit=-1), Sender(1, limit=5)),)).back)


def test_deleting_something_impossible_is_no_problem() -> None:
    check_edit(Edit("Delete", (Put(Sender(1, limit=-1), None),)))


def test_a_refused_edit_changes_nothing(tmp_path: Path) -> None:
    ws = Workspace.create(tmp_path / "w.cadenza")
    ana = Sender(1, "Ana Ruiz", "ana@acme.example", limit=5)
    ws.apply(Edit("Add", (Put(None, ana),)))
    with pytest.raises(Problem, match="A daily limit lies between 0"):
        ws.apply(Edit("Change", (Put(ana, replace(ana, limit=-1)),)))
    assert ws.project().senders[0].limit == 5
    ws.close()
