"""What a card that is added by hand begins with."""

from __future__ import annotations

import pytest

from core.actions.add_to_list import AddToList
from core.actions.delay import Delay
from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.model.contact_list import ContactList
from core.model.project import Project
from core.model.sequence import Sequence
from core.model.workflow import Workflow
from core.services.first_values import first_action

ONE = Sequence(1, "Welcome")
TWO = Sequence(2, "Demo")
GONE = Sequence(3, "Old", deleted=1)


@pytest.mark.parametrize(
    ("sequences", "owner", "chosen"),
    [((ONE, GONE), 0, 1), ((ONE, TWO), 0, 0), ((ONE, TWO), 2, 2), ((ONE, TWO, GONE), 3, 0), ((), 0, 0)],
)
def test_enrolling_takes_the_only_sequence_or_the_workflows_own(
    sequences: tuple[Sequence, ...], owner: int, chosen: int
) -> None:
    made = first_action(Project(sequences=sequences), Workflow(sequence=owner), "enroll_in_sequence")
    assert made == EnrollInSequence(chosen, SenderType.CONTACT_OWNER)


def test_the_only_list_is_taken_and_other_actions_keep_their_defaults() -> None:
    project = Project(lists=(ContactList(7, "Fair"),))
    assert first_action(project, Workflow(), "add_to_list") == AddToList(7)
    assert first_action(project, Workflow(), "delay") == Delay()
