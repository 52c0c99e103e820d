"""Takes a rehearsal out of the program: as one HTML file that plays by itself, as a PDF report, on paper; its log.

Lives here: asking where to, the jobs, and the commands. Not here: what goes into the files
(``core.services.replay_file``, ``core.services.report``) and the pages (``gui.run.report_pages``). These are loaded
when something is written, because they bring numpy along.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu, QWidget

from core.model.run import Run
from core.services.log import LogQuery
from gui.commands import Command
from gui.context import Context
from gui.jobs import Job, JobControl
from gui.text import plural
from gui.theme import Tone
from gui.widgets.banner import Banner, BannerAction
from gui.widgets.toast import Toast

_FILTERS = {
    "html": "Web page (*.html)",
    "pdf": "PDF document (*.pdf)",
    "csv": "CSV file (*.csv)",
    "jsonl": "JSON Lines file (*.jsonl)",
}
_Page: TypeAlias = tuple[str, str]
"""A report's HTML, and what stands at the head of each page."""
_TOAST_MS = 15_000


class RunExports:
    """Exports and prints the rehearsal that is shown.

    Args:
        context: The window's shared services.
        banner: Shows how far an export is, with a button that stops it.
        window: What toasts and dialogs stand over.
    """

    def __init__(self, context: Context, banner: Banner, window: QWidget) -> None:
        self._context, self._banner, self._window = context, banner, window
        self._run: Run | None = None
        self._job: Job | None = None
        self._printing: object = None
        self.toast = Toast(context.themes, window)
        self.toast.setObjectName("export_toast")
        context.commands.register_all(self._commands())

    @property
    def is_busy(self) -> bool:
        """Whether something is being written."""
        return self._job is not None

    def show_run(self, run: Run | None) -> None:
        """Export this rehearsal from now on."""
        self._run = run

    def _commands(self) -> list[Command]:
        def ready() -> bool:
            return self._run is not None and self._job is None

        def command(name: str, title: str, handler: Callable[[], object], tip: str) -> Command:
            return Command(f"rehearse.{name}", title, handler, "Rehearse", "export", enabled=ready, tip=tip)

        return [
            command("export_replay", "Export replay (HTML)…", self.export_replay,
                    "One file that plays the rehearsal in any browser, with no program and no network."),
            command("export_report", "Export report (PDF)…", self.export_report, "The rehearsal’s sums on paper."),
            command("print_report", "Print report…", self.print_report, "Shows the pages first."),
        ]  # fmt: skip

    def fill(self, menu: QMenu) -> None:
        """Offer both files in another menu too."""
        menu.addSeparator()
        for name in ("export_replay", "export_report"):
            menu.addAction(self._context.commands.action(f"rehearse.{name}"))

    @Slot()
    def export_replay(self) -> None:
        """Ask where to, and write the replay."""
        run, path = self._run, self._ask("Export replay", "replay", "html")
        if run is None or path is None:
            return
        workspace, run_id = self._context.workspace, run.id

        def work(control: JobControl) -> int:
            with workspace.in_thread() as mine:
                from core.services.replay_file import write_replay

                return write_replay(mine, run_id, path, control)

        self._start(f"Writing {path.name}", work, lambda rows: self._say_written(path, f"{plural(rows, 'row')} to "))

    @Slot()
    def export_report(self) -> None:
        """Ask where to, and write the report."""
        run, path = self._run, self._ask("Export report", "report", "pdf")
        if run is None or path is None:
            return

        def write(page: _Page, control: JobControl) -> bool:
            from core.services import report as reports
            from gui.run.report_pages import pdf_of

            return reports.save(pdf_of(*page), path, control)

        self._with_page(run, f"Writing {path.name}", write, lambda _: self._say_written(path, ""))

    @Slot(object, str, object)
    def export_log(self, query: LogQuery, form: str, until: int = 0) -> None:
        """Ask where to, and write rows of the log, those before an id, as ``csv`` or ``jsonl``."""
        path = self._ask("Export log", "log", form)
        if path is None:
            return
        workspace = self._context.workspace

        def work(control: JobControl) -> int:
            with workspace.in_thread():
                # A person opens the file in a spreadsheet, mostly.
                return workspace.log.export(query, path, "excel" if form == "csv" else form, control, until=until)

        self._start(f"Writing {path.name}", work, lambda rows: self._say_written(path, f"{plural(rows, 'row')} to "))

    @Slot()
    def print_report(self) -> None:
        """Show the pages as they will be printed; the preview prints."""
        if self._run is not None:
            self._with_page(self._run, "Laying out the report", lambda *_: True, self._preview)

    # ---------------------------------------------------------------- inside

    def _ask(self, title: str, word: str, form: str) -> Path | None:
        if self._run is None or self._job is not None:
            return None
        suggested = f"{self._context.workspace.path.stem}-{word}.{form}"
        path = self._context.dialogs.save_file(title, suggested, [_FILTERS[form]])
        return path if path is None or path.suffix else path.with_suffix(f".{form}")

    def _with_page(
        self, run: Run, title: str, use: Callable[[_Page, JobControl], bool], done: Callable[[_Page], object]
    ) -> None:
        """Make a report's page in a job, and use it there; ``use`` says whether it came to its end."""
        workspace, run_id = self._context.workspace, run.id

        def work(control: JobControl) -> _Page | None:
            with workspace.in_thread() as mine:
                from core.services import report as reports

                report = reports.gather(mine, run_id, control)
            if report is None:
                return None
            page = (reports.page_of(report), f"{report.title}: rehearsal of {report.created}")
            control.raise_if_cancelled()
            return page if use(page, control) else None

        self._start(title, work, lambda page: done(page) if page is not None else None)

    def _start(self, title: str, work: Callable[[JobControl], object], done: Callable[..., object]) -> None:
        def end(result: object) -> None:
            self._end()
            done(result)

        def fail(error: Exception) -> None:
            self._end()
            self._context.dialogs.problem(error)

        def show(part: object) -> None:
            said = f" {part:.0%}" if isinstance(part, float) else ""
            self._say(f"{title}…{said}")

        def stopped(result: object) -> None:
            # Something may be whole before the stop is noticed; then it is there, and that is said.
            if result:
                end(result)
                return
            self._end()
            self._context.bus.message.emit("Stopped; nothing was written.")

        self._say(f"{title}…")
        self._job = self._context.jobs.start(title, work, progress=show, done=end, failed=fail, cancelled=stopped)
        self._context.commands.update_enabled()

    def _say(self, text: str) -> None:
        self._banner.show_message(text, Tone.ACCENT, (BannerAction("Stop", self._stop),), icon="export")

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._banner.show_message("Stopping…", Tone.ACCENT, icon="export")

    def _end(self) -> None:
        self._job = None
        self._banner.clear()
        self._context.commands.update_enabled()

    def _say_written(self, path: Path, before: str) -> None:
        # On the toast alone, which can open the file; the status bar would say the same a second time.
        # Only ever the file just written, by its local address.
        url = QUrl.fromLocalFile(str(path.resolve()))
        self.toast.show_message(f"Wrote {before}{path.name}.", "Open", lambda: QDesktopServices.openUrl(url), _TOAST_MS)

    def _preview(self, page: _Page) -> None:
        # Late, because few people print and this brings a good deal along.
        from PySide6.QtCore import Qt
        from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog

        from gui.run.report_pages import page_layout, paint_pages

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(page[1])
        printer.setPageLayout(page_layout())
        preview = QPrintPreviewDialog(printer, self._window.window())
        preview.setObjectName("report_preview")
        preview.setWindowTitle("Print report")
        preview.resize(1080, 760)
        preview.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        preview.paintRequested.connect(lambda device: paint_pages(device, *page))
        # The preview owns neither, and needs both until it is gone.
        self._printing = (printer, page)
        preview.open()
