"""What would have enrolled a contact that was skipped: small offices whose answers a reader can work out.

Everything starts on Monday, 5 January 2026, 09:00 UTC. Mails of one mailbox leave 30 seconds apart; a day's limit looks
back 24 hours.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from core.actions.delay import Delay
from core.actions.delay_until import DelayUntil
from core.actions.random_split import RandomSplit
from core.model.account import Account, RunSettings, Subscription
from core.model.changes import Put
from core.model.contact import Contact
from core.model.event import EventKind
from core.model.fields import Value
from core.model.problem import Problem
from core.model.project import Project
from core.model.reason import Reason
from core.model.run import Run
from core.model.sender import InboxKind, InboxState, Seat
from core.model.sequence import Enrollment
from core.model.sequence import Sequence as SalesSequence
from core.model.trace import Outcome, RowKind
from core.model.workflow import Card, RunWindow, WorkflowSettings
from core.services import contacts as contact_edits
from core.services.edits import changed
from core.services.log import LogLine, LogQuery
from core.services.runs import Unwatched, rehearse
from core.services.samples import open_sample
from core.services.why_not import MOST_FLIPS, MOST_REPLAYS, Flip, FlipProgress, _smallest, flips
from core.services.why_not_trials import Subject, Trials
from core.services.workspace import Workspace
from tests.building import (
    START,
    contact,
    contacts,
    enroll,
    enroll_by_owner,
    happens,
    mail,
    off,
    on_filter,
    on_form,
    project,
    sender,
    sequence,
    submits,
    workflow,
)
from tests.core.engine.random_offices import DAYS, Office, offices

Maker = Callable[..., Workspace]
ANA, BO = sender(1, "Ana Ruiz"), sender(2, "Bo Lind")
SLOW = sequence(mail(), mail(60))


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Maker]:
    """Gives a way to make a workspace of a project and its contacts."""
    opened: list[Workspace] = []

    def made(project: Project, people: Sequence[Contact]) -> Workspace:
        opened.append(Workspace.create(tmp_path / f"{len(opened)}.cadenza", project, people))
        return opened[-1]

    yield made
    for workspace in opened:
        workspace.close()


class Watcher:
    """A control that counts the trials, and may stop after some."""

    def __init__(self, stop_after: int = 1_000) -> None:
        self.asked = 0
        self._stop_after = stop_after

    def cancelled(self) -> bool:
        return self.asked >= self._stop_after

    def report(self, payload: object) -> None:
        assert isinstance(payload, FlipProgress)
        assert payload.most == MOST_REPLAYS
        self.asked = payload.asked


def skipped(ws: Workspace, run: Run, who: int, reason: Reason | None = None) -> LogLine:
    """Give the first skipped action of a contact."""
    query = LogQuery(run.id, frozenset({Outcome.SKIPPED}), kinds=frozenset({RowKind.ACTION}), contact=who)
    return next(line for line in ws.log.lines(ws.log.ids(query)) if reason in (None, line.reason))


def found(ws: Workspace, who: int = 1, *, days: int = 30, control: Watcher | None = None) -> list[Flip]:
    """Play a workspace and ask what flips the first skipped action of a contact."""
    run = rehearse(ws, RunSettings(days=days))
    return flips(ws, run.id, skipped(ws, run, who), control)


def titles(some: Sequence[Flip]) -> list[str]:
    return [flip.title for flip in some]


def enrolls_after(ws: Workspace, flip: Flip, line: LogLine, played: RunSettings) -> bool:
    """Do an edit, play again, take it back; says whether the contact was enrolled by the card, later for a time."""
    assert flip.edit is not None
    ws.apply(flip.edit)
    run = rehearse(ws, played)
    query = LogQuery(run.id, frozenset({Outcome.DONE}), kinds=frozenset({RowKind.ACTION}), contact=line.contact_id)
    done = [
        x for x in ws.log.lines(ws.log.ids(query)) if (x.workflow_id, x.card_id) == (line.workflow_id, line.card_id)
    ]
    ws.runs.delete(run.id)
    ws.apply(flip.edit.back)
    return any(x.time > line.time if flip.kind == "time" else x.time == line.time for x in done)


# ---------------------------------------------------------------- daily limit


def remark(title: str) -> Flip:
    """What is said when a change takes the reason away and another check behind it fails."""
    return Flip(title, None, False, "behind")


@pytest.mark.parametrize(("who", "limit"), [(4, 4), (5, 5), (7, 7)])
def test_the_smallest_limit_leaves_room_for_all_who_came_before(make: Maker, who: int, limit: int) -> None:
    """Seven contacts at once, three mails a day: the fifth needs room for the fourth and itself."""
    ws = make(project(workflow(enroll()), senders=(replace(ANA, limit=3), BO)), contacts(7))
    watcher = Watcher()
    given = found(ws, who, control=watcher)
    assert titles(given) == [
        f"with Ana Ruiz at {limit} a day instead of 3",
        "at 09:00 tomorrow",
        "with Bo Lind as sender",
    ]
    assert [(flip.kind, flip.verified) for flip in given] == [("limit", True), ("time", True), ("sender", True)]
    assert given[0].edit is not None
    assert given[0].edit.puts == (Put(replace(ANA, limit=3), replace(ANA, limit=limit)),)
    # The run as it was, the guess, the number before it unless that is known to be too small, the time, the sender.
    assert watcher.asked == (4 if limit == 4 else 5)


def test_a_time_without_a_scripted_event_has_no_edit(make: Maker) -> None:
    ws = make(project(workflow(enroll()), senders=(replace(ANA, limit=0 + 1),)), contacts(2))
    limit, later = found(ws, 2)
    assert (limit.title, later.title, later.edit) == (
        "with Ana Ruiz at 2 a day instead of 1",
        "at 09:00 tomorrow",
        None,
    )


def test_a_time_is_tried_by_moving_the_event_that_brought_the_contact_in(make: Maker) -> None:
    """Contact 2 submits half an hour after contact 1 and would get in a day after that one's mail."""
    script = [submits(1, "2026-01-05 10:00", number=1), submits(2, "2026-01-05 10:30", number=2)]
    ws = make(
        project(workflow(Delay(60), enroll(), trigger=on_form()), senders=(replace(ANA, limit=1),), script=script),
        contacts(2),
    )
    later = found(ws, 2)[1]
    assert later.title == "at 11:00 tomorrow"
    assert later.edit is not None
    # The card comes an hour after the form, so the form is sent at 10:00 on Tuesday: 25 hours into the run.
    assert later.edit.puts == (Put(script[1], replace(script[1], minute=25 * 60)),)


