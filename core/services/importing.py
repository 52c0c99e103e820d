"""Bringing contacts and projects in. Which rows are new and which update a contact is decided here, in one edit.

What the files look like is known to ``core.exchange``; the edit is done by ``Workspace.apply``, so an import can be
undone like anything else.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import repeat, starmap
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from core.exchange import contacts_csv, project_json
from core.exchange.contacts_csv import BadRow, ContactList
from core.exchange.csv_header import Column
from core.exchange.files import written
from core.model.changes import Edit, Noun, Put
from core.model.contact import Contact
from core.model.fields import Value
from core.model.instant import Instant
from core.model.problem import Problem
from core.services.calm import calm_collector
from core.services.workspace import Workspace

__all__ = [
    "BadRow",
    "Column",
    "Control",
    "ImportPlan",
    "ImportProgress",
    "open_project",
    "read_contacts",
    "write_errors",
]


class Control(Protocol):
    """Whoever watches an import; a job of the window, for one."""

    def cancelled(self) -> bool:
        """Whether the import should stop."""

    def report(self, payload: object) -> None:
        """Take an ``ImportProgress``."""


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far a file is read.

    Attributes:
        done: Lines read.
        total: Lines there are.
    """

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do; nothing has happened yet.

    Attributes:
        path: The file.
        edit: The edit to apply; it has no puts when every contact is as the file says already.
        added: Contacts that are new.
        updated: Contacts on the list that change.
        unchanged: Contacts on the list that already are as the file says.
        merged: Rows that went into the same contact as a row before them.
        bad: Rows that stay out.
        columns: Which column holds what, and which are left out.
        header: The header row as it stands.
        encoding: The encoding found.
        delimiter: The delimiter found.
    """

    path: Path
    edit: Edit
    added: int
    updated: int
    unchanged: int
    merged: int
    bad: list[BadRow]
    columns: tuple[Column, ...]
    header: tuple[str, ...]
    encoding: str
    delimiter: str

    @property
    def ignored(self) -> list[Column]:
        """The columns that are left out."""
        return [column for column in self.columns if not column.property]


def read_contacts(ws: Workspace, path: Path, control: Control | None = None, now: Instant | None = None) -> ImportPlan:
    """Read a contact list and plan what it changes; slow work for a job when it is long.

    A row belongs to the contact with its record id, else to the one with its email address; cells that are not blank
    overwrite, blank ones do not. Later rows of the same contact go over earlier ones. New contacts get a create date
    and the source *Import* unless the file says otherwise.

    Arguments:
        ws: The workspace.
        path: A CSV file.
        control: Who watches, and may stop it.
        now: The present moment by the wall clock; asked for when not given.

    Raises:
        Problem: ``FILE_MISSING``, ``NO_ACCESS``, ``EMPTY_FILE``, ``NOT_TEXT``, ``NO_HEADER``, ``NO_ROWS`` or
            ``CANCELLED``.
    """
    tick = None if control is None else _Ticker(control).tick
    with calm_collector():
        found = contacts_csv.load(path, ws.project(), tick)
        return _Planner(ws, found, int(time.time()) if now is None else now).plan(path)


def write_errors(plan: ImportPlan, path: Path) -> int:
    """Write the rows that stayed out, their reason first, so that they can be mended and imported; gives their number.

    Raises:
        Problem: ``READ_ONLY``, ``DISK_FULL`` or ``CANNOT_WRITE``.
    """
    with written(path) as file:
        contacts_csv.write_errors(file, plan.header, plan.bad)
    return len(plan.bad)


def open_project(path: Path, into: Path) -> Workspace:
    """Make a new workspace of a project file.

    Arguments:
        path: A project file, see ``core.exchange.project_json``.
        into: The workspace file to make; there must be none yet.

    Raises:
        Problem: ``FILE_MISSING``, ``NO_ACCESS``, ``NOT_JSON``, ``NOT_A_PROJECT``, ``NEWER_FILE``, ``BAD_DOCUMENT``,
            ``FILE_EXISTS``, ``READ_ONLY`` or ``DISK_FULL``.
    """
    return Workspace.create(into, *project_json.load_document(path))


class _Ticker:
    """Passes on how far the reading is, and ends it when the person wants that."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def tick(self, done: int, total: int) -> None:
        """Report, or stop."""
        if self._control.cancelled():
            raise Problem("CANCELLED", "The import was stopped; nothing was changed.")
        self._control.report(ImportProgress(done, total))


