"""What stands on cards in words: the same on the canvas and in a replay file.

Lives here: a card's two lines, a filter as cards say it, the words of counts. Not here: problems, and how it is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from core.actions.base import RunnableAction
from core.actions.names import Names
from core.model.filter import Condition, Filter
from core.model.workflow import Action, Trigger, TriggerKind
from core.services import filters

COUNT_WORDS: Mapping[str, str] = MappingProxyType(
    {"trigger": "{} entered", "entered": "{}", "done": "{}", "skipped": "{} skipped", "waiting": "{} waiting"}
)
"""What the counts on cards say, ``{}`` being the number: how many entered reads otherwise on the trigger."""


def card_headline(action: Action, names: Names) -> str:
    """Give the first line of a card."""
    return action.headline(names) if isinstance(action, RunnableAction) else action.title


def card_summary(action: Action, names: Names) -> str:
    """Give the second part of a card; may be empty."""
    said = action.summary(names) if isinstance(action, RunnableAction) else ""
    return said[:1].upper() + said[1:]


def trigger_summary(trigger: Trigger, names: Names) -> str:
    """Say whom a trigger lets in, e.g. ``and Country is known``; empty when its headline says all."""
    if trigger.kind is TriggerKind.MANUAL:
        return ""
    words = filter_words(trigger.filter, names)
    if trigger.kind.is_event:
        return f"and {words}" if words else ""
    return words or "All contacts"


def filter_words(filter: Filter, names: Names) -> str:
    """Say what a filter asks, e.g. ``Lifecycle stage is Lead and Country is known``; empty when it asks nothing."""
    groups = (
        " and ".join(condition_words(condition, names) for condition in group) for group in filter.groups if group
    )
    return " or ".join(groups)


def condition_words(condition: Condition, names: Names) -> str:
    """Say what one condition asks; a value not chosen yet reads ``…``."""
    words = filters.condition_words(names, condition)
    if len([value for value in condition.values if value not in (None, "")]) == 1:
        # One value reads better as "is Lead" than as "is any of Lead".
        words = words.replace(" is any of ", " is ").replace(" is none of ", " is not ")
    return words
