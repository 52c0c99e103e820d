"""The script of a rehearsal: what is laid out on its time line, in words, and the edits that change it.

Lives here: what each kind of event needs, what is wrong with one, the list with its filter, and the edits. Not here:
what an event does when it is played (``core.engine.happenings``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from core.model.changes import Edit, Noun, Put
from core.model.event import EventKind, ScriptedEvent
from core.model.instant import DAY, MINUTE
from core.model.project import Project
from core.model.workflow import TriggerKind
from core.services.values import show_value

if TYPE_CHECKING:
    from core.services.workspace import Workspace

MOST_MINUTES = 10_000_000
"""The last minute of a script, some nineteen years after the start; see ``core.exchange.project_checks``."""
MOST_MAILS = 10_000_000
"""The highest daily limit."""


class Need(Enum):
    """What an event has to be told, besides its moment."""

    CONTACT = "contact"
    FORM = "form"
    MEETING = "meeting"
    BOOKED_WITH = "booked with"
    SENDER = "sender"
    SEQUENCE = "sequence"
    WORKFLOW = "workflow"
    PROPERTY = "property"
    LIST = "list"
    LIMIT = "limit"


_K = EventKind
_NEEDS: dict[EventKind, tuple[Need, ...]] = {
    _K.FORM_SUBMITTED: (Need.CONTACT, Need.FORM),
    _K.MEETING_BOOKED: (Need.CONTACT, Need.MEETING, Need.BOOKED_WITH),
    _K.PROPERTY_CHANGED: (Need.CONTACT, Need.PROPERTY),
    _K.LIST_JOINED: (Need.CONTACT, Need.LIST),
    _K.ENROLLED_BY_HAND: (Need.CONTACT, Need.WORKFLOW),
    _K.SEQUENCE_DELETED: (Need.SEQUENCE,),
    _K.SEAT_LOST: (Need.SENDER,),
    _K.INBOX_DISCONNECTED: (Need.SENDER,),
    _K.INBOX_CONNECTED: (Need.SENDER,),
    _K.SENDER_DEACTIVATED: (Need.SENDER,),
    _K.LIMIT_CHANGED: (Need.SENDER, Need.LIMIT),
    _K.WORKFLOW_OFF: (Need.WORKFLOW,),
    _K.WORKFLOW_ON: (Need.WORKFLOW,),
}
MENDS: frozenset[EventKind] = frozenset({_K.INBOX_CONNECTED, _K.WORKFLOW_ON})
"""What happens to the account and is no break."""


def needs_of(kind: EventKind) -> tuple[Need, ...]:
    """Name what an event of a kind has to be told, in the order to ask for it."""
    return _NEEDS.get(kind, (Need.CONTACT,))


class Part(Enum):
    """Which events a list shows."""

    ALL = "all"
    CONTACTS = "contacts"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class ScriptQuery:
    """Which events, in which order.

    Attributes:
        text: Words that what happens, the contact's name or the detail must hold, in any case.
        part: All events, those of contacts, or those of the account.
        sort: ``when`` or ``what``.
        ascending: Whether the earliest, or the first by name, come first.
    """

    text: str = ""
    part: Part = Part.ALL
    sort: str = "when"
    ascending: bool = True


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """An event in words.

    Attributes:
        event: The event.
        who: The contact, or what of the account it happens to.
        detail: What else is to be said, e.g. ``Lifecycle stage becomes Customer``; may be empty.
        problem: Why nothing will come of it; empty when something will.
    """

    event: ScriptedEvent
    who: str
    detail: str
    problem: str

    @property
    def id(self) -> int:
        """The event's id."""
        return self.event.id


def ids(ws: Workspace, query: ScriptQuery) -> list[int]:
    """Give the ids of the events asked for, in order."""
    project = ws.project()
    wanted = [e for e in project.script if query.part is Part.ALL or e.kind.breaks == (query.part is Part.ACCOUNT)]
    words = query.text.casefold().split()
    if words:
        found = {c.id: c.name for c in ws.contacts.many(sorted({e.contact for e in wanted if e.contact}))}
        wanted = [e for e in wanted if _holds(e, words, found.get(e.contact, ""), project)]
    if query.sort == "what":
        wanted.sort(key=lambda e: (e.kind.label, e.minute, e.id), reverse=not query.ascending)
    else:
        wanted.sort(key=lambda e: (e.minute, e.id), reverse=not query.ascending)
    return [event.id for event in wanted]


