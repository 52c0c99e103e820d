"""The form of one action: made from its fields, in their order, with what is wrong under each."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from core.actions import ACTIONS
from core.actions.delay import Delay
from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.set_property import SetProperty
from core.model.workflow import Action
from gui.forms.action_form import ActionForm
from gui.forms.base import Surroundings
from gui.forms.choices import ChoiceCombo

pytestmark = pytest.mark.usefixtures("qapp")

W = TypeVar("W", bound=QWidget)


def part(parent: QWidget, kind: type[W], name: str = "") -> W:
    """Returns a child by kind and name; fails when there is none."""
    found = parent.findChild(kind, name)
    assert found is not None, f"no {kind.__name__} {name!r}"
    return found


def form_of(qtbot: QtBot, around: Surroundings, action: Action, *, quiet: bool = False) -> ActionForm:
    form = ActionForm(around, action, quiet=quiet)
    qtbot.addWidget(form)
    form.show()
    return form


def combo(form: ActionForm, name: str) -> ChoiceCombo:
    found = part(form, ChoiceCombo, name)
    assert isinstance(found, ChoiceCombo)
    return found


def pick(box: ChoiceCombo, text: str) -> None:
    """Chooses a row as a click on it would."""
    row = next(i for i, choice in enumerate(box.choices()) if choice.text == text)
    assert box.choices()[row].enabled
    box.setCurrentIndex(row)
    box.activated.emit(row)


def labels(form: ActionForm) -> list[str]:
    """Returns the labels that are shown, from top to bottom."""
    names = list(form._rows)
    return [form.row(name).label.text() for name in names if not form.row(name).isHidden()]


def test_labels_and_order_are_those_of_the_article(qtbot: QtBot, around: Surroundings) -> None:
    """S11: Sequence, Sender type, Sender or Contact owner property, in this order."""
    form = form_of(qtbot, around, EnrollInSequence())
    assert labels(form) == ["Sequence", "Sender type", "Sender"]
    pick(combo(form, "field_sender_type"), "Contact owner")
    assert labels(form) == ["Sequence", "Sender type", "Contact owner property"]


def test_choices_of_the_enroll_form(qtbot: QtBot, around: Surroundings) -> None:
    form = form_of(qtbot, around, EnrollInSequence())
    assert [c.text for c in combo(form, "field_sequence").choices()] == ["Demo follow-up", "Welcome"]
    assert [c.text for c in combo(form, "field_sender_type").choices()] == ["Specific user", "Contact owner"]
    assert [c.text for c in combo(form, "field_owner_property").choices()] == ["Contact owner", "Deal owner"]


def test_senders_who_qualify_come_first_the_others_greyed_with_the_reason(qtbot: QtBot, around: Surroundings) -> None:
    """S10: only users who qualify can be chosen; the others are shown with the reason."""
    form = form_of(qtbot, around, EnrollInSequence())
    rows = combo(form, "field_sender").choices()
    assert [(row.text, row.enabled) for row in rows] == [
        ("Ana Ruiz", True),
        ("Zed Young", True),
        ("Ben Okafor", False),
        ("Cem Aydin", False),
        ("Dora Lind", False),
    ]
    assert "inbox" in rows[2].detail
    assert "seat" in rows[3].detail
    model = combo(form, "field_sender").model()
    assert model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEnabled
    assert not model.flags(model.index(2, 0)) & Qt.ItemFlag.ItemIsEnabled


def test_on_an_automation_page_a_professional_seat_is_enough(qtbot: QtBot, around: Surroundings) -> None:
    """S5: Professional users may enroll from the sequence's Automation page."""
    form = form_of(qtbot, replace(around, automation_of=1), EnrollInSequence())
    enabled = [row.text for row in combo(form, "field_sender").choices() if row.enabled]
    assert enabled == ["Ana Ruiz", "Dora Lind", "Zed Young"]


def test_a_choice_that_stopped_qualifying_stays_and_is_red(qtbot: QtBot, around: Surroundings) -> None:
    """S10: such a choice stays visible in red."""
    form = form_of(qtbot, around, EnrollInSequence(1, SenderType.SPECIFIC_USER, 2))
    box = combo(form, "field_sender")
    choice = box.choice()
    assert choice is not None
    assert (choice.text, choice.lost) == ("Ben Okafor", True)
    assert box.property("invalid") is True
    assert "inbox" in form.row("sender").error()
    assert form.action() == EnrollInSequence(1, SenderType.SPECIFIC_USER, 2)
    picture = box.grab().toImage()
    red = around.themes.theme.broken.name()
    assert any(picture.pixelColor(x, y).name() == red for x in range(14, 90) for y in range(8, box.height() - 8)), (
        "no red letter"
    )


def test_a_deleted_sequence_stays_and_is_named(qtbot: QtBot, around: Surroundings) -> None:
    """S8: the deleted sequence is named; it is not offered for another choice."""
    form = form_of(qtbot, around, EnrollInSequence(3, SenderType.CONTACT_OWNER))
    choice = combo(form, "field_sequence").choice()
    assert choice is not None
    assert (choice.text, choice.lost) == ("Old demo (deleted)", True)
    assert form.row("sequence").error() == "“Old demo” was deleted; choose another sequence."
    pick(combo(form, "field_sequence"), "Welcome")
    assert form.row("sequence").error() == ""
    assert not part(form, ChoiceCombo, "field_sequence").property("invalid")


