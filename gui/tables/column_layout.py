"""Widths, order and choice of a table's columns: as text to be kept between two starts, and as the table's room allows.

Lives here: work on a header. Not here: when it is kept (gui/tables/data_table.py) and where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtWidgets import QHeaderView, QTableView

from gui.tables.paged import Column


def visible_sections(heads: QHeaderView) -> list[int]:
    """Returns the sections that are shown, as they lie from left to right."""
    order = sorted(range(heads.count()), key=heads.visualIndex)
    return [section for section in order if not heads.isSectionHidden(section)]


def reset_layout(heads: QHeaderView, columns: Sequence[Column[Any]]) -> None:
    """Puts widths, order and choice of the columns as they say themselves."""
    for section, column in enumerate(columns):
        heads.moveSection(heads.visualIndex(section), section)
        heads.setSectionHidden(section, column.hidden)
        heads.resizeSection(section, column.width)


def layout_texts(heads: QHeaderView, columns: Sequence[Column[Any]]) -> list[str]:
    """Returns one text per column, left to right: "key=width", with a "-" before it while the column is hidden."""
    texts = []
    for section in sorted(range(len(columns)), key=heads.visualIndex):
        hidden = "-" if heads.isSectionHidden(section) else ""
        texts.append(f"{hidden}{columns[section].key}={heads.sectionSize(section)}")
    return texts


def apply_layout(heads: QHeaderView, columns: Sequence[Column[Any]], texts: Iterable[str]) -> None:
    """Puts the columns as `layout_texts` told; new columns come last, texts that make no sense are passed over."""
    reset_layout(heads, columns)
    sections = {column.key: section for section, column in enumerate(columns)}
    place = 0
    for text in texts:
        name, _, width = text.partition("=")
        section = sections.get(name.removeprefix("-"))
        if section is None or not width.isdecimal():
            continue
        heads.moveSection(heads.visualIndex(section), place)
        heads.setSectionHidden(section, name.startswith("-"))
        # A hidden column has the width 0: it keeps its own for when it is shown.
        if int(width):
            heads.resizeSection(section, int(width))
        place += 1


class ColumnRoom(QObject):
    """Gives a table's spare width to the columns that grow, until a person gives a column a width of her own.

    Args:
        table: The table; calls `spread` when its room is another.
        columns: Gives its columns, in the order of its sections.
    """

    def __init__(self, table: QTableView, columns: Callable[[], Sequence[Column[Any]]]) -> None:
        super().__init__(table)
        self._table, self._columns, self._heads = table, columns, table.horizontalHeader()
        self._own = False
        self._held = False
        self._ready = False
        self._heads.viewport().installEventFilter(self)
        self._heads.sectionResized.connect(self._on_resized)

    def pause(self) -> None:
        """Leaves the columns alone until the next `apply`: headings that take another model do not bear it."""
        self._ready = False

    def texts(self) -> list[str]:
        """Returns `layout_texts`; widths that follow the room are not kept, they are 0."""
        texts = layout_texts(self._heads, self._columns())
        return texts if self._own or not self._growing() else [f"{text.partition('=')[0]}=0" for text in texts]

    def apply(self, texts: Sequence[str]) -> None:
        """Puts the columns as `texts` told."""
        apply_layout(self._heads, self._columns(), texts)
        self._ready = True
        widths = (text.partition("=")[2] for text in texts)
        self._own = any(width.isdecimal() and int(width) for width in widths)
        self.spread()

    def spread(self) -> None:
        """Makes the growing columns as wide as the room allows, but no narrower than they say themselves."""
        growing = self._growing() if self._ready and not self._own else []
        if not growing:
            return
        columns = self._columns()
        shown = visible_sections(self._heads)
        spare = self._table.viewport().width() - sum(columns[section].width for section in shown)
        whole = sum(columns[section].width for section in growing)
        # The last one first: Qt keeps what it was once stretched to, and would let it stick out of the view.
        for section in reversed(shown):
            width = columns[section].width
            share = max(spare, 0) * width // whole if section in growing else 0
            self._heads.resizeSection(section, width + share)

    def _growing(self) -> list[int]:
        columns = self._columns()
        return [section for section in visible_sections(self._heads) if columns[section].grows]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notes whether a mouse button is held on the headings: only then a width is a person's."""
        match event.type():
            case QEvent.Type.MouseButtonPress | QEvent.Type.MouseButtonDblClick:
                self._held = True
            case QEvent.Type.MouseButtonRelease:
                self._held = False
        return super().eventFilter(watched, event)

    @Slot()
    def _on_resized(self) -> None:
        self._own = self._own or self._held
