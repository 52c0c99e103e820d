"""The account's form: its name, what is bought, and where it is."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import available_timezones

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from core.model.account import Account, Subscription
from gui.widgets.form import Form
from gui.widgets.labels import button, label

_SUBSCRIPTIONS = {
    Subscription.STARTER: "Starter",
    Subscription.PROFESSIONAL: "Professional",
    Subscription.ENTERPRISE: "Enterprise",
}
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
        self.setMinimumWidth(420)
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
        self._lay_out()

    def accept(self) -> None:
        """Hand the account over, unless a field is wrong."""
        name, zone = self.name.text().strip(), self.zone.currentText().strip()
        self._name_row.set_error("" if name else "An account needs a name.")
        known = zone in self._zones
        self._zone_row.set_error("" if known else f"“{zone}” is not a time zone such as Europe/Warsaw.")
        if not name or not known:
            return
        after = replace(self._account, name=name, subscription=self.subscription.currentData(), time_zone=zone)
        if after != self._account:
            self.account_changed.emit(after)
        super().accept()

    def _lay_out(self) -> None:
        form = Form()
        self._name_row = form.add_row("Name", self.name)
        form.add_row("Subscription", self.subscription, help_text=_HELP)
        zone_help = "Schedules, send windows and dates on screen follow it."
        self._zone_row = form.add_row("Time zone", self.zone, help_text=zone_help)
        save = button("Save", "primary")
        save.setObjectName("account_save")
        save.setDefault(True)
        save.clicked.connect(self.accept)
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(label(f"Limits as of rule pack {self._account.rule_pack}", "small"))
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(16)
        layout.addWidget(label("Account", "title"))
        layout.addWidget(form)
        layout.addLayout(buttons)
