"""S10: who can be a sender."""

from __future__ import annotations

from core.model.sender import InboxKind, InboxState, Seat
from core.services.senders import choices
from tests.building import contact, enroll_by_owner, mails, play, project, sender, skips, workflow

USERS = (
    sender(1, "Ana Ruiz", seat=Seat.SALES_ENTERPRISE),
    sender(2, "Bo Lind", seat=Seat.SERVICE_ENTERPRISE),
    sender(3, "Chen Wu", seat=Seat.NONE),
    sender(4, "Dora Lam", inbox_state=InboxState.DISCONNECTED),
    sender(5, "Eva Moor", inbox_state=InboxState.NEVER),
    sender(6, "Finn Ode", inbox_kind=InboxKind.TEAM),
)


def test_s10_a_sender_has_a_paid_enterprise_seat_and_a_connected_personal_inbox() -> None:
    """S10: only users with a paid Enterprise seat *and* a connected personal inbox can be senders."""
    office = project(workflow(enroll_by_owner()), senders=USERS)
    trace = play(office, [contact(n, hubspot_owner_id=n) for n in range(1, 7)])
    assert [who for _, who, _ in mails(trace)] == [1, 2]
    assert skips(trace) == [
        (3, "SENDER_NO_SEAT"),
        (4, "INBOX_NOT_CONNECTED"),
        (5, "INBOX_NOT_CONNECTED"),
        (6, "INBOX_NOT_PERSONAL"),
    ]


def test_s10_the_list_of_senders_offers_those_and_shows_the_others_with_the_reason() -> None:
    """S10: the list offers only users who qualify and keeps the others visible, each with its reason."""
    listed = choices(project(senders=USERS))
    assert [choice.sender.name for choice in listed if choice.qualifies] == ["Ana Ruiz", "Bo Lind"]
    assert [(choice.sender.name, choice.sentence) for choice in listed if not choice.qualifies] == [
        ("Chen Wu", "Chen Wu has no paid Sales or Service Hub Enterprise seat."),
        ("Dora Lam", "Dora Lam’s inbox was disconnected."),
        ("Eva Moor", "Eva Moor has never connected an inbox."),
        ("Finn Ode", "Finn Ode has a team inbox; sequences need a personal one."),
    ]
