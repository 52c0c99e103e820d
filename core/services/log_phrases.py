"""Parts of a log filter made from what a row shows, and how they are added to a filter that is typed already."""

from __future__ import annotations

from dataclasses import replace

from core.model.problem import Problem
from core.model.trace import RowKind
from core.rules import log_filter as f
from core.rules.calendar import local_date
from core.services.log_lines import LogLine, Reader
from core.services.log_terms import values_for

_NAMED = ("workflow", "action", "kind", "outcome", "reason", "severity", "sender", "sequence")


def phrase(field: str, line: LogLine, reader: Reader) -> str:
    """Write what a row has in a column as a filter, e.g. ``reason=OWNER_EMPTY``.

    A time becomes its day, and what a row without a card of its own tells of becomes its kind.

    Returns:
        The filter; empty where the row has nothing there that could be asked for.
    """
    if field == "time":
        zone = reader.zone
        return f"day={(local_date(line.time, zone) - local_date(reader.settings.start, zone)).days + 1}"
    if field == "step":
        return f"step={line.step}" if line.step else ""
    if field == "action" and line.kind not in (RowKind.TRIGGER, RowKind.ACTION):
        field = "kind"
    value = _value(field, line)
    if field in _NAMED and value not in values_for(field, reader):
        return ""
    # Quotation marks of both kinds in one name cannot be written.
    return f"{field}={f.quoted(value)}" if value and not ('"' in value and "”" in value) else ""


def _value(field: str, line: LogLine) -> str:
    if field in ("contact", "email"):
        return str(getattr(line, field)) if line.contact_id else ""
    if field in ("kind", "outcome"):
        return line.kind.label if field == "kind" else line.outcome.label
    if field == "reason":
        return line.reason.name if line.reason else ""
    return str(getattr(line, field)) if field in _NAMED else ""


def with_phrase(text: str, added: str, *, exclude: bool = False) -> str:
    """Add a part to a filter, so that both must hold; one that is in it already is not added again.

    Arguments:
        text: What is typed; when it cannot be read, the part takes its place.
        added: The part.
        exclude: Whether the part must not hold.
    """
    term = f"not {added}" if exclude else added
    text = text.strip()
    try:
        tree = f.parse(text)
    except Problem:
        tree = None
    if tree is None:
        return term
    text = f.closed(text)
    parts = tree.parts if isinstance(tree, f.All) else (tree,)
    wanted = f.parse(term)
    if wanted is not None and _placeless(wanted) in [_placeless(part) for part in parts]:
        return text
    return f"({text}) and {term}" if isinstance(tree, f.Either) else f"{text} and {term}"


def _placeless(node: f.Node) -> f.Node:
    """Give a part without where it stands, so that it can be compared."""
    if isinstance(node, f.Compare):
        return replace(node, at=())
    return f.Not(_placeless(node.part)) if isinstance(node, f.Not) else node
