"""Words and small questions of the model: labels of enums, mailboxes, counts of mails, rows that need a reason."""

from __future__ import annotations

from enum import Enum

import pytest

from core.model.event import EventKind
from core.model.reason import Reason
from core.model.sender import Seat, Sender
from core.model.sequence import Sequence, Step, StepKind
from core.model.trace import OUTCOME_TONES, Outcome, RowKind, TraceEvent, needs_reason, reason_of
from core.model.workflow import TriggerKind


@pytest.mark.parametrize("kinds", [EventKind, Seat, StepKind, Outcome, RowKind])
def test_every_member_has_a_label_of_its_own(kinds: type[Enum]) -> None:
    labels = [member.label for member in kinds]  # type: ignore[attr-defined]
    assert all(labels)
    assert len(set(labels)) == len(labels)


def test_labels_are_those_that_people_know() -> None:
    assert EventKind.FORM_SUBMITTED.label == "Form submitted"
    assert Seat.SERVICE_ENTERPRISE.label == "Service Hub Enterprise"
    assert StepKind.CONNECTION_REQUEST.label == "LinkedIn connection request"
    assert (Outcome.SKIPPED.label, RowKind.ACTION.label) == ("skipped", "action")


@pytest.mark.parametrize(
    ("seat", "enterprise", "professional"),
    [
        (Seat.NONE, False, False),
        (Seat.STARTER, False, False),
        (Seat.SALES_PROFESSIONAL, False, True),
        (Seat.SERVICE_PROFESSIONAL, False, True),
        (Seat.SALES_ENTERPRISE, True, False),
        (Seat.SERVICE_ENTERPRISE, True, False),
    ],
)
def test_seats_are_enterprise_professional_or_neither(seat: Seat, enterprise: bool, professional: bool) -> None:
    assert seat.is_enterprise == enterprise
    assert seat.is_professional == professional


@pytest.mark.parametrize(
    ("email", "mailbox", "counted"),
    [("Ana@Acme.example", "", "ana@acme.example"), ("ana@acme.example", " Sales@Acme.example ", "sales@acme.example")],
)
def test_mail_leaves_from_the_mailbox_else_from_the_users_address(email: str, mailbox: str, counted: str) -> None:
    assert Sender(1, "Ana", email, mailbox=mailbox).sends_from == counted


def test_only_an_automated_mail_is_no_task() -> None:
    assert [kind for kind in StepKind if not kind.is_task] == [StepKind.EMAIL]


def test_a_sequence_counts_its_automated_mails() -> None:
    assert Sequence(1, "A", (Step(), Step(StepKind.MANUAL_EMAIL), Step(StepKind.CALL), Step())).mails == 2
    assert Sequence().mails == 0


def test_filters_schedules_and_hands_wait_for_no_event() -> None:
    wait_for_none = [TriggerKind.FILTER, TriggerKind.SCHEDULE, TriggerKind.MANUAL]
    assert [kind for kind in TriggerKind if not kind.is_event] == wait_for_none


def row(outcome: Outcome, reason: Reason = Reason.NONE) -> TraceEvent:
    return TraceEvent(0, 1, 1, RowKind.ACTION, outcome, reason, 0, 0, 0, 0, 0, 0)


def test_whatever_did_not_happen_or_ended_needs_a_reason() -> None:
    need = {outcome for outcome in Outcome if needs_reason(row(outcome))}
    assert need == {Outcome.SKIPPED, Outcome.DEFERRED, Outcome.FAILED, Outcome.LEFT}


def test_a_rows_reason_is_an_enum_member() -> None:
    assert reason_of(row(Outcome.SKIPPED, Reason.BOUNCED)) is Reason.BOUNCED


def test_every_outcome_has_a_tone() -> None:
    assert set(OUTCOME_TONES) == set(Outcome)


def test_stored_numbers_of_outcomes_and_kinds_never_change() -> None:
    assert [(o.name, o.value) for o in Outcome] == [
        ("DONE", 1), ("SKIPPED", 2), ("DEFERRED", 3), ("FAILED", 4), ("ENTERED", 5), ("LEFT", 6),
    ]  # fmt: skip
    assert [(k.name, k.value) for k in RowKind] == [
        ("TRIGGER", 1), ("ACTION", 2), ("MAIL", 3), ("TASK", 4), ("SEQUENCE", 5), ("EVENT", 6),
    ]  # fmt: skip
