"""The File menu: making, opening and copying workspaces, and the samples.

Lives here: asking for files and what may go wrong with them. Not here: swapping the window's content
(``gui.window.MainWindow.show_workspace``).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.model.problem import Problem
from core.services.samples import Sample, open_sample, samples
from core.services.workspace import Workspace
from gui.dialogs.ask import Dialogs
from gui.jobs import JobControl, JobRunner
from gui.settings import Folders
from gui.text import plural
from gui.window_hold import OPEN_ELSEWHERE, Hold, check_free

_SUFFIX, _PROJECT_SUFFIX = ".cadenza", ".json"
_PROJECT_FILTER = "Cadenza project files (*.json)"
_FILTERS = ("Cadenza workspaces (*.cadenza)", _PROJECT_FILTER, "All files (*)")
_LISTS = (".csv", ".tsv", ".txt", ".xlsx")
_READ_ONLY = "READ_ONLY"
_BOTH = "Workspaces and project files (*.cadenza *.json)"


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
        self._hold: Hold | None = None
        self._shown: Path | None = None

    @property
    def is_opening(self) -> bool:
        """Whether a workspace is being opened."""
        return self._opening

    def keep(self, path: Path) -> None:
        """Keep the workspace that is shown now to this window, and leave the one before to others."""
        self.let_go()
        self._shown = path.absolute()
        with suppress(Problem):
            # It was free a moment ago.
            self._hold = Hold(path)

    def let_go(self) -> None:
        """Leave the workspace to other windows."""
        if self._hold is not None:
            self._hold.release()
        self._hold = self._shown = None

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
        path = self._dialogs.open_file("Open workspace", (_BOTH, *_FILTERS), self._folders.data)
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """Open a workspace file, or a project file as a new workspace."""
        if path.absolute() == self._shown:
            self.said.emit(f"“{path.name}” is open already.")
        elif path.suffix.lower() in _LISTS:
            self._dialogs.problem(
                Problem(
                    "NOT_A_WORKSPACE",
                    f"“{path.name}” is a list, not a workspace.",
                    hint="Bring its contacts into this workspace with File › Import contacts…",
                )
            )
        elif path.suffix.lower() == _PROJECT_SUFFIX:
            self._open_project(path)
        else:
            ways_out = {OPEN_ELSEWHERE: lambda: self._offer_open(path), _READ_ONLY: lambda: self._offer_mine(path)}
            self._start(f"Opening {path.name}", lambda: open_alone(path), ways_out)

    def _offer_open(self, path: Path) -> None:
        """Another window has the file: offer a copy of it."""
        text = "Two windows on one file would write over each other’s edits. You can open a copy of it here."
        self._ask_open_copy(path, f"“{path.name}” is open in another window", text, path.parent)

    def _offer_mine(self, path: Path) -> None:
        """The file or its folder is read-only: offer a copy, beside it when there something can be written."""
        beside = os.access(path.parent, os.W_OK)
        where = "beside it" if beside else f"in “{self._folders.data}”"
        text = f"The file or its folder is read-only. You can open a copy of it, which goes {where}."
        title = f"“{path.name}” cannot be written"
        self._ask_open_copy(path, title, text, path.parent if beside else self._folders.data)

    def _ask_open_copy(self, path: Path, title: str, text: str, folder: Path) -> None:
        if self._dialogs.confirm(title, text, "Open a copy"):
            copy = _free_beside(folder / f"{path.stem}-copy{path.suffix}")
            self._start(f"Opening {copy.name}", lambda: _copied(path, copy))

    def _open_project(self, path: Path) -> None:
        """Ask where the workspace goes that a project file becomes, and make and open it."""
        target = self._dialogs.save_file(
            "New workspace from a project file", self._folders.data / f"{path.stem}{_SUFFIX}", _FILTERS[:1]
        )
        if target is not None:
            target = target if target.suffix else target.with_suffix(_SUFFIX)
            self._start(f"Reading {path.name}", lambda: _from_project_file(path, target))

    def ask_export_project(self, workspace: Workspace) -> None:
        """Ask for a place and write the whole project there, contacts and all, as one file that people can read."""
        suggested = workspace.path.with_suffix(_PROJECT_SUFFIX)
        path = self._dialogs.save_file("Export project", suggested, (_PROJECT_FILTER,))
        if path is None:
            return
        target = path if path.suffix else path.with_suffix(_PROJECT_SUFFIX)

        def write(_: JobControl) -> int:
            from core.services.exporting import project_json

            with workspace.in_thread():
                return project_json(workspace, target)

        def done(contacts: int) -> None:
            self.said.emit(f"Wrote the project with {plural(contacts, 'contact')} to {target.name}.")

        self._jobs.start(f"Writing {target.name}", write, done=done, failed=self._dialogs.problem)

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

    def _start(
        self, title: str, work: Callable[[], Workspace], ways_out: Mapping[str, Callable[[], None]] | None = None
    ) -> None:
        """Open in a job; ``ways_out`` says what is offered, instead of a message, for the code of a problem."""
        if self._opening:
            return

        def read(_: JobControl) -> Workspace:
            workspace = work()
            # The connection belongs to the thread that made it: the window's thread gets one of its own.
            workspace.close()
            return workspace

        def failed(error: Exception) -> None:
            self._set_busy("")
            way_out = (ways_out or {}).get(error.code) if isinstance(error, Problem) else None
            if way_out is not None:
                way_out()
            else:
                self._dialogs.problem(error)

        self._set_busy(title)
        self._jobs.start(title, read, done=self._on_done, failed=failed)

    def _on_done(self, workspace: Workspace) -> None:
        self._set_busy("")
        self.opened.emit(workspace)

    def _set_busy(self, title: str) -> None:
        self._opening = bool(title)
        self.busy.emit(title)


def _copied(path: Path, copy: Path) -> Workspace:
    save_copy(path, copy)
    return open_alone(copy)


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
            from core.services.exporting import open_copy

            open_copy(source, Path(folder)).close()
            (Path(folder) / source.name).replace(target)
    except OSError as error:
        raise Problem("CANNOT_WRITE", f"“{target.name}” cannot be written: {error.strerror}.") from error


def _from_project_file(path: Path, target: Path) -> Workspace:
    # Late: it brings all that reads lists of contacts along, which a window that only opens does not need.
    from core.services.importing import open_project

    return open_project(path, target)


def open_alone(path: Path) -> Workspace:
    """Open a workspace that no other window has.

    Args:
        path: The file.

    Raises:
        Problem: ``OPEN_ELSEWHERE``, or what opening raises.
    """
    if path.exists():
        check_free(path)
    return Workspace.open(path)


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
        return open_alone(path), ""
    said = ""
    for candidate in (last, folders.sample if folders.sample.exists() else None):
        if candidate is not None:
            try:
                return open_alone(candidate), said
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
