"""The life of an enrollment: steps in time, tasks that hold, every way out, and what people do with their mails."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.actions.delay import Delay
from core.actions.set_property import SetProperty
from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.model.event import EventKind
from core.model.filter import Operator
from core.model.reason import Reason
from core.model.sender import InboxState, Seat
from core.model.sequence import Enrollment, EnrollmentState, FollowUpDays, Step, StepKind
from core.model.trace import Outcome, RowKind
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
    minutes_to,
    of_kind,
    on_filter,
    on_form,
    on_meeting,
    play,
    project,
    reacts,
    reasons,
    sender,
    sequence,
    skips,
    story,
    submits,
    task,
    where,
    workflow,
)

ADA = contact(1)
SUNDAY_SEVEN = at("2026-01-04 07:00")
LIFE = (RowKind.MAIL, RowKind.TASK, RowKind.SEQUENCE)


def life(steps: tuple[Step, ...], start: int = START, **settings: Any) -> list[str]:
    """Tell the enrollment of one contact that enrolls as the run starts."""
    office = project(workflow(enroll()), sequences=(sequence(*steps, **settings),))
    return story(play(office, [ADA], start=start), kinds=LIFE)


# ---------------------------------------------------------------- steps in time


def test_the_first_mail_goes_at_once_even_on_a_sunday_morning_outside_the_window() -> None:
    assert life((mail(),), SUNDAY_SEVEN) == ["Sun 4 Jan 07:00 mail 1", "Sun 4 Jan 07:00 left FINISHED"]


def test_the_delay_of_a_first_step_does_not_hold_it_back() -> None:
    assert life((mail(5),))[0] == "Mon 5 Jan 09:00 mail 1"


def test_three_days_later_means_the_same_time_of_day() -> None:
    assert life((mail(), mail(3))) == [
        "Mon 5 Jan 09:00 mail 1",
        "Thu 8 Jan 09:00 mail 2",
        "Thu 8 Jan 09:00 left FINISHED",
    ]


def test_a_weekend_moves_a_step_to_monday_and_the_next_one_counts_from_there() -> None:
    assert life((mail(), mail(5), mail(2)))[:3] == [
        "Mon 5 Jan 09:00 mail 1",
        "Mon 12 Jan 09:00 mail 2",
        "Wed 14 Jan 09:00 mail 3",
    ]


def test_with_every_day_eligible_a_weekend_moves_nothing() -> None:
    assert life((mail(), mail(5)), follow_up_days=FollowUpDays.EVERYDAY)[1] == "Sat 10 Jan 09:00 mail 2"


def test_a_move_into_the_send_window_does_not_shift_the_time_of_day_of_later_steps() -> None:
    """Enrolled at 7:00 with a window from 8:00; the task keeps to the days only, and to 7:00."""
    steps = (mail(), mail(1), task(1, hold=False), mail(1))
    assert life(steps, at("2026-01-05 07:00"))[:4] == [
        "Mon 5 Jan 07:00 mail 1",
        "Tue 6 Jan 08:00 mail 2",
        "Wed 7 Jan 07:00 task 3 created",
        "Thu 8 Jan 08:00 mail 4",
    ]


@pytest.mark.parametrize(
    ("enrolled", "second"),
    [
        ("07:59", "Thu 8 Jan 08:00"),
        ("08:00", "Thu 8 Jan 08:00"),
        ("18:00", "Thu 8 Jan 18:00"),
        ("18:01", "Fri 9 Jan 08:00"),
    ],
)
def test_the_edges_of_the_send_window(enrolled: str, second: str) -> None:
    assert life((mail(), mail(3)), at(f"2026-01-05 {enrolled}"))[1] == f"{second} mail 2"


def test_days_and_windows_are_those_of_the_account() -> None:
    """09:00 UTC is 18:00 in Tokyo, the window's last minute; a minute later is too late."""
    office = project(workflow(enroll()), sequences=(sequence(mail(), mail(1)),), zone="Asia/Tokyo")
    assert mails(play(office, [ADA]))[1] == ("Tue 6 Jan 09:00", 1, 2)
    assert mails(play(office, [ADA], start=START + 60))[1] == ("Tue 6 Jan 23:00", 1, 2)


