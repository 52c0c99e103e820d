from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from core.model.changes import Edit, Noun, Put
from core.model.problem import Problem
from core.model.sender import Sender
from core.store import edits
from core.store.database import Store
from core.store.tables import SCHEMA_VERSION


def _add(store: Store, sender: Sender) -> None:
    edits.apply(store, Edit("Add", (Put(None, sender),)))


def test_a_new_file_stands_alone_once_it_is_closed(tmp_path: Path) -> None:
    Store.create(tmp_path / "deep" / "down" / "new.cadenza").close()
    assert [file.name for file in (tmp_path / "deep" / "down").iterdir()] == ["new.cadenza"]


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "there.cadenza"
    path.write_text("mine")
    with pytest.raises(Problem) as caught:
        Store.create(path)
    assert caught.value.code == "FILE_EXISTS"
    assert path.read_text() == "mine"


def test_when_filling_fails_no_file_is_left(tmp_path: Path) -> None:
    def fail(_store: Store) -> None:
        raise RuntimeError("the sample is wrong")

    with pytest.raises(RuntimeError, match="the sample is wrong"):
        Store.create(tmp_path / "new.cadenza", fail)
    assert list(tmp_path.iterdir()) == []


def test_a_log_left_beside_a_deleted_file_does_not_leak_into_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "again.cadenza"
    store = Store.create(path)
    _add(store, Sender(1, "Old"))
    left = path.with_name("again.cadenza-wal").read_bytes()
    store.close()
    path.unlink()
    path.with_name("again.cadenza-wal").write_bytes(left)
    store = Store.create(path)
    assert store.connection().execute("SELECT count(*) FROM sender").fetchone() == (0,)
    store.close()


def test_the_file_is_kept_in_write_ahead_mode(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "new.cadenza")
    pragma = store.connection().execute
    assert pragma("PRAGMA journal_mode").fetchone() == ("wal",)
    assert pragma("PRAGMA foreign_keys").fetchone() == (1,)
    assert pragma("PRAGMA busy_timeout").fetchone() == (5000,)
    store.close()


def test_each_thread_has_a_connection_of_its_own_and_sees_what_others_committed(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "new.cadenza")
    _add(store, Sender(1, "Ana"))

    def work() -> tuple[int, list[tuple[str]]]:
        try:
            return id(store.connection()), store.connection().execute("SELECT name FROM sender").fetchall()
        finally:
            store.close()

    with ThreadPoolExecutor(1) as pool:
        connection, names = pool.submit(work).result()
    assert connection != id(store.connection())
    assert names == [("Ana",)]
    store.close()
    store.close()
    assert [file.name for file in tmp_path.iterdir()] == ["new.cadenza"]


def _do_half(store: Store) -> None:
    with store.write() as connection:
        store.set_meta(connection, "half", "done")
        raise KeyError("halfway")


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "new.cadenza")
    with pytest.raises(KeyError, match="halfway"):
        _do_half(store)
    with store.read() as connection:
        assert store.meta(connection, "half") is None
        assert not connection.in_transaction
    store.close()


def test_ids_count_up_from_one_and_none_is_given_twice(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "new.cadenza")
    assert list(store.new_ids(Noun.SENDER, 3)) == [1, 2, 3]
    assert list(store.new_ids(Noun.SENDER)) == [4]
    assert list(store.new_ids(Noun.WORKFLOW)) == [1]
    store.close()


def test_the_id_of_a_deleted_thing_does_not_come_back_after_reopening(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "new.cadenza")
    sender = Sender(7, "Ana")
    _add(store, sender)
    edits.apply(store, Edit("Delete", (Put(sender, None),)))
    assert list(store.new_ids(Noun.SENDER)) == [8]
    store.close()
    store = Store.open(tmp_path / "new.cadenza")
    assert list(store.new_ids(Noun.SENDER)) == [8]
    store.close()


def test_ids_of_things_put_in_by_hand_are_respected(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "new.cadenza")
    assert list(store.new_ids(Noun.SENDER)) == [1]
    _add(store, Sender(40, "Ana"))
    assert list(store.new_ids(Noun.SENDER)) == [41]
    _add(store, Sender(12, "Bo"))
    assert list(store.new_ids(Noun.SENDER)) == [42]
    store.close()


def test_threads_never_get_the_same_id(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "new.cadenza")
    store.new_ids(Noun.CONTACT)
    with ThreadPoolExecutor(4) as pool:
        ranges = list(pool.map(lambda _: store.new_ids(Noun.CONTACT, 5), range(40)))
    assert sorted(i for some in ranges for i in some) == list(range(2, 202))
    store.close()


def test_a_connection_that_cannot_be_opened_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "new.cadenza"
    Store.create(path).close()
    store = Store.open(path)
    store.close()
    path.write_bytes(b"not a database any more" * 100)
    with pytest.raises(Problem) as caught:
        store.connection()
    assert caught.value.code == "DAMAGED_FILE"


def test_a_file_opened_is_the_file_made(tmp_path: Path) -> None:
    path = tmp_path / "new.cadenza"
    Store.create(path).close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
