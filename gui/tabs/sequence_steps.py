"""The steps of a sequence as cards one below another, with the wait between them.

The list only shows and asks; the tab makes the edits. Not here: the fields of one step
(``gui.tabs.sequence_step_panel``).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from core.model.project import Project
from core.model.sequence import Sequence, Step, StepKind
from core.services.token_faults import TokenCheck
from gui.tabs.panel_parts import ColumnScroll, name_widget, retire
from gui.tabs.sequence_step_card import CARD_WIDTH, ICONS, StepCard, delay_words
from gui.tabs.sequence_step_clip import holds_step
from gui.theme import ThemeManager
from gui.widgets.empty import EmptyState
from gui.widgets.labels import button, label, tool_button

_MARK_PX = 3


class StepList(ColumnScroll):
    """All steps of one sequence.

    Arrows choose, Alt+arrows and the mouse move, Del deletes, A adds, Ctrl+D duplicates, Ctrl+C, X and V copy.

    Signals:
        chosen: the number of the step that was chosen.
        add_requested: a kind of step, and the number it shall have.
        move_requested: the number of a step, and the number it shall have.
        delete_requested, duplicate_requested, copy_requested, cut_requested: the number of a step.
        paste_requested: the number that the copied step shall have.
        edit_requested: the chosen step's fields are wanted (Enter).
    """

    chosen = Signal(int)
    add_requested = Signal(object, int)
    move_requested = Signal(int, int)
    delete_requested = Signal(int)
    duplicate_requested = Signal(int)
    copy_requested = Signal(int)
    cut_requested = Signal(int)
    paste_requested = Signal(int)
    edit_requested = Signal()

    def __init__(self, themes: ThemeManager, project: Callable[[], Project], parent: QWidget | None = None) -> None:
        super().__init__(parent, margins=(24, 16, 24, 24))
        name_widget(self, "step_list", "Steps")
        self._project = project
        self._check = TokenCheck(Project())
        self._themes = themes
        self._cards: list[StepCard] = []
        self._delays: list[QLabel] = []
        self._current = -1
        self._locked = False
        self._shown: tuple[int, tuple[Step, ...], int, bool, frozenset[str]] | None = None
        self.box.setSpacing(0)
        self._mark = QFrame(self.column)
        self._mark.setObjectName("step_drop_mark")
        self._mark.setProperty("drop_mark", True)
        self._mark.setFixedHeight(_MARK_PX)
        self._mark.hide()

    @property
    def current(self) -> int:
        """The number of the chosen step, -1 for none."""
        return self._current

    def cards(self) -> list[StepCard]:
        """Give the cards, top to bottom."""
        return list(self._cards)

    def show_steps(self, sequence: Sequence, current: int, locked: bool) -> None:
        """Show the steps of a sequence.

        Arguments:
            sequence: The sequence.
            current: The number of the step to choose, -1 for none.
            locked: Whether nothing can be changed.
        """
        self._check = TokenCheck(self._project())
        shown = (sequence.id, sequence.steps, current, locked, self._check.known)
        if shown == self._shown:
            return
        before, self._shown = self._shown, shown
        same = before is not None and (before[0], before[3]) == (sequence.id, locked)
        if same and sequence.steps and len(sequence.steps) == len(self._cards):
            self._renew(sequence.steps, current)
            return
        had_focus = any(card.hasFocus() for card in self._cards)
        self._locked = locked
        self._clear()
        self._delays = []
        self._current = min(current, len(sequence.steps) - 1)
        for number, step in enumerate(sequence.steps):
            self._add(self._make_gap(step, number))
            card = StepCard(self._themes, step, number, number == self._current, self._check)
            card.pressed.connect(_later(self.choose, number))
            card.up_requested.connect(_later(self._ask_move, number, number - 1))
            card.down_requested.connect(_later(self._ask_move, number, number + 1))
            card.delete_requested.connect(_later(self.delete_requested.emit, number))
            card.dragged.connect(self._on_dragged)
            card.dropped.connect(self._on_dropped)
            possible = {0: number > 0, 1: number + 1 < len(sequence.steps), 2: True}
            for place, tool in enumerate(card.tools):
                tool.setEnabled(possible[place] and not locked)
            self._cards.append(card)
            self._add(card)
        self._add(self._make_foot(sequence))
        self.box.addStretch(1)
        if had_focus and self._cards:
            self._cards[max(self._current, 0)].setFocus()

    def _renew(self, steps: tuple[Step, ...], current: int) -> None:
        """Show as many steps as before on the cards that are there."""
        had_focus = any(card.hasFocus() for card in self._cards)
        for number, (card, when, step) in enumerate(zip(self._cards, self._delays, steps, strict=True)):
            card.show_step(step, number, self._check)
            card.set_chosen(number == current)
            when.setText(delay_words(step, number == 0))
        if current != self._current:
            self._current = current
            self.ensureWidgetVisible(self._cards[current], 0, 48)
        if had_focus:
            self._cards[current].setFocus()

    @Slot(int)
    def choose(self, number: int) -> None:
        """Choose a step and tell so."""
        if not 0 <= number < len(self._cards) or number == self._current:
            return
        self._current = number
        if self._shown is not None:
            self._shown = (*self._shown[:2], number, *self._shown[3:])
        for place, card in enumerate(self._cards):
            card.set_chosen(place == number)
        self.ensureWidgetVisible(self._cards[number], 0, 48)
        self.chosen.emit(number)

    def focus_current(self) -> None:
        """Give the keyboard to the chosen card."""
        if self._cards:
            self._cards[max(self._current, 0)].setFocus()

    def add_menu(self, place: int) -> QMenu:
        """Make the menu of step kinds that adds one at a place; the caller owns it."""
        menu = QMenu(self)
        menu.setObjectName("add_step_menu")
        for kind in StepKind:
            action = menu.addAction(self._themes.icons.icon(ICONS[kind]), kind.label)
            action.triggered.connect(_later(self._ask_add, kind, place))
        return menu

    def step_menu(self, number: int) -> QMenu:
        """Make the menu of what can be done with a step; the caller owns it."""
        menu = QMenu(self)
        menu.setObjectName("step_menu")
        last = len(self._cards) - 1

        def add(
            title: str, run: Callable[[], object], *, icon: str = "", can: bool = True, reads: bool = False
        ) -> None:
            action = menu.addAction(title)
            if icon:
                action.setIcon(self._themes.icons.icon(icon))
            action.setEnabled(can and (reads or not self._locked))
            action.triggered.connect(_later(run))

        add("Edit\tEnter", self.edit_requested.emit, icon="edit")
        menu.addSeparator()
        add("Cut\tCtrl+X", lambda: self.cut_requested.emit(number), icon="cut")
        add("Copy\tCtrl+C", lambda: self.copy_requested.emit(number), icon="copy", reads=True)
        add("Paste after\tCtrl+V", lambda: self.paste_requested.emit(number + 1), icon="paste", can=holds_step())
        add("Duplicate\tCtrl+D", lambda: self.duplicate_requested.emit(number), icon="duplicate")
        menu.addSeparator()
        add("Move up\tAlt+Up", lambda: self._ask_move(number, number - 1), icon="up", can=number > 0)
        add("Move down\tAlt+Down", lambda: self._ask_move(number, number + 1), icon="down", can=number < last)
        menu.addSeparator()
        add("Delete\tDel", lambda: self.delete_requested.emit(number), icon="delete")
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of the card under the pointer, or of the chosen one when the keyboard asks."""
        under = next((n for n, card in enumerate(self._cards) if card.underMouse()), -1)
        number = self._current if event.reason() == QContextMenuEvent.Reason.Keyboard else under
        if not 0 <= number < len(self._cards):
            return
        self.choose(number)
        menu = self.step_menu(number)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, move, copy, add and delete from the keyboard."""
        key = event.key()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(key), 0)
        if key == Qt.Key.Key_Escape and self._mark.isVisible():
            for card in self._cards:
                card.cancel_drag()
        elif step and alt:
            self._ask_move(self._current, self._current + step)
        elif step:
            self.choose(self._current + step)
            self.focus_current()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current >= 0:
            self.edit_requested.emit()
        elif not self._edit_by(event):
            super().keyPressEvent(event)

    def _edit_by(self, event: QKeyEvent) -> bool:
        """Do what a key says about the steps; false when it says nothing."""
        number, may = self._current, not self._locked
        if event.matches(QKeySequence.StandardKey.Copy) and number >= 0:
            self.copy_requested.emit(number)
        elif event.matches(QKeySequence.StandardKey.Cut) and number >= 0 and may:
            self.cut_requested.emit(number)
        elif event.matches(QKeySequence.StandardKey.Paste) and may:
            self.paste_requested.emit(number + 1)
        elif event.key() == Qt.Key.Key_Delete and number >= 0 and may:
            self.delete_requested.emit(number)
        elif event.key() == Qt.Key.Key_D and event.modifiers() & Qt.KeyboardModifier.ControlModifier and may:
            self.duplicate_requested.emit(number)
        elif event.key() == Qt.Key.Key_A and not event.modifiers() and may:
            self._popup_add(self._cards[number] if self._cards else self, number + 1)
        else:
            return False
        return True

    # ------------------------------------------------------------ dragging

    def _gap_at(self, at: QPoint) -> int:
        """Give before which card a point on the screen lies; the number of cards for after the last."""
        y = self.column.mapFromGlobal(at).y()
        middles = [card.geometry().center().y() for card in self._cards]
        return sum(middle < y for middle in middles)

    @Slot(QPoint)
    def _on_dragged(self, at: QPoint) -> None:
        if self._locked:
            return
        gap = self._gap_at(at)
        near = self._cards[min(gap, len(self._cards) - 1)].geometry()
        top = near.top() - _MARK_PX - 2 if gap < len(self._cards) else near.bottom() + 4
        self._mark.setGeometry(near.left(), top, near.width(), _MARK_PX)
        self._mark.show()
        self._mark.raise_()
        self.ensureVisible(near.left(), self.column.mapFromGlobal(at).y(), 0, 48)

    @Slot(object)
    def _on_dropped(self, at: QPoint | None) -> None:
        self._mark.hide()
        card = self.sender()
        if at is None or not isinstance(card, StepCard) or card not in self._cards:
            return
        number, gap = self._cards.index(card), self._gap_at(at)
        to = gap - 1 if gap > number else gap
        if to != number:
            self._ask_move(number, to)

    # ------------------------------------------------------------ making

    def _add(self, widget: QWidget) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.addStretch(1)
        line.addWidget(widget, 20)
        line.addStretch(1)
        self.box.addLayout(line)

    def _clear(self) -> None:
        self._cards = []
        while (item := self.box.takeAt(0)) is not None:
            line = item.layout()
            while line is not None and (part := line.takeAt(0)) is not None:
                widget = part.widget()
                if widget is not None:
                    retire(widget)

    def _make_gap(self, step: Step, number: int) -> QWidget:
        """Make what stands above a step: when it runs, and the button that adds one there."""
        gap = QWidget()
        line = QHBoxLayout(gap)
        line.setContentsMargins(0, 6, 0, 6)
        line.setSpacing(4)
        line.addStretch(1)
        when = label(delay_words(step, number == 0), "muted")
        when.setObjectName(f"step_delay_{number}")
        self._delays.append(when)
        line.addWidget(when)
        plus = tool_button(self._themes, "plus", f"Add a step before step {number + 1}", role="accent")
        plus.setObjectName(f"add_step_{number}")
        plus.setEnabled(not self._locked)
        plus.clicked.connect(lambda: self._popup_add(plus, number))
        line.addWidget(plus)
        line.addStretch(1)
        gap.setMaximumWidth(CARD_WIDTH)
        return gap

    def _make_foot(self, sequence: Sequence) -> QWidget:
        foot = QWidget()
        foot.setMaximumWidth(CARD_WIDTH)
        line = QVBoxLayout(foot)
        line.setContentsMargins(0, 16, 0, 0)
        add = button("Add step", icon="plus", themes=self._themes, tip="Add a step at the end (A)")
        name_widget(add, "add_step", "Add step")
        add.setEnabled(not self._locked)
        add.clicked.connect(lambda: self._popup_add(add, len(sequence.steps)))
        if not sequence.steps:
            line.addWidget(
                EmptyState(
                    self._themes,
                    icon="email",
                    title="No steps yet",
                    sentence="A sequence without steps enrolls nobody. Begin with the first mail.",
                )
            )
        line.addWidget(add, 0, Qt.AlignmentFlag.AlignHCenter)
        return foot

    # ------------------------------------------------------------ asking

    def _popup_add(self, at: QWidget, place: int) -> None:
        menu = self.add_menu(place)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at.mapToGlobal(QPoint(0, at.height())))

    def _ask_add(self, kind: StepKind, place: int) -> None:
        self.add_requested.emit(kind, place)

    def _ask_move(self, number: int, to: int) -> None:
        if not self._locked and 0 <= number < len(self._cards) and 0 <= to < len(self._cards):
            self.move_requested.emit(number, to)


def _later(call: Callable[..., object], *args: object) -> Callable[..., None]:
    """Bind arguments and drop what a signal brings along."""

    def run(*_: object) -> None:
        call(*args)

    return run
