"""The sentences and hints of review findings. What is found, and when, is decided in ``core.rules.review``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from core.model.account import Subscription
from core.model.day_names import DAYS, MONTHS
from core.model.filter import Filter
from core.model.reason import Reason
from core.model.sender import InboxState, Sender
from core.model.sequence import Sequence as SalesSequence

HINTS: Mapping[str, str] = {
    **{reason.name: reason.advice for reason in Reason if reason},
    "BAD_FILTER": "Open the filter and mend or remove the condition.",
    "COLD_IMPORTED_LEADS": "Contact them by hand first, or leave them out, e.g. with “Last contacted is known”.",
    "MANY_CONTACTS": "Narrow the trigger, or enroll only contacts that meet it from now on.",
    "IMPERSONAL_CRITERIA": "Add something the contact did or is, such as a form, a lifecycle stage or a lead status.",
    "NO_ACTIONS": "Add an action below the trigger.",
    "EMPTY_BRANCH": "Add an action there, or leave it when nothing should happen.",
    "PLACEHOLDER_TOKENS": "Replace them by personalization tokens with a default, or write the text out.",
    "TOO_MANY_MAILS": "Make some of its mails manual, or shorten the sequence.",
}
"""What to do about a finding, by its code; a reason’s own advice stands in ``core.model.reason``."""


def quoted(name: str) -> str:
    """Put a name in quotation marks."""
    return f"“{name}”"


def counted(number: int, noun: str) -> str:
    """Give a number with its noun, e.g. ``1 contact`` or ``1,200 contacts``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def day(moment: date) -> str:
    """Write a day as ``Mon 5 Jan 2026``; names of our own, since those of strftime follow the locale."""
    return f"{DAYS[moment.weekday()]} {moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def joined(names: Sequence[str], most: int = 4) -> str:
    """Join names with commas and *and*; a long list ends in ``and 3 others``."""
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} others"]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def impersonal(workflow: str, wanted: Filter) -> str:
    """S4c: the trigger tests nothing that is about the contact."""
    if not wanted.properties:
        return f"The trigger of {workflow} asks nothing, so every contact enters."
    return f"The trigger of {workflow} only asks when contacts were made or changed, or whether a value is known."


def cold(workflow: str, number: int, days: int) -> str:
    """S4a: recently imported leads enter."""
    verb = "was" if number == 1 else "were"
    return (
        f"{workflow} would enroll {counted(number, 'lead')} that {verb} imported in the last {days} days "
        "and that nobody has contacted yet."
    )


def many(workflow: str, number: int, most: int) -> str:
    """S4b: a crowd enters."""
    return f"{workflow} matches {counted(number, 'contact')}; HubSpot advises against automating more than {most:,}."


def subscription(workflow: str, has: Subscription) -> str:
    """S1 and S5: the action is not part of the subscription."""
    return (
        f"{workflow} enrolls contacts in a sequence, which takes Sales or Service Hub Enterprise; "
        f"the account has {has.value.capitalize()}, so everybody skips it."
    )


def subscription_hint(has: Subscription) -> str:
    """S5: what each subscription can do instead."""
    if has is Subscription.PROFESSIONAL:
        return "With Professional, make the workflow on the Automation tab of the sequence itself."
    return "Change the subscription of the account."


def lost_sequence(reason: Reason, workflow: str, chosen: int, sequence: SalesSequence | None) -> str:
    """S8: the sequence is not there any more, or was never there, or has no steps."""
    if sequence is None:
        lost = "its sequence no longer exists" if chosen else "no sequence is chosen"
        return f"{workflow} enrolls contacts, but {lost}."
    if reason is Reason.SEQUENCE_DELETED:
        return f"{workflow} enrolls contacts in {quoted(sequence.name)}, which was deleted."
    return f"{workflow} enrolls contacts in {quoted(sequence.name)}, which has no steps."


def placeholders(workflow: str, sequence: SalesSequence, tokens: Sequence[str]) -> str:
    """S9: placeholders go out as they stand."""
    named = joined([f"{{{{ placeholder.{name} }}}}" for name in tokens])
    return (
        f"Mails of {quoted(sequence.name)} hold {named}; {workflow} cannot fill that in, "
        "so they go out with the placeholder text."
    )


def too_many_mails(workflow: str, sequence: SalesSequence, most: int, *, assumed: bool) -> str:
    """Words for a sequence with more automated mails than the rule pack allows."""
    note = " (assumed)" if assumed else ""
    mails = counted(sequence.mails, "automated mail")
    return f"{quoted(sequence.name)} in {workflow} sends {mails}; a sequence may send {most:,}{note}."


def chosen_sender(reason: Reason, workflow: str, chosen: int, sender: Sender | None, *, automation: bool) -> str:
    """S10: the chosen user cannot send."""
    if sender is None:
        lost = f"the sender chosen (user {chosen}) no longer exists" if chosen else "no sender is chosen"
        return f"{workflow} enrolls contacts, but {lost}."
    seat = "a Professional or Enterprise seat" if automation else "an Enterprise seat"
    state = "was never connected" if sender.inbox_state is InboxState.NEVER else "is disconnected"
    why = {
        Reason.SENDER_DEACTIVATED: "this user was deactivated",
        Reason.SENDER_NO_SEAT: f"the seat is “{sender.seat.label}”, and it takes {seat}",
        Reason.INBOX_NOT_CONNECTED: f"the inbox {state}",
        Reason.INBOX_NOT_PERSONAL: "the inbox is a team inbox, and it takes a personal one",
    }[reason]
    return f"{sender.name} cannot send for {workflow}: {why}."


def part(number: int, of: int, workflow: str) -> str:
    """Name a part of those who can enter, e.g. ``3 of the 47 contacts that can enter “Welcome”``."""
    if number == of:
        return (
            f"The only contact that can enter {workflow}"
            if of == 1
            else f"All {of:,} contacts that can enter {workflow}"
        )
    return f"{number:,} of the {of:,} contacts that can enter {workflow}"


def owners(reason: Reason, who: str, number: int, label: str, people: Sequence[Sender]) -> str:
    """S10 for contact owners: why the owners of some contacts cannot send."""
    one = number == 1
    has, belongs, skips = ("has", "belongs", "skips") if one else ("have", "belong", "skip")
    if reason is Reason.OWNER_EMPTY:
        return f"{who} {has} no value in {quoted(label)}, and so {skips} the action."
    if reason is Reason.OWNER_UNKNOWN:
        return f"{who} {belongs} to nobody in this account, and so {skips} the action."
    single = len(people) == 1
    why = {
        Reason.SENDER_DEACTIVATED: "was deactivated" if single else "were deactivated",
        Reason.SENDER_NO_SEAT: "has no seat that may send" if single else "have no seats that may send",
        Reason.INBOX_NOT_CONNECTED: "has no connected inbox" if single else "have no connected inboxes",
        Reason.INBOX_NOT_PERSONAL: "sends from a team inbox" if single else "send from team inboxes",
    }[reason]
    return f"{who} {belongs} to {joined([p.name for p in people])}, who {why}, and so {skips} the action."
