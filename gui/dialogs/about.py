"""What Cadenza is, and which version."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.icons import app_icon
from gui.widgets.labels import button, label

_ICON_PX = 56
_SENTENCE = (
    "Rehearse sales-sequence automation before it plays for real: on this computer, without a network, on the whole "
    "contact list, with a reason for every skipped action."
)
_TRADEMARK = "HubSpot is a trademark of HubSpot, Inc. Cadenza is not made or endorsed by HubSpot."


def program_version() -> str:
    """Return the installed version, or a dash when Cadenza runs from a folder that was never installed."""
    try:
        return version("cadenza")
    except PackageNotFoundError:
        return "–"


class AboutDialog(QDialog):
    """The box behind Help ▸ About."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("about_dialog")
        self.setWindowTitle("About Cadenza")
        self.setFixedWidth(440)
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(_ICON_PX, _ICON_PX))
        texts = QVBoxLayout()
        texts.setSpacing(8)
        texts.addWidget(label("Cadenza", "title"))
        texts.addWidget(label(f"Version {program_version()}", "muted"))
        texts.addWidget(label(_SENTENCE, wrap=True))
        texts.addWidget(label("MIT licence. Made with Qt (LGPL) and PySide6.", "muted", wrap=True))
        texts.addWidget(label(_TRADEMARK, "small", wrap=True))
        top = QHBoxLayout()
        top.setSpacing(20)
        top.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(texts, 1)
        close = button("Close", "primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        bottom = QHBoxLayout()
        bottom.addStretch(1)
        bottom.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(top)
        layout.addLayout(bottom)
