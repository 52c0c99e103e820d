"""The follow-ups that are still to come at a moment of a rehearsal, by the calendar that the engine uses too.

Who is in a sequence at that moment gets the rest of its steps, as if nobody reacted and no limit stood in the way.
Paused enrollments plan nothing, and neither do those whose sender can send no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import tzinfo
from typing import NamedTuple

import numpy as np

from core.model.event import EventKind
from core.model.instant import HOUR, Instant
from core.model.moment import Moment
from core.model.sequence import Enrollment, EnrollmentState, Sequence, StepKind
from core.model.trace import Outcome, RowKind
from core.rules.calendar import follow_up, next_allowed
from core.rules.limits import NEVER
from core.services.replay import Numbers, Replay
from core.services.values import zone_of_account
from core.services.world_at import world_at

_TASK = int(RowKind.TASK)
_CREATED = 1
_KINDS = tuple(EventKind)
_PAUSED, _RESUMED = _KINDS.index(EventKind.PAUSED) + 1, _KINDS.index(EventKind.RESUMED) + 1


class Planned(NamedTuple):
    """A mail that is to leave.

    Attributes:
        contact: Contact id.
        sender: Sender id.
        sequence: Sequence id.
        step: Step number, from 1.
        time: When.
    """

    contact: int
    sender: int
    sequence: int
    step: int
    time: Instant


class _Place(NamedTuple):
    """Where an enrollment stands: the next step's index, when the one before was done, when it began."""

    number: int
    previous: Instant
    since: Instant


def mails_before(replay: Replay, hours: int, zones: Mapping[int, tzinfo] | None = None) -> list[tuple[int, Instant]]:
    """List the mails of the last hours before a rehearsal, of people who are in a sequence then: sender, when."""
    project, account = replay.run.project, zone_of_account(replay.run.project)
    sequences = {sequence.id: sequence for sequence in project.sequences}
    found: list[tuple[int, Instant]] = []
    for old in project.enrollments:
        sequence = sequences.get(old.sequence)
        if sequence is None:
            continue
        zone = (zones or {}).get(old.contact, account) if sequence.settings.use_contact_time_zone else account
        at = old.since
        for number, step in enumerate(sequence.steps[: old.next_step]):
            at = _due(sequence, number, at, old.since, zone) if number else at
            if step.kind is StepKind.EMAIL and replay.start - hours * HOUR < at <= replay.start:
                found.append((old.sender, at))
    return found


