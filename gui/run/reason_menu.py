"""A button that lists the reasons of a run with their counts, to choose several of."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget, QWidgetAction

from core.model.reason import Reason
from gui.text import number
from gui.theme import ThemeManager
from gui.widgets.labels import button, label


class ReasonButton(QPushButton):
    """Opens a list of check boxes that stays open while several are ticked.

    Args:
        themes: Icons.
        parent: Owner.

    Signals:
        chosen_changed: the frozenset of chosen ``Reason``.
    """

    chosen_changed = Signal(object)

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__("Reasons", parent)
        self.setAutoDefault(False)
        self.setProperty("chip", True)
        self.setCheckable(True)
        themes.bind_icon(self, "filter")
        self.setToolTip("Show only rows with certain reasons")
        self._chosen: frozenset[Reason] = frozenset()
        self._counts: dict[Reason, int] = {}
        self._boxes: dict[Reason, QCheckBox] = {}
        self._menu = QMenu(self)
        self._menu.setObjectName("log_reasons_menu")
        self._menu.aboutToHide.connect(self._show)
        self.clicked.connect(self._on_clicked)

    @property
    def chosen(self) -> frozenset[Reason]:
        """The reasons that are ticked."""
        return self._chosen

    @property
    def listed(self) -> tuple[Reason, ...]:
        """The reasons that occur, in the order they are listed."""
        return tuple(self._counts)

    def boxes(self) -> dict[Reason, QCheckBox]:
        """Return the check boxes of the open list."""
        return dict(self._boxes)

    def set_reasons(self, counts: Mapping[Reason, int]) -> None:
        """Set which reasons occur, with their number of rows, in the order to list them."""
        if dict(counts) != self._counts or list(counts) != list(self._counts):
            self._counts = dict(counts)
            if not self._menu.isVisible():
                self._boxes = {}

    def set_chosen(self, chosen: frozenset[Reason]) -> None:
        """Tick exactly these."""
        self._chosen = chosen
        for reason, box in self._boxes.items():
            box.setChecked(reason in chosen)
        self._show()

    def _on_clicked(self) -> None:
        self._fill()
        self._show()
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _show(self) -> None:
        self.setChecked(bool(self._chosen))
        self.setText(f"Reasons · {len(self._chosen)}" if self._chosen else "Reasons")

    def _fill(self) -> None:
        """Make the list anew: a chosen reason stays in it even if no row has it now."""
        self._menu.clear()
        self._boxes = {}
        listed = dict(self._counts) | {reason: 0 for reason in self._chosen if reason not in self._counts}
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(2)
        if not listed:
            column.addWidget(label("No row has a reason.", "muted"))
        for reason, rows in listed.items():
            column.addLayout(self._row(reason, rows))
        if listed:
            clear = button("Clear", "link")
            clear.setObjectName("log_reasons_clear")
            clear.clicked.connect(lambda: self._choose(frozenset()))
            column.addWidget(clear)
        action = QWidgetAction(self._menu)
        action.setDefaultWidget(holder)
        self._menu.addAction(action)

    def _row(self, reason: Reason, rows: int) -> QHBoxLayout:
        box = QCheckBox(reason.title)
        box.setObjectName(f"log_reason_{reason.name}")
        box.setToolTip(reason.name)
        box.setAccessibleName(f"{reason.title}, {number(rows)} rows")
        box.setChecked(reason in self._chosen)
        box.clicked.connect(lambda on, which=reason: self._toggle(which, on))
        self._boxes[reason] = box
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(box, 1)
        row.addWidget(label(number(rows), "muted"))
        return row

    def _toggle(self, reason: Reason, on: bool) -> None:
        self._choose(self._chosen | {reason} if on else self._chosen - {reason})

    def _choose(self, chosen: frozenset[Reason]) -> None:
        self.set_chosen(chosen)
        self.chosen_changed.emit(chosen)
