"""Exporting contacts and projects, and copies of workspaces to work on."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.model.changes import Edit, Put
from core.model.contact import Contact
from core.model.problem import Problem
from core.model.project import Project
from core.services import exporting
from core.services.workspace import Workspace


@pytest.fixture
def crowd(tmp_path: Path) -> Iterator[Workspace]:
    """More contacts than a page holds."""
    people = (Contact(i).with_values({"firstname": f"P{i}"}) for i in range(1, 2_502))
    workspace = Workspace.create(tmp_path / "crowd.cadenza", Project(), people)
    yield workspace
    workspace.close()


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_all_contacts_are_written_page_by_page(crowd: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    assert exporting.contacts_csv(crowd, None, path) == 2_501
    assert [row["First name"] for row in rows_of(path)] == [f"P{i}" for i in range(1, 2_502)]


def test_chosen_contacts_keep_their_order_and_deleted_ones_are_left_out(crowd: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    assert exporting.contacts_csv(crowd, [7, 9_999, 3], path) == 2
    assert [row["Record ID"] for row in rows_of(path)] == ["7", "3"]


def test_the_project_is_written_whole(crowd: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    assert exporting.project_json(crowd, path) == 2_501
    document = json.loads(path.read_text(encoding="utf-8"))
    assert (document["format"], document["version"], len(document["contacts"])) == ("cadenza-project", 1, 2_501)


def test_a_copy_has_what_is_still_in_the_log_and_leaves_the_file_alone(tmp_path: Path) -> None:
    ws = Workspace.create(tmp_path / "a.cadenza")
    ws.apply(Edit("Add", (Put(None, Contact(1).with_values({"firstname": "Ana"})),)))
    assert (tmp_path / "a.cadenza-wal").exists()
    folder = tmp_path / "copies"
    folder.mkdir()
    copy = exporting.open_copy(ws.path, folder)
    assert copy.path == folder / "a.cadenza"
    assert [contact.name for contact in copy.contacts.many([1])] == ["Ana"]
    copy.apply(Edit("Delete", (Put(copy.contacts.get(1), None),)))
    copy.close()
    assert ws.contacts.count() == 1
    ws.close()


def test_copying_a_closed_file_leaves_nothing_beside_it(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "a.cadenza").close()
    before = (tmp_path / "a.cadenza").read_bytes()
    folder = tmp_path / "copies"
    folder.mkdir()
    exporting.open_copy(tmp_path / "a.cadenza", folder).close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.cadenza", "copies"]
    assert (tmp_path / "a.cadenza").read_bytes() == before


def test_what_is_no_workspace_is_refused_under_its_own_name(tmp_path: Path) -> None:
    with pytest.raises(Problem) as refused:
        exporting.open_copy(tmp_path / "none.cadenza", tmp_path)
    assert refused.value.code == "FILE_MISSING"
    text = tmp_path / "text.cadenza"
    text.write_text("hello")
    with pytest.raises(Problem) as refused:
        exporting.open_copy(text, tmp_path)
    assert refused.value.code == "NOT_A_WORKSPACE"


def test_newer_and_foreign_databases_are_named_with_the_file_itself(tmp_path: Path) -> None:
    path = tmp_path / "new.cadenza"
    Workspace.create(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    folder = tmp_path / "copies"
    folder.mkdir()
    with pytest.raises(Problem) as refused:
        exporting.open_copy(path, folder)
    assert (refused.value.code, refused.value.place) == ("NEWER_FILE", str(path))


def test_a_damaged_file_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.cadenza"
    Workspace.create(path).close()
    path.write_bytes(path.read_bytes()[:5_000])
    folder = tmp_path / "copies"
    folder.mkdir()
    with pytest.raises(Problem) as refused:
        exporting.open_copy(path, folder)
    assert (refused.value.code, refused.value.place) == ("DAMAGED_FILE", str(path))


def test_a_file_in_a_read_only_folder_can_be_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = tmp_path / "shelf"
    Workspace.create(shelf / "a.cadenza").close()
    (shelf / "a.cadenza-wal").touch()
    real = os.access

    def access(path: Path, mode: int) -> bool:
        return path != shelf and real(path, mode)

    monkeypatch.setattr(os, "access", access)
    exporting.open_copy(shelf / "a.cadenza", tmp_path).close()
    assert not (shelf / "a.cadenza-shm").exists()
