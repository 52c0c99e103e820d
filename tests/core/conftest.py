"""Workspaces for the tests of core: an empty one, and one with a few people and things that a reader can count."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.model.contact import Contact, PropertyDefinition, PropertyType
from core.model.event import EventKind, ScriptedEvent
from core.model.project import Project
from core.model.sender import InboxState, Seat, Sender
from core.model.sequence import Enrollment, Sequence, Step, StepKind
from core.model.workflow import Card, Workflow, WorkflowStatus
from core.services.workspace import Workspace


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    """A new, empty workspace."""
    workspace = Workspace.create(tmp_path / "empty.cadenza")
    yield workspace
    workspace.close()


@pytest.fixture
def office() -> Project:
    """Three users, two sequences, one workflow, two scripted events, one standing enrollment, one custom property."""
    return Project(
        custom_properties=(PropertyDefinition("seats", "Seats wanted", PropertyType.NUMBER, custom=True, id=1),),
        senders=(
            Sender(1, "Ana Ruiz", "ana@acme.example", provider="Gmail"),
            Sender(2, "Bo Lind", "bo@acme.example", seat=Seat.NONE),
            Sender(3, "Chen Wu", "chen@acme.example", inbox_state=InboxState.DISCONNECTED),
        ),
        sequences=(
            Sequence(1, "Welcome", (Step(subject="Hello"), Step(StepKind.CALL, "Ring up", delay_days=2))),
            Sequence(2, "Win back", (Step(subject="Long time no see"),)),
        ),
        workflows=(
            Workflow(
                1,
                "Demo request",
                WorkflowStatus.ON,
                cards=(Card(1, EnrollInSequence(sequence=1, sender_type=SenderType.CONTACT_OWNER)),),
                next_card=2,
            ),
        ),
        script=(
            ScriptedEvent(EventKind.FORM_SUBMITTED, 1, 60, "Demo", id=1),
            ScriptedEvent(EventKind.REPLIED, 2, 90, id=2),
        ),
        enrollments=(Enrollment(2, 2, 1, 1_767_603_600, by="Ana Ruiz", id=1),),
    )


@pytest.fixture
def people() -> tuple[Contact, ...]:
    """Four contacts, ids 1 to 4; the last one has nothing but an address."""
    return (
        Contact(1, {"firstname": "Zoë", "lastname": "Åkerlund", "email": "Zoe@Nord.example", "company": "Nordlys",
                    "hubspot_owner_id": 1, "lifecyclestage": "customer", "seats": 12}),
        Contact(2, {"firstname": "Adam", "lastname": "Nowak", "email": "adam@wisla.example", "company": "Wisła",
                    "hubspot_owner_id": 2, "lifecyclestage": "lead", "hs_email_optout": True}),
        Contact(3, {"firstname": "maria", "lastname": "Lopez", "company": "nordlys",
                    "lifecyclestage": "subscriber", "hs_email_optout": False, "seats": 3}),
        Contact(4, {"email": "info@straße.example"}),
    )  # fmt: skip


@pytest.fixture
def filled(tmp_path: Path, office: Project, people: tuple[Contact, ...]) -> Iterator[Workspace]:
    """A workspace with the office and the people."""
    workspace = Workspace.create(tmp_path / "filled.cadenza", office, people)
    yield workspace
    workspace.close()
