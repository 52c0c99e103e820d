"""A stage that only writes down what an action asks of it, and a few things to stand on it.

Contacts 101, 102, … have the indexes 0, 1, …; the performers after a card go by the names ``then`` and ``way 1``, …
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo

from core.actions.base import RunnableAction
from core.actions.stage import Admission, Desk, Hold, Performer, Slot
from core.model.account import Subscription
from core.model.contact_list import ContactList
from core.model.event import EventKind
from core.model.fields import Value
from core.model.filter import Filter
from core.model.instant import Instant
from core.model.project import Project
from core.model.reason import Reason
from core.model.sender import Sender
from core.model.sequence import Sequence as SalesSequence
from core.model.trace import Outcome, RowKind, TraceEvent, TraceRow
from core.model.workflow import Card, Workflow, WorkflowStatus
from core.rules.eligibility import Inside
from core.rules.filters import Selector, compile_filter

NOW = 1_767_603_600
"""Mon 5 Jan 2026 09:00 UTC."""
PLACE = 7
ANA, BO, CHEN = 1, 2, 3


def office() -> Project:
    """Three users (Chen was deactivated), a list, and a workflow of each status."""
    return Project(
        senders=(
            Sender(ANA, "Ana Ruiz", "ana@acme.example"),
            Sender(BO, "Bo Lind", "bo@acme.example"),
            Sender(CHEN, "Chen Wu", "chen@acme.example", active=False),
        ),
        lists=(ContactList(4, "VIP"),),
        workflows=(
            Workflow(1, "Welcome", WorkflowStatus.ON),
            Workflow(2, "Later", WorkflowStatus.DRAFT),
            Workflow(3, "Old", WorkflowStatus.OFF),
        ),
    )


@dataclass
class FakeDesk:
    """A desk that never refuses."""

    sender: Sender

    def refusal(self, now: Instant) -> tuple[int, int, Instant] | None:
        return None


@dataclass
class FakeRoom:
    """A waiting room; ``waits`` holds until when who waits, and where they go then."""

    stage: FakeStage
    waits: list[tuple[Instant, str, list[int]]] = field(default_factory=list)
    awaited: list[tuple[EventKind, str, str]] = field(default_factory=list)

    def until(self, then: Performer) -> Hold:
        name = self.stage.names[id(then)]
        return lambda at, who: self.waits.append((at, name, who))

    def for_event(self, kind: EventKind, detail: str, happened: Performer, timed_out: Performer) -> Hold:
        self.awaited.append((kind, detail, self.stage.names[id(happened)]))
        return self.until(timed_out)


@dataclass
class FakeStage:
    """Remembers rows, counts, pushes and changed values."""

    project: Project = field(default_factory=office)
    ids: Sequence[int] = (101, 102, 103, 104, 105, 106)
    columns: dict[str, list[Value]] = field(default_factory=dict)
    zone: tzinfo = UTC
    epoch: int = 0
    draws: Sequence[int] = (0,)
    loops: frozenset[int] = frozenset()
    rows: list[TraceRow] = field(default_factory=list)
    counts: dict[tuple[int, Outcome, Reason], int] = field(default_factory=dict)
    pushed: list[tuple[Instant, str, list[int]]] = field(default_factory=list)
    values: list[tuple[str, dict[int, Value]]] = field(default_factory=list)
    entered: list[tuple[int, list[int]]] = field(default_factory=list)
    asked: list[tuple[int, int, int]] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    subscription: Subscription = Subscription.ENTERPRISE
    enrolled: Container[int] = ()

    def __post_init__(self) -> None:
        self.desks = {s.id: FakeDesk(s) for s in self.project.senders}
        self.room = FakeRoom(self)
        self.performers: list[Performer] = []

    def performer(self, name: str) -> Performer:
        def perform(now: Instant, who: list[int]) -> None:
            raise AssertionError("the fake stage performs nothing")

        self.performers.append(perform)
        self.names[id(perform)] = name
        return perform

    def slot(self, action: RunnableAction) -> Slot:
        ways = tuple(self.performer(f"way {n}") for n in range(1, len(action.branch_names()) + 1))
        return Slot(self, Workflow(1), Card(1, action), PLACE, self.performer("then"), ways, self.room)

    def perform(self, action: RunnableAction, who: list[int], now: Instant = NOW) -> None:
        """Bind an action and let a group do it."""
        action.bind(self.slot(action))(now, who)

    def told(self) -> list[tuple[int, str, str]]:
        """Give contact, outcome and reason of each row, after a look at what all rows have in common."""
        events = [TraceEvent(*row) for row in self.rows]
        assert all(e.place == PLACE and e.kind == RowKind.ACTION and not (e.sequence or e.step) for e in events)
        counts: dict[tuple[int, Outcome, Reason], int] = {}
        for e in events:
            key = (e.place, Outcome(e.outcome), Reason(e.reason))
            counts[key] = counts.get(key, 0) + 1
        assert counts == self.counts
        return [(e.contact, Outcome(e.outcome).label, Reason(e.reason).name) for e in events]

    def facts(self) -> list[tuple[int, int, int, int]]:
        """Give sender, a, b and c of each row."""
        return [(e.sender, e.a, e.b, e.c) for e in (TraceEvent(*row) for row in self.rows)]

    def fire(self, sender_id: int) -> None:
        """Deactivate a user, as a script does."""
        desk = self.desks[sender_id]
        desk.sender = replace(desk.sender, active=False)
        self.epoch += 1

    # What an action asks of a stage

    def column(self, name: str) -> list[Value]:
        return self.columns.setdefault(name, [None] * len(self.ids))

    def select(self, wanted: Filter) -> Selector:
        return compile_filter(wanted, {name: self.column(name) for name in wanted.properties})

    def enlist(self, performer: Performer) -> Performer:
        return performer

    def push(self, at: Instant, performer: Performer, who: list[int]) -> None:
        self.pushed.append((at, self.names[id(performer)], who))

    def tell(
        self, now: Instant, who: Sequence[int], place: int, outcome: Outcome, reason: Reason = Reason.NONE, a: int = 0
    ) -> None:
        assert who, "a row for nobody"
        kind = int(RowKind.ACTION)
        self.rows += [(now, self.ids[i], place, kind, int(outcome), int(reason), 0, 0, 0, a, 0, 0) for i in who]
        self.count(place, outcome, reason, len(who))

    def count(self, place: int, outcome: Outcome, reason: Reason, number: int) -> None:
        assert number, "a count of nobody"
        key = (place, outcome, reason)
        self.counts[key] = self.counts.get(key, 0) + number

    def set_values(self, now: Instant, who: Sequence[int], name: str, value: Value) -> None:
        self.set_each(now, who, name, [value] * len(who))

    def set_each(self, now: Instant, who: Sequence[int], name: str, values: Sequence[Value]) -> None:
        new = dict(zip(who, values, strict=True))
        self.values.append((name, new))
        for i, value in new.items():
            self.column(name)[i] = value

    def draw(self, index: int, purpose: int, below: int) -> int:
        self.asked.append((index, purpose, below))
        return self.draws[index]

    def enter(self, now: Instant, who: list[int], workflow_id: int) -> list[int]:
        self.entered.append((workflow_id, list(who)))
        stopped = [i for i in who if i in self.loops]
        who.clear()  # whoever is handed a group owns it
        return stopped

    def sequence(self, sequence_id: int) -> SalesSequence | None:
        return None

    def desk(self, sender_id: int) -> Desk | None:
        return self.desks.get(sender_id)

    def unfit(self, index: int) -> Reason:
        return Reason.NONE

    def inside(self, index: int) -> Inside | None:
        return None

    def admission(self, sequence: SalesSequence) -> Admission:
        raise NotImplementedError

    def unenroll(self, now: Instant, index: int, reason: Reason, place: int) -> None:
        raise NotImplementedError


def sentences(action: RunnableAction, project: Project | None = None) -> list[tuple[str, str]]:
    """Give what is wrong with an action, as (field, sentence)."""
    return [(p.field, p.sentence) for p in action.problems(project or office())]
