"""The import of contacts, step by step: file, columns, check, result. Slow work is in jobs, the edit is one undo step.

The pages are in ``import_file_page``, ``import_columns_page`` and ``import_check_page``; reading and planning in
``core.services.importing``.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from core.model.problem import Problem
from core.services import importing
from core.services.importing import ColumnFacts, ImportPlan, ListFile, ReadList
from gui import text
from gui.context import Context
from gui.dialogs.import_check_page import CheckPage, summary
from gui.dialogs.import_columns_page import ColumnsPage
from gui.dialogs.import_file_page import FilePage
from gui.jobs import Job, JobControl
from gui.tabs.panel_parts import name_widget
from gui.theme_style import restyle
from gui.widgets.labels import button, label

TABLES = ("Contact lists (*.csv *.tsv *.txt *.xlsx *.xlsm *.xlsb *.xls *.ods)", "All files (*)")
"""What the file dialog offers."""

_SIZE = (920, 660)
_STEPS = ("File", "Columns", "Check", "Result")
_FILE, _COLUMNS, _CHECK, _RESULT = range(4)


class ImportWizard(QDialog):
    """Leads through an import.

    Args:
        context: The window's services.
        path: The file.
        parent: Owner.
    """

    def __init__(self, context: Context, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Import contacts")
        self.resize(*_SIZE)
        self._context = context
        self._path = path
        self._job: Job | None = None
        self._opened: ListFile | None = None
        self._facts: list[ColumnFacts] = []
        self._read: ReadList | None = None
        self._plan: ImportPlan | None = None
        self._applying = False
        self.file_page = FilePage(context)
        self.columns_page = ColumnsPage(context)
        self.check_page = CheckPage(context)
        self.outcome = label("", "title", wrap=True)
        name_widget(self.outcome, "import_result")
        self.result_more = label("", "muted", wrap=True)
        self.result_progress = QProgressBar()
        name_widget(self.result_progress, "import_writing", "How much is imported")
        self.result_progress.setTextVisible(False)
        self._lay_out()
        self.file_page.reading_changed.connect(self._open)
        self.file_page.file_wanted.connect(self._on_other_file)
        self.columns_page.changed.connect(self._update)
        self.check_page.duplicates_changed.connect(self._plan_again)
        self.check_page.bad_cells_changed.connect(self._read_all)
        self._go(_FILE)
        self.read_file(path)

    @property
    def plan(self) -> ImportPlan | None:
        """What the import would do, once that is known."""
        return self._plan

    @property
    def is_busy(self) -> bool:
        """Whether a file is being read, planned or imported."""
        return self._job is not None or self._applying

    def read_file(self, path: Path) -> None:
        """Begin with a file."""
        self._path = path
        self.file_page.show_path(path)
        self._open()

    def reject(self) -> None:
        """Stop what is being done, and close; what is not finished leaves nothing."""
        if self._applying:
            self._context.undo.stop()
            return
        self._stop()
        super().reject()

    # ------------------------------------------------------------ making

    def _lay_out(self) -> None:
        self._steps = [label(f"{number}  {title}", "muted") for number, title in enumerate(_STEPS, 1)]
        head = QHBoxLayout()
        head.setSpacing(24)
        head.addWidget(label("Import contacts", "title"))
        head.addStretch(1)
        for step in self._steps:
            head.addWidget(step)
        self._pages = QStackedWidget()
        for page in (self.file_page, self.columns_page, self.check_page, self._result_page()):
            self._pages.addWidget(page)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(16)
        box.addLayout(head)
        box.addWidget(self._pages, 1)
        box.addLayout(self._make_buttons())

    def _result_page(self) -> QWidget:
        page = QWidget()
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addStretch(2)
        for line in (self.outcome, self.result_progress, self.result_more):
            if isinstance(line, QLabel):
                line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            box.addWidget(line)
        box.addStretch(3)
        return page

    def _make_buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self._save_bad = button("Save rows with problems…", icon="save", themes=self._context.themes)
        name_widget(self._save_bad, "save_bad_rows", "Save rows with problems")
        self._save_bad.clicked.connect(self._on_save_bad)
        self._cancel = button("Cancel")
        name_widget(self._cancel, "import_cancel")
        self._cancel.clicked.connect(self.reject)
        self._back = button("Back")
        name_widget(self._back, "import_back")
        self._back.clicked.connect(self._on_back)
        self._next = button("Next", "primary")
        name_widget(self._next, "import_next")
        self._next.setDefault(True)
        self._next.clicked.connect(self._on_next)
        line.addWidget(self._save_bad)
        line.addStretch(1)
        for made in (self._cancel, self._back, self._next):
            line.addWidget(made)
        return line

    # ------------------------------------------------------------ steps

    def _go(self, step: int) -> None:
        self._pages.setCurrentIndex(step)
        for number, made in enumerate(self._steps):
            made.setProperty("kind", "strong" if number == step else "muted")
            restyle(made)
        self._update()

    @Slot()
    def _update(self) -> None:
        """Set what can be done now, and what the buttons say."""
        step = self._pages.currentIndex()
        plan = self._plan
        may = {
            _FILE: self._opened is not None and self._job is None,
            _COLUMNS: self.columns_page.is_valid,
            _CHECK: plan is not None and bool(plan.edit.puts) and self._job is None and not self._context.undo.locked,
            _RESULT: not self._applying,
        }[step]
        words = "Next"
        if step == _CHECK:
            wanted = plan.added + plan.updated if plan is not None else 0
            words = f"Import {text.plural(wanted, 'contact')}" if wanted else "Import"
        self._next.setText("Close" if step == _RESULT else words)
        self._next.setEnabled(may)
        self._back.setVisible(step in (_COLUMNS, _CHECK))
        self._cancel.setVisible(step != _RESULT or self._applying)
        self._cancel.setText("Stop" if self._applying else "Cancel")
        bad = plan is not None and bool(plan.bad or plan.emptied) and step in (_CHECK, _RESULT) and self._job is None
        self._save_bad.setVisible(bad and not self._applying)

    @Slot()
    def _on_back(self) -> None:
        self._stop()
        self._go(max(self._pages.currentIndex() - 1, _FILE))

    @Slot()
    def _on_next(self) -> None:
        step = self._pages.currentIndex()
        if step == _FILE and self._opened is not None:
            self.columns_page.show_file(self._opened, self._facts)
            self._go(_COLUMNS)
        elif step == _COLUMNS:
            self.columns_page.remember()
            self._go(_CHECK)
            self._read_all()
        elif step == _CHECK:
            self._import()
        else:
            self.accept()

    # ------------------------------------------------------------ jobs

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    @Slot()
    def _open(self) -> None:
        """Open the file as the page says, in a job."""
        self._stop()
        self._opened = self._plan = None
        path, how, project = self._path, self.file_page.how(), self._context.workspace.project()
        self.file_page.show_busy()

        def work(_control: JobControl) -> tuple[ListFile, list[ColumnFacts]]:
            opened = importing.open_list(project, path, how)
            return opened, importing.facts_of(opened)

        def done(found: tuple[ListFile, list[ColumnFacts]]) -> None:
            self._job = None
            self._opened, self._facts = found
            self.file_page.show_file(found[0])
            self._update()

        def failed(error: Exception) -> None:
            self._job = None
            self.file_page.show_problem(_sentence(error))
            self._update()

        self._job = self._context.jobs.start(f"Open {path.name}", work, done=done, failed=failed)
        self._update()

    @Slot()
    def _read_all(self) -> None:
        """Read and check all rows in a job, after showing the first at once."""
        opened = self._opened
        if opened is None:
            return
        self._stop()
        self._read = self._plan = None
        path, page = self._path, self.check_page
        choices = replace(self.columns_page.choices(), bad_cells=page.bad_cells)
        workspace, duplicates = self._context.workspace, self.check_page.duplicates
        project = workspace.project()
        page.show_busy(f"Checking {text.plural(max(opened.total - opened.start, 0), 'line')}…")
        try:
            page.show_preview(importing.preview(project, opened, choices), self.columns_page.titles())
        except Problem as problem:
            page.show_problem(_sentence(problem))
            self._update()
            return

        def work(control: JobControl) -> tuple[ReadList, ImportPlan]:
            read = importing.read_list(project, opened, choices, control)
            with workspace.in_thread() as mine:
                return read, importing.plan_import(mine, path, read, duplicates)

        def done(found: tuple[ReadList, ImportPlan]) -> None:
            self._read = found[0]
            self._show_plan(found[1])

        self._job = self._context.jobs.start(
            f"Check {path.name}", work, done=done, failed=self._on_check_failed, progress=page.show_progress
        )
        self._update()

    @Slot()
    def _plan_again(self) -> None:
        """Plan anew what was read, because duplicates shall become something else."""
        read, path, workspace, duplicates = self._read, self._path, self._context.workspace, self.check_page.duplicates
        if read is None:
            return
        self._stop()

        def work(_control: JobControl) -> ImportPlan:
            with workspace.in_thread() as mine:
                return importing.plan_import(mine, path, read, duplicates)

        title = f"Check {path.name}"
        self._job = self._context.jobs.start(title, work, done=self._show_plan, failed=self._on_check_failed)
        self._update()

    def _show_plan(self, plan: ImportPlan) -> None:
        self._job = None
        self._plan = plan
        self.check_page.show_plan(plan)
        self._update()

    def _on_check_failed(self, error: Exception) -> None:
        self._job = None
        self.check_page.show_problem(_sentence(error))
        self._update()

    def _import(self) -> None:
        plan = self._plan
        if plan is None or not plan.edit.puts:
            return
        self._applying = True
        self.outcome.setText(f"Importing {text.plural(plan.added + plan.updated, 'contact')}…")
        self.result_more.setText("")
        self.result_progress.setRange(0, 0)
        self.result_progress.show()
        self._go(_RESULT)
        self._context.undo.do(plan.edit, self._on_imported, self._on_far)

    def _on_far(self, done: int, total: int) -> None:
        self.result_progress.setRange(0, max(total, 1))
        self.result_progress.setValue(done)

    def _on_imported(self, applied: bool) -> None:
        plan = self._plan
        assert plan is not None
        self._applying = False
        self.result_progress.hide()
        if applied:
            self.outcome.setText(f"✓ Imported {self._path.name}: {summary(plan)}")
            self.result_more.setText(_after(plan))
            self._context.bus.message.emit(f"Imported {self._path.name}: {_told(plan)}.")
        else:
            self.outcome.setText("Nothing was imported.")
            self.result_more.setText("The contacts are as they were before.")
        self._update()

    # ------------------------------------------------------------ slots

    @Slot()
    def _on_other_file(self) -> None:
        path = self._context.dialogs.open_file("Import contacts", TABLES)
        if path is not None:
            self.read_file(path)

    @Slot()
    def _on_save_bad(self) -> None:
        plan = self._plan
        if plan is None:
            return
        suggested = self._path.with_name(f"{self._path.stem}-errors.csv")
        path = self._context.dialogs.save_file("Save rows with problems", suggested, ("CSV files (*.csv)",))
        if path is None:
            return
        try:
            written = importing.write_errors(plan, path)
        except Problem as problem:
            self._context.dialogs.problem(problem)
        else:
            self._context.bus.message.emit(f"Saved {text.plural(written, 'row')} to {path.name}.")


def _sentence(error: Exception) -> str:
    said = getattr(error, "sentence", str(error))
    return f"{said} {getattr(error, 'hint', '')}".strip()


def _told(plan: ImportPlan) -> str:
    parts = [f"{text.number(plan.added)} new", f"{text.number(plan.updated)} updated"]
    left_out = len(plan.bad) + plan.skipped
    if left_out:
        parts.append(f"{text.number(left_out)} left out")
    return text.join_words(parts)


def _after(plan: ImportPlan) -> str:
    """Say what can be done now."""
    said = "Undo takes the whole import back."
    if plan.bad or plan.emptied:
        said += " Save the rows with problems, mend them where the first cell says what is wrong, and import that file."
    return said
