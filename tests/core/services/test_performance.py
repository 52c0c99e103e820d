"""How a sequence did in a run: counts that a reader can follow, by hand and against the trace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.model.event import EventKind
from core.model.problem import Problem
from core.model.reason import Reason
from core.services import edits
from core.services.performance import Performance, StepCounts, performance, save_csv
from core.services.runs import rehearse
from core.services.workspace import Workspace
from tests.building import contacts, enroll, happens, mail, project, reacts, sender, sequence, task, workflow

# Mails leave 30 seconds apart from 9:00 on; the second one on Thursday, after a call on Wednesday.
HELLO = sequence(mail(0, "Hello"), task(2, hold=False), mail(1, "Again"))
OTHER = sequence(mail(0, "Other"), number=2, name="Other")
SCRIPT = (
    happens(EventKind.OPENED, 1, "2026-01-05 10:00", number=1),
    happens(EventKind.REPLIED, 1, "2026-01-05 11:00", number=2),
    happens(EventKind.OPENED, 2, "2026-01-06 10:00", number=3),
    happens(EventKind.OPENED, 2, "2026-01-08 10:00", number=4),
    happens(EventKind.MEETING_BOOKED, 3, "2026-01-07 12:00", sender=1, number=5),
    happens(EventKind.BOUNCED, 4, "2026-01-05 09:05", number=6),
    happens(EventKind.OPENED, 5, "2026-01-05 08:59", number=7),
)


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    office = project(workflow(enroll()), senders=(sender(limit=5),), sequences=(HELLO, OTHER), script=SCRIPT)
    made = Workspace.create(tmp_path / "performance.cadenza", office, contacts(6))
    yield made
    made.close()


def played(ws: Workspace) -> Performance:
    run = rehearse(ws, ws.project().account.settings)
    found = performance(ws, run, 1)
    assert found is not None
    return found


def test_every_step_counts_what_came_of_it(ws: Workspace) -> None:
    first, call, last = played(ws).steps
    assert (first.sent, first.opened, first.replied, first.bounced) == (5, 2, 1, 1)
    assert (first.left, first.finished) == (2, 0)
    assert dict(first.reasons) == {Reason.REPLIED: 1, Reason.BOUNCED: 1}
    assert (call.sent, call.left, call.meetings) == (3, 1, 0)
    assert (last.sent, last.opened, last.finished, last.left) == (2, 1, 2, 0)


def test_a_meeting_counts_at_the_mail_before_it_but_ends_at_the_step_reached(ws: Workspace) -> None:
    first, call, _ = played(ws).steps
    assert first.meetings == 1
    assert call.reasons == ((Reason.MEETING_BOOKED, 1),)


def test_the_whole_sequence_is_the_sum(ws: Workspace) -> None:
    found = played(ws)
    assert (found.whole.sent, found.whole.opened, found.whole.left, found.whole.finished) == (7, 3, 3, 2)
    assert not found.changed


def test_a_mail_put_off_is_deferred_and_sent_once(ws: Workspace) -> None:
    ana = ws.project().senders[0]
    ws.apply(edits.changed(ana, replace(ana, limit=2), "Limit"))
    busy = replace(HELLO, steps=(mail(0), mail(0), mail(0)))
    ws.apply(edits.changed(HELLO, busy, "Steps"))
    found = played(ws)
    assert found.whole.deferred > 0
    assert [step.sent for step in found.steps] == [2, 1, 1]


def test_openings_drawn_by_chance_stay_with_their_mail(ws: Workspace) -> None:
    eager = replace(HELLO, settings=replace(HELLO.settings, behaviour=reacts(open=100)))
    ws.apply(edits.changed(HELLO, eager, "Open"))
    first, _, last = played(ws).steps
    # Contacts 2 and 5 besides those that the script lets open; who bounced or replied leaves before an opening.
    assert first.opened >= first.sent - first.left
    assert last.opened >= last.sent


def test_other_sequences_and_edits_since_the_run(ws: Workspace) -> None:
    run = rehearse(ws, ws.project().account.settings)
    nothing = performance(ws, run, 2)
    assert nothing is not None
    assert nothing.whole == StepCounts(0, None)
    assert performance(ws, run, 99) is None
    ws.apply(edits.changed(HELLO, replace(HELLO, steps=HELLO.steps[:1]), "Shorter"))
    after = performance(ws, run, 1)
    assert after is not None
    assert (after.changed, len(after.steps)) == (True, 3)


def test_the_counts_as_a_file(ws: Workspace, tmp_path: Path) -> None:
    found = played(ws)
    path = tmp_path / "steps.csv"
    assert save_csv([*found.steps, found.whole], path) == 4
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("step,kind,subject,sent,opened")
    assert lines[1] == "1,Automated email,Hello,5,2,0,1,1,1,0,2,0,0"
    assert lines[4].startswith(",Whole sequence,,7,3")
    with pytest.raises(Problem) as caught:
        save_csv([], tmp_path / "nowhere" / "steps.csv")
    assert caught.value.code == "CANNOT_WRITE"
