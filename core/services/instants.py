"""What a rehearsal says of people, mailboxes and sequences at one instant, as the tabs show it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from core.engine.mailbox import Desk
from core.model.moment import NEAR_LIMIT, Moment
from core.model.problem import Problem
from core.model.run import Cast
from core.services.forecast_words import plural
from core.services.place_words import place_title
from core.services.replay import Replay
from core.services.world_at import world_at


@dataclass(frozen=True, slots=True)
class MailboxAt:
    """How full a sender's mailbox is at an instant.

    Attributes:
        mails: Mails it sent in the last 24 hours, those of others who share it included.
        limit: Its daily limit as it is then, ``None`` when the rule pack is not there.
    """

    mails: int
    limit: int | None

    @property
    def share(self) -> float:
        """How much of the limit is used, 0 to 1 or more."""
        return self.mails / self.limit if self.limit else 0.0

    @property
    def is_near(self) -> bool:
        """Whether it is near its limit, or at it."""
        return self.share >= NEAR_LIMIT

    @property
    def words(self) -> str:
        """Say it, e.g. ``11 of 12 · at 92 %``."""
        if not self.limit:
            return f"{self.mails:,}"
        near = f" · at {100 * self.share:.0f} %" if self.is_near else ""
        return f"{self.mails:,} of {self.limit:,}{near}"


def mailboxes(replay: Replay, moment: Moment) -> dict[int, MailboxAt]:
    """Give how full each sender's mailbox is; a few milliseconds."""
    project = replay.run.project
    desks: dict[int, Desk] = {}
    with suppress(Problem):
        desks = world_at(project, replay.run.settings, moment.time).desks
    sent = replay.sent_by(moment)
    by_box: dict[str, int] = {}
    for sender in project.senders:
        by_box[sender.counted_in] = by_box.get(sender.counted_in, 0) + sent.get(sender.id, 0)
    return {
        sender.id: MailboxAt(
            by_box[sender.counted_in],
            desks[sender.id].limit if sender.id in desks else None,
        )
        for sender in project.senders
    }


def contact_words(replay: Replay, moment: Moment, contact: int) -> str:
    """Say where a contact is, e.g. ``In Demo follow-up, enrolled by Ana Ruiz. Last at “Enroll”. 2 mails so far.``."""
    state = replay.contact(contact, moment)
    if not state.rows and not state.sequence:
        return "Nothing has happened to this contact yet."
    cast = Cast(replay.run.project)
    sequence, sender = cast.sequences.get(state.sequence), cast.senders.get(state.sender)
    parts = ["In no sequence."]
    if sequence is not None:
        parts = [f"In {sequence.name}{f', enrolled by {sender.name}' if sender is not None else ''}."]
    workflow = cast.workflow_at(state.place)
    if workflow is not None:
        parts.append(f"Last at “{place_title(cast, state.place)}” of {workflow.name}.")
    parts.append(f"{plural(state.mails, 'mail')} so far.")
    return " ".join(parts)
