"""Small parts that the panels of the tabs share: choices, time zones, dates, the save bar.

Not here: the general widgets (``gui/widgets``), and anything that knows one noun.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from gui.commands import Command
from gui.context import Context
from gui.tables.data_table import DataTable
from gui.tables.paged import PagedTableModel
from gui.theme import ThemeManager, Tone
from gui.widgets.banner import Banner
from gui.widgets.labels import button, label
from gui.widgets.pill import Pill
from gui.widgets.store import SettingsStore

LOCKED_SENTENCE = "Editing is locked while a rehearsal runs."
"""What every tab says while a rehearsal plays."""

_SCROLL_BAR = 16
"""Room left for a scroll bar, in pixels, which may come later with more rows."""

WINDOW_BANNER = "window_banner"
"""Object name of the window's own banner, which tells of locks for all tabs at once."""

SPACING = 8
"""The rhythm of the window, in pixels."""

_MEND = "Mend what is marked in red first."


class SaveBar(QWidget):
    """The foot of a panel with a draft: *Not saved*, Revert, Save; Ctrl+Enter anywhere in the panel saves.

    Signals:
        save_requested: Save was asked for.
        revert_requested: The draft is to be dropped.
    """

    save_requested = Signal()
    revert_requested = Signal()

    def __init__(self, themes: ThemeManager, panel: QWidget, save_name: str, noun: str) -> None:
        super().__init__(panel)
        paint_surface(self)
        self._state = Pill(themes, "Not saved", Tone.SKIPPED)
        self._note = label("", "small")
        self.revert = button("Revert", "quiet", tip=f"Take back what was typed since the {noun} was saved")
        self.revert.setObjectName(save_name.replace("_save", "_revert"))
        self.revert.setAccessibleName(f"Revert the {noun}")
        self._noun, self._tip = noun, f"Save the {noun} (Ctrl+Enter)"
        self.save = button("Save", "primary", tip=self._tip)
        self.save.setObjectName(save_name)
        self.save.setAccessibleName(f"Save the {noun}")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(SPACING)
        row.addWidget(self._state)
        row.addWidget(self._note, 1)
        row.addWidget(self.revert)
        row.addWidget(self.save)
        self.save.clicked.connect(self.save_requested)
        self.revert.clicked.connect(self.revert_requested)
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            shortcut = QShortcut(QKeySequence(keys), panel)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._on_shortcut)
        self.show_state(dirty=False, valid=True)

    def show_state(self, *, dirty: bool, valid: bool, note: str = "") -> None:
        """Show whether there is something to save and whether it can be saved."""
        self._state.setVisible(dirty)
        self._note.setText(note)
        self.revert.setEnabled(dirty)
        self.save.setEnabled(dirty and valid)
        if self.save.isEnabled():
            self.save.setToolTip(self._tip)
        else:
            self.save.setToolTip(note or (_MEND if dirty else f"The {self._noun} is saved as it stands here."))
        self.save.setAccessibleDescription(self.save.toolTip())

    @Slot()
    def _on_shortcut(self) -> None:
        if self.save.isEnabled() and self.isEnabled():
            self.save_requested.emit()


class ColumnScroll(QScrollArea):
    """A scrolled column of widgets, as panels are; the column is as wide as the view, never wider."""

    def __init__(self, parent: QWidget | None = None, *, margins: tuple[int, int, int, int] = (16, 8, 16, 16)) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # What is in it takes the focus, and keys it has no use for scroll.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.column = QWidget()
        self.column.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.box = QVBoxLayout(self.column)
        self.box.setContentsMargins(*margins)
        self.box.setSpacing(12)
        self.setWidget(self.column)


class LockBanner(Banner):
    """The line on top of a tab that says why nothing can be edited; only where the window does not say so itself."""

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(themes, parent)
        self.setObjectName("lock_banner")

    def set_locked(self, locked: bool) -> None:
        """Show or take away the line."""
        if locked and self.window().findChild(Banner, WINDOW_BANNER) is None:
            self.show_message(LOCKED_SENTENCE, Tone.WAITING, icon="lock")
        else:
            self.clear()


