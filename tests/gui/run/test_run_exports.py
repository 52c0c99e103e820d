"""Taking a rehearsal out of the program: replay file, PDF report, and stopping either."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QTextDocument
from PySide6.QtPrintSupport import QPrintPreviewDialog
from pytestqt.qtbot import QtBot

from core.model.run import Run
from core.services.report import Funnel, Report, Row, page_of
from gui.run import report_pages
from gui.run.report_cuts import Slice, cut
from gui.run.report_pages import laid_out, pdf_of
from gui.workbench import Workbench
from tests.gui.conftest import FakeDialogs

Play = Callable[[Workbench], Run]


def export(bench: Workbench, dialogs: FakeDialogs, command: str, path: Path, qtbot: QtBot) -> None:
    dialogs.answers.append(path)
    assert bench.context.commands.run(command)
    qtbot.waitUntil(lambda: not bench.exports.is_busy, timeout=20_000)


def test_nothing_to_export_without_a_run(bench: Workbench) -> None:
    bench.context.commands.update_enabled()
    assert not bench.context.commands.action("rehearse.export_replay").isEnabled()


def test_the_replay_is_written_and_can_be_opened(
    bench: Workbench,
    play: Play,
    fake_dialogs: FakeDialogs,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    play(bench)
    said: list[str] = []
    bench.bus.message.connect(said.append)
    export(bench, fake_dialogs, "rehearse.export_replay", tmp_path / "out", qtbot)
    assert bench.exports.toast.text().endswith(" rows to out.html.")
    assert said == [], "the toast says it"
    written = tmp_path / "out.html"
    assert written.read_text(encoding="utf-8").lower().startswith("<!doctype html>")
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    bench.exports.toast.action_button.click()
    assert [url.toLocalFile() for url in opened] == [str(written.resolve())]


def test_the_report_is_a_pdf(
    bench: Workbench, play: Play, fake_dialogs: FakeDialogs, tmp_path: Path, qtbot: QtBot
) -> None:
    play(bench)
    export(bench, fake_dialogs, "rehearse.export_report", tmp_path / "out.pdf", qtbot)
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


def test_long_reports_have_several_pages(qapp: object) -> None:
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf_of("<p>line</p>" * 200, "Long")))
    assert pages > 2
    assert len(re.findall(rb"/Type\s*/Page\b", pdf_of("<p>line</p>", "Short"))) == 1


def test_a_late_stop_leaves_the_old_file_and_says_so(
    bench: Workbench,
    play: Play,
    fake_dialogs: FakeDialogs,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Stop is pressed when the pages are painted already: only giving the file its name is left to do."""
    play(bench)
    path = tmp_path / "out.pdf"
    path.write_text("old", encoding="utf-8")
    said: list[str] = []
    bench.bus.message.connect(said.append)

    def painted(*page: str) -> bytes:
        (job,) = [job for job in bench.jobs.jobs() if job.title == "Writing out.pdf"]
        job.cancel()
        return pdf_of(*page)

    monkeypatch.setattr(report_pages, "pdf_of", painted)
    export(bench, fake_dialogs, "rehearse.export_report", path, qtbot)
    assert said == ["Stopped; nothing was written."]
    assert [file.name for file in tmp_path.glob("*out*")] == ["out.pdf"]
    assert path.read_text(encoding="utf-8") == "old"
    assert bench.banner.text() == ""


def report_strip(rows: int, words: str = "word") -> tuple[QTextDocument, list[Slice]]:
    lines = tuple(Row((f"Contact {n}", words), (str(n),)) for n in range(rows))
    skips = tuple(Row(("When", f"Contact {n}", "Flow", "Reason", words)) for n in range(rows))
    funnel = Funnel("Flow", tuple(Row((f"Card {n}",), ("1", "2", "3", "4")) for n in range(rows)))
    report = Report("Title", "About.", "Now", lines[:3], lines, lines, lines, lines, (funnel,) * 2, skips, rows, "")
    document = laid_out(page_of(report), 500)
    return document, cut(document, 700)


@pytest.mark.parametrize(("rows", "words"), [(0, ""), (3, "word"), (60, "a good many words " * 9), (41, "x" * 400)])
def test_pages_are_cut_between_rows_and_leave_nothing_out(qapp: object, rows: int, words: str) -> None:
    document, slices = report_strip(rows, words)
    assert all(part.bottom - part.top + part.head_height <= 700 for part in slices)
    block = document.begin()
    while block.isValid():
        rect = document.documentLayout().blockBoundingRect(block)
        if block.text().strip():
            pages = [n for n, part in enumerate(slices) if rect.top() < part.bottom and rect.bottom() > part.top]
            assert len(pages) == 1, block.text()
            if block.blockFormat().headingLevel():
                following = document.documentLayout().blockBoundingRect(block.next().next())
                assert following.top() < slices[pages[0]].bottom, f"{block.text()} stands alone at the foot of a page"
        block = block.next()


def test_a_table_that_goes_on_has_its_headings_again(qapp: object) -> None:
    document, slices = report_strip(60)
    repeated = [part.head for part in slices if part.head]
    assert len(repeated) >= 3
    layout = document.documentLayout()
    first = document.find("What to do").block()
    assert layout.blockBoundingRect(first).top() == pytest.approx(repeated[0][0] + 3, abs=0.1)


def test_a_row_higher_than_a_page_goes_on_over_pages(qapp: object) -> None:
    _, slices = report_strip(1, "words " * 6_000)
    assert len(slices) > 3
    assert all(part.bottom - part.top + part.head_height <= 700.1 for part in slices)


def test_the_preview_shows_the_pages_and_prints_them(
    bench: Workbench, play: Play, qtbot: QtBot, tmp_path: Path
) -> None:
    play(bench)
    assert bench.context.commands.run("rehearse.print_report")
    qtbot.waitUntil(lambda: not bench.exports.is_busy, timeout=20_000)
    preview = bench.window().findChild(QPrintPreviewDialog, "report_preview")
    assert preview is not None
    assert preview.isVisible()
    printer = preview.printer()
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    preview.paintRequested.emit(printer)
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")
    preview.close()


def test_a_file_that_cannot_be_written_is_told(
    bench: Workbench, play: Play, fake_dialogs: FakeDialogs, tmp_path: Path, qtbot: QtBot
) -> None:
    play(bench)
    export(bench, fake_dialogs, "rehearse.export_report", tmp_path / "no" / "out.pdf", qtbot)
    assert fake_dialogs.asked[-1].kind == "problem"
