"""Skipping: everybody goes on with a reason, at a branch the last way."""

from __future__ import annotations

from core.actions.add_note import AddNote
from core.actions.random_split import RandomSplit
from core.actions.skipping import skip_everybody
from core.model.reason import Reason
from tests.core.actions.fakes import NOW, FakeStage


def test_contacts_go_on_after_the_card() -> None:
    stage = FakeStage()
    skip_everybody(stage.slot(AddNote()), Reason.WORKFLOW_OFF, 12)(NOW, [0, 1])
    assert stage.told() == [(101, "skipped", "WORKFLOW_OFF"), (102, "skipped", "WORKFLOW_OFF")]
    assert stage.facts() == [(0, 12, 0, 0)] * 2
    assert stage.pushed == [(NOW, "then", [0, 1])]


def test_at_a_branch_they_take_the_last_way() -> None:
    stage = FakeStage()
    skip_everybody(stage.slot(RandomSplit()))(NOW, [0])
    assert stage.told() == [(101, "skipped", "FIELD_MISSING")]
    assert stage.pushed == [(NOW, "way 2", [0])]
