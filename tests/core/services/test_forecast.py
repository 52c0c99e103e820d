"""The forecast: sums a reader can count, and the very numbers of the log that a rehearsal writes."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from core.actions.delay import Delay
from core.actions.enroll_in_sequence import EnrollInSequence
from core.model.account import RunSettings
from core.model.contact import Contact
from core.model.contact_list import ContactList, ListMember
from core.model.event import EventKind
from core.model.problem import Problem
from core.model.project import Project
from core.model.reason import Reason
from core.model.run import Cast
from core.model.sender import InboxState, Seat
from core.model.sequence import Enrollment
from core.model.trace import Outcome, RowKind
from core.model.workflow import RunWindow, WorkflowSettings, WorkflowStatus
from core.services.forecast import Forecast, forecast
from core.services.log import LogLine, LogQuery
from core.services.runs import rehearse
from core.services.samples import open_sample
from core.services.workspace import Workspace
from tests.building import (
    START,
    contact,
    contacts,
    enroll,
    enroll_by_owner,
    happens,
    mail,
    on_form,
    project,
    sender,
    sequence,
    submits,
    workflow,
)
from tests.core.engine.random_offices import DAYS, Office, offices

ANA, BEN = sender(1, "Ana Ruiz", limit=3), sender(2, "Ben Okafor", inbox_state=InboxState.DISCONNECTED)


class Stopping:
    """A control that stops after some batches."""

    def __init__(self, after: int) -> None:
        self._left = after

    def cancelled(self) -> bool:
        self._left -= 1
        return self._left < 0

    def report(self, payload: object) -> None:
        raise AssertionError("a forecast reports nothing")


Maker = Callable[..., Workspace]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Maker]:
    """Gives a way to make a workspace of a project and its contacts."""
    opened: list[Workspace] = []

    def made(project: Project, people: list[Contact], members: Sequence[ListMember] = ()) -> Workspace:
        opened.append(Workspace.create(tmp_path / f"{len(opened)}.cadenza", project, people, members))
        return opened[-1]

    yield made
    for workspace in opened:
        workspace.close()


def told(found: Forecast) -> list[tuple[int, str]]:
    return [(group.count, group.words) for group in found.skipped]


# ---------------------------------------------------------------- sums a reader can count


def test_a_forecast_says_who_is_enrolled_and_why_the_others_are_not(make: Maker) -> None:
    """Ten contacts: Ana may send 3 of her 6, Ben with no inbox owns 2, one has no address, one is in Q4 already."""
    people = [contact(n) for n in range(1, 7)]
    people += [contact(7, hubspot_owner_id=2), contact(8, hubspot_owner_id=2), contact(9, email=None), contact(10)]
    q4 = sequence(mail(), mail(60), number=2, name="Q4")
    ws = make(
        project(
            workflow(enroll_by_owner(1)),
            senders=(ANA, BEN),
            sequences=(sequence(), q4),
            enrollments=(Enrollment(10, 2, 1, START - 3_600, id=1),),
        ),
        people,
    )
    found = forecast(ws, RunSettings())
    # One of Ana's three mails of the day has gone to the contact in Q4.
    assert (found.contacts, found.reached, found.tries, found.enrolled, found.mails) == (10, 10, 10, 2, 2)
    assert told(found) == [(4, "Ana’s limit"), (2, "no inbox: Ben"), (1, "no email address"), (1, "already in Q4")]
    assert found.sentence == (
        "10 contacts: 2 enrolled, 4 skipped (Ana’s limit), 2 skipped (no inbox: Ben), "
        "1 skipped (no email address), 1 skipped (already in Q4)"
    )
    card = found.card(1, 1)
    assert card is not None
    assert card.sentence == "8 of 10 contacts skip this action"
    assert card.lines == (
        "4 · Ana’s daily limit is reached",
        "2 · Ben’s inbox is not connected",
        "1 · No email address",
        "1 · Already in “Q4”",
    )
    assert (card.contacts, card.entered, card.enrolled, card.skips) == (10, 10, 2, 8)
    assert [(g.tone, g.severity) for g in card.skipped] == [("skipped", "needs action")] * 3 + [("muted", "by design")]
    assert card.tone == "skipped"


def test_more_than_four_groups_are_counted_together(make: Maker) -> None:
    flaws = ("hs_email_optout", "hs_email_bounced", "hs_email_blocked_address", "hs_email_marked_as_spam")
    people = [contact(n, **{flaw: True}) for n, flaw in enumerate(flaws, 1)]
    people += [contact(5, email=None), contact(6, email=None), contact(7, email="no address")]
    ws = make(project(workflow(enroll())), people)
    assert forecast(ws, RunSettings()).sentence == (
        "7 contacts: none enrolled, 2 skipped (no email address), 1 skipped (invalid address), "
        "1 skipped (unsubscribed), 1 skipped (bounced) and 2 more skipped"
    )


def test_mails_that_are_put_off_are_told_apart_from_tries(make: Maker) -> None:
    """Ana's limit falls to 1 on Tuesday morning, when both follow-ups of Monday's enrollments are due."""
    fewer = replace(happens(EventKind.LIMIT_CHANGED, 0, "2026-01-06 08:00", sender=1, number=1), value=1)
    two_mails = sequence(mail(), mail(1))
    ws = make(project(workflow(enroll()), senders=(ANA,), sequences=(two_mails,), script=[fewer]), contacts(2))
    found = forecast(ws, RunSettings())
    assert [(g.kind, g.outcome, g.reason, g.sender, g.tone) for g in found.deferred] == [
        (RowKind.MAIL, Outcome.DEFERRED, Reason.DAILY_LIMIT_REACHED, 1, "waiting")
    ]
    assert found.sentence == "2 contacts: 2 enrolled; 2 mails deferred (Ana’s limit)"
    card = found.card(1, 1)
    assert card is not None
    assert (card.deferred, card.tone, card.sentence) == (found.deferred, "done", "All 2 contacts are enrolled")


def test_actions_that_wait_for_the_workflows_hours_are_deferred(make: Maker) -> None:
    """Actions may run from Tuesday 9:00 on; all enter on Monday, all are enrolled on Tuesday."""
    late = replace(workflow(enroll()), settings=WorkflowSettings(windows=(RunWindow(1),)))
    found = forecast(make(project(late), contacts(2)), RunSettings())
    assert found.sentence == "2 contacts: 2 enrolled; 2 actions deferred (workflow hours)"


def test_contacts_that_come_to_two_cards_are_counted_once_and_their_tries_twice(make: Maker) -> None:
    slow = sequence(mail(), mail(30))
    found = forecast(make(project(workflow(enroll(), enroll()), sequences=(slow,)), contacts(2)), RunSettings())
    assert (found.reached, found.tries) == (2, 4)
    assert found.sentence == "2 contacts, 4 tries: 2 enrolled, 2 skipped (already in Welcome)"


def test_contacts_that_come_round_again_are_tries_of_a_card_too(make: Maker) -> None:
    sent = [submits(1, f"2026-01-{day:02} 09:00", number=day) for day in (6, 7, 8)]
    again = workflow(enroll(), trigger=on_form(reenroll=True))
    slow = sequence(mail(), mail(30))
    found = forecast(make(project(again, sequences=(slow,), script=sent), contacts(1)), RunSettings())
    card = found.card(1, 1)
    assert card is not None
    assert (card.contacts, card.entered, card.sentence) == (1, 3, "2 of 3 tries are skipped")


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ([contact(1)], "The one contact is enrolled"),
        ([contact(1, email=None)], "The one contact skips this action"),
        ([contact(1), contact(2, email=None)], "1 of 2 contacts skips this action"),
        ([contact(1, email=None), contact(2, email=None)], "All 2 contacts skip this action"),
        ([], "No contact reaches this action in 30 days"),
    ],
)
def test_the_sentence_of_a_card_counts_its_contacts(make: Maker, people: list[Contact], said: str) -> None:
    card = forecast(make(project(workflow(enroll())), people), RunSettings()).card(1, 1)
    assert card is not None
    assert card.sentence == said


def test_without_any_try_the_forecast_says_so(make: Maker) -> None:
    waits = project(workflow(Delay(1_440 * 40), enroll()))
    assert (
        forecast(make(waits, contacts(1)), RunSettings()).sentence == "No contact reaches an enroll action in 30 days"
    )
    nothing = project(workflow(Delay(5)))
    found = forecast(make(nothing, contacts(1)), RunSettings())
    assert (found.sentence, found.cards, found.card(1, 1)) == ("No workflow has an enroll action", (), None)


def test_a_workflow_says_who_enters_and_who_is_kept_out(make: Maker) -> None:
    barred = replace(workflow(enroll()), settings=WorkflowSettings(suppression=(1,)))
    made = replace(project(barred), lists=(ContactList(1, "Partners"),))
    found = forecast(make(made, [*contacts(2), contact(3, email=None)], [ListMember(1, 2, 1)]), RunSettings())
    own = found.workflow(1)
    assert own is not None
    assert (own.entered, own.enrolled, [g.words for g in own.kept_out]) == (2, 1, ["suppression list"])
    assert own.sentence == "2 enter: 1 enrolled, 1 skipped; 1 contact kept out"
    assert found.workflow(2) is None


def test_the_card_of_a_lost_sequence_is_broken(make: Maker) -> None:
    gone = replace(sequence(number=1, name="Old demo"), deleted=START)
    found = forecast(make(project(workflow(enroll()), sequences=(gone,)), contacts(4)), RunSettings())
    card = found.card(1, 1)
    assert card is not None
    assert (card.lines, card.tone) == (("4 · “Old demo” was deleted",), "broken")


def test_users_with_the_same_first_name_are_called_by_their_full_name(make: Maker) -> None:
    users = (sender(1, "Ana Ruiz", seat=Seat.NONE), sender(2, "Ana Lind", seat=Seat.NONE), sender(3, "Boris"))
    people = [contact(1), contact(2, hubspot_owner_id=2), contact(3, hubspot_owner_id=3)]
    made = project(workflow(enroll_by_owner()), senders=(*users[:2], replace(users[2], limit=0)))
    assert told(forecast(make(made, people), RunSettings())) == [
        (1, "no seat: Ana Ruiz"), (1, "no seat: Ana Lind"), (1, "Boris’ limit"),
    ]  # fmt: skip


def test_a_project_that_plays_nothing_is_a_problem(make: Maker) -> None:
    draft = workflow(enroll(), status=WorkflowStatus.DRAFT)
    ws = make(project(draft), contacts(1))
    with pytest.raises(Problem) as caught:
        forecast(ws, RunSettings())
    assert caught.value.code == "NO_WORKFLOW"
    assert forecast(ws, RunSettings(workflows=(1,))).enrolled == 1


def test_a_forecast_that_is_stopped_is_incomplete(make: Maker) -> None:
    """Delays of a minute make more turns than one batch holds."""
    again = workflow(enroll(), *[Delay(1)] * 3)
    ws = make(project(again), contacts(9_000))
    whole = forecast(ws, RunSettings(), Stopping(10_000))
    part = forecast(ws, RunSettings(), Stopping(0))
    assert (whole.complete, part.complete) == (True, False)
    assert part.mails < whole.mails


def test_a_forecast_stores_nothing(make: Maker) -> None:
    ws = make(project(workflow(enroll())), contacts(3))
    forecast(ws, RunSettings())
    assert (ws.runs.all(), ws.runs.spans()) == ([], [])


# ---------------------------------------------------------------- the numbers of the log


def same_numbers(ws: Workspace, played: RunSettings) -> None:
    """Compare a forecast with the log of a rehearsal, row by row counted."""
    found = forecast(ws, played)
    run = rehearse(ws, played)
    lines = ws.log.lines(ws.log.ids(LogQuery(run.id)))
    cast = Cast(run.project)

    def of(line: LogLine) -> tuple[int, int]:
        return line.workflow_id, line.card_id

    cards = {
        (w.id, c.id)
        for w in run.project.workflows
        for n in cast.places
        if n.workflow == w.id and (c := cast.card_at(n.number)) and isinstance(c.action, EnrollInSequence)
    }
    tried = [x for x in lines if x.kind is RowKind.ACTION and of(x) in cards and x.outcome is not Outcome.DEFERRED]
    skipped = Counter(line.reason for line in tried if line.outcome is Outcome.SKIPPED)
    deferred = Counter(
        (line.kind, line.reason)
        for line in lines
        if line.outcome is Outcome.DEFERRED and (line.kind is RowKind.MAIL or of(line) in cards)
    )
    gathered: Counter[Reason] = Counter()
    for group in found.skipped:
        gathered[group.reason] += group.count
    put_off: Counter[tuple[RowKind, Reason]] = Counter()
    for group in found.deferred:
        put_off[(group.kind, group.reason)] += group.count
    assert gathered == skipped
    assert put_off == deferred
    assert found.tries == len(tried)
    assert found.reached == len({line.contact_id for line in tried})
    assert found.enrolled == sum(line.outcome is Outcome.DONE for line in tried)
    assert (found.mails, found.contacts) == (run.summary.mails, run.summary.contacts)
    assert {(card.workflow, card.card) for card in found.cards} == cards
    for card in found.cards:
        own = [line for line in tried if of(line) == (card.workflow, card.card)]
        assert (card.entered, card.skips) == (len(own), sum(line.outcome is Outcome.SKIPPED for line in own))
        assert card.contacts == len({line.contact_id for line in own})
        for group in card.skipped:
            if group.reason is Reason.DAILY_LIMIT_REACHED:
                same = [x for x in own if x.reason is group.reason and x.sender_id == group.sender]
                assert group.count == len(same)
    for flow in found.workflows:
        rows = [x for x in lines if x.kind is RowKind.TRIGGER and x.workflow_id == flow.workflow]
        assert flow.entered == sum(line.outcome is Outcome.ENTERED for line in rows)
        assert sum(g.count for g in flow.kept_out) == sum(line.outcome is Outcome.SKIPPED for line in rows)


@pytest.mark.parametrize("name", ["demo-request", "monday-rush"])
def test_a_forecast_of_a_sample_has_the_numbers_of_its_rehearsal(name: str, tmp_path: Path) -> None:
    ws = open_sample(name, tmp_path / "sample.cadenza")
    same_numbers(ws, ws.project().account.settings)
    ws.close()


@given(offices())
@settings(max_examples=25)
def test_a_forecast_has_the_numbers_of_the_rehearsal_whatever_a_person_designs(office: Office) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ws = Workspace.create(Path(folder, "any.cadenza"), office.project, office.people)
        same_numbers(ws, RunSettings(days=DAYS))
        ws.close()


def test_the_demo_sample_reads_like_this(tmp_path: Path) -> None:
    ws = open_sample("monday-rush", tmp_path / "sample.cadenza")
    found = forecast(ws, ws.project().account.settings)
    assert found.sentence == "400 contacts: 150 enrolled, 250 skipped (Nora’s limit)"
    ws.close()
