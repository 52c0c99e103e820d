"""Scenes in which the account changes while mails wait: a sequence deleted, a sender lost, a limit changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.model.event import EventKind, ScriptedEvent
from core.model.fields import Value
from core.model.reason import Reason
from core.model.trace import Outcome, RowKind, TraceEvent
from tests.building import (
    RULES,
    clock,
    contact,
    contacts,
    enroll,
    happens,
    mail,
    mails,
    minutes_to,
    on_filter,
    on_form,
    play,
    project,
    sender,
    sequence,
    skips,
    story,
    submits,
    task,
    workflow,
)

ADA = contact(1)
LIFE = (RowKind.MAIL, RowKind.TASK, RowKind.SEQUENCE)


def breaks(kind: EventKind, moment: str, number: int = 1, value: Value = None) -> ScriptedEvent:
    """What happens to sender 1 or sequence 1."""
    return replace(ScriptedEvent(kind, 0, minutes_to(moment), id=number, sender=1, sequence=1), value=value)


def deferrals(trace: list[TraceEvent]) -> list[tuple[str, int, str]]:
    """Gives what a limit put off: when, for whom, until when."""
    found = [e for e in trace if e.kind == RowKind.MAIL and e.outcome == Outcome.DEFERRED]
    return [(clock(e.time), e.contact, clock(e.c) if e.c < 1 << 40 else "never") for e in found]


# ---------------------------------------------------------------- a sequence is deleted


def test_a_mail_that_waits_in_the_queue_does_not_leave_a_deleted_sequence() -> None:
    """Five mails leave 30 seconds apart from 9:00; at 9:01 the sequence goes."""
    made = project(
        workflow(enroll()),
        sequences=(sequence(mail(), mail(3)),),
        script=(breaks(EventKind.SEQUENCE_DELETED, "2026-01-05 09:01"),),
    )
    trace = play(made, contacts(5))
    assert [contact for _, contact, _ in mails(trace)] == [1, 2], "what leaves at 9:01 comes after the script"
    left = [e.contact for e in trace if e.kind == RowKind.SEQUENCE]
    assert sorted(left) == [1, 2, 3, 4, 5]
    assert {Reason(e.reason) for e in trace if e.kind == RowKind.SEQUENCE} == {Reason.SEQUENCE_DELETED}


def test_where_people_stay_in_a_deleted_sequence_their_mails_go_on_but_nobody_new_gets_in() -> None:
    made = project(
        workflow(enroll(), trigger=on_form("Demo")),
        sequences=(sequence(mail(), mail(3)),),
        script=(
            submits(1, "2026-01-05 10:00", number=1),
            breaks(EventKind.SEQUENCE_DELETED, "2026-01-06 09:00", 2),
            submits(2, "2026-01-06 10:00", number=3),
        ),
    )
    trace = play(made, contacts(2), rules=replace(RULES, on_sequence_deleted="stay"))
    assert mails(trace) == [("Mon 5 Jan 10:00", 1, 1), ("Thu 8 Jan 10:00", 1, 2)]
    assert skips(trace) == [(2, "SEQUENCE_DELETED")]


# ---------------------------------------------------------------- a sender is lost


def test_a_sender_lost_while_a_mail_waits_in_the_queue_is_noticed_when_it_would_leave() -> None:
    """Three mails at 9:00:00, :30 and 9:01:00; the inbox is gone from 9:01 on."""
    made = project(
        workflow(enroll()),
        sequences=(sequence(mail()),),
        script=(breaks(EventKind.INBOX_DISCONNECTED, "2026-01-05 09:01"),),
    )
    trace = play(made, contacts(3))
    assert [contact for _, contact, _ in mails(trace)] == [1, 2]
    assert story(trace, 3, LIFE) == ["Mon 5 Jan 09:01 left SENDER_LOST"]


def test_an_inbox_that_is_back_before_the_next_mail_ends_nothing() -> None:
    made = project(
        workflow(enroll()),
        sequences=(sequence(mail(), mail(3)),),
        script=(
            breaks(EventKind.INBOX_DISCONNECTED, "2026-01-06 09:00"),
            breaks(EventKind.INBOX_CONNECTED, "2026-01-08 09:00", 2),
        ),
    )
    assert story(play(made, [ADA]), kinds=LIFE)[-1] == "Thu 8 Jan 09:00 left FINISHED"


def test_a_task_needs_no_inbox_but_the_mail_after_it_does() -> None:
    made = project(
        workflow(enroll()),
        sequences=(sequence(mail(), task(1), mail(1)),),
        script=(breaks(EventKind.INBOX_DISCONNECTED, "2026-01-05 12:00"),),
    )
    assert story(play(made, [ADA]), kinds=LIFE) == [
        "Mon 5 Jan 09:00 mail 1",
        "Tue 6 Jan 09:00 task 2 created",
        "Wed 7 Jan 09:00 task 2 done",
        "Thu 8 Jan 09:00 left SENDER_LOST",
    ]


def test_the_room_of_a_lost_senders_mail_is_free_for_others_of_the_mailbox() -> None:
    """Ben shares Ana's mailbox. Ana's mail of Thursday never leaves, so Ben's one mail a day has room."""
    made = project(
        workflow(enroll(by=1), trigger=on_form("Ana")),
        workflow(enroll(by=2), number=2, trigger=on_form("Ben")),
        senders=(
            sender(1, limit=1, mailbox="sales@acme.example"),
            sender(2, "Ben Okafor", limit=1, mailbox="sales@acme.example"),
        ),
        sequences=(sequence(mail(), mail(3)),),
        script=(
            submits(1, "2026-01-05 10:00", "Ana", 1),
            breaks(EventKind.SEAT_LOST, "2026-01-06 09:00", 2),
            submits(2, "2026-01-08 11:00", "Ben", 3),
        ),
    )
    trace = play(made, contacts(2), days=4)
    assert mails(trace) == [("Mon 5 Jan 10:00", 1, 1), ("Thu 8 Jan 11:00", 2, 1)]


