"""Writes screenshots of every place in the window, in both themes and two sizes, to build/shots/.

Lives here: going through the window without a screen; the places are in shot_places.py. Not here: what is in it. Uses
the sample that the first start opens, in a home of its own that is thrown away. Run it with `make shots`, or by hand
with other sizes and single parts: `shots.py 1440x900 tabs empty`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

# Before Qt is loaded: these pictures must not depend on whose desktop they are taken on.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
_SCALED = "CADENZA_SHOTS_SCALED"
if _SCALED not in os.environ:
    os.environ.pop("QT_SCALE_FACTOR", None)
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QEventLoop, QTimer  # noqa: E402 - the path and the platform come first
from PySide6.QtWidgets import QApplication, QDialog  # noqa: E402

from core.model.changes import Noun  # noqa: E402
from core.services import edits  # noqa: E402
from core.services.samples import open_sample  # noqa: E402
from gui.app import make_application, open_window  # noqa: E402
from gui.bus import GoTo  # noqa: E402
from gui.settings import Folders  # noqa: E402
from gui.window import MainWindow  # noqa: E402
from tools import shot_places as places  # noqa: E402

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


def shoot_dialogs(window: MainWindow, folder: Path) -> None:
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
        for name, opener in chain(openers.items(), places.dialog_places(window, folder)):
            opener()
            wait(lambda: bool(_open_dialogs(window)) and not window.bench.jobs.busy)
            for dialog in _open_dialogs(window):
                path = OUT / f"dialog-{name}-{theme}.png"
                dialog.grab().save(str(path))
                print(path.relative_to(ROOT))
                dialog.close()


def shoot_places(window: MainWindow, sizes: tuple[tuple[int, int], ...]) -> None:
    """Writes a picture of every place inside the tabs in every look."""
    for look in looks(window, sizes):
        for visit in (places.workflow_places, places.sequence_places, places.contact_places, places.result_places):
            for name, go in visit(window):
                go()
                shoot(window, f"{name}-{look}")
    window.bench.tabs.open("workflows")
    window.bench.player.go_to_fraction(0.4)
    for look in looks(window, sizes):
        shoot(window, f"mid-replay-{look}")
        # A token is half a second under way, and a picture is taken after half of that.
        window.bench.player.next_skip()
        shoot(window, f"token-{look}")
    window.bench.player.go_to_end()


def shoot_drawn(window: MainWindow, sizes: tuple[tuple[int, int], ...]) -> None:
    """Writes pictures of workflows that ask much of the canvas."""
    tab: Any = window.bench.tabs.open("workflows")
    for name, workflow in places.drawn_workflows():
        new = replace(workflow, id=window.bench.workspace.new_id(Noun.WORKFLOW))
        window.bench.undo.do(edits.added(new, f"Add {new.name}"))
        wait(partial(tab.go_to, GoTo("workflow", new.id)))
        for look in looks(window, sizes):
            tab.canvas.set_zoom(1.0)
            tab.canvas.show_top()
            shoot(window, f"drawn-{name}-{look}")
            tab.canvas.fit()
            shoot(window, f"drawn-{name}-whole-{look}")


def shoot_scaled(folder: Path) -> None:
    """Writes the Workflows tab at usual scalings; Qt reads the factor once, so each has its own process."""
    for factor in ("1.25", "2"):
        asked = {**os.environ, "QT_SCALE_FACTOR": factor, _SCALED: str(folder / factor)}
        subprocess.run([sys.executable, __file__], env=asked, check=True)


def shoot_one_scale(app: QApplication, folder: Path) -> None:
    """Writes the Workflows tab in both themes at the scaling this process has."""
    window = open_window(app, Folders(folder, folder))
    window.show()
    for look in looks(window, SIZES[:1]):
        shoot(window, f"scaled-{os.environ['QT_SCALE_FACTOR']}-{look}")
    window.close()


def shoot_empty(app: QApplication, folder: Path, sizes: tuple[tuple[int, int], ...]) -> None:
    """Writes every tab of a workspace in which there is nothing yet."""
    open_sample("blank", folder / "blank.cadenza").close()
    window = open_window(app, Folders(folder, folder), folder / "blank.cadenza")
    window.show()
    shoot_tabs(window, "empty", sizes)
    window.close()


def _open_dialogs(window: MainWindow) -> list[QDialog]:
    return [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]


def main(arguments: list[str]) -> int:
    """Takes all pictures, or those of the parts named: tabs, places, dialogs, drawn, empty, scaled."""
    app: QApplication = make_application()
    if _SCALED in os.environ:
        shoot_one_scale(app, Path(os.environ[_SCALED]))
        return 0
    only = {part for part in arguments if not part[0].isdigit()}
    named = [size.partition("x") for size in arguments if size[0].isdigit()]
    sizes = tuple((int(w), int(h)) for w, _, h in named) or SIZES
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.glob("*.png") if not only else ():
        old.unlink()

    def wanted(part: str) -> bool:
        return not only or part in only

    with tempfile.TemporaryDirectory(prefix="cadenza-shots-") as home:
        folder = Path(home)
        window = open_window(app, Folders(folder, folder))
        window.show()
        if wanted("tabs"):
            shoot_tabs(window, "start", sizes)
        window.play()
        wait(lambda: window.bench.runs.run is not None)
        if wanted("tabs"):
            shoot_tabs(window, "rehearsed", sizes)
            shoot_log(window, sizes)
        if wanted("places"):
            shoot_places(window, sizes)
        if wanted("dialogs"):
            shoot_dialogs(window, folder)
        if wanted("drawn"):
            shoot_drawn(window, sizes)
        window.close()
        if wanted("empty"):
            shoot_empty(app, folder, sizes)
        if wanted("scaled"):
            shoot_scaled(folder)
    return 0


def shoot_log(window: MainWindow, sizes: tuple[tuple[int, int], ...]) -> None:
    """Writes the log with what was skipped, one row open."""
    window.bench.log.bar.segments.choose("skipped")
    wait(lambda: not window.bench.jobs.busy)
    window.bench.log.table.selectRow(1)
    for look in looks(window, sizes):
        shoot(window, f"log-skipped-{look}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
