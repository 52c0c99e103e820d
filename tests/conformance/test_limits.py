"""Limits: what counts, in which window, for whom, and what becomes of mails that have no room."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from core.actions.delay import Delay
from core.model.account import Subscription
from core.model.event import EventKind
from core.model.reason import Reason
from core.model.sequence import Enrollment, EnrollmentState, FollowUpDays
from core.model.trace import Outcome, TraceEvent
from core.rules import rulepack
from core.rules.limits import NEVER
from core.rules.rulepack import FREE_GMAIL
from core.services.compare import compare, packs
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
    sender,
    sequence,
    skips,
    story,
    submits,
    task,
    with_limit,
    workflow,
)
from tests.conformance.conftest import Opener

ON_FORM = workflow(enroll(), trigger=on_form(reenroll=True))
EVERY_DAY = FollowUpDays.EVERYDAY
CALENDAR_DAY = replace(RULES, limit_window="calendar_day")


def refusals(trace: list[TraceEvent]) -> list[str]:
    """Tell every refusal as ``Ben: 1 of 1, free Tue 6 Jan 10:00``."""
    names = ("Ada", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gwen", "Hugo", "Ines", "Jon")
    return [
        f"{names[(e.contact - 1) % 10]}: {e.a} of {e.b}, free {clock(e.c) if e.c < NEVER else 'never'}"
        for e in trace
        if e.outcome == Outcome.SKIPPED and e.reason == Reason.DAILY_LIMIT_REACHED
    ]


def put_off(trace: list[TraceEvent]) -> list[str]:
    """Tell every mail that was put off as ``Mon 12 Jan 10:01: Ben until Tue 13 Jan 10:00``."""
    names = ("Ada", "Ben", "Cleo")
    return [
        f"{clock(e.time)}: {names[e.contact - 1]} until {clock(e.c) if e.c < NEVER else 'never'}"
        for e in trace
        if e.outcome == Outcome.DEFERRED and e.reason == Reason.DAILY_LIMIT_REACHED
    ]


# ---------------------------------------------------------------- per mailbox


def test_two_users_of_one_mailbox_share_its_limit() -> None:
    """Count sent and already scheduled mails **per mailbox**, not per user: two users of one share its limit."""
    people = [contact(n, hubspot_owner_id=1 + n % 2) for n in range(1, 5)]
    own = (sender(1, limit=2), sender(2, "Bo Lind", limit=2))
    shared = tuple(replace(user, mailbox="sales@acme.example") for user in own)
    assert len(mails(play(project(workflow(enroll_by_owner()), senders=own), people))) == 4
    trace = play(project(workflow(enroll_by_owner()), senders=shared), people)
    assert len(mails(trace)) == 2
    assert skips(trace) == [(3, "DAILY_LIMIT_REACHED"), (4, "DAILY_LIMIT_REACHED")]


# ---------------------------------------------------------------- the window


@pytest.mark.parametrize(
    ("second_form", "enrolled"),
    [("2026-01-06 09:59", False), ("2026-01-06 10:00", True), ("2026-01-06 10:01", True)],
)
def test_the_window_is_rolling_24_hours_by_default(second_form: str, enrolled: bool) -> None:
    """Window: rolling 24 hours by default: a mail of 10:00 counts until 10:00 of the next day, not until midnight."""
    script = (submits(1, "2026-01-05 10:00"), submits(2, second_form))
    trace = play(project(ON_FORM, senders=(sender(limit=1),), script=script), contacts(2))
    assert refusals(trace) == ([] if enrolled else ["Ben: 1 of 1, free Tue 6 Jan 10:00"])


@pytest.mark.parametrize(
    ("zone", "second_form", "enrolled"),
    [
        ("UTC", "2026-01-05 23:59", False),
        ("UTC", "2026-01-06 00:00", True),
        ("Europe/Warsaw", "2026-01-05 22:59", False),
        ("Europe/Warsaw", "2026-01-05 23:00", True),  # midnight in Warsaw
        ("America/New_York", "2026-01-06 04:59", False),
        ("America/New_York", "2026-01-06 05:00", True),  # midnight in New York
    ],
)
def test_a_rule_pack_may_say_calendar_day(zone: str, second_form: str, enrolled: bool) -> None:
    """Window: a rule pack may say *calendar day in the account's time zone*."""
    script = (submits(1, "2026-01-05 20:00"), submits(2, second_form))
    office = project(ON_FORM, senders=(sender(limit=1),), script=script, zone=zone)
    assert (refusals(play(office, contacts(2), rules=CALENDAR_DAY)) == []) == enrolled


