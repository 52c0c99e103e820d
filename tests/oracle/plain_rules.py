"""Filters, checks and limits in the plainest way: one contact, one condition, one flat list of moments at a time.

Written from the rules alone; shares nothing with ``core.rules``. Not here: clocks and calendars.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import tzinfo

from core.model.account import Subscription
from core.model.event import EventKind
from core.model.fields import Value
from core.model.filter import Condition, Filter, Operator
from core.model.reason import Reason
from core.model.sender import InboxKind, InboxState, Seat, Sender
from core.model.sequence import Sequence as SalesSequence
from core.model.sequence import SequenceSettings
from core.rules.addresses import is_address
from tests.oracle.plain_times import DAY, NEVER, local, next_midnight

# ---------------------------------------------------------------- filters


def matches(filter: Filter, contact: Mapping[str, Value], now: int) -> bool:
    """Say whether a contact matches: all conditions of one group; a filter without conditions matches everybody."""
    groups = [group for group in filter.groups if group]
    if not groups:
        return True
    return any(all(holds(condition, contact, now) for condition in group) for group in groups)


def holds(condition: Condition, contact: Mapping[str, Value], now: int) -> bool:
    """Ask one contact one question."""
    operator, values = condition.operator, condition.values
    if operator.takes_days and not _are_numbers(values[:1]):
        return False
    if operator.takes_value and not values:
        # Nothing is asked for: what asks that something is not so holds.
        return operator.is_negative
    if operator is Operator.IN_LIST:
        return any(contact.get(f"list:{number}") for number in values)
    if operator is Operator.NOT_IN_LIST:
        return not any(contact.get(f"list:{number}") for number in values)
    value = contact.get(condition.property)
    if operator is Operator.IS_KNOWN:
        return value is not None and value != ""
    if operator is Operator.IS_UNKNOWN:
        return value is None or value == ""
    if operator in (Operator.IS_ADDRESS, Operator.IS_NO_ADDRESS):
        fits = isinstance(value, str) and is_address(value)
        return fits if operator is Operator.IS_ADDRESS else not fits and value not in (None, "")
    if operator is Operator.IS_TRUE:
        return value is True or value == 1
    if operator is Operator.IS_FALSE:
        return value is not True and value != 1
    if operator in (Operator.IS, Operator.IS_ANY_OF):
        return any(_same(value, wanted) for wanted in values if wanted not in (None, ""))
    if operator in (Operator.IS_NOT, Operator.IS_NONE_OF):
        return not any(_same(value, unwanted) for unwanted in values if unwanted not in (None, ""))
    if operator in (Operator.CONTAINS, Operator.NOT_CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH):
        return _text_holds(operator, value, str(values[0]))
    return _number_holds(operator, value, values, now)


def _are_numbers(values: Sequence[Value]) -> bool:
    return bool(values) and all(type(value) in (int, float) for value in values)


def _same(value: Value, other: Value) -> bool:
    if isinstance(value, str) and isinstance(other, str):
        return value.casefold() == other.casefold()
    return value is not None and value == other


def _text_holds(operator: Operator, value: Value, part: str) -> bool:
    text, part = (value.casefold() if isinstance(value, str) else None), part.casefold()
    if operator is Operator.NOT_CONTAINS:
        return text is None or part not in text
    if text is None:
        return False
    if operator is Operator.CONTAINS:
        return part in text
    return text.startswith(part) if operator is Operator.STARTS_WITH else text.endswith(part)


def _number_holds(operator: Operator, value: Value, values: Sequence[Value], now: int) -> bool:
    ends = values[: 2 if operator.takes_range else 1]
    if not _are_numbers([value]) or not _are_numbers(ends) or len(ends) < (2 if operator.takes_range else 1):
        return operator is Operator.NOT_BETWEEN
    first = values[0]
    assert isinstance(first, (int, float))
    assert isinstance(value, (int, float))
    if operator in (Operator.GREATER, Operator.AFTER):
        return value > first
    if operator in (Operator.LESS, Operator.BEFORE):
        return value < first
    if operator in (Operator.BETWEEN, Operator.NOT_BETWEEN):
        last = values[1]
        assert isinstance(last, (int, float))
        return (first <= value <= last) == (operator is Operator.BETWEEN)
    if operator is Operator.IN_LAST_DAYS:
        return now - first * DAY <= value <= now
    if operator is Operator.IN_NEXT_DAYS:
        return now < value <= now + first * DAY
    assert operator is Operator.DAYS_AGO
    return value < now - first * DAY


# ---------------------------------------------------------------- may it be enrolled?

ENTERPRISE_SEATS = (Seat.SALES_ENTERPRISE, Seat.SERVICE_ENTERPRISE)
PROFESSIONAL_SEATS = (Seat.SALES_PROFESSIONAL, Seat.SERVICE_PROFESSIONAL)


def card_fails(
    on: bool, subscription: Subscription, on_tab: bool, chosen: int, sequence: SalesSequence | None
) -> Reason:
    """Ask checks 1 to 3: the card, the subscription, the sequence."""
    if not on:
        return Reason.ACTION_OFF
    if subscription is Subscription.STARTER:
        return Reason.SUBSCRIPTION_REQUIRED
    if subscription is Subscription.PROFESSIONAL and not on_tab:
        return Reason.SUBSCRIPTION_REQUIRED
    if chosen == 0 or sequence is None:
        return Reason.SEQUENCE_MISSING
    if sequence.deleted is not None:
        return Reason.SEQUENCE_DELETED
    if not sequence.steps:
        return Reason.SEQUENCE_EMPTY
    return Reason.NONE


def sender_fails(by_owner: bool, named: Value, sender: Sender | None, on_tab: bool) -> Reason:
    """Ask checks 4 and 5: there is a sender, with a seat and a connected personal inbox."""
    if by_owner and (named in (None, "") or (type(named) is int and named == 0)):
        return Reason.OWNER_EMPTY
    if sender is None:
        return Reason.OWNER_UNKNOWN if by_owner else Reason.SENDER_MISSING
    return user_fails(sender, on_tab)


def user_fails(sender: Sender, professional_is_enough: bool) -> Reason:
    """Say why a user cannot send; ``NONE`` when the user can."""
    if not sender.active:
        return Reason.SENDER_DEACTIVATED
    if sender.seat not in ENTERPRISE_SEATS and not (professional_is_enough and sender.seat in PROFESSIONAL_SEATS):
        return Reason.SENDER_NO_SEAT
    if sender.inbox_state is not InboxState.CONNECTED:
        return Reason.INBOX_NOT_CONNECTED
    if sender.inbox_kind is not InboxKind.PERSONAL:
        return Reason.INBOX_NOT_PERSONAL
    return Reason.NONE


def contact_fails(contact: Mapping[str, Value]) -> Reason:
    """Ask checks 6 and 7: there is an address, and nothing forbids mail to it."""
    email = contact.get("email")
    if not email:
        return Reason.EMAIL_MISSING
    if not re.fullmatch(r"[a-z0-9.]+@[a-z0-9]+(\.[a-z0-9]+)*\.[a-z]{2,}", str(email)):
        return Reason.EMAIL_INVALID
    if contact.get("hs_email_optout"):
        return Reason.UNSUBSCRIBED
    if contact.get("hs_email_optout_one_to_one"):
        return Reason.UNSUBSCRIBED_PERSONAL
    if contact.get("hs_email_bounced") or contact.get("hs_email_bounced_elsewhere"):
        return Reason.BOUNCED
    if contact.get("hs_email_blocked_address"):
        return Reason.BLOCKED_ADDRESS
    if contact.get("hs_email_blocked_domain"):
        return Reason.BLOCKED_DOMAIN
    if contact.get("hs_email_marked_as_spam"):
        return Reason.PREVIOUSLY_MARKED_AS_SPAM
    return Reason.NONE


# ---------------------------------------------------------------- limits


def fullest_window(mails: Sequence[int], at: int, window: int) -> int:
    """Count the mails of every window that holds ``at``, and give the largest number."""
    ends = [at, *(mail for mail in mails if at <= mail < at + window)]
    return max(sum(end - window < mail <= end for mail in mails) for end in ends)


def rolling_refusal(mails: Sequence[int], at: int, window: int, limit: int) -> tuple[int, int] | None:
    """Say why a new enrollment's mail has no room in rolling hours: (counted, when it has room again)."""
    used = fullest_window(mails, at, window)
    if used < limit:
        return None
    for later in sorted(mail + window for mail in mails):
        if limit > 0 and later > at and fullest_window(mails, later, window) < limit:
            return used, later
    return used, NEVER


