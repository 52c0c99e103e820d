"""Sticky notes: what changes of a workflow keep them, and where those of a lost card go."""

from __future__ import annotations

from dataclasses import replace

from core.actions.codec import decode, encode
from core.actions.delay import Delay
from core.actions.if_then import Branch, IfThen
from core.model import stickies, tree
from core.model.workflow import Card, Sticky, StickyTone, Workflow

FLOW = Workflow(
    1,
    "Flow",
    cards=(
        Card(1, Delay()),
        Card(2, Delay()),
        Card(3, IfThen((Branch("Lead"),)), branches=((Card(4, Delay()),), ())),
    ),
    next_card=5,
)


def test_notes_are_added_changed_and_removed() -> None:
    one = stickies.add(FLOW, Sticky(0, "Ask Ana", 2, 300, -8, StickyTone.CARE))
    two = stickies.add(one, Sticky(99, "x" * 3_000))
    assert [note.id for note in two.stickies] == [1, 2]
    assert len(two.stickies[1].text) == stickies.LONGEST
    changed = stickies.change(two, replace(two.stickies[0], text="Ask Ben"))
    assert stickies.sticky_of(changed, 1) == Sticky(1, "Ask Ben", 2, 300, -8, StickyTone.CARE)
    assert stickies.remove(changed, 2).stickies == changed.stickies[:1]
    assert stickies.sticky_of(FLOW, 1) is None


def test_they_are_written_and_read_with_the_workflow() -> None:
    noted = stickies.add(FLOW, Sticky(0, "Ask Ana", 2, 300, -8, StickyTone.CARE))
    assert encode(noted)["stickies"] == [{"id": 1, "text": "Ask Ana", "card": 2, "x": 300, "y": -8, "tone": "care"}]
    assert decode(Workflow, encode(noted)) == noted
    assert decode(Workflow, encode(FLOW)) == FLOW


def test_the_notes_of_a_lost_card_go_to_the_card_above_that_is_left() -> None:
    noted = replace(FLOW, stickies=tuple(Sticky(card, "", card) for card in (1, 2, 3, 4)))
    less = tree.remove(tree.remove(noted, 3), 2)
    assert [note.card for note in stickies.rescued(noted, less).stickies] == [1, 1, 1, 1]
    none = replace(noted, cards=())
    assert [note.card for note in stickies.rescued(noted, none).stickies] == [0, 0, 0, 0]
    assert stickies.rescued(noted, noted) is noted


def test_a_note_of_a_card_that_never_was_goes_to_the_trigger() -> None:
    noted = replace(FLOW, stickies=(Sticky(1, "", 77),))
    assert stickies.rescued(noted, noted).stickies[0].card == 0
