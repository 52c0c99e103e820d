"""Ways nobody takes, times that never come, tokens nobody knows, and the load of mailboxes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date

import pytest

from core.model.account import Account
from core.model.filter import Condition, Filter, Operator
from core.model.project import Project
from core.model.sequence import Enrollment, EnrollmentState, Sequence, SequenceSettings, Step, StepKind
from core.model.workflow import RunWindow, Workflow, WorkflowSettings
from core.rules.review import Level
from core.rules.review_load import Crowd, over_capacity, planned_mails
from core.rules.review_structure import (
    dead_values,
    dead_ways,
    is_bad_date,
    is_bad_window,
    misspelt,
    sequence_of,
    times_of,
    unreachable,
)
from core.rules.rulepack import load
from tests.building import START, sender

PACK = load("2025-08")
LEAD = Filter(((Condition("lifecyclestage", Operator.IS_ANY_OF, ("lead",)),),))
SPAIN = Filter(((Condition("country", Operator.IS, ("Spain",)),),))
ALL = Filter()
MON, TUE, WED, THU = (date(2026, 1, day) for day in (5, 6, 7, 8))


@pytest.mark.parametrize(
    ("filters", "dead"),
    [
        ([LEAD, SPAIN], {}),
        ([LEAD, SPAIN, LEAD], {2: 0}),
        ([LEAD, ALL], {2: 1}),
        ([ALL, LEAD], {1: 0, 2: 0}),
        ([Filter(((),))], {1: 0}),
        ([ALL, ALL, LEAD], {1: 0, 2: 0, 3: 0}),
        ([], {}),
    ],
)
def test_a_branch_behind_one_that_takes_all_is_dead(filters: list[Filter], dead: dict[int, int]) -> None:
    assert dead_ways(filters) == dead


@pytest.mark.parametrize(
    ("branches", "dead"),
    [
        ([["a"], ["b"]], {}),
        ([["a", "b"], ["B"]], {1: 0}),
        ([["a"], ["b"], ["A", "b"]], {2: 0}),
        ([["a"], ["a", "c"]], {}),
        ([["a"], ["", None]], {}),
        ([[]], {}),
    ],
)
def test_a_value_leads_to_the_first_branch_that_has_it(branches: list[list[str]], dead: dict[int, int]) -> None:
    assert dead_values(branches) == dead


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hi {{ contact.firstname }}", ()),
        ("Hi {{ contact.fristname }}", ("{{ contact.fristname }}",)),
        ("{{ company.name }} {{ company.size }}", ("{{ company.size }}",)),
        ("{{ owner.name }} {{ sender.phone }}", ("{{ sender.phone }}",)),
        ("{{ deal.amount }}", ("{{ deal.amount }}",)),
        ("{{ firstname }} {{ firstname }}", ("{{ firstname }}",)),
        ("{{ placeholder.next step }}", ()),
        ("No tokens, {just} braces", ()),
    ],
)
def test_tokens_that_nothing_can_fill_are_found(text: str, found: tuple[str, ...]) -> None:
    assert misspelt(Sequence(1, "S", (Step(body=text),)), Project()) == found
    assert misspelt(Sequence(1, "S", (Step(StepKind.CALL, "Call", text),)), Project()) == ()


@pytest.mark.parametrize(
    ("window", "bad"),
    [
        (RunWindow(0, 540, 1020), False),
        (RunWindow(6, 0, 1440), False),
        (RunWindow(0, 540, 540), True),
        (RunWindow(0, 1020, 540), True),
        (RunWindow(7, 540, 1020), True),
        (RunWindow(0, 540, 1441), True),
        (RunWindow(0, -1, 540), True),
    ],
)
def test_a_time_that_never_comes(window: RunWindow, bad: bool) -> None:
    assert is_bad_window(window) is bad


@pytest.mark.parametrize(
    ("text", "bad"), [("2026-12-25", False), ("2026-02-29", True), ("25.12.2026", True), ("20261225", True), ("", True)]
)
def test_a_date_is_written_one_way(text: str, bad: bool) -> None:
    assert is_bad_date(text) is bad


def test_bad_times_and_dates_of_a_workflow_are_told() -> None:
    windows = (RunWindow(2, 1020, 540), RunWindow(9, 0, 60), RunWindow(1))
    workflow = Workflow(4, "Leads", settings=WorkflowSettings(windows, ("25.12.2026", "2026-12-25")))
    found = list(times_of(workflow, played=False))
    assert [(f.code, f.severity, f.workflow_id, f.played) for f in found] == [
        ("BAD_WINDOW", Level.ERROR, 4, False),
        ("BAD_WINDOW", Level.ERROR, 4, False),
        ("BAD_BLOCKED_DATE", Level.ERROR, 4, False),
    ]
    assert [f.sentence for f in found] == [
        "“Leads” may act from 17:00 to 09:00 on Wednesday; that time never comes.",
        "“Leads” may act from 00:00 to 01:00; that time never comes.",
        "“Leads” blocks “25.12.2026”, which is no date.",
    ]


def test_what_is_wrong_in_a_sequence_is_told_at_the_card() -> None:
    settings = SequenceSettings(window_start=600, window_end=599)
    sequence = Sequence(1, "Welcome", (Step(body="{{ x }}"), Step(delay_days=91)), settings)
    found = list(sequence_of(Workflow(4, "Leads"), 7, sequence, Project(), PACK, played=True))
    assert [(f.code, f.card_id) for f in found] == [("MISSPELT_TOKEN", 7), ("DELAY_TOO_LONG", 7), ("BAD_WINDOW", 7)]
    assert [f.sentence for f in found] == [
        "Mails of “Welcome” hold {{ x }}, which nothing can fill; it stays empty or as written.",
        "A step of “Welcome” waits 91 days; a step may wait at most 90 (assumed).",
        "The send window of “Welcome” ends at 09:59, before it starts at 10:00.",
    ]


def test_a_sound_sequence_has_no_findings() -> None:
    settings = SequenceSettings(window_start=600, window_end=600)
    sequence = Sequence(1, "Welcome", (Step(delay_days=90),), settings)
    assert list(sequence_of(Workflow(4, "Leads"), 7, sequence, Project(), PACK, played=True)) == []
    assert list(times_of(Workflow(4, "Leads"), played=True)) == []


def test_the_card_below_a_dead_branch_is_named() -> None:
    finding = unreachable(Workflow(4, "Leads"), 3, "Delay for 1 day", "Spain", "Everybody", played=True)
    assert (finding.code, finding.card_id, finding.severity) == ("UNREACHABLE_CARD", 3, Level.WARNING)
    assert finding.sentence == (
        "“Delay for 1 day” in “Leads” is never reached: all that could take the branch “Spain” take “Everybody”, "
        "which comes first."
    )


# ---------------------------------------------------------------- load

STEPS = (Step(), Step(StepKind.CALL, delay_days=1), Step(delay_days=2))


def office(*enrollments: Enrollment) -> Project:
    people = (sender(1, "Ana Ruiz", limit=10), sender(2, "Bo Lind"), sender(3, "Cy Moe", mailbox="user1@acme.example"))
    return Project(Account(), senders=people, sequences=(Sequence(1, "Welcome", STEPS),), enrollments=enrollments)


def test_mails_are_planned_by_mailbox_and_day() -> None:
    sequence = office().sequences[0]
    planned = planned_mails(office(), [Crowd(sequence, {1: 12, 2: 3, 3: 4, 99: 5}, 1440)], START, UTC)
    # A day late through the delay before the card: mails on Tuesday, and three days after that.
    assert planned == {
        "user1@acme.example": Counter({TUE: 16, date(2026, 1, 9): 16}),
        "user2@acme.example": Counter({TUE: 3, date(2026, 1, 9): 3}),
    }


def test_enrollments_that_stand_send_what_is_left_of_them() -> None:
    since = START - 2 * 86_400
    standing = Enrollment(1, 1, 2, since, 1)
    paused = replace(standing, contact=2, state=EnrollmentState.PAUSED)
    lost = replace(standing, contact=3, sequence=9)
    # Enrolled on Saturday; the last mail is due three days after it.
    assert planned_mails(office(standing, paused, lost), [], START, UTC) == {"user2@acme.example": Counter({TUE: 1})}


def test_a_day_over_the_limit_is_told_with_the_worst_day() -> None:
    planned = {"user1@acme.example": {MON: 10, TUE: 11, WED: 30}, "user2@acme.example": {MON: 1000}}
    (finding,) = over_capacity(office(), PACK, planned, MON, 30)
    assert (finding.code, finding.severity, finding.count, finding.people) == (
        "OVER_CAPACITY", Level.WARNING, 30, (1, 3),
    )  # fmt: skip
    assert finding.sentence == (
        "Ana Ruiz and Cy Moe would send about 30 mails on Wed 7 Jan 2026, over the daily limit of 10, "
        "and too many on 1 other day."
    )


def test_days_at_the_limit_or_after_the_end_are_no_matter() -> None:
    planned = {"user1@acme.example": {MON: 10, THU: 99}, "user2@acme.example": {MON: 1000, TUE: 1001}}
    found = list(over_capacity(office(), PACK, planned, MON, 1))
    assert [f.sentence for f in found] == [
        "Bo Lind would send about 1,001 mails on Tue 6 Jan 2026, over the daily limit of 1,000."
    ]
