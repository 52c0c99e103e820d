"""The checks of *Enroll in sequence*, in their one order. Review, forecast, run and "why" all ask these functions.

Each check asks one question about facts of one scope. The scopes follow the order of the checks, so the engine may
remember an answer as long as its facts stand: the card's for a whole group, a sender's for all contacts it owns, a
contact's until one of its properties changes. Sources: the article of May 16, 2024 (rows S1-S12) and HubSpot's help
page "contact can't be enrolled".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple

from core.model.account import Subscription
from core.model.fields import Value
from core.model.instant import Instant
from core.model.reason import Reason
from core.model.sender import InboxKind, InboxState, Sender
from core.model.sequence import Sequence
from core.rules.addresses import is_address


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What checks 1 to 3 look at.

    Attributes:
        on: Whether the card is switched on.
        subscription: The account's.
        automation: Whether the workflow was made on the Automation tab of the very sequence the card names (S5).
        chosen: Whether a sequence is chosen at all.
        sequence: The sequence; ``None`` when there is none with that id.
    """

    on: bool
    subscription: Subscription
    automation: bool
    chosen: bool
    sequence: Sequence | None


@dataclass(frozen=True, slots=True)
class SenderFacts:
    """What checks 4 and 5 look at.

    Attributes:
        by_owner: Whether the sender is the contact's owner rather than a chosen user.
        value: The owner property's value, or the chosen user's id.
        sender: Who that is; ``None`` when nobody.
        automation: As in ``CardFacts``: there a Professional seat is enough.
    """

    by_owner: bool
    value: Value
    sender: Sender | None
    automation: bool


class ContactFacts(NamedTuple):
    """What checks 6 and 7 look at; the flags are HubSpot's own reasons.

    A tuple, because a run makes one for every contact.
    """

    email: str = ""
    unsubscribed: bool = False
    unsubscribed_personal: bool = False
    bounced: bool = False
    bounced_elsewhere: bool = False
    blocked_address: bool = False
    blocked_domain: bool = False
    spam: bool = False


CONTACT_COLUMNS: tuple[str, ...] = (
    "email",
    "hs_email_optout",
    "hs_email_optout_one_to_one",
    "hs_email_bounced",
    "hs_email_bounced_elsewhere",
    "hs_email_blocked_address",
    "hs_email_blocked_domain",
    "hs_email_marked_as_spam",
)
"""The properties ``ContactFacts`` are made from, in the order of its fields."""


@dataclass(frozen=True, slots=True)
class Inside:
    """The enrollment a contact is in.

    Attributes:
        sequence: Sequence id.
        sender: Sender id.
        since: When it began.
        place: Number of the card that enrolled it; 0 for people in it before the run began.
        paused: Whether it is paused.
    """

    sequence: int
    sender: int
    since: Instant
    place: int = 0
    paused: bool = False


@dataclass(frozen=True, slots=True)
class LoadFacts:
    """What check 9 looks at.

    Attributes:
        used: Mails counted in the fullest window that would hold the new one.
        limit: How many there may be.
        mails_now: Whether the first step sends a mail at once; otherwise the limit does not matter now.
        free_at: When the next mail could go.
    """

    used: int = 0
    limit: int = 0
    mails_now: bool = True
    free_at: Instant = 0


def card_reason(facts: CardFacts) -> Reason:
    """Check 1: the card is switched on."""
    return Reason.NONE if facts.on else Reason.ACTION_OFF


def subscription_reason(facts: CardFacts) -> Reason:
    """Check 2: Enterprise, or Professional on the sequence's own Automation tab (S1, S5)."""
    if facts.subscription is Subscription.ENTERPRISE:
        return Reason.NONE
    if facts.subscription is Subscription.PROFESSIONAL and facts.automation:
        return Reason.NONE
    return Reason.SUBSCRIPTION_REQUIRED


def sequence_reason(facts: CardFacts) -> Reason:
    """Check 3: a sequence is chosen, stands (S8) and has steps."""
    if not facts.chosen or facts.sequence is None:
        return Reason.SEQUENCE_MISSING
    if facts.sequence.deleted is not None:
        return Reason.SEQUENCE_DELETED
    return Reason.NONE if facts.sequence.steps else Reason.SEQUENCE_EMPTY


