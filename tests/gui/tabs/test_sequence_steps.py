"""The steps of a sequence: cards, fields, tokens, by the keys and clicks of a person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QSpinBox,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.model.sequence import Sequence, Step, StepKind
from gui.bus import GoTo
from gui.tabs.panel_editors import ChoiceBox
from gui.tabs.sequence_rows import SECOND_ROLE
from gui.tabs.sequence_step_card import StepCard, delay_words
from gui.tabs.sequence_tokens import has_placeholder, rich_text, token_spans
from gui.tabs.sequences import SequencesTab
from gui.theme import Tone
from gui.widgets.banner import Banner
from gui.widgets.segments import SegmentedFilter
from gui.widgets.switch import ToggleSwitch
from tests.gui.tabs.desk import DEMO, STEPS, Desk, click, find, retype, toggle

if TYPE_CHECKING:
    from gui.theme import Theme, ThemeManager
    from gui.widgets.store import MemorySettings
    from tests.gui.conftest import FakeDialogs


#: Menus and completions want the keyboard for themselves, which the offscreen screen does not give.
popup = pytest.mark.qt_log_ignore("grabbing the keyboard")


@pytest.fixture
def desk(tmp_path: Path, themes: ThemeManager, fake_dialogs: FakeDialogs, settings: MemorySettings) -> Iterator[Desk]:
    made = Desk(tmp_path, themes, fake_dialogs, settings)
    yield made
    made.close()


@pytest.fixture
def tab(desk: Desk, qtbot: QtBot) -> SequencesTab:
    made = SequencesTab(desk.context)
    desk.show(made, qtbot)
    made.go_to(GoTo("sequence", DEMO))
    return made


def rows(tab: QWidget) -> list[tuple[str, str]]:
    model = find(tab, QListView, "sequence_list").model()
    indexes = [model.index(row, 0) for row in range(model.rowCount())]
    return [(str(index.data()), str(index.data(SECOND_ROLE))) for index in indexes]


def demo(desk: Desk) -> Sequence:
    found = desk.workspace.project().sequence(DEMO)
    assert found is not None
    return found


def page(tab: QWidget, key: str) -> None:
    QTest.mouseClick(find(tab, SegmentedFilter, "sequence_pages").chip(key), Qt.MouseButton.LeftButton)


def card(tab: QWidget, number: int) -> StepCard:
    return find(tab, StepCard, f"step_card_{number}")


# ---------------------------------------------------------------- steps


@pytest.mark.parametrize(
    ("days", "first", "said"),
    [(0, True, "at once"), (0, False, "the same day"), (1, True, "after 1 day"), (3, False, "after 3 days")],
)
def test_the_wait_before_a_step_is_told(days: int, first: bool, said: str) -> None:
    assert delay_words(Step(delay_days=days), first) == said


def test_the_cards_stand_in_order_with_the_wait_between_them(tab: SequencesTab) -> None:
    assert [found.accessibleName() for found in tab.steps.cards()] == [
        "Step 1: Automated email, Your demo",
        "Step 2: Call task, Call",
        "Step 3: Automated email, Shall I close the file?",
    ]
    assert [find(tab, QLabel, f"step_delay_{n}").text() for n in range(3)] == [
        "at once",
        "after 2 days",
        "after 3 days",
    ]


def test_a_click_on_a_card_shows_its_fields(tab: SequencesTab) -> None:
    QTest.mouseClick(card(tab, 1), Qt.MouseButton.LeftButton)
    assert find(tab, QLineEdit, "step_subject").text() == "Call"
    assert find(tab, ChoiceBox, "step_kind").value() is StepKind.CALL
    assert find(tab, ToggleSwitch, "step_hold").isVisible()
    QTest.keyClick(card(tab, 1), Qt.Key.Key_Up)
    assert find(tab, QLineEdit, "step_subject").text() == "Your demo"
    assert not find(tab, ToggleSwitch, "step_hold").isVisible()


def test_typing_is_one_edit_when_the_cursor_leaves(tab: SequencesTab, desk: Desk) -> None:
    body = find(tab, QPlainTextEdit, "step_body")
    body.setFocus()
    body.selectAll()
    QTest.keyClicks(body, "Hello there")
    assert desk.undone() == []
    assert demo(desk).steps[0].body == STEPS[0].body
    find(tab, QLineEdit, "step_subject").setFocus()
    assert demo(desk).steps[0].body == "Hello there"
    assert desk.undone() == ["Change text of step 1"]
    desk.undo.undo()
    assert body.toPlainText() == STEPS[0].body


def test_ctrl_enter_and_commit_pending_store_what_is_typed(tab: SequencesTab, desk: Desk) -> None:
    subject = find(tab, QLineEdit, "step_subject")
    retype(subject, "One")
    assert tab.panel.is_dirty
    QTest.keyClick(subject, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert demo(desk).steps[0].subject == "One"
    assert not tab.panel.is_dirty
    retype(subject, "Two")
    tab.commit_pending()
    assert demo(desk).steps[0].subject == "Two"


def test_choosing_another_step_stores_what_is_typed_in_the_first(tab: SequencesTab, desk: Desk) -> None:
    retype(find(tab, QLineEdit, "step_subject"), "Typed")
    QTest.mouseClick(card(tab, 2), Qt.MouseButton.LeftButton)
    assert [step.subject for step in demo(desk).steps] == ["Typed", "Call", "Shall I close the file?"]
    assert find(tab, QLineEdit, "step_subject").text() == "Shall I close the file?"


@popup
def test_a_step_is_added_at_the_end_and_between(tab: SequencesTab, desk: Desk) -> None:
    click(tab, "add_step")
    menu = find(tab, QMenu, "add_step_menu")
    assert [action.text() for action in menu.actions()] == [kind.label for kind in StepKind]
    menu.actions()[3].trigger()
    menu.close()
    assert [step.kind for step in demo(desk).steps][3] is StepKind.TODO
    assert demo(desk).steps[3].delay_days == 3
    assert tab.steps.current == 3
    QTest.mouseClick(find(tab, QToolButton, "add_step_0"), Qt.MouseButton.LeftButton)
    between = [found for found in tab.findChildren(QMenu, "add_step_menu") if found.isVisible()][-1]
    between.actions()[0].trigger()
    between.close()
    assert (demo(desk).steps[0].subject, demo(desk).steps[0].delay_days) == ("", 0)
    assert demo(desk).steps[1] == STEPS[0]


def test_alt_arrows_move_and_del_deletes_the_step(tab: SequencesTab, desk: Desk) -> None:
    QTest.mouseClick(card(tab, 0), Qt.MouseButton.LeftButton)
    QTest.keyClick(card(tab, 0), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [step.subject for step in demo(desk).steps] == ["Call", "Your demo", "Shall I close the file?"]
    assert tab.steps.current == 1
    QTest.keyClick(card(tab, 1), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert demo(desk).steps == STEPS
    QTest.keyClick(card(tab, 0), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert demo(desk).steps == STEPS
    QTest.keyClick(card(tab, 0), Qt.Key.Key_Delete)
    assert demo(desk).steps == STEPS[1:]
    assert find(tab, QLineEdit, "step_subject").text() == "Call"
    QTest.keyClick(card(tab, 0), Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert [step.subject for step in demo(desk).steps] == ["Call", "Call", "Shall I close the file?"]


def test_kind_delay_and_waiting_are_edits_at_once(tab: SequencesTab, desk: Desk) -> None:
    QTest.mouseClick(card(tab, 1), Qt.MouseButton.LeftButton)
    toggle(tab, "step_hold")
    kind = find(tab, ChoiceBox, "step_kind")
    kind.set_value(StepKind.INMAIL)
    kind.activated.emit(kind.currentIndex())
    delay = find(tab, QSpinBox, "step_delay")
    delay.setFocus()
    QTest.keyClick(delay, Qt.Key.Key_Up)
    changed = demo(desk).steps[1]
    assert (changed.kind, changed.delay_days, changed.hold) == (StepKind.INMAIL, 3, False)
    assert desk.undone() == ["Change waiting of step 2", "Change kind of step 2", "Change delay of step 2"]
    delay.setValue(200)
    assert demo(desk).steps[1].delay_days == 90


@popup
def test_a_placeholder_is_told_and_a_token_is_inserted(tab: SequencesTab, desk: Desk) -> None:
    note = tab.panel.findChild(Banner)
    assert note is not None
    assert "the contact reads the placeholder as it is" in note.text()
    body = find(tab, QPlainTextEdit, "step_body")
    body.setFocus()
    body.selectAll()
    QTest.keyClicks(body, "Hi ")
    assert note.text() == ""
    click(tab, "insert_token")
    menu = find(tab, QMenu, "token_menu")
    menu.actions()[0].trigger()
    menu.close()
    assert body.toPlainText() == "Hi {{ contact.firstname }}"


def test_a_token_goes_into_the_subject_when_the_cursor_was_there(tab: SequencesTab) -> None:
    subject = find(tab, QLineEdit, "step_subject")
    subject.setFocus()
    subject.end(False)
    tab.panel.insert_token("{{ company.name }}")
    assert subject.text() == "Your demo{{ company.name }}"


def test_tokens_are_found_by_kind(theme: Theme) -> None:
    text = "a {{ contact.x }} {{placeholder.y z}} {{ nobody.z }} {{ broken }}"
    assert [(text[a:b], tone) for a, b, tone in token_spans(text)] == [
        ("{{ contact.x }}", Tone.ACCENT),
        ("{{placeholder.y z}}", Tone.SKIPPED),
        ("{{ nobody.z }}", Tone.BROKEN),
    ]
    assert has_placeholder("none here", "{{ placeholder.a }}")
    assert not has_placeholder("{{ contact.a }}")
    assert rich_text("1 < 2 {{ contact.a }}", theme).startswith("1 &lt; 2 <span")
