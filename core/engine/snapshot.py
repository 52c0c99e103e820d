"""What a run works on: a frozen copy of the project and the columns of the contact list that it needs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.actions import ACTIONS
from core.actions.base import RunnableAction
from core.model.account import RunSettings
from core.model.contact import ContactColumns
from core.model.event import EventKind
from core.model.filter import list_column
from core.model.project import Project
from core.model.workflow import TriggerKind, Workflow, WorkflowStatus, walk
from core.rules.eligibility import CONTACT_COLUMNS
from core.rules.rulepack import RulePack

assert ACTIONS


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A frozen project with its contacts and rules.

    Attributes:
        project: The project; its workflows are those to be played.
        contacts: The columns named by ``columns_needed``.
        rules: The limits in force.
    """

    project: Project
    contacts: ContactColumns
    rules: RulePack


def played(project: Project, settings: RunSettings) -> Project:
    """Give the project with only the workflows a run plays: the chosen ones, or all that are on."""
    wanted = set(settings.workflows)

    def plays(workflow: Workflow) -> bool:
        return workflow.id in wanted if wanted else workflow.status is WorkflowStatus.ON

    # A saved view of a table is nothing a run hangs on, and nothing its log needs.
    return replace(project, workflows=tuple(w for w in project.workflows if plays(w)), views=())


def columns_needed(project: Project) -> frozenset[str]:
    """Name the contact properties and lists a run of this project looks at."""
    names = set(CONTACT_COLUMNS)
    for workflow in project.workflows:
        names |= _columns_of(workflow, project)
    if any(sequence.settings.use_contact_time_zone for sequence in project.sequences):
        names.add("hs_timezone")
    if any(sequence.settings.account_based for sequence in project.sequences):
        names.add("company")
    return frozenset(names)


def _columns_of(workflow: Workflow, project: Project) -> frozenset[str]:
    trigger, settings = workflow.trigger, workflow.settings
    names = set(trigger.filter.properties)
    if trigger.kind is TriggerKind.PROPERTY_CHANGED and trigger.property:
        names.add(trigger.property)
    if trigger.kind is TriggerKind.LIST_JOINED:
        names |= {list_column(x.id) for x in project.lists if trigger.list in (0, x.id)}
    names |= {list_column(list_id) for list_id in settings.suppression}
    if settings.goal is not None:
        names |= settings.goal.properties
    for card in walk(workflow.cards):
        if isinstance(card.action, RunnableAction):
            names |= card.action.watched
            if card.action.waits_for_events:
                # It may wait for any list to be joined.
                names |= {list_column(x.id) for x in project.lists}
    return frozenset(names)


def columns_written(project: Project) -> frozenset[str]:
    """Name the contact properties and lists a run may set, so that it works on copies of them."""
    names: set[str] = set()
    for workflow in project.workflows:
        for card in walk(workflow.cards):
            if isinstance(card.action, RunnableAction):
                names |= card.action.written
    for event in project.script:
        if event.kind is EventKind.PROPERTY_CHANGED:
            names.add(event.property)
        if event.kind is EventKind.LIST_JOINED and isinstance(event.value, int):
            names.add(list_column(event.value))
    return frozenset(names)


def is_left_early(workflow: Workflow, project: Project) -> bool:
    """Say whether contacts can leave a workflow before its end, or be called out of a wait."""
    settings = workflow.settings
    if settings.suppression or settings.goal is not None or settings.unenroll_unmatched:
        return True
    if any(event.kind is EventKind.WORKFLOW_OFF and event.workflow == workflow.id for event in project.script):
        return True
    return any(isinstance(c.action, RunnableAction) and c.action.waits_for_events for c in walk(workflow.cards))
