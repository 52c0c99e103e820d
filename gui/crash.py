"""What happens when a bug gets through: a report in a file, and a dialog with a text to copy. Never a silent death.

Lives here: the hooks of Python and Qt, the report and its dialog. Not here: a ``Problem``, which a person can mend; one
that nobody caught is shown as such.
"""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from core.model.problem import Problem
from gui.dialogs.ask import Dialogs
from gui.jobs import Job, JobError
from gui.widgets.labels import button, label


class CrashHook(QObject):
    """Catches what nobody caught, writes it down and shows it.

    Args:
        folder: Where reports go; made when the first one is written.
        dialogs: Shows problems that nobody caught.
        parent: Owner, the application.
    """

    _raised = Signal(str)
    _problem_raised = Signal(object)

    def __init__(self, folder: Path, dialogs: Dialogs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._dialogs = dialogs
        self._dialog: CrashDialog | None = None
        self._window: QWidget | None = None
        self._before = (sys.excepthook, threading.excepthook)
        # Queued: an exception may come from a thread, or from inside a paint event where no dialog can open.
        self._raised.connect(self._on_raised, Qt.ConnectionType.QueuedConnection)
        self._problem_raised.connect(self._on_problem_raised, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over the hooks of the interpreter and of its threads."""
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self.report
        threading.excepthook = self._on_thread_raised

    def set_window(self, window: QWidget) -> None:
        """Set the window that reports stand over, so that they end with it."""
        self._window = window

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._before

    def report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Handle one exception that nobody caught; has the shape of ``sys.excepthook``."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.exit(130)
            return
        if isinstance(error, Problem):
            self._problem_raised.emit(error)
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        if isinstance(error, JobError):
            # Where it was raised again says little; where the worker failed is what counts.
            text = f"{error.traceback_text}\n{text}"
        self._keep(text)

    @Slot(object, object)
    def report_job(self, job: Job, error: Exception) -> None:
        """Handle a failed job that had nobody to tell."""
        if isinstance(error, JobError):
            self._keep(f"{error.sentence}\n\n{error.traceback_text}")
        else:
            self._problem_raised.emit(error)

    @property
    def dialog(self) -> CrashDialog | None:
        """The dialog with the reports, once there was one."""
        return self._dialog

    def _on_thread_raised(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self.report(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def _keep(self, trace: str) -> None:
        text = f"{_facts()}\n\n{trace}"
        if sys.stderr is not None:
            print(trace, file=sys.stderr)
        self._raised.emit(f"{_write(self._folder, text)}\n\n{text}")

    @Slot(str)
    def _on_raised(self, text: str) -> None:
        if self._dialog is None:
            self._dialog = CrashDialog(self._window)
            self._dialog.destroyed.connect(self._on_dialog_destroyed)
        self._dialog.add(text)
        self._dialog.open()

    @Slot()
    def _on_dialog_destroyed(self) -> None:
        self._dialog = None

    @Slot(object)
    def _on_problem_raised(self, problem: Exception) -> None:
        self._dialogs.problem(problem)


class CrashDialog(QDialog):
    """Tells that something went wrong inside Cadenza, with a text to copy into a bug report."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crash_dialog")
        self.setWindowTitle("Something went wrong")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 420)
        self._text = QPlainTextEdit()
        self._text.setObjectName("crash_text")
        self._text.setAccessibleName("Crash report")
        self._text.setReadOnly(True)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setProperty("mono", True)
        buttons = QHBoxLayout()
        copy = button("Copy report", tip="Copies the text above")
        copy.setObjectName("crash_copy")
        copy.clicked.connect(self._on_copy)
        buttons.addWidget(copy)
        buttons.addStretch(1)
        close = button("Close", "primary")
        close.clicked.connect(self.accept)
        close.setDefault(True)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(label("Cadenza ran into a bug", "title"))
        sentence = "Your work is saved: every edit was stored when you made it. This text helps to mend the bug."
        layout.addWidget(label(sentence, "muted", wrap=True))
        layout.addWidget(self._text, 1)
        layout.addLayout(buttons)

    def add(self, text: str) -> None:
        """Show one more report below those already there."""
        before = self._text.toPlainText()
        self._text.setPlainText(f"{before}\n\n{'-' * 72}\n\n{text}" if before else text)

    def text(self) -> str:
        """Return all that is shown."""
        return self._text.toPlainText()

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())


def _facts() -> str:
    """Name what a bug report needs to say of the machine; nothing of the person."""
    python, system = platform.python_version(), f"{platform.system()} {platform.release()}"
    return f"Python {python}, Qt {qVersion()}, {system}"


def _write(folder: Path, text: str) -> str:
    """Write the report and say where; a full disk must not hide the bug itself."""
    moment = datetime.now(UTC)
    path = folder / f"crash-{moment:%Y%m%d-%H%M%S-%f}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        return f"(This report could not be saved: {error.strerror}.)"
    return f"Saved as {path}"
