"""What a run works on: a frozen copy of the project and the columns of the contact list that it needs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.actions import ACTIONS
from core.actions.base import RunnableAction
from core.model.account import RunSettings
from core.model.contact import ContactColumns
from core.model.project import Project
from core.model.workflow import Workflow, WorkflowStatus, walk
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

    return replace(project, workflows=tuple(w for w in project.workflows if plays(w)))


def columns_needed(project: Project) -> frozenset[str]:
    """Name the contact properties a run of this project looks at."""
    names = set(CONTACT_COLUMNS)
    for workflow in project.workflows:
        names |= workflow.trigger.filter.properties
        for card in walk(workflow.cards):
            if isinstance(card.action, RunnableAction):
                names |= card.action.watched
    if any(sequence.settings.use_contact_time_zone for sequence in project.sequences):
        names.add("hs_timezone")
    return frozenset(names)
