"""The "why" of a log row: the ordered checks with the values they used, asked again of the facts the row stands on.

A row stores only its reason and three numbers; the rest comes from the run's own frozen project, with what the script
did to senders and sequences by then. Contacts are not frozen, so when one was edited or deleted since, its checks say
so instead of showing values that did not count then. What would have to change is in ``core.services.why_not``, why a
contact never came in ``core.services.why_entering``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.set_property import SetProperty
from core.model.contact import Contact
from core.model.event import EventKind
from core.model.fields import Value
from core.model.instant import Instant
from core.model.problem import Problem
from core.model.reason import Reason
from core.model.run import Cast, Run
from core.model.sequence import StepKind
from core.model.trace import Outcome, RowKind
from core.model.workflow import Card, Workflow
from core.rules.eligibility import (
    CHECKS,
    CONTACT_COLUMNS,
    CardFacts,
    Case,
    CheckRecord,
    CheckState,
    ContactFacts,
    Inside,
    LoadFacts,
    Scope,
    SenderFacts,
    examine,
)
from core.services.log import LogLine, LogQuery
from core.services.moments import moment
from core.services.values import zone_of_account
from core.services.why_entering import Entering, entering, why_not_entered
from core.services.workspace import Workspace
from core.services.world_at import world_at

__all__ = [
    "CheckRecord",
    "CheckState",
    "Entering",
    "checks_of",
    "entering",
    "run_of",
    "why_not_entered",
]

_CONTACT_CHECKS = frozenset(check.id for check in CHECKS if check.scope is Scope.CONTACT)
_KINDS = tuple(EventKind)
_MARKS = {EventKind.UNSUBSCRIBED: "hs_email_optout", EventKind.BOUNCED: "hs_email_bounced"}
_GATES = {
    Reason.WORKFLOW_OFF: ("workflow_on", "The workflow is switched on"),
    Reason.OUTSIDE_WINDOW: ("run_times", "Actions may run at this time"),
}
"""What stands before a card rather than in its checks: id and question."""
_OWN_WORDS = frozenset({Reason.ACTION_OFF, Reason.EMAIL_MISSING})
"""Reasons whose check says all there is to say; for the others, the row's own sentence knows more."""
_CHANGED = "The contact has changed since this rehearsal."
_DELETED = "The contact has been deleted since."


def checks_of(ws: Workspace, run: int, line: LogLine) -> tuple[CheckRecord, ...]:
    """Give the checks of an *Enroll in sequence* row in their order; empty for rows of other kinds.

    Where the workflow was off, or its times put the action off, that comes first and no check was reached.

    Arguments:
        ws: The workspace.
        run: The run the row is of.
        line: The row.

    Raises:
        Problem: ``RUN_MISSING`` when the run was deleted.
    """
    played = run_of(ws, run)
    cast = Cast(played.project)
    card, workflow = cast.card_at(line.place), cast.workflow_at(line.place)
    if line.kind is not RowKind.ACTION or card is None or workflow is None:
        return ()
    if not isinstance(card.action, EnrollInSequence):
        return ()
    if line.reason in _GATES:
        return _before_the_checks(line)
    contact = ws.contacts.get(line.contact_id)
    case = _case(played, cast, workflow, card, line)
    decided, records = examine(replace(case, contact=_facts(contact.values if contact else {})))
    note = ""
    if decided != line.reason and contact is not None:
        # What the run itself did to the contact before this row is in its log.
        then = _during(ws, played, cast, line, contact)
        decided, records = examine(replace(case, contact=_facts(then.values)))
        note = f"Set during the rehearsal, {moment(then.at, zone_of_account(cast.project))}." if then.at else ""
    if contact is None:
        return _as_recorded(case, line, _DELETED)
    if decided != line.reason:
        return _as_recorded(case, line, _CHANGED)
    if not note and _edited_since(contact, played):
        note = _CHANGED
    return tuple(_worded(record, line, note) for record in records)


def run_of(ws: Workspace, run: int) -> Run:
    """Give a stored run.

    Raises:
        Problem: ``RUN_MISSING`` when it was deleted.
    """
    found = ws.runs.get(run)
    if found is None:
        raise Problem("RUN_MISSING", f"Rehearsal {run} is no longer in this workspace.")
    return found


def _case(played: Run, cast: Cast, workflow: Workflow, card: Card, line: LogLine) -> Case:
    """Gather the facts the run had, those of the contact left empty."""
    action = card.action
    assert isinstance(action, EnrollInSequence)
    world = world_at(cast.project, played.settings, line.time)
    automation = workflow.sequence != 0 and workflow.sequence == action.sequence
    sequence, subscription = world.sequences.get(action.sequence), cast.project.account.subscription
    card_facts = CardFacts(card.on, subscription, automation, action.sequence != 0, sequence)
    desk = world.desks.get(line.sender_id)
    # A value that is no user at all is written down as 0.
    value = -1 if line.reason is Reason.OWNER_UNKNOWN and not line.sender_id else line.sender_id or None
    by_owner = action.sender_type is SenderType.CONTACT_OWNER
    sender_facts = SenderFacts(by_owner, value, desk.sender if desk else None, automation)
    inside = None
    if line.reason is Reason.ALREADY_ENROLLED:
        other, since, place = line.facts
        inside = Inside(other, 0, since, place)
    mails_now = sequence is not None and bool(sequence.steps) and sequence.steps[0].kind is StepKind.EMAIL
    limit = desk.limit if desk else 0
    load = LoadFacts(0, limit, mails_now and limit > 0)
    if line.reason is Reason.DAILY_LIMIT_REACHED:
        used, limit, free = line.facts
        load = LoadFacts(used, limit, True, free)
    return Case(card_facts, sender_facts, ContactFacts(), inside, load)


