"""Follow-ups that a limit or the send window puts off, and until when."""

from __future__ import annotations

from typing import Any

from core.model.event import EventKind
from core.model.reason import Reason
from core.model.sequence import Enrollment, FollowUpDays
from core.model.trace import Outcome, RowKind, TraceEvent
from core.model.workflow import Workflow
from core.rules.limits import NEVER
from tests.building import (
    at,
    clock,
    contact,
    contacts,
    enroll,
    happens,
    is_any,
    mail,
    mails,
    on_filter,
    on_form,
    play,
    project,
    sender,
    sequence,
    story,
    submits,
    task,
    with_limit,
    workflow,
)

ON_FORM: Workflow = workflow(enroll(), trigger=on_form(reenroll=True))


def refused(trace: list[TraceEvent]) -> list[tuple[int, int, int, str]]:
    """Give every refusal as (contact, counted, limit, when there is room again)."""
    return [
        (e.contact, e.a, e.b, clock(e.c) if e.c < NEVER else "never")
        for e in trace
        if e.outcome == Outcome.SKIPPED and e.reason == Reason.DAILY_LIMIT_REACHED
    ]


def put_off(trace: list[TraceEvent]) -> list[tuple[str, int, int, int, str]]:
    """Give every mail that was put off as (when, contact, counted, limit, until)."""
    return [
        (clock(e.time), e.contact, e.a, e.b, clock(e.c) if e.c < NEVER else "never")
        for e in trace
        if e.outcome == Outcome.DEFERRED
    ]


# ---------------------------------------------------------------- follow-ups put off


def weekend_crowd(number: int, limit: int | None, **settings: Any) -> list[TraceEvent]:
    """Play contacts who enroll a minute apart, one a day from Wednesday; their follow-ups all fall on Monday.

    With follow-ups on weekdays only, three days after Wednesday, Thursday and Friday is Monday each time.
    """
    days = ("2026-01-07 10:00", "2026-01-08 10:01", "2026-01-09 10:02")
    office = project(
        ON_FORM,
        senders=(sender(limit=limit),),
        sequences=(sequence(mail(), mail(3), **settings),),
        script=tuple(submits(n, moment) for n, moment in enumerate(days[:number], 1)),
    )
    return play(office, contacts(number))


def test_a_follow_up_over_the_limit_is_put_off_to_the_first_free_slot_and_logged() -> None:
    """Wednesday's and Thursday's follow-ups fall on Monday; Friday's does too but is refused: the place is promised."""
    trace = weekend_crowd(2, 1)
    assert mails(trace) == [
        ("Wed 7 Jan 10:00", 1, 1),
        ("Thu 8 Jan 10:01", 2, 1),
        ("Mon 12 Jan 10:00", 1, 2),
        ("Tue 13 Jan 10:00", 2, 2),
    ]
    assert put_off(trace) == [("Mon 12 Jan 10:01", 2, 1, 1, "Tue 13 Jan 10:00")]
    deferred = next(e for e in trace if e.outcome == Outcome.DEFERRED)
    assert (deferred.kind, deferred.reason, deferred.step) == (RowKind.MAIL, Reason.DAILY_LIMIT_REACHED, 2)


def test_those_put_off_go_one_a_day_in_the_order_they_were_due() -> None:
    trace = weekend_crowd(3, 1)
    assert put_off(trace) == [
        ("Mon 12 Jan 10:01", 2, 1, 1, "Tue 13 Jan 10:00"),
        ("Mon 12 Jan 10:02", 3, 1, 1, "Wed 14 Jan 10:00"),
    ]
    assert mails(trace)[3:] == [("Mon 12 Jan 10:00", 1, 2), ("Tue 13 Jan 10:00", 2, 2), ("Wed 14 Jan 10:00", 3, 2)]


def test_at_the_limit_nothing_is_put_off() -> None:
    assert put_off(weekend_crowd(3, 3)) == []
    assert put_off(weekend_crowd(3, 2)) == [("Mon 12 Jan 10:02", 3, 2, 2, "Tue 13 Jan 10:00")]


def test_a_free_slot_outside_the_send_window_is_moved_into_it() -> None:
    """The slot at Tuesday 10:00 is before the window that opens at 10:01."""
    trace = weekend_crowd(2, 1, window_start=10 * 60 + 1)
    assert put_off(trace)[0][4] == "Tue 13 Jan 10:01"
    assert mails(trace)[-1] == ("Tue 13 Jan 10:01", 2, 2)


def test_who_leaves_while_put_off_frees_the_slot() -> None:
    days = ("2026-01-07 10:00", "2026-01-08 10:01")
    office = project(
        ON_FORM,
        senders=(sender(limit=1),),
        sequences=(sequence(mail(), mail(3)),),
        script=(
            *(submits(n, moment) for n, moment in enumerate(days, 1)),
            happens(EventKind.REPLIED, 2, "2026-01-12 12:00"),
            submits(3, "2026-01-13 10:00"),
        ),
    )
    trace = play(office, contacts(3))
    assert put_off(trace) == [("Mon 12 Jan 10:01", 2, 1, 1, "Tue 13 Jan 10:00")]
    assert refused(trace) == []
    assert ("Tue 13 Jan 10:00", 3, 1) in mails(trace)


