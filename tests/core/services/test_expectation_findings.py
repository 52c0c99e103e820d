"""What is not as expected becomes findings, and the command line counts them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core import cli
from core.model.changes import Edit, Put
from core.model.expectation import Bound, Expectation, ExpectationKind
from core.model.project import Project
from core.rules.review import Level
from core.services.expectation_findings import FAILED, UNREADABLE, review_all
from core.services.expectations import set_expectations
from core.services.workspace import Workspace
from tests import building as b

NO_LIMIT = Expectation(filter="reason=DAILY_LIMIT_REACHED")
DAY_APART = Expectation(ExpectationKind.MAIL_GAP)


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    """Four contacts come in, and Ana may send to three a day."""
    project = Project(
        senders=(b.sender(limit=3),),
        sequences=(b.sequence(b.mail()),),
        workflows=(replace(b.workflow(b.enroll()), name="Welcome"),),
    )
    made = Workspace.create(tmp_path / "w.cadenza", project, b.contacts(4))
    yield made
    made.close()


def expect(ws: Workspace, *expectations: Expectation) -> None:
    ws.apply(set_expectations(ws.project().workflows[0], expectations, "Expect"))


def test_what_is_not_kept_is_an_error_and_what_cannot_be_read_a_warning(ws: Workspace) -> None:
    expect(ws, DAY_APART, NO_LIMIT, Expectation(filter="outcome=skiped"))
    findings, verdicts = review_all(ws)
    about = [f for f in findings if f.code in (FAILED, UNREADABLE)]
    assert [v.holds for v in verdicts] == [True, False, None]
    assert [(f.code, f.severity, f.count, f.sentence) for f in about] == [
        (
            FAILED, Level.ERROR, 1,
            "“Welcome” expects: Daily send limit reached: never. Not so: 1 row: Dan.",
        ),
        (
            UNREADABLE, Level.WARNING, 0,
            "“Welcome” expects: outcome=skiped: never. There is no outcome “skiped”.",
        ),
    ]  # fmt: skip


def test_the_command_line_exits_1_until_it_is_as_expected(ws: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    expect(ws, NO_LIMIT, DAY_APART)
    assert cli.main(["review", str(ws.path)]) == cli.PROBLEMS
    said = capsys.readouterr().out
    assert "error    “Welcome” expects: Daily send limit reached: never. Not so: 1 row: Dan.\n" in said
    assert said.endswith("1 of 2 expectations kept.\n")
    assert cli.main(["review", str(ws.path), "--json"]) == cli.PROBLEMS
    told = json.loads(capsys.readouterr().out)
    assert [f["code"] for f in told["findings"] if f["severity"] == "error"] == [FAILED]
    assert told["expectations"][0] == {
        "workflow": "Welcome",
        "expected": "Daily send limit reached: never",
        "filter": "reason=DAILY_LIMIT_REACHED",
        "holds": False,
        "found": 1,
        "sentence": "1 row: Dan.",
    }
    ana = ws.project().senders[0]
    ws.apply(Edit("Raise the limit", (Put(ana, replace(ana, limit=4)),)))
    assert cli.main(["review", str(ws.path)]) == cli.DONE
    assert capsys.readouterr().out.endswith("2 of 2 expectations kept.\n")


def test_what_cannot_be_played_is_said_once(ws: Workspace) -> None:
    expect(ws, replace(NO_LIMIT, bound=Bound.AT_LEAST))
    account = ws.project().account
    ws.apply(Edit("Other rules", (Put(account, replace(account, rule_pack="none-such")),)))
    findings, verdicts = review_all(ws)
    assert verdicts == ()
    assert [f.code for f in findings if f.severity is Level.ERROR] == ["BAD_RULE_PACK"]


# ---------------------------------------------------------------- capacity


def test_the_command_line_says_how_many_senders_it_takes(ws: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Four contacts, three mails a day: two senders at once, or two a day with one."""
    ask = ["capacity", str(ws.path), "--workflow", "welcome", "--by"]
    assert cli.main([*ask, "2026-01-06"]) == cli.DONE
    said = capsys.readouterr().out
    assert (
        "1 more sender, or 2 contacts a working day with 1 sender: all 4 contacts are enrolled by Tue 6 Jan 2026.\n"
    ) in said
    assert cli.main([*ask, "2026-01-06", "--limit", "4", "--json"]) == cli.DONE
    told = json.loads(capsys.readouterr().out)
    assert (told["wanted"], told["best"][0]["senders"], told["best"][0]["enrolled"]) == (4, 1, 4)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--by", "soon"], "“soon” is not a date like 2026-06-14."),
        (["--by", "9999-01-01"], "“9999-01-01” is not in the years 1970 to 2999."),
        (["--by", "2020-01-01"], "The day is before the rehearsal’s start."),
        (["--by", "2026-02-01", "--limit", "0"], "A limit is 1 mail a day or more."),
    ],
)
def test_a_bad_question_is_one_line(
    ws: Workspace, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert cli.main(["capacity", str(ws.path), "--workflow", "Welcome", *arguments]) == cli.UNREADABLE
    assert sentence in capsys.readouterr().err
