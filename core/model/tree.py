"""Ways to change a workflow's tree of cards; each gives a new workflow and leaves the old one as it was.

A place is named by a path: branch steps down to a list of cards, and a position in it. ``Spot((), 0)`` is before the
first card; ``Spot(((5, 1),), 2)`` is position 2 in branch 1 of card 5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from core.model.workflow import Action, Card, Workflow, walk

Cards = tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place between cards.

    Attributes:
        path: (card id, branch index) pairs from the top down to the list.
        index: Position in that list, 0 for before its first card.
    """

    path: tuple[tuple[int, int], ...] = ()
    index: int = 0


def card_of(workflow: Workflow, card_id: int) -> Card | None:
    """Give a card by its id, ``None`` when the workflow has no such card."""
    return next((card for card in walk(workflow.cards) if card.id == card_id), None)


def list_at(workflow: Workflow, path: tuple[tuple[int, int], ...]) -> Cards:
    """Give the list of cards a path leads to.

    Raises:
        KeyError: There is no such place.
    """
    cards = workflow.cards
    for card_id, branch in path:
        owner = next((card for card in cards if card.id == card_id), None)
        if owner is None or not 0 <= branch < len(owner.branches):
            raise KeyError(f"no branch {branch} below card {card_id}")
        cards = owner.branches[branch]
    return cards


def spot_of(workflow: Workflow, card_id: int) -> Spot:
    """Give the place a card stands at.

    Raises:
        KeyError: There is no such card.
    """
    found = _find(workflow.cards, card_id, ())
    if found is None:
        raise KeyError(f"no card {card_id}")
    return found


def insert(workflow: Workflow, spot: Spot, action: Action) -> Workflow:
    """Put a new card at a place; below a new branch card, the cards that followed move into its first branch.

    Raises:
        KeyError: There is no such place, or it comes after a branch card.
    """
    card = Card(workflow.next_card, action, branches=tuple(() for _ in action.branch_names()))
    grown = replace(workflow, next_card=workflow.next_card + 1)
    return _place(grown, spot, (card,))


def remove(workflow: Workflow, card_id: int, keep_branch: int | None = None) -> Workflow:
    """Take a card away; for a branch card, the cards of ``keep_branch`` (if any) take its place and the rest go.

    Raises:
        KeyError: There is no such card, or it has no such branch.
    """
    card = card_of(workflow, card_id)
    if card is None:
        raise KeyError(f"no card {card_id}")
    path = spot_of(workflow, card_id).path
    kept: Cards = ()
    if keep_branch is not None and card.branches:
        kept = list_at(workflow, (*path, (card_id, keep_branch)))
    return _on_list(workflow, path, lambda cards: _swap(cards, card_id, kept))


def move(workflow: Workflow, card_id: int, spot: Spot) -> Workflow:
    """Move one card, with its branches when it has some, to a place counted before the card is taken out.

    Raises:
        KeyError: There is no such card or place, it lies inside the card itself, or a branch card would no longer be
            the last of its list.
    """
    return move_all(workflow, (card_id,), spot)


def move_all(workflow: Workflow, card_ids: Iterable[int], spot: Spot) -> Workflow:
    """Move several cards to one place, counted before they are taken out; they stand there as ``walk`` meets them.

    Cards inside the branches of others of them go along with those.

    Raises:
        KeyError: As ``move``.
    """
    wanted = set(card_ids)
    moved = roots(workflow, wanted)
    if not moved or wanted - {card.id for card in walk(workflow.cards)}:
        raise KeyError(f"no card {wanted}")
    taken = {card.id for card in moved}
    if any(owner in taken for owner, _ in spot.path):
        raise KeyError("a card cannot stand inside itself")
    index = spot.index - sum(card.id in taken for card in list_at(workflow, spot.path)[: spot.index])
    rest = replace(workflow, cards=_without(workflow.cards, taken))

    def put(cards: Cards) -> Cards:
        before, after = cards[:index], cards[index:]
        if not _fits(before, moved, after):
            raise KeyError("a branch is the last card of its list")
        return (*before, *moved, *after)

    return _on_list(rest, spot.path, put)


def places_for(workflow: Workflow, card_ids: Iterable[int]) -> frozenset[Spot]:
    """Give every place ``move_all`` would accept for these cards and where moving them changes something."""
    moved = roots(workflow, set(card_ids))
    taken = {card.id for card in moved}
    found: set[Spot] = set()
    lists: list[tuple[Cards, tuple[tuple[int, int], ...]]] = [(workflow.cards, ())] if moved else []
    while lists:
        cards, path = lists.pop()
        kept = [card for card in cards if card.id not in taken]
        index = 0
        for position in range(len(cards) + 1):
            before, after = tuple(kept[max(index - 1, 0) : index]), tuple(kept[index : index + 1])
            is_same = len(kept) < len(cards) and (*kept[:index], *moved, *kept[index:]) == cards
            if _fits(before, moved, after) and not is_same:
                found.add(Spot(path, position))
            index += position < len(cards) and cards[position].id not in taken
        lists += [(below, (*path, (card.id, b))) for card in kept for b, below in enumerate(card.branches)]
    return frozenset(found)