def test_a_time_after_the_end_of_the_run_has_no_edit(make: Maker) -> None:
    script = [submits(n, "2026-01-05 10:00", number=n) for n in (1, 2)]
    flow = workflow(enroll(), trigger=on_form())
    ws = make(project(flow, senders=(replace(ANA, limit=1),), script=script), contacts(2))
    later = found(ws, 2, days=1)[1]
    assert (later.title, later.edit, later.verified) == ("at 10:00 tomorrow", None, True)


def test_an_event_whose_move_changes_nothing_leaves_the_contact_to_come_later_by_itself(make: Maker) -> None:
    """All wait for Monday 09:00, so a form that is sent a day later comes to the same moment."""
    script = [submits(n, "2026-01-06 10:00", number=n) for n in (1, 2)]
    flow = workflow(DelayUntil((0,)), enroll(), trigger=on_form())
    later = found(make(project(flow, senders=(replace(ANA, limit=1),), script=script), contacts(2)), 2)[1]
    assert (later.title, later.edit) == ("at 09:00 tomorrow", None)


def test_those_who_come_later_are_not_held_back(make: Maker) -> None:
    """Contact 3 is created on Monday afternoon and is refused in the trial as in the run."""
    created = happens(EventKind.CONTACT_CREATED, 3, "2026-01-05 15:00", number=1)
    flow = workflow(enroll(), trigger=on_filter())
    made = project(flow, senders=(replace(ANA, limit=1),), script=[created])
    ws = make(made, contacts(3, lifecyclestage="lead"))
    assert titles(found(ws, 2)) == ["with Ana Ruiz at 2 a day instead of 1", "at 09:00 tomorrow"]
    assert titles(found(ws, 3)) == ["with Ana Ruiz at 3 a day instead of 1", "at 09:00 tomorrow"]


def test_a_contact_that_comes_twice_is_asked_about_at_its_own_moment(make: Maker) -> None:
    script = [submits(1, f"2026-01-{day:02} 10:00", number=day) for day in (5, 7)]
    flow = workflow(enroll(), trigger=on_form(reenroll=True))
    ws = make(project(flow, sequences=(SLOW,), script=script), contacts(1))
    assert titles(found(ws)) == ["with “Unenroll from sequence” before this action"]


