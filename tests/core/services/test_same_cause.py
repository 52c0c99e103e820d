"""Rows that came about for the same cause: who is at fault, by how many, and the filter that finds them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.model.project import Project
from core.model.reason import Reason
from core.model.sequence import Enrollment
from core.services.log import LogLine, LogQuery
from core.services.runs import rehearse
from core.services.same_cause import same_cause
from core.services.workspace import Workspace
from tests import building as b

BEN = b.sender(2, "Ben Okafor", limit=1)
PEOPLE = [b.contact(n, hubspot_owner_id=1 + n // 4) for n in range(1, 7)]
"""Ada, Ben and Cleo are Ana's, the other three Ben Okafor's; Ana has no room for mails at all."""


def asked(folder: Path, reason: Reason, sender: str = "", **more: object) -> tuple[str, int]:
    """Play it and ask about the first skip with a reason."""
    project = Project(
        senders=(b.sender(limit=0), BEN),
        sequences=(b.sequence(b.mail()), b.sequence(b.mail(), b.mail(5), number=2, name="Fare well")),
        workflows=(b.workflow(b.enroll_by_owner()),),
    )
    ws = Workspace.create(folder / "w.cadenza", replace(project, **more), PEOPLE)  # type: ignore[arg-type]
    run = rehearse(ws, replace(project.account.settings, days=2))
    lines = ws.log.lines(ws.log.ids(LogQuery(run.id)))
    line: LogLine = next(line for line in lines if line.reason is reason and sender in line.sender)
    found = same_cause(ws, run.id, line)
    assert line.id in ws.log.ids(LogQuery(run.id, text=found.text))
    ws.close()
    return found.text, found.rows


@pytest.mark.parametrize(("sender", "rows"), [("Ana Ruiz", 3), ("Ben Okafor", 2)])
def test_a_limit_is_the_fault_of_its_sender(tmp_path: Path, sender: str, rows: int) -> None:
    text = f'outcome=skipped and reason=DAILY_LIMIT_REACHED and sender="{sender}"'
    assert asked(tmp_path, Reason.DAILY_LIMIT_REACHED, sender) == (text, rows)


def test_an_empty_sequence_is_the_fault_of_that_sequence(tmp_path: Path) -> None:
    empty = (replace(b.sequence(), steps=()),)
    text = "outcome=skipped and reason=SEQUENCE_EMPTY and sequence=Welcome"
    assert asked(tmp_path, Reason.SEQUENCE_EMPTY, sequences=empty) == (text, 6)


def test_who_is_in_a_sequence_is_kept_out_by_that_one(tmp_path: Path) -> None:
    inside = tuple(Enrollment(n, 2, 2, b.START - 3600, id=n) for n in (4, 5))
    text = 'outcome=skipped and reason=ALREADY_ENROLLED and inside="Fare well"'
    assert asked(tmp_path, Reason.ALREADY_ENROLLED, enrollments=inside) == (text, 2)


def test_a_card_that_is_off_is_the_fault_of_that_card(tmp_path: Path) -> None:
    flow = (b.workflow(b.off(b.enroll_by_owner())),)
    text = 'outcome=skipped and reason=ACTION_OFF and workflow="Demo request" and action="Enroll in sequence"'
    assert asked(tmp_path, Reason.ACTION_OFF, workflows=flow) == (text, 6)


def test_a_missing_owner_is_nobodys_but_the_contacts(tmp_path: Path) -> None:
    flow = (b.workflow(b.enroll_by_owner(owner_property="second_owner")),)
    assert asked(tmp_path, Reason.OWNER_EMPTY, workflows=flow) == ("outcome=skipped and reason=OWNER_EMPTY", 6)
