"""A typed filter over a small trace: which rows it finds, row by row, and what it says of slips."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.model.account import Account, RunSettings
from core.model.changes import Edit, Put
from core.model.contact import Contact
from core.model.instant import DAY, HOUR, MINUTE
from core.model.problem import Problem
from core.model.project import Project
from core.model.reason import Reason
from core.model.run import RunSummary
from core.model.trace import Outcome, RowKind, TraceRow
from core.services.log import LogQuery
from core.services.log_phrases import with_phrase
from core.services.workspace import Workspace
from core.store import log

FRIDAY = 1_774_602_000
"""2026-03-27 10:00 in Warsaw, 9:00 UTC; clocks go forward on Sunday the 29th."""

_R, _O, _K = Reason, Outcome, RowKind


def _row(after: int, contact: int, place: int, kind: RowKind, outcome: Outcome, reason: Reason, *rest: int) -> TraceRow:
    sender, sequence, step = rest
    return (FRIDAY + after, contact, place, kind, outcome, reason, sender, sequence, step, 0, 0, 0)


ROWS = (
    _row(0, 1, 1, _K.TRIGGER, _O.ENTERED, _R.NONE, 0, 0, 0),
    _row(0, 2, 1, _K.TRIGGER, _O.ENTERED, _R.NONE, 0, 0, 0),
    _row(MINUTE, 1, 2, _K.ACTION, _O.DONE, _R.NONE, 1, 1, 0),
    _row(MINUTE, 2, 2, _K.ACTION, _O.SKIPPED, _R.SENDER_NO_SEAT, 2, 1, 0),
    _row(HOUR, 1, 2, _K.MAIL, _O.DONE, _R.NONE, 1, 1, 1),
    # Saturday 10:00, Sunday 11:00 by the new time, Monday 11:00.
    _row(DAY, 3, 2, _K.ACTION, _O.SKIPPED, _R.OWNER_EMPTY, 0, 1, 0),
    _row(2 * DAY, 3, 2, _K.ACTION, _O.SKIPPED, _R.BOUNCED, 3, 1, 0),
    _row(3 * DAY, 1, 2, _K.SEQUENCE, _O.LEFT, _R.FINISHED, 1, 1, 0),
)
"""Rows 1 to 8: Zoë (1) enters, is enrolled, mailed and done; Adam (2) and Maria (3) are skipped."""


@pytest.fixture
def run(filled: Workspace, office: Project) -> int:
    project = replace(office, account=Account(time_zone="Europe/Warsaw"))
    run_id = filled.runs.create(RunSettings(FRIDAY, 10), project)
    log.append(filled.store, run_id, ROWS)
    filled.runs.finish(run_id, RunSummary())
    return run_id


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("outcome=skipped", [4, 6, 7]),
        ("outcome!=skipped", [1, 2, 3, 5, 8]),
        ("outcome~ski", [4, 6, 7]),
        ("reason=SENDER_NO_SEAT", [4]),
        ("reason in (SENDER_NO_SEAT, bounced)", [4, 7]),
        ("reason~seat", [4]),
        ('reason="no contact owner"', [6]),
        ('severity="needs action"', [4, 6]),
        ("severity~design", [7, 8]),
        ("kind in (mail, sequence)", [5, 8]),
        ("sender~ana", [3, 5, 8]),
        ('sender="Ana Ruiz"', [3, 5, 8]),
        ("sender=ana", []),
        ("sender~nobody", []),
        ("sequence~welc and kind=mail", [5]),
        ('workflow="demo request" outcome=entered', [1, 2]),
        ("action=trigger", [1, 2]),
        ("step=1", [5]),
        ("step>0", [5]),
        ('contact="adam nowak"', [2, 4]),
        ("contact=adam", []),
        ("contact~adam", [2, 4]),
        ("email=adam@wisla.example", [2, 4]),
        ("email~nord.example", [1, 3, 5, 8]),
        ("email~nordlys", []),
        ("nordlys -", []),
        ("nordlys", [1, 3, 5, 6, 7, 8]),
        ("nordlys or adam", [1, 2, 3, 4, 5, 6, 7, 8]),
        ("nordlys not outcome=done", [1, 6, 7, 8]),
        ("day=1", [1, 2, 3, 4, 5]),
        ("day<=2", [1, 2, 3, 4, 5, 6]),
        ("day>2", [7, 8]),
        ("day in (2, 4)", [6, 8]),
        ("time=10:00", [1, 2, 6]),
        ("time>=11:00", [5, 7, 8]),
        ("time<10:01", [1, 2, 6]),
        ("date=2026-03-28", [6]),
        ("date>=2026-03-28 and date<2026-03-30", [6, 7]),
        ("not date in (2026-03-27, 2026-03-29)", [6, 8]),
        ("outcome=skipped and reason in (OWNER_EMPTY, BOUNCED) and day<=2", [6]),
    ],
)
def test_which_rows_a_filter_finds(filled: Workspace, run: int, text: str, found: list[int]) -> None:
    assert list(filled.log.ids(LogQuery(run, text=text))) == found


@pytest.mark.parametrize(
    ("text", "sentence", "hint", "at"),
    [
        ("outcome=skiped", "There is no outcome “skiped”.", "Did you mean skipped?", 8),
        ("reason=SENDER_NOSEAT", "There is no reason “SENDER_NOSEAT”.", "Did you mean SENDER_NO_SEAT?", 7),
        ("day=first", "“first” is no whole number, and “day” is one.", "", 4),
        ("reason in (BOUNCED, OWNER_EMTY)", "There is no reason “OWNER_EMTY”.", "Did you mean OWNER_EMPTY?", 20),
        ("sendr=ana", "There is no field “sendr”.", "Did you mean sender?", 0),
        ("date=28.3.", "“28.3.” is no date.", "Write it as 2026-03-27.", 5),
        ("date<0001-01-01", "“0001-01-01” is too far away.", "Years from 1970 to 9998 can be asked for.", 5),
        ("mailgap<x", "“x” is no whole number, and “mailgap” is one.", "", 8),
        ("time<25:00", "“25:00” is no time of day.", "Write it as 09:30.", 5),
    ],
)
def test_slips_are_said_with_their_place(
    filled: Workspace, run: int, text: str, sentence: str, hint: str, at: int
) -> None:
    with pytest.raises(Problem) as caught:
        filled.log.check(run, text)
    assert (caught.value.sentence, caught.value.hint, caught.value.place) == (sentence, hint, str(at))


@pytest.mark.parametrize(
    ("text", "sentence", "instead", "at"),
    [
        ("sender=Anna", "No sender here is called “Anna”.", '"Ana Ruiz"', 7),
        ("sequence in (Welcome, Welcom)", "No sequence here is called “Welcom”.", "Welcome", 22),
        ("sender~zzz", "No sender here has “zzz” in its name.", "", 7),
    ],
)
def test_names_that_nothing_has_are_doubted(
    filled: Workspace, run: int, text: str, sentence: str, instead: str, at: int
) -> None:
    doubt = filled.log.check(run, text).doubt
    assert doubt is not None
    assert (doubt.sentence, doubt.instead, doubt.place) == (sentence, instead, str(at))
    assert filled.log.check(run, "sender~ana").doubt is None


def _mail(hours: int, contact: int, outcome: Outcome = _O.DONE) -> TraceRow:
    return _row(hours * HOUR, contact, 2, _K.MAIL, outcome, _R.NONE, 1, 1, 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mailgap<24", [1, 3, 4]),
        ("mailgap<=24", [1, 3, 4, 6]),
        ("mailgap=24", [6]),
        ("mailgap>24", [2, 7]),
        ("not mailgap<24 and kind=mail and outcome=done", [2, 6, 7]),
    ],
)
def test_mails_that_are_close_together_are_found(
    filled: Workspace, office: Project, text: str, found: list[int]
) -> None:
    # Contact 1 has mails at 0, 5, 10 and 34 hours, contact 2 at 1 hour alone, contact 3 at 90 hours; one was put off.
    rows = (
        _mail(0, 1), _mail(1, 2), _mail(5, 1), _mail(10, 1), _mail(11, 2, _O.DEFERRED), _mail(34, 1), _mail(90, 3),
    )  # fmt: skip
    run = filled.runs.create(RunSettings(FRIDAY, 10), office)
    first = log.append(filled.store, run, rows).start
    filled.runs.finish(run, RunSummary())
    query = LogQuery(run, text=text)
    assert [row_id - first + 1 for row_id in filled.log.ids(query)] == found
    assert not filled.log.can_grow(query)
    assert filled.log.can_grow(LogQuery(run, text="kind=mail or day=1"))


def test_rows_can_be_asked_for_from_one_on(filled: Workspace, run: int) -> None:
    assert list(filled.log.ids(LogQuery(run), 6)) == [6, 7, 8]
    assert list(filled.log.ids(LogQuery(run, text="outcome=skipped"), 5)) == [6, 7]
    assert list(filled.log.heads(LogQuery(run, text="outcome=skipped"), first=6)) == [6, 7]


def test_what_can_be_typed_next(filled: Workspace, run: int) -> None:
    assert filled.log.suggestions(run, "se", 2) == (0, ["severity=", "sender~", "sequence~"])
    assert filled.log.suggestions(run, "outcome=s", 9) == (8, ["skipped"])
    assert filled.log.suggestions(run, "sender~", 7) == (7, ['"Ana Ruiz"', '"Bo Lind"', '"Chen Wu"'])
    assert filled.log.suggestions(run, "reason in (UNS", 14) == (11, ["UNSUBSCRIBED", "UNSUBSCRIBED_PERSONAL"])
    assert filled.log.suggestions(run, "contact~", 8) == (8, [])
    assert filled.log.suggestions(run, "date>=2026-04", 13) == (6, [f"2026-04-0{day}" for day in range(1, 7)])
    assert filled.log.suggestions(run, "mail", 4) == (0, ["mailgap<", "email~"])


def test_every_completion_can_be_read(filled: Workspace, run: int) -> None:
    for field in ("outcome", "reason", "kind", "severity", "workflow", "action", "sender", "sequence", "inside"):
        start, offered = filled.log.suggestions(run, f"{field}=", len(field) + 1)
        assert offered
        for value in offered:
            filled.log.check(run, f"{field}="[:start] + value)


def test_what_a_row_shows_is_written_as_a_filter_that_finds_it(filled: Workspace, run: int) -> None:
    ids = filled.log.ids(LogQuery(run))
    for line in filled.log.lines(ids):
        for field in (
            "time",
            "contact",
            "workflow",
            "action",
            "kind",
            "outcome",
            "reason",
            "severity",
            "sender",
            "step",
        ):
            text = filled.log.phrase(run, field, line)
            assert not text or line.id in filled.log.ids(LogQuery(run, text=text)), text
    skipped = filled.log.lines([ids[3]])[0]
    assert filled.log.phrase(run, "reason", skipped) == "reason=SENDER_NO_SEAT"
    assert filled.log.phrase(run, "time", skipped) == "day=1"
    assert filled.log.phrase(run, "detail", skipped) == ""
    mail = filled.log.lines([ids[4]])[0]
    assert filled.log.phrase(run, "action", mail) == "kind=mail"


@pytest.mark.parametrize(
    ("text", "exclude", "after"),
    [
        ("", False, "reason=BOUNCED"),
        ("ana", False, "ana and reason=BOUNCED"),
        ("ana", True, "ana and not reason=BOUNCED"),
        ("day=1 or day=2", False, "(day=1 or day=2) and reason=BOUNCED"),
        ("day=1 and reason=BOUNCED", False, "day=1 and reason=BOUNCED"),
        ("not reason=BOUNCED", True, "not reason=BOUNCED"),
        ('sender="Ana', False, 'sender="Ana" and reason=BOUNCED'),
        ("day=(", False, "reason=BOUNCED"),
    ],
)
def test_a_part_is_added_to_what_is_typed(text: str, exclude: bool, after: str) -> None:
    assert with_phrase(text, "reason=BOUNCED", exclude=exclude) == after


def test_rows_that_differ_by_the_contact_alone_begin_no_group(filled: Workspace, run: int) -> None:
    ids = list(filled.log.ids(LogQuery(run)))
    # Rows 1 and 2 enter at the same minute through the same trigger; every other row differs.
    assert list(filled.log.heads(LogQuery(run))) == [ids[0], *ids[2:]]
    assert list(filled.log.heads(LogQuery(run, text="outcome=skipped"))) == [ids[3], ids[5], ids[6]]


def test_contacts_come_in_the_order_of_their_first_rows(filled: Workspace, run: int) -> None:
    assert list(filled.log.contacts(LogQuery(run))) == [1, 2, 3]
    assert list(filled.log.contacts(LogQuery(run, text="outcome=skipped"))) == [2, 3]


def test_only_expressions_ask_of_fields(filled: Workspace, run: int) -> None:
    asks = {text: filled.log.check(run, text).asks for text in ("", "ana ruiz", "ana and day=1", "not ana", "a or b")}
    assert asks == {"": False, "ana ruiz": False, "ana and day=1": True, "not ana": True, "a or b": True}


def test_looking_for_groups_can_be_ended(filled: Workspace, run: int) -> None:
    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        filled.log.heads(LogQuery(run), stop)


def test_who_was_deleted_is_found_by_the_whole_name_alone(filled: Workspace, run: int) -> None:
    people = {1: "Łucja", 2: "Łucja Smith", 3: "Łucja"}
    for number, name in people.items():
        before = filled.contacts.get(number)
        assert before is not None
        first, _, last = name.partition(" ")
        after = Contact(number).with_values({"firstname": first, "lastname": last, "company": "Smith & Co"})
        filled.apply(Edit("Rename", (Put(before, after),)))
    alive = [list(filled.log.ids(LogQuery(run, text=f'contact="{name}"'))) for name in ("łucja", "łucja smith")]
    assert alive == [[1, 3, 5, 6, 7, 8], [2, 4]]
    gone = [contact for number in people if (contact := filled.contacts.get(number)) is not None]
    filled.apply(Edit("Delete", tuple(Put(contact, None) for contact in gone)))
    dead = [list(filled.log.ids(LogQuery(run, text=f'contact="{name}"'))) for name in ("łucja", "łucja smith")]
    assert dead == alive
