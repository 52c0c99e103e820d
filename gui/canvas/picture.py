"""A workflow as a picture: all of its canvas, with a heading, for files and for paper.

Lives here: painting it whole or page by page, and the bytes of PNG, SVG and PDF. Not here: asking where to
(gui/tabs/workflow_picture.py) and writing files (``core.services.exporting``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLocale, QMarginsF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)
from PySide6.QtSvg import QSvgGenerator

from core.model.problem import Problem
from core.model.workflow import Workflow
from gui.canvas.faces import CardFace
from gui.canvas.layout import TRIGGER
from gui.canvas.look import picture_look
from gui.canvas.scene import CanvasScene
from gui.theme import Theme
from gui.theme_style import small_font, title_font

MARGIN = 24
"""Free room around the cards, in pixels."""
LONGEST_SIDE = 32_000
"""Longest side of a PNG in pixels: what Qt can paint on."""
_MOST_PIXELS = 120_000_000
_TITLE, _SUBTITLE, _BELOW_HEAD = 22, 16, 16
_FOOT = 24
_INCH = 96
"""Pixels of the screen that are an inch on paper: cards are never printed larger than that."""
_PAGE_MARGIN = 12
"""Free room along the edges of a page, in millimetres."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over the cards.

    Attributes:
        title: The workflow's name.
        second: A line under it, e.g. the date; may be empty.
    """

    title: str
    second: str = ""


class Picture:
    """All of a workflow's canvas, as it can be painted anywhere.

    Arguments:
        workflow: The workflow.
        faces: What stands on its cards.
        theme: The colours.
        font: The window's font.
        heading: What stands over the cards; nothing when not given.
    """

    def __init__(
        self,
        workflow: Workflow,
        faces: Mapping[int, CardFace],
        theme: Theme,
        font: QFont,
        heading: Heading | None = None,
    ) -> None:
        self.title = workflow.name
        self._theme, self._font, self._heading = theme, font, heading
        self._scene = CanvasScene(picture_look(theme), font)
        layout = self._scene.show_workflow(workflow, faces)
        # Places to add cards to are no part of a picture.
        self._scene.mark((), TRIGGER, focused=False, adding=False)
        self._cards = [*layout.cards.values(), *self._scene.sticky_rects()]
        # Names of branches may stand out over the cards.
        around = self._scene.itemsBoundingRect().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
        self._source = QRectF(around.toAlignedRect())

    @property
    def head_height(self) -> float:
        """Height of the heading, in pixels; 0 without one."""
        if self._heading is None:
            return 0
        return MARGIN + _TITLE + (_SUBTITLE if self._heading.second else 0) + _BELOW_HEAD - MARGIN / 2

    @property
    def size(self) -> QSizeF:
        """How large it is with its heading, in pixels at 100 %."""
        return QSizeF(max(self._source.width(), ceil(self._head_width())), self._source.height() + self.head_height)

    def paint(self, painter: QPainter) -> None:
        """Paint all of it, its top left corner at the painter's origin."""
        size = self.size
        painter.fillRect(QRectF(0, 0, size.width(), size.height()), self._theme.window)
        self._paint_head(painter)
        left = (size.width() - self._source.width()) / 2
        target = QRectF(left, self.head_height, self._source.width(), self._source.height())
        self._scene.render(painter, target, self._source)

    def paint_pages(self, device: QPagedPaintDevice) -> int:
        """Paint it on pages, as wide as a page at most, and never through a card if that can be; gives their number.

        On paper the ground stays white, unless the colours are dark ones.
        """
        painter = QPainter(device)
        page = QRectF(device.pageLayout().paintRectPixels(device.logicalDpiX()))
        page.moveTo(0, 0)
        scale = min(page.width() / self.size.width(), device.logicalDpiX() / _INCH)
        height = page.height() / scale - _FOOT
        pages = cut(self._cards, self._source.top(), self._source.bottom(), height, height - self.head_height)
        for number, (top, bottom) in enumerate(pages, 1):
            if number > 1:
                device.newPage()
            if self._theme.is_dark:
                painter.fillRect(page, self._theme.window)
            painter.save()
            painter.translate((page.width() - self.size.width() * scale) / 2, 0)
            painter.scale(scale, scale)
            head = self.head_height if number == 1 else 0
            if head:
                self._paint_head(painter)
            left = (self.size.width() - self._source.width()) / 2
            source = QRectF(self._source.left(), top, self._source.width(), bottom - top)
            self._scene.render(painter, QRectF(left, head, source.width(), source.height()), source)
            self._paint_foot(painter, page.height() / scale, number, len(pages))
            painter.restore()
        painter.end()
        return len(pages)

    def _head_width(self) -> float:
        if self._heading is None:
            return 0
        return QFontMetricsF(title_font(self._font)).horizontalAdvance(self._heading.title) + 2 * MARGIN

    def _paint_head(self, painter: QPainter) -> None:
        if self._heading is None:
            return
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        width = self.size.width() - 2 * MARGIN
        painter.setFont(title_font(self._font))
        painter.setPen(self._theme.text)
        painter.drawText(QRectF(MARGIN, MARGIN, width, _TITLE), left, self._heading.title)
        painter.setFont(small_font(self._font))
        painter.setPen(self._theme.muted)
        painter.drawText(QRectF(MARGIN, MARGIN + _TITLE, width, _SUBTITLE), left, self._heading.second)

    def _paint_foot(self, painter: QPainter, bottom: float, number: int, of: int) -> None:
        if of == 1:
            return
        painter.setFont(small_font(self._font))
        painter.setPen(self._theme.muted)
        box = QRectF(MARGIN, bottom - _FOOT, self.size.width() - 2 * MARGIN, _FOOT)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, right, f"{self.title} · page {number} of {of}")


