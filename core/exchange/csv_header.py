"""Header rows: which column of a contact list holds which property, and which are left out and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from core.exchange.project_checks import RECORD_ID
from core.model.project import Project

_ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "record id": RECORD_ID,
        "contact id": RECORD_ID,
        "record id - contact": RECORD_ID,
        "e-mail": "email",
        "email address": "email",
        "e-mail address": "email",
        "given name": "firstname",
        "surname": "lastname",
        "family name": "lastname",
        "associated company": "company",
        "owner": "hubspot_owner_id",
        "timezone": "hs_timezone",
        "created": "createdate",
        "created date": "createdate",
        "opted out of all email": "hs_email_optout",
    }
)
"""Names other programs give to standard properties, besides HubSpot's labels and internal names."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a contact list.

    Attributes:
        index: Its position, from 0.
        header: Its name in the file.
        property: Internal name of the property it holds, ``hs_object_id`` for record ids; empty when it is left out.
        note: Why it is left out; empty when it is used.
    """

    index: int
    header: str
    property: str = ""
    note: str = ""


def known_names(project: Project) -> Mapping[str, str]:
    """Give what a header may say, in lower case, and the property it means: names before labels before other names."""
    known = dict(_ALIASES)
    for definition in reversed(project.properties):
        known[definition.label.casefold()] = definition.name
    for definition in project.properties:
        known[definition.name.casefold()] = definition.name
    return known | {RECORD_ID: RECORD_ID}


def columns_of(header: Sequence[str], known: Mapping[str, str]) -> tuple[Column, ...]:
    """Match a header row; every column is reported, except nameless ones."""
    found: list[Column] = []
    taken: set[str] = set()
    for index, cell in enumerate(header):
        name = " ".join(cell.replace("\ufeff", "").split())
        if not name:
            continue
        meant = known.get(name.casefold(), "")
        if meant in taken:
            found.append(Column(index, name, note="There is an earlier column for it."))
        elif meant:
            found.append(Column(index, name, meant))
            taken.add(meant)
        else:
            found.append(Column(index, name, note="There is no such property."))
    return tuple(found)
