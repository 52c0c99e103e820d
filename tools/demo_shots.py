"""Goes through the five-minute demo of the README in the real window, with mouse and keys, and takes its pictures.

Lives here: the demo's steps. Not here: pictures of every tab (``tools/shots.py``), whose helpers this uses. Run it with
`.venv/bin/python tools/demo_shots.py`; the pictures go to `resources/help/`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.shots import ROOT, wait  # noqa: I001 - before Qt: it chooses the platform

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QScrollArea, QWidget

from core.model.reason import Reason
from gui.app import make_application, open_window
from gui.run.log_filter import LogFilter
from gui.settings import Folders
from gui.window import MainWindow

OUT = ROOT / "resources" / "help"
SIZE = (1280, 800)


def shoot(window: MainWindow, name: str, over: QWidget | None = None) -> None:
    """Writes one picture of the window, with a dialog over it, in few colours so that it stays small."""
    wait(lambda: not window.bench.jobs.busy)
    picture: QPixmap = window.grab()
    if over is not None:
        painter = QPainter(picture)
        at = QPoint((window.width() - over.width()) // 2, (window.height() - over.height()) // 2)
        painter.drawPixmap(at, over.grab())
        painter.setPen(window.palette().mid().color())
        painter.drawRect(QRect(at - QPoint(1, 1), over.size() + QSize(1, 1)))
        painter.end()
    path = OUT / f"{name}.png"
    _few_colours(picture.toImage()).save(str(path), quality=0)
    print(path.relative_to(ROOT), path.stat().st_size // 1000, "kB")


def _few_colours(image: QImage) -> QImage:
    """Gives a picture with its 256 most common colours."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(bytes(plain.constBits()), dtype=np.uint32)
    colours, counts = np.unique(pixels, return_counts=True)
    table = [int(colour) for colour in colours[np.argsort(-counts)][:256]]
    flags = Qt.ImageConversionFlag.AvoidDither | Qt.ImageConversionFlag.ThresholdDither
    return plain.convertToFormat(QImage.Format.Format_Indexed8, table, flags)


def click(widget: QWidget) -> None:
    """Clicks into the middle of a widget."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.rect().center())


def play(window: MainWindow) -> None:
    """Presses Rehearse and waits until the run can be looked at."""
    before = window.bench.runs.run
    click(window.bench.bar.play)
    wait(lambda: window.bench.runs.run is not before and window.bench.player.replay is not None)


def demo(window: MainWindow) -> None:
    """The steps, one picture each."""
    bench = window.bench
    wait(lambda: not bench.jobs.busy, 1500)
    shoot(window, "demo-1-forecast")
    play(window)
    scrubber = bench.bar.scrubber
    QTest.mouseClick(scrubber, Qt.MouseButton.LeftButton, pos=QPoint(scrubber.width() // 3, scrubber.height() // 2))
    shoot(window, "demo-2-play")
    QTest.keyClick(scrubber, Qt.Key.Key_End)
    shoot(window, "workflows-light")
    bench.log.bar.set_filter(LogFilter(reasons=frozenset({Reason.INBOX_NOT_CONNECTED})))
    wait(lambda: not bench.jobs.busy)
    click(bench.log.bar.details)
    bench.log.table.selectRow(0)
    bench.log.table.setFocus()
    shoot(window, "demo-3-why")
    bench.log.menu.go_to_sender()
    state = bench.tabs.current_tab().findChild(QComboBox, "field_inbox_state")
    assert state is not None
    for area in bench.tabs.current_tab().findChildren(QScrollArea):
        if area.isAncestorOf(state):
            area.ensureWidgetVisible(state, 0, 60)
    state.setFocus()
    QTest.keyClick(state, Qt.Key.Key_Home)
    shoot(window, "demo-4-fix")
    QTest.keyClick(state, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    bench.tabs.commit_pending()
    bench.tabs.open("workflows")
    play(window)
    wait(lambda: not bench.jobs.busy, 600)
    window.compare_runs()
    wait(lambda: not bench.jobs.busy, 600)
    dialog = next(d for d in window.findChildren(QDialog) if d.objectName() == "differences")
    shoot(window, "demo-5-difference", dialog)
    dialog.close()


def main() -> int:
    """Takes all pictures."""
    app = make_application()
    with tempfile.TemporaryDirectory(prefix="cadenza-demo-") as home:
        window = open_window(app, Folders(Path(home), Path(home)))
        window.choose_theme("light")
        window.resize(*SIZE)
        window.show()
        demo(window)
        window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
