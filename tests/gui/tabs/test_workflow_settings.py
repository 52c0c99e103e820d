"""Settings, new triggers and live badges on the Workflows tab, over a real workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.actions.add_to_list import AddToList
from core.actions.random_split import RandomSplit, Share
from core.model.contact_list import ContactList
from core.model.tree import Spot, card_of
from core.model.workflow import TriggerKind, WorkflowSettings
from core.services.review import review
from gui.bus import GoTo
from gui.forms.choices import ChoiceCombo
from gui.forms.many import MultiChoice
from gui.forms.windows import WORKING_HOURS
from gui.theme import ThemeManager
from gui.widgets.segments import SegmentedFilter
from gui.widgets.store import MemorySettings
from tests.gui.tabs.workflow_desk import Desk

if TYPE_CHECKING:
    from tests.gui.conftest import FakeDialogs

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)

BUTTON = Qt.MouseButton.LeftButton


@pytest.fixture
def desk(
    qapp: QApplication, tmp_path: Path, themes: ThemeManager, fake_dialogs: FakeDialogs, settings: MemorySettings
) -> Iterator[Desk]:
    """Yields a desk that shows the trigger of its second workflow, *After the meeting*."""
    made = Desk(tmp_path, themes, fake_dialogs, settings)
    made.tab.go_to(GoTo("workflow", 2))
    yield made
    made.close()


def child(desk: Desk, kind: type[Any], name: str) -> Any:
    found = desk.tab.findChild(kind, name)
    assert found is not None, f"no {kind.__name__} {name!r}"
    return found


def pick(box: ChoiceCombo, text: str) -> None:
    row = box.findText(text)
    assert row >= 0, f"no row {text!r}"
    box.setCurrentIndex(row)
    box.activated.emit(row)


def open_settings(desk: Desk) -> None:
    QTest.mouseClick(child(desk, SegmentedFilter, "trigger_pages").chip("settings"), BUTTON)


def test_settings_are_saved_as_one_edit_that_can_be_undone(desk: Desk) -> None:
    open_settings(desk)
    QTest.mouseClick(child(desk, QPushButton, "window_weekdays"), BUTTON)
    QTest.mouseClick(child(desk, QPushButton, "blocked_add"), BUTTON)
    assert desk.tab.panel.is_dirty()
    QTest.mouseClick(child(desk, QPushButton, "panel_save"), BUTTON)
    assert desk.workflow(2).settings == WorkflowSettings(WORKING_HOURS, ("2026-01-05",))
    assert desk.titles() == ["Change settings of “After the meeting”"]
    assert not desk.tab.panel.is_dirty()
    desk.undo.undo()
    assert desk.workflow(2).settings == WorkflowSettings()
    assert child(desk, QLabel, "windows_any").isVisible()


def test_trigger_and_settings_changed_together_are_one_edit(desk: Desk) -> None:
    pick(child(desk, ChoiceCombo, "trigger_kind"), "On a schedule")
    open_settings(desk)
    QTest.mouseClick(child(desk, QPushButton, "window_weekdays"), BUTTON)
    QTest.keyClick(child(desk, QPushButton, "window_add"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.workflow(2).trigger.kind is TriggerKind.SCHEDULE
    assert desk.workflow(2).settings.windows == WORKING_HOURS
    assert desk.titles() == ["Change trigger and settings of “After the meeting”"]
    face = desk.tab.canvas.face(0)
    assert face is not None
    assert face.headline == "Every day at 09:00"


def test_the_page_stays_chosen_from_workflow_to_workflow(desk: Desk) -> None:
    open_settings(desk)
    desk.tab.go_to(GoTo("workflow", 1))
    assert child(desk, SegmentedFilter, "trigger_pages").current() == "settings"

    assert not child(desk, ChoiceCombo, "trigger_kind").isVisible()


def test_revert_takes_settings_back(desk: Desk) -> None:
    open_settings(desk)
    QTest.mouseClick(child(desk, QPushButton, "window_weekdays"), BUTTON)
    QTest.mouseClick(child(desk, QPushButton, "panel_revert"), BUTTON)
    assert not desk.tab.panel.is_dirty()
    assert child(desk, QLabel, "windows_any").isVisible()
    assert desk.titles() == []


def test_a_window_that_ends_before_it_starts_stands_on_the_card(desk: Desk) -> None:
    open_settings(desk)
    QTest.mouseClick(child(desk, QPushButton, "window_weekdays"), BUTTON)
    end = child(desk, QLineEdit, "window_end")
    end.setFocus()
    end.selectAll()
    QTest.keyClicks(end, "08:00")
    desk.tab.commit_pending()
    face = desk.tab.canvas.face(0)
    assert face is not None
    assert face.problems == ("The window ends before it starts; choose a later end.",)


def test_a_list_is_made_where_it_is_needed(desk: Desk, fake_dialogs: FakeDialogs) -> None:
    """The list is one edit, the card's choice of it another."""
    fake_dialogs.answers.append("VIPs")
    pick(child(desk, ChoiceCombo, "trigger_kind"), "List joined")
    pick(child(desk, ChoiceCombo, "trigger_list"), "New list…")
    assert desk.workspace.project().lists == (ContactList(1, "VIPs"),)
    desk.tab.commit_pending()
    assert desk.workflow(2).trigger.list == 1
    assert desk.titles() == ["New list “VIPs”", "Change trigger of “After the meeting”"]
    open_settings(desk)
    assert [a.text() for a in child(desk, MultiChoice, "settings_suppression")._menu.actions()] == ["VIPs"]


