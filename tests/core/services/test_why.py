"""The checks of a row, for every reason there is, and what they say when the contact is no longer what it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from core.actions.delay import Delay
from core.actions.set_property import SetProperty
from core.model.account import RunSettings, Subscription
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
from core.model.workflow import RunWindow, WorkflowSettings
from core.rules.eligibility import CHECKS
from core.services import contacts as contact_edits
from core.services.log import LogLine, LogQuery
from core.services.runs import rehearse
from core.services.samples import open_sample
from core.services.why import CheckRecord, CheckState, checks_of
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
    on_form,
    project,
    sender,
    sequence,
    submits,
    task,
    workflow,
)

Maker = Callable[..., Workspace]
ORDER = [check.id for check in CHECKS]
_P, _F, _N = CheckState.PASSED, CheckState.FAILED, CheckState.NOT_REACHED


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


def line_of(ws: Workspace, run: Run, reason: Reason = Reason.NONE, contact: int = 0) -> LogLine:
    """Give the first row of an action with a reason."""
    query = LogQuery(run.id, kinds=frozenset({RowKind.ACTION}), contact=contact)
    return next(line for line in ws.log.lines(ws.log.ids(query)) if line.reason is reason)


def asked(ws: Workspace, reason: Reason = Reason.NONE, contact: int = 0, days: int = 30) -> tuple[CheckRecord, ...]:
    """Play a workspace and ask about the first row with a reason."""
    run = rehearse(ws, RunSettings(days=days))
    return checks_of(ws, run.id, line_of(ws, run, reason, contact))


def failing(records: Sequence[CheckRecord]) -> CheckRecord:
    """Give the one check that failed, after seeing that those before passed and those after were not reached."""
    states = [record.state for record in records]
    at = states.index(_F)
    assert states == [_P] * at + [_F] + [_N] * (len(states) - at - 1)
    assert [record.sentence for record in records[at + 1 :]] == [""] * (len(records) - at - 1)
    assert all(record.sentence for record in records[: at + 1])
    return records[at]


# ---------------------------------------------------------------- every reason

AWAY = replace(sequence(number=1, name="Old demo"), deleted=START - 86_400)


@pytest.mark.parametrize(
    ("reason", "check", "made", "values", "said"),
    [
        (Reason.ACTION_OFF, "card_on", project(workflow(off(enroll()))), {}, "The card is off."),
        (
            Reason.SUBSCRIPTION_REQUIRED,
            "subscription",
            project(workflow(enroll()), subscription=Subscription.STARTER),
            {},
            "The account has Starter. The workflows tool enrolls only with Sales or Service Hub Enterprise.",
        ),
        (Reason.SEQUENCE_MISSING, "sequence", project(workflow(enroll(0))), {}, "No sequence is chosen on the card."),
        (
            Reason.SEQUENCE_DELETED,
            "sequence",
            project(workflow(enroll()), sequences=(AWAY,)),
            {},
            "“Old demo” was deleted on 4 Jan 2026.",
        ),
        (
            Reason.SEQUENCE_EMPTY,
            "sequence",
            project(workflow(enroll()), sequences=(SalesSequence(1, "Empty"),)),
            {},
            "“Empty” has no steps.",
        ),
        (
            Reason.OWNER_EMPTY,
            "sender_known",
            project(workflow(enroll_by_owner())),
            {"hubspot_owner_id": None},
            "The contact has no owner, so there is nobody to send.",
        ),
        (
            Reason.OWNER_UNKNOWN,
            "sender_known",
            project(workflow(enroll_by_owner())),
            {"hubspot_owner_id": 99},
            "The owner property names user 99, who is not in the account.",
        ),
        (
            Reason.SENDER_MISSING,
            "sender_known",
            project(workflow(enroll(by=0))),
            {},
            "No sender is chosen on the card, or the user is gone.",
        ),
        (
            Reason.SENDER_DEACTIVATED,
            "sender_known",
            project(workflow(enroll()), senders=(sender(active=False),)),
            {},
            "Ana Ruiz was deactivated.",
        ),
        (
            Reason.SENDER_NO_SEAT,
            "seat",
            project(workflow(enroll()), senders=(sender(seat=Seat.STARTER),)),
            {},
            "Ana Ruiz has no paid Sales or Service Hub Enterprise seat (holds: Starter or Core).",
        ),
        (
            Reason.INBOX_NOT_CONNECTED,
            "inbox",
            project(workflow(enroll()), senders=(sender(inbox_state=InboxState.NEVER),)),
            {},
            "Ana Ruiz has never connected an inbox.",
        ),
        (
            Reason.INBOX_NOT_PERSONAL,
            "inbox",
            project(workflow(enroll()), senders=(sender(inbox_kind=InboxKind.TEAM),)),
            {},
            "Ana Ruiz has a team inbox; sequences need a personal one.",
        ),
        (Reason.EMAIL_MISSING, "address", project(workflow(enroll())), {"email": None}, "There is no address."),
        (
            Reason.EMAIL_INVALID,
            "address",
            project(workflow(enroll())),
            {"email": "ada@"},
            "The address is “ada@”. The contact’s email address cannot be one.",
        ),
        (
            Reason.UNSUBSCRIBED,
            "consent",
            project(workflow(enroll())),
            {"hs_email_optout": True},
            "The contact has unsubscribed from all email.",
        ),
        (
            Reason.BLOCKED_DOMAIN,
            "consent",
            project(workflow(enroll())),
            {"hs_email_blocked_domain": True},
            "The address’s domain is blocked.",
        ),
        (
            Reason.ALREADY_ENROLLED,
            "one_sequence",
            project(
                workflow(enroll()),
                sequences=(sequence(), sequence(mail(), mail(60), number=2, name="Q4")),
                enrollments=(Enrollment(1, 2, 1, START - 3_600, by="Ana Ruiz", id=1),),
            ),
            {},
            "In “Q4” since Mon 5 Jan 08:00, enrolled by Ana Ruiz.",
        ),
        (
            Reason.DAILY_LIMIT_REACHED,
            "daily_limit",
            project(workflow(enroll()), senders=(sender(limit=0),)),
            {},
            "Ana Ruiz: 0 of 0 mails in 24 h; none may be sent.",
        ),
    ],
    ids=lambda value: value.name if isinstance(value, Reason) else "",
)
def test_the_deciding_check_says_the_values_it_used(
    make: Maker, reason: Reason, check: str, made: Project, values: dict[str, Value], said: str
) -> None:
    records = asked(make(made, [contact(1, **values)]), reason)
    assert [record.id for record in records] == ORDER
    record = failing(records)
    assert (record.id, record.reason, record.sentence) == (check, reason, said)


def test_every_skipped_row_of_the_sample_has_its_deciding_check(tmp_path: Path) -> None:
    ws = open_sample("demo-request", tmp_path / "sample.cadenza")
    run = rehearse(ws, ws.project().account.settings)
    lines = ws.log.lines(ws.log.ids(LogQuery(run.id, kinds=frozenset({RowKind.ACTION}))))
    seen = set()
    for line in lines:
        records = checks_of(ws, run.id, line)
        if line.action != "Enroll in sequence":
            assert records == ()
        elif line.outcome is Outcome.DONE:
            assert [record.state for record in records] == [_P] * len(CHECKS)
        else:
            assert failing(records).reason is line.reason
            seen.add(line.reason)
    assert len(seen) == 16
    ws.close()


def test_a_done_row_passes_every_check_with_the_values_it_used(make: Maker) -> None:
    ws = make(project(workflow(enroll()), senders=(sender(limit=50),)), contacts(1))
    assert [record.sentence for record in asked(ws)] == [
        "The card is on.",
        "The account has Enterprise.",
        "“Welcome” has 1 step.",
        "The sender is Ana Ruiz.",
        "Ana Ruiz has: Sales Hub Enterprise.",
        "Ana Ruiz’s personal inbox: connected.",
        "The address is “ada1@client.example”.",
        "Nothing forbids it.",
        "It is in no sequence.",
        "There is room under the limit of 50 mails.",
    ]


def test_a_first_task_needs_no_room_in_the_mailbox(make: Maker) -> None:
    ws = make(project(workflow(enroll()), senders=(sender(limit=0),), sequences=(sequence(task()),)), contacts(1))
    assert asked(ws)[-1].sentence == "The first step sends no mail."


def test_the_limit_that_counts_is_the_providers_where_it_is_lower(make: Maker) -> None:
    ws = make(project(workflow(enroll()), senders=(sender(provider="Gmail (free)"),)), contacts(1))
    assert asked(ws)[-1].sentence == "There is room under the limit of 350 mails."


def test_an_owner_that_is_no_user_at_all_is_unknown(make: Maker) -> None:
    records = asked(
        make(project(workflow(enroll_by_owner())), [contact(1, hubspot_owner_id="Ana")]), Reason.OWNER_UNKNOWN
    )
    assert failing(records).id == "sender_known"


# ---------------------------------------------------------------- what happened during the run


def test_senders_and_limits_are_those_of_the_moment(make: Maker) -> None:
    """Ana's limit is 5 on Monday and 0 from Tuesday, when her inbox breaks too; it is mended on Wednesday."""
    script = [
        replace(happens(EventKind.LIMIT_CHANGED, 0, "2026-01-06 00:00", sender=1, number=1), value=0),
        happens(EventKind.INBOX_DISCONNECTED, 0, "2026-01-06 00:00", sender=1, number=2),
        happens(EventKind.INBOX_CONNECTED, 0, "2026-01-07 00:00", sender=1, number=3),
        *(submits(n, f"2026-01-0{n + 4} 09:00", number=n + 3) for n in (1, 2, 3)),
    ]
    ws = make(project(workflow(enroll(), trigger=on_form()), senders=(sender(limit=5),), script=script), contacts(3))
    run = rehearse(ws, RunSettings())
    monday = checks_of(ws, run.id, line_of(ws, run, contact=1))
    assert monday[-1].sentence == "There is room under the limit of 5 mails."
    tuesday = checks_of(ws, run.id, line_of(ws, run, Reason.INBOX_NOT_CONNECTED, 2))
    assert failing(tuesday).id == "inbox"
    wednesday = checks_of(ws, run.id, line_of(ws, run, Reason.DAILY_LIMIT_REACHED, 3))
    assert failing(wednesday).sentence == "Ana Ruiz: 0 of 0 mails in 24 h; none may be sent."


