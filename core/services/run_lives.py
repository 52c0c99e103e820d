"""What one rehearsal gave each contact, read from its rows: the sides of ``core.services.run_differences``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from core.model.problem import Problem
from core.model.reason import Reason
from core.model.run import Cast, Run
from core.model.trace import Outcome, RowKind
from core.services.forecast_words import plural
from core.services.place_words import place_title
from core.services.runs import Control
from core.store import log

if TYPE_CHECKING:
    from core.services.workspace import Workspace

_ACTION, _MAIL, _SEQUENCE, _EVENT = map(int, (RowKind.ACTION, RowKind.MAIL, RowKind.SEQUENCE, RowKind.EVENT))
_DONE, _SKIPPED, _LEFT = int(Outcome.DONE), int(Outcome.SKIPPED), int(Outcome.LEFT)
_NOWHERE = (0, 0)
At: TypeAlias = tuple[int, int]
"""Workflow and card."""
Branch: TypeAlias = tuple[int, int, str]
"""Workflow and card, and the name of a branch below it."""
Way: TypeAlias = tuple[int, int, int, int]
"""Workflow and card, sequence and sender."""
Deed: TypeAlias = tuple[At, int, int, int, int]
"""Workflow and card; kind, outcome and reason as ``log.packed`` gives them; sequence, step, and which event it was."""


@dataclass(slots=True)
class Life:
    """What one rehearsal gave one contact.

    Attributes:
        enrolled: Card to the moments at which it enrolled the contact, after the start of the run.
        ways: By which cards, into which sequences and by which senders it was enrolled.
        skipped: Why cards skipped it.
        mails: When it got mails, after the start of the run.
        left: How its enrollments ended.
        branches: Which branches it took, at which cards.
        other: Everything else, whenever it was.
    """

    enrolled: dict[At, list[int]] = field(default_factory=dict)
    ways: Counter[Way] = field(default_factory=Counter)
    skipped: Counter[int] = field(default_factory=Counter)
    mails: list[int] = field(default_factory=list)
    left: Counter[int] = field(default_factory=Counter)
    branches: Counter[Branch] = field(default_factory=Counter)
    other: dict[Deed, int] = field(default_factory=dict)

    @property
    def enrollments(self) -> int:
        """How often it was enrolled."""
        return sum(len(times) for times in self.enrolled.values())


@dataclass(frozen=True, slots=True)
class Side:
    """One rehearsal, contact by contact.

    Attributes:
        run: The run.
        lives: Contact to what it was given.
        names: Card to the sequence it enrolls into.
        titles: Card to what stands on it.
    """

    run: Run
    lives: Mapping[int, Life]
    names: Mapping[At, str]
    titles: Mapping[At, str]

    def words(self, contact: int) -> str:
        """Say in a few words what it gave a contact."""
        life = self.lives.get(contact)
        if life is None:
            return "not in it"
        said = [
            f"enrolled in {self.names.get(at, 'a sequence')}{_times(len(times))}" for at, times in life.enrolled.items()
        ]
        said += [f"{Reason(reason).title}{_times(times)}" for reason, times in life.skipped.most_common(2)]
        if not said:
            # What became of a contact that no card tried to enroll: the way it took.
            said = [f"not tried: went to “{name}”" for _, _, name in list(life.branches)[-1:]] or ["not tried"]
        if life.mails:
            said.append(plural(len(life.mails), "mail"))
        said += [Reason(reason).title for reason in life.left if reason != Reason.FINISHED]
        return " · ".join(said[:5])

    def more(self, contact: int, than: Side) -> str:
        """Say in a few words what a contact was given here and not in another rehearsal, beside mails and the like."""
        told = Counter(self.lives[contact].other) - Counter(than.lives[contact].other)
        return " · ".join(self._deed(deed, times) for deed, times in told.most_common(2)) or "nothing more"

    def _deed(self, deed: Deed, times: int) -> str:
        at, packed, _, step, _ = deed
        kind, outcome, reason = RowKind(packed // 1_000_000), Outcome(packed // 1_000 % 1_000), Reason(packed % 1_000)
        title = f"{kind.label}{f' of step {step}' if step else ''}"
        if kind in (RowKind.ACTION, RowKind.TRIGGER):
            title = self.titles.get(at, title)
        why = f" ({reason.title})" if reason else ""
        return f"{title}: {outcome.label}{why}{_times(times)}"


def read_side(ws: Workspace, run_id: int, control: Control) -> Side | None:
    """Read a stored rehearsal; ``None`` when it was stopped.

    Arguments:
        ws: The workspace.
        run_id: The run.
        control: May stop it.

    Raises:
        Problem: ``RUN_MISSING`` when it is gone.
    """
    run = ws.runs.get(run_id)
    if run is None:
        raise Problem("RUN_MISSING", f"Rehearsal {run_id} is no longer in this workspace.")
    cast = Cast(run.project)
    at = {place.number: (place.workflow, place.card) for place in cast.places}
    enrolling, branches = cast.enrolling(), _branches(cast)
    # Two runs that start on different days are compared by how long after their start things happen.
    start = run.settings.start
    lives: dict[int, Life] = {}
    names: dict[At, str] = {}
    for rows in log.packed(ws.store, ws.runs.rows(run_id)):
        for time, contact, place, packed, sender, sequence, step, fact in rows:
            kind, outcome, reason = packed // 1_000_000, packed // 1_000 % 1_000, packed % 1_000
            life = lives.get(contact)
            if life is None:
                life = lives[contact] = Life()
            if place in enrolling and kind == _ACTION and outcome in (_DONE, _SKIPPED):
                if outcome == _SKIPPED:
                    life.skipped[reason] += 1
                    continue
                life.enrolled.setdefault(at[place], []).append(time - start)
                life.ways[(*at[place], sequence, sender)] += 1
                if at[place] not in names:
                    found = cast.sequences.get(sequence)
                    names[at[place]] = f"“{found.name}”" if found else "a sequence"
            elif kind == _MAIL and outcome == _DONE:
                life.mails.append(time - start)
            elif kind == _SEQUENCE and outcome == _LEFT:
                life.left[reason] += 1
            elif kind == _ACTION and outcome == _DONE and (place, fact) in branches:
                life.branches[branches[place, fact]] += 1
            else:
                # Counted, so that the order in which things of one instant are told does not matter.
                deed = at.get(place, _NOWHERE), packed, sequence, step, fact if kind == _EVENT else 0
                life.other[deed] = life.other.get(deed, 0) + 1
        if control.cancelled():
            return None
    lives.pop(0, None)
    titles = {at[place.number]: place_title(cast, place.number) for place in cast.places}
    return Side(run, lives, names, titles)


def _branches(cast: Cast) -> dict[tuple[int, int], Branch]:
    """Give each way out of a card, by the card's number and the way's: workflow, card, the branch's name."""
    return {
        (place.number, number): (place.workflow, place.card, name)
        for place in cast.places
        if (card := cast.card_at(place.number)) is not None and card.branches
        for number, name in enumerate(card.action.branch_names(), 1)
    }


def _times(number: int) -> str:
    """Say how often, where it is more than once."""
    return "" if number == 1 else " twice" if number == 2 else f" {number:,} times"
