"""How full each sender's days are in a rehearsal: mails of the day, the fullest 24 hours beside the limit, who was in.

A cell counts the mails of a calendar day, but most rule packs limit any 24 hours in a row: so it tells both. Not here:
why nothing may leave on a day (``blocked_days``), and other results (``results``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo
from typing import NamedTuple

import numpy as np

from core.model.instant import HOUR, Instant
from core.model.project import Project
from core.model.reason import Reason
from core.model.trace import Outcome, RowKind
from core.rules import rulepack
from core.services.blocked_days import Blocked, SenderDays
from core.services.planned_mails import Planned
from core.services.replay import Numbers, Replay

_ACTION, _MAIL = int(RowKind.ACTION), int(RowKind.MAIL)
_DONE, _SKIPPED, _DEFERRED = int(Outcome.DONE), int(Outcome.SKIPPED), int(Outcome.DEFERRED)
_LIMIT = int(Reason.DAILY_LIMIT_REACHED)
_FREE = Blocked()
_MANY_DAYS = 100_000


@dataclass(frozen=True, slots=True)
class LoadCell:
    """What one sender has on one day; mails of others in the same mailbox count for its limit too.

    Attributes:
        sent: Own mails that left.
        planned: Own mails that are to leave.
        others: Mails of others in the mailbox, sent or planned.
        limit: The daily limit at the end of the day; never more than the mail provider's.
        skipped: Enrollments that the limit kept out.
        deferred: Follow-ups that were put off.
        blocked: What cannot leave that day, and why.
        fullest: Mails in the fullest 24 hours of the mailbox that end that day, however many of them left on the day
            before; where the rule pack counts calendar days, those of the day.
        until: When those 24 hours end; 0 for a whole calendar day.
    """

    sent: int = 0
    planned: int = 0
    others: int = 0
    limit: int = 0
    skipped: int = 0
    deferred: int = 0
    blocked: Blocked = field(default=_FREE)
    fullest: int = 0
    until: Instant = 0

    @property
    def used(self) -> int:
        """All mails of the mailbox that day."""
        return self.sent + self.planned + self.others

    @property
    def share(self) -> float:
        """How much of the limit the fullest 24 hours use, 0 to 1 or more."""
        return self.fullest / self.limit if self.limit else float(self.fullest > 0)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is in a cell of the load map, or was pushed out of it.

    Attributes:
        contact: Contact id.
        what: ``sent``, ``planned``, ``skipped`` or ``deferred``.
        sequence: Sequence id.
        step: Step number, 0 for an enrollment.
        time: When.
    """

    contact: int
    what: str
    sequence: int
    step: int
    time: Instant


class Days(NamedTuple):
    """The days that are shown.

    Attributes:
        days: In order.
        bounds: The first instant of each, and of the day after the last.
        zone: The account's time zone.
        hours: Length of the window in which mails are counted; 0 for the calendar day.
    """

    days: Sequence[date]
    bounds: Sequence[Instant]
    zone: tzinfo
    hours: int


def hours_counted(project: Project) -> int:
    """Give the length of the window in which the rule pack counts mails, in hours; 0 for the calendar day."""
    rules = rulepack.load(project.account.rule_pack)
    return 0 if rules.limit_window == "calendar_day" else rules.window_hours


def load_map(
    replay: Replay,
    rows: int,
    shown: Days,
    planned: Collection[Planned],
    before: Iterable[tuple[int, Instant]] = (),
    zones: Collection[tzinfo] = (),
) -> tuple[tuple[LoadCell, ...], ...]:
    """Give a row of cells for each sender, one for each day.

    Arguments:
        replay: The rehearsal.
        rows: How many of its rows count.
        shown: The days.
        planned: Mails that are still to leave.
        before: Mails that left before the rehearsal and count for its first hours: sender, when.
        zones: Time zones of contacts who have one of their own.
    """
    mailed, limited, put_off = _rows(replay, rows)
    day_of = np.searchsorted(np.array(shown.bounds), replay.times[:rows], side="right") - 1
    ahead = Counter((p.sender, bisect_right(shown.bounds, p.time) - 1) for p in planned)
    sent, skipped, deferred = (_by_cell(replay.senders[r], day_of[r]) for r in (mailed, limited, put_off))
    project = replay.run.project
    boxes = mailboxes(project)
    whole: Counter[tuple[str, int]] = Counter()
    for counts in (sent, ahead):
        for (who, day), count in counts.items():
            whole[boxes.get(who, ""), day] += count
    fullest = _fullest(replay, mailed, shown, planned, before)
    calendar = SenderDays(replay, shown.days, shown.bounds, shown.zone, zones)
    found = []
    for sender in project.senders:
        box, cells = boxes[sender.id], []
        for day in range(len(shown.days)):
            key, used = (sender.id, day), whole[box, day]
            most, until = fullest[box][day] if shown.hours else (used, 0)
            cells.append(
                LoadCell(sent[key], ahead[key], used - sent[key] - ahead[key], calendar.limit(*key), skipped[key],
                         deferred[key], calendar.blocked(*key), most, until)
            )  # fmt: skip
        found.append(tuple(cells))
    return tuple(found)


