"""What the canvas' scene asks of whoever gives it colours, so that a picture may have others than the window."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgRenderer

from gui.icons import Icons
from gui.theme import Theme, load_theme
from resources import resource_path


class Look(Protocol):
    """Colours and icons."""

    @property
    def theme(self) -> Theme:
        """The colours."""

    @property
    def icons(self) -> Icons:
        """The icons in these colours."""


@dataclass(frozen=True)
class FixedLook:
    """A look that stays, whatever the window's theme is.

    Attributes:
        theme: The colours.
        icons: The icons in these colours.
    """

    theme: Theme
    icons: Icons


def picture_look(theme: Theme) -> FixedLook:
    """Give the look of a picture in the colours of a theme: its icons are lines, crisp at every size and on paper."""
    return FixedLook(theme, VectorIcons(theme, resource_path("icons"), Path()))


def light_theme() -> Theme:
    """Load the light theme, which pictures have unless the person wants the screen's."""
    return load_theme(resource_path("themes", "light.toml"))


class VectorIcons(Icons):
    """Icons that draw their lines themselves; the window's are pixels once they are drawn."""

    def __init__(self, theme: Theme, folder: Path, cache_dir: Path) -> None:
        super().__init__(theme, folder, cache_dir)
        self._lines: dict[tuple[str, str], QSvgRenderer] = {}

    def draw(self, painter: QPainter, rect: QRectF, name: str, role: str) -> bool:
        """Draw an icon as lines."""
        lines = self._lines.get((name, role))
        if lines is None:
            lines = self._lines[name, role] = QSvgRenderer(QByteArray(self.drawing(name, role).encode()))
        lines.render(painter, rect)
        return True
