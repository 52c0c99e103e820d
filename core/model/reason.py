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
