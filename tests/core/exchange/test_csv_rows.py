"""Rows of a CSV text, the lines they begin on, and quotes that do not match."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from core.exchange.csv_rows import Chunk, chunks_of, declared_delimiter, found_delimiter, lines_of

KNOWN = {"email": "email", "name": "firstname"}


def read(text: str, delimiter: str = ",", size: int = 10_000) -> list[Chunk]:
    return list(chunks_of(lines_of(text), delimiter, size=size))


def test_rows_know_the_line_they_begin_on() -> None:
    (chunk,) = read('a,b\n"x\ny",1\n\nz,2')
    assert chunk.lines == [1, 2, 5]
    assert chunk.rows == [["a", "b"], ["x\ny", "1"], ["z", "2"]]


def test_lines_end_only_where_csv_says_so() -> None:
    for sign in map(chr, range(0x2100)):
        # As the csv module takes a file apart.
        text = f"a{sign}b\r\nc\n\rd\r"
        assert lines_of(text) == list(io.StringIO(text, newline=""))
    assert lines_of("a\x0bb\u2028c\rd\r\ne") == ["a\x0bb\u2028c\r", "d\r\n", "e"]


def test_a_quote_that_is_never_closed_costs_one_line() -> None:
    (chunk,) = read('a\n"b\nc\nd\n')
    assert chunk.rows == [["a"], ["c"], ["d"]]
    assert chunk.faulty == [(2, '"b')]


def test_a_quote_in_the_middle_of_a_quoted_cell_costs_one_line() -> None:
    (chunk,) = read('a\n"b"c"\n5" pipe\n')
    assert chunk.rows == [["a"], ['5" pipe']]
    assert chunk.faulty == [(2, '"b"c"')]


def test_quotes_that_catch_other_rows_give_them_back() -> None:
    (chunk,) = read('a,b\n"x,1\ny,2\nz,"3\n')
    assert chunk.rows == [["a", "b"], ["y", "2"]]
    assert chunk.faulty == [(2, '"x,1'), (4, 'z,"3')]


def test_rows_come_in_chunks() -> None:
    chunks = read("a\nb\nc\n", size=2)
    assert [chunk.rows for chunk in chunks] == [[["a"], ["b"]], [["c"]]]
    assert read("") == []
    assert [chunk.rows for chunk in read("a\nb\n", size=2)] == [[["a"], ["b"]]]


def test_cells_may_be_longer_than_the_csv_module_likes() -> None:
    long = "x" * (csv.field_size_limit() + 10)
    (chunk,) = read(f"a\n{long}\n")
    assert chunk.rows[1] == [long]


def test_the_delimiter_is_the_one_that_names_properties() -> None:
    assert found_delimiter(lines_of("Email;Name, first\na@b.example;x, y\n"), KNOWN) == ";"
    assert found_delimiter(lines_of("Email\tName\n1\t2\n"), KNOWN) == "\t"
    assert found_delimiter(lines_of("Email|Name\n"), KNOWN) == "|"
    assert found_delimiter(lines_of("Email\n"), KNOWN) == ","
    assert found_delimiter(lines_of("x;y\n1;2\n"), KNOWN) == ";"
    assert found_delimiter([], KNOWN) == ","


def test_a_spreadsheet_may_declare_the_delimiter() -> None:
    assert declared_delimiter(["sep=;\r\n"]) == ";"
    assert declared_delimiter(["Sep=|"]) == "|"
    assert declared_delimiter(["separate,b"]) == ""
    assert declared_delimiter([]) == ""


@given(st.lists(st.lists(st.text(alphabet='ab,"\n\r ;', max_size=5), min_size=2, max_size=3), max_size=6))
def test_whatever_the_csv_module_writes_comes_back(rows: list[list[str]]) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    found = [cells for chunk in read(buffer.getvalue()) for cells in chunk.rows]
    assert found == rows


def test_long_cells_do_not_hide_the_delimiter() -> None:
    long = "x" * (csv.field_size_limit() + 10)
    assert found_delimiter(["Email;Name\n", f"{long};b\n"], KNOWN) == ";"
