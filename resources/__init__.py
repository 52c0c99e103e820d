"""Data files that ship with the program: icons, themes, samples, lessons.

Lives here: only the way to find them. Not here: code that reads them.
"""

from __future__ import annotations

from pathlib import Path

_ROOT = Path(__file__).resolve().parent


def resource_path(*parts: str) -> Path:
    """Returns the path of a shipped file or folder, e.g. `resource_path("themes", "light.toml")`; it may not exist."""
    return _ROOT.joinpath(*parts)