def test_a_moment_that_somebody_else_takes_is_passed_over(make: Maker) -> None:
    """Contact 3 takes Tuesday's only mail, so contact 2 gets in on Wednesday."""
    script = [
        submits(3, "2026-01-06 09:00", number=1),
        submits(1, "2026-01-05 09:00", number=2),
        submits(2, "2026-01-05 09:00", number=3),
    ]
    flow = workflow(enroll(), trigger=on_form())
    ws = make(project(flow, senders=(replace(ANA, limit=1),), script=script), contacts(3))
    assert titles(found(ws, 2)) == ["with Ana Ruiz at 2 a day instead of 1", "at 09:00 on Wed 7 Jan"]


def test_a_day_that_never_gets_room_gives_no_time(make: Maker) -> None:
    """Somebody takes the only mail of every day for longer than three moments are tried."""
    daily = [submits(n, f"2026-01-{n + 4:02} 09:00", number=n) for n in range(1, 8)]
    last = submits(8, "2026-01-05 09:00", number=8)
    flow = workflow(enroll(), trigger=on_form())
    ws = make(project(flow, senders=(replace(ANA, limit=1),), script=[*daily, last]), contacts(8))
    assert titles(found(ws, 8)) == ["with Ana Ruiz at 2 a day instead of 1"]


def test_a_time_keeps_to_the_hours_of_the_workflow(make: Maker) -> None:
    mondays = replace(workflow(enroll()), settings=WorkflowSettings(windows=(RunWindow(0),)))
    ws = make(project(mondays, senders=(replace(ANA, limit=1),)), contacts(2))
    assert titles(found(ws, 2)) == ["with Ana Ruiz at 2 a day instead of 1", "at 09:00 on Mon 12 Jan"]


def test_with_no_hours_left_there_is_no_time(make: Maker) -> None:
    """The one window of the week is open now, and every later Monday for ten years is blocked."""
    blocked = tuple(f"{year}-{month:02}-{day:02}" for year in range(2026, 2037) for month in range(1, 13)
                    for day in range(1, 32) if (year, month, day) != (2026, 1, 5))  # fmt: skip
    mondays = replace(workflow(enroll()), settings=WorkflowSettings(windows=(RunWindow(0),), blocked=blocked))
    ws = make(project(mondays, senders=(replace(ANA, limit=1),)), contacts(2))
    assert titles(found(ws, 2)) == ["with Ana Ruiz at 2 a day instead of 1"]


def test_a_limit_of_nothing_has_no_time_but_a_limit(make: Maker) -> None:
    ws = make(project(workflow(enroll()), senders=(replace(ANA, limit=0),)), contacts(1))
    assert titles(found(ws)) == ["with Ana Ruiz at 1 a day instead of 0"]


def test_a_limit_is_not_raised_above_what_the_provider_lets_through(make: Maker) -> None:
    """A free Gmail account sends 350 a day: the 351st contact is not helped by any limit of its own."""
    ana = replace(ANA, limit=349, provider="Gmail (free)")
    ws = make(project(workflow(enroll()), senders=(ana,)), contacts(351))
    assert titles(found(ws, 350)) == ["with Ana Ruiz at 350 a day instead of 349", "at 09:00 tomorrow"]
    assert titles(found(ws, 351)) == ["at 09:00 tomorrow"]
    default = make(project(workflow(enroll()), senders=(replace(ana, limit=None),)), contacts(351))
    assert titles(found(default, 351)) == ["at 09:00 tomorrow"]


def test_a_limit_that_the_script_has_set_is_raised_in_the_script(make: Maker) -> None:
    lowered = replace(happens(EventKind.LIMIT_CHANGED, 0, "2026-01-05 09:30", sender=1, number=1), value=1)
    script = [lowered, *(submits(n, "2026-01-05 10:00", number=n + 1) for n in (1, 2))]
    ws = make(project(workflow(enroll(), trigger=on_form()), senders=(ANA,), script=script), contacts(2))
    first = found(ws, 2)[0]
    assert first.title == "with Ana Ruiz at 2 a day instead of 1"
    assert first.edit is not None
    assert first.edit.puts == (Put(lowered, replace(lowered, value=2)),)


