"""Daily limits while a run plays: who gets in, and what is counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.model.account import Subscription
from core.model.event import EventKind
from core.model.reason import Reason
from core.model.sequence import Enrollment, EnrollmentState
from core.model.trace import Outcome, TraceEvent
from core.model.workflow import Workflow
from core.rules.limits import NEVER
from tests.building import (
    RULES,
    at,
    clock,
    contact,
    contacts,
    enroll,
    enroll_by_owner,
    happens,
    mail,
    mails,
    on_form,
    play,
    project,
    reasons,
    sender,
    sequence,
    skips,
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


# ---------------------------------------------------------------- who gets in


@pytest.mark.parametrize(("limit", "enrolled"), [(0, 0), (1, 1), (4, 4), (5, 5), (6, 5), (50, 5)])
def test_of_five_contacts_as_many_enroll_as_the_limit_allows(limit: int, enrolled: int) -> None:
    trace = play(project(workflow(enroll()), senders=(sender(limit=limit),)), contacts(5))
    assert [who for _, who, _ in mails(trace)] == list(range(1, enrolled + 1))
    assert skips(trace) == [(who, "DAILY_LIMIT_REACHED") for who in range(enrolled + 1, 6)]


def test_a_refusal_says_how_many_of_how_many_and_when_there_is_room_again() -> None:
    trace = play(project(workflow(enroll()), senders=(sender(limit=2),)), contacts(4))
    assert refused(trace) == [(3, 2, 2, "Tue 6 Jan 09:00"), (4, 2, 2, "Tue 6 Jan 09:00")]
    none = play(project(workflow(enroll()), senders=(sender(limit=0),)), contacts(1))
    assert refused(none) == [(1, 0, 0, "never")]


def test_without_an_own_limit_the_subscriptions_default_counts() -> None:
    assert len(mails(play(project(workflow(enroll())), contacts(5), rules=with_limit(3)))) == 3
    rules = replace(RULES, limit_enterprise=4, limit_professional=2)
    on_tab = workflow(enroll(), sequence=1)
    for subscription, sent in ((Subscription.ENTERPRISE, 4), (Subscription.PROFESSIONAL, 2)):
        office = project(on_tab, subscription=subscription)
        assert len(mails(play(office, contacts(5), rules=rules))) == sent


def test_an_own_limit_counts_instead_of_the_default() -> None:
    office = project(workflow(enroll()), senders=(sender(limit=2),))
    assert len(mails(play(office, contacts(5), rules=with_limit(3)))) == 2


def test_the_defaults_are_500_and_1000() -> None:
    on_tab = workflow(enroll(), sequence=1)
    for subscription, limit in ((Subscription.PROFESSIONAL, 500), (Subscription.ENTERPRISE, 1_000)):
        trace = play(project(on_tab, subscription=subscription), contacts(limit + 1), days=1)
        assert len(mails(trace)) == limit
        assert skips(trace) == [(limit + 1, "DAILY_LIMIT_REACHED")]


def test_a_mail_exactly_24_hours_old_no_longer_counts() -> None:
    office = project(
        ON_FORM,
        senders=(sender(limit=1),),
        script=(
            submits(1, "2026-01-05 10:00"),
            submits(2, "2026-01-06 09:59"),
            submits(3, "2026-01-06 10:00"),
        ),
    )
    trace = play(office, contacts(3))
    assert mails(trace) == [("Mon 5 Jan 10:00", 1, 1), ("Tue 6 Jan 10:00", 3, 1)]
    assert refused(trace) == [(2, 1, 1, "Tue 6 Jan 10:00")]


def test_a_refused_contact_goes_on_and_is_not_tried_again_by_itself() -> None:
    trace = play(project(workflow(enroll(), enroll()), senders=(sender(limit=1),)), contacts(2))
    assert story(trace, 2) == ["Mon 5 Jan 09:00 entered"] + ["Mon 5 Jan 09:00 skipped DAILY_LIMIT_REACHED"] * 2


# ---------------------------------------------------------------- mailboxes


def test_two_users_of_one_mailbox_share_its_count() -> None:
    shared = (sender(1, limit=2, mailbox="sales@acme.example"), sender(2, limit=2, mailbox="Sales@acme.example"))
    people = [contact(n, hubspot_owner_id=1 + n % 2) for n in range(1, 5)]
    trace = play(project(workflow(enroll_by_owner()), senders=shared), people)
    assert mails(trace) == [("Mon 5 Jan 09:00", 1, 1), ("Mon 5 Jan 09:00:30", 2, 1)]
    assert reasons(trace) == ["DAILY_LIMIT_REACHED"] * 2


def test_users_with_mailboxes_of_their_own_do_not() -> None:
    people = [contact(n, hubspot_owner_id=1 + n % 2) for n in range(1, 5)]
    office = project(workflow(enroll_by_owner()), senders=(sender(1, limit=2), sender(2, limit=2)))
    assert [when for when, _, _ in mails(play(office, people))] == ["Mon 5 Jan 09:00"] * 2 + ["Mon 5 Jan 09:00:30"] * 2


def test_users_without_any_address_share_nothing() -> None:
    people = [contact(n, hubspot_owner_id=n) for n in (1, 2)]
    office = project(workflow(enroll_by_owner()), senders=(sender(1, limit=1, email=""), sender(2, limit=1, email="")))
    assert [when for when, _, _ in mails(play(office, people))] == ["Mon 5 Jan 09:00"] * 2


def test_each_user_of_a_mailbox_has_a_limit_of_their_own_for_all_its_mails() -> None:
    """Ana may send 1 and Bo 3 from the same mailbox: once Bo has sent one, Ana may send none."""
    shared = (sender(1, limit=1, mailbox="sales@acme.example"), sender(2, limit=3, mailbox="sales@acme.example"))
    people = [contact(n, hubspot_owner_id=owner) for n, owner in enumerate((2, 1, 2, 2, 2), 1)]
    trace = play(project(workflow(enroll_by_owner()), senders=shared), people)
    assert [who for _, who, _ in mails(trace)] == [1, 3, 4]
    assert refused(trace) == [(2, 1, 1, "Tue 6 Jan 09:00"), (5, 3, 3, "Tue 6 Jan 09:00")]


def test_mails_due_at_the_same_moment_leave_30_seconds_apart() -> None:
    trace = play(project(workflow(enroll()), sequences=(sequence(mail(), mail(1)),)), contacts(3))
    assert [when for when, _, _ in mails(trace)] == [
        "Mon 5 Jan 09:00", "Mon 5 Jan 09:00:30", "Mon 5 Jan 09:01",
        "Tue 6 Jan 09:00", "Tue 6 Jan 09:00:30", "Tue 6 Jan 09:01",
    ]  # fmt: skip


def test_sequences_share_the_queue_of_a_mailbox() -> None:
    office = project(
        workflow(enroll(1), trigger=on_form("A")),
        workflow(enroll(2), number=2, trigger=on_form("B")),
        sequences=(sequence(), sequence(number=2)),
        script=(submits(1, "2026-01-05 10:00", "A"), submits(2, "2026-01-05 10:00", "B")),
    )
    assert mails(play(office, contacts(2))) == [("Mon 5 Jan 10:00", 1, 1), ("Mon 5 Jan 10:00:30", 2, 1)]


# ---------------------------------------------------------------- what is counted


def test_a_scheduled_follow_up_counts_against_new_enrollments() -> None:
    """Contact 1's follow-up is due Thursday 10:00: a mail on Wednesday 10:30 would share a window with it."""
    office = project(
        ON_FORM,
        senders=(sender(limit=1),),
        sequences=(sequence(mail(), mail(3)),),
        script=(
            submits(1, "2026-01-05 10:00"),
            submits(2, "2026-01-07 10:00"),
            submits(3, "2026-01-07 10:01"),
            submits(4, "2026-01-09 10:00"),
        ),
    )
    trace = play(office, contacts(4))
    assert [(when, who) for when, who, step in mails(trace) if step == 1] == [
        ("Mon 5 Jan 10:00", 1), ("Wed 7 Jan 10:00", 2), ("Fri 9 Jan 10:00", 4),
    ]  # fmt: skip
    assert refused(trace)[0][0] == 3


