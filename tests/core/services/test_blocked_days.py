"""Why nothing can leave on a day, in calendars that a person can check: January 2026 begins on a Thursday."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from core.model.account import Subscription
from core.model.event import EventKind
from core.model.project import Project
from core.model.sender import InboxState, Seat
from core.model.sequence import FollowUpDays
from core.model.workflow import RunWindow, Workflow, WorkflowSettings
from core.services.replay import load
from core.services.results import load_results
from core.services.runs import rehearse
from core.services.workspace import Workspace
from tests import building as b

Said: TypeAlias = dict[str, list[str]]
Ask: TypeAlias = Callable[..., Said]
OFFICE = tuple(RunWindow(day) for day in range(5))
"""Monday to Friday, 9 to 17."""


def timed(flow: Workflow, windows: tuple[RunWindow, ...] = OFFICE, blocked: tuple[str, ...] = ()) -> Workflow:
    """Gives a workflow with run windows and blocked dates."""
    return replace(flow, settings=WorkflowSettings(windows=windows, blocked=blocked))


def two_mails(**settings: Any) -> Any:
    """Gives a sequence of a mail at once and a follow-up."""
    return b.sequence(b.mail(), b.mail(2), **settings)


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Returns what asks: plays a project and gives what is said of Ana's days, by weekday and day of the month."""

    files = count()

    def asked(project: Project, days: int = 7, whole: bool = False, sender: int = 0, zone: str = "") -> Said:
        people = b.contacts(1, hs_timezone=zone or None)
        workspace = Workspace.create(tmp_path / f"{next(files)}.cadenza", project, people)
        replay = load(workspace, rehearse(workspace, replace(project.account.settings, days=days)).id)
        assert replay is not None
        found = load_results(workspace, replay, replay.at(replay.end))
        said = {f"{day:%a %-d}": cell.blocked for day, cell in zip(found.days, found.load[sender], strict=True)}
        return {
            day: blocked.lines() for day, blocked in said.items() if blocked.lines() and (blocked.whole or not whole)
        }

    return asked


def test_a_weekend_without_run_times_and_follow_ups_is_blocked(ask: Ask) -> None:
    project = b.project(timed(b.workflow(b.enroll())), sequences=(two_mails(),))
    said = [
        "Blocked: nothing can leave.",
        "No new enrollments: no run times on {}s in “Demo request”.",
        "No follow-ups: none on {}s in “Welcome”.",
    ]
    assert ask(project, whole=True) == {
        "Sat 10": [line.format("Saturday") for line in said],
        "Sun 11": [line.format("Sunday") for line in said],
    }


def test_without_run_times_people_are_enrolled_at_weekends_too(ask: Ask) -> None:
    project = b.project(b.workflow(b.enroll()), sequences=(two_mails(),))
    assert ask(project) == {
        "Sat 10": ["No follow-ups: none on Saturdays in “Welcome”."],
        "Sun 11": ["No follow-ups: none on Sundays in “Welcome”."],
    }
    everyday = two_mails(follow_up_days=FollowUpDays.EVERYDAY)
    assert ask(replace(project, sequences=(everyday,))) == {}


def test_a_blocked_date_that_is_a_holiday_is_called_by_its_name(ask: Ask) -> None:
    # 6 January is Epiphany in Poland. Nothing follows the first mail, so the day is blocked as a whole.
    dates = ("2026-01-06", "2026-01-08")
    flows = tuple(timed(b.workflow(b.enroll(), number=n, name=f"Flow {n}"), (), dates) for n in (1, 2))
    project = b.project(*flows, zone="Europe/Warsaw")
    assert ask(project, whole=True) == {
        "Tue 6": ["Blocked: a blocked date (Epiphany) in every workflow that enrolls with Ana Ruiz."],
        "Thu 8": ["Blocked: a blocked date in every workflow that enrolls with Ana Ruiz."],
    }
    # A workflow that is not blocked opens the day.
    assert ask(replace(project, workflows=(flows[0], b.workflow(b.enroll(), number=3)))) == {}


