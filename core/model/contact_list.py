"""Lists of contacts: static ones are put together by people, imports and workflows, active ones by a filter.

Who is on an active list is found out when it is asked for; a rehearsal asks at its start.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.model.filter import Filter


@dataclass(frozen=True, slots=True)
class ContactList:
    """A list by name; who is on it is stored beside the contacts.

    Attributes:
        id: Row in the workspace; 0 for a new one.
        name: Name on screen.
        filter: What its members match, for an active list; ``None`` for a static one.
    """

    id: int = 0
    name: str = ""
    filter: Filter | None = None

    @property
    def is_active(self) -> bool:
        """Whether a filter says who is on it."""
        return self.filter is not None


@dataclass(frozen=True, slots=True)
class ListMember:
    """One contact on one list.

    Attributes:
        list: List id.
        contact: Contact id.
        id: Row in the workspace; 0 for a new one.
    """

    list: int
    contact: int
    id: int = 0
