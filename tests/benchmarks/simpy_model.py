"""The workload on SimPy in the plainest way: one process a contact, one time-out a wait. It is also an oracle.

It knows nothing of the engine: it shares only the dataclasses and the calendar.
"""

from __future__ import annotations

from collections.abc import Generator
from datetime import UTC
from typing import Any

import simpy

from core.engine.snapshot import Snapshot
from core.model.account import RunSettings
from core.model.instant import DAY, HOUR
from core.model.trace import Outcome, RowKind, TraceRow
from core.rules.addresses import is_address
from core.rules.calendar import follow_up
from core.rules.eligibility import CONTACT_COLUMNS

_LIMIT = 1_000
_SPACING = 30


class PlainModel:
    """Senders, mailboxes and contacts of the workload.

    Arguments:
        snapshot: What ``workload.snapshot`` gave.
        settings: Start and length.
    """

    def __init__(self, snapshot: Snapshot, settings: RunSettings) -> None:
        self.start = settings.start
        self.end = settings.start + settings.days * DAY
        self.env = simpy.Environment(initial_time=self.start)
        self.rows: list[TraceRow] = []
        self.sequence = snapshot.project.sequences[0]
        self.senders = {s.id: s for s in snapshot.project.senders}
        self.sent: dict[str, list[int]] = {s.sends_from: [] for s in snapshot.project.senders}
        self.inside: dict[int, int] = {}
        self.contacts = snapshot.contacts
        for index in range(len(snapshot.contacts)):
            if snapshot.contacts.columns["email"][index] is not None:
                self.env.process(self.contact(index))

    def run(self) -> list[TraceRow]:
        """Play to the end."""
        self.env.run(until=self.end)
        return self.rows

    def tell(self, index: int, place: int, kind: RowKind, outcome: Outcome, *facts: int) -> None:
        """Write a row."""
        reason, sender, sequence, step, a, b, c = facts + (0,) * (7 - len(facts))
        self.rows.append(
            (int(self.env.now), self.contacts.ids[index], place, int(kind), int(outcome), reason, sender, sequence,
             step, a, b, c)
        )  # fmt: skip

    def contact(self, index: int) -> Generator[simpy.Event, Any, None]:
        """Take one contact through the workflow, card by card."""
        self.tell(index, 1, RowKind.TRIGGER, Outcome.ENTERED)
        yield self.env.timeout(0)
        lead = self.contacts.columns["lifecyclestage"][index] == "lead"
        self.tell(index, 2, RowKind.ACTION, Outcome.DONE, 0, 0, 0, 0, 1 if lead else 2)
        # The first branch acts before the second one at the same instant.
        yield self.env.timeout(0)
        if not lead:
            yield self.env.timeout(0)
        self.enroll(index, 3 if lead else 6)
        yield self.env.timeout(0)
        wait = (24 if lead else 36) * HOUR
        self.tell(index, 4 if lead else 7, RowKind.ACTION, Outcome.DONE, 0, 0, 0, 0, int(self.env.now) + wait)
        yield self.env.timeout(wait)
        self.tell(index, 5 if lead else 8, RowKind.ACTION, Outcome.DONE)

    def enroll(self, index: int, place: int) -> None:
        """Ask the checks one by one and enroll."""
        columns = self.contacts.columns
        owner = columns["hubspot_owner_id"][index]
        sender = self.senders.get(owner if isinstance(owner, int) else 0)
        assert self.sequence.deleted is None
        assert self.sequence.steps
        assert sender is not None
        assert sender.active
        assert sender.seat.is_enterprise
        assert sender.inbox_state.value == "connected"
        assert sender.inbox_kind.value == "personal"
        assert is_address(str(columns["email"][index]))
        assert not any(columns[name][index] for name in CONTACT_COLUMNS[1:])
        assert index not in self.inside
        sent = self.sent[sender.sends_from]
        now = int(self.env.now)
        slot = max(now, sent[-1] + _SPACING) if sent else now
        assert sum(slot - DAY < t <= slot for t in sent[-_LIMIT:]) < _LIMIT
        sent.append(slot)
        self.inside[index] = now
        self.tell(index, place, RowKind.ACTION, Outcome.DONE, 0, sender.id, self.sequence.id, 0, slot)
        self.env.process(self.mails(index, sender.id, place, now, slot))

    def mails(self, index: int, sender: int, place: int, since: int, slot: int) -> Generator[simpy.Event, Any, None]:
        """Send the mails of one enrollment."""
        sent = self.sent[self.senders[sender].sends_from]
        for number, step in enumerate(self.sequence.steps, 1):
            if number > 1:
                now = int(self.env.now)
                due = follow_up(now, since, step.delay_days, self.sequence.settings, UTC, mail=True)
                yield self.env.timeout(due - now)
                slot = max(due, sent[-1] + _SPACING)
                sent.append(slot)
            yield self.env.timeout(slot - int(self.env.now))
            self.tell(index, place, RowKind.MAIL, Outcome.DONE, 0, sender, self.sequence.id, number)
        self.tell(index, place, RowKind.SEQUENCE, Outcome.LEFT, 42, sender, self.sequence.id, 0, since)
        del self.inside[index]
