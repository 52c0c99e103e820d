"""The open workspace: its project, its contacts, its runs and log, and the one door through which it is changed.

How edits are made lives beside this file, one file a noun (``contacts``, ``lists``, ``senders``, ``sequences``,
``workflows``).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from core.model.changes import Changes, Edit, Noun, Put
from core.model.contact import Contact
from core.model.contact_list import ListMember
from core.model.instant import Instant
from core.model.project import Project
from core.rules.bounds import check_edit
from core.services.calm import calm_collector
from core.services.contacts import Contacts
from core.services.log import Log
from core.store import edits, things, versions
from core.store.database import Store
from core.store.runs import Runs

_PARTS = {
    Noun.PROPERTY: "custom_properties",
    Noun.SENDER: "senders",
    Noun.SEQUENCE: "sequences",
    Noun.WORKFLOW: "workflows",
    Noun.EVENT: "script",
    Noun.ENROLLMENT: "enrollments",
    Noun.LIST: "lists",
    Noun.VIEW: "views",
}
"""Field of the project that holds the things of a noun."""
_MANY = 1_000


class Workspace:
    """One open workspace file. Made with ``open`` or ``create``; ``close`` it when done.

    Every method may be called in any thread; a worker thread does so inside ``in_thread``, which closes its
    connection.

    Attributes:
        path: The file.
        contacts: The contact list.
        runs: The stored rehearsals.
        log: Their logs.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.RLock()
        self._project: Project | None = None
        self._stale: set[Noun] = set()
        self._known = {noun: things.Known() for noun in _PARTS}
        self.path: Path = store.path
        self.contacts = Contacts(store, self.project)
        self.runs = Runs(store)
        self.log = Log(store, self.runs)

    @classmethod
    def open(cls, path: Path) -> Workspace:
        """Open a workspace file, upgrading one of an older version after a backup.

        Raises:
            Problem: ``FILE_MISSING``, ``NOT_A_WORKSPACE``, ``NEWER_FILE``, ``DAMAGED_FILE``, ``READ_ONLY``,
                ``NO_ACCESS``, ``DISK_FULL``, ``FILE_BUSY`` or ``UPGRADE_FAILED``.
        """
        store = Store.open(path)
        with ExitStack() as undo:
            undo.callback(store.close)
            workspace = cls(store)
            workspace.project()
            versions.forget_deleted(store)
            undo.pop_all()
        return workspace

    @classmethod
    def create(
        cls,
        path: Path,
        project: Project | None = None,
        contacts: Iterable[Contact] = (),
        members: Iterable[ListMember] = (),
    ) -> Workspace:
        """Make a new workspace file and open it; things whose id is 0 get one.

        Arguments:
            path: The file; there must be none yet.
            project: What it holds at first.
            contacts: Who is in it at first; may be a generator.
            members: Who of them is on which list.

        Raises:
            Problem: ``FILE_EXISTS``, ``READ_ONLY`` or ``DISK_FULL``.
        """
        fill = partial(_fill, project=project or Project(), contacts=contacts, members=members)
        return cls(Store.create(path, fill))

    @property
    def store(self) -> Store:
        """The open file, for services; the window never asks for it."""
        return self._store

    def close(self) -> None:
        """Close the calling thread's connection to the file."""
        self._store.close()

    @contextmanager
    def in_thread(self) -> Iterator[Workspace]:
        """Use the workspace in a worker thread; its connection is closed afterwards."""
        try:
            yield self
        finally:
            self._store.close()

    def project(self) -> Project:
        """Give the project; the same object until an edit changes it."""
        with self._lock:
            if self._project is None:
                read = {field: self._all_of(noun) for noun, field in _PARTS.items()}
                self._project = Project(account=things.account(self._store), **read)
            elif self._stale:
                changed: dict[str, Any] = {
                    field: self._all_of(noun) for noun, field in _PARTS.items() if noun in self._stale
                }
                if Noun.ACCOUNT in self._stale:
                    changed["account"] = things.account(self._store)
                self._project = replace(self._project, **changed)
            self._stale.clear()
            return self._project

    def _all_of(self, noun: Noun) -> tuple[Any, ...]:
        return things.all_of(self._store, noun, self._known[noun])

    def apply(self, edit: Edit, now: Instant | None = None, tick: Callable[[int], None] | None = None) -> Changes:
        """Do an edit: all of it, committed at once, or nothing.

        Arguments:
            edit: The edit.
            now: The moment a changed workflow's version is of; the present one by the wall clock when not given.
            tick: Hears how many contacts are put in; what it raises stops the edit, and nothing is changed then.

        Raises:
            Problem: ``OUT_OF_BOUNDS`` when it brings in an impossible number, ``EDIT_CONFLICT``, ``DISK_FULL``,
                ``READ_ONLY`` or ``FILE_BUSY``; nothing has changed then.
        """
        check_edit(edit)
        with calm_collector() if len(edit.puts) > _MANY else nullcontext():
            changes = edits.apply(self._store, edit, now, tick)
        with self._lock:
            self._stale.update(noun for noun in changes.ids if noun in _PARTS or noun is Noun.ACCOUNT)
        self.contacts.note(changes)
        return changes

    def new_id(self, noun: Noun) -> int:
        """Give an id for a new thing, one that no thing of its kind has or ever had."""
        return self._store.new_ids(noun)[0]

    def new_ids(self, noun: Noun, count: int) -> range:
        """Give ids for many new things at once."""
        return self._store.new_ids(noun, count)


def _fill(store: Store, *, project: Project, contacts: Iterable[Contact], members: Iterable[ListMember]) -> None:
    """Put the first things into a new file."""
    puts: list[Put] = [Put(None, project.account)]
    for field in _PARTS.values():
        found: tuple[Any, ...] = getattr(project, field)
        highest = max((thing.id for thing in found), default=0)
        for thing in found:
            if thing.id == 0:
                highest += 1
                thing = replace(thing, id=highest)  # noqa: PLW2901 - the same thing, now with its id
            puts.append(Put(None, thing))
    edits.apply(store, Edit("New workspace", tuple(puts)))
    edits.bring_in(store, contacts, members)
