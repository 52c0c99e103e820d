"""Rows of rehearsals: settings, frozen project, sums, and which log rows are theirs. Playing one lives elsewhere."""

from __future__ import annotations

import sys
import time
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from core.model.account import RunSettings
from core.model.changes import Noun
from core.model.instant import DAY, Instant
from core.model.problem import Problem
from core.model.project import Project
from core.model.run import Move, Run, RunSummary
from core.store import log
from core.store.database import Store
from core.store.things import from_json, to_json

_HEAD = "id, created, settings, summary, first_row, last_row"


@dataclass(frozen=True, slots=True)
class RunHead:
    """A run in a list, without its project.

    Attributes:
        id: Row in the workspace.
        created: When it was played, by the wall clock.
        settings: How it was played.
        summary: Its sums.
        name: What a person called it; empty for most.
    """

    id: int
    created: Instant
    settings: RunSettings
    summary: RunSummary
    name: str = ""


class Runs:
    """The stored rehearsals of a workspace.

    Arguments:
        store: The open file.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def create(self, settings: RunSettings, project: Project, created: Instant | None = None) -> int:
        """Begin a run and give its id; its rows come through ``append``, its sums through ``finish``.

        Runs that never finished, because the program ended while they played, are deleted a day later.

        Arguments:
            settings: How it is played.
            project: The frozen copy its log is read with.
            created: The present moment by the wall clock; asked for when not given.
        """
        moment = int(time.time()) if created is None else created
        for stale in self._unfinished(moment - DAY):
            self.delete(stale)
        run_id = self._store.new_ids(Noun.RUN)[0]
        with self._store.write() as connection:
            first = log.next_row(connection)
            connection.execute(
                "INSERT INTO run (id, created, settings, project, first_row, last_row) VALUES (?, ?, ?, ?, ?, ?)",
                (run_id, moment, to_json(settings), to_json(project), first, first - 1),
            )
            self._store.used_id(connection, Noun.RUN, run_id)
        return run_id

    def finish(self, run_id: int, summary: RunSummary, moves: Iterable[Move] = ()) -> None:
        """Put a run's sums down; only now ``latest`` and ``all`` give it.

        Arguments:
            run_id: The run.
            summary: Its sums.
            moves: Who began and ceased to wait where and when, for ``moves``; the log's rows do not tell all of it.

        Raises:
            Problem: ``RUN_MISSING`` when there is no such run.
        """
        with self._store.write() as connection:
            flat = array("q", [number for move in moves for number in move])
            if sys.byteorder == "big":
                flat.byteswap()
            sql = "UPDATE run SET summary = ?, moves = ? WHERE id = ?"
            done = connection.execute(sql, (to_json(summary), flat.tobytes(), run_id))
            if done.rowcount != 1:
                raise _missing(run_id)

    def get(self, run_id: int) -> Run | None:
        """Give a run, also one that plays now; its sums are empty then."""
        with self._store.read() as connection:
            row = connection.execute(f"SELECT {_HEAD}, project FROM run WHERE id = ?", (run_id,)).fetchone()
        return _run_of(row) if row else None

    def latest(self) -> Run | None:
        """Give the run that finished last, ``None`` when there is none."""
        with self._store.read() as connection:
            sql = f"SELECT {_HEAD}, project FROM run WHERE summary IS NOT NULL ORDER BY id DESC LIMIT 1"
            row = connection.execute(sql).fetchone()
        return _run_of(row) if row else None

    def all(self) -> list[RunHead]:
        """Give all finished runs, the newest first."""
        with self._store.read() as connection:
            sql = f"SELECT {_HEAD}, name FROM run WHERE summary IS NOT NULL ORDER BY id DESC"
            rows = connection.execute(sql).fetchall()
        return [RunHead(row[0], row[1], _settings_of(row), _summary_of(row), row[-1]) for row in rows]

    def rename(self, run_id: int, name: str) -> None:
        """Call a rehearsal something, or nothing any more; one with a name stays when older runs are cleared away.

        Raises:
            Problem: ``RUN_MISSING`` when there is no such run.
        """
        with self._store.write() as connection:
            done = connection.execute("UPDATE run SET name = ? WHERE id = ?", (name.strip(), run_id))
            if done.rowcount != 1:
                raise _missing(run_id)

    def moves(self, run_id: int) -> list[Move]:
        """Give how the contacts that wait at each place grew and fell, in the order of time; empty when not known."""
        with self._store.read() as connection:
            row = connection.execute("SELECT moves FROM run WHERE id = ?", (run_id,)).fetchone()
        flat = array("q", row[0] or b"" if row else b"")
        if sys.byteorder == "big":
            flat.byteswap()
        return list(zip(flat[::3], flat[1::3], flat[2::3], strict=True))

    def rows(self, run_id: int) -> range:
        """Give the ids of a run's log rows, as far as they are written.

        Raises:
            Problem: ``RUN_MISSING`` when there is no such run.
        """
        with self._store.read() as connection:
            row = connection.execute("SELECT first_row, last_row FROM run WHERE id = ?", (run_id,)).fetchone()
        if row is None:
            raise _missing(run_id)
        return range(row[0], row[1] + 1)

    def spans(self) -> list[tuple[int, range]]:
        """Give every run's id and the ids of its log rows."""
        with self._store.read() as connection:
            found = connection.execute("SELECT id, first_row, last_row FROM run").fetchall()
        return [(run_id, range(first, last + 1)) for run_id, first, last in found]

    def delete(self, run_id: int) -> None:
        """Delete a run and its log; slow work for a job. Nothing happens when there is no such run."""
        with self._store.write() as connection:
            row = connection.execute("SELECT first_row, last_row FROM run WHERE id = ?", (run_id,)).fetchone()
            if row is not None:
                connection.execute("DELETE FROM event WHERE id BETWEEN ? AND ?", row)
                connection.execute("DELETE FROM run WHERE id = ?", (run_id,))

    def _unfinished(self, before: Instant) -> list[int]:
        with self._store.read() as connection:
            found = connection.execute("SELECT id FROM run WHERE summary IS NULL AND created < ?", (before,))
            return [row[0] for row in found]


def _missing(run_id: int) -> Problem:
    return Problem("RUN_MISSING", f"Rehearsal {run_id} is no longer in this workspace.")


def _run_of(row: tuple[Any, ...]) -> Run:
    run_id, created, _settings, _summary, first, last, project = row
    frozen: Project = from_json(Project, project, f"run {run_id}")
    return Run(run_id, created, _settings_of(row), frozen, _summary_of(row), first, last)


def _settings_of(row: tuple[Any, ...]) -> RunSettings:
    settings: RunSettings = from_json(RunSettings, row[2], f"run {row[0]}")
    return settings


def _summary_of(row: tuple[Any, ...]) -> RunSummary:
    summary: RunSummary = from_json(RunSummary, row[3] or "{}", f"run {row[0]}")
    # JSON has only texts for keys.
    return replace(summary, places=MappingProxyType({int(number): counts for number, counts in summary.places.items()}))
