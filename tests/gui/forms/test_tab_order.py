"""Tab goes through a form as it reads, also through rows that came later."""

from __future__ import annotations

import gc

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QTableView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from core.actions.if_then import Branch, IfThen
from core.model.filter import Condition, Filter, Operator
from gui.forms.action_form import ActionForm
from gui.forms.base import Surroundings
from gui.forms.filter_builder import FilterBuilder
from gui.widgets.tab_order import stand_before

pytestmark = pytest.mark.usefixtures("qapp")

LEAD = Condition("lifecyclestage", Operator.IS_ANY_OF, ("lead",))
POLAND = Condition("country", Operator.IS, ("Poland",))


@pytest.fixture
def holder(qtbot: QtBot) -> QWidget:
    """Returns a shown window with a line above and a button below what a test puts between."""
    made = QWidget()
    column = QVBoxLayout(made)
    for widget, name in ((QLineEdit(), "above"), (QPushButton("Save"), "below")):
        widget.setObjectName(name)
        column.addWidget(widget)
    qtbot.addWidget(made)
    made.resize(320, 900)
    made.show()
    made.activateWindow()
    return made


def put(holder: QWidget, widget: QWidget) -> None:
    """Puts a form between the two, as a panel does that is filled once it is shown."""
    layout = holder.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.insertWidget(1, widget)
    widget.show()
    below = holder.findChild(QPushButton, "below")
    assert below is not None
    stand_before(widget, below)


def tour(holder: QWidget, count: int) -> list[str]:
    """Gives the names of what has the focus after each press of Tab, from the line above on."""
    above = holder.findChild(QLineEdit, "above")
    assert above is not None
    above.setFocus()
    seen = []
    for _ in range(count):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None
        seen.append(now.objectName())
    return seen


ROW = ["condition_property", "condition_operator", "condition_value", "condition_remove"]


def test_a_property_begun_and_tab_lead_to_what_hangs_on_it(qtbot: QtBot, around: Surroundings, holder: QWidget) -> None:
    builder = FilterBuilder(around)
    put(holder, builder)
    add = builder.findChild(QPushButton, "filter_add_group")
    assert add is not None
    QTest.mouseClick(add, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == "condition_property"
    QTest.keyClicks(focus, "lead st")
    QTest.keyClick(focus, Qt.Key.Key_Tab)
    now = QApplication.focusWidget()
    assert now is not None
    assert now.objectName() == "condition_operator"
    assert builder.filter().groups[0][0].property == "hs_lead_status"
    QTest.keyClick(now, Qt.Key.Key_Tab)
    now = QApplication.focusWidget()
    assert now is not None
    assert now.objectName() == "condition_value"


def test_conditions_and_groups_stand_before_the_buttons_that_add_more(around: Surroundings, holder: QWidget) -> None:
    builder = FilterBuilder(around)
    builder.set_filter(Filter(((LEAD, POLAND), (POLAND,))))
    put(holder, builder)
    add = "filter_add_condition"
    assert tour(holder, 16) == [*ROW, *ROW, add, *ROW, add, "filter_add_group", "below"]


def test_branches_stand_before_the_button_that_adds_one(around: Surroundings, holder: QWidget) -> None:
    form = ActionForm(around, IfThen((Branch("Lead", Filter(((LEAD,),))), Branch("Poles", Filter(((POLAND,),))))))
    put(holder, form)
    seen = tour(holder, 40)
    names = [n for n, name in enumerate(seen) if name == "branch_name"][:2]
    adds = seen.index("branch_add")
    assert names[0] < seen.index("condition_property") < names[1] < adds


def test_what_others_hold_outlives_a_form_that_was_asked(host: QWidget) -> None:
    """Walking along Tab's way once took a table its header, when the form that had asked was deleted."""
    column = QVBoxLayout(host)
    table, form, below = QTableView(), QWidget(), QPushButton("Below")
    for widget in (table, form, below):
        column.addWidget(widget)
    fields = QVBoxLayout(form)
    first, row = QLineEdit(), QLineEdit()
    fields.addWidget(first)
    fields.addWidget(row)
    header = table.horizontalHeader()
    stand_before(row, first)
    column.removeWidget(form)
    shiboken6.delete(form)
    del first, row
    gc.collect()
    assert shiboken6.isValid(header)
    assert header.count() == 0
