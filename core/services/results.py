"""The results of a rehearsal up to one of its instants: load, reasons, days, collisions, sums.

Not here: the load map (``load_map``), what is still planned (``planned_mails``), reading the run (``replay``), and
anything that is drawn.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from typing import TYPE_CHECKING

import numpy as np

from core.model.event import EventKind
from core.model.instant import Instant
from core.model.moment import Moment
from core.model.reason import Reason
from core.model.trace import Outcome, RowKind
from core.rules.calendar import local_date, local_instant, zone_or
from core.rules.log_filter import quoted
from core.services.load_map import Days, LoadCell, Member, hours_counted, load_map, members_of
from core.services.planned_mails import Planned, last_before, mails_before, planned_mails
from core.services.replay import Numbers, Replay
from core.services.values import zone_of_account
from core.store import contacts as contact_rows
from core.store import log

if TYPE_CHECKING:
    from core.services.workspace import Workspace

_ACTION, _MAIL, _SEQUENCE, _EVENT = map(int, (RowKind.ACTION, RowKind.MAIL, RowKind.SEQUENCE, RowKind.EVENT))
_DONE, _SKIPPED = int(Outcome.DONE), int(Outcome.SKIPPED)
_KINDS = tuple(EventKind)
_REPLIED, _MEETING = _KINDS.index(EventKind.REPLIED) + 1, _KINDS.index(EventKind.MEETING_BOOKED) + 1
NO_SENDER = (0, "No sender")
"""Whom enrollments are counted at that were skipped before anybody was found to send for them."""
LONGEST = 120
"""Days that are shown at most: those of the run, then those of planned mails."""


MISHAPS = (Outcome.SKIPPED, Outcome.DEFERRED, Outcome.FAILED)
"""What a person may want to mend; whoever left did so for a reason too."""


@dataclass(frozen=True, slots=True)
class DayCounts:
    """What happened on one day of the account.

    Attributes:
        day: The day.
        enrolled: Enrollments that began.
        skipped: Actions skipped.
        mails: Mails that left.
        planned: Mails that are to leave.
        replies: Replies.
        meetings: Meetings booked.
    """

    day: date
    enrolled: int = 0
    skipped: int = 0
    mails: int = 0
    planned: int = 0
    replies: int = 0
    meetings: int = 0


@dataclass(frozen=True, slots=True)
class Sums:
    """What came of one sequence or one sender.

    Attributes:
        id: Which.
        name: What it is called.
        enrolled: Enrollments that began.
        skipped: Enrollments that were skipped.
        mails: Mails that left.
        replies: Replies, counted at the last mail before.
        meetings: Meetings booked, counted likewise.
        left: Enrollments that ended early.
        finished: Enrollments that came to their end.
        reasons: Why enrollments were skipped, the most frequent first.
    """

    id: int
    name: str
    enrolled: int
    skipped: int
    mails: int
    replies: int
    meetings: int
    left: int
    finished: int
    reasons: tuple[tuple[Reason, int], ...]


@dataclass(frozen=True, slots=True)
class Results:
    """All results up to a moment.

    Attributes:
        replay: The rehearsal.
        moment: The instant.
        days: The days shown, in order.
        zone: The account's time zone.
        senders: Id and name of each sender, in the order of the load map.
        load: A row of cells for each sender, one for each day.
        reasons: Why something was skipped, put off or failed, the most frequent first.
        per_day: The counts of every day.
        collisions: (wanted sequence, the one they were in) to how many enrollments that kept out.
        sequences: Sums of every sequence.
        by_sender: Sums of every sender, then of ``NO_SENDER`` where there is something to count.
        planned: What is still to leave.
        hours: Length of the window in which mails are counted, in hours; 0 for the calendar day.
    """

    replay: Replay
    moment: Moment
    days: tuple[date, ...]
    zone: tzinfo
    senders: tuple[tuple[int, str], ...]
    load: tuple[tuple[LoadCell, ...], ...]
    reasons: tuple[tuple[Reason, int], ...]
    per_day: tuple[DayCounts, ...]
    collisions: Mapping[tuple[int, int], int]
    sequences: tuple[Sums, ...]
    by_sender: tuple[Sums, ...]
    planned: Sequence[Planned]
    hours: int

    @property
    def is_whole(self) -> bool:
        """Whether they tell of the whole rehearsal."""
        return self.moment.rows >= self.replay.rows and self.moment.time >= self.replay.end

    @property
    def ahead(self) -> int:
        """The number of the first day that lies ahead: only what is planned is known of it."""
        return self.run_days if self.is_whole else (local_date(self.moment.time, self.zone) - self.days[0]).days + 1

    @property
    def run_days(self) -> int:
        """How many calendar days the rehearsal touches; the days after them hold planned mails only."""
        last = local_date(max(self.replay.end - 1, self.replay.start), self.zone)
        return (last - self.days[0]).days + 1

    def sequence_name(self, sequence: int) -> str:
        """Give a sequence's name as the run knew it."""
        found = self.replay.run.project.sequence(sequence)
        return found.name if found is not None else f"Sequence {sequence}"

    def members(self, sender: int, day: int) -> list[Member]:
        """List who is in a cell of the load map, and who was pushed out: those first."""
        first, after = _bounds(self.days, self.zone)[day : day + 2]
        return members_of(self.replay, self.moment.rows, self.planned, sender, first, after)


