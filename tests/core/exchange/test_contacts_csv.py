"""Contact lists as CSV: what is read, what is refused, and that what is written comes back."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.exchange import contacts_csv
from core.exchange.contacts_csv import BadRow, ContactList, guarded, plain
from core.model.account import Account
from core.model.contact import Contact, PropertyDefinition, PropertyType
from core.model.fields import Value
from core.model.problem import Problem
from core.model.project import Project
from core.model.sender import Sender

PROJECT = Project(
    account=Account(time_zone="Europe/Warsaw"),
    custom_properties=(
        PropertyDefinition("birthday", "Birthday", PropertyType.DATE, custom=True, id=1),
        PropertyDefinition("seats", "Seats wanted", PropertyType.NUMBER, custom=True, id=2),
        PropertyDefinition("second_city", "City", custom=True, id=3),
        PropertyDefinition("nameless", " ", custom=True, id=4),
    ),
    senders=(Sender(1, "Ana Ruiz", "ana@acme.example"),),
)


def read(text: str | bytes) -> ContactList:
    return contacts_csv.read(text.encode() if isinstance(text, str) else text, PROJECT)


def reasons(found: ContactList) -> list[tuple[int, str]]:
    return [(bad.line, bad.reason) for bad in found.bad]


def refusal(text: str | bytes) -> Problem:
    with pytest.raises(Problem) as refused:
        read(text)
    return refused.value


# ---------------------------------------------------------------- good lists


def test_a_hubspot_export_is_read() -> None:
    found = read(
        "Record ID,First Name,Email,Lifecycle Stage,Contact owner,Create Date,Birthday,Shoe size\n"
        "101,Łucja,lucja@acme.example,Lead,Ana Ruiz,2026-01-05 09:00,1990-02-01,38\n"
        ",Jan,,,,,,\n"
    )
    assert found.bad == []
    assert found.record_ids == [101, 0]
    assert found.lines == [2, 3]
    assert found.values == [
        {
            "firstname": "Łucja",
            "email": "lucja@acme.example",
            "lifecyclestage": "lead",
            "hubspot_owner_id": 1,
            "createdate": 1767600000,
            "birthday": 633830400,
        },
        {"firstname": "Jan"},
    ]
    assert [(c.header, c.note) for c in found.columns if not c.property] == [
        ("Shoe size", "There is no such property.")
    ]
    assert (found.encoding, found.delimiter) == ("utf-8", ",")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250"])
def test_delimiters_and_encodings_are_found(delimiter: str, encoding: str) -> None:
    text = delimiter.join(("Imię", "Email", "City")) + "\n" + delimiter.join(("Łucja", "l@a.example", "Gdańsk")) + "\n"
    found = read(text.encode(encoding))
    assert found.values == [{"firstname": "Łucja", "email": "l@a.example", "city": "Gdańsk"}]
    assert found.delimiter == delimiter


def test_a_declared_delimiter_is_obeyed() -> None:
    found = read("sep=;\r\nEmail;City\r\na@b.example;Gdańsk, Poland\r\n")
    assert found.values == [{"email": "a@b.example", "city": "Gdańsk, Poland"}]
    assert found.lines == [3]


def test_odd_but_clear_rows_go_in() -> None:
    found = read(
        "\n\nEmail,First name,,Email,City,,\n"
        '"a@b.example","Anna\nMaria",x,other@b.example,Rome,,,,,\n'
        "c@d.example,Carl\n"
        "\n"
        ",,,,,,\n"
        "e@f.example,'=Eve,,,,,\n"
    )
    assert found.bad == []
    assert found.values == [
        {"email": "a@b.example", "firstname": "Anna\nMaria", "city": "Rome"},
        {"email": "c@d.example", "firstname": "Carl"},
        {"email": "e@f.example", "firstname": "=Eve"},
    ]
    assert found.lines == [4, 6, 9]


def test_a_header_may_span_lines() -> None:
    found = read('"Email","First\nname"\na@b.example,Anna\n')
    assert found.values == [{"email": "a@b.example", "firstname": "Anna"}]
    assert found.lines == [3]


def test_a_row_with_a_record_id_alone_is_kept_for_the_contact_it_names() -> None:
    found = read("Record ID,City\n7,\n8.0,\n")
    assert (found.record_ids, found.values) == ([7, 8], [{}, {}])
    assert read("Record ID\n7\n").record_ids == [7]


def test_progress_is_told_by_line() -> None:
    heard: list[tuple[int, int]] = []
    contacts_csv.read(b"Email\na@b.example\nb@b.example\n", PROJECT, lambda done, total: heard.append((done, total)))
    assert heard == [(3, 3)]


# ---------------------------------------------------------------- bad rows


def test_bad_rows_are_kept_with_line_and_reason_and_the_rest_goes_in() -> None:
    found = read(
        "Record ID,Email,First name,Lifecycle stage,Contact owner,Create date,Seats wanted\n"
        "1,ana@,Ana,lead,,,\n"
        "2,ok@b.example,Ok,lead,ana@acme.example,2026-01-05,12\n"
        "x3,b@c.example,Bea,boss,nobody@acme.example,1/5/2026,many\n"
        "4,c@d.example,Cy,lead,,,,surplus\n"
        "5,d@e.example,Dee\0,,,,\n"
    )
    assert found.values == [
        {
            "email": "ok@b.example",
            "firstname": "Ok",
            "lifecyclestage": "lead",
            "hubspot_owner_id": 1,
            "createdate": 1767567600,
            "seats": 12,
        }
    ]
    assert sorted(reasons(found)) == [
        (2, "Email: “ana@” is not an email address."),
        (
            4,
            "Lifecycle stage: “boss” is not one of the options of Lifecycle stage. Options: Subscriber, Lead, "
            "Marketing qualified lead, Sales qualified lead, Opportunity, Customer, Evangelist, Other. Contact owner: "
            "There is no user “nobody@acme.example”. Add the user under Senders first. Create date: “1/5/2026” can be "
            "read as two dates. Write it like 2026-12-31. Seats wanted: “many” is not a number. Write it like 1200 "
            "or 12.5. Record ID: “x3” is not a number.",
        ),
        (5, "There are 8 cells, but the header names 7."),
        (6, "Cell 3 holds a NUL character, which no text may."),
    ]
    assert next(bad.cells for bad in found.bad if bad.line == 2) == ("1", "ana@", "Ana", "lead", "", "", "")


def test_unreadable_characters_and_endless_cells_cost_their_row() -> None:
    found = read(("Email,City\na@b.example,Kraków żółć ąę\nb@b.example,".encode() + b"\xff\n") + b"c@b.example,Rome\n")
    assert [values["email"] for values in found.values] == ["a@b.example", "c@b.example"]
    assert reasons(found) == [(3, "Cell 2 holds a character that could not be read; save the file as UTF-8.")]
    found = read("Email,City\na@b.example," + "x" * 1_000_000 + "\nb@b.example,Rome\n")
    assert [values["email"] for values in found.values] == ["b@b.example"]
    assert reasons(found) == [(2, "Cell 2 is 1,000,000 characters long; 65,536 are the most.")]


def test_a_row_with_broken_quotes_costs_one_row() -> None:
    found = read('Email,City\n"a@b.example,Rome\nb@b.example,Oslo\n')
    assert found.values == [{"email": "b@b.example", "city": "Oslo"}]
    assert found.bad == [BadRow(2, "The quotes do not match.", ('"a@b.example,Rome',))]


def test_a_list_of_bad_rows_only_is_still_a_list() -> None:
    found = read("Email,City\nana@\n\n\n,,x\n")
    assert found.values == []
    assert reasons(found) == [
        (5, "There are 3 cells, but the header names 2."),
        (2, "Email: “ana@” is not an email address."),
    ]
    assert [bad.line for bad in read("Email,City\n,,x\n").bad] == [2]


# ---------------------------------------------------------------- no list at all


@pytest.mark.parametrize(
    ("data", "code", "sentence"),
    [
        (b"", "EMPTY_FILE", "The file is empty."),
        (b" \n\n", "EMPTY_FILE", "The file is empty."),
        (b"Email,City\n", "NO_ROWS", "The file has a header, but no contacts below it."),
        (b"Email,City\n\n , \n", "NO_ROWS", "The file has a header, but no contacts below it."),
        (b"Shoe size,Colour\n38,red\n", "NO_HEADER", "The first row names no property of a contact."),
        (b"ana@b.example,Ana\n", "NO_HEADER", "The first row looks like a contact; it should name the columns."),
        (b'"Email\n', "NO_HEADER", "The first row names no property of a contact."),
        (
            b"PK\x03\x04\x14\x00",
            "NOT_A_WORKBOOK",
            "The file is an archive or an Office document, but no workbook that can be read.",
        ),
        (b"SQLite format 3\0xx", "NOT_TEXT", "The file is a database; a workspace is opened, not imported."),
        (bytes(range(256)) * 9, "NOT_TEXT", "The file holds something other than text."),
    ],
)
def test_what_is_no_contact_list_is_refused_in_one_sentence(data: bytes, code: str, sentence: str) -> None:
    problem = refusal(data)
    assert (problem.code, problem.sentence) == (code, sentence)


def test_a_problem_names_the_file_and_the_line(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("\nfoo,bar\n1,2\n")
    with pytest.raises(Problem) as refused:
        contacts_csv.load(path, PROJECT)
    assert refused.value.place == f"{path}, line 2"
    path.write_text("")
    with pytest.raises(Problem) as refused:
        contacts_csv.load(path, PROJECT)
    assert refused.value.place == str(path)


@given(st.binary(max_size=120))
def test_whatever_bytes_come_there_is_an_answer(data: bytes) -> None:
    try:
        found = read(data)
    except Problem as problem:
        said = problem.sentence
    else:
        said = "Something." if found.values or found.bad else ""
    assert said.endswith(".")


@given(st.text(alphabet="ab@.,;\"'\n\r\t =é\ufffd7", max_size=60))
def test_no_row_is_lost(text: str) -> None:
    found = read("Email,First name,Record ID\n" + text + "\nlast@acme.example,Last,\n")
    kept = found.cells + [list(bad.cells) for bad in found.bad]
    in_the_last_row = {"a": 4, "b": 0, "7": 0}
    for letter, more in in_the_last_row.items():
        assert sum(cell.count(letter) for cells in kept for cell in cells) == text.count(letter) + more


# ---------------------------------------------------------------- writing


def test_contacts_come_back_as_they_were(tmp_path: Path) -> None:
    values: dict[str, Value] = {
        "email": "ana@b.example",
        "firstname": "=cmd|' /C calc'!A0",
        "lastname": "'=1+1",
        "company": '"Best", Ltd.\nNew line',
        "phone": "+48 22 123-45 (67)",
        "city": "Gdańsk",
        "second_city": "Łódź",
        "nameless": "@home",
        "jobtitle": "-5 degrees",
        "lifecyclestage": "lead",
        "hubspot_owner_id": 1,
        "createdate": 1767600030,
        "hs_email_optout": False,
        "birthday": 633830400,
        "seats": 12.5,
    }
    path = tmp_path / "out.csv"
    assert contacts_csv.save(path, PROJECT, [Contact(7, MappingProxyType(values)), Contact(9)]) == 2
    found = contacts_csv.load(path, PROJECT)
    assert found.bad == []
    assert found.values == [values, {}]
    assert found.record_ids == [7, 9]


def test_the_file_is_utf8_with_labels_and_the_phone_number_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    contact = Contact(1).with_values({"firstname": "Łucja", "phone": "+48 22 123", "city": "=x", "second_city": "y"})
    contacts_csv.save(path, PROJECT, [contact])
    header, row = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))
    assert header[:4] == ["Record ID", "Email", "First name", "Last name"]
    assert header[-3:] == ["Seats wanted", "second_city", "nameless"]
    cells = dict(zip(header, row, strict=True))
    assert (cells["Phone number"], cells["City"], cells["First name"]) == ("+48 22 123", "'=x", "Łucja")
    assert path.read_bytes().endswith(b"\r\n")


@pytest.mark.parametrize("text", ["=1", "+1+cmd", "-2+3", "@x", "＝1", " =1", "'=1", "''@", "+SUM(A1)", "-x"])
def test_formulas_are_made_harmless_and_come_back(text: str) -> None:
    assert guarded(text).startswith("'")
    assert plain(guarded(text)) == text.strip()


@pytest.mark.parametrize("text", ["+48 22 123 45 67", "-12.5", "Anna", "O'Neil", "'s-Gravenhage", "", "a=b"])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text == plain(text)


@given(st.text(max_size=12))
def test_every_text_comes_back(text: str) -> None:
    assert plain(guarded(text.strip())) == text.strip()


def test_mended_bad_rows_can_be_imported() -> None:
    found = read("Email,City\nana@,'=x\n")
    buffer = io.StringIO(newline="")
    contacts_csv.write_errors(buffer, found.header, found.bad)
    assert buffer.getvalue().splitlines()[0] == "Reason,Line,Email,City"
    again = read(buffer.getvalue().replace(",ana@,", ",ana@b.example,"))
    assert again.values == [{"email": "ana@b.example", "city": "=x"}]
    assert again.bad == []
