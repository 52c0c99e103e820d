"""A run as a whole: cards in order, branches, what is off or unknown, counts, batches, and what it refuses to play."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.actions.delay import Delay
from core.actions.if_then import Branch, IfThen
from core.actions.set_property import SetProperty
from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.actions.unknown import UnknownAction
from core.engine import runner
from core.engine.runner import Rehearsal
from core.engine.snapshot import columns_needed, played
from core.model.account import RunSettings
from core.model.filter import Operator
from core.model.problem import Problem
from core.model.reason import Reason
from core.model.run import CardCounts
from core.model.sequence import Sharing
from core.model.trace import RowKind, TraceEvent
from core.model.workflow import Action, Card, WorkflowStatus
from core.rules.eligibility import CONTACT_COLUMNS
from tests.building import (
    LEADS,
    START,
    contact,
    contacts,
    enroll,
    enroll_by_owner,
    fork,
    is_any,
    mail,
    mails,
    of_kind,
    off,
    on_filter,
    on_form,
    play,
    project,
    reasons,
    rehearsal,
    sequence,
    skips,
    snapshot,
    story,
    submits,
    where,
    workflow,
)

DAY = 24 * 60


def actions(trace: list[TraceEvent], who: int = 0) -> list[tuple[int, str]]:
    """Give every action row as (place, what came of it); place 1 is the trigger, 2 the first card."""
    return [(e.place, story([e])[0].split(" ", 4)[4]) for e in of_kind(trace, RowKind.ACTION) if who in (0, e.contact)]


# ---------------------------------------------------------------- cards


def test_cards_act_from_the_top_down_and_a_delay_holds_contacts_for_its_time() -> None:
    office = project(workflow(SetProperty("city", "Oslo"), Delay(90), SetProperty("city", "Bergen")))
    assert story(play(office, contacts(1))) == [
        "Mon 5 Jan 09:00 entered",
        "Mon 5 Jan 09:00 done",
        "Mon 5 Jan 09:00 done",
        "Mon 5 Jan 10:30 done",
    ]


def test_a_delay_is_not_moved_by_nights_or_weekends() -> None:
    office = project(workflow(Delay(6 * DAY - 60), SetProperty("city", "Oslo")))
    assert story(play(office, contacts(1)))[-1] == "Sun 11 Jan 08:00 done"


def test_a_delay_row_says_until_when() -> None:
    trace = play(project(workflow(Delay(90))), contacts(1))
    assert of_kind(trace, RowKind.ACTION)[0].a == START + 90 * 60


def test_a_delay_that_ends_after_the_run_holds_its_contacts() -> None:
    run = rehearsal(project(workflow(Delay(2 * DAY), enroll())), contacts(3), days=2)
    assert sum(len(batch.rows) for batch in run.play()) == 6
    assert run.place_counts()[2] == CardCounts(entered=3, done=3, waiting=3)
    run = rehearsal(project(workflow(Delay(2 * DAY), enroll())), contacts(3), days=3)
    list(run.play())
    assert run.place_counts()[2] == CardCounts(entered=3, done=3, waiting=0)


CITIES = IfThen(
    (Branch("Oslo", is_any("city", "Oslo")), Branch("Norway", is_any("country", "Norway")), Branch("Leads", LEADS))
)


def test_the_first_branch_that_matches_is_taken_else_the_last() -> None:
    ways = [[SetProperty("jobtitle", str(n))] for n in range(1, 5)]
    people = [
        contact(1, city="Oslo", country="Norway", lifecyclestage="lead"),
        contact(2, country="Norway", lifecyclestage="lead"),
        contact(3, lifecyclestage="lead"),
        contact(4),
    ]
    trace = play(project(workflow(fork(CITIES, *ways))), people)
    taken = {e.contact: e.a for e in of_kind(trace, RowKind.ACTION) if e.place == 2}
    assert taken == {1: 1, 2: 2, 3: 3, 4: 4}
    assert {e.contact: e.place for e in of_kind(trace, RowKind.ACTION) if e.place > 2} == {1: 3, 2: 4, 3: 5, 4: 6}


@pytest.mark.parametrize("everybody", [{"city": "Oslo"}, {"lifecyclestage": "lead"}, {}])
def test_a_group_may_go_one_way_together(everybody: dict[str, str]) -> None:
    trace = play(project(workflow(fork(CITIES, [], [], [], []))), contacts(3, **everybody))
    assert len({e.a for e in of_kind(trace, RowKind.ACTION)}) == 1
    assert len(of_kind(trace, RowKind.ACTION)) == 3


def test_a_branch_looks_at_values_as_they_are_when_it_is_reached() -> None:
    flow = workflow(SetProperty("city", "Oslo"), fork(is_any("city", "Oslo"), [enroll()], []))
    assert len(mails(play(project(flow), contacts(2)))) == 2


def test_an_empty_branch_is_the_end_and_the_contact_may_enter_again() -> None:
    office = project(
        workflow(fork(LEADS, [], [Delay(60)]), trigger=on_form(reenroll=True)),
        script=(submits(1, "2026-01-05 10:00"), submits(1, "2026-01-05 10:30")),
    )
    assert len(of_kind(play(office, [contact(1, lifecyclestage="lead")]), RowKind.TRIGGER)) == 2
    assert len(of_kind(play(office, [contact(1)]), RowKind.TRIGGER)) == 1


def test_a_property_set_in_a_run_is_seen_by_the_checks() -> None:
    flow = workflow(
        enroll(), Delay(60), SetProperty("email", None), enroll(), SetProperty("email", "ada@new.example"),
        SetProperty("hs_email_blocked_domain", True), enroll(), SetProperty("hs_email_blocked_domain", None), enroll(),
    )  # fmt: skip
    assert reasons(play(project(flow), contacts(1))) == ["EMAIL_MISSING", "BLOCKED_DOMAIN"]


def test_an_owner_set_in_a_run_sends() -> None:
    flow = workflow(enroll_by_owner(), SetProperty("hubspot_owner_id", 1), enroll_by_owner())
    trace = play(project(flow), contacts(1, hubspot_owner_id=None))
    assert skips(trace) == [(1, "OWNER_EMPTY")]
    assert mails(trace) == [("Mon 5 Jan 09:00", 1, 1)]


def test_setting_a_property_nobody_looks_at_is_done_all_the_same() -> None:
    assert actions(play(project(workflow(SetProperty("city", "Oslo"))), contacts(1))) == [(2, "done")]


def test_a_card_without_a_property_is_skipped() -> None:
    assert skips(play(project(workflow(SetProperty())), contacts(1))) == [(1, "FIELD_MISSING")]


# ---------------------------------------------------------------- off, unknown, unenroll


def test_a_card_that_is_off_is_skipped_and_the_next_one_acts() -> None:
    trace = play(project(workflow(off(enroll()), off(Delay(60)), enroll())), contacts(1))
    assert actions(trace) == [(2, "skipped ACTION_OFF"), (3, "skipped ACTION_OFF"), (4, "done")]
    assert {e.time for e in of_kind(trace, RowKind.ACTION)} == {START}, "a delay that is off does not wait"


def test_the_skip_of_an_enroll_card_that_is_off_names_its_sequence() -> None:
    trace = play(project(workflow(off(enroll()))), contacts(1))
    assert [e.sequence for e in of_kind(trace, RowKind.ACTION)] == [1]


def test_a_branch_that_is_off_lets_everybody_go_the_last_way() -> None:
    flow = workflow(fork(LEADS, [enroll()], [SetProperty("city", "Oslo")], on=False))
    trace = play(project(flow), [contact(1, lifecyclestage="lead")])
    assert actions(trace) == [(2, "skipped ACTION_OFF"), (4, "done")]


def test_an_unknown_action_is_skipped_and_the_next_one_acts() -> None:
    flow = workflow(UnknownAction({"kind": "send_fax"}), enroll())
    assert actions(play(project(flow), contacts(1))) == [(2, "skipped ACTION_UNKNOWN"), (3, "done")]


def test_below_an_unknown_branch_everybody_goes_the_last_way() -> None:
    branch = Card(0, UnknownAction({"kind": "random_split"}), branches=((), (Card(0, enroll()),)))
    assert actions(play(project(workflow(branch)), contacts(1))) == [(2, "skipped ACTION_UNKNOWN"), (3, "done")]


def test_an_unknown_action_that_is_off_is_off() -> None:
    assert skips(play(project(workflow(off(UnknownAction()))), contacts(1))) == [(1, "ACTION_OFF")]


class Bare(Action):
    """An action that the engine cannot run."""

    kind = "bare"


def test_an_action_that_cannot_run_is_skipped_as_unknown() -> None:
    office = project(workflow(Bare(), off(Bare()), enroll()))
    assert actions(play(office, contacts(1))) == [(2, "skipped ACTION_UNKNOWN"), (3, "skipped ACTION_OFF"), (4, "done")]


@pytest.mark.parametrize("sharing", list(Sharing))
def test_unenrolling_works_whoever_may_see_the_sequence(sharing: Sharing) -> None:
    office = project(
        workflow(enroll(), UnenrollFromSequence(), UnenrollFromSequence()),
        sequences=(replace(sequence(mail(), mail(3), sharing=sharing), owner=99),),
    )
    trace = play(office, contacts(1))
    assert actions(trace) == [(2, "done"), (3, "done"), (4, "skipped NOT_ENROLLED")]
    assert story(trace, kinds=(RowKind.SEQUENCE,)) == ["Mon 5 Jan 09:00 left UNENROLLED_BY_WORKFLOW"]


def test_in_a_group_only_those_in_a_sequence_are_taken_out() -> None:
    flow = workflow(fork(LEADS, [enroll()], []), number=1)
    office = project(
        flow,
        workflow(Delay(60), UnenrollFromSequence(), number=2),
        sequences=(sequence(mail(), mail(3)),),
    )
    people = [contact(n, lifecyclestage="lead" if n % 2 else None) for n in range(1, 5)]
    trace = play(office, people)
    assert sorted(skips(trace)) == [(2, "NOT_ENROLLED"), (4, "NOT_ENROLLED")]
    done = [e for e in of_kind(trace, RowKind.ACTION) if e.place == 6 and not e.reason]
    assert [(e.contact, e.sequence, e.sender, e.a) for e in done] == [(1, 1, 1, START), (3, 1, 1, START)]


# ---------------------------------------------------------------- ties


def test_workflows_act_in_their_order_at_one_moment() -> None:
    """Both want to enroll the same contact at 9:00: the first in the list does."""
    office = project(workflow(enroll(2)), workflow(enroll(1), number=2), sequences=(sequence(), sequence(number=2)))
    trace = play(office, contacts(1))
    assert [e.sequence for e in of_kind(trace, RowKind.MAIL)] == [2]
    assert actions(trace) == [(2, "done"), (4, "skipped ALREADY_ENROLLED")]


def test_the_row_names_the_sequence_the_contact_is_in_since_when_and_through_which_card() -> None:
    office = project(
        workflow(Delay(60), enroll(2)),
        workflow(Delay(90), enroll(1), number=2),
        sequences=(sequence(), sequence(mail(), mail(3), number=2)),
    )
    refused = next(e for e in play(office, contacts(1)) if e.reason)
    assert (refused.sequence, refused.a, refused.b, refused.c) == (1, 2, START + 3_600, 3)


# ---------------------------------------------------------------- sums


def test_sums_count_every_row_once() -> None:
    people = [contact(1), contact(2), contact(3, hs_email_optout=True)]
    run = rehearsal(project(workflow(enroll(), UnenrollFromSequence()), sequences=(sequence(mail(), mail(9)),)), people)
    rows = [row for batch in run.play() for row in batch.rows]
    told = run.summary()
    assert (told.contacts, told.events, told.mails) == (3, len(rows), 1)
    assert told.outcomes == {"done": 5, "entered": 3, "left": 2, "skipped": 2}
    assert told.events == 12
    assert told.reasons == {"NOT_ENROLLED": 1, "UNENROLLED_BY_WORKFLOW": 2, "UNSUBSCRIBED": 1}
    assert told.until == START + 30 * 86_400
    assert dict(told.places) == {
        1: CardCounts(entered=3),
        2: CardCounts(entered=3, done=2, skipped=1),
        3: CardCounts(entered=3, done=2, skipped=1),
    }


# ---------------------------------------------------------------- batches


def test_batches_together_are_the_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    office = project(workflow(enroll(), Delay(60)), sequences=(sequence(mail(), mail(3)),))
    whole = play(office, contacts(40))
    monkeypatch.setattr(runner, "BATCH", 16)
    batches = list(rehearsal(office, contacts(40)).play())
    assert len(batches) > 5
    assert [row for batch in batches for row in batch.rows] == whole
    assert [batch.now for batch in batches] == sorted(batch.now for batch in batches)
    assert batches[-1].now == START + 30 * 86_400


def test_a_batch_holds_nothing_later_than_its_clock() -> None:
    office = project(workflow(enroll(), Delay(60)), sequences=(sequence(mail(), mail(3)),))
    for batch in rehearsal(office, contacts(40)).play():
        assert all(row[0] <= batch.now for row in batch.rows)


def test_a_run_stands_still_when_nobody_asks_for_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "BATCH", 8)
    office = project(workflow(enroll(), Delay(60)), sequences=(sequence(mail(), mail(3)),))
    whole = play(office, contacts(40))
    run = rehearsal(office, contacts(40))
    batches = run.play()
    some = [row for _ in range(4) for row in next(batches).rows]
    assert some == whole[: len(some)]
    assert 0 < len(some) < len(whole)
    told = run.summary()
    assert told.events == len(some)
    assert told.until < START + 86_400
    assert some + [row for batch in batches for row in batch.rows] == whole, "and it can go on"


def test_a_run_with_nothing_to_do_gives_one_empty_batch() -> None:
    run = rehearsal(project(workflow(trigger=on_form())), [])
    assert [batch.rows for batch in run.play()] == [[]]
    assert run.summary().events == 0


# ---------------------------------------------------------------- what is played, and on what


def test_workflows_that_are_on_are_played_or_those_that_are_chosen() -> None:
    office = project(workflow(number=1), workflow(number=2, status=WorkflowStatus.OFF), workflow(number=3))
    assert [w.id for w in played(office, RunSettings()).workflows] == [1, 3]
    assert [w.id for w in played(office, RunSettings(workflows=(3, 2))).workflows] == [2, 3]
    assert played(office, RunSettings(workflows=(9,))).workflows == ()


def test_a_run_asks_for_the_columns_that_somebody_looks_at() -> None:
    assert columns_needed(project(workflow())) == set(CONTACT_COLUMNS)
    looking = workflow(
        enroll_by_owner(), fork(is_any("city", "Oslo"), [SetProperty("jobtitle", "x")], []), trigger=on_filter(LEADS)
    )
    assert columns_needed(project(looking)) - set(CONTACT_COLUMNS) == {"hubspot_owner_id", "city", "lifecyclestage"}
    zoned = project(workflow(), sequences=(sequence(use_contact_time_zone=True),))
    assert columns_needed(zoned) - set(CONTACT_COLUMNS) == {"hs_timezone"}


def test_a_run_changes_nothing_it_was_given() -> None:
    office = project(
        workflow(SetProperty("email", None), SetProperty("city", "Oslo"), trigger=on_filter(is_any("city", "Bergen")))
    )
    ready = snapshot(office, contacts(2, city="Bergen"))
    before = {name: list(column) for name, column in ready.contacts.columns.items()}
    first = [row for batch in Rehearsal(ready, RunSettings()).play() for row in batch.rows]
    assert {name: list(column) for name, column in ready.contacts.columns.items()} == before
    assert [row for batch in Rehearsal(ready, RunSettings()).play() for row in batch.rows] == first


@pytest.mark.parametrize("days", [0, -1, 3_651])
def test_a_run_plays_between_a_day_and_ten_years(days: int) -> None:
    with pytest.raises(Problem, match=r"between 1 and 3,650 days") as caught:
        rehearsal(project(workflow()), [], days=days)
    assert (caught.value.code, caught.value.place) == ("BAD_DAYS", "days")


def test_the_longest_run() -> None:
    assert len(play(project(workflow(Delay(5 * 365 * DAY), enroll())), contacts(1), days=3_650)) == 5


def test_a_bad_time_zone_is_a_problem() -> None:
    with pytest.raises(Problem, match="Mars/Olympus") as caught:
        rehearsal(project(workflow(), zone="Mars/Olympus"), [])
    assert caught.value.code == "BAD_TIME_ZONE"


def test_the_clock_of_a_run_starts_where_it_is_told() -> None:
    run = rehearsal(project(workflow()), contacts(1), start=START + 60)
    assert run.now == START + 60
    assert run.column("nobody_asked_for_it") == [None]


def test_taking_out_a_contact_that_is_in_no_sequence_does_nothing() -> None:
    run = rehearsal(project(workflow()), contacts(1))
    run.unenroll(START, 0, Reason.UNENROLLED_MANUALLY, 0)
    assert run.rows == []
    assert run.inside(0) is None


def test_filters_of_operators_without_values_work_in_a_run() -> None:
    flow = workflow(fork(where("city", Operator.IS_KNOWN), [enroll()], []))
    assert [who for _, who, _ in mails(play(project(flow), [contact(1, city="Oslo"), contact(2)]))] == [1]