def plain(face: CardFace) -> CardFace:
    """Give a card's face without the counts of a run and without problems, as for somebody else's eyes."""
    return replace(face, pills=(), problems=(), broken=False)


def cut(rects: Sequence[QRectF], top: float, bottom: float, height: float, first: float) -> list[tuple[float, float]]:
    """Cut a column into pages: between cards where a page can still be more than half full, else where it ends.

    Arguments:
        rects: The cards.
        top: Where the column begins.
        bottom: Where it ends.
        height: How much fits on a page.
        first: How much fits on the first one, under the heading.
    """
    pages: list[tuple[float, float]] = []
    room = first
    while bottom - top > room:
        end = top + room
        # Moving the cut up over every card that it would go through may bring it into another one.
        while (through := [r.top() for r in rects if r.top() - 8 < end < r.bottom() + 2]) and min(through) - 12 < end:
            end = min(through) - 12
        if end - top < room / 2:
            end = top + room
        pages.append((top, end))
        top, room = end, height
    pages.append((top, bottom))
    return pages


# ---------------------------------------------------------------- files


def image_of(picture: Picture, scale: int) -> QImage:
    """Paint a picture as pixels.

    Raises:
        Problem: ``PICTURE_TOO_LARGE`` when it has more pixels than can be painted.
    """
    size = picture.size
    width, height = round(size.width() * scale), round(size.height() * scale)
    if max(width, height) > LONGEST_SIDE or width * height > _MOST_PIXELS:
        raise Problem(
            "PICTURE_TOO_LARGE",
            f"The picture would have {width:,} × {height:,} pixels; that is too many for a PNG.",
            hint="Export it as SVG or PDF, which have no such limit" + (", or in single size." if scale > 1 else "."),
        )
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(scale, scale)
    picture.paint(painter)
    painter.end()
    return image


def png_of(image: QImage) -> bytes:
    """Write pixels as PNG; slow work for a job when there are many."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want the format as bytes, Qt takes the text
    return bytes(data.data())


def svg_of(picture: Picture) -> bytes:
    """Write a picture as SVG: lines and words, no pixels."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made = QSvgGenerator()
    made.setOutputDevice(buffer)
    size = picture.size.toSize()
    made.setSize(size)
    made.setViewBox(QRect(0, 0, size.width(), size.height()))
    made.setTitle(picture.title)
    made.setDescription("Made by Cadenza")
    painter = QPainter(made)
    picture.paint(painter)
    painter.end()
    return bytes(data.data())


def pdf_of(picture: Picture) -> bytes:
    """Write a picture as PDF, on as many pages as it takes: lines and words, no pixels."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(picture.title)
    writer.setCreator("Cadenza")
    writer.setPageLayout(page_layout(picture.size))
    picture.paint_pages(writer)
    return bytes(data.data())


def page_layout(size: QSizeF) -> QPageLayout:
    """Give the page for a picture: the country's usual paper, on its side for what is wide and short."""
    imperial = QLocale.system().measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem
    paper = QPageSize.PageSizeId.Letter if imperial else QPageSize.PageSizeId.A4
    wide = size.width() > size.height()
    orientation = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    margins = QMarginsF(_PAGE_MARGIN, _PAGE_MARGIN, _PAGE_MARGIN, _PAGE_MARGIN)
    return QPageLayout(QPageSize(paper), orientation, margins, QPageLayout.Unit.Millimeter)
