"""Where the pages of a report end: never inside a row, never between a heading and what it is the heading of.

Qt breaks a document's pages anywhere, also in the middle of a table's row. So the report is laid out as one long strip,
and cut here. Lives here: the cuts. Not here: painting (``gui.run.report_pages``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextTable

_PADDING = 3.0
"""Space around the text of a cell, as the page's tables ask for."""


@dataclass(frozen=True, slots=True)
class Slice:
    """What stands on one page.

    Attributes:
        top: Where it begins in the strip, in points.
        bottom: Where it ends.
        head: Top and bottom of the table's headings that stand above it again; empty without.
    """

    top: float
    bottom: float
    head: tuple[float, float] | tuple[()] = ()

    @property
    def head_height(self) -> float:
        """How much room the headings take."""
        return self.head[1] - self.head[0] if self.head else 0.0


@dataclass(slots=True)
class _Piece:
    """Something that stays on one page: a row of a table, a paragraph."""

    top: float
    bottom: float
    table: int
    keep: bool
    """Whether what follows must be on the same page."""
    head: bool = False


def cut(document: QTextDocument, room: float) -> list[Slice]:
    """Cut a document that was laid out without pages into pages.

    Arguments:
        document: The document.
        room: How high a page is, in points.
    """
    pieces = list(_pieces(document))
    heads = {piece.table: (piece.top, piece.bottom) for piece in pieces if piece.head}
    slices: list[Slice] = []
    page: Slice | None = None
    for unit in _units(pieces):
        top, bottom = unit[0].top, unit[-1].bottom
        if page is not None and bottom - page.top + page.head_height <= room:
            page = Slice(page.top, bottom, page.head)
            continue
        if page is not None:
            slices.append(page)
        again = heads.get(unit[0].table, ()) if slices and not unit[0].head else ()
        page = Slice(top, bottom, again)
        while page.bottom - page.top + page.head_height > room:
            # Higher than a page by itself: there is no good place then.
            end = page.top + room - page.head_height
            slices.append(Slice(page.top, end, page.head))
            page = Slice(end, page.bottom, page.head)
    return [*slices, page] if page is not None else [Slice(0.0, room)]


def _units(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    """Put together what must stay together."""
    unit: list[_Piece] = []
    for piece in pieces:
        unit.append(piece)
        if not piece.keep:
            yield unit
            unit = []
    if unit:
        yield unit


def _pieces(document: QTextDocument) -> Iterator[_Piece]:
    piece: _Piece | None = None
    row = (-1, -1)
    block = document.begin()
    while block.isValid():
        at, heading, rect = _place(block)
        if at[0] < 0 and not block.text().strip():
            block = block.next()
            continue
        if piece is not None and at == row and at[0] >= 0:
            piece.top, piece.bottom = min(piece.top, rect.top()), max(piece.bottom, rect.bottom())
        else:
            if piece is not None:
                yield piece
            # A line of text outside a table belongs to what follows it.
            piece, row = _Piece(rect.top(), rect.bottom(), at[0], at[0] < 0 or heading, heading), at
        block = block.next()
    if piece is not None:
        yield piece


def _place(block: QTextBlock) -> tuple[tuple[int, int], bool, QRectF]:
    """Give table and row of a block (-1 outside tables), whether it is a heading of the table, and its place."""
    rect = block.document().documentLayout().blockBoundingRect(block)
    table: QTextTable | None = QTextCursor(block).currentTable()
    if table is None:
        return (-1, -1), False, rect
    row = table.cellAt(block.position()).row()
    heading = row < table.format().toTableFormat().headerRowCount()
    return (table.objectIndex(), row), heading, rect.adjusted(0, -_PADDING, 0, _PADDING)