class _Planner:
    """Decides for each row which contact it is.

    Arguments:
        ws: The workspace.
        found: The list that was read.
        now: The present moment.
    """

    def __init__(self, ws: Workspace, found: ContactList, now: Instant) -> None:
        self._ws = ws
        self._found = found
        self._now = now
        emails = [str(email).lower() if (email := values.get("email")) else "" for values in found.values]
        self._emails = emails
        known = ws.contacts.count() > 0
        self._by_email = ws.contacts.find_by_email({email for email in emails if email}) if known else {}
        ids = set(found.record_ids).union(self._by_email.values())
        self._existing = {contact.id: contact for contact in ws.contacts.many(sorted(ids))}
        # What the file says of contacts on the list and of new ones; the second is found by record id or address.
        self._updates: dict[int, dict[str, Value]] = {}
        self._new: list[dict[str, Value]] = []
        self._new_by_id: dict[int, int] = {}
        self._new_by_email: dict[str, int] = {}
        self._bad = list(found.bad)
        self._merged = 0

    def plan(self, path: Path) -> ImportPlan:
        """Go through the rows and build the edit."""
        if self._all_new:
            self._new = self._found.values
        else:
            self._place()
        changed = self._changed()
        made = self._made()
        puts = (*starmap(Put, changed), *map(Put, repeat(None), made))
        self._bad.sort(key=lambda bad: bad.line)
        return ImportPlan(
            path=path,
            edit=Edit(f"Import {len(puts):,} contact{'' if len(puts) == 1 else 's'} from “{path.name}”", puts),
            added=len(made),
            updated=len(changed),
            unchanged=len(self._updates) - len(changed),
            merged=self._merged,
            bad=self._bad,
            columns=self._found.columns,
            header=self._found.header,
            encoding=self._found.encoding,
            delimiter=self._found.delimiter,
        )

    @property
    def _all_new(self) -> bool:
        """Whether no row can belong to a contact on the list, nor to one of another row."""
        named = [email for email in self._emails if email]
        return not self._existing and not any(self._found.record_ids) and len(set(named)) == len(named)

    def _place(self) -> None:
        found = self._found
        for at, (record_id, email, values) in enumerate(zip(found.record_ids, self._emails, found.values, strict=True)):
            contact_id = self._on_list(record_id, email, at)
            if contact_id:
                self._update(contact_id, email, values)
            elif contact_id is not None:
                self._place_new(record_id, email, values)

    def _on_list(self, record_id: int, email: str, at: int) -> int | None:
        """Give the contact on the list a row belongs to, 0 for none, ``None`` when it would be two."""
        by_id = record_id if record_id in self._existing else 0
        by_email = self._by_email.get(email, 0)
        if by_id and by_email and by_id != by_email:
            reason = f"The address “{email}” is that of contact {by_email}, but the record ID is {by_id}."
            self._bad.append(BadRow(self._found.lines[at], reason, tuple(self._found.cells[at])))
            return None
        return by_id or by_email

    def _update(self, contact_id: int, email: str, values: dict[str, Value]) -> None:
        self._merged += contact_id in self._updates
        self._updates.setdefault(contact_id, {}).update(values)
        if email:
            self._by_email.setdefault(email, contact_id)

    def _place_new(self, record_id: int, email: str, values: dict[str, Value]) -> None:
        at = self._new_by_id.get(record_id) if record_id else None
        if at is None and email:
            at = self._new_by_email.get(email)
        if at is None:
            at = len(self._new)
            self._new.append(values)
        else:
            self._merged += 1
            self._new[at].update(values)
        if record_id:
            self._new_by_id[record_id] = at
        if email:
            self._new_by_email[email] = at

    def _changed(self) -> list[tuple[Contact, Contact]]:
        pairs: list[tuple[Contact, Contact]] = []
        for contact_id, values in self._updates.items():
            before = self._existing[contact_id]
            have = before.values
            if any(have.get(name) != value for name, value in values.items()):
                pairs.append((before, before.with_values({"lastmodifieddate": self._now, **values})))
        return pairs

    def _made(self) -> list[Contact]:
        made: dict[str, Value] = {
            "hs_object_source": "IMPORT", "createdate": self._now, "lastmodifieddate": self._now
        }  # fmt: skip
        said = [name for column in self._found.columns if (name := column.property) in made]
        ids = self._ws.new_ids(Noun.CONTACT, len(self._new)) if self._new else range(0)
        for values in self._new:
            values.update({**made, **{name: values[name] for name in said if name in values}} if said else made)
        return list(map(Contact, ids, map(MappingProxyType, self._new)))