def test_users_of_one_mailbox_are_counted_together(make: Maker) -> None:
    """Ana and Bo share a mailbox; Bo's own limit of 1 is used up by Ana's mail."""
    ana, bo = replace(ANA, mailbox="sales@acme.example"), replace(BO, mailbox="sales@acme.example", limit=1)
    people = [contact(1), contact(2, hubspot_owner_id=2), contact(3, hubspot_owner_id=2)]
    ws = make(project(workflow(enroll_by_owner()), senders=(ana, bo)), people)
    assert titles(found(ws, 3)) == [
        "with Bo Lind at 3 a day instead of 1",
        "at 09:00 tomorrow",
        "with Ana Ruiz as owner",
    ]


def test_the_owner_is_changed_where_the_owner_sends(make: Maker) -> None:
    ws = make(project(workflow(enroll_by_owner()), senders=(replace(ANA, limit=0), BO)), contacts(1))
    run = rehearse(ws, RunSettings())
    owner = flips(ws, run.id, skipped(ws, run, 1))[-1]
    assert (owner.title, owner.kind) == ("with Bo Lind as owner", "owner")
    assert owner.edit is not None
    (put,) = owner.edit.puts
    assert isinstance(put.after, Contact)
    assert put.after.get("hubspot_owner_id") == 2


@pytest.mark.parametrize(
    ("low", "top", "guess", "need", "smallest", "questions"),
    [
        (3, 1000, 4, 4, 4, 1),  # one more is as small as it gets
        (3, 1000, 9, 9, 9, 2),  # a good guess and the number before it
        (3, 1000, 9, 7, 7, 5),  # 9, 8, then 5 (no), 6 (no) and 7
        (3, 1000, 9, 1001, 0, 2),  # the guess and the top
        (3, 20, 9, 12, 12, 6),  # 9 (no), 20, 14, 11 (no), 12 …
        (3, 5, 99, 5, 5, 2),  # a guess above the top is the top
        (3, 5, 99, 6, 0, 1),
        (3, 5, 0, 4, 4, 1),
        (5, 5, 6, 6, 0, 0),
    ],
)
def test_the_smallest_sufficient_number_is_found(
    low: int, top: int, guess: int, need: int, smallest: int, questions: int
) -> None:
    asked: list[int] = []

    def enough(number: int) -> bool:
        asked.append(number)
        return number >= need

    assert _smallest(low, top, guess, enough) == smallest
    assert len(asked) <= questions
    assert all(low < number <= top for number in asked)


# ---------------------------------------------------------------- senders


@pytest.mark.parametrize(
    ("flaw", "title", "kind"),
    [
        ({"active": False}, "with Ana Ruiz reactivated", "sender"),
        ({"seat": Seat.NONE}, "with an Enterprise seat for Ana Ruiz", "seat"),
        ({"inbox_state": InboxState.NEVER}, "with Ana Ruiz’s inbox connected", "inbox"),
        ({"inbox_kind": InboxKind.TEAM}, "with a personal inbox for Ana Ruiz", "inbox"),
        (
            {"active": False, "seat": Seat.STARTER, "inbox_state": InboxState.DISCONNECTED},
            "with Ana Ruiz reactivated and an Enterprise seat for Ana Ruiz and Ana Ruiz’s inbox connected",
            "sender",
        ),
    ],
    ids=["deactivated", "seat", "inbox", "team", "all"],
)
def test_a_sender_is_mended_or_another_one_sends(make: Maker, flaw: dict[str, object], title: str, kind: str) -> None:
    ana = replace(ANA, **flaw)  # type: ignore[arg-type]
    ws = make(project(workflow(enroll()), senders=(ana, BO)), contacts(1))
    mended, other = found(ws)
    assert (mended.title, mended.kind, other.title) == (title, kind, "with Bo Lind as sender")
    assert mended.edit is not None
    assert len(mended.edit.puts) == 1
    assert mended.edit.puts[0].before == ana


def test_a_sender_with_four_faults_is_not_mended(make: Maker) -> None:
    ana = replace(ANA, active=False, seat=Seat.NONE, inbox_state=InboxState.NEVER, inbox_kind=InboxKind.TEAM)
    (behind,) = found(make(project(workflow(enroll()), senders=(ana,)), contacts(1)))
    assert behind == remark("With Ana Ruiz reactivated it would still be skipped: sender has no paid seat.")


