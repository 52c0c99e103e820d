"""When a scheduled workflow comes round."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from core.model.instant import from_instant
from core.model.workflow import Repeat, Schedule
from core.rules.schedule import next_time

WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.mark.parametrize(
    ("schedule", "after", "comes"),
    [
        (Schedule(Repeat.DAILY, 9 * 60), "2026-01-05T08:00", "Mon 05 Jan 09:00"),
        (Schedule(Repeat.DAILY, 9 * 60), "2026-01-05T09:00", "Mon 05 Jan 09:00"),
        (Schedule(Repeat.DAILY, 9 * 60), "2026-01-05T09:01", "Tue 06 Jan 09:00"),
        (Schedule(Repeat.WEEKLY, 600, weekday=2), "2026-01-05T09:00", "Wed 07 Jan 10:00"),
        (Schedule(Repeat.WEEKLY, 600, weekday=0), "2026-01-05T11:00", "Mon 12 Jan 10:00"),
        (Schedule(Repeat.MONTHLY, 600, day=15), "2026-01-16T00:00", "Sun 15 Feb 10:00"),
        # A month without a 31st uses its last day; 2028 is a leap year.
        (Schedule(Repeat.MONTHLY, 600, day=31), "2026-02-01T00:00", "Sat 28 Feb 10:00"),
        (Schedule(Repeat.MONTHLY, 600, day=31), "2028-02-01T00:00", "Tue 29 Feb 10:00"),
        # The clock jumps from 2:00 to 3:00 on 29 March 2026.
        (Schedule(Repeat.DAILY, 2 * 60 + 30), "2026-03-29T00:00", "Sun 29 Mar 03:00"),
    ],
)
def test_the_next_time_of_a_schedule(schedule: Schedule, after: str, comes: str) -> None:
    moment = int(datetime.fromisoformat(after).replace(tzinfo=WARSAW).timestamp())
    assert f"{from_instant(next_time(schedule, moment, WARSAW), WARSAW):%a %d %b %H:%M}" == comes
