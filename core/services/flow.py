"""Who came where between two moments of a finished rehearsal, for a window that shows contacts as they move.

Lives here: counts of arrivals. Not here: the moments themselves (``core.services.replay``), and how anything moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.model.moment import Arrivals, Moment
from core.model.run import Cast
from core.model.trace import Outcome, RowKind

if TYPE_CHECKING:
    from core.services.replay import Numbers, Replay

_OUTCOMES = 8
"""More than there are outcomes: a place and an outcome make one number."""
_AT_CARDS = (int(RowKind.ACTION), int(RowKind.TRIGGER))


class Flow:
    """What moved between any two moments of a rehearsal.

    Made once for a rehearsal, in a job: some 150 ms for a million rows. A question about one tick of playing costs less
    than 0.1 ms, one about all rows a few.

    Arguments:
        replay: The rehearsal.
    """

    def __init__(self, replay: Replay) -> None:
        self._cast = Cast(replay.run.project)
        at_cards = np.isin(replay.kinds, _AT_CARDS) & (replay.places > 0)
        codes = np.where(at_cards, replay.places * _OUTCOMES + replay.outcomes, 0)
        rows = np.flatnonzero(at_cards)
        before = self._places_before(replay, rows)
        # They stood there already: what puts a contact off lets it come to the same card a second time.
        is_back = before == replay.places[rows]
        self._back = rows[is_back & (replay.kinds[rows] == int(RowKind.ACTION))]
        # The row of a leave names the trigger; what is wanted is where the contact was.
        is_left = (replay.outcomes[rows] == int(Outcome.LEFT)) & (before > 0)
        codes[rows[is_left]] = before[is_left] * _OUTCOMES + int(Outcome.LEFT)
        self._codes: Numbers = codes

    def _places_before(self, replay: Replay, rows: Numbers) -> Numbers:
        """Give for each row the place its contact had come to last in the same workflow, 0 for none."""
        before = np.zeros(len(rows), dtype=np.int64)
        if not len(rows):
            return before
        workflow_of = np.zeros(len(self._cast.places) + 1, dtype=np.int64)
        for place in self._cast.places:
            workflow_of[place.number] = place.workflow
        places = replay.places[rows]
        order = np.lexsort((replay.contacts[rows], workflow_of[places]))
        one, two = rows[order[:-1]], rows[order[1:]]
        is_same = (replay.contacts[one] == replay.contacts[two]) & (
            workflow_of[replay.places[one]] == workflow_of[replay.places[two]]
        )
        before[order[1:]] = np.where(is_same, replay.places[one], 0)
        return before

    def between(self, before: Moment, after: Moment, workflow: int) -> tuple[Arrivals, ...]:
        """Give who came to the trigger and the cards of a workflow after one moment, up to another.

        Arguments:
            before: The earlier moment; its own rows do not count.
            after: The later one. Of moments in the wrong order nobody is told.
            workflow: A workflow's id.

        Returns:
            In the order of the list, top to bottom, each outcome of a card by itself.
        """
        part = slice(before.rows, max(after.rows, before.rows))
        counts = np.bincount(self._codes[part])
        first, last = np.searchsorted(self._back, (part.start, part.stop))
        back = np.bincount(self._codes[self._back[first:last]], minlength=len(counts))
        found = []
        for code in np.flatnonzero(counts).tolist():
            place = self._cast.place(code // _OUTCOMES)
            if place is not None and place.workflow == workflow:
                outcome = Outcome(code % _OUTCOMES)
                found.append(Arrivals(workflow, place.card, outcome, int(counts[code]), int(back[code])))
        return tuple(found)
