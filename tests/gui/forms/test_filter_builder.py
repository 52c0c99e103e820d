"""The filter builder and the editors of values in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QDate, QDateTime, Qt, QTime
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from core.model.contact import PropertyType
from core.model.fields import Value
from core.model.filter import Condition, Filter, Operator, operators_for
from core.model.project import Project
from gui.forms.base import Surroundings
from gui.forms.choices import ChoiceCombo, MultiChoice
from gui.forms.filter_builder import FilterBuilder
from gui.forms.values import read_number, values_editor

LEAD = Condition("lifecyclestage", Operator.IS_ANY_OF, ("lead",))
POLAND = Condition("country", Operator.IS, ("Poland",))
BUTTON = Qt.MouseButton.LeftButton

W = TypeVar("W", bound=QWidget)


def part(parent: QWidget, kind: type[W], name: str = "") -> W:
    """Returns a child by kind and name; fails when there is none."""
    found = parent.findChild(kind, name)
    assert found is not None, f"no {kind.__name__} {name!r}"
    return found


@pytest.fixture
def builder(qtbot: QtBot, around: Surroundings) -> FilterBuilder:
    """Returns a shown builder without conditions."""
    made = FilterBuilder(around)
    qtbot.addWidget(made)
    made.resize(320, 600)
    made.show()
    return made


def pick(box: QComboBox, text: str) -> None:
    row = box.findText(text)
    assert row >= 0, f"no row {text!r}"
    box.setCurrentIndex(row)
    box.activated.emit(row)


def last(builder: FilterBuilder, name: str) -> ChoiceCombo:
    found = [box for box in builder.findChildren(ChoiceCombo, name) if box.isVisible()]
    return found[-1]


def press(qtbot: QtBot, builder: FilterBuilder, name: str, index: int = -1) -> None:
    found = [b for b in builder.findChildren(QPushButton, name) if b.isVisible()]
    QTest.mouseClick(found[index], BUTTON)


@pytest.mark.parametrize(
    "filter",
    [
        Filter(),
        Filter(((LEAD,),)),
        Filter(((LEAD, POLAND), (Condition("country", Operator.IS_KNOWN),))),
        Filter(((Condition("hubspot_owner_id", Operator.IS_NONE_OF, (1, 4)),),)),
        Filter(((Condition("company", Operator.IS_ANY_OF, ("Acme, Inc.", "Globex")),),)),
        Filter(((Condition("score", Operator.GREATER, (12.5,)), Condition("score", Operator.LESS, (40,))),)),
        Filter(((Condition("hs_email_optout", Operator.IS_TRUE),),)),
        Filter(((Condition("renewal", Operator.AFTER, (1_767_571_200,)),),)),
        Filter(((Condition("createdate", Operator.BEFORE, (1_767_603_600,)),),)),
    ],
)
def test_filters_come_back_as_they_were(builder: FilterBuilder, filter: Filter) -> None:
    builder.set_filter(filter)
    assert builder.filter() == filter


def test_building_a_filter_by_hand(qtbot: QtBot, builder: FilterBuilder) -> None:
    heard = QSignalSpy(builder.changed)
    press(qtbot, builder, "filter_add_group")
    pick(last(builder, "condition_property"), "Lifecycle stage")
    stages = part(builder, MultiChoice, "condition_value")
    for action in stages._menu.actions():
        if action.text() in ("Lead", "Customer"):
            action.trigger()
    assert stages.text() == "Lead or Customer"
    press(qtbot, builder, "filter_add_condition")
    pick(last(builder, "condition_property"), "Country")
    pick(last(builder, "condition_operator"), "contains")
    line = [e for e in builder.findChildren(QLineEdit, "condition_value") if e.isVisible()][-1]
    QTest.keyClicks(line, "land")
    press(qtbot, builder, "filter_add_group")
    pick(last(builder, "condition_property"), "Company name")
    pick(last(builder, "condition_operator"), "is known")
    wanted = Filter(
        (
            (
                Condition("lifecyclestage", Operator.IS_ANY_OF, ("lead", "customer")),
                Condition("country", Operator.CONTAINS, ("land",)),
            ),
            (Condition("company", Operator.IS_KNOWN),),
        )
    )
    assert builder.filter() == wanted
    assert heard.at(heard.count() - 1) == [wanted]
    assert builder.problems() == []


def test_removing_the_last_condition_removes_the_group(qtbot: QtBot, builder: FilterBuilder) -> None:
    builder.set_filter(Filter(((LEAD, POLAND), (LEAD,))))
    crosses = builder.findChildren(QToolButton, "condition_remove")
    QTest.mouseClick(crosses[2], BUTTON)
    assert builder.filter() == Filter(((LEAD, POLAND),))
    QTest.mouseClick(crosses[0], BUTTON)
    assert builder.filter() == Filter(((POLAND,),))
    QTest.mouseClick(crosses[1], BUTTON)
    assert builder.filter() == Filter()
    assert part(builder, QPushButton, "filter_add_group").text() == "Add filter"


def test_each_property_type_offers_its_own_operators(builder: FilterBuilder, project: Project) -> None:
    seen = set()
    for definition in project.properties:
        builder.set_filter(Filter(((Condition(definition.name, operators_for(definition.type)[0]),),)))
        offered = [choice.value for choice in last(builder, "condition_operator").choices()]
        assert offered == list(operators_for(definition.type))
        seen.add(definition.type)
    assert seen == set(PropertyType)


def test_changing_the_operator_keeps_what_was_typed(qtbot: QtBot, builder: FilterBuilder) -> None:
    builder.set_filter(Filter(((POLAND,),)))
    pick(last(builder, "condition_operator"), "starts with")
    assert builder.filter() == Filter(((Condition("country", Operator.STARTS_WITH, ("Poland",)),),))
    pick(last(builder, "condition_operator"), "is any of")
    assert builder.filter() == Filter(((Condition("country", Operator.IS_ANY_OF, ("Poland",)),),))


def test_what_is_missing_is_said_under_the_condition(qtbot: QtBot, builder: FilterBuilder) -> None:
    press(qtbot, builder, "filter_add_group")
    assert builder.problems() == ["Choose a property."]
    shown = [w.text() for w in builder.findChildren(QLabel) if w.isVisible() and w.text().startswith("✕")]
    assert shown == ["✕ Choose a property."]


def test_a_property_that_is_gone_stays_to_be_seen(builder: FilterBuilder) -> None:
    gone = Filter(((Condition("lost_one", Operator.IS_ANY_OF, ()),),))
    builder.set_filter(gone)
    choice = last(builder, "condition_property").choice()
    assert choice is not None
    assert (choice.text, choice.lost) == ("lost_one (gone)", True)
    assert builder.filter() == gone


def test_a_changed_project_keeps_the_filter(builder: FilterBuilder, around: Surroundings) -> None:
    builder.set_filter(Filter(((Condition("deal_owner", Operator.IS_ANY_OF, (4,)),),)))
    fewer = replace(around.project, senders=around.project.senders[:3])
    builder.refresh(replace(around, project=fewer))
    assert builder.filter() == Filter(((Condition("deal_owner", Operator.IS_ANY_OF, (4,)),),))


def test_times_are_local_to_the_account_dates_are_not(qtbot: QtBot, around: Surroundings, project: Project) -> None:
    moment = values_editor(project.property("createdate"), around, Operator.AFTER)
    day = values_editor(project.property("renewal"), around, Operator.AFTER)
    for editor in (moment, day):
        qtbot.addWidget(editor)
        assert editor.value() == ()
        editor.name_all("moment")
        field = part(editor, QDateTimeEdit, "moment")
        field.setDateTime(QDateTime(QDate(2026, 7, 1), QTime(9, 30) if editor is moment else QTime(0, 0)))
    warsaw = datetime(2026, 7, 1, 9, 30, tzinfo=ZoneInfo("Europe/Warsaw")).timestamp()
    utc = datetime(2026, 7, 1, tzinfo=ZoneInfo("UTC")).timestamp()
    assert moment.value() == (int(warsaw),)
    assert day.value() == (int(utc),)


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("12.5", 12.5), ("12,5", 12.5), ("-3", -3), ("", None), ("12a", None), ("nan", None), ("1e400", None)],
)
def test_reading_numbers(text: str, number: Value) -> None:
    assert read_number(text) == number