def load_results(
    ws: Workspace, replay: Replay, moment: Moment, cancelled: Callable[[], bool] = lambda: False
) -> Results:
    """Count the results of the run that is shown, with time zones and put-off mails from the file; work for a job."""
    account = zone_of_account(replay.run.project)
    zones: dict[int, tzinfo] = {}
    if any(sequence.settings.use_contact_time_zone for sequence in replay.run.project.sequences):
        table = ws.contacts.columns({"hs_timezone"})
        named = zip(table.ids, table.columns["hs_timezone"], strict=True)
        zones = {contact: zone_or(name, account) for contact, name in named if name}

    def put_off(rows: Numbers) -> dict[int, Instant]:
        first = replay.run.first_row
        events = log.events(ws.store, [first + row for row in sorted(rows.tolist())])
        return {row_id - first: event.c for row_id, event in events.items()}

    return results(replay, moment, planned_mails(replay, moment, zones, put_off, cancelled), zones)


def results(
    replay: Replay, moment: Moment, planned: Sequence[Planned], zones: Mapping[int, tzinfo] | None = None
) -> Results:
    """Count the results up to a moment; some 100 ms for a million rows.

    Arguments:
        replay: A finished rehearsal.
        moment: Its instant.
        planned: The mails that are still to leave then.
        zones: Time zones of contacts that have their own.
    """
    project = replay.run.project
    zone = zone_of_account(project)
    days = _days(replay, planned, zone)
    counted = _Counted(replay, moment, days, zone)
    senders = tuple((s.id, s.name) for s in project.senders)
    shown = Days(days, _bounds(days, zone), zone, hours_counted(project))
    before = mails_before(replay, shown.hours, zones)
    load = load_map(replay, moment.rows, shown, planned, before, frozenset((zones or {}).values()))
    return Results(
        replay, moment, days, zone, senders, load, counted.reasons(), counted.per_day(planned),
        counted.collisions(), counted.sums(replay.sequences, [(s.id, s.name) for s in project.sequences]),
        _but_idle(counted.sums(_known(replay.senders, senders), (*senders, NO_SENDER))), planned, shown.hours,
    )  # fmt: skip


def _known(column: Numbers, senders: Iterable[tuple[int, str]]) -> Numbers:
    """Put ``NO_SENDER`` where an owner stands who is none of the users."""
    return np.where(np.isin(column, [sender for sender, _ in senders]), column, NO_SENDER[0])


def _but_idle(sums: tuple[Sums, ...]) -> tuple[Sums, ...]:
    """Leave ``NO_SENDER`` out when every enrollment had a sender; every other sender stays."""
    return tuple(s for s in sums if s.id != NO_SENDER[0] or s.enrolled or s.skipped or s.mails or s.left or s.finished)


def _days(replay: Replay, planned: Iterable[Planned], zone: tzinfo) -> tuple[date, ...]:
    first = local_date(replay.start, zone)
    last = max(replay.end - 1, *(p.time for p in planned)) if planned else replay.end - 1
    number = (local_date(max(last, replay.start), zone) - first).days + 1
    run = (local_date(max(replay.end - 1, replay.start), zone) - first).days + 1
    return tuple(first + timedelta(n) for n in range(min(number, max(run, LONGEST))))


def _bounds(days: Sequence[date], zone: tzinfo) -> list[Instant]:
    """Give the first instant of each day, and of the day after the last."""
    return [local_instant(day, 0, zone) for day in (*days, days[-1] + timedelta(1))]


def reasons_of(replay: Replay, rows: int, outcomes: Iterable[Outcome]) -> tuple[tuple[Reason, int], ...]:
    """Count the reasons among the first rows that came out as said, the most frequent first."""
    told = np.isin(replay.outcomes[:rows], [int(outcome) for outcome in outcomes])
    found = Counter({Reason(r): int(c) for r, c in enumerate(np.bincount(replay.reasons[:rows][told])) if r and c})
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0].name)))


