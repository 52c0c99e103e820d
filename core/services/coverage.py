"""Which contacts have a value for which token of a sequence: the matrix of the Tokens page, and its counts.

A cell says what ``core.rules.tokens`` would make of a token in a mail. Columns of the contact list are read at once for
the counts; texts are made for one page of rows at a time.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.actions.enroll_in_sequence import EnrollInSequence
from core.engine.runner import Rehearsal
from core.model.account import RunSettings
from core.model.contact import Contact, PropertyDefinition
from core.model.fields import Value
from core.model.problem import Problem
from core.model.project import Project
from core.model.run import Cast
from core.model.sequence import Sequence as SalesSequence
from core.model.sequence import StepKind
from core.model.trace import Outcome, RowKind
from core.model.workflow import WorkflowStatus
from core.rules.tokens import Source, Sources, SpanKind, Token, TokenKind, become, find
from core.services.calm import calm_collector
from core.services.contacts import ContactQuery
from core.services.runs import Control, Unwatched, take_snapshot
from core.services.sequences import uses

if TYPE_CHECKING:
    from core.services.workspace import Workspace

__all__ = [
    "Cell", "Coverage", "CoverageRow", "SpanKind", "TokenColumn", "columns_of", "coverage", "ordered", "rows",
    "would_enroll",
]  # fmt: skip

_USER_WORDS = {"firstname": "first name", "lastname": "last name"}
_MAILS = (StepKind.EMAIL, StepKind.MANUAL_EMAIL)


@dataclass(frozen=True, slots=True)
class TokenColumn:
    """One column of the matrix: a token, wherever it stands in the mails of the sequence.

    Attributes:
        key: What it asks for, e.g. ``contact.firstname``.
        title: That in words, e.g. ``First name``.
        steps: Numbers of the steps it stands in, from 1.
        token: Its use that is worst off without a value: one without a default before one with.
        filled_by: The contact's property that fills it, which a cell edits; ``None`` where a contact has none.
    """

    key: str
    title: str
    steps: tuple[int, ...]
    token: Token
    filled_by: PropertyDefinition | None

    @property
    def default(self) -> str:
        """What stands there without a value; empty for nothing."""
        return self.token.default or ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a token becomes for a contact."""

    text: str
    kind: SpanKind


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One contact of the matrix."""

    contact: Contact
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The matrix without its texts.

    Attributes:
        columns: The tokens, in the order they come in the mails.
        ids: The contacts to show, in order.
        total: How many contacts the counts are of.
        empty: For each token, how many contacts have neither value nor default.
        defaults: For each token, how many contacts get its default.
        gaps: How many contacts have a gap anywhere: an empty token or a default.
    """

    columns: tuple[TokenColumn, ...]
    ids: Sequence[int]
    total: int
    empty: tuple[int, ...]
    defaults: tuple[int, ...]
    gaps: int


def ordered(found: Coverage, keys: Sequence[str] = ()) -> Coverage:
    """Give a matrix with its tokens in the order of keys; those not named come after, the ones with most gaps first."""
    known = {key: place for place, key in enumerate(keys)}
    order = sorted(
        range(len(found.columns)),
        key=lambda at: (known.get(found.columns[at].key, len(known)), -found.empty[at], -found.defaults[at]),
    )
    return replace(
        found,
        columns=tuple(found.columns[at] for at in order),
        empty=tuple(found.empty[at] for at in order),
        defaults=tuple(found.defaults[at] for at in order),
    )


def columns_of(project: Project, sequence: SalesSequence, sender_id: int = 0) -> tuple[TokenColumn, ...]:
    """List the tokens in the mails of a sequence; placeholders are left out, as no contact can fill them.

    Arguments:
        project: The project.
        sequence: The sequence.
        sender_id: Who sends; with 0 it is the contact's owner, so that sender tokens are filled by the owner property.
    """
    found: dict[str, tuple[list[int], Token]] = {}
    for number, step in enumerate(sequence.steps, 1):
        if step.kind not in _MAILS:
            continue
        for token in (*find(step.subject), *find(step.body)):
            if token.kind is TokenKind.PLACEHOLDER:
                continue
            steps, worst = found.setdefault(token.key, ([], token))
            if number not in steps:
                steps.append(number)
            if not token.default and worst.default:
                found[token.key] = (steps, token)
    sources = Sources(project, project.sender(sender_id))
    columns = []
    for key, (steps, token) in found.items():
        source = _source(sources, token, sender_id)
        definition = project.property(source.property) if source is not None and source.property else None
        columns.append(TokenColumn(key, _title(token, definition), tuple(steps), token, definition))
    return tuple(columns)


def _title(token: Token, definition: PropertyDefinition | None) -> str:
    if token.kind is TokenKind.UNKNOWN:
        return token.name
    if token.kind in (TokenKind.OWNER, TokenKind.SENDER):
        return f"{token.kind.value.capitalize()}’s {_USER_WORDS.get(token.name, token.name)}"
    return definition.label if definition is not None else token.key


