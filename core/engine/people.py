"""The contacts of a run: their columns, who watches them, and whether they can get sequence mail at all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from core.model.contact import ContactColumns
from core.model.fields import Value
from core.model.instant import Instant
from core.model.reason import Reason
from core.rules.eligibility import CONTACT_COLUMNS, ContactFacts, Scope, first_failure

Watcher = Callable[[Instant, Sequence[int], str, Value], None]
"""Is told: when, whose, which property, and its new value."""

_UNKNOWN = 255
_REASONS = {int(reason): reason for reason in Reason}


class People:
    """Contacts by index, as columns that the run may write to.

    Arguments:
        contacts: The snapshot's columns; those in ``written`` are copied, the others stay shared.
        written: Names of the columns a run may write.

    Attributes:
        ids: Contact id by index.
        columns: Property name to one value a contact.
        absent: Contacts that do not exist yet, because the script creates them later.
    """

    def __init__(self, contacts: ContactColumns, written: Collection[str]) -> None:
        # A list, so that every row shares the one number object of its contact.
        self.ids: Sequence[int] = list(contacts.ids)
        self.columns: dict[str, list[Value]] = {
            name: list(column) if name in written else column for name, column in contacts.columns.items()
        }
        self.absent: set[int] = set()
        self._watchers: dict[str, list[Watcher]] = {}
        self._unfit = bytearray([_UNKNOWN]) * len(self.ids)
        self._fitness = [self.column(name) for name in CONTACT_COLUMNS]
        # Most lists carry no flag at all, and then seven columns need no look a contact.
        self._flagged = any(any(column) for column in self._fitness[1:])
        self._companies: dict[str, list[int]] | None = None

    def column(self, name: str) -> list[Value]:
        """Give a property's values; all empty when the snapshot has no such column."""
        if name not in self.columns:
            self.columns[name] = [None] * len(self.ids)
        return self.columns[name]

    def watch(self, names: Collection[str], watcher: Watcher) -> None:
        """Let somebody be told when one of some properties is set."""
        for name in names:
            self._watchers.setdefault(name, []).append(watcher)

    def set_values(self, now: Instant, who: Sequence[int], name: str, value: Value) -> None:
        """Set a property of a group; nothing is told of contacts that had the value already."""
        column = self.columns.get(name)
        if column is None:
            return
        watchers = self._watchers.get(name, ())
        changed = [i for i in who if column[i] != value] if watchers or name in CONTACT_COLUMNS else who
        # Written for everybody: in Python a yes equals 1, so what is no change may still be another value.
        for i in who:
            column[i] = value
        if name == "company":
            self._companies = None
        if name in CONTACT_COLUMNS:
            self._flagged = True
            for i in changed:
                self._unfit[i] = _UNKNOWN
        if changed:
            for watcher in watchers:
                watcher(now, changed, name, value)

    def set_each(self, now: Instant, who: Sequence[int], name: str, values: Sequence[Value]) -> None:
        """Set a property to a value of its own for each contact of a group."""
        groups: dict[Value, list[int]] = {}
        for i, value in zip(who, values, strict=True):
            groups.setdefault(value, []).append(i)
        for value, some in groups.items():
            self.set_values(now, some, name, value)

    def unfit(self, index: int) -> Reason:
        """Ask checks 6 and 7 about a contact, once as long as its properties stand."""
        known = self._unfit[index]
        if known == _UNKNOWN:
            email = self._fitness[0][index]
            flags = [bool(column[index]) for column in self._fitness[1:]] if self._flagged else ()
            facts = ContactFacts(str(email or ""), *flags)
            known = self._unfit[index] = first_failure(Scope.CONTACT, facts)
        return _REASONS[known]

    def colleagues(self, index: int) -> list[int]:
        """Give the other contacts at the same company; none for a contact without one."""
        column = self.column("company")
        if self._companies is None:
            self._companies = {}
            for i, name in enumerate(column):
                if name:
                    self._companies.setdefault(str(name).strip().casefold(), []).append(i)
        own = str(column[index] or "").strip().casefold()
        return [i for i in self._companies.get(own, ()) if i != index]