def test_the_contacts_own_time_zone_is_followed_when_the_sequence_says_so() -> None:
    people = [
        contact(1, hs_timezone="Asia/Tokyo"),
        contact(2, hs_timezone="nowhere"),
        contact(3, hs_timezone=None),
        contact(4, hs_timezone="Asia/Tokyo"),
    ]

    def second_mails(own: bool) -> dict[int, str]:
        flow = sequence(mail(), mail(1), window_end=17 * 60, use_contact_time_zone=own)
        trace = play(project(workflow(enroll()), sequences=(flow,)), people)
        return {who: when for when, who, step in mails(trace) if step == 2}

    assert second_mails(True) == {
        1: "Tue 6 Jan 23:00",  # 18:00 in Tokyo is too late; the window opens there at 8:00, 23:00 UTC
        2: "Tue 6 Jan 09:00",
        3: "Tue 6 Jan 09:00:30",
        4: "Tue 6 Jan 23:00:30",
    }
    assert [second_mails(False)[n] for n in (1, 2, 3, 4)] == [
        "Tue 6 Jan 09:00", "Tue 6 Jan 09:00:30", "Tue 6 Jan 09:01", "Tue 6 Jan 09:01:30",
    ]  # fmt: skip


def test_a_mail_without_delay_follows_30_seconds_after_the_one_before_it() -> None:
    assert life((mail(), mail(0)))[1] == "Mon 5 Jan 09:00:30 mail 2"


def test_steps_after_the_end_of_the_rehearsal_are_not_played() -> None:
    office = project(workflow(enroll()), sequences=(sequence(mail(), mail(3)),))
    assert story(play(office, [ADA], days=3), kinds=LIFE) == ["Mon 5 Jan 09:00 mail 1"]
    assert len(mails(play(office, [ADA], days=4))) == 2


# ---------------------------------------------------------------- tasks


def test_a_task_holds_the_sequence_until_it_is_done_and_the_delay_starts_then() -> None:
    assert life((mail(), task(1), mail(2)), behaviour=reacts(task_hours=30)) == [
        "Mon 5 Jan 09:00 mail 1",
        "Tue 6 Jan 09:00 task 2 created",
        "Wed 7 Jan 15:00 task 2 done",
        "Fri 9 Jan 09:00 mail 3",
        "Fri 9 Jan 09:00 left FINISHED",
    ]


def test_a_task_that_does_not_hold_lets_the_next_delay_start_at_once() -> None:
    assert life((mail(), task(1, hold=False), mail(2))) == [
        "Mon 5 Jan 09:00 mail 1",
        "Tue 6 Jan 09:00 task 2 created",
        "Thu 8 Jan 09:00 mail 3",
        "Thu 8 Jan 09:00 left FINISHED",
    ]


def test_a_first_step_that_is_a_task_is_made_at_once() -> None:
    assert life((task(), mail(1)), SUNDAY_SEVEN)[:3] == [
        "Sun 4 Jan 07:00 task 1 created",
        "Mon 5 Jan 07:00 task 1 done",
        "Tue 6 Jan 08:00 mail 2",
    ]


def test_a_task_at_the_end_is_done_before_the_sequence_is_finished() -> None:
    assert life((task(kind=StepKind.INMAIL),), behaviour=reacts(task_hours=0)) == [
        "Mon 5 Jan 09:00 task 1 created",
        "Mon 5 Jan 09:00 task 1 done",
        "Mon 5 Jan 09:00 left FINISHED",
    ]


