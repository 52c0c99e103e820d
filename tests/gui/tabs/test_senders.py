"""The Senders tab: who may send and why not, the panel, deactivating and deleting."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.model.sender import InboxState, Seat, Sender
from core.services import runs
from core.services.edits import changed
from core.services.sender_uses import uses
from gui.bus import GoTo
from gui.commands import Command
from gui.dialogs.replace_sender import ReplaceSenderDialog
from gui.tables.data_table import DataTable
from gui.tabs import sender_actions as module
from gui.tabs.panel_editors import ChoiceBox
from gui.tabs.sender_load import LoadBars
from gui.tabs.sender_words import limit_words, status_of, without_name
from gui.tabs.senders import SendersTab
from gui.theme import Tone
from gui.widgets.banner import Banner
from gui.widgets.filter_line import FilterLine
from gui.widgets.switch import ToggleSwitch
from tests.gui.tabs.desk import ANA, BEN, CEM, DANA, Desk, choose, click, find, retype

if TYPE_CHECKING:
    from gui.theme import ThemeManager
    from gui.widgets.store import MemorySettings
    from tests.gui.conftest import FakeDialogs


@pytest.fixture
def tab(desk: Desk, qtbot: QtBot) -> SendersTab:
    made = SendersTab(desk.context)
    desk.show(made, qtbot)
    return made


def column(tab: QWidget, number: int) -> list[str]:
    model = find(tab, DataTable, "senders_table").model()
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def line(tab: QWidget, name: str) -> QLineEdit:
    return find(tab, QLineEdit, f"field_{name}")


def sender(desk: Desk, sender_id: int) -> Sender:
    found = desk.workspace.project().sender(sender_id)
    assert found is not None
    return found


def test_each_sender_says_whether_it_may_send_and_why_not(tab: SendersTab) -> None:
    assert column(tab, 0) == ["Ana Ruiz", "Ben Okafor", "Cem Aydin", "Dana Levi"]
    said = column(tab, 1)
    assert said[0] == "Can send up to 1,000 mails a day."
    assert "disconnected" in said[1]
    assert said[2] == "Can send up to 50 mails a day."
    assert "seat" in said[3]
    assert column(tab, 5) == ["1,000 (default)", "1,000 (default)", "50", "1,000 (default)"]
    assert column(tab, 7)[0] == "ana@harbor.example · shared with 1"


def test_a_name_is_taken_off_only_at_the_front() -> None:
    assert without_name("Ana can send.", "Ana") == "Can send."
    assert without_name("Ana’s inbox is gone.", "Ana") == "Inbox is gone."
    assert without_name("The inbox of Ana is gone.", "Ana") == "The inbox of Ana is gone."


def test_a_limit_of_none_zero_and_some(desk: Desk) -> None:
    project = desk.workspace.project()
    assert limit_words(project, Sender(limit=None)) == "1,000 (default)"
    assert limit_words(project, Sender(limit=0)) == "0 (none)"
    assert limit_words(project, Sender(limit=1200)) == "1,200"
    assert limit_words(project, Sender(limit=1200, provider="Gmail (free)")) == "350 (Gmail (free))"


def test_a_rule_pack_that_is_not_there_is_told(desk: Desk) -> None:
    project = desk.workspace.project()
    broken = replace(project, account=replace(project.account, rule_pack="1999-01"))
    tone, sentence = status_of(broken, Sender(ANA, "Ana Ruiz", "ana@harbor.example"))
    assert tone is Tone.BROKEN
    assert "1999-01" in sentence
    assert limit_words(broken, Sender()) == "unknown (default)"


def test_the_account_stands_on_top_and_its_button_runs_the_command(tab: SendersTab, desk: Desk) -> None:
    said = find(tab, QLabel, "account_line").text()
    assert "Harbor" in said
    assert "Enterprise" in said
    assert "Europe/Warsaw" in said
    button = find(tab, QPushButton, "account_button")
    assert not button.isVisible()
    ran: list[str] = []
    desk.commands.register(Command("account.settings", "Account…", lambda: ran.append("account")))
    tab.hide()
    tab.show()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert ran == ["account"]


def test_the_limit_is_empty_for_the_default_and_zero_for_none(tab: SendersTab, desk: Desk) -> None:
    tab.go_to(GoTo("sender", CEM))
    limit = line(tab, "limit")
    assert limit.text() == "50"
    assert (
        "0 means none may be sent. Empty means the subscription’s default, 1,000 a day (assumed)."
        in limit.accessibleDescription()
    )
    assert "Shares its limit with Ana Ruiz." in limit.accessibleDescription()
    retype(limit, "0")
    click(tab, "sender_save")
    assert sender(desk, CEM).limit == 0
    limit.setFocus()
    limit.selectAll()
    QTest.keyClick(limit, Qt.Key.Key_Delete)
    QTest.keyClick(limit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sender(desk, CEM).limit is None
    assert limit.placeholderText() == "1,000"


@pytest.mark.parametrize("typed", ["-1", "many", "1.5"])
def test_a_limit_that_is_no_number_cannot_be_saved(tab: SendersTab, desk: Desk, typed: str) -> None:
    tab.go_to(GoTo("sender", ANA))
    retype(line(tab, "limit"), typed)
    assert line(tab, "limit").accessibleDescription().startswith("Type a whole number, 0 or more")
    assert not find(tab, QPushButton, "sender_save").isEnabled()
    click(tab, "sender_revert")
    assert line(tab, "limit").text() == ""
    assert desk.undone() == []


def test_seat_and_inbox_change_the_sentence_before_and_after_saving(tab: SendersTab, desk: Desk) -> None:
    tab.go_to(GoTo("sender", DANA))
    choose(tab, "field_seat", Seat.SALES_ENTERPRISE)
    words = [found.text() for found in tab.panel.findChildren(QLabel)]
    assert "Dana Levi can send up to 1,000 mails a day." in words
    choose(tab, "field_inbox_state", InboxState.DISCONNECTED)
    changed_row = line(tab, "inbox_changed")
    assert changed_row.isVisible()
    retype(changed_row, "2026-01-02 10:00")
    click(tab, "sender_save")
    saved = sender(desk, DANA)
    # 10:00 in Warsaw is 09:00 UTC, three days before the start.
    assert (saved.seat, saved.inbox_state, saved.inbox_changed) == (
        Seat.SALES_ENTERPRISE,
        InboxState.DISCONNECTED,
        1_767_603_600 - 3 * 86_400,
    )
    assert len(desk.undone()) == 1
    desk.undo.undo()
    assert find(tab, ChoiceBox, "field_seat").value() is Seat.NONE


def test_bad_address_and_zone_are_told(tab: SendersTab) -> None:
    tab.go_to(GoTo("sender", ANA))
    retype(line(tab, "email"), "ana at home")
    retype(line(tab, "name"), " ")
    assert "not an email address" in line(tab, "email").accessibleDescription()
    assert line(tab, "name").accessibleDescription() == "A sender needs a name."
    assert not find(tab, QPushButton, "sender_save").isEnabled()


def test_a_new_sender_is_chosen_with_its_name_ready_to_type(tab: SendersTab, desk: Desk) -> None:
    QTest.keyClick(tab, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert line(tab, "name").selectedText() == "New sender"
    retype(line(tab, "name"), "Lena Brandt")
    click(tab, "sender_save")
    assert "Lena Brandt" in column(tab, 0)
    assert sender(desk, tab.panel.shown.id if tab.panel.shown else 0).name == "Lena Brandt"


def test_deactivating_is_one_click_and_back(tab: SendersTab, desk: Desk) -> None:
    tab.go_to(GoTo("sender", ANA))
    button = find(tab, QPushButton, "deactivate_sender")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not sender(desk, ANA).active
    assert column(tab, 1)[0] == "Was deactivated."
    assert button.text() == "Activate"
    assert not find(tab, ToggleSwitch, "field_active").isChecked()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert sender(desk, ANA).active


def test_the_active_switch_is_part_of_the_draft(tab: SendersTab, desk: Desk) -> None:
    tab.go_to(GoTo("sender", ANA))
    switch = find(tab, ToggleSwitch, "field_active")
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton, pos=QPoint(10, switch.height() // 2))
    assert sender(desk, ANA).active
    click(tab, "sender_save")
    assert not sender(desk, ANA).active


def test_deleting_says_where_the_sender_is_used(tab: SendersTab, desk: Desk) -> None:
    assert uses(desk.workspace, ANA).sentences() == [
        "named in the workflow “Demo request”",
        "contact owner of 1 contact",
        "sender to 1 contact in sequences",
        "named in 1 scripted event",
    ]
    assert uses(desk.workspace, DANA).nowhere
    tab.go_to(GoTo("sender", ANA))
    desk.dialogs.answers.append(False)
    click(tab, "delete_sender")
    assert "named in the workflow “Demo request”" in desk.dialogs.asked[-1].text
    assert len(column(tab, 0)) == 4
    desk.dialogs.answers.append(True)
    find(tab, DataTable, "senders_table").setFocus()
    QTest.keyClick(find(tab, DataTable, "senders_table"), Qt.Key.Key_Delete)
    assert column(tab, 0) == ["Ben Okafor", "Cem Aydin", "Dana Levi"]
    assert tab.panel.shown is not None
    assert tab.panel.shown.id == BEN
    desk.undo.undo()
    assert len(column(tab, 0)) == 4


def test_the_filter_narrows_and_the_count_of_a_limit_sorts_as_a_number(tab: SendersTab) -> None:
    search = find(tab, FilterLine, "senders_search")
    QTest.keyClicks(search, "cem")
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert column(tab, 0) == ["Cem Aydin"]
    QTest.keyClick(search, Qt.Key.Key_Escape)
    model = find(tab, DataTable, "senders_table").model()
    model.sort_requested.emit("limit", True)  # type: ignore[attr-defined]
    assert column(tab, 0)[0] == "Cem Aydin"


def test_a_change_from_elsewhere_is_drawn(tab: SendersTab, desk: Desk) -> None:
    tab.go_to(GoTo("sender", BEN))
    before = sender(desk, BEN)
    desk.undo.do(changed(before, replace(before, inbox_state=InboxState.CONNECTED), "Connect inbox"))
    assert column(tab, 1)[1] == "Can send up to 1,000 mails a day."
    assert find(tab, ChoiceBox, "field_inbox_state").value() is InboxState.CONNECTED
    assert not tab.panel.is_dirty


def test_a_lock_stops_editing_but_not_reading(tab: SendersTab, desk: Desk) -> None:
    tab.set_locked(True)
    assert find(tab, Banner, "lock_banner").text() == "Editing is locked while a rehearsal runs."
    assert not find(tab, QPushButton, "new_sender").isEnabled()
    assert not line(tab, "name").isEnabled()
    QTest.keyClick(tab, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    find(tab, DataTable, "senders_table").setFocus()
    QTest.keyClick(find(tab, DataTable, "senders_table"), Qt.Key.Key_Delete)
    assert len(desk.workspace.project().senders) == 4
    assert tab.go_to(GoTo("sender", CEM))
    assert line(tab, "name").text() == "Cem Aydin"


def test_no_senders_says_what_to_do_first(
    tmp_path: Path, themes: ThemeManager, fake_dialogs: FakeDialogs, settings: MemorySettings, qtbot: QtBot
) -> None:
    desk = Desk(tmp_path, themes, fake_dialogs, settings, empty=True)
    made = SendersTab(desk.context)
    desk.show(made, qtbot)
    assert not find(made, DataTable, "senders_table").isVisible()
    assert not made.panel.isVisible()
    click(made, "new_sender")
    assert column(made, 0) == ["New sender"]
    assert made.panel.isVisible()
    desk.close()


def test_a_long_list_is_searched_in_a_job_before_deleting(
    tab: SendersTab, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SLOW", 2)
    tab.go_to(GoTo("sender", ANA))
    desk.dialogs.answers.append(True)
    click(tab, "delete_sender")
    assert desk.jobs.busy
    qtbot.waitUntil(lambda: len(column(tab, 0)) == 3)
    assert "contact owner of 1 contact" in desk.dialogs.asked[-1].text


def test_leaving_a_valid_draft_saves_it_and_a_bad_one_asks(tab: SendersTab, desk: Desk) -> None:
    tab.go_to(GoTo("sender", ANA))
    retype(line(tab, "team"), "EMEA")
    tab.go_to(GoTo("sender", BEN))
    assert sender(desk, ANA).team == "EMEA"
    assert tab.panel.shown == sender(desk, BEN)
    retype(line(tab, "limit"), "lots")
    desk.dialogs.answers.append(False)
    tab.go_to(GoTo("sender", CEM))
    assert line(tab, "limit").text() == "lots"
    assert find(tab, DataTable, "senders_table").selected_ids() == [BEN]
    desk.dialogs.answers.append(True)
    tab.go_to(GoTo("sender", CEM))
    assert line(tab, "limit").text() == "50"
    assert sender(desk, BEN).limit is None


def test_go_to_clears_a_filter_that_hides_the_sender(tab: SendersTab) -> None:
    search = find(tab, FilterLine, "senders_search")
    QTest.keyClicks(search, "cem")
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert tab.go_to(GoTo("sender", DANA))
    assert search.text() == ""
    assert not tab.go_to(GoTo("sender", 99))


def test_what_is_typed_is_stored_before_a_rehearsal(tab: SendersTab, desk: Desk) -> None:
    tab.go_to(GoTo("sender", ANA))
    retype(line(tab, "provider"), "Gmail")
    tab.commit_pending()
    assert sender(desk, ANA).provider == "Gmail"


def test_a_sender_is_replaced_everywhere_in_one_step(tab: SendersTab, desk: Desk) -> None:
    tab.go_to(GoTo("sender", ANA))
    click(tab, "replace_sender")
    dialog = find(tab, ReplaceSenderDialog, "replace_sender_dialog")
    assert find(dialog, QLabel, "replace_words").text() == (
        "This changes:\n•  1 workflow: “Demo request”\n•  Contact owner of 1 contact\n"
        "•  1 contact in sequences now\n•  1 scripted event"
    )
    choose(dialog, "replacement", BEN)
    assert "disconnected" in find(dialog, ChoiceBox, "replacement").accessibleDescription()
    choose(dialog, "replacement", CEM)
    click(dialog, "replace_ok")
    project = desk.workspace.project()
    assert project.workflows[0].cards[0].action.sender == CEM  # type: ignore[attr-defined]
    assert [e.sender for e in project.enrollments] == [CEM]
    assert uses(desk.workspace, ANA).nowhere
    assert desk.undone() == ["Replace Ana Ruiz by Cem Aydin"]
    assert desk.said[-1] == "Replace Ana Ruiz by Cem Aydin: 4 places changed."
    desk.undo.undo()
    assert not uses(desk.workspace, ANA).nowhere


def test_a_sender_who_is_used_nowhere_needs_no_replacement(tab: SendersTab) -> None:
    tab.go_to(GoTo("sender", DANA))
    click(tab, "replace_sender")
    dialog = find(tab, ReplaceSenderDialog, "replace_sender_dialog")
    assert not find(dialog, QPushButton, "replace_ok").isEnabled()
    dialog.reject()


def test_working_hours_are_both_or_none(tab: SendersTab, desk: Desk) -> None:
    tab.go_to(GoTo("sender", ANA))
    retype(line(tab, "work_start"), "9")
    assert tab.panel.is_dirty
    assert not find(tab, QPushButton, "sender_save").isEnabled()
    retype(line(tab, "work_end"), "17:30")
    click(tab, "sender_save")
    assert (sender(desk, ANA).work_start, sender(desk, ANA).work_end) == (540, 1050)
    for name in ("work_start", "work_end"):
        line(tab, name).setFocus()
        line(tab, name).selectAll()
        QTest.keyClick(line(tab, name), Qt.Key.Key_Delete)
    click(tab, "sender_save")
    assert not sender(desk, ANA).has_hours


def test_the_bars_show_the_mails_of_each_day_of_the_last_rehearsal(tab: SendersTab, desk: Desk, qtbot: QtBot) -> None:
    tab.go_to(GoTo("sender", ANA))
    said = find(tab, QLabel, "sender_load_words")
    assert said.text() == "Rehearse to see how many mails leave on each day."
    runs.rehearse(desk.workspace, desk.workspace.project().account.settings)
    tab.show_run(desk.workspace.runs.latest())
    qtbot.waitUntil(lambda: "in all" in said.text())
    # Mia, whose first sequence has run out of steps, and Jan; the others are unsubscribed, bounced or without address.
    bars = find(tab, LoadBars, "sender_load")
    assert bars.tip_at(0) == "5 Jan 2026: 2 of 1,000 mails"
    assert bars.isVisible()
    tab.go_to(GoTo("sender", DANA))
    qtbot.waitUntil(lambda: said.text() == "No mail left from this mailbox.")
    assert not bars.isVisible()
