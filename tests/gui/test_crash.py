"""The crash hook: a report in a file and on the screen for every bug, a message for every problem."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from core.model.problem import Problem
from gui.crash import CrashDialog, CrashHook
from gui.jobs import JobRunner

if TYPE_CHECKING:
    from tests.gui.conftest import FakeDialogs


@pytest.fixture
def hook(qapp: QApplication, tmp_path: Path, fake_dialogs: FakeDialogs) -> Iterator[CrashHook]:
    made = CrashHook(tmp_path / "crashes", fake_dialogs)
    yield made
    if made.dialog is not None:
        made.dialog.close()
    made.deleteLater()


def raised(error: BaseException) -> BaseException:
    """Gives the exception with a traceback, as the interpreter would hand it over."""
    try:
        raise error
    except BaseException as caught:  # noqa: BLE001 - the exception is what is tested
        return caught


def shown(hook: CrashHook, qtbot: QtBot) -> CrashDialog:
    """Waits for the dialog."""
    qtbot.waitUntil(lambda: hook.dialog is not None, timeout=2_000)
    assert hook.dialog is not None
    return hook.dialog


def test_a_bug_is_written_down_and_shown(
    hook: CrashHook, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    error = raised(ZeroDivisionError("by nothing"))
    hook.report(type(error), error, error.__traceback__)
    dialog = shown(hook, qtbot)
    (report,) = (tmp_path / "crashes").glob("crash-*.txt")
    written = report.read_text(encoding="utf-8")
    assert "ZeroDivisionError: by nothing" in written
    assert "in raised" in written
    assert "Python 3." in written
    assert str(report) in dialog.text()
    assert written in dialog.text()
    assert "ZeroDivisionError" in capsys.readouterr().err
    copy = dialog.findChild(QPushButton, "crash_copy")
    assert copy is not None
    copy.click()
    assert QGuiApplication.clipboard().text() == dialog.text()


def test_a_second_bug_joins_the_first_in_one_dialog(hook: CrashHook, qtbot: QtBot) -> None:
    for name in ("first", "second"):
        error = raised(RuntimeError(name))
        hook.report(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: hook.dialog is not None and "second" in hook.dialog.text(), timeout=2_000)
    assert hook.dialog is not None
    assert "first" in hook.dialog.text()


def test_a_problem_that_nobody_caught_is_shown_as_one(
    hook: CrashHook, qtbot: QtBot, fake_dialogs: FakeDialogs, tmp_path: Path
) -> None:
    problem = Problem("DISK_FULL", "The disk is full.")
    hook.report(Problem, problem, None)
    qtbot.waitUntil(lambda: bool(fake_dialogs.asked), timeout=2_000)
    assert fake_dialogs.asked[0].problem is problem
    assert hook.dialog is None
    assert not (tmp_path / "crashes").exists()


def test_a_folder_that_cannot_be_written_does_not_hide_the_bug(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, fake_dialogs: FakeDialogs
) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("", encoding="utf-8")
    hook = CrashHook(blocker / "crashes", fake_dialogs)
    error = raised(ValueError("still here"))
    hook.report(type(error), error, error.__traceback__)
    dialog = shown(hook, qtbot)
    assert dialog.text().startswith("(This report could not be saved")
    assert "still here" in dialog.text()
    dialog.close()
    hook.deleteLater()


def test_the_hooks_are_taken_and_given_back(hook: CrashHook, qtbot: QtBot) -> None:
    before = (sys.excepthook, threading.excepthook)
    hook.install()
    try:
        thread = threading.Thread(target=[].pop)
        thread.start()
        thread.join()
        assert "IndexError" in shown(hook, qtbot).text()
        assert sys.excepthook == hook.report
    finally:
        hook.uninstall()
    assert (sys.excepthook, threading.excepthook) == before


def test_a_failed_job_that_nobody_waits_for_is_reported(hook: CrashHook, qtbot: QtBot) -> None:
    jobs = JobRunner((Problem,))
    jobs.unhandled.connect(hook.report_job)
    jobs.start("Counting", lambda _: 1 // 0)
    assert "ZeroDivisionError" in shown(hook, qtbot).text()
    jobs.deleteLater()


def test_ctrl_c_ends_the_program_quietly(hook: CrashHook, qapp: QApplication) -> None:
    codes: list[int] = []
    QTimer.singleShot(0, lambda: hook.report(KeyboardInterrupt, KeyboardInterrupt(), None))
    codes.append(qapp.exec())
    assert codes == [130]
    assert hook.dialog is None
