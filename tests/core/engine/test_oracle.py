"""The engine beside a plain model of the same work on SimPy, which shares only the dataclasses and the calendar."""

from __future__ import annotations

import pytest

from core.engine.runner import Rehearsal
from core.model.trace import Outcome, RowKind
from tests.benchmarks.simpy_model import PlainModel
from tests.benchmarks.workload import ROWS_EACH, SETTINGS, snapshot


@pytest.mark.parametrize("contacts", [1, 7, 1_000])
def test_the_same_things_happen_at_the_same_times(contacts: int) -> None:
    ready = snapshot(contacts)
    rows = [row for batch in Rehearsal(ready, SETTINGS).play() for row in batch.rows]
    assert sorted(rows) == sorted(PlainModel(ready, SETTINGS).run())
    assert len(rows) == contacts * ROWS_EACH


def test_the_work_holds_what_it_is_said_to_hold() -> None:
    rows = [row for batch in Rehearsal(snapshot(1_000), SETTINGS).play() for row in batch.rows]
    assert sum(row[3] == RowKind.MAIL for row in rows) == 2_000
    assert sum(row[4] == Outcome.LEFT for row in rows) == 1_000
    assert not any(row[4] == Outcome.SKIPPED for row in rows)
