"""The rehearsal: binds a snapshot's cards to the event queue and plays them, batch by batch.

Same snapshot, settings and seed give the same trace, byte for byte. The run writes to nothing but its own columns.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from core.actions.base import RunnableAction
from core.actions.set_property import SetProperty
from core.actions.stage import Admission, Performer, Slot
from core.engine.mailbox import Desk, desks_of, empty_desk
from core.engine.queue import EventQueue
from core.engine.sequences import SequencePlay, Ticket
from core.engine.snapshot import Snapshot
from core.engine.triggers import Entrance
from core.model.account import RunSettings, Subscription
from core.model.event import EventKind
from core.model.fields import Value
from core.model.instant import DAY, MINUTE, Instant
from core.model.problem import Problem
from core.model.reason import Reason
from core.model.run import CardCounts, Cast, RunSummary
from core.model.sequence import Sequence as SalesSequence
from core.model.trace import Outcome, RowKind, TraceRow
from core.model.workflow import Card, Workflow, walk
from core.rules.calendar import zone_of
from core.rules.eligibility import CONTACT_COLUMNS, ContactFacts, Inside, Scope, first_failure
from core.rules.exits import exit_reason

BATCH = 8_192
"""Rows after which a batch is given out."""

_ACTION, _EVENT, _SEQUENCE = int(RowKind.ACTION), int(RowKind.EVENT), int(RowKind.SEQUENCE)
_DONE, _LEFT = int(Outcome.DONE), int(Outcome.LEFT)
_EVENT_NUMBERS = {kind: number for number, kind in enumerate(EventKind, 1)}
_MARKS = {EventKind.UNSUBSCRIBED: "hs_email_optout", EventKind.BOUNCED: "hs_email_bounced"}
_UNKNOWN = 255
_REASONS = {int(reason): reason for reason in Reason}


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
        ids: Contact ids; a contact's index is its position here.
        rows: Rows not given out yet.
        tickets: Contact index to the enrollment it is in.
        seed: What the contacts' random sources are made from.
    """

    def __init__(self, snapshot: Snapshot, settings: RunSettings) -> None:
        if not 1 <= settings.days <= 3650:
            raise Problem("BAD_DAYS", "A rehearsal plays between 1 and 3,650 days.", place="days")
        # A list, so that every row shares the one number object of its contact.
        self.ids: Sequence[int] = list(snapshot.contacts.ids)
        self.rows: list[TraceRow] = []
        self.tickets: dict[int, Ticket] = {}
        self.seed = settings.seed
        self._project = snapshot.project
        self._rules = snapshot.rules
        self._start = settings.start
        self._end = settings.start + settings.days * DAY
        self._reached = settings.start
        self._queue = EventQueue(settings.start)
        self.push = self._queue.push
        self.enlist = self._queue.enlist
        self._counts: dict[tuple[int, RowKind, Outcome, Reason], int] = {}
        self._waiting: dict[int, int] = {}
        self._sequences = {s.id: s for s in self._project.sequences}
        self._zone = zone_of(self._project.account.time_zone)
        self._columns = self._own_columns(snapshot)
        self._unfit = bytearray([_UNKNOWN]) * len(self.ids)
        self._fitness = [self.column(name) for name in CONTACT_COLUMNS]
        # Most lists carry no flag at all, and then seven columns need no look a contact.
        self._flagged = any(any(column) for column in self._fitness[1:])
        self._desks = desks_of(self._project, self._rules)
        # Bound once: the queue tells groups apart by the identity of their performer.
        # What people do comes first in its instant, then mails and tasks, then the workflows in their order.
        self._on_script: Callable[[Instant, list[int]], None] = self.enlist(self._play_script)
        self._on_reaction = {kind: self.enlist(self._reaction_performer(kind)) for kind in EventKind}
        self.finish_tickets: Callable[[Instant, list[Ticket]], None] = self.enlist(self._finish_tickets)
        self._plays = {s.id: SequencePlay(s, self) for s in self._project.sequences}
        self._entrances = self._bind()
        self._watchers: dict[str, list[Entrance]] = {}
        for entrance in self._entrances:
            for name in entrance.watched:
                self._watchers.setdefault(name, []).append(entrance)
        self._index_of = {contact: i for i, contact in enumerate(self.ids)} if self._needs_index() else {}

    @property
    def now(self) -> Instant:
        """The simulated clock."""
        return self._queue.now

    @property
    def subscription(self) -> Subscription:
        """The account's subscription."""
        return self._project.account.subscription

    def play(self) -> Iterator[Batch]:
        """Play to the end and give the trace in batches; stop asking and the run stands still."""
        self._open()
        for turn, now in enumerate(self._queue.play(self._end)):
            if len(self.rows) >= BATCH or not turn % BATCH:
                self._reached = now
                yield self._batch(now)
        self._reached = self._end
        yield self._batch(self._end)

    def summary(self) -> RunSummary:
        """Give the sums so far; ``seconds`` and ``stopped`` are the caller's to say."""
        outcomes: dict[str, int] = {}
        reasons: dict[str, int] = {}
        for (_, _, outcome, reason), number in sorted(self._counts.items()):
            outcomes[outcome.label] = outcomes.get(outcome.label, 0) + number
            if reason:
                reasons[reason.name] = reasons.get(reason.name, 0) + number
        mails = self._counts.get((0, RowKind.MAIL, Outcome.DONE, Reason.NONE), 0)
        return RunSummary(
            contacts=len(self.ids),
            events=sum(self._counts.values()),
            outcomes=dict(sorted(outcomes.items())),
            reasons=dict(sorted(reasons.items())),
            mails=mails,
            places=self.place_counts(),
            until=self._reached,
        )

    def place_counts(self) -> dict[int, CardCounts]:
        """Give the counts of every trigger and card that anybody has reached."""
        sums: dict[int, list[int]] = {}
        for (place, kind, outcome, _), number in self._counts.items():
            if place and kind in (RowKind.ACTION, RowKind.TRIGGER):
                counted = sums.setdefault(place, [0, 0, 0])
                counted[0] += number
                if outcome in (Outcome.DONE, Outcome.SKIPPED):
                    counted[1 if outcome is Outcome.DONE else 2] += number
        return {
            place: CardCounts(entered, done, skipped, self._waiting.get(place, 0))
            for place, (entered, done, skipped) in sorted(sums.items())
        }

    # What actions ask of the stage

    def column(self, name: str) -> list[Value]:
        """Give a property's values, one a contact; all empty when the snapshot has no such column."""
        if name not in self._columns:
            self._columns[name] = [None] * len(self.ids)
        return self._columns[name]

    def tell(
        self, now: Instant, who: Sequence[int], place: int, outcome: Outcome, reason: Reason = Reason.NONE, a: int = 0
    ) -> None:
        """Write one row for each contact of a group, and count them."""
        ids, out, why = self.ids, int(outcome), int(reason)
        self.rows.extend([(now, ids[i], place, _ACTION, out, why, 0, 0, 0, a, 0, 0) for i in who])
        self.count(place, outcome, reason, len(who))

    def count(self, place: int, outcome: Outcome, reason: Reason, number: int) -> None:
        """Add to the sums of a card."""
        self.tally(place, RowKind.ACTION, outcome, reason, number)

    def tally(self, place: int, kind: RowKind, outcome: Outcome, reason: Reason, number: int) -> None:
        """Add to the sums of a place and kind of row."""
        key = (place, kind, outcome, reason)
        self._counts[key] = self._counts.get(key, 0) + number

    def wait(self, place: int, number: int) -> None:
        """Add to the contacts that wait at a place."""
        self._waiting[place] = self._waiting.get(place, 0) + number

    def set_values(self, now: Instant, who: Sequence[int], name: str, value: Value) -> None:
        """Set a property of a group; triggers that watch it look again, checks 6 and 7 forget what they knew."""
        column = self._columns.get(name)
        if column is None:
            return
        for i in who:
            column[i] = value
        if name in CONTACT_COLUMNS:
            self._flagged = True
            for i in who:
                self._unfit[i] = _UNKNOWN
        for entrance in self._watchers.get(name, ()):
            entrance.look_again(now, who)

    def sequence(self, sequence_id: int) -> SalesSequence | None:
        """Give a sequence, deleted ones too."""
        return self._sequences.get(sequence_id)

    def desk(self, sender_id: int) -> Desk | None:
        """Give a sender's desk."""
        return self._desks.get(sender_id)

    def unfit(self, index: int) -> Reason:
        """Ask checks 6 and 7 about a contact, once as long as its properties stand."""
        known = self._unfit[index]
        if known == _UNKNOWN:
            email = self._fitness[0][index]
            flags = [bool(column[index]) for column in self._fitness[1:]] if self._flagged else ()
            facts = ContactFacts(str(email or ""), *flags)
            known = self._unfit[index] = first_failure(Scope.CONTACT, facts)
        return _REASONS[known]

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

    # What sequences ask of the run

    def leave(self, now: Instant, ticket: Ticket, reason: Reason, place: int, detail: int = 0) -> None:
        """End an enrollment and say why; ``place`` is the card that ended it."""
        self.tickets.pop(ticket.index, None)
        ticket.script.leave(ticket)
        self.rows.append(
            (now, self.ids[ticket.index], place or ticket.place, _SEQUENCE, _LEFT, reason, ticket.desk.sender.id,
             ticket.script.sequence.id, 0, ticket.since, detail, 0)
        )  # fmt: skip
        self.tally(place or ticket.place, RowKind.SEQUENCE, Outcome.LEFT, reason, 1)

    def reaction(self, kind: EventKind) -> Callable[[Instant, list[Ticket]], None]:
        """Give the performer that lets people react in this way to a mail."""
        return self._on_reaction[kind]

    def zones_for(self, contacts_own: bool) -> Callable[[int], tzinfo]:
        """Give a way to a contact's time zone: its own where wanted and known, else the account's."""
        account = self._zone
        if not contacts_own:
            return lambda _index: account
        column = self.column("hs_timezone")
        known: dict[Value, tzinfo] = {None: account}

        def own(index: int) -> tzinfo:
            name = column[index]
            if name not in known:
                try:
                    known[name] = zone_of(str(name))
                except Problem:
                    known[name] = account
            return known[name]

        return own

    # How a run is set up

    def _own_columns(self, snapshot: Snapshot) -> dict[str, list[Value]]:
        written = set(_MARKS.values())
        for workflow in self._project.workflows:
            written |= {c.action.property for c in walk(workflow.cards) if isinstance(c.action, SetProperty)}
        return {name: list(column) if name in written else column for name, column in snapshot.contacts.columns.items()}

    def _bind(self) -> list[Entrance]:
        cast = Cast(self._project)
        entrances = []
        for workflow in self._project.workflows:
            entrance = Entrance(workflow, cast.number(workflow.id, 0), self)
            self.enlist(entrance.finish)
            entrance.first = self._bind_cards(workflow, workflow.cards, entrance.finish, cast)
            entrances.append(entrance)
        return entrances

    def _bind_cards(self, workflow: Workflow, cards: tuple[Card, ...], end: Performer, cast: Cast) -> Performer:
        then = end
        for card in reversed(cards):
            branches = tuple(self._bind_cards(workflow, below, end, cast) for below in card.branches)
            place = cast.number(workflow.id, card.id)
            then = self.enlist(self._bind_card(Slot(self, workflow, card, place, then, branches)))
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

    def _needs_index(self) -> bool:
        return bool(self._project.script or self._project.enrollments)

    # How a run is opened and what happens in it

    def _open(self) -> None:
        unenrolls = self._rules.on_sequence_deleted == "unenroll"
        for standing in self._project.enrollments:
            index = self._index_of.get(standing.contact)
            sequence = self._sequences.get(standing.sequence)
            if index is not None and sequence is not None and index not in self.tickets:
                desk = self._desks.get(standing.sender) or empty_desk(standing.sender, self._rules)
                self._plays[sequence.id].resume(self._start, index, standing, desk)
                if sequence.deleted is not None and unenrolls:
                    self.leave(self._start, self.tickets[index], Reason.SEQUENCE_DELETED, 0)
        for number, event in enumerate(self._project.script):
            at = self._start + event.minute * MINUTE
            if event.contact in self._index_of and self._start <= at < self._end:
                self.push(at, self._on_script, [number])
        for entrance in self._entrances:
            entrance.open(self._start)

    def _play_script(self, now: Instant, numbers: list[int]) -> None:
        for number in numbers:
            event = self._project.script[number]
            index = self._index_of[event.contact]
            self._happen(now, event.kind, index, event.id, event.sender)
            self._trigger(now, event.kind, event.detail, [index])

    def _reaction_performer(self, kind: EventKind) -> Callable[[Instant, list[Ticket]], None]:
        def react(now: Instant, tickets: list[Ticket]) -> None:
            for ticket in tickets:
                if ticket.active or ticket.finished:
                    self._happen(now, kind, ticket.index, 0, ticket.desk.sender.id)
                    self._trigger(now, kind, "", [ticket.index])

        return react

    def _happen(self, now: Instant, kind: EventKind, index: int, script: int, sender: int) -> None:
        """Write the event down, end the enrollment it ends, and mark the contact."""
        self.rows.append((now, self.ids[index], 0, _EVENT, _DONE, 0, sender, 0, 0, _EVENT_NUMBERS[kind], script, 0))
        self.tally(0, RowKind.EVENT, Outcome.DONE, Reason.NONE, 1)
        ticket = self.tickets.get(index)
        if ticket is not None:
            reason = exit_reason(kind, ticket.script.sequence.settings, ticket.desk.sender.id, sender)
            if reason:
                self.leave(now, ticket, reason, 0)
        if kind in _MARKS:
            self.set_values(now, [index], _MARKS[kind], True)

    def _trigger(self, now: Instant, kind: EventKind, detail: str, who: list[int]) -> None:
        for entrance in self._entrances:
            if entrance.answers(kind, detail):
                entrance.event(now, list(who))

    def _finish_tickets(self, now: Instant, tickets: list[Ticket]) -> None:
        for ticket in tickets:
            if ticket.active:
                self.leave(now, ticket, Reason.FINISHED, 0)

    def _batch(self, now: Instant) -> Batch:
        rows = self.rows[:]
        self.rows.clear()
        return Batch(rows, now)