class _Counted:
    """Counts the rows of a rehearsal before a moment."""

    def __init__(self, replay: Replay, moment: Moment, days: Sequence[date], zone: tzinfo) -> None:
        self._replay = replay
        self._rows = moment.rows
        self._days = days
        self._bounds = _bounds(days, zone)
        rp, n = replay, moment.rows
        self._day = np.searchsorted(np.array(self._bounds), rp.times[:n], side="right") - 1
        kinds, outcomes = rp.kinds[:n], rp.outcomes[:n]
        cards = np.isin(rp.places[:n], rp.enroll_places()) & (kinds == _ACTION)
        self._enrolled = np.flatnonzero(cards & (outcomes == _DONE))
        self._skipped = np.flatnonzero(cards & (outcomes == _SKIPPED))
        self._mails = np.flatnonzero((kinds == _MAIL) & (outcomes == _DONE))
        self._left = np.flatnonzero((kinds == _SEQUENCE) & (outcomes == int(Outcome.LEFT)))
        self._replies, self._meetings = (
            np.flatnonzero((kinds == _EVENT) & (rp.facts[:n] == number)) for number in (_REPLIED, _MEETING)
        )

    def _spread(self, rows: Numbers) -> list[int]:
        counts = np.bincount(self._day[rows], minlength=len(self._days)) if len(rows) else np.zeros(len(self._days))
        return [int(count) for count in counts]

    def _day_of(self, time: Instant) -> int:
        return bisect_right(self._bounds, time) - 1

    def reasons(self) -> tuple[tuple[Reason, int], ...]:
        return reasons_of(self._replay, self._rows, MISHAPS)

    def per_day(self, planned: Sequence[Planned]) -> tuple[DayCounts, ...]:
        ahead = Counter(self._day_of(p.time) for p in planned)
        skipped = np.flatnonzero(self._replay.outcomes[: self._rows] == _SKIPPED)
        enrolled, missed, mails, replies, meetings = (
            self._spread(rows) for rows in (self._enrolled, skipped, self._mails, self._replies, self._meetings)
        )
        return tuple(
            DayCounts(day, enrolled[i], missed[i], mails[i], ahead[i], replies[i], meetings[i])
            for i, day in enumerate(self._days)
        )

    def collisions(self) -> dict[tuple[int, int], int]:
        rp = self._replay
        rows = self._skipped[rp.reasons[self._skipped] == int(Reason.ALREADY_ENROLLED)]
        return dict(Counter(zip(rp.sequences[rows].tolist(), rp.facts[rows].tolist(), strict=True)))

    def sums(self, column: Numbers, named: Iterable[tuple[int, str]]) -> tuple[Sums, ...]:
        """Sum up by a column of the rows; replies and meetings go to the last mail before."""
        rp = self._replay

        def by(rows: Numbers) -> Counter[int]:
            return Counter(column[rows].tolist())

        def heard(rows: Numbers) -> Counter[int]:
            mails = last_before(rp, rp.contacts[rows], rows, self._mails)
            return by(mails[mails >= 0])

        is_end = rp.reasons[self._left] == int(Reason.FINISHED)
        why: dict[int, Counter[Reason]] = {}
        pairs = Counter(zip(column[self._skipped].tolist(), rp.reasons[self._skipped].tolist(), strict=True))
        for (key, reason), count in pairs.items():
            why.setdefault(key, Counter())[Reason(reason)] = count
        enrolled, skipped, mails = by(self._enrolled), by(self._skipped), by(self._mails)
        replies, meetings = heard(self._replies), heard(self._meetings)
        left, finished = by(self._left[~is_end]), by(self._left[is_end])
        return tuple(
            Sums(i, name, enrolled[i], skipped[i], mails[i], replies[i], meetings[i], left[i], finished[i],
                 tuple(why.get(i, Counter()).most_common()))
            for i, name in named
        )  # fmt: skip


def names_of(ws: Workspace, contacts: Iterable[int]) -> dict[int, str]:
    """Give the names of contacts, deleted ones too."""
    return {contact: person.name for contact, person in contact_rows.people(ws.store, contacts).items()}


def log_text(
    *, contact: str = "", sender: str = "", reason: str = "", sequence: str = "", inside: str = "", day: int = -1
) -> str:
    """Write a filter of the log, e.g. ``sender="Ana Ruiz" and day=3``; days count from 0 here, from 1 there."""
    named = {"contact": contact, "sender": sender, "reason": reason, "sequence": sequence, "inside": inside}
    parts = [f"{field}={quoted(value)}" for field, value in named.items() if value]
    return " and ".join([*parts, *([f"day={day + 1}"] if day >= 0 else [])])


def no_sender_text(results: Results) -> str:
    """Write a filter of the log for the skips that had no sender: by their reasons, and by nobody having sent."""
    reasons = next((sums.reasons for sums in results.by_sender if sums.id == NO_SENDER[0]), ())
    parts = [
        "outcome=skipped",
        *([f"reason in ({', '.join(reason.name for reason, _ in reasons)})"] if reasons else []),
    ]
    if results.senders:
        parts.append(f"sender not in ({', '.join(quoted(name) for _, name in results.senders)})")
    return " and ".join(parts)
