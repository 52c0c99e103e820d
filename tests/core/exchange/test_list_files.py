"""Opening contact lists: whatever the file is, the right contacts come out, or one clear sentence."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from core.exchange import contacts_csv, list_files
from core.exchange.contacts_csv import ContactList
from core.exchange.csv_header import known_names
from core.exchange.list_files import HowToRead, ListFile
from core.exchange.workbooks import as_text
from core.model.account import Account
from core.model.contact import PropertyDefinition, PropertyType
from core.model.problem import Problem
from core.model.project import Project
from core.model.sender import Sender
from tests.workbooks import workbook

PROJECT = Project(
    account=Account(time_zone="Europe/Warsaw"),
    custom_properties=(
        PropertyDefinition("birthday", "Birthday", PropertyType.DATE, custom=True, id=1),
        PropertyDefinition("seats", "Seats", PropertyType.NUMBER, custom=True, id=2),
    ),
    senders=(Sender(1, "Ana Ruiz", "ana@acme.example"),),
)


def opened(content: str | bytes, how: HowToRead | None = None) -> ListFile:
    data = content if isinstance(content, bytes) else content.encode()
    return list_files.opened(data, known_names(PROJECT), how or HowToRead())


def read(content: str | bytes) -> ContactList:
    return contacts_csv.read(content if isinstance(content, bytes) else content.encode(), PROJECT)


def refused(content: bytes, how: HowToRead | None = None) -> Problem:
    with pytest.raises(Problem) as problem:
        opened(content, how)
    return problem.value


# ---------------------------------------------------------------- oddities of text files

POLISH = "E-mail;Imię;Miasto\nlucja@acme.example;Łucja;Łódź\nżaneta@acme.example;Żaneta;Gdańsk\n"
POLES = [
    {"email": "lucja@acme.example", "firstname": "Łucja", "city": "Łódź"},
    {"email": "żaneta@acme.example", "firstname": "Żaneta", "city": "Gdańsk"},
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1250"])
def test_polish_text_in_any_encoding(encoding: str) -> None:
    found = read(POLISH.encode(encoding))
    assert found.values == POLES
    assert found.delimiter == ";"


@pytest.mark.parametrize(
    ("content", "values"),
    [
        pytest.param(
            'Email,City\n"a@b.example","Rome\nItaly"\nc@d.example,Oslo\n',
            [{"email": "a@b.example", "city": "Rome\nItaly"}, {"email": "c@d.example", "city": "Oslo"}],
            id="quoted newline",
        ),
        pytest.param("Email,City,\na@b.example,Rome,,,\n", [{"email": "a@b.example", "city": "Rome"}], id="commas"),
        pytest.param(
            "Email,,City\na@b.example,x,Rome\n", [{"email": "a@b.example", "city": "Rome"}], id="empty header cell"
        ),
        pytest.param(
            "Email,City,City\na@b.example,Rome,Oslo\n", [{"email": "a@b.example", "city": "Rome"}], id="doubled header"
        ),
        pytest.param(
            "Email,City\r\na@b.example,Rome\nc@d.example,Oslo\re@f.example,Bonn\r\n",
            [
                {"email": "a@b.example", "city": "Rome"},
                {"email": "c@d.example", "city": "Oslo"},
                {"email": "e@f.example", "city": "Bonn"},
            ],
            id="mixed line ends",
        ),
        pytest.param("Email\na@b.example", [{"email": "a@b.example"}], id="no last line end"),
    ],
)
def test_odd_files_give_the_right_contacts(content: str, values: list[dict[str, object]]) -> None:
    found = read(content)
    assert found.values == values
    assert found.bad == []


def test_a_cell_of_a_megabyte_and_a_nul_keep_their_own_rows_out() -> None:
    found = read(f"Email,City\na@b.example,{'x' * 1_000_000}\nc@d.example,Ro\0me\ne@f.example,Bonn\n")
    assert found.values == [{"email": "e@f.example", "city": "Bonn"}]
    assert [(bad.line, bad.reason) for bad in found.bad] == [
        (2, "Cell 2 is 1,000,000 characters long; 65,536 are the most."),
        (3, "Cell 2 holds a NUL character, which no text may."),
    ]


def test_a_very_wide_file_is_read() -> None:
    wide = ",".join(["Email", *(f"Column {n}" for n in range(5_000)), "City"])
    found = read(f"{wide}\na@b.example,{',' * 5_000}Rome\n")
    assert found.values == [{"email": "a@b.example", "city": "Rome"}]
    assert len(found.columns) == 5_002


@pytest.mark.parametrize(
    ("content", "code", "sentence"),
    [
        (b"", "EMPTY_FILE", "The file is empty."),
        (b"\xef\xbb\xbf\r\n \r\n", "EMPTY_FILE", "The file is empty."),
        (b"Email,City\n", "NO_ROWS", "The file has a header, but no contacts below it."),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "NOT_TEXT", "The file is a picture."),
        (bytes(range(256)) * 50, "NOT_TEXT", "The file holds something other than text."),
        (b"a@b.example,Rome\nc@d.example,Oslo\n", "NO_HEADER",
         "The first row looks like a contact; it should name the columns."),
    ],
)  # fmt: skip
def test_what_cannot_be_a_list_is_said_in_one_sentence(content: bytes, code: str, sentence: str) -> None:
    with pytest.raises(Problem) as problem:
        read(content)
    assert (problem.value.code, problem.value.sentence) == (code, sentence)


# ---------------------------------------------------------------- told how to read


def test_a_chosen_encoding_delimiter_and_header_line_are_obeyed() -> None:
    found = opened("Title\nEmail;City\na@b.example;Łódź\n".encode("cp1250"), HowToRead("cp1250", ";", "", 2))
    assert (found.header, found.line, found.encoding, found.delimiter) == (("Email", "City"), 2, "cp1250", ";")
    assert found.first(5).rows == [["a@b.example", "Łódź"]]
    assert opened("\ufeffEmail\na@b.example\n", HowToRead("utf-8")).header == ("Email",)


def test_a_header_line_beyond_the_end_and_an_unknown_encoding_are_refused() -> None:
    assert refused(b"Email\na@b.example\n", HowToRead(header_row=9)).sentence == "There is no line 9; the file has 2."
    assert refused(b"Email\n", HowToRead("klingon")).code == "WRONG_ENCODING"
    assert refused(b"%PDF-1.4", HowToRead("utf-8")).sentence == "The file is a PDF."


# ---------------------------------------------------------------- workbooks

PEOPLE: list[list[Any]] = [
    ["Email", "First Name", "Birthday", "Seats", "Phone Number", "Create Date", "Unsubscribed from all email", None],
    ["a@b.example", "Łucja", date(1990, 2, 1), 12.0, 48221234567, datetime(2026, 1, 5, 9, 30), True],  # noqa: DTZ001
    [None, None, None],
    ["c@d.example", "Jan", None, 2.5, "+48 22 1", None, False],
]


def test_typed_cells_of_a_workbook_are_read() -> None:
    found = read(workbook({"People": PEOPLE}))
    assert found.bad == []
    assert found.values == [
        {
            "email": "a@b.example",
            "firstname": "Łucja",
            "birthday": 633830400,
            "seats": 12,
            "phone": "48221234567",
            # Half past nine on the account's clock in Warsaw.
            "createdate": 1767601800,
            "hs_email_optout": True,
        },
        {"email": "c@d.example", "firstname": "Jan", "seats": 2.5, "phone": "+48 22 1", "hs_email_optout": False},
    ]
    assert found.lines == [2, 4]


def test_the_first_sheet_that_is_not_empty_is_read_unless_another_is_chosen() -> None:
    book = workbook({"Cover": [], "A": [["Email"], ["a@b.example"]], "B": [["x"], ["Email"], ["c@d.example"]]})
    found = opened(book)
    assert (found.sheet, found.sheets, found.header) == ("A", ("Cover", "A", "B"), ("Email",))
    other = opened(book, HowToRead(sheet="B", header_row=2))
    assert (other.header, other.first(9).rows, other.first(9).lines) == (("Email",), [["c@d.example"]], [3])
    assert refused(book, HowToRead(sheet="C")).sentence == "The workbook has no sheet “C”."
    assert refused(book, HowToRead(sheet="Cover")).sentence == "The sheet “Cover” is empty."


def test_an_archive_that_is_no_workbook_is_told() -> None:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("notes.txt", "hello")
    for data in (archive.getvalue(), b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)):
        problem = refused(data)
        assert problem.code == "NOT_A_WORKBOOK"
        assert problem.sentence == "The file is an archive or an Office document, but no workbook that can be read."


def test_a_file_that_is_not_what_its_name_says_is_read_and_told(tmp_path: Path) -> None:
    known = known_names(PROJECT)
    disguised = tmp_path / "people.csv"
    disguised.write_bytes(workbook({"S": [["Email"], ["a@b.example"]]}))
    found = list_files.load(disguised, known)
    assert found.note == "“people.csv” is an Excel workbook by its content; it was read as one."
    text = tmp_path / "people.xlsx"
    text.write_text("Email\na@b.example\n")
    assert list_files.load(text, known).note.endswith("holds text; it was read as a CSV file.")
    with pytest.raises(Problem) as missing:
        list_files.load(tmp_path / "none.csv", known)
    assert missing.value.code == "FILE_MISSING"


def test_cells_become_texts_that_are_read_back() -> None:
    moment = datetime(2026, 1, 5, 9, 30)  # noqa: DTZ001
    cells = ["x", True, 3, 3.0, 0.1, 1e300, moment, datetime(2026, 1, 5), date(2026, 1, 5), moment.time(), None]  # noqa: DTZ001
    assert [as_text(cell) for cell in cells] == [
        "x", "Yes", "3", "3", "0.1", "1e+300", "2026-01-05 09:30:00", "2026-01-05", "2026-01-05", "09:30:00", "",
    ]  # fmt: skip
