"""The Workflows tab over a real workspace, with real keys and a real mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from core.actions.delay import Delay
from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.if_then import IfThen
from core.model.project import Project
from core.model.run import Run
from core.model.sender import InboxState
from core.model.tree import Spot, card_of
from core.model.workflow import TriggerKind, Workflow, WorkflowStatus, walk
from core.services import sequences
from core.services.edits import changed
from core.services.forecast import forecast
from core.services.runs import Unwatched, rehearse
from gui.bus import GoTo
from gui.forms.card_forecast import CardForecastBox
from gui.forms.choices import ChoiceCombo
from gui.forms.trigger_form import TITLES
from gui.tabs.workflow_list import ROW_ROLE, WorkflowRow
from gui.theme import ThemeManager
from gui.widgets.store import MemorySettings
from gui.widgets.switch import ToggleSwitch
from tests.gui.tabs.workflow_desk import Desk

if TYPE_CHECKING:
    from tests.gui.conftest import FakeDialogs

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)

LEFT, RIGHT = ((1, 0),), ((1, 1),)
BUTTON = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
Key = Qt.Key


@pytest.fixture
def make_desk(
    qapp: QApplication, tmp_path: Path, themes: ThemeManager, fake_dialogs: FakeDialogs, settings: MemorySettings
) -> Iterator[Callable[..., Desk]]:
    """Yields a maker of desks over the same file and settings; all are closed at the end."""
    made: list[Desk] = []

    def make(start: Project | None = None) -> Desk:
        made.append(Desk(tmp_path, themes, fake_dialogs, settings, start))
        return made[-1]

    yield make
    for desk in made:
        desk.close()


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    """Returns a desk whose first workflow is shown."""
    return make_desk()


@pytest.fixture
def played(desk: Desk, qtbot: QtBot) -> Run:
    """Returns a rehearsal of the desk's workspace, shown on the tab."""
    run = rehearse(desk.workspace, desk.workspace.project().account.settings, Unwatched())
    desk.tab.show_run(run)
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    return run


def child(desk: Desk, kind: type[Any], name: str) -> Any:
    found = desk.tab.findChild(kind, name)
    assert found is not None, f"no {kind.__name__} {name!r}"
    return found


def rows(desk: Desk) -> list[WorkflowRow]:
    model = desk.tab.list.rows
    return [model.data(model.index(i), ROW_ROLE) for i in range(model.rowCount())]  # type: ignore[misc]


def add_action(qtbot: QtBot, desk: Desk, spot: Spot, words: str) -> None:
    """Clicks a +, types a few letters, presses Enter."""
    canvas = desk.tab.canvas
    QTest.mouseClick(canvas.viewport(), BUTTON, pos=canvas.plus_rect(spot).center())
    search = child(desk, QLineEdit, "action_palette_search")
    QTest.keyClicks(search, words)
    QTest.keyClick(search, Key.Key_Return)


def pick(box: ChoiceCombo, text: str) -> None:
    row = box.findText(text)
    assert row >= 0, f"no row {text!r}"
    box.setCurrentIndex(row)
    box.activated.emit(row)


def ids(workflow: Workflow) -> list[int]:
    return [card.id for card in walk(workflow.cards)]


# ---------------------------------------------------------------- list


def test_rows_say_status_and_whose_they_are(desk: Desk) -> None:
    assert [(row.name, row.second, row.on) for row in rows(desk)] == [
        ("Demo request", "on", True),
        ("After the meeting", "draft", False),
        ("Stop on deal won", "off · belongs to Welcome", False),
    ]


def test_rows_after_a_run_say_who_came_in_and_what_needs_mending(desk: Desk, played: Run) -> None:
    """Leads 3 and 4 skip: Ben's inbox is not connected, and contact 4 has no owner; the others skip by design."""
    assert rows(desk)[0].second == "6 in · 2 skips to mend"
    assert rows(desk)[1].second == "draft"
    desk.tab.show_run(None)
    assert rows(desk)[0].second == "on"


def test_filter_line_narrows_the_list(qtbot: QtBot, desk: Desk) -> None:
    search = child(desk, QLineEdit, "workflow_filter")
    QTest.keyClicks(search, "welcome")
    QTest.keyClick(search, Key.Key_Return)
    assert [row.name for row in rows(desk)] == ["Stop on deal won"]
    assert desk.tab.go_to(GoTo("workflow", 2))
    assert len(rows(desk)) == 3