def test_how_full_the_window_ahead_is_decides_and_is_named() -> None:
    office = project(
        ON_FORM,
        senders=(sender(limit=1),),
        sequences=(sequence(mail(), mail(3)),),
        script=(submits(1, "2026-01-05 10:00"), submits(2, "2026-01-07 10:30")),
    )
    assert refused(play(office, contacts(2))) == [(2, 1, 1, "Fri 9 Jan 10:00")]


@pytest.mark.parametrize("state", list(EnrollmentState))
def test_mails_of_active_and_paused_enrollments_count(state: EnrollmentState) -> None:
    """Contact 2 has stood in the sequence since Friday 10:30, so its second mail is due Monday 10:30."""
    office = project(
        ON_FORM,
        senders=(sender(limit=1),),
        sequences=(sequence(mail(), mail(3)),),
        enrollments=(Enrollment(2, 1, 1, at("2026-01-02 10:30"), state=state),),
        script=(submits(1, "2026-01-05 10:00"),),
    )
    assert refused(play(office, contacts(2))) == [(1, 1, 1, "Tue 6 Jan 10:30")]


@pytest.mark.parametrize(
    ("since", "counts"), [("2026-01-04 10:01", True), ("2026-01-04 10:00", False), ("2026-01-03 10:00", False)]
)
def test_mails_sent_before_the_run_count_while_they_are_in_the_window(since: str, counts: bool) -> None:
    office = project(
        ON_FORM,
        senders=(sender(limit=1),),
        sequences=(sequence(mail(), task(90)),),
        enrollments=(Enrollment(2, 1, 1, at(since)),),
        script=(submits(1, "2026-01-05 10:00"),),
    )
    assert bool(refused(play(office, contacts(2)))) == counts


