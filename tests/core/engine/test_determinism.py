"""Same snapshot, settings and seed: the same trace. And what one contact's rows hang on, and what they do not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.actions.delay import Delay
from core.actions.set_property import SetProperty
from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.engine import queue, runner
from core.model.contact import Contact
from core.model.project import Project
from core.model.trace import RowKind, TraceEvent
from tests.building import (
    LEADS,
    contact,
    contacts,
    enroll,
    enroll_by_owner,
    fork,
    is_any,
    mail,
    mails,
    of_kind,
    on_filter,
    on_form,
    play,
    project,
    reacts,
    rehearsal,
    sender,
    sequence,
    submits,
    workflow,
)
from tests.core.engine.random_offices import DAYS, Office, apart_offices, offices

LIVELY: Project = project(
    workflow(enroll(), Delay(60), fork(LEADS, [UnenrollFromSequence()], [])),
    sequences=(sequence(mail(), mail(2), mail(2), behaviour=reacts(reply=30, meeting=10, unsubscribe=10, bounce=10)),),
    zone="Europe/Warsaw",
)
"""A project in which people react in every way."""


def rows_of_each(trace: list[TraceEvent]) -> dict[int, list[TraceEvent]]:
    """Give every contact's rows, in their order."""
    rows: dict[int, list[TraceEvent]] = defaultdict(list)
    for event in trace:
        rows[event.contact].append(event)
    return rows


# ---------------------------------------------------------------- the seed


@given(offices())
def test_the_same_run_gives_the_same_rows(office: Office) -> None:
    assert play(*office, days=DAYS) == play(*office, days=DAYS)


def test_another_seed_gives_other_reactions() -> None:
    first, same, other = (play(LIVELY, contacts(30), seed=seed) for seed in (7, 7, 8))
    assert first == same
    assert of_kind(first, RowKind.EVENT) != of_kind(other, RowKind.EVENT)


def test_without_reactions_the_seed_does_not_matter() -> None:
    office = project(workflow(enroll(), Delay(60)), sequences=(sequence(mail(), mail(3)),))
    assert play(office, contacts(10), seed=1) == play(office, contacts(10), seed=2)


_IN_A_PROCESS = """
import hashlib
from tests.building import contacts, play
from tests.core.engine.test_determinism import LIVELY
print(hashlib.sha256(repr([tuple(map(int, row)) for row in play(LIVELY, contacts(50))]).encode()).hexdigest())
"""


def test_two_processes_give_the_same_bytes() -> None:
    root = Path(__file__).parents[3]
    told = []
    for hash_seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        done = subprocess.run(
            [sys.executable, "-c", _IN_A_PROCESS], cwd=root, env=environment, capture_output=True, text=True, check=True
        )
        told.append(done.stdout)
    assert told[0] == told[1]
    assert len(told[0].strip()) == 64


# ---------------------------------------------------------------- the other contacts


@given(apart_offices())
def test_another_contact_leaves_the_rows_of_the_others_as_they_were(office: Office) -> None:
    """Nothing is shared here: each contact has a sender and a mailbox of its own."""
    *others, newcomer = office.people
    alone, together = rows_of_each(play(office.project, others, days=DAYS)), rows_of_each(play(*office, days=DAYS))
    together.pop(newcomer.id, None)
    assert together == alone


def test_another_contact_does_not_let_a_contact_overtake_itself() -> None:
    """At 9:00 workflow 1 enrolls contact 1 and workflow 3 takes it out, before its mail leaves.

    Contact 2 shares nothing but the moment and the sequence: its mail is on the way already when contact 1 enrolls.
    """
    office = project(
        workflow(fork(LEADS, [enroll_by_owner()], []), number=1, trigger=on_filter(LEADS)),
        workflow(enroll_by_owner(), number=2, trigger=on_filter(is_any("city", "Oslo"))),
        workflow(fork(LEADS, [UnenrollFromSequence()], []), number=3, trigger=on_filter(LEADS)),
        senders=(sender(1), sender(2)),
        sequences=(sequence(mail(), mail(3)),),
    )
    one, two = contact(1, lifecyclestage="lead"), contact(2, city="Oslo", hubspot_owner_id=2)
    alone, together = play(office, [one]), play(office, [one, two])
    assert rows_of_each(together)[1] == alone
    assert mails(alone) == []


