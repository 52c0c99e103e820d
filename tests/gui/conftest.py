"""What tests of the window need: a theme, dialogs that answer by script, a store that forgets.

Lives here: fixtures for all of tests/gui. Not here: those of one folder.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from gui.dialogs.ask import Dialogs
from gui.theme import Theme, ThemeManager
from gui.widgets.store import MemorySettings
from tests.gui.tabs.desk import Desk


@dataclass(frozen=True)
class Asked:
    """One question or message that the window would have shown."""

    kind: str
    title: str
    text: str = ""
    problem: Exception | None = None


class FakeDialogs(Dialogs):
    """Answers from a queue instead of showing dialogs, and keeps what was asked.

    `answers` holds what the next calls return, first come first served; a question with no answer left fails the test.
    Messages (`inform`, `problem`) need none.
    """

    def __init__(self, themes: ThemeManager) -> None:
        super().__init__(themes)
        self.answers: deque[Any] = deque()
        self.asked: list[Asked] = []

    def _answer(self, kind: str, title: str, text: str = "") -> Any:
        self.asked.append(Asked(kind, title, text))
        assert self.answers, f"nobody answers {kind} {title!r}"
        return self.answers.popleft()

    def confirm(self, title: str, text: str, yes_label: str, danger: bool = False) -> bool:
        answer = self._answer("confirm", title, text)
        assert isinstance(answer, bool)
        return answer

    def inform(self, title: str, text: str) -> None:
        self.asked.append(Asked("inform", title, text))

    def problem(self, problem: Exception) -> None:
        self.asked.append(Asked("problem", getattr(problem, "title", ""), str(problem), problem))

    def choose(self, title: str, text: str, options: Sequence[str], current: int = 0) -> int | None:
        answer = self._answer("choose", title, text)
        assert answer is None or (isinstance(answer, int) and 0 <= answer < len(options))
        return answer

    def ask_text(self, title: str, field_label: str, value: str = "") -> str | None:
        answer = self._answer("ask_text", title, field_label)
        assert answer is None or isinstance(answer, str)
        return answer

    def open_file(self, title: str, filters: Sequence[str] = (), folder: Path | None = None) -> Path | None:
        answer = self._answer("open_file", title)
        assert answer is None or isinstance(answer, Path)
        return answer

    def save_file(self, title: str, suggested: Path | str = "", filters: Sequence[str] = ()) -> Path | None:
        answer = self._answer("save_file", title, str(suggested))
        assert answer is None or isinstance(answer, Path)
        return answer


@pytest.fixture(scope="session")
def session_themes(qapp: QApplication) -> ThemeManager:
    """Returns the one manager of this process: a new one per test would style the application anew each time."""
    return ThemeManager(qapp, "light")


@pytest.fixture
def themes(session_themes: ThemeManager) -> Iterator[ThemeManager]:
    """Yields the theme manager, light at the beginning of every test."""
    session_themes.set_choice("light")
    yield session_themes
    session_themes.set_choice("light")


@pytest.fixture
def theme(themes: ThemeManager) -> Theme:
    """Returns the light theme."""
    return themes.theme


@pytest.fixture
def settings() -> MemorySettings:
    """Returns an empty store."""
    return MemorySettings()


@pytest.fixture
def fake_dialogs(themes: ThemeManager) -> Iterator[FakeDialogs]:
    """Yields dialogs that answer by script; an answer that nobody asked for fails the test."""
    dialogs = FakeDialogs(themes)
    yield dialogs
    assert not dialogs.answers, f"never asked for: {list(dialogs.answers)}"


@pytest.fixture
def host(qapp: QApplication) -> Iterator[QWidget]:
    """Yields a shown window to put widgets into."""
    widget = QWidget()
    widget.resize(640, 480)
    widget.show()
    yield widget
    widget.close()
    widget.deleteLater()


@pytest.fixture
def desk(tmp_path: Path, themes: ThemeManager, fake_dialogs: FakeDialogs, settings: MemorySettings) -> Iterator[Desk]:
    """Yields the services over a workspace with one of everything."""
    made = Desk(tmp_path, themes, fake_dialogs, settings)
    yield made
    made.close()
