"""Enroll in sequence: the article's action (S11); its checks have their one order in ``core.rules.eligibility``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from core.actions.base import FieldProblem, RunnableAction, field_problems
from core.actions.names import Names
from core.actions.stage import Desk, Performer, Slot
from core.model.contact import PropertyType
from core.model.fields import FieldKind, FieldSpec, Value, described
from core.model.instant import Instant
from core.model.project import Project
from core.model.reason import Reason
from core.model.sequence import StepKind
from core.model.trace import Outcome, RowKind
from core.rules.eligibility import (
    CardFacts,
    LoadFacts,
    Scope,
    SenderFacts,
    enrollment_reason,
    first_failure,
    load_reason,
)


class SenderType(Enum):
    """Who the sequence's mails come from (S11)."""

    SPECIFIC_USER = "specific_user"
    CONTACT_OWNER = "contact_owner"

    @property
    def label(self) -> str:
        """The choice's name on screen."""
        return "Specific user" if self is SenderType.SPECIFIC_USER else "Contact owner"


@dataclass(frozen=True, slots=True)
class EnrollInSequence(RunnableAction):
    """Puts contacts into a sequence.

    Attributes:
        sequence: Sequence id, 0 for none chosen.
        sender_type: A specific user, or each contact's owner.
        sender: Sender id for a specific user.
        owner_property: Owner-type property for the contact's owner.
    """

    kind: ClassVar[str] = "enroll_in_sequence"
    title: ClassVar[str] = "Enroll in sequence"
    icon: ClassVar[str] = "enroll"
    group: ClassVar[str] = "Sequences"
    checks_on: ClassVar[bool] = True

    sequence: int = described(FieldSpec(FieldKind.SEQUENCE, "Sequence", required=True), 0)
    sender_type: SenderType = described(FieldSpec(FieldKind.CHOICE, "Sender type"), SenderType.SPECIFIC_USER)
    sender: int = described(
        FieldSpec(
            FieldKind.SENDER,
            "Sender",
            "Users with a paid Enterprise seat and a connected personal inbox can send.",
            required=True,
            shown_when=("sender_type", SenderType.SPECIFIC_USER),
        ),
        0,
    )
    owner_property: str = described(
        FieldSpec(
            FieldKind.OWNER_PROPERTY,
            "Contact owner property",
            "Each contact’s mails come from the user this property names.",
            required=True,
            shown_when=("sender_type", SenderType.CONTACT_OWNER),
        ),
        "hubspot_owner_id",
    )

    def summary(self, names: Names) -> str:
        """Name the sequence and who sends, e.g. ``Demo follow-up · sent by contact owner``."""
        if self.sender_type is SenderType.SPECIFIC_USER:
            return f"{names.sequence(self.sequence)} · sent by {names.sender(self.sender)}"
        return f"{names.sequence(self.sequence)} · sent by {names.property(self.owner_property).lower()}"

    def problems(self, project: Project) -> list[FieldProblem]:
        """Check the fields, and that what they point to is still there."""
        found = field_problems(self)
        sequence = project.sequence(self.sequence)
        if sequence is not None and sequence.deleted is not None:
            found.append(FieldProblem("sequence", f"“{sequence.name}” was deleted; choose another sequence."))
        elif self.sequence and sequence is None:
            found.append(FieldProblem("sequence", "This sequence no longer exists; choose another."))
        owner = project.property(self.owner_property)
        by_owner = self.sender_type is SenderType.CONTACT_OWNER
        if by_owner and self.owner_property and (owner is None or owner.type is not PropertyType.OWNER):
            found.append(FieldProblem("owner_property", "Choose a property that holds a user."))
        return found

    @property
    def watched(self) -> frozenset[str]:
        """The owner property, when it decides the sender."""
        return frozenset({self.owner_property} if self.sender_type is SenderType.CONTACT_OWNER else ())

    def bind(self, slot: Slot) -> Performer:
        """Give the performer that asks the checks for a group."""
        return _Enroller(self, slot).perform


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What checks 4 and 5 said of one sender, remembered for all contacts that share it."""

    reason: Reason
    sender: int
    desk: Desk | None


class _Enroller:
    """Runs the checks for groups of contacts: once a card, once a sender, once a contact, in their order."""

    def __init__(self, action: EnrollInSequence, slot: Slot) -> None:
        stage = slot.stage
        self._action = action
        self._slot = slot
        self._stage = stage
        self._place = slot.place
        self._automation = slot.workflow.sequence != 0 and slot.workflow.sequence == action.sequence
        self._by_owner = action.sender_type is SenderType.CONTACT_OWNER
        self._owners = stage.column(action.owner_property) if self._by_owner else None
        self._verdicts: dict[Value, _Verdict] = {}
        self._look()

    def _look(self) -> None:
        """Ask afresh about the sequence and forget the senders: something has happened to one of them."""
        self._epoch = self._stage.epoch
        self._verdicts.clear()
        sequence = self._sequence = self._stage.sequence(self._action.sequence)
        self._card_facts = CardFacts(
            self._slot.card.on, self._stage.subscription, self._automation, self._action.sequence != 0, sequence
        )
        first = sequence.steps[0] if sequence is not None and sequence.steps else None
        self._mails_now = first is not None and first.kind is StepKind.EMAIL

    def perform(self, now: Instant, who: list[int]) -> None:
        """Enroll those who pass; the others skip the action with the first reason, and all go on."""
        if self._epoch != self._stage.epoch:
            self._look()
        reason = first_failure(Scope.CARD, self._card_facts)
        if reason:
            self._skip_all(now, who, reason)
        else:
            self._try_each(now, who)
        self._stage.push(now, self._slot.then, who)

    def _skip_all(self, now: Instant, who: list[int], reason: Reason) -> None:
        stage = self._stage
        sequence = self._action.sequence
        stage.rows.extend(
            [(now, stage.ids[i], self._place, _ACTION, _SKIPPED, reason, 0, sequence, 0, 0, 0, 0) for i in who]
        )
        stage.count(self._place, Outcome.SKIPPED, reason, len(who))

    def _try_each(self, now: Instant, who: list[int]) -> None:
        stage, place, sequence = self._stage, self._place, self._sequence
        assert sequence is not None
        ids, rows, sequence_id = stage.ids, stage.rows, sequence.id
        verdicts, owners, unfit, enrolled = self._verdicts, self._owners, stage.unfit, stage.enrolled
        admit, mails_now, sender = stage.admission(sequence), self._mails_now, self._action.sender
        skips: dict[Reason, int] = {}
        done = 0
        for i in who:
            value = owners[i] if owners is not None else sender
            if type(value) in _NO_USERS:
                # Python takes a yes and 1.0 for the number 1: neither names user 1.
                value = str(value)
            verdict = verdicts.get(value) or self._judge(value)
            reason = verdict.reason or unfit(i)
            a = b = c = 0
            if not reason and i in enrolled:
                inside = stage.inside(i)
                reason = enrollment_reason(inside)
                a, b, c = (inside.sequence, inside.since, inside.place) if inside else (0, 0, 0)
            desk = verdict.desk
            if not reason and mails_now and desk is not None:
                refusal = desk.refusal(now)
                if refusal is not None:
                    a, b, c = refusal
                    reason = load_reason(LoadFacts(a, b, mails_now, c))
            if reason:
                rows.append((now, ids[i], place, _ACTION, _SKIPPED, reason, verdict.sender, sequence_id, 0, a, b, c))
                skips[reason] = skips.get(reason, 0) + 1
                continue
            assert desk is not None
            first = admit(now, i, desk, place)
            rows.append((now, ids[i], place, _ACTION, _DONE, 0, verdict.sender, sequence_id, 0, first, 0, 0))
            done += 1
        for reason, number in skips.items():
            stage.count(place, Outcome.SKIPPED, reason, number)
        if done:
            stage.count(place, Outcome.DONE, Reason.NONE, done)

    def _judge(self, value: Value) -> _Verdict:
        sender_id = value if isinstance(value, int) else 0
        desk = self._stage.desk(sender_id) if sender_id else None
        facts = SenderFacts(self._by_owner, value, desk.sender if desk else None, self._automation)
        verdict = _Verdict(first_failure(Scope.SENDER, facts), sender_id, desk)
        self._verdicts[value] = verdict
        return verdict


_NO_USERS = frozenset({bool, float})
_ACTION = int(RowKind.ACTION)
_SKIPPED = int(Outcome.SKIPPED)
_DONE = int(Outcome.DONE)
