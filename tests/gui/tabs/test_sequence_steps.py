"""The steps of a sequence: cards, fields, tokens, by the keys and clicks of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QSpinBox,
    QToolButton,
    QWidget,
)

from core.model.sequence import Step, StepKind
from gui.bus import GoTo
from gui.tabs.panel_editors import ChoiceBox
from gui.tabs.sequence_completion import TokenCompletion
from gui.tabs.sequence_step_card import delay_words
from gui.tabs.sequence_tokens import has_placeholder, rich_text, token_spans
from gui.tabs.sequences import SequencesTab
from gui.theme import Tone
from gui.widgets.banner import Banner
from gui.widgets.switch import ToggleSwitch
from tests.gui.tabs.desk import STEPS, WELCOME, Desk, click, find, retype, toggle
from tests.gui.tabs.sequence_desk import card, demo

if TYPE_CHECKING:
    from gui.theme import Theme


#: Menus and completions want the keyboard for themselves, which the offscreen screen does not give.
popup = pytest.mark.qt_log_ignore("grabbing the keyboard")


@pytest.fixture
def tab(sequences: SequencesTab) -> SequencesTab:
    return sequences


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


def test_a_misspelt_token_is_marked_while_it_is_typed_and_once_it_is_saved(tab: SequencesTab) -> None:
    said = "Nothing is called contact.firstnme; did you mean contact.firstname?"
    body = find(tab, QPlainTextEdit, "step_body")
    body.setFocus()
    body.clear()
    QTest.keyClicks(body, "Hi {{ contact.firstnme }}")
    row = tab.panel._body_row
    assert (row.error(), body.toolTip()) == (said, said)
    first = body.document().firstBlock().layout().formats()
    waves = [f for f in first if f.format.underlineStyle() is QTextCharFormat.UnderlineStyle.WaveUnderline]
    assert [(f.start, f.length) for f in waves] == [(3, 22)]
    tab.panel.commit()
    assert "text-decoration:underline" in card(tab, 0)._body.text()
    assert (card(tab, 0).toolTip(), card(tab, 0)._shown_pills[0].text()) == (said, "unknown token")
    body.clear()
    QTest.keyClicks(body, "Hi {{ contact.firstname }}")
    assert row.error() == ""
    tab.panel.commit()
    assert card(tab, 0).toolTip() == ""


# ---------------------------------------------------------------- drag, copy, completion


def drag(tab: QWidget, number: int, below: int, *, give_up: bool = False) -> None:
    """Drag a card to below the middle of another; with -1 above the first."""
    held = card(tab, number)
    target = card(tab, max(below, 0))
    foot = QPoint(20, -4) if below < 0 else QPoint(20, target.height() - 4)
    QTest.mousePress(held, Qt.MouseButton.LeftButton, pos=QPoint(20, 12))
    QTest.mouseMove(held, QPoint(24, 30))
    QTest.mouseMove(held, held.mapFromGlobal(target.mapToGlobal(foot)))
    assert find(tab, QFrame, "step_drop_mark").isVisible()
    if give_up:
        QTest.keyClick(held, Qt.Key.Key_Escape)
    QTest.mouseRelease(held, Qt.MouseButton.LeftButton, pos=held.mapFromGlobal(target.mapToGlobal(foot)))
    assert not find(tab, QFrame, "step_drop_mark").isVisible()


def subjects(desk: Desk) -> list[str]:
    return [step.subject for step in demo(desk).steps]


def test_a_card_is_dragged_down_and_up(tab: SequencesTab, desk: Desk) -> None:
    drag(tab, 0, 1)
    assert subjects(desk) == ["Call", "Your demo", "Shall I close the file?"]
    assert tab.steps.current == 1
    drag(tab, 2, -1)
    assert subjects(desk) == ["Shall I close the file?", "Call", "Your demo"]
    assert desk.undone() == ["Move step 1", "Move step 3"]


def test_a_card_is_dragged_while_its_text_is_not_saved_yet(tab: SequencesTab, desk: Desk) -> None:
    retype(find(tab, QLineEdit, "step_subject"), "Typed")
    card(tab, 0).setFocus()
    drag(tab, 0, 1)
    assert subjects(desk) == ["Call", "Typed", "Shall I close the file?"]
    assert desk.undone() == ["Change subject of step 1", "Move step 1"]


def test_an_edit_is_shown_on_the_card_that_is_there(tab: SequencesTab, desk: Desk) -> None:
    shown = card(tab, 0)
    retype(find(tab, QLineEdit, "step_subject"), "Typed")
    tab.commit_pending()
    assert card(tab, 0) is shown
    assert shown.accessibleName() == "Step 1: Automated email, Typed"


def test_a_drag_to_its_own_place_or_given_up_changes_nothing(tab: SequencesTab, desk: Desk) -> None:
    drag(tab, 0, 0)
    drag(tab, 0, 2, give_up=True)
    assert desk.undone() == []


def test_a_step_is_copied_into_another_sequence_and_cut(tab: SequencesTab, desk: Desk) -> None:
    QTest.mouseClick(card(tab, 1), Qt.MouseButton.LeftButton)
    QTest.keyClick(card(tab, 1), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Call\n\nAsk about the team."
    tab.go_to(GoTo("sequence", WELCOME))
    QTest.keyClick(card(tab, 0), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    welcome = desk.workspace.project().sequence(WELCOME)
    assert welcome is not None
    assert welcome.steps == (STEPS[0], STEPS[1])
    QTest.keyClick(card(tab, 1), Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert desk.undone() == ["Paste call task", "Cut call task"]


def test_pasting_what_is_no_step_says_so(tab: SequencesTab, desk: Desk) -> None:
    QGuiApplication.clipboard().setText("Just words")
    QTest.keyClick(card(tab, 0), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert desk.said[-1] == "There is no copied step; copy one with Ctrl+C."
    assert desk.undone() == []


def test_the_menu_of_a_step_offers_what_can_be_done(tab: SequencesTab, desk: Desk) -> None:
    QGuiApplication.clipboard().setText("Just words")
    menu = tab.steps.step_menu(0)
    can = {a.text().partition("\t")[0]: a.isEnabled() for a in menu.actions() if a.text()}
    assert can == {
        "Edit": True, "Cut": True, "Copy": True, "Paste after": False, "Duplicate": True, "Move up": False,
        "Move down": True, "Delete": True,
    }  # fmt: skip
    next(a for a in menu.actions() if a.text().startswith("Duplicate")).trigger()
    assert subjects(desk) == ["Your demo", "Your demo", "Call", "Shall I close the file?"]


def completion(tab: SequencesTab, name: str) -> TokenCompletion:
    editor = tab.panel.findChild(QWidget, name)
    assert editor is not None
    found = editor.findChild(TokenCompletion)
    assert isinstance(found, TokenCompletion)
    return found


def test_braces_offer_tokens_and_enter_takes_one(tab: SequencesTab, desk: Desk) -> None:
    body = find(tab, QPlainTextEdit, "step_body")
    body.setFocus()
    body.selectAll()
    QTest.keyClicks(body, "Hi {{ first")
    offered = completion(tab, "step_body")
    assert offered.offered() == ["{{ contact.firstname }}", "{{ owner.firstname }}", "{{ sender.firstname }}"]
    QTest.keyClick(body, Qt.Key.Key_Down)
    QTest.keyClick(body, Qt.Key.Key_Return)
    assert body.toPlainText() == "Hi {{ owner.firstname }}"
    assert not offered.is_open
    QTest.keyClicks(body, " {{ no such token")
    assert not offered.is_open


def test_escape_closes_the_offer_and_the_subject_has_it_too(tab: SequencesTab) -> None:
    subject = find(tab, QLineEdit, "step_subject")
    retype(subject, "{{compan")
    offered = completion(tab, "step_subject")
    assert offered.is_open
    QTest.keyClick(subject, Qt.Key.Key_Escape)
    assert not offered.is_open
    assert subject.text() == "{{compan"
    QTest.keyClicks(subject, "y n")
    QTest.keyClick(subject, Qt.Key.Key_Tab)
    assert subject.text() == "{{ company.name }}"


def test_too_many_mails_are_told_at_once(tab: SequencesTab, desk: Desk) -> None:
    for _ in range(9):
        QTest.keyClick(card(tab, 0), Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert find(tab, Banner, "many_mails").text() == "11 automated mails: a sequence can have at most 10."
    desk.undo.undo()
    assert not find(tab, Banner, "many_mails").isVisible()
