"""A small project whose workflow has a delay, a branch with two ways, and a card in each.

trigger
  1 Delay for 2 days
  2 If/then: Lead | None matched
      3 Enroll in sequence     4 Unenroll from sequence
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from core.actions.delay import Delay
from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.if_then import Branch, IfThen
from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.model.filter import Condition, Filter, Operator
from core.model.project import Project
from core.model.sender import Sender
from core.model.sequence import Sequence, Step
from core.model.workflow import Card, Trigger, TriggerKind, Workflow
from gui.canvas.view import CanvasView
from gui.theme import ThemeManager


@pytest.fixture
def workflow() -> Workflow:
    """Returns the workflow."""
    lead = Filter(((Condition("lifecyclestage", Operator.IS_ANY_OF, ("lead",)),),))
    enroll = Card(3, EnrollInSequence(1, SenderType.CONTACT_OWNER))
    unenroll = Card(4, UnenrollFromSequence())
    branch = Card(2, IfThen((Branch("Lead", lead),)), branches=((enroll,), (unenroll,)))
    trigger = Trigger(TriggerKind.FORM_SUBMITTED, "Demo request")
    return Workflow(1, "Demo request", trigger=trigger, cards=(Card(1, Delay(2 * 24 * 60)), branch), next_card=5)


@pytest.fixture
def project(workflow: Workflow) -> Project:
    """Returns the project around it."""
    return Project(
        senders=(Sender(1, "Ana Ruiz", "ana@x.org"),),
        sequences=(Sequence(1, "Demo follow-up", (Step(),)), Sequence(2, "Old demo", (Step(),), deleted=1)),
        workflows=(workflow,),
    )


@pytest.fixture
def view(qapp: QApplication, themes: ThemeManager, project: Project, workflow: Workflow) -> Iterator[CanvasView]:
    """Yields a shown canvas with the workflow on it."""
    canvas = CanvasView(themes)
    canvas.resize(760, 720)
    canvas.show_workflow(project, workflow, {})
    canvas.show()
    yield canvas
    canvas.close()
    canvas.deleteLater()
