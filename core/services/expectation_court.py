"""Asks what is expected of workflows of the rows of a rehearsal. Apart, because numpy takes long to load."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

import numpy as np

from core.model.account import RunSettings
from core.model.expectation import Expectation, ExpectationKind
from core.model.instant import HOUR
from core.model.problem import Problem
from core.model.project import Project
from core.model.run import Cast
from core.model.trace import TraceRow
from core.model.workflow import Workflow
from core.services.expectations import Verdict
from core.services.forecast_words import plural
from core.services.log_lines import Reader
from core.services.log_terms import where_of
from core.services.row_mask import Rows
from core.store import contacts as contact_rows
from core.store import log
from core.store.log_where import Person

if TYPE_CHECKING:
    from core.services.workspace import Workspace

_NAMED = 3
"""Contacts that a verdict names."""


class Court:
    """Asks expectations of the rows of one rehearsal.

    Arguments:
        ws: The workspace, for the names of contacts.
        played: The project that was played.
        settings: How it was played.
        rows: What happened.
    """

    def __init__(self, ws: Workspace, played: Project, settings: RunSettings, rows: list[TraceRow]) -> None:
        self._ws = ws
        self._settings = settings
        self._reader = Reader(played, settings)
        self._rows = Rows.of(rows)
        self._cast = Cast(played)
        self._found: dict[Person, Collection[int]] = {}

    def verdicts(self, project: Project) -> tuple[Verdict, ...]:
        """Give the verdict of every expectation, in the order of the workflows."""
        played = {workflow.id for workflow in self._cast.project.workflows}
        found: list[Verdict] = []
        for workflow in project.workflows:
            for index, expectation in enumerate(workflow.expectations):
                if workflow.id not in played:
                    said = "The workflow is not played: it is not on, or not chosen."
                    found.append(Verdict(workflow.id, index, expectation, None, 0, said))
                    continue
                ask: Callable[[Workflow, int, Expectation], Verdict] = (
                    self._gap if expectation.kind is ExpectationKind.MAIL_GAP else self._count
                )
                found.append(ask(workflow, index, expectation))
        return tuple(found)

    def _count(self, workflow: Workflow, index: int, expectation: Expectation) -> Verdict:
        places = [place.number for place in self._cast.places if place.workflow == workflow.id]
        try:
            where = where_of(expectation.filter, self._settings, self._reader)
        except Problem as problem:
            return Verdict(workflow.id, index, expectation, None, 0, str(problem.sentence))
        mask = np.isin(self._rows.columns["place"], places)
        if where is not None:
            mask &= self._rows.mask(where, self._people)
        number = int(np.count_nonzero(mask))
        holds = expectation.bound.holds(number, expectation.number)
        contacts = tuple(dict.fromkeys(self._rows.columns["contact"][mask].tolist()))
        said = self._said(plural(number, "row") if number else "It never happens", contacts)
        return Verdict(workflow.id, index, expectation, holds, number, said, contacts)

    def _gap(self, workflow: Workflow, index: int, expectation: Expectation) -> Verdict:
        mails, gaps = self._rows.mail_gaps()
        close = gaps < expectation.hours * HOUR
        contacts = tuple(dict.fromkeys(self._rows.columns["contact"][mails[close]].tolist()))
        number = int(np.count_nonzero(close))
        found = f"{plural(number, 'pair')} of mails closer together" if number else "No two mails are closer together"
        said = self._said(found, contacts)
        return Verdict(workflow.id, index, expectation, number == 0, number, said, contacts)

    def _said(self, start: str, contacts: tuple[int, ...]) -> str:
        if not contacts:
            return f"{start}."
        people = contact_rows.people(self._ws.store, set(contacts[:_NAMED]))
        names = [people[c].name if c in people else f"Contact {c}" for c in contacts[:_NAMED]]
        more = len(contacts) - len(names)
        return f"{start}: {', '.join(names)}{f' and {more:,} more' if more else ''}."

    def _people(self, person: Person) -> Collection[int]:
        if person not in self._found:
            self._found[person] = log.people(self._ws.store, person)
        return self._found[person]
