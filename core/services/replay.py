"""A finished rehearsal at any of its instants: counts, sums, who is in which sequence, what senders have sent.

All is rebuilt from the stored trace with whole columns at a time, and sums are kept every ``STRIDE`` rows, so that a
jump costs the same wherever it goes. The trace does not tell when a wait ended that led to nothing; those ends are
stored beside it (``core.model.run.Move``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.engine.tally import Tally
from core.model.instant import DAY, HOUR, Instant
from core.model.moment import NEAR_LIMIT, Break, ContactState, Density, Moment, Stop
from core.model.problem import Problem
from core.model.reason import Reason
from core.model.run import CardCounts, Cast, Move, Run, RunSummary
from core.model.trace import Outcome, RowKind
from core.rules import rulepack
from core.services.row_mask import Rows
from core.services.runs import Control, Unwatched
from core.store import log

if TYPE_CHECKING:
    from core.services.workspace import Workspace

Numbers: TypeAlias = NDArray[np.int64]

STRIDE = 16_384
"""Rows between two remembered sums."""

_MAIL_SENT = int(RowKind.MAIL) * 1_000_000 + int(Outcome.DONE) * 1_000
_ENROLLED = int(RowKind.ACTION) * 1_000_000 + int(Outcome.DONE) * 1_000
_AT_CARDS = (int(RowKind.ACTION), int(RowKind.TRIGGER))


class Replay:
    """A rehearsal that can be looked at as it was at any instant.

    Every question costs a few milliseconds, also on a million rows, and may be asked in any thread.

    Arguments:
        run: A finished run.
        columns: Its rows, a column each: time, contact, place, packed (kind, outcome, reason), sender, sequence, step
            and the first fact; see ``core.store.log.packed``.
        moves: When contacts began and ceased to wait, and where.

    Attributes:
        run: The run.
        start: Its first moment.
        end: Its last moment: where it was stopped, or its end.
        rows: How many rows it has.
    """

    def __init__(self, run: Run, columns: Numbers, moves: list[Move]) -> None:
        self.run = run
        self.start = run.settings.start
        self.end = run.summary.until or run.settings.start + run.settings.days * DAY
        self.rows = columns.shape[1]
        (self.times, self.contacts, self.places, self.packed, self.senders, self.sequences, self.steps, self.facts) = (
            columns
        )
        self.kinds = self.packed // 1_000_000
        self.outcomes = self.packed // 1_000 % 1_000
        self.reasons = self.packed % 1_000
        at_cards = np.isin(self.kinds, _AT_CARDS)
        # Sums count mails, tasks and events of all places together, as the engine does.
        keys = np.where(at_cards | (self.kinds == int(RowKind.SEQUENCE)), self.places, 0) * 10_000_000 + self.packed
        self._keys, self._key_of = np.unique(keys, return_inverse=True)
        self._marks = self._cumulate()
        self._moves = np.array(moves, dtype=np.int64).reshape(-1, 3)
        unenrolls = rulepack.load(run.project.account.rule_pack).on_sequence_deleted == "unenroll"
        self._emptied = {s.id for s in run.project.sequences if s.deleted is not None and unenrolls}
        self._sent = np.flatnonzero(self.packed == _MAIL_SENT)
        self._in_out = np.flatnonzero(
            ((self.packed == _ENROLLED) & (self.sequences > 0) & np.isin(self.places, self.enroll_places()))
            | (
                (self.kinds == int(RowKind.SEQUENCE))
                & (self.outcomes == int(Outcome.LEFT))
                & ~np.isin(self.sequences, list(self._emptied))
            )
        )
        self._break_rows: dict[Break, Numbers] = {}
        self._asked: tuple[Moment, Tally] | None = None
        who, self._mover_of = np.unique(self.contacts[self._in_out], return_inverse=True)
        self._movers = len(who)

    def columns(self) -> dict[str, Numbers]:
        """Give the columns of its rows by the names of ``TraceEvent``, as far as they were read."""
        names = ("time", "contact", "place", "kind", "outcome", "reason", "sender", "sequence", "step", "a")
        columns = (self.times, self.contacts, self.places, self.kinds, self.outcomes, self.reasons, self.senders,
                   self.sequences, self.steps, self.facts)  # fmt: skip
        return dict(zip(names, columns, strict=True))

    def enroll_places(self) -> list[int]:
        """Give the numbers of the cards that enroll in sequences."""
        return sorted(Cast(self.run.project).enrolling())

    def _cumulate(self) -> Numbers:
        """Sum up the rows before every mark."""
        size = max(len(self._keys), 1)
        marks = np.zeros((self.rows // STRIDE + 1, size), dtype=np.int64)
        for mark in range(1, len(marks)):
            part = self._key_of[(mark - 1) * STRIDE : mark * STRIDE]
            marks[mark] = marks[mark - 1] + np.bincount(part, minlength=size)
        return marks

    # ------------------------------------------------------------ moments

    def at(self, time: Instant) -> Moment:
        """Give the moment after all that happens at an instant."""
        time = min(max(time, self.start), self.end)
        return Moment(int(np.searchsorted(self.times, time, side="right")), time)

    def after_rows(self, rows: int) -> Moment:
        """Give the moment after so many rows."""
        rows = min(max(rows, 0), self.rows)
        return Moment(rows, int(self.times[rows - 1]) if rows else self.start)

    def next(self, moment: Moment, stop: Stop) -> Moment | None:
        """Give the moment after the next row that has what is wanted; ``None`` when there is none any more."""
        found = self._where(stop, slice(moment.rows, self.rows))
        return self.after_rows(moment.rows + int(found[0]) + 1) if len(found) else None

    def previous(self, moment: Moment, stop: Stop) -> Moment | None:
        """Give the moment after the last row before this one's own that has what is wanted."""
        found = self._where(stop, slice(0, max(moment.rows - 1, 0)))
        return self.after_rows(int(found[-1]) + 1) if len(found) else None

    def first_break(self, breaks: Iterable[Break], after: int, until: int) -> tuple[int, Break] | None:
        """Find the first row, from position ``after`` up to ``until``, at which a break point stops."""
        hits = []
        for one in breaks:
            if one not in self._break_rows:
                self._break_rows[one] = self._rows_of(one)
            rows = self._break_rows[one]
            at = int(np.searchsorted(rows, after))
            if at < len(rows) and rows[at] < until:
                hits.append((int(rows[at]), one))
        return min(hits, key=lambda hit: hit[0], default=None)

    def _rows_of(self, one: Break) -> Numbers:
        project = self.run.project
        if one.card[0]:
            place = Cast(project).number(*one.card)
            return self._where(Stop(places=(place,)), slice(0, self.rows)) if place else np.zeros(0, dtype=np.int64)
        if not one.near_limit:
            return self._where(one.stop, slice(0, self.rows))
        sender = project.sender(one.near_limit)
        if sender is None:
            return np.zeros(0, dtype=np.int64)
        limit = rulepack.load(project.account.rule_pack).limit_of(sender, project.account.subscription)
        sharing = [other.id for other in project.senders if other.counted_in == sender.counted_in]
        return self.crossings(sharing, round(limit * NEAR_LIMIT))

    def crossings(self, senders: Collection[int], mails: int, hours: int = 24) -> Numbers:
        """Give the positions of the mails with which senders of one mailbox come to so many mails in so many hours."""
        sent = self._sent[np.isin(self.senders[self._sent], list(senders))]
        times = self.times[sent]
        counts = np.arange(1, len(times) + 1) - np.searchsorted(times, times - hours * HOUR, side="right")
        full = counts >= max(mails, 1)
        return sent[full & ~np.concatenate(([False], full[:-1]))] if len(sent) else sent

    def fullest(self, senders: Collection[int], hours: int = 24) -> int:
        """Give the most mails that senders of one mailbox sent within so many hours."""
        times = self.times[self._sent[np.isin(self.senders[self._sent], list(senders))]]
        counts = np.arange(1, len(times) + 1) - np.searchsorted(times, times - hours * HOUR, side="right")
        return int(counts.max(initial=0))

    def enrolled_rows(self) -> Numbers:
        """Give the positions of the rows with which contacts came into sequences."""
        rows: Numbers = self._in_out[self.kinds[self._in_out] == int(RowKind.ACTION)]
        return rows

    def _where(self, stop: Stop, part: slice) -> Numbers:
        hits = np.ones(part.stop - part.start, dtype=bool)
        for column, wanted in (
            (self.places, stop.places),
            (self.reasons, stop.reasons),
            (self.outcomes, stop.outcomes),
            (self.kinds, stop.kinds),
            (self.contacts, (stop.contact,) if stop.contact else ()),
            (self.senders, (stop.sender,) if stop.sender else ()),
        ):
            if wanted:
                hits &= np.isin(column[part], list(wanted))
        return np.flatnonzero(hits)

    def density(self, parts: int) -> Density:
        """Count skips and mails in equal parts of the time line."""
        edges = np.linspace(self.start, max(self.end, self.start + 1), parts + 1)

        def spread(times: Numbers) -> tuple[int, ...]:
            return tuple(int(n) for n in np.histogram(times, edges)[0])

        return Density(spread(self.times[self.outcomes == int(Outcome.SKIPPED)]), spread(self.times[self._sent]))

    # ------------------------------------------------------------ sums

    def tally(self, moment: Moment) -> Tally:
        """Give the sums of the rows so far, as the engine kept them at that moment; not to be changed.

        The last one is remembered, because several parts of a window ask for the same moment.
        """
        asked = self._asked
        if asked is not None and asked[0] == moment:
            return asked[1]
        mark = moment.rows // STRIDE
        rest = self._key_of[mark * STRIDE : moment.rows]
        counts = self._marks[mark] + np.bincount(rest, minlength=self._marks.shape[1])
        tally = Tally()
        for index in np.flatnonzero(counts):
            place, packed = divmod(int(self._keys[index]), 10_000_000)
            kind, outcome, reason = packed // 1_000_000, packed // 1_000 % 1_000, packed % 1_000
            tally.add(place, RowKind(kind), Outcome(outcome), Reason(reason), int(counts[index]))
        for place, number in self._waiting(moment).items():
            tally.wait(moment.time, place, number)
        self._asked = (moment, tally)
        return tally

    def counts(self, moment: Moment) -> dict[int, CardCounts]:
        """Give the counts of every trigger and card that anybody has reached."""
        return self.tally(moment).places()

    def summary(self, moment: Moment) -> RunSummary:
        """Give the sums a run would have that was stopped at this moment."""
        return self.tally(moment).summary(self.run.summary.contacts, moment.time)

    def skipped_rows(self, moment: Moment, place: int) -> Numbers:
        """Give the positions of the rows with which a card was skipped so far."""
        hits = (self.places[: moment.rows] == place) & (self.outcomes[: moment.rows] == int(Outcome.SKIPPED))
        return np.flatnonzero(hits)

    def _waiting(self, moment: Moment) -> dict[int, int]:
        """Give how many wait at each place; within an instant, as before it began."""
        whole = moment.rows >= self.rows or self.times[moment.rows] > moment.time
        last = np.searchsorted(self._moves[:, 0], moment.time, side="right" if whole else "left")
        moves = self._moves[:last]
        if not len(moves):
            return {}
        sums = np.bincount(moves[:, 1], weights=moves[:, 2])
        return {int(place): int(sums[place]) for place in np.flatnonzero(sums)}

    # ------------------------------------------------------------ people and senders

    def sent_by(self, moment: Moment, hours: int = 24) -> dict[int, int]:
        """Give how many mails each sender has sent in so many hours up to a moment."""
        sent = self._sent[: np.searchsorted(self._sent, moment.rows)]
        recent = sent[np.searchsorted(self.times[sent], moment.time - hours * HOUR, side="right") :]
        counts = np.bincount(self.senders[recent]) if len(recent) else np.zeros(0, dtype=np.int64)
        return {int(sender): int(counts[sender]) for sender in np.flatnonzero(counts)}

    def inside(self, moment: Moment) -> dict[int, tuple[int, int]]:
        """Give who is in a sequence: contact id to (sequence, sender)."""
        found = self._standing()
        last = self._last_moves(moment)
        entered = self.kinds[last] == int(RowKind.ACTION)
        for contact in self.contacts[last[~entered]].tolist():
            found.pop(contact, None)
        rows = last[entered]
        found.update(
            zip(
                self.contacts[rows].tolist(),
                zip(self.sequences[rows].tolist(), self.senders[rows].tolist(), strict=True),
                strict=True,
            )
        )
        return found

    def active(self, moment: Moment) -> dict[int, int]:
        """Give how many contacts are in each sequence."""
        last = self._last_moves(moment)
        counts = Counter(self.sequences[last[self.kinds[last] == int(RowKind.ACTION)]].tolist())
        moved = set(self.contacts[last].tolist()) if self.run.project.enrollments else set()
        counts.update(sequence for who, (sequence, _) in self._standing().items() if who not in moved)
        return dict(counts)

    def _last_moves(self, moment: Moment) -> Numbers:
        """Give the last row of each contact with which it came into a sequence or left one."""
        count = int(np.searchsorted(self._in_out, moment.rows))
        last = np.full(self._movers, -1, dtype=np.int64)
        # Of several rows of one contact the last one is what stays.
        last[self._mover_of[:count]] = self._in_out[:count]
        return last[last >= 0]

    def _standing(self) -> dict[int, tuple[int, int]]:
        """Give who is in a sequence when the run begins: of several enrollments of a contact the first one counts.

        Where people leave a sequence with its deletion, one that was deleted before holds nobody.
        """
        project = self.run.project
        known = {sequence.id for sequence in project.sequences} - self._emptied
        standing = [e for e in project.enrollments if e.sequence in known]
        return {e.contact: (e.sequence, e.sender) for e in reversed(standing)}

    def contact(self, contact: int, moment: Moment) -> ContactState:
        """Give where one contact is."""
        own = np.flatnonzero(self.contacts[: moment.rows] == contact)
        placed = own[(self.places[own] > 0) & np.isin(self.kinds[own], _AT_CARDS)]
        moved = own[np.isin(own, self._in_out)]
        sequence, sender = self._standing().get(contact, (0, 0))
        if len(moved):
            row = moved[-1]
            is_in = self.kinds[row] == int(RowKind.ACTION)
            sequence, sender = (int(self.sequences[row]), int(self.senders[row])) if is_in else (0, 0)
        return ContactState(
            sequence,
            sender,
            int(self.places[placed[-1]]) if len(placed) else 0,
            len(own),
            int(np.count_nonzero(self.packed[own] == _MAIL_SENT)),
        )


def load(ws: Workspace, run_id: int, control: Control | None = None) -> Replay | None:
    """Read a run's whole trace; work for a job, about two seconds for a million rows.

    Arguments:
        ws: The workspace.
        run_id: A finished run.
        control: May stop it; the answer is then ``None``.

    Raises:
        Problem: ``RUN_MISSING`` when there is no such run.
    """
    run = ws.runs.get(run_id)
    if run is None:
        raise Problem("RUN_MISSING", "This rehearsal is no longer in the workspace.")
    watcher = control or Unwatched()
    parts: list[Any] = []
    for rows in log.packed(ws.store, ws.runs.rows(run_id)):
        parts.append(np.array(rows, dtype=np.int64).T)
        if watcher.cancelled():
            return None
    columns = np.concatenate(parts, axis=1) if parts else np.zeros((8, 0), dtype=np.int64)
    replay = Replay(run, columns, ws.runs.moves(run_id))
    ws.log.keep(run_id, Rows(replay.columns(), ws.runs.rows(run_id).start))
    return replay
