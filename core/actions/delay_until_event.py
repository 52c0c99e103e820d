"""Delay until event: contacts wait for something to happen, with a longest wait (KB use-delays, 11 Jun 2024)."""

from __future__ import annotations

import builtins
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from core.actions.base import FieldProblem, RunnableAction
from core.actions.delay import in_words
from core.actions.names import Names
from core.actions.skipping import skip_everybody
from core.actions.stage import Performer, Slot
from core.model.event import EventKind
from core.model.fields import FieldKind, FieldSpec, described
from core.model.filter import list_column
from core.model.instant import MINUTE, Instant
from core.model.project import Project
from core.model.reason import Reason
from core.model.trace import Outcome, RowKind

_DAY = 24 * 60
_LONGEST = 5 * 365 * _DAY
_NUMBERS = {kind: number for number, kind in enumerate(EventKind, 1)}
_ACTION, _DONE = int(RowKind.ACTION), int(Outcome.DONE)


class AwaitedEvent(Enum):
    """What a contact can wait for; in files under the names of ``core.model.event.EventKind``."""

    FORM_SUBMITTED = "form_submitted"
    MEETING_BOOKED = "meeting_booked"
    REPLIED = "replied"
    OPENED = "opened"
    CLICKED = "clicked"
    LIST_JOINED = "list_joined"
    PROPERTY_CHANGED = "property_changed"

    @property
    def event(self) -> EventKind:
        """The event by the name that scripts and traces use."""
        return EventKind(self.value)

    @property
    def label(self) -> str:
        """The event's name on screen."""
        return self.event.label


@dataclass(frozen=True, slots=True)
class DelayUntilEvent(RunnableAction):
    """Contacts wait until an event happens to them, or the longest wait is over.

    Only what happens while a contact waits counts.

    Attributes:
        event: What must happen.
        detail: For a form or a meeting: which; empty means any, case does not matter.
        contact_list: For a joined list: which; 0 means any.
        property: For a changed property: which.
        minutes: The longest wait.
    """

    kind: ClassVar[str] = "delay_until_event"
    title: ClassVar[str] = "Delay until event"
    icon: ClassVar[str] = "delay_until_event"
    group: ClassVar[str] = "Time and branches"
    steers: ClassVar[bool] = True
    waits_for_events: ClassVar[bool] = True

    event: AwaitedEvent = described(FieldSpec(FieldKind.CHOICE, "Event"), AwaitedEvent.FORM_SUBMITTED)
    detail: str = described(
        FieldSpec(FieldKind.TEXT, "Form or meeting", "Leave it empty to take any.", shown_when=("takes_detail", True)),
        "",
    )
    contact_list: int = described(
        FieldSpec(FieldKind.LIST, "List", "Choose none to take any.", shown_when=("event", AwaitedEvent.LIST_JOINED)),
        0,
    )
    property: str = described(
        FieldSpec(FieldKind.PROPERTY, "Property", required=True, shown_when=("event", AwaitedEvent.PROPERTY_CHANGED)),
        "",
    )
    minutes: int = described(
        FieldSpec(
            FieldKind.DURATION,
            "Wait at most",
            "Contacts to whom it has not happened by then go the way “Timed out”.",
            required=True,
            minimum=1,
            maximum=_LONGEST,
            unit="minutes",
        ),
        7 * _DAY,
    )

    def branch_names(self) -> tuple[str, ...]:
        """The two ways out."""
        return ("Event happened", "Timed out")

    @builtins.property  # the field “property” hides the plain name
    def takes_detail(self) -> bool:
        """Whether the event has a name of its own, as forms and meetings have."""
        return self.event in (AwaitedEvent.FORM_SUBMITTED, AwaitedEvent.MEETING_BOOKED)

    def headline(self, names: Names) -> str:
        """Say what for, e.g. ``Delay until meeting booked``."""
        label = self.event.label
        return f"Delay until {label[:1].lower()}{label[1:]}"

    def summary(self, names: Names) -> str:
        """Say which one, and how long at most, e.g. ``Demo · at most 7 days``."""
        which = ""
        if self.takes_detail:
            which = self.detail.strip()
        elif self.event is AwaitedEvent.LIST_JOINED:
            which = names.list(self.contact_list) if self.contact_list else ""
        elif self.event is AwaitedEvent.PROPERTY_CHANGED:
            which = names.property(self.property)
        return f"{which} · at most {in_words(self.minutes)}".removeprefix(" · ")

    def problems(self, project: Project) -> list[FieldProblem]:
        """Check what the event points to, and the longest wait."""
        found: list[FieldProblem] = []
        if self.event is AwaitedEvent.PROPERTY_CHANGED and not self.property:
            found.append(FieldProblem("property", "Choose a property."))
        elif self.event is AwaitedEvent.PROPERTY_CHANGED and project.property(self.property) is None:
            found.append(FieldProblem("property", f"There is no property “{self.property}” any more."))
        lost_list = self.contact_list and project.contact_list(self.contact_list) is None
        if self.event is AwaitedEvent.LIST_JOINED and lost_list:
            found.append(FieldProblem("contact_list", "This list no longer exists; choose another."))
        if not 1 <= self.minutes <= _LONGEST:
            found.append(FieldProblem("minutes", "The longest wait is at least 1 minute and at most 5 years."))
        return found

    @builtins.property
    def watched(self) -> frozenset[str]:
        """The property or list whose change it waits for."""
        if self.event is AwaitedEvent.PROPERTY_CHANGED and self.property:
            return frozenset({self.property})
        if self.event is AwaitedEvent.LIST_JOINED and self.contact_list:
            return frozenset({list_column(self.contact_list)})
        return frozenset()

    @builtins.property
    def awaited_detail(self) -> str:
        """Which event it must be, as the engine names it: the form or meeting, the list's id, the property's name."""
        if self.event is AwaitedEvent.LIST_JOINED:
            return str(self.contact_list) if self.contact_list else ""
        if self.event is AwaitedEvent.PROPERTY_CHANGED:
            return self.property
        return self.detail if self.takes_detail else ""

    def bind(self, slot: Slot) -> Performer:
        """Let a group wait for the event; what is not said fully is not waited for, and all count as timed out."""
        if self.event is AwaitedEvent.PROPERTY_CHANGED and not self.property:
            return skip_everybody(slot)
        stage, place = slot.stage, slot.place
        happened, timed_out = slot.branches
        hold = slot.waiting_room.for_event(self.event.event, self.awaited_detail, happened, timed_out)
        seconds = min(max(self.minutes, 1), _LONGEST) * MINUTE
        number = _NUMBERS[self.event.event]

        def perform(now: Instant, who: list[int]) -> None:
            until, ids = now + seconds, stage.ids
            stage.rows.extend([(now, ids[i], place, _ACTION, _DONE, 0, 0, 0, 0, until, number, 0) for i in who])
            stage.count(place, Outcome.DONE, Reason.NONE, len(who))
            hold(until, who)

        return perform
