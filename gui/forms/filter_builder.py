"""The filter builder: groups joined by OR, conditions inside a group joined by AND.

Lives here: groups and their conditions as one editor of a ``Filter``. Not here: one condition (conditions.py).
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from core.model.filter import Condition, Filter
from core.services.filters import MOST_CONDITIONS
from gui.canvas.filter_words import condition_problem
from gui.forms.base import Surroundings, retire
from gui.forms.conditions import ConditionRow
from gui.widgets.labels import button, hairline, label
from gui.widgets.tab_order import stand_before


class FilterBuilder(QWidget):
    """Edits a filter.

    Arguments:
        around: The project and so on.
        parent: Owner.
        wide: Whether there is room for a condition in one line.

    Signals:
        changed: the new ``Filter``.
    """

    changed = Signal(object)

    def __init__(self, around: Surroundings, parent: QWidget | None = None, *, wide: bool = False) -> None:
        super().__init__(parent)
        self._around = around
        self._wide = wide
        self._groups: list[_Group] = []
        self._show_errors = True
        self._at_work: ConditionRow | None = None
        self._starts_blank = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._add = button("Add filter", icon="plus", themes=around.themes)
        self._add.setObjectName("filter_add_group")
        self._add.clicked.connect(self._on_add_group)
        self._column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        self.setAccessibleName("Filter")
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def filter(self) -> Filter:
        """Give the filter as it stands; groups without conditions are left out, and a first row nobody has filled."""
        if self._starts_blank and self._is_blank():
            return Filter()
        groups = (group.conditions() for group in self._groups)
        return Filter(tuple(conditions for conditions in groups if conditions))

    def begin(self) -> None:
        """Show an empty first row to fill, where there is no condition yet; empty, it is no condition."""
        if not self._groups:
            self._starts_blank = True
            self._put_group((Condition(),))
            self._name_button()
            self.problems()

    def focus_empty(self) -> bool:
        """Put the keyboard on the first row if it waits to be filled; false when it does not."""
        if self._is_blank():
            self._groups[0].focus_last()
            return True
        return False

    def _is_blank(self) -> bool:
        return len(self._groups) == 1 and self._groups[0].conditions() == (Condition(),)

    def set_filter(self, filter: Filter) -> None:
        """Show a filter without telling; the one that is shown already stays as it is."""
        if filter == self.filter() and (self._groups or not filter.groups):
            return
        self._rebuild(filter)

    def refresh(self, around: Surroundings) -> None:
        """Follow a changed project, keeping the filter."""
        same = around.project.properties == self._around.project.properties
        same = same and around.project.senders == self._around.project.senders
        same = same and around.project.lists == self._around.project.lists
        self._around = around
        if not same:
            self._rebuild(self.filter())

    def problems(self) -> list[str]:
        """Say what is wrong, condition by condition, and mark it."""
        waits = self._starts_blank and self._is_blank()
        found = [sentence for group in self._groups for sentence in group.mark(self._show_errors and not waits)]
        count = sum(len(group.conditions()) for group in self._groups)
        if count > MOST_CONDITIONS:
            found.append(f"A filter has at most {MOST_CONDITIONS} conditions; this one has {count}.")
        return found

    def show_errors(self, show: bool) -> None:
        """Say whether problems are marked under the conditions."""
        self._show_errors = show
        self.problems()

    def showEvent(self, event: QShowEvent) -> None:
        """Put Tab's way right for rows that were made before there was a window."""
        for group in self._groups:
            group.order_rows()
            stand_before(group, self._add)
        super().showEvent(event)

    def _rebuild(self, filter: Filter) -> None:
        while self._groups:
            self._take_away(self._groups[-1])
        for conditions in filter.groups:
            self._put_group(conditions)
        self._name_button()
        self.problems()

    def _put_group(self, conditions: tuple[Condition, ...]) -> _Group:
        group = _Group(self._around, conditions, first=not self._groups, wide=self._wide)
        group.changed.connect(self._on_changed)
        group.emptied.connect(lambda: self._on_emptied(group))
        self._groups.append(group)
        self._column.insertWidget(self._column.count() - 1, group)
        # A layout shows what it was given only later; until then it could not take the focus.
        group.show()
        stand_before(group, self._add)
        return group

    def _take_away(self, group: _Group) -> None:
        self._groups.remove(group)
        self._column.removeWidget(group)
        retire(group)
        if self._groups:
            self._groups[0].set_first()

    def _name_button(self) -> None:
        self._add.setText("Add “or” group" if self._groups else "Add filter")

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        """Say what is wrong with a condition once the person has left it."""
        # What had it before may be gone already, so it is not asked.
        at_work = next((row for group in self._groups if (row := group.row_with(now)) is not None), None)
        if at_work is not self._at_work:
            self._at_work = at_work
            self.problems()

    def _on_add_group(self) -> None:
        group = self._put_group((Condition(),))
        self._name_button()
        self._on_changed()
        group.focus_last()

    def _on_emptied(self, group: _Group) -> None:
        self._take_away(group)
        self._name_button()
        self._on_changed()
        self._add.setFocus()

    def _on_changed(self) -> None:
        self.problems()
        self.changed.emit(self.filter())