def _holds(event: ScriptedEvent, words: Sequence[str], name: str, project: Project) -> bool:
    said = " ".join((event.kind.label, name, _target(event, project), detail_of(event, project))).casefold()
    return all(word in said for word in words)


def lines(ws: Workspace, wanted: Sequence[int]) -> list[ScriptLine | None]:
    """Give events in words, in the order of their ids; ``None`` for those that are gone."""
    project = ws.project()
    by_id = {event.id: event for event in project.script}
    events = [by_id.get(event_id) for event_id in wanted]
    people = {c.id: c.name for c in ws.contacts.many(sorted({e.contact for e in events if e and e.contact}))}
    return [_line(event, project, people) if event else None for event in events]


def _line(event: ScriptedEvent, project: Project, people: dict[int, str]) -> ScriptLine:
    who = _target(event, project) if event.kind.breaks else people.get(event.contact, f"Contact {event.contact}")
    problem = next(iter(problems_of(event, project, contact_is_there=event.contact in people).values()), "")
    if not problem and event.minute * MINUTE >= project.account.settings.days * DAY:
        problem = "The rehearsal ends before this."
    return ScriptLine(event, who, detail_of(event, project), problem)


def _target(event: ScriptedEvent, project: Project) -> str:
    """Name what of the account it happens to; empty for events of contacts."""
    if not event.kind.breaks:
        return ""
    if event.kind is _K.SEQUENCE_DELETED:
        return _named(project.sequence(event.sequence), "sequence", event.sequence)
    if event.kind in (_K.WORKFLOW_OFF, _K.WORKFLOW_ON):
        return _named(project.workflow(event.workflow), "workflow", event.workflow)
    return _named(project.sender(event.sender), "user", event.sender)


def _named(thing: object, noun: str, number: int) -> str:
    name = str(getattr(thing, "name", ""))
    return name or (f"Unknown {noun} {number}" if number else f"No {noun} chosen")


def detail_of(event: ScriptedEvent, project: Project) -> str:
    """Say what else there is to an event: the form, the new value, the new limit; may be empty."""
    kind = event.kind
    if kind is _K.PROPERTY_CHANGED:
        definition = project.property(event.property)
        if definition is None:
            return f"Unknown property “{event.property}”" if event.property else "No property chosen"
        said = show_value(definition, event.value, project)
        return f"{definition.label} becomes {said}" if said else f"{definition.label} is cleared"
    if kind is _K.LIST_JOINED:
        number = event.value if type(event.value) is int else 0
        return _named(project.contact_list(number), "list", number)
    if kind is _K.ENROLLED_BY_HAND:
        return _named(project.workflow(event.workflow), "workflow", event.workflow)
    if kind is _K.LIMIT_CHANGED:
        return "Back to the default limit" if event.value is None else f"{event.value} mails a day"
    if kind is _K.MEETING_BOOKED and event.sender:
        booked = f"with {_named(project.sender(event.sender), 'user', event.sender)}"
        return f"{event.detail} {booked}".strip()
    return event.detail


# ---------------------------------------------------------------- what is wrong


def problems_of(event: ScriptedEvent, project: Project, *, contact_is_there: bool = True) -> dict[str, str]:
    """Say what is wrong with an event, by what it needs; ``when`` stands for its moment.

    Arguments:
        event: The event.
        project: What it points to.
        contact_is_there: Whether its contact is on the list.
    """
    found: dict[str, str] = {}
    if event.minute < 0:
        found["when"] = "That is before the rehearsal starts."
    elif event.minute > MOST_MINUTES:
        found["when"] = f"A script reaches at most {MOST_MINUTES // 1440:,} days after the start."
    for need in needs_of(event.kind):
        sentence = _fault(need, event, project, contact_is_there)
        if sentence:
            found[need.value] = sentence
    return found


def _fault(need: Need, event: ScriptedEvent, project: Project, contact_is_there: bool) -> str:
    match need:
        case Need.CONTACT:
            return _pick("contact", event.contact, contact_is_there)
        case Need.SENDER:
            return _pick("sender", event.sender, project.sender(event.sender) is not None)
        case Need.BOOKED_WITH:
            known = not event.sender or project.sender(event.sender) is not None
            return _pick("sender", event.sender or -1, known)
        case Need.SEQUENCE:
            return _sequence_fault(event, project)
        case Need.WORKFLOW:
            return _pick("workflow", event.workflow, project.workflow(event.workflow) is not None)
        case Need.PROPERTY:
            return _property_fault(event, project)
        case Need.LIST:
            number = event.value if type(event.value) is int else 0
            return _pick("list", number, project.contact_list(number) is not None)
        case Need.LIMIT:
            return limit_fault(event.value)
        case _:
            return ""


