"""What Qt needs to look like a theme: palette, style sheet and fonts.

Lives here: pure makers of them, and `restyle`. Not here: colours (resources/themes/*.toml), the style rules themselves
(resources/themes/style.qss), and who applies them (gui/theme.py).
"""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QWidget

from resources import resource_path

if TYPE_CHECKING:
    from gui.icons import Icons
    from gui.theme import Theme

#: Height of text in pixels: body, small print, panel titles (resources/themes/style.qss uses the same).
BODY_PX = 13
SMALL_PX = 11
TITLE_PX = 15

_PALETTE = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "window",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "broken",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Highlight: "accent_soft",
    QPalette.ColorRole.HighlightedText: "text",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "waiting",
    QPalette.ColorRole.Light: "raised",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "outline",
    QPalette.ColorRole.Shadow: "shadow",
}
_DISABLED = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
    QPalette.ColorRole.PlaceholderText,
    QPalette.ColorRole.HighlightedText,
)
#: Images that the style sheet names as $image_<icon>__<role>.
_IMAGES = (
    ("check", "on_accent"),
    ("minus", "on_accent"),
    ("chevron_down", "muted"),
    ("chevron_down", "disabled"),
    ("chevron_up", "muted"),
    ("chevron_up", "disabled"),
    ("chevron_right", "muted"),
    ("chevron_left", "muted"),
    ("check", "accent"),
    ("check", "disabled"),
    ("close", "muted"),
    ("calendar", "muted"),
    ("window", "muted"),
)


def palette_of(theme: Theme) -> QPalette:
    """Returns the palette for Fusion: what the style sheet does not reach is drawn from it."""
    palette = QPalette()
    for role, name in _PALETTE.items():
        palette.setColor(role, theme.color(name))
    for role in _DISABLED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, theme.disabled)
    return palette


def style_sheet(theme: Theme, icons: Icons) -> str:
    """Returns the application's style sheet: the shipped template with the theme's colours and tinted images.

    Raises:
        KeyError: the template names a role or an image that there is not.
    """
    from gui.theme import ROLES

    values = {role: theme.color(role).name() for role in ROLES}
    for name, role in _IMAGES:
        # Style sheets want forward slashes on every system.
        values[f"image_{name}__{role}"] = icons.file(name, role).as_posix()
    values["mono_family"] = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    template = resource_path("themes", "style.qss").read_text(encoding="utf-8")
    return Template(template).substitute(values)


def app_font(system: QFont) -> QFont:
    """Returns the system's own font at the body size."""
    font = QFont(system)
    font.setPixelSize(BODY_PX)
    return font


def number_font(base: QFont) -> QFont:
    """Returns the font with figures of one width, so that columns of numbers line up (Qt 6.7 and later)."""
    font = QFont(base)
    if hasattr(QFont, "setFeature"):
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


def small_font(base: QFont, *, strong: bool = False) -> QFont:
    """Returns the font at the size of small print, semi-bold when `strong`."""
    font = QFont(base)
    font.setPixelSize(SMALL_PX)
    if strong:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def title_font(base: QFont) -> QFont:
    """Returns the font of panel titles."""
    font = QFont(base)
    font.setPixelSize(TITLE_PX)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def restyle(widget: QWidget) -> None:
    """Makes a shown widget obey the style sheet again after one of its dynamic properties changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
