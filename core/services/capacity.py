"""How many senders, or how many contacts a day, it takes to enroll everybody by a day: found by asking the engine.

A trial plays one workflow for those who reach its enroll card: they enter on chosen days, and so many senders take
turns at them, whatever their limits, as with *Rotate record to owner*. Nothing is estimated; limits, follow-ups and
send windows count as in every rehearsal. Other workflows are left out, who is in a sequence already stays in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.engine.runner import Rehearsal
from core.engine.snapshot import Snapshot, columns_needed
from core.model import tree
from core.model.contact import ContactColumns
from core.model.event import EventKind, ScriptedEvent
from core.model.fields import Value
from core.model.instant import DAY, HOUR, MINUTE, Instant, from_instant
from core.model.problem import Problem
from core.model.project import Project
from core.model.reason import Reason
from core.model.run import Cast
from core.model.sender import Sender
from core.model.trace import Outcome, RowKind
from core.model.workflow import Card, Trigger, TriggerKind, Workflow, WorkflowStatus
from core.rules.bounds import MOST_DAYS
from core.rules.calendar import local_date, local_instant, zone_of
from core.rules.eligibility import Scope, SenderFacts, first_failure
from core.rules.review_words import day
from core.services.calm import calm_collector
from core.services.forecast_words import plural
from core.services.runs import Control, Unwatched, take_snapshot

if TYPE_CHECKING:
    from core.services.workspace import Workspace

MOST_SENDERS = 200
"""More senders than this are not tried."""
_CURVE = 8
"""Points of a curve besides those the search itself asked for."""
#: A property of the trials' own: they deal contacts out whoever owns them, and whatever a card before sets.
_DEALT_TO = "capacity_sender"
_ONE_BY_ONE = 8
"""So many numbers are asked about one after the other: of more, the smallest that is enough is searched by halving."""
_ACTION, _DONE, _SKIPPED = int(RowKind.ACTION), int(Outcome.DONE), int(Outcome.SKIPPED)
# What a sender or another day cannot change: these contacts can never be enrolled.
_OF_SENDERS = frozenset(
    {
        Reason.OWNER_EMPTY, Reason.OWNER_UNKNOWN, Reason.SENDER_MISSING, Reason.SENDER_DEACTIVATED,
        Reason.SENDER_NO_SEAT, Reason.INBOX_NOT_CONNECTED, Reason.INBOX_NOT_PERSONAL, Reason.DAILY_LIMIT_REACHED,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Attributes:
        workflow: Workflow id.
        card: Its *Enroll in sequence* card.
        until: The first instant that is too late.
        limit: Mails a day for every sender; ``None`` keeps their own, and gives new ones the first one's.
    """

    workflow: int
    card: int
    until: Instant
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """One way to go about it, and what the engine says of it.

    Attributes:
        senders: How many senders share the contacts.
        per_day: How many contacts enter each working day; 0 for all of them at once.
        enrolled: How many are enrolled in time.
        skipped: How many the limit keeps out.
        last: When the last one is enrolled in time; 0 when nobody is.
    """

    senders: int
    per_day: int
    enrolled: int
    skipped: int
    last: Instant


@dataclass(frozen=True, slots=True)
class Answer:
    """What it takes.

    Attributes:
        question: What was asked.
        wanted: How many contacts can be enrolled at all.
        never: How many reach the card and never can, by reason: no sender and no day changes that.
        able: How many senders may send today.
        by_senders: Plans by number of senders, all contacts at once; ascending.
        by_day: Plans by contacts a day, with the senders of today; ascending.
        best: The plans that enroll everybody, the smallest of each kind.
        sentence: All of it in one sentence.
        first: Id of the sender that new ones are like.
    """

    question: Question
    wanted: int
    never: Mapping[Reason, int]
    able: int
    by_senders: tuple[Plan, ...]
    by_day: tuple[Plan, ...]
    best: tuple[Plan, ...]
    sentence: str
    first: int = 0


@dataclass(frozen=True, slots=True)
class CapacityProgress:
    """How many trials were played so far."""

    trials: int


class _Stopped(Exception):
    """Somebody stopped the search."""


