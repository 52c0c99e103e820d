"""The form of one expectation. Lives here: its fields and what is wrong with them. Not here: keeping it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from core.model.expectation import Bound, Expectation, ExpectationKind
from core.model.project import Project
from core.services.expectations import filter_offers, problem_of, read_filter
from gui.forms.number_box import NumberBox
from gui.run.log_line import LogFilterLine
from gui.tabs.panel_parts import name_widget
from gui.theme import ThemeManager
from gui.widgets.form import form_row
from gui.widgets.labels import button

_KINDS = ((ExpectationKind.ROWS, "How often something happens"), (ExpectationKind.MAIL_GAP, "Time between two mails"))
_BOUNDS = ((Bound.EXACTLY, "exactly"), (Bound.AT_LEAST, "at least"), (Bound.AT_MOST, "at most"))
_HELP = "As in the log’s filter: words, or outcome=skipped and day<=3 and so on. Empty: any row."


class ExpectationForm(QFrame):
    """Edits one expectation; what cannot be read cannot be saved.

    Args:
        themes: Colours and icons.
        parent: Owner.

    Signals:
        saved: the ``Expectation``.
        cancelled: the person gave up.
    """

    saved = Signal(object)
    cancelled = Signal()

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = Project()
        self.kind, self.bound = QComboBox(), QComboBox()
        for kind, title in _KINDS:
            self.kind.addItem(title, kind)
        for bound, title in _BOUNDS:
            self.bound.addItem(title, bound)
        self.filter = LogFilterLine(themes)
        self.filter.esc_clears = False
        self.filter.setPlaceholderText("reason=DAILY_LIMIT_REACHED")
        self.filter.set_language(
            lambda text: read_filter(text, self._project), lambda text: filter_offers(text, self._project)
        )
        self.number, self.hours = NumberBox(), NumberBox()
        self.number.setRange(0, 1_000_000_000)
        self.hours.setRange(1, 24 * 365)
        self.save = button("Add", "primary")
        self.save.setObjectName("expectation_save")
        cancel = button("Cancel")
        cancel.setObjectName("expectation_cancel")
        for widget, name in (
            (self.kind, "kind"), (self.bound, "bound"), (self.filter, "filter"),
            (self.number, "number"), (self.hours, "hours"),
        ):  # fmt: skip
            name_widget(widget, f"expectation_{name}")
        self.mend = button("", "link")
        self.mend.setObjectName("expectation_mend")
        self.mend.clicked.connect(self.filter.mend)
        self.mend.hide()
        self._filter_row = form_row("Rows", self.filter, help_text=_HELP)
        self._bound_row, self._number_row = form_row("Happen", self.bound), form_row("", self.number, unit="times")
        self.number.setAccessibleName("How many times")
        self._hours_row = form_row("No contact gets two mails in", self.hours, unit="hours")
        self._lay_out(cancel)
        self.kind.currentIndexChanged.connect(self._renew)
        self.filter.textChanged.connect(self._renew)
        self.filter.returnPressed.connect(self._on_save)
        self.save.clicked.connect(self._on_save)
        cancel.clicked.connect(self.cancelled)

    def begin(self, project: Project, expectation: Expectation, verb: str) -> None:
        """Show an expectation and put the keyboard on its first field.

        Args:
            project: What its filter speaks of.
            expectation: The values to begin with.
            verb: What the button says.
        """
        self._project = project
        self.kind.setCurrentIndex(self.kind.findData(expectation.kind))
        self.bound.setCurrentIndex(self.bound.findData(expectation.bound))
        self.filter.setText(expectation.filter)
        self.filter.renew()
        self.number.setValue(expectation.number)
        self.hours.setValue(expectation.hours)
        self.save.setText(verb)
        self._renew()
        self.show()
        self.kind.setFocus() if expectation.kind is ExpectationKind.MAIL_GAP else self.filter.setFocus()

    def value(self) -> Expectation:
        """Give the expectation as the fields say it."""
        if self.kind.currentData() is ExpectationKind.MAIL_GAP:
            return Expectation(ExpectationKind.MAIL_GAP, hours=self.hours.value())
        return Expectation(
            filter=self.filter.text().strip(), bound=self.bound.currentData(), number=self.number.value()
        )

    def problem(self) -> str:
        """Say what is wrong with the filter; empty when nothing is."""
        return self._filter_row.error()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up at Esc, so that the dialog stays."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
            return
        super().keyPressEvent(event)

    def _lay_out(self, cancel: QWidget) -> None:
        numbers = QHBoxLayout()
        numbers.setSpacing(12)
        numbers.addWidget(self._bound_row, 1, Qt.AlignmentFlag.AlignBottom)
        numbers.addWidget(self._number_row, 1, Qt.AlignmentFlag.AlignBottom)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 4)
        column.setSpacing(12)
        column.addWidget(form_row("What is expected", self.kind))
        column.addWidget(self._filter_row)
        column.addWidget(self.mend, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(numbers)
        column.addWidget(self._hours_row)
        column.addLayout(buttons)

    @Slot()
    def _renew(self) -> None:
        rows = self.kind.currentData() is ExpectationKind.ROWS
        for row in (self._filter_row, self._bound_row, self._number_row):
            row.setVisible(rows)
        self._hours_row.setVisible(not rows)
        problem, doubt = problem_of(self.value(), self._project), self.filter.doubt
        instead = self.filter.instead if rows else ""
        said = " ".join(part for part in (problem.sentence, "" if instead else problem.hint) if part) if problem else ""
        self._filter_row.set_error(said if rows else "")
        self._filter_row.set_help(f"! {doubt.sentence} Such rows can never happen." if doubt else _HELP)
        self.mend.setText(f"Did you mean {instead}?".replace("&", "&&"))
        self.mend.setVisible(bool(instead))
        self.save.setEnabled(problem is None)

    @Slot()
    def _on_save(self) -> None:
        if self.save.isEnabled():
            self.saved.emit(self.value())
