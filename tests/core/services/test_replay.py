"""Looking at a rehearsal as it was at any instant: the same as a fresh run that is stopped there."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.actions.delay import Delay
from core.engine.runner import Rehearsal
from core.engine.snapshot import Snapshot, columns_needed, played
from core.model.contact import ContactColumns
from core.model.instant import DAY, HOUR
from core.model.moment import Break, ContactState, Moment, Stop
from core.model.problem import Problem
from core.model.project import Project
from core.model.reason import Reason
from core.model.run import CardCounts, Run
from core.model.trace import Outcome, RowKind, TraceRow
from core.rules import rulepack
from core.services import replay as replays
from core.services.log import LogQuery
from core.services.replay import Replay, load
from core.services.runs import rehearse
from core.services.samples import open_sample
from core.services.workspace import Workspace
from tests import building as b
from tests.oracle.workspaces import Case, workspaces


def snapshot_of(case: Case) -> Snapshot:
    project = played(case.project, case.settings)
    columns = {name: [person.get(name) for person in case.people] for name in columns_needed(project)}
    return Snapshot(project, ContactColumns([person.id for person in case.people], columns), case.rules)


def replay_of(rehearsal: Rehearsal, case: Case, rows: list[TraceRow]) -> Replay:
    packed = [(r[0], r[1], r[2], r[3] * 1_000_000 + r[4] * 1_000 + r[5], r[6], r[7], r[8], r[9]) for r in rows]
    columns = np.array(packed, dtype=np.int64).reshape(-1, 8).T
    run = Run(1, 0, case.settings, rehearsal.project, rehearsal.summary(), 1, len(rows))
    return Replay(run, columns, rehearsal.sums.moves())


@settings(max_examples=100, deadline=None)
@given(workspaces(), st.floats(0, 1), st.integers(1, 9))
def test_any_instant_equals_a_fresh_run_stopped_there(case: Case, part: float, stride: int) -> None:
    whole = Rehearsal(snapshot_of(case), case.settings)
    rows = [row for batch in whole.play() for row in batch.rows]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replays, "STRIDE", stride)
        # The made workspaces have rules of their own, not those of a pack with a name.
        patch.setattr(rulepack, "load", lambda _name: case.rules)
        replay = replay_of(whole, case, rows)
        # An instant at which something happens, where there is one: that is where mistakes would be.
        time = rows[int(part * (len(rows) - 1))][0] if rows else case.settings.start + int(part * DAY)
        moment = replay.at(time)
        seen, inside, active = replay.summary(moment), replay.inside(moment), replay.active(moment)

    fresh = Rehearsal(snapshot_of(case), case.settings)
    until = min(time + 1, case.settings.start + case.settings.days * DAY)
    count = sum(len(batch.rows) for batch in fresh.play(until))
    assert moment.rows == count
    assert seen == replace(fresh.summary(), until=time)
    assert inside == {
        fresh.ids[index]: (ticket.script.sequence.id, ticket.desk.sender.id) for index, ticket in fresh.tickets.items()
    }
    assert active == Counter(sequence for sequence, _ in inside.values())


@pytest.fixture
def played_run(tmp_path: Path) -> tuple[Workspace, Replay]:
    """Four contacts enter on Monday 9:00, wait two days and are enrolled; the limit of one mail a day lets one in."""
    project = Project(
        senders=(b.sender(limit=1),),
        sequences=(b.sequence(b.mail()),),
        workflows=(b.workflow(Delay(2 * 24 * 60), b.enroll()),),
    )
    workspace = Workspace.create(tmp_path / "w.cadenza", project, b.contacts(4))
    run = rehearse(workspace, replace(project.account.settings, days=5))
    replay = load(workspace, run.id)
    assert replay is not None
    return workspace, replay


def test_waiting_contacts_go_on_after_two_days(played_run: tuple[Workspace, Replay]) -> None:
    _, replay = played_run
    first = replay.at(replay.start)
    assert replay.counts(first) == {1: CardCounts(4, 0, 0, 0), 2: CardCounts(4, 4, 0, 4)}
    assert replay.counts(replay.at(replay.start + 2 * DAY - 1))[2].waiting == 4
    after = replay.counts(replay.at(replay.start + 2 * DAY))
    assert after[2].waiting == 0
    assert after[3] == CardCounts(4, 1, 3, 0)


def test_sender_load_is_what_left_in_the_last_day(played_run: tuple[Workspace, Replay]) -> None:
    _, replay = played_run
    sent = replay.start + 2 * DAY
    assert replay.sent_by(replay.at(sent - 1)) == {}
    assert replay.sent_by(replay.at(sent)) == {1: 1}
    assert replay.sent_by(replay.at(sent + DAY - 1)) == {1: 1}
    assert replay.sent_by(replay.at(sent + DAY)) == {}
    assert replay.sent_by(replay.at(sent + HOUR), hours=1) == {}


def test_the_next_skip_and_back(played_run: tuple[Workspace, Replay]) -> None:
    _, replay = played_run
    skip = Stop(outcomes=(Outcome.SKIPPED,))
    first = replay.next(replay.at(replay.start), skip)
    assert first is not None
    assert (first.time, replay.reasons[first.rows - 1]) == (replay.start + 2 * DAY, Reason.DAILY_LIMIT_REACHED)
    second = replay.next(first, skip)
    assert second is not None
    assert second.rows == first.rows + 1
    assert replay.previous(second, skip) == first
    assert replay.previous(first, skip) is None
    assert replay.next(replay.at(replay.end), skip) is None
    by_all = Stop(places=(3,), reasons=(Reason.DAILY_LIMIT_REACHED,), kinds=(RowKind.ACTION,), contact=4, sender=1)
    last = replay.next(Moment(0, replay.start), by_all)
    assert last is not None
    assert replay.contacts[last.rows - 1] == 4


def test_when_a_sender_comes_near_the_limit(tmp_path: Path) -> None:
    project = Project(
        senders=(b.sender(),), sequences=(b.sequence(b.mail(), b.mail(2)),), workflows=(b.workflow(b.enroll()),)
    )
    workspace = Workspace.create(tmp_path / "n.cadenza", project, b.contacts(4))
    run = rehearse(workspace, replace(project.account.settings, days=5))
    replay = load(workspace, run.id)
    assert replay is not None
    # Four mails on Monday and the same four on Wednesday: the third mail of each day comes to three in 24 hours.
    third = [b.clock(int(replay.times[row])) for row in replay.crossings((1,), 3)]
    assert third == ["Mon 5 Jan 09:01", "Wed 7 Jan 09:01"]
    assert len(replay.crossings((1,), 5)) == 0
    assert len(replay.crossings((2,), 1)) == 0


def test_the_first_break_point_wins(played_run: tuple[Workspace, Replay]) -> None:
    _, replay = played_run
    near, skipped, ada = Break("near", near_limit=1), Break("skips", Stop(outcomes=(2,))), Break("Ada", Stop(contact=1))
    # The one mail of a limit of one is the way to its nine tenths; it leaves before the other three are skipped.
    first = replay.first_break((skipped, near), 0, replay.rows)
    assert first is not None
    assert (first[1], replay.kinds[first[0]]) == (near, RowKind.MAIL) or first[1] == skipped
    assert replay.first_break((ada, skipped), 0, replay.rows) == (0, ada)
    assert replay.first_break((skipped,), 0, 8) is None
    assert replay.first_break((Break("gone", near_limit=99),), 0, replay.rows) is None


def test_density_counts_skips_and_mails_by_day(played_run: tuple[Workspace, Replay]) -> None:
    _, replay = played_run
    density = replay.density(5)
    assert density.skips == (0, 0, 3, 0, 0)
    assert density.mails == (0, 0, 1, 0, 0)


def test_one_contact_at_an_instant(played_run: tuple[Workspace, Replay]) -> None:
    _, replay = played_run
    assert replay.contact(1, replay.at(replay.start)) == ContactState(place=2, rows=2)
    end = replay.at(replay.end)
    # The sequence has one mail, so the contact has left it again.
    assert replay.contact(1, end) == ContactState(0, 0, 3, 5, 1)
    assert replay.contact(2, end) == ContactState(0, 0, 3, 3, 0)


def test_moments_stay_within_the_run(played_run: tuple[Workspace, Replay]) -> None:
    _, replay = played_run
    assert replay.at(0) == replay.at(replay.start)
    assert replay.at(replay.end + DAY) == Moment(replay.rows, replay.end)
    assert replay.after_rows(-5) == Moment(0, replay.start)
    assert replay.after_rows(10_000).rows == replay.rows


def test_a_run_that_is_gone(played_run: tuple[Workspace, Replay]) -> None:
    workspace, replay = played_run
    workspace.runs.delete(replay.run.id)
    with pytest.raises(Problem, match="no longer in the workspace"):
        load(workspace, replay.run.id)


@pytest.mark.parametrize(
    "text",
    [
        "contact~a", "email~acme", "workflow~demo", "action~enroll", "kind=mail", "outcome=skipped", "reason~owner",
        "severity=broken", "sender~ana", "sequence~demo", "inside~welcome", "day<=3", "date>=2026-01-08", "time>=12:00",
        "step=1", "mailgap<96", "novak", "not (kind=mail or day>4)",
    ],
)  # fmt: skip
def test_a_log_whose_run_was_read_finds_the_same_rows(tmp_path: Path, text: str) -> None:
    ws = open_sample("demo-request", tmp_path / "sample.cadenza")
    run = rehearse(ws, ws.project().account.settings)
    query = LogQuery(run.id, text=text, outcomes=frozenset({Outcome.DONE, Outcome.SKIPPED}))
    before = [list(ask(query)) for ask in (ws.log.ids, ws.log.heads, ws.log.contacts)]
    assert load(ws, run.id) is not None
    assert [list(ask(query)) for ask in (ws.log.ids, ws.log.heads, ws.log.contacts)] == before
    ws.close()
