"""Scripted events: what contacts do during a rehearsal, laid out on its time line beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from core.model.fields import Value


class EventKind(Enum):
    """What happens."""

    FORM_SUBMITTED = "form_submitted"
    MEETING_BOOKED = "meeting_booked"
    REPLIED = "replied"
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"
    CONTACT_CREATED = "contact_created"
    PROPERTY_CHANGED = "property_changed"
    LIST_JOINED = "list_joined"
    OPENED = "opened"
    CLICKED = "clicked"
    ENROLLED_BY_HAND = "enrolled_by_hand"
    UNENROLLED_BY_HAND = "unenrolled_by_hand"
    PAUSED = "paused"
    RESUMED = "resumed"
    SEQUENCE_DELETED = "sequence_deleted"
    SEAT_LOST = "seat_lost"
    INBOX_DISCONNECTED = "inbox_disconnected"
    INBOX_CONNECTED = "inbox_connected"
    SENDER_DEACTIVATED = "sender_deactivated"
    LIMIT_CHANGED = "limit_changed"
    WORKFLOW_OFF = "workflow_off"
    WORKFLOW_ON = "workflow_on"

    @property
    def label(self) -> str:
        """The event's name on screen."""
        return _LABELS[self]

    @property
    def breaks(self) -> bool:
        """Whether it happens to the account (a sequence, a sender, a workflow) rather than to a contact."""
        return self in _BREAKS


_LABELS = {
    EventKind.FORM_SUBMITTED: "Form submitted",
    EventKind.MEETING_BOOKED: "Meeting booked",
    EventKind.REPLIED: "Email replied",
    EventKind.UNSUBSCRIBED: "Unsubscribed",
    EventKind.BOUNCED: "Email bounced",
    EventKind.CONTACT_CREATED: "Contact created",
    EventKind.PROPERTY_CHANGED: "Property changed",
    EventKind.LIST_JOINED: "List joined",
    EventKind.OPENED: "Email opened",
    EventKind.CLICKED: "Email link clicked",
    EventKind.ENROLLED_BY_HAND: "Enrolled by hand",
    EventKind.UNENROLLED_BY_HAND: "Unenrolled by hand",
    EventKind.PAUSED: "Enrollment paused",
    EventKind.RESUMED: "Enrollment resumed",
    EventKind.SEQUENCE_DELETED: "Sequence deleted",
    EventKind.SEAT_LOST: "Seat lost",
    EventKind.INBOX_DISCONNECTED: "Inbox disconnected",
    EventKind.INBOX_CONNECTED: "Inbox connected",
    EventKind.SENDER_DEACTIVATED: "Sender deactivated",
    EventKind.LIMIT_CHANGED: "Daily limit changed",
    EventKind.WORKFLOW_OFF: "Workflow switched off",
    EventKind.WORKFLOW_ON: "Workflow switched on",
}
_BREAKS = frozenset(
    {
        EventKind.SEQUENCE_DELETED,
        EventKind.SEAT_LOST,
        EventKind.INBOX_DISCONNECTED,
        EventKind.INBOX_CONNECTED,
        EventKind.SENDER_DEACTIVATED,
        EventKind.LIMIT_CHANGED,
        EventKind.WORKFLOW_OFF,
        EventKind.WORKFLOW_ON,
    }
)


@dataclass(frozen=True, slots=True)
class ScriptedEvent:
    """One thing that happens to one contact.

    Attributes:
        kind: What happens.
        contact: Contact id; 0 for what happens to the account.
        minute: Minutes after the start of the rehearsal, so that a script fits any start date.
        detail: The form's or meeting's name; may be empty.
        sender: For a meeting: id of the sender it was booked with, 0 means through a link in a mail. For what
            happens to a sender: its id.
        sequence: For a deleted sequence: its id.
        workflow: For a workflow switched on or off, or a contact enrolled by hand: its id.
        property: For a changed property: its name.
        value: For a changed property: its new value. For a changed limit: the new limit. For a joined list: its id.
        id: Row in the workspace; 0 for a new one.
    """

    kind: EventKind
    contact: int
    minute: int
    detail: str = ""
    sender: int = 0
    id: int = 0
    sequence: int = 0
    workflow: int = 0
    property: str = ""
    value: Value = None
