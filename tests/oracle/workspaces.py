"""Random small workspaces: a project, its contacts, the limits in force, and how long it is played.

They are small so that a person can follow a disagreement, and crowded so that there are some: few senders with low
limits, shared mailboxes, events that fall on the same minute, runs that cross weekends and clock changes.

Each is made from one number, which hypothesis chooses. Had hypothesis chosen every detail, most examples would be
variations of a few; that is good for finding the smallest failure, and ``tests.oracle.smaller`` does that here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from core.actions.add_note import AddNote
from core.actions.add_to_list import AddToList
from core.actions.create_task import AssigneeType, CreateTask
from core.actions.delay import Delay
from core.actions.delay_until import DelayUntil
from core.actions.delay_until_event import AwaitedEvent, DelayUntilEvent
from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.go_to_workflow import GoToWorkflow
from core.actions.if_then import Branch, IfThen
from core.actions.notification import Notification
from core.actions.random_split import RandomSplit, Share
from core.actions.remove_from_list import RemoveFromList
from core.actions.rotate_owner import RotateOwner
from core.actions.set_property import SetProperty
from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.actions.unknown import UnknownAction
from core.actions.value_equals import ValueBranch, ValueEquals
from core.model.account import Account, RunSettings, Subscription
from core.model.contact import Contact, PropertyDefinition, PropertyType
from core.model.contact_list import ContactList
from core.model.event import EventKind, ScriptedEvent
from core.model.fields import Value
from core.model.filter import Condition, Filter, Operator
from core.model.project import Project
from core.model.sender import InboxKind, InboxState, Seat, Sender
from core.model.sequence import (
    Behaviour,
    Enrollment,
    EnrollmentState,
    FollowUpDays,
    SequenceSettings,
    Step,
    StepKind,
)
from core.model.sequence import Sequence as SalesSequence
from core.model.workflow import (
    Action,
    Card,
    Repeat,
    RunWindow,
    Schedule,
    Trigger,
    TriggerKind,
    Workflow,
    WorkflowSettings,
    WorkflowStatus,
)
from core.rules import rulepack
from core.rules.rulepack import RulePack

T = TypeVar("T")

_DAY = 86_400
_MINUTE = 60


@dataclass(frozen=True)
class Case:
    """One workspace and how it is played."""

    project: Project
    people: tuple[Contact, ...]
    settings: RunSettings
    rules: RulePack


class Dice:
    """Makes choices from one number.

    Arguments:
        seed: The number.
    """

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def pick(self, options: Sequence[T]) -> T:
        """Choose one."""
        return self._random.choice(options)

    def rarely(self, usual: T, options: Sequence[T], percent: int = 8) -> T:
        """Give the usual thing, now and then another one."""
        return self.pick(options) if self.chance(percent) else usual

    def chance(self, percent: int) -> bool:
        """Say yes in so many of a hundred cases."""
        return self._random.randrange(100) < percent

    def number(self, least: int, most: int) -> int:
        """Give a number, both ends included."""
        return self._random.randint(least, most)

    def some(self, least: int, most: int, make: Callable[[], T]) -> tuple[T, ...]:
        """Make a few."""
        return tuple(make() for _ in range(self.number(least, most)))


def _at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


STARTS = tuple(
    map(
        _at,
        (
            "2026-01-05T09:00",  # a Monday
            "2026-01-07T14:59:40",  # a Wednesday
            "2026-01-09T16:30:20",  # a Friday afternoon
            "2026-01-10T11:00",  # a Saturday
            "2026-03-27T08:00",  # before the clocks go forward in Europe
            "2026-10-23T23:30",  # before they go back
            "2026-03-06T15:00",  # before they go forward in New York
            "2027-12-30T20:00",  # before a new year
            "2028-02-27T10:00",  # a leap year
            "2026-04-02T23:00",  # before they go back by half an hour on Lord Howe Island
        ),
    )
)
ZONES = ("UTC", "UTC", "Europe/Warsaw", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")

# ---------------------------------------------------------------- filters

_C = Condition
_O = Operator
CONDITIONS = (
    _C("lifecyclestage", _O.IS_ANY_OF, ("lead",)),
    _C("lifecyclestage", _O.IS_ANY_OF, ("lead", "customer")),
    _C("lifecyclestage", _O.IS_NONE_OF, ("customer",)),
    _C("lifecyclestage", _O.IS_KNOWN),
    _C("hubspot_owner_id", _O.IS_ANY_OF, (1, 2)),
    _C("hubspot_owner_id", _O.IS_UNKNOWN),
    _C("hs_email_optout", _O.IS_TRUE),
    _C("hs_email_optout", _O.IS_FALSE),
    _C("company", _O.CONTAINS, ("acme",)),
    _C("company", _O.NOT_CONTAINS, ("acme",)),
    _C("company", _O.STARTS_WITH, ("Be",)),
    _C("company", _O.ENDS_WITH, ("a",)),
    _C("company", _O.IS, ("ACME",)),
    _C("company", _O.IS_NOT, ("Beta",)),
    _C("seats", _O.GREATER, (3,)),
    _C("seats", _O.LESS, (10.5,)),
    _C("seats", _O.BETWEEN, (3, 10)),
    _C("seats", _O.NOT_BETWEEN, (3, 10)),
    _C("seats", _O.IS, (3,)),
    _C("list", _O.IN_LIST, (1, 2)),
    _C("list", _O.IN_LIST, (1,)),
    _C("list", _O.NOT_IN_LIST, (2,)),
    _C("demo", _O.IN_LAST_DAYS, (2,)),
    _C("demo", _O.IN_NEXT_DAYS, (3,)),
    _C("demo", _O.DAYS_AGO, (1,)),
    _C("demo", _O.AFTER, (_at("2026-01-08T00:00"),)),
    _C("demo", _O.BEFORE, (_at("2026-01-08T00:00"),)),
    _C("demo", _O.BETWEEN, (_at("2026-01-06T00:00"), _at("2026-01-09T00:00"))),
    _C("email", _O.ENDS_WITH, (".EXAMPLE",)),
    _C("vip", _O.IS_TRUE),
    _C("second_owner", _O.IS_NONE_OF, (1,)),
)
ODD_CONDITIONS = (
    _C("seats", _O.GREATER, ("many",)),
    _C("seats", _O.LESS, ()),
    _C("seats", _O.BETWEEN, (3,)),
    _C("seats", _O.NOT_BETWEEN, (10, "x")),
    _C("seats", _O.BETWEEN, (10, 3)),
    _C("demo", _O.IN_LAST_DAYS, ("two",)),
    _C("demo", _O.DAYS_AGO, (-1,)),
    _C("company", _O.CONTAINS, (5,)),
    _C("company", _O.IS, ()),
    _C("company", _O.IS_NOT, ("",)),
    _C("lifecyclestage", _O.IS_ANY_OF, ("", None)),
    _C("lifecyclestage", _O.IS_NONE_OF, ()),
    _C("list", _O.IN_LIST, (9,)),
    _C("list", _O.NOT_IN_LIST, ()),
    _C("nothing of the kind", _O.IS_UNKNOWN),
)
"""Conditions that no form makes, but a file may hold."""
LEADS = Filter((CONDITIONS[:1],))
CUSTOMERS = Filter(((_C("lifecyclestage", _O.IS_ANY_OF, ("customer",)),),))


def _filter(dice: Dice) -> Filter:
    if dice.chance(55):
        return dice.pick([LEADS, LEADS, CUSTOMERS, Filter()])
    return Filter(dice.some(1, 2, lambda: dice.some(0, 2, lambda: dice.rarely(dice.pick(CONDITIONS), ODD_CONDITIONS))))


def _goal(dice: Dice) -> Filter:
    """Make a goal that not everybody meets from the start."""
    return dice.pick([CUSTOMERS, CUSTOMERS, Filter((CONDITIONS[:1],)), Filter(((dice.pick(CONDITIONS),),))])


# ---------------------------------------------------------------- users and sequences


def _step(dice: Dice) -> Step:
    return Step(
        dice.pick([*[StepKind.EMAIL] * 9, *StepKind]),
        dice.pick(["Hello", "About {{ placeholder.topic }}"]),
        dice.pick(["", "{{ contact.firstname }}, {{ placeholder.a }} {{ placeholder.b }}"]),
        dice.pick([0, 0, 1, 1, 2, 3, dice.rarely(1, [90, -5], 30)]),
        dice.chance(60),
    )


def _behaviour(dice: Dice) -> Behaviour:
    hours = dice.pick([0, 5, 24, 30])
    if dice.chance(50):
        return Behaviour(task_hours=hours)
    reply, meeting, unsubscribe, bounce = (dice.pick([0, 0, 10, 25]) for _ in range(4))
    return Behaviour(reply, meeting, unsubscribe, bounce, hours, dice.pick([0, 40]), dice.pick([0, 40]))


def _sequence(dice: Dice, number: int) -> SalesSequence:
    start, end = dice.pick([(480, 1080), (480, 1080), (0, 1439), (0, 1439), (540, 541), (600, 660), (560, 560)])
    settings = SequenceSettings(
        dice.pick([FollowUpDays.EVERYDAY, *FollowUpDays]), start, end, dice.chance(75), dice.chance(75),
        dice.chance(45), dice.chance(30), behaviour=_behaviour(dice),
    )  # fmt: skip
    steps = dice.some(1, 4, lambda: _step(dice)) if dice.chance(97) else ()
    return SalesSequence(number, f"Sequence {number}", steps, settings, 0, STARTS[0] if dice.chance(3) else None)


def _sender(dice: Dice, number: int) -> Sender:
    flaw = dice.rarely("", ["none", "inbox", "team", "gone"])
    seat = Seat.SALES_PROFESSIONAL if dice.chance(15) else dice.pick([Seat.SALES_ENTERPRISE, Seat.SERVICE_ENTERPRISE])
    return Sender(
        number,
        f"User {number}",
        f"user{number}@acme.example",
        Seat.NONE if flaw == "none" else seat,
        InboxKind.TEAM if flaw == "team" else InboxKind.PERSONAL,
        InboxState.DISCONNECTED if flaw == "inbox" else InboxState.CONNECTED,
        mailbox="sales@acme.example" if dice.chance(40) else "",
        provider=dice.pick(["", "Gmail (free)", "Office 365"]),
        limit=dice.pick([None, None, None, 0, 1, 2, 2, 3, 3, 4]),
        active=flaw != "gone",
    )


# ---------------------------------------------------------------- contacts

_TEXTS: dict[str, tuple[Value, ...]] = {
    "lifecyclestage": ("lead", "lead", "lead", "customer", "Lead", None),
    "company": ("Acme", "acme ", "Beta", None),
    "hs_timezone": (None, "Asia/Tokyo", "America/New_York", "Australia/Lord_Howe", "nowhere"),
    "hubspot_owner_id": (1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 99, None, "Ana", True, 1.0, "", 0),
    "second_owner": (1, 2, None, 2.0),
    "seats": (None, 3, 10.5, 11, "3", True),
    "vip": (None, True, False, "yes"),
}
_FLAGS = ("hs_email_optout", "hs_email_optout_one_to_one", "hs_email_bounced", "hs_email_bounced_elsewhere",
          "hs_email_blocked_address", "hs_email_blocked_domain", "hs_email_marked_as_spam")  # fmt: skip


def _contact(dice: Dice, number: int, start: int) -> Contact:
    values = {name: dice.pick(some) for name, some in _TEXTS.items()}
    values["email"] = dice.rarely(f"c{number}@client.example", ["no address", None], 4)
    days = dice.pick([None, -3, -1.5, 0, 1, 2.25, 4])
    values["demo"] = None if days is None else int(start + days * _DAY)
    for listed in (1, 2):
        values[f"list:{listed}"] = True if dice.chance(20) else None
    if dice.chance(6):
        values[dice.pick(_FLAGS)] = True
    return Contact(number, {name: value for name, value in values.items() if value is not None})


def _change(dice: Dice) -> tuple[str, Value]:
    if dice.chance(50):
        return "lifecyclestage", dice.pick(["lead", "lead", "customer", None])
    if dice.chance(20):
        some: list[tuple[str, Value]] = [(dice.pick(_FLAGS), dice.pick([None, True])), ("hs_timezone", "UTC"),
                                         ("email", dice.pick([None, "no address", "new@client.example"]))]  # fmt: skip
        return dice.pick(some)
    name = dice.pick(["hubspot_owner_id", "second_owner", "company", "seats", "vip"])
    return name, dice.pick(_TEXTS[name])


# ---------------------------------------------------------------- cards


def _enrolling(dice: Dice) -> Action:
    if dice.chance(4):
        return dice.pick([EnrollInSequence(), EnrollInSequence(9), EnrollInSequence(1, sender=9)])
    into = dice.pick([1, 1, 2])
    if dice.chance(60):
        return EnrollInSequence(
            into, SenderType.CONTACT_OWNER, 0, dice.rarely("hubspot_owner_id", ["second_owner"], 20)
        )
    return EnrollInSequence(into, SenderType.SPECIFIC_USER, dice.pick([1, 1, 2, 3]))


def _rare(dice: Dice) -> Action:
    return dice.pick(
        [
            CreateTask(subject="Ring up", due_days=dice.pick([0, 1, 2])),
            CreateTask(subject="Ring up", due_days=0, assignee_type=AssigneeType.SPECIFIC_USER, user=2),
            CreateTask(subject=" "),
            Notification("New lead"),
            Notification("New lead", users=(1, 2, 2, 9)),
            Notification("New lead", users=(9,), to_owner=False),
            Notification(""),
            AddNote("Hello"),
            AddNote("Hello"),
            AddNote(" "),
            SetProperty(),
            UnknownAction({"kind": "send_fax"}),
            RotateOwner(dice.pick([(1, 2, 3), (3, 1), (2, 2, 9)]), dice.pick(["hubspot_owner_id", "second_owner"]),
                        dice.chance(60)),
            RotateOwner((1, 2, 3), "hubspot_owner_id", True),
            RotateOwner(),
        ]
    )  # fmt: skip


def _plain(dice: Dice) -> Action:
    makers: list[Callable[[], Action]] = [
        lambda: Delay(dice.pick([0, 1, 60, 60, 1440, 1440, 3000, dice.rarely(60, [-5, 10**9])])),
        lambda: Delay(dice.pick([1, 5, 60, 1440])),
        UnenrollFromSequence,
        lambda: SetProperty(*_change(dice)),
        lambda: SetProperty(*_change(dice)),
        lambda: DelayUntil(dice.pick([(), (0,), (1, 3, 5), (6,)]), dice.pick([0, 150, 540, 541, 1439])),
        lambda: dice.rarely(DelayUntil((2,), 600), [DelayUntil((7,), 600), DelayUntil((), 1440)], 30),
        lambda: AddToList(dice.rarely(1, [2, 0, 9], 40)),
        lambda: RemoveFromList(dice.pick([1, 1, 2])),
        lambda: GoToWorkflow(dice.pick([1, 2, 2, 3, 0])),
        lambda: _rare(dice),
        lambda: _rare(dice),
    ]
    return dice.pick(makers)()


def _branching(dice: Dice, many: int) -> Action:
    values = [
        ValueEquals("lifecyclestage", (ValueBranch("", ("LEAD",)), ValueBranch("", ("lead", "customer")))),
        ValueEquals("seats", (ValueBranch("", (3, 10.5)),)),
        ValueEquals("vip", (ValueBranch("", (True,)), ValueBranch("", (False,)))),
        ValueEquals("", (ValueBranch("", ("x",)),)),
    ]
    shares = [(50, 50), (20, 30, 50), (50, 60)]
    makers: list[Callable[[], Action]] = [
        lambda: IfThen(dice.some(1, many, lambda: Branch("", _filter(dice)))),
        lambda: IfThen(dice.some(1, many, lambda: Branch("", _filter(dice)))),
        lambda: dice.pick(values),
        lambda: RandomSplit(tuple(Share("", percent) for percent in dice.pick(shares))),
        lambda: DelayUntilEvent(
            dice.pick(list(AwaitedEvent)), dice.pick(["", "", "demo"]), dice.pick([0, 1]),
            dice.rarely("lifecyclestage", [""], 10), dice.pick([30, 1440, 4000, 6000]),
        ),
    ]  # fmt: skip
    return dice.pick(makers)()


def _cards(dice: Dice, numbers: count[int], depth: int) -> tuple[Card, ...]:
    actions = list(dice.some(0, depth + 1, lambda: _plain(dice)))
    if dice.chance(85 if depth == 2 else 50):
        actions.insert(dice.number(0, len(actions)), _enrolling(dice))
    cards = [Card(next(numbers), action, dice.chance(96)) for action in actions]
    if depth and dice.chance(40):
        action, number = _branching(dice, depth + 1), next(numbers)
        ways = tuple(_cards(dice, numbers, depth - 1) for _ in action.branch_names())
        cards.append(Card(number, action, dice.chance(96), ways))
    return tuple(cards)


# ---------------------------------------------------------------- workflows


def _trigger(dice: Dice) -> Trigger:
    kind = TriggerKind.FILTER if dice.chance(60) else dice.pick(list(TriggerKind))
    schedule = Schedule(dice.pick(list(Repeat)), dice.pick([0, 150, 540, 555, 1439]), dice.number(0, 6),
                        dice.pick([1, 6, 11, 29, 31]))  # fmt: skip
    name, value = _change(dice)
    return Trigger(
        kind, dice.pick(["", "", "Demo"]), _filter(dice), dice.chance(50), dice.chance(80), name,
        dice.pick([None, None, value]), dice.pick([0, 1, 2]), schedule,
    )  # fmt: skip


_WINDOWS = (
    tuple(RunWindow(day) for day in range(5)),
    tuple(RunWindow(day, 0, 720) for day in range(7)),
    (RunWindow(1, 600, 605), RunWindow(4, 0, 1440), RunWindow(4, 30, 40)),
    (RunWindow(6, 120, 240), RunWindow(0, 540, 1020), RunWindow(0, 500, 600)),
    (RunWindow(0, 600, 600),),
)
_BLOCKED = (("2026-01-06",), ("2026-01-05", "2026-01-06", "2026-01-12"), ("2026-03-29",), ("2026-01-09",))


def _settings(dice: Dice) -> WorkflowSettings:
    if dice.chance(40):
        return WorkflowSettings()
    return WorkflowSettings(
        dice.pick(_WINDOWS) if dice.chance(40) else (),
        dice.pick(_BLOCKED) if dice.chance(30) else (),
        dice.pick([(1,), (2,), (1, 2)]) if dice.chance(40) else (),
        _goal(dice) if dice.chance(30) else None,
        dice.chance(50),
    )


def _workflow(dice: Dice, number: int) -> Workflow:
    numbers = count(1)
    cards = _cards(dice, numbers, 2)
    status = dice.rarely(WorkflowStatus.ON, list(WorkflowStatus), 6)
    return Workflow(
        number, f"Workflow {number}", status, _trigger(dice), cards, dice.pick([0, 0, 0, 1, 2]),
        next(numbers), _settings(dice),
    )  # fmt: skip


# ---------------------------------------------------------------- scripts

_AFTER = (0, 0, 1, 30, 60, 61, 720, 1440, 1441, 2880, 4320)


class _Script:
    """Lays out what happens, often in pairs that belong together."""

    def __init__(self, dice: Dice, ids: Sequence[int]) -> None:
        self._dice = dice
        self._ids = ids
        self.events: list[ScriptedEvent] = []

    def add(self, kind: EventKind, minute: int, contact: int = 0, **facts: object) -> None:
        """Put one event on the time line."""
        event = ScriptedEvent(kind, contact, minute, id=len(self.events) + 1)
        self.events.append(replace(event, **facts))  # type: ignore[arg-type]

    def more(self) -> None:
        """Let something happen, and perhaps its opposite later."""
        dice = self._dice
        minute = dice.pick([0, 1, 1440, dice.number(0, 3000), dice.number(0, 3000), dice.number(0, 9 * 1440)])
        later, contact = minute + dice.pick(_AFTER), dice.pick(self._ids)
        dice.pick([self._answer, self._answer, self._pause, self._pause, self._change, self._change, self._by_hand,
                   self._break, self._break])(minute, later, contact)  # fmt: skip

    def _answer(self, minute: int, later: int, contact: int) -> None:
        dice = self._dice
        kinds = [EventKind.FORM_SUBMITTED, EventKind.FORM_SUBMITTED, EventKind.REPLIED, EventKind.MEETING_BOOKED]
        for kind in (dice.pick(kinds), dice.pick([*kinds, EventKind.BOUNCED, EventKind.UNSUBSCRIBED,
                                                  EventKind.OPENED, EventKind.CLICKED])):  # fmt: skip
            sender = dice.pick([0, 1, 2]) if kind is EventKind.MEETING_BOOKED else 0
            self.add(kind, minute, contact, detail=dice.pick(["", "Demo", "Other"]), sender=sender)
            minute, contact = later, dice.pick([contact, dice.pick(self._ids)])

    def _pause(self, minute: int, later: int, contact: int) -> None:
        self.add(EventKind.PAUSED, minute, contact)
        self.add(EventKind.RESUMED, later, contact)

    def _change(self, minute: int, later: int, contact: int) -> None:
        dice = self._dice
        if dice.chance(30):
            self.add(EventKind.LIST_JOINED, minute, contact, value=dice.pick([1, 2]))
            return
        for at in (minute, later):
            name, value = _change(dice)
            self.add(EventKind.PROPERTY_CHANGED, at, contact, property=name, value=value)

    def _by_hand(self, minute: int, later: int, contact: int) -> None:
        dice = self._dice
        if dice.chance(25):
            self.add(EventKind.CONTACT_CREATED, minute, contact)
            return
        self.add(EventKind.ENROLLED_BY_HAND, minute, contact, workflow=dice.pick([1, 1, 2, 3]))
        if dice.chance(50):
            self.add(EventKind.UNENROLLED_BY_HAND, later, contact)

    def _break(self, minute: int, later: int, contact: int) -> None:
        dice = self._dice
        sender, workflow = dice.pick([1, 2, 3]), dice.pick([1, 1, 2])
        pairs = [
            ((EventKind.WORKFLOW_OFF, {"workflow": workflow}), (EventKind.WORKFLOW_ON, {"workflow": workflow})),
            ((EventKind.WORKFLOW_OFF, {"workflow": workflow}), (EventKind.WORKFLOW_ON, {"workflow": workflow})),
            ((EventKind.INBOX_DISCONNECTED, {"sender": sender}), (EventKind.INBOX_CONNECTED, {"sender": sender})),
            ((EventKind.SEQUENCE_DELETED, {"sequence": dice.pick([1, 2])}), None),
            ((EventKind.SEAT_LOST, {"sender": sender}), None),
            ((EventKind.SENDER_DEACTIVATED, {"sender": sender}), None),
            ((EventKind.LIMIT_CHANGED, {"sender": sender, "value": dice.pick([0, 0, 1])}),
             (EventKind.LIMIT_CHANGED, {"sender": sender, "value": dice.pick([None, 0, 1, 2, 5, -1, "many", True])})),
        ]  # fmt: skip
        first, second = dice.pick(pairs)
        self.add(first[0], minute, **first[1])
        if second is not None:
            self.add(second[0], later, **second[1])


def _standing(dice: Dice, contact: int, start: int) -> Enrollment:
    ago = dice.pick([0, 10, 3600, _DAY, _DAY + 1, dice.number(0, 6 * _DAY), dice.number(0, 2 * _DAY)])
    state = EnrollmentState.PAUSED if dice.chance(30) else EnrollmentState.ACTIVE
    return Enrollment(
        contact, dice.rarely(dice.pick([1, 2]), [9]), dice.rarely(dice.pick([1, 2, 3]), [99]), start - ago,
        dice.pick([0, 1, 1, 1, 2, 3]), state,
    )  # fmt: skip


# ---------------------------------------------------------------- all together

_PACK = rulepack.load("2025-08")
_PROPERTIES = (
    PropertyDefinition("second_owner", "Second owner", PropertyType.OWNER, custom=True, id=1),
    PropertyDefinition("seats", "Seats", PropertyType.NUMBER, custom=True, id=2),
    PropertyDefinition("vip", "VIP", PropertyType.BOOL, custom=True, id=3),
    PropertyDefinition("demo", "Demo", PropertyType.DATETIME, custom=True, id=4),
)


def workspace(seed: int) -> Case:
    """Make a small workspace: up to 6 contacts, 3 users, 2 sequences, 3 workflows, some events and enrollments."""
    dice = Dice(seed)
    start = dice.pick(STARTS)
    ids = dice.pick([(1, 2), (1, 2, 3, 4), (2, 5, 7, 11, 30), (1, 2, 3, 4, 5, 6)])
    script = _Script(dice, ids)
    for _ in range(dice.pick([0, 2, 4, 6, 8])):
        script.more()
    subscription = dice.rarely(Subscription.ENTERPRISE, [Subscription.PROFESSIONAL, Subscription.STARTER])
    project = Project(
        Account(subscription=subscription, time_zone=dice.pick(ZONES)),
        _PROPERTIES,
        tuple(_sender(dice, number) for number in (1, 2, 3)),
        tuple(_sequence(dice, number) for number in (1, 2)),
        tuple(_workflow(dice, number) for number in range(1, dice.pick([1, 2, 2, 3]) + 1)),
        tuple(script.events),
        dice.some(0, 3, lambda: _standing(dice, dice.pick(ids), start)),
        (ContactList(1, "Partners"), ContactList(2, "Press")),
    )
    rules = replace(
        _PACK, limit_window=dice.pick(["rolling", "rolling", "calendar_day"]), provider_gmail=dice.pick([350, 2]),
        window_hours=dice.rarely(24, [1, 48], 30), spacing_seconds=dice.pick([30, 30, 30, 0, 5000]),
        on_sequence_deleted=dice.pick(["unenroll", "unenroll", "stay"]),
    )  # fmt: skip
    people = tuple(_contact(dice, number, start) for number in ids)
    chosen = dice.rarely((), [(1,), (2, 3), (9,)], 5)
    return Case(project, people, RunSettings(start, dice.pick([2, 5, 9, 12]), dice.pick([7, 8, 9]), chosen), rules)


def workspaces() -> st.SearchStrategy[Case]:
    """Give the strategy of all of them."""
    return st.integers(0, 2**64 - 1).map(workspace)
