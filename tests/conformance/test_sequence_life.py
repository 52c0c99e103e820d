"""Sequences: the states of an enrollment, pausing and resuming, and every way out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.actions.delay import Delay
from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.model.event import EventKind, ScriptedEvent
from core.model.reason import Reason
from core.model.sequence import Enrollment, EnrollmentState
from core.model.trace import Outcome, RowKind
from core.services.runs import rehearse
from tests.building import (
    START,
    contact,
    contacts,
    enroll,
    happens,
    mail,
    mails,
    on_form,
    play,
    project,
    reacts,
    sender,
    sequence,
    story,
    submits,
    workflow,
)
from tests.conformance.conftest import Opener

LIFE = (RowKind.MAIL, RowKind.TASK, RowKind.SEQUENCE)
K = EventKind


def after(*script: ScriptedEvent, who: int = 1, people: int = 1, company: str = "", **settings: Any) -> str:
    """Tell how the enrollment of a contact ends; it began on Monday, its second mail is due on Thursday at 09:00."""
    office = project(
        workflow(enroll()), sequences=(sequence(mail(), mail(3), **settings), sequence(number=2, account_based=True)),
        senders=(sender(), sender(2, "Bo Lind")),
        script=script,
    )  # fmt: skip
    listed = contacts(people, company=company or None)
    return story(play(office, listed), who, LIFE)[-1].removeprefix("Wed 7 Jan 12:00 ")


def on_wednesday(kind: EventKind, who: int = 1, **fields: Any) -> ScriptedEvent:
    return replace(happens(kind, who, "2026-01-07 12:00"), **fields)


GOES_ON = "Thu 8 Jan 09:00 left FINISHED"


# ---------------------------------------------------------------- ways out


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (on_wednesday(K.REPLIED), "REPLIED"),
        (on_wednesday(K.MEETING_BOOKED), "MEETING_BOOKED"),
        (on_wednesday(K.UNSUBSCRIBED), "UNSUBSCRIBED"),
        (on_wednesday(K.BOUNCED), "BOUNCED"),
        (on_wednesday(K.UNENROLLED_BY_HAND), "UNENROLLED_MANUALLY"),
        (on_wednesday(K.SEQUENCE_DELETED, 0, sequence=1), "SEQUENCE_DELETED"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_ends_an_enrollment(event: ScriptedEvent, reason: str) -> None:
    """Leaves: ``REPLIED``, ``MEETING_BOOKED``, ``UNSUBSCRIBED``, ``BOUNCED``, ``UNENROLLED_MANUALLY``, …"""
    assert after(event) == f"left {reason}"


def test_the_end_of_the_last_step_is_a_leave_too() -> None:
    """Leaves: ``FINISHED``."""
    assert after() == GOES_ON


def test_a_workflow_takes_contacts_out() -> None:
    """Leaves: ``UNENROLLED_BY_WORKFLOW``."""
    cards = (enroll(), Delay(1_440), UnenrollFromSequence())
    trace = play(project(workflow(*cards), sequences=(sequence(mail(), mail(3)),)), contacts(1))
    assert story(trace)[-1] == "Tue 6 Jan 09:00 left UNENROLLED_BY_WORKFLOW"


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (K.SEAT_LOST, Reason.SENDER_NO_SEAT),
        (K.INBOX_DISCONNECTED, Reason.INBOX_NOT_CONNECTED),
        (K.SENDER_DEACTIVATED, Reason.SENDER_DEACTIVATED),
    ],
)
def test_a_sender_who_is_lost_is_noticed_at_a_send(kind: EventKind, why: Reason) -> None:
    """Leaves: ``SENDER_LOST`` (seat or inbox gone at a send): on Thursday, not when it happens."""
    office = project(
        workflow(enroll()), sequences=(sequence(mail(), mail(3)),), script=(on_wednesday(kind, 0, sender=1),)
    )
    trace = play(office, contacts(1))
    assert story(trace)[-1] == "Thu 8 Jan 09:00 left SENDER_LOST"
    assert trace[-1].b == why


def test_an_inbox_that_is_connected_again_in_time_loses_nobody() -> None:
    """``SENDER_LOST``: gone *at a send*; from Wednesday noon to Thursday 08:00 is too short to matter."""
    again = replace(happens(K.INBOX_CONNECTED, 0, "2026-01-08 08:00"), sender=1)
    assert after(on_wednesday(K.INBOX_DISCONNECTED, 0, sender=1), again) == GOES_ON


@pytest.mark.parametrize("kind", [K.FORM_SUBMITTED, K.OPENED, K.CLICKED, K.PROPERTY_CHANGED])
def test_what_does_not_end_it(kind: EventKind) -> None:
    """Leaves are these and no others: an out-of-office is not a reply, nor is a form, an open or a click."""
    assert after(on_wednesday(kind)) == GOES_ON
    assert "OUT_OF_OFFICE" not in EventKind.__members__, "nothing in a script can stand for one and end an enrollment"


def test_behaviour_that_only_opens_and_clicks_ends_nothing() -> None:
    """Out-of-office is not a reply; everybody opens and clicks, nobody leaves, and the log shows both."""
    office = project(workflow(enroll()), sequences=(sequence(mail(), mail(3), behaviour=reacts(open=100, click=100)),))
    trace = play(office, contacts(1))
    told = story(trace)
    assert [line.rsplit(" ", 1)[-1] for line in told].count("opened") == 2
    assert [line.rsplit(" ", 1)[-1] for line in told].count("clicked") == 2
    assert "Thu 8 Jan 09:00 left FINISHED" in told


@pytest.mark.parametrize("detail", ["", "from another address", "from an alias", "outside the sequence"])
def test_a_reply_counts_from_wherever_it_comes(detail: str) -> None:
    """Replies count from another address or alias of the contact too, and mails sent outside the sequence."""
    assert after(on_wednesday(K.REPLIED, detail=detail)) == "left REPLIED"


@pytest.mark.parametrize(
    ("booked_with", "ends"), [(1, True), (0, True), (2, False)], ids=["the sender", "a link in a mail", "another user"]
)
def test_a_meeting_ends_it_when_it_is_with_the_sender(booked_with: int, ends: bool) -> None:
    """A meeting booked with the enrolling sender, or through a link in one of its mails, ends it."""
    told = after(on_wednesday(K.MEETING_BOOKED, sender=booked_with))
    assert told == ("left MEETING_BOOKED" if ends else GOES_ON)


@pytest.mark.parametrize(
    ("kind", "setting"), [(K.REPLIED, "unenroll_on_reply"), (K.MEETING_BOOKED, "unenroll_on_meeting")]
)
def test_replies_and_meetings_can_be_switched_off(kind: EventKind, setting: str) -> None:
    """Behaviour settings: a sequence may let contacts stay that reply, or that book."""
    switched_off: dict[str, Any] = {setting: False}
    assert after(on_wednesday(kind), **switched_off) == GOES_ON
    assert after(on_wednesday(K.UNSUBSCRIBED), **switched_off) == "left UNSUBSCRIBED"


@pytest.mark.parametrize(("kind", "reason"), [(K.REPLIED, "COLLEAGUE_REPLIED"), (K.MEETING_BOOKED, "COLLEAGUE_BOOKED")])
def test_account_based_selling(kind: EventKind, reason: str) -> None:
    """Account-based selling: a colleague's reply at the same company ends it too, when switched on."""
    event = on_wednesday(kind, 1)
    assert after(event, who=2, people=2, company="Acme", account_based=True) == f"left {reason}"
    assert "FINISHED" in after(event, who=2, people=2, company="Acme")
    assert "FINISHED" in after(event, who=2, people=2, account_based=True), "no company, no colleagues"
    assert after(event, who=1, people=2, company="Acme", account_based=True) == f"left {kind.name}"