def test_who_leaves_while_put_off_lets_the_next_one_in_the_line_move_up() -> None:
    """Contact 2 is put off to Tuesday and replies at 10:03; contact 3, due at 10:05, gets Tuesday and not Wednesday."""
    office = project(
        ON_FORM,
        senders=(sender(limit=1),),
        sequences=(sequence(mail(), mail(3)),),
        script=(
            submits(1, "2026-01-07 10:00"),
            submits(2, "2026-01-08 10:01"),
            submits(3, "2026-01-09 10:05"),
            happens(EventKind.REPLIED, 2, "2026-01-12 10:03"),
        ),
    )
    assert put_off(play(office, contacts(3))) == [
        ("Mon 12 Jan 10:01", 2, 1, 1, "Tue 13 Jan 10:00"),
        ("Mon 12 Jan 10:05", 3, 1, 1, "Tue 13 Jan 10:00"),
    ]


def test_a_slot_that_is_promised_to_one_put_off_is_not_given_to_a_new_enrollment() -> None:
    days = ("2026-01-07 10:00", "2026-01-08 10:01")
    office = project(
        ON_FORM,
        senders=(sender(limit=1),),
        sequences=(sequence(mail(), mail(3)),),
        script=(*(submits(n, moment) for n, moment in enumerate(days, 1)), submits(3, "2026-01-13 09:00")),
    )
    assert refused(play(office, contacts(3))) == [(3, 1, 1, "Wed 14 Jan 10:00")]


def test_with_a_limit_of_0_a_follow_up_waits_for_ever_and_says_so() -> None:
    office = project(workflow(enroll()), senders=(sender(limit=0),), sequences=(sequence(task(hold=False), mail(1)),))
    trace = play(office, contacts(1))
    assert put_off(trace) == [("Tue 6 Jan 09:00", 1, 0, 0, "never")]
    assert mails(trace) == []


def test_who_waits_for_ever_can_still_leave() -> None:
    office = project(
        workflow(enroll()),
        senders=(sender(limit=0),),
        sequences=(sequence(task(hold=False), mail(1)),),
        script=(happens(EventKind.REPLIED, 1, "2026-01-08 09:00"),),
    )
    assert story(play(office, contacts(1)))[-1] == "Thu 8 Jan 09:00 left REPLIED"


# ---------------------------------------------------------------- the queue and the send window


def test_a_queue_that_runs_past_the_window_goes_on_when_it_opens_again() -> None:
    """Follow-ups are due at 18:00, the window's last minute: one leaves, the others wait for the morning."""
    office = project(workflow(enroll()), sequences=(sequence(mail(), mail(1)),))
    trace = play(office, contacts(3), start=at("2026-01-05 18:00"))
    assert put_off(trace) == [
        ("Tue 6 Jan 18:00", 2, 0, 0, "Wed 7 Jan 08:00"),
        ("Tue 6 Jan 18:00", 3, 0, 0, "Wed 7 Jan 08:00"),
    ]
    assert {Reason(e.reason) for e in trace if e.outcome == Outcome.DEFERRED} == {Reason.SEND_WINDOW_CLOSED}
    assert mails(trace)[3:] == [("Tue 6 Jan 18:00", 1, 2), ("Wed 7 Jan 08:00", 2, 2), ("Wed 7 Jan 08:00:30", 3, 2)]


def test_first_mails_in_the_queue_do_not_wait_for_the_window() -> None:
    trace = play(project(workflow(enroll())), contacts(3), start=at("2026-01-05 18:00"))
    assert [when for when, _, _ in mails(trace)] == ["Mon 5 Jan 18:00", "Mon 5 Jan 18:00:30", "Mon 5 Jan 18:01"]


def test_on_friday_evening_the_queue_goes_on_on_monday() -> None:
    office = project(workflow(enroll()), sequences=(sequence(mail(), mail(4)),))
    trace = play(office, contacts(2), start=at("2026-01-05 18:00"))
    assert put_off(trace) == [("Fri 9 Jan 18:00", 2, 0, 0, "Mon 12 Jan 08:00")]
    everyday = project(workflow(enroll()), sequences=(sequence(mail(), mail(4), follow_up_days=FollowUpDays.EVERYDAY),))
    assert put_off(play(everyday, contacts(2), start=at("2026-01-05 18:00")))[0][4] == "Sat 10 Jan 08:00"


def test_a_follow_up_takes_its_place_behind_a_long_queue() -> None:
    """Enrolled at 9:00, the first mails of 1,000 contacts take until 17:19:30; the follow-up is due at 17:00."""
    office = project(
        workflow(enroll(), trigger=on_filter(is_any("city", "Oslo"))),
        sequences=(sequence(mail(), task(90)), sequence(mail(), mail(1), number=2)),
        enrollments=(Enrollment(2_000, 2, 1, at("2026-01-05 17:00")),),
    )
    people = [*contacts(1_000, city="Oslo"), contact(2_000)]
    trace = play(office, people, start=at("2026-01-06 09:00"), days=1, rules=with_limit(5_000))
    assert mails(trace)[-2:] == [("Tue 6 Jan 17:19:30", 1_000, 1), ("Tue 6 Jan 17:20", 2_000, 2)]