def test_a_task_of_a_contact_that_left_is_not_done_any_more() -> None:
    office = project(
        workflow(enroll()),
        sequences=(sequence(task(), mail(1), behaviour=reacts(task_hours=48)),),
        script=(happens(EventKind.REPLIED, 1, "2026-01-06 09:00"),),
    )
    assert story(play(office, [ADA]), kinds=LIFE) == [
        "Mon 5 Jan 09:00 task 1 created",
        "Tue 6 Jan 09:00 left REPLIED",
    ]


@pytest.mark.parametrize("kind", [kind for kind in StepKind if kind.is_task])
def test_tasks_need_no_room_in_the_mailbox(kind: StepKind) -> None:
    office = project(
        workflow(enroll()), senders=(sender(limit=0),), sequences=(sequence(task(kind=kind), task(1, kind=kind)),)
    )
    trace = play(office, [ADA])
    assert skips(trace) == []
    assert story(trace, kinds=LIFE)[-1] == "Thu 8 Jan 09:00 left FINISHED"


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


# ---------------------------------------------------------------- what people do with their mails


@pytest.mark.parametrize(
    ("share", "kind", "reason"),
    [
        ("reply", EventKind.REPLIED, "REPLIED"),
        ("meeting", EventKind.MEETING_BOOKED, "MEETING_BOOKED"),
        ("unsubscribe", EventKind.UNSUBSCRIBED, "UNSUBSCRIBED"),
        ("bounce", EventKind.BOUNCED, "BOUNCED"),
    ],
)
def test_when_all_people_react_all_leave_within_two_days_of_their_first_mail(
    share: str, kind: EventKind, reason: str
) -> None:
    office = project(workflow(enroll()), sequences=(sequence(mail(), mail(5), behaviour=reacts(**{share: 100})),))
    trace = play(office, contacts(20))
    left = of_kind(trace, RowKind.SEQUENCE)
    sent = {e.contact: e.time for e in of_kind(trace, RowKind.MAIL)}
    assert len(left) == 20
    assert {Reason(e.reason).name for e in left} == {reason}
    waits = {e.time - sent[e.contact] for e in left}
    assert waits == {60} if share == "bounce" else all(3_600 <= wait < 48 * 3_600 for wait in waits)
    assert len(waits) == (1 if share == "bounce" else 20)
    assert {e.a for e in of_kind(trace, RowKind.EVENT)} == {tuple(EventKind).index(kind) + 1}


def test_about_the_share_that_is_asked_for_reacts() -> None:
    office = project(
        workflow(enroll()),
        sequences=(sequence(mail(), mail(5), behaviour=reacts(reply=20, meeting=10, unsubscribe=5, bounce=5)),),
    )
    left = [Reason(e.reason).name for e in of_kind(play(office, contacts(1_000), days=6), RowKind.SEQUENCE)]
    assert 160 <= left.count("REPLIED") <= 240
    assert 70 <= left.count("MEETING_BOOKED") <= 130
    assert 30 <= left.count("UNSUBSCRIBED") <= 70
    assert 30 <= left.count("BOUNCED") <= 70


def test_nobody_reacts_when_no_share_is_given() -> None:
    office = project(workflow(enroll()), sequences=(sequence(mail(), mail(5)),))
    assert of_kind(play(office, contacts(50)), RowKind.EVENT) == []


def test_the_last_mail_is_answered_too_though_the_sequence_is_finished() -> None:
    office = project(
        workflow(enroll()), workflow(number=2, trigger=on_meeting()),
        sequences=(sequence(mail(), behaviour=reacts(meeting=100)),),
    )  # fmt: skip
    trace = play(office, [ADA])
    assert [line.split(" ", 4)[-1] for line in story(trace)] == [
        "entered", "done", "mail 1", "left FINISHED", "meeting_booked", "entered",
    ]  # fmt: skip