def test_colleagues_are_those_of_the_company_of_that_moment() -> None:
    """Account-based selling: Ben changes to Acme before Ada replies; Cleo is in no sequence."""
    joins = replace(happens(K.PROPERTY_CHANGED, 2, "2026-01-06 12:00"), property="company", value="ACME ")
    office = project(
        workflow(enroll(), trigger=on_form()),
        sequences=(sequence(mail(), mail(3), account_based=True),),
        script=(
            *(submits(n, "2026-01-05 10:00") for n in (1, 2, 4)),
            happens(K.REPLIED, 4, "2026-01-05 11:00"),
            joins,
            on_wednesday(K.REPLIED),
            happens(K.REPLIED, 1, "2026-01-07 13:00"),
        ),
    )
    people = [
        contact(1, company="Acme"),
        contact(2, company="Other"),
        contact(3, company="acme"),
        contact(4, company="X"),
    ]
    trace = play(office, people)
    assert [story(trace, n, LIFE)[-1] for n in (1, 2)] == [
        "Wed 7 Jan 12:00 left REPLIED",
        "Wed 7 Jan 12:00 left COLLEAGUE_REPLIED",
    ]
    assert story(trace, 3) == []


def test_statistics_of_the_past_stay(opened: Opener) -> None:
    """Statistics of the past stay: a mail that has left counts on, whatever ends the enrollment."""
    office = project(
        workflow(enroll()),
        sequences=(sequence(mail(), mail(3)),),
        script=(on_wednesday(K.SEQUENCE_DELETED, 0, sequence=1),),
    )
    ws = opened(office, contacts(3))
    summary = rehearse(ws, office.account.settings).summary
    assert (summary.mails, summary.reasons) == (3, {"SEQUENCE_DELETED": 3})


