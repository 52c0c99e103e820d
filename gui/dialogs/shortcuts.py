"""The page of keyboard shortcuts, made from the command registry. Lives here: the dialog only."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gui.commands import Command, CommandRegistry, native_shortcut
from gui.theme import ThemeManager
from gui.widgets.filter_line import FilterLine
from gui.widgets.labels import button, label


class ShortcutsDialog(QDialog):
    """All commands with a shortcut, under their categories, with a filter."""

    def __init__(self, registry: CommandRegistry, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        self.resize(560, 640)
        self._registry = registry
        self._filter = FilterLine(themes, "Filter shortcuts", self)
        self._filter.filter_changed.connect(self._on_filter_changed)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setAccessibleName("Keyboard shortcuts")
        close = button("Close", "primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        column.addWidget(label("Keyboard shortcuts", "title"))
        column.addWidget(self._filter)
        column.addWidget(self._scroll, 1)
        column.addLayout(foot)
        self._fill()

    def entries(self) -> list[tuple[str, str, str]]:
        """Returns what is shown: category, title and shortcuts of each command."""
        return [
            (command.category, command.title, shortcuts_text(command))
            for category in self._registry.categories()
            for command in self._registry.all()
            if command.category == category and command.shortcuts and self._fits(command)
        ]

    def _fits(self, command: Command) -> bool:
        words = self._filter.text().strip().casefold().split()
        text = f"{command.category} {command.title} {shortcuts_text(command)}".casefold()
        return all(word in text for word in words)

    def _fill(self) -> None:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        shown = ""
        for line, (category, title, keys) in enumerate(self.entries()):
            if category != shown:
                shown = category
                heading = label(category, "strong")
                heading.setContentsMargins(0, 8 if line else 0, 0, 0)
                grid.addWidget(heading, 2 * line, 0, 1, 2)
            grid.addWidget(label(title), 2 * line + 1, 0)
            grid.addWidget(label(keys, "muted"), 2 * line + 1, 1, Qt.AlignmentFlag.AlignRight)
        grid.setRowStretch(grid.rowCount(), 1)
        self._scroll.setWidget(page)

    @Slot()
    def _on_filter_changed(self) -> None:
        self._fill()


def shortcuts_text(command: Command) -> str:
    """Returns all shortcuts of a command as this system writes them: "Ctrl+R or F5"."""
    return " or ".join(native_shortcut(keys) for keys in command.shortcuts)