def test_the_packs_that_come_with_the_program_name_their_sources(opened: Opener) -> None:
    """Rule pack values, each with its source and date in the data file; two runs can differ only in the pack."""
    assert [pack.limit_window for pack in packs()] == ["calendar_day", "rolling"]
    for pack in packs():
        assert set(pack.sources) >= {"limit_enterprise", "limit_window", "spacing_seconds", "on_sequence_deleted"}
        assert all(re.search(r" \(\d{4}-\d\d-\d\d\)$", source) for source in pack.sources.values())
    ws = opened(project(workflow(enroll())), contacts(200))
    found = compare(ws, "2018-06", "2025-08")
    assert found is not None
    assert {s.title: (s.first, s.second) for s in found.reasons} == {
        "Daily send limit reached": (50, 0),
        "Finished the sequence": (150, 200),
    }


# ---------------------------------------------------------------- how many


@pytest.mark.parametrize(("limit", "enrolled"), [(0, 0), (1, 1), (4, 4), (5, 5), (6, 5)])
def test_as_many_enroll_as_the_limit_allows(limit: int, enrolled: int) -> None:
    """Test 0, 1, limit − 1, limit, limit + 1: of five contacts; 0 means *none may be sent*."""
    trace = play(project(workflow(enroll()), senders=(sender(limit=limit),)), contacts(5))
    assert len(mails(trace)) == enrolled
    free = "never" if limit == 0 else "Tue 6 Jan 09:00"
    assert refusals(trace)[:1] == ([f"{['Ada', 'Ben', 'Cleo', 'Dan', 'Eva'][limit]}: {limit} of {limit}, free {free}"]
                                   if enrolled < 5 else [])  # fmt: skip


@pytest.mark.parametrize(
    ("subscription", "limit"), [(Subscription.PROFESSIONAL, 500), (Subscription.ENTERPRISE, 1_000)]
)
def test_the_defaults_per_user_and_day(subscription: Subscription, limit: int) -> None:
    """Defaults per user and day: Professional 500, Enterprise 1,000; an empty own limit means that default."""
    office = project(workflow(enroll(), sequence=1), subscription=subscription, senders=(sender(limit=None),))
    trace = play(office, contacts(limit + 1), days=1)
    assert len(mails(trace)) == limit
    assert skips(trace) == [(limit + 1, "DAILY_LIMIT_REACHED")]


def test_a_lower_own_limit_counts_instead_of_the_default() -> None:
    """A lower own limit per user is allowed: Ana may send 2, Bo the default of 3."""
    people = [contact(n, hubspot_owner_id=1 + n % 2) for n in range(1, 9)]
    office = project(workflow(enroll_by_owner()), senders=(sender(1, limit=2), sender(2, "Bo Lind")))
    trace = play(office, people, rules=with_limit(3))
    assert sorted(e.sender for e in trace if e.outcome == Outcome.DONE and e.kind == 3) == [1, 1, 2, 2, 2]


# ---------------------------------------------------------------- what counts


