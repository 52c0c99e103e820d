"""The handbook that is opened with F1: short chapters, and lists made of what the program itself goes by.

Lives here: which chapters there are and what is put into them. Not here: their sentences (``resources/handbook``), and
what a reason or a number is (``core.model.reason``, the rule packs), so that no second text can say something else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.model.problem import Problem
from core.model.project import Project
from core.model.reason import Reason, Severity
from core.rules import rulepack
from core.rules.eligibility import CHECKS
from core.services.compare import values_of
from core.services.log_examples import SIGNS
from core.services.log_terms import FIELDS
from resources import resource_path

_SEVERITIES = (
    (Severity.BROKEN, "Broken: the workflow cannot do what it says"),
    (Severity.NEEDS_ACTION, "Needs action: somebody can mend it"),
    (Severity.BY_DESIGN, "By design: as it should be"),
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One page of the handbook.

    Attributes:
        key: Name of its file, and what ``#`` links in other chapters lead to.
        title: Name on screen.
    """

    key: str
    title: str


CHAPTERS: tuple[Chapter, ...] = (
    Chapter("first-steps", "First steps"),
    Chapter("building", "Build a workflow"),
    Chapter("rehearsing", "Rehearse and look back"),
    Chapter("reasons", "Every reason, and what to do"),
    Chapter("checks", "What is checked, in which order"),
    Chapter("filter", "Filter the log"),
    Chapter("numbers", "Limits and their sources"),
)
"""In the order of the list beside the page."""


def chapter_html(key: str, project: Project) -> str:
    """Write a chapter as HTML; names in the project are text there, never markup.

    Arguments:
        key: Which chapter.
        project: Whose rule pack the numbers are of.

    Raises:
        KeyError: There is no such chapter.
    """
    # Late: only who opens the handbook needs it.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    chapter = {one.key: one for one in CHAPTERS}[key]
    loader = FileSystemLoader(resource_path("handbook"))
    return (
        Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
        .get_template(f"{chapter.key}.html")
        .render(title=chapter.title, **_facts(key, project))
    )


def _facts(key: str, project: Project) -> dict[str, Any]:
    """Give what a chapter lists."""
    if key == "reasons":
        return {
            "groups": [(words, [r for r in Reason if r and r.severity is severity]) for severity, words in _SEVERITIES]
        }
    if key == "checks":
        return {"checks": [check.title for check in CHECKS]}
    if key == "filter":
        return {"signs": SIGNS.split(" · "), "fields": FIELDS}
    if key == "numbers":
        try:
            pack = rulepack.load(project.account.rule_pack)
        except Problem as problem:
            return {"pack": "", "values": [], "problem": problem.sentence}
        return {"pack": pack.title, "values": values_of(pack), "problem": ""}
    return {}
