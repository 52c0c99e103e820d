"""How far neighbouring branches must stand apart: as near as their outlines allow, height by height.

A branch with one card beside a wide one stands beside the narrow head of that one, not beside its wide foot; so deep
workflows stay narrow. Lives here: outlines. Not here: where things then stand (gui/canvas/layout.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.model.workflow import Card
from gui.canvas.measures import BRANCH_GAP, CARD_WIDTH, FORK, GAP, TAIL

_HALF = CARD_WIDTH // 2


@dataclass(frozen=True, slots=True)
class Slab:
    """A piece of an outline, in pixels.

    Attributes:
        top: Where it begins, below the head of the list.
        bottom: Where it ends.
        left: How far it reaches to the left of the list's axis; may be negative.
        right: How far it reaches to the right.
    """

    top: int
    bottom: int
    left: int
    right: int


Outline = list[Slab]
"""Slabs from the top down, without holes."""


def branch_axes(cards: tuple[Card, ...], heights: Mapping[int, int]) -> dict[int, list[int]]:
    """Give for each branch card where the axes of its branches stand, counted from the card's own.

    Arguments:
        cards: A list of cards.
        heights: Card id to height.
    """
    axes: dict[int, list[int]] = {}
    _outline(cards, heights, axes)
    return axes


def _outline(cards: tuple[Card, ...], heights: Mapping[int, int], axes: dict[int, list[int]]) -> Outline:
    y = 0
    for card in cards:
        y += GAP + heights[card.id]
        if card.branches:
            below = [_outline(branch, heights, axes) for branch in card.branches]
            found = axes[card.id] = _axes(below)
            # The line that the branches hang on, with the names below it.
            fork = Slab(y, y + FORK, _HALF - found[0], _HALF + found[-1])
            return [Slab(0, y, _HALF, _HALF), fork, *_moved(_united(below, found), y + FORK)]
    return [Slab(0, y + TAIL + GAP, _HALF, _HALF)]


def _axes(outlines: Sequence[Outline]) -> list[int]:
    """Give the axes of neighbouring branches, their middle being 0."""
    axes = [0]
    before = outlines[0]
    for this in outlines[1:]:
        axes.append(max(axes[-1] + CARD_WIDTH + BRANCH_GAP, _distance(before, this)))
        before = _united([before, this], [0, axes[-1]])
    middle = (axes[-1] - axes[0]) // 2
    return [axis - middle for axis in axes]


def _distance(one: Outline, other: Outline) -> int:
    """Give how far the axis of the right one must stand from that of the left one."""
    far = i = j = 0
    while i < len(one) and j < len(other):
        far = max(far, one[i].right + BRANCH_GAP + other[j].left)
        if one[i].bottom <= other[j].bottom:
            i += 1
        else:
            j += 1
    return far


def _united(outlines: Sequence[Outline], axes: Sequence[int]) -> Outline:
    """Give the outline around several that stand on axes, seen from axis 0."""
    cuts = sorted({slab.bottom for outline in outlines for slab in outline})
    at = [0] * len(outlines)
    found: Outline = []
    top = 0
    for bottom in cuts:
        sides = []
        for number, outline in enumerate(outlines):
            while at[number] < len(outline) and outline[at[number]].bottom <= top:
                at[number] += 1
            if at[number] < len(outline):
                slab = outline[at[number]]
                sides.append((slab.left - axes[number], slab.right + axes[number]))
        left, right = max(side[0] for side in sides), max(side[1] for side in sides)
        if found and (found[-1].left, found[-1].right) == (left, right):
            found[-1] = Slab(found[-1].top, bottom, left, right)
        else:
            found.append(Slab(top, bottom, left, right))
        top = bottom
    return found


def _moved(outline: Outline, down: int) -> Outline:
    return [Slab(slab.top + down, slab.bottom + down, slab.left, slab.right) for slab in outline]
