"""Log lines: one row of a trace in words, with the names of the run's own project. Finding rows lives in ``log``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from core.model.account import RunSettings
from core.model.contact import Contact
from core.model.instant import Instant
from core.model.project import Project
from core.model.reason import Reason
from core.model.run import Cast
from core.model.trace import Outcome, RowKind, TraceEvent
from core.rules.sentences import detail
from core.rules.tokens import Sources, find, render
from core.services.values import zone_of_account
from core.store.contacts import Person

_TRIGGER = "Trigger"
_EVENT = "Event"
_SEQUENCE = "Sequence"
_STEP = "Step"


@dataclass(frozen=True, slots=True)
class LogLine:
    """One row of the log in words.

    Attributes:
        id: Row id.
        time: When it happened.
        contact_id: The contact.
        contact: Its name, also after it was deleted.
        email: Its address; may be empty.
        workflow: Name of the workflow that had a part in it, else empty.
        action: What was to happen: a card's action, the trigger, a step of a sequence.
        kind: What the row tells of.
        outcome: What came of it.
        reason: Why; ``NONE`` where none is due.
        severity: The reason's severity in words, empty without a reason.
        sender: Name of the sender, else empty.
        sequence: Name of the sequence, else empty.
        step: Step number from 1, 0 for none.
        detail: One sentence with the facts.
        place: Number of the place in the run's cast, 0 for none.
        workflow_id: The workflow, 0 for none.
        card_id: The card, 0 for a trigger or none.
        sender_id: The sender, 0 for none.
        sequence_id: The sequence, 0 for none.
        facts: The three numbers of the row that its sentence is made from.
    """

    id: int
    time: Instant
    contact_id: int
    contact: str
    email: str
    workflow: str
    action: str
    kind: RowKind
    outcome: Outcome
    reason: Reason
    severity: str
    sender: str
    sequence: str
    step: int
    detail: str
    place: int
    workflow_id: int
    card_id: int
    sender_id: int
    sequence_id: int
    facts: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class WordHits:
    """Where a searched word was found in the names of a run.

    Attributes:
        places: Places whose workflow or card has it in its name.
        senders: Senders whose name has it.
        sequences: Sequences whose name has it.
        reasons: Reasons whose title or code has it.
    """

    places: Collection[int] = ()
    senders: Collection[int] = ()
    sequences: Collection[int] = ()
    reasons: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class _Scene:
    """What a place is called."""

    workflow: str = ""
    action: str = ""
    workflow_id: int = 0
    card_id: int = 0


class Reader:
    """Reads the rows of one run.

    Arguments:
        project: The run's frozen project.
        settings: How it was played.
    """

    def __init__(self, project: Project, settings: RunSettings | None = None) -> None:
        self.settings = settings or project.account.settings
        self.cast = Cast(project)
        self.zone = zone_of_account(project)
        self._scenes = [_Scene(), *(self._scene(place.number) for place in self.cast.places)]
        self._sources: dict[int, Sources] = {}

    def _scene(self, number: int) -> _Scene:
        place, workflow, card = self.cast.place(number), self.cast.workflow_at(number), self.cast.card_at(number)
        action = card.action.title if card is not None else _TRIGGER
        return _Scene(workflow.name, action, place.workflow, place.card) if place and workflow else _Scene()

    def lines(self, events: Iterable[tuple[int, TraceEvent]], people: Mapping[int, Person]) -> Iterator[LogLine]:
        """Give rows as lines.

        Arguments:
            events: Row ids and rows.
            people: Contact id to name and address; who is in none is called by number.
        """
        cast, zone, scenes = self.cast, self.zone, self._scenes
        for row_id, event in events:
            # What happens to the account (a seat lost, a sequence deleted) happens to no contact.
            nobody = f"Contact {event.contact} (deleted)" if event.contact else "The account"
            person = people.get(event.contact) or Person(nobody, "", True)
            scene = scenes[event.place] if event.place < len(scenes) else scenes[0]
            reason = Reason(event.reason)
            yield LogLine(
                row_id,
                event.time,
                event.contact,
                person.name,
                person.email,
                scene.workflow,
                scene.action if event.kind in _OF_CARDS and scene.action else self._what(event),
                RowKind(event.kind),
                Outcome(event.outcome),
                reason,
                reason.severity.value if reason else "",
                self._sender(event.sender),
                self._sequence(event.sequence),
                event.step,
                detail(event, cast, zone),
                event.place,
                scene.workflow_id,
                scene.card_id,
                event.sender,
                event.sequence,
                (event.a, event.b, event.c),
            )

    def filled(self, line: LogLine, contact: Contact) -> LogLine:
        """Give a line whose subjects and titles have their tokens filled, as the contact gets them.

        Placeholders keep their own text (S9).

        Arguments:
            line: The line.
            contact: Its contact, with the values of today.
        """
        sources = self._sources.get(line.sender_id)
        if sources is None:
            sources = self._sources[line.sender_id] = Sources(self.cast.project, self.cast.senders.get(line.sender_id))
        values: dict[str, str] = {}
        for token in find(line.detail):
            source = sources.get(token.key)
            if source is not None:
                values[token.key] = source.say(contact.get(source.property))
        return replace(line, detail=render(line.detail, values).text)

    def _sender(self, sender_id: int) -> str:
        sender = self.cast.senders.get(sender_id)
        if sender is not None:
            return sender.name
        return f"Unknown user {sender_id}" if sender_id else ""

    def _sequence(self, sequence_id: int) -> str:
        sequence = self.cast.sequences.get(sequence_id)
        return sequence.name if sequence is not None else ""

    def _what(self, event: TraceEvent) -> str:
        """Name what a row without a card of its own tells of."""
        if event.kind == RowKind.EVENT:
            return _EVENT
        sequence = self.cast.sequences.get(event.sequence)
        if event.step and sequence is not None and event.step <= len(sequence.steps):
            return sequence.steps[event.step - 1].kind.label
        return _STEP if event.step else _SEQUENCE

    def hits(self, word: str) -> WordHits:
        """Find a folded word in the names of this run: workflows, actions, senders, sequences, reasons."""
        return WordHits(
            places=[n for n, s in enumerate(self._scenes) if word in f"{s.workflow} {s.action}".casefold()],
            senders=[i for i, s in self.cast.senders.items() if word in s.name.casefold()],
            sequences=[i for i, s in self.cast.sequences.items() if word in s.name.casefold()],
            reasons=[r for r in Reason if r and (word in r.title.casefold() or word in r.name.casefold())],
        )


_OF_CARDS = frozenset({RowKind.TRIGGER, RowKind.ACTION})
