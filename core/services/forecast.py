"""The forecast: what a rehearsal would come to, played by the very engine with nothing stored.

Its numbers are those of the log that a rehearsal with the same settings would write. How they read is in
``core.services.forecast_words``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from core.actions.enroll_in_sequence import EnrollInSequence
from core.engine.runner import Rehearsal
from core.engine.snapshot import Snapshot
from core.model.account import RunSettings
from core.model.project import Project
from core.model.reason import Reason
from core.model.run import CardCounts, Cast
from core.model.trace import Outcome, RowKind, TraceRow
from core.model.workflow import Workflow, walk
from core.services.calm import calm_collector
from core.services.forecast_words import Group, Wording, card_sentence, hangs_on, largest_first, plural, sentence
from core.services.runs import Control, Unwatched, take_snapshot
from core.services.workspace import Workspace

__all__ = ["CardForecast", "Forecast", "Group", "WorkflowForecast", "forecast"]


@dataclass(frozen=True, slots=True)
class CardForecast:
    """What comes of one *Enroll in sequence* card.

    Attributes:
        workflow: Workflow id.
        card: Card id.
        contacts: How many contacts reach it.
        entered: How often it is reached; more than ``contacts`` when some come round again.
        enrolled: How many of these tries enroll.
        skipped: The tries that do not, largest group first.
        deferred: The card's own waits for allowed times, and mails of those it enrolled that are put off.
        sentence: E.g. ``9 of 47 contacts skip this action``.
    """

    workflow: int
    card: int
    contacts: int = 0
    entered: int = 0
    enrolled: int = 0
    skipped: tuple[Group, ...] = ()
    deferred: tuple[Group, ...] = ()
    sentence: str = ""

    @property
    def skips(self) -> int:
        """How many tries are skipped."""
        return self.entered - self.enrolled

    @property
    def lines(self) -> tuple[str, ...]:
        """One line a group that skips, e.g. ``5 · Ben’s inbox is not connected``."""
        return tuple(f"{group.count:,} · {group.line}" for group in self.skipped)

    @property
    def tone(self) -> str:
        """The tone of the theme: that of the worst group, ``done`` when nobody skips, ``muted`` when nobody comes."""
        tones = {group.tone for group in self.skipped}
        worst = next((tone for tone in ("broken", "skipped") if tone in tones), "")
        return worst or ("done" if self.enrolled else "muted")


@dataclass(frozen=True, slots=True)
class WorkflowForecast:
    """What comes of one workflow.

    Attributes:
        workflow: Workflow id.
        entered: How often contacts enter.
        kept_out: Those that meet the trigger and are kept out, by suppression list or goal.
        enrolled: How many tries of its cards enroll.
        skipped: The tries that do not, largest group first.
        deferred: What is put off, largest group first.
        sentence: E.g. ``47 enter: 38 enrolled, 9 skipped``.
    """

    workflow: int
    entered: int
    kept_out: tuple[Group, ...]
    enrolled: int
    skipped: tuple[Group, ...]
    deferred: tuple[Group, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a rehearsal would come to.

    Attributes:
        contacts: Contacts on the list.
        mails: Mails that leave.
        reached: How many contacts come to an enroll card.
        tries: How often they come to one; each try enrolls or skips.
        enrolled: How many tries enroll.
        skipped: The tries that do not, largest group first.
        deferred: Mails and actions that are put off, largest group first; mails of enrollments that stood before the
            start are among them.
        workflows: The workflows that are played, in their order.
        cards: Their enroll cards, in the order of the trees.
        sentence: All of it in one sentence.
        complete: False when it was stopped before its end.
    """

    contacts: int
    mails: int
    reached: int
    tries: int
    enrolled: int
    skipped: tuple[Group, ...]
    deferred: tuple[Group, ...]
    workflows: tuple[WorkflowForecast, ...]
    cards: tuple[CardForecast, ...]
    sentence: str
    complete: bool = True

    def card(self, workflow_id: int, card_id: int) -> CardForecast | None:
        """Give the forecast of a card; ``None`` when it is no enroll card of a workflow that is played."""
        return next((c for c in self.cards if (c.workflow, c.card) == (workflow_id, card_id)), None)

    def workflow(self, workflow_id: int) -> WorkflowForecast | None:
        """Give the forecast of a workflow; ``None`` when it is not played."""
        return next((w for w in self.workflows if w.workflow == workflow_id), None)


def forecast(ws: Workspace, settings: RunSettings, control: Control | None = None) -> Forecast:
    """Play a rehearsal, store nothing, and sum it up; work for a job.

    Arguments:
        ws: The workspace.
        settings: Start, days, seed and workflows.
        control: May stop it between two batches; the forecast is then incomplete.

    Raises:
        Problem: ``NO_WORKFLOW`` when none would be played, ``BAD_DAYS``, ``BAD_RULE_PACK`` or ``BAD_TIME_ZONE``.
    """
    with calm_collector():
        return of_snapshot(take_snapshot(ws, settings), settings, control)


