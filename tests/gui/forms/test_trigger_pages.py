"""The trigger and the settings of a workflow, by keys and clicks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QDate, QEvent, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QDateEdit, QLabel, QLineEdit, QPushButton, QSpinBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from core.model.contact_list import ContactList
from core.model.filter import Condition, Filter, Operator
from core.model.workflow import (
    Repeat,
    RunWindow,
    Schedule,
    Trigger,
    TriggerKind,
    Workflow,
    WorkflowSettings,
    WorkflowStatus,
)
from gui.forms.base import Surroundings
from gui.forms.choices import ChoiceCombo
from gui.forms.holidays_dialog import HolidaysDialog
from gui.forms.many import MultiChoice
from gui.forms.settings_form import SettingsForm
from gui.forms.toggles import DayToggles
from gui.forms.trigger_pages import SETTINGS_PAGE, TriggerPages
from gui.forms.windows import WORKING_HOURS
from gui.theme import ThemeManager
from gui.widgets.segments import SegmentedFilter
from gui.widgets.switch import ToggleSwitch

pytestmark = pytest.mark.usefixtures("qapp")

BUTTON = Qt.MouseButton.LeftButton
LEADS = Filter(((Condition("lifecyclestage", Operator.IS_ANY_OF, ("lead",)),),))

W = TypeVar("W", bound=QWidget)
Show = Callable[[Trigger | WorkflowSettings], TriggerPages]


@pytest.fixture
def around(around: Surroundings) -> Surroundings:
    """Returns surroundings with two lists."""
    project = replace(around.project, lists=(ContactList(1, "VIPs"), ContactList(2, "Competitors")))
    return replace(around, project=project)


@pytest.fixture
def show(qtbot: QtBot, around: Surroundings) -> Show:
    """Returns a maker of shown forms: a trigger shows its page, settings show theirs."""

    def make(held: Trigger | WorkflowSettings) -> TriggerPages:
        if isinstance(held, Trigger):
            # Turned off once: somebody has chosen this trigger.
            pages = TriggerPages(around, Workflow(status=WorkflowStatus.OFF, trigger=held))
        else:
            pages = TriggerPages(around, Workflow(settings=held), SETTINGS_PAGE)
        qtbot.addWidget(pages)
        pages.resize(288, 900)
        pages.show()
        return pages

    return make


def part(parent: QWidget, kind: type[W], name: str = "") -> W:
    found = parent.findChild(kind, name)
    assert found is not None, f"no {kind.__name__} {name!r}"
    return found


def parts(parent: QWidget, kind: type[W], name: str) -> list[W]:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    found = [w for w in parent.findChildren(kind, name) if w.isVisible()]
    return sorted(found, key=lambda w: w.mapTo(parent, w.rect().topLeft()).y())


def pick(box: ChoiceCombo, text: str) -> None:
    row = next(i for i, choice in enumerate(box.choices()) if choice.text == text)
    box.setCurrentIndex(row)
    box.activated.emit(row)


def write(line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)


def said(parent: QWidget) -> list[str]:
    return [w.text() for w in parent.findChildren(QLabel) if w.isVisible() and w.text().startswith("✕")]


# ---------------------------------------------------------------- the trigger


@pytest.mark.parametrize(
    "trigger",
    [
        Trigger(),
        Trigger(TriggerKind.FORM_SUBMITTED, "Webinar", LEADS, True, False),
        Trigger(TriggerKind.MEETING_BOOKED, "Intro call"),
        Trigger(TriggerKind.CONTACT_CREATED, filter=LEADS),
        Trigger(TriggerKind.PROPERTY_CHANGED, property="lifecyclestage", value="lead"),
        Trigger(TriggerKind.PROPERTY_CHANGED, property="score", value=0),
        Trigger(TriggerKind.PROPERTY_CHANGED, property="renewal"),
        Trigger(TriggerKind.PROPERTY_CHANGED, property="lost_one", value="x"),
        Trigger(TriggerKind.EMAIL_REPLIED),
        Trigger(TriggerKind.LIST_JOINED, list=2),
        Trigger(TriggerKind.LIST_JOINED, list=77),
        Trigger(TriggerKind.SCHEDULE, schedule=Schedule(Repeat.MONTHLY, 1439, 3, 31)),
        Trigger(TriggerKind.MANUAL, "left over", LEADS, property="country", list=1),
    ],
)
def test_triggers_come_back_as_they_were(show: Show, trigger: Trigger) -> None:
    pages = show(trigger)
    assert pages.draft().trigger == trigger
    assert not pages.is_dirty()


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("Filter criteria", {"filter", "existing"}),
        ("Form submitted", {"detail", "filter"}),
        ("Meeting booked", {"detail", "filter"}),
        ("Contact created", {"filter"}),
        ("Property changed", {"property", "filter"}),
        ("Email replied", {"filter"}),
        ("List joined", {"list", "filter"}),
        ("On a schedule", {"schedule", "filter"}),
        ("Manual only", set()),
    ],
)
def test_each_kind_shows_the_fields_it_needs(show: Show, kind: str, fields: set[str]) -> None:
    pages = show(Trigger())
    pick(part(pages, ChoiceCombo, "trigger_kind"), kind)
    names = ("detail", "property", "value", "list", "schedule", "filter", "existing")
    assert {name for name in names if part(pages, QWidget, f"trigger_{name}").isVisible()} == fields
    assert part(pages, ToggleSwitch, "trigger_reenroll").isVisible()


def test_a_changed_property_with_its_new_value(show: Show) -> None:
    pages = show(Trigger(TriggerKind.PROPERTY_CHANGED))
    pick(part(pages, ChoiceCombo, "trigger_property"), "Lifecycle stage")
    assert pages.draft().trigger == Trigger(TriggerKind.PROPERTY_CHANGED, property="lifecyclestage")
    value = part(pages, ChoiceCombo, "trigger_value")
    assert value.choices()[0].text == "Any value"
    pick(value, "Customer")
    assert pages.draft().trigger.value == "customer"
    pick(part(pages, ChoiceCombo, "trigger_property"), "Score")
    assert pages.draft().trigger.value is None
    write(part(pages, QLineEdit, "trigger_value"), "40")
    assert pages.draft().trigger == Trigger(TriggerKind.PROPERTY_CHANGED, property="score", value=40)


def test_a_property_that_is_gone_is_said(show: Show) -> None:
    pages = show(Trigger(TriggerKind.PROPERTY_CHANGED, property="lost_one"))
    assert said(pages) == ["✕ There is no property “lost_one” any more."]


def test_a_weekly_and_a_monthly_schedule(show: Show) -> None:
    pages = show(Trigger(TriggerKind.SCHEDULE))
    pick(part(pages, ChoiceCombo, "trigger_schedule"), "Every week")
    pick(part(pages, ChoiceCombo, "trigger_schedule_weekday"), "Thursday")
    write(part(pages, QLineEdit, "trigger_schedule_time"), "07:15")
    assert pages.draft().trigger.schedule == Schedule(Repeat.WEEKLY, 435, 3)
    pick(part(pages, ChoiceCombo, "trigger_schedule"), "Every month")
    day = part(pages, QSpinBox, "trigger_schedule_day")
    day.setFocus()
    day.selectAll()
    QTest.keyClicks(day, "31")
    assert pages.draft().trigger.schedule == Schedule(Repeat.MONTHLY, 435, 0, 31)
    assert any("uses its last one" in w.text() for w in pages.findChildren(QLabel) if w.isVisible())
    write(part(pages, QLineEdit, "trigger_schedule_time"), "noon")
    assert said(pages) == ["✕ Write a time like 09:00."]


def test_what_one_kind_asked_is_forgotten_by_another(show: Show) -> None:
    pages = show(Trigger(TriggerKind.LIST_JOINED, list=2))
    kind = part(pages, ChoiceCombo, "trigger_kind")
    pick(kind, "Email replied")
    assert pages.draft().trigger == Trigger(TriggerKind.EMAIL_REPLIED)
    pick(kind, "List joined")
    assert not pages.is_dirty()


# ---------------------------------------------------------------- settings


def test_settings_come_back_as_they_were(show: Show) -> None:
    odd = (RunWindow(5, 600, 540), RunWindow(0), RunWindow(0, 600, 1440), RunWindow(9, 5, 6))
    settings = WorkflowSettings(odd, ("2026-12-25", "2026-01-01", "2026-01-01", "soon"), (2, 77), LEADS, True)
    pages = show(settings)
    assert pages.draft().settings == settings
    assert not pages.is_dirty()


def test_weekdays_from_nine_to_five_with_one_click(show: Show) -> None:
    pages = show(WorkflowSettings())
    assert part(pages, QLabel, "windows_any").isVisible()
    QTest.mouseClick(part(pages, QPushButton, "window_weekdays"), BUTTON)
    assert pages.draft().settings == WorkflowSettings(WORKING_HOURS)
    assert [(w.day, w.start, w.end) for w in WORKING_HOURS] == [(day, 540, 1020) for day in range(5)]
    assert not part(pages, QLabel, "windows_any").isVisible()


def test_windows_are_added_changed_and_removed(show: Show) -> None:
    pages = show(WorkflowSettings(WORKING_HOURS))
    QTest.mouseClick(part(pages, QPushButton, "window_add"), BUTTON)
    days = parts(pages, DayToggles, "window_days")
    assert [row.days() for row in days] == [(0, 1, 2, 3, 4), (5, 6)]
    QTest.mouseClick(days[1].button(6), BUTTON)
    write(parts(pages, QLineEdit, "window_start")[1], "10:00")
    write(parts(pages, QLineEdit, "window_end")[1], "24:00")
    assert pages.draft().settings.windows == (*WORKING_HOURS, RunWindow(5, 600, 1440))
    QTest.mouseClick(parts(pages, QToolButton, "window_remove")[0], BUTTON)
    assert pages.draft().settings.windows == (RunWindow(5, 600, 1440),)


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        ("17:00", "09:00", "The window ends before it starts; choose a later end."),
        ("09:00", "09:00", "The window ends before it starts; choose a later end."),
        ("9 pm", "22:00", "Write times like 09:00 and 17:00."),
        ("09:00", "00:00", ""),
    ],
)
def test_hours_that_make_no_sense_are_said(show: Show, start: str, end: str, sentence: str) -> None:
    pages = show(WorkflowSettings((RunWindow(0),)))
    write(part(pages, QLineEdit, "window_start"), start)
    write(part(pages, QLineEdit, "window_end"), end)
    assert said(pages) == ([f"✕ {sentence}"] if sentence else [])


def test_windows_that_overlap_or_have_no_day_are_said(show: Show) -> None:
    pages = show(WorkflowSettings((RunWindow(0), RunWindow(0, 16 * 60, 18 * 60))))
    assert said(pages) == ["✕ Monday has two windows that overlap."]
    QTest.mouseClick(parts(pages, DayToggles, "window_days")[1].button(0), BUTTON)
    assert said(pages) == ["✕ Choose at least one day."]


def test_dates_are_blocked_and_freed(show: Show) -> None:
    pages = show(WorkflowSettings(blocked=("2026-12-25",)))
    part(pages, QDateEdit, "blocked_date").setDate(QDate(2026, 1, 1))
    add = part(pages, QPushButton, "blocked_add")
    QTest.mouseClick(add, BUTTON)
    assert pages.draft().settings.blocked == ("2026-01-01", "2026-12-25")
    QTest.mouseClick(add, BUTTON)
    assert said(pages) == ["✕ Thu 1 Jan 2026 is blocked already."]
    rows = pages.settings_form.blocked.list
    QTest.mouseClick(rows.viewport(), BUTTON, pos=rows.visualRect(rows.model().index(0, 0)).center())
    QTest.keyClick(rows, Qt.Key.Key_Delete)
    assert pages.draft().settings.blocked == ("2026-12-25",)
    assert said(pages) == []


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (("2026-01-01", "2026-01-01"), "Thu 1 Jan 2026 is there 2 times; remove all but one."),
        (("2026-02-30",), "“2026-02-30” is no date; remove it."),
        (("20260101",), "“20260101” is no date; remove it."),
    ],
)
def test_dates_that_make_no_sense_are_said(show: Show, days: tuple[str, ...], sentence: str) -> None:
    assert said(show(WorkflowSettings(blocked=days))) == [f"✕ {sentence}"]


def test_holidays_of_a_country_are_blocked(show: Show, qtbot: QtBot) -> None:
    """The account is in Warsaw, so Poland is offered first; the day taken out stays free."""
    pages = show(WorkflowSettings(blocked=("2026-01-01",)))
    QTest.mouseClick(part(pages, QPushButton, "blocked_holidays"), BUTTON)
    dialog = part(pages, HolidaysDialog, "holidays_dialog")
    assert (dialog.country.currentText(), dialog.year.value()) == ("Poland", 2026)
    add = part(dialog, QPushButton, "holidays_add")
    assert add.text() == "Add 14 dates"
    dialog.list.setCurrentIndex(dialog.list.model().index(1, 0))
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert add.text() == "Add 13 dates"
    QTest.mouseClick(add, BUTTON)
    blocked = pages.draft().settings.blocked
    assert len(blocked) == 13
    assert "2026-01-06" not in blocked
    assert blocked[-1] == "2026-12-26"


def test_another_country_or_year_gives_other_holidays(qtbot: QtBot, themes: ThemeManager) -> None:
    dialog = HolidaysDialog(themes, "UTC", 2026)
    qtbot.addWidget(dialog)
    dialog.show()
    add = part(dialog, QPushButton, "holidays_add")
    assert not add.isEnabled()
    pick(dialog.country, "Germany")
    assert add.text() == "Add 9 dates"
    dialog.year.setValue(2027)
    heard = QSignalSpy(dialog.days_chosen)
    QTest.mouseClick(add, BUTTON)
    assert date(2027, 12, 25) in heard.at(0)[0]


def test_suppression_goal_and_leaving(show: Show) -> None:
    pages = show(WorkflowSettings())
    many = part(pages, MultiChoice, "settings_suppression")
    assert many.text() == "No lists"
    for action in many._menu.actions():
        action.trigger()
    assert many.text() == "Competitors and VIPs"
    goal = part(pages, QWidget, "settings_goal")
    QTest.mouseClick(part(goal, QPushButton, "filter_add_group"), BUTTON)
    pick(part(goal, ChoiceCombo, "condition_property"), "Country")
    pick(part(goal, ChoiceCombo, "condition_operator"), "is known")
    switch = part(pages, ToggleSwitch, "settings_unmatched")
    switch.setFocus()
    QTest.keyClick(switch, Qt.Key.Key_Space)
    known = Filter(((Condition("country", Operator.IS_KNOWN),),))
    assert pages.draft().settings == WorkflowSettings(suppression=(2, 1), goal=known, unenroll_unmatched=True)


def test_only_filter_criteria_can_stop_matching(show: Show) -> None:
    pages = show(Trigger())
    assert pages.settings_form is not None
    switch = part(pages, ToggleSwitch, "settings_unmatched")
    assert switch.isEnabled()
    pick(part(pages, ChoiceCombo, "trigger_kind"), "Form submitted")
    assert not switch.isEnabled()


def test_settings_are_made_when_first_shown_and_know_what_changed_before(qtbot: QtBot, around: Surroundings) -> None:
    off = Workflow(status=WorkflowStatus.OFF, settings=WorkflowSettings(suppression=(2,)))
    pages = TriggerPages(around, off)
    qtbot.addWidget(pages)
    pages.show()
    assert not pages.findChildren(SettingsForm)
    pick(part(pages, ChoiceCombo, "trigger_kind"), "Form submitted")
    assert pages.is_dirty()
    assert pages.draft().settings == WorkflowSettings(suppression=(2,))
    told: list[bool] = []
    pages.changed.connect(lambda: told.append(True))
    QTest.mouseClick(part(pages, SegmentedFilter, "trigger_pages").chip("settings"), BUTTON)
    assert pages.settings_form.isVisible()
    assert not part(pages, ToggleSwitch, "settings_unmatched").isEnabled()
    assert pages.draft().settings == WorkflowSettings(suppression=(2,))
    assert not told


def test_pages_are_chosen_by_click_and_key(show: Show) -> None:
    pages = show(Trigger())
    segments = part(pages, SegmentedFilter, "trigger_pages")
    QTest.mouseClick(segments.chip("settings"), BUTTON)
    assert pages.settings_form.isVisible()
    assert not pages.trigger_form.isVisible()
    QTest.keyClick(segments.chip("settings"), Qt.Key.Key_Left)
    assert pages.trigger_form.isVisible()
