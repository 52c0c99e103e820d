"""Model values to JSON and back; what a document cannot mean is a problem that names its place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.actions.codec import decode, encode
from core.actions.delay import Delay
from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.if_then import Branch, IfThen
from core.actions.set_property import SetProperty
from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.actions.unknown import UnknownAction
from core.model.account import Account, RunSettings, Subscription
from core.model.contact import Contact
from core.model.problem import Problem
from core.model.project import Project
from core.model.run import CardCounts, RunSummary
from core.model.sender import Sender
from core.model.sequence import Sequence, Step, StepKind
from core.model.workflow import Action, Card, Workflow, WorkflowStatus
from tests.building import enroll, fork, is_any, project, workflow
from tests.core.actions.random_things import json_values, projects, sequences, workflows

FULL = project(
    workflow(enroll(), fork(is_any("city", "Oslo", 3), [Delay(60)], [UnknownAction({"kind": "send_fax", "to": [1]})]))
)


def through_json(thing: object) -> Any:
    return json.loads(json.dumps(encode(thing)))


# ---------------------------------------------------------------- there and back


@given(workflows)
def test_any_workflow_comes_back_as_it_was(thing: Workflow) -> None:
    assert decode(Workflow, through_json(thing)) == thing


@given(sequences)
def test_any_sequence_comes_back_as_it_was(thing: Sequence) -> None:
    assert decode(Sequence, through_json(thing)) == thing


@given(projects)
def test_any_project_comes_back_as_it_was(thing: Project) -> None:
    assert decode(Project, through_json(thing), "project") == thing


@given(st.dictionaries(st.text(max_size=5), st.none() | st.booleans() | st.integers() | st.text(max_size=5)))
def test_values_keep_their_kind(values: dict[str, Any]) -> None:
    """Yes is not 1, and 1.0 is not 1, though Python finds them equal."""
    back: Contact = decode(Contact, through_json(Contact(1, values)))
    assert {k: (type(v), v) for k, v in back.values.items()} == {k: (type(v), v) for k, v in values.items()}


# ---------------------------------------------------------------- the shape


def test_fields_with_their_default_are_left_out() -> None:
    assert encode(Sender(1, "Ana Ruiz", limit=0)) == {"id": 1, "name": "Ana Ruiz", "limit": 0}
    assert encode(Workflow()) == {}
    assert encode(RunSettings(workflows=(3, 4))) == {"workflows": [3, 4]}


def test_an_action_says_its_kind_first() -> None:
    action = EnrollInSequence(4, SenderType.CONTACT_OWNER, owner_property="second_owner")
    assert encode(action) == {
        "kind": "enroll_in_sequence",
        "sequence": 4,
        "sender_type": "contact_owner",
        "owner_property": "second_owner",
    }
    assert next(iter(encode(action))) == "kind"
    assert encode(UnenrollFromSequence()) == {"kind": "unenroll_from_sequence"}


def test_the_tree_of_cards_is_nested() -> None:
    flow = workflow(fork(is_any("city", "Oslo"), [Delay(60)], []))
    assert encode(flow)["cards"] == [
        {
            "id": 1,
            "action": {
                "kind": "if_then",
                "branches": [
                    {
                        "name": "Yes",
                        "filter": {"groups": [[{"property": "city", "values": ["Oslo"]}]]},
                    }
                ],
            },
            "branches": [[{"id": 2, "action": {"kind": "delay", "minutes": 60}}], []],
        }
    ]


def test_enums_are_written_by_value() -> None:
    assert encode(Account(subscription=Subscription.PROFESSIONAL)) == {"subscription": "professional"}
    assert encode(Step(StepKind.INMAIL)) == {"kind": "inmail"}


def test_mappings_have_texts_for_keys() -> None:
    assert encode(RunSummary(places={2: CardCounts(5, 4, 1)})) == {
        "places": {"2": {"entered": 5, "done": 4, "skipped": 1}}
    }


def test_plain_values_are_themselves() -> None:
    assert encode([1, "a", None, (True, 2.5)]) == [1, "a", None, [True, 2.5]]


# ---------------------------------------------------------------- what a newer version may have added


def test_an_action_of_an_unknown_kind_is_kept_whole() -> None:
    data = {"kind": "send_fax", "to": ["1", {"deep": [True, None]}], "pages": 3}
    action = decode(Action, data)
    assert action == UnknownAction(MappingProxyType(data))
    assert through_json(action) == data


@pytest.mark.parametrize("kind", ["", None, 5, [], {}, "unknown", "ENROLL_IN_SEQUENCE"])
def test_whatever_its_kind_is_an_unknown_action_is_kept(kind: Any) -> None:
    data = {"kind": kind, "more": 1}
    assert decode(Action, data) == UnknownAction(MappingProxyType(data))
    assert encode(decode(Action, data)) == data


def test_an_action_without_a_kind_is_kept() -> None:
    assert encode(decode(Action, {"minutes": 5})) == {"minutes": 5}


def test_fields_that_are_not_known_are_read_over() -> None:
    assert decode(Delay, {"minutes": 60, "colour": "red"}) == Delay(60)
    assert decode(Workflow, {"name": "A", "folder": {"id": 5}}) == Workflow(name="A")


def test_fields_that_are_missing_have_their_default() -> None:
    assert decode(Workflow, {}) == Workflow()
    assert decode(IfThen, {}) == IfThen((Branch("Branch 1"),))


# ---------------------------------------------------------------- what cannot be meant


@pytest.mark.parametrize(
    ("wanted", "data", "place", "sentence"),
    [
        (Workflow, [], "w", "“[]” should be an object"),
        (Workflow, {"name": 5}, "w.name", "“5” should be a text"),
        (Workflow, {"id": "5"}, "w.id", "“5” should be a whole number"),
        (Workflow, {"id": True}, "w.id", "“true” should be a whole number"),
        (Workflow, {"id": 5.5}, "w.id", "“5.5” should be a whole number"),
        (Workflow, {"id": None}, "w.id", "“null” should be a whole number"),
        (Workflow, {"cards": {}}, "w.cards", "“{}” should be a list"),
        (Workflow, {"cards": [5]}, "w.cards[0]", "“5” should be an object"),
        (Workflow, {"cards": [{"id": 1}]}, "w.cards[0]", "“action” is missing"),
        (Workflow, {"cards": [{"action": {"kind": "delay"}}]}, "w.cards[0]", "“id” is missing"),
        (Workflow, {"cards": [{"id": 1, "action": "delay"}]}, "w.cards[0].action", "“delay” should be an object"),
        (
            Workflow,
            {"cards": [{"id": 1, "action": {"kind": "delay", "minutes": "60"}}]},
            "w.cards[0].action.minutes",
            "“60” should be a whole number",
        ),
        (
            Workflow,
            {"cards": [{"id": 1, "action": {"kind": "delay"}, "branches": [[{"id": 2, "action": {}, "on": 1}]]}]},
            "w.cards[0].branches[0][0].on",
            "“1” should be true or false",
        ),
        (Workflow, {"status": "sleeping"}, "w.status", "“sleeping” is none of draft, on, off"),
        (Workflow, {"status": []}, "w.status", "“[]” is none of draft, on, off"),
        (Workflow, {"trigger": {"filter": {"groups": [[{"values": [[]]}]]}}},
         "w.trigger.filter.groups[0][0].values[0]", "“[]” is of the wrong kind"),
        (Sender, {"limit": "50"}, "w.limit", "“50” is of the wrong kind"),
        (Sender, {"limit": True}, "w.limit", "“true” is of the wrong kind"),
        (Contact, {"values": []}, "w.values", "“[]” should be an object"),
        (Contact, {"values": {"city": {}}}, "w.values.city", "“{}” is of the wrong kind"),
        (tuple[str, str], ["a"], "w", "2 values are needed, 1 are there"),
        (tuple[str, str], ["a", 5], "w[1]", "“5” should be a text"),
        (RunSummary, {"seconds": "5"}, "w.seconds", "“5” should be a number"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_a_problem_that_names_its_place(
    wanted: Any, data: Any, place: str, sentence: str
) -> None:
    with pytest.raises(Problem) as caught:
        decode(wanted, data, "w")
    assert caught.value.code == "BAD_DOCUMENT"
    assert caught.value.place == place
    assert caught.value.sentence == f"The document cannot be read: {sentence}."


def test_the_place_of_a_field_of_the_whole_document_is_its_name() -> None:
    with pytest.raises(Problem) as caught:
        decode(Workflow, {"name": 5})
    assert caught.value.place == "name"


def test_a_long_text_is_shown_in_part() -> None:
    with pytest.raises(Problem) as caught:
        decode(Workflow, {"id": "x" * 500})
    assert len(caught.value.sentence) < 150


def test_whole_numbers_stand_for_others_where_those_are_wanted() -> None:
    assert decode(RunSummary, {"seconds": 5}).seconds == 5.0
    assert type(decode(RunSummary, {"seconds": 5}).seconds) is float
    assert decode(float | None, 5) == 5


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the path of every value in a JSON value."""
    yield path
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield from places(value, (*path, key))


def replaced(data: Any, path: tuple[Any, ...], new: Any) -> Any:
    """Give a copy with the value at a path replaced."""
    if not path:
        return new
    copied = data.copy()
    copied[path[0]] = replaced(data[path[0]], path[1:], new)
    return copied


@given(st.data())
@settings(max_examples=200)
def test_any_value_at_any_place_is_read_or_is_a_problem_that_names_a_place(data: st.DataObject) -> None:
    document = through_json(FULL)
    path = data.draw(st.sampled_from(list(places(document))))
    broken = replaced(document, path, data.draw(json_values))
    problem: Problem | None = None
    read: object = None
    try:
        read = decode(Project, broken, "project")
    except Problem as found:
        problem = found
    if problem is None:
        assert isinstance(read, Project)
    else:
        assert problem.code == "BAD_DOCUMENT"
        assert problem.place.startswith("project")


def test_what_is_read_can_be_used() -> None:
    back: Project = decode(Project, through_json(FULL), "project")
    assert back.workflows[0].status is WorkflowStatus.ON
    assert back.workflows[0].cards[1].branches[1][0] == Card(4, UnknownAction({"kind": "send_fax", "to": [1]}))
    assert SetProperty("a", None) == decode(Action, {"kind": "set_property", "property": "a"})
