"""What editors of fields are told: a small project with senders that qualify and senders that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core.model.account import Account
from core.model.contact import PropertyDefinition, PropertyType
from core.model.event import EventKind, ScriptedEvent
from core.model.project import Project
from core.model.sender import InboxState, Seat, Sender
from core.model.sequence import Sequence, Step
from gui.forms.base import Surroundings
from gui.theme import ThemeManager

if TYPE_CHECKING:
    from tests.gui.conftest import FakeDialogs


@pytest.fixture
def project() -> Project:
    """Returns the project; the account is in Warsaw."""
    return Project(
        Account(time_zone="Europe/Warsaw"),
        (
            PropertyDefinition("score", "Score", PropertyType.NUMBER, custom=True, id=1),
            PropertyDefinition("renewal", "Renewal", PropertyType.DATE, custom=True, id=2),
            PropertyDefinition("deal_owner", "Deal owner", PropertyType.OWNER, custom=True, id=3),
        ),
        (
            Sender(1, "Zed Young", "zed@x.org"),
            Sender(2, "Ben Okafor", "ben@x.org", inbox_state=InboxState.DISCONNECTED, provider="Gmail"),
            Sender(3, "Cem Aydin", "cem@x.org", seat=Seat.NONE),
            Sender(4, "Ana Ruiz", "ana@x.org"),
            Sender(5, "Dora Lind", "dora@x.org", seat=Seat.SALES_PROFESSIONAL),
        ),
        (
            Sequence(1, "Demo follow-up", (Step(),)),
            Sequence(2, "Welcome", (Step(),)),
            Sequence(3, "Old demo", (Step(),), deleted=1_767_603_600),
        ),
        script=(
            ScriptedEvent(EventKind.FORM_SUBMITTED, 1, 0, "Webinar", id=1),
            ScriptedEvent(EventKind.FORM_SUBMITTED, 2, 0, "demo request", id=2),
            ScriptedEvent(EventKind.MEETING_BOOKED, 2, 0, "Intro call", id=3),
        ),
    )


@pytest.fixture
def around(project: Project, themes: ThemeManager, fake_dialogs: FakeDialogs) -> Surroundings:
    """Returns the surroundings of a workflow made in the workflows tool."""
    return Surroundings(project, themes, fake_dialogs)