def of_snapshot(snapshot: Snapshot, settings: RunSettings, control: Control | None = None) -> Forecast:
    """Play a snapshot and sum it up; see ``forecast``."""
    watcher = control or Unwatched()
    rehearsal = Rehearsal(snapshot, settings)
    sums = _Sums(snapshot.project)
    for batch in rehearsal.play():
        sums.take(batch.rows)
        if watcher.cancelled():
            return sums.forecast(rehearsal, settings.days, complete=False)
    return sums.forecast(rehearsal, settings.days, complete=True)


_ACTION, _SKIPPED, _DEFERRED = int(RowKind.ACTION), int(Outcome.SKIPPED), int(Outcome.DEFERRED)
_ALREADY = int(Reason.ALREADY_ENROLLED)
_Places: TypeAlias = Mapping[int, CardCounts]
"""Place number to its counts."""


class _Sums:
    """Counts rows as they come; works on bare tuples, because there are hundreds of thousands."""

    def __init__(self, project: Project) -> None:
        self._cast = Cast(project)
        self._words = Wording(project)
        self._cards = {
            self._cast.number(workflow.id, card.id): (workflow, card.id)
            for workflow in project.workflows
            for card in walk(workflow.cards)
            if isinstance(card.action, EnrollInSequence)
        }
        self._came: set[tuple[int, int]] = set()
        self._counts: Counter[tuple[int, int, int, int, int, int]] = Counter()

    def take(self, rows: list[TraceRow]) -> None:
        """Count the rows of a batch."""
        cards = self._cards
        self._came.update(
            [(row[2], row[1]) for row in rows if row[2] in cards and row[3] == _ACTION and row[4] != _DEFERRED]
        )
        self._counts.update(
            [
                (row[2], row[3], row[4], row[5], row[6], row[9] if row[5] == _ALREADY else row[7])
                for row in rows
                if row[4] == _SKIPPED or row[4] == _DEFERRED
            ]
        )

    def forecast(self, rehearsal: Rehearsal, days: int, *, complete: bool) -> Forecast:
        """Make the forecast of what was counted."""
        summary = rehearsal.summary()
        heads = Counter(place for place, _ in self._came)
        cards = tuple(self._card(place, summary.places, heads[place], days) for place in self._cards)
        skipped = self._groups(_SKIPPED, frozenset(self._cards))
        deferred = self._groups(_DEFERRED, frozenset({0, *self._cards}))
        reached, tries = len({contact for _, contact in self._came}), sum(card.entered for card in cards)
        return Forecast(
            contacts=summary.contacts,
            mails=summary.mails,
            reached=reached,
            tries=tries,
            enrolled=sum(card.enrolled for card in cards),
            skipped=skipped,
            deferred=deferred,
            workflows=tuple(self._workflow(w, summary.places) for w in self._cast.project.workflows),
            cards=cards,
            sentence=sentence(reached, tries, skipped, deferred, days) if cards else "No workflow has an enroll action",
            complete=complete,
        )

    def _card(self, place: int, counts: _Places, contacts: int, days: int) -> CardForecast:
        workflow, card_id = self._cards[place]
        count = counts.get(place, CardCounts())
        return CardForecast(
            workflow.id,
            card_id,
            contacts,
            count.entered,
            count.done,
            self._groups(_SKIPPED, frozenset({place})),
            self._groups(_DEFERRED, frozenset({place})),
            card_sentence(contacts, count.entered, count.skipped, days),
        )

    def _workflow(self, workflow: Workflow, counts: _Places) -> WorkflowForecast:
        trigger = self._cast.number(workflow.id, 0)
        places = frozenset(place for place, (owner, _) in self._cards.items() if owner.id == workflow.id)
        kept_out = self._groups(_SKIPPED, frozenset({trigger}))
        # The count of a trigger holds those too that were kept out at it.
        entered = counts.get(trigger, CardCounts()).entered - sum(group.count for group in kept_out)
        enrolled = sum(counts.get(place, CardCounts()).done for place in places)
        skipped = self._groups(_SKIPPED, places)
        skips = sum(group.count for group in skipped)
        told = f"{entered:,} enter{'s' if entered == 1 else ''}"
        told += f": {enrolled:,} enrolled, {skips:,} skipped" if enrolled or skips else ""
        told += f"; {plural(sum(g.count for g in kept_out), 'contact')} kept out" if kept_out else ""
        return WorkflowForecast(
            workflow.id, entered, kept_out, enrolled, skipped, self._groups(_DEFERRED, places), told
        )

    def _groups(self, outcome: int, places: frozenset[int]) -> tuple[Group, ...]:
        """Gather what was counted at some places by what it hangs on."""
        sums: Counter[tuple[int, int, int, int]] = Counter()
        for (place, kind, what, reason, sender, sequence), number in self._counts.items():
            if what == outcome and place in places:
                sums[(kind, reason, *hangs_on(Reason(reason), sender, sequence))] += number
        return largest_first(
            [
                self._words.group(RowKind(kind), Outcome(outcome), Reason(reason), number, sender, sequence)
                for (kind, reason, sender, sequence), number in sums.items()
            ]
        )
