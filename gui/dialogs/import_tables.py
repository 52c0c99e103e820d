"""The tables of the import: the file as it stands, the rows as they will be read, and the rows that stay out."""

from __future__ import annotations

from collections.abc import Sequence
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

Row = TypeVar("Row", PreviewRow, BadRow)

MOST_COLUMNS = 200
"""Columns of a file that are shown; a window with thousands of fields would help nobody."""
_CELL = 80


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
        return "Left out" if row.reason else "Goes in"

    def verdict_tone(row: PreviewRow) -> Tone:
        return Tone.BROKEN if row.reason else Tone.DONE

    verdict_column: Column[PreviewRow] = Column(
        "verdict", "Result", verdict, verdict_tone, width=104, sortable=False, tip=lambda row: row.reason
    )
    return [_line_column(), verdict_column, *(_cell_column(at, title) for at, title in titles[:MOST_COLUMNS])]


def bad_columns() -> list[Column[BadRow]]:
    """Make the columns of the rows that stay out."""
    return [
        Column("line", "Line", lambda row: text.number(row.line), width=72, number=True, sortable=False),
        Column(
            "reason", "What is wrong", lambda row: row.reason, width=420, sortable=False, tip=lambda row: row.reason
        ),
        Column(
            "cells", "Row", lambda row: ", ".join(cell[:_CELL] for cell in row.cells[:20]), width=300, sortable=False
        ),
    ]


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
