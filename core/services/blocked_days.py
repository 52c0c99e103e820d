"""On which days nothing can leave in a sender's name, and why: asked of the very rules that a rehearsal plays by.

A mail leaves in two ways: a card of a workflow enrolls somebody, whose first mail goes at once, or a follow-up of a
sequence falls due. A way is closed on a day when it is open at no moment of it:

* both, while the sender may not send at all (``core.rules.eligibility``);
* a card, while its own checks fail (``eligibility``), its workflow is switched off, the workflow's run windows and
  blocked dates allow no moment (``core.rules.run_windows``), or its first step is a mail and the daily limit is 0;
  after the rehearsal's end no card enrolls;
* follow-ups, where neither their days nor the send window allow a moment (``core.rules.calendar``), the sequence is
  deleted, or the daily limit is 0. Blocked dates of workflows do not hold follow-ups back.

A day is blocked for a sender when every way it has is closed. A mail that waited its turn in the mailbox since the day
before may still leave on such a day. The rules know no public holidays, only blocked dates; one that is a public
holiday of the account's country is called by its name.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from itertools import pairwise
from typing import NamedTuple

from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.engine.world import World
from core.model.event import EventKind
from core.model.instant import Instant, from_instant
from core.model.project import Project
from core.model.sender import Sender
from core.model.sequence import Sequence as SalesSequence
from core.model.sequence import StepKind
from core.model.workflow import Card, Workflow, walk
from core.rules import rulepack
from core.rules.calendar import is_eligible_day, local_date, next_allowed
from core.rules.eligibility import CardFacts, LoadFacts, Scope, first_failure, load_reason, sender_reason
from core.rules.review_words import quoted
from core.rules.run_windows import next_run
from core.services.holidays import country_of_zone, public_holidays
from core.services.replay import Replay
from core.services.world_at import breaks_of

_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
_NO_LIMIT = "Daily limit is 0"


@dataclass(frozen=True, slots=True)
class Blocked:
    """What cannot leave on one day in one sender's name.

    Attributes:
        entries: Why nobody can be enrolled, in words; empty when somebody can, or no card ever enrolls with the sender.
        follow_ups: Why no follow-up can leave, likewise.
        whole: Whether nothing at all can leave.
        part: Why nothing can leave in a part of the day, in words.
    """

    entries: str = ""
    follow_ups: str = ""
    whole: bool = False
    part: str = ""

    def lines(self) -> list[str]:
        """Say it, a line each; none when all may leave."""
        if self.whole and (not self.entries or not self.follow_ups or self.entries == self.follow_ups):
            return [f"Blocked: {self.entries or self.follow_ups}."]
        found = ["Blocked: nothing can leave."] if self.whole else []
        found += [f"No new enrollments: {self.entries}."] if self.entries else []
        found += [f"No follow-ups: {self.follow_ups}."] if self.follow_ups else []
        return [*found, f"{self.part}."] if self.part else found


class _Stage(NamedTuple):
    """A span within one day in which nothing happens to the account: the world as it stands then."""

    first: Instant
    after: Instant
    day: int
    number: int
    epoch: int
    senders: Mapping[int, tuple[Sender, int]]
    sequences: Mapping[int, SalesSequence]
    off: frozenset[int]


class _Entry(NamedTuple):
    """A card that enrolls, and the one sender it enrolls with; 0 for the owner, who may be anybody."""

    workflow: Workflow
    card: Card
    action: EnrollInSequence
    sender: int


class SenderDays:
    """What can leave on each day, for every sender.

    Arguments:
        replay: The rehearsal.
        days: The days.
        bounds: The first instant of each day, and of the day after the last.
        zone: The account's time zone.
        zones: Time zones of contacts who have one of their own.
    """

    def __init__(
        self, replay: Replay, days: Sequence[date], bounds: Sequence[Instant], zone: tzinfo, zones: Collection[tzinfo]
    ) -> None:
        self._replay = replay
        self._project = replay.run.project
        self._zone = zone
        self._zones = (zone, *zones)
        self._rules = rulepack.load(self._project.account.rule_pack)
        self._entries = list(_entries(self._project))
        self._known: dict[tuple[object, ...], str] = {}
        self._sent_by: dict[int, list[SalesSequence]] = {}
        self._holidays = _named(days, self._project)
        self._stages: list[list[_Stage]] = [[] for _ in days]
        for stage in self._staged(bounds):
            self._stages[stage.day].append(stage)

    def limit(self, sender: int, day: int) -> int:
        """Give a sender's daily limit at the end of a day."""
        return self._stages[day][-1].senders[sender][1]

    def blocked(self, sender: int, day: int) -> Blocked:
        """Say what cannot leave in a sender's name on a day."""
        stages = self._stages[day]
        lost = [self._lost(stage, sender) for stage in stages]
        if all(lost):
            return Blocked(lost[-1], lost[-1], whole=True)
        name = stages[-1].senders[sender][0].name
        running = [stage for stage in stages if stage.first < self._replay.end]
        cards = [(entry.workflow.name, _always(self._entry(stage, entry, sender) for stage in running))
                 for entry in self._entries if running and entry.sender in (0, sender)]  # fmt: skip
        sends = [(sequence.name, _always(self._sending(stage, sequence.id, sender) for stage in stages))
                 for sequence in self._sends(sender)]  # fmt: skip
        ways = [why for _, why in (*cards, *sends)]
        if ways and all(why == _NO_LIMIT for why in ways):
            return Blocked(_NO_LIMIT, _NO_LIMIT, whole=True)
        return Blocked(
            _said(cards, f"every workflow that enrolls with {name}"), _said(sends, f"every sequence {name} sends"),
            bool(ways) and all(ways), self._part(stages, lost),
        )  # fmt: skip

    # ------------------------------------------------------------ the rules, asked

    def _lost(self, stage: _Stage, sender: int, *, automation: bool = True) -> str:
        """Ask why a user may not send; for follow-ups as the engine does, where a Professional seat is enough."""
        known = stage.senders[sender][0]
        return self._once(("lost", stage.epoch, sender, automation), lambda: sender_reason(known, automation).title)

    def _entry(self, stage: _Stage, entry: _Entry, sender: int) -> str:
        automation = entry.workflow.sequence != 0 and entry.workflow.sequence == entry.action.sequence
        key = ("card", stage.number, entry.workflow.id, entry.card.id)
        why = self._once(key, lambda: self._card(stage, entry, automation))
        return why or self._lost(stage, sender, automation=automation) or self._full(stage, entry, sender)

    def _full(self, stage: _Stage, entry: _Entry, sender: int) -> str:
        """Ask whether not even an empty mailbox has room for the first step."""
        first = next(iter(stage.sequences[entry.action.sequence].steps), None)
        mails_now = first is not None and first.kind is StepKind.EMAIL
        return _NO_LIMIT if load_reason(LoadFacts(0, stage.senders[sender][1], mails_now)) else ""

    def _card(self, stage: _Stage, entry: _Entry, automation: bool) -> str:
        workflow, sequence = entry.workflow, stage.sequences.get(entry.action.sequence)
        facts = CardFacts(
            entry.card.on, self._project.account.subscription, automation, bool(entry.action.sequence), sequence
        )
        if reason := first_failure(Scope.CARD, facts):
            return reason.title
        if workflow.id in stage.off:
            return "Switched off"
        if next_run(stage.first, workflow.settings, self._zone).at < stage.after:
            return ""
        day = local_date(stage.first, self._zone)
        if day.isoformat() in workflow.settings.blocked:
            name = self._holidays.get(day, "")
            return f"A blocked date ({name})" if name else "A blocked date"
        opens = any(window.day == day.weekday() for window in workflow.settings.windows)
        return "Outside the run times" if opens else f"No run times on {_DAYS[day.weekday()]}"

    def _sending(self, stage: _Stage, sequence_id: int, sender: int) -> str:
        empty = "" if stage.senders[sender][1] > 0 else _NO_LIMIT
        return self._lost(stage, sender) or empty or self._follow_up(stage, sequence_id)

    def _follow_up(self, stage: _Stage, sequence_id: int) -> str:
        def ask() -> str:
            sequence = stage.sequences[sequence_id]
            if sequence.deleted is not None and self._rules.on_sequence_deleted == "unenroll":
                return "Sequence deleted"
            settings = sequence.settings
            zones = self._zones if settings.use_contact_time_zone else self._zones[:1]
            if any(next_allowed(stage.first, settings, zone, mail=True) < stage.after for zone in zones):
                return ""
            day = local_date(stage.first, self._zone)
            opens = is_eligible_day(day, settings)
            return "Outside the send window" if opens else f"None on {_DAYS[day.weekday()]}"

        return self._once(("follow-up", stage.number, sequence_id), ask)

    def _once(self, key: tuple[object, ...], ask: Callable[[], str]) -> str:
        """Ask a question once: hundreds of senders share the answers."""
        if key not in self._known:
            self._known[key] = ask()
        return self._known[key]

    # ------------------------------------------------------------ what there is

    def _sends(self, sender: int) -> list[SalesSequence]:
        """Give the sequences that have follow-up mails and that a sender's contacts are in, or can get into."""
        if sender not in self._sent_by:
            numbers = {entry.action.sequence for entry in self._entries if entry.sender in (0, sender)}
            numbers |= {e.sequence for e in self._project.enrollments if e.sender == sender}
            self._sent_by[sender] = [s for s in self._project.sequences if s.id in numbers and _has_follow_ups(s)]
        return self._sent_by[sender]

    def _staged(self, bounds: Sequence[Instant]) -> Iterator[_Stage]:
        """Cut the days where something happens to the account, and where the rehearsal begins and ends."""
        world = World(self._project, self._rules, self._zone)
        breaks = breaks_of(self._project, self._replay.run.settings)
        edges = {*bounds, *(at for at, _ in breaks), self._replay.start, self._replay.end}
        inner = sorted(edge for edge in edges if bounds[0] <= edge <= bounds[-1])
        off: frozenset[int] = frozenset()
        for number, (first, after) in enumerate(pairwise(inner)):
            while breaks and breaks[0][0] <= first:
                at, event = breaks.pop(0)
                if event.kind is EventKind.WORKFLOW_OFF:
                    off |= {event.workflow}
                elif event.kind is EventKind.WORKFLOW_ON:
                    off -= {event.workflow}
                else:
                    world.happen(at, event)
            if first >= self._replay.start:
                senders = {who: (desk.sender, desk.limit) for who, desk in world.desks.items()}
                day = bisect_right(bounds, first) - 1
                yield _Stage(first, after, day, number, world.epoch, senders, dict(world.sequences), off)

    def _part(self, stages: Sequence[_Stage], lost: Sequence[str]) -> str:
        """Say when in a day a sender cannot send; empty when always or never."""
        found = []
        for number, (stage, why) in enumerate(zip(stages, lost, strict=True)):
            if why and (number == 0 or not lost[number - 1]):
                after = next((s.first for s, free in zip(stages[number:], lost[number:], strict=True) if not free), 0)
                until = f" until {from_instant(after, self._zone):%H:%M}" if after else ""
                since = f" from {from_instant(stage.first, self._zone):%H:%M}" if number else ""
                found.append(f"{why}{since}{until}")
        return "; ".join(found)


