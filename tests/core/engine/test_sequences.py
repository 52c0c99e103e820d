"""The life of an enrollment: steps in time, and tasks that hold."""

from __future__ import annotations

from typing import Any

import pytest

from core.model.event import EventKind
from core.model.sequence import FollowUpDays, Step, StepKind
from core.model.trace import RowKind
from tests.building import (
    START,
    at,
    contact,
    enroll,
    happens,
    mail,
    mails,
    play,
    project,
    reacts,
    sender,
    sequence,
    skips,
    story,
    task,
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
