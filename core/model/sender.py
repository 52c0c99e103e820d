"""Senders: the users of the account in whose name sequence mails go out, with their seat, inbox and own limit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from core.model.instant import Instant


class Seat(Enum):
    """The seat a user holds. Only paid Sales or Service Hub seats may send sequences (S10)."""

    NONE = "none"
    STARTER = "starter"
    SALES_PROFESSIONAL = "sales_professional"
    SERVICE_PROFESSIONAL = "service_professional"
    SALES_ENTERPRISE = "sales_enterprise"
    SERVICE_ENTERPRISE = "service_enterprise"

    @property
    def label(self) -> str:
        """The seat's name on screen."""
        return _SEAT_LABELS[self]

    @property
    def is_enterprise(self) -> bool:
        """Whether it is a Sales or Service Hub Enterprise seat."""
        return self in (Seat.SALES_ENTERPRISE, Seat.SERVICE_ENTERPRISE)

    @property
    def is_professional(self) -> bool:
        """Whether it is a Sales or Service Hub Professional seat."""
        return self in (Seat.SALES_PROFESSIONAL, Seat.SERVICE_PROFESSIONAL)


_SEAT_LABELS = {
    Seat.NONE: "No paid seat",
    Seat.STARTER: "Starter or Core",
    Seat.SALES_PROFESSIONAL: "Sales Hub Professional",
    Seat.SERVICE_PROFESSIONAL: "Service Hub Professional",
    Seat.SALES_ENTERPRISE: "Sales Hub Enterprise",
    Seat.SERVICE_ENTERPRISE: "Service Hub Enterprise",
}


class InboxKind(Enum):
    """Whose inbox it is. Sequences need a personal one (S10)."""

    PERSONAL = "personal"
    TEAM = "team"


class InboxState(Enum):
    """Whether the inbox can send now."""

    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Sender:
    """One user of the account.

    Attributes:
        id: Row in the workspace; 0 for a new one. An owner property holds this id.
        name: First and last name.
        email: The user's address.
        seat: The seat held.
        inbox_kind: Personal or team inbox.
        inbox_state: Whether it is connected.
        inbox_changed: When the inbox was disconnected, where known.
        mailbox: Address mails leave from; users with the same mailbox share its limit. Empty means ``email``.
        provider: Name of the mail provider, for sentences, e.g. ``Gmail``.
        limit: Own daily send limit; ``None`` means the subscription's default, 0 means none may be sent.
        team: Team name; may be empty.
        time_zone: IANA name; empty means the account's.
        active: False once the user was deactivated.
        work_start: First minute of the user's working day, in the user's time zone; the review asks for it.
        work_end: Last minute of it; both 0 when they are not known.
    """

    id: int = 0
    name: str = ""
    email: str = ""
    seat: Seat = Seat.SALES_ENTERPRISE
    inbox_kind: InboxKind = InboxKind.PERSONAL
    inbox_state: InboxState = InboxState.CONNECTED
    inbox_changed: Instant | None = None
    mailbox: str = ""
    provider: str = ""
    limit: int | None = None
    team: str = ""
    time_zone: str = ""
    active: bool = True
    work_start: int = 0
    work_end: int = 0

    @property
    def has_hours(self) -> bool:
        """Whether working hours are known."""
        return self.work_end > self.work_start

    @property
    def sends_from(self) -> str:
        """The mailbox that is counted, in lower case."""
        return (self.mailbox or self.email).strip().lower()

    @property
    def counted_in(self) -> str:
        """What mails are counted by: the mailbox they leave from. Users without any address share nothing."""
        return self.sends_from or f"user {self.id}"
