"""Who came where between two moments of a rehearsal: counted by hand on small ones."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.actions.add_note import AddNote
from core.actions.delay import Delay
from core.model.event import EventKind, ScriptedEvent
from core.model.instant import DAY, HOUR
from core.model.moment import Arrivals, Moment
from core.model.project import Project
from core.model.run import CardCounts, Run
from core.model.trace import Outcome
from core.model.workflow import RunWindow, WorkflowSettings
from core.services.flow import Flow
from core.services.replay import Replay
from tests import building as b

ENTERED, DONE, SKIPPED = Outcome.ENTERED, Outcome.DONE, Outcome.SKIPPED
DEFERRED, LEFT = Outcome.DEFERRED, Outcome.LEFT
TRIGGER = 0


def replay_of(project: Project, people: int, days: int = 5) -> Replay:
    """Plays a project and gives what a window would read of it."""
    run = b.rehearsal(project, b.contacts(people), days)
    rows = [row for batch in run.play() for row in batch.rows]
    packed = [(r[0], r[1], r[2], r[3] * 1_000_000 + r[4] * 1_000 + r[5], r[6], r[7], r[8], r[9]) for r in rows]
    columns = np.array(packed, dtype=np.int64).reshape(-1, 8).T
    chosen = replace(project.account.settings, start=b.START, days=days)
    return Replay(Run(1, 0, chosen, run.project, run.summary(), 1, len(rows)), columns, run.sums.moves())


def all_of(replay: Replay, workflow: int = 1) -> list[tuple[int, Outcome, int, int]]:
    """Gives all that came to a workflow: card, outcome, how many, how many of them had stood there already."""
    found = Flow(replay).between(Moment(0, replay.start), replay.at(replay.end), workflow)
    return [(one.card, one.outcome, one.number, one.back) for one in found]


@pytest.fixture(scope="module")
def limited() -> Replay:
    """Four contacts enter on Monday 9:00, wait two days and are enrolled; the limit of one mail a day lets one in."""
    return replay_of(
        b.project(b.workflow(Delay(2 * 24 * 60), b.enroll()), senders=(b.sender(limit=1),)),
        people=4,
    )


def test_the_first_instant_and_the_one_two_days_later(limited: Replay) -> None:
    flow = Flow(limited)
    start, monday = Moment(0, limited.start), limited.at(limited.start)
    assert flow.between(start, monday, 1) == (Arrivals(1, TRIGGER, ENTERED, 4), Arrivals(1, 1, DONE, 4))
    assert flow.between(monday, limited.at(limited.start + 2 * DAY - 1), 1) == ()
    wednesday = limited.at(limited.start + 2 * DAY)
    assert flow.between(monday, wednesday, 1) == (Arrivals(1, 2, DONE, 1), Arrivals(1, 2, SKIPPED, 3))


def test_a_step_is_one_row(limited: Replay) -> None:
    flow = Flow(limited)
    told = [flow.between(limited.after_rows(n), limited.after_rows(n + 1), 1) for n in range(8)]
    assert told == [(Arrivals(1, TRIGGER, ENTERED, 1),)] * 4 + [(Arrivals(1, 1, DONE, 1),)] * 4


def test_backwards_and_in_another_workflow_nobody_comes(limited: Replay) -> None:
    flow = Flow(limited)
    assert flow.between(limited.at(limited.end), Moment(0, limited.start), 1) == ()
    assert flow.between(Moment(0, limited.start), limited.at(limited.end), 2) == ()


def test_mails_and_leaving_a_sequence_are_no_arrivals(limited: Replay) -> None:
    assert limited.rows == 4 + 4 + 4 + 2, "the one enrolled gets a mail and leaves the sequence"
    assert sum(number for _, _, number, _ in all_of(limited)) == 12


def test_who_was_put_off_stood_there_already() -> None:
    flow = replace(b.workflow(AddNote("n")), settings=WorkflowSettings(windows=(RunWindow(1, 9 * 60, 17 * 60),)))
    replay = replay_of(b.project(flow), people=3)
    monday = replay.at(replay.start)
    told = Flow(replay)
    assert told.between(Moment(0, replay.start), monday, 1) == (
        Arrivals(1, TRIGGER, ENTERED, 3),
        Arrivals(1, 1, DEFERRED, 3),
    )
    assert told.between(monday, replay.at(replay.end), 1) == (Arrivals(1, 1, DONE, 3, back=3),)


def test_who_leaves_does_so_from_where_it_was() -> None:
    goal = b.is_any("lifecyclestage", "customer")
    waits = b.workflow(Delay(24 * 60), AddNote("n"), AddNote("m"))
    flow = replace(waits, settings=WorkflowSettings(goal=goal))
    won = ScriptedEvent(
        EventKind.PROPERTY_CHANGED, 2, b.minutes_to("2026-01-05 20:00"), property="lifecyclestage", value="customer"
    )
    replay = replay_of(b.project(flow, script=(won,)), people=3)
    evening = replay.at(b.at("2026-01-05 20:00"))
    told = Flow(replay)
    assert told.between(replay.at(replay.start), evening, 1) == ()
    assert told.between(evening, replay.at(replay.end), 1) == (
        Arrivals(1, 1, LEFT, 1),
        Arrivals(1, 2, DONE, 2),
        Arrivals(1, 3, DONE, 2),
    )


def test_who_enters_again_begins_anew() -> None:
    flow = b.workflow(AddNote("n"), trigger=b.on_form(reenroll=True))
    script = [b.submits(1, f"2026-01-0{day} 10:00", number=day) for day in (6, 7)]
    replay = replay_of(b.project(flow, script=script), people=1)
    assert all_of(replay) == [(TRIGGER, ENTERED, 2, 0), (1, DONE, 2, 0)]


def test_a_rehearsal_in_which_nothing_happens() -> None:
    replay = replay_of(b.project(b.workflow(AddNote("n"), trigger=b.on_form())), people=2)
    assert all_of(replay) == []


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 5 * 24), max_size=6))
def test_however_the_time_is_cut_all_come_once(limited: Replay, hours: list[int]) -> None:
    flow = Flow(limited)
    came: Counter[tuple[int, Outcome]] = Counter()
    moment = Moment(0, limited.start)
    for hour in [*sorted(hours), 5 * 24]:
        later = limited.at(limited.start + hour * HOUR)
        for one in flow.between(moment, later, 1):
            came[one.card, one.outcome] += one.number
        moment = later
    counts = limited.counts(moment)
    assert counts[1] == CardCounts(came[TRIGGER, ENTERED])
    assert counts[2] == CardCounts(4, came[1, DONE])
    assert counts[3] == CardCounts(4, came[2, DONE], came[2, SKIPPED])


def test_each_workflow_is_told_of_its_own_cards() -> None:
    first, second = b.workflow(AddNote("n")), b.workflow(AddNote("n"), AddNote("m"), number=2, name="Other")
    replay = replay_of(b.project(first, second), people=2)
    assert all_of(replay, 1) == [(TRIGGER, ENTERED, 2, 0), (1, DONE, 2, 0)]
    assert all_of(replay, 2) == [(TRIGGER, ENTERED, 2, 0), (1, DONE, 2, 0), (2, DONE, 2, 0)]
