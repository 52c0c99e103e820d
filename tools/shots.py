"""Writes screenshots of every tab, in both themes and two sizes, before and after a rehearsal, to build/shots/.

Lives here: going through the window without a screen. Not here: what is in it. Uses the sample that the first start
opens, in a home of its own that is thrown away. Run it with `make shots`, or with other sizes: `shots.py 1440x900`.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

# Before Qt is loaded: these pictures must not depend on whose desktop they are taken on.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.pop("QT_SCALE_FACTOR", None)
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QEventLoop, QTimer  # noqa: E402 - the path and the platform come first
from PySide6.QtWidgets import QApplication, QDialog  # noqa: E402

from gui.app import make_application, open_window  # noqa: E402
from gui.settings import Folders  # noqa: E402
from gui.window import MainWindow  # noqa: E402

OUT = ROOT / "build" / "shots"
SIZES = ((1280, 800), (1920, 1080))
THEMES = ("light", "dark")
_SETTLE_MS = 250
_LONGEST_MS = 60_000


def wait(until: Callable[[], bool], at_least_ms: int = _SETTLE_MS) -> None:
    """Lets the window work until something holds, and then a moment longer, so that all is painted."""
    loop = QEventLoop()
    look = QTimer()
    look.timeout.connect(lambda: loop.quit() if until() else None)
    look.start(20)
    QTimer.singleShot(_LONGEST_MS, loop.quit)
    loop.exec()
    look.stop()
    QTimer.singleShot(at_least_ms, loop.quit)
    loop.exec()


def shoot(window: MainWindow, name: str) -> None:
    """Writes one picture of the window."""
    wait(lambda: not window.bench.jobs.busy)
    path = OUT / f"{name}.png"
    window.grab().save(str(path))
    print(path.relative_to(ROOT))


def looks(window: MainWindow, sizes: tuple[tuple[int, int], ...]) -> Iterator[str]:
    """Puts the window into every theme and size and names each."""
    for theme in THEMES:
        window.choose_theme(theme)
        for width, height in sizes:
            window.resize(width, height)
            yield f"{theme}-{width}x{height}"


def shoot_tabs(window: MainWindow, stage: str, sizes: tuple[tuple[int, int], ...]) -> None:
    """Writes a picture of every tab in every look."""
    for look in looks(window, sizes):
        for key in window.bench.tabs.tab_keys():
            window.bench.tabs.open(key)
            shoot(window, f"{key}-{stage}-{look}")
    window.bench.tabs.open("workflows")


def shoot_dialogs(window: MainWindow) -> None:
    """Writes a picture of each of the window's own dialogs in both themes."""
    openers = {
        "run-settings": window.open_run_settings,
        "account": window.open_account,
        "problems": window.open_problems,
        "shortcuts": window.open_shortcuts,
        "about": window.open_about,
        "search": window.open_palette,
    }
    for theme in THEMES:
        window.choose_theme(theme)
        for name, opener in openers.items():
            opener()
            wait(lambda: bool(_open_dialogs(window)))
            for dialog in _open_dialogs(window):
                path = OUT / f"dialog-{name}-{theme}.png"
                dialog.grab().save(str(path))
                print(path.relative_to(ROOT))
                dialog.close()


def _open_dialogs(window: MainWindow) -> list[QDialog]:
    return [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]


def main(arguments: list[str]) -> int:
    """Takes all pictures; `arguments` may name other sizes, e.g. 1440x900."""
    sizes = tuple((int(w), int(h)) for w, _, h in (size.partition("x") for size in arguments)) or SIZES
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.glob("*.png"):
        old.unlink()
    app: QApplication = make_application()
    with tempfile.TemporaryDirectory(prefix="cadenza-shots-") as home:
        window = open_window(app, Folders(Path(home), Path(home)))
        window.show()
        shoot_tabs(window, "start", sizes)
        window.play()
        wait(lambda: window.bench.runs.run is not None)
        shoot_tabs(window, "rehearsed", sizes)
        window.bench.log.bar.segments.choose("skipped")
        wait(lambda: not window.bench.jobs.busy)
        window.bench.log.table.selectRow(1)
        for look in looks(window, sizes):
            shoot(window, f"log-skipped-{look}")
        shoot_dialogs(window)
        window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
