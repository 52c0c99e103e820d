"""The third page of the import: the first rows as they will be read, duplicates, and the rows that stay out.

Not here: reading the file and planning, which the wizard does in jobs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QRadioButton, QVBoxLayout, QWidget

from core.services.importing import BadCells, Duplicates, ImportPlan, ImportProgress, PreviewRow
from gui import text
from gui.context import Context
from gui.dialogs.import_tables import check_columns, fault_columns, faults_of, fill_table, make_table
from gui.tabs.panel_parts import name_widget
from gui.theme import Tone
from gui.widgets.banner import Banner
from gui.widgets.labels import label

Answer = TypeVar("Answer", Duplicates, BadCells)

_DUPLICATES = (
    (Duplicates.UPDATE, "Update the contact; blank cells change nothing"),
    (Duplicates.SKIP, "Skip the row"),
    (Duplicates.KEEP, "Keep both"),
)
_BAD_CELLS = (
    (BadCells.EMPTY, "Leave that cell empty and import the contact"),
    (BadCells.OUT, "Leave the contact out"),
)
_BAD_HEIGHT = 168

NO_EMAIL = (
    "No column goes into Email: these contacts cannot be enrolled in a sequence, and rows of contacts that are on the "
    "list already are not recognized."
)
"""What importing without addresses means."""


class CheckPage(QWidget):
    """Shows what an import would do.

    Args:
        context: The window's services.
        parent: Owner.

    Signals:
        duplicates_changed: The person chose what becomes of duplicates.
        bad_cells_changed: The person chose what becomes of contacts with a cell that cannot be read.
    """

    duplicates_changed = Signal()
    bad_cells_changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.summary = label("", "strong", wrap=True)
        name_widget(self.summary, "import_summary")
        self.more = label("", "muted", wrap=True)
        name_widget(self.more, "import_more")
        self.error = label("", "error", wrap=True)
        name_widget(self.error, "import_check_error")
        self.progress = QProgressBar()
        name_widget(self.progress, "import_progress", "How far the file is checked")
        self.progress.setTextVisible(False)
        self.table = make_table(context, "import_preview", "The first rows as they will be imported", self)
        self.bad = make_table(context, "bad_rows", "Rows that are left out", self)
        self.bad.setFixedHeight(_BAD_HEIGHT)
        self._bad_title = label("", "strong")
        self.warning = Banner(context.themes)
        name_widget(self.warning, "import_no_email", "No column goes into Email")
        self._ask, self._choices = _question("When an address is there already", "duplicates", _DUPLICATES)
        self._ask_cells, self._cells = _question("When a cell cannot be read", "bad_cells", _BAD_CELLS)
        for choice in self._choices.values():
            choice.clicked.connect(self.duplicates_changed)
        for choice in self._cells.values():
            choice.clicked.connect(self.bad_cells_changed)
        self._lay_out()

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        for widget in (self.summary, self.progress, self.error, self.warning, self.more, self._ask, self._ask_cells):
            box.addWidget(widget)
        box.addSpacing(4)
        box.addWidget(label("The first 20 rows", "strong"))
        box.addWidget(self.table, 1)
        box.addWidget(self._bad_title)
        box.addWidget(self.bad)

    @property
    def duplicates(self) -> Duplicates:
        """What becomes of rows whose address is there already."""
        return next(kind for kind, choice in self._choices.items() if choice.isChecked())

    @property
    def bad_cells(self) -> BadCells:
        """What becomes of contacts with a cell that cannot be read."""
        return next(kind for kind, choice in self._cells.items() if choice.isChecked())

    def show_preview(self, rows: Sequence[PreviewRow], titles: Sequence[tuple[int, str]]) -> None:
        """Show the first rows, before the whole file is checked."""
        fill_table(self.table, check_columns(titles), rows)

    def show_busy(self, words: str) -> None:
        """Say that the file is being checked."""
        self.error.hide()
        self.summary.setText(words)
        self.more.setText("")
        self.progress.setRange(0, 0)
        self.progress.show()
        self._ask.setEnabled(False)
        self._ask_cells.setEnabled(False)
        self.warning.clear()
        self._show_bad(False)

    @Slot(object)
    def show_progress(self, far: ImportProgress) -> None:
        """Show how far the file is checked."""
        self.progress.setRange(0, max(far.total, 1))
        self.progress.setValue(far.done)

    def show_problem(self, sentence: str) -> None:
        """Say why the file cannot be imported so."""
        self.progress.hide()
        self.summary.setText("")
        self.error.setText(f"✕ {sentence}")
        self.error.show()

    def show_plan(self, plan: ImportPlan) -> None:
        """Show what the import would do."""
        self.progress.hide()
        self._ask.setEnabled(True)
        self._ask.setVisible(bool(plan.doubles))
        self._ask_cells.setEnabled(True)
        # It stays once it was asked, or an answer could not be taken back.
        self._ask_cells.setVisible(bool(plan.emptied) or self.bad_cells is BadCells.OUT)
        if plan.has_email:
            self.warning.clear()
        else:
            self.warning.show_message(NO_EMAIL, Tone.SKIPPED)
        self.summary.setText(summary(plan))
        said = more_words(plan)
        self.more.setText(said)
        self.more.setVisible(bool(said))
        self._bad_title.setText(_faults_title(plan))
        fill_table(self.bad, fault_columns(), faults_of(plan.bad, plan.emptied))
        self._show_bad(bool(plan.bad or plan.emptied))

    def _show_bad(self, shown: bool) -> None:
        self._bad_title.setVisible(shown)
        self.bad.setVisible(shown)


def _question(
    title: str, name: str, answers: Sequence[tuple[Answer, str]]
) -> tuple[QWidget, dict[Answer, QRadioButton]]:
    """Make a line with a title and radio buttons; the first is chosen."""
    asked = QWidget()
    name_widget(asked, f"import_{name}", title)
    line = QHBoxLayout(asked)
    line.setContentsMargins(0, 4, 0, 0)
    line.setSpacing(16)
    line.addWidget(label(title, "strong"))
    made: dict[Answer, QRadioButton] = {}
    for kind, words in answers:
        made[kind] = choice = QRadioButton(words)
        name_widget(choice, f"{name}_{kind.value}", words)
        choice.setChecked(len(made) == 1)
        line.addWidget(choice)
    line.addStretch(1)
    return asked, made


def _faults_title(plan: ImportPlan) -> str:
    said: list[str] = []
    if plan.bad:
        said.append(f"{text.plural(len(plan.bad), 'row')} left out")
    if plan.emptied:
        rows = len(plan.emptied)
        said.append(f"{text.plural(rows, 'contact')} {'goes' if rows == 1 else 'go'} in without what cannot be read")
    return f"{text.join_words(said)}; everything else goes in"


def summary(plan: ImportPlan) -> str:
    """Say in one sentence what an import would do, e.g. ``57 new, 3 updated, 2 rows have problems.``."""
    parts = [f"{text.number(plan.added)} new", f"{text.number(plan.updated)} updated"]
    if plan.skipped:
        parts.append(f"{text.number(plan.skipped)} skipped")
    if plan.bad:
        rows = len(plan.bad)
        parts.append(f"{text.plural(rows, 'row')} {'has' if rows == 1 else 'have'} problems")
    if plan.emptied:
        rows = len(plan.emptied)
        parts.append(f"{text.plural(rows, 'row')} {'goes' if rows == 1 else 'go'} in with a cell left empty")
    return ", ".join(parts) + "."


def more_words(plan: ImportPlan) -> str:
    """Say what else there is to know: doubles, contacts that stay as they are, columns left out, new properties."""
    said: list[str] = []
    if plan.doubles:
        has = "has an address that is" if plan.doubles == 1 else "have addresses that are"
        said.append(f"{text.plural(plan.doubles, 'row')} {has} on the list or in the file already.")
    if plan.has_email and plan.without_email:
        has = "has" if plan.without_email == 1 else "have"
        said.append(f"{text.plural(plan.without_email, 'row')} {has} no email address.")
    if plan.merged:
        said.append(f"{text.plural(plan.merged, 'row')} went into the contact of a row before.")
    if plan.unchanged:
        already = "already is" if plan.unchanged == 1 else "already are"
        said.append(f"{text.plural(plan.unchanged, 'contact')} {already} as the file says.")
    if plan.properties:
        said.append(f"New: {text.join_words([p.label for p in plan.properties])}.")
    if plan.ignored:
        said.append(f"Left out: {text.elide(', '.join(column.header for column in plan.ignored), 120)}.")
    return " ".join(said)
