"""The one word on whether a contact can get mail: the column *Status* of the contacts, and what asks for it.

The order is that of a rehearsal's checks; what a rehearsal does is decided in ``core.rules.eligibility``.
"""

from __future__ import annotations

from core.model.contact import Contact
from core.model.filter import Condition, Operator
from core.rules.addresses import is_address

OK, NO_EMAIL, INVALID = "OK", "No email", "Email invalid"
FLAGS: tuple[tuple[str, str], ...] = (
    ("hs_email_optout", "Unsubscribed"),
    ("hs_email_optout_one_to_one", "No one-to-one mail"),
    ("hs_email_bounced", "Bounced"),
    ("hs_email_bounced_elsewhere", "Bounced elsewhere"),
    ("hs_email_blocked_address", "Address blocked"),
    ("hs_email_blocked_domain", "Domain blocked"),
    ("hs_email_marked_as_spam", "Marked as spam"),
)
"""Properties that keep mail from a contact, and the status that says so; the first that holds is told."""

STATUSES: tuple[str, ...] = (OK, NO_EMAIL, INVALID, *(words for _, words in FLAGS))


def mail_status(contact: Contact) -> str:
    """Say whether a contact can get mail, in the order in which a rehearsal asks, e.g. ``Unsubscribed``."""
    if not contact.email:
        return NO_EMAIL
    if not is_address(contact.email):
        return INVALID
    return next((words for name, words in FLAGS if contact.get(name)), OK)


def conditions_of(status: str) -> tuple[Condition, ...]:
    """Give the conditions that hold for exactly the contacts with a status."""
    if status == NO_EMAIL:
        return (Condition("email", Operator.IS_UNKNOWN),)
    if status == INVALID:
        return (Condition("email", Operator.IS_NO_ADDRESS),)
    found = [Condition("email", Operator.IS_ADDRESS)]
    for name, words in FLAGS:
        if words == status:
            return (*found, Condition(name, Operator.IS_TRUE))
        found.append(Condition(name, Operator.IS_FALSE))
    return tuple(found)
