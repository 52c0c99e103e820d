"""Header rows: which column of a contact list holds which property, and which are left out and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from core.exchange.project_checks import RECORD_ID
from core.model.problem import Problem
from core.model.project import Project
from core.rules.addresses import is_address

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
        "opted out": "hs_email_optout",
        "unsubscribed": "hs_email_optout",
        "organization": "company",
        "organisation": "company",
        "company": "company",
        "title": "jobtitle",
        "position": "jobtitle",
        "phone": "phone",
        "telephone": "phone",
        "mobile phone number": "phone",
        "town": "city",
        "country/region": "country",
        "website": "website",
        "first": "firstname",
        "last": "lastname",
        "forename": "firstname",
        "ip timezone": "hs_timezone",
        "contact owner email": "hubspot_owner_id",
        # Spreadsheets in other languages.
        "adres e-mail": "email",
        "adres email": "email",
        "imię": "firstname",
        "nazwisko": "lastname",
        "firma": "company",
        "nazwa firmy": "company",
        "stanowisko": "jobtitle",
        "telefon": "phone",
        "miasto": "city",
        "kraj": "country",
        "strona www": "website",
        "opiekun": "hubspot_owner_id",
        "vorname": "firstname",
        "nachname": "lastname",
        "stadt": "city",
        "land": "country",
        "prénom": "firstname",
        "nom": "lastname",
        "entreprise": "company",
        "ville": "city",
        "pays": "country",
        "nombre": "firstname",
        "apellido": "lastname",
        "apellidos": "lastname",
        "empresa": "company",
        "ciudad": "city",
        "país": "country",
        "correo electrónico": "email",
        "lifecycle": "lifecyclestage",
        "zeitzone": "hs_timezone",
        "strefa czasowa": "hs_timezone",
        "telefonnummer": "phone",
        "unternehmen": "company",
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
        day_first: What ``1/2/2026`` means in a column of dates; ``None`` when it is not known.
        meanings: Texts of cells, in small letters, that mean an option they are not called by.
    """

    index: int
    header: str
    property: str = ""
    note: str = ""
    day_first: bool | None = None
    meanings: tuple[tuple[str, str], ...] = ()


def known_names(project: Project) -> Mapping[str, str]:
    """Give what a header may say, in lower case, and the property it means: names before labels before other names."""
    known = dict(_ALIASES)
    for definition in reversed(project.properties):
        known[definition.label.casefold()] = definition.name
    for definition in project.properties:
        known[definition.name.casefold()] = definition.name
    return known | {RECORD_ID: RECORD_ID}


def check_header(header: Sequence[str], line: int, columns: tuple[Column, ...]) -> None:
    """Refuse a header of which no column can be used.

    Raises:
        Problem: ``NO_HEADER``.
    """
    if any(column.property for column in columns):
        return
    looks_like_a_contact = any(is_address(cell.strip()) for cell in header)
    raise Problem(
        "NO_HEADER",
        "The first row looks like a contact; it should name the columns."
        if looks_like_a_contact
        else "The first row names no property of a contact.",
        place=f"line {line}",
        hint="Put a row on top with names such as Email, First name, Last name, Company name.",
    )


def columns_chosen(header: Sequence[str], chosen: Mapping[int, str]) -> tuple[Column, ...]:
    """Give the columns as a person mapped them: position to property, those not named are left out.

    Raises:
        Problem: ``TWO_COLUMNS`` when two columns are mapped to one property.
    """
    found: list[Column] = []
    taken: dict[str, str] = {}
    for index, cell in enumerate(header):
        name, meant = clean_header(cell), chosen.get(index, "")
        if meant in taken:
            raise Problem("TWO_COLUMNS", f"“{taken[meant]}” and “{name}” are mapped to the same property.")
        if meant:
            taken[meant] = name
        if name or meant:
            found.append(Column(index, name or f"Column {index + 1}", meant, "" if meant else "Not imported."))
    return tuple(found)


def clean_header(cell: str) -> str:
    """Give the name a header cell holds: on one line, without a byte order mark."""
    return " ".join(cell.replace("\ufeff", "").split())


def columns_of(header: Sequence[str], known: Mapping[str, str]) -> tuple[Column, ...]:
    """Match a header row; every column is reported, except nameless ones."""
    found: list[Column] = []
    taken: set[str] = set()
    for index, cell in enumerate(header):
        name = clean_header(cell)
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
