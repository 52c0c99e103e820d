"""One step of a preview: when it runs, its subject and its text with what became of every token marked."""

from __future__ import annotations

import html
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from core.model.instant import from_instant
from core.model.sequence import StepKind
from core.services.preview import Rendered, SequencePreview, SpanKind, StepPreview
from gui import text
from gui.tabs.sequence_step_card import ICONS
from gui.theme import Theme, ThemeManager, Tone
from gui.widgets.labels import button, hairline, label
from gui.widgets.pill import Pill

_ICON_PX = 16
_GAP = " empty "
"""What stands where a token left nothing, so that the hole can be seen."""
TONES = {
    SpanKind.EMPTY: Tone.BROKEN,
    SpanKind.DEFAULT: Tone.SKIPPED,
    SpanKind.PLACEHOLDER: Tone.WAITING,
    SpanKind.VALUE: Tone.ACCENT,
}
"""Tone of each thing a token becomes."""


def gap_words(count: Callable[[SpanKind], int]) -> str:
    """Say how many tokens have no value of their own, e.g. ``2 tokens are empty``; empty when none lacks one."""
    empty, default, placeholder = (count(k) for k in (SpanKind.EMPTY, SpanKind.DEFAULT, SpanKind.PLACEHOLDER))
    parts = []
    if empty:
        parts.append(f"{text.plural(empty, 'token')} {'is' if empty == 1 else 'are'} empty")
    if default:
        parts.append(f"{text.plural(default, 'default')} {'is' if default == 1 else 'are'} used")
    if placeholder:
        parts.append(f"{text.plural(placeholder, 'placeholder')} will be read as written")
    return f"{text.join_words(parts)}." if parts else ""


def marked(rendered: Rendered, theme: Theme) -> str:
    """Give a rendered text as rich text, each token on the ground of its tone; holes are named."""
    parts: list[str] = []
    at = 0
    for span in rendered.spans:
        parts.append(html.escape(rendered.text[at : span.start]))
        said = rendered.text[span.start : span.end] if span.kind is not SpanKind.EMPTY else f"{Tone.BROKEN.sign}{_GAP}"
        tone = TONES[span.kind]
        style = f"background-color:{theme.tone_soft(tone).name()}"
        if span.kind is not SpanKind.VALUE:
            style += f";color:{theme.tone(tone).name()}"
        parts.append(f'<span style="{style}">{html.escape(said)}</span>')
        at = span.end
    parts.append(html.escape(rendered.text[at:]))
    return "".join(parts).replace("\n", "<br>")


class PreviewCard(QFrame):
    """A step as one contact gets it.

    Args:
        themes: Colours and icons.
        seen: The preview it belongs to.
        step: The step.
        number: Its number, from 0.

    Signals:
        edit_requested: the step's number; its text is to be changed.
    """

    edit_requested = Signal(int)

    def __init__(self, themes: ThemeManager, seen: SequencePreview, step: StepPreview, number: int) -> None:
        super().__init__()
        self._themes = themes
        self._step = step
        self.setProperty("surface", "card")
        self.setObjectName(f"preview_card_{number}")
        self._picture = QLabel()
        self._subject, self._body = label("", "strong", wrap=True), label("", wrap=True)
        for words, name in ((self._subject, "subject"), (self._body, "body")):
            words.setTextFormat(Qt.TextFormat.RichText)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.setObjectName(f"preview_{name}_{number}")
        when = text.format_short(from_instant(step.at), seen.zone)
        self.setAccessibleName(f"Step {number + 1}, {step.step.kind.label}, {when}: {step.subject.text}")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._picture)
        head.addWidget(label(f"Step {number + 1} · {step.step.kind.label}", "muted"))
        time = label(when, "strong")
        time.setObjectName(f"preview_time_{number}")
        time.setToolTip("If the contact is enrolled at the start of the rehearsal and nothing stands in the way")
        head.addStretch(1)
        for pill in self._pills():
            head.addWidget(pill)
        head.addWidget(time)
        edit = button("Edit", "link", tip="Change the step on the Steps page")
        edit.setObjectName(f"preview_edit_{number}")
        edit.clicked.connect(lambda: self.edit_requested.emit(number))
        head.addWidget(edit)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 12, 16)
        box.setSpacing(10)
        box.addLayout(head)
        box.addWidget(hairline())
        box.addWidget(self._subject)
        box.addWidget(self._body)
        self._body.setVisible(bool(step.body.text or step.body.spans))
        themes.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _pills(self) -> list[Pill]:
        kinds = ((SpanKind.EMPTY, "empty"), (SpanKind.DEFAULT, "default"), (SpanKind.PLACEHOLDER, "placeholder"))
        return [
            Pill(self._themes, f"{count} {word}", TONES[kind])
            for kind, word in kinds
            if (count := self._step.count(kind))
        ]

    @Slot()
    def _on_theme_changed(self) -> None:
        theme, step = self._themes.theme, self._step
        role = "accent" if step.step.kind is StepKind.EMAIL else "waiting"
        icon = self._themes.icons.pixmap(ICONS[step.step.kind], role, _ICON_PX, self.devicePixelRatioF())
        self._picture.setPixmap(icon)
        self._subject.setText(marked(step.subject, theme) or "No subject yet")
        self._body.setText(marked(step.body, theme))
