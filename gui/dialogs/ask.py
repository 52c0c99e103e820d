"""The one door through which the window asks and tells: every question, message and file dialog.

Lives here: `Dialogs`, so that a test answers all of them with one fixture. Not here: dialogs with a form of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from gui.theme import ThemeManager, Tone
from gui.widgets.labels import button, label

_WIDTH = 440
_ICON_PX = 24
_ICONS = {Tone.ACCENT: "info", Tone.SKIPPED: "warning", Tone.BROKEN: "warning"}


class Dialogs:
    """Asks and tells.

    Args:
        themes: gives the icons.
        parent: the window that dialogs stand over; None while there is none yet.
    """

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        self._themes = themes
        self._parent = parent
        self._folder: Path | None = None

    def set_parent(self, parent: QWidget | None) -> None:
        """Sets the window that dialogs stand over from now on."""
        self._parent = parent

    def confirm(self, title: str, text: str, yes_label: str, danger: bool = False) -> bool:
        """Asks whether to do something; Esc and closing mean no.

        Args:
            title: the question: "Delete 3 contacts?"
            text: what follows from yes.
            yes_label: what the button does, as a verb: "Delete".
            danger: True for what cannot be taken back; Enter then means no.
        """
        box = _Box(self._themes, title, text, Tone.SKIPPED if danger else Tone.ACCENT, self._parent)
        no = box.add_button("Cancel", "")
        yes = box.add_button(yes_label, "danger" if danger else "primary", accept=True)
        box.set_default(no if danger else yes)
        return box.ask()

    def inform(self, title: str, text: str) -> None:
        """Tells something that needs no answer."""
        box = _Box(self._themes, title, text, Tone.ACCENT, self._parent)
        box.set_default(box.add_button("Close", "primary", accept=True))
        box.ask()

    def problem(self, problem: Exception) -> None:
        """Tells what went wrong and what a person can do.

        Args:
            problem: its attributes `title`, `sentence`, `hint`, `place` and `traceback_text` are shown as far as it has
                them; an exception without a sentence is shown by its own text.
        """
        title = _part(problem, "title") or "That did not work"
        sentence = _part(problem, "sentence") or str(problem) or type(problem).__name__
        place, hint = _part(problem, "place"), _part(problem, "hint")
        lines = [sentence, f"Where: {place}" if place and place not in sentence else "", hint]
        box = _Box(self._themes, title, "\n\n".join(line for line in lines if line), Tone.BROKEN, self._parent)
        details = _part(problem, "traceback_text")
        if details:
            box.add_details(details)
        box.set_default(box.add_button("Close", "primary", accept=True))
        box.ask()

    def choose(self, title: str, text: str, options: Sequence[str], current: int = 0) -> int | None:
        """Asks for one of several options; returns its number, None when the person gave up."""
        box = _Box(self._themes, title, text, Tone.ACCENT, self._parent)
        group = box.add_options(options, current)
        box.add_button("Cancel", "")
        box.set_default(box.add_button("OK", "primary", accept=True))
        return group.checkedId() if box.ask() else None

    def ask_text(self, title: str, field_label: str, value: str = "") -> str | None:
        """Asks for one line of text; returns it without spaces around, None when it is empty or the person gave up."""
        box = _Box(self._themes, title, "", Tone.ACCENT, self._parent)
        field = box.add_field(field_label, value)
        box.add_button("Cancel", "")
        ok = box.add_button("OK", "primary", accept=True)
        ok.setEnabled(bool(value.strip()))
        field.textChanged.connect(lambda text: ok.setEnabled(bool(text.strip())))
        box.set_default(ok)
        field.setFocus()
        field.selectAll()
        return field.text().strip() or None if box.ask() else None

    def open_file(self, title: str, filters: Sequence[str] = (), folder: Path | None = None) -> Path | None:
        """Asks for a file that exists; returns None when the person gave up.

        Args:
            title: the dialog's title.
            filters: kinds of files as Qt writes them: "CSV files (*.csv)".
            folder: where to begin.
        """
        name, _ = QFileDialog.getOpenFileName(self._parent, title, str(folder or ""), ";;".join(filters))
        return Path(name) if name else None

    def save_file(self, title: str, suggested: Path | str = "", filters: Sequence[str] = ()) -> Path | None:
        """Asks where to save; the system itself asks before it replaces a file. None when given up.

        Args:
            title: the dialog's title.
            suggested: a file; with a bare name the dialog begins in the folder saved to last, else in the documents.
            filters: kinds of files as for `open_file`.
        """
        at = (self._folder or _documents()) / suggested
        name, _ = QFileDialog.getSaveFileName(self._parent, title, str(at), ";;".join(filters))
        if name:
            self._folder = Path(name).parent
        return Path(name) if name else None


def _documents() -> Path:
    """Returns the folder of the person's documents; the home folder where there is none."""
    found = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return found if found.is_dir() else Path.home()


