"""Filters of the log as a person would say them, for what is expected: “Ada Novak is skipped at Enroll in sequence”.

Only filters that ask for values side by side are said so; whatever else a filter asks is shown as it was typed, so that
no two filters that differ in what they find read alike just because a sentence is short.
"""

from __future__ import annotations

from core.model.expectation import Bound
from core.model.problem import Problem
from core.model.reason import Reason, Severity
from core.model.trace import Outcome, RowKind
from core.rules import log_filter as f

_SAID = frozenset(
    {"contact", "email", "workflow", "action", "kind", "outcome", "reason", "severity", "sender", "sequence", "step"}
)
_VERBS = {
    Outcome.DONE: "is done",
    Outcome.SKIPPED: "is skipped",
    Outcome.DEFERRED: "has to wait",
    Outcome.FAILED: "fails",
    Outcome.ENTERED: "enters",
    Outcome.LEFT: "leaves",
}
_OF_NOBODY = {
    Outcome.DONE: "Done",
    Outcome.SKIPPED: "Skipped",
    Outcome.DEFERRED: "Made to wait",
    Outcome.FAILED: "Failed",
    Outcome.ENTERED: "Entered",
    Outcome.LEFT: "Left",
}
_PLACES = {
    RowKind.TRIGGER: "the trigger",
    RowKind.ACTION: "an action",
    RowKind.MAIL: "a mail",
    RowKind.TASK: "a task",
    RowKind.SEQUENCE: "a sequence",
    RowKind.EVENT: "an event",
}
_OF_KINDS = {
    (RowKind.TRIGGER, Outcome.ENTERED): "enters the workflow",
    (RowKind.TRIGGER, Outcome.LEFT): "leaves the workflow",
    (RowKind.MAIL, Outcome.DONE): "gets a mail",
    (RowKind.TASK, Outcome.DONE): "gets a task",
    (RowKind.SEQUENCE, Outcome.ENTERED): "enters a sequence",
    (RowKind.SEQUENCE, Outcome.LEFT): "leaves a sequence",
    (RowKind.EVENT, Outcome.DONE): "has an event",
}
"""What a person says of a kind of row, where it is more than the outcome and a place."""


def times(bound: Bound, number: int) -> str:
    """Say how often: ``never``, ``at least once``, ``3 times``."""
    if number == 0 and bound is not Bound.AT_LEAST:
        return "never"
    before = {Bound.EXACTLY: "", Bound.AT_LEAST: "at least ", Bound.AT_MOST: "at most "}[bound]
    return f"{before}{'once' if number == 1 else f'{number:,} times'}"


def what(text: str) -> str:
    """Say what a filter finds; as it was typed where that is not plain."""
    typed = " ".join(text.split())
    try:
        values = _values(f.parse(text))
        return _sentence(values) if values else typed or "Anything"
    except (Problem, KeyError, ValueError):
        # What cannot be read, or names no reason there is, is told elsewhere with its place.
        return typed


def _values(node: f.Node | None) -> dict[str, str]:
    """Give field to value, where a filter asks for nothing else, each field once; empty otherwise."""
    parts = node.parts if isinstance(node, f.All) else (node,) if node is not None else ()
    found: dict[str, str] = {}
    for part in parts:
        is_plain = isinstance(part, f.Compare) and part.sign == "=" and len(part.values) == 1
        if not is_plain or not isinstance(part, f.Compare) or part.field not in _SAID or part.field in found:
            return {}
        found[part.field] = part.values[0]
    return found


def _sentence(values: dict[str, str]) -> str:
    kind = RowKind[values["kind"].upper()] if "kind" in values else None
    outcome = Outcome[values["outcome"].upper()] if "outcome" in values else None
    who = " ".join(values[field] for field in ("contact", "email") if field in values)
    at = values.get("action", "")
    # A row of a card is an action, so that its title says both.
    plain_kind = None if at and kind is RowKind.ACTION else kind
    parts = [_deed(who, plain_kind, outcome, at)]
    if "reason" in values:
        parts.append(Reason[values["reason"].upper()].title)
    if "severity" in values:
        parts.append(Severity(values["severity"].lower()).value)
    parts += [f"{field} {values[field]}" for field in ("step", "sender", "sequence", "workflow") if field in values]
    said = ", ".join(part for part in parts if part)
    return said[:1].upper() + said[1:]


def _deed(who: str, kind: RowKind | None, outcome: Outcome | None, at: str) -> str:
    """Say who did what where."""
    if who and kind is not None and outcome is not None and not at and (kind, outcome) in _OF_KINDS:
        return f"{who} {_OF_KINDS[kind, outcome]}"
    place = " of ".join(part for part in (_PLACES[kind] if kind is not None else "", at) if part)
    if outcome is None:
        return " at ".join(part for part in (who, place) if part)
    if who and place and outcome is Outcome.DONE:
        return f"{who} gets through {place}"
    doing = f"{who} {_VERBS[outcome]}" if who else _OF_NOBODY[outcome]
    return f"{doing} at {place}" if place else doing
