"""How fast a contact list comes in, beside reading it with ``csv`` and writing its rows with a bare ``executemany``."""

from __future__ import annotations

import csv
import gc
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.model.project import Project
from core.model.sender import Sender
from core.services import importing
from core.services.workspace import Workspace

ROWS = 100_000
HEADER = (
    "Email", "First name", "Last name", "Company name", "Job title", "Phone number", "City", "Country",
    "Lifecycle stage", "Contact owner",
)  # fmt: skip


def write_list(path: Path) -> None:
    """Write a list as a spreadsheet would: ten columns, every row another person."""
    stages = ("Lead", "Customer", "Opportunity", "Subscriber")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(
            (f"person.{n}@company{n % 5_000}.example", f"First{n % 900}", f"Last{n % 7_000}", f"Company {n % 5_000}",
             "Head of Sales", f"+48 22 {n:07d}", f"City {n % 300}", "Poland", stages[n % 4],
             f"user{n % 8}@acme.example")
            for n in range(ROWS)
        )  # fmt: skip


def bare(source: Path, target: Path) -> None:
    """Read the list with ``csv`` and write all of its cells with one ``executemany``."""
    with source.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        columns = ", ".join(f'"{name}" TEXT' for name in next(reader))
        connection = sqlite3.connect(target)
        connection.execute(f"CREATE TABLE contact (id INTEGER PRIMARY KEY, {columns})")
        marks = ", ".join("?" * (len(HEADER) + 1))
        connection.executemany(f"INSERT INTO contact VALUES ({marks})", ([n, *row] for n, row in enumerate(reader, 1)))
        connection.commit()
        connection.close()


def best(folder: Path, work: Callable[[Path], Any], rounds: int = 3) -> float:
    """Give the shortest of some rounds in seconds, each in a folder of its own."""
    taken = []
    for number in range(rounds):
        place = folder / f"{work.__name__}-{number}"
        place.mkdir()
        gc.collect()
        began = time.perf_counter()
        work(place)
        taken.append(time.perf_counter() - began)
    return min(taken)


def test_import_of_100_000_rows(tmp_path: Path, ratios: Any, benchmark: Any) -> None:
    """From the file to the committed edit."""
    source = tmp_path / "people.csv"
    write_list(source)
    senders = tuple(Sender(n + 1, f"User {n}", f"user{n}@acme.example") for n in range(8))

    def whole(place: Path) -> None:
        workspace = Workspace.create(place / "list.cadenza", Project(senders=senders))
        plan = importing.read_contacts(workspace, source)
        workspace.apply(plan.edit)
        assert workspace.contacts.count() == ROWS
        workspace.close()

    plain = best(tmp_path, lambda place: bare(source, place / "bare.sqlite"))
    imported = best(tmp_path, whole)
    benchmark.pedantic(lambda: None, rounds=1)
    benchmark.extra_info["ratio"] = round(imported / plain, 2)
    ratios.add("import / csv and executemany, 100,000 rows, 10 columns",
               f"{imported * 1000:.0f} ms / {plain * 1000:.0f} ms = {imported / plain:.2f}", "<= 4")  # fmt: skip