def test_choosing_makes_the_action(qtbot: QtBot, around: Surroundings) -> None:
    form = form_of(qtbot, around, EnrollInSequence())
    changed = QSignalSpy(form.changed)
    pick(combo(form, "field_sequence"), "Welcome")
    pick(combo(form, "field_sender"), "Zed Young")
    assert form.action() == EnrollInSequence(2, SenderType.SPECIFIC_USER, 1)
    assert form.is_dirty()
    assert changed.count() == 2


def test_a_new_card_is_not_scolded_before_the_first_change(qtbot: QtBot, around: Surroundings) -> None:
    form = form_of(qtbot, around, EnrollInSequence(), quiet=True)
    assert form.row("sequence").error() == form.row("sender").error() == ""
    pick(combo(form, "field_sequence"), "Welcome")
    assert form.row("sender").error() == "Choose a sender."


@pytest.mark.parametrize(
    ("minutes", "number", "unit"), [(2880, 2, "days"), (90, 90, "minutes"), (120, 2, "hours"), (1500, 25, "hours")]
)
def test_delays_are_shown_in_the_largest_unit_that_fits(
    qtbot: QtBot, around: Surroundings, minutes: int, number: int, unit: str
) -> None:
    form = form_of(qtbot, around, Delay(minutes))
    choice = combo(form, "field_minutes_unit").choice()
    assert part(form, QSpinBox, "field_minutes").value() == number
    assert choice is not None
    assert choice.text == unit
    assert not form.is_dirty()


def test_delays_are_stored_in_minutes(qtbot: QtBot, around: Surroundings) -> None:
    form = form_of(qtbot, around, Delay(2880))
    box = part(form, QSpinBox, "field_minutes")
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "3")
    assert form.action() == Delay(3 * 24 * 60)
    pick(combo(form, "field_minutes_unit"), "hours")
    assert form.action() == Delay(3 * 60)


def test_a_delay_never_goes_beyond_its_bounds(qtbot: QtBot, around: Surroundings) -> None:
    form = form_of(qtbot, around, Delay(60))
    box = part(form, QSpinBox, "field_minutes")
    pick(combo(form, "field_minutes_unit"), "days")
    box.setValue(99_999_999)
    assert form.action() == Delay(5 * 365 * 24 * 60)
    box.setValue(0)
    assert form.action() == Delay(24 * 60)


def test_the_value_field_follows_the_property(qtbot: QtBot, around: Surroundings) -> None:
    form = form_of(qtbot, around, SetProperty("lifecyclestage", "lead"))
    stage = combo(form, "field_value").choice()
    assert stage is not None
    assert stage.text == "Lead"
    pick(combo(form, "field_property"), "Score")
    line = part(form, QLineEdit, "field_value")
    assert form.action() == SetProperty("score", None)
    QTest.keyClicks(line, "12.5")
    assert form.action() == SetProperty("score", 12.5)


def test_a_property_can_be_found_by_typing(qtbot: QtBot, around: Surroundings) -> None:
    form = form_of(qtbot, around, SetProperty())
    line = combo(form, "field_property").lineEdit()
    assert line is not None
    line.setText("lead status")
    line.editingFinished.emit()
    assert form.action() == SetProperty("hs_lead_status", None)
    line.setText("no such thing")
    line.editingFinished.emit()
    assert (line.text(), form.action()) == ("Lead status", SetProperty("hs_lead_status", None))


@pytest.mark.parametrize("kind", sorted(ACTIONS))
def test_every_action_survives_its_form(qtbot: QtBot, around: Surroundings, kind: str) -> None:
    action = ACTIONS[kind]()
    form = form_of(qtbot, around, action)
    assert form.action() == action
    assert not form.is_dirty()


@pytest.mark.parametrize("kind", sorted(ACTIONS))
def test_every_form_can_be_edited_on_after_the_project_has_changed(
    qtbot: QtBot, around: Surroundings, kind: str
) -> None:
    """Editors that put a new field in the place of the old one must not leave the row holding the old one."""
    form = form_of(qtbot, around, ACTIONS[kind]())
    form.refresh(around)
    QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete.value))
    for name in form._rows:
        editor = form._editors[name]
        editor.changed.emit()
        assert form.row(name).label.buddy() in (editor, editor.target)


def test_a_new_property_and_a_value_typed_into_the_field_it_brought(qtbot: QtBot, around: Surroundings) -> None:
    form = form_of(qtbot, around, SetProperty())
    pick(combo(form, "field_property"), "City")
    QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete.value))
    line = part(form, QLineEdit, "field_value")
    QTest.keyClicks(line, "Graz")
    assert form.action() == SetProperty("city", "Graz")
    assert line.accessibleName() == form.row("value").label.text()


def test_a_changed_project_is_followed_and_nothing_typed_is_lost(qtbot: QtBot, around: Surroundings) -> None:
    form = form_of(qtbot, around, EnrollInSequence())
    pick(combo(form, "field_sequence"), "Welcome")
    gone = replace(around.project.sequences[1], deleted=5)
    kept = (around.project.sequences[0], gone)
    form.refresh(replace(around, project=replace(around.project, sequences=kept)))
    choice = combo(form, "field_sequence").choice()
    assert choice is not None
    assert choice.text == "Welcome (deleted)"
    assert form.action() == EnrollInSequence(2)
