"""Rows of the log: written as bare tuples while a run plays, read by id. Sentences are made of them elsewhere.

The rows of one run have neighbouring ids and the run knows the first and the last, so no row carries the run's id and
no index is needed to find them.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.model.instant import MINUTE, Instant
from core.model.problem import Problem
from core.model.trace import Outcome, RowKind, TraceEvent, TraceRow
from core.store.contacts import batches, marks
from core.store.database import Store
from core.store.log_where import Person, Where, people_sql
from core.store.log_where import sql as sql_of
from core.store.things import insert_sql

_NEXT = "next.row"
_FIELDS = TraceEvent._fields
_INSERT = insert_sql("event", _FIELDS)
_INSERT_AT = insert_sql("event", ("id", *_FIELDS))
_READ = ", ".join(_FIELDS)
_QUARTER = 15 * MINUTE
_PART = 10_000
"""Rows that a replay takes at a time: few enough that the window is not held up while they are turned into columns."""


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Which rows; every field that is not empty narrows them down.

    Attributes:
        outcomes: Numbers of outcomes.
        reasons: Numbers of reasons.
        kinds: Numbers of row kinds.
        places: Numbers of places.
        contact: A contact's id, 0 for any.
        where: What must hold besides.
    """

    outcomes: Collection[int] = ()
    reasons: Collection[int] = ()
    kinds: Collection[int] = ()
    places: Collection[int] = ()
    contact: int = 0
    where: Where | None = None

    @property
    def is_open(self) -> bool:
        """Whether every row passes."""
        return not self.columns() and self.where is None

    def columns(self) -> list[tuple[str, Collection[int]]]:
        """Give the columns that are narrowed down, with the numbers they may have."""
        asked: tuple[tuple[str, Collection[int]], ...] = (
            ("outcome", self.outcomes),
            ("reason", self.reasons),
            ("kind", self.kinds),
            ("place", self.places),
            ("contact", [self.contact] if self.contact else ()),
        )
        return [(name, values) for name, values in asked if values]


def next_row(connection: sqlite3.Connection) -> int:
    """Give the id that the next log row gets; ids of deleted rows do not come back."""
    highest = connection.execute("SELECT max(id) FROM event").fetchone()[0] or 0
    return max(highest + 1, int(Store.meta(connection, _NEXT) or 1))


def append(store: Store, run_id: int, rows: Iterable[TraceRow]) -> range:
    """Write rows at the end of a run's log and commit them.

    Arguments:
        store: The open file.
        run_id: A run that plays now.
        rows: Bare tuples in the order of ``TraceEvent``.

    Returns:
        The ids of the new rows.

    Raises:
        Problem: ``RUN_INTERRUPTED`` when the run was deleted, or another run wrote in between; ``DISK_FULL``.
    """
    with store.write() as connection:
        first = next_row(connection)
        iterator = iter(rows)
        head = next(iterator, None)
        if head is None:
            return range(first, first)
        # Only the first row needs its id told: SQLite gives the others the ids after it, and short rows are faster.
        connection.execute(_INSERT_AT, (first, *head))
        last = first + connection.executemany(_INSERT, iterator).rowcount
        Store.set_meta(connection, _NEXT, str(last + 1))
        _lengthen(connection, run_id, first, last)
    return range(first, last + 1)


def _lengthen(connection: sqlite3.Connection, run_id: int, first: int, last: int) -> None:
    bounds = connection.execute("SELECT first_row, last_row FROM run WHERE id = ?", (run_id,)).fetchone()
    is_empty = bounds is not None and bounds[1] < bounds[0]
    if bounds is None or not (is_empty or bounds[1] + 1 == first):
        raise Problem(
            "RUN_INTERRUPTED",
            "This rehearsal was deleted, or another one wrote into the same workspace while it played.",
            hint="Rehearse again.",
        )
    start = first if is_empty else bounds[0]
    connection.execute("UPDATE run SET first_row = ?, last_row = ? WHERE id = ?", (start, last, run_id))


def ids(store: Store, span: range, wanted: RowFilter, first: int = 0) -> Sequence[int]:
    """Give the ids of the rows wanted from one on, in the order they were written: a range when all of them are."""
    if wanted.is_open:
        return range(first, span.stop) if first > span.start else span
    condition, arguments = _condition(span, wanted, first)
    with store.read() as connection:
        found = connection.execute(f"SELECT id FROM event WHERE {condition} ORDER BY id", arguments)
        return array("q", [row[0] for row in found])


