"""What is said to be blocked is never seen to happen: random small workspaces, played."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np
import pytest
from hypothesis import given, settings

from core.engine.runner import Rehearsal
from core.engine.snapshot import Snapshot, columns_needed, played
from core.model.contact import ContactColumns
from core.model.run import Run
from core.model.trace import Outcome, RowKind
from core.rules import rulepack
from core.rules.calendar import local_instant, zone_or
from core.services.replay import Replay
from core.services.results import Results, results
from core.services.values import zone_of_account
from tests.oracle.workspaces import Case, workspaces

DONE = int(Outcome.DONE)


def results_of(case: Case) -> Results:
    """Plays a case and gives its results at the end; to be called while ``rulepack.load`` gives the case's rules."""
    project = played(case.project, case.settings)
    columns = {name: [person.get(name) for person in case.people] for name in columns_needed(project)}
    run = Rehearsal(
        Snapshot(project, ContactColumns([person.id for person in case.people], columns), case.rules), case.settings
    )
    rows = [row for batch in run.play() for row in batch.rows]
    packed = [(r[0], r[1], r[2], r[3] * 1_000_000 + r[4] * 1_000 + r[5], r[6], r[7], r[8], r[9]) for r in rows]
    replay = Replay(
        Run(1, 0, case.settings, run.project, run.summary(), 1, len(rows)),
        np.array(packed, dtype=np.int64).reshape(-1, 8).T, run.sums.moves(),
    )  # fmt: skip
    zone = zone_of_account(project)
    zones = {person.id: zone_or(person.get("hs_timezone"), zone) for person in case.people}
    return results(replay, replay.at(replay.end), [], zones)


@settings(max_examples=150, deadline=None)
@given(workspaces())
def test_nobody_is_enrolled_and_no_follow_up_leaves_where_that_is_blocked(case: Case) -> None:
    with pytest.MonkeyPatch.context() as patch:
        # The made workspaces have rules of their own, not those of a pack with a name.
        patch.setattr(rulepack, "load", lambda _name: case.rules)
        found = results_of(case)
    replay = found.replay
    bounds = [local_instant(day, 0, found.zone) for day in found.days]
    places = set(replay.enroll_places())
    numbers = {sender: number for number, (sender, _) in enumerate(found.senders)}
    for row in np.flatnonzero(replay.outcomes == DONE).tolist():
        kind, sender = int(replay.kinds[row]), int(replay.senders[row])
        if sender not in numbers:
            continue
        day = bisect_right(bounds, int(replay.times[row])) - 1
        blocked = found.load[numbers[sender]][day].blocked
        if kind == RowKind.ACTION and int(replay.places[row]) in places:
            assert not blocked.entries, (found.days[day], blocked)
            assert not blocked.whole, (found.days[day], blocked)
        elif kind == RowKind.MAIL and int(replay.steps[row]) > 1:
            assert not blocked.follow_ups, (found.days[day], blocked)