def coverage(
    ws: Workspace,
    sequence: SalesSequence,
    sender_id: int = 0,
    *,
    scope: Collection[int] | None = None,
    text: str = "",
    only_gaps: bool = False,
) -> Coverage:
    """Work out the matrix of a sequence; looks at every contact, so it is work for a job.

    Arguments:
        ws: The workspace.
        sequence: The sequence.
        sender_id: Who sends; 0 for each contact's owner.
        scope: Ids of the contacts to look at; ``None`` for all.
        text: Words that the contacts shown must have; the counts are not narrowed down.
        only_gaps: Whether to show only contacts with a gap.
    """
    project = ws.project()
    columns = columns_of(project, sequence, sender_id)
    sources = _sources(project, columns, sender_id)
    names = {source.property for source in sources if source is not None and source.property}
    table = ws.contacts.columns(names)
    inside = range(len(table)) if scope is None else [i for i, c in enumerate(table.ids) if c in scope]
    gaps: set[int] = set()
    empty, defaults = [], []
    for column, source in zip(columns, sources, strict=True):
        values = table.columns.get(source.property) if source is not None else None
        kinds = _kinds(column, source, values)
        counts = {SpanKind.EMPTY: 0, SpanKind.DEFAULT: 0}
        for index in inside:
            kind = kinds(index)
            if kind is not SpanKind.VALUE:
                counts[kind] += 1
                gaps.add(table.ids[index])
        empty.append(counts[SpanKind.EMPTY])
        defaults.append(counts[SpanKind.DEFAULT])
    shown = ws.contacts.ids(ContactQuery(text, "name"))
    wanted = gaps if only_gaps else scope
    if wanted is not None:
        shown = array("q", [contact_id for contact_id in shown if contact_id in wanted])
    return Coverage(columns, shown, len(inside), tuple(empty), tuple(defaults), len(gaps))


def _sources(project: Project, columns: Sequence[TokenColumn], sender_id: int) -> list[Source | None]:
    """Give where each column's value comes from."""
    sources = Sources(project, project.sender(sender_id))
    return [_source(sources, column.token, sender_id) for column in columns]


def _source(sources: Sources, token: Token, sender_id: int) -> Source | None:
    """Give where a token's value comes from; without a sender, the contact's owner sends."""
    if token.kind is TokenKind.SENDER and not sender_id:
        return sources.get(f"{TokenKind.OWNER.value}.{token.name}")
    return sources.get(token.key)


def _kinds(column: TokenColumn, source: Source | None, values: Sequence[Value] | None) -> Callable[[int], SpanKind]:
    """Give what a token becomes by a contact's index; values repeat, so each is asked about once."""
    known: dict[Value, SpanKind] = {}

    def kind_of(index: int) -> SpanKind:
        value = values[index] if values is not None else None
        kind = known.get(value)
        if kind is None:
            said = source.say(value) if source is not None else ""
            kind = known[value] = become(column.token, said)[1]
        return kind

    return kind_of


def rows(ws: Workspace, columns: Sequence[TokenColumn], sender_id: int, ids: Sequence[int]) -> list[CoverageRow]:
    """Give a page of the matrix; contacts that are gone are left out.

    Arguments:
        ws: The workspace.
        columns: Its columns.
        sender_id: Who sends; 0 for each contact's owner.
        ids: The contacts.
    """
    sources = _sources(ws.project(), columns, sender_id)

    def cell(column: TokenColumn, source: Source | None, contact: Contact) -> Cell:
        said = source.say(contact.get(source.property)) if source is not None else ""
        return Cell(*become(column.token, said))

    return [
        CoverageRow(contact, tuple(cell(c, s, contact) for c, s in zip(columns, sources, strict=True)))
        for contact in ws.contacts.many(ids)
    ]


def would_enroll(ws: Workspace, sequence_id: int, control: Control | None = None) -> frozenset[int]:
    """Give the contacts that the next rehearsal would enroll in a sequence; plays it, so it is work for a job.

    Played are the workflows that are on, and those that use the sequence, drafts too, as the question is what they
    would do.

    Arguments:
        ws: The workspace.
        sequence_id: The sequence.
        control: May stop it; what was found until then is given.

    Raises:
        Problem: ``SEQUENCE_NOT_USED`` when no workflow uses the sequence; ``BAD_DAYS``, ``BAD_RULE_PACK`` or
            ``BAD_TIME_ZONE``.
    """
    project = ws.project()
    using = [w.id for w in project.workflows if uses(w, sequence_id)]
    if not using:
        raise Problem(
            "SEQUENCE_NOT_USED", "No workflow uses this sequence yet.", hint="Make one on its Automation page."
        )
    watcher = control or Unwatched()
    base = project.account.settings
    on = [w.id for w in project.workflows if w.status is WorkflowStatus.ON]
    chosen: RunSettings = replace(base, workflows=tuple(dict.fromkeys((*(base.workflows or on), *using))))
    found: set[int] = set()
    done = int(Outcome.DONE)
    with calm_collector():
        snapshot = take_snapshot(ws, chosen)
        cards = _enroll_cards(Cast(snapshot.project), sequence_id)
        for batch in Rehearsal(snapshot, chosen).play():
            found.update([row[1] for row in batch.rows if row[2] in cards and row[3] == _ACTION and row[4] == done])
            if watcher.cancelled():
                break
    return frozenset(found)


_ACTION = int(RowKind.ACTION)


def _enroll_cards(cast: Cast, sequence_id: int) -> frozenset[int]:
    """Give the places of the cards that enroll in a sequence."""
    return frozenset(
        place.number
        for place in cast.places
        if (card := cast.card_at(place.number)) is not None
        and isinstance(card.action, EnrollInSequence)
        and card.action.sequence == sequence_id
    )