def _facts(values: Mapping[str, Value]) -> ContactFacts:
    email, *flags = [values.get(name) for name in CONTACT_COLUMNS]
    return ContactFacts(str(email or ""), *map(bool, flags))


@dataclass(frozen=True, slots=True)
class _Then:
    """A contact's values as a run had set them.

    Attributes:
        values: Property name to value.
        at: When the run last set one that the checks look at, 0 when it set none.
    """

    values: Mapping[str, Value]
    at: Instant = 0


def _during(ws: Workspace, played: Run, cast: Cast, line: LogLine, contact: Contact) -> _Then:
    """Put on a contact what the run had done to it before a row: its events, and cards that set a property."""
    before = [i for i in ws.log.ids(LogQuery(played.id, contact=line.contact_id)) if i < line.id]
    script = {event.id: event for event in cast.project.script}
    values, at = dict(contact.values), 0
    for row in ws.log.lines(before):
        change: tuple[str, Value] | None = None
        if row.kind is RowKind.EVENT:
            kind, event = _KINDS[row.facts[0] - 1], script.get(row.facts[1])
            if kind in _MARKS:
                change = _MARKS[kind], True
            elif kind is EventKind.PROPERTY_CHANGED and event is not None:
                change = event.property, event.value
        elif row.kind is RowKind.ACTION and row.outcome is Outcome.DONE:
            card = cast.card_at(row.place)
            if card is not None and isinstance(card.action, SetProperty):
                change = card.action.property, card.action.value
        if change is not None and change[0] in CONTACT_COLUMNS:
            values[change[0]], at = change[1], row.time
    return _Then(values, at)


def _edited_since(contact: Contact, played: Run) -> bool:
    """Say whether a contact was edited after a run began; both moments are of the wall clock."""
    edited = contact.get("lastmodifieddate")
    return isinstance(edited, int) and edited > played.created


def _worded(record: CheckRecord, line: LogLine, note: str) -> CheckRecord:
    """Give the failing check the row's own sentence, which names who and when, and contact checks their note."""
    sentence = record.sentence
    if record.state is CheckState.FAILED:
        if record.reason in (Reason.SUBSCRIPTION_REQUIRED, Reason.EMAIL_INVALID):
            sentence = f"{sentence} {line.detail}"
        elif record.reason not in _OWN_WORDS:
            sentence = line.detail
    if note and record.id in _CONTACT_CHECKS and record.state is not CheckState.NOT_REACHED:
        sentence = f"{sentence} {note}"
    return replace(record, sentence=sentence)


def _as_recorded(case: Case, line: LogLine, note: str) -> tuple[CheckRecord, ...]:
    """Put the recorded answer in place of what the contact's values of today would give."""
    _, fit = examine(replace(case, contact=ContactFacts("then@as-it-was.example")))
    deciding = _CHECK_OF.get(line.reason, "")
    found: list[CheckRecord] = []
    reached = True
    for record in fit:
        if not reached:
            found.append(CheckRecord(record.id, record.title, CheckState.NOT_REACHED, Reason.NONE, ""))
        elif record.id == deciding:
            reached = False
            failed = replace(record, state=CheckState.FAILED, reason=line.reason)
            found.append(replace(failed, sentence=f"{line.detail} {note}" if _of_contact(record) else line.detail))
        else:
            found.append(replace(record, sentence=note) if _of_contact(record) else record)
    return tuple(found)


def _of_contact(record: CheckRecord) -> bool:
    return record.id in _CONTACT_CHECKS


def _before_the_checks(line: LogLine) -> tuple[CheckRecord, ...]:
    gate_id, question = _GATES[line.reason]
    gate = CheckRecord(gate_id, question, CheckState.FAILED, line.reason, line.detail)
    return (gate, *(CheckRecord(c.id, c.title, CheckState.NOT_REACHED, Reason.NONE, "") for c in CHECKS))


_CHECK_OF = {
    Reason.ACTION_OFF: "card_on",
    Reason.SUBSCRIPTION_REQUIRED: "subscription",
    Reason.SEQUENCE_MISSING: "sequence",
    Reason.SEQUENCE_DELETED: "sequence",
    Reason.SEQUENCE_EMPTY: "sequence",
    Reason.OWNER_EMPTY: "sender_known",
    Reason.OWNER_UNKNOWN: "sender_known",
    Reason.SENDER_MISSING: "sender_known",
    Reason.SENDER_DEACTIVATED: "sender_known",
    Reason.SENDER_NO_SEAT: "seat",
    Reason.INBOX_NOT_CONNECTED: "inbox",
    Reason.INBOX_NOT_PERSONAL: "inbox",
    Reason.EMAIL_MISSING: "address",
    Reason.EMAIL_INVALID: "address",
    Reason.UNSUBSCRIBED: "consent",
    Reason.UNSUBSCRIBED_PERSONAL: "consent",
    Reason.BOUNCED: "consent",
    Reason.BLOCKED_ADDRESS: "consent",
    Reason.BLOCKED_DOMAIN: "consent",
    Reason.PREVIOUSLY_MARKED_AS_SPAM: "consent",
    Reason.ALREADY_ENROLLED: "one_sequence",
    Reason.DAILY_LIMIT_REACHED: "daily_limit",
}
"""Which check gives a reason."""
