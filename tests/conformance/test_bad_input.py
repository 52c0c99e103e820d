"""Bad input: a clear sentence, a code, the place, and nothing lost."""

from __future__ import annotations

import io
import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.exchange import project_json
from core.model.problem import Problem
from core.services.importing import read_contacts, write_errors
from core.services.workspace import Workspace
from tests.building import contact, enroll, project, sender, workflow
from tests.conformance.conftest import Opener

OFFICE = project(workflow(enroll()), senders=(sender(1, email="ana@acme.example"),))


def imported(ws: Workspace, data: str | bytes, tmp_path: Path) -> tuple[list[str], list[tuple[int, str]], list[str]]:
    """Import a list; gives the names that are in the workspace then, the bad rows, and the lines of the errors file."""
    path, errors = tmp_path / "people.csv", tmp_path / "people.errors.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    plan = read_contacts(ws, path)
    ws.apply(plan.edit)
    write_errors(plan, errors)
    names = [str(person.get("firstname")) for person in ws.contacts.many(range(1, 50))]
    return names, [(bad.line, bad.reason) for bad in plan.bad], errors.read_text(encoding="utf-8").splitlines()[1:]


def refusal(act: Callable[[], object]) -> Problem:
    with pytest.raises(Problem) as caught:
        act()
    assert caught.value.sentence
    assert "\n" not in caught.value.sentence
    return caught.value


# ---------------------------------------------------------------- the rest of an import goes in


@pytest.mark.parametrize(
    ("column", "bad", "why"),
    [
        ("Email", "ana@", "Email: “ana@” is not an email address."),
        ("Time zone", "Mars/Olympus", "Time zone: “Mars/Olympus” is not a time zone. Write it like"),
        ("Create date", "2026-02-30", "Create date: “2026-02-30” is not a date"),
        ("Create date", "1/5/2026", "Create date: “1/5/2026” can be read as two dates. Write it like 2026-12-31."),
        ("Contact owner", "bo@acme.example", "Contact owner: There is no user “bo@acme.example”."),
        ("Lifecycle stage", "boss", "Lifecycle stage: “boss” is not one of the options of Lifecycle stage."),
        ("Record ID", "seven", "Record ID: “seven” is not a number."),
    ],
)
def test_a_bad_row_is_kept_with_its_reason_and_the_rest_goes_in(
    opened: Opener, tmp_path: Path, column: str, bad: str, why: str
) -> None:
    """The rest of the import goes in, the bad rows are kept with their reason in an errors file.

    Invalid time zones, dates, e-mail addresses, owners, enum values: code, line and field are named.
    """
    key = column if column != "Email" else "Work email"
    text = f"First name,Email,{key}\nAda,ada@client.example,\nBen,ben@client.example,{bad}\nCleo,cleo@client.example,\n"
    if column == "Email":
        text = f"First name,Email\nAda,ada@client.example\nBen,{bad}\nCleo,cleo@client.example\n"
    names, rows, errors = imported(opened(OFFICE, []), text, tmp_path)
    assert names == ["Ada", "Cleo"]
    assert [line for line, _ in rows] == [3]
    assert rows[0][1].startswith(why)
    assert len(errors) == 1
    assert "Ben" in errors[0]
    assert bad in errors[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250", "cp1252"])
def test_encodings_are_found(opened: Opener, tmp_path: Path, encoding: str) -> None:
    """Encodings: a list in another one than UTF-8 is read all the same."""
    text = "First name,Email,City\nZoë,zoe@client.example,Köln\nJürgen,j@client.example,Düsseldorf\n"
    names, rows, _ = imported(opened(OFFICE, []), text.encode(encoding), tmp_path)
    assert (names, rows) == (["Zoë", "Jürgen"], [])


def test_a_byte_that_is_no_text_costs_its_row_alone(opened: Opener, tmp_path: Path) -> None:
    """Encodings: what cannot be read is told by line, and the other rows go in."""
    good = "First name,Email,City\nZoë,zoe@client.example,Kraków żółć\n".encode()
    names, rows, _ = imported(opened(OFFICE, []), good + b"Ben,ben@client.example,\xff\xfe\n", tmp_path)
    assert names == ["Zoë"]
    assert [line for line, _ in rows] == [3]
    assert "save the file as UTF-8" in rows[0][1]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "EMPTY_FILE"),
        (b"SQLite format 3\0xx", "NOT_TEXT"),
        (b"%PDF-1.7\n", "NOT_TEXT"),
        (b"\x89PNG\r\n\x1a\n", "NOT_TEXT"),
        (b"nothing,here\n1,2\n", "NO_HEADER"),
    ],
    ids=["empty", "database", "pdf", "png", "no property"],
)
def test_files_that_are_not_what_their_name_says(opened: Opener, tmp_path: Path, data: bytes, code: str) -> None:
    """Files that are not what their name says: a clear sentence with the file's name, and the workspace as it was."""
    ws, path = opened(OFFICE, [contact(1)]), tmp_path / "people.csv"
    path.write_bytes(data)
    problem = refusal(lambda: read_contacts(ws, path))
    assert problem.code == code
    assert "people.csv" in f"{problem.place} {problem.sentence}"
    assert ws.contacts.count() == 1


