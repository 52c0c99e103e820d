"""The question which public holidays to block: a country and a year, with the dates that come of it."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from core.services.holidays import FIRST_YEAR, LAST_YEAR, Holiday, countries, country_of_zone, public_holidays
from gui.forms.choices import Choice, ChoiceCombo
from gui.forms.number_box import NumberBox
from gui.text import day_lines, format_date, plural
from gui.theme import ThemeManager
from gui.widgets.form import form_row
from gui.widgets.labels import button, label
from gui.widgets.lists import ListView

Index = QModelIndex | QPersistentModelIndex
_SIZE = (440, 480)
_YEAR_PX = 96


class HolidaysDialog(QDialog):
    """Lets a person tick off the holidays of a country in a year.

    Arguments:
        themes: Colours and icons.
        zone: The account's time zone: its country is offered first.
        year: The year offered first.
        parent: Owner.
        country: Code of the country offered first; empty for that of the time zone.

    Signals:
        days_chosen: the list of ``date`` to block.
    """

    days_chosen = Signal(object)

    def __init__(
        self, themes: ThemeManager, zone: str, year: int, parent: QWidget | None = None, country: str = ""
    ) -> None:
        super().__init__(parent)
        self.setObjectName("holidays_dialog")
        self.setWindowTitle("Add public holidays")
        self.resize(*_SIZE)
        self._rows = _HolidaysModel(self)
        self.country = ChoiceCombo(themes, "Choose a country", search=True)
        self.country.setObjectName("holidays_country")
        self.country.set_choices([Choice(c.code, c.name) for c in countries()])
        self.country.choose(country or country_of_zone(zone))
        self.year = NumberBox()
        self.year.setObjectName("holidays_year")
        self.year.setRange(FIRST_YEAR, LAST_YEAR)
        self.year.setValue(year)
        self.year.setFixedWidth(_YEAR_PX)
        self.list = ListView("Holidays")
        self.list.setObjectName("holidays_list")
        self.list.setProperty("frame", True)
        self.list.setModel(self._rows)
        self._add = button("Add", "primary")
        self._add.setObjectName("holidays_add")
        self._add.setDefault(True)
        self._add.clicked.connect(self.accept)
        self._lay_out()
        self.country.picked.connect(self._renew)
        self.year.valueChanged.connect(self._renew)
        self._rows.dataChanged.connect(self._renew_button)
        self._renew()

    def accept(self) -> None:
        """Hand over the ticked days."""
        self.days_chosen.emit([holiday.day for holiday in self._rows.ticked()])
        super().accept()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(form_row("Country", self.country), 1)
        top.addWidget(form_row("Year", self.year))
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self._add)
        help_text = "Holidays of the whole country. Look them over: take out the days on which you do work."
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(label("Add public holidays", "title"))
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addWidget(label(help_text, "small", wrap=True))
        column.addLayout(buttons)

    @Slot()
    def _renew(self) -> None:
        self._rows.show_holidays(public_holidays(str(self.country.value() or ""), self.year.value()))
        self._renew_button()

    @Slot()
    def _renew_button(self) -> None:
        count = len(self._rows.ticked())
        self._add.setText(f"Add {plural(count, 'date')}")
        self._add.setEnabled(count > 0)


class _HolidaysModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Holiday, ...] = ()
        self._left_out: set[int] = set()

    def show_holidays(self, rows: tuple[Holiday, ...]) -> None:
        self.beginResetModel()
        self._rows = rows
        self._left_out = set()
        self.endResetModel()

    def ticked(self) -> list[Holiday]:
        return [row for number, row in enumerate(self._rows) if number not in self._left_out]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{day_lines(row.day)[0]} {format_date(row.day)} · {row.name}"
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Unchecked if index.row() in self._left_out else Qt.CheckState.Checked
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self._left_out ^= {index.row()}
        self.dataChanged.emit(index, index)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
