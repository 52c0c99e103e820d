"""Reason codes: why an action was skipped, a mail deferred, a contact left. Numbers are stored; never reuse one."""

from __future__ import annotations

from enum import Enum, IntEnum


class Severity(Enum):
    """What a reason asks of a person."""

    BY_DESIGN = "by design"
    NEEDS_ACTION = "needs action"
    BROKEN = "broken"


class Reason(IntEnum):
    """Why something did not happen, or ended. ``NONE`` stands where no reason is due."""

    NONE = 0
    ACTION_OFF = 1
    SUBSCRIPTION_REQUIRED = 2
    SEQUENCE_MISSING = 3
    SEQUENCE_DELETED = 4
    SEQUENCE_EMPTY = 5
    OWNER_EMPTY = 6
    OWNER_UNKNOWN = 7
    SENDER_MISSING = 8
    SENDER_DEACTIVATED = 9
    SENDER_NO_SEAT = 10
    INBOX_NOT_CONNECTED = 11
    INBOX_NOT_PERSONAL = 12
    EMAIL_MISSING = 13
    EMAIL_INVALID = 14
    UNSUBSCRIBED = 15
    UNSUBSCRIBED_PERSONAL = 16
    BOUNCED = 17
    BLOCKED_ADDRESS = 18
    BLOCKED_DOMAIN = 19
    PREVIOUSLY_MARKED_AS_SPAM = 20
    ALREADY_ENROLLED = 21
    DAILY_LIMIT_REACHED = 22
    NOT_ENROLLED = 23
    ACTION_UNKNOWN = 24
    FIELD_MISSING = 25
    SEND_WINDOW_CLOSED = 26
    WORKFLOW_OFF = 27
    LOOP_STOPPED = 28
    OUTSIDE_WINDOW = 29
    NOT_OWNED = 30
    REPLIED = 40
    MEETING_BOOKED = 41
    FINISHED = 42
    UNENROLLED_BY_WORKFLOW = 43
    UNENROLLED_MANUALLY = 44
    SENDER_LOST = 45
    COLLEAGUE_REPLIED = 46
    COLLEAGUE_BOOKED = 47
    SUPPRESSION_LIST = 50
    GOAL_MET = 51
    NO_LONGER_MATCHES = 52
    PAUSED = 53

    @property
    def severity(self) -> Severity:
        """What it asks of a person."""
        if self in _BROKEN:
            return Severity.BROKEN
        if self in _NEEDS_ACTION:
            return Severity.NEEDS_ACTION
        return Severity.BY_DESIGN

    @property
    def title(self) -> str:
        """The reason in a few words, for chips and lists."""
        return _TITLES[self]

    @property
    def advice(self) -> str:
        """What to do about it, in a sentence; the one place where that is said."""
        return _ADVICE[self]


