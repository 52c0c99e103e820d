"""Themes: the colours of every role, loaded from data files, and the manager that puts one on the application.

Lives here: `Theme`, `Tone`, their loader and `ThemeManager`. Not here: the style sheet and the palette made from a
theme (gui/theme_style.py), and colours themselves (resources/themes/*.toml).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTemporaryDir, Signal, Slot
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QAbstractButton, QApplication

from gui.icons import Icons
from gui.theme_style import app_font, palette_of, style_sheet
from resources import resource_path

CHOICES = ("system", "light", "dark")
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


class Tone(StrEnum):
    """What a colour means; every tone also has a sign, because colour alone says nothing to some people."""

    MUTED = "muted"
    ACCENT = "accent"
    DONE = "done"
    SKIPPED = "skipped"
    BROKEN = "broken"
    WAITING = "waiting"

    @property
    def sign(self) -> str:
        """The one-character sign shown beside the colour; empty for the tones that mean no outcome."""
        return _SIGNS[self]


_SIGNS = {
    Tone.MUTED: "",
    Tone.ACCENT: "",
    Tone.DONE: "✓",
    Tone.SKIPPED: "↷",
    Tone.BROKEN: "✕",
    Tone.WAITING: "…",
}


class ThemeError(ValueError):
    """A theme file that cannot be used: which file, and what is wrong in one sentence."""

    def __init__(self, path: Path, sentence: str) -> None:
        super().__init__(f"{path.name}: {sentence}")
        self.path = path
        self.sentence = sentence


@dataclass(frozen=True)
class Theme:
    """One colour per role; resources/themes/*.toml says what each role is for."""

    name: str
    title: str
    is_dark: bool
    window: QColor
    surface: QColor
    raised: QColor
    line: QColor
    outline: QColor
    text: QColor
    muted: QColor
    muted_soft: QColor
    disabled: QColor
    accent: QColor
    accent_soft: QColor
    done: QColor
    done_soft: QColor
    skipped: QColor
    skipped_soft: QColor
    broken: QColor
    broken_soft: QColor
    waiting: QColor
    waiting_soft: QColor
    on_accent: QColor
    on_done: QColor
    on_broken: QColor
    on_skipped: QColor
    on_waiting: QColor
    on_muted: QColor
    accent_hover: QColor
    broken_hover: QColor
    focus: QColor
    hover: QColor
    pressed: QColor
    selection: QColor
    track: QColor
    knob: QColor
    shadow: QColor

    def color(self, role: str) -> QColor:
        """Returns the colour of a role by its name; raises KeyError for a name that is no role."""
        if role not in ROLES:
            raise KeyError(role)
        color = getattr(self, role)
        assert isinstance(color, QColor)
        return color

    def tone(self, tone: Tone) -> QColor:
        """Returns the colour of words and signs in this tone."""
        return self.color(tone.value)

    def tone_soft(self, tone: Tone) -> QColor:
        """Returns the soft ground that goes under this tone."""
        return self.color(f"{tone.value}_soft")


#: Names of all roles, in the order of the theme files.
ROLES: tuple[str, ...] = tuple(field.name for field in fields(Theme) if field.name not in {"name", "title", "is_dark"})


def load_theme(path: Path) -> Theme:
    """Reads one theme file.

    Raises:
        ThemeError: the file is unreadable or no TOML, a role is missing, unknown or not written as #rrggbb.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ThemeError(path, f"the file cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ThemeError(path, f"the file is not valid TOML: {error}.") from error
    name, title, dark = data.get("name"), data.get("title"), data.get("dark")
    if not isinstance(name, str) or not isinstance(title, str) or not isinstance(dark, bool):
        raise ThemeError(path, "it needs name (text), title (text) and dark (true or false).")
    roles = data.get("roles")
    if not isinstance(roles, dict):
        raise ThemeError(path, "it has no [roles] table.")
    return Theme(name=name, title=title, is_dark=dark, **_colors(path, roles))


def _colors(path: Path, roles: dict[str, object]) -> dict[str, QColor]:
    """Checks the [roles] table and turns it into colours."""
    missing = [role for role in ROLES if role not in roles]
    if missing:
        raise ThemeError(path, f"these roles have no colour: {', '.join(missing)}.")
    unknown = sorted(set(roles) - set(ROLES))
    if unknown:
        raise ThemeError(path, f"these roles are not known: {', '.join(unknown)}.")
    colors = {}
    for role in ROLES:
        value = roles[role]
        if not isinstance(value, str) or not _HEX.fullmatch(value):
            raise ThemeError(path, f"{role} is {value!r}, but a colour is written #rrggbb.")
        colors[role] = QColor(value)
    return colors


class _IconBinding(QObject):
    """Keeps the icon of one action or button in the theme's colours; a child of its target, so it ends with it."""

    def __init__(self, themes: ThemeManager, target: QAction | QAbstractButton, name: str, role: str) -> None:
        super().__init__(target)
        self._themes = themes
        self.name = name
        self.role = role
        themes.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @Slot()
    def _on_theme_changed(self) -> None:
        # Asked for: a child that keeps its parent makes a ring, which Python takes apart while Qt still uses it.
        target = self.parent()
        assert isinstance(target, QAction | QAbstractButton)
        target.setIcon(self._themes.icons.icon(self.name, self.role))


class ThemeManager(QObject):
    """Puts a theme on the application, follows the system's colour scheme, and tells when the theme changed.

    One is made by gui/app.py and passed down. While the choice is "system", the theme is dark when the system says so
    and light in every other case.

    Args:
        app: the application whose style, palette, font and style sheet are set.
        choice: "system", "light" or "dark".
        folder: where light.toml and dark.toml are; the shipped ones by default.

    Raises:
        ThemeError: a theme file cannot be used.
        ValueError: an unknown choice.
    """

    changed = Signal(object)

    def __init__(self, app: QApplication, choice: str = "system", folder: Path | None = None) -> None:
        super().__init__(app)
        self._app = app
        self._folder = folder or resource_path("themes")
        self._choice = _checked(choice)
        # Style sheets name images by path only, so tinted ones must be files; the folder goes with the manager.
        self._images = QTemporaryDir()
        self._themes: dict[str, tuple[Theme, Icons]] = {}
        self._system_font = app.font()
        self._styled = False
        app.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
        self._current = self._loaded(self._wanted())
        self._follow()
        self.apply()

    @property
    def theme(self) -> Theme:
        """The theme in force."""
        return self._current[0]

    @property
    def icons(self) -> Icons:
        """The icons in the colours of the theme in force."""
        return self._current[1]

    @property
    def choice(self) -> str:
        """What the person chose: "system", "light" or "dark"."""
        return self._choice

    def set_choice(self, choice: str) -> None:
        """Sets what the person chose; raises ValueError for anything but "system", "light" and "dark"."""
        self._choice = _checked(choice)
        self._follow()
        self._switch()

    def apply(self) -> None:
        """Sets style, font, palette and style sheet of the application from the theme in force."""
        app = self._app
        if not self._styled:
            app.setStyle("Fusion")
            self._styled = True
        app.setFont(app_font(self._system_font))
        app.setPalette(palette_of(self.theme))
        app.setStyleSheet(style_sheet(self.theme, self.icons))

    def bind_icon(self, target: QAction | QAbstractButton, name: str, role: str = "text") -> None:
        """Gives an action or a button an icon that follows the theme; a second call replaces the first.

        Raises:
            KeyError: no icon or no role of that name.
        """
        for binding in target.children():
            if isinstance(binding, _IconBinding):
                binding.name, binding.role = name, role
                target.setIcon(self.icons.icon(name, role))
                return
        _IconBinding(self, target, name, role)

    def _wanted(self) -> str:
        """Returns the name of the theme that should be in force now."""
        if self._choice != "system":
            return self._choice
        dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    def _loaded(self, name: str) -> tuple[Theme, Icons]:
        """Returns the theme and its icons, reading the file at the first call."""
        if name not in self._themes:
            theme = load_theme(self._folder / f"{name}.toml")
            cache = Path(self._images.path(), name)
            self._themes[name] = (theme, Icons(theme, resource_path("icons"), cache))
        return self._themes[name]

    def _follow(self) -> None:
        """Tells the platform the choice too, so that title bars and native dialogs match."""
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        self._app.styleHints().setColorScheme(schemes.get(self._choice, Qt.ColorScheme.Unknown))

    def _switch(self) -> None:
        """Puts the wanted theme in force if it is not yet."""
        wanted = self._loaded(self._wanted())
        if wanted is self._current:
            return
        self._current = wanted
        self.apply()
        self.changed.emit(self.theme)

    @Slot()
    def _on_scheme_changed(self) -> None:
        self._switch()


def _checked(choice: str) -> str:
    """Returns the choice; raises ValueError if it is none."""
    if choice not in CHOICES:
        raise ValueError(f"{choice!r} is no theme choice; it is one of {', '.join(CHOICES)}")
    return choice
