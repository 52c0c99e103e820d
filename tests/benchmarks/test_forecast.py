"""How fast a forecast is: beside the engine it asks, and on 10,000 contacts after an edit."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.engine.runner import Rehearsal
from core.model.contact import Contact
from core.services.forecast import forecast, of_snapshot
from core.services.workspace import Workspace
from tests.benchmarks.workload import SETTINGS, contact_values, project, snapshot

CONTACTS = 10_000


def best(work: Callable[[], Any], rounds: int = 7) -> float:
    """Give the shortest of some rounds in seconds; the garbage collector keeps out of all of them."""
    taken = []
    for _ in range(rounds):
        gc.collect()
        gc.disable()
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
        gc.enable()
    return min(taken)


def test_forecast_on_10_000_contacts(tmp_path: Path, ratios: Any, benchmark: Any) -> None:
    """From the stored workspace to the finished sentence: what follows each edit."""
    people = (Contact(n, contact_values(n, CONTACTS)) for n in range(1, CONTACTS + 1))
    workspace = Workspace.create(tmp_path / "speed.cadenza", project(CONTACTS), people)
    found = benchmark.pedantic(lambda: forecast(workspace, SETTINGS), rounds=7, iterations=1)
    assert found.enrolled == CONTACTS
    taken = benchmark.stats.stats.min
    ratios.add("forecast, 10,000 contacts, 8 rows each", f"{taken * 1000:.0f} ms", "<= 300 ms")
    workspace.close()


def test_forecast_beside_the_engine(ratios: Any, benchmark: Any) -> None:
    """What summing up costs on top of playing."""
    ready = snapshot(CONTACTS)
    engine = best(lambda: sum(len(batch.rows) for batch in Rehearsal(ready, SETTINGS).play()))
    summed = best(lambda: of_snapshot(ready, SETTINGS))
    benchmark.pedantic(lambda: None, rounds=1)
    benchmark.extra_info["ratio"] = round(summed / engine, 2)
    ratios.add("forecast / engine, 10,000 contacts",
               f"{summed * 1000:.0f} ms / {engine * 1000:.0f} ms = {summed / engine:.2f}", "<= 1.5")  # fmt: skip
