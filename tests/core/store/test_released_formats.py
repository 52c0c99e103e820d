"""A real file of every released format is opened: everything it holds is still there, and a backup lies beside it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.model.changes import Noun
from core.services.workspace import Workspace
from core.store import things
from core.store.database import Store
from core.store.tables import SCHEMA_VERSION

FILES = Path(__file__).with_name("files")
VERSIONS = list(range(1, SCHEMA_VERSION))


@pytest.fixture(params=VERSIONS, ids=[f"version {version}" for version in VERSIONS])
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a released file."""
    version: int = request.param
    return Path(shutil.copy(FILES / f"version-{version}.cadenza", tmp_path / "mine.cadenza"))


def _version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _shape(path: Path) -> dict[str, Any]:
    """Give the columns and indexes of every table."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table: (
                connection.execute(f'SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info("{table}")')
                .fetchall(),
                sorted(connection.execute(f'SELECT name, "unique" FROM pragma_index_list("{table}")').fetchall()),
            )
            for table in tables
        }  # fmt: skip


def _rows(path: Path, shape: dict[str, Any]) -> dict[str, list[tuple[Any, ...]]]:
    """Give all rows of the tables and columns a shape tells of."""
    with closing(sqlite3.connect(path)) as connection:
        found = {}
        for table, (columns, _) in shape.items():
            names = ", ".join(f'"{column[0]}"' for column in columns)
            found[table] = connection.execute(f'SELECT {names} FROM "{table}" ORDER BY 1').fetchall()
        return found


def test_every_row_is_still_there_and_the_backup_is_the_old_file(released: Path) -> None:
    version, shape = _version(released), _shape(released)
    before = _rows(released, shape)
    assert all(before[table] for table in ("contact", "workflow", "run", "event", "scripted_event", "list_member"))
    Store.open(released).close()
    assert _version(released) == SCHEMA_VERSION
    assert _rows(released, shape) == before
    (backup,) = [file for file in released.parent.iterdir() if "backup" in file.name]
    assert backup.name.startswith(f"mine.backup-v{version}-")
    assert _version(backup) == version
    assert _shape(backup) == shape
    assert _rows(backup, shape) == before


def test_an_upgraded_file_has_the_very_shape_of_a_new_one(released: Path, tmp_path: Path) -> None:
    Store.open(released).close()
    Store.create(tmp_path / "new.cadenza").close()
    assert _shape(released) == _shape(tmp_path / "new.cadenza")


def test_a_file_of_version_1_can_be_read_and_edited(tmp_path: Path) -> None:
    path = Path(shutil.copy(FILES / "version-1.cadenza", tmp_path / "mine.cadenza"))
    ws = Workspace.open(path)
    project = ws.project()
    assert [len(project.workflows), len(project.sequences), len(project.senders), len(project.script)] == [4, 4, 5, 66]
    assert [x.name for x in project.lists] == ["VIPs"]
    assert project.views == ()
    assert ws.contacts.count() == 59
    run = ws.runs.latest()
    assert run is not None
    assert (run.summary.contacts, run.summary.mails, run.last_row) == (59, 5, 52)
    assert ws.new_id(Noun.CONTACT) == 61
    ws.close()


def test_a_file_that_is_up_to_date_is_not_backed_up_again(released: Path) -> None:
    for _ in range(2):
        Store.open(released).close()
    assert len([file for file in released.parent.iterdir() if "backup" in file.name]) == 1


def test_what_is_new_in_version_2_can_be_used(tmp_path: Path) -> None:
    path = Path(shutil.copy(FILES / "version-1.cadenza", tmp_path / "mine.cadenza"))
    store = Store.open(path)
    assert things.all_of(store, Noun.VIEW) == ()
    connection = store.connection()
    assert connection.execute("SELECT name, kept FROM run").fetchall() == [("", 0)]
    assert connection.execute("SELECT count(*) FROM scenario").fetchone() == (0,)
    assert connection.execute("SELECT count(*) FROM workflow_version").fetchone() == (0,)
    store.close()
