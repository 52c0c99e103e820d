"""Reading and writing whole files, and what the disk says about it."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from core.exchange.files import foreign_kind, read_bytes, written
from core.model.problem import Problem


def test_a_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old")
    with pytest.raises(TypeError), written(path) as file:
        print("new", 1 + "1", file=file)  # type: ignore[operator]
    assert path.read_text() == "old"
    with written(path) as file:
        file.write("new")
    assert path.read_text() == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["out.txt"]


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "DISK_FULL"), (errno.EACCES, "READ_ONLY"), (errno.EROFS, "READ_ONLY"), (errno.EIO, "CANNOT_WRITE")],
)
def test_what_the_disk_says_becomes_a_problem(tmp_path: Path, number: int, code: str) -> None:
    with pytest.raises(Problem) as said, written(tmp_path / "out.txt"):
        raise OSError(number, "said so")
    assert said.value.code == code
    assert "out.txt" in str(said.value)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_cannot_be_written_to(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="There is no folder") as said, written(tmp_path / "no" / "out.txt"):
        pass
    assert said.value.code == "CANNOT_WRITE"


def test_missing_files_and_folders_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"There is no file “a\.csv”") as said:
        read_bytes(tmp_path / "a.csv")
    assert said.value.code == "FILE_MISSING"
    with pytest.raises(Problem, match="is a folder, not a file") as said:
        read_bytes(tmp_path)
    assert said.value.code == "NO_ACCESS"


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(Problem, match="cannot be read: Permission denied") as said:
        read_bytes(tmp_path / "a.csv")
    assert said.value.code == "NO_ACCESS"


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"PK\x03\x04rest", "an Excel workbook or another zip archive"),
        (b"SQLite format 3\0", "a database; a workspace is opened, not imported"),
        (b"Email,Name\n", ""),
        (b"", ""),
    ],
)
def test_files_chosen_by_mistake_are_named(start: bytes, kind: str) -> None:
    assert foreign_kind(start) == kind
