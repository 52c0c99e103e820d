"""The review of a workspace: gathers the facts and asks ``core.rules.review`` what is wrong before a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.actions.base import RunnableAction
from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.names import Names
from core.actions.unknown import UnknownAction
from core.engine.snapshot import played
from core.model.fields import FieldKind, specs_of
from core.model.problem import Problem
from core.model.project import Project
from core.model.workflow import Card, Workflow, walk
from core.rules import rulepack
from core.rules.review import CardView, Enrolling, Finding, Level, ReviewFacts, WorkflowView, columns_needed
from core.rules.review import review as review_facts
from core.services.review_more import more_findings

if TYPE_CHECKING:
    from core.services.workspace import Workspace

__all__ = ["Finding", "Level", "review"]

# The run's own checks speak about these fields, with the codes a log would show.
_ASKED_BY_THE_RUN = frozenset({"sequence", "sender"})


def review(ws: Workspace) -> list[Finding]:
    """Find what is wrong in a workspace before it is rehearsed with the settings it has.

    It reads some columns of the whole contact list: slow work for a job.

    Returns:
        Findings in the order of the workflows and of their cards; drafts and workflows that are off are reviewed too,
        their findings have ``played`` False.
    """
    project = ws.project()
    plays = {w.id for w in played(project, project.account.settings).workflows}
    views = tuple(view_of(w, project, played=w.id in plays) for w in project.workflows)
    rules, found = _rules(project)
    if rules is None:
        return found
    contacts = ws.contacts.columns(columns_needed(views))
    facts = ReviewFacts(project, rules, project.account.settings.start, views, contacts)
    order = {workflow.id: number for number, workflow in enumerate(project.workflows, 1)}
    return sorted([*review_facts(facts), *more_findings(facts)], key=lambda finding: order.get(finding.workflow_id, 0))


def _rules(project: Project) -> tuple[rulepack.RulePack | None, list[Finding]]:
    try:
        return rulepack.load(project.account.rule_pack), []
    except Problem as problem:
        return None, [Finding(problem.code, Level.ERROR, problem.sentence, hint=problem.hint)]


def view_of(workflow: Workflow, project: Project, *, played: bool = True) -> WorkflowView:
    """Say of a workflow what a review looks at."""
    names = Names(project)
    return WorkflowView(workflow, tuple(_card(card, project, names) for card in walk(workflow.cards)), played)


def _card(card: Card, project: Project, names: Names) -> CardView:
    action = card.action
    if isinstance(action, UnknownAction):
        return CardView(card.id, str(action.data.get("kind") or action.title), card.on, unknown=True)
    title = action.headline(names) if isinstance(action, RunnableAction) else action.title
    enrolling = None
    if isinstance(action, EnrollInSequence):
        by_owner = action.sender_type is SenderType.CONTACT_OWNER
        enrolling = Enrolling(action.sequence, by_owner, action.sender, action.owner_property)
    # Without "None matched": that nothing happens to the rest is the usual case.
    branches = zip(action.branch_names()[:-1], card.branches, strict=False)
    empty = tuple(name for name, below in branches if not below)
    return CardView(card.id, title, card.on, enrolling, False, empty, _faults(action, project))


def _faults(action: object, project: Project) -> tuple[tuple[str, str], ...]:
    if not isinstance(action, RunnableAction):
        return ()
    branches = {name for name, spec in specs_of(type(action)).items() if spec.kind is FieldKind.BRANCHES}
    asked = _ASKED_BY_THE_RUN if isinstance(action, EnrollInSequence) else frozenset()
    return tuple(
        ("BAD_FILTER" if problem.field in branches else "FIELD_MISSING", problem.sentence)
        for problem in action.problems(project)
        if problem.field not in asked
    )
