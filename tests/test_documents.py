"""What ARCHITECTURE.md and README.md name is there, and each question is answered once."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
_CODE = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"[\w.<>*/-]+(/|\.(py|toml|html|md|js|css|json))")
_ROW = re.compile(r"^\| (?P<question>[^|]+) \| (?P<answer>.+) \|$", re.MULTILINE)


def named(line: str) -> list[str]:
    """Give what a line names that reads like a file or folder of the project."""
    return [text for text in _CODE.findall(line) if _PATH.fullmatch(text) or text.split("/")[0] in ("core", "gui")]


def is_there(name: str, folders: list[Path]) -> bool:
    """Say whether a file or folder is there: in the root, in core, or beside one named before; in prose, anywhere."""
    pattern = re.sub(r"<[^>]+>", "*", name.rstrip("/"))
    if any(list(folder.glob(pattern)) for folder in (ROOT, ROOT / "core", *folders)):
        return True
    anywhere = not folders and "/" not in name
    return anywhere and any(list((ROOT / part).rglob(name)) for part in ("core", "gui", "tests", "tools", "resources"))


@pytest.mark.parametrize("document", ["ARCHITECTURE.md", "README.md"])
def test_every_file_that_is_named_is_there(document: str) -> None:
    missing = []
    for line in (ROOT / document).read_text(encoding="utf-8").splitlines():
        folders: list[Path] = []
        for name in named(line):
            if name.startswith(("~", ".", "http")) or name in _MADE:
                continue
            if not is_there(name, folders):
                missing.append(f"{name} in: {line[:100]}")
            if "/" in name:
                folders.insert(0, (ROOT / name).parent)
    assert missing == []


_MADE = frozenset({"build/", "build/shots/"})
"""What the program or ``make`` writes."""


def test_each_question_stands_once() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    questions = Counter(row["question"].strip() for row in _ROW.finditer(text))
    assert len(questions) > 50
    assert [question for question, times in questions.items() if times > 1] == []
