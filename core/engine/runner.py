"""The rehearsal: binds a snapshot's cards to the event queue and plays them, batch by batch.

Same snapshot, settings and seed give the same trace, byte for byte. The run writes to nothing but its own columns.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta, tzinfo

from core.actions.base import RunnableAction
from core.actions.stage import Admission, Performer, Slot
from core.engine.chance import draw
from core.engine.gates import gated
from core.engine.happenings import MARKED, Happenings, Listener
from core.engine.mailbox import Desk, empty_desk
from core.engine.people import People
from core.engine.queue import EventQueue
from core.engine.sequences import SequencePlay
from core.engine.snapshot import Snapshot, columns_written, is_left_early
from core.engine.tally import Tally
from core.engine.ticket import Ticket
from core.engine.triggers import Entrance
from core.engine.waiting import Room
from core.engine.world import World
from core.model.account import RunSettings, Subscription
from core.model.event import EventKind
from core.model.fields import Value
from core.model.filter import Filter
from core.model.instant import DAY, Instant
from core.model.problem import Problem
from core.model.project import Project
from core.model.reason import Reason
from core.model.run import CardCounts, Cast, RunSummary
from core.model.sequence import Sequence as SalesSequence
from core.model.trace import Outcome, RowKind, TraceRow
from core.model.workflow import Card, TriggerKind, Workflow
from core.rules.bounds import MOST_DAYS
from core.rules.calendar import local_date, local_instant, zone_of, zone_or
from core.rules.eligibility import Inside
from core.rules.filters import Selector, compile_filter
from core.rules.schedule import next_time

BATCH = 8_192
"""Rows after which a batch is given out."""

_ACTION, _SEQUENCE, _LEFT = int(RowKind.ACTION), int(RowKind.SEQUENCE), int(Outcome.LEFT)


@dataclass(frozen=True, slots=True)
class Batch:
    """A part of the trace.

    Attributes:
        rows: The rows, in the order things happened.
        now: The simulated clock after them.
    """

    rows: list[TraceRow]
    now: Instant


class Rehearsal:
    """One run over one snapshot; it is the ``Stage`` the actions stand on.

    Attributes:
        project: The frozen project.
        zone: The account's time zone.
        seed: What the contacts' random sources are made from.
        ids: Contact ids; a contact's index is its position here.
        index_of: Contact id to index; empty when nothing in the project names a contact.
        rows: Rows not given out yet.
        tickets: Contact index to the enrollment it is in.
        people: The contacts' columns.
        world: Senders, mailboxes and sequences.
        sums: The sums of the rows.
        happenings: What happens to contacts and the account.
        entrances: The ways into the workflows, in the order of the list.
    """

    def __init__(self, snapshot: Snapshot, settings: RunSettings) -> None:
        if not 1 <= settings.days <= MOST_DAYS:
            raise Problem("BAD_DAYS", f"A rehearsal plays between 1 and {MOST_DAYS:,} days.", place="days")
        self.project: Project = snapshot.project
        self.zone: tzinfo = zone_of(self.project.account.time_zone)
        self.seed = settings.seed
        self.people = People(snapshot.contacts, columns_written(self.project) | MARKED)
        self.ids = self.people.ids
        self.unfit = self.people.unfit
        named = bool(self.project.script or self.project.enrollments)
        self.index_of = {contact: i for i, contact in enumerate(self.ids)} if named else {}
        self.rows: list[TraceRow] = []
        self.tickets: dict[int, Ticket] = {}
        self.sums = Tally()
        self._rules = snapshot.rules
        self.world = World(self.project, snapshot.rules, self.zone)
        self.unenrolls_deleted = snapshot.rules.on_sequence_deleted == "unenroll"
        self.is_account_based = any(s.settings.account_based for s in self.project.sequences)
        self._start = settings.start
        self._end = settings.start + settings.days * DAY
        self._reached = settings.start
        self._queue = EventQueue(settings.start)
        self.push = self._queue.push
        self.enlist = self._queue.enlist
        # Bound once: the queue tells groups apart by the identity of their performer.
        # What people do comes first in its instant, then mails and tasks, then the workflows in their order.
        self.happenings = Happenings(self, self._start, self._end)
        self.finish_tickets: Callable[[Instant, list[Ticket]], None] = self.enlist(self._finish_tickets)
        self._plays = {s.id: SequencePlay(s, self) for s in self.project.sequences}
        self._on_midnight: Callable[[Instant, list[int]], None] = self.enlist(self._midnight)
        self._on_schedule: Callable[[Instant, list[int]], None] = self.enlist(self._scheduled)
        self.entrances: list[Entrance] = []
        self._bind()

    @property
    def now(self) -> Instant:
        """The simulated clock."""
        return self._queue.now

    @property
    def subscription(self) -> Subscription:
        """The account's subscription."""
        return self.project.account.subscription

    @property
    def epoch(self) -> int:
        """Counts what happened to senders and sequences."""
        return self.world.epoch

    def play(self, until: Instant | None = None) -> Iterator[Batch]:
        """Play to the end and give the trace in batches; stop asking and the run stands still.

        Arguments:
            until: The first instant that is not played any more; the end of the run when not given.
        """
        end = self._end if until is None else min(until, self._end)
        self._open()
        for turn, now in enumerate(self._queue.play(end)):
            if len(self.rows) >= BATCH or not turn % BATCH:
                self._reached = now
                yield self._batch(now)
        self._reached = end
        yield self._batch(end)

    def summary(self) -> RunSummary:
        """Give the sums so far; ``seconds`` and ``stopped`` are the caller's to say."""
        return self.sums.summary(len(self.ids), self._reached)

    def place_counts(self) -> dict[int, CardCounts]:
        """Give the counts of every trigger and card that anybody has reached."""
        return self.sums.places()

    # What actions ask of the stage

    def column(self, name: str) -> list[Value]:
        """Give a property's values, one a contact."""
        return self.people.column(name)

    def select(self, wanted: Filter) -> Selector:
        """Give the selector of a filter over this run's columns and clock."""
        return compile_filter(wanted, {n: self.people.column(n) for n in wanted.properties}, lambda: self._queue.now)

    def tell(
        self, now: Instant, who: Sequence[int], place: int, outcome: Outcome, reason: Reason = Reason.NONE, a: int = 0
    ) -> None:
        """Write one row for each contact of a group, and count them."""
        ids, out, why = self.ids, int(outcome), int(reason)
        self.rows.extend([(now, ids[i], place, _ACTION, out, why, 0, 0, 0, a, 0, 0) for i in who])
        self.count(place, outcome, reason, len(who))

    def count(self, place: int, outcome: Outcome, reason: Reason, number: int) -> None:
        """Add to the sums of a card."""
        self.sums.add(place, RowKind.ACTION, outcome, reason, number)

    def set_values(self, now: Instant, who: Sequence[int], name: str, value: Value) -> None:
        """Set a property of a group, and let the triggers that watch it look again."""
        self.people.set_values(now, who, name, value)

    def set_each(self, now: Instant, who: Sequence[int], name: str, values: Sequence[Value]) -> None:
        """Set a property to a value of its own for each contact of a group."""
        self.people.set_each(now, who, name, values)

    def draw(self, index: int, purpose: int, below: int) -> int:
        """Give a number out of a contact's own random source."""
        return draw(self.seed, self.ids[index], purpose, below)

    def listen(self, kind: EventKind, listener: Listener) -> None:
        """Let somebody be told of every event of a kind."""
        self.happenings.listen(kind, listener)

    def enter(self, now: Instant, who: list[int], workflow_id: int) -> list[int] | None:
        """Let a group enter another workflow; gives those stopped in a loop, ``None`` when it takes nobody in."""
        for entrance in self.entrances:
            if entrance.workflow.id == workflow_id and not entrance.off:
                return entrance.from_workflow(now, who)
        return None

    def sequence(self, sequence_id: int) -> SalesSequence | None:
        """Give a sequence, deleted ones too."""
        return self.world.sequences.get(sequence_id)

    def desk(self, sender_id: int) -> Desk | None:
        """Give a sender's desk."""
        return self.world.desks.get(sender_id)

    @property
    def enrolled(self) -> Container[int]:
        """The contacts that are in a sequence now."""
        return self.tickets

    def inside(self, index: int) -> Inside | None:
        """Give the enrollment a contact is in."""
        ticket = self.tickets.get(index)
        if ticket is None:
            return None
        return Inside(ticket.script.sequence.id, ticket.desk.sender.id, ticket.since, ticket.place, ticket.paused)

    def admission(self, sequence: SalesSequence) -> Admission:
        """Give the way into a sequence."""
        return self._plays[sequence.id].enroll

    def unenroll(self, now: Instant, index: int, reason: Reason, place: int) -> None:
        """Take a contact out of the sequence it is in, if it is in one."""
        ticket = self.tickets.get(index)
        if ticket is not None:
            self.leave(now, ticket, reason, place)

    # What sequences and workflows ask of the run

    def leave(self, now: Instant, ticket: Ticket, reason: Reason, place: int, detail: int = 0) -> None:
        """End an enrollment and say why; ``place`` is the card that ended it."""
        self.tickets.pop(ticket.index, None)
        ticket.script.leave(ticket)
        self.rows.append(
            (now, self.ids[ticket.index], place or ticket.place, _SEQUENCE, _LEFT, reason, ticket.desk.sender.id,
             ticket.script.sequence.id, 0, ticket.since, detail, 0)
        )  # fmt: skip
        self.sums.add(place or ticket.place, RowKind.SEQUENCE, Outcome.LEFT, reason, 1)

    def zones_for(self, contacts_own: bool) -> Callable[[int], tzinfo]:
        """Give a way to a contact's time zone: its own where wanted and known, else the account's."""
        account = self.zone
        if not contacts_own:
            return lambda _index: account
        column = self.column("hs_timezone")
        known: dict[Value, tzinfo] = {None: account}

        def own(index: int) -> tzinfo:
            name = column[index]
            if name not in known:
                known[name] = zone_or(name, account)
            return known[name]

        return own

    def is_tracked(self, workflow: Workflow) -> bool:
        """Say whether contacts can leave a workflow while they wait in it."""
        return is_left_early(workflow, self.project)

    # How a run is set up

    def _bind(self) -> None:
        cast = Cast(self.project)
        for workflow in self.project.workflows:
            self.entrances.append(Entrance(workflow, cast.number(workflow.id, 0), self))
        for entrance in self.entrances:
            self.enlist(entrance.finish)
            entrance.first = self._bind_cards(entrance, entrance.workflow.cards, entrance.finish, cast)

    def _bind_cards(self, entrance: Entrance, cards: tuple[Card, ...], end: Performer, cast: Cast) -> Performer:
        then = end
        for card in reversed(cards):
            branches = tuple(self._bind_cards(entrance, below, end, cast) for below in card.branches)
            place = cast.number(entrance.workflow.id, card.id)
            slot = Slot(self, entrance.workflow, card, place, then, branches, Room(self, entrance, place))
            then = self.enlist(gated(self, entrance, slot, self._bind_card(slot)))
        return then

    def _bind_card(self, slot: Slot) -> Performer:
        action = slot.card.action
        if isinstance(action, RunnableAction) and (slot.card.on or action.checks_on):
            return action.bind(slot)
        # A branch that is off lets everybody go the last way, "None matched".
        place, then = slot.place, slot.branches[-1] if slot.branches else slot.then
        why = Reason.ACTION_UNKNOWN if slot.card.on else Reason.ACTION_OFF

        def skip(now: Instant, who: list[int]) -> None:
            self.tell(now, who, place, Outcome.SKIPPED, why)
            self.push(now, then, who)

        return skip

    # How a run is opened, and what comes round

    def _open(self) -> None:
        for standing in self.project.enrollments:
            index = self.index_of.get(standing.contact)
            sequence, desk = self.sequence(standing.sequence), self.desk(standing.sender)
            if index is not None and sequence is not None and index not in self.tickets:
                desk = desk or empty_desk(standing.sender, self._rules)
                self._plays[sequence.id].resume(self._start, index, standing, desk)
                if sequence.deleted is not None and self.unenrolls_deleted:
                    self.leave(self._start, self.tickets[index], Reason.SEQUENCE_DELETED, 0)
        self.happenings.lay_out()
        for number, entrance in enumerate(self.entrances):
            entrance.open(self._start)
            trigger = entrance.workflow.trigger
            if trigger.kind is TriggerKind.SCHEDULE:
                self.push(next_time(trigger.schedule, self._start, self.zone), self._on_schedule, [number])
            elif trigger.kind is TriggerKind.FILTER and trigger.filter.moves_with_time:
                self.push(self._next_midnight(self._start), self._on_midnight, [number])

    def _next_midnight(self, now: Instant) -> Instant:
        return local_instant(local_date(now, self.zone) + timedelta(days=1), 0, self.zone)

    def _midnight(self, now: Instant, numbers: list[int]) -> None:
        """Let triggers that ask for relative dates look again, once a day."""
        for number in numbers:
            self.entrances[number].look_again(now, range(len(self.ids)))
        self.push(self._next_midnight(now), self._on_midnight, numbers)

    def _scheduled(self, now: Instant, numbers: list[int]) -> None:
        for number in numbers:
            entrance = self.entrances[number]
            entrance.look_round(now)
            schedule = entrance.workflow.trigger.schedule
            self.push(next_time(schedule, now + 1, self.zone), self._on_schedule, [number])

    def _finish_tickets(self, now: Instant, tickets: list[Ticket]) -> None:
        for ticket in tickets:
            if ticket.active:
                self.leave(now, ticket, Reason.FINISHED, 0)

    def _batch(self, now: Instant) -> Batch:
        rows = self.rows[:]
        self.rows.clear()
        return Batch(rows, now)