# ---------------------------------------------------------------- a limit is changed


def four_follow_ups(*script: ScriptedEvent) -> list[TraceEvent]:
    """Four contacts enroll on Monday and are due again on Thursday at 9:00; gives the trace of ten days."""
    made = project(
        workflow(enroll(), trigger=on_filter()),
        senders=(sender(limit=4),),
        sequences=(sequence(mail(), mail(3)),),
        script=script,
    )
    return play(made, [contact(n, lifecyclestage="lead") for n in (1, 2, 3, 4)], days=10)


def test_a_limit_lowered_before_follow_ups_lets_them_go_one_a_day() -> None:
    trace = four_follow_ups(breaks(EventKind.LIMIT_CHANGED, "2026-01-07 09:00", value=1))
    days = [when.rsplit(" ", 1)[0] for when, _, step in mails(trace) if step == 2]
    assert days == ["Thu 8 Jan", "Fri 9 Jan", "Mon 12 Jan", "Tue 13 Jan"]


def test_a_limit_raised_while_mails_are_put_off_lets_them_go_together_when_they_are_due_again() -> None:
    """What was put off keeps its day; on that day it finds the new limit."""
    lowered = breaks(EventKind.LIMIT_CHANGED, "2026-01-07 09:00", 1, 1)
    trace = four_follow_ups(lowered, breaks(EventKind.LIMIT_CHANGED, "2026-01-08 12:00", 2, 4))
    assert len(deferrals(trace)) == 3
    days = [when.rsplit(" ", 1)[0] for when, _, step in mails(trace) if step == 2]
    assert days == ["Thu 8 Jan", "Fri 9 Jan", "Mon 12 Jan", "Tue 13 Jan"]


def test_a_limit_of_0_puts_off_for_ever_and_a_person_can_still_take_the_contact_out() -> None:
    trace = four_follow_ups(
        breaks(EventKind.LIMIT_CHANGED, "2026-01-07 09:00", 1, 0),
        happens(EventKind.UNENROLLED_BY_HAND, 1, "2026-01-09 09:00", number=2),
    )
    assert [until for _, _, until in deferrals(trace)] == ["never"] * 4
    assert story(trace, 1, LIFE)[-1] == "Fri 9 Jan 09:00 left UNENROLLED_MANUALLY"


@pytest.mark.parametrize("odd", [-1, "many", True, None], ids=repr)
def test_a_new_limit_that_is_none_means_the_subscriptions_default(odd: Value) -> None:
    trace = four_follow_ups(breaks(EventKind.LIMIT_CHANGED, "2026-01-07 09:00", value=odd))
    assert deferrals(trace) == []
