"""Copied cards as text, and what is said of texts that are none."""

from __future__ import annotations

import json

import pytest

from core.model.problem import Problem
from core.model.workflow import Sticky, Workflow
from gui.canvas import clip


def test_notes_go_along_with_their_cards_only(workflow: Workflow) -> None:
    inner, far = Sticky(1, "Ask Ana", 3, 40, 8), Sticky(2, "Why two days?", 1, 300, 0)
    text = clip.write_cards(workflow.cards[1:], (inner, far))
    assert clip.read_cards(text).notes == (inner,)
    assert "notes" not in json.loads(clip.write_cards(workflow.cards[1:], (far,)))


def test_cards_come_back_as_they_were_in_their_order(workflow: Workflow) -> None:
    text = clip.write_cards(workflow.cards)
    assert clip.read_cards(text).cards == workflow.cards
    assert json.loads(text)["format"] == "cadenza-cards"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("hello", "The clipboard holds a text, but no cards."),
        ("[]", "The clipboard holds JSON, but no cards of a workflow."),
        ('{"id": 1}', "The clipboard holds JSON, but no cards of a workflow."),
        ('{\n "format": ', "The text on the clipboard is broken (line 2, column 12): it is no complete JSON."),
        (
            '{"format": "cadenza-cards", "version": 2, "cards": []}',
            "The cards on the clipboard were copied by another version of Cadenza.",
        ),
        ('{"format": "cadenza-cards", "version": 1, "cards": []}', "The text on the clipboard holds no cards."),
        (
            '{"format": "cadenza-cards", "version": 1, "cards": [{"id": 1, "action": '
            '{"kind": "delay", "minutes": "x"}}]}',
            "The text on the clipboard cannot be read: “x” should be a whole number. (at cards[0].action.minutes)",
        ),
        (
            '{"format": "cadenza-cards", "version": 1, "cards": [{"id": 7, "action": {"kind": "if_then"}}]}',
            "The cards on the clipboard cannot be read: card 7 needs 2 branches.",
        ),
    ],
)
def test_texts_that_hold_no_cards_say_why(text: str, why: str) -> None:
    with pytest.raises(Problem) as caught:
        clip.read_cards(text)
    assert (caught.value.code, caught.value.sentence) == ("NO_CARDS", why)


def test_a_branch_that_is_not_last_is_refused(workflow: Workflow) -> None:
    data = json.loads(clip.write_cards(workflow.cards[1:]))
    inner = json.loads(clip.write_cards(workflow.cards[1:]))["cards"][0]
    data["cards"][0]["branches"][0].insert(0, inner)
    with pytest.raises(Problem, match="a branch is the last card of its list"):
        clip.read_cards(json.dumps(data))


def test_a_text_nested_without_end_is_refused() -> None:
    with pytest.raises(Problem, match="nested too deeply"):
        clip.read_cards('{"a":' * 100_000)
