"""Contacts and the properties they have, under HubSpot's internal names; labels as in its help pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

from core.model.fields import Value


class PropertyType(Enum):
    """What values a property takes."""

    TEXT = "text"
    EMAIL = "email"
    NUMBER = "number"
    BOOL = "bool"
    ENUM = "enum"
    DATE = "date"
    DATETIME = "datetime"
    OWNER = "owner"
    TIME_ZONE = "time_zone"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class PropertyDefinition:
    """One property a contact can have.

    Attributes:
        name: Internal name: lower case, digits and underscores; never changes.
        label: Name on screen.
        type: What values it takes.
        options: For ``ENUM``: the allowed values, as (value, label).
        custom: Made by the person, not part of the standard set.
        id: Row in the workspace; 0 for standard properties and new ones.
    """

    name: str
    label: str
    type: PropertyType = PropertyType.TEXT
    options: tuple[tuple[str, str], ...] = ()
    custom: bool = False
    id: int = 0


_STAGES = (
    ("subscriber", "Subscriber"),
    ("lead", "Lead"),
    ("marketingqualifiedlead", "Marketing qualified lead"),
    ("salesqualifiedlead", "Sales qualified lead"),
    ("opportunity", "Opportunity"),
    ("customer", "Customer"),
    ("evangelist", "Evangelist"),
    ("other", "Other"),
)
_LEAD_STATUS = (
    ("NEW", "New"),
    ("OPEN", "Open"),
    ("IN_PROGRESS", "In progress"),
    ("OPEN_DEAL", "Open deal"),
    ("UNQUALIFIED", "Unqualified"),
    ("ATTEMPTED_TO_CONTACT", "Attempted to contact"),
    ("CONNECTED", "Connected"),
    ("BAD_TIMING", "Bad timing"),
)
_SOURCES = (("FORM", "Form"), ("IMPORT", "Import"), ("MANUAL", "Added by hand"), ("MEETING", "Meeting"))

_P = PropertyDefinition
_T = PropertyType
STANDARD_PROPERTIES: tuple[PropertyDefinition, ...] = (
    _P("email", "Email", _T.EMAIL),
    _P("firstname", "First name"),
    _P("lastname", "Last name"),
    _P("company", "Company name"),
    _P("jobtitle", "Job title"),
    _P("phone", "Phone number"),
    _P("city", "City"),
    _P("country", "Country"),
    _P("website", "Website URL"),
    _P("lifecyclestage", "Lifecycle stage", _T.ENUM, _STAGES),
    _P("hs_lead_status", "Lead status", _T.ENUM, _LEAD_STATUS),
    _P("hubspot_owner_id", "Contact owner", _T.OWNER),
    _P("hs_timezone", "Time zone", _T.TIME_ZONE),
    _P("hs_object_source", "Record source", _T.ENUM, _SOURCES),
    _P("createdate", "Create date", _T.DATETIME),
    _P("lastmodifieddate", "Last modified date", _T.DATETIME),
    _P("notes_last_contacted", "Last contacted", _T.DATETIME),
    _P("recent_conversion_event_name", "Recent conversion"),
    _P("hs_email_optout", "Unsubscribed from all email", _T.BOOL),
    _P("hs_email_optout_one_to_one", "Opted out of email: One to one", _T.BOOL),
    _P("hs_email_bounced", "Email bounced", _T.BOOL),
    _P("hs_email_bounced_elsewhere", "Email bounced elsewhere", _T.BOOL),
    _P("hs_email_blocked_address", "Email address blocked", _T.BOOL),
    _P("hs_email_blocked_domain", "Email domain blocked", _T.BOOL),
    _P("hs_email_marked_as_spam", "Marked as spam", _T.BOOL),
)
"""The properties every workspace has, in the order a form shows them."""

STANDARD_NAMES: tuple[str, ...] = tuple(p.name for p in STANDARD_PROPERTIES)


LIST_MEMBERSHIP = PropertyDefinition("list", "List membership", PropertyType.LIST)
"""What a filter asks when it asks for lists; no contact has it as a value of its own."""


def _no_values() -> Mapping[str, Value]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Contact:
    """One person on the list.

    Attributes:
        id: Row in the workspace; 0 for a new contact.
        values: Property name to value; a property without a value is absent.
    """

    id: int = 0
    values: Mapping[str, Value] = field(default_factory=_no_values)

    def get(self, name: str) -> Value:
        """Give a property's value, ``None`` when it has none."""
        return self.values.get(name)

    @property
    def email(self) -> str:
        """The e-mail address, empty when there is none."""
        return str(self.values.get("email") or "")

    @property
    def name(self) -> str:
        """First and last name, else the e-mail address, else ``Contact 12``."""
        parts = (self.values.get("firstname"), self.values.get("lastname"))
        full = " ".join(str(p) for p in parts if p)
        return full or self.email or f"Contact {self.id}"

    def with_values(self, changed: Mapping[str, Value]) -> Contact:
        """Give a copy with some values set; ``None`` or an empty text takes a value away."""
        merged = {**self.values, **changed}
        kept = {k: v for k, v in merged.items() if v is not None and v != ""}
        return Contact(self.id, MappingProxyType(kept))


@dataclass(frozen=True, slots=True)
class ContactColumns:
    """Many contacts as columns: what a run and a live count work on.

    Attributes:
        ids: Contact ids, ascending; position in it is the contact's index everywhere in a run.
        columns: Property name to one value per contact, in the order of ``ids``. Only the columns asked for are there.
    """

    ids: Sequence[int]
    columns: Mapping[str, list[Value]]

    def __len__(self) -> int:
        """How many contacts there are."""
        return len(self.ids)