class _Group(QWidget):
    """Conditions that must all hold."""

    changed = Signal()
    emptied = Signal()

    def __init__(self, around: Surroundings, conditions: tuple[Condition, ...], *, first: bool, wide: bool) -> None:
        super().__init__()
        self._around = around
        self._wide = wide
        self._rows: list[ConditionRow] = []
        self._or = label("or", "muted")
        self._or.setVisible(not first)
        card = QFrame()
        card.setProperty("surface", "card")
        self._inside = QVBoxLayout(card)
        self._inside.setContentsMargins(8, 8, 8, 4)
        self._inside.setSpacing(8)
        self._more = button("Add condition", "quiet", icon="plus", themes=around.themes)
        self._more.setObjectName("filter_add_condition")
        self._more.clicked.connect(self._on_add)
        self._inside.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        line = QHBoxLayout()
        line.addWidget(self._or)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(line)
        column.addWidget(card)
        for condition in conditions:
            self._put(condition)

    def conditions(self) -> tuple[Condition, ...]:
        return tuple(row.condition() for row in self._rows)

    def set_first(self) -> None:
        self._or.hide()

    def mark(self, show: bool) -> list[str]:
        found = []
        at_work = self.row_with(QApplication.focusWidget())
        for row in self._rows:
            sentence = condition_problem(self._around.project, row.condition())
            # Nobody is scolded for a condition that is just being made.
            row.set_error(sentence if show and row is not at_work else "")
            found += [sentence] if sentence else []
        return found

    def row_with(self, widget: QWidget | None) -> ConditionRow | None:
        """Give the row that a widget is in; a list that has opened is in the row of its field."""
        while widget is not None and widget not in self._rows:
            widget = widget.parentWidget()
        return widget if isinstance(widget, ConditionRow) else None

    def order_rows(self) -> None:
        for row in self._rows:
            stand_before(row, self._more)

    def focus_last(self) -> None:
        self._rows[-1].focus_first()

    def _put(self, condition: Condition) -> None:
        row = ConditionRow(self._around, condition, wide=self._wide)
        row.changed.connect(self.changed)
        row.removed.connect(lambda: self._on_removed(row))
        if self._rows:
            self._inside.insertWidget(self._inside.count() - 1, hairline())
        self._rows.append(row)
        self._inside.insertWidget(self._inside.count() - 1, row)
        row.show()
        stand_before(row, self._more)

    def _on_add(self) -> None:
        self._put(Condition())
        self.changed.emit()
        self.focus_last()

    def _on_removed(self, row: ConditionRow) -> None:
        at = self._inside.indexOf(row)
        # The hairline that parts it from its neighbour goes too.
        beside = self._inside.itemAt(at - 1 if at else at + 1)
        line = beside.widget() if beside is not None and len(self._rows) > 1 else None
        for widget in (row, line):
            if widget is not None:
                self._inside.removeWidget(widget)
                retire(widget)
        self._rows.remove(row)
        if self._rows:
            self.changed.emit()
        else:
            self.emptied.emit()
