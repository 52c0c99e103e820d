"""Expectations in the real window: expected from the log, broken by an edit, led back to the rows, mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.model.changes import Edit, Put
from core.model.expectation import Expectation, ExpectationKind
from core.model.project import Project
from core.services.expectations import words
from core.services.workspace import Workspace
from gui.dialogs.expectations import ExpectationsDialog
from gui.theme import Tone
from gui.widgets.pill import Pill, PillButton
from gui.window import MainWindow
from tests import building as b

W = TypeVar("W", bound=QWidget)
OpenWindow = Callable[[Workspace], MainWindow]


@pytest.fixture
def window(tmp_path: Path, open_workspace: OpenWindow) -> MainWindow:
    """Four contacts are to be enrolled on Monday, and Ana may send to three a day: Dan is skipped."""
    project = Project(
        senders=(b.sender(limit=3),),
        sequences=(b.sequence(b.mail()),),
        workflows=(replace(b.workflow(b.enroll()), name="Welcome"),),
    )
    return open_workspace(Workspace.create(tmp_path / "w.cadenza", project, b.contacts(4)))


def find(root: QWidget, kind: type[W], name: str) -> W:
    found = [widget for widget in root.findChildren(kind, name) if widget.isVisible()]
    assert len(found) == 1, f"{name}: {len(found)} in view"
    return found[0]


def click(root: QWidget, name: str) -> None:
    QTest.mouseClick(find(root, QPushButton, name), Qt.MouseButton.LeftButton)


def settle(window: MainWindow, qtbot: QtBot) -> None:
    watch = window.bench.expected.watch
    qtbot.waitUntil(lambda: not window.bench.jobs.busy and watch.sentence != "Checking…", timeout=10_000)


def badge(window: MainWindow) -> tuple[str, Tone] | None:
    found = window.bench.tabs.findChildren(PillButton, "tab_badge_workflows")
    shown = [sign for sign in found if sign.isVisible()]
    return (shown[0].text(), shown[0].tone()) if shown else None


def opened(window: MainWindow) -> ExpectationsDialog:
    (dialog,) = [d for d in window.findChildren(ExpectationsDialog) if d.isVisible()]
    return dialog


def raise_limit(window: MainWindow, limit: int) -> None:
    ana = window.bench.workspace.project().senders[0]
    window.bench.undo.do(Edit("Change limit", (Put(ana, replace(ana, limit=limit)),)))


def expectations(window: MainWindow) -> tuple[Expectation, ...]:
    return window.bench.workspace.project().workflows[0].expectations


def test_a_ready_made_one_fails_leads_to_its_rows_and_is_mended(window: MainWindow, qtbot: QtBot) -> None:
    assert badge(window) is None
    window.commands.run("workflow.expectations")
    dialog = opened(window)
    menu = find(dialog, QPushButton, "expectations_ready").menu()
    assert isinstance(menu, QMenu)
    menu.actions()[0].trigger()
    settle(window, qtbot)
    assert badge(window) == ("1", Tone.BROKEN)
    pill = find(dialog, Pill, "expectation_pill_0")
    assert (pill.text(), pill.tone()) == ("not kept", Tone.BROKEN)
    assert "1 row: Dan." in find(dialog, QWidget, "expectation_0").accessibleName()
    assert window.status.problems_text() == "1 error, 1 warning" or "1 error" in window.status.problems_text()
    # No rehearsal was played yet: it is, and then the log shows the one row.
    click(dialog, "expectation_log_0")
    qtbot.waitUntil(lambda: window.bench.log.model.rowCount() == 1, timeout=10_000)
    line = window.bench.log.model.row(0)
    assert line is not None
    assert (line.contact, line.reason.name) == ("Dan", "DAILY_LIMIT_REACHED")
    raise_limit(window, 4)
    settle(window, qtbot)
    assert badge(window) == ("1", Tone.DONE)
    assert find(dialog, QLabel, "expectations_state").text() == "1 of 1 kept"
    window.commands.run("edit.undo")
    settle(window, qtbot)
    assert badge(window) == ("1", Tone.BROKEN)
    window.commands.run("edit.undo")
    settle(window, qtbot)
    assert (badge(window), expectations(window)) == (None, ())


def test_the_sign_on_the_tab_opens_the_list(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.run("workflow.expectations")
    click(opened(window), "expectations_add")
    QTest.keyClicks(find(opened(window), QLineEdit, "expectation_filter"), "reason=DAILY_LIMIT_REACHED")
    click(opened(window), "expectation_save")
    opened(window).close()
    settle(window, qtbot)
    sign = find(window.bench.tabs, PillButton, "tab_badge_workflows")
    assert sign.accessibleName() == "1 expectation is not kept; click to see"
    QTest.mouseClick(sign, Qt.MouseButton.LeftButton)
    assert find(opened(window), QWidget, "expectation_0").isVisible()


def test_a_form_says_what_is_wrong_and_each_step_can_be_undone(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.run("workflow.expectations")
    dialog = opened(window)
    click(dialog, "expectations_add")
    line = find(dialog, QLineEdit, "expectation_filter")
    QTest.keyClicks(line, "outcome=skiped")
    assert dialog.form.problem().startswith("There is no outcome “skiped”.")
    assert not dialog.form.save.isEnabled()
    line.selectAll()
    QTest.keyClicks(line, "outcome=skipped")
    box = find(dialog, QComboBox, "expectation_bound")
    box.setCurrentIndex(2)
    dialog.form.number.setValue(1)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert not dialog.form.isVisible()
    settle(window, qtbot)
    assert find(dialog, Pill, "expectation_pill_0").tone() is Tone.DONE
    click(dialog, "expectation_edit_0")
    find(dialog, QComboBox, "expectation_kind").setCurrentIndex(1)
    click(dialog, "expectation_save")
    assert [e.kind for e in expectations(window)] == [ExpectationKind.MAIL_GAP]
    click(dialog, "expectation_delete_0")
    assert expectations(window) == ()
    for kinds in ([ExpectationKind.MAIL_GAP], [ExpectationKind.ROWS], []):
        window.commands.run("edit.undo")
        assert [e.kind for e in expectations(window)] == kinds
    settle(window, qtbot)


def test_the_filter_of_the_form_is_typed_as_the_log_s_is(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.run("workflow.expectations")
    dialog = opened(window)
    click(dialog, "expectations_add")
    line = dialog.form.filter
    QTest.keyClicks(line, "reas")
    QTest.keyClick(line.offers.popup, Qt.Key.Key_Tab)
    QTest.keyClicks(line, "DAILY")
    QTest.keyClick(line.offers.popup, Qt.Key.Key_Tab)
    assert line.text() == "reason=DAILY_LIMIT_REACHED"
    assert line.property("valid") is True
    QTest.keyClicks(line, " and sender=Anna")
    line.offers.close()
    assert (line.property("valid"), line.property("doubtful"), dialog.form.save.isEnabled()) == (False, True, True)
    click(dialog, "expectation_mend")
    assert line.text() == 'reason=DAILY_LIMIT_REACHED and sender="Ana Ruiz"'
    QTest.keyClick(line, Qt.Key.Key_Escape)  # gives the form up rather than clearing the line
    assert not dialog.form.isVisible()
    assert dialog.isVisible()


def test_mails_too_close_together_lead_to_all_their_rows(
    tmp_path: Path, open_workspace: OpenWindow, qtbot: QtBot
) -> None:
    """Thirty contacts get two mails at once: the log shows all sixty, not those of the first twenty contacts."""
    workflow = replace(
        b.workflow(b.enroll()), name="Welcome", expectations=(Expectation(ExpectationKind.MAIL_GAP, hours=48),)
    )
    project = Project(senders=(b.sender(),), sequences=(b.sequence(b.mail(), b.mail(1)),), workflows=(workflow,))
    window = open_workspace(Workspace.create(tmp_path / "w.cadenza", project, b.contacts(30)))
    settle(window, qtbot)
    window.commands.run("workflow.expectations")
    click(opened(window), "expectation_log_0")
    qtbot.waitUntil(lambda: window.bench.log.bar.text.text() == "mailgap<48", timeout=10_000)
    settle(window, qtbot)
    assert window.bench.log.model.rowCount() == 60


def test_a_row_of_the_log_is_expected_from_now_on(window: MainWindow, qtbot: QtBot) -> None:
    window.play()
    log = window.bench.log
    qtbot.waitUntil(lambda: window.bench.runs.run is not None and log.model.rowCount() > 0, timeout=10_000)
    # Rows come while the rehearsal runs; only after it edits are let in.
    settle(window, qtbot)
    log.bar.text.setText("reason=DAILY_LIMIT_REACHED")
    log.bar.text.flush()
    qtbot.waitUntil(lambda: log.model.rowCount() == 1, timeout=10_000)
    settle(window, qtbot)
    log.table.selectRow(0)
    menu = log.menu.build()
    next(action for action in menu.actions() if action.text() == "Expect this").trigger()
    menu.close()
    assert len(expectations(window)) == 1
    toast = window.bench.expected.toast
    assert toast.isVisible()
    assert toast.text() == (
        "From now on expected: Dan is skipped at Enroll in sequence, Daily send limit reached: at least once"
    )
    assert toast.toolTip().startswith("contact=Dan and ")
    settle(window, qtbot)
    assert badge(window) == ("1", Tone.DONE)
    QTest.mouseClick(toast.action_button, Qt.MouseButton.LeftButton)
    assert expectations(window) == ()
    settle(window, qtbot)
    menu = log.menu.build()
    next(action for action in menu.actions() if action.text() == "Expect this reason never").trigger()
    menu.close()
    assert [words(one) for one in expectations(window)] == ["Daily send limit reached: never"]
    settle(window, qtbot)
    assert badge(window) == ("1", Tone.BROKEN)
    QApplication.sendPostedEvents()


@pytest.mark.qt_log_ignore("does not support raise")
def test_the_keys_open_the_list_from_the_log_too(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.play()
    log = window.bench.log
    qtbot.waitUntil(lambda: window.bench.runs.run is not None and log.model.rowCount() > 0, timeout=10_000)
    # Rows come while the rehearsal runs; only after it edits are let in.
    settle(window, qtbot)
    log.table.setFocus()
    QTest.keyClick(log.table, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert opened(window).isVisible()
    settle(window, qtbot)


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_check_that_ends_leaves_the_keyboard_where_it_was(window: MainWindow, qtbot: QtBot) -> None:
    """The rows are made anew after each check; whoever is on one of their buttons stays on it."""
    window.bench.undo.do(
        Edit(
            "Expect",
            (
                Put(
                    flow := window.bench.workspace.project().workflows[0],
                    replace(flow, expectations=(Expectation(ExpectationKind.MAIL_GAP), Expectation(filter="bounced"))),
                ),
            ),
        )
    )
    window.commands.run("workflow.expectations")
    dialog = opened(window)
    settle(window, qtbot)
    assert find(dialog, QLabel, "expectation_words_1").toolTip() == "bounced"
    edit = find(dialog, QPushButton, "expectation_edit_1")
    assert edit.accessibleName() == "Edit: bounced: never"
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    edit.setFocus()
    raise_limit(window, 4)
    settle(window, qtbot)
    again = find(dialog, QPushButton, "expectation_edit_1")
    assert again is not edit
    assert again.hasFocus()
