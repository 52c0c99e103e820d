"""Workflows: a trigger and a tree of cards, each card holding one typed action.

A branch card stands last in its list; what comes after it stands inside its branches, as in HubSpot, where branches
never join again. Ways to change a tree live in ``core.model.tree``; the actions themselves in ``core.actions``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar

from core.model.expectation import Expectation
from core.model.fields import Value
from core.model.filter import Filter


class WorkflowStatus(Enum):
    """Whether a workflow enrolls anybody."""

    DRAFT = "draft"
    ON = "on"
    OFF = "off"


class TriggerKind(Enum):
    """What makes a contact enter a workflow (S3)."""

    FILTER = "filter"
    FORM_SUBMITTED = "form_submitted"
    MEETING_BOOKED = "meeting_booked"
    CONTACT_CREATED = "contact_created"
    PROPERTY_CHANGED = "property_changed"
    EMAIL_REPLIED = "email_replied"
    LIST_JOINED = "list_joined"
    SCHEDULE = "schedule"
    MANUAL = "manual"

    @property
    def is_event(self) -> bool:
        """Whether it waits for something that happens to one contact at a moment."""
        return self not in (TriggerKind.FILTER, TriggerKind.SCHEDULE, TriggerKind.MANUAL)


class Repeat(Enum):
    """How often a schedule comes round."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a scheduled workflow looks for contacts, in the account's time zone.

    Attributes:
        repeat: How often.
        minute: Minute of the day.
        weekday: For weekly: 0 is Monday.
        day: For monthly: day of the month; a month without it uses its last day.
    """

    repeat: Repeat = Repeat.DAILY
    minute: int = 9 * 60
    weekday: int = 0
    day: int = 1


@dataclass(frozen=True, slots=True)
class Trigger:
    """When contacts enter.

    Attributes:
        kind: Filter criteria, or an event.
        detail: For events: the form or meeting type; empty means any.
        filter: For ``FILTER``: what must match. For events: what must also hold at that moment.
        reenroll: Whether a contact may enter again; never while inside.
        enroll_existing: For ``FILTER``: contacts that match when the rehearsal starts enter too.
        property: For ``PROPERTY_CHANGED``: the property watched.
        value: For ``PROPERTY_CHANGED``: the value it must get; ``None`` means any.
        list: For ``LIST_JOINED``: the list; 0 means any.
        schedule: For ``SCHEDULE``: when.
    """

    kind: TriggerKind = TriggerKind.FILTER
    detail: str = ""
    filter: Filter = field(default_factory=Filter)
    reenroll: bool = False
    enroll_existing: bool = True
    property: str = ""
    value: Value = None
    list: int = 0
    schedule: Schedule = field(default_factory=Schedule)


@dataclass(frozen=True, slots=True)
class RunWindow:
    """A time of the week when actions may run, in the account's time zone.

    Attributes:
        day: 0 is Monday.
        start: First minute of the day.
        end: Minute at which it closes; after ``start``, at most 1440.
    """

    day: int
    start: int = 9 * 60
    end: int = 17 * 60


@dataclass(frozen=True, slots=True)
class WorkflowSettings:
    """Settings of a workflow (KB manage-your-workflow-settings, 15 May 2024).

    Attributes:
        windows: When actions may run; empty means any time. Delays and branches are not moved.
        blocked: ISO dates on which no action runs.
        suppression: Ids of suppression lists: members do not enter, and leave when they become members.
        goal: Contacts that meet it do not enter, and leave before their next action.
        unenroll_unmatched: Contacts leave when they no longer match a filter trigger; whoever does not match it cannot
            be put in by a person or another workflow either.
    """

    windows: tuple[RunWindow, ...] = ()
    blocked: tuple[str, ...] = ()
    suppression: tuple[int, ...] = ()
    goal: Filter | None = None
    unenroll_unmatched: bool = False


class Action:
    """Base of every action: a frozen dataclass in a file of its own in ``core/actions``.

    Attributes:
        kind: Stable name in files, e.g. ``enroll_in_sequence``.
        title: Name on screen.
        icon: Name of the picture in ``resources/icons``.
        group: Heading under which the palette lists it.
        has_rest: Whether the last branch takes all that no other branch takes ("None matched").
    """

    kind: ClassVar[str]
    title: ClassVar[str]
    icon: ClassVar[str]
    group: ClassVar[str]
    has_rest: ClassVar[bool] = True

    def branch_names(self) -> tuple[str, ...]:
        """Names of the branches below the card, in order; empty for an action with one way out."""
        return ()


@dataclass(frozen=True, slots=True)
class Card:
    """One card of the visual action list.

    Attributes:
        id: Unique within its workflow and never used again there.
        action: What it does.
        on: False when it is switched off; contacts then skip it with ``ACTION_OFF``.
        branches: For branch cards: the cards of each branch, in the order of ``action.branch_names()``.
        note: The person's own remark.
    """

    id: int
    action: Action
    on: bool = True
    branches: tuple[tuple[Card, ...], ...] = ()
    note: str = ""


class StickyTone(Enum):
    """The colour of a sticky note, by what people use it for; themes say how it looks."""

    PLAIN = "plain"
    INFO = "info"
    GOOD = "good"
    CARE = "care"
    STOP = "stop"
    IDEA = "idea"


@dataclass(frozen=True, slots=True)
class Sticky:
    """A sticky note on the canvas; it says something to people and nothing to the engine.

    Attributes:
        id: Unique within its workflow.
        text: What it says.
        card: Id of the card it goes along with; 0 for the trigger, that is, the workflow itself.
        x: How far its left edge is right of its card's left edge, in pixels at 100 %.
        y: How far its head is below its card's head, in pixels at 100 %.
        tone: Its colour.
    """

    id: int
    text: str = ""
    card: int = 0
    x: int = 288
    y: int = 0
    tone: StickyTone = StickyTone.PLAIN


@dataclass(frozen=True, slots=True)
class Workflow:
    """A contact-based workflow.

    Attributes:
        id: Row in the workspace; 0 for a new one.
        name: Name on screen.
        status: Draft, on or off.
        trigger: When contacts enter.
        cards: The cards below the trigger.
        sequence: Id of the sequence whose Automation tab it was made on (S5); 0 for the workflows tool.
        next_card: Id the next new card gets.
        settings: When it may act, and who must not be in it.
        expectations: What must hold in every rehearsal of it.
        stickies: Sticky notes on its canvas.
    """

    id: int = 0
    name: str = ""
    status: WorkflowStatus = WorkflowStatus.DRAFT
    trigger: Trigger = field(default_factory=Trigger)
    cards: tuple[Card, ...] = ()
    sequence: int = 0
    next_card: int = 1
    settings: WorkflowSettings = field(default_factory=WorkflowSettings)
    expectations: tuple[Expectation, ...] = ()
    stickies: tuple[Sticky, ...] = ()


def walk(cards: tuple[Card, ...]) -> Iterator[Card]:
    """Give every card of a tree, each before the cards of its branches."""
    for card in cards:
        yield card
        for branch in card.branches:
            yield from walk(branch)
