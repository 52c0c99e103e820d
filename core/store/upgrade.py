"""Bringing a workspace file of an older schema version up to today's: a backup first, then every step or none.

A step is a file ``NNNN_what.py`` in ``migrations/``, whose number is the version it leads to, with a function
``up(migrator, database)`` (see ``playhouse.migrations``). The version in the file's header is the only record of what
was done.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from peewee import PeeweeException, SqliteDatabase

from core.model.problem import Problem
from core.store.tables import SCHEMA_VERSION

MIGRATIONS = Path(__file__).with_name("migrations")
"""The program's own upgrade steps."""


def upgrade(database: SqliteDatabase, path: Path, version: int, migrations: Path) -> Path:
    """Back a file up beside itself, then upgrade it in one transaction.

    Arguments:
        database: The open database.
        path: The file.
        version: The version it has.
        migrations: Folder of the steps.

    Returns:
        The backup.

    Raises:
        Problem: ``UPGRADE_FAILED`` when a step is missing or fails; the file is then as it was.
    """
    # Late, because most files need no upgrade and this brings argparse and logging along.
    from playhouse.migrate import SchemaMigrator
    from playhouse.migrations import Migration

    steps = [step for step in Migration.load_directory(str(migrations)) if version < step.idx <= SCHEMA_VERSION]
    if [step.idx for step in steps] != list(range(version + 1, SCHEMA_VERSION + 1)):
        raise _failed(path, f"there is no way from format {version} to {SCHEMA_VERSION}")
    backup = back_up(database.connection(), path, version)  # type: ignore[no-untyped-call]
    migrator = SchemaMigrator.from_database(database)
    try:
        with database.atomic("IMMEDIATE"):
            for step in steps:
                step.load().up(migrator, database)
            database.execute_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")  # type: ignore[no-untyped-call]
    except (PeeweeException, sqlite3.Error) as error:
        raise _failed(path, str(error)) from error
    return backup


def back_up(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    """Copy a database, with what is still in its write-ahead log, into a new file beside it; gives that file."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    backup = path.with_name(f"{path.stem}.backup-v{version}-{stamp}{path.suffix}")
    with closing(sqlite3.connect(backup)) as target:
        connection.backup(target)
    return backup


def _failed(path: Path, why: str) -> Problem:
    return Problem(
        "UPGRADE_FAILED",
        f"“{path.name}” could not be brought up to date: {why}. The file is as it was.",
        place=str(path),
    )