@given(apart_offices(), st.randoms(use_true_random=False))
def test_the_order_of_the_list_does_not_matter_when_nothing_is_shared(office: Office, random: object) -> None:
    shuffled = list(office.people)
    getattr(random, "shuffle")(shuffled)  # noqa: B009 - hypothesis gives a Random whose type is not public
    assert rows_of_each(play(office.project, shuffled, days=DAYS)) == rows_of_each(play(*office, days=DAYS))


def reactions(people: list[Contact]) -> dict[int, list[int]]:
    """Play the lively project and give what each contact did."""
    rows = rows_of_each(play(LIVELY, people))
    return {who: [e.a for e in told if e.kind == RowKind.EVENT] for who, told in rows.items()}


def test_the_order_of_the_list_does_not_matter_for_what_a_contact_draws() -> None:
    """With one mailbox for all, times shift by the queue; what everybody does stays."""
    forward, backward = reactions(contacts(40)), reactions(contacts(40)[::-1])
    assert forward == backward
    assert len({tuple(told) for told in forward.values()}) > 3, "they do not all do the same"


def test_one_more_contact_does_not_change_what_the_others_draw() -> None:
    fewer, more = reactions(contacts(40)), reactions(contacts(41))
    del more[41]
    assert fewer == more


# ---------------------------------------------------------------- ties


def test_at_one_moment_the_first_in_the_list_is_first_in_the_queue() -> None:
    people = [contact(n) for n in (3, 1, 2)]
    assert [who for _, who, _ in mails(play(project(workflow(enroll())), people))] == [3, 1, 2]


def test_at_one_moment_the_script_acts_in_its_order() -> None:
    office = project(
        workflow(enroll(), trigger=on_form()),
        script=tuple(submits(n, "2026-01-05 10:00") for n in (2, 3, 1)),
    )
    assert [who for _, who, _ in mails(play(office, contacts(3)))] == [2, 3, 1]


def test_follow_ups_due_together_leave_in_the_order_their_contacts_enrolled() -> None:
    office = project(workflow(enroll()), sequences=(sequence(mail(), mail(1)),))
    follow_ups = [who for _, who, step in mails(play(office, [contact(n) for n in (3, 1, 2)])) if step == 2]
    assert follow_ups == [3, 1, 2]


# ---------------------------------------------------------------- batches and parts of groups


@given(offices(), st.integers(1, 40))
def test_batches_of_any_size_together_are_the_trace(office: Office, size: int) -> None:
    whole = play(*office, days=DAYS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "BATCH", size)
        parts = [row for batch in rehearsal(*office, days=DAYS).play() for row in batch.rows]
    assert parts == whole


@given(offices(), st.integers(1, 3))
@settings(max_examples=75)
def test_groups_that_act_in_parts_do_what_they_do_together(office: Office, part: int) -> None:
    """The rows of one instant may stand in another order; each contact's own rows are the same."""
    together = play(*office, days=DAYS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queue, "CHUNK", part)
        in_parts = play(*office, days=DAYS)
    assert rows_of_each(in_parts) == rows_of_each(together)
    assert sorted(in_parts) == sorted(together)


def test_parts_of_a_group_share_a_mailbox_as_the_whole_group_would() -> None:
    office = project(
        workflow(enroll(), Delay(60), SetProperty("lifecyclestage", "lead"), enroll()),
        workflow(Delay(1440), number=2, trigger=on_filter(LEADS)),
        senders=(sender(limit=30),),
        sequences=(sequence(mail(), mail(1)),),
    )
    together = play(office, contacts(50))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queue, "CHUNK", 7)
        in_parts = play(office, contacts(50))
    assert rows_of_each(in_parts) == rows_of_each(together)


def test_a_group_of_more_than_20000_acts_as_small_groups_do() -> None:
    """Contact 20,002 is refused as contact 12 is in a small group; those before it get their mails."""
    people = [contact(n, hubspot_owner_id=1 + n % 50) for n in range(1, 20_003)]
    owners = [sender(n, f"User {n}", limit=400) for n in range(1, 51)]
    office = project(workflow(enroll_by_owner()), senders=owners)
    trace = play(office, people, days=1)
    assert sum(e.kind == RowKind.TRIGGER for e in trace) == 20_002
    sent = mails(trace)
    assert len(sent) == 50 * 400
    by_owner = defaultdict(list)
    for _, who, _ in sent:
        by_owner[1 + who % 50].append(who)
    assert all(told == sorted(told) and len(told) == 400 for told in by_owner.values())
    assert [e.contact for e in trace if e.reason == 22] == [20_001, 20_002]