def test_a_break_of_the_script_is_taken_off_the_script(make: Maker) -> None:
    lost = happens(EventKind.SEAT_LOST, 0, "2026-01-05 09:30", sender=1, number=1)
    script = [lost, submits(1, "2026-01-05 10:00", number=2)]
    ws = make(project(workflow(enroll(), trigger=on_form()), senders=(ANA,), script=script), contacts(1))
    (mended,) = found(ws)
    assert mended.title == "with an Enterprise seat for Ana Ruiz"
    assert mended.edit is not None
    assert mended.edit.puts == (Put(lost, None),)


def test_users_with_the_highest_limit_are_tried_first_and_only_three(make: Maker) -> None:
    """Cleo and Dan may send none, Eva one, which contact 1 takes; Finn would do but is the fourth."""
    full = [sender(n, name, limit=0) for n, name in ((2, "Bo"), (3, "Cleo"), (4, "Dan"))]
    finn = sender(5, "Finn", limit=0)
    ws = make(project(workflow(enroll()), senders=(replace(ANA, seat=Seat.NONE), *full, finn)), contacts(1))
    watcher = Watcher()
    run = rehearse(ws, RunSettings())
    assert titles(flips(ws, run.id, skipped(ws, run, 1), watcher)) == ["with an Enterprise seat for Ana Ruiz"]
    assert watcher.asked == 2 + 3


@pytest.mark.parametrize("owner", [None, 99])
def test_a_contact_without_an_owner_gets_one_or_one_user_sends_for_all(make: Maker, owner: int | None) -> None:
    ws = make(project(workflow(enroll_by_owner()), senders=(ANA, BO)), [contact(1, hubspot_owner_id=owner)])
    given = found(ws)
    assert [(flip.title, flip.kind) for flip in given] == [
        ("with Ana Ruiz as owner", "owner"),
        ("with Ana Ruiz as sender for everybody", "sender"),
    ]


def test_a_card_without_a_sender_gets_one(make: Maker) -> None:
    ws = make(project(workflow(enroll(by=0)), senders=(ANA, BO)), contacts(1))
    (chosen,) = found(ws)
    assert chosen.title == "with Ana Ruiz as sender"
    assert chosen.edit is not None
    assert chosen.edit.puts == (Put(ws.project().workflows[0], workflow(enroll())),)


# ---------------------------------------------------------------- sequence, card, workflow, account


def test_a_deleted_sequence_is_restored_or_another_one_takes_its_place(make: Maker) -> None:
    gone = replace(sequence(name="Old demo"), deleted=START)
    ws = make(project(workflow(enroll()), sequences=(gone, sequence(number=2, name="New demo"))), contacts(1))
    restored, other = found(ws)
    assert (restored.title, restored.kind) == ("with “Old demo” restored", "sequence")
    assert (other.title, other.kind) == ("with “New demo” as sequence", "sequence")
    assert restored.edit is not None
    assert restored.edit.puts == (Put(gone, replace(gone, deleted=None)),)


def test_a_deletion_of_the_script_is_taken_off_the_script(make: Maker) -> None:
    deletion = replace(happens(EventKind.SEQUENCE_DELETED, 0, "2026-01-05 09:30", number=1), sequence=1)
    script = [deletion, submits(1, "2026-01-05 10:00", number=2)]
    ws = make(project(workflow(enroll(), trigger=on_form()), script=script), contacts(1))
    (restored,) = found(ws)
    assert restored.title == "with “Welcome” restored"
    assert restored.edit is not None
    assert restored.edit.puts == (Put(deletion, None),)


def test_what_stands_behind_a_deleted_sequence_is_mended_too(make: Maker) -> None:
    gone = replace(sequence(name="Old demo"), deleted=START)
    ana = replace(ANA, inbox_state=InboxState.DISCONNECTED)
    ws = make(project(workflow(enroll()), senders=(ana,), sequences=(gone,)), contacts(1))
    assert titles(found(ws)) == ["with “Old demo” restored and Ana Ruiz’s inbox connected"]


def test_what_no_repair_reaches_ends_the_search(make: Maker) -> None:
    """Behind the deleted sequence stands a contact that has unsubscribed."""
    gone = replace(sequence(name="Old demo"), deleted=START)
    ws = make(project(workflow(enroll()), sequences=(gone,)), [contact(1, hs_email_optout=True)])
    assert found(ws) == [remark("With “Old demo” restored it would still be skipped: unsubscribed from all email.")]


