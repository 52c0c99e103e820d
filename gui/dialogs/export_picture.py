"""Asks how a picture of a workflow shall be: format, size, colours. Not here: making it (gui/canvas/picture.py)."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from gui.tabs.panel_parts import at_left, name_widget
from gui.theme import ThemeManager
from gui.widgets.form import form_row
from gui.widgets.labels import button, hairline, label
from gui.widgets.segments import Segment, SegmentedFilter
from gui.widgets.store import SettingsStore

FORMATS = ("png", "svg", "pdf")
_WIDTH = 440
_KEY = "picture"
_ABOUT = {
    "png": "Pixels, for mails and slides.",
    "svg": "Lines and words, sharp at every size; for the web and for drawing programs.",
    "pdf": "Lines and words on as many pages as it takes.",
}


@dataclass(frozen=True, slots=True)
class PictureWish:
    """How a picture shall be.

    Attributes:
        format: ``png``, ``svg`` or ``pdf``.
        scale: Size of a PNG: 1 or 2 times that at 100 %.
        as_screen: Whether it has the colours of the window's theme; else those of the light one.
        heading: Whether name and date stand over the cards.
        results: Whether counts and problems stand on the cards.
    """

    format: str = "png"
    scale: int = 2
    as_screen: bool = False
    heading: bool = True
    results: bool = True


class ExportPictureDialog(QDialog):
    """The options of a picture; they are remembered.

    Arguments:
        themes: Colours and icons.
        settings: Where they are remembered.
        parent: The window.
    """

    def __init__(self, themes: ThemeManager, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setObjectName("export_picture_dialog")
        self.setWindowTitle("Export picture")
        self.setMinimumWidth(_WIDTH)
        self.format = SegmentedFilter(themes, [Segment(key, key.upper()) for key in FORMATS])
        name_widget(self.format, "picture_format", "Format")
        self.scale = SegmentedFilter(themes, (Segment("1", "1×"), Segment("2", "2×")))
        name_widget(self.scale, "picture_scale", "Size")
        self.colours = SegmentedFilter(themes, (Segment("light", "Light"), Segment("screen", "As on screen")))
        name_widget(self.colours, "picture_colours", "Colours")
        self.heading = QCheckBox("Name and date over the cards")
        name_widget(self.heading, "picture_heading")
        self.results = QCheckBox("Counts and problems on the cards")
        name_widget(self.results, "picture_results")
        self._about = label("", "small", wrap=True)
        self.export = button("Export…", "primary")
        name_widget(self.export, "picture_export")
        self._lay_out()
        self._restore()
        self.format.chosen.connect(self._on_format)
        self.export.clicked.connect(self.accept)
        self._on_format()

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(form_row("Format", at_left(self.format), buddy=self.format))
        column.addWidget(self._about)
        self._scale_row = form_row("Size", at_left(self.scale), buddy=self.scale)
        column.addWidget(self._scale_row)
        column.addWidget(form_row("Colours", at_left(self.colours), buddy=self.colours))
        column.addWidget(self.heading)
        column.addWidget(self.results)
        column.addStretch(1)
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 12, 24, 16)
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.export)
        self.export.setDefault(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(column, 1)
        outer.addWidget(hairline())
        outer.addLayout(foot)

    def wish(self) -> PictureWish:
        """Give what was chosen."""
        return PictureWish(
            self.format.current(),
            int(self.scale.current()),
            self.colours.current() == "screen",
            self.heading.isChecked(),
            self.results.isChecked(),
        )

    def accept(self) -> None:
        """Remember what was chosen."""
        wish = self.wish()
        for name in ("format", "scale", "as_screen", "heading", "results"):
            self._settings.setValue(f"{_KEY}/{name}", str(getattr(wish, name)))
        super().accept()

    def _restore(self) -> None:
        usual = PictureWish()

        def kept(name: str) -> str:
            return str(self._settings.value(f"{_KEY}/{name}", str(getattr(usual, name))))

        self.format.choose(kept("format") if kept("format") in FORMATS else usual.format)
        self.scale.choose(kept("scale") if kept("scale") in ("1", "2") else str(usual.scale))
        self.colours.choose("screen" if kept("as_screen") == "True" else "light")
        self.heading.setChecked(kept("heading") == "True")
        self.results.setChecked(kept("results") == "True")

    @Slot()
    def _on_format(self, *_: object) -> None:
        chosen = self.format.current()
        self._about.setText(_ABOUT.get(chosen, ""))
        self._scale_row.setVisible(chosen == "png")
