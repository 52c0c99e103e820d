"""The checks of *Enroll in sequence*: each one's reasons, and their order. The first to fail decides.

The ladder below is one contact at whom everything is wrong. Mended from the top, it tells the next reason each time;
that shows the order. Mended everywhere but at one rung, it tells that rung's reason; that shows each check alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from core.actions.set_property import SetProperty
from core.actions.unknown import UnknownAction
from core.model.account import Subscription
from core.model.fields import Value
from core.model.project import Project
from core.model.reason import Reason, Severity
from core.model.sender import InboxKind, InboxState, Seat
from core.model.sequence import Enrollment, Step
from core.model.trace import Outcome, needs_reason
from core.rules.eligibility import CHECKS, CheckState
from core.services.forecast import forecast
from core.services.log import LogQuery
from core.services.review import review
from core.services.runs import rehearse
from core.services.samples import load_sample
from core.services.why import checks_of
from tests.building import (
    START,
    contact,
    contacts,
    enroll,
    enroll_by_owner,
    mail,
    mails,
    off,
    play,
    project,
    reasons,
    sender,
    sequence,
    skips,
    workflow,
)
from tests.conformance.conftest import Opener

FLAGS = (
    "hs_email_optout",
    "hs_email_optout_one_to_one",
    "hs_email_bounced",
    "hs_email_blocked_address",
    "hs_email_blocked_domain",
    "hs_email_marked_as_spam",
)


@dataclass(frozen=True)
class Attempt:
    """One contact that comes to one card, all wrong at first."""

    on: bool = False
    subscription: Subscription = Subscription.STARTER
    into: int = 0
    deleted: int | None = START - 60
    steps: tuple[Step, ...] = ()
    owner: Value = None
    active: bool = False
    seat: Seat = Seat.NONE
    state: InboxState = InboxState.NEVER
    kind: InboxKind = InboxKind.TEAM
    email: str | None = None
    flags: Mapping[str, bool] = field(default_factory=lambda: dict.fromkeys(FLAGS, True))
    elsewhere: bool = True
    limit: int = 0

    def office(self) -> Project:
        """Give the project: sequence 2 is where the contact may be already."""
        card = enroll_by_owner(self.into)
        return project(
            workflow(card if self.on else off(card)),
            subscription=self.subscription,
            senders=(
                sender(
                    active=self.active,
                    seat=self.seat,
                    inbox_state=self.state,
                    inbox_kind=self.kind,
                    limit=self.limit,
                ),
                sender(2, "Bo Lind"),
            ),
            sequences=(
                replace(sequence(), steps=self.steps, deleted=self.deleted),
                sequence(mail(), mail(60), number=2, name="Other"),
            ),
            enrollments=(Enrollment(1, 2, 2, START - 60),) if self.elsewhere else (),
        )

    def person(self) -> dict[str, Value]:
        """Give the contact's values."""
        return {"hubspot_owner_id": self.owner, "email": self.email} | dict.fromkeys(self.flags, True)

    def told(self) -> str:
        """Say the reason of the skip, or ``ENROLLED``."""
        trace = play(self.office(), [contact(1, **self.person())])
        told = reasons(trace)
        assert len(told) <= 1
        return told[0] if told else "ENROLLED"


def without(name: str, attempt: Attempt) -> dict[str, Any]:
    return {"flags": {flag: True for flag in attempt.flags if flag != name}}


LADDER: tuple[tuple[str, dict[str, Any] | str], ...] = (
    ("ACTION_OFF", {"on": True}),
    ("SUBSCRIPTION_REQUIRED", {"subscription": Subscription.ENTERPRISE}),
    ("SEQUENCE_MISSING", {"into": 1}),
    ("SEQUENCE_DELETED", {"deleted": None}),
    ("SEQUENCE_EMPTY", {"steps": (mail(),)}),
    ("OWNER_EMPTY", {"owner": 99}),
    ("OWNER_UNKNOWN", {"owner": 1}),
    ("SENDER_DEACTIVATED", {"active": True}),
    ("SENDER_NO_SEAT", {"seat": Seat.SALES_ENTERPRISE}),
    ("INBOX_NOT_CONNECTED", {"state": InboxState.CONNECTED}),
    ("INBOX_NOT_PERSONAL", {"kind": InboxKind.PERSONAL}),
    ("EMAIL_MISSING", {"email": "ada at client.example"}),
    ("EMAIL_INVALID", {"email": "ada@client.example"}),
    ("UNSUBSCRIBED", "hs_email_optout"),
    ("UNSUBSCRIBED_PERSONAL", "hs_email_optout_one_to_one"),
    ("BOUNCED", "hs_email_bounced"),
    ("BLOCKED_ADDRESS", "hs_email_blocked_address"),
    ("BLOCKED_DOMAIN", "hs_email_blocked_domain"),
    ("PREVIOUSLY_MARKED_AS_SPAM", "hs_email_marked_as_spam"),
    ("ALREADY_ENROLLED", {"elsewhere": False}),
    ("DAILY_LIMIT_REACHED", {"limit": 1}),
)
"""Reason, and what mends it: fields of ``Attempt``, or the flag that is taken away."""


