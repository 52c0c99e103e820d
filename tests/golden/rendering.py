"""Golden traces: a trace written as text that a person can check by hand, and compare line by line.

Lives here: only the renderer; the scenes are in ``test_golden.py``, the texts in ``traces/``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import tzinfo

from core.actions.base import RunnableAction
from core.actions.names import Names
from core.model.contact import Contact
from core.model.instant import Instant
from core.model.project import Project
from core.model.reason import Reason
from core.model.run import Cast
from core.model.trace import Outcome, RowKind, TraceEvent
from core.rules.calendar import zone_of
from core.rules.sentences import detail
from tests.building import START, clock

_WIDTHS = (19, 8, 34, 9, 22)


def rendered(
    title: str, project: Project, people: Iterable[Contact], trace: Iterable[TraceEvent], start: Instant = START
) -> str:
    """Write a trace: local time, contact, card or step, outcome, reason, sentence; a blank line between moments."""
    zone = zone_of(project.account.time_zone)
    people = list(people)
    cast, names, who = Cast(project), Names(project), {0: "—"} | {person.id: person.name for person in people}
    lines = [f"# {title}", f"# {_setting(project, people, zone, start)}"]
    before = None
    for event in trace:
        if event.time != before:
            lines.append("")
            before = event.time
        lines.append(_line(event, cast, names, who, zone))
    return "\n".join(lines) + "\n"


def _setting(project: Project, people: list[Contact], zone: tzinfo, start: Instant) -> str:
    number = len(people)
    return (
        f"{number} contact{'' if number == 1 else 's'}, times in {project.account.time_zone}, from {clock(start, zone)}"
    )


def _line(event: TraceEvent, cast: Cast, names: Names, who: Mapping[int, str], zone: tzinfo) -> str:
    cells = (
        clock(event.time, zone),
        who[event.contact],
        _what(event, cast, names),
        Outcome(event.outcome).label,
        Reason(event.reason).name if event.reason else "",
    )
    padded = "  ".join(cell.ljust(width) for cell, width in zip(cells, _WIDTHS, strict=True))
    return f"{padded}  {detail(event, cast, zone)}".rstrip()


def _what(event: TraceEvent, cast: Cast, names: Names) -> str:
    workflow, card = cast.workflow_at(event.place), cast.card_at(event.place)
    match RowKind(event.kind):
        case RowKind.TRIGGER:
            return f"→ {workflow.name if workflow else '?'}"
        case RowKind.ACTION:
            assert card is not None
            return card.action.headline(names) if isinstance(card.action, RunnableAction) else card.action.title
        case RowKind.EVENT:
            return "(what the contact does)" if event.contact else "(what happens to the account)"
        case RowKind.SEQUENCE:
            return f"← {cast.sequences[event.sequence].name}"
        case kind:
            return f"{cast.sequences[event.sequence].name}, step {event.step} ({kind.label})"
