"""Triggers and settings of a workflow in words, with the names people gave to things."""

from __future__ import annotations

from core.actions.names import Names
from core.model.workflow import Repeat, RunWindow, Schedule, Trigger, TriggerKind

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""Names of the days, the first is day 0."""

_PLAIN = {
    TriggerKind.FILTER: "Contacts that match",
    TriggerKind.CONTACT_CREATED: "Contact created",
    TriggerKind.EMAIL_REPLIED: "Email replied",
    TriggerKind.MANUAL: "Enrolled by hand only",
}


def trigger_headline(trigger: Trigger, names: Names) -> str:
    """Say in a line what lets contacts in, e.g. ``Every Monday at 09:00``."""
    match trigger.kind:
        case TriggerKind.FORM_SUBMITTED:
            return f"Form submitted: {trigger.detail}" if trigger.detail else "Form submitted"
        case TriggerKind.MEETING_BOOKED:
            return f"Meeting booked: {trigger.detail}" if trigger.detail else "Meeting booked"
        case TriggerKind.PROPERTY_CHANGED:
            if not trigger.property:
                return "Property changed"
            to = "" if trigger.value is None else f" to {names.value(trigger.property, trigger.value)}"
            return f"{names.property(trigger.property)} changed{to}"
        case TriggerKind.LIST_JOINED:
            return f"Joined list {names.list(trigger.list)}" if trigger.list else "Joined any list"
        case TriggerKind.SCHEDULE:
            return schedule_words(trigger.schedule)
        case _:
            return _PLAIN[trigger.kind]


def schedule_words(schedule: Schedule) -> str:
    """Say when a schedule comes round."""
    clock = clock_words(schedule.minute)
    if schedule.repeat is Repeat.WEEKLY and 0 <= schedule.weekday < len(DAYS):
        return f"Every {DAYS[schedule.weekday]} at {clock}"
    if schedule.repeat is Repeat.MONTHLY:
        return f"Every month on day {schedule.day} at {clock}"
    return f"Every day at {clock}"


def window_words(window: RunWindow) -> str:
    """Say a time of the week, e.g. ``Monday 09:00–17:00``."""
    day = DAYS[window.day] if 0 <= window.day < len(DAYS) else f"Day {window.day}"
    return f"{day} {clock_words(window.start)}–{clock_words(window.end)}"


def clock_words(minute: int) -> str:
    """Write a minute of the day, e.g. ``09:00``."""
    return f"{minute // 60:02}:{minute % 60:02}"
