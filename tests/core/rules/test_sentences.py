"""The sentence of a log row: what happened, with names, numbers and local times."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.actions.delay import Delay
from core.actions.set_property import SetProperty
from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.model.event import EventKind
from core.model.project import Project
from core.model.reason import Reason
from core.model.run import Cast
from core.model.sender import InboxState, Seat
from core.model.sequence import Enrollment
from core.model.trace import Outcome, RowKind, TraceEvent
from core.rules.limits import NEVER
from core.rules.sentences import Sentences, detail
from tests.building import START, at, enroll, fork, happens, is_any, mail, project, sender, sequence, task, workflow

WARSAW = ZoneInfo("Europe/Warsaw")
EVENTS = tuple(EventKind)


@pytest.fixture(scope="module")
def office() -> Project:
    """Workflow *Demo request*: place 1 its trigger, then enroll 2, delay 3, unenroll 4, set 5, if/then 6."""
    flow = workflow(
        enroll(), Delay(60), UnenrollFromSequence(), SetProperty("city", "Oslo"),
        fork(is_any("city", "Oslo"), [enroll(2)], []),
    )  # fmt: skip
    return project(
        flow,
        senders=(
            sender(1, "Ana Ruiz"),
            sender(2, "Tom Berg", seat=Seat.SALES_PROFESSIONAL),
            sender(
                3, "Ida Falk", inbox_state=InboxState.DISCONNECTED, provider="Gmail", inbox_changed=at("2026-01-02")
            ),
            sender(4, "Max Jones", inbox_state=InboxState.DISCONNECTED),
            sender(5, "Eva Moor", inbox_state=InboxState.NEVER),
            sender(6, "Uwe Lang", seat=Seat.NONE),
        ),
        sequences=(
            sequence(mail(0, "Hello"), mail(3, ""), task(1), name="Welcome"),
            sequence(task(), number=2, name="Ring first"),
            sequence(mail(), number=3, name="Old"),
        ),
        script=(
            happens(EventKind.FORM_SUBMITTED, 1, "2026-01-05 10:00", "Demo", number=8),
            happens(EventKind.REPLIED, 1, "2026-01-05 10:00", number=9),
        ),
        enrollments=(
            Enrollment(1, 1, 1, START, by="Bo Lind"),
            Enrollment(2, 1, 1, START),
        ),
    )


def row(kind: RowKind, outcome: Outcome, reason: Reason = Reason.NONE, **facts: Any) -> TraceEvent:
    """Give a row of contact 1 and Ana on Monday, 5 January, 09:00 UTC, which is 10:00 in Warsaw."""
    usual = {"time": START, "contact": 1, "place": 2, "sender": 1, "sequence": 1, "step": 0, "a": 0, "b": 0, "c": 0}
    return TraceEvent(kind=kind, outcome=outcome, reason=reason, **(usual | facts))


def said(project: Project, event: TraceEvent) -> str:
    return detail(event, Cast(project), WARSAW)


# ---------------------------------------------------------------- skips


@pytest.mark.parametrize(
    ("reason", "facts", "sentence"),
    [
        (Reason.ACTION_OFF, {}, "The card is switched off."),
        (Reason.SUBSCRIPTION_REQUIRED, {}, "The workflows tool enrolls only with Sales or Service Hub Enterprise."),
        (Reason.SEQUENCE_MISSING, {"sequence": 0}, "No sequence is chosen on the card."),
        (Reason.SEQUENCE_DELETED, {"sequence": 3}, "“Old” was deleted."),
        (Reason.SEQUENCE_DELETED, {"sequence": 99}, "The sequence was deleted."),
        (Reason.SEQUENCE_EMPTY, {}, "“Welcome” has no steps."),
        (Reason.OWNER_EMPTY, {"sender": 0}, "The contact has no owner, so there is nobody to send."),
        (Reason.OWNER_UNKNOWN, {"sender": 99}, "The owner property names user 99, who is not in the account."),
        (Reason.OWNER_UNKNOWN, {"sender": 0}, "The owner property holds something that is no user of the account."),
        (
            Reason.LOOP_STOPPED,
            {},
            "The contact came round twice at the same moment: two workflows enroll into each other.",
        ),
        (Reason.SENDER_MISSING, {"sender": 0}, "No sender is chosen on the card, or the user is gone."),
        (Reason.SENDER_DEACTIVATED, {}, "Ana Ruiz was deactivated."),
        (
            Reason.SENDER_NO_SEAT,
            {"sender": 2},
            "Tom Berg has no paid Sales or Service Hub Enterprise seat (holds: Sales Hub Professional).",
        ),
        (Reason.SENDER_NO_SEAT, {"sender": 6}, "Uwe Lang has no paid Sales or Service Hub Enterprise seat."),
        (Reason.INBOX_NOT_CONNECTED, {"sender": 3}, "Ida Falk’s Gmail inbox was disconnected on 2 Jan 2026."),
        (Reason.INBOX_NOT_CONNECTED, {"sender": 4}, "Max Jones’ inbox was disconnected."),
        (Reason.INBOX_NOT_CONNECTED, {"sender": 5}, "Eva Moor has never connected an inbox."),
        (Reason.INBOX_NOT_PERSONAL, {}, "Ana Ruiz has a team inbox; sequences need a personal one."),
        (Reason.EMAIL_MISSING, {}, "The contact has no email address."),
        (Reason.EMAIL_INVALID, {}, "The contact’s email address cannot be one."),
        (Reason.UNSUBSCRIBED, {}, "The contact has unsubscribed from all email."),
        (Reason.UNSUBSCRIBED_PERSONAL, {}, "The contact has opted out of one-to-one email."),
        (Reason.BOUNCED, {}, "Earlier mail to this address bounced."),
        (Reason.BLOCKED_ADDRESS, {}, "The address is blocked."),
        (Reason.BLOCKED_DOMAIN, {}, "The address’s domain is blocked."),
        (Reason.PREVIOUSLY_MARKED_AS_SPAM, {}, "The contact has marked earlier mail as spam."),
        (
            Reason.ALREADY_ENROLLED,
            {"a": 2, "b": START, "c": 2},
            "In “Ring first” since 10:00, enrolled by the workflow “Demo request”.",
        ),
        (
            Reason.ALREADY_ENROLLED,
            {"a": 1, "b": START - 86_400, "c": 0},
            "In “Welcome” since Sun 4 Jan 10:00, enrolled by Bo Lind.",
        ),
        (
            Reason.ALREADY_ENROLLED,
            {"contact": 2, "a": 1, "b": START - 86_400},
            "In “Welcome” since Sun 4 Jan 10:00, enrolled by hand.",
        ),
        (
            Reason.ALREADY_ENROLLED,
            {"contact": 3, "a": 99, "b": START - 86_400, "c": 99},
            "In “a lost sequence” since Sun 4 Jan 10:00, enrolled by a workflow.",
        ),
        (
            Reason.DAILY_LIMIT_REACHED,
            {"a": 1_000, "b": 1_000, "c": at("2026-01-06 08:30")},
            "Ana Ruiz: 1,000 of 1,000 mails in 24 h; free again Tue 6 Jan 09:30.",
        ),
        (
            Reason.DAILY_LIMIT_REACHED,
            {"a": 0, "b": 0, "c": NEVER},
            "Ana Ruiz: 0 of 0 mails in 24 h; none may be sent.",
        ),
        (Reason.NOT_ENROLLED, {}, "The contact is in no sequence."),
        (Reason.ACTION_UNKNOWN, {}, "This version of Cadenza does not know the action."),
        (Reason.FIELD_MISSING, {}, "A field of the card is not filled in."),
    ],
)
def test_why_an_action_was_skipped(office: Project, reason: Reason, facts: dict[str, Any], sentence: str) -> None:
    assert said(office, row(RowKind.ACTION, Outcome.SKIPPED, reason, **facts)) == sentence


def test_a_loop_of_triggers_is_told_apart_from_two_workflows_that_send_contacts_to_each_other(office: Project) -> None:
    assert said(office, row(RowKind.TRIGGER, Outcome.SKIPPED, Reason.LOOP_STOPPED)) == (
        "The contact came back again and again at the same moment: workflows set each other off in a loop."
    )


def test_a_log_whose_rule_pack_is_gone_still_says_how_many_of_how_many(office: Project) -> None:
    lost = replace(office, account=replace(office.account, rule_pack="1999-12"))
    event = row(RowKind.ACTION, Outcome.SKIPPED, Reason.DAILY_LIMIT_REACHED, a=50, b=50, c=at("2026-01-06 08:30"))
    assert said(lost, event) == "Ana Ruiz: 50 of 50 mails in the window; free again Tue 6 Jan 09:30."


def test_a_calendar_day_is_called_a_day(office: Project) -> None:
    days = replace(office, account=replace(office.account, rule_pack="2018-06"))
    event = row(RowKind.ACTION, Outcome.SKIPPED, Reason.DAILY_LIMIT_REACHED, a=50, b=50, c=at("2026-01-05 23:00"))
    assert said(days, event) == "Ana Ruiz: 50 of 50 mails on that day; free again Tue 6 Jan 00:00."


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        (at("2026-01-05 12:00"), "Actions may not run now; moved to 13:00."),
        (at("2026-01-12 08:00"), "Actions may not run now; moved to Mon 12 Jan 09:00."),
        (NEVER, "The workflow has no time left at which actions may run."),
    ],
)
def test_an_action_outside_its_times_says_until_when_it_waits(office: Project, until: int, sentence: str) -> None:
    assert said(office, row(RowKind.ACTION, Outcome.DEFERRED, Reason.OUTSIDE_WINDOW, c=until)) == sentence


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason])
@pytest.mark.parametrize("outcome", [Outcome.SKIPPED, Outcome.DEFERRED, Outcome.LEFT])
def test_every_reason_reads_as_a_sentence_even_when_its_facts_are_lost(outcome: Outcome, reason: Reason) -> None:
    kind = RowKind.SEQUENCE if outcome is Outcome.LEFT else RowKind.ACTION
    lost = row(kind, outcome, reason, sender=99, sequence=99, place=99, b=int(Reason.SENDER_NO_SEAT))
    sentence = said(project(workflow()), lost)
    assert sentence.endswith(".")
    assert sentence[0].isupper() or sentence[0] == "“"


# ---------------------------------------------------------------- mails and tasks


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"step": 1}, "“Hello” sent."),
        ({"step": 2}, "A mail with no subject sent."),
        ({"step": 9}, "A mail with no subject sent."),
        ({"step": 1, "sequence": 99}, "A mail with no subject sent."),
        ({"step": 1, "a": 1}, "“Hello” went out with the text of a placeholder token."),
        ({"step": 1, "a": 3}, "“Hello” went out with the text of 3 placeholder tokens."),
    ],
)
def test_which_mail_left(office: Project, facts: dict[str, Any], sentence: str) -> None:
    assert said(office, row(RowKind.MAIL, Outcome.DONE, **facts)) == sentence


@pytest.mark.parametrize(
    ("reason", "facts", "sentence"),
    [
        (
            Reason.DAILY_LIMIT_REACHED,
            {"a": 50, "b": 50, "c": at("2026-01-06 09:00:30")},
            "Ana Ruiz: put off: 50 of 50 mails in 24 h; free again Tue 6 Jan 10:00:30.",
        ),
        (
            Reason.SEND_WINDOW_CLOSED,
            {"c": at("2026-01-06 07:00")},
            "The queue runs past the send window; due Tue 6 Jan 08:00.",
        ),
    ],
)
def test_why_a_mail_was_put_off(office: Project, reason: Reason, facts: dict[str, Any], sentence: str) -> None:
    assert said(office, row(RowKind.MAIL, Outcome.DEFERRED, reason, step=2, **facts)) == sentence


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"step": 3, "a": 1}, "Call task: Ring up — created for Ana Ruiz."),
        (
            {"step": 3, "a": 2},
            "Call task: Ring up — completed for Ana Ruiz, 24 clock hours after it was created.",
        ),
        ({"step": 2, "a": 1}, "Automated email — created for Ana Ruiz."),
        ({"step": 9, "a": 1, "sender": 99}, "Task — created for The sender."),
    ],
)
def test_what_became_of_a_task(office: Project, facts: dict[str, Any], sentence: str) -> None:
    assert said(office, row(RowKind.TASK, Outcome.DONE, **facts)) == sentence


# ---------------------------------------------------------------- leaves, events, entries


@pytest.mark.parametrize(
    ("reason", "facts", "sentence"),
    [
        (Reason.FINISHED, {}, "Finished “Welcome”."),
        (Reason.REPLIED, {}, "Left “Welcome”: replied."),
        (Reason.MEETING_BOOKED, {}, "Left “Welcome”: booked a meeting."),
        (Reason.UNSUBSCRIBED, {}, "Left “Welcome”: unsubscribed from all email."),
        (Reason.BOUNCED, {}, "Left “Welcome”: email bounced."),
        (Reason.SEQUENCE_DELETED, {"sequence": 3}, "Left “Old”: sequence deleted."),
        (Reason.UNENROLLED_MANUALLY, {}, "Left “Welcome”: unenrolled by hand."),
        (Reason.UNENROLLED_BY_WORKFLOW, {"place": 4}, "Taken out of “Welcome” by the workflow “Demo request”."),
        (Reason.UNENROLLED_BY_WORKFLOW, {"place": 0}, "Taken out of “Welcome” by the workflow “?”."),
        (
            Reason.SENDER_LOST,
            {"sender": 2, "b": Reason.SENDER_NO_SEAT},
            "Left “Welcome”: Tom Berg can no longer send (sender has no paid seat).",
        ),
    ],
)
def test_how_an_enrollment_ended(office: Project, reason: Reason, facts: dict[str, Any], sentence: str) -> None:
    assert said(office, row(RowKind.SEQUENCE, Outcome.LEFT, reason, **facts)) == sentence


@pytest.mark.parametrize(
    ("kind", "facts", "sentence"),
    [
        (EventKind.FORM_SUBMITTED, {"b": 8, "sender": 0}, "Form submitted: Demo."),
        (EventKind.FORM_SUBMITTED, {"b": 0, "sender": 0}, "Form submitted."),
        (EventKind.FORM_SUBMITTED, {"b": 99, "sender": 0}, "Form submitted."),
        (EventKind.REPLIED, {"b": 9}, "Email replied."),
        (EventKind.MEETING_BOOKED, {"sender": 2}, "Meeting booked with Tom Berg."),
        (EventKind.MEETING_BOOKED, {"sender": 0}, "Meeting booked."),
        (EventKind.UNSUBSCRIBED, {}, "Unsubscribed."),
        (EventKind.BOUNCED, {}, "Email bounced."),
    ],
)
def test_what_a_contact_did(office: Project, kind: EventKind, facts: dict[str, Any], sentence: str) -> None:
    event = row(RowKind.EVENT, Outcome.DONE, place=0, a=EVENTS.index(kind) + 1, **facts)
    assert said(office, event) == sentence


def test_an_entry(office: Project) -> None:
    assert said(office, row(RowKind.TRIGGER, Outcome.ENTERED, place=1)) == "Entered the workflow."


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"place": 2, "a": START}, "Welcome, first mail 10:00."),
        ({"place": 2, "a": START + 30}, "Welcome, first mail 10:00:30."),
        ({"place": 2, "a": at("2026-01-05 23:30")}, "Welcome, first mail Tue 6 Jan 00:30."),
        ({"place": 7, "sequence": 2, "a": START}, "Ring first, first task at once."),
        ({"place": 3, "a": at("2026-01-06 09:00")}, "Waits until Tue 6 Jan 10:00."),
        ({"place": 4, "a": START - 60}, "Was in “Welcome” since Mon 5 Jan 09:59."),
        ({"place": 5}, ""),
        ({"place": 6, "a": 1}, "Goes on with “Yes”."),
        ({"place": 6, "a": 2}, "Goes on with “None matched”."),
        ({"place": 0}, ""),
    ],
)
def test_what_an_action_did(office: Project, facts: dict[str, Any], sentence: str) -> None:
    assert said(office, row(RowKind.ACTION, Outcome.DONE, **facts)) == sentence


def test_a_sentence_said_again_still_looks_at_the_contact_and_the_time(office: Project) -> None:
    """Contacts 1 and 2 are in *Welcome* since the same moment, but were put there by different people."""
    said = Sentences(Cast(office), WARSAW)
    day, week = START + 3_600, START + 7 * 86_400

    def skipped(contact: int) -> TraceEvent:
        return TraceEvent(
            day, contact, 2, RowKind.ACTION, Outcome.SKIPPED, Reason.ALREADY_ENROLLED, 1, 1, 0, 1, START, 0
        )

    def waits(time: int) -> TraceEvent:
        return TraceEvent(time, 1, 3, RowKind.ACTION, Outcome.DONE, 0, 0, 0, 0, week + 3_600, 0, 0)

    rows = [skipped(1), skipped(2), waits(day), waits(week), waits(day)]
    for _ in range(2):
        assert [said.of(row) for row in rows] == [detail(row, Cast(office), WARSAW) for row in rows]
    assert said.of(skipped(1)).endswith("enrolled by Bo Lind.")
    assert said.of(skipped(2)).endswith("by hand.")
    assert said.of(waits(day)) != said.of(waits(week))


def test_sentences_are_forgotten_before_they_are_too_many(office: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.rules.sentences._REMEMBERED", 1)
    said = Sentences(Cast(office), WARSAW)
    rows = [row(RowKind.ACTION, Outcome.DONE, place=6, a=way) for way in (1, 2, 1)]
    assert [said.of(one) for one in rows] == [
        "Goes on with “Yes”.", "Goes on with “None matched”.", "Goes on with “Yes”."
    ]  # fmt: skip
