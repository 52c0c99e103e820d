"""Banners: one line across a pane that says what holds right now. Lives here: the widget. Not here: when it shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.theme import ThemeManager, Tone
from gui.theme_style import restyle
from gui.widgets.labels import button, label

_ICONS = {
    Tone.MUTED: "info",
    Tone.ACCENT: "info",
    Tone.DONE: "check",
    Tone.SKIPPED: "warning",
    Tone.BROKEN: "cross",
    Tone.WAITING: "clock",
}
_ICON_PX = 16


@dataclass(frozen=True)
class BannerAction:
    """A link at a banner's right: what it says, and what it does."""

    label: str
    run: Callable[[], object]


class Banner(QFrame):
    """A line with icon, words and links in a tone; hidden while there is nothing to say.

    Signals:
        focus_left: one of its links has the keyboard, and the banner goes.
    """

    focus_left = Signal()

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._tone = Tone.ACCENT
        self._spoken = False
        self._icon = ""
        self._picture = QLabel()
        self._title = label("", "strong", wrap=True)
        self._words = label("", wrap=True)
        self._links = QHBoxLayout()
        self._links.setSpacing(12)
        self._buttons: list[QPushButton] = []
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._title)
        texts.addWidget(self._words)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self._picture)
        row.addLayout(texts, 1)
        row.addLayout(self._links)
        themes.changed.connect(self._on_theme_changed)
        self.hide()

    def show_message(
        self,
        text: str,
        tone: Tone = Tone.ACCENT,
        actions: Sequence[BannerAction] = (),
        *,
        title: str = "",
        icon: str = "",
    ) -> None:
        """Shows words in a tone, replacing what was there.

        Args:
            text: one or two sentences.
            tone: what they mean: ACCENT tells, SKIPPED warns, BROKEN says that something is.
            actions: links at the right.
            title: a short line above, in semi-bold.
            icon: name of an icon; the tone's own when empty.
        """
        self._tone = tone
        self._icon = icon or _ICONS[tone]
        self._words.setText(text)
        self._words.setVisible(bool(text))
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self.setAccessibleName(f"{title}. {text}" if title else text)
        self._set_actions(actions)
        several = bool(title) or "\n" in text
        self._picture.setAlignment(Qt.AlignmentFlag.AlignTop if several else Qt.AlignmentFlag.AlignVCenter)
        self.setProperty("tone", tone.value)
        restyle(self)
        for part in (self._title, self._words):
            part.setProperty("ink", tone.value)
            restyle(part)
        self._on_theme_changed()
        self._spoken = True
        self._show_at_home()

    def clear(self) -> None:
        """Hides the banner."""
        self._spoken = False
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self.focus_left.emit()
        self.hide()
        self._words.clear()
        self._set_actions(())

    def text(self) -> str:
        """Returns the words that are shown; empty while hidden."""
        return self._words.text()

    def action_buttons(self) -> tuple[QPushButton, ...]:
        """Returns the links, left to right."""
        return tuple(self._buttons)

    def changeEvent(self, event: QEvent) -> None:
        """Shows what was said before the banner had its place."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ParentChange and self._spoken:
            self._show_at_home()

    def _show_at_home(self) -> None:
        """Shows the banner, but never as a window of its own: before it is laid into a pane it waits."""
        if self.parentWidget() is not None:
            self.show()

    def _set_actions(self, actions: Sequence[BannerAction]) -> None:
        for old in self._buttons:
            self._links.removeWidget(old)
            old.hide()
            # Later, since a link may be what just changed the banner.
            old.deleteLater()
        self._buttons = []
        for action in actions:
            link = button(action.label, "link", parent=self)
            link.clicked.connect(lambda *_, run=action.run: run())
            self._links.addWidget(link)
            self._buttons.append(link)
            link.show()

    @Slot()
    def _on_theme_changed(self) -> None:
        if self._icon:
            self._picture.setPixmap(
                self._themes.icons.pixmap(self._icon, self._tone.value, _ICON_PX, self.devicePixelRatioF())
            )