def owner_reason(facts: SenderFacts) -> Reason:
    """Check 4: there is an active user to send."""
    if facts.value is None or facts.value in ("", 0):
        return Reason.OWNER_EMPTY if facts.by_owner else Reason.SENDER_MISSING
    if facts.sender is None:
        return Reason.OWNER_UNKNOWN if facts.by_owner else Reason.SENDER_MISSING
    return Reason.NONE if facts.sender.active else Reason.SENDER_DEACTIVATED


def seat_reason(facts: SenderFacts) -> Reason:
    """Check 5, first half: a paid Sales or Service Hub seat that allows sequences (S10)."""
    sender = facts.sender
    if sender is None:
        return Reason.NONE
    paid = sender.seat.is_enterprise or (facts.automation and sender.seat.is_professional)
    return Reason.NONE if paid else Reason.SENDER_NO_SEAT


def inbox_reason(facts: SenderFacts) -> Reason:
    """Check 5, second half: the inbox is connected, then personal (S10)."""
    sender = facts.sender
    if sender is None:
        return Reason.NONE
    if sender.inbox_state is not InboxState.CONNECTED:
        return Reason.INBOX_NOT_CONNECTED
    return Reason.NONE if sender.inbox_kind is InboxKind.PERSONAL else Reason.INBOX_NOT_PERSONAL


def address_reason(facts: ContactFacts) -> Reason:
    """Check 6: there is an e-mail address that can be one."""
    if not facts.email:
        return Reason.EMAIL_MISSING
    return Reason.NONE if is_address(facts.email) else Reason.EMAIL_INVALID


def consent_reason(facts: ContactFacts) -> Reason:
    """Check 7: nothing forbids mail to this contact (HubSpot's own codes)."""
    if facts.unsubscribed:
        return Reason.UNSUBSCRIBED
    if facts.unsubscribed_personal:
        return Reason.UNSUBSCRIBED_PERSONAL
    if facts.bounced or facts.bounced_elsewhere:
        return Reason.BOUNCED
    if facts.blocked_address:
        return Reason.BLOCKED_ADDRESS
    if facts.blocked_domain:
        return Reason.BLOCKED_DOMAIN
    return Reason.PREVIOUSLY_MARKED_AS_SPAM if facts.spam else Reason.NONE


def enrollment_reason(inside: Inside | None) -> Reason:
    """Check 8: one sequence at a time (S6); a paused enrollment counts."""
    return Reason.NONE if inside is None else Reason.ALREADY_ENROLLED


def load_reason(facts: LoadFacts) -> Reason:
    """Check 9: the mailbox has room for the first mail (S7)."""
    if not facts.mails_now or facts.used < facts.limit:
        return Reason.NONE
    return Reason.DAILY_LIMIT_REACHED


class Scope(Enum):
    """What a check's facts belong to, in the order of the checks."""

    CARD = "card"
    SENDER = "sender"
    CONTACT = "contact"
    ENROLLMENT = "enrollment"
    LOAD = "load"


@dataclass(frozen=True, slots=True)
class Check:
    """One question.

    Attributes:
        id: Its stable name.
        title: The question in words, as the "why" panel shows it.
        scope: Whose facts it looks at.
        ask: Gives the reason it fails for, or ``NONE``.
    """

    id: str
    title: str
    scope: Scope
    ask: Callable[[Any], Reason]


CHECKS: tuple[Check, ...] = (
    Check("card_on", "The action is switched on", Scope.CARD, card_reason),
    Check("subscription", "The subscription allows it", Scope.CARD, subscription_reason),
    Check("sequence", "The sequence is there and has steps", Scope.CARD, sequence_reason),
    Check("sender_known", "There is a sender", Scope.SENDER, owner_reason),
    Check("seat", "The sender has a paid seat", Scope.SENDER, seat_reason),
    Check("inbox", "The sender’s personal inbox is connected", Scope.SENDER, inbox_reason),
    Check("address", "The contact has an email address", Scope.CONTACT, address_reason),
    Check("consent", "The contact may get this email", Scope.CONTACT, consent_reason),
    Check("one_sequence", "The contact is in no other sequence", Scope.ENROLLMENT, enrollment_reason),
    Check("daily_limit", "The mailbox is under its daily limit", Scope.LOAD, load_reason),
)
"""Every check, in the order that decides."""

