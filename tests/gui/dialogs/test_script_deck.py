"""The script deck: listing, filtering, adding, changing and removing what happens during a rehearsal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from core.model.event import EventKind, ScriptedEvent
from core.services import script
from gui.bus import GoTo
from gui.dialogs.script_deck import ScriptDeck
from gui.dialogs.script_event import EventDialog
from gui.forms.choices import ChoiceCombo
from gui.tables.data_table import DataTable
from gui.tabs.panel_editors import ChoiceBox, ClockLine
from tests.gui.tabs.desk import ANA, DEMO, JAN, MIA, TOM, Desk, click, find, retype

if TYPE_CHECKING:
    pass

K = EventKind
#: The list of suggestions is a popup; without a screen it cannot take the keyboard.
suggesting = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)


@pytest.fixture
def deck(desk: Desk, qtbot: QtBot) -> ScriptDeck:
    made = ScriptDeck(desk.context)
    desk.show(made, qtbot)
    return made


def table(deck: ScriptDeck) -> DataTable:
    return find(deck, DataTable, "script_table")


def rows(deck: ScriptDeck) -> list[tuple[str, ...]]:
    model = table(deck).model()
    return [tuple(str(model.index(row, n).data()) for n in range(4)) for row in range(model.rowCount())]


def form(deck: QWidget) -> EventDialog:
    return find(deck, EventDialog, "event_dialog")


def set_kind(dialog: EventDialog, kind: EventKind) -> None:
    box = find(dialog, ChoiceBox, "event_kind")
    box.set_value(kind)
    box.changed.emit()


def pick(dialog: EventDialog, name: str, value: object) -> None:
    combo = find(dialog, ChoiceCombo, name)
    combo.choose(value)
    combo.picked.emit()


def shown_fields(dialog: EventDialog) -> set[str]:
    names = ("event_contacts", "event_detail", "event_sender", "event_user", "event_sequence", "event_workflow",
             "event_list", "event_property", "event_limit")  # fmt: skip
    return {name for name in names if find(dialog, QWidget, name).isVisible()}


def test_it_lists_the_script_by_time_in_the_accounts_zone(deck: ScriptDeck) -> None:
    assert rows(deck) == [
        ("Day 1 · Mon 5 Jan 11:30", "Meeting booked", "Tom Becker", "30 minutes with Ana Ruiz"),
        ("Day 3 · Wed 7 Jan 10:15", "Form submitted", "Mia Laine", "Demo request"),
    ]
    said = find(deck, QLabel, "script_status").text()
    assert said == "2 events · day 1 is Mon 5 Jan 2026 · 10:00, Europe/Warsaw"


def test_it_narrows_down_by_words_and_by_part(deck: ScriptDeck, desk: Desk) -> None:
    desk.undo.do(script.add(desk.workspace, [ScriptedEvent(K.SEAT_LOST, 0, 5, sender=ANA)]))
    assert [chip.text() for chip in deck.parts.findChildren(QPushButton)] == [
        "All 3", "Contacts 2", "Breaks and mends 1",
    ]  # fmt: skip
    QTest.mouseClick(deck.parts.chip("account"), Qt.MouseButton.LeftButton)
    assert [row[2] for row in rows(deck)] == ["Ana Ruiz"]
    deck.parts.choose("all")
    retype(deck.filter, "mia")
    deck.filter.flush()
    assert [row[2] for row in rows(deck)] == ["Mia Laine"]
    assert find(deck, QLabel, "script_status").text() == "1 of 3 events match"
    retype(deck.filter, "zzz")
    deck.filter.flush()
    assert rows(deck) == []


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (K.FORM_SUBMITTED, {"event_contacts", "event_detail"}),
        (K.MEETING_BOOKED, {"event_contacts", "event_detail", "event_sender"}),
        (K.REPLIED, {"event_contacts"}),
        (K.PROPERTY_CHANGED, {"event_contacts", "event_property"}),
        (K.LIST_JOINED, {"event_contacts", "event_list"}),
        (K.ENROLLED_BY_HAND, {"event_contacts", "event_workflow"}),
        (K.SEQUENCE_DELETED, {"event_sequence"}),
        (K.SEAT_LOST, {"event_user"}),
        (K.LIMIT_CHANGED, {"event_user", "event_limit"}),
        (K.WORKFLOW_OFF, {"event_workflow"}),
    ],
)
def test_the_form_asks_only_for_what_the_kind_needs(deck: ScriptDeck, kind: EventKind, fields: set[str]) -> None:
    click(deck, "script_add")
    dialog = form(deck)
    set_kind(dialog, kind)
    assert shown_fields(dialog) == fields
    dialog.reject()


def test_the_empty_field_says_what_it_wants(deck: ScriptDeck) -> None:
    click(deck, "script_add")
    dialog = form(deck)
    line = find(dialog, QComboBox, "event_detail").lineEdit()
    assert line is not None
    hints = []
    for kind in (K.FORM_SUBMITTED, K.MEETING_BOOKED):
        set_kind(dialog, kind)
        hints.append(line.placeholderText())
    assert hints == ["Name of the form, e.g. Demo request", "Name of the meeting, e.g. Demo call"]
    dialog.reject()


@suggesting
def test_one_event_is_laid_out_for_several_contacts_at_once(deck: ScriptDeck, desk: Desk) -> None:
    QTest.keyClick(deck, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = form(deck)
    ok = find(dialog, QPushButton, "dialog_ok")
    set_kind(dialog, K.REPLIED)
    assert not ok.isEnabled()
    search = find(dialog, QLineEdit, "script_contact_search")
    for name in ("jan kow", "tom@"):
        retype(search, name)
        QTest.keyClick(search, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.contacts.value() == (JAN, TOM)
    find(dialog, QSpinBox, "event_day").setValue(2)
    retype(find(dialog, ClockLine, "event_time"), "09:00")
    click(dialog, "dialog_ok")
    # Tuesday 9:00 is 23 hours after Monday 10:00.
    made = desk.workspace.project().script[2:]
    assert [(e.kind, e.contact, e.minute) for e in made] == [(K.REPLIED, JAN, 23 * 60), (K.REPLIED, TOM, 23 * 60)]
    assert desk.undone() == ["Add 2 events"]
    desk.undo.undo()
    assert len(rows(deck)) == 2


@suggesting
def test_a_contact_that_was_picked_can_be_left_out_again(deck: ScriptDeck) -> None:
    click(deck, "script_add")
    dialog = form(deck)
    search = find(dialog, QLineEdit, "script_contact_search")
    retype(search, "mia")
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert dialog.contacts.value() == (MIA,)
    click(dialog, f"script_drop_{MIA}")
    assert dialog.contacts.value() == ()
    assert not find(dialog, QPushButton, "dialog_ok").isEnabled()
    dialog.reject()


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("-1", "A limit cannot be -1; 0 means that no mail may be sent."),
        ("ten", "A limit is a whole number of mails, not “ten”."),
        ("0", ""),
        ("", ""),
    ],
)
def test_a_bad_limit_is_refused_with_a_sentence(deck: ScriptDeck, written: str, sentence: str) -> None:
    click(deck, "script_add")
    dialog = form(deck)
    set_kind(dialog, K.LIMIT_CHANGED)
    pick(dialog, "event_user", ANA)
    retype(find(dialog, QLineEdit, "event_limit"), written or "5")
    if not written:
        find(dialog, QLineEdit, "event_limit").clear()
    said = [found.text() for found in dialog.findChildren(QLabel) if found.text().startswith("✕")]
    assert said == ([f"✕ {sentence}"] if sentence else [])
    assert find(dialog, QPushButton, "dialog_ok").isEnabled() is not bool(sentence)
    dialog.reject()


def test_an_event_is_changed_into_a_break_of_the_account(deck: ScriptDeck, desk: Desk) -> None:
    table(deck).select_id(1)
    table(deck).setFocus()
    QTest.keyClick(table(deck), Qt.Key.Key_Return)
    dialog = form(deck)
    set_kind(dialog, K.SEQUENCE_DELETED)
    pick(dialog, "event_sequence", DEMO)
    click(dialog, "dialog_ok")
    changed = desk.workspace.project().script[0]
    assert changed == ScriptedEvent(K.SEQUENCE_DELETED, 0, 2 * 1440 + 15, id=1, sequence=DEMO)
    assert desk.undone() == ["Change event “Sequence deleted”"]


def test_a_property_gets_a_value_of_its_own_kind(deck: ScriptDeck, desk: Desk) -> None:
    table(deck).select_id(1)
    click(deck, "script_edit")
    dialog = form(deck)
    set_kind(dialog, K.PROPERTY_CHANGED)
    assert not find(dialog, QPushButton, "dialog_ok").isEnabled()
    pick(dialog, "event_property", "lifecyclestage")
    pick(dialog, "event_value", "customer")
    click(dialog, "dialog_ok")
    event = desk.workspace.project().script[0]
    assert (event.contact, event.property, event.value) == (MIA, "lifecyclestage", "customer")
    assert rows(deck)[1][3] == "Lifecycle stage becomes Customer"


def test_several_events_move_and_go_together(deck: ScriptDeck, desk: Desk) -> None:
    table(deck).selectAll()
    assert find(deck, QLabel, "script_status").text() == "2 of 2 events selected"
    click(deck, "script_later")
    assert [e.minute for e in desk.workspace.project().script] == [3 * 1440 + 15, 1440 + 90]
    table(deck).selectAll()
    table(deck).setFocus()
    QTest.keyClick(table(deck), Qt.Key.Key_Delete)
    assert desk.workspace.project().script == ()
    assert desk.undone() == ["Move 2 events", "Remove 2 events"]
    desk.undo.undo()
    assert len(rows(deck)) == 2


def test_nothing_can_be_changed_while_a_rehearsal_plays(deck: ScriptDeck) -> None:
    table(deck).selectAll()
    deck.set_locked(True)
    for name in ("script_add", "script_delete", "script_later"):
        assert not find(deck, QPushButton, name).isEnabled()
    QTest.keyClick(table(deck), Qt.Key.Key_Delete)
    assert len(rows(deck)) == 2
    deck.set_locked(False)
    assert find(deck, QPushButton, "script_delete").isEnabled()


def test_the_window_can_be_led_to_the_contact(deck: ScriptDeck, desk: Desk) -> None:
    table(deck).select_id(1)
    QTest.keyClick(deck, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert desk.went == [GoTo("contact", MIA)]
