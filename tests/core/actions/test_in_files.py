"""The newer actions in files: what is written is read back as it was, and values of the wrong kind are named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.actions import ACTIONS
from core.actions.add_note import AddNote
from core.actions.add_to_list import AddToList
from core.actions.base import RunnableAction
from core.actions.codec import decode, encode
from core.actions.create_task import AssigneeType, CreateTask, TaskType
from core.actions.delay_until import DelayUntil
from core.actions.delay_until_event import AwaitedEvent, DelayUntilEvent
from core.actions.go_to_workflow import GoToWorkflow
from core.actions.notification import Notification
from core.actions.random_split import RandomSplit, Share
from core.actions.remove_from_list import RemoveFromList
from core.actions.rotate_owner import RotateOwner
from core.actions.value_equals import ValueBranch, ValueEquals
from core.model.problem import Problem
from core.model.workflow import Action

FULL: tuple[RunnableAction, ...] = (
    ValueEquals("city", (ValueBranch("A", ("Oslo", 3, 2.5, True)), ValueBranch("", ())), "Rest"),
    RandomSplit((Share("A", 20), Share("B", 30), Share("", 50))),
    DelayUntil((0, 4), 1439),
    DelayUntilEvent(AwaitedEvent.LIST_JOINED, "x", 4, "city", 90),
    RotateOwner((3, 1), "custom_owner", True),
    AddToList(4),
    RemoveFromList(4),
    GoToWorkflow(2),
    CreateTask(TaskType.EMAIL, "Write", 0, AssigneeType.SPECIFIC_USER, 2, "custom_owner"),
    Notification("Hi", "Text", (1, 2), False, "custom_owner"),
    AddNote("Line\nLine"),
)


@pytest.mark.parametrize("action", FULL, ids=lambda action: action.kind)
def test_it_comes_back_from_a_file_as_it_was(action: RunnableAction) -> None:
    for sample in (action, type(action)()):
        written = json.loads(json.dumps(encode(sample)))
        assert written["kind"] == action.kind
        assert decode(Action, written) == sample


@pytest.mark.parametrize("action", FULL, ids=lambda action: action.kind)
def test_it_is_known_and_has_a_picture(action: RunnableAction) -> None:
    assert ACTIONS[action.kind] is type(action)
    icons = Path(__file__).parents[3] / "resources" / "icons"
    assert (icons / f"{action.icon}.svg").is_file()


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"kind": "delay_until", "minute": "nine"}, "minute"),
        ({"kind": "delay_until", "minute": 9.5}, "minute"),
        ({"kind": "delay_until", "weekdays": ["Monday"]}, "weekdays[0]"),
        ({"kind": "delay_until", "weekdays": 1}, "weekdays"),
        ({"kind": "delay_until_event", "event": "sneezed"}, "event"),
        ({"kind": "delay_until_event", "minutes": "7 days"}, "minutes"),
        ({"kind": "random_split", "shares": [{"name": "A", "percent": "50"}]}, "shares[0].percent"),
        ({"kind": "value_equals", "branches": [{"values": [[1]]}]}, "branches[0].values[0]"),
        ({"kind": "rotate_owner", "users": ["Ana"]}, "users[0]"),
        ({"kind": "rotate_owner", "overwrite": "yes"}, "overwrite"),
        ({"kind": "add_to_list", "contact_list": "VIP"}, "contact_list"),
        ({"kind": "go_to_workflow", "workflow": True}, "workflow"),
        ({"kind": "create_task", "due_days": "soon"}, "due_days"),
        ({"kind": "notification", "users": [True]}, "users[0]"),
        ({"kind": "add_note", "text": 3}, "text"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named(data: dict[str, Any], place: str) -> None:
    with pytest.raises(Problem) as caught:
        decode(Action, data)
    assert (caught.value.code, caught.value.place) == ("BAD_DOCUMENT", place)
