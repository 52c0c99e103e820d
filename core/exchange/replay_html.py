"""The one-file replay: an HTML page that needs no program and no network. What goes into it is gathered elsewhere.

The page is put together by jinja2 with autoescape: whatever stands in contact data is text there, never markup. Its own
script and style are files in ``resources/replay``; a policy in the page forbids it to load anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from resources import resource_path

FOLDER = "replay"


def render(title: str, about: str, data: Mapping[str, Any]) -> str:
    """Write the page.

    Arguments:
        title: Its title and first line.
        about: One sentence below it.
        data: What its script shows; plain JSON values.
    """
    # Late: only who writes a replay needs it.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = resource_path(FOLDER)
    environment = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    return environment.get_template("replay.html").render(
        title=title,
        about=about,
        data=data,
        style=(folder / "replay.css").read_text(encoding="utf-8"),
        script=(folder / "replay.js").read_text(encoding="utf-8"),
    )
