"""The way from an old file to a new one, shown on a made-up version 0: today's shape without the tombstones.

To these tests the program is of version 1, whatever it is really; files of real versions are opened in
``test_released_formats``.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.model.changes import Edit, Noun, Put
from core.model.problem import Problem
from core.model.sender import Sender
from core.store import things
from core.store.database import Store
from core.store.edits import apply
from core.store.upgrade import MIGRATIONS, back_up

STEP = """
from peewee import TextField


def up(migrator, database):
    database.execute_sql("CREATE TABLE contact_tombstone (id INTEGER PRIMARY KEY, name TEXT, email TEXT)")
    migrator.migrate(migrator.add_column("contact_tombstone", "text", TextField(default="")))
"""
BROKEN_STEP = """
def up(migrator, database):
    database.execute_sql("CREATE TABLE contact_tombstone (id INTEGER PRIMARY KEY)")
    database.execute_sql("DELETE FROM sender")
    database.execute_sql("INSERT INTO nowhere VALUES (1)")
"""
BUGGY_STEP = """
def up(migrator, database):
    database.execute_sql("DELETE FROM sender")
    raise ZeroDivisionError("a bug in the step")
"""


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of version 0 with one sender."""
    for module in ("database", "upgrade"):
        monkeypatch.setattr(f"core.store.{module}.SCHEMA_VERSION", 1)
    path = tmp_path / "old.cadenza"
    store = Store.create(path)
    apply(store, Edit("Add", (Put(None, Sender(1, "Ana Ruiz")),)))
    store.connection().execute("DROP TABLE contact_tombstone")
    store.connection().execute("PRAGMA user_version = 0")
    store.close()
    return path


def _steps(tmp_path: Path, **sources: str) -> Path:
    folder = tmp_path / "steps"
    folder.mkdir()
    for name, source in sources.items():
        (folder / f"{name.removeprefix('s')}.py").write_text(source)
    return folder


def _tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_an_old_file_is_brought_up_to_date_and_keeps_what_it_holds(tmp_path: Path, old: Path) -> None:
    store = Store.open(old, _steps(tmp_path, s0001_tombstones=STEP))
    assert things.all_of(store, Noun.SENDER) == (Sender(1, "Ana Ruiz"),)
    assert store.connection().execute("PRAGMA user_version").fetchone() == (1,)
    store.connection().execute("INSERT INTO contact_tombstone VALUES (1, 'Ana', 'a@b.example', 'ana')")
    store.close()
    Store.open(old).close()


def test_before_an_upgrade_the_old_file_is_backed_up_beside_it(tmp_path: Path, old: Path) -> None:
    Store.open(old, _steps(tmp_path, s0001_tombstones=STEP)).close()
    (backup,) = [file for file in tmp_path.iterdir() if "backup" in file.name]
    assert re.fullmatch(r"old\.backup-v0-\d{8}T\d{6}\.cadenza", backup.name)
    assert "contact_tombstone" not in _tables(backup)
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (0,)
        assert connection.execute("SELECT name FROM sender").fetchall() == [("Ana Ruiz",)]


@pytest.mark.parametrize("step", [BROKEN_STEP, BUGGY_STEP], ids=["statement fails", "bug"])
def test_when_a_step_fails_the_file_is_as_it_was(tmp_path: Path, old: Path, step: str) -> None:
    before = old.read_bytes()
    with pytest.raises((Problem, ZeroDivisionError)) as caught:
        Store.open(old, _steps(tmp_path, s0001_tombstones=step))
    assert old.read_bytes() == before
    assert "contact_tombstone" not in _tables(old)
    if isinstance(caught.value, Problem):
        assert caught.value.code == "UPGRADE_FAILED"
        assert "nowhere" in caught.value.sentence
        assert caught.value.sentence.endswith("The file is as it was.")


def test_when_a_later_step_fails_the_earlier_ones_are_undone_too(
    tmp_path: Path, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.store.upgrade.SCHEMA_VERSION", 2)
    before = old.read_bytes()
    with pytest.raises(Problem) as caught:
        Store.open(old, _steps(tmp_path, s0001_tombstones=STEP, s0002_broken=BROKEN_STEP))
    assert caught.value.code == "UPGRADE_FAILED"
    assert old.read_bytes() == before


def test_a_version_that_no_step_leads_from_is_a_problem_and_makes_no_backup(tmp_path: Path, old: Path) -> None:
    with pytest.raises(Problem, match="there is no way from format 0 to 1"):
        Store.open(old, _steps(tmp_path, s0002_later=STEP))
    assert [file.name for file in tmp_path.glob("*backup*")] == []


def test_steps_of_versions_the_file_is_past_are_left_out(tmp_path: Path, old: Path) -> None:
    store = Store.open(old, _steps(tmp_path, s0000_first=BUGGY_STEP, s0001_tombstones=STEP))
    assert len(things.all_of(store, Noun.SENDER)) == 1
    store.close()


def test_a_backup_holds_what_is_still_in_the_write_ahead_log(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "new.cadenza")
    apply(store, Edit("Add", (Put(None, Sender(1, "Fresh")),)))
    backup = back_up(store.connection(), store.path, 1)
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("SELECT name FROM sender").fetchall() == [("Fresh",)]
    store.close()


def test_the_program_has_a_step_to_every_version_after_the_first() -> None:
    from core.store.tables import SCHEMA_VERSION

    numbers = sorted(int(file.name[:4]) for file in MIGRATIONS.glob("[0-9]*.py"))
    assert numbers == list(range(2, SCHEMA_VERSION + 1))


def test_no_step_of_the_program_uses_todays_tables() -> None:
    assert [file.name for file in MIGRATIONS.glob("*.py") if "core.store" in file.read_text(encoding="utf-8")] == []
