"""The preview of a sequence: the words, the sender, the times and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.model.problem import Problem
from core.model.sender import InboxState
from core.model.sequence import Enrollment, Sequence
from core.services.preview import SpanKind, preview
from core.services.workspace import Workspace
from tests.building import START, clock, contact, enroll, mail, project, sender, sequence, task, workflow

BODY = 'Hi {{ contact.firstname | default: "there" }} at {{ company.name }}, {{ placeholder.slot }} – {{ sender.name }}'
STEPS = mail(0, "Hello {{ contact.firstname }}", BODY), task(2), mail(1, "Again", "Bye")
ADA = contact(1, company="Acme", hs_timezone="America/New_York")
BEN = contact(2, firstname=None, hubspot_owner_id=None)
CLEO = contact(3, hs_email_optout=True, hubspot_owner_id=2)
DAN = contact(4)
HELLO = sequence(*STEPS)


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    office = project(
        workflow(enroll()),
        senders=(sender(1), sender(2, "Bo Lind", inbox_state=InboxState.DISCONNECTED)),
        sequences=(HELLO,),
        enrollments=(Enrollment(4, 1, 1, START, id=1),),
    )
    made = Workspace.create(tmp_path / "preview.cadenza", office, [ADA, BEN, CLEO, DAN])
    yield made
    made.close()


def first(ws: Workspace, contact_id: int, sender_id: int = 0, of: Sequence = HELLO) -> tuple[str, str]:
    step = preview(ws, of, contact_id, sender_id).steps[0]
    return step.subject.text, step.body.text


def test_the_words_are_those_that_would_go_out(ws: Workspace) -> None:
    assert first(ws, 1) == ("Hello Ada", "Hi Ada at Acme, {{ placeholder.slot }} – Ana Ruiz")
    assert first(ws, 1, 2)[1].endswith("Bo Lind")
    assert first(ws, 2) == ("Hello ", "Hi there at , {{ placeholder.slot }} – ")


def test_gaps_are_counted_by_what_became_of_them(ws: Workspace) -> None:
    seen = preview(ws, HELLO, 2)
    kinds = (SpanKind.EMPTY, SpanKind.DEFAULT, SpanKind.PLACEHOLDER, SpanKind.VALUE)
    assert [seen.count(kind) for kind in kinds] == [3, 1, 1, 0]
    assert seen.steps[2].count(SpanKind.EMPTY) == 0


def test_the_times_are_those_of_an_enrollment_at_the_start(ws: Workspace) -> None:
    times = [clock(step.at) for step in preview(ws, HELLO, 1).steps]
    assert times == ["Mon 5 Jan 09:00", "Wed 7 Jan 09:00", "Fri 9 Jan 09:00"]
    own = replace(HELLO, settings=replace(HELLO.settings, use_contact_time_zone=True))
    seen = preview(ws, own, 1)
    assert str(seen.zone) == "America/New_York"
    # 04:00 in New York: follow-ups wait for the window.
    assert [clock(step.at) for step in seen.steps][2] == "Fri 9 Jan 13:00"


@pytest.mark.parametrize(
    ("who", "by", "why"),
    [
        (1, 0, ""),
        (2, 0, "No contact owner"),
        (2, 1, ""),
        (3, 0, "Inbox not connected"),
        (3, 1, "Unsubscribed from all email"),
        (4, 0, "Already in a sequence"),
    ],
)
def test_it_says_what_stands_in_the_way(ws: Workspace, who: int, by: int, why: str) -> None:
    assert preview(ws, HELLO, who, by).obstacle == why


def test_a_contact_that_is_gone_is_a_problem(ws: Workspace) -> None:
    with pytest.raises(Problem) as caught:
        preview(ws, HELLO, 77)
    assert caught.value.code == "CONTACT_MISSING"
