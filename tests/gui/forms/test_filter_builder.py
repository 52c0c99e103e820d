"""The filter builder and the editors of values in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QEvent, QPoint, Qt, QTime
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import (
    QComboBox,
    QDateTimeEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.model.contact import PropertyType
from core.model.contact_list import ContactList
from core.model.fields import Value
from core.model.filter import Condition, Filter, Operator, operators_for
from core.model.project import Project
from gui.forms.base import Surroundings
from gui.forms.choices import ChoiceCombo
from gui.forms.filter_builder import FilterBuilder
from gui.forms.many import MultiChoice
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
        Filter(((Condition("createdate", Operator.BEFORE, (1_767_603_611,)),),)),
        Filter(((Condition("createdate", Operator.BETWEEN, (1_767_603_600, 1_768_603_601)),),)),
        Filter(((Condition("renewal", Operator.NOT_BETWEEN, (1_767_571_200, 1_767_657_600)),),)),
        Filter(((Condition("score", Operator.BETWEEN, (1, 2.5)), Condition("score", Operator.BETWEEN, (None, 3))),)),
        Filter(((Condition("createdate", Operator.IN_LAST_DAYS, (30,)),),)),
        Filter(((Condition("renewal", Operator.IN_NEXT_DAYS, (-4,)),),)),
        Filter(((Condition("renewal", Operator.DAYS_AGO, (10**9,)),),)),
        Filter(((Condition("list", Operator.IN_LIST, (2, 1)), Condition("list", Operator.NOT_IN_LIST, (77,))),)),
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


def test_a_number_between_two_others(qtbot: QtBot, builder: FilterBuilder) -> None:
    press(qtbot, builder, "filter_add_group")
    pick(last(builder, "condition_property"), "Score")
    pick(last(builder, "condition_operator"), "is between")
    QTest.keyClicks(part(builder, QLineEdit, "condition_value"), "10")
    assert builder.problems() == ["“Score is between” needs two values, one to start with and one to end with."]
    QTest.keyClicks(part(builder, QLineEdit, "condition_value_to"), "5")
    assert builder.problems() == ["“Score is between” starts after it ends."]
    QTest.keyClicks(part(builder, QLineEdit, "condition_value_to"), "0")
    assert builder.filter() == Filter(((Condition("score", Operator.BETWEEN, (10, 50)),),))
    assert builder.problems() == []


def test_dates_counted_from_now(qtbot: QtBot, builder: FilterBuilder) -> None:
    press(qtbot, builder, "filter_add_group")
    pick(last(builder, "condition_property"), "Create date")
    pick(last(builder, "condition_operator"), "is in the last")
    assert builder.filter() == Filter(((Condition("createdate", Operator.IN_LAST_DAYS, (7,)),),))
    box = part(builder, QSpinBox, "condition_value")
    assert box.text() == "7 days"
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "30")
    pick(last(builder, "condition_operator"), "is more than")
    assert part(builder, QSpinBox, "condition_value").text() == "30 days ago"
    assert builder.filter() == Filter(((Condition("createdate", Operator.DAYS_AGO, (30,)),),))
    pick(last(builder, "condition_operator"), "is after")
    assert builder.filter() == Filter(((Condition("createdate", Operator.AFTER, ()),),))


@pytest.mark.parametrize(
    ("operator", "beside"),
    [("is", True), ("is any of", True), ("does not contain", False), ("starts with", True)],
)
def test_a_long_operator_has_a_line_of_its_own(builder: FilterBuilder, operator: str, beside: bool) -> None:
    """Beside a value it would be cut in a narrow panel."""
    builder.set_filter(Filter(((POLAND,),)))
    pick(last(builder, "condition_operator"), "contains")
    pick(last(builder, "condition_operator"), operator)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    box, line = last(builder, "condition_operator"), part(builder, QLineEdit, "condition_value")
    assert (box.mapTo(builder, QPoint()).y() == line.mapTo(builder, QPoint()).y()) is beside


def test_two_dates_stand_below_their_operator(builder: FilterBuilder) -> None:
    builder.set_filter(Filter(((Condition("renewal", Operator.BETWEEN, (1_767_571_200, 1_767_657_600)),),)))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    fields = [last(builder, "condition_operator"), *builder.findChildren(QDateTimeEdit)]
    tops = [field.mapTo(builder, QPoint()).y() for field in fields]
    assert tops == sorted(set(tops))


def test_members_of_lists(builder: FilterBuilder, around: Surroundings, qtbot: QtBot) -> None:
    lists = (ContactList(1, "VIPs"), ContactList(2, "Competitors"))
    builder.refresh(replace(around, project=replace(around.project, lists=lists)))
    press(qtbot, builder, "filter_add_group")
    pick(last(builder, "condition_property"), "List membership")
    assert [choice.text for choice in last(builder, "condition_operator").choices()] == [
        "is a member of",
        "is not a member of",
    ]
    many = part(builder, MultiChoice, "condition_value")
    many._menu.actions()[1].trigger()
    assert builder.filter() == Filter(((Condition("list", Operator.IN_LIST, (1,)),),))
    builder.refresh(around)
    assert builder.problems() == ["There is no list 1."]


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
    assert seen == set(PropertyType) - {PropertyType.LIST}


def test_changing_the_operator_keeps_what_was_typed(qtbot: QtBot, builder: FilterBuilder) -> None:
    builder.set_filter(Filter(((POLAND,),)))
    pick(last(builder, "condition_operator"), "starts with")
    assert builder.filter() == Filter(((Condition("country", Operator.STARTS_WITH, ("Poland",)),),))
    pick(last(builder, "condition_operator"), "is any of")
    assert builder.filter() == Filter(((Condition("country", Operator.IS_ANY_OF, ("Poland",)),),))


def test_what_is_missing_is_said_under_the_condition_once_it_is_left(qtbot: QtBot, builder: FilterBuilder) -> None:
    def scolded() -> list[str]:
        return [w.text() for w in builder.findChildren(QLabel) if w.isVisible() and w.text().startswith("✕")]

    builder.activateWindow()
    press(qtbot, builder, "filter_add_group")
    assert builder.problems() == ["Choose a property."]
    qtbot.waitUntil(lambda: last(builder, "condition_property").hasFocus())
    assert scolded() == []
    part(builder, QPushButton, "filter_add_condition").setFocus()
    qtbot.waitUntil(lambda: scolded() == ["✕ Choose a property."])


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


def test_a_first_row_that_waits_is_no_condition_until_it_is_filled(around: Surroundings, host: QWidget) -> None:
    builder = FilterBuilder(around, host)
    builder.begin()
    builder.show()
    assert builder.filter() == Filter()
    builder.problems()
    assert not [w for w in builder.findChildren(QLabel) if w.text().startswith("✕")]
    assert builder.focus_empty()
    QTest.keyClicks(part(builder, ChoiceCombo, "condition_property"), "Country")
    assert builder.filter() == Filter(((Condition("country", Operator.IS, ()),),))
    assert not builder.focus_empty()
    # Where there are conditions, nothing is begun.
    builder.set_filter(Filter(((POLAND,),)))
    builder.begin()
    assert builder.filter() == Filter(((POLAND,),))
