"""Every way out of a sequence, and people who were in one before the run."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.actions.delay import Delay
from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.model.event import EventKind
from core.model.reason import Reason
from core.model.sender import InboxState, Seat
from core.model.sequence import Enrollment, EnrollmentState, Step
from core.model.trace import RowKind
from tests.building import (
    RULES,
    START,
    at,
    contact,
    contacts,
    enroll,
    happens,
    mail,
    mails,
    on_form,
    play,
    project,
    reasons,
    sender,
    sequence,
    story,
    submits,
    task,
    workflow,
)

ADA = contact(1)
LIFE = (RowKind.MAIL, RowKind.TASK, RowKind.SEQUENCE)


# ---------------------------------------------------------------- ways out


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (EventKind.REPLIED, "REPLIED"),
        (EventKind.MEETING_BOOKED, "MEETING_BOOKED"),
        (EventKind.UNSUBSCRIBED, "UNSUBSCRIBED"),
        (EventKind.BOUNCED, "BOUNCED"),
    ],
)
def test_what_a_contact_does_ends_its_enrollment_and_its_next_mail_is_never_sent(kind: EventKind, reason: str) -> None:
    office = project(
        workflow(enroll()),
        sequences=(sequence(mail(), mail(3)),),
        script=(happens(kind, 1, "2026-01-07 12:00"),),
    )
    assert story(play(office, [ADA])) == [
        "Mon 5 Jan 09:00 entered",
        "Mon 5 Jan 09:00 done",
        "Mon 5 Jan 09:00 mail 1",
        f"Wed 7 Jan 12:00 {kind.value}",
        f"Wed 7 Jan 12:00 left {reason}",
    ]


@pytest.mark.parametrize(
    ("booked_with", "ends"),
    [pytest.param(1, True, id="the sender"), pytest.param(0, True, id="a link"), pytest.param(2, False, id="another")],
)
def test_a_meeting_ends_it_when_booked_with_the_sender_or_through_a_link(booked_with: int, ends: bool) -> None:
    office = project(
        workflow(enroll()),
        senders=(sender(1), sender(2)),
        sequences=(sequence(mail(), mail(3)),),
        script=(happens(EventKind.MEETING_BOOKED, 1, "2026-01-07 12:00", sender=booked_with),),
    )
    last = story(play(office, [ADA]))[-1]
    assert last == ("Wed 7 Jan 12:00 left MEETING_BOOKED" if ends else "Thu 8 Jan 09:00 left FINISHED")


def test_a_form_or_a_switched_off_reply_does_not_end_it() -> None:
    office = project(
        workflow(enroll()),
        sequences=(sequence(mail(), mail(3), unenroll_on_reply=False, unenroll_on_meeting=False),),
        script=(
            submits(1, "2026-01-06 09:00"),
            happens(EventKind.REPLIED, 1, "2026-01-06 10:00"),
            happens(EventKind.MEETING_BOOKED, 1, "2026-01-06 11:00", sender=1),
        ),
    )
    assert story(play(office, [ADA]), kinds=LIFE)[-1] == "Thu 8 Jan 09:00 left FINISHED"


def test_something_that_happens_to_a_contact_in_no_sequence_is_only_noted() -> None:
    office = project(workflow(), script=(happens(EventKind.REPLIED, 1, "2026-01-06 09:00"),))
    assert story(play(office, [ADA])) == ["Mon 5 Jan 09:00 entered", "Tue 6 Jan 09:00 replied"]


def test_a_workflow_takes_a_contact_out_and_the_row_names_its_card() -> None:
    office = project(workflow(enroll(), Delay(24 * 60), UnenrollFromSequence()), sequences=(sequence(mail(), mail(3)),))
    trace = play(office, [ADA])
    assert story(trace)[-2:] == ["Tue 6 Jan 09:00 done", "Tue 6 Jan 09:00 left UNENROLLED_BY_WORKFLOW"]
    assert trace[-1].place == 4, "the unenroll card, not the enroll card"


@pytest.mark.parametrize(
    ("lost", "why"),
    [
        ({"seat": Seat.NONE}, Reason.SENDER_NO_SEAT),
        ({"inbox_state": InboxState.DISCONNECTED}, Reason.INBOX_NOT_CONNECTED),
        ({"active": False}, Reason.SENDER_DEACTIVATED),
    ],
)
def test_a_sender_that_lost_seat_or_inbox_is_noticed_at_the_next_mail(lost: dict[str, Any], why: Reason) -> None:
    office = project(
        workflow(trigger=on_form("none")),
        senders=(sender(**lost),),
        sequences=(sequence(mail(), task(1, hold=False), mail(1)),),
        enrollments=(Enrollment(1, 1, 1, START - 60),),
    )
    trace = play(office, [ADA])
    assert story(trace) == [
        "Tue 6 Jan 08:59 task 2 created",
        "Wed 7 Jan 08:59 left SENDER_LOST",
    ]
    assert trace[-1].b == why


def test_a_mail_in_the_queue_is_not_sent_when_the_sender_loses_the_seat_before() -> None:
    """Five enroll at 9:00, their mails leave 30 seconds apart; the seat is gone at 9:01."""
    lost = happens(EventKind.SEAT_LOST, 0, "2026-01-05 09:01", sender=1)
    trace = play(project(workflow(enroll()), script=(lost,)), contacts(5))
    assert mails(trace) == [("Mon 5 Jan 09:00", 1, 1), ("Mon 5 Jan 09:00:30", 2, 1)]
    assert [line for n in (3, 4, 5) for line in story(trace, n, LIFE)] == [
        "Mon 5 Jan 09:01 left SENDER_LOST",
        "Mon 5 Jan 09:01:30 left SENDER_LOST",
        "Mon 5 Jan 09:02 left SENDER_LOST",
    ]
    assert {e.b for e in trace if e.kind == RowKind.SEQUENCE and e.reason == Reason.SENDER_LOST} == {
        Reason.SENDER_NO_SEAT
    }


def test_a_sender_with_a_professional_seat_goes_on_with_what_it_began_on_the_automation_tab() -> None:
    """In an account with Enterprise too: the Automation tab let this user enroll, so the follow-up goes out."""
    office = project(
        workflow(enroll(), sequence=1),
        senders=(sender(seat=Seat.SALES_PROFESSIONAL),),
        sequences=(sequence(mail(), mail(1)),),
    )
    assert story(play(office, [ADA]), kinds=LIFE)[-1] == "Tue 6 Jan 09:00 left FINISHED"


def test_a_mail_in_the_queue_is_not_sent_when_the_contact_leaves_before() -> None:
    """Five enroll at 9:00, their mails leave 30 seconds apart; the fourth leaves the sequence at 9:01."""
    stop = workflow(UnenrollFromSequence(), number=2, trigger=on_form("Stop"))
    office = project(workflow(enroll()), stop, script=(submits(4, "2026-01-05 09:01", "Stop"),))
    trace = play(office, contacts(5))
    assert mails(trace) == [
        ("Mon 5 Jan 09:00", 1, 1),
        ("Mon 5 Jan 09:00:30", 2, 1),
        ("Mon 5 Jan 09:01", 3, 1),
        ("Mon 5 Jan 09:02", 5, 1),
    ], "the place at 9:01:30 stays empty: those behind it were told when their mail leaves"
    assert story(trace, 4, LIFE) == ["Mon 5 Jan 09:01 left UNENROLLED_BY_WORKFLOW"]


def test_a_contact_that_left_may_enroll_again() -> None:
    office = project(
        workflow(enroll(), trigger=on_form(reenroll=True)),
        sequences=(sequence(mail(), mail(3)),),
        script=(
            submits(1, "2026-01-05 10:00"),
            submits(1, "2026-01-05 11:00"),
            happens(EventKind.REPLIED, 1, "2026-01-06 10:00"),
            submits(1, "2026-01-06 11:00"),
        ),
    )
    trace = play(office, [ADA])
    assert reasons(trace) == ["ALREADY_ENROLLED"]
    assert mails(trace) == [("Mon 5 Jan 10:00", 1, 1), ("Tue 6 Jan 11:00", 1, 1), ("Fri 9 Jan 11:00", 1, 2)]


# ---------------------------------------------------------------- standing enrollments


def standing(office_steps: tuple[Step, ...], standing: Enrollment, **settings: Any) -> list[str]:
    office = project(
        workflow(trigger=on_form("none")), sequences=(sequence(*office_steps, **settings),), enrollments=(standing,)
    )
    return story(play(office, [ADA]))


def test_an_enrollment_from_before_the_run_goes_on_at_its_own_time_of_day() -> None:
    friday = Enrollment(1, 1, 1, at("2026-01-02 14:15"))
    assert standing((mail(), mail(3), mail(1)), friday) == [
        "Mon 5 Jan 14:15 mail 2",
        "Tue 6 Jan 14:15 mail 3",
        "Tue 6 Jan 14:15 left FINISHED",
    ]


def test_a_step_that_was_due_before_the_run_is_done_as_it_starts() -> None:
    monday_before = Enrollment(1, 1, 1, at("2025-12-29 14:00"))
    assert standing((mail(), mail(3)), monday_before)[0] == "Mon 5 Jan 09:00 mail 2"
    assert standing((mail(), task(3)), monday_before)[0] == "Mon 5 Jan 09:00 task 2 created"


def test_an_overdue_mail_waits_for_the_send_window() -> None:
    overdue = Enrollment(1, 1, 1, at("2025-12-29 14:00"))
    assert standing((mail(), mail(3)), overdue, window_start=10 * 60)[0] == "Mon 5 Jan 10:00 mail 2"


@pytest.mark.parametrize("window", [(10, 11), (7, 8)])
def test_an_enrollment_that_has_not_begun_begins_as_the_run_starts_whatever_the_window(window: tuple[int, int]) -> None:
    begins = Enrollment(1, 1, 1, START, next_step=0)
    told = standing((mail(), mail(1)), begins, window_start=window[0] * 60, window_end=window[1] * 60)
    assert told[0] == "Mon 5 Jan 09:00 mail 1"


@pytest.mark.parametrize("next_step", [2, 3])
def test_an_enrollment_with_no_step_left_is_finished_as_the_run_starts(next_step: int) -> None:
    past = Enrollment(1, 1, 1, at("2026-01-01 14:00"), next_step)
    assert standing((mail(), mail(1)), past) == ["Mon 5 Jan 09:00 left FINISHED"]


def test_a_paused_enrollment_stands_still_and_can_still_be_ended() -> None:
    paused = Enrollment(1, 1, 1, START - 3600, state=EnrollmentState.PAUSED)
    assert standing((mail(), mail(1)), paused) == []
    office = project(
        workflow(UnenrollFromSequence(), trigger=on_form()),
        sequences=(sequence(mail(), mail(1)),),
        enrollments=(paused,),
        script=(submits(1, "2026-01-05 12:00"),),
    )
    assert story(play(office, [ADA]))[-1] == "Mon 5 Jan 12:00 left UNENROLLED_BY_WORKFLOW"


def deleted_sequence(**fields: Any) -> list[str]:
    old = replace(sequence(mail(), mail(1)), deleted=START - 3600)
    office = project(
        workflow(enroll(2)), sequences=(old, sequence(number=2)), enrollments=(Enrollment(1, 1, 1, START - 7200),)
    )
    return story(play(office, [ADA], rules=replace(RULES, **fields)))


def test_people_leave_a_deleted_sequence_as_the_run_starts_and_are_free_for_another() -> None:
    assert deleted_sequence() == [
        "Mon 5 Jan 09:00 left SEQUENCE_DELETED",
        "Mon 5 Jan 09:00 entered",
        "Mon 5 Jan 09:00 done",
        "Mon 5 Jan 09:00 mail 1",
        "Mon 5 Jan 09:00 left FINISHED",
    ]


def test_a_rule_pack_may_let_people_stay_in_a_deleted_sequence() -> None:
    assert deleted_sequence(on_sequence_deleted="stay") == [
        "Mon 5 Jan 09:00 entered",
        "Mon 5 Jan 09:00 skipped ALREADY_ENROLLED",
        "Tue 6 Jan 08:00 mail 2",
        "Tue 6 Jan 08:00 left FINISHED",
    ]


def test_an_enrollment_whose_sender_is_gone_stands_until_its_next_mail() -> None:
    """A user that was deleted leaves people behind: they are still in the sequence, and the log says why they go."""
    office = project(
        workflow(enroll(2)),
        sequences=(sequence(mail(), mail(1)), sequence(number=2)),
        enrollments=(Enrollment(1, 1, 99, START - 60),),
    )
    trace = play(office, [ADA])
    assert story(trace) == [
        "Mon 5 Jan 09:00 entered",
        "Mon 5 Jan 09:00 skipped ALREADY_ENROLLED",
        "Tue 6 Jan 08:59 left SENDER_LOST",
    ]
    assert (trace[-1].sender, trace[-1].b) == (99, Reason.SENDER_DEACTIVATED)


def test_enrollments_that_point_to_nothing_are_left_out() -> None:
    office = project(
        workflow(trigger=on_form("none")),
        sequences=(sequence(mail(), mail(1)),),
        enrollments=(Enrollment(9, 1, 1, START), Enrollment(1, 99, 1, START)),
    )
    assert play(office, [ADA]) == []


def test_of_two_enrollments_of_one_contact_the_first_stands() -> None:
    office = project(
        workflow(trigger=on_form("none")),
        sequences=(sequence(mail(), mail(1)), sequence(mail(), mail(2), number=2)),
        enrollments=(Enrollment(1, 1, 1, START - 60), Enrollment(1, 2, 1, START - 60)),
    )
    assert story(play(office, [ADA])) == ["Tue 6 Jan 08:59 mail 2", "Tue 6 Jan 08:59 left FINISHED"]
