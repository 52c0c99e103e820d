"""The account's form: its name, what is bought, where it is, and which limits hold."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo, available_timezones

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
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
from core.model.instant import from_instant
from core.services import compare
from core.services.compare import PackValue
from core.services.holidays import countries
from gui.tabs.panel_editors import ChoiceBox
from gui.widgets.form import Form
from gui.widgets.labels import button, hairline, label

_SUBSCRIPTIONS = {
    Subscription.STARTER: "Starter",
    Subscription.PROFESSIONAL: "Professional",
    Subscription.ENTERPRISE: "Enterprise",
}
_WIDTH = 560
_VALUES_HEIGHT = 160
_PACK_HELP = "The limits that rehearsals and the review go by. Nothing stored changes with it."
_MEANS = {
    Subscription.STARTER: "With Starter no workflow enrolls anybody in a sequence: every enroll action is skipped.",
    Subscription.PROFESSIONAL: "With Professional only workflows of a sequence’s own Automation tab enroll; all other "
    "enroll actions are skipped.",
    Subscription.ENTERPRISE: "With Enterprise every workflow may enroll in sequences.",
}
_COUNTRY_HELP = "Its public holidays are offered first when dates are blocked. Dates blocked already stay as they are."


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
        self._make_fields(account)
        self._make_pack(account.rule_pack)
        self._lay_out()
        self.name.textChanged.connect(self._check)
        self.zone.currentTextChanged.connect(self._check)
        self.subscription.currentIndexChanged.connect(self._check)
        self.pack.currentIndexChanged.connect(self._check)
        self.pack.currentIndexChanged.connect(self._on_pack)
        self._check()
        self._on_pack()

    def _make_fields(self, account: Account) -> None:
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
        self.country = ChoiceBox([("", "That of the time zone"), *((c.code, c.name) for c in countries())])
        self.country.setObjectName("account_country")
        self.country.set_value(account.country)

    def _make_pack(self, chosen: str) -> None:
        self.pack = QComboBox()
        self.pack.setObjectName("account_rule_pack")
        self._packs = {found.name: found for found in compare.packs()}
        for found in reversed(self._packs.values()):
            self.pack.addItem(found.title, found.name)
        if chosen not in self._packs:
            self.pack.addItem(f"{chosen} (not installed)", chosen)
        self.pack.setCurrentIndex(self.pack.findData(chosen))
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

    def accept(self) -> None:
        """Hand the account over, unless a field is wrong."""
        name, zone = self.name.text().strip(), self.zone.currentText().strip()
        if not self._check():
            return
        after = replace(
            self._account,
            name=name,
            subscription=self.subscription.currentData(),
            time_zone=zone,
            rule_pack=self.pack.currentData(),
            country=str(self.country.value() or ""),
        )
        if after != self._account:
            self.account_changed.emit(after)
        super().accept()

    def showEvent(self, event: QShowEvent) -> None:
        """Give the broken lines of the helps their room: a size hint counts on wider ones."""
        super().showEvent(event)
        layout = self.layout()
        if layout is not None:
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def _lay_out(self) -> None:
        form = Form()
        self._name_row = form.add_row("Name", self.name)
        self._subscription_row = form.add_row("Subscription", self.subscription)
        self._zone_row = form.add_row("Time zone", self.zone)
        form.add_row("Country for holidays", self.country, help_text=_COUNTRY_HELP)
        form.add_row("Rule pack", self.pack, help_text=_PACK_HELP)
        form.add_widget(self._values)
        self._save = save = button("Save", "primary")
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
    def _check(self, *_: object) -> bool:
        """Say what each choice means and what is wrong, while typing; gives whether it can be saved."""
        name, zone = self.name.text().strip(), self.zone.currentText().strip()
        known = zone in self._zones
        self._name_row.set_error("" if name else "An account needs a name.")
        self._zone_row.set_error("" if known else f"“{zone}” is not a time zone such as Europe/Warsaw.")
        self._zone_row.set_help(_zone_words(self._account, zone) if known else "")
        self._subscription_row.set_help(self._subscription_words())
        self._save.setEnabled(bool(name) and known)
        return bool(name) and known

    def _subscription_words(self) -> str:
        subscription: Subscription = self.subscription.currentData()
        said = _MEANS[subscription]
        pack = self._packs.get(self.pack.currentData())
        if pack is not None and subscription is not Subscription.STARTER:
            note = " (assumed)" if f"limit_{subscription.value}" in pack.assumed else ""
            said += f" Users without a limit of their own may send {pack.limit_for(subscription):,} mails a day{note}."
        return said

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


def _zone_words(account: Account, zone: str) -> str:
    """Say what a time zone means: which clock is followed, and when the rehearsal starts on it."""
    start = from_instant(account.settings.start, ZoneInfo(zone))
    said = f"Schedules, send windows and dates on screen follow it. The rehearsal starts on {start:%Y-%m-%d at %H:%M}"
    return said + (" there." if zone == account.time_zone else " there; the moment stays, its clock time changes.")


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
