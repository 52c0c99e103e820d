"""The third page of the import: the first rows as they will be read, duplicates, and the rows that stay out.

Not here: reading the file and planning, which the wizard does in jobs.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QProgressBar, QRadioButton, QVBoxLayout, QWidget

from core.services.importing import Duplicates, ImportPlan, ImportProgress, PreviewRow
from gui import text
from gui.context import Context
from gui.dialogs.import_tables import bad_columns, check_columns, fill_table, make_table
from gui.tabs.panel_parts import name_widget
from gui.widgets.labels import label

_DUPLICATES = (
    (Duplicates.UPDATE, "Update the contact; blank cells change nothing"),
    (Duplicates.SKIP, "Skip the row"),
    (Duplicates.KEEP, "Keep both"),
)
_BAD_HEIGHT = 168


class CheckPage(QWidget):
    """Shows what an import would do.

    Args:
        context: The window's services.
        parent: Owner.

    Signals:
        duplicates_changed: The person chose what becomes of duplicates.
    """

    duplicates_changed = Signal()

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
        self._group = QButtonGroup(self)
        self._choices: dict[Duplicates, QRadioButton] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.summary)
        box.addWidget(self.progress)
        box.addWidget(self.error)
        box.addWidget(self.more)
        box.addWidget(self._make_choices())
        box.addSpacing(4)
        box.addWidget(label("The first 20 rows", "strong"))
        box.addWidget(self.table, 1)
        box.addWidget(self._bad_title)
        box.addWidget(self.bad)

    def _make_choices(self) -> QWidget:
        self._ask = QWidget()
        name_widget(self._ask, "import_duplicates", "Duplicates")
        line = QHBoxLayout(self._ask)
        line.setContentsMargins(0, 4, 0, 0)
        line.setSpacing(16)
        line.addWidget(label("When an address is there already", "strong"))
        for kind, words in _DUPLICATES:
            choice = QRadioButton(words)
            name_widget(choice, f"duplicates_{kind.value}", words)
            self._choices[kind] = choice
            self._group.addButton(choice)
            line.addWidget(choice)
        line.addStretch(1)
        self._choices[Duplicates.UPDATE].setChecked(True)
        self._group.buttonClicked.connect(self.duplicates_changed)
        return self._ask

    @property
    def duplicates(self) -> Duplicates:
        """What becomes of rows whose address is there already."""
        return next(kind for kind, choice in self._choices.items() if choice.isChecked())

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
        self.summary.setText(summary(plan))
        said = more_words(plan)
        self.more.setText(said)
        self.more.setVisible(bool(said))
        if plan.bad:
            self._bad_title.setText(f"{text.plural(len(plan.bad), 'row')} left out; everything else goes in")
            fill_table(self.bad, bad_columns(), plan.bad)
        self._show_bad(bool(plan.bad))

    def _show_bad(self, shown: bool) -> None:
        self._bad_title.setVisible(shown)
        self.bad.setVisible(shown)


def summary(plan: ImportPlan) -> str:
    """Say in one sentence what an import would do, e.g. ``57 new, 3 updated, 2 rows have problems.``."""
    parts = [f"{text.number(plan.added)} new", f"{text.number(plan.updated)} updated"]
    if plan.skipped:
        parts.append(f"{text.number(plan.skipped)} skipped")
    if plan.bad:
        rows = len(plan.bad)
        parts.append(f"{text.plural(rows, 'row')} {'has' if rows == 1 else 'have'} problems")
    return ", ".join(parts) + "."


def more_words(plan: ImportPlan) -> str:
    """Say what else there is to know: doubles, contacts that stay as they are, columns left out, new properties."""
    said: list[str] = []
    if plan.doubles:
        has = "has an address that is" if plan.doubles == 1 else "have addresses that are"
        said.append(f"{text.plural(plan.doubles, 'row')} {has} on the list or in the file already.")
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
