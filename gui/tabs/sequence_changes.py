"""What the Steps page does to a sequence: steps added, moved, changed, duplicated, deleted. Pure values in and out."""

from __future__ import annotations

from dataclasses import replace

from core.model.sequence import Sequence, Step, StepKind

_LATER = 3
"""Days before a step that is added after another one."""


def with_step_added(sequence: Sequence, kind: StepKind, place: int) -> Sequence:
    """Give the sequence with a new step at a place; the first one runs at once, others after three days."""
    return _with(sequence, place, place, (Step(kind, delay_days=_LATER if place else 0),))


def with_step_changed(sequence: Sequence, place: int, after: Step) -> Sequence:
    """Give the sequence with another step at a place."""
    return _with(sequence, place, place + 1, (after,))


def with_step_moved(sequence: Sequence, place: int, to: int) -> Sequence:
    """Give the sequence with a step moved; the others close ranks."""
    steps = list(sequence.steps)
    steps.insert(to, steps.pop(place))
    return replace(sequence, steps=tuple(steps))


def with_step_deleted(sequence: Sequence, place: int) -> Sequence:
    """Give the sequence without a step."""
    return _with(sequence, place, place + 1, ())


def with_step_duplicated(sequence: Sequence, place: int) -> Sequence:
    """Give the sequence with a step standing twice."""
    return _with(sequence, place + 1, place + 1, (sequence.steps[place],))


def with_step_pasted(sequence: Sequence, place: int, step: Step) -> Sequence:
    """Give the sequence with a copied step at a place."""
    return _with(sequence, place, place, (step,))


def _with(sequence: Sequence, first: int, last: int, steps: tuple[Step, ...]) -> Sequence:
    return replace(sequence, steps=sequence.steps[:first] + steps + sequence.steps[last:])
