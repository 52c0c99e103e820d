"""The account's form: its name, what is bought, where it is, and which limits hold."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import available_timezones

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.model.account import Account, Subscription
from core.services import compare
from core.services.compare import PackValue
from gui.widgets.form import Form
from gui.widgets.labels import button, hairline, label

_SUBSCRIPTIONS = {
    Subscription.STARTER: "Starter",
    Subscription.PROFESSIONAL: "Professional",
    Subscription.ENTERPRISE: "Enterprise",
}
_WIDTH = 560
_VALUES_HEIGHT = 200
_PACK_HELP = "The limits that rehearsals and the review go by. Nothing stored changes with it."
_HELP = "The enroll action of the workflows tool needs Enterprise; a sequence’s own Automation needs Professional."


class AccountDialog(QDialog):
    """Edits the account.

    Args:
        account: The account as it is.
        parent: The window.

    Signals:
        account_changed: the ``Account`` as it shall be, when Save was pressed and something is new.
    """

    account_changed = Signal(object)

    def __init__(self, account: Account, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("account_dialog")
        self.setWindowTitle("Account")
        self.setMinimumWidth(_WIDTH)
        self._account = account
        self._zones = sorted(available_timezones())
        self.name = QLineEdit(account.name)
        self.name.setObjectName("account_name")
        self.subscription = QComboBox()
        self.subscription.setObjectName("account_subscription")
        for subscription, title in _SUBSCRIPTIONS.items():
            self.subscription.addItem(title, subscription)
        self.subscription.setCurrentIndex(list(_SUBSCRIPTIONS).index(account.subscription))
        self.zone = QComboBox()
        self.zone.setObjectName("account_time_zone")
        self.zone.setEditable(True)
        self.zone.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.zone.addItems(self._zones)
        self.zone.setCurrentText(account.time_zone)
        completer = QCompleter(self._zones, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.zone.setCompleter(completer)
        self.pack = QComboBox()
        self.pack.setObjectName("account_rule_pack")
        self._packs = {found.name: found for found in compare.packs()}
        for found in reversed(self._packs.values()):
            self.pack.addItem(found.title, found.name)
        if account.rule_pack not in self._packs:
            self.pack.addItem(f"{account.rule_pack} (not installed)", account.rule_pack)
        self.pack.setCurrentIndex(self.pack.findData(account.rule_pack))
        self._values = QScrollArea()
        self._values.setObjectName("account_pack_values")
        self._values.setAccessibleName("Values of the rule pack")
        self._values.setProperty("surface", "card")
        self._values.setFrameShape(QFrame.Shape.NoFrame)
        # What is in it takes the focus, and keys it has no use for scroll.
        self._values.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._values.setWidgetResizable(True)
        self._values.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._values.setFixedHeight(_VALUES_HEIGHT)
        self._lay_out()
        self.pack.currentIndexChanged.connect(self._on_pack)
        self._on_pack()

    def accept(self) -> None:
        """Hand the account over, unless a field is wrong."""
        name, zone = self.name.text().strip(), self.zone.currentText().strip()
        self._name_row.set_error("" if name else "An account needs a name.")
        known = zone in self._zones
        self._zone_row.set_error("" if known else f"“{zone}” is not a time zone such as Europe/Warsaw.")
        if not name or not known:
            return
        after = replace(
            self._account,
            name=name,
            subscription=self.subscription.currentData(),
            time_zone=zone,
            rule_pack=self.pack.currentData(),
        )
        if after != self._account:
            self.account_changed.emit(after)
        super().accept()

    def _lay_out(self) -> None:
        form = Form()
        self._name_row = form.add_row("Name", self.name)
        form.add_row("Subscription", self.subscription, help_text=_HELP)
        zone_help = "Schedules, send windows and dates on screen follow it."
        self._zone_row = form.add_row("Time zone", self.zone, help_text=zone_help)
        form.add_row("Rule pack", self.pack, help_text=_PACK_HELP)
        form.add_widget(self._values)
        save = button("Save", "primary")
        save.setObjectName("account_save")
        save.setDefault(True)
        save.clicked.connect(self.accept)
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(16)
        layout.addWidget(label("Account", "title"))
        layout.addWidget(form)
        layout.addLayout(buttons)

    @Slot()
    def _on_pack(self, *_: object) -> None:
        """Show the values of the chosen pack, each with its source."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(12, 4, 12, 4)
        column.setSpacing(0)
        pack = self._packs.get(self.pack.currentData())
        for number, value in enumerate(compare.values_of(pack) if pack else []):
            if number:
                column.addWidget(hairline())
            column.addWidget(_value_row(value))
        if pack is None:
            column.addWidget(label("This pack is not installed; choose another one.", "error", wrap=True))
        column.addStretch(1)
        self._values.setWidget(holder)


def _value_row(value: PackValue) -> QWidget:
    """Make the lines of one value: what, how much, whether it is assumed, and where it comes from."""
    made = QWidget()
    made.setObjectName(f"pack_{value.key}")
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 8, 0, 8)
    column.setSpacing(2)
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addWidget(label(value.title), 1)
    if value.assumed:
        mark = label("assumed", "small")
        mark.setProperty("tone", "skipped")
        mark.setContentsMargins(6, 0, 6, 0)
        mark.setToolTip("No official page states this value.")
        line.addWidget(mark)
    line.addWidget(label(value.value, "strong"))
    column.addLayout(line)
    column.addWidget(label(value.source, "small", wrap=True))
    return made
