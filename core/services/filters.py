"""Filters for the window: what is wrong with them and how they read, said by the very code that a run asks."""

from __future__ import annotations

from core.actions.names import Names
from core.model.filter import Condition, Filter
from core.model.project import Project
from core.rules import filters
from core.rules.filter_words import condition_in_words, in_words

MOST_CONDITIONS = filters.MOST_CONDITIONS
"""Most conditions of one filter."""


def condition_problems(project: Project, condition: Condition) -> list[str]:
    """Say in sentences what is wrong with one condition; empty when nothing is."""
    return problems_of(project, Filter(((condition,),)))


def problems_of(project: Project, filter: Filter) -> list[str]:
    """Say in sentences what is wrong with a filter, in the order of its conditions; empty when nothing is."""
    properties = {p.name: p for p in project.properties}
    return filters.problems_of(filter, properties, lists={x.id: x.name for x in project.lists})


def condition_words(names: Names, condition: Condition) -> str:
    """Write one condition in words, e.g. ``Country is known``."""
    return condition_in_words(condition, names)


def filter_words(names: Names, filter: Filter) -> str:
    """Write a filter in words; one that asks nothing reads ``All contacts``."""
    return in_words(filter, names)
