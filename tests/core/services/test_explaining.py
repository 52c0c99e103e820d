"""The parts that explain a rehearsal against its log: on random workspaces, all of them tell the same numbers."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings

from core.actions.enroll_in_sequence import EnrollInSequence
from core.engine.snapshot import played as played_of
from core.model.changes import Edit, Put
from core.model.expectation import Expectation
from core.model.instant import DAY, from_instant
from core.model.moment import Moment
from core.model.problem import Problem
from core.model.run import Cast, Run
from core.model.trace import Outcome, RowKind
from core.model.workflow import walk
from core.rules import rulepack
from core.rules.sentences import detail
from core.services import capacity, expectations, replay_file, results, why_not
from core.services.log import LogLine, LogQuery
from core.services.log_lines import Reader
from core.services.log_terms import where_of
from core.services.replay import Replay, load
from core.services.row_mask import Rows
from core.services.run_differences import ChangeKind, RunDifference, differences
from core.services.runs import Unwatched, rehearse
from core.services.sender_load import load_of
from core.services.story import story_of
from core.services.values import zone_of_account
from core.services.why import CheckState, checks_of, entering
from core.services.workspace import Workspace
from core.store import log
from tests.oracle.workspaces import Case, workspaces

FILTERS = (
    "outcome=skipped", "reason=DAILY_LIMIT_REACHED or kind=mail", "not sender~user", "day<=3", "day=2 or day>4",
    "day>1 and step>=1", "time<09:30", "time>=12:00 and time<15:00", "not time=09:00", "c1", "contact in (c1, c2)",
    "email~client", "workflow~1", "action~enroll", "severity!=broken", "not (kind=action or step=2)", "limit reached",
    "mailgap<24", "not mailgap>=1",
)  # fmt: skip
EXAMPLES = max(20, settings.default.max_examples // 5 if settings.default else 0)
"""Of each test; 400 with ``HYPOTHESIS_PROFILE=thorough``."""
MIRRORED = {
    ChangeKind.NO_LONGER: ChangeKind.NOW_ENROLLED,
    ChangeKind.NOT_TRIED: ChangeKind.NOW_TRIED,
    ChangeKind.LESS_OFTEN: ChangeKind.MORE_OFTEN,
    ChangeKind.LATER: ChangeKind.EARLIER,
    ChangeKind.FEWER_MAILS: ChangeKind.MORE_MAILS,
    ChangeKind.NOW_SKIPPED: ChangeKind.NO_LONGER_SKIPPED,
    ChangeKind.MORE_SKIPS: ChangeKind.FEWER_SKIPS,
    ChangeKind.NEW: ChangeKind.GONE,
}
MIRROR = {**{kind: kind for kind in ChangeKind}, **MIRRORED, **{b: a for a, b in MIRRORED.items()}}

CASES = workspaces().filter(lambda case: bool(played_of(case.project, case.settings).workflows))
"""Those in which a workflow is played."""


@dataclass(frozen=True)
class Played:
    """A random workspace that was rehearsed."""

    ws: Workspace
    run: Run
    lines: list[LogLine]
    dice: Random

    def replay(self) -> Replay:
        """Give the run to look at."""
        found = load(self.ws, self.run.id)
        assert found is not None
        return found

    def ids(self, text: str, run: Run | None = None) -> list[int]:
        """Give the rows that a filter finds."""
        return list(self.ws.log.ids(LogQuery((run or self.run).id, text=text)))

    def moments(self) -> Iterator[Moment]:
        """Give some moments: the end, some instant, and within one."""
        replay, part = self.replay(), self.dice.random()
        yield replay.at(replay.end)
        yield replay.at(replay.start + int(part * (replay.end - replay.start)))
        yield replay.after_rows(int(part * replay.rows))


@contextmanager
def rehearsed(case: Case) -> Iterator[Played]:
    """Put a case into a file and play it."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        # The made workspaces have rules of their own, not those of a pack with a name.
        patch.setattr(rulepack, "load", lambda _name: case.rules)
        ws = Workspace.create(Path(folder, "w.cadenza"), case.project, case.people)
        run = rehearse(ws, case.settings)
        yield Played(ws, run, ws.log.lines(ws.log.ids(LogQuery(run.id))), Random(case.settings.start))
        ws.close()