# ---------------------------------------------------------------- JSON


@pytest.mark.parametrize(
    ("document", "code", "place"),
    [
        ("{", "NOT_JSON", "line 1"),
        ('{\n"a": 1,\n  b}', "NOT_JSON", "line 3"),
        ("[1, 2]", "NOT_A_PROJECT", ""),
        ({"format": "other"}, "NOT_A_PROJECT", ""),
        ({"version": 99}, "NEWER_FILE", ""),
        ({"version": "one"}, "BAD_DOCUMENT", "version"),
        ({"project": []}, "BAD_DOCUMENT", "project"),
        ({"project": {"senders": [{"name": 3}]}}, "BAD_DOCUMENT", "project.senders[0].name"),
        ({"contacts": [{}, {"shoe": 4}]}, "BAD_DOCUMENT", "contacts[1].shoe"),
    ],
)
def test_json_of_another_version_or_shape(
    tmp_path: Path, document: str | dict[str, Any], code: str, place: str
) -> None:
    """JSON of another version or shape: a code and the place, by line or by field."""
    path = tmp_path / "plan.json"
    whole = document if isinstance(document, str) else json.dumps(_document() | document)
    path.write_text(whole, encoding="utf-8")
    problem = refusal(lambda: project_json.load(path))
    assert problem.code == code
    assert place in problem.place
    assert "plan.json" in f"{problem.place} {problem.sentence}"


def _document() -> dict[str, Any]:
    buffer = io.StringIO()
    project_json.write(buffer, OFFICE, [])
    found: dict[str, Any] = json.loads(buffer.getvalue())
    return found


# ---------------------------------------------------------------- the workspace file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give a workspace with one contact, closed."""
    path = tmp_path / "office.cadenza"
    Workspace.create(path, OFFICE, [contact(1)]).close()
    return path


def test_a_database_from_a_newer_version(file: Path) -> None:
    """A database from a newer version is a message, not a crash, and stays as it is."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = file.read_bytes()
    problem = refusal(lambda: Workspace.open(file))
    assert problem.code == "NEWER_FILE"
    assert "newer version" in problem.sentence
    assert file.read_bytes() == before


@pytest.mark.parametrize("keep", [0, 50, 5_000])
def test_a_damaged_database(file: Path, keep: int) -> None:
    """A damaged one: cut short at the beginning, in the header, in the middle."""
    file.write_bytes(file.read_bytes()[:keep])
    problem = refusal(lambda: Workspace.open(file))
    assert problem.code in ("DAMAGED_FILE", "NOT_A_WORKSPACE")
    assert "office.cadenza" in f"{problem.place} {problem.sentence}"


def test_a_read_only_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A read-only folder is said before anything is written."""
    # The tests may run as a user whom no permission stops, so the answer of the system is played.
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    assert refusal(lambda: Workspace.create(tmp_path / "new.cadenza", OFFICE, [])).code == "READ_ONLY"
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk(file: Path) -> None:
    """A full disk: said in a sentence, and what was there is still there."""
    ws = Workspace.open(file)
    connection = ws.store.connection()
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    people = [contact(0, firstname="x" * 60_000) for _ in range(20)]
    path = file.with_name("people.csv")
    path.write_text(
        "First name,Email\n" + "".join(f"{p.get('firstname')},a{n}@b.example\n" for n, p in enumerate(people))
    )
    plan = read_contacts(ws, path)
    assert refusal(lambda: ws.apply(plan.edit)).code == "DISK_FULL"
    assert [person.id for person in ws.contacts.many(range(1, 50))] == [1]
    ws.close()
