"""What stands on cards, and how it is said."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.if_then import IfThen
from core.actions.names import Names
from core.actions.unknown import UnknownAction
from core.model.filter import Condition, Filter, Operator
from core.model.project import Project
from core.model.run import CardCounts
from core.model.workflow import Card, Trigger, TriggerKind, Workflow
from gui.canvas.faces import PillFace, card_face, condition_problem, counts_of, faces_of, filter_words, trigger_face
from gui.theme import Tone


def test_face_of_an_enroll_card_after_a_run(project: Project, workflow: Workflow) -> None:
    face = faces_of(project, workflow, {3: CardCounts(47, 38, 9)})[3]
    assert face.headline == "Enroll in sequence"
    assert face.summary == "Demo follow-up · sent by contact owner"
    assert face.pills == (
        PillFace("47", Tone.ACCENT),
        PillFace("38", Tone.DONE),
        PillFace("9 skipped", Tone.SKIPPED),
    )
    assert face.spoken == ("Enroll in sequence, Demo follow-up · sent by contact owner, 47 entered, 38 done, 9 skipped")


def test_without_a_run_there_are_no_pills(project: Project, workflow: Workflow) -> None:
    assert all(not face.pills for face in faces_of(project, workflow, {}).values())


def test_a_deleted_sequence_breaks_the_card_and_is_named(project: Project) -> None:
    face = card_face(project, Card(1, EnrollInSequence(2, SenderType.CONTACT_OWNER)), Names(project))
    assert face.broken
    assert face.problems == ("“Old demo” was deleted; choose another sequence.",)
    assert face.summary.startswith("Old demo (deleted)")
    assert face.spoken.endswith("1 problem")


@pytest.mark.parametrize("action", [IfThen(), UnknownAction(data=MappingProxyType({"kind": "rotate_owner"}))])
def test_what_only_needs_a_look_is_not_broken(project: Project, action: IfThen | UnknownAction) -> None:
    face = card_face(project, Card(1, action), Names(project))
    assert face.problems
    assert not face.broken


def test_trigger_says_what_lets_contacts_in(project: Project, workflow: Workflow) -> None:
    names = Names(project)
    known = Filter(((Condition("country", Operator.IS_KNOWN),),))
    face = trigger_face(project, replace(workflow.trigger, filter=known), names, CardCounts(214))
    assert (face.headline, face.summary) == ("Form submitted: Demo request", "and Country is known")
    assert face.pills == (PillFace("214 entered", Tone.ACCENT),)
    assert trigger_face(project, Trigger(TriggerKind.MEETING_BOOKED), names).headline == "Meeting booked"
    assert trigger_face(project, Trigger(), names).summary == "All contacts"


def test_filters_in_words(project: Project) -> None:
    lead = Condition("lifecyclestage", Operator.IS_ANY_OF, ("lead",))
    two = Condition("lifecyclestage", Operator.IS_ANY_OF, ("lead", "customer"))
    owner = Condition("hubspot_owner_id", Operator.IS_NONE_OF, (1,))
    open_end = Condition("country", Operator.IS)
    words = filter_words(Filter(((lead, owner), (two,), (open_end,))), Names(project))
    assert words == (
        "Lifecycle stage is Lead and Contact owner is not Ana Ruiz"
        " or Lifecycle stage is any of Lead, Customer or Country is …"
    )


def test_conditions_say_what_they_lack(project: Project) -> None:
    assert condition_problem(project, Condition()) == "Choose a property."
    assert condition_problem(project, Condition("gone")) == "There is no property “gone” any more."
    assert condition_problem(project, Condition("country", Operator.IS)) == "“Country is” needs a value."
    assert condition_problem(project, Condition("country", Operator.IS_KNOWN)) == ""


def test_counts_by_card_follow_the_numbers_of_the_run(project: Project, workflow: Workflow) -> None:
    first = Workflow(9, "First", cards=(Card(1, workflow.cards[0].action),))
    played = replace(project, workflows=(first, workflow))
    # Places: 1 and 2 are the first workflow's trigger and card, 3 the second one's trigger, 4 its card 1.
    counts = counts_of(played, 1, {3: CardCounts(214), 4: CardCounts(214, 200)})
    assert counts == {0: CardCounts(214), 1: CardCounts(214, 200), 2: CardCounts(), 3: CardCounts(), 4: CardCounts()}
    assert counts_of(played, 77, {}) == {}