def test_a_longer_window_of_a_rule_pack_looks_further_back() -> None:
    office = project(
        ON_FORM,
        senders=(sender(limit=1),),
        sequences=(sequence(mail(), task(90)),),
        enrollments=(Enrollment(2, 1, 1, at("2026-01-03 10:01")),),
        script=(submits(1, "2026-01-05 10:00"),),
    )
    assert refused(play(office, contacts(2), rules=replace(RULES, window_hours=48))) == [(1, 1, 1, "Mon 5 Jan 10:01")]


@pytest.mark.parametrize("kind", [EventKind.REPLIED, EventKind.UNSUBSCRIBED])
def test_the_place_of_a_follow_up_is_free_once_its_enrollment_has_ended(kind: EventKind) -> None:
    """As above, Wednesday 10:30 is too close to Thursday's follow-up; but contact 1 left on Tuesday."""
    office = project(
        ON_FORM,
        senders=(sender(limit=1),),
        sequences=(sequence(mail(), mail(3)),),
        script=(
            submits(1, "2026-01-05 10:00"),
            happens(kind, 1, "2026-01-06 12:00"),
            submits(2, "2026-01-07 10:30"),
        ),
    )
    trace = play(office, contacts(2))
    assert refused(trace) == []
    assert mails(trace)[1] == ("Wed 7 Jan 10:30", 2, 1)


def test_the_place_of_a_mail_in_the_queue_is_free_once_its_enrollment_has_ended() -> None:
    """Both enroll at 10:00; contact 2's mail would leave at 10:00:30 but it is taken out at once."""
    office = project(
        workflow(enroll(), UnenrollFromSequence(), trigger=on_form("A")),
        workflow(enroll(), number=2, trigger=on_form("B")),
        senders=(sender(limit=2),),
        script=(
            submits(1, "2026-01-05 10:00", "A"), submits(2, "2026-01-05 10:00", "A"),
            submits(3, "2026-01-05 10:01", "B"), submits(4, "2026-01-05 10:02", "B"),
        ),
    )  # fmt: skip
    trace = play(office, contacts(4))
    assert mails(trace) == [("Mon 5 Jan 10:00", 1, 1), ("Mon 5 Jan 10:01", 3, 1)]
    assert refused(trace) == [(4, 2, 2, "Tue 6 Jan 10:00")]


def test_a_mail_that_has_left_stays_counted_when_its_enrollment_ends() -> None:
    office = project(
        ON_FORM,
        senders=(sender(limit=1),),
        sequences=(sequence(mail(), mail(3)),),
        script=(
            submits(1, "2026-01-05 10:00"),
            happens(EventKind.REPLIED, 1, "2026-01-05 10:30"),
            submits(2, "2026-01-05 11:00"),
        ),
    )
    assert refused(play(office, contacts(2))) == [(2, 1, 1, "Tue 6 Jan 10:00")]
