"""Actions in a real rehearsal: a project with one workflow, some contacts, and what the log says of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.engine.runner import Rehearsal
from core.engine.snapshot import Snapshot, columns_needed
from core.model.account import RunSettings
from core.model.contact import ContactColumns
from core.model.event import ScriptedEvent
from core.model.fields import Value
from core.model.instant import Instant, from_instant
from core.model.project import Project
from core.model.run import Cast
from core.model.trace import Outcome, RowKind, TraceEvent
from core.model.workflow import Card, Workflow, WorkflowStatus
from core.rules import rulepack
from core.rules.calendar import zone_of
from core.rules.sentences import detail
from tests.core.actions.fakes import NOW, office

People = Sequence[Mapping[str, Value]]


class Played:
    """A rehearsal that was played to its end.

    Arguments:
        people: Values of contacts 1, 2, …; they all enter when the run starts.
        cards: The cards of workflow 1.
        script: What happens.
        others: More workflows that are on.
        start: First moment.
        days: How long.
        project: What else there is.
    """

    def __init__(
        self,
        people: People,
        cards: tuple[Card, ...],
        *,
        script: tuple[ScriptedEvent, ...] = (),
        others: tuple[Workflow, ...] = (),
        start: Instant = NOW,
        days: int = 10,
        seed: int = 7,
        project: Project | None = None,
    ) -> None:
        workflow = Workflow(1, "First", WorkflowStatus.ON, cards=cards, next_card=100)
        self.project = replace(project or office(), workflows=(workflow, *others), script=script)
        columns = {name: [person.get(name) for person in people] for name in columns_needed(self.project)}
        contacts = ContactColumns(range(1, len(people) + 1), columns)
        self.run = Rehearsal(Snapshot(self.project, contacts, rulepack.load("2025-08")), RunSettings(start, days, seed))
        self.cast = Cast(self.project)
        self.zone = zone_of(self.project.account.time_zone)
        self.events = [TraceEvent(*row) for batch in self.run.play() for row in batch.rows]

    def at(self, card: int, workflow: int = 1) -> list[TraceEvent]:
        """Give the rows of a card, 0 for the trigger."""
        place = self.cast.number(workflow, card)
        return [e for e in self.events if e.place == place and e.kind in (RowKind.ACTION, RowKind.TRIGGER)]

    def came(self, card: int, workflow: int = 1) -> dict[int, str]:
        """Give when each contact came to a card, in local time, e.g. ``{1: "Tue 06 Jan 09:00"}``."""
        return {e.contact: f"{from_instant(e.time, self.zone):%a %d %b %H:%M}" for e in self.at(card, workflow)}

    def said(self, card: int) -> list[str]:
        """Give the log's lines for a card, e.g. ``1 done: Given to Ana Ruiz.``."""
        return [f"{e.contact} {Outcome(e.outcome).label}: {detail(e, self.cast, self.zone)}" for e in self.at(card)]
