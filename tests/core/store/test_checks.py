from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.model.problem import Problem
from core.store import checks
from core.store.database import Store
from core.store.tables import APPLICATION_ID, SCHEMA_VERSION


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A closed workspace file."""
    path = tmp_path / "made.cadenza"
    Store.create(path).close()
    return path


def _refused(path: Path, code: str) -> Problem:
    """Open a file that must be refused, and make sure that nothing in its folder changed."""
    before = {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}
    with pytest.raises(Problem) as caught:
        Store.open(path)
    assert {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()} == before
    assert caught.value.code == code
    assert caught.value.sentence.endswith(".")
    return caught.value


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    problem = _refused(tmp_path / "gone.cadenza", "FILE_MISSING")
    assert problem.sentence == "There is no file “gone.cadenza”."
    assert problem.place == str(tmp_path / "gone.cadenza")


def test_a_folder_is_no_workspace(tmp_path: Path) -> None:
    folder = tmp_path / "folder.cadenza"
    folder.mkdir()
    problem = _refused(folder, "NOT_A_WORKSPACE")
    assert problem.sentence == "“folder.cadenza” is not a Cadenza workspace. It is a folder."


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "It is empty."), (b"name,email\n", "It holds something else."), (b"\x89PNG\r\n" * 40, "something else.")],
    ids=["empty", "csv", "picture"],
)
def test_a_file_that_is_no_database_is_no_workspace(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "list.cadenza"
    path.write_bytes(content)
    assert _refused(path, "NOT_A_WORKSPACE").sentence.endswith(why)


def test_a_database_of_another_program_is_no_workspace_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "photos.cadenza"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE photo (id INTEGER)")
    assert _refused(path, "NOT_A_WORKSPACE").sentence.endswith("It is a database of another program.")


def test_a_file_of_a_newer_version_is_a_message_not_a_crash(made: Path) -> None:
    with closing(sqlite3.connect(made)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    problem = _refused(made, "NEWER_FILE")
    assert problem.sentence == "“made.cadenza” was made by a newer version of Cadenza."
    assert f"format {SCHEMA_VERSION + 1}" in problem.hint


def test_the_version_is_read_out_of_the_write_ahead_log_after_a_crash(made: Path) -> None:
    with closing(sqlite3.connect(made)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 6}")
        # The header on disk still has the old version: only the log beside it has the new one.
        assert int.from_bytes(made.read_bytes()[60:64], "big") == SCHEMA_VERSION
        with pytest.raises(Problem, match="newer version"):
            checks.version_of(made)


def test_a_header_cut_short_is_damage(made: Path) -> None:
    made.write_bytes(made.read_bytes()[:60])
    assert "backup" in _refused(made, "DAMAGED_FILE").hint


def test_a_file_cut_short_is_damage(made: Path) -> None:
    content = made.read_bytes()
    made.write_bytes(content[: len(content) // 2])
    _refused_after_looking(made)


def test_overwritten_pages_are_damage(made: Path) -> None:
    content = bytearray(made.read_bytes())
    content[4096:12288] = b"x" * 8192
    made.write_bytes(bytes(content))
    _refused_after_looking(made)


def test_a_missing_table_is_damage(made: Path) -> None:
    with closing(sqlite3.connect(made)) as connection:
        connection.execute("DROP TABLE workflow")
    with pytest.raises(Problem, match="the table workflow is missing") as caught:
        Store.open(made)
    assert caught.value.code == "DAMAGED_FILE"


def _refused_after_looking(path: Path) -> None:
    """SQLite had to open these to see the damage; the file itself must be untouched."""
    before = path.read_bytes()
    with pytest.raises(Problem) as caught:
        Store.open(path)
    assert caught.value.code == "DAMAGED_FILE"
    assert path.read_bytes() == before


def test_a_large_file_is_not_checked_whole(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_CHECKED_PAGES", 1)
    with closing(sqlite3.connect(made)) as connection:
        statements: list[str] = []
        connection.set_trace_callback(statements.append)
        checks.look_over(connection)
    assert statements == ["PRAGMA page_count"]


@pytest.mark.parametrize("locked", ["the file", "its folder"])
def test_a_read_only_file_or_folder_is_said_before_anything_is_written(
    made: Path, monkeypatch: pytest.MonkeyPatch, locked: str
) -> None:
    # The tests may run as a user whom no permission stops, so the answer of the system is played.
    refused = made if locked == "the file" else made.parent
    monkeypatch.setattr(os, "access", lambda path, _mode: path != refused)
    problem = _refused(made, "READ_ONLY")
    assert "read-only" in problem.sentence


def test_a_new_file_in_a_read_only_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    with pytest.raises(Problem) as caught:
        Store.create(tmp_path / "new.cadenza")
    assert caught.value.code == "READ_ONLY"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_read_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Problem) as caught:
        Store.create(tmp_path / "file" / "new.cadenza")
    assert caught.value.code == "READ_ONLY"


def test_a_file_nobody_may_read_is_said(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(Problem) as caught:
        checks.version_of(made)
    assert caught.value.code == "NO_ACCESS"
    assert caught.value.sentence == "“made.cadenza” cannot be read: Permission denied."


def test_a_full_disk_is_said_and_nothing_changes(made: Path) -> None:
    store = Store.open(made)
    pages = store.connection().execute("PRAGMA page_count").fetchone()[0]
    store.connection().execute(f"PRAGMA max_page_count = {pages}")
    rows = [("small", "kept out"), ("large", "x" * 100_000)]
    with pytest.raises(Problem) as caught, store.write() as connection:
        connection.executemany("INSERT INTO meta VALUES (?, ?)", rows)
    assert caught.value.code == "DISK_FULL"
    assert Store.meta(store.connection(), "small") is None
    store.close()


def test_a_second_writer_is_told_to_wait(made: Path) -> None:
    store = Store.open(made)
    store.connection().execute("PRAGMA busy_timeout = 0")
    with closing(sqlite3.connect(made, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Problem) as caught, store.write():
            pass
    assert caught.value.code == "FILE_BUSY"
    store.close()


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        (sqlite3.SQLITE_IOERR, "DISK_ERROR"),
        (sqlite3.SQLITE_IOERR | (3 << 8), "DISK_ERROR"),
        (sqlite3.SQLITE_CANTOPEN, "READ_ONLY"),
        (sqlite3.SQLITE_READONLY, "READ_ONLY"),
        (sqlite3.SQLITE_LOCKED, "FILE_BUSY"),
        (sqlite3.SQLITE_NOTADB, "DAMAGED_FILE"),
    ],
)
def test_what_sqlite_says_becomes_a_problem_of_its_own(code: int, meaning: str) -> None:
    error = sqlite3.OperationalError("what SQLite said")
    error.sqlite_errorcode = code
    problem = checks.problem_of(error, Path("x.cadenza"))
    assert isinstance(problem, Problem)
    assert problem.code == meaning


def test_a_wrong_statement_stays_a_bug(made: Path) -> None:
    store = Store.open(made)
    with pytest.raises(sqlite3.OperationalError, match="no such table"), store.read() as connection:
        connection.execute("SELECT * FROM nowhere")
    store.close()


def test_a_sound_file_gives_its_version(made: Path) -> None:
    assert checks.version_of(made) == SCHEMA_VERSION
    assert int.from_bytes(made.read_bytes()[68:72], "big") == APPLICATION_ID
