"""What changed between two stored rehearsals, contact by contact: who is enrolled now, who earlier, who no longer.

Cards are the same when workflow and card have the same ids, whatever was inserted between the runs. Comparing two rule
packs on one snapshot is ``core.services.compare``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from core.model.instant import DAY, HOUR, MINUTE
from core.model.run import Run
from core.services.calm import calm_collector
from core.services.exporting import save_rows
from core.services.run_lives import Life, Side, read_side
from core.services.runs import Control, Unwatched
from core.store import contacts as contact_rows

if TYPE_CHECKING:
    from core.services.workspace import Workspace


class Course(Enum):
    """Whether a change is for the better."""

    BETTER = "better"
    WORSE = "worse"
    OTHER = "other"


class ChangeKind(Enum):
    """What changed for one contact; the first that holds, so that every contact that changed has one kind."""

    NO_LONGER = "enrolled → skipped"
    NOT_TRIED = "enrolled → not tried"
    LESS_OFTEN = "enrolled less often"
    NOW_ENROLLED = "skipped → enrolled"
    NOW_TRIED = "not tried → enrolled"
    MORE_OFTEN = "enrolled more often"
    LATER = "later"
    EARLIER = "earlier"
    FEWER_MAILS = "fewer mails"
    MORE_MAILS = "more mails"
    OTHER_WAY = "another sequence or sender"
    OTHER_TIMES = "mails at other times"
    NOW_SKIPPED = "not tried → skipped"
    NO_LONGER_SKIPPED = "skipped → not tried"
    OTHER_REASON = "another reason"
    MORE_SKIPS = "skipped more often"
    FEWER_SKIPS = "skipped less often"
    OTHER_END = "another end"
    OTHER_BRANCH = "another branch"
    NEW = "only in the later rehearsal"
    GONE = "only in the earlier rehearsal"
    OTHER = "in other ways"

    @property
    def course(self) -> Course:
        """Whether it is for the better: an enrollment won or lost, sooner or later."""
        if self in _BETTER:
            return Course.BETTER
        return Course.WORSE if self in _WORSE else Course.OTHER


_BETTER = frozenset({ChangeKind.NOW_ENROLLED, ChangeKind.NOW_TRIED, ChangeKind.MORE_OFTEN, ChangeKind.EARLIER})
_WORSE = frozenset({ChangeKind.NO_LONGER, ChangeKind.NOT_TRIED, ChangeKind.LESS_OFTEN, ChangeKind.LATER})


@dataclass(frozen=True, slots=True)
class Change:
    """A contact to whom the two rehearsals happen differently.

    Attributes:
        contact: Contact id.
        name: Its name.
        kind: What changed.
        seconds: By how much sooner or later its first enrollment that moved is; 0 where that does not matter.
        before: What the earlier rehearsal gave, in words.
        after: What the later one gave.
    """

    contact: int
    name: str
    kind: ChangeKind
    seconds: int
    before: str
    after: str

    @property
    def title(self) -> str:
        """The change in a few words, e.g. ``a day earlier``."""
        if self.kind in (ChangeKind.EARLIER, ChangeKind.LATER):
            return f"{_length(self.seconds)} {self.kind.value}"
        return str(self.kind.value)


@dataclass(frozen=True, slots=True)
class RunDifference:
    """Two rehearsals, contact by contact.

    Attributes:
        before: The earlier run.
        after: The later run.
        changes: Who changed, worse ones first, then better, then other, by name.
        contacts: How many contacts any of the two told of.
        sentence: E.g. ``31 changed: 18 skipped → enrolled, 13 a day earlier, 0 worse``.
    """

    before: Run
    after: Run
    changes: tuple[Change, ...]
    contacts: int
    sentence: str

    def count(self, course: Course) -> int:
        """Count the changes of a course."""
        return sum(change.kind.course is course for change in self.changes)


def differences(ws: Workspace, before: int, after: int, control: Control | None = None) -> RunDifference | None:
    """Compare two stored rehearsals; work for a job, some two seconds for each million rows.

    Arguments:
        ws: The workspace.
        before: Id of the earlier run.
        after: Id of the later run.
        control: May stop it; the answer is then ``None``.

    Raises:
        Problem: ``RUN_MISSING`` when one of them is gone.
    """
    watcher = control or Unwatched()
    sides = []
    with calm_collector():
        for run_id in (before, after):
            side = read_side(ws, run_id, watcher)
            if side is None:
                return None
            sides.append(side)
    first, second = sides
    who = first.lives.keys() | second.lives.keys()
    found = [(contact, *_compared(first, second, contact)) for contact in sorted(who)]
    changed = [(contact, kind, seconds) for contact, kind, seconds in found if kind is not None]
    people = contact_rows.people(ws.store, {contact for contact, _, _ in changed})
    changes = [
        Change(
            contact,
            people[contact].name if contact in people else f"Contact {contact}",
            kind,
            seconds,
            _words(first, second, contact, kind),
            _words(second, first, contact, kind),
        )
        for contact, kind, seconds in changed
    ]
    order = (Course.WORSE, Course.BETTER, Course.OTHER)
    changes.sort(key=lambda c: (order.index(c.kind.course), c.kind.value, c.seconds, c.name.casefold(), c.contact))
    return RunDifference(first.run, second.run, tuple(changes), len(who), sentence_of(changes))


def write_changes(changes: Sequence[Change], path: Path) -> int:
    """Write changes as CSV; give how many there are.

    Raises:
        Problem: ``READ_ONLY``, ``DISK_FULL`` or ``CANNOT_WRITE``.
    """
    rows = ((c.contact, c.name, c.kind.course.value, c.title, c.before, c.after) for c in changes)
    return save_rows(("contact_id", "contact", "course", "change", "before", "after"), rows, path)


def sentence_of(changes: Iterable[Change]) -> str:
    """Sum changes up in one sentence; the largest groups are named, the rest is counted. Its numbers add up."""
    listed = list(changes)
    if not listed:
        return "Nothing changed"
    by_course: dict[Course, Counter[str]] = {course: Counter() for course in Course}
    for change in listed:
        by_course[change.kind.course][change.title] += 1
    worse, other = by_course[Course.WORSE], by_course[Course.OTHER]
    rest = other.pop(ChangeKind.OTHER.value, 0)
    named = [*by_course[Course.BETTER].most_common(3), *other.most_common(2)]
    parts = _parts(named, len(listed) - worse.total() - rest, rest)
    why = f" ({', '.join(_parts(worse.most_common(2), worse.total()))})" if worse else ""
    return f"{len(listed):,} changed: {', '.join([*parts, f'{worse.total():,} worse{why}'])}"


def _parts(named: list[tuple[str, int]], of: int, rest: int = 0) -> list[str]:
    """Write groups, and how many are in none of them: those left of a number, and the rest that has no name."""
    rest += of - sum(number for _, number in named)
    parts = [f"{number:,} {title}" for title, number in named]
    return [*parts, f"{rest:,} {ChangeKind.OTHER.value}"] if rest else parts


# ---------------------------------------------------------------- two runs


def _compared(first: Side, second: Side, contact: int) -> tuple[ChangeKind | None, int]:
    """Say what changed for one contact, and by how many seconds; ``None`` when nothing did."""
    before, after = first.lives.get(contact), second.lives.get(contact)
    if before is None or after is None:
        return (ChangeKind.NEW if before is None else ChangeKind.GONE), 0
    kind = _other_enrollments(before, after)
    if kind is not None:
        return kind, 0
    moved = _moved(before, after)
    if moved:
        return (ChangeKind.EARLIER if moved < 0 else ChangeKind.LATER), abs(moved)
    if len(before.mails) != len(after.mails):
        return (ChangeKind.MORE_MAILS if len(after.mails) > len(before.mails) else ChangeKind.FEWER_MAILS), 0
    if before.ways != after.ways:
        return ChangeKind.OTHER_WAY, 0
    if before.mails != after.mails:
        return ChangeKind.OTHER_TIMES, 0
    kind = _other_skips(before, after)
    if kind is None and before.left != after.left:
        kind = ChangeKind.OTHER_END
    if kind is None and before.branches != after.branches:
        kind = ChangeKind.OTHER_BRANCH
    if kind is None and before.other != after.other:
        kind = ChangeKind.OTHER
    return kind, 0


def _other_enrollments(before: Life, after: Life) -> ChangeKind | None:
    """Say how a contact was enrolled more or less often; ``None`` when as often."""
    gained = after.enrollments - before.enrollments
    if not gained:
        return None
    if before.enrollments and after.enrollments:
        return ChangeKind.MORE_OFTEN if gained > 0 else ChangeKind.LESS_OFTEN
    if gained > 0:
        return ChangeKind.NOW_ENROLLED if before.skipped else ChangeKind.NOW_TRIED
    return ChangeKind.NO_LONGER if after.skipped else ChangeKind.NOT_TRIED


def _other_skips(before: Life, after: Life) -> ChangeKind | None:
    """Say how a contact that was enrolled as often was skipped otherwise; ``None`` when it was not."""
    if before.skipped == after.skipped:
        return None
    gained = after.skipped.total() - before.skipped.total()
    if not before.enrollments and not (before.skipped and after.skipped):
        return ChangeKind.NOW_SKIPPED if gained > 0 else ChangeKind.NO_LONGER_SKIPPED
    if not gained:
        return ChangeKind.OTHER_REASON
    return ChangeKind.MORE_SKIPS if gained > 0 else ChangeKind.FEWER_SKIPS


def _words(side: Side, than: Side, contact: int, kind: ChangeKind) -> str:
    """Say what a rehearsal gave a contact, so that the two tell what is different."""
    words = side.words(contact)
    return f"{words} · {side.more(contact, than)}" if kind is ChangeKind.OTHER else words


def _moved(before: Life, after: Life) -> int:
    """Give by how much the first enrollment of the same card moved that did, 0 when none did.

    The first one is that which either of the two runs came to first, so that the other way round it is the same one.
    """
    moves = (
        (min(one, other), at, other - one)
        for at, times in before.enrolled.items()
        for one, other in zip(times, after.enrolled.get(at, ()), strict=False)
        if other != one
    )
    return min(moves, default=(0, (0, 0), 0))[2]


def _length(seconds: int) -> str:
    """Say a length as people do: ``a day``, ``3 days``, ``an hour``, ``20 minutes``."""
    for size, one, many in ((DAY, "a day", "days"), (HOUR, "an hour", "hours"), (MINUTE, "a minute", "minutes")):
        number = round(seconds / size)
        if seconds >= size - size // 10:
            return one if number <= 1 else f"{number:,} {many}"
    return "less than a minute"