@pytest.mark.parametrize(
    ("standing", "counts"),
    [
        (Enrollment(2, 1, 1, at("2026-01-04 12:00")), True),  # sent 22 hours ago
        (Enrollment(2, 1, 1, at("2026-01-04 10:00")), False),  # sent 24 hours ago
        (Enrollment(2, 2, 1, at("2026-01-02 15:00"), 1), True),  # due today at 15:00
        (Enrollment(2, 2, 1, at("2026-01-02 15:00"), 1, EnrollmentState.PAUSED), True),  # … although it is paused
        (Enrollment(2, 2, 1, at("2026-01-03 10:00"), 1), False),  # due tomorrow at 10:00, no window holds both
    ],
    ids=["sent", "sent long ago", "scheduled", "paused", "scheduled later"],
)
def test_what_counts(standing: Enrollment, counts: bool) -> None:
    """What counts: mails already sent in the window, plus those scheduled in it, by *paused* enrollments too."""
    office = project(
        ON_FORM,
        senders=(sender(limit=1),),
        sequences=(sequence(mail(), task(90)), sequence(mail(), mail(3), follow_up_days=EVERY_DAY, number=2)),
        enrollments=(standing,),
        script=(submits(1, "2026-01-05 10:00"),),
    )
    assert bool(refusals(play(office, contacts(2)))) == counts


def test_new_enrollments_count_at_once_and_so_do_those_paused_in_the_run() -> None:
    """What counts: new and *paused* enrollments: Cleo is paused before her mail leaves, her place stays taken."""
    office = project(
        ON_FORM,
        senders=(sender(limit=3),),
        script=(
            *(submits(n, "2026-01-05 10:00") for n in (1, 2, 3)),
            happens(EventKind.PAUSED, 3, "2026-01-05 10:01"),
            submits(4, "2026-01-05 10:02"),
        ),
    )
    trace = play(office, contacts(4))
    assert [who for _, who, _ in mails(trace)] == [1, 2]
    assert refusals(trace) == ["Dan: 3 of 3, free Tue 6 Jan 10:00"]


@pytest.mark.parametrize(
    ("provider", "sent"),
    [("", 400), (FREE_GMAIL, 350), ("gmail (FREE)", 350), ("Office 365", 400)],
)
def test_the_mail_provider_has_a_limit_of_its_own(provider: str, sent: int) -> None:
    """One-to-one limits of the mail provider are a second, separate limit per mailbox: free Gmail lets 350 through."""
    office = project(workflow(enroll()), senders=(sender(provider=provider, limit=800),))
    assert len(mails(play(office, contacts(400), days=1))) == sent


def test_the_lower_of_the_two_limits_decides() -> None:
    """A second, separate limit: other providers let 1,000 through, whatever the own limit allows."""
    office = project(workflow(enroll()), senders=(sender(provider="Exchange", limit=5_000),))
    assert len(mails(play(office, contacts(1_001), days=1))) == 1_000
    assert (
        len(mails(play(project(workflow(enroll()), senders=(sender(provider="Exchange", limit=7),)), contacts(9)))) == 7
    )


# ---------------------------------------------------------------- one queue


def test_mails_of_a_mailbox_leave_30_seconds_apart() -> None:
    """Mails leave a mailbox one at a time from a single queue: sends due at the same moment are 30 seconds apart."""
    one = project(workflow(enroll()), sequences=(sequence(mail(), mail(1)),))
    assert [when for when, _, _ in mails(play(one, contacts(3)))] == [
        "Mon 5 Jan 09:00", "Mon 5 Jan 09:00:30", "Mon 5 Jan 09:01",
        "Tue 6 Jan 09:00", "Tue 6 Jan 09:00:30", "Tue 6 Jan 09:01",
    ]  # fmt: skip
    people = [contact(n, hubspot_owner_id=n) for n in (1, 2)]
    two = project(workflow(enroll_by_owner()), senders=(sender(1), sender(2, "Bo Lind")))
    assert [when for when, _, _ in mails(play(two, people))] == ["Mon 5 Jan 09:00"] * 2, (
        "another mailbox, another queue"
    )


def test_the_spacing_is_a_value_of_the_rule_pack() -> None:
    """30 seconds apart (rule pack value): with 60, a minute."""
    trace = play(project(workflow(enroll())), contacts(3), rules=replace(RULES, spacing_seconds=60))
    assert [when for when, _, _ in mails(trace)] == ["Mon 5 Jan 09:00", "Mon 5 Jan 09:01", "Mon 5 Jan 09:02"]