def last_before(replay: Replay, contacts: Numbers, rows: Numbers, marks: Numbers) -> Numbers:
    """Give, for each contact, the last of the marked rows before a row; -1 where there is none."""
    width = replay.rows + 1
    keys = np.sort(replay.contacts[marks] * width + marks)
    if not len(keys):
        return np.full(len(contacts), -1, dtype=np.int64)
    found = keys[np.maximum(np.searchsorted(keys, contacts * width + rows) - 1, 0)]
    good = (found // width == contacts) & (found % width < rows)
    return np.where(good, found % width, -1)


def planned_mails(
    replay: Replay,
    moment: Moment,
    zones: Mapping[int, tzinfo] | None = None,
    put_off: Callable[[Numbers], Mapping[int, Instant]] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Planned]:
    """List the mails that are still to leave at a moment, in no order; work for a job.

    Arguments:
        replay: A finished rehearsal.
        moment: Its instant.
        zones: Time zones of contacts that have their own.
        put_off: Gives until when the mails of some positions in the log were put off.
        cancelled: Says whether to stop; what was found until then is given.
    """
    inside = replay.inside(moment)
    who = np.array(sorted(inside), dtype=np.int64)
    if not len(who):
        return []
    entered, steps, waits, events = (_last(replay, moment, who, mask) for mask in _marks(replay))
    is_waiting = waits > np.maximum(entered, steps)
    until = put_off(waits[is_waiting]) if put_off is not None and is_waiting.any() else {}
    run = replay.run
    world, account = world_at(run.project, run.settings, moment.time), zone_of_account(run.project)
    standing = {e.contact: e for e in reversed(run.project.enrollments)}
    found: list[Planned] = []
    # People who came in together are due together: their steps are worked out once.
    chains: dict[tuple[int, _Place, tzinfo, Instant], list[tuple[int, Instant]]] = {}
    last = (who.tolist(), entered.tolist(), steps.tolist(), waits.tolist(), events.tolist(), is_waiting.tolist())
    for i, (contact, began, step, wait, event, waiting) in enumerate(zip(*last, strict=True)):
        if i % 4096 == 0 and cancelled():
            break
        sequence_id, sender = inside[contact]
        sequence, desk = world.sequences.get(sequence_id), world.desks.get(sender)
        old = standing.get(contact) if began < 0 else None
        if sequence is None or desk is None or desk.lost or _is_paused(replay, event, began, old):
            continue
        zone = (zones or {}).get(contact, account) if sequence.settings.use_contact_time_zone else account
        place = _place(replay, sequence, began, step, old, zone)
        first = until.get(wait, 0) if waiting else 0
        if first >= NEVER:
            # Put off for good, e.g. by a limit of nothing.
            continue
        key = (sequence_id, place, zone, first)
        chain = chains.get(key)
        if chain is None:
            chain = chains[key] = list(_chain(sequence, place, zone, moment.time, first))
        found += [Planned(contact, sender, sequence_id, number, at) for number, at in chain]
    return found


def _marks(replay: Replay) -> tuple[Numbers, ...]:
    """Give the positions of enrollments, steps, mails put off, and pauses."""
    done = replay.outcomes == int(Outcome.DONE)
    is_step = np.isin(replay.kinds, (int(RowKind.MAIL), _TASK))
    enrolled = (replay.kinds == int(RowKind.ACTION)) & done & np.isin(replay.places, replay.enroll_places())
    deferred = (replay.kinds == int(RowKind.MAIL)) & (replay.outcomes == int(Outcome.DEFERRED))
    pauses = (replay.kinds == int(RowKind.EVENT)) & np.isin(replay.facts, (_PAUSED, _RESUMED))
    return tuple(np.flatnonzero(mask) for mask in (enrolled, is_step & done, deferred, pauses))


def _last(replay: Replay, moment: Moment, who: Numbers, marks: Numbers) -> Numbers:
    return last_before(replay, who, np.full(len(who), moment.rows, dtype=np.int64), marks)


def _is_paused(replay: Replay, event: int, entered: int, old: Enrollment | None) -> bool:
    if event > entered:
        return int(replay.facts[event]) == _PAUSED
    return old is not None and old.state is EnrollmentState.PAUSED


def _place(replay: Replay, sequence: Sequence, entered: int, step: int, old: Enrollment | None, zone: tzinfo) -> _Place:
    since = int(replay.times[entered]) if entered >= 0 else (old.since if old is not None else replay.start)
    if step > entered:
        number, previous = int(replay.steps[step]), int(replay.times[step])
        if replay.kinds[step] == _TASK and replay.facts[step] == _CREATED and number <= len(sequence.steps):
            previous = _task_done(sequence, number - 1, previous)
        return _Place(number, previous, since)
    if old is None:
        return _Place(0, since, since)
    at = since
    for number in range(1, min(old.next_step, len(sequence.steps))):
        at = _due(sequence, number, at, since, zone)
    return _Place(old.next_step, at, since)


def _chain(
    sequence: Sequence, place: _Place, zone: tzinfo, now: Instant, first: Instant
) -> Iterator[tuple[int, Instant]]:
    """Give the mails that follow, as (step number, when)."""
    previous = place.previous
    for number in range(place.number, len(sequence.steps)):
        is_mail = sequence.steps[number].kind is StepKind.EMAIL
        at = _due(sequence, number, previous, place.since, zone) if number else previous
        if first and number == place.number:
            at = first
        if at <= now:
            at = next_allowed(now + 1, sequence.settings, zone, mail=is_mail) if number else now + 1
        if is_mail:
            yield number + 1, at
        previous = at if is_mail else _task_done(sequence, number, at)


def _task_done(sequence: Sequence, number: int, at: Instant) -> Instant:
    return at + sequence.settings.behaviour.task_hours * HOUR if sequence.steps[number].hold else at


def _due(sequence: Sequence, number: int, previous: Instant, since: Instant, zone: tzinfo) -> Instant:
    step = sequence.steps[number]
    is_mail = step.kind is StepKind.EMAIL
    return follow_up(previous, since, step.delay_days, sequence.settings, zone, mail=is_mail)