def test_an_empty_sequence_needs_a_mail_that_a_person_writes(make: Maker) -> None:
    empty = SalesSequence(1, "Empty")
    ws = make(project(workflow(enroll()), sequences=(empty, sequence(number=2))), contacts(1))
    filled, other = found(ws)
    assert (filled.title, filled.edit, other.title) == (
        "with a first mail in “Empty”", None, "with “Welcome” as sequence",
    )  # fmt: skip


@pytest.mark.parametrize("chosen", [0, 77])
def test_a_card_without_a_sequence_gets_one(make: Maker, chosen: int) -> None:
    ws = make(project(workflow(enroll(chosen))), contacts(1))
    assert titles(found(ws)) == ["with “Welcome” as sequence"]


def test_a_card_that_is_off_is_switched_on(make: Maker) -> None:
    ws = make(project(workflow(off(enroll()))), contacts(1))
    (on,) = found(ws)
    assert (on.title, on.kind) == ("with the action switched on", "card")
    assert on.edit is not None
    assert on.edit.puts == (Put(ws.project().workflows[0], workflow(enroll())),)


def test_a_workflow_that_the_script_switched_off_is_left_on(make: Maker) -> None:
    switched = replace(happens(EventKind.WORKFLOW_OFF, 0, "2026-01-05 10:00", number=1), workflow=1)
    ws = make(project(workflow(Delay(120), enroll()), script=[switched]), contacts(1))
    (left_on,) = found(ws)
    assert (left_on.title, left_on.kind) == ("with the workflow left switched on", "workflow")
    assert left_on.edit is not None
    assert left_on.edit.puts == (Put(switched, None),)


def test_starter_needs_enterprise(make: Maker) -> None:
    ws = make(project(workflow(enroll()), subscription=Subscription.STARTER), contacts(1))
    (bought,) = found(ws)
    assert (bought.title, bought.kind) == ("with an Enterprise subscription", "account")
    assert bought.edit is not None
    (put,) = bought.edit.puts
    assert isinstance(put.after, Account)
    assert put.after.subscription is Subscription.ENTERPRISE


def test_professional_needs_enterprise_or_the_automation_page(make: Maker) -> None:
    ws = make(project(workflow(enroll()), subscription=Subscription.PROFESSIONAL), contacts(1))
    bought, page = found(ws)
    assert bought.title == "with an Enterprise subscription"
    assert (page.title, page.edit, page.verified) == (
        "with a workflow made on the Automation page of “Welcome”", None, True,
    )  # fmt: skip


def test_professional_with_a_lost_sequence_has_no_automation_page(make: Maker) -> None:
    ws = make(project(workflow(enroll(77)), subscription=Subscription.PROFESSIONAL), contacts(1))
    assert found(ws) == [remark("With an Enterprise subscription it would still be skipped: no sequence chosen.")]


# ---------------------------------------------------------------- the contact


@pytest.mark.parametrize("email", [None, "ada@"])
def test_a_missing_or_impossible_address_is_for_a_person_to_type(make: Maker, email: str | None) -> None:
    (typed,) = found(make(project(workflow(enroll())), [contact(1, email=email)]))
    assert typed == Flip("with a valid email address", None, True, "contact")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"hs_email_optout": True}, "Nothing should: the contact has unsubscribed from all email."),
        ({"hs_email_bounced_elsewhere": True}, "Nothing should: earlier mail to this address bounced."),
        ({"hs_email_marked_as_spam": True}, "Nothing should: the contact has marked earlier mail as spam."),
    ],
    ids=["unsubscribed", "bounced", "spam"],
)
def test_nothing_should_flip_what_the_contact_wants(make: Maker, values: dict[str, Value], said: str) -> None:
    watcher = Watcher()
    ws = make(project(workflow(enroll())), [contact(1, **values)])
    assert found(ws, control=watcher) == [Flip(said, None, False, "by_design")]
    assert watcher.asked == 0


