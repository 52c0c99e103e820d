"""Log lines: one row of a trace in words, with the names of the run's own project. Finding rows lives in ``log``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from core.model.account import RunSettings
from core.model.contact import Contact
from core.model.instant import Instant
from core.model.project import Project
from core.model.reason import Reason
from core.model.run import Cast
from core.model.trace import Outcome, RowKind, TraceEvent, TraceRow
from core.rules.sentences import Sentences
from core.rules.tokens import Source, Sources, Token, become, find
from core.services.values import zone_of_account
from core.store.contacts import Person

_TRIGGER = "Trigger"
_EVENT = "Event"
_SEQUENCE = "Sequence"
_STEP = "Step"
_REMEMBERED = 10_000

_Piece: TypeAlias = str | Callable[[Contact], str]


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


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """What rows of a run have in common that differ in no more than contact, time and facts; as in ``LogLine``.

    All of them share one object, which also has the names of kind, outcome and reason as files tell them.
    """

    workflow: str
    action: str
    kind: RowKind
    outcome: Outcome
    reason: Reason
    severity: str
    sender: str
    sequence: str
    workflow_id: int
    card_id: int
    kind_label: str
    outcome_label: str
    reason_name: str


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
        self._sentences = Sentences(self.cast, self.zone)
        self._pieces: dict[tuple[str, int], list[_Piece]] = {}
        self._alike: dict[tuple[int, ...], Alike] = {}

    def _scene(self, number: int) -> _Scene:
        place, workflow, card = self.cast.place(number), self.cast.workflow_at(number), self.cast.card_at(number)
        action = card.action.title if card is not None else _TRIGGER
        return _Scene(workflow.name, action, place.workflow, place.card) if place and workflow else _Scene()

    def lines(self, events: Mapping[int, TraceRow], people: Mapping[int, Person]) -> Iterator[LogLine]:
        """Give rows as lines, with the tokens of subjects and titles as they stand.

        Arguments:
            events: Row ids and rows.
            people: Contact id to name and address; who is in none is called by number.
        """
        for (row_id, row), (alike, said) in zip(events.items(), self.told(events.values()), strict=True):
            time, contact, place, _, _, _, sender, sequence, step, *facts = row
            person = people.get(contact) or self.nobody(contact)
            yield LogLine(
                row_id,
                time,
                contact,
                person.name,
                person.email,
                alike.workflow,
                alike.action,
                alike.kind,
                alike.outcome,
                alike.reason,
                alike.severity,
                alike.sender,
                alike.sequence,
                step,
                said,
                place,
                alike.workflow_id,
                alike.card_id,
                sender,
                sequence,
                (facts[0], facts[1], facts[2]),
            )

    def told(self, rows: Iterable[TraceRow]) -> Iterator[tuple[Alike, str]]:
        """Give what rows have in common with others, and the sentence of each; tokens in it stay as they stand."""
        known, sentence = self._alike, self._sentences.of
        for row in rows:
            alike = known.get(row[2:9])
            yield (self._worded(row) if alike is None else alike), sentence(row)

    def _worded(self, row: TraceRow) -> Alike:
        event = TraceEvent(*row)
        scene = self._scenes[event.place] if event.place < len(self._scenes) else self._scenes[0]
        reason = Reason(event.reason)
        alike = Alike(
            scene.workflow,
            scene.action if event.kind in _OF_CARDS and scene.action else self._what(event),
            RowKind(event.kind),
            Outcome(event.outcome),
            reason,
            reason.severity.value if reason else "",
            self._sender(event.sender),
            self._sequence(event.sequence),
            scene.workflow_id,
            scene.card_id,
            RowKind(event.kind).label,
            Outcome(event.outcome).label,
            reason.name if reason else "",
        )
        self._alike[row[2:9]] = alike
        return alike

    @staticmethod
    def nobody(contact: int) -> Person:
        """Give what a contact is called that is in the file no more."""
        # What happens to the account (a seat lost, a sequence deleted) happens to no contact.
        return Person(f"Contact {contact} (deleted)" if contact else "The account", "", True)

    def filled(self, said: str, sender_id: int, contact: Contact) -> str:
        """Fill the tokens of a sentence, as the contact gets its subject or title.

        Placeholders keep their own text (S9).

        Arguments:
            said: The sentence.
            sender_id: Who sends, 0 for nobody.
            contact: The contact, with the values of today.
        """
        pieces = self._pieces.get((said, sender_id))
        if pieces is None:
            if len(self._pieces) >= _REMEMBERED:
                self._pieces.clear()
            pieces = self._pieces[said, sender_id] = self._taken_apart(said, sender_id)
        return "".join(piece if isinstance(piece, str) else piece(contact) for piece in pieces)

    def _taken_apart(self, said: str, sender_id: int) -> list[_Piece]:
        """Take a sentence apart: what stands between tokens, and what gives a contact's words for each."""
        sources = self._sources.get(sender_id)
        if sources is None:
            sources = self._sources[sender_id] = Sources(self.cast.project, self.cast.senders.get(sender_id))
        pieces: list[_Piece] = []
        done = 0
        for token in find(said):
            pieces += (said[done : token.start], _filler(token, sources.get(token.key)))
            done = token.end
        return [*pieces, said[done:]]

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


def _filler(token: Token, source: Source | None) -> _Piece:
    """Give what a token becomes: the same for everybody, or what gives it for a contact."""
    if source is None or not source.property:
        return become(token, source.say(None) if source else "")[0]
    name, say = source.property, source.say
    return lambda contact: become(token, say(contact.get(name)))[0]
