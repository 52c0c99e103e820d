"""What a file of contacts would change, shown before it does: how many are new or change, which rows are left out.

Not here: reading the file (``core.services.importing``) and doing the import, which is whoever opened the dialog's.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from core.model.problem import Problem
from core.services import importing
from core.services.importing import BadRow, ImportPlan
from gui import text
from gui.context import Context
from gui.tables.data_table import DataTable
from gui.tables.paged import Column, PagedTableModel
from gui.widgets.labels import button, label

_WIDTH = 640
_TABLE_HEIGHT = 200


class ImportDialog(QDialog):
    """Shows an import plan; accepted means: do it.

    Args:
        context: The window's services.
        path: The file that was read.
        plan: What it would change.
        parent: Owner.
    """

    def __init__(self, context: Context, path: Path, plan: ImportPlan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Import contacts")
        self.setMinimumWidth(_WIDTH)
        self._context = context
        self._path = path
        self._plan = plan
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 24, 24, 16)
        box.setSpacing(12)
        box.addWidget(label(f"Import {path.name}", "title", wrap=True))
        self.summary = label(summary(plan), "strong", wrap=True)
        self.summary.setObjectName("import_summary")
        box.addWidget(self.summary)
        columns = label(_columns_words(plan), "muted", wrap=True)
        columns.setObjectName("import_columns")
        box.addWidget(columns)
        if plan.bad:
            box.addWidget(label("Rows with problems are left out; everything else goes in.", "muted", wrap=True))
            box.addWidget(self._make_table(), 1)
        box.addSpacing(4)
        box.addLayout(self._make_buttons())
        self.ok.setFocus()

    def _make_table(self) -> DataTable:
        bad = self._plan.bad

        def fetch(places: Sequence[int]) -> list[BadRow | None]:
            return [bad[place] for place in places]

        columns: list[Column[BadRow]] = [
            Column("line", "Line", lambda row: str(row.line), width=64, number=True, sortable=False),
            Column("reason", "What is wrong", lambda row: row.reason, width=300, sortable=False,
                   tip=lambda row: row.reason),
            Column("cells", "Row", lambda row: ", ".join(row.cells), width=220, sortable=False),
        ]  # fmt: skip
        model: PagedTableModel[BadRow] = PagedTableModel(columns, fetch, parent=self)
        table = DataTable(self._context.themes, "import/bad_rows", self._context.settings, self)
        table.setObjectName("bad_rows")
        table.setAccessibleName("Rows with problems")
        table.setProperty("frame", True)
        table.setMinimumHeight(_TABLE_HEIGHT)
        table.setModel(model)
        model.set_ids(range(len(bad)))
        return table

    def _make_buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        if self._plan.bad:
            save = button("Save the bad rows…", icon="save", themes=self._context.themes)
            save.setObjectName("save_bad_rows")
            save.clicked.connect(self._on_save_bad)
            line.addWidget(save)
        line.addStretch(1)
        cancel = button("Cancel")
        cancel.setObjectName("import_cancel")
        cancel.clicked.connect(self.reject)
        wanted = self._plan.added + self._plan.updated
        self.ok = button(f"Import {text.plural(wanted, 'contact')}" if wanted else "Import", "primary")
        self.ok.setObjectName("import_ok")
        self.ok.setDefault(True)
        self.ok.setEnabled(bool(self._plan.edit.puts))
        self.ok.clicked.connect(self.accept)
        line.addWidget(cancel)
        line.addWidget(self.ok)
        return line

    @Slot()
    def _on_save_bad(self) -> None:
        suggested = self._path.with_name(f"{self._path.stem}-errors.csv")
        path = self._context.dialogs.save_file("Save the bad rows", suggested, ("CSV files (*.csv)",))
        if path is None:
            return
        try:
            importing.write_errors(self._plan, path)
        except Problem as problem:
            self._context.dialogs.problem(problem)
        else:
            self._context.bus.message.emit(f"Saved {text.plural(len(self._plan.bad), 'row')} to {path.name}.")


def summary(plan: ImportPlan) -> str:
    """Say in one sentence what an import would do, e.g. ``57 new, 3 updated, 2 rows have problems.``."""
    parts = [f"{text.number(plan.added)} new", f"{text.number(plan.updated)} updated"]
    if plan.bad:
        rows = len(plan.bad)
        parts.append(f"{text.plural(rows, 'row')} {'has' if rows == 1 else 'have'} problems")
    return ", ".join(parts) + "."


def _columns_words(plan: ImportPlan) -> str:
    """Say which columns are used and which are left out."""
    used = [column.header for column in plan.columns if column.property]
    said = f"{text.plural(len(used), 'column')} used: {text.elide(', '.join(used), 200)}."
    if plan.ignored:
        said += f" Left out: {text.elide(', '.join(column.header for column in plan.ignored), 120)}."
    if plan.merged:
        said += f" {text.plural(plan.merged, 'row')} went into the contact of a row before."
    if plan.unchanged:
        already = "already is" if plan.unchanged == 1 else "already are"
        said += f" {text.plural(plan.unchanged, 'contact')} {already} as the file says."
    return said
