"""What texts of a column mean that are none of its property's options: asked once for all rows that hold them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from core.model.contact import PropertyDefinition
from gui import text
from gui.tabs.panel_editors import ChoiceBox
from gui.tabs.panel_parts import name_widget, retire
from gui.widgets.labels import label

_LETTERS = 18


class MeaningsBox(QWidget):
    """A line for each text, with the options it can mean; without an answer those cells cannot be read.

    Args:
        index: The column's position, for the names of the boxes.
        parent: Owner.
    """

    def __init__(self, index: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index = index
        self._asked: tuple[str, tuple[str, ...]] = ("", ())
        self._boxes: dict[str, ChoiceBox] = {}
        self._host: QWidget | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def ask(self, definition: PropertyDefinition | None, texts: Sequence[str]) -> None:
        """Ask about some texts of a property's column; what was answered stays while it is asked about the same.

        Args:
            definition: The property; ``None`` asks nothing.
            texts: The texts that are none of its options.
        """
        asked = (definition.name, tuple(texts)) if definition is not None and texts else ("", ())
        if asked == self._asked:
            return
        self._asked, self._boxes = asked, {}
        if self._host is not None:
            self._box.removeWidget(self._host)
            retire(self._host)
            self._host = None
        if definition is not None and texts:
            self._host = self._made(definition, texts)
            self._box.addWidget(self._host)
        self.setVisible(self._host is not None)

    def meanings(self) -> dict[str, str]:
        """Give the texts that were answered, and the option each means."""
        return {said: str(box.value()) for said, box in self._boxes.items() if box.value()}

    def _made(self, definition: PropertyDefinition, texts: Sequence[str]) -> QWidget:
        host = QWidget()
        grid = QGridLayout(host)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, said in enumerate(texts):
            box = ChoiceBox([("", "no option"), *definition.options])
            name_widget(box, f"meaning_{self._index}_{row}", f"{said} in {definition.label} is")
            words = label(f"“{text.elide(said, _LETTERS)}” is", "small")
            words.setToolTip(said)
            grid.addWidget(words, row, 0)
            grid.addWidget(box, row, 1)
            self._boxes[said] = box
        return host
