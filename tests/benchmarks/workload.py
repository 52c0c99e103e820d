"""One workload for every engine: 8 trace rows a contact in 30 days, mails and limits included.

Entered, if/then, enroll, first mail, delay, set property, second mail, left: 8 rows. Every sender owns 500 contacts and
may send 1,000 mails a day, so the checks are asked and all pass.
"""

from __future__ import annotations

from core.actions.delay import Delay
from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.if_then import Branch, IfThen
from core.actions.set_property import SetProperty
from core.engine.snapshot import Snapshot
from core.model.account import Account, RunSettings
from core.model.contact import ContactColumns
from core.model.fields import Value
from core.model.filter import Condition, Filter, Operator
from core.model.project import Project
from core.model.sender import Sender
from core.model.sequence import Sequence, Step, StepKind
from core.model.workflow import Card, Trigger, TriggerKind, Workflow, WorkflowStatus
from core.rules import rulepack
from core.rules.eligibility import CONTACT_COLUMNS

SETTINGS = RunSettings(days=30, seed=7)
OWNED = 500
"""Contacts of one sender."""
ROWS_EACH = 8


def project(contacts: int) -> Project:
    """Give the project for a number of contacts."""
    known = Filter(((Condition("email", Operator.IS_KNOWN),),))
    lead = Filter(((Condition("lifecyclestage", Operator.IS_ANY_OF, ("lead",)),),))
    enroll = Card(2, EnrollInSequence(1, SenderType.CONTACT_OWNER))
    later = (Card(3, Delay(24 * 60)), Card(4, SetProperty("hs_lead_status", "OPEN")))
    other = (Card(5, EnrollInSequence(1, SenderType.CONTACT_OWNER)), Card(6, Delay(36 * 60)),
             Card(7, SetProperty("hs_lead_status", "NEW")))  # fmt: skip
    branch = Card(1, IfThen((Branch("Lead", lead),)), branches=((enroll, *later), other))
    workflow = Workflow(1, "All", WorkflowStatus.ON, Trigger(TriggerKind.FILTER, filter=known), (branch,))
    steps = (Step(StepKind.EMAIL, "First"), Step(StepKind.EMAIL, "Second", delay_days=3))
    count = max(contacts // OWNED, 1)
    senders = tuple(Sender(i, f"Sender {i}", f"sender{i}@cadenza.example") for i in range(1, count + 1))
    return Project(Account(), (), senders, (Sequence(1, "Follow-up", steps),), (workflow,))


def contact_values(number: int, contacts: int) -> dict[str, Value]:
    """Give the values of contact ``number``, from 1."""
    return {
        "email": f"person{number}@company{number % 997}.example",
        "lifecyclestage": "lead" if number % 2 else "customer",
        "hubspot_owner_id": number % max(contacts // OWNED, 1) + 1,
    }


def snapshot(contacts: int) -> Snapshot:
    """Give project, contacts and rules, ready to be played."""
    columns: dict[str, list[Value]] = {name: [None] * contacts for name in CONTACT_COLUMNS}
    people = [contact_values(number, contacts) for number in range(1, contacts + 1)]
    for name in ("email", "lifecyclestage", "hubspot_owner_id"):
        columns[name] = [person[name] for person in people]
    return Snapshot(project(contacts), ContactColumns(range(1, contacts + 1), columns), rulepack.load("2025-08"))
