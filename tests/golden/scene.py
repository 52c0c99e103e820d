"""What a golden scene is, and the sequence that most of them use."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.model.contact import Contact
from core.model.contact_list import ContactList
from core.model.instant import Instant
from core.model.project import Project
from core.model.workflow import Workflow, WorkflowSettings
from core.rules.rulepack import RulePack
from tests.building import RULES, START, mail, sequence

WELCOME = sequence(mail(0, "Welcome"), mail(3, "Still there?"), name="Welcome")

VIP, PARTNERS = 1, 2
"""Lists of ``with_lists``."""


@dataclass(frozen=True)
class Scene:
    """What is played: a project and its contacts."""

    title: str
    project: Project
    people: list[Contact]
    days: int = 14
    rules: RulePack = RULES
    start: Instant = START


def with_lists(project: Project) -> Project:
    """Give a project two lists."""
    return replace(project, lists=(ContactList(VIP, "VIP"), ContactList(PARTNERS, "Partners")))


def under(workflow: Workflow, settings: WorkflowSettings) -> Workflow:
    """Give a workflow settings."""
    return replace(workflow, settings=settings)
