"""Pictures of the shown workflow: export to a file, and print.

Lives here: asking, and writing in a job. Not here: painting (gui/canvas/picture.py).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from core.model.problem import Problem
from core.model.workflow import WorkflowStatus
from core.services import exporting
from gui.canvas.look import light_theme
from gui.canvas.picture import Heading, Picture, image_of, page_layout, pdf_of, plain, png_of, svg_of
from gui.canvas.view import CanvasView
from gui.context import Context
from gui.dialogs.export_picture import ExportPictureDialog, PictureWish
from gui.jobs import JobControl
from gui.text import format_date, format_time

_FILTERS = {"png": "PNG picture (*.png)", "svg": "SVG drawing (*.svg)", "pdf": "PDF document (*.pdf)"}
_STATUS = {WorkflowStatus.ON: "On", WorkflowStatus.OFF: "Off", WorkflowStatus.DRAFT: "Draft"}
_NO_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
"""What a file's name cannot hold on one system or another."""


class WorkflowPicture(QObject):
    """Exports and prints the shown workflow.

    Arguments:
        context: The window's shared services.
        canvas: Shows the workflow.
        window: What dialogs stand over.
    """

    def __init__(self, context: Context, canvas: CanvasView, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._canvas, self._window = context, canvas, window
        self._printing: object = None

    @Slot()
    def export(self) -> None:
        """Ask how and where to, and write the picture."""
        if self._canvas.workflow is None:
            return
        dialog = ExportPictureDialog(self._context.themes, self._context.settings, self._window.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._save(dialog.wish()))
        dialog.open()

    def _save(self, wish: PictureWish) -> None:
        workflow = self._canvas.workflow
        if workflow is None:
            return
        name = f"{_NO_NAME.sub(' ', workflow.name).strip() or 'workflow'}.{wish.format}"
        folder = self._context.workspace.path.parent
        path = self._context.dialogs.save_file("Export picture", folder / name, [_FILTERS[wish.format]])
        if path is None:
            return
        self.write(path if path.suffix else path.with_suffix(f".{wish.format}"), wish)

    def write(self, path: Path, wish: PictureWish) -> None:
        """Write the picture; the file is made in a job."""
        picture = self.picture(wish)
        if picture is None:
            return
        try:
            # Painting belongs to the window's thread; packing pixels, which takes longest, does not.
            image = image_of(picture, wish.scale) if wish.format == "png" else None
        except Problem as problem:
            self._context.dialogs.problem(problem)
            return
        data = b"" if image is not None else svg_of(picture) if wish.format == "svg" else pdf_of(picture)

        def work(_: JobControl) -> None:
            exporting.picture(path, png_of(image) if image is not None else data)

        def done(_: None) -> None:
            self._context.bus.message.emit(f"Saved the picture as {path.name}.")

        self._context.jobs.start(f"Saving {path.name}", work, done=done, failed=self._context.dialogs.problem)

    @Slot()
    def print_out(self) -> None:
        """Show the pages as they will be printed; the preview prints."""
        picture = self.picture(PictureWish("pdf"))
        if picture is None:
            return
        # Late, because few people print and this brings a good deal along.
        from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(picture.title)
        printer.setPageLayout(page_layout(picture.size))
        preview = QPrintPreviewDialog(printer, self._window.window())
        preview.setObjectName("print_preview")
        preview.setWindowTitle(f"Print “{picture.title}”")
        preview.resize(900, 700)
        preview.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        preview.paintRequested.connect(picture.paint_pages)
        # The preview owns neither, and needs both until it is gone.
        self._printing = (printer, picture)
        preview.open()

    def picture(self, wish: PictureWish) -> Picture | None:
        """Make the picture of the shown workflow; ``None`` when none is shown."""
        workflow, layout = self._canvas.workflow, self._canvas.canvas.layout
        if workflow is None or layout is None:
            return None
        faces = {card_id: face for card_id in layout.cards if (face := self._canvas.face(card_id)) is not None}
        if not wish.results:
            faces = {card_id: plain(face) for card_id, face in faces.items()}
        now = datetime.now(UTC).astimezone()
        zone = now.tzinfo
        assert zone is not None
        second = f"{_STATUS[workflow.status]} · {format_date(now, zone)} {format_time(now, zone)}"
        heading = Heading(workflow.name, second) if wish.heading else None
        theme = self._context.themes.theme if wish.as_screen else light_theme()
        if wish.format == "pdf" and not theme.is_dark:
            # Paper is white.
            theme = replace(theme, window=theme.raised)
        return Picture(workflow, faces, theme, self._canvas.font(), heading)
