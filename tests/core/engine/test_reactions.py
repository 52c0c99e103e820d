"""What people do with their mails, drawn or scripted, and what it leads to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.actions.delay import Delay
from core.actions.set_property import SetProperty
from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.model.event import EventKind
from core.model.filter import Operator
from core.model.reason import Reason
from core.model.trace import Outcome, RowKind
from tests.building import (
    contact,
    contacts,
    enroll,
    happens,
    mail,
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
    story,
    submits,
    where,
    workflow,
)

ADA = contact(1)


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