_BY_SCOPE = {scope: tuple(check for check in CHECKS if check.scope is scope) for scope in Scope}


def first_failure(scope: Scope, facts: object) -> Reason:
    """Ask the checks of one scope in order and give the first reason to fail, ``NONE`` when all pass."""
    for check in _BY_SCOPE[scope]:
        reason = check.ask(facts)
        if reason:
            return reason
    return Reason.NONE


def sender_reason(sender: Sender, automation: bool = False) -> Reason:
    """Say why a user may not send sequences, ``NONE`` when the user may."""
    return first_failure(Scope.SENDER, SenderFacts(by_owner=False, value=sender.id or -1, sender=sender,
                                                   automation=automation))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """All facts of one enrollment attempt, by scope."""

    card: CardFacts
    sender: SenderFacts
    contact: ContactFacts
    inside: Inside | None
    load: LoadFacts


class CheckState(Enum):
    """What became of a check."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_REACHED = "not reached"


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """What one check found.

    Attributes:
        id: The check.
        title: Its question in words.
        state: Passed, failed or not reached.
        reason: The reason when it failed.
        sentence: One sentence with the values it used; empty when it was not reached.
    """

    id: str
    title: str
    state: CheckState
    reason: Reason
    sentence: str


def examine(case: Case) -> tuple[Reason, tuple[CheckRecord, ...]]:
    """Ask every check in order; gives the deciding reason and the record each check leaves."""
    facts: dict[Scope, object] = {
        Scope.CARD: case.card,
        Scope.SENDER: case.sender,
        Scope.CONTACT: case.contact,
        Scope.ENROLLMENT: case.inside,
        Scope.LOAD: case.load,
    }
    records: list[CheckRecord] = []
    decided = Reason.NONE
    for check in CHECKS:
        if decided:
            records.append(CheckRecord(check.id, check.title, CheckState.NOT_REACHED, Reason.NONE, ""))
            continue
        decided = check.ask(facts[check.scope])
        state = CheckState.FAILED if decided else CheckState.PASSED
        records.append(CheckRecord(check.id, check.title, state, decided, _values_used(check.id, case)))
    return decided, tuple(records)


def _values_used(check_id: str, case: Case) -> str:
    """Say in one sentence which values a check looked at."""
    sender = case.sender.sender
    name = sender.name if sender else "nobody"
    words: dict[str, Callable[[], str]] = {
        "card_on": lambda: "The card is on." if case.card.on else "The card is off.",
        "subscription": lambda: f"The account has {case.card.subscription.value.capitalize()}.",
        "sequence": lambda: _sequence_used(case.card),
        "sender_known": lambda: f"The sender is {name}{'' if not sender or sender.active else ', deactivated'}.",
        "seat": lambda: f"{name} has: {sender.seat.label if sender else 'no seat'}.",
        "inbox": lambda: _inbox_used(sender) if sender else "There is no sender.",
        "address": lambda: f"The address is “{case.contact.email}”." if case.contact.email else "There is no address.",
        "consent": lambda: _consent_used(case.contact),
        "one_sequence": lambda: "It is in no sequence." if case.inside is None else "It is in a sequence already.",
        "daily_limit": lambda: _load_used(case.load),
    }
    return words[check_id]()


def _sequence_used(facts: CardFacts) -> str:
    if facts.sequence is None:
        return "The chosen sequence does not exist." if facts.chosen else "No sequence is chosen."
    if facts.sequence.deleted is not None:
        return f"“{facts.sequence.name}” was deleted."
    steps = len(facts.sequence.steps)
    return f"“{facts.sequence.name}” has {steps} step{'' if steps == 1 else 's'}."


def _inbox_used(sender: Sender) -> str:
    state = "never connected" if sender.inbox_state is InboxState.NEVER else sender.inbox_state.value
    return f"{sender.name}’s {sender.inbox_kind.value} inbox: {state}."


def _load_used(facts: LoadFacts) -> str:
    if not facts.mails_now:
        return "The first step sends no mail."
    if load_reason(facts):
        return f"{facts.used:,} of {facts.limit:,} mails are used."
    return f"There is room under the limit of {facts.limit:,} mails."


def _consent_used(facts: ContactFacts) -> str:
    reason = consent_reason(facts)
    return f"{reason.title}." if reason else "Nothing forbids it."
