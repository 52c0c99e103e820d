"""Log lines, counts and files, on a small trace that a reader can follow row by row."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from core.model.account import Account, RunSettings
from core.model.changes import Edit, Put
from core.model.problem import Problem
from core.model.project import Project
from core.model.reason import Reason
from core.model.run import RunSummary
from core.model.trace import Outcome, RowKind, TraceRow
from core.services import contacts
from core.services.log import COLUMNS, LogCounts, LogQuery
from core.services.workspace import Workspace
from core.store import log

MONDAY = 1_767_603_600
"""2026-01-05 09:00 UTC."""

_R, _O, _K = Reason, Outcome, RowKind
TRIGGER, ENROLL = 1, 2


def _row(
    minute: int, contact: int, place: int, kind: RowKind, outcome: Outcome, reason: Reason = Reason.NONE, *rest: int
) -> TraceRow:
    sender, sequence, step, a, b, c = (*rest, *(0,) * (6 - len(rest)))
    return (MONDAY + 60 * minute, contact, place, kind, outcome, reason, sender, sequence, step, a, b, c)


ROWS = (
    _row(0, 1, TRIGGER, _K.TRIGGER, _O.ENTERED),
    _row(0, 2, TRIGGER, _K.TRIGGER, _O.ENTERED),
    _row(1, 1, ENROLL, _K.ACTION, _O.DONE, _R.NONE, 1, 1, 0, MONDAY + 60),
    _row(1, 2, ENROLL, _K.ACTION, _O.SKIPPED, _R.SENDER_NO_SEAT, 2, 1),
    _row(1, 1, ENROLL, _K.MAIL, _O.DONE, _R.NONE, 1, 1, 1),
    _row(2, 3, ENROLL, _K.ACTION, _O.SKIPPED, _R.OWNER_EMPTY, 0, 1),
    _row(9, 1, 0, _K.EVENT, _O.DONE, _R.NONE, 0, 0, 0, 1, 1),
    _row(9, 1, ENROLL, _K.SEQUENCE, _O.LEFT, _R.FINISHED, 1, 1),
)
"""Row ids 1 to 8: two enter, Zoë is enrolled and mailed, Adam and Maria are skipped, Zoë sends a form and is done."""


def test_tokens_of_subjects_read_as_the_contact_gets_them(filled: Workspace, office: Project) -> None:
    subject = 'Hi {{ contact.firstname }}, {{ contact.jobtitle | default: "friend" }} of {{ sender.firstname }}'
    step = replace(office.sequences[0].steps[0], subject=f"{subject} {{{{ placeholder.day }}}}")
    sequence = replace(office.sequences[0], steps=(step,))
    run_id = filled.runs.create(RunSettings(), replace(office, sequences=(sequence, *office.sequences[1:])))
    mails = [_row(1, who, ENROLL, _K.MAIL, _O.DONE, _R.NONE, 1, 1, 1) for who in (1, 2)]
    log.append(filled.store, run_id, mails)
    filled.runs.finish(run_id, RunSummary())
    sender = office.senders[0].name.partition(" ")[0]

    def said() -> list[str]:
        return [line.detail for line in filled.log.lines(filled.log.ids(LogQuery(run_id)))]

    assert said() == [f"“Hi {name}, friend of {sender} {{{{ placeholder.day }}}}” sent." for name in ("Zoë", "Adam")]
    # Who was deleted has no values any more.
    filled.apply(contacts.delete(filled, [2]))
    assert said()[1] == f"“{step.subject}” sent."


@pytest.fixture
def run(filled: Workspace, office: Project) -> int:
    """The run with the rows above, in an account of Warsaw."""
    project = replace(office, account=Account(time_zone="Europe/Warsaw"))
    run_id = filled.runs.create(RunSettings(), project)
    log.append(filled.store, run_id, ROWS)
    filled.runs.finish(run_id, RunSummary())
    return run_id


def test_a_line_says_everything_of_its_row(filled: Workspace, run: int) -> None:
    (line,) = filled.log.lines([4])
    assert (line.id, line.time, line.contact_id) == (4, MONDAY + 60, 2)
    assert (line.contact, line.email) == ("Adam Nowak", "adam@wisla.example")
    assert (line.workflow, line.action) == ("Demo request", "Enroll in sequence")
    assert (line.kind, line.outcome, line.reason) == (_K.ACTION, _O.SKIPPED, _R.SENDER_NO_SEAT)
    assert line.severity == "needs action"
    assert (line.sender, line.sequence, line.step) == ("Bo Lind", "Welcome", 0)
    assert line.detail == "Bo Lind has no paid Sales or Service Hub Enterprise seat."
    assert (line.place, line.workflow_id, line.card_id, line.sender_id, line.sequence_id) == (2, 1, 1, 2, 1)


def test_the_action_of_a_line_is_what_was_to_happen(filled: Workspace, run: int) -> None:
    assert [(line.action, line.workflow) for line in filled.log.lines(range(1, 9))] == [
        ("Trigger", "Demo request"),
        ("Trigger", "Demo request"),
        ("Enroll in sequence", "Demo request"),
        ("Enroll in sequence", "Demo request"),
        ("Automated email", "Demo request"),
        ("Enroll in sequence", "Demo request"),
        ("Event", ""),
        ("Sequence", "Demo request"),
    ]


def test_lines_come_in_the_order_asked(filled: Workspace, run: int) -> None:
    assert [line.id for line in filled.log.lines([6, 99, 2])] == [6, 2]
    assert filled.log.lines([]) == []


def test_lines_of_several_runs_are_read_with_the_project_of_each(filled: Workspace, run: int, office: Project) -> None:
    renamed = replace(office, workflows=(replace(office.workflows[0], name="Demo, second try"),))
    later = filled.runs.create(RunSettings(), renamed)
    log.append(filled.store, later, ROWS[:1])
    assert [line.workflow for line in filled.log.lines([9, 1])] == ["Demo, second try", "Demo request"]


def test_a_log_survives_what_is_deleted_later(filled: Workspace, run: int) -> None:
    project = filled.project()
    filled.apply(contacts.delete(filled, [2]))
    filled.apply(Edit("Delete", (Put(project.workflows[0], None), Put(project.senders[1], None))))
    (line,) = filled.log.lines([4])
    assert (line.contact, line.email) == ("Adam Nowak", "adam@wisla.example")
    assert (line.workflow, line.sender) == ("Demo request", "Bo Lind")


def test_who_was_never_known_is_called_by_number(filled: Workspace, run: int) -> None:
    log.append(filled.store, run, [_row(10, 99, 7, _K.ACTION, _O.SKIPPED, _R.OWNER_UNKNOWN, 44, 55)])
    (line,) = filled.log.lines([9])
    assert (line.contact, line.email, line.sender, line.sequence) == ("Contact 99 (deleted)", "", "Unknown user 44", "")
    assert (line.workflow, line.action, line.workflow_id) == ("", "Sequence", 0)


def test_a_step_the_sequence_no_longer_has_is_called_a_step(filled: Workspace, run: int) -> None:
    log.append(filled.store, run, [_row(10, 1, 0, _K.TASK, _O.DONE, _R.NONE, 1, 1, 9)])
    assert filled.log.lines([9])[0].action == "Step"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [1, 2, 3, 4, 5, 6, 7, 8]),
        ({"outcomes": {_O.SKIPPED}}, [4, 6]),
        ({"reasons": {_R.OWNER_EMPTY, _R.FINISHED}}, [6, 8]),
        ({"kinds": {_K.MAIL}}, [5]),
        ({"contact": 2}, [2, 4]),
        ({"places": {TRIGGER}}, [1, 2]),
        ({"outcomes": {_O.SKIPPED}, "contact": 3}, [6]),
        ({"text": "åkerlund"}, [1, 3, 5, 7, 8]),
        ({"text": "ADAM"}, [2, 4]),
        ({"text": "demo"}, [1, 2, 3, 4, 5, 6, 8]),
        ({"text": "demo maria"}, [6]),
        ({"text": "trigger"}, [1, 2]),
        ({"text": "bo lind"}, [4]),
        ({"text": "welcome"}, [3, 4, 5, 6, 8]),
        ({"text": "owner"}, [6]),
        ({"text": "OWNER_EMPTY"}, [6]),
        ({"text": "no paid seat", "outcomes": {_O.SKIPPED}}, [4]),
        ({"text": "nothing of the kind"}, []),
    ],
    ids=str,
)
def test_rows_are_found(filled: Workspace, run: int, query: dict[str, object], found: list[int]) -> None:
    wanted = {key: frozenset(value) if isinstance(value, set) else value for key, value in query.items()}
    assert list(filled.log.ids(LogQuery(run, **wanted))) == found  # type: ignore[arg-type]


def test_asking_for_everything_gives_a_range(filled: Workspace, run: int) -> None:
    assert filled.log.ids(LogQuery(run)) == range(1, 9)


def test_rows_are_counted(filled: Workspace, run: int) -> None:
    counts = filled.log.counts(run)
    assert (counts.all, counts.skipped, counts.mails) == (8, 2, 1)
    assert counts.by_reason == {_R.SENDER_NO_SEAT: 1, _R.OWNER_EMPTY: 1, _R.FINISHED: 1}


def test_only_new_rows_are_looked_at_while_a_run_plays(
    filled: Workspace, run: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.log.counts(run)
    spans: list[range] = []
    count = log.sums

    def watched(store: object, span: range) -> object:
        spans.append(span)
        return count(filled.store, span)

    monkeypatch.setattr(log, "sums", watched)
    log.append(filled.store, run, [_row(11, 4, ENROLL, _K.ACTION, _O.SKIPPED, _R.OWNER_EMPTY, 0, 1)] * 2)
    counts = filled.log.counts(run)
    assert spans == [range(9, 11)]
    assert (counts.all, counts.skipped, counts.by_reason[_R.OWNER_EMPTY]) == (10, 4, 3)


def test_a_run_without_rows_counts_nothing(filled: Workspace) -> None:
    run_id = filled.runs.create(RunSettings(), Project())
    assert filled.log.counts(run_id) == LogCounts()


def test_readers_of_runs_not_asked_for_are_forgotten(filled: Workspace) -> None:
    ids = [filled.runs.create(RunSettings(), Project()) for _ in range(6)]
    casts = [filled.log.cast(run_id) for run_id in ids]
    assert filled.log.cast(ids[5]) is casts[5]
    assert filled.log.cast(ids[0]) is not casts[0]


def test_a_run_that_is_gone_is_a_problem(filled: Workspace) -> None:
    for ask in (lambda: filled.log.ids(LogQuery(7)), lambda: filled.log.counts(7), lambda: filled.log.cast(7)):
        with pytest.raises(Problem) as caught:
            ask()
        assert caught.value.code == "RUN_MISSING"


# ---------------------------------------------------------------- files


def test_a_csv_file_holds_the_lines_asked_for_in_the_accounts_time(filled: Workspace, run: int, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    assert filled.log.export(LogQuery(run, outcomes=frozenset({_O.SKIPPED})), path, "csv") == 2
    with path.open(encoding="utf-8", newline="") as file:
        header, adam, maria = csv.reader(file)
    assert header == list(COLUMNS)
    assert adam == [
        "2026-01-05T10:01:00+01:00",
        "Adam Nowak",
        "adam@wisla.example",
        "Demo request",
        "Enroll in sequence",
        "action",
        "skipped",
        "SENDER_NO_SEAT",
        "needs action",
        "Bo Lind",
        "Welcome",
        "",
        "Bo Lind has no paid Sales or Service Hub Enterprise seat.",
    ]
    assert maria[7:10] == ["OWNER_EMPTY", "needs action", ""]


def test_a_jsonl_file_holds_one_object_a_line(filled: Workspace, run: int, tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    assert filled.log.export(LogQuery(run), path, "jsonl") == 8
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [list(line) for line in lines] == [list(COLUMNS)] * 8
    assert (lines[4]["kind"], lines[4]["outcome"], lines[4]["step"], lines[4]["reason"]) == ("mail", "done", 1, "")
    assert lines[0]["step"] is None
    assert lines[0]["contact"] == "Zoë Åkerlund"


def test_long_logs_are_written_page_by_page(filled: Workspace, run: int, tmp_path: Path) -> None:
    log.append(filled.store, run, [ROWS[3]] * 4_500)
    path = tmp_path / "log.csv"
    assert filled.log.export(LogQuery(run), path, "csv") == 4_508
    assert len(path.read_text(encoding="utf-8").splitlines()) == 4_509


def test_an_unknown_format_writes_nothing(filled: Workspace, run: int, tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        filled.log.export(LogQuery(run), tmp_path / "log.xls", "xls")
    assert caught.value.code == "BAD_FORMAT"
    assert not (tmp_path / "log.xls").exists()


def test_a_file_that_cannot_be_written_is_a_problem_and_the_old_one_stays(
    filled: Workspace, run: int, tmp_path: Path
) -> None:
    (tmp_path / "log.csv").mkdir()
    with pytest.raises(Problem) as caught:
        filled.log.export(LogQuery(run), tmp_path / "log.csv", "csv")
    assert caught.value.code == "CANNOT_WRITE"
    assert caught.value.sentence == "“log.csv” cannot be written: Is a directory."
    assert not (tmp_path / ".log.csv.partial").exists()
    with pytest.raises(Problem, match=r"cannot be written|no folder"):
        filled.log.export(LogQuery(run), tmp_path / "log.csv" / "deep" / "log.csv", "csv")


def test_when_writing_stops_halfway_the_old_file_stays(
    filled: Workspace, run: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.csv"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr("core.services.log_files.iso", _full)
    with pytest.raises(Problem, match="The disk is full"):
        filled.log.export(LogQuery(run), path, "csv")
    assert path.read_text(encoding="utf-8") == "old"
    assert [file.name for file in tmp_path.glob("*log*")] == ["log.csv"]


def test_a_stop_up_to_the_last_moment_leaves_the_old_file(filled: Workspace, run: int, tmp_path: Path) -> None:
    class Late:
        """Wants no file any more once all rows were read."""

        told: tuple[object, ...] = ()

        def cancelled(self) -> bool:
            return len(self.told) > 0

        def report(self, payload: object) -> None:
            self.told = (*self.told, payload)

    path = tmp_path / "log.csv"
    path.write_text("old", encoding="utf-8")
    assert filled.log.export(LogQuery(run), path, "csv", Late()) == 0
    assert path.read_text(encoding="utf-8") == "old"
    assert [file.name for file in tmp_path.glob("*log*")] == ["log.csv"]


def _full(*_: object) -> str:
    raise OSError(28, "No space left on device")


def test_a_contact_that_comes_back_has_its_own_name_again(filled: Workspace, run: int) -> None:
    edit = contacts.delete(filled, [2])
    filled.apply(edit)
    filled.apply(edit.back)
    filled.apply(contacts.change(filled, 2, {"firstname": "Adrian"}))
    assert filled.log.lines([4])[0].contact == "Adrian Nowak"
