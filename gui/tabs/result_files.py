"""Saves a page of the Results tab: its picture as PNG or SVG, its numbers as CSV; or copies its table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from core.model.problem import Problem
from core.services import exporting
from gui.context import Context
from gui.tables.data_table import DataTable
from gui.tables.picture import paint_table, table_size
from gui.tabs.result_chart import Chart
from gui.tabs.result_grid import CellGrid
from gui.tabs.result_pages import LOAD_HEADINGS, PAGES, load_rows
from gui.theme import Theme

if TYPE_CHECKING:
    from gui.tabs.result_board import ResultPages

_NAMES = {"png": "PNG pictures (*.png)", "svg": "SVG pictures (*.svg)", "csv": "CSV files (*.csv)"}
_SCALE = 2
_DOTS = 96
"""Pixels an inch: what an SVG file calls a pixel is then one on the screen too."""


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
        table = self._pages.table(self._pages.segments.current())
        table.selectAll()
        table.copy_selection()
        self._context.bus.message.emit("Copied the table.")

    def copy_picture(self) -> None:
        """Copy the picture of the page that is shown; of a page that is a table only, the table."""
        picture = self._picture(self._pages.segments.current())
        QGuiApplication.clipboard().setImage(_image(picture, self._context.themes.theme))
        self._context.bus.message.emit("Copied the picture.")

    def export(self, page: str, form: str) -> None:
        """Save a page as ``png``, ``svg`` or ``csv``."""
        suggested = f"{self._name(page)}.{form}"
        path = self._context.dialogs.save_file("Export results", suggested, [_NAMES[form]])
        if path is None:
            return
        target = path if path.suffix else path.with_suffix(f".{form}")
        try:
            self._write(page, form, target)
        except Problem as problem:
            self._context.dialogs.problem(problem)
            return
        self._context.bus.message.emit(f"Exported to {target.name}.")

    def _name(self, page: str) -> str:
        """Suggest a name that tells the workspace and the page, e.g. ``demo-request sender load``."""
        return f"{self._context.workspace.path.stem} {dict(PAGES)[page].lower()}"

    def _picture(self, page: str) -> QWidget:
        return self._pages.pictures.get(page) or self._pages.table(page)

    def _write(self, page: str, form: str, path: Path) -> None:
        pages = self._pages
        if form == "csv":
            results = pages.results()
            if page == "load" and results is not None:
                exporting.save_rows(LOAD_HEADINGS, load_rows(results), path)
            else:
                rows = ([datum.raw for datum in row] for row in pages.table(page).shown_rows())
                exporting.save_rows(pages.table(page).titles, rows, path)
            return
        picture, theme = self._picture(page), self._context.themes.theme
        exporting.picture(path, _svg(picture, theme) if form == "svg" else _png(picture, theme))


def _size(picture: QWidget) -> QSize:
    if isinstance(picture, CellGrid):
        return picture.full_size()
    return table_size(picture) if isinstance(picture, DataTable) else picture.size()


def _paint(picture: QWidget, painter: QPainter, theme: Theme) -> None:
    if isinstance(picture, CellGrid | Chart):
        picture.paint(painter)
    elif isinstance(picture, DataTable):
        paint_table(painter, picture, theme)


def _image(picture: QWidget, theme: Theme) -> QImage:
    image = QImage(_size(picture) * _SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SCALE)
    painter = QPainter(image)
    _paint(picture, painter, theme)
    painter.end()
    return image


def _png(picture: QWidget, theme: Theme) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # The stubs want the format as bytes, Qt takes the text.
    _image(picture, theme).save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def _svg(picture: QWidget, theme: Theme) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made = QSvgGenerator()
    made.setOutputDevice(buffer)
    made.setResolution(_DOTS)
    made.setSize(_size(picture))
    made.setViewBox(QRect(QPoint(0, 0), _size(picture)))
    made.setTitle(picture.accessibleName())
    painter = QPainter(made)
    _paint(picture, painter, theme)
    painter.end()
    return bytes(data.data())
