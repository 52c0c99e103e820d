"""The second page of the import: which column of the file goes into which property.

Not here: what a new property is (``gui.dialogs.import_property``) and remembering (``gui.dialogs.import_memory``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.model.contact import PropertyDefinition, PropertyType
from core.services import importing
from core.services.importing import RECORD_ID, ColumnFacts, ImportChoices, ListFile
from gui import text
from gui.context import Context
from gui.dialogs import import_memory
from gui.dialogs.import_check_page import NO_EMAIL
from gui.dialogs.import_meanings import MeaningsBox
from gui.dialogs.import_property import NewPropertyDialog
from gui.dialogs.import_tables import MOST_COLUMNS
from gui.tabs.panel_editors import ChoiceBox
from gui.tabs.panel_parts import ColumnScroll, name_widget, retire
from gui.theme import Tone
from gui.theme_style import restyle
from gui.widgets.banner import Banner
from gui.widgets.labels import button, label

_NEW = "\0new"
"""The choice that makes a property; no property is called so."""
_SAMPLES = 46


class ColumnsPage(QWidget):
    """Maps columns to properties, one line a column.

    Args:
        context: The window's services.
        parent: Owner.

    Signals:
        changed: The mapping is another.
    """

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._opened: ListFile | None = None
        self._boxes: dict[int, ChoiceBox] = {}
        self._before: dict[int, str] = {}
        self._made: dict[int, PropertyDefinition] = {}
        self._facts: Sequence[ColumnFacts] = ()
        self._meanings: dict[int, MeaningsBox] = {}
        self._orders: dict[int, ChoiceBox] = {}
        self.warning = Banner(context.themes)
        name_widget(self.warning, "import_no_email", "No column goes into Email")
        self._summary = label("", "muted", wrap=True)
        name_widget(self._summary, "import_mapping_summary")
        self.error = label("", "error", wrap=True)
        name_widget(self.error, "import_mapping_error")
        again = button("Match by name", "quiet", tip="Forget what was chosen, and go by the names of the columns")
        name_widget(again, "import_match", "Match columns by their names")
        none = button("Import none", "quiet", tip="Take no column, to choose a few by hand")
        name_widget(none, "import_none", "Import none of the columns")
        again.clicked.connect(self._on_match)
        none.clicked.connect(self._on_none)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._summary, 1)
        head.addWidget(again)
        head.addWidget(none)
        self._scroll = ColumnScroll(self, margins=(0, 0, 12, 0))
        self._grid_host: QWidget | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addLayout(head)
        box.addWidget(self.error)
        box.addWidget(self.warning)
        box.addWidget(self._scroll, 1)

    # ------------------------------------------------------------ what the wizard asks

    def show_file(self, opened: ListFile, facts: Sequence[ColumnFacts] = ()) -> None:
        """Offer the columns of a file, mapped as last time when a file had this header, else by their names.

        Args:
            opened: The file.
            facts: What the cells of each column show.
        """
        before = self._opened
        self._opened = opened
        self._facts = facts
        if before is not None and before.header == opened.header:
            return
        self._made = {}
        self._lay_grid(opened)
        known = [RECORD_ID, *(p.name for p in self._context.workspace.project().properties)]
        kept = import_memory.remembered(self._context.settings, opened.header, known)
        found = importing.suggested(self._context.workspace.project(), opened)
        self._set(found if kept is None else kept)
        self._check("as at the last import of such a file" if kept is not None else "matched by name")

    def choices(self) -> ImportChoices:
        """Give the mapping and the properties it needs made."""
        mapping = {index: name for index, box in self._boxes.items() if (name := str(box.value() or ""))}
        used = set(mapping.values())
        orders = {i: value for i, box in self._orders.items() if isinstance(value := box.value(), bool)}
        meanings = {i: said for i, box in self._meanings.items() if (said := box.meanings())}
        made = tuple(p for p in self._made.values() if p.name in used)
        return ImportChoices(mapping, made, day_first=orders, meanings=meanings)

    def titles(self) -> list[tuple[int, str]]:
        """Give the columns that are imported, as (position, the property's label)."""
        labels = dict(self._labels())
        return [(index, labels.get(name, name)) for index, name in (self.choices().mapping or {}).items()]

    @property
    def is_valid(self) -> bool:
        """Whether at least one column is imported, no property twice, and all dates can be read."""
        names = list((self.choices().mapping or {}).values())
        return bool(names) and len(set(names)) == len(names) and not self._unordered()

    def remember(self) -> None:
        """Keep the mapping for the next file with this header."""
        if self._opened is not None:
            import_memory.remember(self._context.settings, self._opened.header, self.choices().mapping or {})

    # ------------------------------------------------------------ making

    def _lay_grid(self, opened: ListFile) -> None:
        if self._grid_host is not None:
            self._scroll.box.removeWidget(self._grid_host)
            retire(self._grid_host)
        host = QWidget()
        grid = QGridLayout(host)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 4)
        grid.setColumnStretch(2, 3)
        for column, title in enumerate(("Column in the file", "First values", "Goes into")):
            grid.addWidget(label(title, "small"), 0, column)
        samples = importing.samples_of(opened)
        labels = self._labels()
        self._boxes = {}
        self._orders, self._meanings = {}, {}
        for row, head in enumerate(opened.header[:MOST_COLUMNS], 1):
            index = row - 1
            title = importing.clean_header(head) or f"Column {row} (no name)"
            name = label(text.elide(title, 60), "strong", wrap=True)
            box = ChoiceBox(labels)
            name_widget(box, f"map_{index}", f"{title} goes into")
            box.changed.connect(self._on_chosen)
            self._boxes[index] = box
            grid.addWidget(name, row, 0)
            grid.addWidget(_samples(samples[index]), row, 1)
            grid.addWidget(self._with_order(index, title, box), row, 2)
        self._grid_host = host
        self._scroll.box.addWidget(host)
        self._scroll.box.addStretch(1)

    def _with_order(self, index: int, title: str, box: ChoiceBox) -> QWidget:
        """Give a column's box, below it what is asked about its cells: which day comes first, what texts mean."""
        facts = self._facts[index] if index < len(self._facts) else ColumnFacts()
        both = QWidget()
        lines = QVBoxLayout(both)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        lines.addWidget(box)
        if facts.texts:
            self._meanings[index] = MeaningsBox(index)
            lines.addWidget(self._meanings[index])
        if facts.example:
            lines.addWidget(self._order(index, title, facts.example, facts.day_first))
        return both

    def _order(self, index: int, title: str, example: str, day_first: bool | None) -> ChoiceBox:
        one, two, year = (int(part) for part in re.findall(r"\d+", example)[:3])
        year = max(year, 1)
        order = ChoiceBox(
            [
                (None, "Day or month first?"),
                (True, f"Day first: {text.format_date(date(year, two, one))}"),
                (False, f"Month first: {text.format_date(date(year, one, two))}"),
            ]
        )
        name_widget(order, f"order_{index}", f"How dates of {title} are written")
        order.set_value(day_first)
        order.changed.connect(self._on_chosen)
        self._orders[index] = order
        return order

    def _ask_meanings(self) -> None:
        """Ask what texts mean that are none of the options of the property their column goes into."""
        project = self._context.workspace.project()
        for index, asking in self._meanings.items():
            definition = project.property(str(self._boxes[index].value() or ""))
            found = importing.unknown_texts(project, definition, self._facts[index]) if definition is not None else []
            asking.ask(definition, found)

    def _is_date(self, index: int) -> bool:
        name = self._boxes[index].value()
        found = (*self._context.workspace.project().properties, *self._made.values())
        return any(p.name == name and p.type in (PropertyType.DATE, PropertyType.DATETIME) for p in found)

    def _unordered(self) -> list[int]:
        """Give the columns of dates of which nobody knows yet what they mean."""
        return [index for index, box in self._orders.items() if self._is_date(index) and box.value() is None]

    def _labels(self) -> list[tuple[str, str]]:
        """Give what a column can go into, as (property, label)."""
        properties = self._context.workspace.project().properties
        made = [(p.name, f"{p.label} (new)") for p in self._made.values()]
        known = [(p.name, p.label) for p in properties]
        return [("", "Do not import"), (_NEW, "New property…"), *made, (RECORD_ID, "Record ID"), *known]

    def _set(self, mapping: dict[int, str]) -> None:
        for index, box in self._boxes.items():
            box.set_value(mapping.get(index, ""))
        self._before = {index: str(box.value()) for index, box in self._boxes.items()}

    def _offer_made(self) -> None:
        """Offer the new properties in every box; what is chosen stays chosen."""
        labels = self._labels()
        for box in self._boxes.values():
            box.set_choices(labels)

    def _check(self, how: str = "") -> None:
        """Show which columns are used, and a property that two of them go into."""
        names = {index: str(box.value() or "") for index, box in self._boxes.items()}
        used = [name for name in names.values() if name]
        twice = {name for name in used if used.count(name) > 1}
        for index, box in self._boxes.items():
            wrong = names[index] in twice
            if bool(box.property("invalid")) != wrong:
                box.setProperty("invalid", wrong)
                restyle(box)
        labels = dict(self._labels())
        said = ""
        if twice:
            said = f"✕ Two columns go into {text.join_words(sorted(labels[name] for name in twice))}; choose one."
        elif not used:
            said = "✕ No column is imported; choose where at least one goes."
        elif (unordered := self._unordered()) and self._opened is not None:
            heads = [importing.clean_header(self._opened.header[index]) for index in unordered]
            said = f"✕ Choose what the dates of {text.join_words(heads)} mean: the day or the month first."
        for index, box in self._orders.items():
            box.setVisible(self._is_date(index))
        self._ask_meanings()
        if used and "email" not in used:
            self.warning.show_message(NO_EMAIL, Tone.SKIPPED)
        else:
            self.warning.clear()
        self.error.setText(said)
        self.error.setVisible(bool(said))
        left = len(names) - len(used)
        self._summary.setText(
            f"{text.plural(len(used), 'column')} imported, {text.number(left)} left out" + (f", {how}." if how else ".")
        )
        self.changed.emit()

    # ------------------------------------------------------------ slots

    @Slot()
    def _on_match(self) -> None:
        if self._opened is not None:
            self._set(importing.suggested(self._context.workspace.project(), self._opened))
            self._check("matched by name")

    @Slot()
    def _on_none(self) -> None:
        self._set({})
        self._check()

    @Slot()
    def _on_chosen(self) -> None:
        for index, box in self._boxes.items():
            if box.value() == _NEW:
                self._ask_property(index, box)
                return
        self._before = {index: str(box.value() or "") for index, box in self._boxes.items()}
        self._check()

    def _ask_property(self, index: int, box: ChoiceBox) -> None:
        box.set_value(self._before.get(index, ""))
        if self._opened is None:
            return
        project = self._context.workspace.project()
        taken = [p.name for at, p in self._made.items() if at != index]
        suggested = self._made.get(index) or importing.new_property(project, self._opened, index, taken)
        used = [p.label for p in (*project.properties, *(p for at, p in self._made.items() if at != index))]
        dialog = NewPropertyDialog(suggested, used, self)
        dialog.property_made.connect(lambda made: self._take_property(index, made))
        dialog.open()

    def _take_property(self, index: int, made: PropertyDefinition) -> None:
        self._made[index] = made
        self._offer_made()
        self._boxes[index].set_value(made.name)
        self._on_chosen()


def _samples(found: Sequence[str]) -> QLabel:
    shown = text.elide("  ·  ".join(" ".join(sample.split()) for sample in found), _SAMPLES)
    made = label(shown or "Empty in the first rows", "muted" if found else "small")
    made.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    made.setMinimumWidth(1)
    made.setToolTip("\n".join(found))
    return made
