"""S6: one sequence at a time."""

from __future__ import annotations

from core.actions.delay import Delay
from core.model.reason import Reason
from core.model.sequence import Enrollment
from core.services.log import LogQuery
from core.services.runs import rehearse
from tests.building import contact, enroll, mail, mails, on_form, play, project, sequence, skips, submits, workflow
from tests.conformance.conftest import Opener

SEQUENCES = (sequence(mail(), mail(3), name="Welcome"), sequence(mail(), mail(3), number=2, name="Win back"))


def test_s6_a_contact_can_be_in_one_sequence_at_a_time(opened: Opener) -> None:
    """S6: a contact can be in one sequence at a time; the skip names the other one and who put the contact there."""
    office = project(
        workflow(enroll(1), name="Newcomers"),
        workflow(Delay(60), enroll(2), number=2, name="Comeback"),
        sequences=SEQUENCES,
        enrollments=(Enrollment(2, 2, 1, 1_767_603_600 - 86_400, by="Bo Lind"),),
    )
    people = [contact(1), contact(2)]
    assert sorted(skips(play(office, people))) == [
        (1, "ALREADY_ENROLLED"),
        (2, "ALREADY_ENROLLED"),
        (2, "ALREADY_ENROLLED"),
    ]
    ws = opened(office, people)
    run = rehearse(ws, office.account.settings)
    query = LogQuery(run.id, reasons=frozenset({Reason.ALREADY_ENROLLED}))
    assert {line.detail for line in ws.log.lines(ws.log.ids(query))} == {
        "In “Welcome” since Mon 5 Jan 09:00, enrolled by the workflow “Newcomers”.",
        "In “Win back” since Sun 4 Jan 09:00, enrolled by Bo Lind.",
    }


def test_s6_after_the_end_of_one_sequence_the_next_is_open() -> None:
    """S6: the sequence ended, so the contact is in none."""
    office = project(
        workflow(enroll(1)),
        workflow(enroll(2), number=2, trigger=on_form(reenroll=True)),
        sequences=SEQUENCES,
        script=(submits(1, "2026-01-08 08:59"), submits(1, "2026-01-08 09:01")),
    )
    trace = play(office, [contact(1)])
    assert skips(trace) == [(1, "ALREADY_ENROLLED")]
    assert [when for when, _, _ in mails(trace)][:3] == ["Mon 5 Jan 09:00", "Thu 8 Jan 09:00", "Thu 8 Jan 09:01"]
