"""S2: contact-based workflows enroll and unenroll."""

from __future__ import annotations

from core.actions import ACTIONS
from core.actions.delay import Delay
from core.actions.unenroll_from_sequence import UnenrollFromSequence
from tests.building import contact, enroll, mail, play, project, sequence, story, workflow


def test_s2_a_contact_based_workflow_enrolls_and_unenrolls() -> None:
    """S2: contact-based workflows automate enrolling and unenrolling."""
    assert ACTIONS["enroll_in_sequence"].title == "Enroll in sequence"
    assert ACTIONS["unenroll_from_sequence"].title == "Unenroll from sequence"
    office = project(workflow(enroll(), Delay(24 * 60), UnenrollFromSequence()), sequences=(sequence(mail(), mail(3)),))
    assert story(play(office, [contact(1)])) == [
        "Mon 5 Jan 09:00 entered",
        "Mon 5 Jan 09:00 done",
        "Mon 5 Jan 09:00 mail 1",
        "Mon 5 Jan 09:00 done",
        "Tue 6 Jan 09:00 done",
        "Tue 6 Jan 09:00 left UNENROLLED_BY_WORKFLOW",
    ]
