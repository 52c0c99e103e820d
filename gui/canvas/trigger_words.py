"""What is wrong with the trigger and the settings of a workflow, as its first card says it; words come from core."""

from __future__ import annotations

from datetime import date

from core.model.project import Project
from core.model.workflow import RunWindow, Trigger, TriggerKind, WorkflowSettings
from core.services.trigger_words import DAYS, schedule_words, trigger_headline
from gui.canvas.filter_words import filter_problems
from gui.text import day_lines, format_date

__all__ = ["DAYS", "schedule_words", "trigger_headline"]


def trigger_problems(project: Project, trigger: Trigger) -> list[str]:
    """Say what is wrong with a trigger."""
    found = []
    if trigger.kind is TriggerKind.PROPERTY_CHANGED:
        found += [sentence] if (sentence := property_problem(project, trigger.property)) else []
    if trigger.kind is TriggerKind.LIST_JOINED and trigger.list and project.contact_list(trigger.list) is None:
        found.append("This list no longer exists; choose another.")
    return found + ([] if trigger.kind is TriggerKind.MANUAL else filter_problems(project, trigger.filter))


def property_problem(project: Project, name: str) -> str:
    """Say what is wrong with a watched property; empty when nothing is."""
    if not name:
        return "Choose a property."
    return "" if project.property(name) is not None else f"There is no property “{name}” any more."


def settings_problems(project: Project, settings: WorkflowSettings) -> list[str]:
    """Say what is wrong with the settings of a workflow."""
    found = [sentence for window in settings.windows if (sentence := window_problem(window))]
    found += [sentence] if (sentence := overlap_problem(settings.windows)) else []
    found += [sentence] if (sentence := dates_problem(settings.blocked)) else []
    gone = [x for x in settings.suppression if project.contact_list(x) is None]
    found += [f"There is no list {x} any more to suppress." for x in gone]
    return list(dict.fromkeys(found)) + (filter_problems(project, settings.goal) if settings.goal else [])


def window_problem(window: RunWindow) -> str:
    """Say what is wrong with a time of the week; empty when nothing is."""
    if window.start >= window.end:
        return "The window ends before it starts; choose a later end."
    if not (0 <= window.day < len(DAYS) and window.start >= 0 and window.end <= 24 * 60):
        return "A window lies between 00:00 and 24:00 of a day of the week."
    return ""


def overlap_problem(windows: tuple[RunWindow, ...]) -> str:
    """Say on which day two windows overlap; empty when none do."""
    last: dict[int, int] = {}
    for window in sorted(windows, key=lambda w: (w.day, w.start, w.end)):
        if window.start < last.get(window.day, 0) and 0 <= window.day < len(DAYS):
            return f"{DAYS[window.day]} has two windows that overlap."
        last[window.day] = max(last.get(window.day, 0), window.end)
    return ""


def dates_problem(days: tuple[str, ...]) -> str:
    """Say what is wrong with blocked dates: one that is none, one that is there twice; empty when nothing is."""
    for day in days:
        if read_day(day) is None:
            return f"“{day}” is no date; remove it."
        if days.count(day) > 1:
            return f"{said_day(day)} is there {days.count(day)} times; remove all but one."
    return ""


def said_day(text: str) -> str:
    """Write an ISO date for people, e.g. ``Fri 25 Dec 2026``; what is no date stays as it is."""
    day = read_day(text)
    return text if day is None else f"{day_lines(day)[0]} {format_date(day)}"


def read_day(text: str) -> date | None:
    """Read a date as settings hold it, ``2026-12-25``; ``None`` when it is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None
