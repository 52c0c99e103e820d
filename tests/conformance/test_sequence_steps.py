"""Sequences: kinds of step, their times, the days and windows they keep to, tasks that hold, and tokens."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.model.sequence import FollowUpDays, Sharing, Step, StepKind
from core.model.trace import RowKind
from core.rules.tokens import SpanKind, render, values_for
from core.services.review import review
from tests.building import (
    START,
    at,
    contact,
    contacts,
    enroll,
    mail,
    mails,
    play,
    project,
    reacts,
    sequence,
    story,
    task,
    workflow,
)
from tests.conformance.conftest import Opener

LIFE = (RowKind.MAIL, RowKind.TASK, RowKind.SEQUENCE)
SATURDAY_SEVEN = at("2026-01-03 07:00")


def life(*steps: Step, start: int = START, zone: str = "UTC", days: int = 120, **settings: Any) -> list[str]:
    """Tell the enrollment of a contact that enrolls as the run starts, on the account's own clock."""
    office = project(workflow(enroll()), sequences=(sequence(*steps, **settings),), zone=zone)
    return story(play(office, [contact(1)], days, start=start), kinds=LIFE, zone=ZoneInfo(zone))


# ---------------------------------------------------------------- kinds of step


@pytest.mark.parametrize("kind", list(StepKind))
def test_the_six_kinds_of_step(kind: StepKind) -> None:
    """Steps: automated email, manual email task, call task, to-do task, LinkedIn InMail and connection-request task."""
    assert len(StepKind) == 6
    told = life(Step(kind, "Step"), behaviour=reacts(task_hours=1))
    if kind is StepKind.EMAIL:
        assert told[0] == "Mon 5 Jan 09:00 mail 1"
    else:
        assert told[:2] == ["Mon 5 Jan 09:00 task 1 created", "Mon 5 Jan 10:00 task 1 done"]


# ---------------------------------------------------------------- times


def test_enrolling_executes_the_first_step_at_once() -> None:
    """Enrolling executes the first step at once: a delay before it does not matter, nor does the kind of step."""
    assert life(mail(7))[0] == "Mon 5 Jan 09:00 mail 1"
    assert life(task(7))[0] == "Mon 5 Jan 09:00 task 1 created"


def test_steps_run_at_24_hour_intervals() -> None:
    """Steps then run at 24-hour intervals: a delay of 3 days means the same time of day, 3 days on."""
    assert life(mail(), mail(3), mail(1), start=at("2026-01-05 09:17")) == [
        "Mon 5 Jan 09:17 mail 1",
        "Thu 8 Jan 09:17 mail 2",
        "Fri 9 Jan 09:17 mail 3",
        "Fri 9 Jan 09:17 left FINISHED",
    ]


@pytest.mark.parametrize(
    ("days", "second", "third"),
    [
        (FollowUpDays.EVERYDAY, "Sat 10 Jan", "Sun 11 Jan"),
        (FollowUpDays.WEEKDAYS_ONLY, "Mon 12 Jan", "Tue 13 Jan"),
        (FollowUpDays.BUSINESS_DAYS, "Mon 12 Jan", "Tue 13 Jan"),
    ],
)
def test_eligible_follow_up_days(days: FollowUpDays, second: str, third: str) -> None:
    """Eligible follow-up days: a step is moved to the next eligible day (not before), the next counts from there."""
    assert life(mail(), mail(5), mail(1), follow_up_days=days)[1:3] == [
        f"{second} 09:00 mail 2",
        f"{third} 09:00 mail 3",
    ]


@pytest.mark.parametrize(
    ("enrolled", "second"),
    [
        ("07:59", "Tue 6 Jan 08:00"),
        ("08:00", "Tue 6 Jan 08:00"),
        ("12:34", "Tue 6 Jan 12:34"),
        ("18:00", "Tue 6 Jan 18:00"),
        ("18:01", "Wed 7 Jan 08:00"),
    ],
)
def test_a_send_window(enrolled: str, second: str) -> None:
    """A send window (start/end minute of the day): follow-up mails are moved into it, never to an earlier moment."""
    assert life(mail(), mail(1), start=at(f"2026-01-05 {enrolled}"))[1] == f"{second} mail 2"


