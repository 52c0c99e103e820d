"""Pausing and resuming an enrollment by hand: what stands still, what is kept, and what goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.model.contact import Contact
from core.model.event import EventKind, ScriptedEvent
from core.model.sequence import Enrollment, EnrollmentState, Step
from core.model.trace import RowKind
from tests.building import (
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
    reacts,
    sender,
    sequence,
    skips,
    story,
    submits,
    task,
    workflow,
)

LIFE = (RowKind.MAIL, RowKind.TASK, RowKind.SEQUENCE)


def pauses(who: int, moment: str, number: int = 0) -> ScriptedEvent:
    return happens(EventKind.PAUSED, who, moment, number=number)


def resumes(who: int, moment: str, number: int = 0) -> ScriptedEvent:
    return happens(EventKind.RESUMED, who, moment, number=number)


def life(
    steps: Sequence[Step], *script: ScriptedEvent, who: int = 1, people: Sequence[Contact] = (), **settings: Any
) -> list[str]:
    """Tell the enrollment of one contact; all enroll on Monday at 09:00."""
    office = project(workflow(enroll()), sequences=(sequence(*steps, **settings),), script=script)
    return story(play(office, people or [contact(1)]), who, kinds=LIFE)


# ---------------------------------------------------------------- what remains of a delay


def test_what_remains_of_the_delay_is_kept() -> None:
    """Paused one day into three: two days remain when it goes on a week later."""
    assert life(
        (mail(), mail(3)), pauses(1, "2026-01-06 09:00"), resumes(1, "2026-01-13 09:00")
    ) == [
        "Mon 5 Jan 09:00 mail 1",
        "Thu 15 Jan 09:00 mail 2",
        "Thu 15 Jan 09:00 left FINISHED",
    ]  # fmt: skip


def test_what_remains_may_end_on_a_weekend_and_then_waits_for_monday() -> None:
    """Two days after Thursday is Saturday."""
    assert life((mail(), mail(3)), pauses(1, "2026-01-06 09:00"), resumes(1, "2026-01-08 09:00"))[1] == (
        "Mon 12 Jan 08:00 mail 2"
    )


def test_paused_and_resumed_at_one_moment_changes_nothing() -> None:
    assert life((mail(), mail(3)), pauses(1, "2026-01-06 09:00"), resumes(1, "2026-01-06 09:00"))[1] == (
        "Thu 8 Jan 09:00 mail 2"
    )


def test_pausing_twice_counts_from_the_first_time_and_resuming_twice_from_the_first_too() -> None:
    """Two days remain on Tuesday; the pause on Wednesday is none, nor is the resuming on Friday."""
    told = life(
        (mail(), mail(3)),
        pauses(1, "2026-01-06 09:00"),
        pauses(1, "2026-01-07 09:00"),
        resumes(1, "2026-01-13 09:00"),
        resumes(1, "2026-01-14 09:00"),
    )
    assert told[1] == "Thu 15 Jan 09:00 mail 2"


def test_resuming_what_was_never_paused_changes_nothing() -> None:
    assert life((mail(), mail(3)), resumes(1, "2026-01-06 09:00"))[1] == "Thu 8 Jan 09:00 mail 2"


def test_who_is_in_no_sequence_is_neither_paused_nor_resumed() -> None:
    """Ada finished on Monday; what happens on Tuesday is only noted."""
    office = project(workflow(enroll()), script=(pauses(1, "2026-01-06 09:00"), resumes(1, "2026-01-06 10:00")))
    assert story(play(office, [contact(1)]))[-3:] == [
        "Mon 5 Jan 09:00 left FINISHED",
        "Tue 6 Jan 09:00 paused",
        "Tue 6 Jan 10:00 resumed",
    ]


def test_whose_due_day_passes_in_the_pause_has_what_remained_then() -> None:
    """The mail was due on Thursday; a pause from Wednesday on leaves one day, whenever it goes on."""
    assert life((mail(), mail(3)), pauses(1, "2026-01-07 09:00"), resumes(1, "2026-01-19 10:30"))[1] == (
        "Tue 20 Jan 10:30 mail 2"
    )


# ---------------------------------------------------------------- a mail that stands in the queue


def test_a_first_mail_in_the_queue_waits_as_well_and_then_goes_at_once() -> None:
    """Five enroll at 09:00; Eva's mail would leave at 09:02, and she is paused at 09:01."""
    script = (pauses(5, "2026-01-05 09:01"), resumes(5, "2026-01-05 12:00"))
    assert life((mail(),), *script, who=5, people=contacts(5)) == [
        "Mon 5 Jan 12:01 mail 1",
        "Mon 5 Jan 12:01 left FINISHED",
    ], "a minute remained"


