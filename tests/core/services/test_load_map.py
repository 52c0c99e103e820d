"""The load map, worked out by hand: the fullest 24 hours of each day, limits of providers, mails before the run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.model.instant import DAY, HOUR
from core.model.project import Project
from core.model.sequence import Enrollment
from core.rules.limits import used_behind
from core.services.load_map import LoadCell, fullest_windows
from core.services.replay import load
from core.services.results import load_results
from core.services.runs import rehearse
from core.services.workspace import Workspace
from tests import building as b


def cells_of(folder: Path, project: Project, people: int, days: int) -> list[LoadCell]:
    """Plays a project from Monday at 9 on and gives the first sender's cells at the end."""
    workspace = Workspace.create(folder / "w.cadenza", project, b.contacts(people))
    replay = load(workspace, rehearse(workspace, replace(project.account.settings, days=days)).id)
    assert replay is not None
    return list(load_results(workspace, replay, replay.at(replay.end)).load[0])


def test_a_window_takes_in_the_day_before() -> None:
    # Three mails on Monday from 14:00 on, two on Tuesday at 10:00: 24 hours that end then hold all five.
    monday, tuesday = 14 * HOUR, DAY + 10 * HOUR
    times = np.array([monday, monday + 30, monday + 60, tuesday, tuesday + 30])
    bounds = [0, DAY, 2 * DAY, 3 * DAY, 4 * DAY]
    assert fullest_windows(times, bounds, DAY) == [
        (3, monday + 60), (5, tuesday + 30), (2, 2 * DAY), (0, 3 * DAY)
    ]  # fmt: skip


@given(st.lists(st.integers(0, 3 * DAY - 1), max_size=12), st.integers(1, 30))
def test_the_fullest_window_is_the_one_the_rules_count(times: list[int], hours: int) -> None:
    times.sort()
    bounds = [0, DAY, 2 * DAY, 3 * DAY]
    for (most, until), first, after in zip(
        fullest_windows(np.array(times, dtype=np.int64), bounds, hours * HOUR), bounds, bounds[1:], strict=False
    ):
        assert first <= until < after
        assert used_behind(times, (), until, hours * HOUR) == most
        ends = [first, *(at for at in times if first <= at < after)]
        assert most == max(used_behind(times, (), end, hours * HOUR) for end in ends)


def test_the_limit_is_the_providers_where_that_is_lower(tmp_path: Path) -> None:
    project = b.project(b.workflow(b.enroll()), senders=(b.sender(limit=800, provider="Gmail (free)"),))
    cells = cells_of(tmp_path, project, 7, days=1)
    assert (cells[0].used, cells[0].fullest, cells[0].limit, cells[0].share) == (7, 7, 350, 0.02)


def test_a_calendar_day_is_counted_for_itself(tmp_path: Path) -> None:
    project = b.project(b.workflow(b.enroll()), senders=(b.sender(limit=5),))
    calendar = replace(project, account=replace(project.account, rule_pack="2018-06"))
    cells = cells_of(tmp_path, calendar, 2, days=2)
    assert [(c.used, c.fullest, c.until) for c in cells] == [(2, 2, 0), (0, 0, 0), (0, 0, 0)]


def test_mails_of_the_day_before_the_run_count(tmp_path: Path) -> None:
    # Ben and Cleo were enrolled on Sunday at noon and got their first mail then; only Cleo's is not over at 13:00.
    noon = b.at("2026-01-04 12:00")
    standing = tuple(Enrollment(n, 1, 1, noon, 1) for n in (2, 3))
    project = b.project(
        b.workflow(b.enroll()), senders=(b.sender(limit=5),), sequences=(b.sequence(b.mail(), b.mail(5)),),
        enrollments=standing,
    )  # fmt: skip
    cells = cells_of(tmp_path, project, 3, days=1)
    # Ada's mail leaves on Monday at 9: with the two from Sunday, three in 24 hours.
    assert (cells[0].sent, cells[0].fullest, cells[0].until) == (1, 3, b.at("2026-01-05 09:00"))
