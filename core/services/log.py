"""The log of a rehearsal: which rows, how many, as lines or a file. How a row reads is in ``log_lines``."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from core.exchange.files import Stopped, never
from core.model.problem import Problem
from core.model.reason import Reason
from core.model.run import Cast
from core.model.trace import Outcome, RowKind, TraceRow
from core.services.log_examples import Example, examples
from core.services.log_files import COLUMNS, Written, write
from core.services.log_lines import Alike, LogLine, Reader
from core.services.log_phrases import phrase
from core.services.log_terms import Reading, read, suggestions, where_of
from core.store import contacts as contact_rows
from core.store import log as rows
from core.store.contacts import Person
from core.store.database import Store
from core.store.log import RowFilter
from core.store.log_where import Person as Named
from core.store.log_where import Where, is_settled
from core.store.runs import Runs

if TYPE_CHECKING:
    # The columns bring numpy along, which is loaded when a run is looked at, not with the window.
    from core.services.row_mask import Rows as ReadRows
    from core.services.runs import Control

__all__ = ["COLUMNS", "Log", "LogCounts", "LogLine", "LogQuery"]

_T = TypeVar("_T")

_PAGE = 2_000
_REMEMBERED = 4
_KNOWN = 100_000
_TOKEN = "{{"


@dataclass(frozen=True, slots=True)
class LogQuery:
    """Which rows of a run's log; every field that is not empty narrows them down.

    Attributes:
        run: Run id.
        outcomes: Outcomes.
        reasons: Reasons.
        kinds: Kinds of row.
        text: A filter in the language of ``core.rules.log_filter``; bare words must be found in contact, workflow,
            action, sender, sequence or reason.
        contact: A contact's id, 0 for any.
        places: Numbers of places in the run's cast.
    """

    run: int
    outcomes: frozenset[Outcome] = frozenset()
    reasons: frozenset[Reason] = frozenset()
    kinds: frozenset[RowKind] = frozenset()
    text: str = ""
    contact: int = 0
    places: frozenset[int] = frozenset()


def _none() -> Mapping[Reason, int]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LogCounts:
    """How many rows a run's log has.

    Attributes:
        all: Every row.
        skipped: Rows with outcome *skipped*.
        mails: Rows of kind *mail*, whatever came of them.
        by_reason: Reason to its number of rows, whatever their outcome; reasons that did not come up are absent.
    """

    all: int = 0
    skipped: int = 0
    mails: int = 0
    by_reason: Mapping[Reason, int] = field(default_factory=_none)


@dataclass(slots=True)
class _Tally:
    """What was counted of a run so far: rows before ``until``, by (kind, outcome, reason)."""

    until: int
    sums: Counter[tuple[int, int, int]]


class Log:
    """The logs of a workspace's runs.

    Arguments:
        store: The open file.
        runs: Its runs.
    """

    def __init__(self, store: Store, runs: Runs) -> None:
        self._store = store
        self._runs = runs
        self._kept = threading.Lock()
        self._readers: OrderedDict[int, Reader] = OrderedDict()
        self._read: Mapping[int, ReadRows] = {}
        self._tallies: OrderedDict[int, _Tally] = OrderedDict()

    def ids(self, query: LogQuery, first: int = 0) -> Sequence[int]:
        """Give the ids of the rows asked for, from one on, in the order they happened.

        Of a run that still plays, those are given that are written by now. A query that narrows nothing down costs
        nothing; any other looks at every row and is work for a job when the log is long.

        Raises:
            Problem: ``RUN_MISSING`` when there is no such run; ``BAD_LOG_FILTER`` when the text cannot be read.
        """
        span, wanted = self._wanted(query)
        read = self._read.get(query.run)
        if read is not None and not first and not wanted.is_open:
            return read.ids(wanted, self._people)
        return rows.ids(self._store, span, wanted, first)

    def by_sort(self, query: LogQuery) -> Mapping[tuple[int, int, int], Sequence[int]]:
        """Give the ids of the rows asked for by (kind, outcome, reason), ascending; work for a job, as ``ids``.

        Raises:
            Problem: as ``ids``.
        """
        span, wanted = self._wanted(query)
        read = self._read.get(query.run)
        return read.by_sort(wanted, self._people) if read is not None else rows.by_sort(self._store, span, wanted)

    def keep(self, run: int, read: ReadRows) -> None:
        """Remember the columns of a finished run that somebody has read anyway: it is filtered in no time then.

        Only those of the last such run are kept.
        """
        self._read = {run: read}

    def _people(self, person: Named) -> Collection[int]:
        return rows.people(self._store, person)

    def can_grow(self, query: LogQuery) -> bool:
        """Say whether the rows asked for stay, whatever a run that plays writes after them.

        Raises:
            Problem: as ``ids``.
        """
        return not query.text.strip() or is_settled(self._where(query))

    def check(self, run: int, text: str) -> Reading:
        """Say what a typed filter is, or what is wrong with it; cheap enough to be asked while it is typed.

        Raises:
            Problem: ``BAD_LOG_FILTER``, whose place is the number of letters before what is wrong; ``RUN_MISSING``.
        """
        reader = self._reader(run)
        return read(text, reader.settings, reader)

    def suggestions(self, run: int, text: str, cursor: int) -> tuple[int, list[str]]:
        """Give what may stand at the cursor of a typed filter: the first letter replaced, and the completions."""
        return suggestions(text, cursor, self._reader(run))

    def examples(self, run: int, reasons: Sequence[Reason] = ()) -> tuple[Example, ...]:
        """Give filters to learn from, with the names of a run; its most frequent reasons first."""
        return examples(self._reader(run), reasons)

    def phrase(self, run: int, field: str, line: LogLine) -> str:
        """Write what a row has in a column as a filter; empty where that cannot be asked for."""
        return phrase(field, line, self._reader(run))

    def heads(self, query: LogQuery, keep_on: Callable[[], None] = lambda: None, first: int = 0) -> Sequence[int]:
        """Give the ids of the rows that differ from the one before by more than the contact; work for a job.

        Arguments:
            query: Which rows.
            keep_on: Called now and then; raises what shall end the work.
            first: Rows before this one are passed over; it begins a group.

        Raises:
            Problem: as ``ids``.
        """
        span, wanted = self._wanted(query)
        read = self._read.get(query.run)
        return (
            rows.heads(self._store, span, wanted, keep_on, first)
            if read is None or first
            else read.heads(wanted, self._people)
        )

    def contacts(self, query: LogQuery) -> Sequence[int]:
        """Give the contacts of the rows asked for, each once, in the order of their first rows; work for a job.

        Raises:
            Problem: as ``ids``.
        """
        span, wanted = self._wanted(query)
        read = self._read.get(query.run)
        return rows.contacts(self._store, span, wanted) if read is None else read.contacts(wanted, self._people)

    def lines(self, ids: Sequence[int]) -> list[LogLine]:
        """Give lines in the order of their ids; rows of a deleted run are left out. The ids may be of several runs."""
        events = rows.events(self._store, ids)
        people = contact_rows.people(self._store, {event.contact for event in events.values()})
        found: dict[int, LogLine] = {}
        for run_id, some in self._by_run(sorted(events)):
            reader = self._reader(run_id)
            lines = list(reader.lines({row_id: events[row_id] for row_id in some}, people))
            filled = self._filled(reader, [(line.contact_id, line.sender_id, line.detail) for line in lines])
            for line, said in zip(lines, filled, strict=True):
                found[line.id] = line if said == line.detail else replace(line, detail=said)
        return [found[row_id] for row_id in ids if row_id in found]

    def told(self, run: int, span: range) -> list[tuple[TraceRow, Alike, str]]:
        """Give neighbouring rows of a run, each with its words: those it shares with others, and its own sentence.

        This is what ``lines`` says, without a line of its own for every row: for all of a long run.

        Arguments:
            run: The run.
            span: Ids of rows of it.

        Raises:
            Problem: ``RUN_MISSING`` when there is no such run.
        """
        return self._told(self._reader(run), rows.between(self._store, span))

    def _told(self, reader: Reader, some: Sequence[TraceRow]) -> list[tuple[TraceRow, Alike, str]]:
        told = list(reader.told(some))
        said = self._filled(reader, [(row[1], row[6], said) for row, (_, said) in zip(some, told, strict=True)])
        return [(row, alike, own) for row, (alike, _), own in zip(some, told, said, strict=True)]

    def called(self, contacts: Collection[int]) -> list[str]:
        """Give what contacts are called in the log, deleted ones too."""
        people = contact_rows.people(self._store, contacts)
        return [(people.get(contact) or Reader.nobody(contact)).name for contact in contacts]

    def _filled(self, reader: Reader, sentences: Sequence[tuple[int, int, str]]) -> list[str]:
        """Fill the tokens of sentences, each with its contact and its sender.

        Who was deleted has no values any more, so theirs stay.
        """
        asked = {contact for contact, _, said in sentences if _TOKEN in said}
        if not asked:
            return [said for _, _, said in sentences]
        people = {contact.id: contact for contact in contact_rows.many(self._store, sorted(asked))}
        return [
            reader.filled(said, sender, people[contact]) if _TOKEN in said and contact in people else said
            for contact, sender, said in sentences
        ]

    def counts(self, run: int) -> LogCounts:
        """Count the rows of a run; only those that came since the last time are looked at.

        The first count of a run of a million rows takes a good part of a second: work for a job.

        Raises:
            Problem: ``RUN_MISSING`` when there is no such run.
        """
        span = self._runs.rows(run)
        known = self._tallies.get(run, _Tally(span.start, Counter()))
        tally = _Tally(span.stop, known.sums + rows.sums(self._store, range(known.until, span.stop)))
        self._remember(self._tallies, run, tally)
        by_reason: Counter[Reason] = Counter()
        for (_, _, reason), number in tally.sums.items():
            by_reason[Reason(reason)] += number
        del by_reason[Reason.NONE]
        return LogCounts(
            len(span),
            sum(number for (_, outcome, _), number in tally.sums.items() if outcome == Outcome.SKIPPED),
            sum(number for (kind, _, _), number in tally.sums.items() if kind == RowKind.MAIL),
            MappingProxyType(dict(by_reason)),
        )

    def export(self, query: LogQuery, path: Path, fmt: str, control: Control | None = None, *, until: int = 0) -> int:
        """Write the rows asked for into a file; gives how many. Slow work for a job.

        Arguments:
            query: Which rows.
            path: The file; one that is there is replaced.
            fmt: ``csv`` or ``jsonl``.
            control: May stop it until the last moment, and is told how much is done, 0 to 1. Once stopped, 0 is given,
                and every file stays as it was.
            until: Only rows before this id are written; 0 for all.

        Raises:
            Problem: ``RUN_MISSING``, ``BAD_FORMAT``; ``READ_ONLY``, ``DISK_FULL`` or ``CANNOT_WRITE``.
        """
        ids, stopped = self.ids(query), control.cancelled if control is not None else never
        if until:
            ids = ids[: bisect_left(ids, until)]
        reader = self._reader(query.run)

        def pages() -> Iterator[Sequence[int]]:
            for at in range(0, len(ids), _PAGE):
                if stopped():
                    return
                if control is not None:
                    control.report(at / len(ids))
                yield ids[at : at + _PAGE]

        try:
            return write(path, fmt, self._paged(reader, pages()), reader.zone, stopped)
        except Stopped:
            return 0

    def cast(self, run: int) -> Cast:
        """Give a run's frozen copy of the project, as its rows point to it.

        Raises:
            Problem: ``RUN_MISSING`` when there is no such run.
        """
        return self._reader(run).cast

    def _paged(self, reader: Reader, pages: Iterator[Sequence[int]]) -> Iterator[Written]:
        known: dict[int, Person] = {}
        for page in pages:
            if isinstance(page, range):
                some = rows.between(self._store, page)
            else:
                events = rows.events(self._store, page)
                some = [events[row_id] for row_id in page if row_id in events]
            if len(known) > _KNOWN:
                known.clear()
            new = {row[1] for row in some}.difference(known)
            people = contact_rows.people(self._store, new)
            known.update((contact, people.get(contact) or reader.nobody(contact)) for contact in new)
            for row, alike, said in self._told(reader, some):
                yield row, alike, known[row[1]], said

    def _reader(self, run: int) -> Reader:
        reader = self._readers.get(run)
        if reader is None:
            found = self._runs.get(run)
            if found is None:
                raise Problem("RUN_MISSING", f"Rehearsal {run} is no longer in this workspace.")
            reader = Reader(found.project, found.settings)
        self._remember(self._readers, run, reader)
        return reader

    def _wanted(self, query: LogQuery) -> tuple[range, RowFilter]:
        """Give the ids of the run's rows, and which of them are asked for."""
        wanted = RowFilter(
            outcomes=sorted(query.outcomes),
            reasons=sorted(query.reasons),
            kinds=sorted(query.kinds),
            places=sorted(query.places),
            contact=query.contact,
            where=self._where(query) if query.text.strip() else None,
        )
        return self._runs.rows(query.run), wanted

    def _where(self, query: LogQuery) -> Where | None:
        reader = self._reader(query.run)
        return where_of(query.text, reader.settings, reader)

    def _by_run(self, ids: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
        """Split ascending row ids by the run they are of."""
        for run_id, span in self._runs.spans():
            start, stop = bisect_left(ids, span.start), bisect_left(ids, span.stop)
            if start < stop:
                yield run_id, ids[start:stop]

    def _remember(self, kept: OrderedDict[int, _T], run: int, value: _T) -> None:
        """Keep a value of a run, and forget the one not asked for longest; a run's project may be large."""
        with self._kept:
            kept[run] = value
            kept.move_to_end(run)
            while len(kept) > _REMEMBERED:
                kept.popitem(last=False)
