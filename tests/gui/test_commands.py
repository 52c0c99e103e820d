"""Commands: one registry behind menus, shortcuts, palette and help."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from gui.commands import Command, CommandRegistry
from gui.theme import ThemeManager


@pytest.fixture
def registry(themes: ThemeManager) -> CommandRegistry:
    return CommandRegistry(themes)


def _nothing() -> None:
    pass


def test_a_command_becomes_one_action(registry: CommandRegistry) -> None:
    action = registry.register(
        Command("play", "Rehearse", _nothing, "Rehearse", "play", ("Ctrl+R", "F5"), tip="Plays the whole run.")
    )
    assert registry.action("play") is action
    assert action.text() == "Rehearse"
    assert action.shortcuts() == [QKeySequence("Ctrl+R"), QKeySequence("F5")]
    assert action.toolTip() == "Rehearse (Ctrl+R)\nPlays the whole run."
    assert action.statusTip() == "Plays the whole run."
    assert not action.icon().isNull()


def test_triggering_the_action_carries_the_command_out(registry: CommandRegistry, qtbot: QtBot) -> None:
    done: list[str] = []
    action = registry.register(Command("play", "Rehearse", lambda: done.append("played")))
    with qtbot.waitSignal(registry.ran) as told:
        action.trigger()
    assert done == ["played"]
    assert told.args == ["play"]


def test_shortcuts_work_in_the_window_they_are_installed_on(
    registry: CommandRegistry, qtbot: QtBot, host: QWidget
) -> None:
    done: list[str] = []
    registry.register(Command("play", "Rehearse", lambda: done.append("played"), shortcuts=("Ctrl+R",)))
    registry.install(host)
    with qtbot.waitActive(host):
        host.activateWindow()
    QTest.keyClick(host, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert done == ["played"]


def test_commands_of_one_pane_are_installed_only_by_name(registry: CommandRegistry, host: QWidget) -> None:
    inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
    registry.register(Command("play", "Rehearse", _nothing))
    registry.register(Command("add", "Add action", _nothing, shortcuts=("A",), context=inside))
    registry.install(host)
    assert [action.objectName() for action in host.actions()] == ["play"]
    pane = QWidget(host)
    registry.install(pane, ["add"])
    assert [action.objectName() for action in pane.actions()] == ["add"]


def test_what_cannot_be_done_now_is_not_done(registry: CommandRegistry, qtbot: QtBot) -> None:
    state = {"open": False}
    done: list[str] = []
    action = registry.register(
        Command("close", "Close", lambda: done.append("closed"), enabled=lambda: bool(state["open"]))
    )
    assert action.isEnabled()
    with qtbot.assertNotEmitted(registry.ran):
        assert not registry.run("close")
    assert not action.isEnabled()
    state["open"] = True
    registry.update_enabled()
    assert action.isEnabled()
    assert registry.run("close")
    assert done == ["closed"]


def test_ticks_follow_what_they_stand_for(registry: CommandRegistry) -> None:
    state = {"log": True}

    def toggle() -> None:
        state["log"] = not state["log"]

    action = registry.register(Command("log", "Log", toggle, checked=lambda: bool(state["log"])))
    registry.update_enabled()
    assert action.isChecked()
    action.trigger()
    assert not state["log"]
    assert not action.isChecked()


def test_categories_come_in_the_order_of_registration(registry: CommandRegistry) -> None:
    registry.register_all(
        [
            Command("new", "New", _nothing, "File"),
            Command("undo", "Undo", _nothing, "Edit"),
            Command("open", "Open", _nothing, "File"),
        ]
    )
    assert registry.categories() == ("File", "Edit")
    assert [command.id for command in registry.all()] == ["new", "undo", "open"]
    assert registry.command("undo").title == "Undo"


@pytest.mark.parametrize(
    ("second", "says"),
    [
        (Command("play", "Other", _nothing), "there is a command 'play' already"),
        (Command("step", "Step", _nothing, shortcuts=("ctrl+r",)), "'step' and 'play' both want Ctrl\\+R"),
        (Command("step", "Step", _nothing, shortcuts=("",)), "'step' has an unreadable shortcut ''"),
    ],
)
def test_ids_and_shortcuts_are_unique(registry: CommandRegistry, second: Command, says: str) -> None:
    registry.register(Command("play", "Rehearse", _nothing, shortcuts=("Ctrl+R",)))
    with pytest.raises(ValueError, match=says):
        registry.register(second)


def test_two_panes_may_use_the_same_key(registry: CommandRegistry) -> None:
    inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
    registry.register(Command("card.delete", "Delete card", _nothing, shortcuts=("Del",), context=inside))
    registry.register(Command("contact.delete", "Delete contact", _nothing, shortcuts=("Del",), context=inside))
    assert registry.action("contact.delete").shortcut() == QKeySequence("Del")


def test_unknown_commands_are_refused(registry: CommandRegistry) -> None:
    for ask in (registry.action, registry.command, registry.run):
        with pytest.raises(KeyError):
            ask("nonsense")


def test_a_menu_asks_what_is_enabled_when_it_opens(registry: CommandRegistry, qtbot: QtBot) -> None:
    state = {"open": True}
    registry.register(Command("new", "New", _nothing))
    registry.register(Command("close", "Close", _nothing, enabled=lambda: bool(state["open"])))
    menu = QMenu()
    qtbot.addWidget(menu)
    registry.fill_menu(menu, ["new", "-", "close"])
    assert [action.text() for action in menu.actions()] == ["New", "", "Close"]
    assert menu.actions()[1].isSeparator()
    state["open"] = False
    menu.aboutToShow.emit()
    assert not registry.action("close").isEnabled()
