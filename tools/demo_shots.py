"""Goes through the five-minute demo of the README in the real window, by mouse and keys alone, and takes its pictures.

Lives here: the demo's steps. Not here: pictures of every tab (``tools/shots.py``). Run it with
`.venv/bin/python tools/demo_shots.py`; the pictures go to `resources/help/`. The last one is of the replay file in
Chromium, and is left as it is where there is none.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.shots import ROOT, wait  # noqa: I001 - before Qt: it chooses the platform

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QPushButton, QWidget

from core.model.reason import Reason
from gui.app import make_application, open_window
from gui.run.differences import DifferencesDialog
from gui.settings import Folders
from gui.window import MainWindow
from tests.end_to_end.hand import cell, choose_menu, drag, keys, point, popup, saving
from tests.end_to_end.steps import find

OUT = ROOT / "resources" / "help"
SIZE = (1280, 800)
CONTROL = Qt.KeyboardModifier.ControlModifier
#: Squared distance up to which two colours are one to the eye.
_ALIKE = 60
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def shoot(window: MainWindow, name: str, over: QWidget | None = None) -> None:
    """Writes one picture of the window, with a dialog over it."""
    picture: QPixmap = window.grab()
    if over is not None:
        painter = QPainter(picture)
        at = QPoint((window.width() - over.width()) // 2, (window.height() - over.height()) // 2)
        painter.drawPixmap(at, over.grab())
        painter.setPen(window.palette().mid().color())
        painter.drawRect(QRect(at - QPoint(1, 1), over.size() + QSize(1, 1)))
        painter.end()
    save(picture.toImage(), name)


def save(image: QImage, name: str) -> None:
    """Writes a picture in at most 256 colours, so that it stays small."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    flags = Qt.ImageConversionFlag.AvoidDither | Qt.ImageConversionFlag.ThresholdDither
    path = OUT / f"{name}.png"
    plain.convertToFormat(QImage.Format.Format_Indexed8, palette(plain), flags).save(str(path), quality=0)
    print(path.relative_to(ROOT), path.stat().st_size // 1000, "kB")


def palette(image: QImage) -> list[int]:
    """Gives the most common colours of a picture; one that is hardly another than one before it takes no place."""
    pixels = np.frombuffer(bytes(image.constBits()), dtype=np.uint32)
    colours, counts = np.unique(pixels, return_counts=True)
    left = colours[np.argsort(-counts)]
    parts = np.stack([left >> shift & 255 for shift in (16, 8, 0)], axis=1).astype(np.int64)
    chosen: list[int] = []
    while len(left) and len(chosen) < 256:
        chosen.append(int(left[0]))
        far = ((parts - parts[0]) ** 2).sum(axis=1) > _ALIKE
        left, parts = left[far], parts[far]
    return chosen


def settle(window: MainWindow, at_least_ms: int = 400) -> None:
    """Waits until nothing works any more."""
    wait(lambda: not window.bench.jobs.busy, at_least_ms)


def forecast(window: MainWindow) -> None:
    """What the next rehearsal would come to stands under the button."""
    settle(window, 1500)
    shoot(window, "demo-1-forecast")


def play(window: MainWindow) -> None:
    """Press Rehearse, go back by the knob, and press play beside the time line."""
    point(find(window, QPushButton, "run_play"))
    settle(window)
    shoot(window, "workflows-light")
    line = window.bench.bar.scrubber
    assert window.bench.player.replay is not None
    start = window.bench.player.replay.start
    middle = line.height() // 2 + 4
    drag(line, QPoint(line.width() - 7, middle), QPoint(round(line.width() * 0.29), middle))
    point(find(window, QAbstractButton, "replay_play"))
    wait(lambda: window.bench.player.moment.time > start + 10 * 86_400, 0)
    shoot(window, "demo-2-play")
    point(find(window, QAbstractButton, "replay_pause"))
    settle(window)


def why(window: MainWindow) -> None:
    """Go to the next skip, keep the rows of one reason, and choose one of them."""
    keys(window, Qt.Key.Key_Right, modifier=CONTROL | Qt.KeyboardModifier.ShiftModifier)
    point(find(window, QPushButton, "log_reasons"))
    point(find(popup(), QCheckBox, f"log_reason_{Reason.INBOX_NOT_CONNECTED.name}"))
    keys(popup(), Qt.Key.Key_Escape)
    settle(window)
    cell(window.bench.log.table, 0)
    settle(window)
    shoot(window, "demo-3-why")


def fix(window: MainWindow) -> None:
    """Follow the link to the field that causes it, choose Connected and save."""
    point(find(window, QPushButton, "log_mend_cause"))
    settle(window)
    state = find(window, QComboBox, "field_inbox_state")
    keys(window, Qt.Key.Key_Home)
    assert state.currentText() == "Connected"
    settle(window)
    shoot(window, "demo-4-fix")
    keys(window, Qt.Key.Key_S, modifier=CONTROL)
    settle(window)


def compare(window: MainWindow) -> None:
    """Rehearse again and ask who fares otherwise now."""
    keys(window, Qt.Key.Key_R, modifier=CONTROL)
    settle(window, 800)
    who = next(b for b in window.bench.banner.findChildren(QPushButton) if b.text() == "Show who")
    point(who)
    settle(window)
    (dialog,) = [d for d in window.findChildren(DifferencesDialog) if d.isVisible()]
    shoot(window, "demo-5-difference", dialog)
    keys(dialog, Qt.Key.Key_Escape)


def share(window: MainWindow, folder: Path) -> None:
    """Export the replay through the menu and the file dialog, and open it in a browser."""
    path = folder / "demo-request-replay.html"
    with saving(path):
        choose_menu(window, "Rehearse", "Export replay")
        settle(window)
    browser = next((found for name in _BROWSERS if (found := shutil.which(name))), "")
    if not browser:
        print("There is no Chromium here: demo-6-replay.png stays as it is.")
        return
    picture = folder / "replay.png"
    assert window.bench.player.replay is not None
    page = f"{path.as_uri()}#at={window.bench.player.replay.start + 11 * 86_400}&story=Tom%C3%A1s+Ferreira"
    flags = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        f"--user-data-dir={folder / 'browser'}",
    )
    size = f"--window-size={SIZE[0]},{SIZE[1]}"
    subprocess.run([browser, *flags, size, f"--screenshot={picture}", page], check=True, capture_output=True)
    save(QImage(str(picture)), "demo-6-replay")


def main() -> int:
    """Takes all pictures."""
    app = make_application()
    with tempfile.TemporaryDirectory(prefix="cadenza-demo-") as home:
        window = open_window(app, Folders(Path(home), Path(home)))
        window.choose_theme("light")
        window.resize(*SIZE)
        window.show()
        window.activateWindow()
        for step in (forecast, play, why, fix, compare):
            step(window)
        share(window, Path(home))
        window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