def test_a_move_does_not_shift_the_time_of_day_of_later_steps() -> None:
    """A move does not shift the *time of day* of later steps: the task has no window and comes at 07:00 again."""
    assert life(mail(), mail(1), task(1, hold=False), mail(1), start=at("2026-01-05 07:00"))[:4] == [
        "Mon 5 Jan 07:00 mail 1",
        "Tue 6 Jan 08:00 mail 2",
        "Wed 7 Jan 07:00 task 3 created",
        "Thu 8 Jan 08:00 mail 4",
    ]


def test_the_first_mail_may_go_on_any_day_and_follow_ups_on_weekdays_only_by_default() -> None:
    """The first mail may go on any day, weekends too; follow-ups on weekdays only by default."""
    assert life(mail(), mail(1), start=SATURDAY_SEVEN)[:2] == ["Sat 3 Jan 07:00 mail 1", "Mon 5 Jan 08:00 mail 2"]


@pytest.mark.parametrize(("days", "fits"), [(0, True), (1, True), (90, True), (91, False)])
def test_delays_of_0_to_90_days(opened: Opener, days: int, fits: bool) -> None:
    """Delays 0–90 days: 0 is the same day; more than 90 is a warning before the run, and plays as it says."""
    office = project(workflow(enroll()), sequences=(sequence(mail(), mail(days)),))
    assert ("DELAY_TOO_LONG" in {found.code for found in review(opened(office, contacts(1)))}) != fits
    second = life(mail(), mail(days), follow_up_days=FollowUpDays.EVERYDAY)[1]
    wanted = {0: "Mon 5 Jan 09:00:30", 1: "Tue 6 Jan 09:00", 90: "Sun 5 Apr 09:00", 91: "Mon 6 Apr 09:00"}
    assert second == f"{wanted[days]} mail 2"


@pytest.mark.parametrize(("number", "fits"), [(9, True), (10, True), (11, False)])
def test_at_most_ten_automated_mails(opened: Opener, number: int, fits: bool) -> None:
    """At most 10 automated mails a sequence (rule pack value); tasks do not count."""
    steps = [mail(1) for _ in range(number)] + [task(1) for _ in range(5)]
    office = project(workflow(enroll()), sequences=(sequence(*steps),))
    assert ("TOO_MANY_MAILS" in {found.code for found in review(opened(office, contacts(1)))}) != fits


# ---------------------------------------------------------------- tasks


def test_a_task_pauses_the_sequence_until_it_is_done() -> None:
    """A task pauses the sequence by default until it is done, and the next delay starts only then."""
    assert Step(StepKind.CALL).hold
    assert life(mail(), task(1), mail(2), behaviour=reacts(task_hours=30)) == [
        "Mon 5 Jan 09:00 mail 1",
        "Tue 6 Jan 09:00 task 2 created",
        "Wed 7 Jan 15:00 task 2 done",
        "Fri 9 Jan 09:00 mail 3",
        "Fri 9 Jan 09:00 left FINISHED",
    ]


def test_a_task_may_let_the_sequence_go_on() -> None:
    """A task may hold the sequence until it is done; one that does not lets the next delay start at once."""
    assert life(mail(), task(1, hold=False), mail(2)) == [
        "Mon 5 Jan 09:00 mail 1",
        "Tue 6 Jan 09:00 task 2 created",
        "Thu 8 Jan 09:00 mail 3",
        "Thu 8 Jan 09:00 left FINISHED",
    ]


def test_tasks_go_to_the_sender() -> None:
    """Tasks go to the sender who enrolled the contact, not to somebody else who owns it by then."""
    trace = play(project(workflow(enroll()), sequences=(sequence(task()),)), [contact(1, hubspot_owner_id=2)])
    assert {event.sender for event in trace if event.kind == RowKind.TASK} == {1}


def test_a_task_keeps_to_the_days_and_not_to_the_window() -> None:
    """Steps keep to eligible days; the send window is for automated emails."""
    assert life(mail(), task(4, hold=False), task(1, hold=False), start=at("2026-01-05 22:00"))[1:3] == [
        "Fri 9 Jan 22:00 task 2 created",
        "Mon 12 Jan 22:00 task 3 created",
    ]