def enrolling(run: Run) -> set[int]:
    cast = Cast(run.project)
    cards = {place.number: cast.card_at(place.number) for place in cast.places}
    return {number for number, card in cards.items() if card and isinstance(card.action, EnrollInSequence)}


def is_mail(line: LogLine) -> bool:
    return line.kind is RowKind.MAIL and line.outcome is Outcome.DONE


@settings(max_examples=EXAMPLES)
@given(CASES)
def test_a_filter_finds_the_same_in_memory_in_the_file_and_by_reading(case: Case) -> None:
    with rehearsed(case) as played:
        reader, zone = Reader(played.run.project, played.run.settings), zone_of_account(played.run.project)
        ids = [line.id for line in played.lines]
        events = log.events(played.ws.store, ids)
        rows = Rows.of([tuple(events[i]) for i in ids])  # type: ignore[misc]
        for text in FILTERS:
            where = where_of(text, played.run.settings, reader)
            assert where is not None
            mask = rows.mask(where, lambda person: log.people(played.ws.store, person))
            assert played.ids(text) == [i for i, found in zip(ids, mask, strict=True) if found], text
        first = from_instant(played.run.settings.start, zone).date()
        for text, is_wanted in (
            ("day=2", lambda at: (at.date() - first).days == 1),
            ("time<09:30", lambda at: (at.hour, at.minute) < (9, 30)),
            ("time=09:00", lambda at: (at.hour, at.minute) == (9, 0)),
        ):
            assert played.ids(text) == [x.id for x in played.lines if is_wanted(from_instant(x.time, zone))], text


@settings(max_examples=EXAMPLES)
@given(CASES)
def test_a_story_tells_every_row_of_its_contact_once_and_by_day(case: Case) -> None:
    with rehearsed(case) as played:
        for contact in {line.contact_id for line in played.lines if line.contact_id}:
            story = story_of(played.ws, played.run.id, contact)
            told = [happening.line for day in story.days for happening in day.happenings]
            assert told == [line for line in played.lines if line.contact_id == contact]
            days = [day.day for day in story.days]
            assert days == sorted(set(days))


@settings(max_examples=EXAMPLES)
@given(CASES)
def test_results_have_the_numbers_of_the_log_at_any_moment(case: Case) -> None:
    with rehearsed(case) as played:
        for moment in played.moments():
            found = results.load_results(played.ws, played.replay(), moment)
            lines, cards = played.lines[: moment.rows], enrolling(played.run)
            tries = [x for x in lines if x.kind is RowKind.ACTION and x.place in cards]
            assert sum(day.enrolled for day in found.per_day) == sum(x.outcome is Outcome.DONE for x in tries)
            assert sum(day.mails for day in found.per_day) == sum(map(is_mail, lines))
            assert sum(day.skipped for day in found.per_day) == sum(x.outcome is Outcome.SKIPPED for x in lines)
            told = (Outcome.SKIPPED, Outcome.DEFERRED, Outcome.FAILED)
            assert dict(found.reasons) == Counter(x.reason for x in lines if x.reason and x.outcome in told)
            for sums in found.sequences:
                own = [x for x in lines if x.sequence_id == sums.id]
                left = sum(x.kind is RowKind.SEQUENCE and x.outcome is Outcome.LEFT for x in own)
                assert (sums.mails, sums.left + sums.finished) == (sum(map(is_mail, own)), left)
                assert sums.skipped == sum(x in tries and x.outcome is Outcome.SKIPPED for x in own)
            for (sender, _), row in zip(found.senders, found.load, strict=True):
                for day, cell in enumerate(row):
                    who = Counter(member.what for member in found.members(sender, day))
                    assert who == +Counter(
                        sent=cell.sent, planned=cell.planned, skipped=cell.skipped, deferred=cell.deferred
                    )


@settings(max_examples=EXAMPLES)
@given(CASES)
def test_a_days_load_is_what_left_on_that_day_of_the_account(case: Case) -> None:
    with rehearsed(case) as played:
        for sender in played.run.project.senders:
            zone, load = zone_of_account(played.run.project), load_of(played.ws, played.run, sender.id)
            mails = [x for x in played.lines if is_mail(x) and x.sender_id == sender.id]
            assert load is not None
            assert {day.day: day.own for day in load.days if day.own} == Counter(
                from_instant(x.time, zone).date() for x in mails
            )


