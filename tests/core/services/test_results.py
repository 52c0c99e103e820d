"""Results of a rehearsal, worked out by hand: load, planned mails, reasons, days, collisions, sums."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from core.model.event import EventKind
from core.model.instant import DAY
from core.model.project import Project
from core.model.reason import Reason
from core.services.exporting import save_rows
from core.services.load_map import LoadCell
from core.services.log import LogQuery
from core.services.planned_mails import Planned
from core.services.replay import load
from core.services.results import Results, load_results, log_text, names_of, no_sender_text
from core.services.runs import rehearse
from core.services.workspace import Workspace
from tests import building as b

Make = Callable[..., tuple[Workspace, Results]]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Returns a player: plays a project from Monday on and gives its results at an instant, by default at the end."""

    def play(
        project: Project, people: int, days: int, at: int | None = None, **values: None
    ) -> tuple[Workspace, Results]:
        workspace = Workspace.create(tmp_path / "w.cadenza", project, b.contacts(people, **values))
        replay = load(workspace, rehearse(workspace, replace(project.account.settings, days=days)).id)
        assert replay is not None
        return workspace, load_results(workspace, replay, replay.at(replay.end if at is None else at))

    return play


def welcome(limit: int = 1) -> Project:
    """A mail at once and one two days later, sent by Ana, who may send so many a day."""
    return b.project(
        b.workflow(b.enroll()), senders=(b.sender(limit=limit),), sequences=(b.sequence(b.mail(), b.mail(2)),)
    )


def test_the_limit_pushes_one_of_two_out_and_the_follow_up_is_planned(make: Make) -> None:
    workspace, found = make(welcome(), 2, days=1)
    assert found.days == (date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 7))
    assert found.planned == [Planned(1, 1, 1, 2, b.at("2026-01-07 09:00"))]
    first = b.at("2026-01-05 09:00")
    assert found.load == (
        (
            LoadCell(sent=1, limit=1, skipped=1, fullest=1, until=first),
            # What left on Monday at 9 still counts as Tuesday begins.
            LoadCell(limit=1, fullest=1, until=b.at("2026-01-06 00:00")),
            LoadCell(planned=1, limit=1, fullest=1, until=b.at("2026-01-07 09:00")),
        ),
    )
    assert (found.is_whole, found.run_days, found.hours, found.ahead) == (True, 2, 24, 2)
    assert found.reasons == ((Reason.DAILY_LIMIT_REACHED, 1),)
    assert [(m.contact, m.what) for m in found.members(1, 0)] == [(2, "skipped"), (1, "sent")]
    assert [(m.contact, m.what, m.step) for m in found.members(1, 2)] == [(1, "planned", 2)]
    assert names_of(workspace, [1, 2]) == {1: "Ada", 2: "Ben"}
    (sums,) = found.by_sender  # nobody was without a sender
    assert (sums.name, sums.enrolled, sums.skipped, sums.mails) == ("Ana Ruiz", 1, 1, 1)
    assert found.sequences[0].reasons == ((Reason.DAILY_LIMIT_REACHED, 1),)


@pytest.mark.parametrize(("owner", "reason"), [(None, Reason.OWNER_EMPTY), (99, Reason.OWNER_UNKNOWN)])
def test_skips_without_a_sender_have_a_row_of_their_own(make: Make, owner: int | None, reason: Reason) -> None:
    """Two go to Ana, whose limit is one; their second card asks for an owner who is none: 3 skips, 2 nobody's."""
    project = replace(welcome(), workflows=(b.workflow(b.enroll(), b.enroll_by_owner()),))
    workspace, found = make(project, 2, days=1, hubspot_owner_id=owner)
    assert [(s.name, s.enrolled, s.skipped) for s in found.by_sender] == [("Ana Ruiz", 1, 1), ("No sender", 0, 2)]
    assert found.by_sender[1].reasons == ((reason, 2),)
    assert sum(s.skipped for s in found.by_sender) == sum(s.skipped for s in found.sequences) == 3
    wanted = no_sender_text(found)
    assert wanted == f'outcome=skipped and reason in ({reason.name}) and sender not in ("Ana Ruiz")'
    assert len(workspace.log.ids(LogQuery(found.replay.run.id, text=wanted))) == 2


def test_what_was_planned_at_an_instant_is_what_leaves_later(make: Make) -> None:
    _, found = make(welcome(5), 2, days=4, at=b.START + DAY)
    assert [cell.planned for cell in found.load[0]] == [0, 0, 2, 0, 0]
    assert (found.is_whole, found.run_days, found.ahead) == (False, 5, 2)
    replay = found.replay
    later = [int(t) for t in replay.times[(replay.steps == 2) & (replay.kinds == 3)]]
    assert sorted(p.time for p in found.planned) == [b.at("2026-01-07 09:00")] * 2
    assert min(later) == b.at("2026-01-07 09:00")
    assert [day.mails for day in found.per_day] == [2, 0, 0, 0, 0]
    assert [day.enrolled for day in found.per_day] == [2, 0, 0, 0, 0]


