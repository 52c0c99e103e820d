"""Starting: which workspace opens, where files go, and what is said when no window can open."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from core.model.problem import Problem
from core.services.workspace import Workspace
from gui import __main__ as command
from gui.display import why_no_window
from gui.settings import Folders, RecentFiles, find_folders, open_settings
from gui.widgets.store import MemorySettings
from gui.window_files import open_first
from gui.window_hold import Hold

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "data", tmp_path / "config")


@pytest.fixture
def opened() -> Iterator[list[Workspace]]:
    """Yields a list; workspaces put into it are closed at the end."""
    found: list[Workspace] = []
    yield found
    for workspace in found:
        workspace.close()


# ---------------------------------------------------------------- folders and settings


def test_home_holds_everything(tmp_path: Path) -> None:
    folders = find_folders(tmp_path / "h", program=tmp_path)
    assert folders == Folders(tmp_path / "h", tmp_path / "h")


def test_a_portable_mark_keeps_everything_beside_the_program(tmp_path: Path) -> None:
    assert find_folders(program=tmp_path) != find_folders(tmp_path)
    (tmp_path / "portable.txt").write_text("", encoding="utf-8")
    assert find_folders(program=tmp_path).data == tmp_path / "cadenza-home"


def test_else_the_users_own_folders_are_used(tmp_path: Path, test_home: Path) -> None:
    folders = find_folders(program=tmp_path)
    assert folders.data.is_relative_to(test_home)
    assert folders.config.is_relative_to(test_home)
    assert folders.sample.name == "demo-request.cadenza"


def test_recent_files_survive_the_settings_file(qapp: QApplication, folders: Folders, tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}.cadenza" for n in range(10)]
    for path in paths:
        path.write_text("", encoding="utf-8")
    settings = open_settings(folders)
    RecentFiles(settings).add(paths[0])
    settings.sync()
    # A list of one comes back from an INI file as plain text.
    again = RecentFiles(QSettings(settings.fileName(), QSettings.Format.IniFormat))
    assert again.paths() == [paths[0]]
    for path in paths:
        again.add(path)
    again.add(paths[3])
    assert [path.stem for path in again.paths()] == ["3", "9", "8", "7", "6", "5", "4", "2"]
    paths[9].unlink()
    assert paths[9] not in again.paths()
    assert again.last() == paths[3]
    again.clear()
    assert again.paths() == []


def test_a_last_workspace_that_is_gone_is_none(tmp_path: Path) -> None:
    recent = RecentFiles(MemorySettings())
    assert recent.last() is None
    recent.add(tmp_path / "gone.cadenza")
    assert recent.last() is None


# ---------------------------------------------------------------- what opens first


def test_the_first_start_opens_the_filled_sample(folders: Folders, opened: list[Workspace]) -> None:
    workspace, said = open_first(None, None, folders)
    opened.append(workspace)
    assert workspace.path == folders.sample
    assert workspace.contacts.count() > 0
    assert workspace.project().workflows
    assert said == ""


def test_later_the_last_one_opens(folders: Folders, tmp_path: Path, opened: list[Workspace]) -> None:
    mine = tmp_path / "mine.cadenza"
    Workspace.create(mine).close()
    opened.append(open_first(None, mine, folders)[0])
    assert opened[0].path == mine


def test_one_that_another_window_has_is_said_and_left_to_it(
    folders: Folders, tmp_path: Path, opened: list[Workspace]
) -> None:
    mine = tmp_path / "mine.cadenza"
    Workspace.create(mine).close()
    elsewhere = Hold(mine)
    workspace, said = open_first(None, mine, folders)
    opened.append(workspace)
    assert workspace.path == folders.sample
    assert said == "mine.cadenza could not be opened: “mine.cadenza” is open in another window of Cadenza."
    with pytest.raises(Problem, match="is open in another window") as caught:
        open_first(mine, None, folders)
    assert caught.value.code == "OPEN_ELSEWHERE"
    elsewhere.release()
    opened.append(open_first(mine, None, folders)[0])
    assert opened[1].path == mine


def test_a_damaged_last_one_is_said_and_left_alone(folders: Folders, tmp_path: Path, opened: list[Workspace]) -> None:
    bad = tmp_path / "bad.cadenza"
    bad.write_text("no database " * 100, encoding="utf-8")
    workspace, said = open_first(None, bad, folders)
    opened.append(workspace)
    assert workspace.path == folders.sample
    assert said.startswith("bad.cadenza could not be opened: ")
    assert bad.read_text(encoding="utf-8").startswith("no database")


def test_a_damaged_sample_of_mine_gives_a_fresh_one_beside_it(folders: Folders, opened: list[Workspace]) -> None:
    folders.data.mkdir()
    folders.sample.write_text("no database " * 100, encoding="utf-8")
    opened.append(open_first(None, None, folders)[0])
    assert opened[0].path.name == "demo-request-2.cadenza"


def test_a_named_file_that_is_bad_is_a_problem(folders: Folders, tmp_path: Path) -> None:
    bad = tmp_path / "bad.cadenza"
    bad.write_text("no database " * 100, encoding="utf-8")
    with pytest.raises(Problem) as caught:
        open_first(bad, None, folders)
    assert caught.value.code == "NOT_A_WORKSPACE"


# ---------------------------------------------------------------- the command


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], (None, None)),
        (["a.cadenza"], (Path("a.cadenza"), None)),
        (["--home", "h"], (None, Path("h"))),
        (["--home=h", "a.cadenza"], (Path("a.cadenza"), Path("h"))),
        (["a.cadenza", "--home", "h"], (Path("a.cadenza"), Path("h"))),
        (["rehearse", "demo-request"], None),
        (["samples"], None),
        (["--version"], None),
        (["-h"], None),
        (["--home"], None),
        (["a.cadenza", "b.cadenza"], None),
    ],
)
def test_arguments_for_the_window_and_for_the_command_line(
    arguments: list[str], expected: tuple[Path | None, Path | None] | None
) -> None:
    assert command._window_arguments(arguments) == expected


def test_a_missing_file_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "missing.cadenza"
    assert command.main([str(missing)]) == 2
    assert capsys.readouterr().err == f"cadenza: {missing} does not exist.\n"


def _run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    return subprocess.run(
        [sys.executable, "-m", "gui", *arguments],
        cwd=ROOT,
        env={**environment, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can lack a display")
def test_without_a_display_one_line_points_to_the_command_line(tmp_path: Path) -> None:
    ended = _run("--home", str(tmp_path))
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "no display" in ended.stderr
    assert "cadenza rehearse demo-request" in ended.stderr
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_no_workspace_ends_with_one_line(tmp_path: Path) -> None:
    bad = tmp_path / "bad.cadenza"
    bad.write_text("no database " * 100, encoding="utf-8")
    ended = _run("--home", str(tmp_path / "home"), str(bad), QT_QPA_PLATFORM="offscreen")
    assert ended.returncode == 2
    assert "bad.cadenza" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_subcommand_needs_neither_qt_nor_a_display() -> None:
    script = (
        "import sys; from gui.__main__ import main; code = main(['samples']); print('PySide6' in sys.modules, code)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.returncode == 0, ended.stderr
    assert "demo-request" in ended.stdout
    assert ended.stdout.splitlines()[-1] == "False 0"


@pytest.mark.parametrize(
    ("environment", "platform", "reason"),
    [
        ({}, "win32", ""),
        ({}, "darwin", ""),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", ""),
        ({"QT_QPA_PLATFORM": "minimal:something"}, "linux", ""),
        ({}, "linux", "There is no display here"),
        ({"QT_QPA_PLATFORM": "xcb"}, "linux", "There is no display here"),
        ({"WAYLAND_DISPLAY": "wayland-77", "XDG_RUNTIME_DIR": "/nonexistent"}, "linux", "There is no display here"),
    ],
)
def test_why_no_window_can_open(environment: dict[str, str], platform: str, reason: str) -> None:
    said = why_no_window(environment, platform)
    assert said.startswith(reason) if reason else said == ""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks libxcb")
def test_a_display_that_does_not_answer_is_found_out() -> None:
    """Qt would abort the process with a core dump."""
    ended = _run(DISPLAY=":9987")
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "cadenza rehearse demo-request" in ended.stderr


def test_the_window_loads_nothing_that_only_later_work_needs() -> None:
    later = ("numpy", "jinja2", "python_calamine", "mimesis", "holidays", "charset_normalizer", "core.services.why_not")
    program = f"import sys, gui.app, gui.tabs.workflows; print([name for name in {later} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