_BROKEN = frozenset(
    {
        Reason.SEQUENCE_MISSING,
        Reason.SEQUENCE_DELETED,
        Reason.SEQUENCE_EMPTY,
        Reason.OWNER_UNKNOWN,
        Reason.SENDER_MISSING,
        Reason.ACTION_UNKNOWN,
        Reason.FIELD_MISSING,
    }
)
_NEEDS_ACTION = frozenset(
    {
        Reason.SUBSCRIPTION_REQUIRED,
        Reason.OWNER_EMPTY,
        Reason.SENDER_DEACTIVATED,
        Reason.SENDER_NO_SEAT,
        Reason.INBOX_NOT_CONNECTED,
        Reason.INBOX_NOT_PERSONAL,
        Reason.EMAIL_MISSING,
        Reason.EMAIL_INVALID,
        Reason.DAILY_LIMIT_REACHED,
        Reason.SENDER_LOST,
        Reason.WORKFLOW_OFF,
        Reason.LOOP_STOPPED,
        Reason.NOT_OWNED,
    }
)
_TITLES = {
    Reason.NONE: "",
    Reason.ACTION_OFF: "Action switched off",
    Reason.SUBSCRIPTION_REQUIRED: "Enterprise subscription required",
    Reason.SEQUENCE_MISSING: "No sequence chosen",
    Reason.SEQUENCE_DELETED: "Sequence deleted",
    Reason.SEQUENCE_EMPTY: "Sequence has no steps",
    Reason.OWNER_EMPTY: "No contact owner",
    Reason.OWNER_UNKNOWN: "Contact owner unknown",
    Reason.SENDER_MISSING: "No sender chosen",
    Reason.SENDER_DEACTIVATED: "Sender deactivated",
    Reason.SENDER_NO_SEAT: "Sender has no paid seat",
    Reason.INBOX_NOT_CONNECTED: "Inbox not connected",
    Reason.INBOX_NOT_PERSONAL: "Inbox not personal",
    Reason.EMAIL_MISSING: "No email address",
    Reason.EMAIL_INVALID: "Email address invalid",
    Reason.UNSUBSCRIBED: "Unsubscribed from all email",
    Reason.UNSUBSCRIBED_PERSONAL: "Opted out of one-to-one email",
    Reason.BOUNCED: "Email bounced",
    Reason.BLOCKED_ADDRESS: "Address blocked",
    Reason.BLOCKED_DOMAIN: "Domain blocked",
    Reason.PREVIOUSLY_MARKED_AS_SPAM: "Marked as spam before",
    Reason.ALREADY_ENROLLED: "Already in a sequence",
    Reason.DAILY_LIMIT_REACHED: "Daily send limit reached",
    Reason.NOT_ENROLLED: "In no sequence",
    Reason.ACTION_UNKNOWN: "Unknown action",
    Reason.FIELD_MISSING: "A field is missing",
    Reason.SEND_WINDOW_CLOSED: "Send window closed",
    Reason.REPLIED: "Replied",
    Reason.MEETING_BOOKED: "Booked a meeting",
    Reason.FINISHED: "Finished the sequence",
    Reason.UNENROLLED_BY_WORKFLOW: "Unenrolled by a workflow",
    Reason.UNENROLLED_MANUALLY: "Unenrolled by hand",
    Reason.SENDER_LOST: "Sender lost seat or inbox",
    Reason.WORKFLOW_OFF: "Workflow switched off",
    Reason.LOOP_STOPPED: "Loop between workflows stopped",
    Reason.OUTSIDE_WINDOW: "Outside the times for actions",
    Reason.NOT_OWNED: "Nobody to assign it to",
    Reason.COLLEAGUE_REPLIED: "A colleague replied",
    Reason.COLLEAGUE_BOOKED: "A colleague booked a meeting",
    Reason.SUPPRESSION_LIST: "On a suppression list",
    Reason.GOAL_MET: "Met the goal",
    Reason.NO_LONGER_MATCHES: "No longer meets the criteria",
    Reason.PAUSED: "Paused by a person",
}
_ADVICE = {
    Reason.NONE: "",
    Reason.ACTION_OFF: "Switch the card on again, or remove it.",
    Reason.SUBSCRIPTION_REQUIRED: "Change the subscription, or make the workflow on the sequence’s Automation tab.",
    Reason.SEQUENCE_MISSING: "Choose a sequence on the card.",
    Reason.SEQUENCE_DELETED: "Choose another sequence on the card.",
    Reason.SEQUENCE_EMPTY: "Add a step to the sequence, or choose another one.",
    Reason.OWNER_EMPTY: "Give these contacts an owner, or choose a specific user as sender.",
    Reason.OWNER_UNKNOWN: "Give these contacts another owner, or add the user under Senders.",
    Reason.SENDER_MISSING: "Choose a sender on the card.",
    Reason.SENDER_DEACTIVATED: "Choose another user, or activate this one under Senders.",
    Reason.SENDER_NO_SEAT: "Choose another user, or change the seat under Senders.",
    Reason.INBOX_NOT_CONNECTED: "Choose another user, or connect the inbox under Senders.",
    Reason.INBOX_NOT_PERSONAL: "Choose another user, or connect a personal inbox under Senders.",
    Reason.EMAIL_MISSING: "Fill in an address, or let only contacts in that have one.",
    Reason.EMAIL_INVALID: "Correct the address.",
    Reason.UNSUBSCRIBED: "Nothing to mend: who unsubscribed gets no sequence mails.",
    Reason.UNSUBSCRIBED_PERSONAL: "Nothing to mend: who opted out of one-to-one email gets none.",
    Reason.BOUNCED: "Ask for another address: mails to this one come back.",
    Reason.BLOCKED_ADDRESS: "Nothing to mend, unless the address is blocked by mistake.",
    Reason.BLOCKED_DOMAIN: "Nothing to mend, unless the domain is blocked by mistake.",
    Reason.PREVIOUSLY_MARKED_AS_SPAM: "Nothing to mend: write to this contact another way.",
    Reason.ALREADY_ENROLLED: "Let the other sequence end first, or unenroll the contact before this card.",
    Reason.DAILY_LIMIT_REACHED: "Spread the contacts over more senders or days; “How many senders?” finds how many.",
    Reason.NOT_ENROLLED: "Nothing to mend: there was no sequence to leave.",
    Reason.ACTION_UNKNOWN: "Contacts skip it. Remove it, or open the project with a newer version.",
    Reason.FIELD_MISSING: "Open the card and fill the field in.",
    Reason.SEND_WINDOW_CLOSED: "Nothing to mend: the mail leaves once the window opens.",
    Reason.WORKFLOW_OFF: "Turn the workflow on.",
    Reason.LOOP_STOPPED: "Change the trigger or the card with which the workflows set each other off.",
    Reason.OUTSIDE_WINDOW: "Nothing to mend: the action runs once its times begin.",
    Reason.NOT_OWNED: "Choose active users on the card, or give these contacts an owner.",
    Reason.REPLIED: "Nothing to mend: a reply ends the sequence.",
    Reason.MEETING_BOOKED: "Nothing to mend: a meeting ends the sequence.",
    Reason.FINISHED: "Nothing to mend: every step is done.",
    Reason.UNENROLLED_BY_WORKFLOW: "Nothing to mend: a card took the contact out.",
    Reason.UNENROLLED_MANUALLY: "Nothing to mend: a person took the contact out.",
    Reason.SENDER_LOST: "Give the sender seat and inbox back, or put another sender in their place.",
    Reason.COLLEAGUE_REPLIED: "Nothing to mend: a reply ends the sequence for the whole company.",
    Reason.COLLEAGUE_BOOKED: "Nothing to mend: a meeting ends the sequence for the whole company.",
    Reason.SUPPRESSION_LIST: "Nothing to mend: who is on the list stays out of the workflow.",
    Reason.GOAL_MET: "Nothing to mend: whoever meets the goal leaves the workflow.",
    Reason.NO_LONGER_MATCHES: "Nothing to mend: who meets the criteria no more leaves the workflow.",
    Reason.PAUSED: "Resume the enrollment when its mails shall go on.",
}