def test_space_and_the_switch_in_the_row_turn_it_off_and_on(qtbot: QtBot, desk: Desk) -> None:
    QTest.keyClick(desk.tab.list, Key.Key_Space)
    assert desk.workflow().status is WorkflowStatus.OFF
    QTest.mouseClick(desk.tab.list.viewport(), BUTTON, pos=desk.tab.list.switch_of(1).center())
    assert desk.workflow().status is WorkflowStatus.ON
    assert desk.titles() == ["Switch off “Demo request”", "Switch on “Demo request”"]


def test_the_switch_of_another_row_does_not_choose_it(qtbot: QtBot, desk: Desk) -> None:
    QTest.mouseClick(desk.tab.list.viewport(), BUTTON, pos=desk.tab.list.switch_of(3).center())
    assert desk.workflow(3).status is WorkflowStatus.ON
    assert desk.tab.list.current_id() == 1


def test_turning_on_a_workflow_with_problems_asks_in_words(qtbot: QtBot, desk: Desk, fake_dialogs: FakeDialogs) -> None:
    desk.tab.go_to(GoTo("workflow", 2))
    switch = child(desk, ToggleSwitch, "workflow_on")
    fake_dialogs.answers.extend([False, True])
    QTest.mouseClick(switch, BUTTON)
    assert desk.workflow(2).status is WorkflowStatus.DRAFT
    assert not switch.isChecked()
    assert "“Old demo” was deleted" in fake_dialogs.asked[0].text
    QTest.mouseClick(switch, BUTTON)
    assert desk.workflow(2).status is WorkflowStatus.ON
    assert switch.isChecked()


def test_f2_renames_in_the_row(qtbot: QtBot, desk: Desk) -> None:
    desk.tab.list.setFocus()
    QTest.keyClick(desk.tab.list, Key.Key_F2)
    editor = child(desk, QLineEdit, "workflow_rename")
    editor.selectAll()
    QTest.keyClicks(editor, "Demo day")
    QTest.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: desk.workflow().name == "Demo day")
    assert child(desk, QLineEdit, "workflow_name").text() == "Demo day"


def test_after_renaming_the_keyboard_is_on_the_row(qtbot: QtBot, desk: Desk) -> None:
    rows = desk.tab.list
    for key, name in ((Qt.Key.Key_Return, "A first one"), (Qt.Key.Key_Escape, "A first one")):
        rows.setFocus()
        QTest.keyClick(rows, Qt.Key.Key_F2)
        editor = child(desk, QLineEdit, "workflow_rename")
        editor.selectAll()
        QTest.keyClicks(editor, name)
        QTest.keyClick(editor, key)
        qtbot.waitUntil(lambda: not desk.tab.findChildren(QLineEdit, "workflow_rename"))
        assert desk.workflow().name == "A first one"
        assert QApplication.focusWidget() is rows
        assert rows.current_id() == 1


def test_a_row_that_no_longer_fits_the_filter_leaves_the_keyboard_in_the_list(qtbot: QtBot, desk: Desk) -> None:
    search = child(desk, QLineEdit, "workflow_filter")
    QTest.keyClicks(search, "demo")
    qtbot.waitUntil(lambda: desk.tab.list.rows.rowCount() < 3)
    desk.tab.list.setFocus()
    QTest.keyClick(desk.tab.list, Key.Key_F2)
    editor = child(desk, QLineEdit, "workflow_rename")
    editor.selectAll()
    QTest.keyClicks(editor, "Other")
    QTest.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: desk.workflow().name == "Other")
    assert QApplication.focusWidget() is desk.tab.list
    QTest.keyClick(desk.tab.list, Key.Key_Return)
    assert len(desk.workspace.project().workflows) == 3


def test_the_title_renames_too_and_esc_does_not(qtbot: QtBot, desk: Desk) -> None:
    title = child(desk, QLineEdit, "workflow_name")
    title.setFocus()
    title.selectAll()
    QTest.keyClicks(title, "Nonsense")
    QTest.keyClick(title, Key.Key_Escape)
    assert (title.text(), desk.workflow().name) == ("Demo request", "Demo request")
    title.selectAll()
    QTest.keyClicks(title, "Demo day")
    QTest.keyClick(title, Key.Key_Return)
    assert rows(desk)[0].name == "Demo day"
    assert desk.titles() == ["Rename workflow to “Demo day”"]


