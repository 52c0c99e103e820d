"""The rows chosen in a table: as spans, since there may be a million, and as text for the clipboard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange

from gui.tables.paged import Column, PagedTableModel


def selected_spans(chosen: QItemSelectionModel) -> list[tuple[int, int]]:
    """Returns the chosen rows as spans (first, last), sorted and joined; a span may be a million rows."""
    selection: Any = chosen.selection()  # a list of ranges, which its type stub does not say
    spans: list[tuple[int, int]] = []
    for first, last in sorted((part.top(), part.bottom()) for part in selection):
        if spans and first <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
        else:
            spans.append((first, last))
    return spans


def choose_ids(model: PagedTableModel[Any], chosen: QItemSelectionModel, ids: Iterable[int]) -> bool:
    """Chooses the rows with these ids that are there; the first gets the keyboard. Returns whether there are any."""
    wanted = set(ids)
    places = [row for row, row_id in enumerate(model.ids()[: model.rowCount()]) if row_id in wanted]
    last = model.columnCount() - 1
    selection = QItemSelection()
    for row in places:
        selection.append(QItemSelectionRange(model.index(row, 0), model.index(row, last)))
    if places:
        first = model.index(places[0], 0)
        chosen.setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
        chosen.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    return bool(places)


def tab_separated(
    model: PagedTableModel[Any], columns: Sequence[Column[Any]], spans: Iterable[tuple[int, int]], most: int
) -> list[str]:
    """Returns rows as lines of tab-separated text, headings first and at most so many after them."""
    lines = ["\t".join(column.title for column in columns)]
    for first, last in spans:
        for number in range(first, min(last, first + most - len(lines)) + 1):
            row = model.row(number)
            if row is not None:
                lines.append("\t".join(_one_line(column.text(row)) for column in columns))
    return lines


def _one_line(text: str) -> str:
    """Returns a cell's text without what would break a tab-separated line."""
    return " ".join(text.split()) if any(sign in text for sign in "\t\r\n") else text
