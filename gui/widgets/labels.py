"""Labels, buttons and lines in the styles that the style sheet knows.

Lives here: one-call makers, so that no tab sets style properties by hand. Not here: widgets with behaviour.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from gui.theme import ThemeManager

#: Size of icons on buttons, in device-independent pixels.
ICON_PX = 16
#: Height of buttons and fields.
CONTROL_PX = 32
#: Height of the bar at the head of a tab's page, so that all tabs' lines meet.
HEAD_PX = 48


def label(text: str, kind: str = "", *, wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """Returns a label of plain text.

    Args:
        text: what it says; never read as rich text, since names and values may hold anything.
        kind: "", "title", "strong", "muted", "small", "error" or "mono".
        wrap: breaks long text into lines.
        parent: owner.
    """
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if kind:
        made.setProperty("kind", kind)
    return made


def button(
    text: str,
    kind: str = "",
    *,
    icon: str = "",
    themes: ThemeManager | None = None,
    tip: str = "",
    parent: QWidget | None = None,
) -> QPushButton:
    """Returns a push button.

    Args:
        text: what it does, as a verb: "New workflow". Ampersands are shown, not turned into mnemonics.
        kind: "" (outlined), "primary", "quiet", "danger" or "link".
        icon: name of an icon; needs `themes`.
        themes: gives and renews the icon.
        tip: tool tip.
        parent: owner.

    Raises:
        ValueError: an icon without `themes`.
    """
    made = QPushButton(text.replace("&", "&&"), parent)
    made.setAutoDefault(False)
    if kind:
        made.setProperty("kind", kind)
    if icon:
        if themes is None:
            raise ValueError("an icon needs themes")
        roles = {"primary": "on_accent", "danger": "on_broken", "quiet": "accent", "link": "accent"}
        themes.bind_icon(made, icon, roles.get(kind, "text"))
        made.setIconSize(QSize(ICON_PX, ICON_PX))
    if tip:
        made.setToolTip(tip)
    if kind == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def tool_button(
    themes: ThemeManager,
    icon: str,
    name: str,
    *,
    role: str = "muted",
    kind: str = "",
    parent: QWidget | None = None,
) -> QToolButton:
    """Returns a button that shows only an icon.

    Args:
        themes: gives and renews the icon.
        icon: name of the icon.
        name: what it does; tool tip and accessible name.
        role: the icon's colour.
        kind: "", "outlined" or "primary".
        parent: owner.
    """
    made = QToolButton(parent)
    themes.bind_icon(made, icon, "on_accent" if kind == "primary" else role)
    made.setIconSize(QSize(ICON_PX, ICON_PX))
    made.setToolTip(name)
    made.setAccessibleName(name)
    # QToolButton takes focus only by Tab by default on some styles; the keyboard must reach every button.
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if kind:
        made.setProperty("kind", kind)
    return made


def hairline(orientation: Qt.Orientation = Qt.Orientation.Horizontal, parent: QWidget | None = None) -> QFrame:
    """Returns a line one pixel thin that divides two regions."""
    made = QFrame(parent)
    made.setProperty("hairline", True)
    if orientation == Qt.Orientation.Horizontal:
        made.setFixedHeight(1)
    else:
        made.setFixedWidth(1)
    return made


def surface(kind: str, parent: QWidget | None = None) -> QFrame:
    """Returns an empty frame on a ground of the theme: "window", "surface", "raised", "bar" or "card"."""
    made = QFrame(parent)
    made.setProperty("surface", kind)
    return made