def test_a_sequence_deleted_during_the_run_is_deleted_only_for_those_who_come_later(make: Maker) -> None:
    gone = replace(happens(EventKind.SEQUENCE_DELETED, 0, "2026-01-06 00:00", number=1), sequence=1)
    script = [gone, submits(1, "2026-01-05 10:00", number=2), submits(2, "2026-01-07 10:00", number=3)]
    ws = make(project(workflow(enroll(), trigger=on_form()), script=script), contacts(2))
    run = rehearse(ws, RunSettings())
    assert [r.state for r in checks_of(ws, run.id, line_of(ws, run, contact=1))] == [_P] * len(CHECKS)
    assert failing(checks_of(ws, run.id, line_of(ws, run, Reason.SEQUENCE_DELETED, 2))).id == "sequence"


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        ("event", Reason.UNSUBSCRIBED),
        ("property", Reason.EMAIL_MISSING),
        ("card", Reason.UNSUBSCRIBED),
    ],
)
def test_what_the_run_did_to_the_contact_counts(make: Maker, before: str, reason: Reason) -> None:
    """The contact of the workspace may get mail; by the time it comes to the card, the run has changed that."""
    script = {
        "event": [
            happens(EventKind.UNSUBSCRIBED, 1, "2026-01-05 10:00", number=1),
            submits(1, "2026-01-05 10:30", number=2),
        ],
        "property": [replace(happens(EventKind.PROPERTY_CHANGED, 1, "2026-01-05 10:00", number=1), property="email")],
        "card": [],
    }[before]
    first = [SetProperty("hs_email_optout", True), Delay(60)] if before == "card" else []
    ws = make(project(workflow(*first, Delay(120), enroll()), script=script), contacts(1))
    record = failing(asked(ws, reason))
    assert record.reason is reason
    when = "Mon 5 Jan 09:00" if before == "card" else "Mon 5 Jan 10:00"
    assert record.sentence.endswith(f"Set during the rehearsal, {when}.")


