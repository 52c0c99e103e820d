"""A sequence as one contact would get it: every subject and body with its tokens filled, and when each step runs.

The tokens are filled by ``core.rules.tokens`` and the times come from ``core.rules.plan``, on the calendar the engine
plays by. Limits and replies are not looked at: those are the rehearsal's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING

from core.model.contact import Contact
from core.model.instant import Instant
from core.model.problem import Problem
from core.model.project import Project
from core.model.sender import Sender
from core.model.sequence import Sequence, Step
from core.rules import rulepack
from core.rules.calendar import zone_or
from core.rules.eligibility import (
    CONTACT_COLUMNS,
    ContactFacts,
    Inside,
    Scope,
    SenderFacts,
    enrollment_reason,
    first_failure,
)
from core.rules.plan import planned
from core.rules.tokens import Rendered, Sources, SpanKind, render
from core.services.sequences import automation_workflows
from core.services.values import zone_of_account

if TYPE_CHECKING:
    from core.services.workspace import Workspace

__all__ = ["Rendered", "SequencePreview", "SpanKind", "StepPreview", "preview"]


@dataclass(frozen=True, slots=True)
class StepPreview:
    """One step as the contact gets it.

    Attributes:
        step: The step.
        at: When it runs, if the contact is enrolled at the start of the next rehearsal and nothing stands in the way.
        subject: Its subject.
        body: Its body.
    """

    step: Step
    at: Instant
    subject: Rendered
    body: Rendered

    def count(self, kind: SpanKind) -> int:
        """Count the places of one kind in subject and body."""
        return self.subject.count(kind) + self.body.count(kind)


@dataclass(frozen=True, slots=True)
class SequencePreview:
    """A whole sequence as one contact gets it.

    Attributes:
        contact: The contact.
        sender: Who sends; ``None`` when nobody is known.
        zone: The zone the times are in: the contact's own where the sequence wants that, else the account's.
        steps: Every step.
        obstacle: Why a rehearsal would not enroll this contact, in a few words; empty when nothing forbids it.
    """

    contact: Contact
    sender: Sender | None
    zone: tzinfo
    steps: tuple[StepPreview, ...]
    obstacle: str

    def count(self, kind: SpanKind) -> int:
        """Count the places of one kind in all steps."""
        return sum(step.count(kind) for step in self.steps)


def preview(ws: Workspace, sequence: Sequence, contact_id: int, sender_id: int = 0) -> SequencePreview:
    """Show a sequence as a contact would get it.

    Arguments:
        ws: The workspace.
        sequence: The sequence, stored or still being typed.
        contact_id: The contact.
        sender_id: Who sends; 0 for the contact's owner.

    Raises:
        Problem: ``CONTACT_MISSING`` when there is no such contact; ``BAD_RULE_PACK``.
    """
    contact = ws.contacts.get(contact_id)
    if contact is None:
        raise Problem("CONTACT_MISSING", f"Contact {contact_id} is no longer on the list.")
    project = ws.project()
    owner = contact.get("hubspot_owner_id")
    sender = project.sender(sender_id or (owner if isinstance(owner, int) else 0))
    zone = zone_of_account(project)
    if sequence.settings.use_contact_time_zone:
        zone = zone_or(contact.get("hs_timezone"), zone)
    spacing = rulepack.load(project.account.rule_pack).spacing_seconds
    values = Sources(project, sender).values(contact)
    times = planned(sequence, project.account.settings.start, zone, spacing)
    steps = tuple(
        StepPreview(step, at, render(step.subject, values), render(step.body, values))
        for step, at in zip(sequence.steps, times, strict=True)
    )
    value = sender_id or contact.get("hubspot_owner_id")
    facts = SenderFacts(not sender_id, value, sender, bool(automation_workflows(project, sequence.id)))
    return SequencePreview(contact, sender, zone, steps, _obstacle(project, contact, facts))


def _obstacle(project: Project, contact: Contact, facts: SenderFacts) -> str:
    """Ask the checks of *Enroll in sequence* that look at the sender, the contact and where it is."""
    email, *flags = (contact.get(name) for name in CONTACT_COLUMNS)
    reason = first_failure(Scope.SENDER, facts)
    reason = reason or first_failure(Scope.CONTACT, ContactFacts(str(email or ""), *map(bool, flags)))
    if not reason:
        inside = next((e for e in project.enrollments if e.contact == contact.id), None)
        where = Inside(inside.sequence, inside.sender, inside.since) if inside is not None else None
        reason = enrollment_reason(where)
    return reason.title