def mended(attempt: Attempt, rungs: tuple[tuple[str, dict[str, Any] | str], ...]) -> Attempt:
    for _, cure in rungs:
        attempt = replace(attempt, **(without(cure, attempt) if isinstance(cure, str) else cure))
    return attempt


ALL_WRONG = Attempt()
ALL_RIGHT = mended(ALL_WRONG, LADDER)

ALONE: dict[str, dict[str, Any]] = {
    "ACTION_OFF": {"on": False},
    "SUBSCRIPTION_REQUIRED": {"subscription": Subscription.PROFESSIONAL},
    "SEQUENCE_MISSING": {"into": 0},
    "SEQUENCE_DELETED": {"deleted": START - 60},
    "SEQUENCE_EMPTY": {"steps": ()},
    "OWNER_EMPTY": {"owner": None},
    "OWNER_UNKNOWN": {"owner": 99},
    "SENDER_DEACTIVATED": {"active": False},
    "SENDER_NO_SEAT": {"seat": Seat.SALES_PROFESSIONAL},
    "INBOX_NOT_CONNECTED": {"state": InboxState.DISCONNECTED},
    "INBOX_NOT_PERSONAL": {"kind": InboxKind.TEAM},
    "EMAIL_MISSING": {"email": None},
    "EMAIL_INVALID": {"email": "ada@client"},
    "UNSUBSCRIBED": {"flags": {"hs_email_optout": True}},
    "UNSUBSCRIBED_PERSONAL": {"flags": {"hs_email_optout_one_to_one": True}},
    "BOUNCED": {"flags": {"hs_email_bounced_elsewhere": True}},
    "BLOCKED_ADDRESS": {"flags": {"hs_email_blocked_address": True}},
    "BLOCKED_DOMAIN": {"flags": {"hs_email_blocked_domain": True}},
    "PREVIOUSLY_MARKED_AS_SPAM": {"flags": {"hs_email_marked_as_spam": True}},
    "ALREADY_ENROLLED": {"elsewhere": True},
    "DAILY_LIMIT_REACHED": {"limit": 0},
}
"""Reason, and the one thing that is wrong then."""


@pytest.mark.parametrize("rung", range(len(LADDER) + 1), ids=[*(reason for reason, _ in LADDER), "ENROLLED"])
def test_the_checks_stand_in_their_order_and_the_first_to_fail_decides(rung: int) -> None:
    """The checks of *Enroll in sequence*, in this order: with the first n mended, check n + 1 is told and no later."""
    expected = LADDER[rung][0] if rung < len(LADDER) else "ENROLLED"
    assert mended(ALL_WRONG, LADDER[:rung]).told() == expected


@pytest.mark.parametrize("reason", [reason for reason, _ in LADDER])
def test_each_check_alone_is_enough_to_skip(reason: str) -> None:
    """Checks 1 to 9: each reason code, when nothing else is wrong; ``BOUNCED`` when known elsewhere too."""
    attempt = replace(ALL_RIGHT, **ALONE[reason])
    assert attempt.told() == reason
    assert mails(play(attempt.office(), [contact(1, **attempt.person())])) == []


@pytest.mark.parametrize("chosen", [0, 99], ids=["none chosen", "gone"])
def test_a_specific_user_who_is_not_there_is_missing(chosen: int) -> None:
    """Check 4: ``SENDER_MISSING``, where no owner property is asked; before the contact's own faults."""
    assert skips(play(project(workflow(enroll(by=chosen))), [contact(1, email=None)])) == [(1, "SENDER_MISSING")]