# ---------------------------------------------------------------- what stands before the checks


def test_a_workflow_switched_off_comes_before_every_check(make: Maker) -> None:
    switched = replace(happens(EventKind.WORKFLOW_OFF, 0, "2026-01-05 10:00", number=1), workflow=1)
    ws = make(project(workflow(Delay(120), enroll()), script=[switched]), contacts(1))
    records = asked(ws, Reason.WORKFLOW_OFF)
    assert [record.id for record in records] == ["workflow_on", *ORDER]
    assert failing(records).sentence == "The workflow was switched off while the contact was in it."


def test_an_action_put_off_by_the_workflows_hours_reached_no_check(make: Maker) -> None:
    tuesdays = replace(workflow(enroll()), settings=WorkflowSettings(windows=(RunWindow(1),)))
    records = asked(make(project(tuesdays), contacts(1)), Reason.OUTSIDE_WINDOW)
    assert [record.id for record in records] == ["run_times", *ORDER]
    assert failing(records).sentence.startswith("Actions may not run now; moved to Tue 6 Jan 09:")


# ---------------------------------------------------------------- contacts that changed since


def changed(ws: Workspace, values: dict[str, Value], now: int = 4_000_000_000) -> None:
    """Change contact 1 at a moment, in the far future unless given."""
    ws.apply(contact_edits.change(ws, 1, values, lambda: now))


