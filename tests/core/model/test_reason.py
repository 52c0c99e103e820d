"""Reasons: their stored numbers, severities and titles."""

from __future__ import annotations

import pytest

from core.model.reason import Reason, Severity

STORED = {
    "NONE": 0, "ACTION_OFF": 1, "SUBSCRIPTION_REQUIRED": 2, "SEQUENCE_MISSING": 3, "SEQUENCE_DELETED": 4,
    "SEQUENCE_EMPTY": 5, "OWNER_EMPTY": 6, "OWNER_UNKNOWN": 7, "SENDER_MISSING": 8, "SENDER_DEACTIVATED": 9,
    "SENDER_NO_SEAT": 10, "INBOX_NOT_CONNECTED": 11, "INBOX_NOT_PERSONAL": 12, "EMAIL_MISSING": 13,
    "EMAIL_INVALID": 14, "UNSUBSCRIBED": 15, "UNSUBSCRIBED_PERSONAL": 16, "BOUNCED": 17, "BLOCKED_ADDRESS": 18,
    "BLOCKED_DOMAIN": 19, "PREVIOUSLY_MARKED_AS_SPAM": 20, "ALREADY_ENROLLED": 21, "DAILY_LIMIT_REACHED": 22,
    "NOT_ENROLLED": 23, "ACTION_UNKNOWN": 24, "FIELD_MISSING": 25, "SEND_WINDOW_CLOSED": 26, "REPLIED": 40,
    "MEETING_BOOKED": 41, "FINISHED": 42, "UNENROLLED_BY_WORKFLOW": 43, "UNENROLLED_MANUALLY": 44, "SENDER_LOST": 45,
}  # fmt: skip


def test_numbers_that_logs_hold_never_change() -> None:
    assert {reason.name: reason.value for reason in Reason if reason.name in STORED} == STORED


def test_every_number_fits_into_a_byte_and_255_is_free() -> None:
    assert all(0 <= reason < 255 for reason in Reason), "a run keeps a contact's reason in one byte, 255 is 'not asked'"


@pytest.mark.parametrize(
    ("reason", "severity"),
    [
        (Reason.ALREADY_ENROLLED, Severity.BY_DESIGN),
        (Reason.UNSUBSCRIBED, Severity.BY_DESIGN),
        (Reason.ACTION_OFF, Severity.BY_DESIGN),
        (Reason.NOT_ENROLLED, Severity.BY_DESIGN),
        (Reason.SENDER_NO_SEAT, Severity.NEEDS_ACTION),
        (Reason.OWNER_EMPTY, Severity.NEEDS_ACTION),
        (Reason.DAILY_LIMIT_REACHED, Severity.NEEDS_ACTION),
        (Reason.SUBSCRIPTION_REQUIRED, Severity.NEEDS_ACTION),
        (Reason.SEQUENCE_DELETED, Severity.BROKEN),
        (Reason.OWNER_UNKNOWN, Severity.BROKEN),
        (Reason.ACTION_UNKNOWN, Severity.BROKEN),
    ],
)
def test_a_severity_says_what_a_reason_asks_of_a_person(reason: Reason, severity: Severity) -> None:
    assert reason.severity is severity


def test_every_reason_has_a_title_of_its_own() -> None:
    titles = [reason.title for reason in Reason]
    assert len(set(titles)) == len(titles)
    assert [reason for reason in Reason if not reason.title] == [Reason.NONE]


def test_every_reason_says_what_to_do_about_it() -> None:
    assert [reason.name for reason in Reason if reason and not reason.advice.endswith(".")] == []
    idle = {reason for reason in Reason if reason.advice.startswith("Nothing to mend")}
    assert [reason.name for reason in idle if reason.severity is not Severity.BY_DESIGN] == []
    assert Reason.SENDER_MISSING.advice == "Choose a sender on the card."
