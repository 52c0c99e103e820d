"""Importing contact lists: which rows are new, which update a contact, which stay out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from core.model.contact import Contact, PropertyType
from core.model.fields import Value
from core.model.problem import Problem
from core.model.project import Project
from core.model.sender import Sender
from core.services import exporting, importing, lists
from core.services.contacts import ContactQuery
from core.services.importing import (
    Duplicates,
    ImportChoices,
    ImportPlan,
    ImportProgress,
    open_project,
    read_contacts,
    write_errors,
)
from core.services.workspace import Workspace

NOW = 1_770_000_000


@pytest.fixture
def listed(tmp_path: Path) -> Iterator[Workspace]:
    """Ana and Bea are on the list already."""
    workspace = Workspace.create(
        tmp_path / "list.cadenza",
        Project(senders=(Sender(1, "Ana Ruiz", "ana.ruiz@acme.example"),)),
        [
            Contact(4).with_values(
                {"email": "Ana@Acme.example", "firstname": "Ana", "city": "Gdańsk", "createdate": 5}
            ),
            Contact(7).with_values({"email": "bea@acme.example", "firstname": "Bea", "phone": "1"}),
        ],
    )
    yield workspace
    workspace.close()


def plan_of(ws: Workspace, text: str) -> ImportPlan:
    path = ws.path.with_name("people.csv")
    path.write_text(text, encoding="utf-8")
    return read_contacts(ws, path, now=NOW)


def sums(plan: ImportPlan) -> tuple[int, int, int, int, int]:
    return plan.added, plan.updated, plan.unchanged, plan.merged, len(plan.bad)


def on_list(ws: Workspace) -> dict[int, Mapping[str, Value]]:
    return {contact.id: contact.values for contact in ws.contacts.many(range(1, 100))}


def test_new_contacts_get_an_id_a_date_and_a_source(listed: Workspace) -> None:
    plan = plan_of(listed, "Email,Create date,Record source\ncy@acme.example,,\ndi@acme.example,2026-01-05,Form\n")
    assert sums(plan) == (2, 0, 0, 0, 0)
    assert plan.edit.title == "Import 2 contacts from “people.csv”"
    listed.apply(plan.edit)
    assert on_list(listed)[8] == {
        "email": "cy@acme.example",
        "hs_object_source": "IMPORT",
        "createdate": NOW,
        "lastmodifieddate": NOW,
    }
    assert on_list(listed)[9] == {
        "email": "di@acme.example",
        "hs_object_source": "FORM",
        "createdate": 1767571200,
        "lastmodifieddate": NOW,
    }


def test_the_moment_is_the_clocks_when_none_is_given(listed: Workspace) -> None:
    path = listed.path.with_name("people.csv")
    path.write_text("Email\ncy@acme.example\n")
    after = read_contacts(listed, path).edit.puts[0].after
    assert isinstance(after, Contact)
    created = after.get("createdate")
    assert isinstance(created, int)
    assert created > NOW - 10**8


def test_a_known_address_in_any_case_updates_and_blank_cells_do_not(listed: Workspace) -> None:
    plan = plan_of(listed, "Email,First name,City,Contact owner\nANA@acme.example,Anna,,Ana Ruiz\n")
    assert sums(plan) == (0, 1, 0, 0, 0)
    assert plan.edit.title == "Import 1 contact from “people.csv”"
    listed.apply(plan.edit)
    assert on_list(listed)[4] == {
        "email": "ANA@acme.example",
        "firstname": "Anna",
        "city": "Gdańsk",
        "createdate": 5,
        "lastmodifieddate": NOW,
        "hubspot_owner_id": 1,
    }
    listed.apply(plan.edit.back)
    assert on_list(listed)[4]["firstname"] == "Ana"


def test_a_record_id_names_the_contact_even_when_its_address_changes(listed: Workspace) -> None:
    plan = plan_of(listed, "Record ID,Email,City\n7,new@acme.example,Oslo\n,NEW@acme.example,Bergen\n")
    assert sums(plan) == (0, 1, 0, 1, 0)
    listed.apply(plan.edit)
    assert on_list(listed)[7]["city"] == "Bergen"
    assert on_list(listed)[7]["firstname"] == "Bea"


def test_a_record_id_alone_is_enough(listed: Workspace) -> None:
    plan = plan_of(listed, "Record ID,City\n4,Sopot\n")
    assert sums(plan) == (0, 1, 0, 0, 0)
    listed.apply(plan.edit)
    assert (on_list(listed)[4]["city"], on_list(listed)[4]["firstname"]) == ("Sopot", "Ana")


def test_an_id_and_an_address_of_two_contacts_stay_out(listed: Workspace) -> None:
    plan = plan_of(listed, "Record ID,Email\n7,ana@acme.example\n")
    assert sums(plan) == (0, 0, 0, 0, 1)
    (bad,) = plan.bad
    assert (bad.line, bad.cells) == (2, ("7", "ana@acme.example"))
    assert bad.reason == "The address “ana@acme.example” is that of contact 4, but the record ID is 7."


def test_later_rows_go_over_earlier_ones_of_the_same_new_contact(listed: Workspace) -> None:
    plan = plan_of(
        listed,
        "Record ID,Email,First name,City\n"
        ",cy@acme.example,Cy,Rome\n"
        ",CY@acme.example,,Oslo\n"
        "900,di@acme.example,Di,\n"
        "900,,Diana,Bonn\n"
        ",,Nameless,\n"
        ",,Nameless,\n",
    )
    assert sums(plan) == (4, 0, 0, 2, 0)
    listed.apply(plan.edit)
    found = on_list(listed)
    assert [(found[i].get("firstname"), found[i].get("city")) for i in (8, 9, 10, 11)] == [
        ("Cy", "Oslo"),
        ("Diana", "Bonn"),
        ("Nameless", None),
        ("Nameless", None),
    ]


def test_contacts_that_are_so_already_are_left_alone(listed: Workspace) -> None:
    plan = plan_of(listed, "Email,First name\nbea@acme.example,Bea\nana@acme.example,Ana\n")
    assert sums(plan) == (0, 1, 1, 0, 0)  # Ana's address is written in another case
    plan = plan_of(listed, "Email,First name\nbea@acme.example,Bea\n")
    assert plan.edit.puts == ()
    assert plan.edit.title == "Import 0 contacts from “people.csv”"


def test_bad_rows_are_sorted_counted_and_written_down(listed: Workspace, tmp_path: Path) -> None:
    plan = plan_of(listed, 'Email,Record ID,Shoe size\n"x\nana@,,\nana@acme.example,7,\ncy@acme.example,,44\n')
    assert sums(plan) == (1, 0, 0, 0, 3)
    assert [bad.line for bad in plan.bad] == [2, 3, 4]
    assert [column.header for column in plan.ignored] == ["Shoe size"]
    assert (plan.encoding, plan.delimiter, plan.header) == ("utf-8", ",", ("Email", "Record ID", "Shoe size"))
    errors = tmp_path / "errors.csv"
    assert write_errors(plan, errors) == 3
    lines = errors.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "Reason,Line,Email,Record ID,Shoe size"
    assert lines[-1].startswith('"The address “ana@acme.example” is that of contact 4, but the record ID is 7.",4,')


def test_ones_own_export_changes_nothing(listed: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    exporting.contacts_csv(listed, None, path)
    assert sums(read_contacts(listed, path)) == (0, 0, 2, 0, 0)


class Watcher:
    """Counts what it hears, and stops when told to."""

    def __init__(self, stop: bool = False) -> None:
        self.stop = stop
        self.heard: list[object] = []

    def cancelled(self) -> bool:
        return self.stop

    def report(self, payload: object) -> None:
        self.heard.append(payload)


def test_progress_is_reported_and_the_import_can_be_stopped(listed: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("Email\n" + "".join(f"p{i}@acme.example\n" for i in range(15_000)))
    watcher = Watcher()
    assert read_contacts(listed, path, watcher).added == 15_000
    assert watcher.heard == [ImportProgress(10_001, 15_001), ImportProgress(15_001, 15_001)]
    with pytest.raises(Problem) as stopped:
        read_contacts(listed, path, Watcher(stop=True))
    assert stopped.value.code == "CANCELLED"
    assert listed.contacts.count() == 2


def test_a_project_file_becomes_a_workspace(listed: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    listed.apply(lists.new_list(listed, "VIPs"))
    first = listed.contacts.ids(ContactQuery())[0]
    listed.apply(lists.add(listed, 1, [first]))
    exporting.project_json(listed, path)
    made = open_project(path, tmp_path / "made.cadenza")
    assert made.project() == listed.project()
    assert on_list(made) == on_list(listed)
    assert list(lists.members(made, 1)) == [first]
    made.close()
    with pytest.raises(Problem) as refused:
        open_project(path, tmp_path / "made.cadenza")
    assert refused.value.code == "FILE_EXISTS"


def test_names_that_the_window_needs_are_here() -> None:
    assert set(importing.__all__) >= {"BadRow", "Column", "ImportPlan", "ImportProgress"}


# ---------------------------------------------------------------- step by step


def stepped(ws: Workspace, text: str, choices: ImportChoices) -> tuple[importing.ListFile, ImportPlan]:
    path = ws.path.with_name("people.csv")
    path.write_text(text, encoding="utf-8")
    opened = importing.open_list(ws.project(), path)
    read = importing.read_list(ws.project(), opened, choices, now=NOW)
    return opened, importing.plan_import(ws, path, read, choices.duplicates)


TWICE = "Email,First name\nana@acme.example,Anna\nzoe@acme.example,Zoe\nZOE@acme.example,Zora\n"


@pytest.mark.parametrize(
    ("duplicates", "sums_wanted", "skipped"),
    [
        (Duplicates.UPDATE, (1, 1, 0, 1, 0), 0),
        (Duplicates.SKIP, (1, 0, 0, 0, 0), 2),
        (Duplicates.KEEP, (3, 0, 0, 0, 0), 0),
    ],
)
def test_duplicates_become_what_was_chosen(
    listed: Workspace, duplicates: Duplicates, sums_wanted: tuple[int, ...], skipped: int
) -> None:
    _, plan = stepped(listed, TWICE, ImportChoices(duplicates=duplicates))
    assert (sums(plan), plan.skipped, plan.doubles) == (sums_wanted, skipped, 2)
    listed.apply(plan.edit)
    assert on_list(listed)[4]["firstname"] == ("Anna" if duplicates is Duplicates.UPDATE else "Ana")


def test_a_list_that_was_read_can_be_planned_again_and_again(listed: Workspace) -> None:
    path = listed.path.with_name("people.csv")
    path.write_text(TWICE)
    read = importing.read_list(listed.project(), importing.open_list(listed.project(), path), ImportChoices(), now=NOW)
    wanted = [sums(importing.plan_import(listed, path, read, kind)) for kind in Duplicates]
    assert [sums(importing.plan_import(listed, path, read, kind)) for kind in Duplicates] == wanted
    update = importing.plan_import(listed, path, read)
    assert update.edit.puts[0].before == listed.contacts.get(4)


def test_columns_go_where_the_mapping_says(listed: Workspace) -> None:
    _, plan = stepped(listed, "A,B,C\nzoe@acme.example,Oslo,x\n", ImportChoices({0: "email", 1: "city"}))
    assert [(c.header, c.property) for c in plan.columns] == [("A", "email"), ("B", "city"), ("C", "")]
    (put,) = plan.edit.puts
    assert isinstance(put.after, Contact)
    assert (put.after.email, put.after.get("city")) == ("zoe@acme.example", "Oslo")
    with pytest.raises(Problem) as refused:
        stepped(listed, "A,B\nx,y\n", ImportChoices({0: "city", 1: "city"}))
    assert refused.value.sentence == "“A” and “B” are mapped to the same property."
    with pytest.raises(Problem) as none:
        stepped(listed, "A,B\nx,y\n", ImportChoices({}))
    assert none.value.code == "NO_HEADER"


def test_new_properties_are_made_with_their_options_in_the_same_edit(listed: Workspace) -> None:
    text = "Email,Tier,Size\n" + "".join(f"p{n}@acme.example,{'Gold' if n % 2 else 'Silver'},{n}\n" for n in range(20))
    path = listed.path.with_name("people.csv")
    path.write_text(text)
    opened = importing.open_list(listed.project(), path)
    tier = importing.new_property(listed.project(), opened, 1)
    size = importing.new_property(listed.project(), opened, 2, [tier.name])
    assert (tier.name, tier.type, size.name, size.type) == ("tier", PropertyType.ENUM, "size", PropertyType.NUMBER)
    choices = ImportChoices({0: "email", 1: "tier", 2: "size"}, (tier, size))
    assert [row.reason for row in importing.preview(listed.project(), opened, choices)] == [""] * 20
    _, plan = stepped(listed, text, choices)
    listed.apply(plan.edit)
    made = listed.project().property("tier")
    assert made is not None
    assert (made.options, made.custom) == ((("silver", "Silver"), ("gold", "Gold")), True)
    assert listed.contacts.get(8 + 1).get("tier") == "gold"  # type: ignore[union-attr]
    listed.apply(plan.edit.back)
    assert listed.project().custom_properties == ()
    assert listed.contacts.count() == 2


def test_the_preview_says_what_is_wrong_in_each_cell(listed: Workspace) -> None:
    path = listed.path.with_name("people.csv")
    path.write_text('Email,Contact owner,Create date\na@b.example,Ana Ruiz,\nb,Nobody,never\n"x\n')
    opened = importing.open_list(listed.project(), path)
    assert importing.suggested(listed.project(), opened) == {0: "email", 1: "hubspot_owner_id", 2: "createdate"}
    good, bad, broken = importing.preview(listed.project(), opened, ImportChoices())
    assert (good.line, good.reason, good.wrong) == (2, "", {})
    assert bad.wrong == {
        0: "Email: “b” is not an email address.",
        1: "Contact owner: There is no user “Nobody”. Add the user under Senders first.",
        2: "Create date: “never” is not a date. Write it like 2026-01-05 or 2026-01-05 09:00.",
    }
    assert (broken.line, broken.reason) == (4, "The quotes do not match.")


def test_samples_are_the_first_cells_that_are_not_blank(listed: Workspace) -> None:
    path = listed.path.with_name("people.csv")
    path.write_text("Email,City,Note\na@b.example,,\nc@d.example,Rome,\ne@f.example,Oslo,\ng@h.example,Bonn,\n")
    opened = importing.open_list(listed.project(), path)
    assert importing.samples_of(opened)[1:] == [["Rome", "Oslo", "Bonn"], []]