def rolling_wait(
    sent: Sequence[int], in_line: Sequence[int], at: int, window: int, limit: int
) -> tuple[int, int] | None:
    """Say why a follow-up must wait in rolling hours: (counted, end of the line)."""
    used = sum(at - window < mail <= at for mail in sent)
    if used < limit:
        return None
    everybody = [*sent, *in_line]
    for later in sorted(mail + window for mail in everybody):
        if limit > 0 and later >= at and sum(mail + window > later for mail in everybody) < limit:
            return used, later
    return used, NEVER


def on_day_of(mails: Sequence[int], at: int, zone: tzinfo) -> int:
    """Count the mails of the local day of a moment."""
    return sum(mail < NEVER and local(mail, zone).date() == local(at, zone).date() for mail in mails)


def daily_wait(
    counted: Sequence[int], later: Sequence[int], at: int, zone: tzinfo, limit: int
) -> tuple[int, int] | None:
    """Say why a mail has no room on its calendar day: (counted, the first day with room, judged by ``later``)."""
    used = on_day_of(counted, at, zone)
    if used < limit:
        return None
    if limit == 0:
        return used, NEVER
    day = next_midnight(at, zone)
    while on_day_of(later, day, zone) >= limit:
        day = next_midnight(day, zone)
    return used, day


# ---------------------------------------------------------------- ways out of a sequence


def ends(kind: EventKind, settings: SequenceSettings, sender: int, booked_with: int) -> Reason:
    """Say why what a contact does ends its own enrollment."""
    if kind is EventKind.REPLIED and settings.unenroll_on_reply:
        return Reason.REPLIED
    if kind is EventKind.MEETING_BOOKED and settings.unenroll_on_meeting and booked_with in (0, sender):
        return Reason.MEETING_BOOKED
    if kind is EventKind.UNSUBSCRIBED:
        return Reason.UNSUBSCRIBED
    if kind is EventKind.BOUNCED:
        return Reason.BOUNCED
    return Reason.NONE


def ends_for_colleagues(kind: EventKind, settings: SequenceSettings, sender: int, booked_with: int) -> Reason:
    """Say why what a contact does ends a colleague's enrollment: the same as for the contact itself, when it is on."""
    if not settings.account_based:
        return Reason.NONE
    own = ends(kind, settings, sender, booked_with)
    return {Reason.REPLIED: Reason.COLLEAGUE_REPLIED, Reason.MEETING_BOOKED: Reason.COLLEAGUE_BOOKED}.get(
        own, Reason.NONE
    )
