"""A way from a project to a workspace, for rows that people meet through the services."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from core.model.contact import Contact
from core.model.project import Project
from core.services.workspace import Workspace

Opener: TypeAlias = Callable[[Project, Iterable[Contact]], Workspace]
"""Makes a workspace file of a project and contacts and opens it."""


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opener]:
    """Give a way to open workspaces; they are closed at the end."""
    made: list[Workspace] = []

    def open_one(project: Project, people: Iterable[Contact] = ()) -> Workspace:
        made.append(Workspace.create(tmp_path / f"{len(made)}.cadenza", project, people))
        return made[-1]

    yield open_one
    for workspace in made:
        workspace.close()
