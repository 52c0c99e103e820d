"""The smallest changes that would have enrolled a contact that was skipped, found by asking the engine again.

Each one that is given was tried: the run was played once more with it, and the contact was enrolled by that card. The
changes themselves are in ``core.services.why_not_changes``, the replays in ``core.services.why_not_trials``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain, islice

from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.model.changes import Edit
from core.model.event import ScriptedEvent
from core.model.instant import DAY, HOUR, MINUTE, Instant
from core.model.reason import Reason
from core.model.run import Cast, Run
from core.model.sender import Sender
from core.model.trace import Outcome, RowKind, TraceEvent, TraceRow
from core.model.workflow import Workflow
from core.rules import rulepack
from core.rules.eligibility import sender_reason
from core.rules.limits import NEVER
from core.rules.run_windows import next_run
from core.services import why_not_changes as changes
from core.services.log import LogLine
from core.services.moments import seen_from
from core.services.runs import Control, Unwatched
from core.services.values import zone_of_account
from core.services.why import run_of
from core.services.why_not_changes import Change, Scene, edit_of, with_values
from core.services.why_not_trials import MOST_REPLAYS, Exhausted, FlipProgress, Subject, Trials
from core.services.workspace import Workspace
from core.services.world_at import world_at

__all__ = ["MOST_FLIPS", "MOST_REPLAYS", "Flip", "FlipProgress", "flips"]

MOST_FLIPS = 4
"""Most flips that are given for one row."""
_MOST_CHOICES = 3
"""Users or sequences that are tried in one place before the search goes on."""
_MOST_JOINED = 3
"""Most repairs that are tried together."""
_MOST_TIMES = 3
"""Moments that are tried one after another."""
_CONSENT = frozenset(
    {
        Reason.UNSUBSCRIBED,
        Reason.UNSUBSCRIBED_PERSONAL,
        Reason.BOUNCED,
        Reason.BLOCKED_ADDRESS,
        Reason.BLOCKED_DOMAIN,
        Reason.PREVIOUSLY_MARKED_AS_SPAM,
    }
)


@dataclass(frozen=True, slots=True)
class Flip:
    """A change that would have enrolled the contact.

    Attributes:
        title: In a few words, e.g. ``with Ana Ruiz at 51 a day instead of 50``, ``at 09:12 tomorrow``.
        edit: The edit that makes it real; ``None`` where one click cannot.
        verified: Whether the engine was asked and enrolled the contact; remarks are not.
        kind: ``limit``, ``time``, ``sender``, ``owner``, ``inbox``, ``seat``, ``sequence``, ``enrollment``,
            ``contact``, ``card``, ``account`` or ``workflow``; remarks are ``by_design`` (nothing should flip it),
            ``behind`` (another check behind this one would fail) or ``stale`` (the contacts are no longer those of the
            run).
    """

    title: str
    edit: Edit | None
    verified: bool
    kind: str


def flips(ws: Workspace, run: int, line: LogLine, control: Control | None = None) -> list[Flip]:
    """Give the changes that would have enrolled the contact of a skipped row, the smallest first; four at most.

    Each is tried on the engine, so it takes as many times the time of the run as there are trials (``MOST_REPLAYS`` at
    most): work for a job.

    Arguments:
        ws: The workspace.
        run: The run the row is of.
        line: The row; only skipped *Enroll in sequence* rows have flips.
        control: Takes a ``FlipProgress`` before each trial, and may stop the search; what it has found is given then.

    Raises:
        Problem: ``RUN_MISSING`` when the run was deleted.
    """
    played = run_of(ws, run)
    cast = Cast(played.project)
    card, workflow = cast.card_at(line.place), cast.workflow_at(line.place)
    if line.kind is not RowKind.ACTION or line.outcome is not Outcome.SKIPPED or card is None or workflow is None:
        return []
    if not isinstance(card.action, EnrollInSequence):
        return []
    if line.reason in _CONSENT:
        return [Flip(f"Nothing should: {line.detail[:1].lower()}{line.detail[1:]}", None, False, "by_design")]
    scene = Scene(workflow.id, card.id, card.action, line.sender_id, played.settings.start, line.time)
    search = _Search(ws, played, workflow, scene, line, control or Unwatched())
    found: list[Flip] = []
    with suppress(Exhausted):
        for flip in islice(search.flips(), MOST_FLIPS):
            found.append(flip)  # noqa: PERF402 - what was found before it is stopped is kept
    return found


class _Search:
    """Looks for what flips one row."""

    def __init__(
        self, ws: Workspace, run: Run, workflow: Workflow, scene: Scene, line: LogLine, control: Control
    ) -> None:
        self._ws = ws
        self._run = run
        self._project = run.project
        self._workflow = workflow
        self._scene = scene
        self._line = line
        self._zone = zone_of_account(run.project)
        self._rules = rulepack.load(run.project.account.rule_pack)
        self._world = world_at(run.project, run.settings, line.time)
        self._trials = Trials(ws, run, Subject(line.contact_id, workflow.id, scene.card, line.time), control)
        self._base: list[TraceEvent] = []
        # The first change that took the reason away, and the reason that came up behind it.
        self._behind: tuple[Change, Reason] | None = None

    def flips(self) -> Iterator[Flip]:
        """Give what flips the row, as it is found.

        Raises:
            Exhausted: It was stopped, or has had all its replays.
        """
        reason = self._line.reason
        if not self._reproduced():
            yield Flip("The contacts have changed since this rehearsal; rehearse again first.", None, False, "stale")
            return
        if reason is Reason.DAILY_LIMIT_REACHED:
            yield from self._for_limit()
        elif reason is Reason.ALREADY_ENROLLED:
            yield from self._for_enrollment()
        else:
            found = False
            for flip in chain(self._repaired(reason), self._by_choice(reason)):
                found = True
                yield flip
            if not found and self._behind is not None:
                yield self._remark(*self._behind)

    def _reproduced(self) -> bool:
        """Play the run as it was, to see that it still gives this very row."""
        keep = self._is_refusal if self._line.reason is Reason.DAILY_LIMIT_REACHED else None
        self._base = self._trials.rows(self._project, until=self._looks_until(), keep=keep)
        row = self._trials.attempt(self._project, self._base)
        return row is not None and (row.outcome, row.reason) == (Outcome.SKIPPED, self._line.reason)

    def _looks_until(self) -> Instant:
        """Give how far the first replay goes: to the end where a later one of the contact's rows is asked for."""
        if self._line.reason is Reason.ALREADY_ENROLLED:
            return self._run.settings.start + self._run.settings.days * DAY - 1
        return self._line.time

    def _first(self, some: Iterable[Change | None]) -> Iterator[Flip]:
        """Give the first change that the engine says yes to."""
        for change in some:
            if change is not None and self._enrolls(change):
                yield self._flip(change, f"with {change.words}")
                return

    def _enrolls(self, change: Change) -> bool:
        row = self._answer(change)
        return row is not None and row.outcome == Outcome.DONE

    def _answer(self, change: Change) -> TraceEvent | None:
        contacts = self._trials.contacts
        if change.values:
            contacts = with_values(contacts, self._line.contact_id, change.values)
        row = self._trials.attempt(change.project, self._trials.rows(change.project, contacts))
        skipped = row is not None and row.outcome == Outcome.SKIPPED
        if row is not None and skipped and row.reason != self._line.reason and self._behind is None:
            self._behind = change, Reason(row.reason)
        return row

    def _remark(self, change: Change, behind: Reason) -> Flip:
        title = f"{behind.title[:1].lower()}{behind.title[1:]}"
        return Flip(f"With {change.words} it would still be skipped: {title}.", None, False, "behind")

    def _flip(self, change: Change, title: str) -> Flip:
        return Flip(title, edit_of(self._ws, self._project, self._line.contact_id, change), True, change.kind)

    # Reasons that one repair takes away

    def _repaired(self, reason: Reason) -> Iterator[Flip]:
        """Take the reason away, and the next one when there is another behind it."""
        change = changes.repair(self._scene, self._project, reason)
        seen = {reason}
        while change is not None and len(seen) <= _MOST_JOINED:
            row = self._answer(change)
            if row is not None and row.outcome == Outcome.DONE:
                yield self._flip(change, f"with {change.words}")
                return
            behind = Reason(row.reason) if row is not None else reason
            # Who would send is known only when no check before that has failed.
            scene = replace(self._scene, sender=row.sender if row is not None else 0)
            further = changes.repair(scene, change.project, behind) if behind not in seen else None
            seen.add(behind)
            change = change.and_also(further) if further is not None else None

    # Reasons that another choice takes away

    def _by_choice(self, reason: Reason) -> Iterator[Flip]:
        if reason in _SENDER_REASONS:
            yield from self._other_senders(both=reason in (Reason.OWNER_EMPTY, Reason.OWNER_UNKNOWN))
        elif reason in (Reason.SEQUENCE_DELETED, Reason.SEQUENCE_MISSING, Reason.SEQUENCE_EMPTY):
            standing = [s for s in self._world.sequences.values() if s.deleted is None and s.steps]
            others = [s for s in standing if s.id != self._scene.action.sequence][:_MOST_CHOICES]
            yield from self._first(changes.other_sequence(self._scene, self._project, s) for s in others)
        elif reason is Reason.SUBSCRIPTION_REQUIRED:
            yield from self._first([changes.on_automation_page(self._scene, self._project)])

    def _other_senders(self, *, both: bool = False) -> Iterator[Flip]:
        """Try other users: as the contact's owner where the owner sends, else on the card; ``both`` tries both."""
        others = self._qualified()
        by_owner = self._scene.action.sender_type is SenderType.CONTACT_OWNER
        if by_owner:
            yield from self._first(changes.other_owner(self._scene, self._project, s) for s in others)
        if both or not by_owner:
            yield from self._first(changes.other_sender(self._scene, self._project, s) for s in others)

    def _qualified(self) -> list[Sender]:
        """Give other users who may send at that moment, those with the highest limit first."""
        action = self._scene.action
        automation = self._workflow.sequence != 0 and self._workflow.sequence == action.sequence
        desks = [
            desk
            for desk in self._world.desks.values()
            if desk.sender.id != self._scene.sender and not sender_reason(desk.sender, automation)
        ]
        desks.sort(key=lambda desk: (-desk.limit, desk.sender.name.casefold(), desk.sender.id))
        return [desk.sender for desk in desks[:_MOST_CHOICES]]

    # Daily limit

    def _for_limit(self) -> Iterator[Flip]:
        yield from self._higher_limit()
        free = self._line.facts[2]
        if free < NEVER:
            yield from self._later(free)
        yield from self._other_senders()

    def _higher_limit(self) -> Iterator[Flip]:
        """Find the smallest sufficient limit, beginning with a guess: one more for each contact refused before."""
        sender, low = self._project.sender(self._scene.sender), self._line.facts[1]
        assert sender is not None, "a limit that is reached is somebody's"
        allowed = self._rules.limit_for(self._project.account.subscription)
        provider = self._rules.provider_limit(sender.provider)
        top = allowed if provider is None else min(allowed, provider)
        tried: dict[int, Change] = {}

        def enough(limit: int) -> bool:
            change = changes.higher_limit(self._scene, self._project, sender, limit, self._line.facts[1])
            tried[limit] = change
            return self._enrolls(change)

        smallest = _smallest(low, top, low + self._refused(), enough)
        if smallest:
            yield self._flip(tried[smallest], f"with {tried[smallest].words}")

    def _is_refusal(self, row: TraceRow) -> bool:
        return row[5] == Reason.DAILY_LIMIT_REACHED and row[3] == RowKind.ACTION

    def _refused(self) -> int:
        """Count who was refused at the mailbox in the window up to the row, the row itself included."""
        mailbox = self._world.desks[self._scene.sender].mailbox
        sharing = {i for i, desk in self._world.desks.items() if desk.mailbox is mailbox}
        since = self._line.time - self._rules.window_hours * HOUR
        rows = [r for r in self._base if self._is_refusal(r) and r.sender in sharing and r.time > since]
        own = self._line.contact_id, self._line.place, self._line.time
        return [(row.contact, row.place, row.time) for row in rows].index(own) + 1

    # Time

    def _later(self, first: Instant) -> Iterator[Flip]:
        """Try later moments, each the one at which the engine last said there would be room."""
        event = self._entry_event()
        at = self._allowed(first)
        for _ in range(_MOST_TIMES):
            row, change = self._at(at, event) if at < NEVER else (None, None)
            if row is not None and row.outcome == Outcome.DONE:
                title = seen_from(row.time, self._line.time, self._zone)
                yield self._flip(change, title) if change else Flip(title, None, True, "time")
                return
            if row is None or row.reason != Reason.DAILY_LIMIT_REACHED or not at < row.c < NEVER:
                return
            at = self._allowed(row.c)

    def _allowed(self, at: Instant) -> Instant:
        """Give the first full minute from a moment on at which the workflow's actions may run."""
        return next_run(-(-at // MINUTE) * MINUTE, self._workflow.settings, self._zone).at

    def _at(self, at: Instant, event: ScriptedEvent | None) -> tuple[TraceEvent | None, Change | None]:
        """Let the contact come to the card at a later moment, through a later event where one brought it in."""
        settings = self._run.settings
        if event is not None:
            minutes = (at - self._line.time) // MINUTE
            if (event.minute + minutes) * MINUTE < settings.days * DAY:
                change = changes.event_moved(self._project, event, minutes)
                rows = self._trials.rows(change.project, until=at)
                row = self._trials.attempt(change.project, rows, after=self._line.time)
                if row is not None and row.time == at:
                    return row, change
        rows = self._trials.rows(self._trials.held(self._project, at), until=at)
        return self._trials.attempt(self._project, rows, after=self._line.time), None

    def _entry_event(self) -> ScriptedEvent | None:
        """Give the scripted event that brought the contact into the workflow, when it was one."""
        trigger = Cast(self._project).number(self._workflow.id, 0)
        entered = [r for r in self._base if (r.place, r.outcome) == (trigger, Outcome.ENTERED)]
        came = max(r.time for r in entered if r.time <= self._line.time and r.contact == self._line.contact_id)
        minute, exact = divmod(came - self._run.settings.start, MINUTE)
        who = self._line.contact_id
        events = [e for e in self._project.script if e.contact == who and e.minute == minute]
        return events[0] if len(events) == 1 and not exact else None

    # Already in a sequence

    def _for_enrollment(self) -> Iterator[Flip]:
        other, _, place = self._line.facts
        found = self._project.sequence(other)
        name = found.name if found else "a lost sequence"
        yield from self._first([changes.unenrolled_first(self._scene, self._project)])
        left = next((r for r in self._base if self._ends(r, other)), None)
        if left is not None:
            for flip in self._later(left.time + 1):
                yield replace(flip, title=f"{flip.title}, after “{name}”")
        if not place:
            yield from self._first([changes.not_standing(self._project, self._line.contact_id, name)])

    def _ends(self, row: TraceEvent, sequence: int) -> bool:
        own = row.contact == self._line.contact_id and row.sequence == sequence
        return own and (row.kind, row.outcome) == (RowKind.SEQUENCE, Outcome.LEFT) and row.time >= self._line.time


_SENDER_REASONS = frozenset(
    {
        Reason.OWNER_EMPTY,
        Reason.OWNER_UNKNOWN,
        Reason.SENDER_MISSING,
        Reason.SENDER_DEACTIVATED,
        Reason.SENDER_NO_SEAT,
        Reason.INBOX_NOT_CONNECTED,
        Reason.INBOX_NOT_PERSONAL,
    }
)


def _smallest(low: int, top: int, guess: int, enough: Callable[[int], bool]) -> int:
    """Find the smallest number above ``low`` and up to ``top`` that is enough, 0 when none is.

    It asks about the guess first and then about the number before it, so that a good guess costs two questions.
    """
    if low >= top:
        return 0
    high = min(max(guess, low + 1), top)
    if not enough(high):
        if high == top or not enough(top):
            return 0
        low, high = high, top
    elif high - 1 > low:
        if not enough(high - 1):
            return high
        high -= 1
    while high - low > 1:
        middle = (low + high) // 2
        if enough(middle):
            high = middle
        else:
            low = middle
    return high