@settings(max_examples=EXAMPLES)
@given(CASES)
def test_the_replay_file_says_of_each_row_what_the_log_says_and_that_is_what_the_row_alone_says(case: Case) -> None:
    with rehearsed(case) as played:
        data = replay_file._data(played.ws, played.run, Unwatched())
        assert data is not None
        columns, texts = data["columns"], data["texts"]
        told = [
            (time, data["names"][contact], place, *(texts[n] for n in numbers))
            for time, contact, place, *numbers in zip(
                *(columns[c] for c in ("time", "contact", "place", "workflow", "action", "reason", "sender", "detail")),
                strict=True,
            )
        ]
        assert told == [
            (x.time, x.contact, x.place, x.workflow, x.action, x.reason.name if x.reason else "", x.sender, x.detail)
            for x in played.lines
        ]
        cast, zone = Cast(played.run.project), zone_of_account(played.run.project)
        events = log.events(played.ws.store, [line.id for line in played.lines])
        assert [x.detail for x in played.lines if "{{" not in (alone := detail(events[x.id], cast, zone))
                and x.detail != alone] == []  # fmt: skip


@settings(max_examples=EXAMPLES)
@given(CASES)
def test_the_replay_file_counts_as_the_log_does(case: Case) -> None:
    """What the page's script does with its data, in Python; ``tests.end_to_end.test_replay_file`` runs the script."""
    with rehearsed(case) as played:
        data = replay_file._data(played.ws, played.run, Unwatched())
        assert data is not None
        columns, replay = data["columns"], played.replay()
        for now in {moment.time for moment in played.moments()}:
            sums: dict[int, Counter[str]] = {}
            for time, place, kind, outcome in zip(
                *(columns[c] for c in ("time", "place", "kind", "outcome")), strict=True
            ):
                if time <= now and place and kind in data["atCards"] and outcome not in data["notCounted"]:
                    came = sums.setdefault(place, Counter())
                    came["entered"] += 1
                    came["done"] += outcome == data["done"]
                    came["skipped"] += outcome == data["skipped"]
            for time, place, number in data["moves"]:
                if time <= now:
                    sums.setdefault(place, Counter())["waiting"] += number
            expected = {
                place: +Counter(entered=c.entered, done=c.done, skipped=c.skipped, waiting=c.waiting)
                for place, c in replay.counts(replay.at(now)).items()
            }
            assert {place: +some for place, some in sums.items() if +some} == {p: c for p, c in expected.items() if c}
        assert data["moves"] == sorted(data["moves"], key=lambda move: move[0])


@settings(max_examples=EXAMPLES)
@given(CASES)
def test_expectations_count_what_their_filter_finds_in_the_log(case: Case) -> None:
    with rehearsed(case) as played:
        wanted = tuple(Expectation(filter=text) for text in FILTERS)
        flows = played.ws.project().workflows
        played.ws.apply(Edit("Expect", tuple(Put(flow, replace(flow, expectations=wanted)) for flow in flows)))
        for verdict in expectations.check(played.ws, played.run.settings):
            if verdict.holds is not None:
                assert verdict.found == len(played.ids(expectations.log_filter(verdict, played.ws)))
        for line in played.lines:
            if line.workflow_id:
                assert line.id in played.ids(expectations.of_line(line).filter)


@settings(max_examples=EXAMPLES)
@given(CASES)
def test_the_checks_give_the_reason_of_the_row_and_who_came_in_is_said(case: Case) -> None:
    with rehearsed(case) as played:
        for line in played.lines:
            failed = [x.reason for x in checks_of(played.ws, played.run.id, line) if x.state is CheckState.FAILED]
            if line.kind is RowKind.ACTION and line.place in enrolling(played.run):
                assert failed == ([] if line.outcome is Outcome.DONE else [line.reason])
        came = {(x.contact_id, x.workflow_id) for x in played.lines if x.outcome is Outcome.ENTERED}
        for contact in case.people:
            for workflow in played.run.project.workflows:
                answer = entering(played.ws, played.run.id, contact.id, workflow.id)
                assert answer.entered == ((contact.id, workflow.id) in came)


