"""The "why" of a log row: the ordered checks with the values they used, asked again of the facts the row stands on.

A row stores only its reason and three numbers; the rest comes from the run's own frozen project. Contacts are not
frozen, so when one was edited since, its checks say so instead of showing values that did not count then.
"""

from __future__ import annotations

from dataclasses import replace

from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.model.account import Subscription
from core.model.contact import Contact
from core.model.reason import Reason
from core.model.run import Cast
from core.model.sequence import StepKind
from core.model.trace import Outcome, RowKind
from core.model.workflow import Card, Workflow
from core.rules import rulepack
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
from core.services.log import LogLine
from core.services.workspace import Workspace

__all__ = ["CheckRecord", "CheckState", "checks_of"]

_CONTACT_CHECKS = frozenset(check.id for check in CHECKS if check.scope is Scope.CONTACT)


def checks_of(ws: Workspace, run: int, line: LogLine) -> tuple[CheckRecord, ...]:
    """Give the checks of an *Enroll in sequence* row in their order; empty for rows of other kinds.

    Arguments:
        ws: The workspace.
        run: The run the row is of.
        line: The row.

    Raises:
        Problem: ``RUN_MISSING`` when the run was deleted.
    """
    cast = ws.log.cast(run)
    card, workflow = cast.card_at(line.place), cast.workflow_at(line.place)
    if line.kind is not RowKind.ACTION or card is None or workflow is None:
        return ()
    if not isinstance(card.action, EnrollInSequence) or line.outcome not in (Outcome.DONE, Outcome.SKIPPED):
        return ()
    case = _case(ws, cast, workflow, card, line)
    decided, records = examine(case)
    return records if decided == line.reason else _as_it_was(case, records, line)


def _case(ws: Workspace, cast: Cast, workflow: Workflow, card: Card, line: LogLine) -> Case:
    action = card.action
    assert isinstance(action, EnrollInSequence)
    automation = workflow.sequence != 0 and workflow.sequence == action.sequence
    account = cast.project.account
    card_facts = CardFacts(
        card.on, account.subscription, automation, action.sequence != 0, cast.sequences.get(action.sequence)
    )
    sender = cast.senders.get(line.sender_id)
    by_owner = action.sender_type is SenderType.CONTACT_OWNER
    sender_facts = SenderFacts(by_owner, line.sender_id or None, sender, automation)
    inside = None
    if line.reason is Reason.ALREADY_ENROLLED:
        other, since, place = line.facts
        inside = Inside(other, 0, since, place)
    limit = _limit(account.subscription, account.rule_pack, sender.limit if sender else None)
    load = LoadFacts(0, limit, _mails_now(cast, action.sequence) and limit > 0)
    if line.reason is Reason.DAILY_LIMIT_REACHED:
        used, limit, free = line.facts
        load = LoadFacts(used, limit, True, free)
    return Case(card_facts, sender_facts, _contact_facts(ws.contacts.get(line.contact_id)), inside, load)


def _contact_facts(contact: Contact | None) -> ContactFacts:
    if contact is None:
        return ContactFacts()
    email, *flags = [contact.get(name) for name in CONTACT_COLUMNS]
    return ContactFacts(str(email or ""), *map(bool, flags))


def _limit(subscription: Subscription, pack: str, own: int | None) -> int:
    return own if own is not None else rulepack.load(pack).limit_for(subscription)


def _mails_now(cast: Cast, sequence_id: int) -> bool:
    sequence = cast.sequences.get(sequence_id)
    return sequence is not None and bool(sequence.steps) and sequence.steps[0].kind is StepKind.EMAIL


def _as_it_was(case: Case, records: tuple[CheckRecord, ...], line: LogLine) -> tuple[CheckRecord, ...]:
    """Put the recorded answer in place of what the contact's values of today would give."""
    known = replace(case, contact=ContactFacts("then@as-it-was.example"))
    decided, as_then = examine(known)
    changed = "The contact has changed since this rehearsal."
    if decided == line.reason:
        return tuple(replace(r, sentence=changed) if r.id in _CONTACT_CHECKS else r for r in as_then)
    failed = next((i for i, r in enumerate(records) if r.id in _CONTACT_CHECKS), len(records))
    deciding = failed if line.reason in (Reason.EMAIL_MISSING, Reason.EMAIL_INVALID) else failed + 1
    found = []
    for i, record in enumerate(as_then):
        if i == deciding:
            found.append(replace(record, state=CheckState.FAILED, reason=line.reason, sentence=line.detail))
        elif i > deciding:
            found.append(replace(record, state=CheckState.NOT_REACHED, reason=Reason.NONE, sentence=""))
        else:
            found.append(replace(record, sentence=changed) if record.id in _CONTACT_CHECKS else record)
    return tuple(found)
