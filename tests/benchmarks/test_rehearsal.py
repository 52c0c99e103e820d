"""How fast a rehearsal is: beside a bare ``executemany`` of its rows, beside SimPy, and as the list grows."""

from __future__ import annotations

import gc
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from core.engine.runner import Rehearsal
from core.engine.snapshot import Snapshot
from core.model.contact import Contact
from core.model.trace import TraceRow
from core.services.runs import rehearse
from core.services.workspace import Workspace
from tests.benchmarks.simpy_model import PlainModel
from tests.benchmarks.workload import ROWS_EACH, SETTINGS, contact_values, project, snapshot

CONTACTS = 100_000


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Give the seconds a piece of work takes, and what it gives; the garbage collector keeps out of both sides."""
    gc.collect()
    gc.disable()
    began = time.perf_counter()
    result = work()
    taken = time.perf_counter() - began
    gc.enable()
    return taken, result


def best(work: Callable[[], Any], rounds: int = 3) -> tuple[float, Any]:
    """Give the shortest of some rounds: what the work takes when the machine does nothing else."""
    return min((timed(work) for _ in range(rounds)), key=lambda pair: pair[0])


def trace(contacts: int) -> list[TraceRow]:
    """Play the workload with no log stored."""
    return [row for batch in Rehearsal(snapshot(contacts), SETTINGS).play() for row in batch.rows]


def rows_of(ready: Snapshot) -> int:
    """Play a snapshot and keep nothing of it but the number of rows."""
    return sum(len(batch.rows) for batch in Rehearsal(ready, SETTINGS).play())


def bare_insert(path: Path, rows: list[TraceRow]) -> None:
    """Write rows with nothing but sqlite3."""
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode = WAL")
    columns = ", ".join(f"c{i} INTEGER NOT NULL" for i in range(len(rows[0])))
    database.execute(f"CREATE TABLE event (id INTEGER PRIMARY KEY, {columns})")
    marks = ", ".join("?" * len(rows[0]))
    database.executemany(f"INSERT INTO event VALUES (NULL, {marks})", rows)
    database.commit()
    database.close()


def test_rehearsal_with_its_log_beside_a_bare_executemany(tmp_path: Path, ratios: Any, benchmark: Any) -> None:
    """Row 1 of the speed table, first half."""
    people = (Contact(n, contact_values(n, CONTACTS)) for n in range(1, CONTACTS + 1))
    workspace = Workspace.create(tmp_path / "speed.cadenza", project(CONTACTS), people)
    rows = trace(CONTACTS)
    assert len(rows) == CONTACTS * ROWS_EACH
    bare, _ = best(lambda: bare_insert(tmp_path / "bare.db", rows))
    run = benchmark.pedantic(lambda: rehearse(workspace, SETTINGS), rounds=3, iterations=1)
    assert run.summary.events == len(rows)
    taken = benchmark.stats.stats.min
    benchmark.extra_info["ratio"] = round(taken / bare, 2)
    ratios.add("rehearsal with its log / bare executemany", f"{taken:.2f} s / {bare:.2f} s = {taken / bare:.2f}",
               "<= 2")  # fmt: skip
    workspace.close()


def test_engine_beside_simpy(ratios: Any, benchmark: Any) -> None:
    """Row 1 of the speed table, second half; SimPy is also the oracle: same events, same times."""
    ready = snapshot(CONTACTS)
    slow, expected = timed(lambda: PlainModel(ready, SETTINGS).run())
    fast, rows = best(lambda: [row for batch in Rehearsal(ready, SETTINGS).play() for row in batch.rows])
    benchmark.pedantic(lambda: None, rounds=1)
    assert sorted(rows) == sorted(expected)
    benchmark.extra_info["ratio"] = round(slow / fast, 2)
    ratios.add("SimPy / engine, no log stored", f"{slow:.2f} s / {fast:.2f} s = {slow / fast:.1f}", ">= 8")


@pytest.mark.timeout(900)
def test_growth_is_linear(ratios: Any, benchmark: Any) -> None:
    """Row 2 of the speed table, first half: seconds a contact at 10,000 and at 1,000,000."""
    each: dict[int, float] = {}
    for contacts in (10_000, 100_000, 1_000_000):
        taken, _ = best(partial(rows_of, snapshot(contacts)), 1 if contacts > 100_000 else 5)
        each[contacts] = taken / contacts
    benchmark.pedantic(lambda: None, rounds=1)
    small, large = each[10_000], each[1_000_000]
    benchmark.extra_info["ratio"] = round(large / small, 2)
    ratios.add("time a contact, 1,000,000 / 10,000 contacts",
               f"{large * 1e6:.1f} us / {small * 1e6:.1f} us = {large / small:.2f}", "0.85 to 1.15")  # fmt: skip


_MEMORY = """
import sys
sys.path[:0] = {paths!r}
from tests.benchmarks.workload import SETTINGS, snapshot
from core.engine.runner import Rehearsal
from core.engine.snapshot import Snapshot
from core.services import runs

def peak():
    # getrusage would give the parent's peak, inherited at the fork.
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))

ready = snapshot(500)
sum(len(b.rows) for b in Rehearsal(ready, SETTINGS).play())
before = peak()
ready = snapshot({contacts})
sum(len(b.rows) for b in Rehearsal(ready, SETTINGS).play())
print((peak() - before) / {contacts})
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
@pytest.mark.timeout(900)
def test_memory_a_contact(ratios: Any, benchmark: Any) -> None:
    """Row 2 of the speed table, second half: peak memory of a process of its own, snapshot included."""
    here = Path(__file__).parent
    program = _MEMORY.format(paths=[str(here.parent.parent)], contacts=1_000_000)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    benchmark.pedantic(lambda: None, rounds=1)
    each = float(done.stdout)
    benchmark.extra_info["bytes"] = round(each)
    ratios.add("peak memory a contact, 1,000,000 contacts", f"{each:,.0f} bytes", "<= 1,229 bytes (1.2 KB)")
