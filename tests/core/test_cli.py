"""The command line: what it prints, its exit codes, and one clear line for whatever cannot be read."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from core import cli, cli_answers
from core.rules.review import Level
from core.services import samples
from core.services.contacts import ContactQuery
from core.services.review import Finding
from core.services.samples import open_sample
from core.services.workspace import Workspace
from resources import resource_path

ROOT = Path(__file__).resolve().parents[2]


class Said:
    """What a call printed, and its exit code."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code = code
        self.out = out
        self.err = err

    def is_one_line(self) -> bool:
        """Whether stderr holds exactly one line."""
        return self.err.count("\n") == 1 and self.err.startswith("cadenza: ")


class Run:
    """Calls the command line."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: object) -> Said:
        code = cli.main([str(argument) for argument in arguments])
        captured = self._capsys.readouterr()
        return Said(code, captured.out, captured.err)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """The demo request sample as a file."""
    path = tmp_path / "demo.cadenza"
    open_sample("demo-request", path).close()
    return path


# ---------------------------------------------------------------- rehearse


def test_the_same_seed_prints_the_same_bytes_but_for_the_seconds(run: Run) -> None:
    first, second = (run("rehearse", "demo-request", "--seed", 7, "--json") for _ in range(2))
    assert first.code == second.code == cli.DONE
    lines = [said.out.splitlines() for said in (first, second)]
    assert [line for line in lines[0] if '"seconds"' not in line] == [
        line for line in lines[1] if '"seconds"' not in line
    ]
    assert first.err == ""


def test_the_json_summary_has_its_keys_in_order_and_every_reason_asked_for(run: Run) -> None:
    summary = json.loads(run("rehearse", "demo-request", "--seed", 7, "--json").out)
    assert list(summary) == ["contacts", "events", "outcomes", "reasons", "mails", "seconds"]
    assert list(summary["outcomes"]) == ["done", "skipped", "deferred", "failed", "entered", "left"]
    assert summary["contacts"] == 60
    assert sum(summary["outcomes"].values()) == summary["events"]
    assert set(summary["reasons"]) >= {
        "SENDER_NO_SEAT", "INBOX_NOT_CONNECTED", "ALREADY_ENROLLED", "DAILY_LIMIT_REACHED", "SEQUENCE_DELETED",
        "OWNER_EMPTY",
    }  # fmt: skip


def test_another_seed_plays_other_reactions(run: Run) -> None:
    seven, eight = (json.loads(run("rehearse", "demo-request", "--seed", n, "--json").out) for n in (7, 8))
    assert seven["reasons"] != eight["reasons"]


def test_the_summary_for_people_names_period_sums_and_reasons(run: Run) -> None:
    said = run("rehearse", "monday-rush")
    assert said.code == cli.DONE
    assert said.out.startswith(
        "monday-rush · 14 days · seed 7\nMon 5 Jan 2026 09:00 to Mon 19 Jan 2026 09:00, Europe/London\n"
    )
    assert "  Contacts          400\n" in said.out
    assert "  Daily send limit reached              250  needs action  DAILY_LIMIT_REACHED\n" in said.out


def test_a_run_without_reasons_prints_no_empty_table(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    project = {"workflows": [{"id": 1, "name": "W", "status": "on"}]}
    path.write_text(json.dumps({"format": "cadenza-project", "version": 1, "project": project}))
    said = run("rehearse", path, "--days", 1)
    assert said.out.startswith("p · 1 day · seed 7\n")
    assert "Reasons" not in said.out


def test_start_days_and_workflow_are_obeyed(run: Run, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    said = run(
        "rehearse", "demo-request", "--workflow", "old DEMO nurture", "--start", "2026-02-02T08:30", "--days", 2,
        "--log", log, "--json",
    )  # fmt: skip
    assert said.code == cli.DONE
    rows = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert {row["workflow"] for row in rows if row["kind"] == "trigger"} == {"Old demo nurture"}
    assert rows[0]["time"] == "2026-02-02T08:30:00+01:00"
    assert json.loads(said.out)["events"] == len(rows)


def test_the_log_has_the_columns_of_the_design(run: Run, tmp_path: Path) -> None:
    log = tmp_path / "log.CSV"
    said = run("rehearse", "demo-request", "--log", log)
    with log.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    assert ", ".join(header) == (
        "time, contact, email, workflow, action, kind, outcome, reason, severity, sender, sequence, step, detail"
    )
    assert said.out.endswith(f"\nLog: {len(rows):,} rows in {log}\n")
    skipped = next(row for row in rows if row[1] == "Łucja Wrona" or row[7] == "INBOX_NOT_CONNECTED")
    assert skipped[6] == "skipped"


def test_a_file_keeps_no_trace_of_a_rehearsal(run: Run, demo: Path) -> None:
    before = demo.read_bytes()
    assert run("rehearse", demo).code == cli.DONE
    assert run("review", demo).code == cli.PROBLEMS
    assert demo.read_bytes() == before
    assert [path.name for path in demo.parent.iterdir()] == [demo.name]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--days", "0"], "A rehearsal plays between 1 and 3,650 days."),
        (["--days", "x"], "argument --days: “x” is not a whole number. See: cadenza rehearse --help"),
        (["--start", "soon"], "“soon” is not a date like 2026-01-05 or 2026-01-05T09:00."),
        (["--workflow", "Nope"], "There is no workflow “Nope”. There are: “Demo request follow-up”, "),
        (["--log", "log.txt"], "The log’s name ends in .csv or .jsonl."),
        (["--log", "/no/such/folder/log.csv"], "log.csv"),
    ],
)
def test_bad_settings_are_one_line_and_exit_code_2(run: Run, arguments: list[str], sentence: str) -> None:
    said = run("rehearse", "demo-request", *arguments)
    assert (said.code, said.out) == (cli.UNREADABLE, "")
    assert said.is_one_line()
    assert sentence in said.err


def test_a_workspace_without_workflows_says_so(run: Run) -> None:
    said = run("rehearse", "blank")
    assert said.code == cli.UNREADABLE
    assert "No workflow is on." in said.err
    assert "There are: none." in run("rehearse", "blank", "--workflow", "x").err


# ---------------------------------------------------------------- files that cannot be read


def test_a_missing_file_is_one_line(run: Run, tmp_path: Path) -> None:
    for command in (["rehearse"], ["review"], ["export", "--to", str(tmp_path / "x.csv")]):
        said = run(*command, tmp_path / "none.cadenza")
        assert said.code == cli.UNREADABLE
        assert said.is_one_line()
        assert "There is no file “none.cadenza”." in said.err
    said = run("rehearse", "nope")
    assert said.err == (
        "cadenza: “nope” is neither a file nor a sample. Samples: demo-request, monday-rush, break-it, blank.\n"
    )
    assert said.code == cli.UNREADABLE


def test_a_file_that_is_no_workspace_is_one_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "notes.cadenza"
    path.write_text("Dear diary")
    for said in (run("rehearse", path), run("import", "x.csv", "--into", path)):
        assert said.code == cli.UNREADABLE
        assert said.is_one_line()
        assert "“notes.cadenza” is not a Cadenza workspace." in said.err
    assert path.read_text() == "Dear diary"


def test_a_file_of_a_newer_version_is_one_line(run: Run, demo: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(demo)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    newer = tmp_path / "newer.json"
    newer.write_text('{"format": "cadenza-project", "version": 99}')
    for path in (demo, newer):
        said = run("rehearse", path)
        assert said.code == cli.UNREADABLE
        assert said.is_one_line()
        assert "made by a newer version of Cadenza" in said.err
        assert str(path) in said.err


def test_a_broken_sample_is_one_line(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Path(shutil.copytree(resource_path("samples"), tmp_path / "samples"))
    (shelf / "demo-request" / "project.json").write_text('{"format": "cadenza-project",')
    monkeypatch.setattr(samples, "_own_samples", lambda: shelf)
    said = run("rehearse", "demo-request")
    assert said.code == cli.UNREADABLE
    assert said.is_one_line()
    assert "The sample “demo-request” is broken." in said.err
    assert "samples/demo-request/project.json, line 1, column" in said.err


def test_an_error_of_the_disk_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OSError(28, "No space left on device", "/tmp/x")

    monkeypatch.setattr(samples, "samples", fail)
    said = run("samples")
    assert (said.code, said.err) == (cli.UNREADABLE, "cadenza: /tmp/x: No space left on device.\n")


# ---------------------------------------------------------------- review


def test_review_prints_findings_and_exits_1_for_an_error(run: Run) -> None:
    said = run("review", "demo-request")
    assert said.code == cli.PROBLEMS
    assert "error    “Old demo nurture” enrolls contacts in “Old demo”, which was deleted.\n" in said.out
    assert said.out.endswith(" warnings.\n")


def test_review_without_an_error_exits_0(run: Run) -> None:
    said = run("review", "blank")
    assert (said.code, said.out) == (cli.DONE, "0 errors, 0 warnings.\n")
    assert run("review", "monday-rush").code == cli.DONE


def test_review_as_json(run: Run) -> None:
    said = run("review", "monday-rush", "--json")
    load, finding = json.loads(said.out)["findings"]
    assert (load["code"], load["workflow"], load["count"]) == ("OVER_CAPACITY", 0, 400)
    assert list(finding) == ["code", "severity", "sentence", "hint", "workflow", "card", "count", "played"]
    assert (finding["code"], finding["severity"], finding["count"]) == ("MANY_CONTACTS", "warning", 400)


def test_a_finding_without_a_hint_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    finding = Finding("X", Level.INFO, "Just so you know.")
    monkeypatch.setattr(cli_answers, "review_all", lambda _ws: ([finding], ()))
    assert run("review", "blank").out == "info     Just so you know.\n\n0 errors, 0 warnings.\n"


# ---------------------------------------------------------------- import and export


def test_contacts_go_out_and_come_back(run: Run, demo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    said = run("export", demo, "--to", out)
    assert (said.code, said.out) == (cli.DONE, f"{out}: 60 contacts written.\n")
    said = run("import", out, "--into", demo)
    assert said.out == f"{demo}: 0 added, 0 updated, 58 unchanged.\n"
    # One contact has a broken address, one an owner nobody knows.
    assert said.code == cli.UNREADABLE


def test_a_project_goes_out_and_comes_back(run: Run, demo: Path, tmp_path: Path) -> None:
    out, made = tmp_path / "out.json", tmp_path / "made.cadenza"
    assert run("export", demo, "--to", out).code == cli.DONE
    said = run("import", out, "--into", made)
    assert (said.code, said.out) == (cli.DONE, f"{made}: made with 60 contacts.\n")
    first, second = (json.loads(run("rehearse", path, "--json").out) for path in (demo, made))
    assert first | {"seconds": 0} == second | {"seconds": 0}
    assert "There is a file “made.cadenza” already." in run("import", out, "--into", made).err


def test_bad_rows_are_kept_and_the_rest_goes_in(run: Run, tmp_path: Path) -> None:
    path, into = tmp_path / "people.csv", tmp_path / "people.cadenza"
    path.write_text("Email,First name,Shoe size\nana@,Ana,38\nbea@acme.example,Bea,39\n", encoding="utf-8")
    said = run("import", path, "--into", into)
    assert said.code == cli.UNREADABLE
    assert said.out == (
        f"{into}: 1 added, 0 updated, 0 unchanged.\nColumn “Shoe size” was left out. There is no such property.\n"
    )
    errors = tmp_path / "people.errors.csv"
    assert said.err == (
        f"cadenza: 1 row of people.csv stayed out and went to {errors}. "
        "Line 2: Email: “ana@” is not an email address.\n"
    )
    assert errors.read_text(encoding="utf-8").splitlines()[1] == (
        "Email: “ana@” is not an email address.,2,ana@,Ana,38"
    )
    ws = Workspace.open(into)
    assert [contact.name for contact in ws.contacts.find("Bea")] == ["Bea"]
    ws.close()
    assert run("import", path, "--into", into).err.startswith("cadenza: 1 row of people.csv stayed out")
    assert (tmp_path / "people.errors-2.csv").exists()


def test_a_clean_list_exits_0(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Email\nbea@acme.example\n")
    assert run("import", path, "--into", tmp_path / "w.cadenza").code == cli.DONE


def test_what_is_no_list_leaves_no_workspace_behind(run: Run, tmp_path: Path) -> None:
    path, into = tmp_path / "people.csv", tmp_path / "new.cadenza"
    path.write_text("nothing\nhere\n")
    said = run("import", path, "--into", into)
    assert said.code == cli.UNREADABLE
    assert said.is_one_line()
    assert f"{path}, line 1: The first row names no property of a contact." in said.err
    assert [found.name for found in tmp_path.iterdir()] == ["people.csv"]


def test_export_knows_two_kinds_of_file(run: Run, tmp_path: Path) -> None:
    said = run("export", "blank", "--to", tmp_path / "x.xlsx")
    assert said.code == cli.UNREADABLE
    assert "Export to a .csv file (contacts) or a .json file (the project)." in said.err
    assert run("export", "blank", "--to", tmp_path / "no" / "x.csv").code == cli.UNREADABLE


# ---------------------------------------------------------------- the rest


def test_the_samples_are_listed(run: Run) -> None:
    said = run("samples")
    assert [line.split()[0] for line in said.out.splitlines()] == ["demo-request", "monday-rush", "break-it", "blank"]
    assert said.code == cli.DONE


def test_without_a_command_the_help_points_to_the_window(run: Run) -> None:
    said = run()
    assert said.code == cli.DONE
    assert said.out.endswith("The window opens with: cadenza\n")
    assert all(command in said.out for command in cli.COMMANDS)
    assert run("--home", "x").code == cli.DONE


def test_help_and_version_exit_0(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "keeps no trace" in run("rehearse", "--help").out
    monkeypatch.setattr(cli, "version", lambda _name: "1.2.3")
    assert run("--version").out == "cadenza 1.2.3\n"


def test_a_checkout_has_no_version(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(cli, "version", unknown)
    assert run("--version").out == "cadenza (not installed)\n"


@pytest.mark.parametrize(
    "arguments", [["bogus"], ["rehearse"], ["import", "x.csv"], ["rehearse", "a", "b"], ["--nope"]]
)
def test_bad_usage_is_one_line_and_exit_code_2(run: Run, arguments: list[str]) -> None:
    said = run(*arguments)
    assert said.code == cli.UNREADABLE
    assert said.is_one_line()
    assert "--help" in said.err


def test_stopping_by_hand_is_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(samples, "samples", stop)
    said = run("samples")
    assert (said.code, said.err) == (cli.STOPPED, "cadenza: Stopped.\n")


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "core", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        check=False,
        timeout=60,
    )


def test_python_m_core_is_the_command_line() -> None:
    done = command("rehearse", "monday-rush", "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["contacts"] == 400
    assert command("rehearse", "nope").returncode == 2


def test_a_console_that_knows_few_letters_is_no_reason_to_fail() -> None:
    done = command("rehearse", "demo-request", "--workflow", "Łódź", PYTHONIOENCODING="ascii")
    assert done.returncode == 2
    assert b"There is no workflow" in done.stderr


def test_output_that_nobody_reads_goes_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(io.StringIO):
        def flush(self) -> None:
            raise BrokenPipeError

        def fileno(self) -> int:
            return 99

    moved: list[int] = []

    def dup2(source: int, target: int) -> int:
        os.close(source)
        moved.append(target)
        return target

    # Undone at once: pytest's own capture moves file descriptors, too.
    with monkeypatch.context() as patch:
        patch.setattr(os, "dup2", dup2)
        patch.setattr(sys, "stdout", Closed())
        code = cli.main(["samples"])
    assert (code, moved) == (cli.DONE, [99])


@pytest.mark.skipif(os.name == "nt", reason="pipes end in another way there")
def test_a_reader_that_goes_away_is_no_traceback() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "core", "samples"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")


def test_contacts_are_made_up_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = tmp_path / "made.cadenza"
    assert cli.main(["make-contacts", str(made), "--count", "40", "--country", "Poland", "--seed", "3"]) == 0
    assert capsys.readouterr().out == f"{made}: 40 contacts made up.\n"
    workspace = Workspace.open(made)
    people = workspace.contacts.many(workspace.contacts.ids(ContactQuery()))
    workspace.close()
    assert len(people) == 40
    assert {person.get("country") for person in people} == {"Poland"}
    other = tmp_path / "other.cadenza"
    assert cli.main(["make-contacts", str(other), "--country", "Atlantis"]) == 2
    assert "Choose at least one country." in capsys.readouterr().err
    assert not other.exists()
