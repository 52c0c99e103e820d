"""Folding of repeats, without a window: which ids are shown, and how many a group has."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from gui.run.folded_rows import FoldedRows

FOUND = array("q", [3, 4, 5, 8, 9, 12])
HEADS = array("q", [3, 8, 12])


def folded() -> FoldedRows:
    rows = FoldedRows()
    rows.set_rows(FOUND, HEADS)
    return rows


def test_only_the_first_row_of_a_group_is_shown_with_its_size() -> None:
    rows = folded()
    assert list(rows.shown()) == [3, 8, 12]
    assert [rows.count(head) for head in HEADS] == [3, 2, 1]
    assert rows.count(4) == 0
    assert rows.head_of(5) == 3


def test_rows_that_have_not_happened_do_not_count() -> None:
    assert folded().count(3, until=5) == 2


def test_an_open_group_shows_its_rows_until_it_is_closed() -> None:
    rows = folded()
    assert rows.set_open(9, True)
    assert list(rows.shown()) == [3, 8, 9, 12]
    assert not rows.set_open(12, True)  # a group of one has nothing to open
    assert rows.set_open(8, False)
    assert list(rows.shown()) == [3, 8, 12]


def test_a_row_that_was_not_found_opens_no_group_of_others() -> None:
    rows = folded()
    assert not rows.set_open(6, True)
    assert list(rows.shown()) == [3, 8, 12]


def test_nothing_is_folded_without_groups() -> None:
    rows = FoldedRows()
    rows.set_rows(range(5, 9), None)
    assert list(rows.shown()) == [5, 6, 7, 8]
    assert not rows.set_open(5, True)
    assert rows.count(5) == 0


@given(st.lists(st.booleans(), min_size=1, max_size=40), st.sets(st.integers(1, 40)))
def test_whatever_is_open_shown_rows_ascend_and_all_of_them_are_all_rows(starts: list[bool], opened: set[int]) -> None:
    found = array("q", range(1, len(starts) + 1))
    heads = array("q", [n for n, first in zip(found, starts, strict=True) if first or n == 1])
    rows = FoldedRows()
    rows.set_rows(found, heads)
    for row_id in opened & set(found):
        rows.set_open(row_id, True)
    shown = list(rows.shown())
    assert shown == sorted(set(shown))
    assert sum(rows.count(head) for head in heads) == len(found)
    for head in heads:
        rows.set_open(head, True)
    assert list(rows.shown()) == list(found)