def paint_surface(widget: QWidget, kind: str = "surface") -> None:
    """Put a widget of our own on a ground of the theme; without the attribute a plain QWidget subclass paints none."""
    widget.setProperty("surface", kind)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


def side_by_side(*widgets: QWidget) -> QWidget:
    """Put widgets into one row, each as wide as the others."""
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(SPACING)
    for widget in widgets:
        line.addWidget(widget, 1, Qt.AlignmentFlag.AlignTop)
    return holder


def at_left(widget: QWidget) -> QWidget:
    """Keep a widget that shall not grow at the left of its row."""
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(widget)
    line.addStretch(1)
    return holder


def retire(widget: QWidget) -> None:
    """Take a widget away that made way for another, later, since one of its own buttons may be what asked for that.

    Its names go at once, so that whoever looks for a widget by name finds the new one.
    """
    widget.hide()
    widget.setObjectName("")
    for child in widget.findChildren(QWidget):
        child.setObjectName("")
    widget.deleteLater()


def name_widget(widget: QWidget, object_name: str, accessible: str = "") -> None:
    """Give a widget its name for tests and, when told, its name for screen readers."""
    widget.setObjectName(object_name)
    if accessible:
        widget.setAccessibleName(accessible)


def pick(options: Sequence[int], near: int) -> int | None:
    """Give the option at a position, else the last one, else ``None``: what to select after a deletion."""
    if not options:
        return None
    return options[min(max(near, 0), len(options) - 1)]


def register_commands(context: Context, tab: QWidget, commands: Iterable[Command]) -> None:
    """Register what a tab can do; shortcuts work inside the tab, the palette brings the tab to the front first."""

    def fronted(handler: Callable[[], object]) -> Callable[[], object]:
        def run() -> None:
            bring_to_front(tab)
            handler()

        return run

    made = [
        replace(c, handler=fronted(c.handler), context=Qt.ShortcutContext.WidgetWithChildrenShortcut) for c in commands
    ]
    context.commands.register_all(made)
    context.commands.install(tab, [command.id for command in made])


def bring_to_front(widget: QWidget) -> None:
    """Open the page of a tab bar that a widget is on; does nothing when it is on none."""
    host = widget.parentWidget()
    while host is not None and not isinstance(host, QTabWidget):
        host = host.parentWidget()
    if isinstance(host, QTabWidget):
        for number in range(host.count()):
            page = host.widget(number)
            if page is not None and (page is widget or page.isAncestorOf(widget)):
                host.setCurrentIndex(number)


def spread_on_first_show(table: DataTable, key: str, settings: SettingsStore) -> None:
    """Spread the columns of a table that nobody has arranged yet, once its pane has its width.

    Arguments:
        table: The table; it is being shown.
        key: The key it keeps its columns under.
        settings: Where it keeps them.
    """
    if settings.value(f"table/{key}/columns", None) is None:
        QTimer.singleShot(0, table, lambda: spread_columns(table, table.width() - _SCROLL_BAR))


def spread_columns(table: DataTable, room: int) -> None:
    """Widen the columns of a table so that they fill its room, each by the same share and at most by two thirds."""
    model = table.model()
    if not isinstance(model, PagedTableModel):
        return
    shown = set(table.shown_columns())
    widths = {number: column.width for number, column in enumerate(model.columns) if column.key in shown}
    share = min(room / max(sum(widths.values()), 1), 5 / 3)
    if share > 1:
        for number, width in widths.items():
            table.setColumnWidth(number, int(width * share))


def read_number(value: object) -> int:
    """Read a remembered id; settings files give numbers back as text, and nothing as nothing."""
    return int(value) if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()) else 0


def add_shortcut(
    widget: QWidget,
    keys: str,
    slot: Callable[[], object],
    context: Qt.ShortcutContext = Qt.ShortcutContext.WidgetWithChildrenShortcut,
) -> QShortcut:
    """Let keys call something while the focus is in a widget, or with ``WidgetShortcut`` on that widget alone."""
    shortcut = QShortcut(QKeySequence(keys), widget)
    shortcut.setContext(context)
    shortcut.activated.connect(slot)
    return shortcut
