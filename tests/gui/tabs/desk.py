"""A workspace with one of everything, and the services a tab is handed, for tests of tabs.

The account is in Warsaw and rehearses from Mon 5 Jan 2026 10:00 there (09:00 UTC).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.model.account import Account
from core.model.contact import Contact, PropertyDefinition
from core.model.event import EventKind, ScriptedEvent
from core.model.problem import Problem
from core.model.project import Project
from core.model.sender import InboxState, Seat, Sender
from core.model.sequence import Enrollment, Sequence, Step, StepKind
from core.model.workflow import Card, Workflow, WorkflowStatus
from core.services.workspace import Workspace
from gui.bus import Bus, GoTo
from gui.commands import CommandRegistry
from gui.context import Context
from gui.jobs import JobRunner
from gui.tabs.panel_editors import ChoiceBox
from gui.theme import ThemeManager
from gui.undo import UndoDoor
from gui.widgets.store import MemorySettings
from gui.widgets.switch import ToggleSwitch

if TYPE_CHECKING:
    from tests.gui.conftest import FakeDialogs

W = TypeVar("W", bound=QObject)
START = 1_767_603_600
ANA, BEN, CEM, DANA = 1, 2, 3, 4
MIA, TOM, ADA, JAN, ZOE = 1, 2, 3, 4, 5
DEMO, WELCOME, OLD = 1, 2, 3

STEPS = (
    Step(StepKind.EMAIL, "Your demo", "Hi {{ contact.firstname }},\nis {{ placeholder.slot }} fine?"),
    Step(StepKind.CALL, "Call", "Ask about the team.", 2),
    Step(StepKind.EMAIL, "Shall I close the file?", "Just a note.", 3),
)


def project() -> Project:
    """Give four senders, three sequences (one deleted), two workflows, two scripted events, one enrollment."""
    return Project(
        Account("Harbor", time_zone="Europe/Warsaw"),
        (PropertyDefinition("plan", "Plan", custom=True, id=1),),
        (
            Sender(ANA, "Ana Ruiz", "ana@harbor.example"),
            Sender(BEN, "Ben Okafor", "ben@harbor.example", inbox_state=InboxState.DISCONNECTED, provider="Gmail"),
            Sender(CEM, "Cem Aydin", "cem@harbor.example", mailbox="ana@harbor.example", limit=50),
            Sender(DANA, "Dana Levi", "dana@harbor.example", seat=Seat.NONE),
        ),
        (
            Sequence(DEMO, "Demo follow-up", STEPS),
            Sequence(WELCOME, "Welcome", STEPS[:1]),
            Sequence(OLD, "Old demo", STEPS[:2], deleted=START - 3 * 86_400),
        ),
        (
            Workflow(
                1, "Demo request", WorkflowStatus.ON, cards=(Card(1, EnrollInSequence(DEMO, sender=ANA)),), next_card=2
            ),
            Workflow(
                2,
                "Enroll in Demo follow-up",
                cards=(Card(1, EnrollInSequence(DEMO, SenderType.CONTACT_OWNER)),),
                sequence=DEMO,
                next_card=2,
            ),
        ),
        (
            ScriptedEvent(EventKind.FORM_SUBMITTED, MIA, 2 * 1440 + 15, "Demo request", id=1),
            ScriptedEvent(EventKind.MEETING_BOOKED, TOM, 90, "30 minutes", ANA, id=2),
        ),
        (Enrollment(MIA, WELCOME, ANA, START - 3 * 86_400, by="After the meeting", id=1),),
    )


def contacts() -> list[Contact]:
    """Give five contacts: fine, unsubscribed, without email, of an unknown owner, bounced."""
    return [
        Contact(MIA, {"firstname": "Mia", "lastname": "Laine", "email": "mia@acme.example", "company": "Acme",
                      "hubspot_owner_id": ANA, "createdate": START, "lifecyclestage": "lead"}),
        Contact(TOM, {"firstname": "Tom", "lastname": "Becker", "email": "tom@acme.example", "company": "Acme",
                      "hs_email_optout": True}),
        Contact(ADA, {"firstname": "Ada", "lastname": "Novak", "company": "Cobalt"}),
        Contact(JAN, {"firstname": "Jan", "lastname": "Kowal", "email": "jan@cobalt.example", "hubspot_owner_id": 99}),
        Contact(ZOE, {"firstname": "Zoe", "lastname": "Quist", "email": "zoe@fjord.example", "hs_email_bounced": True}),
    ]  # fmt: skip


class Desk:
    """The services of one open workspace, and a place to put a tab."""

    def __init__(
        self, folder: Path, themes: ThemeManager, dialogs: FakeDialogs, settings: MemorySettings, *, empty: bool = False
    ) -> None:
        made = (Project(), ()) if empty else (project(), contacts())
        self.workspace = Workspace.create(folder / "desk.cadenza", *made)
        self.bus = Bus()
        self.jobs = JobRunner((Problem,))
        self.undo = UndoDoor(self.workspace, self.bus, self.jobs, dialogs)
        self.commands = CommandRegistry(themes)
        self.dialogs = dialogs
        self.settings = settings
        self.context = Context(self.workspace, self.undo, self.bus, self.jobs, self.commands, themes, dialogs, settings)
        self.went: list[GoTo] = []
        self.said: list[str] = []
        self._tabs: list[QWidget] = []
        self.bus.navigate.connect(self.went.append)
        self.bus.message.connect(self.said.append)

    def show(self, tab: Any, qtbot: QtBot) -> None:
        """Show a tab in a window of its own and tell it of changes, as the window would."""
        self.bus.changed.connect(tab.show_changes)
        tab.resize(1280, 720)
        tab.show()
        qtbot.waitExposed(tab)
        tab.activateWindow()
        self._tabs.append(tab)

    def later(self) -> Context:
        """Give the services as after a new start: the same workspace and settings, no commands yet."""
        return replace(self.context, commands=CommandRegistry(self.context.themes))

    def undone(self) -> list[str]:
        """Name the steps of undo, first to last."""
        return [self.undo.stack.text(number) for number in range(self.undo.stack.index())]

    def close(self) -> None:
        """End everything."""
        for tab in self._tabs:
            tab.hide()
            tab.deleteLater()
        self.jobs.shut_down()
        self.workspace.close()


def find(parent: QWidget, kind: type[W], name: str) -> W:
    """Give the one widget of a name."""
    found = parent.findChild(kind, name)
    assert isinstance(found, kind), f"there is no {kind.__name__} called {name!r}"
    return found


def click(parent: QWidget, name: str) -> None:
    """Click a button in its middle."""
    QTest.mouseClick(find(parent, QAbstractButton, name), Qt.MouseButton.LeftButton)


def toggle(parent: QWidget, name: str) -> None:
    """Click a switch where its knob is; its middle may be empty."""
    switch = find(parent, ToggleSwitch, name)
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton, pos=QPoint(10, switch.height() // 2))


def retype(field: QLineEdit, text: str) -> None:
    """Replace a text by typing another."""
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def choose(parent: QWidget, name: str, value: object) -> None:
    """Choose a value in a box, as its list does when a person picks a row."""
    box = find(parent, ChoiceBox, name)
    box.set_value(value)
    box.activated.emit(box.currentIndex())
