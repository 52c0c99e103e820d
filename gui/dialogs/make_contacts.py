"""Asks which contacts shall be made up, and makes them in a job that shows how far it is and can be stopped.

Not here: making them (``core.services.made_up``).
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from core.model.changes import Edit
from core.services import made_up, senders
from core.services.importing import ImportProgress
from core.services.made_up import COUNTRIES, MOST, Shares, Wishes
from gui import text
from gui.context import Context
from gui.forms.number_box import NumberBox
from gui.jobs import Job, JobControl
from gui.tabs.panel_editors import ChoiceBox
from gui.tabs.panel_parts import name_widget
from gui.widgets.form import form_row
from gui.widgets.labels import button, label

_WIDTH = 560
_SHARES = (
    ("no_email", "Without an address"),
    ("invalid", "With an invalid address"),
    ("unsubscribed", "Unsubscribed"),
    ("bounced", "Bounced before"),
    ("no_owner", "Without an owner"),
)


class MakeContactsDialog(QDialog):
    """Asks for made-up contacts and makes them.

    Args:
        context: The window's services.
        parent: Owner.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("make_contacts_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Make up contacts")
        self.setMinimumWidth(_WIDTH)
        self._context = context
        self._job: Job | None = None
        self._applying = False
        wishes = Wishes()
        self.count = _spin("make_count", "How many", 1, MOST, wishes.count)
        self.count.setGroupSeparatorShown(True)
        self.seed = _spin("make_seed", "Seed", 0, 2**31 - 1, wishes.seed)
        self.owners = ChoiceBox([("able", "Able to send"), ("all", "All senders"), ("none", "Nobody")])
        name_widget(self.owners, "make_owners", "Owners")
        self.countries = {name: QCheckBox(name) for name, *_ in COUNTRIES}
        for name, box in self.countries.items():
            box.setChecked(name in wishes.countries)
            name_widget(box, f"make_{name.lower().replace(' ', '_')}", name)
            box.toggled.connect(self._check)
        self.shares = {
            name: _spin(f"make_{name}", title, 0, 100, getattr(wishes.shares, name)) for name, title in _SHARES
        }
        for share in self.shares.values():
            share.setSuffix(" %")
            share.valueChanged.connect(self._check)
        self.error = label("", "error", wrap=True)
        name_widget(self.error, "make_error")
        self.progress = QProgressBar()
        name_widget(self.progress, "make_progress", "How many are made up")
        self.progress.setTextVisible(False)
        self._lay_out()
        self._check()

    @property
    def is_busy(self) -> bool:
        """Whether contacts are being made up or added."""
        return self._job is not None or self._applying

    def wishes(self) -> Wishes:
        """Give what is asked for."""
        chosen = tuple(name for name, box in self.countries.items() if box.isChecked())
        return Wishes(
            self.count.value(),
            chosen,
            Shares(**{name: share.value() for name, share in self.shares.items()}),
            self._owner_ids(),
            self.seed.value(),
        )

    def reject(self) -> None:
        """Stop making contacts, else close."""
        if self._applying:
            self._context.undo.stop()
        elif self._job is not None:
            self._job.cancel()
            self._job = None
            self._show_busy(False)
        else:
            super().reject()

    def _owner_ids(self) -> tuple[int, ...]:
        found = senders.choices(self._context.workspace.project())
        how = self.owners.value()
        return tuple(c.sender.id for c in found if how == "all" or (how == "able" and c.qualifies))

    def _lay_out(self) -> None:
        numbers = QHBoxLayout()
        numbers.setSpacing(16)
        numbers.addWidget(form_row("How many", self.count, help_text=f"Up to {text.number(MOST)}."), 1)
        numbers.addWidget(form_row("Seed", self.seed, help_text="Same seed, same people."), 1)
        numbers.addWidget(form_row("Owners", self.owners, help_text="Spread evenly."), 1)
        countries = QGridLayout()
        countries.setVerticalSpacing(4)
        for number, check in enumerate(self.countries.values()):
            countries.addWidget(check, number // 4, number % 4)
        shares = QGridLayout()
        shares.setHorizontalSpacing(16)
        shares.setVerticalSpacing(8)
        for number, (name, title) in enumerate(_SHARES):
            shares.addWidget(form_row(title, self.shares[name]), number // 3, number % 3)
        self.ok = button("Make up contacts", "primary")
        name_widget(self.ok, "make_ok")
        self.ok.setDefault(True)
        self.ok.clicked.connect(self._make)
        self._cancel = button("Cancel")
        name_widget(self._cancel, "make_cancel")
        self._cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self.ok)
        self._form = QWidget()
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(numbers)
        column.addWidget(label("Countries", "strong"))
        column.addLayout(countries)
        column.addWidget(label("Share of problems", "strong"))
        column.addLayout(shares)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(12)
        box.addWidget(label("Make up contacts", "title"))
        words = "People who do not exist, to try things with: every address ends in .example. One undo takes them back."
        box.addWidget(label(words, "muted", wrap=True))
        box.addWidget(self._form)
        box.addWidget(self.error)
        box.addWidget(self.progress)
        box.addLayout(foot)
        self.progress.hide()

    @Slot()
    def _check(self) -> None:
        wrong = made_up.problems_of(self.wishes())
        self.error.setText(f"✕ {wrong}" if wrong else "")
        self.error.setVisible(bool(wrong))
        self.ok.setEnabled(not wrong)

    @Slot()
    def _make(self) -> None:
        """Make the contacts in a job, then add them."""
        workspace, wishes = self._context.workspace, self.wishes()
        if self.is_busy or made_up.problems_of(wishes):
            return

        def work(control: JobControl) -> Edit:
            with workspace.in_thread() as mine:
                return made_up.make_up(mine, wishes, control)

        self._show_busy(True)
        self._job = self._context.jobs.start(
            "Make up contacts", work, done=self._add, failed=self._on_failed, progress=self._on_made
        )

    def _on_made(self, far: ImportProgress) -> None:
        # Making takes about as long as adding: each is half of the bar.
        self.progress.setRange(0, 2 * far.total)
        self.progress.setValue(far.done)

    def _add(self, edit: Edit) -> None:
        self._job = None
        self._applying = True
        self._context.undo.do(edit, lambda done: self._on_added(edit, done), self._on_far)

    def _on_far(self, done: int, total: int) -> None:
        self.progress.setRange(0, 2 * total)
        self.progress.setValue(total + done)

    def _on_added(self, edit: Edit, done: bool) -> None:
        self._applying = False
        self._show_busy(False)
        if done:
            self._context.bus.message.emit(f"Made up {text.plural(len(edit.puts), 'contact')}.")
            self.accept()

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self._show_busy(False)
        self._context.dialogs.problem(error)

    def _show_busy(self, busy: bool) -> None:
        self._form.setEnabled(not busy)
        self.ok.setEnabled(not busy)
        self._cancel.setText("Stop" if busy else "Cancel")
        self.progress.setRange(0, 0)
        self.progress.setVisible(busy)


def _spin(name: str, accessible: str, least: int, most: int, value: int) -> NumberBox:
    made = NumberBox()
    made.setRange(least, most)
    made.setValue(value)
    name_widget(made, name, accessible)
    return made