# ---------------------------------------------------------------- states


def test_enrollments_are_active_paused_finished_or_unenrolled() -> None:
    """Enrollments are active, paused, finished or unenrolled: four that stood before, and what comes of them."""
    office = project(
        workflow(trigger=on_form("none")),
        sequences=(sequence(mail(), mail(1)),),
        enrollments=(
            Enrollment(1, 1, 1, START - 60),
            Enrollment(2, 1, 1, START - 60, state=EnrollmentState.PAUSED),
            Enrollment(3, 1, 1, START - 60, 2),
            Enrollment(4, 1, 1, START - 60),
        ),
        script=(happens(K.REPLIED, 4, "2026-01-05 10:00"),),
    )
    trace = play(office, contacts(4))
    assert [story(trace, n, LIFE)[-1:] for n in (1, 2, 3, 4)] == [
        ["Tue 6 Jan 08:59 left FINISHED"],
        [],
        ["Mon 5 Jan 09:00 left FINISHED"],
        ["Mon 5 Jan 10:00 left REPLIED"],
    ]


def test_people_can_pause_and_resume_one() -> None:
    """People can pause and resume one: what remained of the delay is kept, one of three days had passed."""
    office = project(
        workflow(enroll()),
        sequences=(sequence(mail(), mail(3)),),
        script=(happens(K.PAUSED, 1, "2026-01-06 09:00"), happens(K.RESUMED, 1, "2026-01-12 09:00")),
    )
    assert mails(play(office, contacts(1))) == [("Mon 5 Jan 09:00", 1, 1), ("Wed 14 Jan 09:00", 1, 2)]


def test_a_paused_one_is_still_in_the_sequence_and_can_leave() -> None:
    """A paused enrollment stands still, counts as being in a sequence, and ends like any other."""
    office = project(
        workflow(enroll()),
        workflow(enroll(), number=2, trigger=on_form()),
        sequences=(sequence(mail(), mail(3)),),
        script=(
            happens(K.PAUSED, 1, "2026-01-06 09:00"),
            submits(1, "2026-01-12 10:00"),
            happens(K.REPLIED, 1, "2026-01-13 10:00"),
        ),
    )
    trace = play(office, contacts(1))
    assert story(trace, kinds=LIFE) == ["Mon 5 Jan 09:00 mail 1", "Tue 13 Jan 10:00 left REPLIED"]
    assert [Reason(e.reason).name for e in trace if e.outcome == Outcome.SKIPPED] == ["ALREADY_ENROLLED"]
