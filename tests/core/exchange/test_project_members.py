"""Who is on which list, in project documents."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from core.exchange import project_json
from core.model.contact import Contact
from core.model.contact_list import ContactList, ListMember
from core.model.problem import Problem
from core.model.project import Project

PROJECT = Project(lists=(ContactList(1, "VIPs"), ContactList(2, "Partners"), ContactList(3, "Empty")))
CONTACTS = [Contact(3), Contact(8)]
MEMBERS = [ListMember(1, 3, 11), ListMember(1, 8, 12), ListMember(2, 8, 13)]


def refusal(**changed: Any) -> Problem:
    contacts = [{"hs_object_id": 3}, {"hs_object_id": 8}]
    lists = [{"id": 1, "name": "VIPs"}, {"name": "No id yet"}]
    whole = {"format": "cadenza-project", "version": 1, "project": {"lists": lists}, "contacts": contacts} | changed
    with pytest.raises(Problem) as refused:
        project_json.read_document(json.dumps(whole).encode())
    return refused.value


def test_lists_and_their_members_come_back(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    assert project_json.save(path, PROJECT, CONTACTS, iter(MEMBERS)) == 2
    document = project_json.load_document(path)
    assert document.project == PROJECT
    assert [contact.id for contact in document.contacts] == [3, 8]
    # Their rows are numbered anew.
    assert document.members == [ListMember(1, 3), ListMember(1, 8), ListMember(2, 8)]
    assert project_json.load(path) == (document.project, document.contacts)
    assert project_json.read(path.read_bytes()) == (document.project, document.contacts)


def test_each_list_has_its_line() -> None:
    buffer = io.StringIO()
    project_json.write(buffer, PROJECT, CONTACTS, MEMBERS)
    lines = buffer.getvalue().splitlines()
    at = lines.index(' "members": [')
    assert lines[at + 1 : at + 5] == [
        '  {"list": 1, "contacts": [3, 8]},',
        '  {"list": 2, "contacts": [8]}',
        " ],",
        ' "contacts": [',
    ]


def test_nobody_on_a_list_needs_no_line() -> None:
    with_none, without = io.StringIO(), io.StringIO()
    project_json.write(with_none, PROJECT, CONTACTS, [])
    project_json.write(without, PROJECT, CONTACTS)
    assert with_none.getvalue() == without.getvalue()
    assert "members" not in without.getvalue()
    assert project_json.read_document(without.getvalue().encode()).members == []


def test_a_contact_may_be_told_of_in_two_parts_of_a_list() -> None:
    text = io.StringIO()
    project_json.write(text, PROJECT, CONTACTS)
    document = json.loads(text.getvalue())
    document["members"] = [{"list": 1, "contacts": [8]}, {"list": 2, "contacts": []}, {"list": 1, "contacts": [3]}]
    found = project_json.read_document(json.dumps(document).encode())
    assert found.members == [ListMember(1, 8), ListMember(1, 3)]


@pytest.mark.parametrize(
    ("members", "place", "sentence"),
    [
        ({"1": [3]}, "members", "the members should be a list"),
        ([[1, 3]], "members[0]", "a list number and its contacts are needed"),
        ([{"contacts": [3]}], "members[0]", "a list number and its contacts are needed"),
        ([{"list": "1", "contacts": [3]}], "members[0]", "a list number and its contacts are needed"),
        ([{"list": True, "contacts": [3]}], "members[0]", "a list number and its contacts are needed"),
        ([{"list": 1, "contacts": 3}], "members[0]", "a list number and its contacts are needed"),
        ([{"list": 7, "contacts": []}], "members[0].list", "there is no list 7"),
        ([{"list": 0, "contacts": [3]}], "members[0].list", "there is no list 0"),
        ([{"list": 1, "contacts": [3, 4]}], "members[0].contacts[1]", "there is no contact 4"),
        ([{"list": 1, "contacts": ["3"]}], "members[0].contacts[0]", "there is no contact 3"),
        ([{"list": 1, "contacts": [[3]]}], "members[0].contacts[0]", "there is no contact [3]"),
        ([{"list": 1, "contacts": [3, 8, 3]}], "members[0].contacts[2]", "contact 3 is on list 1 twice"),
        (
            [{"list": 1, "contacts": [3]}, {"list": 1, "contacts": [3]}],
            "members[1].contacts[0]",
            "contact 3 is on list 1 twice",
        ),
    ],
)
def test_members_that_cannot_be_are_refused_with_their_place(members: Any, place: str, sentence: str) -> None:
    problem = refusal(members=members)
    assert (problem.code, problem.place) == ("BAD_DOCUMENT", place)
    assert problem.sentence == f"The document cannot be read: {sentence}."
