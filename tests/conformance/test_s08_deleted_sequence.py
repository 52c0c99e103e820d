"""S8: a deleted sequence."""

from __future__ import annotations

from core.actions.base import RunnableAction
from core.actions.names import Names
from core.services import sequences
from core.services.log import LogQuery
from core.services.review import review
from core.services.runs import rehearse
from tests.building import at, contacts, enroll, project, workflow
from tests.conformance.conftest import Opener


def test_s8_a_workflow_no_longer_enrolls_in_a_deleted_sequence(opened: Opener) -> None:
    """S8: when the sequence is deleted, the workflow enrolls no more; the card is in error and names what is lost."""
    office = project(workflow(enroll()))
    ws = opened(office, contacts(2))
    assert rehearse(ws, office.account.settings).summary.mails == 2
    ws.apply(sequences.delete(ws, 1, now=lambda: at("2026-01-04 12:00")))

    run = rehearse(ws, office.account.settings)
    assert run.summary.mails == 0
    assert run.summary.reasons == {"SEQUENCE_DELETED": 2}
    skipped = [line for line in ws.log.lines(ws.log.ids(LogQuery(run.id))) if line.reason]
    assert {(line.sequence, line.detail, line.severity) for line in skipped} == {
        ("Welcome", "“Welcome” was deleted on 4 Jan 2026.", "broken")
    }

    action = ws.project().workflows[0].cards[0].action
    assert isinstance(action, RunnableAction)
    assert action.summary(Names(ws.project())) == "Welcome (deleted) · sent by Ana Ruiz"
    assert [p.sentence for p in action.problems(ws.project())] == ["“Welcome” was deleted; choose another sequence."]
    assert [f.severity for f in review(ws) if f.code == "SEQUENCE_DELETED"] == ["error"]