def _rows(replay: Replay, rows: int) -> tuple[Numbers, Numbers, Numbers]:
    """Give the positions of mails that left, enrollments that the limit kept out, and mails put off."""
    kinds, outcomes = replay.kinds[:rows], replay.outcomes[:rows]
    mails = kinds == _MAIL
    limited = (kinds == _ACTION) & (outcomes == _SKIPPED) & (replay.reasons[:rows] == _LIMIT)
    return (
        np.flatnonzero(mails & (outcomes == _DONE)),
        np.flatnonzero(limited & np.isin(replay.places[:rows], replay.enroll_places())),
        np.flatnonzero(mails & (outcomes == _DEFERRED)),
    )


def _by_cell(senders: Numbers, days: Numbers) -> Counter[tuple[int, int]]:
    """Count rows by sender and day."""
    keys, counts = np.unique(senders * _MANY_DAYS + days, return_counts=True)
    pairs = zip((keys // _MANY_DAYS).tolist(), (keys % _MANY_DAYS).tolist(), strict=True)
    return Counter(dict(zip(pairs, counts.tolist(), strict=True)))


def mailboxes(project: Project) -> dict[int, str]:
    """Give the mailbox of each sender; users without any address share nothing."""
    return {s.id: s.counted_in for s in project.senders}


def _fullest(
    replay: Replay, mailed: Numbers, shown: Days, planned: Iterable[Planned], before: Iterable[tuple[int, Instant]]
) -> dict[str, list[tuple[int, Instant]]]:
    """Give the fullest window of each mailbox that ends on each day, and when it ends."""
    boxes = mailboxes(replay.run.project)
    extra: dict[str, list[Instant]] = {box: [] for box in boxes.values()}
    for sender, at in (*before, *((p.sender, p.time) for p in planned)):
        if sender in boxes:
            extra[boxes[sender]].append(at)
    order = np.argsort(replay.senders[mailed], kind="stable")
    by_sender = mailed[order]
    who = replay.senders[by_sender]
    times: dict[str, list[Numbers]] = {box: [] for box in extra}
    for sender, box in boxes.items():
        low, high = np.searchsorted(who, (sender, sender + 1))
        times[box].append(replay.times[by_sender[low:high]])
    return {
        box: fullest_windows(np.sort(np.concatenate([*parts, np.array(extra[box], dtype=np.int64)])), shown.bounds,
                             shown.hours * HOUR)
        for box, parts in times.items()
    }  # fmt: skip


def fullest_windows(times: Numbers, bounds: Sequence[Instant], window: int) -> list[tuple[int, Instant]]:
    """Give, for each day, the most mails in a window that ends within it, and its end; counted as in ``rules.limits``.

    Arguments:
        times: When mails leave, ascending.
        bounds: The first instant of each day, and of the day after the last.
        window: Its length in seconds; a mail exactly that old has left it.
    """
    starts = np.array(bounds[:-1])
    # A window is fullest where a mail has just joined it, or where the day begins with what is left of the day before.
    ends = np.concatenate((times, starts))
    counts = np.searchsorted(times, ends, side="right") - np.searchsorted(times, ends - window, side="right")
    day = np.searchsorted(np.array(bounds), ends, side="right") - 1
    order = np.lexsort((-ends, counts, day))
    last = order[np.searchsorted(day[order], np.arange(len(starts)), side="right") - 1]
    return list(zip(counts[last].tolist(), ends[last].tolist(), strict=True))


def members_of(
    replay: Replay, rows: int, planned: Iterable[Planned], sender: int, first: Instant, after: Instant
) -> list[Member]:
    """List whose mails a sender sends between two instants, and who was pushed out: those first."""
    low, high = np.searchsorted(replay.times[:rows], (first, after))
    own = np.flatnonzero(replay.senders[low:high] == sender) + low
    found = []
    for row in own.tolist():
        what = _what(int(replay.kinds[row]), int(replay.outcomes[row]), int(replay.reasons[row]))
        if what:
            found.append(
                Member(int(replay.contacts[row]), what, int(replay.sequences[row]), int(replay.steps[row]),
                       int(replay.times[row]))
            )  # fmt: skip
    found += (
        Member(p.contact, "planned", p.sequence, p.step, p.time)
        for p in planned
        if p.sender == sender and first <= p.time < after
    )
    return sorted(found, key=lambda m: (m.what in ("sent", "planned"), m.time, m.contact))


def _what(kind: int, outcome: int, reason: int) -> str:
    if kind == _MAIL:
        return "sent" if outcome == _DONE else "deferred"
    return "skipped" if kind == _ACTION and outcome == _SKIPPED and reason == _LIMIT else ""
