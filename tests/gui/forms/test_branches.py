"""The editor of an if/then card's branches."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from core.actions.if_then import MAX_BRANCHES, Branch, IfThen
from core.model.filter import Condition, Filter, Operator
from gui.forms.action_form import ActionForm
from gui.forms.base import Surroundings

if TYPE_CHECKING:
    from tests.gui.conftest import FakeDialogs

LEAD = Branch("Lead", Filter(((Condition("lifecyclestage", Operator.IS_ANY_OF, ("lead",)),),)))
CUSTOMER = Branch("Customer", Filter(((Condition("lifecyclestage", Operator.IS_ANY_OF, ("customer",)),),)))
BUTTON = Qt.MouseButton.LeftButton

W = TypeVar("W", bound=QWidget)


def part(parent: QWidget, kind: type[W], name: str = "") -> W:
    """Returns a child by kind and name; fails when there is none."""
    found = parent.findChild(kind, name)
    assert found is not None, f"no {kind.__name__} {name!r}"
    return found


@pytest.fixture
def form(qtbot: QtBot, around: Surroundings) -> ActionForm:
    """Returns the form of a card with two branches that hold three cards and none; *None matched* holds one."""
    made = ActionForm(around, IfThen((LEAD, CUSTOMER)), inside=[3, 0, 1])
    qtbot.addWidget(made)
    made.resize(320, 900)
    made.show()
    return made


def press(qtbot: QtBot, form: ActionForm, name: str, index: int) -> None:
    found = [b for b in form.findChildren(QToolButton, name) if b.isVisible()]
    QTest.mouseClick(sorted(found, key=lambda b: b.mapTo(form, b.rect().topLeft()).y())[index], BUTTON)


def branches(form: ActionForm) -> tuple[Branch, ...]:
    action = form.action()
    assert isinstance(action, IfThen)
    return action.branches


def test_moving_a_branch_remembers_where_it_came_from(qtbot: QtBot, form: ActionForm) -> None:
    assert not form.is_dirty()
    press(qtbot, form, "branch_down", 0)
    assert branches(form) == (CUSTOMER, LEAD)
    assert form.origins() == (1, 0, 2)
    assert form.is_dirty()


def test_new_branches_come_from_nowhere(qtbot: QtBot, form: ActionForm) -> None:
    QTest.mouseClick(part(form, QPushButton, "branch_add"), BUTTON)
    assert branches(form) == (LEAD, CUSTOMER, Branch("Branch 3"))
    assert form.origins() == (0, 1, None, 2)


def test_an_empty_branch_goes_without_a_question(qtbot: QtBot, form: ActionForm) -> None:
    press(qtbot, form, "branch_remove", 1)
    assert branches(form) == (LEAD,)
    assert form.origins() == (0, 2)


def test_a_branch_with_cards_asks_first(qtbot: QtBot, form: ActionForm, fake_dialogs: FakeDialogs) -> None:
    fake_dialogs.answers.extend([False, True])
    press(qtbot, form, "branch_remove", 0)
    assert branches(form) == (LEAD, CUSTOMER)
    press(qtbot, form, "branch_remove", 0)
    assert branches(form) == (CUSTOMER,)
    assert form.origins() == (1, 2)
    assert fake_dialogs.asked[0].text.startswith("3 cards in “Lead”")


def test_the_last_branch_cannot_go(qtbot: QtBot, form: ActionForm) -> None:
    press(qtbot, form, "branch_remove", 1)
    only = next(b for b in form.findChildren(QToolButton, "branch_remove") if b.isVisible())
    assert not only.isEnabled()


def test_names_are_taken_without_spaces(qtbot: QtBot, form: ActionForm) -> None:
    line = form.findChildren(QLineEdit, "branch_name")[0]
    line.selectAll()
    QTest.keyClicks(line, " Hot leads ")
    assert branches(form)[0].name == "Hot leads"


def test_no_more_branches_than_allowed(qtbot: QtBot, around: Surroundings) -> None:
    made = ActionForm(around, IfThen(tuple(Branch(f"B{i}") for i in range(MAX_BRANCHES - 1))))
    qtbot.addWidget(made)
    made.show()
    add = part(made, QPushButton, "branch_add")
    QTest.mouseClick(add, BUTTON)
    assert len(branches(made)) == MAX_BRANCHES
    assert not add.isEnabled()
