"""What it takes to enroll everybody by a day, on numbers that can be worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.actions.delay import Delay
from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.rotate_owner import RotateOwner
from core.model.changes import Edit, Put
from core.model.contact import Contact
from core.model.event import EventKind
from core.model.problem import Problem
from core.model.project import Project
from core.model.reason import Reason
from core.model.sender import Seat
from core.model.workflow import walk
from core.services.capacity import Answer, CapacityProgress, Question, answer
from core.services.capacity_trial import trial_edit, trial_title
from core.services.capacity_words import answer_lines
from core.services.runs import rehearse
from core.services.workspace import Workspace
from tests import building as b

WARSAW = ZoneInfo("Europe/Warsaw")


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
    assert found.sentence == (
        "4 more senders, or 20 contacts a working day with 2 senders: all 60 contacts are enrolled by Wed 7 Jan 2026."
    )
    assert answer_lines(found, ws.project())[1:] == [
        "With 4 more senders like Ana Ruiz, at 10 mails a day each, and the contacts dealt out evenly, all 60 are "
        "enrolled; done on Mon 5 Jan 2026.",
        "Let in 20 contacts each working day: with the 2 senders of today all 60 are enrolled; done on Wed 7 Jan 2026.",
    ]


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


def test_who_has_no_sender_and_a_reason_of_their_own_is_not_wanted(tmp_path: Path) -> None:
    """Without an owner the sender is what fails first; that they opted out shows only once they have one."""
    lost = [b.contact(n, hs_email_optout=True, hubspot_owner_id=None) for n in (61, 62)]
    ws = workspace(tmp_path / "o.cadenza", 20, b.enroll_by_owner(), more=tuple(lost))
    found = ask(ws, "2026-01-07 12:00")
    assert (found.wanted, dict(found.never)) == (20, {Reason.UNSUBSCRIBED: 2})
    assert found.best
    assert "2 more contacts stay out, whoever sends: 2 unsubscribed from all email." in answer_lines(
        found, ws.project()
    )
    ws.close()


def test_where_nobody_can_be_enrolled_the_reasons_are_told(tmp_path: Path) -> None:
    gone = b.contact(1, hs_email_optout=True)
    ws = workspace(tmp_path / "p.cadenza", 0, more=(gone,))
    with pytest.raises(Problem, match="Nobody who reaches this card can be enrolled: 1 unsubscribed from all email"):
        ask(ws, "2026-01-07 12:00")
    ws.close()


def test_a_curve_ends_soon_after_its_answer(ws: Workspace) -> None:
    assert max(plan.senders for plan in ask(ws, "2026-01-07 12:00").by_senders) == 12


def played(ws: Workspace) -> dict[str, int]:
    return dict(rehearse(ws, ws.project().account.settings).summary.reasons)


def test_a_plan_can_be_tried_and_taken_back(ws: Workspace) -> None:
    """Ana alone, at ten a day, lets 10 of 60 in; with the plan's six a rehearsal skips nobody."""
    before = ws.project()
    found = ask(ws, "2026-01-07 12:00")
    assert played(ws)["DAILY_LIMIT_REACHED"] == 50
    edit = trial_edit(ws, found, found.best[0])
    assert edit is not None
    assert edit.title == "Make 4 senders for “Demo request”"
    ws.apply(edit)
    assert [s.name for s in ws.project().senders][3:] == [
        "New sender",
        "New sender 2",
        "New sender 3",
        "New sender 4",
    ]
    (turns, enroll) = (card.action for card in ws.project().workflows[0].cards)
    assert turns == RotateOwner((1, 2, 4, 5, 6, 7), "hubspot_owner_id", overwrite=True)
    assert getattr(enroll, "sender_type", None) is SenderType.CONTACT_OWNER
    assert "DAILY_LIMIT_REACHED" not in played(ws)
    ws.apply(edit.back)
    assert ws.project() == before


