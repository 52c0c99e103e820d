"""Icons: the shipped line drawings, tinted with a role of a theme.

Lives here: finding, tinting and caching them. Not here: the drawings (resources/icons/*.svg), or which icon means what.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QIcon, QPainter, QPixmap

from resources import resource_path

if TYPE_CHECKING:
    from gui.theme import Theme

#: Drawings use this word for their one colour; tinting replaces it.
_INK = "currentColor"


class Icons:
    """The icon set in the colours of one theme.

    Each tinted drawing is written once into `cache_dir` and opened by Qt's SVG icon engine, which draws it at whatever
    size and pixel ratio is asked for: crisp everywhere, and nothing is drawn before it is shown.

    Args:
        theme: gives the colours of the roles.
        folder: holds the *.svg drawings.
        cache_dir: made when missing; tinted drawings go there.
    """

    def __init__(self, theme: Theme, folder: Path, cache_dir: Path) -> None:
        self._theme = theme
        self._folder = folder
        self._cache_dir = cache_dir
        self._cache: dict[tuple[str, str], QIcon] = {}
        self._texts: dict[str, str] = {}

    def names(self) -> tuple[str, ...]:
        """Returns the names of all drawings, sorted."""
        return tuple(sorted(path.stem for path in self._folder.glob("*.svg")))

    def file(self, name: str, role: str = "text") -> Path:
        """Returns the path of the drawing in the role's colour; raises KeyError for an unknown name or role."""
        self._theme.color(role)
        path = self._cache_dir / f"{name}-{role}.svg"
        if not path.exists():
            drawing = self.drawing(name, role)
            self._cache_dir.mkdir(parents=True, exist_ok=True)
            path.write_text(drawing, encoding="utf-8")
        return path

    def drawing(self, name: str, role: str = "text") -> str:
        """Returns the text of the drawing in the role's colour; raises KeyError for an unknown name or role."""
        color = self._theme.color(role).name()
        try:
            # Nearly every drawing is wanted in two colours: its own, and the one of what is disabled.
            if name not in self._texts:
                self._texts[name] = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
            return self._texts[name].replace(_INK, color)
        except FileNotFoundError as error:
            raise KeyError(name) from error

    def icon(self, name: str, role: str = "text") -> QIcon:
        """Returns the icon in the role's colour, in the disabled colour while its widget is disabled.

        Raises:
            KeyError: no icon or no role of that name.
        """
        key = (name, role)
        icon = self._cache.get(key)
        if icon is None:
            icon = QIcon(str(self.file(name, role)))
            icon.addFile(str(self.file(name, "disabled")), QSize(), QIcon.Mode.Disabled)
            # Qt would draw a chosen row's icon in the highlight colour; ours keeps its own.
            icon.addFile(str(self.file(name, role)), QSize(), QIcon.Mode.Selected)
            self._cache[key] = icon
        return icon

    def draw(self, painter: QPainter, rect: QRectF, name: str, role: str) -> bool:
        """Draws an icon as lines where that is asked for, as in pictures; these icons leave it to their pixels."""
        return False

    def pixmap(self, name: str, role: str = "text", size: int = 16, dpr: float = 1.0) -> QPixmap:
        """Returns the icon as a square of `size` device-independent pixels for a screen of pixel ratio `dpr`."""
        return self.icon(name, role).pixmap(QSize(size, size), dpr)


def app_icon() -> QIcon:
    """Returns the program's own icon, in its own colours whatever the theme."""
    return QIcon(str(resource_path("icons", "cadenza.svg")))