def test_a_bounce_of_the_last_mail_blocks_the_next_sequence() -> None:
    office = project(
        workflow(enroll(), Delay(60), enroll(2)),
        sequences=(sequence(mail(), behaviour=reacts(bounce=100)), sequence(number=2)),
    )
    assert reasons(play(office, [ADA])) == ["BOUNCED"]


def test_who_left_for_another_reason_does_not_react_any_more() -> None:
    office = project(
        workflow(enroll(), UnenrollFromSequence()),
        sequences=(sequence(mail(), mail(5), behaviour=reacts(reply=100)),),
    )
    assert of_kind(play(office, [ADA]), RowKind.EVENT) == []


def test_a_reply_to_an_earlier_sequence_ends_the_one_the_contact_is_in_now() -> None:
    """Any reply ends an enrollment, mails outside the sequence included."""
    office = project(
        workflow(enroll(), Delay(30), enroll(2)),
        sequences=(sequence(mail(), behaviour=reacts(reply=100)), sequence(mail(), mail(30), number=2)),
    )
    left = of_kind(play(office, [ADA]), RowKind.SEQUENCE)
    assert [(e.sequence, Reason(e.reason).name) for e in left] == [(1, "FINISHED"), (2, "REPLIED")]


def test_unsubscribing_and_bouncing_mark_the_contact_for_good() -> None:
    for kind, reason in ((EventKind.UNSUBSCRIBED, "UNSUBSCRIBED"), (EventKind.BOUNCED, "BOUNCED")):
        office = project(
            workflow(enroll(), trigger=on_form()),
            script=(happens(kind, 1, "2026-01-05 10:00"), submits(1, "2026-01-05 11:00")),
        )
        assert reasons(play(office, [ADA])) == [reason]


def test_a_mark_can_set_a_filter_trigger_off() -> None:
    opted_out = on_filter(where("hs_email_optout", Operator.IS_TRUE))
    office = project(
        workflow(SetProperty("city", "Oslo"), trigger=opted_out),
        script=(happens(EventKind.UNSUBSCRIBED, 1, "2026-01-05 10:00"),),
    )
    assert story(play(office, [ADA])) == [
        "Mon 5 Jan 10:00 unsubscribed",
        "Mon 5 Jan 10:00 entered",
        "Mon 5 Jan 10:00 done",
    ]


def test_placeholders_of_subject_and_body_are_counted_in_the_mails_row() -> None:
    step = mail(0, "Hello {{ placeholder.name }}", "{{ placeholder.a }} {{ contact.firstname }} {{ placeholder.b }}")
    office = project(workflow(enroll()), sequences=(sequence(step, mail(1)),))
    assert [e.a for e in of_kind(play(office, [ADA]), RowKind.MAIL)] == [3, 0]


def test_scripted_events_of_nobody_or_outside_the_run_do_not_happen() -> None:
    office = project(
        workflow(trigger=on_form("none")),
        script=(
            submits(9, "2026-01-05 10:00"),
            replace(submits(1, "2026-01-05 10:00"), minute=-1),
            replace(submits(1, "2026-01-05 10:00"), minute=0),
            replace(submits(1, "2026-01-05 10:00"), minute=minutes_to("2026-01-06 08:59")),
            replace(submits(1, "2026-01-05 10:00"), minute=minutes_to("2026-01-06 09:00")),
        ),
    )
    assert story(play(office, [ADA], days=1)) == ["Mon 5 Jan 09:00 form_submitted", "Tue 6 Jan 08:59 form_submitted"]


def test_every_mail_row_says_by_whom_from_which_sequence_and_which_step() -> None:
    office = project(workflow(enroll(2, 5)), senders=(sender(5),), sequences=(sequence(mail(), mail(1), number=2),))
    sent = of_kind(play(office, [ADA]), RowKind.MAIL)
    assert [(e.sender, e.sequence, e.step, e.place, e.outcome) for e in sent] == [
        (5, 2, 1, 2, Outcome.DONE), (5, 2, 2, 2, Outcome.DONE),
    ]  # fmt: skip
