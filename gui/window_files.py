"""The File menu: making, opening and copying workspaces, and the samples.

Lives here: asking for files and what may go wrong with them. Not here: swapping the window's content
(``gui.window.MainWindow.show_workspace``).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.model.problem import Problem
from core.services.exporting import open_copy
from core.services.samples import Sample, open_sample, samples
from core.services.workspace import Workspace
from gui.dialogs.ask import Dialogs
from gui.jobs import JobControl, JobRunner
from gui.settings import Folders

_FILTERS = ("Cadenza workspaces (*.cadenza)", "All files (*)")
_SUFFIX = ".cadenza"


class WindowFiles(QObject):
    """Opens and makes workspaces in jobs, since a file may need an upgrade first.

    Args:
        folders: Where samples are put.
        jobs: Runs the work; outlives the workspaces.
        dialogs: Asks for files.
        parent: The window.

    Signals:
        opened: a ``Workspace`` that the window shall show.
        busy: what is being opened; empty when it is over.
        said: what was done, one sentence.
    """

    opened = Signal(object)
    busy = Signal(str)
    said = Signal(str)

    def __init__(self, folders: Folders, jobs: JobRunner, dialogs: Dialogs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folders = folders
        self._jobs = jobs
        self._dialogs = dialogs
        self._opening = False

    @property
    def is_opening(self) -> bool:
        """Whether a workspace is being opened."""
        return self._opening

    def ask_new(self) -> None:
        """Ask for a place and make an empty workspace there."""
        path = self._dialogs.save_file("New workspace", self._folders.data / f"workspace{_SUFFIX}", _FILTERS[:1])
        if path is not None:
            self.make(path)

    def make(self, path: Path) -> None:
        """Make an empty workspace; never over a file that is there."""
        target = path if path.suffix else path.with_suffix(_SUFFIX)
        self._start(f"Making {target.name}", lambda: open_sample("blank", target))

    def ask_open(self) -> None:
        """Ask for a workspace and open it."""
        path = self._dialogs.open_file("Open workspace", _FILTERS, self._folders.data)
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """Open a workspace file."""
        self._start(f"Opening {path.name}", lambda: Workspace.open(path))

    def ask_copy(self, workspace: Workspace) -> None:
        """Ask for a place and save a copy of the open workspace there; the window stays with the one it has."""
        suggested = workspace.path.with_stem(f"{workspace.path.stem}-copy")
        path = self._dialogs.save_file("Save a copy", suggested, _FILTERS[:1])
        if path is None:
            return
        target = path if path.suffix else path.with_suffix(_SUFFIX)
        source = workspace.path

        def write(_: JobControl) -> None:
            save_copy(source, target)

        def done(_: None) -> None:
            self.said.emit(f"Saved a copy as {target.name}.")

        self._jobs.start(f"Saving {target.name}", write, done=done, failed=self._dialogs.problem)

    def samples(self) -> list[Sample]:
        """Return the samples that ship with Cadenza; none when they are damaged, which shows when one is opened."""
        try:
            return samples()
        except Problem:
            return []

    def open_sample(self, name: str) -> None:
        """Open a sample: as it was left, or a fresh copy, as the person likes."""
        path = self._folders.data / f"{name}{_SUFFIX}"
        if path.exists():
            options = ["Go on with the one I had", "Start over with a fresh copy"]
            answer = self._dialogs.choose("Open sample", f"You have opened “{name}” before.", options)
            if answer is None:
                return
            if answer == 0:
                self.open(path)
                return
            path = _free_beside(path)
        self._start(f"Opening {path.name}", lambda: open_sample(name, path))

    def _start(self, title: str, work: Callable[[], Workspace]) -> None:
        if self._opening:
            return

        def read(_: JobControl) -> Workspace:
            workspace = work()
            # The connection belongs to the thread that made it: the window's thread gets one of its own.
            workspace.close()
            return workspace

        self._opening = True
        self.busy.emit(title)
        self._jobs.start(title, read, done=self._on_done, failed=self._on_failed)

    def _on_done(self, workspace: Workspace) -> None:
        self._opening = False
        self.busy.emit("")
        self.opened.emit(workspace)

    def _on_failed(self, error: Exception) -> None:
        self._opening = False
        self.busy.emit("")
        self._dialogs.problem(error)


def save_copy(source: Path, target: Path) -> None:
    """Write a copy of a workspace that may be open; the target is replaced only by a whole copy.

    Args:
        source: The workspace.
        target: Where the copy goes.

    Raises:
        Problem: ``FILE_BUSY`` when the target is open itself; else what opening a copy raises.
    """
    beside = (target.with_name(f"{target.name}{end}") for end in ("-wal", "-shm"))
    if target.absolute() == source.absolute() or any(path.exists() for path in beside):
        raise Problem("FILE_BUSY", f"“{target.name}” is open, so it cannot be replaced.", hint="Choose another name.")
    try:
        with tempfile.TemporaryDirectory(prefix=".cadenza-copy-", dir=target.parent) as folder:
            open_copy(source, Path(folder)).close()
            (Path(folder) / source.name).replace(target)
    except OSError as error:
        raise Problem("CANNOT_WRITE", f"“{target.name}” cannot be written: {error.strerror}.") from error


def open_first(path: Path | None, last: Path | None, folders: Folders) -> tuple[Workspace, str]:
    """Open what the window begins with: the file asked for, else the last one, else the sample.

    Args:
        path: The file that was named on the command line.
        last: The workspace that was open last.
        folders: Where the sample is put.

    Returns:
        The workspace, and a sentence when it is not the one that was open last.

    Raises:
        Problem: The file asked for cannot be opened, or not even a sample can be made.
    """
    if path is not None:
        return Workspace.open(path), ""
    said = ""
    for candidate in (last, folders.sample if folders.sample.exists() else None):
        if candidate is not None:
            try:
                return Workspace.open(candidate), said
            except Problem as problem:
                said = f"{candidate.name} could not be opened: {problem.sentence}"
    folders.data.mkdir(parents=True, exist_ok=True)
    return open_sample("demo-request", _free_beside(folders.sample)), said


def _free_beside(path: Path) -> Path:
    """Return the path itself, or the first of name-2, name-3 … that no file has."""
    candidate, number = path, 2
    while candidate.exists():
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return candidate
