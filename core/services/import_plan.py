"""Which rows of a contact list are new, which update a contact and which stay out: one edit that can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from itertools import repeat, starmap
from pathlib import Path
from types import MappingProxyType

from core.exchange.contact_reading import BadRow, ContactList
from core.exchange.csv_header import Column
from core.model.changes import Edit, Noun, Put
from core.model.contact import Contact, PropertyDefinition
from core.model.fields import Value
from core.model.instant import Instant
from core.services.workspace import Workspace


class Duplicates(Enum):
    """What becomes of a row whose email address is on the list, or in the file, already."""

    UPDATE = "update"
    SKIP = "skip"
    KEEP = "keep"


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
        bad: Rows that stay out because something is wrong with them.
        emptied: Rows that go in without the cells that are wrong.
        columns: Which column holds what, and which are left out.
        header: The header row as it stands.
        encoding: The encoding found.
        delimiter: The delimiter found.
        skipped: Rows left out because their address is there already.
        doubles: Rows whose address is on the list, or in a row before, whatever becomes of them.
        properties: Properties that are made.
        without_email: Rows taken in with neither an email address nor a record ID.
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
    skipped: int = 0
    doubles: int = 0
    properties: tuple[PropertyDefinition, ...] = field(default=())
    emptied: list[BadRow] = field(default_factory=list)
    without_email: int = 0

    @property
    def has_email(self) -> bool:
        """Whether a column holds the contacts' addresses."""
        return any(column.property == "email" for column in self.columns)

    @property
    def ignored(self) -> list[Column]:
        """The columns that are left out."""
        return [column for column in self.columns if not column.property]


def made_values(now: Instant) -> dict[str, Value]:
    """Give what an imported contact gets unless the file says otherwise."""
    return {"hs_object_source": "IMPORT", "createdate": now, "lastmodifieddate": now}


def plan(
    ws: Workspace, path: Path, found: ContactList, now: Instant, duplicates: Duplicates = Duplicates.UPDATE,
    properties: tuple[PropertyDefinition, ...] = (),
) -> ImportPlan:  # fmt: skip
    """Plan what a list that was read changes; the list stays as it is, so another plan can be made of it.

    Arguments:
        ws: The workspace.
        path: The file, for the edit's name.
        found: The list.
        now: The present moment.
        duplicates: What becomes of rows whose address is there already.
        properties: Properties to make before.
    """
    return _Planner(ws, found, now, duplicates).plan(path, properties)


