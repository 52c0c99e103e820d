"""The steps of a sequence as cards one below another, with the wait between them.

The list only shows and asks; the tab makes the edits. Not here: the fields of one step
(``gui.tabs.sequence_step_panel``).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from core.model.sequence import Sequence, Step, StepKind
from gui import text
from gui.tabs.panel_parts import ColumnScroll, name_widget, retire
from gui.tabs.sequence_tokens import has_placeholder, rich_text
from gui.theme import ThemeManager, Tone
from gui.widgets.empty import EmptyState
from gui.widgets.labels import button, label, tool_button
from gui.widgets.pill import Pill

ICONS: dict[StepKind, str] = {
    StepKind.EMAIL: "email",
    StepKind.MANUAL_EMAIL: "manual_email",
    StepKind.CALL: "call",
    StepKind.TODO: "todo",
    StepKind.INMAIL: "linkedin",
    StepKind.CONNECTION_REQUEST: "linkedin",
}
"""Icon of each kind of step."""

_CARD_WIDTH = 520
_ICON_PX = 16
_HEAD_PX = 28
_BODY_CHARS = 62


def delay_words(step: Step, first: bool) -> str:
    """Say when a step runs, e.g. ``after 3 days``, ``at once``, ``right after the step before``."""
    if step.delay_days:
        return f"after {text.plural(step.delay_days, 'day')}"
    return "at once" if first else "the same day"


class StepCard(QFrame):
    """One step.

    Signals:
        pressed: it was clicked or got the focus.
        up_requested, down_requested, delete_requested: one of its buttons was pressed.
    """

    pressed = Signal()
    up_requested = Signal()
    down_requested = Signal()
    delete_requested = Signal()

    def __init__(self, themes: ThemeManager, step: Step, number: int, chosen: bool) -> None:
        super().__init__()
        self._themes = themes
        self._step = step
        self._chosen = chosen
        self.setProperty("surface", "card")
        self.setObjectName(f"step_card_{number}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMaximumWidth(_CARD_WIDTH)
        self.setAccessibleName(f"Step {number + 1}: {step.kind.label}, {step.subject or 'no subject'}")
        self._picture = QLabel()
        self._subject = label("", "strong", wrap=True)
        self._body = label("", "muted", wrap=False)
        for words in (self._subject, self._body):
            words.setTextFormat(Qt.TextFormat.RichText)
            words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 8, 10, 12)
        box.setSpacing(4)
        # As high as its buttons, so that choosing a card moves nothing.
        holder = QWidget()
        holder.setFixedHeight(_HEAD_PX)
        head = QHBoxLayout(holder)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self._picture)
        head.addWidget(label(step.kind.label, "muted"), 1)
        for pill in self._pills():
            head.addWidget(pill)
        self.tools = self._make_tools(number)
        for tool in self.tools:
            tool.setVisible(chosen)
            head.addWidget(tool)
        box.addWidget(holder)
        box.addWidget(self._subject)
        box.addWidget(self._body)
        themes.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def set_chosen(self, chosen: bool) -> None:
        """Show whether this is the step in the panel."""
        if chosen != self._chosen:
            self._chosen = chosen
            for tool in self.tools:
                tool.setVisible(chosen)
            self.update()

    def _pills(self) -> list[Pill]:
        step, found = self._step, []
        if not step.kind.is_task and has_placeholder(step.subject, step.body):
            found.append(Pill(self._themes, "placeholder", Tone.SKIPPED))
        if step.kind.is_task and step.hold:
            found.append(Pill(self._themes, "waits until done", Tone.WAITING))
        return found

    def _make_tools(self, number: int) -> list[QToolButton]:
        """Make the buttons that the chosen card has."""
        found = []
        for icon, name, signal in (
            ("up", f"Move step {number + 1} up (Alt+↑)", self.up_requested),
            ("down", f"Move step {number + 1} down (Alt+↓)", self.down_requested),
            ("delete", f"Delete step {number + 1} (Del)", self.delete_requested),
        ):
            tool = tool_button(self._themes, icon, name)
            tool.setObjectName(f"{icon}_step_{number}")
            tool.clicked.connect(lambda *_, signal=signal: signal.emit())
            found.append(tool)
        return found

    @Slot()
    def _on_theme_changed(self) -> None:
        theme = self._themes.theme
        role = "accent" if self._step.kind is StepKind.EMAIL else "waiting"
        self._picture.setPixmap(
            self._themes.icons.pixmap(ICONS[self._step.kind], role, _ICON_PX, self.devicePixelRatioF())
        )
        unnamed = "No subject yet" if self._step.kind is StepKind.EMAIL else "No title yet"
        self._subject.setText(rich_text(self._step.subject or unnamed, theme))
        first = next((line.strip() for line in self._step.body.splitlines() if line.strip()), "")
        self._body.setText(rich_text(text.elide(first, _BODY_CHARS), theme))
        self._body.setVisible(bool(first))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the step."""
        self.pressed.emit()
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose the step that the keyboard came to."""
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.pressed.emit()
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the focus ring away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card, and a ring around the chosen one."""
        super().paintEvent(event)
        if not self._chosen:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._themes.theme.focus if self.hasFocus() else self._themes.theme.accent, 2))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 8, 8)


