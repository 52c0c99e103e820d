"""Makes the sample workspaces in resources/samples; run it with ``python -m tools.make_samples`` after changing one.

The same run gives the same files. What a sample holds stands in ``tools/sample_data``. All people and companies are
made up and every address ends in ``.example``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from core.exchange import project_json
from core.model.project import Project
from core.model.sender import Sender
from tools.sample_data import break_it, demo_request, monday_rush
from tools.sample_data.common import Content


class Recipe(NamedTuple):
    """How a sample is made and what is told of it."""

    make: Callable[[], Content]
    title: str
    sentence: str


def blank() -> Content:
    """Make an account with nothing in it but its user."""
    return Project(senders=(Sender(1, "You", "you@yourcompany.example"),)), []


RECIPES = {
    "demo-request": Recipe(
        demo_request.content,
        "Demo request",
        "Three weeks of demo requests at a small company: who is followed up, who is skipped, and why.",
    ),
    "monday-rush": Recipe(
        monday_rush.content,
        "Monday rush",
        "400 leads match on one Monday at 9:00, and one sender’s daily limit decides who is enrolled.",
    ),
    "break-it": Recipe(
        break_it.content,
        "Break it",
        "A sequence is deleted, a seat is lost, an inbox disconnects: what a script lets happen to forty contacts.",
    ),
    "blank": Recipe(blank, "Blank", "An empty account with one user, for what you build yourself."),
}


def write_samples(root: Path) -> None:
    """Write all samples below a folder; folders of other names are left alone."""
    for order, (name, recipe) in enumerate(RECIPES.items(), 1):
        folder = root / name
        folder.mkdir(parents=True, exist_ok=True)
        project_json.save(folder / "project.json", *recipe.make())
        about = f'title = "{recipe.title}"\nsentence = "{recipe.sentence}"\norder = {order}\n'
        (folder / "sample.toml").write_text(about, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    own = Path(__file__).resolve().parent.parent / "resources" / "samples"
    write_samples(Path(sys.argv[1]) if len(sys.argv) > 1 else own)
