"""What must hold in every run, whatever a person designs."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings

from core.engine.sequences import TASK_DONE
from core.model.instant import DAY
from core.model.project import Project
from core.model.reason import Reason
from core.model.run import Cast
from core.model.trace import Outcome, RowKind, TraceEvent, needs_reason
from core.rules.sentences import detail
from tests.building import RULES, START, of_kind, play, rehearsal
from tests.core.engine.random_offices import DAYS, Office, offices


def sent_by_mailbox(project: Project, trace: list[TraceEvent]) -> dict[str, list[TraceEvent]]:
    """Give the mails that left, by the mailbox they left from."""
    mailboxes = {s.id: s.sends_from for s in project.senders}
    sent: dict[str, list[TraceEvent]] = defaultdict(list)
    for event in of_kind(trace, RowKind.MAIL):
        if event.outcome == Outcome.DONE:
            sent[mailboxes[event.sender]].append(event)
    return sent


@given(offices())
@settings(max_examples=150)
def test_no_mailbox_ever_sends_more_than_its_limit_in_any_24_hours(office: Office) -> None:
    trace = play(*office, days=DAYS)
    limits: dict[str, int] = {}
    for user in office.project.senders:
        own = RULES.limit_for(office.project.account.subscription) if user.limit is None else user.limit
        limits[user.sends_from] = max(own, limits.get(user.sends_from, 0))
    for mailbox, mails in sent_by_mailbox(office.project, trace).items():
        for last in mails:
            in_window = [m for m in mails if last.time - DAY < m.time <= last.time]
            assert len(in_window) <= limits[mailbox], mailbox


@given(offices())
@settings(max_examples=150)
def test_a_user_never_sends_while_the_mailbox_has_reached_the_users_own_limit(office: Office) -> None:
    users = {s.id: s for s in office.project.senders}
    for mails in sent_by_mailbox(office.project, play(*office, days=DAYS)).values():
        for number, mail in enumerate(mails):
            limit = users[mail.sender].limit
            before = sum(m.time > mail.time - DAY for m in mails[:number])
            assert limit is None or before < limit


@given(offices())
def test_mails_of_one_mailbox_leave_one_at_a_time_30_seconds_apart(office: Office) -> None:
    for mails in sent_by_mailbox(office.project, play(*office, days=DAYS)).values():
        assert all(later.time - earlier.time >= 30 for earlier, later in pairwise(mails))


@given(offices())
@settings(max_examples=150)
def test_no_row_that_must_have_a_reason_lacks_one_and_each_has_its_sentence(office: Office) -> None:
    cast, zone = Cast(office.project), ZoneInfo(office.project.account.time_zone)
    for event in play(*office, days=DAYS):
        assert needs_reason(event) == (event.reason != Reason.NONE), event
        sentence = detail(event, cast, zone)
        if needs_reason(event) or event.kind != RowKind.ACTION:
            assert sentence.endswith("."), event
            assert "lost sequence" not in sentence
            assert "?" not in sentence


@given(offices())
@settings(max_examples=100)
def test_a_contact_is_in_one_sequence_at_a_time_and_gets_its_steps_in_order(office: Office) -> None:
    """Follow every contact: in by an enroll action or before the run, steps one by one, out once."""
    inside = {e.contact: [e.sequence, e.next_step] for e in office.project.enrollments}
    cast = Cast(office.project)
    for event in play(*office, days=DAYS):
        now_in, done = inside.get(event.contact, (0, 0))
        card = cast.card_at(event.place)
        acted = card.action.kind if event.kind == RowKind.ACTION and card is not None else ""
        match RowKind(event.kind), Outcome(event.outcome):
            case RowKind.ACTION, Outcome.DONE if acted == "enroll_in_sequence":
                assert now_in == 0
                inside[event.contact] = [event.sequence, 0]
            case RowKind.ACTION, Outcome.DONE if acted == "unenroll_from_sequence":
                assert event.sequence == now_in
            case RowKind.ACTION, Outcome.SKIPPED if event.reason == Reason.ALREADY_ENROLLED:
                assert event.a == now_in
            case RowKind.ACTION, Outcome.SKIPPED if event.reason == Reason.NOT_ENROLLED:
                assert now_in == 0
            case RowKind.TASK, Outcome.DONE if event.a == TASK_DONE:
                assert (event.sequence, event.step) == (now_in, done)
            case RowKind.MAIL | RowKind.TASK, outcome:
                assert (event.sequence, event.step) == (now_in, done + 1), "none left out, none of another sequence"
                inside[event.contact][1] += outcome is Outcome.DONE
            case RowKind.SEQUENCE, Outcome.LEFT:
                assert inside.pop(event.contact)[0] == event.sequence


@given(offices())
def test_nobody_is_twice_inside_a_workflow_and_a_first_time_is_one_time(office: Office) -> None:
    again = {w.id: w.trigger.reenroll for w in office.project.workflows}
    cast = Cast(office.project)
    entered = Counter((e.place, e.contact) for e in of_kind(play(*office, days=DAYS), RowKind.TRIGGER))
    for (place, _), times in entered.items():
        flow = cast.workflow_at(place)
        assert flow is not None
        assert times == 1 or again[flow.id]


@given(offices())
def test_rows_stand_in_the_order_of_time_and_inside_the_run(office: Office) -> None:
    trace = play(*office, days=DAYS)
    times = [event.time for event in trace]
    assert times == sorted(times)
    assert not times or (times[0] >= START and times[-1] < START + DAYS * DAY)
    known = {person.id for person in office.people}
    assert {event.contact for event in trace} <= known


@given(offices())
def test_sums_agree_with_the_rows(office: Office) -> None:
    run = rehearsal(*office, days=DAYS)
    trace = [TraceEvent(*row) for batch in run.play() for row in batch.rows]
    told = run.summary()
    assert told.events == len(trace)
    assert told.outcomes == {o.label: n for o, n in Counter(Outcome(e.outcome) for e in trace).items()}
    assert told.reasons == {r.name: n for r, n in Counter(Reason(e.reason) for e in trace if e.reason).items()}
    assert told.mails == sum(e.kind == RowKind.MAIL and e.outcome == Outcome.DONE for e in trace)
    cards = [e for e in trace if e.place and e.kind in (RowKind.ACTION, RowKind.TRIGGER)]
    assert {n: c.entered for n, c in told.places.items()} == Counter(e.place for e in cards)
    for outcome, name in ((Outcome.DONE, "done"), (Outcome.SKIPPED, "skipped")):
        counted = Counter(e.place for e in cards if e.outcome == outcome)
        assert {n: getattr(c, name) for n, c in told.places.items() if getattr(c, name)} == counted


@given(offices())
def test_who_waits_at_a_card_came_and_has_not_gone_on(office: Office) -> None:
    run = rehearsal(*office, days=DAYS)
    trace = [TraceEvent(*row) for batch in run.play() for row in batch.rows]
    end = START + DAYS * DAY
    cast = Cast(office.project)
    for number, counts in run.place_counts().items():
        card = cast.card_at(number)
        held = sum(e.place == number and e.outcome == Outcome.DONE and e.a >= end for e in trace)
        assert counts.waiting == (held if card is not None and card.action.kind == "delay" else 0)
