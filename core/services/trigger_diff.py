"""Trigger and settings of a workflow, field by field in words, and what differs in those of two versions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from core.actions.names import Names
from core.model.workflow import Trigger, TriggerKind, Workflow, WorkflowSettings
from core.rules.filter_words import in_words
from core.services.field_words import NOTHING
from core.services.trigger_words import trigger_headline, window_words


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after.

    Attributes:
        label: Its name on screen.
        before: What it held, in words.
        after: What it holds, in words.
    """

    label: str
    before: str
    after: str

    @property
    def sentence(self) -> str:
        """The field in a line, e.g. ``Delay for: 1 day → 2 days``."""
        return f"{self.label}: {self.before} → {self.after}"


_Words: TypeAlias = Callable[[Any, Names], str]


def trigger_changes(before: Workflow, after: Workflow, names: Names) -> tuple[FieldChange, ...]:
    """Give what changed in trigger and settings."""
    found = (
        *_changes(before.trigger, after.trigger, _TRIGGER, names),
        *_changes(before.settings, after.settings, _SETTINGS, names),
    )
    return tuple(found)


def trigger_words(workflow: Workflow, names: Names) -> list[tuple[str, str]]:
    """Give what trigger and settings say: each field's name and its words; empty ones are left out."""
    parts: tuple[tuple[object, tuple[tuple[str, _Words], ...]], ...] = (
        (workflow.trigger, _TRIGGER),
        (workflow.settings, _SETTINGS),
    )
    found = [(label, say(part, names)) for part, words in parts for label, say in words]
    return [(label, said) for label, said in found if said not in (NOTHING, "Yes", "No")]


def _changes(
    before: object, after: object, words: tuple[tuple[str, _Words], ...], names: Names
) -> Iterator[FieldChange]:
    for label, say in words:
        was, is_now = say(before, names), say(after, names)
        if was != is_now:
            yield FieldChange(label, was, is_now)


def _yes(value: bool) -> str:
    return "Yes" if value else "No"


def _matching(trigger: Trigger, names: Names) -> str:
    return NOTHING if trigger.kind is TriggerKind.MANUAL else in_words(trigger.filter, names)


def _existing(trigger: Trigger, _: Names) -> str:
    return _yes(trigger.enroll_existing) if trigger.kind is TriggerKind.FILTER else NOTHING


def _windows(settings: WorkflowSettings, _: Names) -> str:
    return ", ".join(map(window_words, settings.windows)) or "Any time"


def _lists(settings: WorkflowSettings, names: Names) -> str:
    return ", ".join(map(names.list, settings.suppression)) or NOTHING


def _goal(settings: WorkflowSettings, names: Names) -> str:
    return in_words(settings.goal, names) if settings.goal is not None else NOTHING


# Labels as the forms have them.
_TRIGGER: tuple[tuple[str, _Words], ...] = (
    ("Trigger", trigger_headline),
    ("Contacts that match", _matching),
    ("Contacts may enter again", lambda trigger, _: _yes(trigger.reenroll)),
    ("Enroll contacts that already match", _existing),
)
_SETTINGS: tuple[tuple[str, _Words], ...] = (
    ("Times when actions may run", _windows),
    ("Dates without actions", lambda settings, _: ", ".join(settings.blocked) or NOTHING),
    ("Suppression lists", _lists),
    ("Goal", _goal),
    ("Unenroll contacts that no longer match", lambda settings, _: _yes(settings.unenroll_unmatched)),
)