def test_an_edit_that_changes_no_answer_is_said_beside_the_values(make: Maker) -> None:
    ws = make(project(workflow(enroll())), contacts(1))
    run = rehearse(ws, RunSettings())
    line = line_of(ws, run)
    changed(ws, {"email": "new@client.example"})
    address, consent = checks_of(ws, run.id, line)[6:8]
    assert address.sentence == "The address is “new@client.example”. The contact has changed since this rehearsal."
    assert consent.sentence == "Nothing forbids it. The contact has changed since this rehearsal."


@pytest.mark.parametrize("values", [{"email": None}, {"email": "ada@"}, {"hs_email_optout": True}])
def test_a_row_that_was_done_stays_done_whatever_the_contact_is_now(make: Maker, values: dict[str, Value]) -> None:
    ws = make(project(workflow(enroll())), contacts(1))
    run = rehearse(ws, RunSettings())
    line = line_of(ws, run)
    changed(ws, values)
    records = checks_of(ws, run.id, line)
    assert [record.state for record in records] == [_P] * len(CHECKS)
    assert [r.sentence for r in records[6:8]] == ["The contact has changed since this rehearsal."] * 2


@pytest.mark.parametrize(
    ("then", "reason", "now"),
    [
        ({"hs_email_optout": True}, Reason.UNSUBSCRIBED, {"hs_email_optout": None}),
        ({"hs_email_optout": True}, Reason.UNSUBSCRIBED, {"email": None}),
        ({"email": None}, Reason.EMAIL_MISSING, {"email": "a@b.example"}),
        ({"email": "ada@"}, Reason.EMAIL_INVALID, {"email": None}),
    ],
)
def test_a_skip_keeps_its_recorded_reason(
    make: Maker, then: dict[str, Value], reason: Reason, now: dict[str, Value]
) -> None:
    ws = make(project(workflow(enroll())), [contact(1, **then)])
    run = rehearse(ws, RunSettings())
    line = line_of(ws, run, reason)
    changed(ws, now)
    record = failing(checks_of(ws, run.id, line))
    assert record.reason is reason
    assert record.sentence == f"{line.detail} The contact has changed since this rehearsal."


def test_a_skip_for_another_reason_survives_what_the_contact_is_now(make: Maker) -> None:
    ws = make(project(workflow(enroll()), senders=(sender(limit=0),)), contacts(1))
    run = rehearse(ws, RunSettings())
    line = line_of(ws, run, Reason.DAILY_LIMIT_REACHED)
    changed(ws, {"hs_email_optout": True})
    record = failing(checks_of(ws, run.id, line))
    assert (record.id, record.sentence) == ("daily_limit", line.detail)


@pytest.mark.parametrize("reason", [Reason.NONE, Reason.EMAIL_MISSING])
def test_a_deleted_contact_is_said_to_be_deleted(make: Maker, reason: Reason) -> None:
    ws = make(project(workflow(enroll())), [contact(1, email=None if reason else "ada@client.example")])
    run = rehearse(ws, RunSettings())
    line = line_of(ws, run, reason)
    ws.apply(contact_edits.delete(ws, [1]))
    records = checks_of(ws, run.id, line)
    address = records[6]
    assert "The contact has been deleted since." in address.sentence
    assert address.reason is reason


# ---------------------------------------------------------------- rows that have no checks


def test_rows_that_are_no_tries_to_enroll_have_no_checks(make: Maker) -> None:
    ws = make(project(workflow(Delay(5), enroll())), contacts(1))
    run = rehearse(ws, RunSettings())
    lines = ws.log.lines(ws.log.ids(LogQuery(run.id)))
    assert [bool(checks_of(ws, run.id, line)) for line in lines] == [
        line.action == "Enroll in sequence" and line.kind is RowKind.ACTION for line in lines
    ]


def test_the_checks_of_a_deleted_run_are_a_problem_even_when_its_rows_were_read(make: Maker) -> None:
    ws = make(project(workflow(enroll())), contacts(1))
    run = rehearse(ws, RunSettings())
    line = line_of(ws, run)
    ws.runs.delete(run.id)
    with pytest.raises(Problem) as caught:
        checks_of(ws, run.id, line)
    assert caught.value.code == "RUN_MISSING"
