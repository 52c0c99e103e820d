"""The Sequences tab: list, steps, settings and automation, by the keys and clicks of a person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QPushButton,
    QSpinBox,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from core.model.sequence import FollowUpDays, Sharing
from core.model.workflow import WorkflowStatus
from gui.bus import GoTo
from gui.tabs.panel_editors import ChoiceBox, ClockLine, read_minute
from gui.tabs.sequences import SequencesTab
from gui.widgets.banner import Banner
from gui.widgets.filter_line import FilterLine
from gui.widgets.segments import SegmentedFilter
from gui.widgets.switch import ToggleSwitch
from tests.gui.tabs.desk import DEMO, OLD, STEPS, WELCOME, Desk, click, find, retype, toggle
from tests.gui.tabs.sequence_desk import card, demo, page, rows

if TYPE_CHECKING:
    from gui.theme import ThemeManager
    from gui.widgets.store import MemorySettings
    from tests.gui.conftest import FakeDialogs


@pytest.fixture
def tab(sequences: SequencesTab) -> SequencesTab:
    return sequences


# ---------------------------------------------------------------- the list


def test_the_list_says_steps_mails_and_use(tab: SequencesTab) -> None:
    assert rows(tab) == [
        ("Demo follow-up", "3 steps · 2 mails · 2 workflows"),
        ("Welcome", "1 step · 1 mail · not used"),
    ]
    toggle(tab, "show_deleted")
    assert rows(tab)[2] == ("Old demo", "deleted · not used")


def test_the_filter_finds_by_name(tab: SequencesTab) -> None:
    line = find(tab, FilterLine, "sequence_filter")
    QTest.keyClicks(line, "wel")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert [name for name, _ in rows(tab)] == ["Welcome"]
    assert find(tab, QLineEdit, "sequence_name").text() == "Welcome"


def test_the_chosen_sequence_and_page_are_remembered(tab: SequencesTab, desk: Desk) -> None:
    tab.go_to(GoTo("sequence", WELCOME))
    page(tab, "settings")
    again = SequencesTab(desk.later())
    assert find(again, QLineEdit, "sequence_name").text() == "Welcome"
    assert find(again, SegmentedFilter, "sequence_pages").current() == "settings"
    again.deleteLater()


def test_a_new_sequence_has_its_name_ready_to_type(tab: SequencesTab, desk: Desk) -> None:
    click(tab, "new_sequence")
    name = find(tab, QLineEdit, "sequence_name")
    assert name.selectedText() == "New sequence"
    retype(name, "Win back")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert "Win back" in [name for name, _ in rows(tab)]
    assert desk.undone() == ["New sequence “New sequence”", "Rename sequence to “Win back”"]


def test_a_blank_name_goes_back(tab: SequencesTab, desk: Desk) -> None:
    name = find(tab, QLineEdit, "sequence_name")
    retype(name, " ")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert name.text() == "Demo follow-up"
    assert desk.undone() == []


def test_duplicating_chooses_the_copy(tab: SequencesTab, desk: Desk) -> None:
    QTest.mouseClick(find(tab, QToolButton, "duplicate_sequence"), Qt.MouseButton.LeftButton)
    assert find(tab, QLineEdit, "sequence_name").text() == "Demo follow-up (copy)"
    assert ("Demo follow-up (copy)", "3 steps · 2 mails · not used") in rows(tab)


def test_deleting_says_who_uses_it_and_restore_brings_it_back(tab: SequencesTab, desk: Desk) -> None:
    desk.dialogs.answers.append(False)
    delete = find(tab, QToolButton, "delete_sequence")
    QTest.mouseClick(delete, Qt.MouseButton.LeftButton)
    said = desk.dialogs.asked[-1]
    assert said.title == "Delete “Demo follow-up”?"
    assert "Used by 2 workflows: “Demo request” and “Enroll in Demo follow-up”." in said.text
    assert demo(desk).deleted is None
    desk.dialogs.answers.append(True)
    find(tab, QListView, "sequence_list").setFocus()
    QTest.keyClick(find(tab, QListView, "sequence_list"), Qt.Key.Key_Delete)
    assert demo(desk).deleted is not None
    assert [name for name, _ in rows(tab)] == ["Welcome"]
    assert find(tab, QLineEdit, "sequence_name").text() == "Welcome"
    tab.go_to(GoTo("sequence", DEMO))
    banner = find(tab, Banner, "deleted_banner")
    assert banner.text().startswith("This sequence was deleted on")
    assert find(tab, QLineEdit, "sequence_name").isReadOnly()
    QTest.mouseClick(banner.action_buttons()[0], Qt.MouseButton.LeftButton)
    assert demo(desk).deleted is None
    assert not banner.isVisible()


def test_deleting_tells_how_many_are_inside(tab: SequencesTab, desk: Desk) -> None:
    tab.go_to(GoTo("sequence", WELCOME))
    desk.dialogs.answers.append(True)
    QTest.mouseClick(find(tab, QToolButton, "delete_sequence"), Qt.MouseButton.LeftButton)
    assert "1 contact inside will be taken out." in desk.dialogs.asked[-1].text
    assert desk.workspace.project().enrollments == ()


def test_go_to_shows_deleted_sequences_and_steps(tab: SequencesTab) -> None:
    assert tab.go_to(GoTo("sequence", OLD))
    assert find(tab, QLineEdit, "sequence_name").text() == "Old demo"
    assert tab.go_to(GoTo("sequence", DEMO, 2))
    assert find(tab, QLineEdit, "step_subject").text() == "Shall I close the file?"
    assert not tab.go_to(GoTo("sequence", 99))
    assert not tab.go_to(GoTo("contact", DEMO))


# ---------------------------------------------------------------- settings


def test_settings_are_edits_at_once(tab: SequencesTab, desk: Desk) -> None:
    page(tab, "settings")
    days = find(tab, ChoiceBox, "follow_up_days")
    days.set_value(FollowUpDays.EVERYDAY)
    days.activated.emit(days.currentIndex())
    sharing = find(tab, ChoiceBox, "sharing")
    sharing.set_value(Sharing.PRIVATE)
    sharing.activated.emit(sharing.currentIndex())
    toggle(tab, "unenroll_on_reply")
    toggle(tab, "use_contact_time_zone")
    find(tab, QSpinBox, "behaviour_reply").setValue(12)
    find(tab, QSpinBox, "behaviour_task_hours").setValue(48)
    start = find(tab, ClockLine, "window_start")
    retype(start, "9:30")
    QTest.keyClick(start, Qt.Key.Key_Return)
    settings = demo(desk).settings
    assert settings.follow_up_days is FollowUpDays.EVERYDAY
    assert settings.sharing is Sharing.PRIVATE
    assert (settings.unenroll_on_reply, settings.unenroll_on_meeting, settings.use_contact_time_zone) == (
        False,
        True,
        True,
    )
    assert (settings.behaviour.reply, settings.behaviour.task_hours) == (12, 48)
    assert (settings.window_start, settings.window_end) == (570, 1080)
    assert start.text() == "09:30"
    while desk.undo.can_undo:
        desk.undo.undo()
    assert start.text() == "08:00"
    assert find(tab, ToggleSwitch, "unenroll_on_reply").isChecked()


def test_a_window_that_ends_before_it_begins_is_refused(tab: SequencesTab, desk: Desk) -> None:
    page(tab, "settings")
    end = find(tab, ClockLine, "window_end")
    retype(end, "07:00")
    QTest.keyClick(end, Qt.Key.Key_Return)
    assert "ends before it begins" in find(tab, ClockLine, "window_start").accessibleDescription()
    assert desk.undone() == []


@pytest.mark.parametrize(
    ("written", "minute"),
    [
        ("8", 480),
        ("08:30", 510),
        ("8.30", 510),
        ("830", 510),
        ("23:59", 1439),
        ("24:00", None),
        ("9:60", None),
        ("", None),
    ],
)
def test_clock_times_are_read_as_people_write_them(written: str, minute: int | None) -> None:
    assert read_minute(written) == minute


# ---------------------------------------------------------------- automation


def test_workflows_of_the_sequence_are_switched_here(tab: SequencesTab, desk: Desk) -> None:
    page(tab, "automation")
    assert find(tab, SegmentedFilter, "sequence_pages").chip("automation").text() == "Automation 1"
    toggle(tab, "automation_switch_2")
    made = desk.workspace.project().workflow(2)
    assert made is not None
    assert made.status is WorkflowStatus.ON
    toggle(tab, "automation_switch_2")
    made = desk.workspace.project().workflow(2)
    assert made is not None
    assert made.status is WorkflowStatus.OFF
    click(tab, "open_workflow_2")
    assert desk.went == [GoTo("workflow", 2)]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("new_enroll_workflow", "enroll_in_sequence"), ("new_unenroll_workflow", "unenroll_from_sequence")],
)
def test_a_new_workflow_belongs_to_the_sequence_and_is_opened(
    tab: SequencesTab, desk: Desk, name: str, kind: str
) -> None:
    page(tab, "automation")
    click(tab, name)
    made = desk.workspace.project().workflows[-1]
    assert (made.sequence, made.cards[0].action.kind) == (DEMO, kind)
    assert desk.went == [GoTo("workflow", made.id)]


# ---------------------------------------------------------------- locked and empty


def test_a_lock_stops_editing_but_not_reading(tab: SequencesTab, desk: Desk) -> None:
    tab.set_locked(True)
    assert find(tab, Banner, "lock_banner").text() == "Editing is locked while a rehearsal runs."
    assert not find(tab, QPushButton, "new_sequence").isEnabled()
    assert not find(tab, QLineEdit, "step_subject").isEnabled()
    assert not find(tab, QPushButton, "add_step").isEnabled()
    QTest.mouseClick(card(tab, 1), Qt.MouseButton.LeftButton)
    assert find(tab, QLineEdit, "step_subject").text() == "Call"
    QTest.keyClick(card(tab, 1), Qt.Key.Key_Delete)
    QTest.keyClick(card(tab, 1), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert demo(desk).steps == STEPS
    tab.set_locked(False)
    assert find(tab, QLineEdit, "step_subject").isEnabled()


def test_no_sequences_says_what_to_do_first(
    tmp_path: Path, themes: ThemeManager, fake_dialogs: FakeDialogs, settings: MemorySettings, qtbot: QtBot
) -> None:
    desk = Desk(tmp_path, themes, fake_dialogs, settings, empty=True)
    made = SequencesTab(desk.context)
    desk.show(made, qtbot)
    first = [
        b for b in made.findChildren(QPushButton) if b.text() == "New sequence" and not b.objectName() and b.isVisible()
    ]
    QTest.mouseClick(first[0], Qt.MouseButton.LeftButton)
    assert [name for name, _ in rows(made)] == ["New sequence"]
    assert find(made, QLineEdit, "sequence_name").isVisible()
    desk.close()
