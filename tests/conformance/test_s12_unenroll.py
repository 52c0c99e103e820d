"""S12: unenrolling."""

from __future__ import annotations

from dataclasses import replace

from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.model.sequence import Enrollment, EnrollmentState, Sharing
from core.model.trace import RowKind
from tests.building import START, contacts, mail, play, project, sender, sequence, skips, story, workflow


def test_s12_unenrolling_takes_a_contact_out_of_whichever_sequence_it_is_in() -> None:
    """S12: *Unenroll from sequence* removes the contact from whichever sequence it is active in.

    Private ones, and those shared with only some users or teams, too; a contact that is in none skips the action.
    """
    kinds = (Sharing.PRIVATE, Sharing.SOME, Sharing.EVERYONE)
    sequences = [
        replace(sequence(mail(), mail(9), number=n, name=f"Of Bo {n}", sharing=kind), owner=2)
        for n, kind in enumerate(kinds, 1)
    ]
    office = project(
        workflow(UnenrollFromSequence()),
        senders=(sender(1), sender(2, "Bo Lind")),
        sequences=sequences,
        enrollments=(
            Enrollment(1, 1, 2, START - 60),
            Enrollment(2, 2, 2, START - 60),
            Enrollment(3, 3, 2, START - 60),
            Enrollment(4, 1, 2, START - 60, state=EnrollmentState.PAUSED),
        ),
    )
    trace = play(office, contacts(5))
    left = [event for event in trace if event.kind == RowKind.SEQUENCE]
    assert [(event.contact, event.sequence) for event in left] == [(1, 1), (2, 2), (3, 3), (4, 1)]
    assert {story([event])[0] for event in left} == {"Mon 5 Jan 09:00 left UNENROLLED_BY_WORKFLOW"}
    assert skips(trace) == [(5, "NOT_ENROLLED")]
    assert [event for event in trace if event.kind == RowKind.MAIL] == []
