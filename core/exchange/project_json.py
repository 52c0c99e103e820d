"""A whole project with its contacts as one JSON document, to keep, share and compare.

Shape, version 1: ``{"format": "cadenza-project", "version": 1, "project": {…}, "members": [{"list": 1, "contacts": [3,
8]}, …], "contacts": [{…}, …]}``. The project is written by ``core.actions.codec``. The members of its lists are there
when somebody is on one. A contact is an object of property names and values, its number under ``hs_object_id``,
HubSpot's own name for it; dates are written as ISO texts. Each list and each contact has a line of its own, so that two
versions can be compared line by line. Written as UTF-8; a byte order mark is read over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC
from math import isfinite
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, NamedTuple, NoReturn

from core.actions.codec import Json, decode, encode
from core.exchange import project_members
from core.exchange.files import foreign_kind, read_bytes, written
from core.exchange.project_checks import RECORD_ID, bad, check, check_ids
from core.exchange.values import is_kind_of, kind_in_words
from core.model.contact import Contact, PropertyDefinition, PropertyType
from core.model.contact_list import ListMember
from core.model.fields import Value
from core.model.instant import from_instant, iso, read_local
from core.model.problem import Problem
from core.model.project import Project

FORMAT = "cadenza-project"
VERSION = 1

_MOST_DIGITS = 18
"""Whole numbers with more digits do not fit into a database."""
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class Document(NamedTuple):
    """What a project document holds.

    Attributes:
        project: The project.
        contacts: Its contacts, all with an id.
        members: Who of them is on which list; their ids are still to be given.
    """

    project: Project
    contacts: list[Contact]
    members: list[ListMember]


# ---------------------------------------------------------------- writing


def save(path: Path, project: Project, contacts: Iterable[Contact], members: Iterable[ListMember] = ()) -> int:
    """Write a project file; it appears only when it is whole.

    Returns:
        How many contacts it holds.

    Raises:
        Problem: ``READ_ONLY``, ``DISK_FULL`` or ``CANNOT_WRITE``.
    """
    with written(path) as file:
        return write(file, project, contacts, members)


def write(file: IO[str], project: Project, contacts: Iterable[Contact], members: Iterable[ListMember] = ()) -> int:
    """Write a project, its contacts and who is on its lists to an open file; gives how many contacts there were."""
    head = json.dumps({"format": FORMAT, "version": VERSION, "project": encode(project)}, ensure_ascii=False, indent=1)
    file.write(head.removesuffix("\n}"))
    if listed := project_members.lines(members):
        file.write(',\n "members": [\n  ' + ",\n  ".join(listed) + "\n ]")
    file.write(',\n "contacts": [')
    kinds = {p.name: p for p in project.properties}
    number = 0
    for number, contact in enumerate(contacts, 1):
        file.write("\n  " if number == 1 else ",\n  ")
        file.write(json.dumps(_contact_data(contact, kinds), ensure_ascii=False))
    file.write("\n ]\n}\n" if number else "]\n}\n")
    return number


def _contact_data(contact: Contact, kinds: dict[str, PropertyDefinition]) -> dict[str, Json]:
    data: dict[str, Json] = {RECORD_ID: contact.id} if contact.id else {}
    for name, value in contact.values.items():
        kind = kinds[name].type if name in kinds else None
        if type(value) is int and kind is PropertyType.DATETIME:
            data[name] = iso(value)
        elif type(value) is int and kind is PropertyType.DATE:
            data[name] = from_instant(value).date().isoformat()
        else:
            data[name] = value
    return data


# ---------------------------------------------------------------- reading


def load(path: Path) -> tuple[Project, list[Contact]]:
    """Read a project file without the members of its lists.

    Raises:
        Problem: As ``load_document``.
    """
    document = load_document(path)
    return document.project, document.contacts


def load_document(path: Path) -> Document:
    """Read a project file.

    Raises:
        Problem: ``FILE_MISSING``, ``NO_ACCESS``, ``NOT_JSON`` with line and column, ``NOT_A_PROJECT``, ``NEWER_FILE``,
            or ``BAD_DOCUMENT`` with the path of the field.
    """
    data = read_bytes(path)
    kind = foreign_kind(data)
    if kind:
        raise Problem("NOT_A_PROJECT", f"“{path.name}” is {kind}, not a Cadenza project file.", place=str(path))
    try:
        return read_document(data)
    except Problem as problem:
        place = f"{path}, {problem.place}" if problem.place else str(path)
        raise Problem(problem.code, problem.sentence, place=place, hint=problem.hint) from problem


def read(data: bytes) -> tuple[Project, list[Contact]]:
    """Read a project document out of a file's bytes, without the members of its lists.

    Raises:
        Problem: As ``read_document``.
    """
    document = read_document(data)
    return document.project, document.contacts


def read_document(data: bytes) -> Document:
    """Read a project document out of a file's bytes.

    Raises:
        Problem: As ``load_document``; the place is a line and column or the path of a field.
    """
    document = _parsed(data)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise Problem(
            "NOT_A_PROJECT",
            "This is JSON, but not a Cadenza project.",
            hint=f'A project file begins with "format": "{FORMAT}".',
        )
    version = document.get("version")
    if type(version) is not int or version < 1:
        raise bad("version", f"“{version}” is not a version number")
    if version > VERSION:
        raise Problem(
            "NEWER_FILE",
            "This project file was made by a newer version of Cadenza.",
            hint=f"It has format {version}; this program reads up to {VERSION}. Update Cadenza to read it.",
        )
    project = _project(document.get("project", {}))
    check(project)
    contacts = _contacts(document.get("contacts", []), project)
    lists, people = {x.id for x in project.lists if x.id}, {c.id for c in contacts}
    return Document(project, contacts, project_members.read(document.get("members", []), lists, people))


def _project(data: Json) -> Project:
    try:
        project: Project = decode(Project, data, "project")
    except RecursionError:
        raise bad("project", "its branches are nested too deeply") from None
    return project


def _parsed(data: bytes) -> Json:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Problem("NOT_JSON", "The file is not written in UTF-8.", place=f"line {line}") from None
    try:
        document = json.loads(text, parse_int=_whole, parse_float=_fraction, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise Problem(
            "NOT_JSON", f"The file is not JSON: {error.msg[0].lower()}{error.msg[1:]}.", place=place
        ) from None
    except RecursionError:
        raise Problem("NOT_JSON", "The file is nested too deeply to be a project.") from None
    if _SURROGATE.search(text):
        _check_text(document)
    return document


def _whole(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise Problem("BAD_DOCUMENT", f"The document cannot be read: the number {digits[:30]}… is too large.")
    return int(digits)


def _fraction(digits: str) -> float:
    number = float(digits)
    if not isfinite(number):
        raise Problem("BAD_DOCUMENT", f"The document cannot be read: the number {digits[:30]} is too large.")
    return number


def _no_constant(name: str) -> NoReturn:
    raise Problem("NOT_JSON", f"The file is not JSON: {name} is no number.")


def _check_text(document: Json) -> None:
    """Refuse halves of characters: JSON can spell them, no file or database can hold them."""
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise Problem(
            "BAD_DOCUMENT", "The document cannot be read: a text holds half a character (\\ud800…)."
        ) from None


# ---------------------------------------------------------------- contacts


def _contacts(data: Json, project: Project) -> list[Contact]:
    if not isinstance(data, list):
        raise bad("contacts", "the contacts should be a list")
    kinds = {p.name: p for p in project.properties}
    contacts = [_contact(item, kinds, i) for i, item in enumerate(data)]
    check_ids([c.id for c in contacts], "contacts", RECORD_ID)
    highest = max((c.id for c in contacts), default=0)
    numbered: list[Contact] = []
    for contact in contacts:
        highest += not contact.id
        numbered.append(contact if contact.id else Contact(highest, contact.values))
    return numbered


def _contact(data: Json, kinds: dict[str, PropertyDefinition], index: int) -> Contact:
    if not isinstance(data, dict):
        raise bad(f"contacts[{index}]", "a contact should be an object")
    values: dict[str, Value] = {}
    contact_id = 0
    for name, value in data.items():
        if name == RECORD_ID:
            contact_id = value
            if type(value) is not int:
                raise bad(f"contacts[{index}].{name}", f"“{value}” should be a whole number")
        elif name not in kinds:
            raise bad(f"contacts[{index}].{name}", f"there is no property “{name}”")
        elif value is not None and value != "":
            values[name] = _value(kinds[name], value, f"contacts[{index}].{name}")
    return Contact(contact_id, MappingProxyType(values))


def _value(definition: PropertyDefinition, value: Any, where: str) -> Value:  # noqa: ANN401 - it comes out of JSON
    """Check only the kind of a value: whether an address is one is for a rehearsal to find out."""
    if definition.type in (PropertyType.DATE, PropertyType.DATETIME):
        if not isinstance(value, str):
            raise bad(where, f"“{str(value)[:60]}” is not a date like 2026-01-05")
        try:
            at = read_local(value, UTC)
        except Problem as problem:
            raise Problem("BAD_DOCUMENT", problem.sentence, place=where) from problem
        return at
    if not is_kind_of(definition, value):
        raise bad(where, f"“{str(value)[:60]}” is not {kind_in_words(definition)}")
    known: Value = value
    return known
