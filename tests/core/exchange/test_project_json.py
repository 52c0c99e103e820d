"""Projects as JSON documents: what comes back, and what each kind of bad file is told."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.exchange import project_json
from core.model.account import Account, RunSettings
from core.model.contact import Contact, PropertyDefinition, PropertyType
from core.model.expectation import Bound, Expectation, ExpectationKind
from core.model.problem import Problem
from core.model.project import Project
from core.model.saved_view import SavedView
from core.model.workflow import Workflow

PROJECT = Project(
    account=Account("Northlight", time_zone="Europe/Warsaw", settings=RunSettings(days=14)),
    custom_properties=(PropertyDefinition("birthday", "Birthday", PropertyType.DATE, custom=True, id=1),),
)
CONTACTS = [
    Contact(3).with_values({"email": "ana@", "firstname": "Łucja", "createdate": 1767600030, "birthday": 633830400}),
    Contact(8).with_values({"hs_email_optout": True, "hubspot_owner_id": 99}),
]


def document(**changed: Any) -> bytes:
    whole = {"format": "cadenza-project", "version": 1, "project": {}, "contacts": []} | changed
    return json.dumps(whole).encode()


def refusal(data: bytes) -> Problem:
    with pytest.raises(Problem) as refused:
        project_json.read(data)
    return refused.value


def test_a_project_and_its_contacts_come_back(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    assert project_json.save(path, PROJECT, CONTACTS) == 2
    project, contacts = project_json.load(path)
    assert project == PROJECT
    assert [(c.id, dict(c.values)) for c in contacts] == [(c.id, dict(c.values)) for c in CONTACTS]


def test_dates_are_readable_and_each_contact_has_its_line() -> None:
    buffer = io.StringIO()
    project_json.write(buffer, PROJECT, CONTACTS)
    lines = buffer.getvalue().splitlines()
    assert '"createdate": "2026-01-05T08:00:30+00:00", "birthday": "1990-02-01"' in lines[-4]
    assert lines[-3:] == ['  {"hs_object_id": 8, "hs_email_optout": true, "hubspot_owner_id": 99}', " ]", "}"]


def test_an_empty_list_and_a_byte_order_mark_are_fine() -> None:
    buffer = io.StringIO()
    assert project_json.write(buffer, Project(), []) == 0
    assert project_json.read(b"\xef\xbb\xbf" + buffer.getvalue().encode()) == (Project(), [])


def test_a_value_of_a_property_that_is_gone_is_written_as_it_is() -> None:
    buffer = io.StringIO()
    project_json.write(buffer, Project(), [Contact().with_values({"gone": 5})])
    assert '{"gone": 5}' in buffer.getvalue()


def test_contacts_without_a_number_get_the_next_one_and_empty_values_are_left_out() -> None:
    contacts = [
        {"firstname": "A"},
        {"hs_object_id": 5, "firstname": "B", "city": "", "phone": None},
        {"firstname": "C"},
    ]
    _, found = project_json.read(document(contacts=contacts))
    assert [(c.id, dict(c.values)) for c in found] == [
        (6, {"firstname": "A"}),
        (5, {"firstname": "B"}),
        (7, {"firstname": "C"}),
    ]


@pytest.mark.parametrize(
    ("data", "code", "place", "sentence"),
    [
        (b"", "NOT_JSON", "line 1, column 1", "The file is not JSON: expecting value."),
        (b'{"a": 1,\n  b}', "NOT_JSON", "line 2, column 3", "The file is not JSON: expecting property name"),
        (b'{\n"a": "\xff"}', "NOT_JSON", "line 2", "The file is not written in UTF-8."),
        (b"[NaN]", "NOT_JSON", "", "The file is not JSON: NaN is no number."),
        (b"[" * 100_000, "NOT_JSON", "", "The file is nested too deeply to be a project."),
        (b"[1]", "NOT_A_PROJECT", "", "This is JSON, but not a Cadenza project."),
        (b'{"format": "other"}', "NOT_A_PROJECT", "", "This is JSON, but not a Cadenza project."),
        (document(version=2), "NEWER_FILE", "", "This project file was made by a newer version of Cadenza."),
        (document(version="1"), "BAD_DOCUMENT", "version", "“1” is not a version number"),
        (document(version=0), "BAD_DOCUMENT", "version", "“0” is not a version number"),
        (document(x=10**30), "BAD_DOCUMENT", "", "the number 100000000000000000000000000000… is too large"),
        (document(x=1.5).replace(b"1.5", b"1e999"), "BAD_DOCUMENT", "", "the number 1e999 is too large"),
        (document(x="\ud800"), "BAD_DOCUMENT", "", "a text holds half a character"),
        (document(project=[]), "BAD_DOCUMENT", "project", "“[]” should be an object"),
        (
            document(project={"senders": [{"name": 3}]}),
            "BAD_DOCUMENT",
            "project.senders[0].name",
            "“3” should be a text",
        ),
        (document(contacts={}), "BAD_DOCUMENT", "contacts", "the contacts should be a list"),
        (document(contacts=[3]), "BAD_DOCUMENT", "contacts[0]", "a contact should be an object"),
        (
            document(contacts=[{"hs_object_id": "7"}]),
            "BAD_DOCUMENT",
            "contacts[0].hs_object_id",
            "“7” should be a whole",
        ),
        (document(contacts=[{}, {"shoe": 4}]), "BAD_DOCUMENT", "contacts[1].shoe", "there is no property “shoe”"),
        (document(contacts=[{"city": 4}]), "BAD_DOCUMENT", "contacts[0].city", "“4” is not a text"),
        (document(contacts=[{"createdate": "soon"}]), "BAD_DOCUMENT", "contacts[0].createdate", "“soon” is not a date"),
        (
            document(contacts=[{"createdate": 5.5}]),
            "BAD_DOCUMENT",
            "contacts[0].createdate",
            "“5.5” is not a date like",
        ),
        (
            document(contacts=[{"hs_object_id": 7}, {"hs_object_id": 7}]),
            "BAD_DOCUMENT",
            "contacts[1].hs_object_id",
            "the id 7 is there twice",
        ),
    ],
)
def test_each_kind_of_bad_document_is_told_where_and_why(data: bytes, code: str, place: str, sentence: str) -> None:
    problem = refusal(data)
    assert (problem.code, problem.place) == (code, place)
    assert sentence in problem.sentence


def test_surrogates_in_pairs_are_fine() -> None:
    _, (contact,) = project_json.read(document(contacts=[{"firstname": "😀"}]))
    assert contact.name == "😀"


def test_branches_nested_without_end_are_refused() -> None:
    depth = 300
    card = '{"id": 1, "action": {"kind": "if_then"}, "branches": [['
    cards = card * depth + "], []]}" * depth
    problem = refusal(document(project={"workflows": [{"cards": ["HERE"]}]}).replace(b'"HERE"', cards.encode()))
    assert problem.code in ("BAD_DOCUMENT", "NOT_JSON")
    assert "nested too deeply" in problem.sentence


def test_a_problem_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    for data, place in ((document(version=9), str(path)), (b"[", f"{path}, line 1, column 2")):
        path.write_bytes(data)
        with pytest.raises(Problem) as refused:
            project_json.load(path)
        assert refused.value.place == place


def test_another_kind_of_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(Problem, match="is an Excel workbook or another zip archive, not a Cadenza project file"):
        project_json.load(path)


def test_saved_views_come_back() -> None:
    project = Project(views=(SavedView.of("log", "Skipped", {"filter": "outcome=skipped"}, 4),))
    buffer = io.StringIO()
    project_json.write(buffer, project, [])
    assert project_json.read(buffer.getvalue().encode()) == (project, [])


def test_a_saved_view_that_is_there_twice_is_refused() -> None:
    problem = refusal(document(project={"views": [{"id": 4, "name": "A"}, {"id": 4, "name": "B"}]}))
    assert (problem.code, problem.place) == ("BAD_DOCUMENT", "project.views[1].id")


def test_what_is_expected_of_a_workflow_comes_back(tmp_path: Path) -> None:
    expected = (
        Expectation(filter="reason=DAILY_LIMIT_REACHED", bound=Bound.AT_MOST, number=3),
        Expectation(ExpectationKind.MAIL_GAP, hours=48),
    )
    project = replace(PROJECT, workflows=(Workflow(1, "Welcome", expectations=expected),))
    path = tmp_path / "p.json"
    project_json.save(path, project, [])
    assert project_json.load(path)[0].workflows[0].expectations == expected