def test_giving_up_the_name_makes_no_list(desk: Desk, fake_dialogs: FakeDialogs) -> None:
    fake_dialogs.answers.append(None)
    pick(child(desk, ChoiceCombo, "trigger_kind"), "List joined")
    pick(child(desk, ChoiceCombo, "trigger_list"), "New list…")
    assert desk.workspace.project().lists == ()
    assert desk.titles() == []


@pytest.mark.parametrize(
    ("words", "title"), [("add to list", "Add to list"), ("percentage", "Random percentage split")]
)
def test_new_actions_are_added_from_the_palette(desk: Desk, words: str, title: str) -> None:
    desk.tab.go_to(GoTo("workflow", 3))
    canvas = desk.tab.canvas
    QTest.mouseClick(canvas.viewport(), BUTTON, pos=canvas.plus_rect(Spot()).center())
    search = child(desk, QLineEdit, "action_palette_search")
    QTest.keyClicks(search, words)
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert child(desk, QLabel, "panel_title").text() == title
    assert desk.titles() == [f"Add {title}"]


def test_a_split_keeps_the_cards_of_the_branches_that_stay(desk: Desk, fake_dialogs: FakeDialogs) -> None:
    """Three ways with one card each; the first goes, with its card."""
    desk.tab.go_to(GoTo("workflow", 3))
    canvas = desk.tab.canvas
    split = RandomSplit((Share("A", 50), Share("B", 25), Share("C", 25)))
    desk.tab.desk.commit(_added(desk, Spot(), split))
    for way in range(3):
        desk.tab.desk.commit(_added(desk, Spot(((1, way),)), AddToList(way)))
    canvas.choose(1)
    fake_dialogs.answers.append(True)
    QTest.mouseClick(child(desk, QWidget, "branch_remove"), BUTTON)
    desk.tab.commit_pending()
    card = card_of(desk.workflow(3), 1)
    assert card is not None
    assert card.action == RandomSplit((Share("B", 25), Share("C", 25)))
    assert [[below.action for below in branch] for branch in card.branches] == [[AddToList(1)], [AddToList(2)]]


def _added(desk: Desk, spot: Spot, action: Any) -> Any:
    from gui.canvas import edits

    return edits.add(desk.workflow(3), spot, action)


def test_what_the_review_finds_stands_on_the_cards(desk: Desk, qtbot: QtBot) -> None:
    """Ben, whom card 2 names, has no inbox: no field of the card says so by itself, the review does."""
    before = desk.tab.canvas.face(2)
    assert before is not None
    assert not any("Ben" in sentence for sentence in before.problems)
    desk.tab.show_findings(review(desk.workspace))
    face = desk.tab.canvas.face(2)
    assert face is not None
    assert any(sentence.startswith("Ben Okafor cannot send") for sentence in face.problems)
    assert face.broken
    desk.tab.show_findings([])
    assert desk.tab.canvas.face(2) == before
