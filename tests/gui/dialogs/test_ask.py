"""The one door through which the window asks and tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.dialogs.ask import Dialogs
from gui.jobs import JobError
from gui.theme import ThemeManager


@pytest.fixture
def dialogs(themes: ThemeManager, host: QWidget) -> Dialogs:
    made = Dialogs(themes)
    made.set_parent(host)
    return made


def _when_asked(act: Callable[[QDialog], object]) -> list[list[str]]:
    """Lets a person look at the next dialog and act; returns a list that then holds what the dialog said."""
    said: list[list[str]] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        said.append([text.text() for text in dialog.findChildren(QLabel) if text.text()])
        act(dialog)

    QTimer.singleShot(0, look)
    return said


def _press(text: str) -> Callable[[QDialog], None]:
    def act(dialog: QDialog) -> None:
        next(button for button in dialog.findChildren(QPushButton) if button.text() == text).click()

    return act


@pytest.mark.parametrize(("button", "answer"), [("Delete", True), ("Cancel", False)])
def test_confirm_answers_what_was_pressed(dialogs: Dialogs, button: str, answer: bool) -> None:
    said = _when_asked(_press(button))
    assert dialogs.confirm("Delete 3 contacts?", "They leave their workflows.", "Delete", danger=True) is answer
    assert said == [["Delete 3 contacts?", "They leave their workflows."]]


def test_escape_means_no(dialogs: Dialogs, qtbot: QtBot) -> None:
    _when_asked(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    assert not dialogs.confirm("Go?", "", "Go")


@pytest.mark.parametrize(("danger", "answer"), [(True, False), (False, True)])
def test_enter_means_yes_unless_it_is_dangerous(dialogs: Dialogs, qtbot: QtBot, danger: bool, answer: bool) -> None:
    _when_asked(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Return))
    assert dialogs.confirm("Go?", "", "Go", danger=danger) is answer


def test_inform_tells(dialogs: Dialogs) -> None:
    said = _when_asked(_press("Close"))
    dialogs.inform("Imported", "1,204 contacts.")
    assert said == [["Imported", "1,204 contacts."]]


class _Problem(Exception):
    """What a person can mend, as core tells it."""

    def __init__(self) -> None:
        super().__init__("BAD_VALUE")
        self.title = "The file was not imported"
        self.sentence = "“soon” is no date."
        self.hint = "Write it like 2026-01-13."
        self.place = "contacts.csv, line 7, Created"


def test_a_problem_says_what_where_and_what_to_do(dialogs: Dialogs) -> None:
    said = _when_asked(_press("Close"))
    dialogs.problem(_Problem())
    words = "“soon” is no date.\n\nWhere: contacts.csv, line 7, Created\n\nWrite it like 2026-01-13."
    assert said == [["The file was not imported", words]]


@pytest.mark.parametrize(("problem", "words"), [(OSError("No room"), "No room"), (KeyError(), "KeyError")])
def test_any_exception_can_be_told(dialogs: Dialogs, problem: Exception, words: str) -> None:
    said = _when_asked(_press("Close"))
    dialogs.problem(problem)
    assert said == [["That did not work", words]]


def test_a_bug_shows_its_details_to_copy(dialogs: Dialogs) -> None:
    details: list[str] = []

    def act(dialog: QDialog) -> None:
        box = dialog.findChild(QPlainTextEdit)
        assert isinstance(box, QPlainTextEdit)
        assert box.isReadOnly()
        details.append(box.toPlainText())
        dialog.accept()

    _when_asked(act)
    dialogs.problem(JobError("Importing", KeyError("email"), "Traceback: line 7"))
    assert details == ["Traceback: line 7"]


def test_choose_answers_the_option(dialogs: Dialogs) -> None:
    def act(dialog: QDialog) -> None:
        options = dialog.findChildren(QRadioButton)
        assert [option.text() for option in options if option.isChecked()] == ["They go on"]
        options[1].click()
        _press("OK")(dialog)

    _when_asked(act)
    assert dialogs.choose("Switch off", "38 contacts are inside.", ["They go on", "They stop"]) == 1


def test_choose_answers_nothing_when_given_up(dialogs: Dialogs) -> None:
    _when_asked(_press("Cancel"))
    assert dialogs.choose("Switch off", "", ["a", "b"], current=1) is None


def test_text_can_be_asked_for_but_not_be_empty(dialogs: Dialogs) -> None:
    enabled: list[bool] = []

    def act(dialog: QDialog) -> None:
        field = dialog.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        assert (field.text(), field.selectedText(), field.accessibleName()) == ("Welcome", "Welcome", "Name")
        ok = next(button for button in dialog.findChildren(QPushButton) if button.text() == "OK")
        for text in ("  ", " Goodbye "):
            field.setText(text)
            enabled.append(ok.isEnabled())
        ok.click()

    _when_asked(act)
    assert dialogs.ask_text("Rename sequence", "Name", "Welcome") == "Goodbye"
    assert enabled == [False, True]


def test_text_given_up_is_none(dialogs: Dialogs) -> None:
    _when_asked(_press("Cancel"))
    assert dialogs.ask_text("Rename", "Name", "Welcome") is None


@pytest.mark.parametrize(("chosen", "answer"), [("/data/a.csv", Path("/data/a.csv")), ("", None)])
def test_files_are_asked_for_with_their_kinds(
    dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch, chosen: str, answer: Path | None
) -> None:
    asked: list[tuple[object, ...]] = []

    def ask(*args: object) -> tuple[str, str]:
        asked.append(args[1:])
        return chosen, ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", ask)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    assert dialogs.open_file("Import", ["CSV files (*.csv)", "All files (*)"], Path("/data")) == answer
    assert dialogs.save_file("Export", Path("/logs/log.csv"), ["CSV files (*.csv)"]) == answer
    assert asked == [
        ("Import", str(Path("/data")), "CSV files (*.csv);;All files (*)"),
        ("Export", str(Path("/logs/log.csv")), "CSV files (*.csv)"),
    ]


def test_a_bare_name_is_saved_where_the_last_file_was(dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    def ask(*args: object) -> tuple[str, str]:
        asked.append(Path(str(args[2])))
        return "/mine/other.csv", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    dialogs.save_file("Export", "log.csv")
    dialogs.save_file("Export", "plans.csv")
    assert asked[0].name == "log.csv"
    assert asked[0].parent.is_dir(), "the documents or the home folder, not where the program happens to run"
    assert asked[1] == Path("/mine/plans.csv")
