"""*Delay*: its words and its bounds. How contacts wait is tested with the engine."""

from __future__ import annotations

import pytest

from core.actions.delay import Delay, in_words
from core.actions.names import Names
from core.model.instant import DAY
from core.model.trace import RowKind
from tests.building import START, contacts, of_kind, play, project, workflow


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (59, "59 minutes"),
        (60, "1 hour"),
        (61, "1 hour 1 minute"),
        (1_440, "1 day"),
        (1_441, "1 day 1 minute"),
        (2 * 1_440 + 120, "2 days 2 hours"),
        (1_825 * 1_440, "1,825 days"),
    ],
)
def test_an_amount_of_time_in_words(minutes: int, words: str) -> None:
    assert in_words(minutes) == words
    names = Names(project())
    assert Delay(minutes).headline(names) == f"Delay for {words}"
    assert Delay(minutes).summary(names) == ""


@pytest.mark.parametrize(
    ("minutes", "fine"), [(0, False), (-5, False), (1, True), (2_628_000, True), (2_628_001, False)]
)
def test_a_delay_takes_from_a_minute_to_five_years(minutes: int, fine: bool) -> None:
    problems = Delay(minutes).problems(project())
    assert [p.sentence for p in problems] == ([] if fine else ["A delay is at least 1 minute and at most 5 years."])


@pytest.mark.parametrize(("minutes", "seconds"), [(0, 60), (-5, 60), (90, 5_400), (9_999_999, 5 * 365 * DAY)])
def test_an_amount_out_of_bounds_waits_for_the_nearest_one(minutes: int, seconds: int) -> None:
    trace = play(project(workflow(Delay(minutes))), contacts(1))
    assert of_kind(trace, RowKind.ACTION)[0].a == START + seconds