class StepList(ColumnScroll):
    """All steps of one sequence. Arrows choose, Alt+arrows move, Del deletes, A adds, Ctrl+D duplicates.

    Signals:
        chosen: the number of the step that was chosen.
        add_requested: a kind of step, and the number it shall have.
        move_requested: the number of a step, and the number it shall have.
        delete_requested, duplicate_requested: the number of a step.
        edit_requested: the chosen step's fields are wanted (Enter).
    """

    chosen = Signal(int)
    add_requested = Signal(object, int)
    move_requested = Signal(int, int)
    delete_requested = Signal(int)
    duplicate_requested = Signal(int)
    edit_requested = Signal()

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent, margins=(24, 16, 24, 24))
        name_widget(self, "step_list", "Steps")
        self._themes = themes
        self._cards: list[StepCard] = []
        self._current = -1
        self._locked = False
        self._shown: tuple[int, tuple[Step, ...], int, bool] | None = None
        self.box.setSpacing(0)

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
        shown = (sequence.id, sequence.steps, current, locked)
        if shown == self._shown:
            return
        self._shown = shown
        had_focus = any(card.hasFocus() for card in self._cards)
        self._locked = locked
        self._clear()
        self._current = min(current, len(sequence.steps) - 1)
        for number, step in enumerate(sequence.steps):
            self._add(self._make_gap(step, number))
            card = StepCard(self._themes, step, number, chosen=number == self._current)
            card.pressed.connect(_later(self.choose, number))
            card.up_requested.connect(_later(self._ask_move, number, number - 1))
            card.down_requested.connect(_later(self._ask_move, number, number + 1))
            card.delete_requested.connect(_later(self.delete_requested.emit, number))
            possible = {0: number > 0, 1: number + 1 < len(sequence.steps), 2: True}
            for place, tool in enumerate(card.tools):
                tool.setEnabled(possible[place] and not locked)
            self._cards.append(card)
            self._add(card)
        self._add(self._make_foot(sequence))
        self.box.addStretch(1)
        if had_focus and self._cards:
            self._cards[max(self._current, 0)].setFocus()

    @Slot(int)
    def choose(self, number: int) -> None:
        """Choose a step and tell so."""
        if not 0 <= number < len(self._cards) or number == self._current:
            return
        self._current = number
        if self._shown is not None:
            self._shown = (*self._shown[:2], number, self._shown[3])
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, move, add and delete from the keyboard."""
        key = event.key()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(key), 0)
        if step and alt:
            self._ask_move(self._current, self._current + step)
        elif step:
            self.choose(self._current + step)
            self.focus_current()
        elif key == Qt.Key.Key_Delete and self._current >= 0 and not self._locked:
            self.delete_requested.emit(self._current)
        elif key == Qt.Key.Key_D and event.modifiers() & Qt.KeyboardModifier.ControlModifier and not self._locked:
            self.duplicate_requested.emit(self._current)
        elif key == Qt.Key.Key_A and not event.modifiers() and not self._locked:
            self._popup_add(self._cards[self._current] if self._cards else self, self._current + 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current >= 0:
            self.edit_requested.emit()
        else:
            super().keyPressEvent(event)

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
        line.addWidget(when)
        plus = tool_button(self._themes, "plus", f"Add a step before step {number + 1}", role="accent")
        plus.setObjectName(f"add_step_{number}")
        plus.setEnabled(not self._locked)
        plus.clicked.connect(lambda: self._popup_add(plus, number))
        line.addWidget(plus)
        line.addStretch(1)
        gap.setMaximumWidth(_CARD_WIDTH)
        return gap

    def _make_foot(self, sequence: Sequence) -> QWidget:
        foot = QWidget()
        foot.setMaximumWidth(_CARD_WIDTH)
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
