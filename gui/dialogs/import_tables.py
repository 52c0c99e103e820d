"""The tables of the import: the file as it stands, the rows as they will be read, and the rows that stay out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtWidgets import QAbstractItemView, QWidget

from core.services.importing import BadRow, ListFile, PreviewRow
from gui import text
from gui.context import Context
from gui.tables.data_table import DataTable
from gui.tables.paged import Column, PagedTableModel
from gui.tabs.panel_parts import name_widget
from gui.theme import Tone
from gui.widgets.store import MemorySettings


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a row.

    Attributes:
        line: The line the row begins on, from 1.
        reason: What is wrong.
        row: The row's cells.
        out: Whether the row stays out because of it, or of another.
    """

    line: int
    reason: str
    row: str
    out: bool


Row = TypeVar("Row", PreviewRow, Fault)

MOST_COLUMNS = 200
"""Columns of a file that are shown; a window with thousands of fields would help nobody."""
_CELL = 80
_MOST_FAULTS = 10_000
"""Rows whose faults are listed; who has more of them reads the file of errors."""


def make_table(context: Context, name: str, accessible: str, parent: QWidget) -> DataTable:
    """Make an empty table with a frame; its widths are of one file, so they are not kept."""
    table = DataTable(context.themes, f"import/{name}", MemorySettings(), parent)
    name_widget(table, name, accessible)
    table.setProperty("frame", True)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    return table


def fill_table(table: DataTable, columns: list[Column[Row]], rows: Sequence[Row]) -> None:
    """Show some rows under some columns."""

    def fetch(places: Sequence[int]) -> list[Row | None]:
        return [rows[place] for place in places]

    before = table.model()
    model: PagedTableModel[Row] = PagedTableModel(columns, fetch, parent=table)
    table.setModel(model)
    model.set_ids(range(len(rows)))
    if before is not None:
        before.deleteLater()


def raw_columns(opened: ListFile) -> list[Column[PreviewRow]]:
    """Make the columns of the file as it stands."""
    shown = list(enumerate(opened.header))[:MOST_COLUMNS]
    return [_line_column(), *(_cell_column(index, head or f"Column {index + 1}") for index, head in shown)]


def check_columns(titles: Sequence[tuple[int, str]]) -> list[Column[PreviewRow]]:
    """Make the columns of the preview: those that are imported, as (position, title), problems marked in each cell."""

    def verdict(row: PreviewRow) -> str:
        if not row.reason:
            return "Goes in"
        return "Without a cell" if row.goes_in else "Left out"

    def verdict_tone(row: PreviewRow) -> Tone:
        if not row.reason:
            return Tone.DONE
        return Tone.SKIPPED if row.goes_in else Tone.BROKEN

    verdict_column: Column[PreviewRow] = Column(
        "verdict", "Result", verdict, verdict_tone, width=120, sortable=False, tip=lambda row: row.reason
    )
    return [_line_column(), verdict_column, *(_cell_column(at, title) for at, title in titles[:MOST_COLUMNS])]


def faults_of(bad: Sequence[BadRow], emptied: Sequence[BadRow]) -> list[Fault]:
    """Give what is wrong in rows, one by one: first with those that stay out, at most some thousands."""
    found: list[Fault] = []
    for rows, out in ((bad, True), (emptied, False)):
        for row in rows[: _MOST_FAULTS - len(found)]:
            whole = ", ".join(cell[:_CELL] for cell in row.cells[:20])
            found += [Fault(row.line, reason, whole, out) for reason in row.wrong.values() or (row.reason,)]
    return found


def fault_columns() -> list[Column[Fault]]:
    """Make the columns of what is wrong in rows, reasons in full width."""
    return [
        Column("line", "Line", lambda fault: text.number(fault.line), width=64, number=True, sortable=False),
        Column(
            "fate", "Contact", lambda fault: "Left out" if fault.out else "Without the cell",
            lambda fault: Tone.BROKEN if fault.out else Tone.SKIPPED, width=144, sortable=False,
        ),
        Column(
            "reason", "What is wrong", lambda fault: fault.reason, width=536, sortable=False, grows=True,
            tip=lambda fault: fault.reason,
        ),
        Column("cells", "Row", lambda fault: fault.row, width=120, sortable=False, tip=lambda fault: fault.row),
    ]  # fmt: skip


def _line_column() -> Column[PreviewRow]:
    return Column("line", "Line", lambda row: text.number(row.line), width=56, number=True, sortable=False)


def _cell_column(index: int, title: str) -> Column[PreviewRow]:
    def cell(row: PreviewRow) -> str:
        return " ".join(row.cells[index][:_CELL].split()) if index < len(row.cells) else ""

    def tone(row: PreviewRow) -> Tone | None:
        return Tone.BROKEN if index in row.wrong else None

    def tip(row: PreviewRow) -> str:
        return row.wrong.get(index, "")

    return Column(f"cell{index}", text.elide(title, 40), cell, tone, width=130, sortable=False, tip=tip)
