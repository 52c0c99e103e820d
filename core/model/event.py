"""Scripted events: what contacts do during a rehearsal, laid out on its time line beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class EventKind(Enum):
    """What happens."""

    FORM_SUBMITTED = "form_submitted"
    MEETING_BOOKED = "meeting_booked"
    REPLIED = "replied"
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"

    @property
    def label(self) -> str:
        """The event's name on screen."""
        return _LABELS[self]


_LABELS = {
    EventKind.FORM_SUBMITTED: "Form submitted",
    EventKind.MEETING_BOOKED: "Meeting booked",
    EventKind.REPLIED: "Email replied",
    EventKind.UNSUBSCRIBED: "Unsubscribed",
    EventKind.BOUNCED: "Email bounced",
}


@dataclass(frozen=True, slots=True)
class ScriptedEvent:
    """One thing that happens to one contact.

    Attributes:
        kind: What happens.
        contact: Contact id.
        minute: Minutes after the start of the rehearsal, so that a script fits any start date.
        detail: The form's or meeting's name; may be empty.
        sender: For a meeting: id of the sender it was booked with; 0 means through a link in a mail.
        id: Row in the workspace; 0 for a new one.
    """

    kind: EventKind
    contact: int
    minute: int
    detail: str = ""
    sender: int = 0
    id: int = 0
