"""Mailboxes: one queue with 30 seconds between mails, places taken and given back, and who is refused or put off."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.engine.mailbox import Desk, Mailbox
from core.model.reason import Reason
from core.rules.limits import NEVER
from tests.building import RULES, START, sender

HOUR, DAY = 3_600, 86_400


@pytest.fixture
def box() -> Mailbox:
    """An empty mailbox with 30 seconds between mails and a window of 24 hours."""
    return Mailbox(RULES)


def sent(box: Mailbox, *moments: int) -> None:
    for moment in moments:
        box.take(moment)


def test_an_empty_queue_has_its_first_place_now(box: Mailbox) -> None:
    assert box.next_place(START) == START


@pytest.mark.parametrize(("after", "place"), [(0, 30), (1, 30), (29, 30), (30, 30), (31, 31), (HOUR, HOUR)])
def test_mails_leave_at_least_30_seconds_apart(box: Mailbox, after: int, place: int) -> None:
    sent(box, START)
    assert box.next_place(START + after) == START + place


def test_the_spacing_is_a_value_of_the_rule_pack() -> None:
    box = Mailbox(replace(RULES, spacing_seconds=0))
    sent(box, START)
    assert box.next_place(START) == START


def test_a_place_given_back_is_free_when_it_was_the_last(box: Mailbox) -> None:
    sent(box, START, START + 30)
    box.give_back(START + 30)
    assert box.taken == [START]
    assert box.next_place(START) == START + 30


def test_a_place_given_back_in_the_middle_does_not_move_those_behind(box: Mailbox) -> None:
    sent(box, START, START + 30, START + 60)
    box.give_back(START + 30)
    assert box.taken == [START, START + 60]
    assert box.next_place(START) == START + 90


def test_what_was_never_planned_cannot_be_forgotten(box: Mailbox) -> None:
    box.plan(START + HOUR)
    box.unplan(START)
    box.unplan(START + 2 * HOUR)
    assert box.planned == [START + HOUR]
    box.unplan(START + HOUR)
    assert box.planned == []


# ---------------------------------------------------------------- new enrollments


def test_below_the_limit_nobody_is_refused(box: Mailbox) -> None:
    sent(box, START)
    assert box.refusal(START + HOUR, 2) is None


def test_a_refusal_names_count_limit_and_when_there_is_room_again(box: Mailbox) -> None:
    sent(box, START, START + HOUR)
    assert box.refusal(START + 2 * HOUR, 2) == (2, 2, START + DAY)
    assert box.refusal(START + 2 * HOUR, 1) == (2, 1, START + HOUR + DAY)


def test_the_edge_of_the_window(box: Mailbox) -> None:
    sent(box, START)
    assert box.refusal(START + DAY - 1, 1) == (1, 1, START + DAY)
    assert box.refusal(START + DAY, 1) is None


def test_with_a_limit_of_0_there_never_is_room(box: Mailbox) -> None:
    assert box.refusal(START, 0) == (0, 0, NEVER)


def test_planned_follow_ups_keep_their_room(box: Mailbox) -> None:
    box.plan(START + 20 * HOUR)
    assert box.refusal(START, 1) == (1, 1, START + 44 * HOUR)
    assert box.refusal(START, 2) is None


def test_a_refusal_is_remembered_only_as_long_as_nothing_changes(box: Mailbox) -> None:
    sent(box, START)
    box.plan(START + 2 * HOUR)
    assert box.refusal(START + HOUR, 2) == (2, 2, START + DAY)
    assert box.refusal(START + HOUR, 2) == (2, 2, START + DAY)
    assert box.refusal(START + HOUR, 1) == (2, 1, START + 2 * HOUR + DAY), "another limit is another question"
    box.unplan(START + 2 * HOUR)
    assert box.refusal(START + HOUR, 2) is None
    box.plan(START + 3 * HOUR)
    assert box.refusal(START + HOUR, 2) == (2, 2, START + DAY)
    box.give_back(START)
    assert box.refusal(START + HOUR, 2) is None
    sent(box, START + 90)
    assert box.refusal(START + HOUR, 2) == (2, 2, START + 90 + DAY)


def test_the_question_is_asked_for_when_the_mail_would_leave(box: Mailbox) -> None:
    """A mail from 24 hours ago is still in the window now, but not when the queue lets the new one go."""
    sent(box, START, START + DAY - 10)
    assert box.next_place(START + DAY - 5) == START + DAY + 20
    assert box.refusal(START + DAY - 5, 2) is None
    assert box.refusal(START + DAY - 5, 1) == (1, 1, START + 2 * DAY - 10)


# ---------------------------------------------------------------- follow-ups


def test_a_follow_up_with_room_behind_it_is_not_put_off(box: Mailbox) -> None:
    sent(box, START)
    assert box.put_off(START + HOUR, 2) is None
    assert box.put_off(START + DAY, 1) is None


def test_a_follow_up_over_the_limit_goes_to_the_first_free_slot(box: Mailbox) -> None:
    sent(box, START, START + 30)
    assert box.put_off(START + HOUR, 2) == (2, START + DAY)
    assert box.put_off(START + HOUR, 1) == (2, START + 30 + DAY)
    assert box.put_off(START + HOUR, 0) == (2, NEVER)


def test_those_put_off_before_stand_ahead_in_the_line(box: Mailbox) -> None:
    sent(box, START, START + 30)
    free: list[int] = []
    for _ in range(5):
        wait = box.put_off(START + HOUR, 2)
        assert wait is not None
        free.append(wait[1])
        box.line.append(wait[1])
    assert free == [START + DAY, START + 30 + DAY, START + 2 * DAY, START + 30 + 2 * DAY, START + 3 * DAY]


def test_planned_follow_ups_of_others_do_not_put_one_off(box: Mailbox) -> None:
    box.plan(START + HOUR)
    box.plan(START + 2 * HOUR)
    assert box.put_off(START, 1) is None


# ---------------------------------------------------------------- desks


def test_users_of_one_mailbox_are_counted_together_each_against_their_own_limit(box: Mailbox) -> None:
    ana = Desk(sender(1), box, 1, Reason.NONE)
    bo = Desk(sender(2), box, 2, Reason.NONE)
    sent(box, START)
    assert ana.refusal(START + HOUR) == (1, 1, START + DAY)
    assert bo.refusal(START + HOUR) is None