def test_blocked_dates_do_not_hold_follow_ups_back(ask: Ask) -> None:
    project = b.project(timed(b.workflow(b.enroll()), (), ("2026-01-06",)), sequences=(two_mails(),))
    assert ask(project)["Tue 6"] == ["No new enrollments: a blocked date in “Demo request”."]
    assert "Tue 6" not in ask(project, whole=True)


def test_reasons_of_several_workflows_are_told_apart(ask: Ask) -> None:
    early = timed(b.workflow(b.enroll(), name="Early"), (RunWindow(0, 7 * 60, 8 * 60),))
    dated = timed(b.workflow(b.enroll(), number=2, name="Dated"), (), ("2026-01-05",))
    # The rehearsal begins on Monday at 9: the window of that day is over.
    assert ask(b.project(early, dated), days=3) == {
        "Mon 5": ["Blocked: outside the run times in “Early”; a blocked date in “Dated”."]
    }


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"seat": Seat.NONE}, "Sender has no paid seat"),
        ({"inbox_state": InboxState.DISCONNECTED}, "Inbox not connected"),
        ({"active": False}, "Sender deactivated"),
        ({"limit": 0}, "Daily limit is 0"),
    ],
)
def test_who_may_not_send_is_blocked_every_day(ask: Ask, changes: dict[str, Any], why: str) -> None:
    project = b.project(b.workflow(b.enroll()), senders=(replace(b.sender(), **changes),))
    assert ask(project, days=2) == {day: [f"Blocked: {why}."] for day in ("Mon 5", "Tue 6", "Wed 7")}


def test_a_scripted_break_blocks_from_its_minute_on(ask: Ask) -> None:
    script = (
        replace(b.happens(EventKind.INBOX_DISCONNECTED, 0, "2026-01-06 14:00"), sender=1),
        replace(b.happens(EventKind.INBOX_CONNECTED, 0, "2026-01-08 10:30"), sender=1),
    )
    assert ask(b.project(b.workflow(b.enroll()), script=script), days=5) == {
        "Tue 6": ["Inbox not connected from 14:00."],
        "Wed 7": ["Blocked: Inbox not connected."],
        "Thu 8": ["Inbox not connected until 10:30."],
    }


def test_a_workflow_that_is_switched_off_and_a_sequence_that_is_deleted(ask: Ask) -> None:
    flow = b.workflow(b.enroll())
    off = replace(b.happens(EventKind.WORKFLOW_OFF, 0, "2026-01-07 00:00"), workflow=1)
    assert ask(b.project(flow, script=(off,)), days=3) == {
        "Wed 7": ["Blocked: switched off in “Demo request”."],
        "Thu 8": ["Blocked: switched off in “Demo request”."],
    }
    gone = replace(b.happens(EventKind.SEQUENCE_DELETED, 0, "2026-01-07 00:00"), sequence=1)
    assert ask(b.project(flow, script=(gone,), sequences=(two_mails(),)), days=2) == {
        "Wed 7": [
            "Blocked: nothing can leave.",
            "No new enrollments: sequence deleted in “Demo request”.",
            "No follow-ups: sequence deleted in “Welcome”.",
        ],
    }


def test_a_follow_up_of_a_contact_elsewhere_can_leave_on_the_accounts_sunday(ask: Ask) -> None:
    # In Auckland, Monday 12 January 08:00 is Sunday 19:00 in UTC; all of the account's Saturday is a weekend there.
    project = b.project(b.workflow(b.enroll()), sequences=(two_mails(use_contact_time_zone=True),))
    assert set(ask(project)) == {"Sat 10", "Sun 11"}
    assert set(ask(project, zone="Pacific/Auckland")) == {"Sat 10"}


def test_professional_accounts_enroll_nobody_outside_the_automation_tab(ask: Ask) -> None:
    project = b.project(b.workflow(b.enroll()), subscription=Subscription.PROFESSIONAL)
    assert ask(project, days=1)["Mon 5"] == ["Blocked: enterprise subscription required in “Demo request”."]


def test_nobody_enrolls_with_ben_so_nothing_is_blocked_for_him(ask: Ask) -> None:
    flow = timed(b.workflow(b.enroll()), (), ("2026-01-06",))
    project = b.project(flow, senders=(b.sender(), b.sender(2, "Ben")))
    assert ask(project, sender=1) == {}
