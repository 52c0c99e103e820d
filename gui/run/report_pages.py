"""The pages of a report: lays its text out on paper, with a header and page numbers.

May be used in any thread: nothing here touches a widget.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
)

from gui.run.report_cuts import cut

_MARGIN_MM = 15.0
_BAND_PT = 22.0
_FONT_PT = 9


def page_layout() -> QPageLayout:
    """Give the paper: A4, upright."""
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    return QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter
    )


def pdf_of(page: str, title: str) -> bytes:
    """Write a report as PDF.

    Arguments:
        page: Its HTML.
        title: Stands at the head of each page.
    """
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("Cadenza")
    writer.setPageLayout(page_layout())
    paint_pages(writer, page, title)
    return bytes(data.data())


def paint_pages(device: QPagedPaintDevice, page: str, title: str) -> int:
    """Paint all pages of a report onto a printer or PDF writer; give how many there are."""
    paper = device.pageLayout().paintRect(QPageLayout.Unit.Point)
    document = laid_out(page, paper.width())
    slices = cut(document, paper.height() - 2 * _BAND_PT)
    painter = QPainter(device)
    scale = device.logicalDpiX() / 72.0
    painter.scale(scale, scale)
    for number, part in enumerate(slices):
        if number:
            device.newPage()
        _paint_bands(painter, paper.width(), paper.height(), title, f"Page {number + 1} of {len(slices)}")
        if part.head:
            _paint_strip(painter, document, *part.head, _BAND_PT)
        _paint_strip(painter, document, part.top, part.bottom, _BAND_PT + part.head_height)
    painter.end()
    return len(slices)


def laid_out(page: str, width: float) -> QTextDocument:
    """Lay a report out as one long strip, in points; where it is cut is another question."""
    document = QTextDocument()
    # Points are its pixels: the painter is scaled, so that paper and screen break lines alike.
    document.setDocumentMargin(0)
    document.setDefaultFont(_font(_FONT_PT))
    document.setHtml(page)
    document.setTextWidth(width)
    return document


def _paint_strip(painter: QPainter, document: QTextDocument, top: float, bottom: float, at: float) -> None:
    """Paint a part of the strip at a height of the page."""
    context = QAbstractTextDocumentLayout.PaintContext()
    context.clip = QRectF(0, top, document.textWidth(), bottom - top)
    context.palette.setColor(QPalette.ColorRole.Text, QColor(Qt.GlobalColor.black))
    painter.save()
    painter.translate(0, at - top)
    painter.setClipRect(context.clip)
    document.documentLayout().draw(painter, context)
    painter.restore()


def _paint_bands(painter: QPainter, width: float, height: float, title: str, number: str) -> None:
    """Paint the title at the head and the page number at the foot."""
    painter.setFont(_font(8))
    painter.setPen(QColor(Qt.GlobalColor.darkGray))
    head, foot = QRectF(0, 0, width, _BAND_PT), QRectF(0, height - _BAND_PT, width, _BAND_PT)
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
    painter.drawText(head, left, title)
    painter.drawText(foot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, number)
    painter.drawText(foot, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, "Rehearsed with Cadenza")


def _font(size: int) -> QFont:
    font = QFont()
    # A pixel is a point here, see above.
    font.setPixelSize(size)
    return font
