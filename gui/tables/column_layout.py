"""Widths, order and choice of a table's columns, as text to be kept between two starts.

Lives here: pure work on a header. Not here: when it is kept (gui/tables/data_table.py) and where.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtWidgets import QHeaderView

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