def _always(whys: Iterable[str]) -> str:
    """Give why something is closed in all of the spans of a day; empty when it is open in one of them."""
    listed = list(whys)
    return listed[-1] if all(listed) else ""


def _said(ways: Sequence[tuple[str, str]], every: str) -> str:
    """Say why all ways are closed, those with the same reason together; empty when one is open."""
    if not all(why for _, why in ways):
        return ""
    by_why: dict[str, list[str]] = {}
    for name, why in ways:
        names = by_why.setdefault(why[:1].lower() + why[1:], [])
        names += [] if name in names else [name]
    if len(by_why) == 1 and len(set(ways)) > 1:
        return f"{next(iter(by_why))} in {every}"
    return "; ".join(f"{why} in {', '.join(quoted(name) for name in names)}" for why, names in by_why.items())


def _entries(project: Project) -> Iterator[_Entry]:
    for workflow in project.workflows:
        for card in walk(workflow.cards):
            action = card.action
            if isinstance(action, EnrollInSequence):
                chosen = action.sender if action.sender_type is SenderType.SPECIFIC_USER else 0
                if chosen or action.sender_type is SenderType.CONTACT_OWNER:
                    yield _Entry(workflow, card, action, chosen)


def _has_follow_ups(sequence: SalesSequence) -> bool:
    return any(step.kind is StepKind.EMAIL for step in sequence.steps[1:])


def _named(days: Sequence[date], project: Project) -> dict[date, str]:
    """Give the public holidays among the blocked dates; the list of holidays is loaded only when there are any."""
    dates = {text for workflow in project.workflows for text in workflow.settings.blocked}
    blocked = {day for day in days if day.isoformat() in dates}
    country = country_of_zone(project.account.time_zone) if blocked else ""
    years = {day.year for day in blocked} if country else set()
    found = (holiday for year in sorted(years) for holiday in public_holidays(country, year))
    return {holiday.day: holiday.name for holiday in found if holiday.day in blocked}
