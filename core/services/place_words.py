"""What a place of a rehearsal is called: its card as the canvas shows it, or the trigger."""

from __future__ import annotations

from core.actions.base import RunnableAction
from core.actions.names import Names
from core.model.run import Cast


def place_title(cast: Cast, number: int) -> str:
    """Give what stands on the card of a place, e.g. ``Enroll in Welcome``; ``Trigger``; empty for no place."""
    card = cast.card_at(number)
    if card is None:
        return "Trigger" if cast.place(number) is not None else ""
    action = card.action
    return action.headline(Names(cast.project)) if isinstance(action, RunnableAction) else action.title
