"""Taking a rehearsal out of the program: replay file, PDF report, and stopping either."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from core.model.run import Run
from gui.run.report_pages import pdf_of
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
    export(bench, fake_dialogs, "rehearse.export_replay", tmp_path / "out", qtbot)
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


def test_a_file_that_cannot_be_written_is_told(
    bench: Workbench, play: Play, fake_dialogs: FakeDialogs, tmp_path: Path, qtbot: QtBot
) -> None:
    play(bench)
    export(bench, fake_dialogs, "rehearse.export_report", tmp_path / "no" / "out.pdf", qtbot)
    assert fake_dialogs.asked[-1].kind == "problem"