def heads(store: Store, span: range, wanted: RowFilter, keep_on: Callable[[], None], first: int = 0) -> Sequence[int]:
    """Give the ids of the rows wanted that differ from the one wanted before them by more than the contact.

    Rows are compared one by one as they are read, which takes half the time of letting SQLite look back.

    Arguments:
        store: The open file.
        span: The ids of the run's rows.
        wanted: Which of them.
        keep_on: Called now and then; raises what shall end the work.
        first: Rows before this one are passed over; it begins a group.
    """
    condition, arguments = _condition(span, wanted, first)
    sql = (
        "SELECT id, time, place, kind * 1000000 + outcome * 1000 + reason, sender, sequence, step FROM event "
        f"WHERE {condition} ORDER BY id"
    )
    found = array("q")
    before: list[int] = []
    with store.read() as connection:
        cursor = connection.execute(sql, arguments)
        while rows := cursor.fetchmany(_PART):
            keep_on()
            for row_id, *same in rows:
                if same != before:
                    found.append(row_id)
                    before = same
    return found


def contacts(store: Store, span: range, wanted: RowFilter) -> Sequence[int]:
    """Give the contacts of the rows wanted, each once, in the order of their first rows."""
    condition, arguments = _condition(span, wanted)
    sql = f"SELECT contact FROM event WHERE {condition} AND contact > 0 GROUP BY contact ORDER BY min(id)"
    with store.read() as connection:
        return array("q", [row[0] for row in connection.execute(sql, arguments)])


