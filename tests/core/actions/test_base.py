"""Checks of described fields, whatever the action: filled in, and within their bounds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

import pytest

from core.actions.base import FieldProblem, RunnableAction, field_problems
from core.actions.names import Names
from core.model.fields import FieldKind, FieldSpec, described
from tests.building import project


class Mood(Enum):
    NONE = ""
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class Fax(RunnableAction):
    kind: ClassVar[str] = "send_fax"
    title: ClassVar[str] = "Send fax"
    icon: ClassVar[str] = "note"
    group: ClassVar[str] = "Contact"

    number: str = described(FieldSpec(FieldKind.TEXT, "Number", required=True), "1")
    pages: int = described(FieldSpec(FieldKind.INTEGER, "Page count", required=True, minimum=1, maximum=1_000), 1)
    copies: int = described(FieldSpec(FieldKind.INTEGER, "Copies", minimum=0, maximum=9, unit="sheets"), 0)
    urgent: bool = described(FieldSpec(FieldKind.CHOICE, "Urgent", minimum=5), False)
    owner: int = described(FieldSpec(FieldKind.SENDER, "Owner", required=True), 1)
    mood: Mood = described(FieldSpec(FieldKind.CHOICE, "Mood", required=True), Mood.NONE)
    reply: str = described(FieldSpec(FieldKind.TEXT, "Reply to", required=True, shown_when=("urgent", True)), "")


@pytest.mark.parametrize(
    ("action", "problems"),
    [
        (Fax(), []),
        (Fax(number=""), [("number", "Type a number.")]),
        (Fax(pages=0), [("pages", "Type a page count.")]),
        (Fax(pages=-1), [("pages", "Page count is at least 1.")]),
        (Fax(pages=1_001), [("pages", "Page count is at most 1,000.")]),
        (Fax(pages=1_000), []),
        (Fax(copies=-1), [("copies", "Copies is at least 0 sheets.")]),
        (Fax(copies=10), [("copies", "Copies is at most 9 sheets.")]),
        (Fax(owner=0), [("owner", "Choose an owner.")]),
        (Fax(urgent=True, reply="me"), []),
        (Fax(urgent=True), [("reply", "Type a reply to.")]),
    ],
)
def test_fields_are_filled_in_and_within_their_bounds(action: Fax, problems: list[tuple[str, str]]) -> None:
    assert field_problems(action) == [FieldProblem(*problem) for problem in problems]
    assert action.problems(project()) == field_problems(action)


def test_an_action_that_says_nothing_of_itself_has_its_title() -> None:
    names = Names(project())
    assert Fax().headline(names) == "Send fax"
    assert Fax().summary(names) == ""
    assert Fax().watched == frozenset()
    assert Fax().branch_names() == ()
