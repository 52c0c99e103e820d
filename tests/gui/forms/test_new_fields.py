"""The editors of switches, times, days, users, lists, workflows, value branches and shares, by keys and clicks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QSpinBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from core.actions.add_to_list import AddToList
from core.actions.create_task import CreateTask
from core.actions.delay import Delay
from core.actions.delay_until import DelayUntil
from core.actions.delay_until_event import AwaitedEvent, DelayUntilEvent
from core.actions.go_to_workflow import GoToWorkflow
from core.actions.notification import Notification
from core.actions.random_split import RandomSplit, Share
from core.actions.rotate_owner import RotateOwner
from core.actions.value_equals import ValueBranch, ValueEquals
from core.model.contact_list import ContactList
from core.model.workflow import Action, Workflow, WorkflowStatus
from gui.forms.action_form import ActionForm
from gui.forms.base import Surroundings
from gui.forms.choices import ChoiceCombo
from gui.forms.many import MultiChoice
from gui.forms.toggles import DayToggles
from gui.widgets.switch import ToggleSwitch

pytestmark = pytest.mark.usefixtures("qapp")

BUTTON = Qt.MouseButton.LeftButton
LEADS, CUSTOMERS = ValueBranch("Leads", ("lead",)), ValueBranch("", ("customer",))

W = TypeVar("W", bound=QWidget)


@pytest.fixture
def around(around: Surroundings) -> Surroundings:
    """Returns surroundings with two lists and three workflows; the second workflow is the one that is edited."""
    lists = (ContactList(1, "VIPs"), ContactList(2, "Competitors"))
    flows = (Workflow(1, "Welcome", WorkflowStatus.ON), Workflow(2, "This one"), Workflow(3, "Later"))
    project = replace(around.project, lists=lists, workflows=flows)
    return replace(around, project=project, workflow=2)


@pytest.fixture
def show(qtbot: QtBot, around: Surroundings) -> Callable[[Action], ActionForm]:
    """Returns a maker of shown forms."""

    def make(action: Action) -> ActionForm:
        form = ActionForm(around, action, inside=[0] * len(action.branch_names()))
        qtbot.addWidget(form)
        form.resize(288, 800)
        form.show()
        return form

    return make


Show = Callable[[Action], ActionForm]


def part(parent: QWidget, kind: type[W], name: str = "") -> W:
    found = parent.findChild(kind, name)
    assert found is not None, f"no {kind.__name__} {name!r}"
    return found


def parts(parent: QWidget, kind: type[W], name: str) -> list[W]:
    # Layouts move what is in them only when asked; a person sees it after that.
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


def tick(many: MultiChoice, text: str) -> None:
    next(a for a in many._menu.actions() if a.text().startswith(text)).trigger()


@pytest.mark.parametrize(
    "action",
    [
        DelayUntil((4, 0), 1439),
        DelayUntil((), 0),
        DelayUntilEvent(AwaitedEvent.LIST_JOINED, contact_list=2, minutes=90),
        DelayUntilEvent(AwaitedEvent.PROPERTY_CHANGED, property="country"),
        RotateOwner((4, 1), overwrite=True),
        RotateOwner((9,)),
        AddToList(77),
        GoToWorkflow(2),
        GoToWorkflow(77),
        Notification("Hi", "There", (1, 2), False),
        RandomSplit((Share("A", 500), Share("", -3), Share("C", 3))),
        ValueEquals("lifecyclestage", (LEADS, CUSTOMERS), "The rest"),
        ValueEquals("score", (ValueBranch("", (1, 2.5)),)),
        ValueEquals("renewal", (ValueBranch("", (1_767_571_200, 1_767_657_600)),)),
        ValueEquals("hs_email_optout", (ValueBranch("Out", (True,)), ValueBranch("In", (False,)))),
        ValueEquals("lost_one", (ValueBranch("x", ("a", "b")),)),
        Delay(-5),
        Delay(10**9 * 24 * 60),
        CreateTask(subject="x", due_days=-1),
        CreateTask(subject="x", due_days=10**12),
    ],
)
def test_what_is_stored_comes_back_as_it_was_even_when_it_makes_no_sense(show: Show, action: Action) -> None:
    form = show(action)
    assert form.action() == action
    assert not form.is_dirty()


def test_a_switch_says_beside_itself_what_it_switches(show: Show) -> None:
    form = show(RotateOwner((1,)))
    switch = part(form, ToggleSwitch, "field_overwrite")
    assert switch.text() == "Overwrite current owner"
    assert form.row("overwrite").label.text() == ""
    QTest.mouseClick(switch, BUTTON, pos=switch.rect().center())
    assert form.action() == RotateOwner((1,), overwrite=True)


def test_a_switch_shows_what_depends_on_it(show: Show) -> None:
    form = show(Notification("Hi", users=(1,)))
    switch = part(form, ToggleSwitch, "field_to_owner")
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert not form.row("owner_property").isVisible()
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert form.row("owner_property").isVisible()


def test_a_time_is_typed_and_what_is_none_is_said(show: Show) -> None:
    form = show(DelayUntil())
    line = part(form, QLineEdit, "field_minute")
    write(line, "14:30")
    assert form.action() == DelayUntil((), 14 * 60 + 30)
    QTest.keyClick(line, Qt.Key.Key_Return)
    write(line, "25:99")
    assert form.row("minute").error() == "Write a time like 09:00."
    assert form.action() == DelayUntil((), 14 * 60 + 30)
    write(line, "8")
    assert form.row("minute").error() == ""
    assert form.action() == DelayUntil((), 8 * 60)


def test_days_are_toggled_by_click_and_by_key(show: Show) -> None:
    form = show(DelayUntil())
    days = part(form, DayToggles, "field_weekdays")
    QTest.mouseClick(days.button(4), BUTTON)
    QTest.keyClick(days.button(0), Qt.Key.Key_Space)
    assert form.action() == DelayUntil((0, 4))
    QTest.mouseClick(days.button(4), BUTTON)
    assert form.action() == DelayUntil((0,))
    assert [days.button(day).accessibleName() for day in (0, 6)] == ["Monday", "Sunday"]


def test_seven_days_fit_the_narrowest_panel(show: Show) -> None:
    form = show(DelayUntil())
    days = part(form, DayToggles, "field_weekdays")
    assert days.sizeHint().width() <= 272 - 2 * 16


def test_users_are_ticked_in_the_order_of_their_turns(show: Show) -> None:
    form = show(RotateOwner())
    many = part(form, MultiChoice, "field_users")
    assert form.row("users").error() == "Choose at least one user."
    tick(many, "Zed")
    tick(many, "Ana")
    assert form.action() == RotateOwner((4, 1))
    assert many.text() == "Ana Ruiz and Zed Young"


def test_a_deactivated_user_is_offered_only_while_chosen(show: Show, around: Surroundings) -> None:
    people = (*around.project.senders[:3], replace(around.project.senders[3], active=False))
    form = show(RotateOwner((4,)))
    form.refresh(replace(around, project=replace(around.project, senders=people)))
    many = part(form, MultiChoice, "field_users")
    assert many.text() == "Ana Ruiz — deactivated"
    assert "deactivated" in form.row("users").error()
    tick(many, "Ana")
    form.refresh(replace(around, project=replace(around.project, senders=people)))
    assert "Ana" not in " ".join(a.text() for a in many._menu.actions())


def test_a_list_is_chosen_or_made(show: Show, around: Surroundings, qtbot: QtBot) -> None:
    made: list[str] = []

    def new_list() -> int:
        made.append("asked")
        project = replace(around.project, lists=(*around.project.lists, ContactList(3, "Fresh")))
        form.refresh(replace(around, project=project, new_list=new_list))
        return 3

    around = replace(around, new_list=new_list)
    form = ActionForm(around, AddToList())
    qtbot.addWidget(form)
    form.show()
    box = part(form, ChoiceCombo, "field_contact_list")
    assert [c.text for c in box.choices()] == ["Competitors", "VIPs", "New list…"]
    pick(box, "VIPs")
    assert form.action() == AddToList(1)
    pick(box, "New list…")
    assert made == ["asked"]
    assert form.action() == AddToList(3)
    assert box.currentText() == "Fresh"


def test_giving_up_a_new_list_keeps_the_choice(show: Show, around: Surroundings, qtbot: QtBot) -> None:
    form = ActionForm(replace(around, new_list=lambda: 0), AddToList(2))
    qtbot.addWidget(form)
    form.show()
    pick(part(form, ChoiceCombo, "field_contact_list"), "New list…")
    assert form.action() == AddToList(2)
    assert not form.is_dirty()


def test_where_any_list_will_do_it_is_a_choice(show: Show) -> None:
    form = show(DelayUntilEvent(AwaitedEvent.LIST_JOINED, contact_list=1))
    pick(part(form, ChoiceCombo, "field_contact_list"), "Any list")
    assert form.action() == DelayUntilEvent(AwaitedEvent.LIST_JOINED)


def test_other_workflows_are_offered_and_say_when_nobody_can_enter(show: Show) -> None:
    form = show(GoToWorkflow())
    box = part(form, ChoiceCombo, "field_workflow")
    assert [choice.line for choice in box.choices()] == ["Later — draft", "Welcome"]
    pick(box, "Later")
    assert form.row("workflow").error() == "“Later” is a draft; nobody enters it until it is on."
    pick(box, "Welcome")
    assert form.row("workflow").error() == ""


# ---------------------------------------------------------------- value branches


def test_value_branches_follow_the_property(show: Show) -> None:
    form = show(ValueEquals("lifecyclestage", (LEADS, CUSTOMERS)))
    tick(parts(form, MultiChoice, "branch_values")[0], "Opportunity")
    assert form.action() == ValueEquals("lifecyclestage", (ValueBranch("Leads", ("lead", "opportunity")), CUSTOMERS))
    pick(part(form, ChoiceCombo, "field_property"), "Score")
    assert form.action() == ValueEquals("score", (ValueBranch("Leads"), ValueBranch()))
    write(parts(form, QLineEdit, "branch_values")[1], "1; 2,5; x")
    assert form.action() == ValueEquals("score", (ValueBranch("Leads"), ValueBranch("", (1, 2.5))))
    assert parts(form, QLineEdit, "branch_values")[1].toolTip() == "“x” is no number."


def test_value_branches_are_added_moved_and_removed(show: Show) -> None:
    form = show(ValueEquals("lifecyclestage", (LEADS, CUSTOMERS)))
    QTest.mouseClick(part(form, QPushButton, "branch_add"), BUTTON)
    QTest.mouseClick(parts(form, QToolButton, "branch_down")[0], BUTTON)
    assert form.action() == ValueEquals("lifecyclestage", (CUSTOMERS, LEADS, ValueBranch()))
    # The last number is the way out of those that match none.
    assert form.origins() == (1, 0, None, 2)
    QTest.mouseClick(parts(form, QToolButton, "branch_remove")[0], BUTTON)
    assert form.origins() == (0, None, 2)


def test_a_value_in_two_branches_is_said(show: Show) -> None:
    form = show(ValueEquals("lifecyclestage", (LEADS, CUSTOMERS)))
    tick(parts(form, MultiChoice, "branch_values")[1], "Lead")
    assert "leads to “Leads” already" in form.row("branches").error()


# ---------------------------------------------------------------- shares


def test_shares_show_what_they_add_up_to(show: Show) -> None:
    form = show(RandomSplit((Share("A", 60), Share("B", 40))))
    total = part(form, QLabel, "shares_total")
    assert (total.text(), total.property("ink")) == ("Total 100 %", "muted")
    box = parts(form, QSpinBox, "branch_percent")[1]
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "30")
    assert (total.text(), total.property("ink")) == ("✕ Total 90 %", "broken")
    assert form.row("shares").error() == "The shares add up to 90 %, not to 100 %."
    QTest.mouseClick(part(form, QPushButton, "branch_add"), BUTTON)
    assert form.action() == RandomSplit((Share("A", 60), Share("B", 30), Share("", 10)))
    assert (total.text(), form.row("shares").error()) == ("Total 100 %", "")


def test_a_split_has_no_other_way_out_and_keeps_two(show: Show) -> None:
    form = show(RandomSplit((Share("A", 50), Share("B", 25), Share("C", 25))))
    QTest.mouseClick(parts(form, QToolButton, "branch_remove")[0], BUTTON)
    assert form.origins() == (1, 2)
    assert not any(made.isEnabled() for made in parts(form, QToolButton, "branch_remove"))


def test_sharing_evenly_gives_the_rest_to_the_first(show: Show) -> None:
    form = show(RandomSplit((Share("A", 1), Share("B", 1), Share("C", 1))))
    QTest.mouseClick(part(form, QPushButton, "shares_even"), BUTTON)
    assert form.action() == RandomSplit((Share("A", 34), Share("B", 33), Share("C", 33)))


def test_the_form_says_what_is_out_of_bounds(show: Show) -> None:
    form = show(Delay(10**9 * 24 * 60))
    assert form.row("minutes").error() == "A delay is at least 1 minute and at most 5 years."
    box = part(form, QSpinBox, "field_minutes")
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "3")
    assert form.action() == Delay(3 * 24 * 60)
