"""Filters as cards and forms say them: in words, and what is wrong with them. What they match is no matter here."""

from __future__ import annotations

from core.actions.names import Names
from core.model.filter import Condition, Filter
from core.model.project import Project
from core.services import filters


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


def filter_problems(project: Project, filter: Filter) -> list[str]:
    """Say what is wrong with a filter, condition by condition."""
    return [sentence for group in filter.groups for c in group if (sentence := condition_problem(project, c))]


def condition_problem(project: Project, condition: Condition) -> str:
    """Say what is wrong with one condition; empty when nothing is."""
    if not condition.property:
        return "Choose a property."
    return next(iter(filters.condition_problems(project, condition)), "")