def test_new_duplicate_and_delete(qtbot: QtBot, desk: Desk, fake_dialogs: FakeDialogs) -> None:
    QTest.mouseClick(child(desk, QPushButton, "new_workflow"), BUTTON)
    assert desk.tab.list.current_id() == 4
    assert desk.workflow(4).cards == ()
    desk.tab.go_to(GoTo("workflow", 1))
    QTest.keyClick(desk.tab.list, Key.Key_D, CTRL)
    assert desk.workflow(5).cards == desk.workflow(1).cards
    assert desk.workflow(5).status is WorkflowStatus.DRAFT
    fake_dialogs.answers.append(True)
    QTest.keyClick(desk.tab.list, Key.Key_Delete)
    assert desk.workspace.project().workflow(5) is None
    assert desk.tab.list.current_id() == desk.tab.canvas.workflow.id == 4  # type: ignore[union-attr]
    desk.undo.undo()
    assert rows(desk)[-1].name == desk.workflow(5).name


def test_without_workflows_the_tab_says_what_to_do(qtbot: QtBot, make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(Project())
    first = child(desk, QPushButton, "first_workflow")
    nothing = child(desk, QLabel, "panel_nothing")
    assert nothing.isVisibleTo(desk.tab.panel)
    assert first.isVisible()
    QTest.mouseClick(first, BUTTON)
    assert not first.isVisible()
    assert not nothing.isVisibleTo(desk.tab.panel)
    assert desk.tab.canvas.workflow == desk.workflow(1)


# ---------------------------------------------------------------- adding and the panel


def test_adding_an_enroll_card_with_the_mouse_and_saving_it(qtbot: QtBot, desk: Desk) -> None:
    """S11: the + adds an action, the panel offers its fields, Save keeps them."""
    add_action(qtbot, desk, Spot(RIGHT, 1), "enroll in")
    assert desk.tab.canvas.selected == 4
    assert child(desk, QLabel, "panel_title").text() == "Enroll in sequence"
    assert child(desk, QLabel, "panel_place").text() == "Card 5 of 5"
    pick(child(desk, ChoiceCombo, "field_sequence"), "Welcome")
    pick(child(desk, ChoiceCombo, "field_sender_type"), "Specific user")
    pick(child(desk, ChoiceCombo, "field_sender"), "Ana Ruiz")
    card = card_of(desk.workflow(), 4)
    assert card is not None
    assert card.action == EnrollInSequence(sender_type=SenderType.CONTACT_OWNER)
    QTest.mouseClick(child(desk, QPushButton, "panel_save"), BUTTON)
    card = card_of(desk.workflow(), 4)
    assert card is not None
    assert card.action == EnrollInSequence(2, SenderType.SPECIFIC_USER, 1)
    assert desk.titles() == ["Add Enroll in sequence", "Change “Enroll in sequence”"]
    assert not child(desk, QPushButton, "panel_save").isEnabled()


def test_after_adding_the_first_field_has_the_keyboard(qtbot: QtBot, desk: Desk) -> None:
    desk.tab.activateWindow()
    add_action(qtbot, desk, Spot((), 0), "enroll in")
    qtbot.waitUntil(lambda: child(desk, ChoiceCombo, "field_sequence").hasFocus())


def test_revert_goes_back_to_what_is_saved(qtbot: QtBot, desk: Desk) -> None:
    desk.tab.canvas.choose(2)
    pick(child(desk, ChoiceCombo, "field_sequence"), "Welcome")
    assert desk.tab.panel.is_dirty()
    QTest.mouseClick(child(desk, QPushButton, "panel_revert"), BUTTON)
    assert child(desk, ChoiceCombo, "field_sequence").value() == 1
    assert not desk.tab.panel.is_dirty()
    assert desk.titles() == []


def test_what_is_not_saved_is_committed_when_another_card_is_chosen(qtbot: QtBot, desk: Desk) -> None:
    desk.tab.canvas.choose(2)
    pick(child(desk, ChoiceCombo, "field_sequence"), "Welcome")
    desk.tab.canvas.choose(3)
    card = card_of(desk.workflow(), 2)
    assert card is not None
    assert card.action == EnrollInSequence(2, SenderType.CONTACT_OWNER)
    assert child(desk, QLabel, "panel_title").text() == "Unenroll from sequence"
    assert desk.tab.canvas.selected == 3


def test_what_is_not_saved_is_committed_when_another_workflow_is_chosen(desk: Desk) -> None:
    desk.tab.canvas.choose(2)
    pick(child(desk, ChoiceCombo, "field_sequence"), "Welcome")
    desk.tab.go_to(GoTo("workflow", 2))
    card = card_of(desk.workflow(1), 2)
    assert card is not None
    assert card.action == EnrollInSequence(2, SenderType.CONTACT_OWNER)
    assert desk.tab.canvas.workflow == desk.workflow(2)


def test_ctrl_enter_saves_and_commit_pending_does_too(qtbot: QtBot, desk: Desk) -> None:
    desk.tab.go_to(GoTo("workflow", 2, 1))
    box = child(desk, QSpinBox, "field_minutes")
    desk.tab.activateWindow()
    qtbot.waitUntil(desk.tab.isActiveWindow)
    box.setValue(3)
    box.setFocus()
    QTest.keyClick(box, Key.Key_Return, CTRL)
    assert desk.workflow(2).cards[0].action == Delay(3 * 24 * 60)
    assert box.hasFocus()
    box.setValue(4)
    desk.tab.commit_pending()
    assert desk.workflow(2).cards[0].action == Delay(4 * 24 * 60)


def test_typing_in_the_panel_survives_edits_elsewhere(desk: Desk) -> None:
    desk.tab.canvas.choose(2)
    pick(child(desk, ChoiceCombo, "field_sender_type"), "Specific user")
    desk.undo.do(sequences.new_sequence(desk.workspace, "Brand new"))
    offered = [choice.text for choice in child(desk, ChoiceCombo, "field_sequence").choices()]
    assert "Brand new" in offered
    assert child(desk, ChoiceCombo, "field_sender_type").value() is SenderType.SPECIFIC_USER
    assert desk.tab.panel.is_dirty()


def test_undo_shows_what_was_before_in_the_panel(desk: Desk) -> None:
    desk.tab.canvas.choose(2)
    pick(child(desk, ChoiceCombo, "field_sequence"), "Welcome")
    desk.tab.commit_pending()
    desk.undo.undo()
    assert child(desk, ChoiceCombo, "field_sequence").value() == 1
    assert not desk.tab.panel.is_dirty()


def test_note_and_switch_of_a_card(qtbot: QtBot, desk: Desk) -> None:
    desk.tab.canvas.choose(2)
    QTest.mouseClick(child(desk, QWidget, "panel_more"), BUTTON)
    child(desk, QPlainTextEdit, "card_note").setPlainText("Ask Ana")
    QTest.mouseClick(child(desk, ToggleSwitch, "card_on"), BUTTON)
    card = card_of(desk.workflow(), 2)
    assert card is not None
    assert (card.note, card.on) == ("Ask Ana", False)
    assert desk.titles() == ["Change “Enroll in sequence”", "Switch off “Enroll in sequence”"]


# ---------------------------------------------------------------- the trigger


def test_changing_the_trigger(qtbot: QtBot, desk: Desk) -> None:
    kind = child(desk, ChoiceCombo, "trigger_kind")
    assert [choice.text for choice in kind.choices()] == list(TITLES.values())
    detail = child(desk, QWidget, "trigger_detail")
    detail.setEditText("Webinar")
    QTest.mouseClick(child(desk, QPushButton, "panel_save"), BUTTON)
    assert desk.workflow().trigger.detail == "Webinar"
    pick(kind, "Filter criteria")
    assert not detail.isVisible()
    QTest.mouseClick(child(desk, ToggleSwitch, "trigger_reenroll"), BUTTON)
    desk.tab.commit_pending()
    trigger = desk.workflow().trigger
    assert (trigger.kind, trigger.detail, trigger.reenroll) == (TriggerKind.FILTER, "", True)
    assert desk.titles()[0] == "Change trigger of “Demo request”"


def test_the_trigger_counts_who_matches_now(qtbot: QtBot, desk: Desk) -> None:
    desk.tab.go_to(GoTo("workflow", 2))
    qtbot.waitUntil(lambda: child(desk, QLabel, "trigger_count").text() == "4 of 6 contacts match")


# ---------------------------------------------------------------- cards


def test_keys_move_switch_and_delete_cards(qtbot: QtBot, desk: Desk) -> None:
    desk.tab.go_to(GoTo("workflow", 2, 1))
    canvas = desk.tab.canvas
    QTest.keyClick(canvas, Key.Key_Down, ALT)
    assert ids(desk.workflow(2)) == [2, 1]
    QTest.keyClick(canvas, Key.Key_D)
    assert not desk.workflow(2).cards[1].on
    QTest.keyClick(canvas, Key.Key_Delete)
    assert ids(desk.workflow(2)) == [2]
    assert canvas.selected == 2
    assert desk.titles() == ["Move “Delay for 1 day”", "Switch off “Delay for 1 day”", "Delete “Delay for 1 day”"]
    for _ in range(3):
        desk.undo.undo()
    assert ids(desk.workflow(2)) == [1, 2]


def test_deleting_a_branch_asks_which_side_stays(qtbot: QtBot, desk: Desk, fake_dialogs: FakeDialogs) -> None:
    desk.tab.canvas.choose(1)
    fake_dialogs.answers.extend([None, 1])
    QTest.keyClick(desk.tab.canvas, Key.Key_Delete)
    assert ids(desk.workflow()) == [1, 2, 3]
    QTest.keyClick(desk.tab.canvas, Key.Key_Delete)
    assert ids(desk.workflow()) == [3]


def test_deleting_a_branch_with_all_its_cards(qtbot: QtBot, desk: Desk, fake_dialogs: FakeDialogs) -> None:
    desk.tab.canvas.choose(1)
    fake_dialogs.answers.append(2)
    QTest.keyClick(desk.tab.canvas, Key.Key_Delete)
    assert desk.workflow().cards == ()


def test_cut_and_paste_into_another_workflow(qtbot: QtBot, desk: Desk) -> None:
    canvas = desk.tab.canvas
    canvas.choose(2)
    QTest.keyClick(canvas, Key.Key_X, CTRL)
    assert ids(desk.workflow()) == [1, 3]
    desk.tab.go_to(GoTo("workflow", 2, 1))
    QTest.keyClick(canvas, Key.Key_V, CTRL)
    pasted = desk.workflow(2).cards[1]
    assert ids(desk.workflow(2)) == [1, 3, 2]
    assert pasted.action == EnrollInSequence(1, SenderType.CONTACT_OWNER)
    assert desk.titles() == ["Cut “Enroll in sequence”", "Paste “Enroll in sequence”"]


def test_pasting_something_else_says_so(qtbot: QtBot, desk: Desk) -> None:
    said = QSignalSpy(desk.bus.message)
    QApplication.clipboard().clear()
    QTest.keyClick(desk.tab.canvas, Key.Key_V, CTRL)
    QApplication.clipboard().setText("hello")
    QTest.keyClick(desk.tab.canvas, Key.Key_V, CTRL)
    QApplication.clipboard().setText('{"format": "cadenza-cards",\n "version": 1, "cards": [')
    QTest.keyClick(desk.tab.canvas, Key.Key_V, CTRL)
    reasons = [
        "There is no card to paste. Copy one first.",
        "The clipboard holds a text, but no cards.",
        "The text on the clipboard is broken (line 2, column 26): it is no complete JSON.",
    ]
    assert [said.at(i)[0] for i in range(said.count())] == reasons
    assert reasons[-1] in [words.text() for words in desk.tab.desk.toast.findChildren(QLabel)]
    assert desk.titles() == []


def test_dragging_a_card_is_one_step_of_undo(qtbot: QtBot, desk: Desk) -> None:
    canvas = desk.tab.canvas
    start, target = canvas.card_rect(2).center(), canvas.plus_rect(Spot(RIGHT, 1)).center()
    QTest.mousePress(canvas.viewport(), BUTTON, pos=start)
    for step in range(1, 6):
        QTest.mouseMove(canvas.viewport(), start + (target - start) * step / 5)
    QTest.mouseRelease(canvas.viewport(), BUTTON, pos=target)
    assert [[card.id for card in branch] for branch in desk.workflow().cards[0].branches] == [[], [3, 2]]
    assert desk.titles() == ["Move “Enroll in sequence”"]
    desk.undo.undo()
    assert [[card.id for card in branch] for branch in desk.workflow().cards[0].branches] == [[2], [3]]


def test_moving_a_branch_in_the_panel_moves_its_cards(qtbot: QtBot, desk: Desk) -> None:
    desk.tab.canvas.choose(1)
    QTest.mouseClick(child(desk, QPushButton, "branch_add"), BUTTON)
    down = [b for b in desk.tab.findChildren(QWidget, "branch_down") if b.isEnabled()]
    QTest.mouseClick(down[0], BUTTON)
    QTest.mouseClick(child(desk, QPushButton, "panel_save"), BUTTON)
    card = desk.workflow().cards[0]
    assert isinstance(card.action, IfThen)
    assert card.action.branch_names() == ("Branch 2", "Lead", "None matched")
    assert [[below.id for below in branch] for branch in card.branches] == [[], [2], [3]]


# ---------------------------------------------------------------- runs, locks, memory


def test_cards_and_panel_show_what_a_run_came_to(qtbot: QtBot, desk: Desk, played: Run) -> None:
    """Four leads come to the card: Ana's two are enrolled, contact 3 has Ben, contact 4 nobody."""
    face = desk.tab.canvas.face(2)
    assert face is not None
    assert [pill.text for pill in face.pills] == ["4", "2", "2 skipped"]
    desk.tab.canvas.choose(2)
    assert child(desk, QLabel, "card_result").text() == "2 of 4 contacts skip this action"
    reasons = child(desk, QLabel, "card_result_reasons")
    qtbot.waitUntil(lambda: reasons.text() == "1 · No contact owner\n1 · Inbox not connected")
    wanted = QSignalSpy(desk.bus.navigate)
    QTest.mouseClick(child(desk, QPushButton, "card_result_log"), BUTTON)
    QTest.mouseClick(child(desk, QPushButton, "card_result_sender"), BUTTON)
    assert [wanted.at(0), wanted.at(1)] == [[GoTo("log", 1, 2)], [GoTo("sender", 2)]]
    assert child(desk, QPushButton, "card_result_sender").text() == "Show Ben Okafor"


def test_a_card_added_after_the_run_has_no_counts(qtbot: QtBot, desk: Desk, played: Run) -> None:
    add_action(qtbot, desk, Spot((), 0), "delay")
    face = desk.tab.canvas.face(4)
    assert face is not None
    assert face.pills == ()
    assert not child(desk, QLabel, "card_result").isVisible()


def test_the_panel_forecasts_an_enroll_card_before_any_run(qtbot: QtBot, desk: Desk) -> None:
    """Two of the four leads would be enrolled: contact 3 has Ben, contact 4 nobody."""
    desk.tab.show_forecast(forecast(desk.workspace, desk.workspace.project().account.settings))
    desk.tab.canvas.choose(2)
    said = child(desk, QLabel, "card_forecast")
    assert said.isVisible()
    assert said.text() == "Forecast: 2 of 4 contacts skip this action"
    assert (
        child(desk, QLabel, "card_forecast_reasons").text() == "1 · No contact owner\n1 · Ben’s inbox is not connected"
    )
    assert child(desk, CardForecastBox, "card_forecast_box").property("tone") == "skipped"
    # The trigger and cards of other actions have none.
    for card in (0, 1, 3):
        desk.tab.canvas.choose(card)
        assert not said.isVisible()
    desk.tab.canvas.choose(2)
    assert said.isVisible()
    desk.tab.show_forecast(None)
    assert not said.isVisible()


def test_after_a_run_only_a_forecast_that_differs_is_shown(qtbot: QtBot, desk: Desk, played: Run) -> None:
    desk.tab.canvas.choose(2)
    said = child(desk, QLabel, "card_forecast")
    desk.tab.show_forecast(forecast(desk.workspace, played.settings))
    assert not said.isVisible()
    ben = desk.workspace.project().senders[1]
    desk.undo.do(changed(ben, replace(ben, inbox_state=InboxState.CONNECTED), "Connect Ben"))
    desk.tab.show_forecast(forecast(desk.workspace, played.settings))
    assert said.isVisible()
    assert said.text() == "Forecast: 1 of 4 contacts skips this action"
    assert child(desk, QLabel, "card_result").text() == "2 of 4 contacts skip this action"
    desk.tab.show_run(None)
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    assert said.isVisible()


def test_progress_shows_on_the_cards_while_it_plays(desk: Desk, played: Run) -> None:
    desk.tab.show_run(None)
    desk.tab.show_progress(played.project, played.summary.places)
    face = desk.tab.canvas.face(0)
    assert face is not None
    assert [pill.text for pill in face.pills] == ["6 entered"]


def test_locked_tab_says_so_and_can_still_be_read(qtbot: QtBot, desk: Desk) -> None:
    desk.undo.set_playing(True)
    desk.tab.set_locked(True)
    banner = child(desk, QWidget, "lock_banner")
    assert banner.isVisible()
    assert banner.text() == "Editing is locked while a rehearsal runs."
    QTest.keyClick(desk.tab.list, Key.Key_Space)
    QTest.keyClick(desk.tab.canvas, Key.Key_Delete)
    QTest.mouseClick(desk.tab.canvas.viewport(), BUTTON, pos=desk.tab.canvas.card_rect(2).center())
    assert child(desk, QLabel, "panel_title").text() == "Enroll in sequence"
    for name in ("field_sequence", "panel_save", "new_workflow", "workflow_name", "workflow_on"):
        assert not child(desk, QWidget, name).isEnabled(), name
    desk.undo.set_playing(False)
    desk.tab.set_locked(False)
    assert not banner.isVisible()
    assert child(desk, ChoiceCombo, "field_sequence").isEnabled()


def test_workflow_and_zoom_are_remembered(make_desk: Callable[..., Desk]) -> None:
    first = make_desk()
    first.tab.go_to(GoTo("workflow", 3))
    first.tab.canvas.set_zoom(0.75)
    second = make_desk()
    assert second.tab.list.current_id() == 3
    assert second.tab.canvas.zoom == 0.75


def test_go_to_selects_the_card_and_refuses_what_is_not_here(desk: Desk) -> None:
    assert desk.tab.go_to(GoTo("workflow", 2, 2))
    assert (desk.tab.list.current_id(), desk.tab.canvas.selected) == (2, 2)
    assert not desk.tab.go_to(GoTo("workflow", 99))
    assert not desk.tab.go_to(GoTo("sequence", 1))


def test_the_owner_link_leads_to_the_sequence(qtbot: QtBot, desk: Desk) -> None:
    desk.tab.go_to(GoTo("workflow", 3))
    wanted = QSignalSpy(desk.bus.navigate)
    QTest.mouseClick(child(desk, QPushButton, "workflow_sequence"), BUTTON)
    assert wanted.at(0) == [GoTo("sequence", 2)]


def test_context_menus_offer_what_the_keys_do(qtbot: QtBot, desk: Desk) -> None:
    desk.tab.list.menu_requested.emit(1, QPoint(10, 10))
    menu = child(desk, QWidget, "workflow_menu")
    assert [a.text().split("\t")[0] for a in menu.actions()] == ["Turn off", "Rename", "Duplicate", "Delete"]
    menu.close()
    desk.tab.canvas.choose(2)
    desk.tab.canvas.menu_requested.emit(2, QPoint(10, 10))
    cards = child(desk, QWidget, "card_menu")
    texts = [a.text().split("\t")[0] for a in cards.actions() if a.text()]
    assert texts == [
        "Add action below",
        "Cut",
        "Copy",
        "Duplicate",
        "Move",
        "Move all from here",
        "Move up",
        "Move down",
        "Switch off",
        "Delete",
        "Paste below",
        "Add sticky note",
        "Show its rows in the log",
        "Zoom to selection",
        "Stop playing here",
    ]
    wanted = QSignalSpy(desk.bus.navigate)
    next(action for action in cards.actions() if action.text() == "Show its rows in the log").trigger()
    assert wanted.at(0) == [GoTo("log", 1, 2)]
    cards.close()


def test_the_trigger_asks_why_a_contact_is_not_in_after_a_rehearsal(qtbot: QtBot, desk: Desk) -> None:
    link = child(desk, QPushButton, "panel_why_not")
    assert link.isHidden()
    run = rehearse(desk.workspace, desk.workspace.project().account.settings, Unwatched())
    desk.tab.show_run(run)
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    wanted: list[GoTo] = []
    desk.bus.navigate.connect(wanted.append)
    link.click()
    assert wanted == [GoTo("why_not", 0, 1)]
    desk.tab.canvas.choose(1)
    assert link.isHidden()