@settings(max_examples=EXAMPLES)
@given(CASES)
def test_every_flip_that_is_offered_enrolls_the_contact_once_it_is_done(case: Case) -> None:
    with rehearsed(case) as played:
        skipped = [x for x in played.lines if x.outcome is Outcome.SKIPPED and x.kind is RowKind.ACTION]
        for line in played.dice.sample(skipped, min(len(skipped), 2)):
            for flip in why_not.flips(played.ws, played.run.id, line):
                if flip.edit is None:
                    continue
                played.ws.apply(flip.edit)
                again = rehearse(played.ws, played.run.settings)
                lines = played.ws.log.lines(played.ws.log.ids(LogQuery(again.id, contact=line.contact_id)))
                done = [
                    x.time for x in lines
                    if (x.workflow_id, x.card_id, x.outcome) == (line.workflow_id, line.card_id, Outcome.DONE)
                    and x.kind is RowKind.ACTION
                ]  # fmt: skip
                played.ws.runs.delete(again.id)
                played.ws.apply(flip.edit.back)
                assert any(time > line.time for time in done) if flip.kind == "time" else line.time in done, flip.title


def changed_somehow(played: Played) -> Edit:
    """Change limits, delays and the sequences that cards enroll in."""
    project, dice = played.ws.project(), played.dice
    puts = [Put(s, replace(s, limit=dice.choice((0, 1, 2, None)))) for s in project.senders if dice.random() < 0.5]
    for sequence in project.sequences:
        steps = tuple(replace(step, delay_days=step.delay_days + dice.choice((0, 1))) for step in sequence.steps)
        if all(step.delay_days >= 0 for step in steps):
            puts.append(Put(sequence, replace(sequence, steps=steps)))
    return Edit("Change", tuple(puts))


def courses(found: RunDifference) -> dict[int, tuple[ChangeKind, int, str, str]]:
    return {x.contact: (x.kind, x.seconds, x.before, x.after) for x in found.changes}


@settings(max_examples=EXAMPLES)
@given(CASES)
def test_differences_are_the_same_both_ways_round_and_none_of_one_run(case: Case) -> None:
    with rehearsed(case) as played:
        played.ws.apply(changed_somehow(played))
        again = rehearse(played.ws, played.run.settings)
        there, back = (differences(played.ws, *pair) for pair in ((played.run.id, again.id), (again.id, played.run.id)))
        same = differences(played.ws, again.id, again.id)
        assert there is not None
        assert back is not None
        assert same is not None
        assert same.changes == ()
        assert courses(back) == {
            who: (MIRROR[kind], seconds, after, before)
            for who, (kind, seconds, before, after) in courses(there).items()
        }
        mails = {
            run.id: Counter((x.contact_id, x.time, x.sequence_id, x.sender_id) for x in lines if is_mail(x))
            for run in (played.run, again)
            for lines in (played.ws.log.lines(played.ws.log.ids(LogQuery(run.id))),)
        }
        moved = {mail[0] for mail in (mails[played.run.id] - mails[again.id])}
        assert moved <= set(courses(there)), "who gets a mail no more, or at another time, is told"


@settings(max_examples=EXAMPLES)
@given(CASES)
def test_a_capacity_plan_enrolls_everybody_and_no_smaller_one_does(case: Case) -> None:
    with rehearsed(case) as played:
        end = played.run.settings.start + played.run.settings.days * DAY
        for workflow in played.run.project.workflows:
            for card in walk(workflow.cards):
                question = capacity.Question(workflow.id, card.id, end)
                try:
                    answer = capacity.answer(played.ws, question)
                except Problem:
                    continue
                assert answer is not None
                search = capacity._Search(played.ws, question, Unwatched())
                numbers = range(1, answer.wanted + 1)
                senders = [n for n in numbers if search.plan(n, 0).enrolled == answer.wanted]
                pace = [n for n in numbers if search.plan(answer.able, n).enrolled == answer.wanted]
                assert [p.senders for p in answer.best if not p.per_day] == senders[:1]
                assert [p.per_day for p in answer.best if p.per_day] == pace[:1]
