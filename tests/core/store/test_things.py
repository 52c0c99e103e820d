from __future__ import annotations

from dataclasses import replace

import pytest

from core.model.changes import Noun, Thing
from core.model.problem import Problem
from core.model.project import Project
from core.services.workspace import Workspace
from core.store import things
from core.store.things import NOUN_OF, SHAPES


def test_every_noun_but_account_contact_and_run_has_a_shape() -> None:
    assert set(SHAPES) == set(Noun) - {Noun.ACCOUNT, Noun.CONTACT, Noun.RUN}


def test_every_class_of_thing_has_a_noun() -> None:
    from typing import get_args

    assert set(NOUN_OF) == set(get_args(Thing))


def test_the_office_comes_back_as_it_was_put_in(filled: Workspace, office: Project) -> None:
    assert filled.project() == office


def test_names_and_states_stand_in_columns_of_their_own(filled: Workspace) -> None:
    rows = filled.store.connection().execute("SELECT id, name, status FROM workflow").fetchall()
    assert rows == [(1, "Demo request", "on")]


@pytest.mark.parametrize(
    ("document", "said"),
    [("{", "The workspace file is damaged"), ('{"id": "one"}', "should be a whole number"), ("[]", "an object")],
)
def test_a_damaged_document_is_a_problem_that_names_it(filled: Workspace, document: str, said: str) -> None:
    filled.store.connection().execute("UPDATE sequence SET document = ? WHERE id = 2", (document,))
    with pytest.raises(Problem) as caught:
        things.all_of(filled.store, Noun.SEQUENCE)
    assert caught.value.code == "DAMAGED_FILE"
    assert said in caught.value.sentence
    assert caught.value.place.startswith("sequence 2")


@pytest.mark.parametrize(
    ("noun", "sql"),
    [
        (Noun.EVENT, "UPDATE scripted_event SET kind = 'party' WHERE id = 2"),
        (Noun.ENROLLMENT, "UPDATE enrollment SET state = 'lost'"),
    ],
)
def test_an_unknown_kind_in_a_row_is_a_problem_that_names_it(filled: Workspace, noun: Noun, sql: str) -> None:
    filled.store.connection().execute(sql)
    with pytest.raises(Problem) as caught:
        things.all_of(filled.store, noun)
    assert caught.value.code == "DAMAGED_FILE"


def test_an_unknown_action_is_kept_through_a_change(filled: Workspace) -> None:
    document = '{"id":1,"name":"Demo request","cards":[{"id":1,"action":{"kind":"fax","to":"Bo"}}],"next_card":2}'
    filled.store.connection().execute("UPDATE workflow SET document = ?", (document,))
    (workflow,) = things.all_of(filled.store, Noun.WORKFLOW)
    with filled.store.write() as connection:
        things.update(connection, Noun.WORKFLOW, [replace(workflow, name="Renamed")])
    kept = filled.store.connection().execute("SELECT document FROM workflow").fetchone()[0]
    assert '{"kind":"fax","to":"Bo"}' in kept
    assert "Renamed" in kept
