"""What stands on cards, and how it is said."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from core.actions.delay import Delay
from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.if_then import IfThen
from core.actions.names import Names
from core.actions.random_split import RandomSplit, Share
from core.actions.rotate_owner import RotateOwner
from core.actions.unknown import UnknownAction
from core.actions.value_equals import ValueEquals
from core.model.contact_list import ContactList
from core.model.filter import Condition, Filter, Operator
from core.model.project import Project
from core.model.run import CardCounts
from core.model.workflow import (
    Card,
    Repeat,
    RunWindow,
    Schedule,
    Trigger,
    TriggerKind,
    Workflow,
    WorkflowSettings,
)
from core.services.card_words import filter_words
from core.services.review import Finding, Level
from gui.canvas.faces import PillFace, card_face, counts_of, faces_of, trigger_face
from gui.canvas.filter_words import condition_problem
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


@pytest.mark.parametrize(
    ("trigger", "headline"),
    [
        (Trigger(TriggerKind.CONTACT_CREATED), "Contact created"),
        (Trigger(TriggerKind.EMAIL_REPLIED), "Email replied"),
        (Trigger(TriggerKind.PROPERTY_CHANGED), "Property changed"),
        (Trigger(TriggerKind.PROPERTY_CHANGED, property="country"), "Country changed"),
        (
            Trigger(TriggerKind.PROPERTY_CHANGED, property="lifecyclestage", value="lead"),
            "Lifecycle stage changed to Lead",
        ),
        (Trigger(TriggerKind.LIST_JOINED), "Joined any list"),
        (Trigger(TriggerKind.LIST_JOINED, list=1), "Joined list VIPs"),
        (Trigger(TriggerKind.SCHEDULE), "Every day at 09:00"),
        (Trigger(TriggerKind.SCHEDULE, schedule=Schedule(Repeat.WEEKLY, 435, 6)), "Every Sunday at 07:15"),
        (Trigger(TriggerKind.SCHEDULE, schedule=Schedule(Repeat.MONTHLY, 0, 0, 31)), "Every month on day 31 at 00:00"),
        (Trigger(TriggerKind.MANUAL), "Enrolled by hand only"),
    ],
)
def test_every_kind_of_trigger_has_its_words(project: Project, trigger: Trigger, headline: str) -> None:
    project = replace(project, lists=(ContactList(1, "VIPs"),))
    assert trigger_face(project, trigger, Names(project)).headline == headline


def test_problems_of_trigger_and_settings_stand_on_the_first_card(project: Project, workflow: Workflow) -> None:
    settings = WorkflowSettings((RunWindow(0, 600, 540),), ("2026-13-01",), (7,))
    trigger = Trigger(TriggerKind.LIST_JOINED, list=3)
    face = faces_of(project, replace(workflow, trigger=trigger, settings=settings), {})[0]
    assert face.problems == (
        "This list no longer exists; choose another.",
        "The window ends before it starts; choose a later end.",
        "“2026-13-01” is no date; remove it.",
        "There is no list 7 any more to suppress.",
    )


def test_what_the_review_found_joins_a_cards_own_problems(project: Project, workflow: Workflow) -> None:
    """What the card's own fields say already is not said twice; what is merely good to know is no problem."""
    lost = replace(workflow, cards=(Card(1, EnrollInSequence(2, SenderType.CONTACT_OWNER)), Card(2, Delay())))
    found = {
        1: (
            Finding("SEQUENCE_DELETED", Level.ERROR, "W enrolls contacts in “Old demo”, which was deleted."),
            Finding("OWNER_EMPTY", Level.WARNING, "3 contacts have no owner."),
        ),
        2: (Finding("EMPTY_BRANCH", Level.INFO, "Nothing there."),),
        9: (Finding("X", Level.ERROR, "A card that is gone."),),
    }
    faces = faces_of(project, lost, {}, found)
    assert faces[1].problems == ("“Old demo” was deleted; choose another sequence.", "3 contacts have no owner.")
    assert faces[2].problems == ()
    assert 9 not in faces


def test_a_finding_that_stops_a_card_breaks_it(project: Project, workflow: Workflow) -> None:
    plain = replace(workflow, cards=(Card(1, Delay()), Card(2, Delay(), on=False)))
    error = (Finding("SENDER_NO_SEAT", Level.ERROR, "Ana has no seat."),)
    warned = (Finding("MANY_CONTACTS", Level.WARNING, "Many."),)
    assert faces_of(project, plain, {}, {1: error})[1].broken
    assert not faces_of(project, plain, {}, {0: warned})[0].broken
    assert faces_of(project, plain, {}, {0: warned})[0].problems == ("Many.",)
    assert faces_of(project, plain, {}, {2: error})[2].problems == ()


@pytest.mark.parametrize(
    ("action", "is_broken"),
    [
        (RandomSplit((Share("A", 10), Share("B", 10))), True),
        (ValueEquals("country"), False),
        (RotateOwner(), True),
        (RotateOwner((1, 99)), False),
    ],
)
def test_which_problems_break_a_card(project: Project, action: RandomSplit, is_broken: bool) -> None:
    face = card_face(project, Card(1, action), Names(project))
    assert face.problems
    assert face.broken is is_broken


def test_filters_in_words(project: Project) -> None:
    lead = Condition("lifecyclestage", Operator.IS_ANY_OF, ("lead",))
    two = Condition("lifecyclestage", Operator.IS_ANY_OF, ("lead", "customer"))
    owner = Condition("hubspot_owner_id", Operator.IS_NONE_OF, (1,))
    open_end = Condition("country", Operator.IS)
    days = Condition("createdate", Operator.DAYS_AGO, (14,))
    assert filter_words(Filter(((days,),)), Names(project)) == "Create date is more than 14 days ago"
    words = filter_words(Filter(((lead, owner), (two,), (open_end,))), Names(project))
    assert words == (
        "Lifecycle stage is Lead and Contact owner is not Ana Ruiz"
        " or Lifecycle stage is any of Lead, Customer or Country is …"
    )


def test_conditions_say_what_they_lack(project: Project) -> None:
    assert condition_problem(project, Condition()) == "Choose a property."
    assert condition_problem(project, Condition("gone")) == "There is no property “gone”."
    assert condition_problem(project, Condition("country", Operator.IS)) == "“Country is” has no value to compare with."
    assert condition_problem(project, Condition("country", Operator.IS_KNOWN)) == ""


def test_counts_by_card_follow_the_numbers_of_the_run(project: Project, workflow: Workflow) -> None:
    first = Workflow(9, "First", cards=(Card(1, workflow.cards[0].action),))
    played = replace(project, workflows=(first, workflow))
    # Places: 1 and 2 are the first workflow's trigger and card, 3 the second one's trigger, 4 its card 1.
    counts = counts_of(played, 1, {3: CardCounts(214), 4: CardCounts(214, 200)})
    assert counts == {0: CardCounts(214), 1: CardCounts(214, 200), 2: CardCounts(), 3: CardCounts(), 4: CardCounts()}
    assert counts_of(played, 77, {}) == {}
