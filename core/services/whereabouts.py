"""Where contacts are at an instant of a finished rehearsal, in a few words each, for a table of them.

An index of the rows by contact makes a contact cost some 50 µs however long the run is. Not here: the sentence about
one contact (``core.services.instants``).
"""

from __future__ import annotations

import numpy as np

from core.model.moment import Moment
from core.model.reason import Reason
from core.model.run import Cast
from core.model.trace import Outcome, RowKind
from core.services.moments import moment as when
from core.services.place_words import place_title
from core.services.replay import Numbers, Replay
from core.services.values import zone_of_account

_WAITING = ("delay", "delay_until", "delay_until_event")
_DONE, _SKIPPED, _LEFT = int(Outcome.DONE), int(Outcome.SKIPPED), int(Outcome.LEFT)
_ACTION, _TRIGGER, _SEQUENCE = int(RowKind.ACTION), int(RowKind.TRIGGER), int(RowKind.SEQUENCE)
_STEPS = (int(RowKind.MAIL), int(RowKind.TASK))


class Whereabouts:
    """Says where contacts are. Making it takes a tenth of a second for a million rows: work for a job.

    Arguments:
        replay: The rehearsal.
    """

    def __init__(self, replay: Replay) -> None:
        self._replay = replay
        self._cast = cast = Cast(replay.run.project)
        self._zone = zone_of_account(replay.run.project)
        self._order = np.argsort(replay.contacts, kind="stable")
        self._contacts = replay.contacts[self._order]
        places = [place.number for place in cast.places]
        cards = {number: cast.card_at(number) for number in places}
        self._waits = {number for number, card in cards.items() if card and card.action.kind in _WAITING}
        self._enrolls = set(replay.enroll_places())
        self._titles = {number: place_title(cast, number) for number in places}
        self._standing = replay.inside(Moment(0, replay.start))

    def words(self, contact: int, moment: Moment) -> str:
        """Say where a contact is, e.g. ``In Welcome (Ana Ruiz) · step 2 · waits at Delay``; empty before anything."""
        first, last = np.searchsorted(self._contacts, (contact, contact + 1))
        rows = self._order[first:last]
        rows = rows[: np.searchsorted(rows, moment.rows)]
        sequence = self._sequence(contact, rows)
        return " · ".join(part for part in (*sequence, self._place(rows, moment, inside=bool(sequence))) if part)

    def _sequence(self, contact: int, rows: Numbers) -> tuple[str, ...]:
        """Say in which sequence it is, who enrolled it and which step was the last; nothing when it is in none."""
        replay, cast = self._replay, self._cast
        sequence, sender = self._standing.get(contact, (0, 0))
        step = 0
        for row in rows.tolist():
            kind, outcome = int(replay.kinds[row]), int(replay.outcomes[row])
            if kind == _ACTION and outcome == _DONE and int(replay.places[row]) in self._enrolls:
                sequence, sender, step = int(replay.sequences[row]), int(replay.senders[row]), 0
            elif kind == _SEQUENCE and outcome == _LEFT and int(replay.sequences[row]) == sequence:
                sequence = sender = step = 0
            elif kind in _STEPS and outcome == _DONE and int(replay.sequences[row]) == sequence:
                step = int(replay.steps[row])
        found = cast.sequences.get(sequence)
        if found is None:
            return ()
        by = cast.senders.get(sender)
        name = f"In {found.name}{f' ({by.name})' if by is not None else ''}"
        return (name, f"step {step}") if step else (name,)

    def _place(self, rows: Numbers, moment: Moment, *, inside: bool) -> str:
        """Say what it waits for, or how its last step in a workflow went when it is in no sequence."""
        replay = self._replay
        for row in reversed(rows.tolist()):
            kind, outcome, place = int(replay.kinds[row]), int(replay.outcomes[row]), int(replay.places[row])
            reason = Reason(int(replay.reasons[row]))
            if kind == _SEQUENCE and outcome == _LEFT and not inside:
                found = self._cast.sequences.get(int(replay.sequences[row]))
                name = found.name if found is not None else "a sequence"
                return f"Finished {name}" if reason is Reason.FINISHED else f"Left {name}: {_lower(reason.title)}"
            if kind not in (_ACTION, _TRIGGER) or not place:
                continue
            title = self._titles.get(place, "")
            if place in self._waits and outcome == _DONE and int(replay.facts[row]) > moment.time:
                wait = f"aits at {title} until {when(int(replay.facts[row]), self._zone)}"
                return f"w{wait}" if inside else f"W{wait}"
            if inside:
                return ""
            if outcome == _SKIPPED:
                return f"Skipped: {_lower(reason.title)}"
            workflow = self._cast.workflow_at(place)
            name = workflow.name if workflow is not None else "a workflow"
            return f"Left {name}: {_lower(reason.title)}" if outcome == _LEFT else f"Came to {title} of {name}"
        return ""


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"
