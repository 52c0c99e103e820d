"""One step of a sequence as a card: its kind, subject and first line, with the buttons of the chosen one.

Not here: the list of cards (``gui.tabs.sequence_steps``) and the fields of a step (``gui.tabs.sequence_step_panel``).
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from core.model.sequence import Step, StepKind
from core.services.token_faults import TokenCheck
from gui import text
from gui.tabs.panel_parts import retire
from gui.tabs.sequence_tokens import has_placeholder, rich_text
from gui.theme import ThemeManager, Tone
from gui.widgets.labels import label, tool_button
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

CARD_WIDTH = 520
"""Widest a card gets, in pixels."""

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
        dragged: it is being dragged; where the pointer is, on the screen.
        dropped: the drag ended there; ``None`` when it was given up.
    """

    pressed = Signal()
    up_requested = Signal()
    down_requested = Signal()
    delete_requested = Signal()
    dragged = Signal(QPoint)
    dropped = Signal(object)

    def __init__(self, themes: ThemeManager, step: Step, number: int, chosen: bool, check: TokenCheck) -> None:
        super().__init__()
        self._themes = themes
        self._check = check
        self._step = step
        self._chosen = chosen
        self._grabbed: QPoint | None = None
        self._dragging = False
        self.setProperty("surface", "card")
        self.setObjectName(f"step_card_{number}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMaximumWidth(CARD_WIDTH)
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
        self._kind = label("", "muted")
        head.addWidget(self._kind, 1)
        self._marks = QHBoxLayout()
        self._marks.setSpacing(8)
        self._shown_pills: list[Pill] = []
        head.addLayout(self._marks)
        self.tools = self._make_tools(number)
        for tool in self.tools:
            tool.setVisible(chosen)
            head.addWidget(tool)
        box.addWidget(holder)
        box.addWidget(self._subject)
        box.addWidget(self._body)
        themes.changed.connect(self._on_theme_changed)
        self.show_step(step, number)

    def show_step(self, step: Step, number: int, check: TokenCheck | None = None) -> None:
        """Show a step in place: a card that is being pressed must not make way for another."""
        self._step = step
        self._check = check or self._check
        wrong = " ".join(filter(None, map(self._check.sentence, (step.subject, step.body))))
        self.setAccessibleName(f"Step {number + 1}: {step.kind.label}, {step.subject or 'no subject'}")
        self.setAccessibleDescription(wrong)
        self.setToolTip(wrong)
        self._kind.setText(step.kind.label)
        for pill in self._shown_pills:
            self._marks.removeWidget(pill)
            retire(pill)
        self._shown_pills = self._pills()
        for pill in self._shown_pills:
            self._marks.addWidget(pill)
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
        if self._check.faults(step.subject) or self._check.faults(step.body):
            found.append(Pill(self._themes, "unknown token", Tone.BROKEN))
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
        self._subject.setText(rich_text(self._step.subject or unnamed, theme, self._check))
        first = next((line.strip() for line in self._step.body.splitlines() if line.strip()), "")
        self._body.setText(rich_text(text.elide(first, _BODY_CHARS), theme, self._check))
        self._body.setVisible(bool(first))

    def cancel_drag(self) -> None:
        """Give up a drag, as Esc does."""
        if self._dragging:
            self._end_drag()
            self.dropped.emit(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the step, and take hold of it."""
        self.pressed.emit()
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = event.globalPosition().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the card once the pointer has gone far enough."""
        at = event.globalPosition().toPoint()
        if self._grabbed is None:
            super().mouseMoveEvent(event)
            return
        if not self._dragging and (at - self._grabbed).manhattanLength() >= QApplication.startDragDistance():
            self._dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._dragging:
            self.dragged.emit(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the card."""
        dragging = self._dragging
        self._end_drag()
        super().mouseReleaseEvent(event)
        if dragging:
            self.dropped.emit(event.globalPosition().toPoint())

    def _end_drag(self) -> None:
        self._grabbed, self._dragging = None, False
        self.setCursor(Qt.CursorShape.PointingHandCursor)

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
        painter.setPen(QPen(self._themes.theme.accent, 2))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 8, 8)
        if self.hasFocus():
            # A second line: chosen and chosen with the keyboard must not look alike.
            painter.setPen(QPen(self._themes.theme.focus, 1))
            painter.drawRoundedRect(self.rect().adjusted(4, 4, -4, -4), 5, 5)