def _pick(noun: str, number: int, known: bool) -> str:
    if not number:
        return f"Choose a {noun}."
    return "" if known else f"This {noun} is no longer in the workspace."


def _sequence_fault(event: ScriptedEvent, project: Project) -> str:
    sequence = project.sequence(event.sequence)
    if sequence is not None and sequence.deleted is not None:
        return f"“{sequence.name}” is deleted already."
    return _pick("sequence", event.sequence, sequence is not None)


def _property_fault(event: ScriptedEvent, project: Project) -> str:
    if not event.property:
        return "Choose a property."
    known = project.property(event.property) is not None
    return "" if known else f"There is no property “{event.property}” any more."


def limit_fault(value: object) -> str:
    """Say what is wrong with a daily limit; ``None`` stands for the default of the subscription."""
    if value is None:
        return ""
    if type(value) is not int:
        return f"A limit is a whole number of mails, not “{value}”."
    if value < 0:
        return f"A limit cannot be {value}; 0 means that no mail may be sent."
    return "" if value <= MOST_MAILS else f"A limit is at most {MOST_MAILS:,} mails."


def read_limit(text: str) -> int | str | None:
    """Read a daily limit as people write it: a number, or the text itself where it is none; empty is the default."""
    plain = text.strip().replace(" ", "").replace(",", "")
    if not plain:
        return None
    try:
        return int(plain)
    except ValueError:
        return text.strip()


def known_details(project: Project) -> list[str]:
    """Give the forms and meetings that triggers and other events name, so that nobody need type them again."""
    asked = {w.trigger.detail for w in project.workflows if w.trigger.kind is not TriggerKind.FILTER}
    return sorted({detail for detail in asked | {e.detail for e in project.script} if detail})


def tidied(event: ScriptedEvent) -> ScriptedEvent:
    """Give the event without what its kind does not need, so that no old choice lingers in the file."""
    needs = set(needs_of(event.kind))
    return replace(
        event,
        contact=event.contact if Need.CONTACT in needs else 0,
        detail=event.detail if needs & {Need.FORM, Need.MEETING} else "",
        sender=event.sender if needs & {Need.SENDER, Need.BOOKED_WITH} else 0,
        sequence=event.sequence if Need.SEQUENCE in needs else 0,
        workflow=event.workflow if Need.WORKFLOW in needs else 0,
        property=event.property if Need.PROPERTY in needs else "",
        value=event.value if needs & {Need.PROPERTY, Need.LIST, Need.LIMIT} else None,
    )


# ---------------------------------------------------------------- edits


def add(ws: Workspace, events: Iterable[ScriptedEvent]) -> Edit:
    """Build the edit that puts events on the time line; their ids are given here."""
    wanted = [tidied(event) for event in events]
    numbers = ws.new_ids(Noun.EVENT, len(wanted)) if wanted else range(0)
    puts = tuple(Put(None, replace(event, id=number)) for event, number in zip(wanted, numbers, strict=True))
    title = f"Add event “{wanted[0].kind.label}”" if len(wanted) == 1 else f"Add {len(wanted):,} events"
    return Edit(title, puts)


def change(ws: Workspace, after: ScriptedEvent) -> Edit:
    """Build the edit that puts a changed event in the place of the one with its id; no puts when it is gone or same."""
    wanted = tidied(after)
    before = next((event for event in ws.project().script if event.id == after.id), None)
    puts = () if before is None or before == wanted else (Put(before, wanted),)
    return Edit(f"Change event “{wanted.kind.label}”", puts)


def remove(ws: Workspace, event_ids: Iterable[int]) -> Edit:
    """Build the edit that takes events off the time line; those that are gone are left out."""
    gone = set(event_ids)
    events = [event for event in ws.project().script if event.id in gone]
    title = f"Remove event “{events[0].kind.label}”" if len(events) == 1 else f"Remove {len(events):,} events"
    return Edit(title, tuple(Put(event, None) for event in events))


def shift(ws: Workspace, event_ids: Iterable[int], minutes: int) -> Edit:
    """Build the edit that moves events to earlier or later; none moves before the start of the rehearsal."""
    moved = set(event_ids)
    events = [event for event in ws.project().script if event.id in moved]
    step = max(minutes, -min((event.minute for event in events), default=0))
    puts = tuple(Put(e, replace(e, minute=min(e.minute + step, MOST_MINUTES))) for e in events if step)
    return Edit(f"Move {len(puts):,} event{'' if len(puts) == 1 else 's'}", puts)
