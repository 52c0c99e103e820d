"""Mails that would leave outside a sender's working hours."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

from core.model.instant import Instant
from core.model.sender import Sender
from core.model.sequence import Sequence, SequenceSettings, Step, StepKind
from core.model.workflow import Workflow
from core.rules.review_hours import outside_hours

MONDAY: Instant = 1_767_603_600
ANA = Sender(1, "Ana", work_start=9 * 60, work_end=17 * 60)


def said(first: int, last: int, *senders: Sender, mails: int = 2, own_zones: bool = False, zone: str = "") -> list[str]:
    settings = SequenceSettings(window_start=first, window_end=last, use_contact_time_zone=own_zones)
    sequence = Sequence(1, "Demo", tuple(Step() for _ in range(mails)), settings)
    account = ZoneInfo(zone) if zone else UTC
    found = outside_hours(Workflow(1, "W"), 1, sequence, senders, account, MONDAY, True)
    assert all(finding.people for finding in found)
    return [finding.sentence for finding in found]


def test_a_window_inside_the_hours_is_fine() -> None:
    assert said(9 * 60, 17 * 60, ANA) == []
    assert said(6 * 60, 22 * 60, Sender(1, "Ana")) == []


def test_too_early_and_too_late_are_told_for_each_sender() -> None:
    late = Sender(2, "Bo", work_start=6 * 60, work_end=15 * 60 + 30)
    assert said(6 * 60, 16 * 60, ANA, late) == [
        "Mails of “Demo” may leave at 06:00, outside the working hours of Ana, 09:00 to 17:00.",
        "Mails of “Demo” may leave at 16:00, outside the working hours of Bo, 06:00 to 15:30.",
    ]


def test_hours_are_on_the_senders_own_clock() -> None:
    tokyo = Sender(1, "Aiko", time_zone="Asia/Tokyo", work_start=9 * 60, work_end=17 * 60)
    # Nine to five in Warsaw in January is five in the afternoon to one at night in Tokyo.
    assert said(9 * 60, 17 * 60, tokyo, zone="Europe/Warsaw") == [
        "Mails of “Demo” may leave at 01:00 in Asia/Tokyo, outside the working hours of Aiko, 09:00 to 17:00."
    ]
    assert said(1 * 60, 9 * 60, tokyo, zone="Europe/Warsaw") == []


def test_without_follow_up_mails_or_with_contacts_own_zones_nothing_is_said() -> None:
    assert said(6 * 60, 20 * 60, ANA, mails=1) == []
    assert said(6 * 60, 20 * 60, ANA, own_zones=True) == []
    calls = Sequence(1, "Calls", (Step(), Step(StepKind.CALL)), SequenceSettings(window_start=0, window_end=1439))
    assert outside_hours(Workflow(1, "W"), 1, calls, [ANA], UTC, MONDAY, True) == []