@pytest.mark.parametrize(
    ("reason", "severity"),
    [
        ("ACTION_OFF", Severity.BY_DESIGN),
        ("ALREADY_ENROLLED", Severity.BY_DESIGN),
        ("UNSUBSCRIBED", Severity.BY_DESIGN),
        ("SENDER_NO_SEAT", Severity.NEEDS_ACTION),
        ("OWNER_EMPTY", Severity.NEEDS_ACTION),
        ("DAILY_LIMIT_REACHED", Severity.NEEDS_ACTION),
        ("SEQUENCE_DELETED", Severity.BROKEN),
        ("OWNER_UNKNOWN", Severity.BROKEN),
        ("ACTION_UNKNOWN", Severity.BROKEN),
    ],
)
def test_reasons_carry_a_severity(reason: str, severity: Severity) -> None:
    """Reasons carry a severity: *by design*, *needs action* (a person can mend it), *broken*."""
    assert Reason[reason].severity is severity


def test_an_unknown_action_is_kept_and_skipped() -> None:
    """Unknown action kinds are kept and skipped with ``ACTION_UNKNOWN``; the contact goes on."""
    office = project(workflow(UnknownAction({"kind": "send_fax", "to": "+48"}), enroll()))
    trace = play(office, contacts(1))
    assert skips(trace) == [(1, "ACTION_UNKNOWN")]
    assert len(mails(trace)) == 1
    kept = office.workflows[0].cards[0].action
    assert isinstance(kept, UnknownAction)
    assert kept.data == {"kind": "send_fax", "to": "+48"}


@pytest.mark.parametrize("rung", [0, 2, 5, 9, 13, 19, 20], ids=lambda n: LADDER[n][0])
def test_every_check_leaves_a_record(opened: Opener, rung: int) -> None:
    """Every check returns a record: id, passed / failed / not reached, one sentence; a row can show them later."""
    attempt = mended(ALL_WRONG, LADDER[:rung])
    ws = opened(attempt.office(), [contact(1, **attempt.person())])
    run = rehearse(ws, ws.project().account.settings)
    lines = ws.log.lines(ws.log.ids(LogQuery(run.id, outcomes=frozenset({Outcome.SKIPPED}))))
    records = checks_of(ws, run.id, lines[0])
    assert [record.id for record in records] == [check.id for check in CHECKS]
    failed = next(i for i, record in enumerate(records) if record.state is CheckState.FAILED)
    assert records[failed].reason.name == LADDER[rung][0]
    assert all(record.state is CheckState.PASSED and record.sentence for record in records[:failed])
    assert all(record.state is CheckState.NOT_REACHED for record in records[failed + 1 :])


def test_the_same_code_answers_review_forecast_and_run(opened: Opener) -> None:
    """The same code answers the review, the forecast, the run and the "why" panel: there is no test mode."""
    for reason in ("SUBSCRIPTION_REQUIRED", "SEQUENCE_DELETED", "SEQUENCE_EMPTY", "SENDER_NO_SEAT"):
        attempt = replace(ALL_RIGHT, **ALONE[reason])
        ws = opened(attempt.office(), [contact(1, **attempt.person())])
        settings = ws.project().account.settings
        assert rehearse(ws, settings).summary.reasons == {reason: 1}
        assert [group.reason.name for group in forecast(ws, settings).skipped] == [reason]
        assert reason in {finding.code for finding in review(ws)}


def test_a_skip_lets_the_contact_go_on() -> None:
    """Outcome *skipped*: the next card acts, whichever check failed."""
    for reason, wrong in ALONE.items():
        attempt = replace(ALL_RIGHT, **wrong)
        office = attempt.office()
        enrolls = office.workflows[0].cards[0]
        flow = workflow(enrolls, SetProperty("city", "Oslo"))
        trace = play(replace(office, workflows=(flow,)), [contact(1, **attempt.person())])
        assert [e.place for e in trace if e.place and e.outcome == Outcome.DONE] == [3], reason


def test_no_row_lacks_a_reason_that_is_due() -> None:
    """A log row without a reason where one is due is a failing test; a row that needs none has none."""
    for name in ("demo-request", "break-it"):
        office, people = load_sample(name)
        for event in play(office, people):
            assert needs_reason(event) == (event.reason != Reason.NONE)