def answer(ws: Workspace, question: Question, control: Control | None = None) -> Answer | None:
    """Search for the smallest plans; slow work for a job, some 30 rehearsals of the contacts concerned.

    Raises:
        Problem: ``NO_CARD`` when there is no such enroll card, ``TOO_LATE`` when the day has passed, ``NOBODY`` when no
            contact reaches the card or none of those can be enrolled, ``NO_SENDER`` when no user of the account may
            send.
    """
    watcher = control or Unwatched()
    with calm_collector():
        try:
            return _Search(ws, question, watcher).answer()
        except _Stopped:
            return None


def able_senders(project: Project, workflow: Workflow, action: EnrollInSequence) -> list[Sender]:
    """Give the senders who may send at a card, in the order in which plans take them."""
    automation = workflow.sequence != 0 and workflow.sequence == action.sequence
    facts = ((sender, SenderFacts(False, sender.id, sender, automation)) for sender in project.senders)
    return [sender for sender, about in facts if not first_failure(Scope.SENDER, about)]


class _Search:
    """Plays trials and remembers them."""

    def __init__(self, ws: Workspace, question: Question, control: Control) -> None:
        project = ws.project()
        workflow = project.workflow(question.workflow)
        card = tree.card_of(workflow, question.card) if workflow else None
        if workflow is None or card is None or not isinstance(card.action, EnrollInSequence):
            raise Problem("NO_CARD", "Choose an “Enroll in sequence” card.")
        self._question, self._control = question, control
        settings = project.account.settings
        if question.until <= settings.start:
            raise Problem("TOO_LATE", "The day is before the rehearsal’s start.", hint="Choose a later day.")
        # As long as a rehearsal at least: who is created on its last day is not there on the first one.
        days = min(max(-(-(question.until - settings.start) // DAY), settings.days), MOST_DAYS)
        self._settings = replace(settings, days=days, workflows=(workflow.id,))
        self._zone = zone_of(project.account.time_zone)
        self._able = able_senders(project, workflow, card.action)
        if not self._able:
            raise Problem("NO_SENDER", "Nobody in the account may send.", hint="Give a user a seat and an inbox first.")
        self._played: dict[tuple[int, int], Plan] = {}
        self._prepare(ws, project, workflow, card)

    def _prepare(self, ws: Workspace, project: Project, workflow: Workflow, card: Card) -> None:
        """Find out who reaches the card, and freeze what every trial shares."""
        base = take_snapshot(ws, replace(self._settings, workflows=(workflow.id,)))
        self._rules = base.rules
        came, never = self._who_comes(base, workflow, card)
        assert isinstance(card.action, EnrollInSequence)
        by_owner = replace(card.action, sender_type=SenderType.CONTACT_OWNER, owner_property=_DEALT_TO)
        changed = tree.change(workflow, card.id, action=by_owner)
        self._workflow = replace(changed, status=WorkflowStatus.ON, trigger=Trigger(TriggerKind.MANUAL))
        self._project = replace(project, workflows=(self._workflow,))
        self._take(ws.contacts.columns(columns_needed(self._project) - {_DEALT_TO}), came)
        # Who had no sender at first may have a reason of their own as well: one trial shows it.
        kept_out = self._kept_out() if self._ids else {}
        self._take(ContactColumns(self._ids, self._columns), came - set(kept_out))
        self.never = dict(Counter(never) + Counter(kept_out.values()))
        if not self.wanted:
            self._refuse()

    def _take(self, columns: ContactColumns, wanted: frozenset[int]) -> None:
        """Keep the columns of those who are dealt out."""
        kept = [i for i, contact in enumerate(columns.ids) if contact in wanted]
        self._ids = [columns.ids[i] for i in kept]
        self._columns = {name: [column[i] for i in kept] for name, column in columns.columns.items()}
        self.wanted = len(self._ids)

    def _refuse(self) -> None:
        if not self.never:
            raise Problem("NOBODY", "No contact reaches this card by then.", hint="Choose a later day or another card.")
        why = ", ".join(f"{count:,} {reason.title.lower()}" for reason, count in self.never.items())
        raise Problem("NOBODY", f"Nobody who reaches this card can be enrolled: {why}.", hint="Choose another card.")

    def _kept_out(self) -> dict[int, Reason]:
        """Give those whom a sender who may send still cannot enroll, and why."""
        return {
            row[1]: Reason(row[5]) for row in self._at_card(1, 0) if row[4] == _SKIPPED and row[5] not in _OF_SENDERS
        }

    def _who_comes(self, snapshot: Snapshot, workflow: Workflow, card: Card) -> tuple[frozenset[int], Counter[Reason]]:
        """Give who reaches the card and could be enrolled, and why the others never can."""
        place = Cast(snapshot.project).number(workflow.id, card.id)
        came: set[int] = set()
        never: dict[int, int] = {}
        for row in self._rows(snapshot):
            if row[2] == place and row[3] == _ACTION and row[4] in (_DONE, _SKIPPED):
                if row[4] == _DONE or row[5] in _OF_SENDERS:
                    came.add(row[1])
                else:
                    never.setdefault(row[1], row[5])
        reasons = Counter(Reason(reason) for contact, reason in never.items() if contact not in came)
        return frozenset(came), reasons

    def _rows(self, snapshot: Snapshot) -> Iterator[tuple[int, ...]]:
        rehearsal = Rehearsal(snapshot, self._settings)
        for batch in rehearsal.play(self._question.until):
            yield from batch.rows
            if self._control.cancelled():
                raise _Stopped

    # ------------------------------------------------------------ trials

    def plan(self, senders: int, per_day: int) -> Plan:
        """Play one plan; the same one is played once."""
        key = (senders, per_day)
        if key not in self._played:
            self._played[key] = self._play(senders, per_day)
            self._control.report(CapacityProgress(len(self._played)))
        return self._played[key]

    def _play(self, senders: int, per_day: int) -> Plan:
        enrolled: set[int] = set()
        skipped, last = 0, 0
        for row in self._at_card(senders, per_day):
            # Who comes round again is one contact even so.
            if row[4] == _DONE and row[1] not in enrolled:
                enrolled.add(row[1])
                last = row[0]
            elif row[5] == Reason.DAILY_LIMIT_REACHED:
                skipped += 1
        return Plan(senders, per_day, len(enrolled), skipped, last)

    def _at_card(self, senders: int, per_day: int) -> Iterator[tuple[int, ...]]:
        """Play a trial and give what it tells of the card."""
        office = tuple(self._senders(senders))
        owners: list[Value] = [office[i % senders].id for i in range(self.wanted)]
        columns = {**self._columns, _DEALT_TO: owners}
        others = [s for s in self._project.senders if s.id not in {sender.id for sender in office}]
        script = (*self._breaks(), *self._entries(per_day))
        project = replace(self._project, senders=(*office, *others), script=script)
        snapshot = Snapshot(project, ContactColumns(self._ids, columns), self._rules)
        place = Cast(project).number(self._workflow.id, self._question.card)
        return (row for row in self._rows(snapshot) if row[2] == place and row[3] == _ACTION)

    def _senders(self, number: int) -> Iterator[Sender]:
        """Give so many senders: those of today first, then new ones like the first."""
        limit = self._question.limit
        free = max((s.id for s in self._project.senders), default=0) + 1
        for i in range(number):
            if i < len(self._able):
                sender = self._able[i]
            else:
                name = f"New sender {i + 1 - len(self._able)}"
                mailbox = f"new-sender-{i}@capacity.example"
                sender = replace(self._able[0], id=free + i, name=name, email=mailbox, mailbox=mailbox)
            yield sender if limit is None else replace(sender, limit=limit)

    def _breaks(self) -> Iterable[ScriptedEvent]:
        """Give what happens to the account anyhow; what contacts do in the script would enter them on other days."""
        return (event for event in self._project.script if event.kind.breaks)

    def _entries(self, per_day: int) -> Iterator[ScriptedEvent]:
        step = per_day or self.wanted
        moments = self._working_moments()
        minute = 0
        for number, contact in enumerate(self._ids):
            if number % step == 0:
                minute = next(moments)
            yield ScriptedEvent(
                EventKind.ENROLLED_BY_HAND, contact, minute, workflow=self._workflow.id, id=1_000_000_000 + number
            )

    def _working_moments(self) -> Iterator[int]:
        """Give minutes after the start: the start itself, then the same time of every Monday to Friday."""
        start = self._settings.start
        clock = from_instant(start, self._zone)
        first, second = clock.date(), clock.hour * HOUR + clock.minute * MINUTE + clock.second
        yield 0
        after = 0
        while True:
            after += 1
            date = first + timedelta(days=after)
            if date.weekday() < 5:
                yield max((local_instant(date, second, self._zone) - start) // MINUTE, 0)

    # ------------------------------------------------------------ search

    def answer(self) -> Answer:
        """Find the fewest senders for all at once, and the fewest a day for the senders of today."""
        most = min(max(self.wanted, 1), MOST_SENDERS)
        fewest = self._first(1, most, lambda n: self.plan(n, 0))
        today = len(self._able)
        slowest = self._first(1, self.wanted, lambda k: self.plan(today, k))
        for number in _spread(1, min(most, max(2 * fewest.senders, today + 1) if fewest else most)):
            self.plan(number, 0)
        for number in _spread(1, self.wanted):
            self.plan(today, number)
        plans = sorted(self._played.values(), key=lambda p: (p.senders, p.per_day))
        # What the curve found beside the search counts too: where limits differ, more senders can enroll fewer.
        fewest = next((p for p in plans if p.per_day == 0 and self._is_enough(p)), None)
        slowest = next((p for p in plans if p.senders == today and p.per_day and self._is_enough(p)), None)
        best = tuple(plan for plan in (fewest, slowest) if plan is not None)
        # What the search tried far beyond the answer says nothing more, and would squeeze the curve.
        widest = max(2 * fewest.senders, today + 1) if fewest is not None else most
        return Answer(
            self._question,
            self.wanted,
            self.never,
            today,
            tuple(p for p in plans if p.per_day == 0 and p.senders <= widest),
            tuple(p for p in plans if p.senders == today and p.per_day),
            best,
            self._sentence(fewest, slowest, today),
            self._able[0].id,
        )

    def _first(self, low: int, high: int, ask: Callable[[int], Plan]) -> Plan | None:
        """Find the smallest number whose plan enrolls everybody, between two that may both be it.

        Of senders with equal limits, more never enroll fewer. More contacts a day enroll more until the limit begins to
        skip, so the numbers that are too small are told from those that are too large by whether anybody was skipped.
        Where that does not hold, it is for a few senders or contacts: those numbers are asked about one by one.
        """
        for number in range(low, min(low + _ONE_BY_ONE, high)):
            if self._is_enough(ask(number)):
                return ask(number)
            low = number + 1
        while low < high:
            middle = (low + high) // 2
            plan = ask(middle)
            if self._is_enough(plan) or (plan.per_day and plan.skipped):
                high = middle
            else:
                low = middle + 1
        found = ask(low)
        return found if self._is_enough(found) else None

    def _is_enough(self, plan: Plan) -> bool:
        return plan.enrolled >= self.wanted

    def _sentence(self, fewest: Plan | None, slowest: Plan | None, today: int) -> str:
        whom = "the one contact" if self.wanted == 1 else f"all {self.wanted:,} contacts"
        by = day(local_date(self._question.until - 1, self._zone))
        ways = []
        if fewest is not None:
            more = fewest.senders - today
            ways.append(plural(more, "more sender") if more > 0 else f"{plural(fewest.senders, 'sender')} all at once")
        if slowest is not None:
            ways.append(f"{plural(slowest.per_day, 'contact')} a working day with {plural(today, 'sender')}")
        if not ways:
            return f"No plan that was tried enrolls {whom} by {by}."
        return f"{', or '.join(ways)}: {whom} {'is' if self.wanted == 1 else 'are'} enrolled by {by}."


def _spread(low: int, high: int) -> list[int]:
    """Give some whole numbers between two, evenly apart, both included."""
    steps = min(_CURVE, max(high - low, 1))
    return sorted({low + (high - low) * step // steps for step in range(steps + 1)})
