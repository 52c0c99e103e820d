"""What every action must have: a picture, JSON there and back, words for its card, checks of its fields."""

from __future__ import annotations

import dataclasses
import json
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.actions import ACTIONS
from core.actions.base import RunnableAction
from core.actions.codec import decode, encode
from core.actions.names import Names
from core.model.fields import is_shown, specs_of
from core.model.trace import Outcome, RowKind
from core.model.workflow import Action
from tests.building import contacts, of_kind, off, play, project, workflow
from tests.core.actions.random_things import ACTIONS_OF_EVERY_KIND

KINDS = sorted(ACTIONS)
OFFICE = project(workflow())


def test_the_actions_are_those_that_files_may_hold() -> None:
    assert KINDS == [
        "add_note", "add_to_list", "create_task", "delay", "delay_until", "delay_until_event", "enroll_in_sequence",
        "go_to_workflow", "if_then", "notification", "random_split", "remove_from_list", "rotate_owner",
        "set_property", "unenroll_from_sequence", "unknown", "value_equals",
    ]  # fmt: skip
    assert set(ACTIONS_OF_EVERY_KIND) == set(KINDS), "a new action needs a strategy here"


@pytest.mark.parametrize("kind", KINDS)
def test_each_has_a_name_a_group_and_a_picture_that_is_there(kind: str) -> None:
    action = ACTIONS[kind]
    assert action.kind == kind
    assert action.title
    assert action.group or kind == "unknown", "the unknown action is not offered"
    assert files("resources").joinpath("icons", f"{action.icon}.svg").is_file()


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_frozen_and_can_be_made_without_a_word(kind: str) -> None:
    action = ACTIONS[kind]()
    assert dataclasses.is_dataclass(action)
    assert action == ACTIONS[kind]()
    assert ACTIONS[kind].__dataclass_params__.frozen


@given(st.data())
@pytest.mark.parametrize("kind", KINDS)
def test_each_comes_back_from_json_as_it_was(kind: str, data: st.DataObject) -> None:
    action = data.draw(ACTIONS_OF_EVERY_KIND[kind])
    assert decode(Action, json.loads(json.dumps(encode(action)))) == action


@given(st.data())
@pytest.mark.parametrize("kind", KINDS)
def test_each_has_words_and_checks_whatever_its_fields_hold(kind: str, data: st.DataObject) -> None:
    action: RunnableAction = data.draw(ACTIONS_OF_EVERY_KIND[kind])
    names = Names(OFFICE)
    assert action.headline(names)
    assert isinstance(action.summary(names), str)
    assert all(problem.sentence.endswith((".", "?")) for problem in action.problems(OFFICE))
    assert all(isinstance(name, str) for name in action.watched)
    assert all(action.branch_names())


@pytest.mark.parametrize("kind", KINDS)
def test_each_required_field_that_is_empty_is_a_problem(kind: str) -> None:
    cls: Any = ACTIONS[kind]
    for name, spec in specs_of(cls).items():
        if not spec.required:
            continue
        empty = type(getattr(cls(), name))()
        action = dataclasses.replace(cls(), **{name: empty})
        if spec.shown_when is not None:
            action = dataclasses.replace(action, **{spec.shown_when[0]: spec.shown_when[1]})
        assert is_shown(action, spec)
        assert name in {problem.field for problem in action.problems(OFFICE)}, name


@pytest.mark.parametrize("kind", KINDS)
def test_problems_name_fields_that_exist(kind: str) -> None:
    cls: Any = ACTIONS[kind]
    fields = {f.name for f in dataclasses.fields(cls)}
    assert {problem.field for problem in cls().problems(OFFICE)} <= fields


@pytest.mark.parametrize("kind", KINDS)
def test_each_acts_on_a_contact_and_is_skipped_when_its_card_is_off(kind: str) -> None:
    for card, outcomes in (
        (ACTIONS[kind](), {Outcome.DONE, Outcome.SKIPPED}),
        (off(ACTIONS[kind]()), {Outcome.SKIPPED}),
    ):
        acted = of_kind(play(project(workflow(card)), contacts(1)), RowKind.ACTION)
        assert len(acted) == 1
        assert acted[0].outcome in outcomes
