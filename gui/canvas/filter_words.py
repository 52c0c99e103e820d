"""What is wrong with filters, as cards and forms say it. How they read: ``core.services.card_words``."""

from __future__ import annotations

from core.model.filter import Condition, Filter
from core.model.project import Project
from core.services import filters


def filter_problems(project: Project, filter: Filter) -> list[str]:
    """Say what is wrong with a filter, condition by condition."""
    return [sentence for group in filter.groups for c in group if (sentence := condition_problem(project, c))]


def condition_problem(project: Project, condition: Condition) -> str:
    """Say what is wrong with one condition; empty when nothing is."""
    if not condition.property:
        return "Choose a property."
    return next(iter(filters.condition_problems(project, condition)), "")