def test_trying_again_renews_the_turns_and_sets_limits(ws: Workspace) -> None:
    found = ask(ws, "2026-01-07 12:00", limit=30)
    assert (found.best[0].senders, trial_title(found, found.best[0])) == (2, "Set the limits")
    edit = trial_edit(ws, found, found.best[0])
    assert edit is not None
    ws.apply(edit)
    assert [s.limit for s in ws.project().senders] == [30, 30, None]
    assert len(ws.project().workflows[0].cards) == 2
    again = answer(ws, Question(1, 1, b.at("2026-01-07 12:00"), 20))
    assert again is not None
    edit = trial_edit(ws, again, again.best[0])
    assert edit is not None
    ws.apply(edit)
    assert [s.limit for s in ws.project().senders] == [20, 20, None, 20]
    assert [card.action.kind for card in ws.project().workflows[0].cards] == ["rotate_owner", "enroll_in_sequence"]
    assert trial_edit(ws, again, replace(again.best[0], senders=3)) is None


def test_one_sender_alone_sends_as_a_specific_user(ws: Workspace) -> None:
    found = ask(ws, "2026-01-07 12:00", limit=60)
    edit = trial_edit(ws, found, found.best[0])
    assert edit is not None
    ws.apply(edit)
    (enroll,) = ws.project().workflows[0].cards
    assert isinstance(enroll.action, EnrollInSequence)
    assert (enroll.action.sender_type, enroll.action.sender) == (SenderType.SPECIFIC_USER, 1)


def test_a_pace_alone_is_nothing_a_workflow_can_be_set_to(ws: Workspace) -> None:
    found = ask(ws, "2026-01-07 12:00")
    assert (trial_title(found, found.best[1]), trial_edit(ws, found, found.best[1])) == ("", None)


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


def lopsided(path: Path, *limits: int, contacts: int, card: object = None, **fields: object) -> Workspace:
    """Senders with limits of their own; the contacts come to one card."""
    people = tuple(b.sender(n, f"User {n}", limit=limit, **fields) for n, limit in enumerate(limits, 1))
    project = Project(senders=people, sequences=(b.sequence(b.mail()),), workflows=(b.workflow(card or b.enroll()),))  # type: ignore[arg-type]
    return Workspace.create(path, project, b.contacts(contacts))


def test_one_strong_sender_is_enough_however_weak_the_others_are(tmp_path: Path) -> None:
    ws = lopsided(tmp_path / "s.cadenza", 20, 1, 0, contacts=20)
    # Two or three take turns, so that ten or seven come to the weak one; from then on more and more to new strong ones.
    assert [(p.senders, p.per_day) for p in ask(ws, "2026-01-05 12:00").best] == [(1, 0)]
    ws.close()


def test_a_branch_on_the_owner_still_sees_the_owner(tmp_path: Path) -> None:
    """Contacts are dealt out to senders, but whose they are stays: all have owner 1 and take the first way."""
    ws = lopsided(tmp_path / "o.cadenza", 10, 10, contacts=16)
    flow = b.workflow(b.fork(b.is_any("hubspot_owner_id", 1), [b.enroll_by_owner()], []))
    ws.apply(Edit("Change", (Put(ws.project().workflows[0], flow),)))
    (card,) = [card for card in walk(flow.cards) if card.action.kind == "enroll_in_sequence"]
    assert ask(ws, "2026-01-05 12:00", card=card.id).best[0].senders == 2
    ws.close()


def test_later_entries_keep_the_time_of_day_over_a_change_of_clocks(tmp_path: Path) -> None:
    """The run starts on the Sunday on which Warsaw’s clocks go forward; Monday’s contacts come at 9:00 too."""
    ws = lopsided(tmp_path / "c.cadenza", 10, contacts=11)
    account = ws.project().account
    start = b.at("2026-03-29 09:00", WARSAW)
    changed = replace(account, time_zone="Europe/Warsaw", settings=replace(account.settings, start=start))
    ws.apply(Edit("Change", (Put(account, changed),)))
    found = answer(ws, Question(1, 1, b.at("2026-03-31 00:00", WARSAW)))
    assert found is not None
    assert [(p.per_day, b.clock(p.last, WARSAW)) for p in found.best] == [
        (0, "Sun 29 Mar 09:00"),
        (6, "Mon 30 Mar 09:00"),
    ]
    ws.close()


def test_who_is_created_after_the_day_does_not_come_by_then(tmp_path: Path) -> None:
    ws = lopsided(tmp_path / "w.cadenza", 10, contacts=5)
    created = b.happens(EventKind.CONTACT_CREATED, 5, "2026-01-08 09:00", number=1)
    ws.apply(Edit("Add", (Put(None, created),)))
    assert ask(ws, "2026-01-07 00:00").wanted == 4
    assert ask(ws, "2026-01-09 00:00").wanted == 5
    ws.close()
