"""What a screen reader finds on the canvas."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.actions.delay import Delay
from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.if_then import IfThen
from core.model.project import Project
from core.model.run import CardCounts
from core.model.sequence import Sequence
from core.model.workflow import Card, Trigger, TriggerKind, Workflow
from gui.canvas.accessible import speak_cards
from gui.canvas.view import CanvasView
from gui.theme import ThemeManager

NAME, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description
PROJECT = Project(sequences=(Sequence(1, "Welcome"),))
ENROLL = Card(2, EnrollInSequence(1, SenderType.CONTACT_OWNER), note="Ask Ana")
BRANCH = Card(1, IfThen(), branches=((ENROLL,), (Card(3, Delay()),)))
FLOW = Workflow(1, "Demo", trigger=Trigger(TriggerKind.FORM_SUBMITTED, "Demo"), cards=(BRANCH,), next_card=4)


@pytest.fixture
def view(qapp: QApplication, qtbot: QtBot, themes: ThemeManager) -> CanvasView:
    """Gives a canvas with a trigger, a branch card and one card in each branch; two were counted."""
    speak_cards(qapp)
    made = CanvasView(themes)
    qtbot.addWidget(made)
    made.resize(800, 900)
    made.show_workflow(PROJECT, FLOW, {2: CardCounts(9, 7, 2)})
    made.show()
    made.activateWindow()
    return made


def cards(view: CanvasView) -> list[QAccessibleInterface]:
    spoken = QAccessible.queryAccessibleInterface(view)
    return [spoken.child(number) for number in range(spoken.childCount())]


def test_the_canvas_is_a_list_of_its_cards(view: CanvasView) -> None:
    spoken = QAccessible.queryAccessibleInterface(view)
    assert spoken.role() == QAccessible.Role.List
    assert [card.text(NAME) for card in cards(view)] == [
        "Form submitted: Demo",
        "If/then branch, 1 problem",
        "Enroll in sequence, Welcome · sent by contact owner, 9 entered, 7 done, 2 skipped",
        "Delay for 1 day",
    ]
    assert {card.role() for card in cards(view)} == {QAccessible.Role.ListItem}
    assert spoken.child(4) is None


def test_a_card_tells_its_place_its_problems_and_its_note(view: CanvasView) -> None:
    told = [card.text(DESCRIPTION) for card in cards(view)]
    assert told[0] == "Card 1 of 4."
    assert told[1] == "Card 2 of 4. “Branch 1” has no condition, so every contact goes that way."
    assert told[2] == "Card 3 of 4. In “Branch 1”. Note: Ask Ana"
    assert told[3] == "Card 4 of 4. In “None matched”."


def test_cards_are_where_they_are_drawn(view: CanvasView) -> None:
    spoken = QAccessible.queryAccessibleInterface(view)
    for number, card in enumerate(cards(view)):
        middle = card.rect().center()
        found = spoken.childAt(middle.x(), middle.y())
        assert found is not None
        assert spoken.indexOfChild(found) == number
        assert card.parent().role() == QAccessible.Role.List


def test_the_keyboard_is_followed_and_told(view: CanvasView, qtbot: QtBot) -> None:
    spoken = QAccessible.queryAccessibleInterface(view)
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Down)
    now = spoken.focusChild()
    assert now is not None
    assert now.text(NAME).startswith("Enroll in sequence")
    assert now.state().focused
    assert [bool(card.state().selected) for card in cards(view)] == [False, False, True, False]
    # On a + no card has the keyboard; the canvas itself says what can be done there.
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert spoken.focusChild() is None
    assert view.accessibleName().startswith("Add an action here. Enroll in sequence")


def test_a_card_that_is_gone_says_nothing(view: CanvasView) -> None:
    last = cards(view)[3]
    view.show_workflow(PROJECT, Workflow(1, "Demo", next_card=4), {})
    assert not last.isValid()
    assert last.text(NAME) == last.text(DESCRIPTION) == ""
    assert len(cards(view)) == 1
    view.show_workflow(PROJECT, None, {})
    assert cards(view) == []


def test_canvases_come_and_go_with_their_cards(qapp: QApplication, themes: ThemeManager, qtbot: QtBot) -> None:
    speak_cards(qapp)
    for _ in range(30):
        made = CanvasView(themes)
        made.show_workflow(PROJECT, FLOW, {})
        assert len(cards(made)) == 4
        made.deleteLater()
        QCoreApplication.sendPostedEvents(made, QEvent.Type.DeferredDelete)
        gc.collect()