def roots(workflow: Workflow, card_ids: Iterable[int]) -> Cards:
    """Give those of some cards that are not inside the branches of others of them, in the order of ``walk``."""
    return tuple(_roots(workflow.cards, set(card_ids)))


def change(workflow: Workflow, card_id: int, **fields: object) -> Workflow:
    """Set fields of one card (``action``, ``on``, ``note``); a changed action keeps the cards of branches that stay."""
    spot = spot_of(workflow, card_id)

    def renew(cards: Cards) -> Cards:
        return tuple(_renewed(card, fields) if card.id == card_id else card for card in cards)

    return _on_list(workflow, spot.path, renew)


def can_stand(workflow: Workflow, card_id: int, spot: Spot) -> bool:
    """Say whether ``move`` would accept this place for this card."""
    try:
        move(workflow, card_id, spot)
    except KeyError:
        return False
    return True


def _renewed(card: Card, fields: dict[str, object]) -> Card:
    renewed = replace(card, **fields)  # type: ignore[arg-type]
    wanted = len(renewed.action.branch_names())
    if len(renewed.branches) == wanted:
        return renewed
    if not renewed.action.has_rest:
        kept = renewed.branches[:wanted]
        return replace(renewed, branches=(*kept, *((),) * (wanted - len(kept))))
    # The last branch is "None matched": it stays last when branches before it come or go.
    last = renewed.branches[-1:] if wanted else ()
    first = renewed.branches[:-1][: max(wanted - 1, 0)]
    empty: tuple[Cards, ...] = ((),) * (wanted - len(first) - len(last))
    return replace(renewed, branches=(*first, *empty, *last))


def _place(workflow: Workflow, spot: Spot, new: Cards) -> Workflow:
    def put(cards: Cards) -> Cards:
        before, after = cards[: spot.index], cards[spot.index :]
        if new[-1].branches and after:
            new_last = replace(new[-1], branches=(after, *new[-1].branches[1:]))
            return (*before, *new[:-1], new_last)
        if before and before[-1].branches:
            raise KeyError("no card can stand after a branch")
        return (*before, *new, *after)

    return _on_list(workflow, spot.path, put)


def _fits(before: Cards, moved: Cards, after: Cards) -> bool:
    """Say whether cards may stand in a list in this order: a branch card is the last one of its list."""
    return not any(card.branches for card in (*before[-1:], *moved[:-1], *(moved[-1:] if after else ())))


def _roots(cards: Cards, wanted: set[int]) -> Iterator[Card]:
    for card in cards:
        if card.id in wanted:
            yield card
        else:
            for branch in card.branches:
                yield from _roots(branch, wanted)


def _without(cards: Cards, taken: set[int]) -> Cards:
    kept = [card for card in cards if card.id not in taken]
    below = [tuple(_without(branch, taken) for branch in card.branches) for card in kept]
    # Cards that stay as they were stay the same objects: what is known of them stays known.
    return tuple(c if b == c.branches else replace(c, branches=b) for c, b in zip(kept, below, strict=True))


def _swap(cards: Cards, card_id: int, instead: Cards) -> Cards:
    at = next(i for i, card in enumerate(cards) if card.id == card_id)
    return (*cards[:at], *instead, *cards[at + 1 :])


def _find(cards: Cards, card_id: int, path: tuple[tuple[int, int], ...]) -> Spot | None:
    for index, card in enumerate(cards):
        if card.id == card_id:
            return Spot(path, index)
        for branch, below in enumerate(card.branches):
            found = _find(below, card_id, (*path, (card.id, branch)))
            if found is not None:
                return found
    return None


def _on_list(workflow: Workflow, path: tuple[tuple[int, int], ...], edit: Callable[[Cards], Cards]) -> Workflow:
    list_at(workflow, path)
    return replace(workflow, cards=_rebuilt(workflow.cards, path, edit))


def _rebuilt(cards: Cards, path: tuple[tuple[int, int], ...], edit: Callable[[Cards], Cards]) -> Cards:
    if not path:
        return edit(cards)
    (card_id, branch), rest = path[0], path[1:]
    return tuple(
        replace(
            card,
            branches=tuple(
                _rebuilt(below, rest, edit) if i == branch else below for i, below in enumerate(card.branches)
            ),
        )
        if card.id == card_id
        else card
        for card in cards
    )
