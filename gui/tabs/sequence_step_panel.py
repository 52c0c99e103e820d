"""The panel that edits one step: what it is, when it runs, and its text with tokens.

Choices are edits at once; what is typed becomes one edit when the cursor leaves the field or at Ctrl+Enter. Not here:
the cards (``gui.tabs.sequence_steps``).
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QSpinBox, QVBoxLayout, QWidget

from core.model.sequence import Sequence, Step, StepKind
from core.services.token_faults import TokenCheck
from gui.context import Context
from gui.tabs.panel_editors import ChoiceBox, WheelGuard
from gui.tabs.panel_parts import ColumnScroll, add_shortcut, name_widget, paint_surface
from gui.tabs.sequence_completion import TokenCompletion
from gui.tabs.sequence_tokens import PLACEHOLDER_NOTE, TokenHighlighter, has_placeholder, token_choices, token_menu
from gui.theme import Tone
from gui.widgets.banner import Banner
from gui.widgets.form import form_row
from gui.widgets.labels import button, label
from gui.widgets.pill import Pill
from gui.widgets.switch import ToggleSwitch

_MAX_DELAY = 90
_BODY_HEIGHT = 220


class StepPanel(QWidget):
    """Edits one step of a sequence.

    Signals:
        edited: the step as it shall be, and what the edit is called, e.g. ``Change subject``.
    """

    edited = Signal(object, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._step: Step | None = None
        self._at = (0, -1)
        self._locked = False
        self._insert_into_body = True
        self._check = TokenCheck(context.workspace.project())
        paint_surface(self)
        name_widget(self, "step_panel", "Step")
        self._title = label("", "title", wrap=True)
        self._where = label("", "muted")
        self._unsaved = Pill(context.themes, "Not saved", Tone.SKIPPED)
        self._note = Banner(context.themes)
        self._scroll = ColumnScroll(margins=(16, 16, 16, 16))
        self._make_editors()
        self._lay_out()
        self.show_step(None, -1)

    @property
    def is_dirty(self) -> bool:
        """Whether a text was typed that is no edit yet."""
        return self._step is not None and self._typed() != (self._step.subject, self._step.body)

    def show_step(self, sequence: Sequence | None, number: int) -> None:
        """Show a step of a sequence, or nothing."""
        if sequence is None or not 0 <= number < len(sequence.steps):
            self._step = None
            self.hide()
            return
        step = sequence.steps[number]
        self.show()
        self._renew_check()
        if (step, sequence.id, number) != (self._step, *self._at):
            self._step, self._at = step, (sequence.id, number)
            self._fill(step)
        self._title.setText(step.kind.label)
        self._where.setText(f"Step {number + 1} of {len(sequence.steps)}")
        first = number == 0
        self._delay_row.label.setText("Delay after enrollment" if first else "Delay after the step before")
        self._delay_row.set_help(
            "0 runs it at once." if first else "0 to 90 days; it runs at the same time of day as the enrollment."
        )
        self._show_state()

    def set_locked(self, locked: bool) -> None:
        """Lock or unlock the fields; they stay readable."""
        self._locked = locked
        self._scroll.column.setEnabled(not locked)

    @Slot()
    def commit(self) -> None:
        """Make what was typed an edit."""
        if self._step is None or not self.is_dirty or self._locked or self._context.undo.locked:
            return
        subject, body = self._typed()
        title = "Change text" if subject == self._step.subject else "Change subject"
        after = replace(self._step, subject=subject, body=body)
        self._tell(after, title)

    def focus_subject(self) -> None:
        """Put the cursor into the subject."""
        self._subject.setFocus()
        self._subject.selectAll()

    def insert_token(self, token: str) -> None:
        """Put a token where the cursor was last, in the subject or the body."""
        if self._insert_into_body:
            self._body.insertPlainText(token)
            self._body.setFocus()
        else:
            self._subject.insert(token)
            self._subject.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice where the cursor is, and make an edit when it leaves a text."""
        if watched in (self._subject, self._body):
            if event.type() == QEvent.Type.FocusIn:
                self._insert_into_body = watched is self._body
            elif event.type() == QEvent.Type.FocusOut and not _is_popup(event):
                self.commit()
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------ making

    def _make_editors(self) -> None:
        themes = self._context.themes
        self._kind = ChoiceBox((kind, kind.label) for kind in StepKind)
        name_widget(self._kind, "step_kind")
        self._kind.changed.connect(self._on_kind)
        self._delay = QSpinBox()
        name_widget(self._delay, "step_delay")
        self._delay.setRange(0, _MAX_DELAY)
        self._delay.setKeyboardTracking(False)
        self._delay.setMaximumWidth(96)
        WheelGuard(self).guard(self._delay)
        self._delay.valueChanged.connect(self._on_delay)
        self._hold = ToggleSwitch(themes, "Wait until the task is done")
        name_widget(self._hold, "step_hold", "Wait until the task is done")
        self._hold.clicked.connect(self._on_hold)
        self._subject = QLineEdit()
        name_widget(self._subject, "step_subject")
        self._subject.textEdited.connect(self._show_state)
        self._subject.installEventFilter(self)
        self._body = QPlainTextEdit()
        name_widget(self._body, "step_body")
        self._body.setTabChangesFocus(True)
        self._body.setMinimumHeight(_BODY_HEIGHT)
        self._body.textChanged.connect(self._show_state)
        self._body.installEventFilter(self)
        self._highlighter = TokenHighlighter(self._body, themes, lambda: self._check)
        for editor in (self._subject, self._body):
            TokenCompletion(editor, lambda: token_choices(self._context.workspace.project()))
        self._tokens = button("Insert token", "quiet", icon="plus", themes=themes)
        name_widget(self._tokens, "insert_token", "Insert token")
        # Without the focus the button leaves the cursor where the token shall go.
        self._tokens.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._tokens.clicked.connect(self._on_tokens)
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            add_shortcut(self, keys, self.commit)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._unsaved)
        box = self._scroll.box
        box.setSpacing(12)
        box.addLayout(head)
        box.addWidget(self._where)
        box.addWidget(form_row("Kind", self._kind))
        self._delay_row = form_row("Delay", self._delay, unit="days")
        box.addWidget(self._delay_row)
        box.addWidget(self._hold)
        self._subject_row = form_row("Subject", self._subject)
        box.addWidget(self._subject_row)
        self._body_row = form_row("Text", self._body)
        box.addWidget(self._body_row)
        foot = QHBoxLayout()
        foot.addWidget(self._tokens)
        foot.addWidget(label("or type {{", "small"))
        foot.addStretch(1)
        box.addLayout(foot)
        box.addWidget(self._note)
        box.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)

    # ------------------------------------------------------------ showing

    def _fill(self, step: Step) -> None:
        self._kind.set_value(step.kind)
        self._delay.blockSignals(True)
        self._delay.setValue(step.delay_days)
        self._delay.blockSignals(False)
        self._hold.setChecked(step.hold)
        self._hold.setVisible(step.kind.is_task)
        if self._subject.text() != step.subject:
            self._subject.setText(step.subject)
            self._subject.setCursorPosition(0)
        if self._body.toPlainText() != step.body:
            self._body.setPlainText(step.body)
        mail = step.kind in (StepKind.EMAIL, StepKind.MANUAL_EMAIL)
        self._subject_row.label.setText("Subject" if mail else "Task title")
        self._body_row.label.setText("Text" if mail else "Notes")

    def _renew_check(self) -> None:
        """Follow properties that came or went: a token may have become one that something fills."""
        check = TokenCheck(self._context.workspace.project())
        if check.known != self._check.known:
            self._check = check
            self._highlighter.rehighlight()

    def _typed(self) -> tuple[str, str]:
        return self._subject.text(), self._body.toPlainText()

    @Slot()
    def _show_state(self, *_: object) -> None:
        self._unsaved.setVisible(self.is_dirty)
        for row, editor, typed in zip(
            (self._subject_row, self._body_row), (self._subject, self._body), self._typed(), strict=True
        ):
            wrong = self._check.sentence(typed)
            if row.error() != wrong:
                row.set_error(wrong)
                editor.setToolTip(wrong)
        if self._step is not None and not self._step.kind.is_task and has_placeholder(*self._typed()):
            if self._note.text() != PLACEHOLDER_NOTE:
                self._note.show_message(PLACEHOLDER_NOTE, Tone.SKIPPED)
        elif self._note.text():
            self._note.clear()

    # ------------------------------------------------------------ slots

    def _tell(self, after: Step, title: str) -> None:
        if after != self._step:
            self.edited.emit(after, title)

    def _with_text(self) -> Step:
        """Give the step with what was typed, so that a choice does not throw typed words away."""
        assert self._step is not None
        subject, body = self._typed()
        return replace(self._step, subject=subject, body=body)

    @Slot()
    def _on_kind(self) -> None:
        kind = self._kind.value()
        if self._step is not None and isinstance(kind, StepKind):
            self._tell(replace(self._with_text(), kind=kind), "Change kind")

    @Slot(int)
    def _on_delay(self, days: int) -> None:
        if self._step is not None:
            self._tell(replace(self._with_text(), delay_days=days), "Change delay")

    @Slot(bool)
    def _on_hold(self, hold: bool) -> None:
        if self._step is not None:
            self._tell(replace(self._with_text(), hold=hold), "Change waiting")

    @Slot()
    def _on_tokens(self) -> None:
        menu = token_menu(self._context.workspace.project(), self.insert_token, self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._tokens.mapToGlobal(self._tokens.rect().bottomLeft()))


def _is_popup(event: QEvent) -> bool:
    """Say whether the focus went to a menu or list that belongs to the field, not to another field."""
    reason = getattr(event, "reason", None)
    return reason is not None and reason() == Qt.FocusReason.PopupFocusReason