# ---------------------------------------------------------------- no room


def follow_ups_on_monday(limit: int, rules: rulepack.RulePack = RULES) -> list[TraceEvent]:
    """Ada and Ben enroll on Wednesday and Thursday; three days later is Monday for both."""
    office = project(
        ON_FORM,
        senders=(sender(limit=limit),),
        sequences=(sequence(mail(), mail(3)),),
        script=(submits(1, "2026-01-07 10:00"), submits(2, "2026-01-08 10:01")),
    )
    return play(office, contacts(2), rules=rules)


def test_a_follow_up_over_the_limit_is_deferred_to_the_first_free_slot() -> None:
    """At enrollment over the limit → skip. A follow-up step over the limit → *deferred*, and logged."""
    trace = follow_ups_on_monday(1)
    assert put_off(trace) == ["Mon 12 Jan 10:01: Ben until Tue 13 Jan 10:00"]
    assert mails(trace)[2:] == [("Mon 12 Jan 10:00", 1, 2), ("Tue 13 Jan 10:00", 2, 2)]
    assert put_off(follow_ups_on_monday(2)) == []


def test_by_calendar_days_the_first_free_slot_is_when_the_next_day_opens() -> None:
    """A follow-up step over the limit → *deferred* to the first free slot: Tuesday, when its send window opens."""
    trace = follow_ups_on_monday(1, CALENDAR_DAY)
    assert put_off(trace) == ["Mon 12 Jan 10:01: Ben until Tue 13 Jan 08:00"]


def test_a_limit_of_0_defers_for_ever() -> None:
    """0 means *none may be sent*: the task is made, the mail after it waits for ever and says so."""
    office = project(workflow(enroll()), senders=(sender(limit=0),), sequences=(sequence(task(hold=False), mail(1)),))
    trace = play(office, contacts(1))
    assert put_off(trace) == ["Tue 6 Jan 09:00: Ada until never"]
    assert mails(trace) == []


def test_a_refused_contact_is_not_tried_again_by_itself() -> None:
    """At enrollment over the limit → skip: the next card acts a day later; the action is not made up for."""
    office = project(workflow(enroll(), Delay(2 * 1_440), enroll()), senders=(sender(limit=1),))
    trace = play(office, contacts(2))
    assert [line for line in story(trace, 2) if "mail" in line or "skipped" in line] == [
        "Mon 5 Jan 09:00 skipped DAILY_LIMIT_REACHED",
        "Wed 7 Jan 09:00 skipped DAILY_LIMIT_REACHED",
    ]
    assert mails(trace) == [("Mon 5 Jan 09:00", 1, 1), ("Wed 7 Jan 09:00", 1, 1)]


# ---------------------------------------------------------------- a deleted sequence


@pytest.mark.parametrize(
    ("pack", "ends"),
    [("2025-08", "Wed 7 Jan 12:00 left SEQUENCE_DELETED"), ("2018-06", "Thu 8 Jan 09:00 left FINISHED")],
)
def test_deleting_a_sequence_with_people_inside(pack: str, ends: str) -> None:
    """Deleting a sequence with people inside → rule pack switch, default *unenroll*, reason ``SEQUENCE_DELETED``."""
    office = project(
        workflow(enroll()),
        workflow(enroll(), number=2, trigger=on_form()),
        sequences=(sequence(mail(), mail(3)),),
        script=(
            replace(happens(EventKind.SEQUENCE_DELETED, 0, "2026-01-07 12:00"), sequence=1),
            submits(2, "2026-01-07 13:00"),
        ),
    )
    trace = play(office, contacts(2), rules=rulepack.load(pack))
    assert story(trace, 1)[-1] == ends
    assert (2, "SEQUENCE_DELETED") in skips(trace), "whatever becomes of those inside, nobody enters any more"
