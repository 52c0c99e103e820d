"""Asking why a contact is not in a workflow: from a command, a log row, a contact and a trigger.

In the small workspace all three contacts submit the form; *Webinar* is a draft and plays nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.actions.delay import Delay
from core.model.filter import Condition, Filter, Operator
from core.model.run import Run
from core.model.workflow import Card, Trigger, TriggerKind, Workflow, WorkflowStatus
from core.services import contacts
from gui.bus import GoTo
from gui.run.why_not_in import WhyNotInDialog
from gui.workbench import Workbench

Play = Callable[[Workbench], Run]
LEFT = Qt.MouseButton.LeftButton
ROMANS = Workflow(
    1,
    "Romans",
    WorkflowStatus.ON,
    Trigger(TriggerKind.FILTER, filter=Filter(((Condition("city", Operator.IS, ("Rom",)),),))),
    (Card(1, Delay(5)),),
    next_card=2,
)


def dialog_of(bench: Workbench) -> WhyNotInDialog:
    found = bench.window().findChild(WhyNotInDialog)
    assert isinstance(found, WhyNotInDialog)
    return found


def asked(bench: Workbench, qtbot: QtBot, contact: int, workflow: int) -> WhyNotInDialog:
    """Opens the dialog for a contact and a workflow and waits for the answer."""
    bench.bus.navigate.emit(GoTo("why_not", contact, workflow))
    qtbot.waitUntil(lambda: not bench.jobs.busy, timeout=5_000)
    return dialog_of(bench)


def checks(dialog: WhyNotInDialog) -> list[str]:
    return [made.text() for made in dialog.findChildren(QLabel, "log_check")]


def press(dialog: WhyNotInDialog, name: str) -> None:
    found = dialog.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    QTest.mouseClick(found, LEFT)


def test_without_a_rehearsal_it_says_what_to_do(bench: Workbench, qtbot: QtBot) -> None:
    dialog = asked(bench, qtbot, 1, 1)
    assert dialog.answer.text().startswith("Rehearse first (Ctrl+R)")
    assert checks(dialog) == []


def test_who_entered_is_said_to_have_entered(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    dialog = asked(bench, qtbot, 1, 1)
    assert dialog.answer.text() == (
        "Mia Laine entered “Demo request” on Mon 5 Jan 09:10. It cannot enter again: re-enrollment is off."
    )
    assert checks(dialog)[0] == "✓ “Demo request” was on when this rehearsal was played."


def test_the_checks_stand_in_their_order_and_the_one_that_decided_is_marked(
    make_bench: Callable[[Workflow], Workbench], play: Play, qtbot: QtBot
) -> None:
    bench = make_bench(ROMANS)
    play(bench)
    dialog = asked(bench, qtbot, 2, 1)
    assert dialog.answer.text() == "The trigger was not met: it asks that City is Rom, and Tom Becker has nothing."
    assert checks(dialog) == [
        "✓ “Romans” was on when this rehearsal was played.",
        "✓ Tom Becker was on the list from the start.",
        "↷ The criteria were met: no",
    ]


def test_an_edit_and_another_run_are_followed(
    make_bench: Callable[[Workflow], Workbench], play: Play, qtbot: QtBot
) -> None:
    bench = make_bench(ROMANS)
    play(bench)
    dialog = asked(bench, qtbot, 2, 1)
    bench.undo.do(contacts.change(bench.workspace, 2, {"city": "Rom"}))
    qtbot.waitUntil(lambda: "as it is today, but did not then" in dialog.answer.text(), timeout=5_000)
    play(bench)
    qtbot.waitUntil(lambda: dialog.answer.text().startswith("Tom Becker entered “Romans”"), timeout=5_000)


def test_contact_and_workflow_are_chosen_by_keyboard(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    bench.ask_why_not()
    dialog = dialog_of(bench)
    assert dialog.answer.text() == "Choose a contact and a workflow."
    QTest.keyClicks(dialog.contact.line, "becker")
    QTest.keyClick(dialog.contact.line, Qt.Key.Key_Return)
    assert dialog.contact.value() == (2,)
    assert [(row.text, row.detail) for row in dialog.workflow.choices()] == [
        ("Demo request", ""),
        ("Webinar", "not played"),
    ]
    dialog.workflow.setFocus()
    line = dialog.workflow.lineEdit()
    assert line is not None
    line.selectAll()
    QTest.keyClicks(line, "Webinar")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "“Webinar” was not switched on" in dialog.answer.text(), timeout=5_000)


def test_its_links_lead_to_the_trigger_the_contact_and_the_rows(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    dialog = asked(bench, qtbot, 2, 1)
    wanted: list[GoTo] = []
    bench.bus.navigate.connect(wanted.append)
    for name in ("why_not_in_workflow", "why_not_in_contact", "why_not_in_log_contact"):
        press(dialog, name)
    assert wanted == [GoTo("workflow", 1, 0), GoTo("contact", 2), GoTo("log_contact", 2)]


def test_the_menu_of_a_row_asks_about_its_contact(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    bench.log.table.selectRow(0)
    menu = bench.log.menu.build()
    next(action for action in menu.actions() if action.text() == "Why not in a workflow…").trigger()
    menu.deleteLater()
    line = bench.log.current_line()
    assert line is not None
    assert dialog_of(bench).contact.value() == (line.contact_id,)
    assert dialog_of(bench).workflow.value() == (line.workflow_id or None)


def test_the_command_asks_about_the_chosen_row(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    bench.log.table.selectRow(1)
    bench.ask_why_not()
    line = bench.log.current_line()
    assert line is not None
    assert line.workflow_id > 0
    assert dialog_of(bench).contact.value() == (line.contact_id,)
    assert dialog_of(bench).workflow.value() == line.workflow_id


def test_it_opens_once_and_closes_with_the_workbench(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    first = asked(bench, qtbot, 1, 1)
    assert asked(bench, qtbot, 2, 0) is first
    assert first.contact.value() == (2,)
    with qtbot.waitSignal(first.finished):
        press(first, "why_not_in_close")
    assert asked(bench, qtbot, 3, 1) is not first


def test_a_run_deleted_meanwhile_is_said_so(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    run = play(bench)
    bench.workspace.runs.delete(run.id)
    dialog = asked(bench, qtbot, 1, 1)
    assert "no longer in this workspace" in dialog.answer.text()


def test_a_contact_that_is_gone_is_still_answered(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    dialog = asked(bench, qtbot, 2, 1)
    bench.undo.do(contacts.delete(bench.workspace, [2]))
    qtbot.waitUntil(lambda: not bench.jobs.busy, timeout=5_000)
    assert "entered “Demo request”" in dialog.answer.text()
