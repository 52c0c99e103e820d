"""Senders, mailboxes and sequences as they stand in a run; scripted events may break them while it plays."""

from __future__ import annotations

from dataclasses import replace
from datetime import tzinfo

from core.engine.mailbox import Desk, Mailbox
from core.model.event import EventKind, ScriptedEvent
from core.model.instant import Instant
from core.model.project import Project
from core.model.reason import Reason
from core.model.sender import InboxState, Seat, Sender
from core.model.sequence import Sequence
from core.rules.eligibility import sender_reason
from core.rules.rulepack import RulePack


class World:
    """What the account holds.

    Arguments:
        project: The frozen project.
        rules: The limits in force.
        zone: The account's time zone.

    Attributes:
        desks: Sender id to desk.
        sequences: Sequence id to sequence, deleted ones too.
        epoch: Counts what happened; answers about senders and sequences stand as long as it does.
    """

    def __init__(self, project: Project, rules: RulePack, zone: tzinfo) -> None:
        self.sequences: dict[int, Sequence] = {s.id: s for s in project.sequences}
        self.epoch = 0
        self._rules = rules
        self._subscription = project.account.subscription
        mailboxes: dict[str, Mailbox] = {}
        self.desks: dict[int, Desk] = {}
        for sender in project.senders:
            mailbox = mailboxes.setdefault(sender.counted_in, Mailbox(rules, zone))
            self.desks[sender.id] = Desk(sender, mailbox, self._limit_of(sender), _lost(sender))

    def happen(self, now: Instant, event: ScriptedEvent) -> None:
        """Let something happen to a sender or a sequence; workflows and contacts are not its business."""
        self.epoch += 1
        if event.kind is EventKind.SEQUENCE_DELETED:
            sequence = self.sequences.get(event.sequence)
            if sequence is not None and sequence.deleted is None:
                self.sequences[sequence.id] = replace(sequence, deleted=now)
            return
        desk = self.desks.get(event.sender)
        if desk is None:
            return
        sender = desk.sender
        if event.kind is EventKind.SEAT_LOST:
            sender = replace(sender, seat=Seat.NONE)
        elif event.kind is EventKind.INBOX_DISCONNECTED:
            sender = replace(sender, inbox_state=InboxState.DISCONNECTED, inbox_changed=now)
        elif event.kind is EventKind.INBOX_CONNECTED:
            sender = replace(sender, inbox_state=InboxState.CONNECTED)
        elif event.kind is EventKind.SENDER_DEACTIVATED:
            sender = replace(sender, active=False)
        else:  # the limit was changed
            limit = event.value if type(event.value) is int and event.value >= 0 else None
            sender = replace(sender, limit=limit)
        desk.sender = sender
        desk.limit = self._limit_of(sender)
        desk.lost = _lost(sender)

    def _limit_of(self, sender: Sender) -> int:
        return self._rules.limit_of(sender, self._subscription)


def _lost(sender: Sender) -> Reason:
    # A Professional seat may go on with what it began by hand or on the Automation tab.
    return sender_reason(sender, automation=True)
