"""Playing rehearsals: freeze the project, let the engine play, store its trace as it comes."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from core.engine.runner import Rehearsal
from core.engine.snapshot import Snapshot, columns_needed, played
from core.model.account import RunSettings
from core.model.instant import DAY, Instant
from core.model.problem import Problem
from core.model.run import CardCounts, Run
from core.model.trace import TraceRow
from core.rules import rulepack
from core.rules.bounds import MOST_DAYS, MOST_SEED
from core.services.calm import calm_collector
from core.services.workspace import Workspace
from core.store import log
from core.store.runs import RunHead, Runs

__all__ = ["MOST_DAYS", "MOST_SEED", "Control", "RunHead", "RunProgress", "Runs", "rehearse", "take_snapshot"]

_FLUSH = 60_000
"""Rows gathered before they are written: large enough to hide the cost of a transaction."""
_PATIENCE = 0.2
"""Seconds after which rows are written even so, so that a log that is watched grows."""


class Control(Protocol):
    """Whoever watches a run; a job of the window, for one."""

    def cancelled(self) -> bool:
        """Whether the run should stop after this batch."""

    def report(self, payload: object) -> None:
        """Take a ``RunProgress``."""


class Unwatched:
    """A control that nobody is behind: plays to the end and tells no one."""

    def cancelled(self) -> bool:
        """Never."""
        return False

    def report(self, payload: object) -> None:
        """Forget it."""


@dataclass(frozen=True, slots=True)
class RunProgress:
    """How far a run is.

    Attributes:
        run: Run id; its rows can be read already.
        time: The simulated clock.
        start: Its first moment.
        end: Its last moment.
        rows: Rows written so far.
        places: Place number to its counts.
    """

    run: int
    time: Instant
    start: Instant
    end: Instant
    rows: int
    places: Mapping[int, CardCounts]


def take_snapshot(ws: Workspace, settings: RunSettings) -> Snapshot:
    """Freeze what a run works on; reads the whole contact list, so it is work for a job when that is long.

    Raises:
        Problem: ``NO_WORKFLOW`` when no workflow would be played; ``BAD_RULE_PACK``.
    """
    project = played(ws.project(), settings)
    if not project.workflows:
        raise Problem("NO_WORKFLOW", "No workflow is on.", hint="Turn one on in the list, then rehearse.")
    columns = ws.contacts.columns(columns_needed(project))
    return Snapshot(project, columns, rulepack.load(project.account.rule_pack))


def rehearse(ws: Workspace, settings: RunSettings, control: Control | None = None) -> Run:
    """Play a rehearsal and store its trace. The project and the contacts stay as they are.

    A run that is stopped keeps what it has played so far.

    Arguments:
        ws: The workspace.
        settings: Start, days, seed and workflows.
        control: Who watches, and may stop it.

    Raises:
        Problem: ``NO_WORKFLOW``, ``BAD_DAYS``, ``BAD_RULE_PACK``, ``BAD_TIME_ZONE`` or ``DISK_FULL``.
    """
    watcher = control or Unwatched()
    began = time.perf_counter()
    with calm_collector():
        snapshot = take_snapshot(ws, settings)
        rehearsal = Rehearsal(snapshot, settings)
        run_id = ws.runs.create(settings, snapshot.project)
        stopped = _store_trace(ws, rehearsal, run_id, settings, watcher)
    summary = replace(rehearsal.summary(), seconds=round(time.perf_counter() - began, 3), stopped=stopped)
    ws.runs.finish(run_id, summary, rehearsal.sums.moves())
    run = ws.runs.get(run_id)
    if run is None:
        raise Problem("RUN_MISSING", "The rehearsal was deleted while it played.")
    return run


def _store_trace(ws: Workspace, rehearsal: Rehearsal, run_id: int, settings: RunSettings, watcher: Control) -> bool:
    """Write the trace as it is played; gives whether the run was stopped."""
    end = settings.start + settings.days * DAY
    pending: list[TraceRow] = []
    written, last = 0, time.perf_counter()
    for batch in rehearsal.play():
        pending += batch.rows
        stop = watcher.cancelled()
        now = time.perf_counter()
        if stop or len(pending) >= _FLUSH or now - last >= _PATIENCE or batch.now >= end:
            log.append(ws.store, run_id, pending)
            written += len(pending)
            pending.clear()
            last = now
            watcher.report(
                RunProgress(run_id, min(batch.now, end), settings.start, end, written, rehearsal.place_counts())
            )
        if stop:
            return True
    return False