def test_a_contact_in_another_sequence_leaves_it_first_or_comes_after_its_end(make: Maker) -> None:
    """Q4's last mail is due on Thursday at 08:00, three days after Monday's; a minute later the contact may enter."""
    q4 = sequence(mail(), mail(3), number=2, name="Q4")
    standing = Enrollment(1, 2, 1, START - 3_600, by="Ana Ruiz", id=1)
    ws = make(project(workflow(enroll()), sequences=(sequence(), q4), enrollments=(standing,)), contacts(1))
    first, later, never = found(ws)
    assert (first.title, first.kind) == ("with “Unenroll from sequence” before this action", "enrollment")
    assert (later.title, later.edit) == ("at 08:01 on Thu 8 Jan, after “Q4”", None)
    assert (never.title, never.kind) == ("with no enrollment in “Q4” from before", "enrollment")
    assert never.edit is not None
    assert never.edit.puts == (Put(standing, None),)


def test_a_sequence_that_does_not_end_in_the_run_gives_no_time(make: Maker) -> None:
    flows = workflow(enroll(), number=1), workflow(Delay(60), enroll(2), number=2, name="Later")
    ws = make(project(*flows, sequences=(SLOW, sequence(number=2))), contacts(1))
    assert titles(found(ws)) == ["with “Unenroll from sequence” before this action"]


def test_holding_one_contact_back_changes_no_draw_of_anybody(make: Maker) -> None:
    """The split of the second workflow sends every contact the same way in the trial as in the run."""
    split = Card(0, RandomSplit(), branches=((), ()))
    flows = workflow(enroll()), workflow(Delay(60), split, number=2, name="Second")
    ws = make(project(*flows, senders=(replace(ANA, limit=3),)), contacts(40))
    run = rehearse(ws, RunSettings())
    trials = Trials(ws, run, Subject(40, 1, 1, START), Unwatched())
    held = trials.held(run.project, START + 86_400)

    def ways(project: Project) -> list[tuple[int, int]]:
        rows = trials.rows(project, until=START + 86_400, keep=lambda row: True)
        return [(row.contact, row.a) for row in rows if row.place == 5]

    assert ways(held) == ways(run.project)
    assert {way for _, way in ways(held)} == {1, 2}
    (row,) = [r for r in trials.rows(held, until=START + 86_400) if (r.place, r.kind) == (2, RowKind.ACTION)]
    assert (row.time, row.outcome) == (START + 86_400, Outcome.DONE)


# ---------------------------------------------------------------- when the workspace has moved on


def test_a_flip_has_no_edit_for_a_thing_that_is_no_longer_what_it_was(make: Maker) -> None:
    ws = make(project(workflow(off(enroll())), senders=(replace(ANA, limit=0),)), contacts(1))
    run = rehearse(ws, RunSettings())
    line = skipped(ws, run, 1)
    flow = ws.project().workflows[0]
    ws.apply(changed(flow, replace(flow, name="Renamed"), "Rename"))
    assert flips(ws, run.id, line) == [
        remark("With the action switched on it would still be skipped: daily send limit reached.")
    ]
    ws.apply(changed(ws.project().workflows[0], flow, "Rename back"))
    assert flips(ws, run.id, line) == [
        remark("With the action switched on it would still be skipped: daily send limit reached.")
    ]


def test_an_edit_is_left_out_when_its_workflow_was_renamed_since(make: Maker) -> None:
    ws = make(project(workflow(off(enroll()))), contacts(1))
    run = rehearse(ws, RunSettings())
    line = skipped(ws, run, 1)
    flow = ws.project().workflows[0]
    ws.apply(changed(flow, replace(flow, name="Renamed"), "Rename"))
    assert flips(ws, run.id, line) == [Flip("with the action switched on", None, True, "card")]


def test_an_account_that_was_changed_since_has_no_edit_but_its_run_settings_do_not_matter(make: Maker) -> None:
    ws = make(project(workflow(enroll()), subscription=Subscription.STARTER), contacts(1))
    run = rehearse(ws, RunSettings())
    line = skipped(ws, run, 1)
    before = ws.project().account
    longer = replace(before, settings=RunSettings(days=60))
    ws.apply(changed(before, longer, "Rehearse 60 days"))
    (bought,) = flips(ws, run.id, line)
    assert bought.edit is not None
    assert bought.edit.puts == (Put(longer, replace(longer, subscription=Subscription.ENTERPRISE)),)
    ws.apply(changed(longer, replace(longer, name="Renamed"), "Rename"))
    assert flips(ws, run.id, line) == [Flip("with an Enterprise subscription", None, True, "account")]


