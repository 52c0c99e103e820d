"""What it takes to enroll everybody by a day, on numbers that can be worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.actions.delay import Delay
from core.model.contact import Contact
from core.model.problem import Problem
from core.model.project import Project
from core.model.reason import Reason
from core.model.sender import Seat
from core.services.capacity import Answer, CapacityProgress, Question, answer
from core.services.workspace import Workspace
from tests import building as b


def workspace(path: Path, contacts: int, *cards: object, limit: int = 10, more: tuple[Contact, ...] = ()) -> Workspace:
    project = Project(
        senders=(b.sender(limit=limit), b.sender(2, "Bo Lind", limit=limit), b.sender(3, "Cy", seat=Seat.NONE)),
        sequences=(b.sequence(b.mail()),),
        workflows=(b.workflow(*(cards or (b.enroll(),))),),  # type: ignore[arg-type]
    )
    return Workspace.create(path, project, [*b.contacts(contacts), *more])


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    """60 contacts enter on Monday 9:00; two users may send, ten mails a day each, and one has no seat."""
    made = workspace(tmp_path / "w.cadenza", 60)
    yield made
    made.close()


def ask(ws: Workspace, until: str, card: int = 1, limit: int | None = None) -> Answer:
    found = answer(ws, Question(1, card, b.at(until), limit))
    assert found is not None
    return found


def test_sixty_at_once_need_six_senders_or_twenty_a_day(ws: Workspace) -> None:
    # Monday, Tuesday and Wednesday at 9:00: three working days.
    found = ask(ws, "2026-01-07 12:00")
    assert (found.wanted, found.able, dict(found.never)) == (60, 2, {})
    assert [(p.senders, p.per_day, p.enrolled, p.skipped) for p in found.best] == [(6, 0, 60, 0), (2, 20, 60, 0)]
    assert found.sentence == "To enroll 60 contacts by then: 6 senders all at once, or 20 a working day with 2 senders."


def test_the_curve_says_how_many_each_number_of_senders_enrolls(ws: Workspace) -> None:
    curve = {plan.senders: plan.enrolled for plan in ask(ws, "2026-01-07 12:00").by_senders}
    assert curve[1] == 10
    assert curve[6] == 60
    assert all(enrolled == min(10 * senders, 60) for senders, enrolled in curve.items())
    assert list(curve) == sorted(curve)


def test_more_time_needs_fewer_a_day(ws: Workspace) -> None:
    # The week-end does not count: Monday 5 to Monday 12 are six working days.
    assert ask(ws, "2026-01-12 12:00").best[1].per_day == 10
    # The last of the ten a day are enrolled on Monday the 12th at 9:00.
    assert b.clock(ask(ws, "2026-01-12 12:00").best[1].last) == "Mon 12 Jan 09:00"


def test_no_rate_is_enough_when_the_limit_is_too_low(ws: Workspace) -> None:
    found = ask(ws, "2026-01-06 12:00")
    assert [(p.senders, p.per_day) for p in found.best] == [(6, 0)]


def test_another_limit_can_be_asked_about(ws: Workspace) -> None:
    assert [(p.senders, p.per_day) for p in ask(ws, "2026-01-06 12:00", limit=30).best] == [(2, 0), (2, 30)]


def test_a_delay_before_the_card_costs_days(tmp_path: Path) -> None:
    ws = workspace(tmp_path / "d.cadenza", 60, Delay(24 * 60), b.enroll())
    # Who enters on Monday or Tuesday is enrolled by Wednesday noon: two days of twenty are not enough.
    assert [(p.senders, p.per_day) for p in ask(ws, "2026-01-07 12:00", card=2).best] == [(6, 0)]
    assert ask(ws, "2026-01-08 12:00", card=2).best[1].per_day == 20
    ws.close()


def test_who_can_never_be_enrolled_is_told_apart(tmp_path: Path) -> None:
    gone = b.contact(61, hs_email_optout=True)
    ws = workspace(tmp_path / "n.cadenza", 20, more=(gone, b.contact(62, email=None)))
    found = ask(ws, "2026-01-07 12:00")
    assert (found.wanted, dict(found.never)) == (20, {Reason.UNSUBSCRIBED: 1, Reason.EMAIL_MISSING: 1})
    ws.close()


def test_nothing_is_stored_and_progress_is_told(ws: Workspace) -> None:
    class Watch:
        def __init__(self) -> None:
            self.told: list[int] = []

        def cancelled(self) -> bool:
            return False

        def report(self, payload: object) -> None:
            assert isinstance(payload, CapacityProgress)
            self.told.append(payload.trials)

    before, watch = ws.project(), Watch()
    answer(ws, Question(1, 1, b.at("2026-01-07 12:00")), watch)
    assert watch.told == list(range(1, len(watch.told) + 1))
    assert ws.project() == before
    assert ws.runs.all() == []


def test_it_can_be_stopped(ws: Workspace) -> None:
    class Stopped:
        def cancelled(self) -> bool:
            return True

        def report(self, payload: object) -> None:
            """Nobody listens."""

    assert answer(ws, Question(1, 1, b.at("2026-01-07 12:00")), Stopped()) is None


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (Question(9, 1, b.START + 1), "NO_CARD"),
        (Question(1, 9, b.START + 1), "NO_CARD"),
        (Question(1, 1, b.START), "TOO_LATE"),
    ],
)
def test_what_cannot_be_asked(ws: Workspace, question: Question, code: str) -> None:
    with pytest.raises(Problem) as caught:
        answer(ws, question)
    assert caught.value.code == code


def test_nobody_may_send_or_nobody_comes(tmp_path: Path) -> None:
    office = Project(
        senders=(b.sender(active=False),), sequences=(b.sequence(b.mail()),), workflows=(b.workflow(b.enroll()),)
    )
    ws = Workspace.create(tmp_path / "a.cadenza", office, b.contacts(1))
    with pytest.raises(Problem, match="Nobody in the account may send"):
        ask(ws, "2026-01-07 12:00")
    ws.close()
    ws = Workspace.create(tmp_path / "b.cadenza", replace(office, senders=(b.sender(),)))
    with pytest.raises(Problem, match="No contact reaches this card"):
        ask(ws, "2026-01-07 12:00")
    ws.close()