def by_sort(store: Store, span: range, wanted: RowFilter) -> dict[tuple[int, int, int], Sequence[int]]:
    """Give the ids of the rows wanted by (kind, outcome, reason), ascending."""
    condition, arguments = _condition(span, wanted)
    sql = f"SELECT id, kind * 1000000 + outcome * 1000 + reason FROM event WHERE {condition} ORDER BY id"
    found: dict[int, array[int]] = {}
    with store.read() as connection:
        for row_id, key in connection.execute(sql, arguments):
            found.setdefault(key, array("q")).append(row_id)
    return {(key // 1_000_000, key // 1_000 % 1_000, key % 1_000): ids for key, ids in found.items()}


def _condition(span: range, wanted: RowFilter, first: int = 0) -> tuple[str, list[int | str]]:
    """Write what is wanted as SQL with its arguments."""
    clauses, arguments = ["id BETWEEN ? AND ?"], [max(span.start, first), span.stop - 1]
    for column, values in wanted.columns():
        clauses.append(_one_of(column, values))
        arguments.extend(values)
    more: list[int | str] = []
    if wanted.where is not None:
        condition, more = sql_of(wanted.where, span)
        clauses.append(f"({condition})")
    return " AND ".join(clauses), [*arguments, *more]


def _one_of(column: str, values: Collection[int]) -> str:
    return f"{column} = ?" if len(values) == 1 else f"{column} IN ({marks(values)})"


def events(store: Store, row_ids: Sequence[int]) -> dict[int, TraceEvent]:
    """Give rows by their ids; those that are gone are left out."""
    found: dict[int, TraceEvent] = {}
    with store.read() as connection:
        for some in batches(row_ids, 500):
            if some[-1] - some[0] == len(some) - 1 and list(range(some[0], some[-1] + 1)) == some:
                where, arguments = "id BETWEEN ? AND ?", [some[0], some[-1]]
            else:
                where, arguments = f"id IN ({marks(some)})", some
            rows = connection.execute(f"SELECT id, {_READ} FROM event WHERE {where}", arguments)
            found.update((row[0], TraceEvent(*row[1:])) for row in rows)
    return found


def between(store: Store, span: range) -> list[TraceRow]:
    """Give neighbouring rows in their order, as bare tuples."""
    with store.read() as connection:
        sql = f"SELECT {_READ} FROM event WHERE id BETWEEN ? AND ? ORDER BY id"
        return connection.execute(sql, (span.start, span.stop - 1)).fetchall()


def people(store: Store, person: Person) -> frozenset[int]:
    """Give the contacts that a text finds, deleted ones too."""
    condition, arguments = people_sql(person)
    with store.read() as connection:
        return frozenset(row[0] for row in connection.execute(condition, arguments))


def packed(store: Store, span: range) -> Iterator[list[tuple[int, ...]]]:
    """Give all rows of a span in parts, each row as (time, contact, place, packed, sender, sequence, step, a).

    ``packed`` is kind * 1,000,000 + outcome * 1,000 + reason: three small numbers cost as much to fetch as three
    large ones, and a replay fetches whole runs.
    """
    sql = (
        "SELECT time, contact, place, kind * 1000000 + outcome * 1000 + reason, sender, sequence, step, a FROM event "
        "WHERE id BETWEEN ? AND ? ORDER BY id"
    )
    with store.read() as connection:
        cursor = connection.execute(sql, (span.start, span.stop - 1))
        while rows := cursor.fetchmany(_PART):
            yield rows


def sums(store: Store, span: range) -> Counter[tuple[int, int, int]]:
    """Count rows by (kind, outcome, reason); slow for a long run."""
    # One number to group by is sorted twice as fast as three; none of them reaches a thousand.
    sql = (
        "SELECT kind * 1000000 + outcome * 1000 + reason AS packed, count(*) FROM event "
        "WHERE id BETWEEN ? AND ? GROUP BY packed"
    )
    with store.read() as connection:
        rows = connection.execute(sql, (span.start, span.stop - 1))
        return Counter({(key // 1_000_000, key // 1_000 % 1_000, key % 1_000): number for key, number in rows})


def mails_by_quarter(store: Store, span: range) -> list[tuple[int, Instant, int]]:
    """Count the mails that left, as (sender, begin of a quarter of an hour, how many); slow for a long run.

    Days begin on a full quarter of an hour of UTC in every time zone of today, but not on a full hour in all of them.
    """
    sql = (
        f"SELECT sender, time / {_QUARTER} * {_QUARTER} AS began, count(*) FROM event WHERE id BETWEEN ? AND ? "
        f"AND kind = {_MAIL} AND outcome = {_DONE} GROUP BY sender, began"
    )
    with store.read() as connection:
        return connection.execute(sql, (span.start, span.stop - 1)).fetchall()


def step_sums(
    store: Store, span: range, sequence: int, told: Collection[int], stopped: Callable[[], bool]
) -> Counter[tuple[int, int, int, int]]:
    """Count what happened at the steps of a sequence, by (step, kind, outcome, fact); slow for a long run.

    Mails and tasks carry their step. What a person did is counted at the last mail that left for the contact before it,
    and an enrollment that ended at the last step that was reached. The fact is the kind of event for events, the reason
    for ends, what a task's row says for tasks, else 0.

    Rows are looked at one by one, in the order they were written: letting SQLite sort them by contact takes three times
    as long.

    Arguments:
        store: The open file.
        span: The ids of the run's rows.
        sequence: Sequence id.
        told: Numbers of the events to count.
        stopped: Says whether to stop; what was counted until then is given.
    """
    sql = (
        f"SELECT contact, kind * 16 + outcome, reason, a, CASE sequence WHEN ? THEN step END FROM event "
        f"WHERE id BETWEEN ? AND ? AND (kind IN ({_MAIL}, {_TASK}, {_ENDED}) OR kind = {_EVENT} AND a IN "
        f"({marks(told)})) ORDER BY id"
    )
    # By contact: the step of its last mail and of the last step it reached; None while another sequence has it.
    mailed: dict[int, int | None] = {}
    reached: dict[int, int | None] = {}
    found: Counter[tuple[int | None, int, int]] = Counter()
    sent, task, ended, event = _MAIL * 16 + _DONE, _TASK * 16 + _DONE, _ENDED * 16 + _LEFT, _EVENT * 16 + _DONE
    with store.read() as connection:
        cursor = connection.execute(sql, [sequence, span.start, span.stop - 1, *told])
        while (rows := cursor.fetchmany(8192)) and not stopped():
            for contact, what, reason, a, at in rows:
                if what == sent:
                    mailed[contact] = reached[contact] = at
                    found[at, what, 0] += 1
                elif what == event:
                    found[mailed.get(contact), what, a] += 1
                elif what == ended:
                    found[None if at is None else reached.get(contact) or 0, what, reason] += 1
                elif what == task:
                    reached[contact] = at
                    found[at, what, a] += 1
                else:
                    found[at, what, 0] += 1
    return Counter({(at, *divmod(what, 16), fact): n for (at, what, fact), n in found.items() if at is not None})


_MAIL, _TASK, _ENDED, _EVENT = int(RowKind.MAIL), int(RowKind.TASK), int(RowKind.SEQUENCE), int(RowKind.EVENT)
_DONE, _LEFT = int(Outcome.DONE), int(Outcome.LEFT)
