"""The language that filters a log: what is read, what is refused and where, what may be typed next."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.problem import Problem
from core.rules.log_filter import (
    FIELDS,
    All,
    Compare,
    Either,
    Gap,
    Node,
    Not,
    Word,
    asks_of_fields,
    closed,
    gap_at,
    nearest,
    parse,
    quoted,
)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", None),
        ("   ", None),
        ("ana", Word("ana")),
        ("ana novak", All((Word("ana"), Word("novak")))),
        ('"ana novak"', Word("ana novak")),
        ("Novak, Ada", All((Word("Novak"), Word("Ada")))),
        ("outcome=skipped", Compare("outcome", "=", ("skipped",), (8,))),
        ("OUTCOME = skipped", Compare("outcome", "=", ("skipped",), (10,))),
        ("sender!~ana", Not(Compare("sender", "~", ("ana",), (8,)))),
        ("step != 2", Not(Compare("step", "=", ("2",), (8,)))),
        ('sender="Ana Ruiz"', Compare("sender", "=", ("Ana Ruiz",), (7,))),
        ("sender=“Ana Ruiz”", Compare("sender", "=", ("Ana Ruiz",), (7,))),
        ("day<=3", Compare("day", "<=", ("3",), (5,))),
        ("reason in (BOUNCED, UNSUBSCRIBED)", Compare("reason", "=", ("BOUNCED", "UNSUBSCRIBED"), (11, 20))),
        ("reason not in (BOUNCED)", Not(Compare("reason", "=", ("BOUNCED",), (15,)))),
        ("a or b c", Either((Word("a"), All((Word("b"), Word("c")))))),
        ("a and b or c", Either((All((Word("a"), Word("b"))), Word("c")))),
        ("(a or b) c", All((Either((Word("a"), Word("b"))), Word("c")))),
        ("not not a", Not(Not(Word("a")))),
        ("not (a b)", Not(All((Word("a"), Word("b"))))),
        ("in (a)", All((Word("in"), Word("a")))),
        ("time>=09:30", Compare("time", ">=", ("09:30",), (6,))),
        ("what!", All((Word("what"), Word("!")))),
    ],
)
def test_what_is_read(text: str, tree: Node | None) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "sentence", "at"),
    [
        ("outcome=", "A value for “outcome” is missing.", 8),
        ("=skipped", "“=” needs a field before it.", 0),
        ("colour=red", "There is no field “colour”.", 0),
        ("sender<3", "“sender” holds words, so “<” cannot be asked.", 6),
        ("day~3", "“day” holds numbers, so “~” cannot be asked.", 3),
        ("reason in (BOUNCED", "“)” is missing.", 18),
        ("reason in ()", "A value for “reason” is missing.", 11),
        ("(a", "“)” is missing.", 2),
        ("a)", "“)” does not belong here.", 1),
        ("a and", "Something is missing at the end.", 5),
        ("or a", "“or” needs something before it.", 0),
        ("not", "Something is missing at the end.", 3),
    ],
)
def test_what_is_refused_says_what_and_where(text: str, sentence: str, at: int) -> None:
    with pytest.raises(Problem) as caught:
        parse(text)
    assert (caught.value.code, caught.value.sentence, caught.value.place) == ("BAD_LOG_FILTER", sentence, str(at))


@pytest.mark.parametrize(
    ("text", "asks"),
    [("", False), ("ana", False), ("ana novak", False), ("not ana", True), ("ana or ben", True), ("ana day=1", True)],
)
def test_whether_a_filter_is_more_than_words_that_must_all_be_found(text: str, asks: bool) -> None:
    assert asks_of_fields(parse(text)) is asks


@given(st.text(alphabet='ab =~<>!(),"“”\nnotrid', max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    place = 0
    try:
        parse(text)
    except Problem as problem:
        place = int(problem.place)
    assert 0 <= place <= len(text)


@given(st.text(min_size=1, max_size=20).filter(lambda s: not ('"' in s and "”" in s)))
def test_a_quoted_value_is_read_back(value: str) -> None:
    assert parse(f"sender={quoted(value)}") == Compare("sender", "=", (value,), (7,))


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("", Gap(0, "")),
        ("out", Gap(0, "out")),
        ("outcome=", Gap(8, "", "outcome")),
        ("outcome=ski", Gap(8, "ski", "outcome")),
        ("outcome=skipped ", Gap(16, "")),
        ("reason in (", Gap(11, "", "reason")),
        ("reason in (BOUNCED, UN", Gap(20, "UN", "reason")),
        ("reason not in (BO", Gap(15, "BO", "reason")),
        ("(out", Gap(1, "out")),
        ('sender="Ana R', Gap(7, "Ana R", "sender")),
        ("colour=", Gap(7, "")),
    ],
)
def test_what_is_being_typed(text: str, gap: Gap) -> None:
    assert gap_at(text, len(text)) == gap


def test_fields_are_told_once() -> None:
    assert len(set(FIELDS)) == len(FIELDS) == 16


def test_of_quotation_marks_of_both_kinds_one_is_left_out() -> None:
    assert quoted('Ann "the “fox”" Lee') == '“Ann "the “fox" Lee”'


@pytest.mark.parametrize(
    ("typed", "closed_now"),
    [
        ('sender="Ana', 'sender="Ana"'),
        ("sender=“Ana", "sender=“Ana”"),
        ('sender=“6" pipe”', 'sender=“6" pipe”'),
        ("", ""),
    ],
)
def test_a_quotation_mark_that_is_still_open_is_closed(typed: str, closed_now: str) -> None:
    assert closed(typed) == closed_now


def test_a_slip_of_the_keyboard_is_near_the_name_that_was_meant() -> None:
    known = ("outcome", "sender", "sequence", "Ana Ruiz")
    assert nearest("sendr", known) == "sender"
    assert nearest("OUTCOM", known) == "outcome"
    assert nearest("ruis", known) == "Ana Ruiz"
    assert nearest("zzz", known) == ""