@pytest.mark.parametrize("gone", [False, True])
def test_contacts_that_are_no_longer_those_of_the_run_cannot_be_asked_about(make: Maker, gone: bool) -> None:
    ws = make(project(workflow(enroll())), [contact(1, email=None)])
    run = rehearse(ws, RunSettings())
    line = skipped(ws, run, 1)
    edit = contact_edits.delete(ws, [1]) if gone else contact_edits.change(ws, 1, {"email": "ada@client.example"})
    ws.apply(edit)
    (remark,) = flips(ws, run.id, line)
    assert (remark.kind, remark.verified, remark.edit) == ("stale", False, None)
    assert remark.title == "The contacts have changed since this rehearsal; rehearse again first."


def test_the_flips_of_a_deleted_run_are_a_problem(make: Maker) -> None:
    ws = make(project(workflow(off(enroll()))), contacts(1))
    run = rehearse(ws, RunSettings())
    line = skipped(ws, run, 1)
    ws.runs.delete(run.id)
    with pytest.raises(Problem) as caught:
        flips(ws, run.id, line)
    assert caught.value.code == "RUN_MISSING"


# ---------------------------------------------------------------- the search itself


def test_only_skipped_tries_to_enroll_have_flips(make: Maker) -> None:
    ws = make(project(workflow(off(Delay(5)), enroll())), contacts(1))
    run = rehearse(ws, RunSettings())
    for line in ws.log.lines(ws.log.ids(LogQuery(run.id))):
        assert flips(ws, run.id, line) == []


@pytest.mark.parametrize(("stop_after", "count"), [(0, 0), (1, 0), (2, 0), (3, 1), (4, 2), (5, 3)])
def test_a_search_that_is_stopped_gives_what_it_has_found(make: Maker, stop_after: int, count: int) -> None:
    """Its trials: the run as it was, limit 2, tomorrow, Bo. The trial in which it is stopped gives no answer."""
    ws = make(project(workflow(enroll()), senders=(replace(ANA, limit=1), BO)), contacts(2))
    run = rehearse(ws, RunSettings())
    watcher = Watcher(stop_after)
    assert len(flips(ws, run.id, skipped(ws, run, 2), watcher)) == count
    assert watcher.asked == min(stop_after, 4)


def test_every_edit_for_the_sample_enrolls_when_it_is_done_and_played_again(tmp_path: Path) -> None:
    ws = open_sample("demo-request", tmp_path / "sample.cadenza")
    played = ws.project().account.settings
    run = rehearse(ws, played)
    query = LogQuery(run.id, frozenset({Outcome.SKIPPED}), kinds=frozenset({RowKind.ACTION}))
    edits = 0
    for line in ws.log.lines(ws.log.ids(query)):
        watcher = Watcher()
        given = flips(ws, run.id, line, watcher)
        assert len(given) <= MOST_FLIPS
        assert watcher.asked <= MOST_REPLAYS
        for flip in given:
            assert flip.verified or flip.kind == "by_design"
            if flip.edit is not None:
                edits += 1
                assert enrolls_after(ws, flip, line, played), (line, flip)
    assert edits > 40
    ws.close()


@given(offices())
@settings(max_examples=15)
def test_every_edit_enrolls_when_it_is_done_and_played_again_whatever_a_person_designs(office: Office) -> None:
    played = RunSettings(days=DAYS)
    with tempfile.TemporaryDirectory() as folder:
        ws = Workspace.create(Path(folder, "any.cadenza"), office.project, office.people)
        run = rehearse(ws, played)
        query = LogQuery(run.id, frozenset({Outcome.SKIPPED}), kinds=frozenset({RowKind.ACTION}))
        for line in ws.log.lines(ws.log.ids(query)[:12]):
            watcher = Watcher()
            for flip in flips(ws, run.id, line, watcher):
                assert flip.verified or flip.kind in ("by_design", "behind")
                assert flip.edit is None or enrolls_after(ws, flip, line, played), (line, flip)
            assert watcher.asked <= MOST_REPLAYS
        ws.close()


def test_who_is_created_later_in_the_run_is_not_there_in_a_trial_either(make: Maker) -> None:
    """Ada is created on Wednesday, so that on Monday one mail goes to Ben and a second one is enough for Cleo."""
    created = happens(EventKind.CONTACT_CREATED, 1, "2026-01-07 09:00", number=1)
    office = project(workflow(enroll()), senders=(replace(ANA, limit=1), BO), script=(created,))
    assert titles(found(make(office, contacts(3)), 3, days=5))[0] == "with Ana Ruiz at 2 a day instead of 1"
