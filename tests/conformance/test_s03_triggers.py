"""S3: enrollment by criteria and by events."""

from __future__ import annotations

from core.model.event import EventKind
from tests.building import (
    LEADS,
    contact,
    enroll,
    happens,
    mails,
    on_filter,
    on_form,
    on_meeting,
    play,
    project,
    sequence,
    submits,
    workflow,
)


def test_s3_contacts_enroll_by_criteria_by_a_form_and_after_a_meeting() -> None:
    """S3: enrollment by criteria, e.g. a contact submits a form to plan a meeting, or a follow-up after a meeting."""
    office = project(
        workflow(enroll(1), number=1, name="Leads", trigger=on_filter(LEADS)),
        workflow(enroll(2), number=2, name="Demo form", trigger=on_form("Plan a meeting")),
        workflow(enroll(3), number=3, name="After a meeting", trigger=on_meeting()),
        sequences=tuple(sequence(number=n) for n in (1, 2, 3)),
        script=(
            submits(2, "2026-01-06 10:00", "Plan a meeting"),
            submits(3, "2026-01-06 11:00", "Newsletter"),
            happens(EventKind.MEETING_BOOKED, 4, "2026-01-07 12:00", "Demo", sender=1),
        ),
    )
    people = [contact(1, lifecyclestage="lead"), contact(2), contact(3), contact(4)]
    assert mails(play(office, people)) == [
        ("Mon 5 Jan 09:00", 1, 1),
        ("Tue 6 Jan 10:00", 2, 1),
        ("Wed 7 Jan 12:00", 4, 1),
    ]
