"""The page of keyboard shortcuts."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.commands import Command, CommandRegistry
from gui.dialogs.shortcuts import ShortcutsDialog
from gui.theme import ThemeManager
from gui.widgets.filter_line import FilterLine


def _nothing() -> None:
    pass


def test_the_page_is_made_from_the_registry(themes: ThemeManager, qtbot: QtBot) -> None:
    registry = CommandRegistry(themes)
    registry.register_all(
        [
            Command("new", "New workflow", _nothing, "File", shortcuts=("Ctrl+N",)),
            Command("play", "Rehearse", _nothing, "Rehearse", shortcuts=("Ctrl+R", "F5")),
            Command("import", "Import contacts", _nothing, "File"),
            Command("open", "Open workspace", _nothing, "File", shortcuts=("Ctrl+O",)),
        ]
    )
    dialog = ShortcutsDialog(registry, themes)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.entries() == [
        ("File", "New workflow", "Ctrl+N"),
        ("File", "Open workspace", "Ctrl+O"),
        ("Rehearse", "Rehearse", "Ctrl+R or F5"),
    ]
    field = dialog.findChild(FilterLine)
    assert isinstance(field, FilterLine)
    field.setText("f5")
    field.flush()
    assert dialog.entries() == [("Rehearse", "Rehearse", "Ctrl+R or F5")]
    shown = {label.text() for label in dialog.findChildren(QLabel) if label.isVisible()}
    assert "Ctrl+R or F5" in shown
    assert "Ctrl+N" not in shown