# ---------------------------------------------------------------- time zones


def test_the_time_zone_is_the_accounts() -> None:
    """Time zone: the account's: 23:30 UTC on Sunday is Monday in Warsaw, and its window opens at 08:00 there."""
    late = at("2026-01-04 23:30")
    assert life(mail(), mail(1), start=late, zone="Europe/Warsaw")[:2] == [
        "Mon 5 Jan 00:30 mail 1",
        "Tue 6 Jan 08:00 mail 2",
    ]


def test_the_contacts_time_zone_when_use_contact_time_zone_is_on() -> None:
    """Time zone: the contact's when *use contact time zone* is on; one that is unknown or empty is the account's."""
    people = [
        contact(n, hs_timezone=zone) for n, zone in enumerate(("Asia/Tokyo", "America/New_York", "nowhere", None), 1)
    ]

    def second_mails(own: bool) -> list[str]:
        flow = sequence(mail(), mail(1), window_end=17 * 60, use_contact_time_zone=own)
        # Another sequence that follows contacts' zones, so that the run knows them, changes nothing for this one.
        other = sequence(number=2, use_contact_time_zone=True)
        trace = play(project(workflow(enroll()), sequences=(flow, other)), people)
        return [when for _, when in sorted((who, when) for when, who, step in mails(trace) if step == 2)]

    # 09:00 UTC is 18:00 in Tokyo (too late, 8:00 there is 23:00 UTC) and 04:00 in New York (8:00 there is 13:00 UTC).
    assert second_mails(True) == ["Tue 6 Jan 23:00", "Tue 6 Jan 13:00", "Tue 6 Jan 09:00", "Tue 6 Jan 09:00:30"]
    assert second_mails(False) == ["Tue 6 Jan 09:00", "Tue 6 Jan 09:00:30", "Tue 6 Jan 09:01", "Tue 6 Jan 09:01:30"]


@pytest.mark.parametrize(
    ("start", "second"),
    [
        ("2026-03-28 09:00", "Sun 29 Mar 10:00"),  # 10:00 in Warsaw stays 10:00, 23 hours later
        ("2026-10-24 08:00", "Sun 25 Oct 10:00"),  # … 25 hours later
        ("2028-02-28 09:00", "Tue 29 Feb 10:00"),  # a leap day
        ("2026-12-31 09:00", "Fri 1 Jan 10:00"),  # a year's end
    ],
)
def test_the_time_of_day_survives_what_calendars_do(start: str, second: str) -> None:
    """The same time of day as the enrollment: across both changes of the clock, a leap day and a year's end."""
    told = life(mail(), mail(1), start=at(start), zone="Europe/Warsaw", follow_up_days=FollowUpDays.EVERYDAY)
    assert told[1] == f"{second} mail 2"


# ---------------------------------------------------------------- sharing, tokens


def test_sharing() -> None:
    """Sharing: private, everyone, some users or teams; it changes nothing of how a sequence plays."""
    assert [kind.value for kind in Sharing] == ["private", "everyone", "some"]
    assert len({tuple(life(mail(), mail(3), sharing=kind)) for kind in Sharing}) == 1


def test_personalization_tokens_and_placeholders() -> None:
    """Tokens: ``{{ contact.firstname }}``, ``{{ contact.company }}``, ``{{ owner.firstname }}``, placeholders.

    A personalization token with no value uses its default, else stays empty; both are reported.
    """
    office = project()
    values = values_for(contact(1, company=None, city=None), office.senders[0], office)
    text = (
        "Hi {{ contact.firstname }} of {{ contact.company | default: \"your firm\" }} in [{{ contact.city }}], "
        "{{ owner.firstname }}: {{ placeholder.anything }}"
    )  # fmt: skip
    shown = render(text, values)
    assert shown.text == "Hi Ada of your firm in [], Ana: {{ placeholder.anything }}"
    assert [shown.count(kind) for kind in SpanKind] == [2, 1, 1, 1]
    assert [kind.value for kind in SpanKind] == ["value", "default", "empty", "placeholder"]