class _Planner:
    """Decides for each row which contact it is.

    Arguments:
        ws: The workspace.
        found: The list that was read.
        now: The present moment.
        duplicates: What becomes of rows whose address is there already.
    """

    def __init__(self, ws: Workspace, found: ContactList, now: Instant, duplicates: Duplicates) -> None:
        self._ws = ws
        self._found = found
        self._duplicates = duplicates
        self._made_values = made_values(now)
        # With none of these in a column, reading gave them to every row already.
        self._said = any(column.property in self._made_values for column in found.columns)
        emails = [str(email).lower() if (email := values.get("email")) else "" for values in found.values]
        self._emails = emails
        known = ws.contacts.count() > 0
        self._by_email = ws.contacts.find_by_email({email for email in emails if email}) if known else {}
        ids = set(found.record_ids).union(self._by_email.values())
        self._existing = {contact.id: contact for contact in ws.contacts.many(sorted(ids))} if known else {}
        # What the file says of contacts on the list and of new ones; the second is found by record id or address.
        self._updates: dict[int, dict[str, Value]] = {}
        self._new: list[dict[str, Value]] = []
        self._new_by_id: dict[int, int] = {}
        self._new_by_email: dict[str, int] = {}
        self._bad = list(found.bad)
        self._merged = self._skipped = self._doubles = 0

    def plan(self, path: Path, properties: tuple[PropertyDefinition, ...]) -> ImportPlan:
        """Go through the rows and build the edit."""
        if self._all_new:
            self._new = self._found.values
        else:
            self._place()
        changed = self._changed()
        made = self._made()
        people = len(changed) + len(made)
        puts = (*map(Put, repeat(None), properties), *starmap(Put, changed), *map(Put, repeat(None), made))
        self._bad.sort(key=lambda bad: bad.line)
        return ImportPlan(
            path=path,
            edit=Edit(
                f"Import {people:,} contact{'' if people == 1 else 's'} from “{path.name}”", puts if people else ()
            ),
            added=len(made),
            updated=len(changed),
            unchanged=len(self._updates) - len(changed),
            merged=self._merged,
            bad=self._bad,
            columns=self._found.columns,
            header=self._found.header,
            encoding=self._found.encoding,
            delimiter=self._found.delimiter,
            skipped=self._skipped,
            doubles=self._doubles,
            properties=properties,
            emptied=self._found.emptied,
            without_email=0 if all(self._emails) else self._without_email(),
        )

    def _without_email(self) -> int:
        return sum(not any(said) for said in zip(self._emails, self._found.record_ids, strict=True))

    @property
    def _all_new(self) -> bool:
        """Whether no row can belong to a contact on the list, nor to one of another row."""
        named = [email for email in self._emails if email]
        return not self._existing and not any(self._found.record_ids) and len(set(named)) == len(named)

    def _place(self) -> None:
        found = self._found
        for at, (record_id, email, values) in enumerate(zip(found.record_ids, self._emails, found.values, strict=True)):
            double = bool(email) and (email in self._by_email or email in self._new_by_email)
            self._doubles += double
            if double and self._duplicates is Duplicates.SKIP:
                self._skipped += 1
                continue
            contact_id = self._on_list(record_id, email, at)
            if contact_id:
                self._update(contact_id, email, values)
            elif contact_id is not None:
                self._place_new(record_id, email, values)

    def _on_list(self, record_id: int, email: str, at: int) -> int | None:
        """Give the contact on the list a row belongs to, 0 for none, ``None`` when it would be two."""
        by_id = record_id if record_id in self._existing else 0
        by_email = self._by_email.get(email, 0) if self._duplicates is not Duplicates.KEEP else 0
        if by_id and by_email and by_id != by_email:
            reason = f"The address “{email}” is that of contact {by_email}, but the record ID is {by_id}."
            self._bad.append(BadRow(self._found.lines[at], reason, tuple(self._found.cells[at])))
            return None
        return by_id or by_email

    def _update(self, contact_id: int, email: str, values: dict[str, Value]) -> None:
        self._merged += contact_id in self._updates
        said = values if self._said else {k: v for k, v in values.items() if k not in self._made_values}
        self._updates.setdefault(contact_id, {}).update(said)
        if email:
            self._by_email.setdefault(email, contact_id)

    def _place_new(self, record_id: int, email: str, values: dict[str, Value]) -> None:
        at = self._new_by_id.get(record_id) if record_id else None
        if at is None and email and self._duplicates is not Duplicates.KEEP:
            at = self._new_by_email.get(email)
        if at is None:
            at = len(self._new)
            self._new.append(values)
        else:
            self._merged += 1
            self._new[at] = {**self._new[at], **values}
        if record_id:
            self._new_by_id[record_id] = at
        if email:
            self._new_by_email[email] = at

    def _changed(self) -> list[tuple[Contact, Contact]]:
        pairs: list[tuple[Contact, Contact]] = []
        now: Mapping[str, Value] = {"lastmodifieddate": self._made_values["lastmodifieddate"]}
        for contact_id, values in self._updates.items():
            before = self._existing[contact_id]
            have = before.values
            if any(have.get(name) != value for name, value in values.items()):
                pairs.append((before, before.with_values({**now, **values})))
        return pairs

    def _made(self) -> list[Contact]:
        ids = self._ws.new_ids(Noun.CONTACT, len(self._new)) if self._new else range(0)
        whole = [self._made_values | values for values in self._new] if self._said else self._new
        return list(map(Contact, ids, map(MappingProxyType, whole)))
