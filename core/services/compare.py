"""Two rehearsals that differ only in the rule pack: what each gives, and whose result differs. Nothing is stored.

Also the values of the packs with their sources, as an account's form shows them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from core.engine.runner import Rehearsal
from core.engine.snapshot import Snapshot
from core.model.account import RunSettings
from core.model.event import EventKind
from core.model.instant import DAY
from core.model.reason import Reason
from core.model.run import Cast, RunSummary
from core.model.trace import Outcome, RowKind
from core.rules import rulepack
from core.rules.rulepack import RulePack
from core.services.calm import calm_collector
from core.services.runs import Control, Unwatched, take_snapshot

if TYPE_CHECKING:
    from core.services.workspace import Workspace

_EVENTS = tuple(EventKind)
_SAID = 3
"""Differences of one contact that are named; the rest is counted."""
_TITLES = {
    "limit_professional": "Mails per user and day, Professional",
    "limit_enterprise": "Mails per user and day, Enterprise",
    "limit_window": "How a day is counted",
    "window_hours": "Length of the rolling day",
    "spacing_seconds": "Seconds between mails of one mailbox",
    "max_mails": "Automated mails in a sequence",
    "max_delay_days": "Longest delay before a step, in days",
    "on_sequence_deleted": "When a sequence is deleted, people inside",
    "many_contacts": "Contacts from which on a trigger is warned about",
    "cold_days": "Days for which an import counts as recent",
    "max_branches": "Branches of an if/then card",
    "max_filters": "Conditions of a filter",
    "provider_gmail": "Mails a day, free Gmail account",
    "provider_other": "Mails a day, other mail providers",
}
_WORDS = {
    "rolling": "rolling 24 hours",
    "calendar_day": "calendar day",
    "unenroll": "leave it",
    "stay": "stay in it",
}


@dataclass(frozen=True, slots=True)
class PackValue:
    """One value of a rule pack, to be shown.

    Attributes:
        key: Its name in the file.
        title: Its name on screen.
        value: The value in words.
        source: Where it comes from, with the date of that text.
        assumed: Whether no official page states it.
    """

    key: str
    title: str
    value: str
    source: str
    assumed: bool


def packs() -> list[RulePack]:
    """Give the rule packs that come with the program, oldest first."""
    return [rulepack.load(name) for name in rulepack.names()]


def values_of(pack: RulePack) -> list[PackValue]:
    """Give the values of a pack in the order of its file, each with its source."""
    found = []
    for field in fields(pack):
        if field.name in pack.sources:
            value = getattr(pack, field.name)
            said = f"{value:,}" if isinstance(value, int) else _WORDS.get(value, value)
            title = _TITLES.get(field.name, field.name.replace("_", " ").capitalize())
            found.append(PackValue(field.name, title, said, pack.sources[field.name], field.name in pack.assumed))
    return found


# ---------------------------------------------------------------- comparing


@dataclass(frozen=True, slots=True)
class Sum:
    """How often something came out under each pack.

    Attributes:
        title: What, in words.
        first: Rows under the first pack.
        second: Rows under the second.
    """

    title: str
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A contact whose result differs.

    Attributes:
        contact: Its id.
        name: Its name.
        first: What only the first pack gives.
        second: What only the second gives.
    """

    contact: int
    name: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two rehearsals side by side.

    Attributes:
        first: The first pack.
        second: The second pack.
        outcomes: Rows by outcome, and mails sent.
        reasons: Rows by reason, those of which the numbers differ first.
        differences: Contacts whose result differs, by id.
        moved: Contacts to whom the same happens at other times.
        contacts: Contacts in all.
    """

    first: RulePack
    second: RulePack
    outcomes: tuple[Sum, ...]
    reasons: tuple[Sum, ...]
    differences: tuple[Difference, ...]
    moved: int
    contacts: int


@dataclass(frozen=True, slots=True)
class CompareProgress:
    """How far a comparison is: 0 to 1 over both rehearsals."""

    share: float


_Code = tuple[int, int, int, int, int, int]
"""What happened, without its moment: kind, outcome, reason, place, sequence, and step or number of the event."""


def compare(
    ws: Workspace, first: str, second: str, settings: RunSettings | None = None, control: Control | None = None
) -> Comparison | None:
    """Play two rehearsals that differ only in the rule pack; slow work for a job.

    Arguments:
        ws: The workspace.
        first: Name of one pack.
        second: Name of the other.
        settings: How both are played; those of the account by default.
        control: Who watches, and may stop it.

    Returns:
        The comparison; ``None`` when it was stopped.

    Raises:
        Problem: ``NO_WORKFLOW``, ``BAD_RULE_PACK``, ``BAD_DAYS`` or ``BAD_TIME_ZONE``.
    """
    chosen = settings or ws.project().account.settings
    watcher = control or Unwatched()
    loaded = (rulepack.load(first), rulepack.load(second))
    with calm_collector():
        frozen = take_snapshot(ws, chosen)
        played: list[_Played] = []
        for number, pack in enumerate(loaded):
            side = _play(replace(frozen, rules=pack), chosen, watcher, number)
            if side is None:
                return None
            played.append(side)
    return _compared(ws, loaded, (played[0], played[1]), frozen)


@dataclass(frozen=True, slots=True)
class _Played:
    """One of the two: its sums, and what happened to every contact, with the moments folded into one number."""

    summary: RunSummary
    codes: Mapping[int, list[_Code]]
    moments: Mapping[int, int]


def _play(snapshot: Snapshot, settings: RunSettings, control: Control, number: int) -> _Played | None:
    rehearsal = Rehearsal(snapshot, settings)
    codes: dict[int, list[_Code]] = {}
    moments: dict[int, int] = {}
    # The same few things happen over and over: each is kept once.
    known: dict[_Code, _Code] = {}
    span = max(settings.days * DAY, 1)
    for batch in rehearsal.play():
        for time, contact, place, kind, outcome, reason, _, sequence, step, fact, *_ in batch.rows:
            code = (kind, outcome, reason, place, sequence, fact if kind == RowKind.EVENT else step)
            codes.setdefault(contact, []).append(known.setdefault(code, code))
            moments[contact] = hash((moments.get(contact, 0), time))
        if control.cancelled():
            return None
        share = min(max((batch.now - settings.start) / span, 0.0), 1.0)
        control.report(CompareProgress((number + share) / 2))
    return _Played(rehearsal.summary(), codes, moments)


def _compared(
    ws: Workspace, loaded: tuple[RulePack, RulePack], played: tuple[_Played, _Played], frozen: Snapshot
) -> Comparison:
    first, second = played
    cast = Cast(frozen.project)
    found: list[tuple[int, str, str]] = []
    moved = 0
    for contact in sorted(first.codes.keys() | second.codes.keys()):
        one, other = Counter(first.codes.get(contact, ())), Counter(second.codes.get(contact, ()))
        if not contact:
            continue
        if one == other:
            moved += first.moments.get(contact) != second.moments.get(contact)
        else:
            found.append((contact, _words(one - other, cast), _words(other - one, cast)))
    people = {c.id: c.name for c in ws.contacts.many([contact for contact, _, _ in found])}
    differences = tuple(Difference(c, people.get(c, f"Contact {c}"), a, b) for c, a, b in found)
    outcomes = [Sum("Mails sent", first.summary.mails, second.summary.mails)]
    outcomes += _sums(first.summary.outcomes, second.summary.outcomes, str.capitalize)
    reasons = _sums(first.summary.reasons, second.summary.reasons, lambda name: Reason[name].title)
    reasons.sort(key=lambda made: (made.first == made.second, -max(made.first, made.second), made.title))
    return Comparison(*loaded, tuple(outcomes), tuple(reasons), differences, moved, len(frozen.contacts))


def _sums(first: Mapping[str, int], second: Mapping[str, int], title: Callable[[str], str]) -> list[Sum]:
    return [Sum(title(key), first.get(key, 0), second.get(key, 0)) for key in dict.fromkeys([*first, *second])]


def _words(only: Counter[_Code], cast: Cast) -> str:
    said: Sequence[str] = list(dict.fromkeys(_word(code, cast) for code in only))
    more = len(said) - _SAID
    return " · ".join([*said[:_SAID], *([f"{more} more"] if more > 0 else [])])


def _word(code: _Code, cast: Cast) -> str:
    kind, outcome, reason, place, sequence_id, step = code
    found = cast.sequences.get(sequence_id)
    sequence = f"“{found.name}”" if found else "its sequence"
    why = f": {Reason(reason).title}" if reason else ""
    if kind in (RowKind.MAIL, RowKind.TASK):
        did = {Outcome.DONE: "", Outcome.DEFERRED: " deferred", Outcome.FAILED: " failed"}.get(Outcome(outcome), "")
        return f"{'Mail' if kind == RowKind.MAIL else 'Task'} {step} of {sequence}{did}{why}"
    if kind == RowKind.EVENT and 0 < step <= len(_EVENTS):
        return _EVENTS[step - 1].label
    if kind == RowKind.SEQUENCE:
        return f"{'Left' if outcome == Outcome.LEFT else Outcome(outcome).label.capitalize()} {sequence}{why}"
    card, workflow = cast.card_at(place), cast.workflow_at(place)
    what = card.action.title if card else f"“{workflow.name}”" if workflow else RowKind(kind).label.capitalize()
    return f"{what} {Outcome(outcome).label}{why}"
