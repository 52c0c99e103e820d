"""Differences of two versions, small enough to be told by heart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.actions.delay import Delay
from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.if_then import Branch, IfThen
from core.actions.random_split import RandomSplit, Share
from core.actions.set_property import SetProperty
from core.actions.unknown import UnknownAction
from core.actions.value_equals import ValueBranch, ValueEquals
from core.model import tree
from core.model.expectation import Expectation, ExpectationKind
from core.model.filter import Filter, Operator
from core.model.project import Project
from core.model.tree import Spot
from core.model.workflow import (
    Action,
    Repeat,
    RunWindow,
    Schedule,
    Sticky,
    Trigger,
    TriggerKind,
    Workflow,
    WorkflowSettings,
    WorkflowStatus,
    walk,
)
from core.services.trigger_diff import FieldChange
from core.services.workflow_diff import Difference, Mark, WorkflowDiff, diff
from tests.building import LEADS, project, sender, sequence, where, workflow

PROJECT: Project = project(senders=(sender(1, "Ana Ruiz"), sender(2, "Bo Lind")), sequences=(sequence(),))
POLES = where("country", Operator.IS, "Poland")


def delays(*minutes: int) -> Workflow:
    """A workflow of delays, numbered from 1."""
    return workflow(*(Delay(m) for m in minutes))


def compared(before: Workflow, after: Workflow) -> WorkflowDiff:
    return diff(before, after, PROJECT)


def marks(before: Workflow, after: Workflow) -> dict[int, str]:
    return {card: " ".join(m.value for m in found) for card, found in compared(before, after).marks().items()}


def only(before: Workflow, after: Workflow) -> Difference:
    (found,) = compared(before, after).differences
    return found


def fields(before: Action, after: Action) -> list[tuple[str, str, str]]:
    """Compare two states of one card."""
    found = only(workflow(before), replace(workflow(before), cards=workflow(after).cards)).fields
    return [(change.label, change.before, change.after) for change in found]


# ---------------------------------------------------------------- cards that come, go and move


def test_equal_versions_do_not_differ() -> None:
    assert compared(delays(1, 2, 3), delays(1, 2, 3)) == WorkflowDiff()


def test_a_card_put_in_moves_nobody() -> None:
    before = delays(1, 2)
    after = tree.insert(before, Spot((), 1), Delay(120))
    assert only(before, after) == Difference(3, "Delay for 2 hours", (Mark.ADDED,), after="after “Delay for 1 minute”")
    assert only(after, before) == Difference(
        3, "Delay for 2 hours", (Mark.REMOVED,), before="after “Delay for 1 minute”"
    )


def test_a_card_that_moves_down_is_the_only_one_that_moved() -> None:
    before = delays(1, 2, 3, 4)
    moved = only(before, tree.move(before, 1, Spot((), 4)))
    assert (moved.card, moved.marks) == (1, (Mark.MOVED,))
    assert (moved.before, moved.after) == ("first", "after “Delay for 4 minutes”")


def test_a_branch_put_in_takes_the_cards_below_without_moving_them() -> None:
    before = delays(1, 2)
    after = tree.insert(before, Spot((), 1), IfThen((Branch("Lead", LEADS),)))
    assert marks(before, after) == {3: "added"}
    back = tree.remove(after, 3, keep_branch=0)
    assert back.cards == before.cards
    assert marks(after, back) == {3: "removed"}


def test_a_card_that_goes_into_a_branch_has_moved() -> None:
    before = tree.insert(delays(1, 2), Spot((), 2), IfThen((Branch("Lead", LEADS),)))
    after = tree.move(before, 2, Spot(((3, 1),), 0))
    moved = only(before, after)
    assert (moved.card, moved.before, moved.after) == (2, "after “Delay for 1 minute”", "first in “None matched”")


def test_cards_in_a_branch_stay_there_when_the_branch_moves_or_gets_another_name() -> None:
    base = tree.insert(delays(1, 2), Spot((), 0), IfThen((Branch("Lead", LEADS), Branch("Pole", POLES))))
    swapped = tree.change(base, 3, action=IfThen((Branch("Customer", LEADS), Branch("Pole", POLES))))
    assert marks(base, swapped) == {3: "changed"}


def test_cards_follow_their_branch_when_one_before_it_goes() -> None:
    two = IfThen((Branch("Lead", LEADS), Branch("Pole", POLES)))
    base = workflow(two)
    base = tree.insert(base, Spot(((1, 1),), 0), Delay(5))
    card = base.cards[0]
    after = replace(
        base, cards=(replace(card, action=IfThen((Branch("Pole", POLES),)), branches=(card.branches[1], ())),)
    )
    assert marks(base, after) == {1: "changed"}


def test_what_went_is_told_where_it_stood() -> None:
    before = delays(1, 2, 3)
    after = tree.insert(tree.remove(before, 2), Spot((), 2), Delay(9))
    found = compared(before, after)
    assert [(d.card, d.marks) for d in found.differences] == [(2, (Mark.REMOVED,)), (4, (Mark.ADDED,))]
    assert (found.count(Mark.ADDED), found.count(Mark.REMOVED), found.count(Mark.MOVED)) == (1, 1, 0)


def test_a_card_may_have_moved_and_changed() -> None:
    before = delays(1, 2, 3)
    after = tree.change(tree.move(before, 3, Spot((), 0)), 3, action=Delay(60), note="Sooner")
    assert only(before, after) == Difference(
        3,
        "Delay for 1 hour",
        (Mark.MOVED, Mark.CHANGED),
        (FieldChange("Delay for", "3 minutes", "1 hour"), FieldChange("Note", "–", "Sooner")),
        "after “Delay for 2 minutes”",
        "first",
    )


# ---------------------------------------------------------------- fields


def test_fields_are_told_with_the_names_people_gave() -> None:
    before = EnrollInSequence(sequence=0, sender_type=SenderType.SPECIFIC_USER, sender=1)
    after = EnrollInSequence(sequence=1, sender_type=SenderType.SPECIFIC_USER, sender=2)
    assert fields(before, after) == [
        ("Sequence", "no sequence chosen", "Welcome"),
        ("Sender", "Ana Ruiz", "Bo Lind"),
    ]


def test_a_field_that_is_not_shown_is_not_told() -> None:
    before = EnrollInSequence(sequence=1, sender_type=SenderType.SPECIFIC_USER, sender=1)
    after = EnrollInSequence(sequence=1, sender_type=SenderType.CONTACT_OWNER, sender=0)
    told = fields(before, after)
    assert told[0] == ("Sender type", "Specific user", "Contact owner")
    assert told[1] == ("Sender", "Ana Ruiz", "–")


def test_values_read_as_their_property_says_them() -> None:
    assert fields(SetProperty("lifecyclestage", "lead"), SetProperty("lifecyclestage", "customer")) == [
        ("Value", "Lead", "Customer")
    ]


def test_branches_are_told_one_by_one() -> None:
    before = IfThen((Branch("Lead", LEADS), Branch("Pole", POLES)))
    after = IfThen((Branch("Lead", POLES), Branch("New", Filter())), "Rest")
    assert fields(before, after) == [
        ("Branch “Pole”", "Country is Poland", "removed"),
        ("Branch “New”", "not there", "All contacts"),
        ("Branch “Lead”", "Lifecycle stage is any of Lead", "Country is Poland"),
        ("Name of the last branch", "None matched", "Rest"),
    ]


def test_a_branch_with_another_name_is_renamed_and_branches_may_change_places() -> None:
    lead, pole = Branch("Lead", LEADS), Branch("Pole", POLES)
    assert fields(IfThen((lead,)), IfThen((Branch("Hot", LEADS),))) == [("Branch", "“Lead”", "“Hot”")]
    assert fields(IfThen((lead, pole)), IfThen((pole, lead))) == [("Branches", "Lead, Pole", "Pole, Lead")]


def test_shares_and_values_are_told_by_branch() -> None:
    assert fields(RandomSplit((Share("A", 50), Share("B", 50))), RandomSplit((Share("A", 70), Share("B", 30)))) == [
        ("Branch “A”", "50 %", "70 %"),
        ("Branch “B”", "50 %", "30 %"),
    ]
    assert fields(
        ValueEquals("lifecyclestage", (ValueBranch("Hot", ("lead",)),)),
        ValueEquals("lifecyclestage", (ValueBranch("Hot", ("lead", "customer")),)),
    ) == [("Branch “Hot”", "Lead", "Lead, Customer")]


def test_a_card_switched_off_says_so() -> None:
    before = delays(1)
    assert only(before, tree.change(before, 1, on=False)).fields == (FieldChange("Switched", "on", "off"),)


def test_an_action_nobody_knows_only_says_that_it_changed() -> None:
    assert fields(UnknownAction({"kind": "webhook", "url": "a"}), UnknownAction({"kind": "webhook", "url": "b"})) == [
        ("Content", "as before", "changed")
    ]


# ---------------------------------------------------------------- the workflow itself


def test_name_and_status_belong_to_the_workflow_itself() -> None:
    before = delays(1)
    after = replace(before, name="Trial", status=WorkflowStatus.OFF)
    assert only(before, after) == Difference(
        -1,
        "Trial",
        (Mark.CHANGED,),
        (FieldChange("Name", "Demo request", "Trial"), FieldChange("Status", "On", "Off")),
    )
    assert compared(before, after).marks() == {}


@pytest.mark.parametrize(
    ("trigger", "told"),
    [
        (
            Trigger(TriggerKind.FORM_SUBMITTED, "Demo"),
            [
                ("Trigger", "Contacts that match", "Form submitted: Demo"),
                ("Enroll contacts that already match", "Yes", "–"),
            ],
        ),
        (
            Trigger(filter=LEADS, reenroll=True),
            [
                ("Contacts that match", "All contacts", "Lifecycle stage is any of Lead"),
                ("Contacts may enter again", "No", "Yes"),
            ],
        ),
        (
            Trigger(TriggerKind.SCHEDULE, schedule=Schedule(Repeat.WEEKLY, 8 * 60 + 30, 4)),
            [
                ("Trigger", "Contacts that match", "Every Friday at 08:30"),
                ("Enroll contacts that already match", "Yes", "–"),
            ],
        ),
    ],
    ids=["form", "filter", "schedule"],
)
def test_the_trigger_is_told_in_the_words_of_its_form(trigger: Trigger, told: list[tuple[str, str, str]]) -> None:
    before = delays(1)
    found = only(before, replace(before, trigger=trigger))
    assert (found.card, found.title, found.marks) == (0, "Trigger and settings", (Mark.CHANGED,))
    assert [(c.label, c.before, c.after) for c in found.fields] == told


def test_settings_are_told_beside_the_trigger() -> None:
    before = delays(1)
    settings = WorkflowSettings((RunWindow(0), RunWindow(4, 600, 720)), ("2026-12-25",), goal=LEADS)
    assert [(c.label, c.before, c.after) for c in only(before, replace(before, settings=settings)).fields] == [
        ("Times when actions may run", "Any time", "Monday 09:00–17:00, Friday 10:00–12:00"),
        ("Dates without actions", "–", "2026-12-25"),
        ("Goal", "–", "Lifecycle stage is any of Lead"),
    ]


# ---------------------------------------------------------------- any two versions


@st.composite
def _edited(draw: st.DrawFn) -> tuple[Workflow, Workflow]:
    """Draw a workflow, and what some edits make of it."""
    before = workflow(*(Delay(n) for n in range(1, draw(st.integers(1, 5)) + 1)))
    before = tree.insert(before, Spot((), len(before.cards)), IfThen((Branch("Lead", LEADS),)))
    after = before
    for _ in range(draw(st.integers(0, 5))):
        ids = [card.id for card in walk(after.cards)]
        if not ids:
            break
        card, other = draw(st.sampled_from(ids)), draw(st.sampled_from(ids))
        spot = tree.spot_of(after, other)
        what = draw(st.sampled_from(["insert", "remove", "move", "change"]))
        if what == "insert":
            after = tree.insert(after, spot, Delay(7))
        elif what == "remove":
            after = tree.remove(after, card, keep_branch=None)
        elif what == "move" and tree.can_stand(after, card, spot):
            after = tree.move(after, card, spot)
        elif what == "change":
            after = tree.change(after, card, note="x")
    return before, after


@given(_edited())
def test_marks_say_exactly_who_came_and_went(pair: tuple[Workflow, Workflow]) -> None:
    before, after = pair
    found = compared(before, after)
    old, new = {c.id: c for c in walk(before.cards)}, {c.id: c for c in walk(after.cards)}
    told = found.marks()
    assert {card for card, m in told.items() if m == (Mark.ADDED,)} == new.keys() - old.keys()
    assert {card for card, m in told.items() if m == (Mark.REMOVED,)} == old.keys() - new.keys()
    assert {card for card, m in told.items() if Mark.CHANGED in m} == {
        card for card in old.keys() & new.keys() if old[card].note != new[card].note
    }
    assert len({d.card for d in found.differences}) == len(found.differences)
    assert (not found.differences) == (before.cards == after.cards)


@given(_edited())
def test_the_other_way_round_the_same_number_moved(pair: tuple[Workflow, Workflow]) -> None:
    there, back = compared(*pair), compared(pair[1], pair[0])
    assert there.count(Mark.MOVED) == back.count(Mark.MOVED)
    assert there.count(Mark.ADDED) == back.count(Mark.REMOVED)


# ---------------------------------------------------------------- sticky notes


def test_sticky_notes_are_told_at_the_card_they_go_along_with() -> None:
    before = replace(delays(1, 2), stickies=(Sticky(1, "Ask Bo", card=2), Sticky(2, "Old")))
    after = replace(before, stickies=(Sticky(1, "Ask Ana", card=2), Sticky(3, "New", card=1)))
    told = [(d.card, [c.sentence for c in d.fields]) for d in compared(before, after).differences]
    assert told == [
        (0, ["Sticky note: Old → –"]),
        (1, ["Sticky note: – → New"]),
        (2, ["Sticky note: Ask Bo → Ask Ana"]),
    ]


def test_a_sticky_note_that_only_hangs_elsewhere_is_no_difference() -> None:
    before = replace(delays(1), stickies=(Sticky(1, "Ask Bo", x=10),))
    assert compared(before, replace(before, stickies=(Sticky(1, "Ask Bo", x=99),))) == WorkflowDiff()


def test_what_is_expected_is_named() -> None:
    before = replace(delays(60), expectations=(Expectation(filter="kind=mail"), Expectation(filter="kind=left")))
    after = replace(before, expectations=(before.expectations[0], Expectation(ExpectationKind.MAIL_GAP)))
    (found,) = compared(before, after).differences
    assert found.fields == (
        FieldChange("Expected", "kind=left: never", "–"),
        FieldChange("Expected", "–", "No contact gets two mails in 24 hours"),
    )