def test_follow_ups_keep_off_the_weekend(make: Make) -> None:
    project = replace(welcome(5), sequences=(b.sequence(b.mail(), b.mail(5)),))
    _, found = make(project, 1, days=1)
    assert [p.time for p in found.planned] == [b.at("2026-01-12 09:00")]


def test_a_sender_without_seat_is_blocked_and_plans_nothing(make: Make) -> None:
    lost = replace(b.happens(EventKind.SEAT_LOST, 0, "2026-01-06 09:00"), sender=1)
    _, found = make(replace(welcome(5), script=(lost,)), 1, days=2)
    assert [(cell.blocked.whole, cell.blocked.lines()) for cell in found.load[0]] == [
        (False, []),
        (False, ["Sender has no paid seat from 09:00."]),
        (True, ["Blocked: Sender has no paid seat."]),
    ]
    assert found.planned == []


def test_senders_of_one_mailbox_share_its_room(make: Make) -> None:
    ana, ben = b.sender(1, mailbox="sales@acme.example"), b.sender(2, "Ben", mailbox="sales@acme.example")
    project = b.project(b.workflow(b.enroll()), senders=(ana, ben))
    _, found = make(project, 3, days=1)
    assert [(row[0].sent, row[0].others, row[0].used) for row in found.load] == [(3, 0, 3), (0, 3, 3)]


def test_one_sequence_keeps_people_out_of_another(make: Make) -> None:
    project = b.project(
        b.workflow(b.enroll(1), b.enroll(2)),
        sequences=(b.sequence(b.mail(), b.mail(3)), b.sequence(number=2, name="Webinar")),
    )
    workspace, found = make(project, 4, days=1)
    assert found.collisions == {(2, 1): 4}
    for inside, rows in (("Welcome", 4), ("Webinar", 0)):
        wanted = log_text(reason="ALREADY_ENROLLED", sequence="Webinar", inside=inside)
        assert len(workspace.log.ids(LogQuery(found.replay.run.id, text=wanted))) == rows
    assert (found.sequence_name(2), found.sequence_name(9)) == ("Webinar", "Sequence 9")


def test_a_reply_counts_for_the_mail_before_it(make: Make) -> None:
    script = (b.happens(EventKind.REPLIED, 1, "2026-01-05 12:00", number=1),)
    _, found = make(replace(welcome(5), script=script), 2, days=1)
    assert [(s.replies, s.left, s.finished) for s in (found.sequences[0], found.by_sender[0])] == [(1, 1, 0)] * 2
    assert found.per_day[0].replies == 1
    assert [p.contact for p in found.planned] == [2]


def test_paused_people_plan_nothing_and_tasks_take_their_time(make: Make) -> None:
    steps = (b.mail(), b.task(1), b.mail(1))
    script = (b.happens(EventKind.PAUSED, 1, "2026-01-05 12:00", number=1),)
    project = replace(welcome(5), script=script, sequences=(b.sequence(*steps),))
    _, found = make(project, 2, days=1)
    # The call is due on Tuesday, done a day later; the mail after it comes on Thursday.
    assert [(p.contact, p.step, b.clock(p.time)) for p in found.planned] == [(2, 3, "Thu 8 Jan 09:00")]


def test_filters_and_files(tmp_path: Path) -> None:
    assert log_text(sender="Ana Ruiz", day=2) == 'sender="Ana Ruiz" and day=3'
    assert log_text(reason="BOUNCED", sequence="Demo") == "reason=BOUNCED and sequence=Demo"
    path = tmp_path / "t.csv"
    assert save_rows(("a", "b"), [(1, "x, y")], path) == 1
    assert path.read_text(encoding="utf-8") == 'a,b\n1,"x, y"\n'


def test_a_follow_up_put_off_for_good_is_not_planned(make: Make) -> None:
    """A limit of nothing from Tuesday on puts Wednesday’s mail off for ever; the last day shown is still the run’s."""
    none = replace(b.happens(EventKind.LIMIT_CHANGED, 0, "2026-01-06 09:00", sender=1), value=0)
    back = replace(b.happens(EventKind.LIMIT_CHANGED, 0, "2026-01-08 09:00", sender=1), value=5)
    project = replace(welcome(), script=(replace(none, id=1), replace(back, id=2)))
    _, found = make(project, 1, days=5, at=b.at("2026-01-07 10:00"))
    assert list(found.planned) == []
    assert found.days[-1] == date(2026, 1, 10)