def _part(problem: Exception, name: str) -> str:
    """Returns an attribute of a problem as text; empty when it has none."""
    value = getattr(problem, name, None)
    return "" if value is None else str(value)


class _Box(QDialog):
    """A small dialog: icon, title, words, perhaps a field, and buttons at the right."""

    def __init__(self, themes: ThemeManager, title: str, text: str, tone: Tone, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        picture = QLabel()
        picture.setPixmap(themes.icons.pixmap(_ICONS[tone], tone.value, _ICON_PX, self.devicePixelRatioF()))
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self._column.addWidget(label(title, "title", wrap=True))
        if text:
            words = label(text, wrap=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._column.addWidget(words)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(self._column, 1)
        top.setAlignment(self._column, Qt.AlignmentFlag.AlignTop)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 24, 24, 16)
        outer.setSpacing(24)
        outer.addLayout(top, 1)
        outer.addLayout(self._buttons)

    def add_button(self, text: str, kind: str, *, accept: bool = False) -> QPushButton:
        """Adds a button at the right that ends the dialog, with yes when `accept`."""
        made = button(text, kind, parent=self)
        made.setAutoDefault(True)
        made.setMinimumWidth(80)
        made.clicked.connect(self.accept if accept else self.reject)
        self._buttons.addWidget(made)
        return made

    def set_default(self, made: QPushButton) -> None:
        """Makes Enter press a button."""
        made.setDefault(True)
        made.setFocus()

    def add_options(self, options: Sequence[str], current: int) -> QButtonGroup:
        """Adds a radio button for each option; the group's ids are their numbers."""
        group = QButtonGroup(self)
        for number, option in enumerate(options):
            radio = QRadioButton(option.replace("&", "&&"), self)
            radio.setChecked(number == current)
            group.addButton(radio, number)
            self._column.addWidget(radio)
        return group

    def add_field(self, text: str, value: str) -> QLineEdit:
        """Adds a line to type in."""
        field = QLineEdit(value, self)
        field.setAccessibleName(text)
        name = label(text, "strong")
        name.setBuddy(field)
        self._column.addWidget(name)
        self._column.addWidget(field)
        return field

    def add_details(self, text: str) -> None:
        """Adds a box with text for a report, to be selected and copied."""
        box = QPlainTextEdit(text, self)
        box.setReadOnly(True)
        box.setAccessibleName("Details")
        box.setProperty("mono", True)
        box.setMinimumHeight(140)
        self._column.addWidget(box)

    def showEvent(self, event: QShowEvent) -> None:
        """Takes the height that the words need at this width; Qt guesses the height of wrapped words too high."""
        width = max(_WIDTH, self.minimumSizeHint().width())
        layout = self.layout()
        assert layout is not None
        self.resize(width, layout.totalHeightForWidth(width))
        super().showEvent(event)

    def ask(self) -> bool:
        """Shows the dialog, waits for its end and returns whether it was accepted."""
        try:
            return self.exec() == int(QDialog.DialogCode.Accepted)
        finally:
            self.deleteLater()
