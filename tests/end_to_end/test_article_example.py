"""How much it takes to build the example that articles on sequence automation show, in the real window.

A submitted form; an if/then branch; in it an enrollment by the contact's owner, two days later the end of it. Typed
text is free, every other key and every click counts.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from core.actions.delay import Delay
from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.if_then import Branch, IfThen
from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.model.account import Account
from core.model.contact import Contact
from core.model.event import EventKind, ScriptedEvent
from core.model.filter import Condition, Filter, Operator
from core.model.project import Project
from core.model.sender import Sender
from core.model.sequence import Sequence, Step
from core.model.tree import Spot
from core.model.workflow import Trigger, TriggerKind
from core.services.workspace import Workspace
from gui.canvas.view import CanvasView
from gui.window import MainWindow

OpenWindow = Callable[[Workspace], MainWindow]

MOST_KEYS = 25
MOST_CLICKS = 12
TWO_DAYS = 2 * 24 * 60

# The palette is a window of its own; Qt's offscreen platform cannot grab the keyboard for it.
pytestmark = pytest.mark.qt_log_ignore("does not support grabbing the keyboard")


@pytest.fixture
def window(open_workspace: OpenWindow, tmp_path: Path) -> MainWindow:
    """Gives the window over a workspace without workflows: two sequences, and two forms that the script knows."""
    project = Project(
        account=Account(name="Acme"),
        senders=(Sender(1, "Ana Ruiz", "ana@cadenza.example"),),
        sequences=(Sequence(1, "Welcome", (Step(),)), Sequence(2, "Demo follow-up", (Step(),))),
        script=(
            ScriptedEvent(EventKind.FORM_SUBMITTED, 1, 10, "Demo request", id=1),
            ScriptedEvent(EventKind.FORM_SUBMITTED, 1, 20, "Newsletter", id=2),
        ),
    )
    return open_workspace(Workspace.create(tmp_path / "acme.cadenza", project, [Contact(1, {"country": "Poland"})]))


class Hand:
    """A person at mouse or keyboard, who counts."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.keys = 0
        self.clicks = 0

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Presses a key on whatever has the keyboard."""
        self.keys += 1
        QTest.keyClick(self._focus(), key, modifier)

    def type(self, text: str) -> None:
        """Types text into whatever has the keyboard, or into the list that searches for what is typed."""
        target = self._focus()
        assert isinstance(target, QLineEdit | QComboBox | QListView | QAbstractSpinBox)
        QTest.keyClicks(target, text)

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Clicks a widget that is in view."""
        assert widget.isVisible()
        assert widget.isEnabled()
        self.clicks += 1
        where = widget.rect().center() if at is None else at
        assert widget.rect().contains(where)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=where)

    def _focus(self) -> QWidget:
        found = QApplication.focusWidget()
        if found is None:
            # A popup has closed; a desktop gives the focus back, Qt's offscreen platform does not.
            self._window.activateWindow()
            found = QApplication.focusWidget()
        assert found is not None
        return found


def built(window: MainWindow) -> None:
    """Checks that the example stands there."""
    (made,) = window.bench.workspace.project().workflows
    assert made.trigger == Trigger(TriggerKind.FORM_SUBMITTED, "Demo request")
    (branch,) = made.cards
    poland = Filter(((Condition("country", Operator.IS, ("Poland",)),),))
    assert branch.action == IfThen((Branch("Branch 1", poland),))
    inside, rest = branch.branches
    assert [card.action for card in inside] == [
        EnrollInSequence(2, SenderType.CONTACT_OWNER),
        Delay(TWO_DAYS),
        UnenrollFromSequence(),
    ]
    assert rest == ()


def visible(window: MainWindow, name: str) -> QWidget:
    """Returns the widget of a name that a person can see."""
    (found,) = [widget for widget in window.findChildren(QWidget, name) if widget.isVisible()]
    return found


def test_it_takes_few_keys(window: MainWindow, qtbot: QtBot) -> None:
    hand, key = Hand(window), Qt.Key
    hand.key(key.Key_N, Qt.KeyboardModifier.ControlModifier)
    hand.type("Demo requests from Poland")
    hand.key(key.Key_Return)
    hand.type("form")
    hand.key(key.Key_Return)
    hand.type("Demo request")
    hand.key(key.Key_Return)

    hand.key(key.Key_Return)
    hand.type("if")
    hand.key(key.Key_Return)
    hand.type("Country")
    hand.key(key.Key_Tab)
    hand.key(key.Key_Tab)
    hand.type("Poland")
    hand.key(key.Key_Return)

    hand.key(key.Key_Return)
    hand.type("enroll in")
    hand.key(key.Key_Return)
    hand.type("Demo")
    hand.key(key.Key_Return)

    hand.key(key.Key_Return)
    hand.type("delay")
    hand.key(key.Key_Return)
    hand.type("2")
    hand.key(key.Key_Return)

    hand.key(key.Key_Return)
    hand.type("unenroll")
    hand.key(key.Key_Return)
    built(window)
    assert window.bench.workspace.project().workflows[0].name == "Demo requests from Poland"
    print(f"keys: {hand.keys}")
    assert hand.keys <= MOST_KEYS
    assert hand.clicks == 0


def test_it_takes_few_clicks(window: MainWindow, qtbot: QtBot) -> None:
    hand = Hand(window)
    hand.click(visible(window, "first_workflow"))
    hand.type("Demo requests")
    kinds = visible(window, "trigger_start")
    assert isinstance(kinds, QListView)
    hand.click(kinds.viewport(), kinds.visualRect(kinds.model().index(1, 0)).center())
    hand.type("Demo request")

    canvas = visible(window, "canvas")
    assert isinstance(canvas, CanvasView)

    def add(spot: Spot, text: str) -> None:
        hand.click(canvas.viewport(), canvas.plus_rect(spot).center())
        hand.type(text)
        rows = visible(window, "action_palette_list")
        assert isinstance(rows, QListView)
        hand.click(rows.viewport(), rows.visualRect(rows.model().index(1, 0)).center())

    add(Spot(), "if")
    hand.type("Country")
    hand.click(visible(window, "condition_value"))
    hand.type("Poland")
    first = ((1, 0),)
    add(Spot(first, 0), "enroll in")
    hand.type("Demo")
    add(Spot(first, 1), "delay")
    hand.type("2")
    add(Spot(first, 2), "unenroll")
    built(window)
    print(f"clicks: {hand.clicks}")
    assert hand.clicks <= MOST_CLICKS
    assert hand.keys == 0
