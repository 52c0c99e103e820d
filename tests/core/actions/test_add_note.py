"""Add note: every contact gets it, unless it says nothing."""

from __future__ import annotations

import pytest

from core.actions.add_note import AddNote
from core.actions.names import Names
from core.model.workflow import Card
from tests.core.actions.fakes import NOW, FakeStage, office, sentences
from tests.core.actions.played import Played


def test_a_whole_group_gets_the_note() -> None:
    stage = FakeStage()
    stage.perform(AddNote("Asked for a demo"), [0, 2])
    assert stage.told() == [(101, "done", "NONE"), (103, "done", "NONE")]
    assert stage.pushed == [(NOW, "then", [0, 2])]


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_a_note_that_says_nothing_is_none(text: str) -> None:
    stage = FakeStage()
    stage.perform(AddNote(text), [0])
    assert stage.told() == [(101, "skipped", "FIELD_MISSING")]
    assert stage.pushed == [(NOW, "then", [0])]
    assert sentences(AddNote(text)) == [("text", "Type a note.")]


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("", "no text"),
        ("\n First line \nSecond", "First line "),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
    ],
)
def test_summary_is_the_first_line(text: str, summary: str) -> None:
    assert AddNote(text).summary(Names(office())) == summary


def test_in_a_rehearsal() -> None:
    assert sentences(AddNote("Hello")) == []
    assert Played([{}], (Card(1, AddNote("Hello")),)).said(1) == ["1 done: Note added."]
