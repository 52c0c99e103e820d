"""Lists of contacts that a person, an import or a workflow puts together (static lists)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ContactList:
    """A list by name; who is on it is stored beside the contacts.

    Attributes:
        id: Row in the workspace; 0 for a new one.
        name: Name on screen.
    """

    id: int = 0
    name: str = ""


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
