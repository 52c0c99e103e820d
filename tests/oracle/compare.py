"""Playing one workspace twice, with the engine and with the oracle, and saying where they differ."""

from __future__ import annotations

from collections import Counter

from core.engine.runner import Rehearsal
from core.engine.snapshot import Snapshot, columns_needed, played
from core.model.contact import ContactColumns
from core.model.event import EventKind
from core.model.instant import from_instant
from core.model.reason import Reason
from core.model.run import CardCounts, Cast, RunSummary
from core.model.trace import Outcome, RowKind, TraceEvent, TraceRow
from tests.oracle.model import PlainModel
from tests.oracle.workspaces import Case


def by_engine(case: Case) -> tuple[list[TraceRow], RunSummary]:
    """Play with the engine."""
    project = played(case.project, case.settings)
    columns = {name: [person.get(name) for person in case.people] for name in columns_needed(project)}
    snapshot = Snapshot(project, ContactColumns([person.id for person in case.people], columns), case.rules)
    run = Rehearsal(snapshot, case.settings)
    rows = [row for batch in run.play() for row in batch.rows]
    return rows, run.summary()


def by_oracle(case: Case) -> tuple[list[TraceRow], dict[int, int]]:
    """Play with the plain model; gives the rows and who waits where at the end."""
    model = PlainModel(played(case.project, case.settings), case.people, case.settings, case.rules)
    return model.run(), model.waiting()


def agree(case: Case) -> None:
    """Check that both tell the same, row for row and sum for sum; only the order of rows at one instant is free."""
    rows, summary = by_engine(case)
    expected, waiting = by_oracle(case)
    if sorted(rows) != sorted(expected):
        raise AssertionError(differences(case, rows, expected))
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert summary.events == len(expected)
    assert summary.outcomes == {o.label: n for o, n in Counter(Outcome(row[4]) for row in expected).items()}
    assert summary.reasons == {r.name: n for r, n in Counter(Reason(row[5]) for row in expected if row[5]).items()}
    assert summary.mails == sum(row[3] == RowKind.MAIL and row[4] == Outcome.DONE for row in expected)
    assert dict(summary.places) == sums(expected, waiting)


def sums(rows: list[TraceRow], waiting: dict[int, int]) -> dict[int, CardCounts]:
    """Count what every trigger and card has seen, from the rows alone."""
    seen = [row for row in rows if row[2] and row[3] in (RowKind.TRIGGER, RowKind.ACTION)]
    counted = [row for row in seen if row[4] not in (Outcome.LEFT, Outcome.DEFERRED)]
    return {
        place: CardCounts(
            sum(row[2] == place for row in counted),
            sum(row[2] == place and row[4] == Outcome.DONE for row in counted),
            sum(row[2] == place and row[4] == Outcome.SKIPPED for row in counted),
            waiting.get(place, 0),
        )
        for place in {row[2] for row in counted} | set(waiting)
    }


def differences(case: Case, rows: list[TraceRow], expected: list[TraceRow]) -> str:
    """Tell the first rows that only one of the two has, and what went before for the same contacts."""
    ours, theirs = Counter(rows), Counter(expected)
    missing, extra = sorted((theirs - ours).elements()), sorted((ours - theirs).elements())
    first = min(row[0] for row in missing + extra)
    who = {row[1] for row in missing + extra if row[0] == first}
    before = [row for row in sorted(rows) if row[0] <= first and row[1] in who and row not in extra]
    lines = ["the engine and the oracle differ", *(f"both    {said(row, case)}" for row in before[-12:])]
    lines += [f"engine  {said(row, case)}" for row in extra[:12]]
    lines += [f"oracle  {said(row, case)}" for row in missing[:12]]
    return "\n".join(lines)


def said(row: TraceRow, case: Case) -> str:
    """Write one row so that a person can read it."""
    event = TraceEvent(*row)
    card = Cast(case.project).card_at(event.place)
    kind = tuple(EventKind)[event.a - 1].value if event.kind == RowKind.EVENT else RowKind(event.kind).label
    place = f"{event.place} {card.action.kind if card else ''}".strip()
    reason = Reason(event.reason).name if event.reason else ""
    return (
        f"{from_instant(event.time):%a %d %b %H:%M:%S} contact {event.contact} [{place}] {kind} "
        f"{Outcome(event.outcome).label} {reason} sender={event.sender} sequence={event.sequence} step={event.step} "
        f"{event.a} {event.b} {event.c}"
    )
