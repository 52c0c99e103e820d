"""Asking the engine again: replays of a stored run on a changed project or changed contacts, bounded and stoppable.

What is changed is decided in ``core.services.why_not``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar

from core.actions.base import RunnableAction
from core.actions.stage import Performer, Slot
from core.engine.runner import Rehearsal
from core.engine.snapshot import Snapshot, columns_needed
from core.model import tree
from core.model.contact import ContactColumns
from core.model.instant import DAY, MINUTE, Instant
from core.model.project import Project
from core.model.run import Cast, Run
from core.model.trace import Outcome, RowKind, TraceEvent, TraceRow
from core.rules import rulepack
from core.rules.bounds import MOST_DAYS
from core.services.calm import calm_collector
from core.services.runs import Control
from core.services.workspace import Workspace

MOST_REPLAYS = 25
"""Replays that one question may cost."""

_ACTION = int(RowKind.ACTION)


class Exhausted(Exception):
    """No more replays: somebody stopped the search, or it has had all it may have."""


@dataclass(frozen=True, slots=True)
class FlipProgress:
    """How far a search is.

    Attributes:
        asked: Replays begun so far.
        most: How many there may be; usually it ends far earlier.
    """

    asked: int
    most: int = MOST_REPLAYS


@dataclass(frozen=True, slots=True)
class Subject:
    """The try that is asked about.

    Attributes:
        contact: Contact id.
        workflow: Workflow id.
        card: Card id.
        at: When it was.
    """

    contact: int
    workflow: int
    card: int
    at: Instant


class Trials:
    """Replays one run.

    Arguments:
        ws: The workspace; its contacts of today are played.
        run: The run; its project and settings are played.
        subject: The try that is asked about.
        control: Who watches, and may stop it.

    Attributes:
        contacts: The contacts that are played.
        asked: Replays begun so far.
    """

    def __init__(self, ws: Workspace, run: Run, subject: Subject, control: Control) -> None:
        self.contacts: ContactColumns = ws.contacts.columns(columns_needed(run.project))
        self.asked = 0
        self._run = run
        self._subject = subject
        self._control = control
        self._rules = rulepack.load(run.project.account.rule_pack)

    def rows(
        self,
        project: Project,
        contacts: ContactColumns | None = None,
        *,
        until: Instant = 0,
        keep: Callable[[TraceRow], bool] | None = None,
    ) -> list[TraceEvent]:
        """Play and give the rows of the contact that is asked about.

        Arguments:
            project: What is played.
            contacts: Who is played; today's contacts unless given.
            until: Last moment that matters; that of the try unless given.
            keep: Also keeps rows of others for which this holds.

        Raises:
            Exhausted: It was stopped, or has had all its replays.
        """
        if self.asked >= MOST_REPLAYS or self._control.cancelled():
            raise Exhausted
        self.asked += 1
        self._control.report(FlipProgress(self.asked))
        last = max(until, self._subject.at)
        settings = self._run.settings
        needed = (last - settings.start) // DAY + 1
        if needed > settings.days:
            # Beyond its end the run knew of no scripted event: who is created there was on its list from the start.
            project = replace(
                project, script=tuple(e for e in project.script if e.minute * MINUTE < settings.days * DAY)
            )
            settings = replace(settings, days=min(needed, MOST_DAYS))
        with calm_collector():
            rehearsal = Rehearsal(Snapshot(project, contacts or self.contacts, self._rules), settings)
            return self._played(rehearsal, last, keep)

    def _played(self, rehearsal: Rehearsal, last: Instant, keep: Callable[[TraceRow], bool] | None) -> list[TraceEvent]:
        who, now, batches = self._subject.contact, self._run.settings.start, rehearsal.play(last + 1)
        found: list[TraceEvent] = []
        while now <= last:
            batch = next(batches)
            found += [TraceEvent(*row) for row in batch.rows if row[1] == who or (keep is not None and keep(row))]
            if self._control.cancelled():
                raise Exhausted
            now = batch.now
        return found

    def attempt(self, project: Project, rows: list[TraceEvent], *, after: Instant = 0) -> TraceEvent | None:
        """Give what came of the try; with ``after``, of the first one that is later than that.

        Arguments:
            project: The project that was played, whose cards may be numbered in another way.
            rows: What ``rows`` gave.
            after: A moment, 0 for the very moment of the try.
        """
        subject = self._subject
        place = Cast(project).number(subject.workflow, subject.card)
        for row in rows:
            if row.contact != subject.contact or row.place != place or row.kind != _ACTION:
                continue
            if row.outcome != Outcome.DEFERRED and (row.time > after if after else row.time == subject.at):
                return row
        return None

    def held(self, project: Project, until: Instant) -> Project:
        """Give the project in which this contact alone reaches the card only at a later moment."""
        subject = self._subject

        def hold(action: RunnableAction) -> RunnableAction:
            return HeldBack(action, subject.contact, subject.at, until)

        workflows = []
        for workflow in project.workflows:
            card = tree.card_of(workflow, subject.card) if workflow.id == subject.workflow else None
            if card is not None and isinstance(card.action, RunnableAction):
                workflows.append(tree.change(workflow, card.id, action=hold(card.action)))
            else:
                workflows.append(workflow)
        return replace(project, workflows=tuple(workflows))


@dataclass(frozen=True, slots=True)
class HeldBack(RunnableAction):
    """A card's action for a trial: one contact does it later, everybody else as before.

    It wraps the action rather than standing before it as a card of its own, so that all places keep their numbers and
    all random draws their values.

    Attributes:
        inner: The card's own action.
        contact: Who is held back.
        at: When it comes to the card.
        until: When it may act; a time at which the workflow's actions may run.
    """

    kind: ClassVar[str] = "held_back"
    title: ClassVar[str] = "Held back"
    icon: ClassVar[str] = "delay"
    group: ClassVar[str] = ""

    inner: RunnableAction
    contact: int
    at: Instant
    until: Instant

    def bind(self, slot: Slot) -> Performer:
        """Let one contact wait; the others act at once."""
        act = self.inner.bind(slot)
        hold = slot.waiting_room.until(act)
        index = slot.stage.ids.index(self.contact)

        def perform(now: Instant, who: list[int]) -> None:
            if now != self.at or index not in who:
                act(now, who)
                return
            others = [i for i in who if i != index]
            if others:
                act(now, others)
            hold(self.until, [index])

        return perform
