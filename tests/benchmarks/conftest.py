"""The work that is measured, and the table of ratios printed at the end. Nothing here asserts a time."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest


@dataclass
class Ratios:
    """What was measured, as lines of a table."""

    lines: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, what: str, measured: str, target: str) -> None:
        """Note one measurement beside its target."""
        self.lines.append((what, measured, target))


_TABLE = pytest.StashKey[Ratios]()


def pytest_configure(config: pytest.Config) -> None:
    """Make the table that this run fills."""
    config.stash[_TABLE] = Ratios()


@pytest.fixture
def ratios(request: pytest.FixtureRequest) -> Ratios:
    """Give the table to a benchmark."""
    return request.config.stash[_TABLE]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table."""
    table = config.stash[_TABLE]
    if table.lines:
        terminalreporter.section("measured beside the targets")
        for what, measured, target in table.lines:
            terminalreporter.write_line(f"{what:<58} {measured:>26}   target {target}")
