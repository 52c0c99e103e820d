"""What ends an enrollment: replies, meetings, opting out and bouncing, by the sequence's settings."""

from __future__ import annotations

import pytest

from core.model.event import EventKind
from core.model.reason import Reason
from core.model.sequence import SequenceSettings
from core.rules.exits import colleague_reason, exit_reason

ANA, BO, LINK = 1, 2, 0
BOTH_OFF = SequenceSettings(unenroll_on_reply=False, unenroll_on_meeting=False)


@pytest.mark.parametrize(
    ("kind", "booked_with", "reason"),
    [
        (EventKind.REPLIED, LINK, Reason.REPLIED),
        (EventKind.REPLIED, BO, Reason.REPLIED),
        (EventKind.MEETING_BOOKED, ANA, Reason.MEETING_BOOKED),
        (EventKind.MEETING_BOOKED, LINK, Reason.MEETING_BOOKED),
        (EventKind.MEETING_BOOKED, BO, Reason.NONE),
        (EventKind.UNSUBSCRIBED, LINK, Reason.UNSUBSCRIBED),
        (EventKind.BOUNCED, LINK, Reason.BOUNCED),
        (EventKind.FORM_SUBMITTED, LINK, Reason.NONE),
    ],
)
def test_what_ends_an_enrollment_whose_sender_is_ana(kind: EventKind, booked_with: int, reason: Reason) -> None:
    assert exit_reason(kind, SequenceSettings(), ANA, booked_with) is reason


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (EventKind.REPLIED, Reason.NONE),
        (EventKind.MEETING_BOOKED, Reason.NONE),
        (EventKind.UNSUBSCRIBED, Reason.UNSUBSCRIBED),
        (EventKind.BOUNCED, Reason.BOUNCED),
        (EventKind.FORM_SUBMITTED, Reason.NONE),
    ],
)
def test_settings_turn_off_replies_and_meetings_but_never_opting_out(kind: EventKind, reason: Reason) -> None:
    assert exit_reason(kind, BOTH_OFF, ANA, ANA) is reason


def test_the_two_settings_are_apart() -> None:
    only_replies = SequenceSettings(unenroll_on_meeting=False)
    only_meetings = SequenceSettings(unenroll_on_reply=False)
    assert exit_reason(EventKind.REPLIED, only_replies, ANA, LINK) is Reason.REPLIED
    assert exit_reason(EventKind.MEETING_BOOKED, only_replies, ANA, ANA) is Reason.NONE
    assert exit_reason(EventKind.REPLIED, only_meetings, ANA, LINK) is Reason.NONE
    assert exit_reason(EventKind.MEETING_BOOKED, only_meetings, ANA, ANA) is Reason.MEETING_BOOKED


def test_a_colleagues_reply_or_meeting_ends_it_where_it_would_end_ones_own() -> None:
    shared = SequenceSettings(account_based=True)
    reasons = {kind: colleague_reason(kind, shared, 1, 0) for kind in EventKind}
    assert {kind: reason for kind, reason in reasons.items() if reason} == {
        EventKind.REPLIED: Reason.COLLEAGUE_REPLIED,
        EventKind.MEETING_BOOKED: Reason.COLLEAGUE_BOOKED,
    }
    assert colleague_reason(EventKind.MEETING_BOOKED, shared, 1, 2) is Reason.NONE
    deaf = SequenceSettings(account_based=True, unenroll_on_reply=False)
    assert colleague_reason(EventKind.REPLIED, deaf, 1, 0) is Reason.NONE
    assert colleague_reason(EventKind.REPLIED, SequenceSettings(), 1, 0) is Reason.NONE