def test_a_mail_that_is_paused_in_the_queue_stays_counted() -> None:
    """Ana may send three a day: Cleo is paused before her mail leaves, and Dan is refused all the same."""
    office = project(
        workflow(enroll(), trigger=on_form()),
        senders=(sender(limit=3),),
        script=(
            *(submits(n, "2026-01-05 10:00") for n in (1, 2, 3)),
            pauses(3, "2026-01-05 10:01"),
            submits(4, "2026-01-05 10:01"),
        ),
    )
    trace = play(office, contacts(4))
    assert mails(trace) == [("Mon 5 Jan 10:00", 1, 1), ("Mon 5 Jan 10:00:30", 2, 1)]
    assert skips(trace) == [(4, "DAILY_LIMIT_REACHED")]


def test_a_follow_up_in_the_queue_is_paused_before_it_leaves() -> None:
    """Both follow-ups are due on Tuesday at 09:00, Ben's leaves at 09:01:30; at 09:01 he is paused until Wednesday."""
    script = (pauses(4, "2026-01-06 09:01"), resumes(4, "2026-01-07 09:00"))
    assert life((mail(), mail(1)), *script, who=4, people=contacts(4)) == [
        "Mon 5 Jan 09:01:30 mail 1",
        "Wed 7 Jan 09:00:30 mail 2",
        "Wed 7 Jan 09:00:30 left FINISHED",
    ]


# ---------------------------------------------------------------- tasks, and pauses from before


def test_a_task_that_is_done_in_the_pause_lets_the_whole_delay_follow_it() -> None:
    """The task is done on Tuesday at 09:00; all of the two days remain when the enrollment goes on."""
    assert life((task(), mail(2)), pauses(1, "2026-01-05 12:00"), resumes(1, "2026-01-12 10:00")) == [
        "Mon 5 Jan 09:00 task 1 created",
        "Tue 6 Jan 09:00 task 1 done",
        "Wed 14 Jan 10:00 mail 2",
        "Wed 14 Jan 10:00 left FINISHED",
    ]


def test_a_task_that_holds_goes_on_holding_after_the_pause() -> None:
    told = life(
        (task(), mail(1)),
        pauses(1, "2026-01-05 10:00"),
        resumes(1, "2026-01-05 11:00"),
        behaviour=reacts(task_hours=48),
    )
    assert told[1:3] == ["Wed 7 Jan 09:00 task 1 done", "Thu 8 Jan 09:00 mail 2"]


def test_an_enrollment_that_was_paused_before_the_run_goes_on_when_it_is_resumed() -> None:
    """Due on Tuesday at 08:59 and standing still since before Monday 09:00: a day but a minute remains."""
    office = project(
        workflow(trigger=on_form("none")),
        sequences=(sequence(mail(), mail(1)),),
        enrollments=(Enrollment(1, 1, 1, START - 60, state=EnrollmentState.PAUSED),),
        script=(resumes(1, "2026-01-07 09:00"),),
    )
    assert mails(play(office, [contact(1)])) == [("Thu 8 Jan 08:59", 1, 2)]


def test_a_paused_enrollment_with_no_step_left_ends_as_the_run_starts() -> None:
    office = project(
        workflow(trigger=on_form("none")),
        sequences=(sequence(mail()),),
        enrollments=(Enrollment(1, 1, 1, at("2026-01-02 09:00"), 1, EnrollmentState.PAUSED),),
        script=(resumes(1, "2026-01-05 09:00"),),
    )
    assert story(play(office, [contact(1)]), kinds=LIFE) == ["Mon 5 Jan 09:00 left FINISHED"]


def test_who_was_put_off_and_is_paused_joins_the_line_anew() -> None:
    """One a day: Ben is put off from Monday to Tuesday, paused on Monday noon, and goes on a week later."""
    office = project(
        workflow(enroll(), trigger=on_form()),
        senders=(sender(limit=1),),
        sequences=(sequence(mail(), mail(3)),),
        script=(
            submits(1, "2026-01-07 10:00"),
            submits(2, "2026-01-08 10:01"),
            pauses(2, "2026-01-12 12:00"),
            resumes(2, "2026-01-19 12:00"),
        ),
    )
    assert mails(play(office, contacts(2)))[-1] == ("Tue 20 Jan 10:00", 2, 2), "22 of the 24 hours remained"


def test_a_task_that_is_due_after_the_pause_is_made_when_what_remained_is_over() -> None:
    """The task is due on Thursday; one day of three had passed, and no mailbox has anything to do with it."""
    told = life((mail(), task(3)), pauses(1, "2026-01-06 09:00"), resumes(1, "2026-01-12 09:00"))
    assert told[1] == "Wed 14 Jan 09:00 task 2 created"
