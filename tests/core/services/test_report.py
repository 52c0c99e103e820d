"""The report of a rehearsal: sums a reader can work out, and markup in names that stays text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.model.project import Project
from core.model.reason import Reason
from core.model.trace import Outcome
from core.services.report import Report, gather, page_of
from core.services.runs import rehearse
from core.services.workspace import Workspace
from tests import building as b


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    """Four contacts want to be enrolled by a sender whose mailbox takes one mail a day."""
    sender = replace(b.sender(limit=1), name="<b>Ana & Co</b>")
    project = Project(
        senders=(sender,), sequences=(b.sequence(b.mail(), b.mail(2)),), workflows=(b.workflow(b.enroll()),)
    )
    workspace = Workspace.create(tmp_path / "w.cadenza", project, b.contacts(4))
    yield workspace
    workspace.close()


def report_of(ws: Workspace) -> Report:
    run = rehearse(ws, replace(ws.project().account.settings, days=10))
    report = gather(ws, run.id)
    assert report is not None
    return report


def test_sums_are_those_of_the_log(ws: Workspace) -> None:
    report = report_of(ws)
    facts = {row.words[0]: row.numbers[0] for row in report.facts}
    assert facts["Contacts"] == "4"
    assert facts["Came into a workflow"] == "4"
    assert facts["Actions skipped"] == str(report.skipped) == str(len(report.skips))
    trigger, card = report.funnels[0].rows
    assert trigger.numbers[0] == card.numbers[0] == "4"
    assert int(card.numbers[1]) + int(card.numbers[2]) == 4
    assert report.changed == ""


def test_each_reason_says_what_to_do(ws: Workspace) -> None:
    reasons = {row.words[0]: row for row in report_of(ws).reasons}
    assert reasons[Reason.DAILY_LIMIT_REACHED.title].words[1:] == (
        "needs action",
        "Spread the contacts over more senders or days; “How many senders?” finds how many.",
    )


def test_what_was_skipped_and_who_left_are_counted_apart(ws: Workspace) -> None:
    report = report_of(ws)
    skipped = sum(int(row.numbers[0]) for row in report.reasons)
    assert skipped == report.skipped > 0
    ended = {row.words[0]: row.numbers[0] for row in report.ends}
    run = ws.runs.latest()
    assert run is not None
    assert {Reason[code].title for code in run.summary.reasons} == {row.words[0] for row in report.reasons} | set(ended)
    assert sum(int(number) for number in ended.values()) == run.summary.outcomes.get(Outcome.LEFT.label, 0)


def test_a_mailbox_is_held_against_its_limit(ws: Workspace) -> None:
    (sender,) = report_of(ws).senders
    mails, fullest, limit, used = sender.numbers
    assert (fullest, limit, used) == ("1", "1", "100 %")
    assert mails == report_of(ws).sequences[0].numbers[2]


def test_the_second_report_says_what_changed(ws: Workspace) -> None:
    report_of(ws)
    assert report_of(ws).changed == "Nothing changed."


def test_markup_in_names_stays_text(ws: Workspace) -> None:
    page = page_of(report_of(ws))
    assert "&lt;b&gt;Ana &amp; Co&lt;/b&gt;" in page
    assert "<b>Ana" not in page


def test_a_stopped_report_says_nothing(ws: Workspace) -> None:
    run = rehearse(ws, replace(ws.project().account.settings, days=10))

    class Stopped:
        def cancelled(self) -> bool:
            return True

        def report(self, payload: object) -> None:
            pass

    assert gather(ws, run.id, Stopped()) is None
