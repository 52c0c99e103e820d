"""The plan of a sequence: by hand, and against the engine, which plays the same steps with nothing in their way."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.model.instant import DAY, HOUR
from core.model.sequence import FollowUpDays, Step, StepKind
from core.model.trace import RowKind
from core.rules.calendar import zone_of
from core.rules.plan import planned
from tests.building import (
    RULES,
    START,
    clock,
    contact,
    enroll,
    mail,
    play,
    project,
    reacts,
    sequence,
    task,
    workflow,
)


def plan(*steps: Step, since: int = START, zone: str = "UTC", **chosen: Any) -> list[str]:
    moments = planned(sequence(*steps, **chosen), since, zone_of(zone), RULES.spacing_seconds)
    return [clock(moment) for moment in moments]


def test_mails_go_on_at_the_time_of_day_of_the_enrollment_and_keep_off_weekends() -> None:
    assert plan(mail(), mail(3), mail(3)) == ["Mon 5 Jan 09:00", "Thu 8 Jan 09:00", "Mon 12 Jan 09:00"]


def test_a_task_that_holds_lets_the_next_delay_begin_when_it_is_done() -> None:
    steps = mail(), task(1), mail(1)
    assert plan(*steps, behaviour=reacts(task_hours=30)) == ["Mon 5 Jan 09:00", "Tue 6 Jan 09:00", "Thu 8 Jan 09:00"]
    assert plan(mail(), task(1, hold=False), mail(1))[2] == "Wed 7 Jan 09:00"


def test_two_mails_of_one_moment_are_spaced() -> None:
    assert plan(mail(), mail(0)) == ["Mon 5 Jan 09:00", "Mon 5 Jan 09:00:30"]


def test_a_late_start_moves_follow_ups_into_the_window_of_the_zone() -> None:
    assert plan(mail(), mail(1), since=START + 12 * HOUR, zone="America/New_York")[1] == "Tue 6 Jan 21:00"
    assert plan(mail(), mail(1), since=START + 12 * HOUR)[1] == "Wed 7 Jan 08:00"


def test_a_mail_that_spacing_pushes_past_the_window_waits_for_the_next_one() -> None:
    close = START + 9 * HOUR
    assert plan(mail(), mail(0), since=close - 30) == ["Mon 5 Jan 17:59:30", "Mon 5 Jan 18:00"]
    assert plan(mail(), mail(0), since=close) == ["Mon 5 Jan 18:00", "Tue 6 Jan 08:00"]


steps = st.builds(
    Step,
    st.sampled_from((StepKind.EMAIL, StepKind.EMAIL, StepKind.CALL)),
    delay_days=st.integers(0, 4),
    hold=st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(steps, min_size=1, max_size=5),
    st.integers(0, 7 * 24 * 4).map(lambda quarter: START + quarter * HOUR // 4),
    st.sampled_from(list(FollowUpDays)),
    st.integers(0, 50),
)
def test_the_engine_plays_the_plan(chosen: list[Step], since: int, days: FollowUpDays, hours: int) -> None:
    planned_by = sequence(*chosen, follow_up_days=days, behaviour=reacts(task_hours=hours))
    office = project(workflow(enroll()), sequences=(planned_by,))
    trace = play(office, [contact(1)], days=60, start=since)
    played = {e.step: e.time for e in reversed(trace) if e.kind in (RowKind.MAIL, RowKind.TASK) and e.a != 2}
    moments = planned(planned_by, since, zone_of("UTC"), RULES.spacing_seconds)
    assert [played.get(n) for n in range(1, len(chosen) + 1)] == list(moments)
    assert moments[-1] < since + 60 * DAY
