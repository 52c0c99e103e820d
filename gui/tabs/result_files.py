"""Saves a page of the Results tab: its picture as PNG or SVG, its numbers as CSV; or copies its table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from core.model.problem import Problem
from core.services.results import save_rows
from gui.context import Context
from gui.tabs.result_grid import CellGrid
from gui.tabs.result_pages import HEADINGS, LOAD_HEADINGS, load_rows
from gui.tabs.result_plots import Chart

if TYPE_CHECKING:
    from gui.tabs.results import ResultPages

_NAMES = {"png": "PNG pictures (*.png)", "svg": "SVG pictures (*.svg)", "csv": "CSV files (*.csv)"}
_SCALE = 2


class ResultFiles(QObject):
    """Asks where to, and writes.

    Args:
        context: The window's services.
        pages: Whose pages; becomes the owner.
    """

    def __init__(self, context: Context, pages: ResultPages) -> None:
        super().__init__(pages)
        self._context = context
        self._pages = pages

    def copy(self) -> None:
        """Copy the table of the page that is shown."""
        table = self._pages.tables[self._pages.segments.current()]
        table.selectAll()
        table.copy_selection()
        self._context.bus.message.emit("Copied the table.")

    def export(self, page: str, form: str) -> None:
        """Save a page as ``png``, ``svg`` or ``csv``."""
        path = self._context.dialogs.save_file("Export results", f"{page}.{form}", [_NAMES[form]])
        if path is None:
            return
        target = path if path.suffix else path.with_suffix(f".{form}")
        try:
            self._write(page, form, target)
        except Problem as problem:
            self._context.dialogs.problem(problem)
            return
        self._context.bus.message.emit(f"Exported to {target.name}.")

    def _write(self, page: str, form: str, path: Path) -> None:
        pages = self._pages
        if form == "csv":
            results = pages.results()
            if page == "load" and results is not None:
                save_rows(LOAD_HEADINGS, load_rows(results), path)
            else:
                save_rows([title for title, _ in HEADINGS[page]], pages.rows[page], path)
            return
        picture = pages.pictures.get(page) or pages.tables[page]
        written = _svg(picture, path) if form == "svg" else _png(picture, path)
        if not written:
            raise Problem("CANNOT_WRITE", f"“{path.name}” cannot be written.", place=str(path))


def _size(picture: QWidget) -> QSize:
    return picture.full_size().expandedTo(picture.size()) if isinstance(picture, CellGrid) else picture.size()


def _paint(picture: QWidget, painter: QPainter) -> None:
    if isinstance(picture, CellGrid):
        picture.paint(painter, QRect(0, 0, _size(picture).width(), _size(picture).height()))
    elif isinstance(picture, Chart):
        picture.paint(painter)
    else:
        picture.render(painter, QPoint())


def _png(picture: QWidget, path: Path) -> bool:
    image = QImage(_size(picture) * _SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SCALE)
    painter = QPainter(image)
    _paint(picture, painter)
    painter.end()
    return image.save(str(path))


def _svg(picture: QWidget, path: Path) -> bool:
    try:
        path.touch()
    except OSError:
        return False
    made = QSvgGenerator()
    made.setFileName(str(path))
    made.setSize(_size(picture))
    made.setViewBox(QRect(0, 0, _size(picture).width(), _size(picture).height()))
    made.setTitle(picture.accessibleName())
    painter = QPainter(made)
    _paint(picture, painter)
    painter.end()
    return True
