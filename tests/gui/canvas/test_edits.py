"""What gestures make of a workflow, and what the undo menu calls it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.if_then import Branch, IfThen
from core.model.project import Project
from core.model.tree import Spot, card_of, list_at, spot_of
from core.model.workflow import Card, Sticky, Workflow, walk
from gui.canvas import clip, edits

LEFT, RIGHT = ((2, 0),), ((2, 1),)


def ids(cards: tuple[Card, ...]) -> list[int]:
    return [card.id for card in walk(cards)]


def test_add_says_what_and_selects_the_new_card(workflow: Workflow) -> None:
    edit = edits.add(workflow, Spot((), 0), EnrollInSequence())
    assert edit.title == "Add Enroll in sequence"
    assert edit.select == 5
    assert ids(edit.after.cards) == [5, 1, 2, 3, 4]


def test_move_names_the_card(project: Project, workflow: Workflow) -> None:
    edit = edits.move(project, workflow, (1,), Spot(RIGHT, 1))
    assert edit is not None
    assert edit.title == "Move “Delay for 2 days”"
    assert ids(list_at(edit.after, RIGHT)) == [4, 1]


@pytest.mark.parametrize(
    ("card", "spot"),
    [
        (1, Spot((), 0)),  # where it stands
        (1, Spot((), 1)),  # just below itself: the same place
        (2, Spot((), 0)),  # a branch card before another card
        (2, Spot(LEFT, 0)),  # into itself
        (1, Spot((), 2)),  # after a branch card
        (0, Spot((), 1)),  # the trigger
    ],
)
def test_moves_that_are_refused(project: Project, workflow: Workflow, card: int, spot: Spot) -> None:
    assert not edits.can_move(workflow, (card,), spot)
    assert edits.move(project, workflow, (card,), spot) is None


def test_shift_moves_one_place_and_stops_at_the_ends(project: Project, workflow: Workflow) -> None:
    grown = edits.add(workflow, Spot(LEFT, 1), EnrollInSequence()).after
    down = edits.shift(project, grown, (3,), 1)
    assert down is not None
    assert ids(list_at(down.after, LEFT)) == [5, 3]
    up = edits.shift(project, down.after, (3,), -1)
    assert up is not None
    assert ids(list_at(up.after, LEFT)) == [3, 5]
    assert edits.shift(project, grown, (3,), -1) is None
    assert edits.shift(project, grown, (5,), 1) is None


def test_switch_goes_both_ways(project: Project, workflow: Workflow) -> None:
    off = edits.switch(project, workflow, (1,))
    assert off is not None
    card = card_of(off.after, 1)
    assert off.title == "Switch off “Delay for 2 days”"
    assert card is not None
    assert not card.on
    on = edits.switch(project, off.after, (1,))
    assert on is not None
    assert on.title == "Switch on “Delay for 2 days”"
    assert on.after == workflow
    assert edits.switch(project, workflow, (0,)) is None


def test_removing_a_branch_card_keeps_the_side_that_was_chosen(project: Project, workflow: Workflow) -> None:
    edit = edits.remove(project, workflow, (2,), keep={2: 1})
    assert ids(edit.after.cards) == [1, 4]
    assert edit.select == 1
    assert ids(edits.remove(project, workflow, (2,)).after.cards) == [1]


def test_a_copied_branch_comes_back_whole_with_new_ids(project: Project, workflow: Workflow) -> None:
    off = edits.switch(project, workflow, (3,))
    assert off is not None
    noted = edits.noted(off.after, 4, "Ask Ana")
    (copied,) = clip.read_cards(clip.write_cards(edits.copied(noted, (2, 3)))).cards
    assert copied == noted.cards[1]
    edit = edits.paste(project, noted, Spot(RIGHT, 1), (copied,))
    assert edit is not None
    pasted = card_of(edit.after, edit.select)
    assert pasted is not None
    assert ids((pasted,)) == [5, 6, 7]
    assert [card.action for card in walk((pasted,))] == [card.action for card in walk((copied,))]
    assert [(card.on, card.note) for card in walk(pasted.branches[0] + pasted.branches[1])] == [
        (False, ""),
        (True, "Ask Ana"),
    ]
    assert edit.title == "Paste “Lifecycle stage is Lead?”"
    assert spot_of(edit.after, 5) == Spot(RIGHT, 1)


def test_sticky_notes_are_copied_with_their_cards_and_cut_with_them(project: Project, workflow: Workflow) -> None:
    inner, far = Sticky(1, "Ask Ana", 3, 40, 8), Sticky(2, "Why two days?", 1, 300, 0)
    noted = replace(workflow, stickies=(inner, far))
    copied = clip.read_cards(clip.write_cards(edits.copied(noted, (2,)), noted.stickies))
    edit = edits.paste(project, noted, Spot(RIGHT, 1), copied.cards, copied.notes)
    assert edit is not None
    assert edit.after.stickies == (inner, far, replace(inner, id=3, card=6))
    assert edit.after.next_card == 8
    double = edits.duplicate(project, noted, (1,))
    assert double is not None
    assert double.after.stickies == (inner, far, replace(far, id=3, card=5))
    assert edits.remove(project, noted, (2,), verb="Cut").after.stickies == (far,)
    assert edits.remove(project, noted, (2,)).after.stickies == (replace(inner, card=1), far)


def test_branches_keep_their_cards_when_they_change_places(workflow: Workflow) -> None:
    action = IfThen((Branch("New"), Branch("Lead")))
    after = edits.remade(workflow, 2, action, (None, 0, 1))
    card = card_of(after, 2)
    assert card is not None
    assert [ids(branch) for branch in card.branches] == [[], [3], [4]]


def test_a_removed_branch_takes_only_its_own_cards(workflow: Workflow) -> None:
    wide = edits.remade(workflow, 2, IfThen((Branch("New"), Branch("Lead"))), (None, 0, 1))
    narrow = edits.remade(wide, 2, IfThen((Branch("Lead"),)), (1, 2))
    assert narrow.cards == edits.remade(workflow, 2, IfThen((Branch("Lead"),)), (0, 1)).cards


def test_other_actions_change_without_origins(workflow: Workflow) -> None:
    action = EnrollInSequence(1, SenderType.SPECIFIC_USER, 1)
    card = card_of(edits.remade(workflow, 3, action), 3)
    assert card is not None
    assert card.action == action


def test_position_counts_the_trigger_first(workflow: Workflow) -> None:
    assert [edits.position(workflow, card) for card in (0, 1, 2, 3, 4)] == [(n, 5) for n in (1, 2, 3, 4, 5)]
