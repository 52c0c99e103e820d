"""What calendars may never do, in whole runs: no step outside its window, before its delay, or on an ineligible day.

Runs begin shortly before the moments at which calendars do odd things: clocks that change in either direction (by one
hour, by half an hour, by a whole day), leap days, ends of years.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.actions.add_note import AddNote
from core.actions.delay import Delay
from core.model.instant import DAY, MINUTE, Instant
from core.model.sequence import FollowUpDays, SequenceSettings, Step, StepKind
from core.model.trace import Outcome, RowKind
from core.model.workflow import RunWindow, WorkflowSettings
from core.rules.calendar import local_date, zone_of
from tests.building import at, contact, enroll, of_kind, play, project, sequence, workflow

ODD_DAYS = {
    "Europe/Warsaw": ("2026-03-29", "2026-10-25"),
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),  # by half an hour
    "America/Santiago": ("2026-04-05", "2026-09-06"),  # at midnight
    "Pacific/Chatham": ("2026-04-05", "2026-09-27"),
    "Pacific/Apia": ("2011-12-30", "2010-09-26"),  # a day that never was
    "UTC": ("2028-02-29", "2026-12-31"),
    "Asia/Kathmandu": ("2024-02-29", "2027-01-01"),
}
"""Zone to the days around which runs begin; leap days and year ends are tried in every zone."""

_EVERYWHERE = ("2028-02-29", "2026-12-31", "2027-01-01", "2025-02-28")


@st.composite
def moments(draw: st.DrawFn) -> tuple[str, Instant]:
    """Give a zone and a moment up to three days before one of its odd days, or any moment of 30 years."""
    zone = draw(st.sampled_from(sorted(ODD_DAYS)))
    day = draw(st.sampled_from((*ODD_DAYS[zone], *_EVERYWHERE)))
    near = at(day) + draw(st.integers(-3 * DAY, 2 * DAY))
    return zone, draw(st.sampled_from((near, near, near, at("2010-06-01") + draw(st.integers(0, 30 * 365 * DAY)))))


_settings = st.builds(
    lambda days, start, length, own: SequenceSettings(
        days, start, min(start + length, 1439), use_contact_time_zone=own
    ),
    st.sampled_from(list(FollowUpDays)),
    st.integers(0, 1439),
    st.integers(0, 1439),
    st.booleans(),
)
_steps = st.lists(
    st.builds(
        Step,
        st.sampled_from([StepKind.EMAIL, StepKind.EMAIL, StepKind.CALL]),
        st.just("Step"),
        st.just(""),
        st.integers(0, 5),
        st.booleans(),
    ),
    min_size=2,
    max_size=5,
)


@given(moments(), _settings, _steps, st.integers(0, 60))
def test_no_step_runs_outside_its_window_before_its_delay_or_on_an_ineligible_day(
    moment: tuple[str, Instant], settings: SequenceSettings, steps: list[Step], task_hours: int
) -> None:
    zone_name, start = moment
    zone = zone_of(zone_name)
    settings = replace(settings, behaviour=replace(settings.behaviour, task_hours=task_hours))
    office = project(
        workflow(enroll()),
        sequences=(replace(sequence(*steps), settings=settings),),
        zone="UTC" if settings.use_contact_time_zone else zone_name,
    )
    trace = play(office, [contact(1, hs_timezone=zone_name)], days=90, start=start)
    done_at: dict[int, Instant] = {}
    rows = [e for e in trace if e.kind in (RowKind.MAIL, RowKind.TASK) and e.outcome == Outcome.DONE]
    assert rows[0].time == start, "the first step comes at once, whatever the day and the hour"
    for event in rows:
        step, before = steps[event.step - 1], done_at.get(event.step - 1)
        done_at[event.step] = event.time
        if before is None or (event.kind == RowKind.TASK and event.a != 1):
            continue
        local = datetime.fromtimestamp(event.time, zone)
        assert event.time >= before
        assert local.date() >= local_date(before, zone) + timedelta(days=step.delay_days)
        assert settings.follow_up_days is FollowUpDays.EVERYDAY or local.weekday() < 5
        if event.kind == RowKind.MAIL:
            second = local.hour * 3600 + local.minute * 60 + local.second
            assert settings.window_start * 60 <= second <= settings.window_end * 60
    assert [e.step for e in of_kind(trace, RowKind.MAIL) if e.outcome == Outcome.DONE] == [
        n for n, step in enumerate(steps, 1) if step.kind is StepKind.EMAIL
    ], "and each comes: 90 days are enough"


_windows = st.lists(
    st.builds(
        lambda day, start, length: RunWindow(day, start, min(start + length, 1440)),
        st.integers(0, 6),
        st.integers(0, 1430),
        st.integers(10, 900),
    ),
    max_size=4,
)


@given(moments(), _windows, st.lists(st.integers(0, 9), max_size=3, unique=True), st.integers(1, 4000))
def test_no_action_runs_outside_the_times_of_its_workflow_nor_before_its_delay(
    moment: tuple[str, Instant], windows: list[RunWindow], blocked_days: list[int], minutes: int
) -> None:
    zone_name, start = moment
    zone = zone_of(zone_name)
    first: date = local_date(start, zone)
    blocked = tuple((first + timedelta(days=n)).isoformat() for n in blocked_days)
    flow = replace(workflow(Delay(minutes), AddNote("Hello")), settings=WorkflowSettings(tuple(windows), blocked))
    trace = play(project(flow, zone=zone_name), [contact(1)], days=40, start=start)
    assert [e.time for e in trace if e.place == 2] == [start], "a delay begins at once, whatever the hour"
    (ran,) = [e.time for e in trace if e.place == 3 and e.outcome == Outcome.DONE]
    due = start + minutes * MINUTE
    local = datetime.fromtimestamp(ran, zone)
    minute = local.hour * 60 + local.minute
    assert ran >= due
    assert local.date().isoformat() not in blocked
    assert not windows or any(w.day == local.weekday() and w.start <= minute < w.end for w in windows)
    deferred = [e.time for e in trace if e.outcome == Outcome.DEFERRED]
    assert (ran == due) == (not deferred)
    assert deferred in ([], [due])
