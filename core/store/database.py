"""The workspace file as a database: making, opening, connections, transactions and ids. Its rows are read elsewhere.

Each thread has a connection of its own; writers wait for one another in SQLite (``busy_timeout``). Whatever SQLite
says about the file or the disk leaves this floor as a ``Problem``.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from peewee import DatabaseError, Model, SchemaManager, SqliteDatabase

from core.model.changes import Noun
from core.store import checks, upgrade
from core.store.tables import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    TABLES,
    ContactListTable,
    ContactTable,
    EnrollmentTable,
    ListMemberTable,
    PropertyTable,
    RunTable,
    SavedViewTable,
    ScriptedEventTable,
    SenderTable,
    SequenceTable,
    WorkflowTable,
)

_PRAGMAS = {
    "busy_timeout": 5000,
    "foreign_keys": 1,
    "journal_mode": "wal",
    # With a write-ahead log this survives a crash of the program; only a power cut may lose the last edits.
    "synchronous": "normal",
    "temp_store": "memory",
    "cache_size": -32_000,
}
_TABLE_OF: dict[Noun, type[Model]] = {
    Noun.PROPERTY: PropertyTable,
    Noun.CONTACT: ContactTable,
    Noun.SENDER: SenderTable,
    Noun.SEQUENCE: SequenceTable,
    Noun.WORKFLOW: WorkflowTable,
    Noun.EVENT: ScriptedEventTable,
    Noun.ENROLLMENT: EnrollmentTable,
    Noun.RUN: RunTable,
    Noun.LIST: ContactListTable,
    Noun.MEMBER: ListMemberTable,
    Noun.VIEW: SavedViewTable,
}


class Store:
    """An open workspace file.

    Make one with ``open`` or ``create``. All methods may be called from any thread; a thread that is done calls
    ``close`` for its own connection.

    Arguments:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.database = SqliteDatabase(str(path), pragmas=_PRAGMAS)
        # What SQLite's own lower() does to letters beyond ASCII: nothing.
        self.database.register_function(str.casefold, "folded", 1)
        self._ids = threading.Lock()
        self._next: dict[Noun, int] = {}

    @classmethod
    def open(cls, path: Path, migrations: Path | None = None) -> Store:
        """Open a workspace file; one of an older version is backed up beside itself and upgraded.

        Arguments:
            path: The file.
            migrations: Folder of the upgrade steps; the program's own by default.

        Raises:
            Problem: ``FILE_MISSING``, ``NOT_A_WORKSPACE``, ``NEWER_FILE``, ``DAMAGED_FILE``, ``READ_ONLY``,
                ``DISK_FULL``, ``FILE_BUSY``, ``NO_ACCESS`` or ``UPGRADE_FAILED``. The file is then as it was.
        """
        version = checks.version_of(path)
        store = cls(path)
        with ExitStack() as undo, checks.problems(path):
            undo.callback(store.close)
            checks.look_over(store.connection())
            if version < SCHEMA_VERSION:
                upgrade.upgrade(store.database, path, version, migrations or upgrade.MIGRATIONS)
            checks.demand_tables(store.connection(), {_name_of(table) for table in TABLES})
            undo.pop_all()
        return store

    @classmethod
    def create(cls, path: Path, fill: Callable[[Store], None] | None = None) -> Store:
        """Make a new workspace file; it appears under its name only when it is whole.

        Arguments:
            path: The file; its folder is made too.
            fill: Puts the first things in.

        Raises:
            Problem: ``FILE_EXISTS``, ``READ_ONLY``, ``DISK_FULL`` or what ``fill`` raises.
        """
        checks.may_create(path)
        partial = path.with_name(f".{path.name}.partial")
        store = cls(partial)
        try:
            with checks.problems(path):
                # A file left behind by a crash must not be taken for the new one's write-ahead log.
                _forget(partial, *_beside(partial), *_beside(path))
                store._make_tables()
                if fill is not None:
                    fill(store)
                store.close()
                partial.rename(path)
        finally:
            store.close()
            _forget(partial, *_beside(partial))
        return cls(path)

    def _make_tables(self) -> None:
        connection = self.connection()
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        with self.write():
            for table in TABLES:
                SchemaManager(table, self.database).create_all()
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def connection(self) -> sqlite3.Connection:
        """Give this thread's connection, opened when needed; it commits every statement that is in no transaction."""
        try:
            connection: sqlite3.Connection = self.database.connection()  # type: ignore[no-untyped-call]
        except DatabaseError as error:
            raise checks.problem_of(error, self.path) from error
        return connection

    def close(self) -> None:
        """Close this thread's connection; the last one to close puts the write-ahead log away."""
        if not self.database.is_closed():
            self.database.close()

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Give this thread's connection for reading.

        Raises:
            Problem: ``DAMAGED_FILE`` or ``FILE_BUSY``, as SQLite says.
        """
        with checks.problems(self.path):
            yield self.connection()

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Give this thread's connection inside a transaction: it is committed at the end, or nothing happens.

        Raises:
            Problem: ``READ_ONLY``, ``DISK_FULL``, ``FILE_BUSY`` or ``DAMAGED_FILE``, as SQLite says.
        """
        with checks.problems(self.path):
            connection = self.connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                # A full disk ends the transaction by itself.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def new_ids(self, noun: Noun, count: int = 1) -> range:
        """Give ids that no thing of this kind has or ever had."""
        with self._ids:
            if noun not in self._next:
                self._next[noun] = self._first_free(noun)
            start = self._next[noun]
            self._next[noun] = start + count
        return range(start, start + count)

    def _first_free(self, noun: Noun) -> int:
        with self.read() as connection:
            highest = connection.execute(f'SELECT max(id) FROM "{_name_of(_TABLE_OF[noun])}"').fetchone()[0]
            kept = self.meta(connection, _counter(noun))
        return max((highest or 0) + 1, int(kept or 1))

    def used_id(self, connection: sqlite3.Connection, noun: Noun, highest: int) -> None:
        """Note inside a transaction that ids up to ``highest`` are in use, so that none is given again."""
        kept = int(self.meta(connection, _counter(noun)) or 1)
        if highest >= kept:
            self.set_meta(connection, _counter(noun), str(highest + 1))
        with self._ids:
            if highest >= self._next.get(noun, highest + 1):
                self._next[noun] = highest + 1

    @staticmethod
    def meta(connection: sqlite3.Connection, key: str) -> str | None:
        """Give a single value, ``None`` when there is none."""
        row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    @staticmethod
    def set_meta(connection: sqlite3.Connection, key: str, value: str) -> None:
        """Set a single value."""
        connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))


def _counter(noun: Noun) -> str:
    return f"next.{noun.value}"


def _name_of(table: type[Model]) -> str:
    return str(table._meta.table_name)


def _forget(*paths: Path) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _beside(path: Path) -> tuple[Path, Path]:
    """Give the files SQLite keeps beside a database while it is open."""
    return path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")
