"""The Problems list: jump with Enter, one-click fixes as one step of undo."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.model.sender import InboxState
from core.services.edits import changed
from core.services.fixes import fix_for
from core.services.review import Finding, Level, review
from gui.bus import GoTo
from gui.dialogs.problems import ProblemsDialog
from gui.theme import ThemeManager
from tests.gui.tabs.desk import ANA, BEN, DEMO, Desk, click, find

if TYPE_CHECKING:
    pass


@pytest.fixture
def dialog(desk: Desk, themes: ThemeManager, qtbot: QtBot) -> ProblemsDialog:
    made = ProblemsDialog(themes, fix_for=lambda finding: fix_for(desk.workspace, finding))
    qtbot.addWidget(made)
    made.go_to.connect(desk.went.append)
    made.fix_wanted.connect(desk.undo.do)
    made.show()
    qtbot.waitExposed(made)
    return made


def focused(dialog: ProblemsDialog) -> QWidget:
    return QApplication.focusWidget() or dialog


def show(dialog: ProblemsDialog, desk: Desk, *findings: Finding) -> None:
    dialog.show_findings(findings or review(desk.workspace), desk.workspace.project())


def test_a_click_mends_what_was_found_in_one_step(dialog: ProblemsDialog, desk: Desk) -> None:
    demo = desk.workspace.project().sequence(DEMO)
    assert demo is not None
    desk.undo.do(changed(demo, replace(demo, deleted=5), "Delete"))
    show(dialog, desk)
    first = find(dialog, QPushButton, "problem_fix_0")
    assert first.text() == "Restore sequence “Demo follow-up”"
    click(dialog, "problem_fix_0")
    assert desk.workspace.project().sequence(DEMO) == demo
    assert desk.undone()[-1] == "Restore sequence “Demo follow-up”"
    show(dialog, desk)
    said = [found.text() for found in dialog.findChildren(QLabel)]
    assert not any("deleted" in words for words in said)


def test_enter_leads_to_the_place(dialog: ProblemsDialog, desk: Desk) -> None:
    findings = (
        Finding("X", Level.ERROR, "One.", 1, 1),
        Finding("X", Level.ERROR, "Two.", 1),
        Finding("OVER_CAPACITY", Level.ERROR, "Three.", people=(ANA, BEN)),
        Finding("X", Level.ERROR, "Four."),
    )
    show(dialog, desk, *findings)
    dialog.setFocus()
    for _ in findings:
        QTest.keyClick(focused(dialog), Qt.Key.Key_Down)
        QTest.keyClick(focused(dialog), Qt.Key.Key_Return)
    assert desk.went == [GoTo("workflow", 1, 1), GoTo("workflow", 1, 0), GoTo("sender", ANA)]
    QTest.keyClick(focused(dialog), Qt.Key.Key_Up)
    QTest.keyClick(focused(dialog), Qt.Key.Key_Return)
    assert desk.went[-1] == GoTo("sender", ANA)
    assert dialog.isVisible()
    click(dialog, "problem_go_to_1")
    assert desk.went[-1] == GoTo("workflow", 1, 0)


def test_only_what_can_be_mended_has_a_button(dialog: ProblemsDialog, desk: Desk) -> None:
    show(
        dialog, desk,
        Finding("MANY_CONTACTS", Level.ERROR, "Many.", 1),
        Finding("INBOX_NOT_CONNECTED", Level.WARNING, "Ben.", 1, 1, people=(BEN,)),
    )  # fmt: skip
    assert dialog.findChild(QPushButton, "problem_fix_0") is None
    fix = find(dialog, QPushButton, "problem_fix_1")
    assert fix.text() == "Connect the inbox of Ben Okafor"
    dialog.set_locked(True)
    assert not fix.isEnabled()
    dialog.set_locked(False)
    click(dialog, "problem_fix_1")
    ben = desk.workspace.project().sender(BEN)
    assert ben is not None
    assert ben.inbox_state is InboxState.CONNECTED


def test_the_focus_stays_in_the_list_when_it_is_made_anew(dialog: ProblemsDialog, desk: Desk) -> None:
    findings = [Finding("X", Level.ERROR, f"{n}.", 1) for n in range(3)]
    show(dialog, desk, *findings)
    find(dialog, QWidget, "problem_2").setFocus()
    show(dialog, desk, *findings[:2])
    assert find(dialog, QWidget, "problem_1").hasFocus()
