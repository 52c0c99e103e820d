"""The first page of the import: which file, and how it is read, with the file as it stands below.

Not here: opening it; whoever has the page does that in a job when ``reading_changed`` says so.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from core.services import importing
from core.services.importing import HowToRead, ListFile, PreviewRow
from gui import text
from gui.context import Context
from gui.dialogs.import_tables import MOST_COLUMNS, fill_table, make_table, raw_columns
from gui.tabs.panel_editors import ChoiceBox
from gui.tabs.panel_parts import name_widget
from gui.widgets.form import form_row
from gui.widgets.labels import button, label

_SHOWN = 20


class FilePage(QWidget):
    """Shows a file as it is read, and lets a person read it another way.

    Args:
        context: The window's services.
        parent: Owner.

    Signals:
        reading_changed: The person wants the file read another way; see `how`.
        file_wanted: The person wants another file.
    """

    reading_changed = Signal()
    file_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = label("", "strong", wrap=True)
        name_widget(self._name, "import_file")
        self.facts = label("", "muted", wrap=True)
        name_widget(self.facts, "import_facts")
        self.error = label("", "error", wrap=True)
        name_widget(self.error, "import_file_error")
        other = button("Choose another file…")
        name_widget(other, "import_other_file", "Choose another file")
        other.clicked.connect(self.file_wanted)
        self.encoding = ChoiceBox([("", "Found by itself"), *importing.ENCODINGS])
        self.delimiter = ChoiceBox([("", "Found by itself"), *importing.DELIMITERS])
        self.sheet = ChoiceBox([("", "First sheet")])
        self.header_row = QSpinBox()
        self.header_row.setRange(0, 1_000_000)
        self.header_row.setSpecialValueText("First filled line")
        self.header_row.setKeyboardTracking(False)
        self.table = make_table(context, "import_raw", "The file as it stands", self)
        self._rows = {
            name: form_row(title, editor)
            for name, title, editor in (
                ("encoding", "Encoding", self.encoding),
                ("delimiter", "Cells are divided by", self.delimiter),
                ("sheet", "Sheet", self.sheet),
                ("header_row", "Header in line", self.header_row),
            )
        }
        for name, row in self._rows.items():
            name_widget(getattr(self, name), f"import_{name}", row.label.text())
        for choice in (self.encoding, self.delimiter, self.sheet):
            choice.changed.connect(self.reading_changed)
        self.header_row.valueChanged.connect(self.reading_changed)
        self._lay_out(other)
        self._show_kind(workbook=False)

    def _lay_out(self, other: QWidget) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._name, 1)
        head.addWidget(other)
        how = QHBoxLayout()
        how.setSpacing(16)
        for row in self._rows.values():
            how.addWidget(row, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addLayout(head)
        box.addLayout(how)
        box.addWidget(self.facts)
        box.addWidget(self.error)
        box.addWidget(self.table, 1)
        self.error.hide()

    def how(self) -> HowToRead:
        """Give how the person wants the file read."""
        return HowToRead(
            str(self.encoding.value() or ""),
            str(self.delimiter.value() or ""),
            str(self.sheet.value() or ""),
            self.header_row.value(),
        )

    def show_path(self, path: Path) -> None:
        """Show another file, nothing of it read yet: how the one before was read says nothing about it."""
        self._name.setText(path.name)
        self._name.setToolTip(str(path))
        self.encoding.set_value("")
        self.delimiter.set_value("")
        self.sheet.set_choices([("", "First sheet")])
        blocked = self.header_row.blockSignals(True)
        self.header_row.setValue(0)
        self.header_row.blockSignals(blocked)
        self.show_busy()

    def show_busy(self) -> None:
        """Say that the file is being read."""
        self.error.hide()
        self.facts.setText("Reading the file…")

    @Slot()
    def show_problem(self, sentence: str) -> None:
        """Say why the file cannot be read."""
        self.facts.setText("")
        self.error.setText(f"✕ {sentence}")
        self.error.show()
        empty: list[PreviewRow] = []
        fill_table(self.table, [], empty)

    def show_file(self, opened: ListFile) -> None:
        """Show the file as it was read."""
        self.error.hide()
        self._show_kind(workbook=bool(opened.sheet))
        if opened.sheet:
            chosen = self.sheet.value() or opened.sheet
            self.sheet.set_choices([(name, name) for name in opened.sheets])
            self.sheet.set_value(chosen)
        self.facts.setText(_facts(opened))
        chunk = opened.first(_SHOWN)
        rows = [PreviewRow(line, (broken,)) for line, broken in chunk.faulty[:_SHOWN]]
        rows += [PreviewRow(line, tuple(cells)) for line, cells in zip(chunk.lines, chunk.rows, strict=True)]
        fill_table(self.table, raw_columns(opened), sorted(rows, key=lambda row: row.line)[:_SHOWN])

    def _show_kind(self, *, workbook: bool) -> None:
        for name in ("encoding", "delimiter"):
            self._rows[name].setVisible(not workbook)
        self._rows["sheet"].setVisible(workbook)


def _facts(opened: ListFile) -> str:
    """Say how a file was read: ``Read as utf-8, cells divided by commas: 3 columns, 1,204 lines.``."""
    size = f"{text.plural(len(opened.header), 'column')}, {text.plural(opened.total, 'line')}"
    if opened.sheet:
        said = f"Sheet “{opened.sheet}”: {size}."
    else:
        words = dict(importing.DELIMITERS)
        sign = words.get(opened.delimiter, opened.delimiter).lower()
        said = f"Read as {dict(importing.ENCODINGS).get(opened.encoding, opened.encoding)}, divided by {sign}: {size}."
    if opened.note:
        said = f"{opened.note} {said}"
    if len(opened.header) > MOST_COLUMNS:
        said += f" Only the first {MOST_COLUMNS} columns can be mapped here; the others are left out."
    return said
