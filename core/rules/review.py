"""What is wrong before a run: one finding per thing a person may want to mend, each with its place and what to do.

A pure function of facts; who gathers them is ``core.services.review``. The questions about subscriptions, sequences
and senders are asked with the very functions of the run (``core.rules.eligibility``), the matching contacts are found
with its filters, so that a review never says anything else than a rehearsal. How findings read is in
``core.rules.review_words``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from core.model.contact import ContactColumns
from core.model.fields import Value
from core.model.filter import Condition, Filter, Operator
from core.model.instant import DAY, Instant
from core.model.problem import Problem
from core.model.project import Project
from core.model.reason import Reason
from core.model.sender import Sender
from core.model.sequence import Sequence as SalesSequence
from core.model.workflow import TriggerKind, Workflow
from core.rules import review_words as words
from core.rules.calendar import zone_of
from core.rules.eligibility import (
    CardFacts,
    Scope,
    SenderFacts,
    first_failure,
    sequence_reason,
    subscription_reason,
)
from core.rules.filters import compile_filter, problems_of
from core.rules.rulepack import RulePack
from core.rules.tokens import placeholders

COLD_COLUMNS: tuple[str, ...] = ("hs_object_source", "createdate", "notes_last_contacted")
"""The contact properties that tell a cold imported lead (S4a)."""

_DATES = frozenset({"createdate", "lastmodifieddate"})


class Level(StrEnum):
    """How much a finding matters: an error makes contacts skip or fail, a warning is worth a look."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing worth mending before a run.

    Attributes:
        code: Its stable name; the code of the reason where contacts would be skipped for it.
        severity: How much it matters.
        sentence: What is wrong, with names and numbers.
        workflow_id: Where it is; 0 for the account.
        card_id: The card; 0 for the trigger or the workflow as a whole.
        count: How many contacts it touches, where they are counted.
        hint: What to do about it.
        played: Whether the workflow takes part in the next rehearsal; drafts and switched-off ones do not.
        people: Ids of the senders it speaks of.
    """

    code: str
    severity: Level
    sentence: str
    workflow_id: int = 0
    card_id: int = 0
    count: int = 0
    hint: str = ""
    played: bool = True
    people: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Enrolling:
    """What an *Enroll in sequence* card is set to.

    Attributes:
        sequence: Sequence id, 0 for none chosen.
        by_owner: The contact's owner sends, not a chosen user.
        sender: Id of the chosen user.
        owner_property: Which property names the owner.
    """

    sequence: int
    by_owner: bool
    sender: int
    owner_property: str


@dataclass(frozen=True, slots=True)
class CardView:
    """A card, as far as a review looks at it.

    Attributes:
        id: Card id.
        title: What the card is called on screen.
        on: Whether it is switched on; a card that is off is left alone.
        enrolling: For an enroll card: what it is set to.
        unknown: Whether its action is of a kind this program does not know.
        empty_branches: Names of branches without cards, the last one ("None matched") not included.
        faults: (code, sentence) of fields that are missing or wrong.
    """

    id: int
    title: str
    on: bool = True
    enrolling: Enrolling | None = None
    unknown: bool = False
    empty_branches: tuple[str, ...] = ()
    faults: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class WorkflowView:
    """A workflow with its cards, each before those of its branches."""

    workflow: Workflow
    cards: tuple[CardView, ...]
    played: bool = True


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """All that a review looks at.

    Attributes:
        project: The project.
        rules: The limits in force.
        start: When the rehearsal starts.
        workflows: The workflows to review, in order.
        contacts: The columns named by ``columns_needed``.
    """

    project: Project
    rules: RulePack
    start: Instant
    workflows: tuple[WorkflowView, ...] = ()
    contacts: ContactColumns = field(default_factory=lambda: ContactColumns((), {}))


def columns_needed(workflows: Iterable[WorkflowView]) -> frozenset[str]:
    """Name the contact properties that reviewing these workflows takes."""
    names = set(COLD_COLUMNS)
    for view in workflows:
        names |= view.workflow.trigger.filter.properties
        names |= {c.enrolling.owner_property for c in view.cards if c.enrolling and c.enrolling.by_owner}
    return frozenset(names)


def review(facts: ReviewFacts) -> list[Finding]:
    """Find what is wrong, in the order of the workflows and of their cards; the account comes first."""
    found = list(_account(facts.project))
    for view in facts.workflows:
        found += _Reviewer(facts, view).findings()
    return found


def _account(project: Project) -> Iterator[Finding]:
    try:
        zone_of(project.account.time_zone)
    except Problem as problem:
        yield Finding(problem.code, Level.ERROR, f"The account: {problem.sentence}", hint=problem.hint)


class _Reviewer:
    """Reviews one workflow."""

    def __init__(self, facts: ReviewFacts, view: WorkflowView) -> None:
        self._facts = facts
        self._view = view
        self._workflow = view.workflow
        self._name = words.quoted(view.workflow.name or f"Workflow {view.workflow.id}")
        self._columns: Mapping[str, list[Value]] = facts.contacts.columns
        self._matching = self._select(view.workflow.trigger.filter, range(len(facts.contacts)))
        self._live = [card for card in view.cards if card.on and card.enrolling]

    def findings(self) -> list[Finding]:
        """Gather all findings of the workflow."""
        found = [*self._trigger(), *self._structure()]
        for card in self._view.cards:
            found += self._card(card)
        return found

    def _finding(
        self, code: str, level: Level, sentence: str, card: int = 0, count: int = 0, hint: str = ""
    ) -> Finding:
        return Finding(
            code, level, sentence, self._workflow.id, card, count, hint or words.HINTS.get(code, ""), self._view.played
        )

    def _select(self, wanted: Filter, indexes: Sequence[int]) -> list[int]:
        return compile_filter(wanted, self._columns, lambda: self._facts.start)(indexes)

    # ------------------------------------------------------------ trigger

    def _trigger(self) -> Iterator[Finding]:
        trigger = self._workflow.trigger
        properties = {p.name: p for p in self._facts.project.properties}
        lists = {x.id: x.name for x in self._facts.project.lists}
        for sentence in problems_of(trigger.filter, properties, most=self._facts.rules.max_filters, lists=lists):
            yield self._finding("BAD_FILTER", Level.ERROR, f"The trigger of {self._name}: {sentence}")
        # The article advises against enrolling people in *sequences* like this; other actions may do as they please.
        if not self._live or trigger.kind is not TriggerKind.FILTER:
            return
        if is_impersonal(trigger.filter):
            yield self._finding("IMPERSONAL_CRITERIA", Level.WARNING, words.impersonal(self._name, trigger.filter))
        if trigger.enroll_existing:
            yield from self._crowd()

    def _crowd(self) -> Iterator[Finding]:
        """S4a and S4b: who would enter as the rehearsal starts."""
        rules = self._facts.rules
        cold = len(self._select(cold_leads(self._facts.start, rules.cold_days), self._matching))
        if cold:
            sentence = words.cold(self._name, cold, rules.cold_days)
            yield self._finding("COLD_IMPORTED_LEADS", Level.WARNING, sentence, count=cold)
        many = len(self._matching)
        if many > rules.many_contacts:
            sentence = words.many(self._name, many, rules.many_contacts)
            yield self._finding("MANY_CONTACTS", Level.WARNING, sentence, count=many)

    # ------------------------------------------------------------ cards

    def _structure(self) -> Iterator[Finding]:
        if not self._view.cards:
            yield self._finding("NO_ACTIONS", Level.WARNING, f"{self._name} has no actions: contacts enter and leave.")

    def _card(self, card: CardView) -> Iterator[Finding]:
        if not card.on:
            return
        if card.unknown:
            sentence = f"{words.quoted(card.title)} in {self._name} is an action this version does not know."
            yield self._finding("ACTION_UNKNOWN", Level.WARNING, sentence, card.id)
        for code, sentence in card.faults:
            yield self._finding(code, Level.ERROR, f"{words.quoted(card.title)} in {self._name}: {sentence}", card.id)
        for branch in card.empty_branches:
            sentence = f"Branch {words.quoted(branch)} in {self._name} has no actions; contacts leave there."
            yield self._finding("EMPTY_BRANCH", Level.INFO, sentence, card.id)
        if card.enrolling:
            yield from self._enroll(card, card.enrolling)

    def _enroll(self, card: CardView, enrolling: Enrolling) -> Iterator[Finding]:
        project = self._facts.project
        sequence = project.sequence(enrolling.sequence)
        automation = self._workflow.sequence != 0 and self._workflow.sequence == enrolling.sequence
        facts = CardFacts(card.on, project.account.subscription, automation, enrolling.sequence != 0, sequence)
        if denied := subscription_reason(facts):
            sentence = words.subscription(self._name, project.account.subscription)
            hint = words.subscription_hint(project.account.subscription)
            yield self._finding(denied.name, Level.WARNING, sentence, card.id, hint=hint)
        reason = sequence_reason(facts)
        if reason or sequence is None:
            sentence = words.lost_sequence(reason, self._name, enrolling.sequence, sequence)
            yield self._finding(reason.name, Level.ERROR, sentence, card.id)
        else:
            yield from self._sequence(card, sequence)
        if enrolling.by_owner:
            yield from self._owners(card, enrolling.owner_property, automation)
        else:
            yield from self._sender(card, enrolling.sender, automation)

    def _sequence(self, card: CardView, sequence: SalesSequence) -> Iterator[Finding]:
        tokens = placeholders(sequence)
        if tokens:
            sentence = words.placeholders(self._name, sequence, tokens)
            yield self._finding("PLACEHOLDER_TOKENS", Level.WARNING, sentence, card.id)
        most = self._facts.rules.max_mails
        if sequence.mails > most:
            assumed = "max_mails" in self._facts.rules.assumed
            sentence = words.too_many_mails(self._name, sequence, most, assumed=assumed)
            yield self._finding("TOO_MANY_MAILS", Level.WARNING, sentence, card.id)

    def _sender(self, card: CardView, sender_id: int, automation: bool) -> Iterator[Finding]:
        sender = self._facts.project.sender(sender_id)
        reason = first_failure(Scope.SENDER, SenderFacts(False, sender_id, sender, automation))
        if reason:
            sentence = words.chosen_sender(reason, self._name, sender_id, sender, automation=automation)
            finding = self._finding(reason.name, Level.ERROR, sentence, card.id)
            yield replace(finding, people=(sender.id,) if sender else ())

    def _owners(self, card: CardView, owner_property: str, automation: bool) -> Iterator[Finding]:
        """S10 for *Contact owner*: how many of those who can enter have an owner who cannot send, and why."""
        column = self._columns.get(owner_property)
        project = self._facts.project
        owned = Counter(column[i] for i in self._matching) if column else Counter({None: len(self._matching)})
        senders = {s.id: s for s in project.senders}
        counts: Counter[Reason] = Counter()
        names: dict[Reason, list[Sender]] = {}
        for value, number in owned.items():
            sender = senders.get(value) if isinstance(value, int) else None
            reason = first_failure(Scope.SENDER, SenderFacts(True, value, sender, automation))
            if reason and number:
                counts[reason] += number
                names.setdefault(reason, []).extend([sender] if sender else [])
        definition = project.property(owner_property)
        label = definition.label if definition else owner_property
        for reason in sorted(counts):
            who = words.part(counts[reason], len(self._matching), self._name)
            people = sorted(names[reason], key=lambda s: (s.name.casefold(), s.id))
            sentence = words.owners(reason, who, counts[reason], label, people)
            finding = self._finding(reason.name, Level.WARNING, sentence, card.id, counts[reason])
            yield replace(finding, people=tuple(p.id for p in people))


def is_impersonal(wanted: Filter) -> bool:
    """Say whether all a filter tests is creation and update dates or "is known" (S4c); asking nothing counts too."""
    return all(c.property in _DATES or c.operator is Operator.IS_KNOWN for group in wanted.groups for c in group)


def cold_leads(start: Instant, days: int) -> Filter:
    """Give the filter for recently imported leads that nobody has contacted (S4a).

    Arguments:
        start: When the rehearsal starts.
        days: An import exactly this many days old is still recent.
    """
    return Filter(
        (
            (
                Condition("hs_object_source", Operator.IS_ANY_OF, ("IMPORT",)),
                Condition("createdate", Operator.AFTER, (start - days * DAY - 1,)),
                Condition("notes_last_contacted", Operator.IS_UNKNOWN),
            ),
        )
    )
