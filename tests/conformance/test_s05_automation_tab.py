"""S5: workflows of a sequence's Automation tab, also with Professional."""

from __future__ import annotations

from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.model.account import Subscription
from core.model.sender import Seat
from core.model.workflow import WorkflowStatus
from core.services.runs import rehearse
from core.services.sequences import automation_workflows
from core.services.workflows import new_workflow, set_status
from tests.building import contacts, enroll, mails, play, project, reasons, sender, sequence, workflow
from tests.conformance.conftest import Opener

SEQUENCES = (sequence(name="Welcome"), sequence(number=2, name="Win back"))


def test_s5_professional_makes_workflows_on_the_automation_tab_of_a_sequence(opened: Opener) -> None:
    """S5: Professional users can make workflows on the sequence's Automation tab for *that* sequence.

    They enroll in or unenroll from it, are switched on and off there, and stand in the workflows tool too; with a
    Professional account only these may enroll.
    """
    office = project(sequences=SEQUENCES, subscription=Subscription.PROFESSIONAL)
    ws = opened(office, contacts(3))
    for kind in ("enroll", "unenroll"):
        ws.apply(new_workflow(ws, sequence=1, kind=kind))
    on_tab = automation_workflows(ws.project(), 1)
    assert [w.name for w in on_tab] == ["Enroll in Welcome", "Unenroll from Welcome"]
    assert automation_workflows(ws.project(), 2) == []
    assert [type(w.cards[0].action) for w in on_tab] == [EnrollInSequence, UnenrollFromSequence]
    assert on_tab[0].cards[0].action == EnrollInSequence(1, SenderType.CONTACT_OWNER)
    assert list(ws.project().workflows) == on_tab, "the workflows tool lists them too"

    ws.apply(set_status(ws, on_tab[0].id, WorkflowStatus.ON))
    assert rehearse(ws, office.account.settings).summary.mails == 3
    ws.apply(set_status(ws, on_tab[0].id, WorkflowStatus.OFF))
    ws.apply(set_status(ws, on_tab[1].id, WorkflowStatus.ON))
    assert rehearse(ws, office.account.settings).summary.reasons == {"NOT_ENROLLED": 3}


def test_s5_with_professional_only_the_tab_of_that_very_sequence_enrolls() -> None:
    """S5: a workflow of the workflows tool, or of another sequence's tab, may not enroll with Professional."""
    for made_on, enrolls in ((1, True), (2, False), (0, False)):
        office = project(
            workflow(enroll(1), sequence=made_on),
            senders=(sender(seat=Seat.SALES_PROFESSIONAL),),
            sequences=SEQUENCES,
            subscription=Subscription.PROFESSIONAL,
        )
        trace = play(office, contacts(1))
        assert len(mails(trace)) == enrolls
        assert reasons(trace) == ([] if enrolls else ["SUBSCRIPTION_REQUIRED"])
