"""Tokens in the texts of a step: finding them to colour them, and the menu that inserts them.

Only what the editor needs; what a token becomes in a mail is decided in core.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QWidget

from core.model.contact import PropertyType
from core.model.project import Project
from core.services.token_faults import TokenCheck
from gui.theme import Theme, ThemeManager, Tone

_BRACES = re.compile(r"\{\{\s*(?P<kind>[^{}|\s.]+)\s*\.\s*[^{}|]+?\s*(?:\|[^{}]*)?\}\}")
_FILLED = frozenset({"contact", "company", "owner", "sender"})
_USER_PARTS = (
    ("name", "Name"),
    ("firstname", "First name"),
    ("lastname", "Last name"),
    ("email", "Email"),
    ("team", "Team"),
)
_USERS = (("owner", "Contact owner"), ("sender", "Sender"))

PLACEHOLDER = "{{ placeholder.something }}"
"""A placeholder as it is inserted."""

PLACEHOLDER_NOTE = (
    "Placeholders wait for a person to fill them in. A workflow cannot, so the contact reads the placeholder as it is "
    "written here."
)
"""What is said under a mail that holds placeholders (S9)."""


def token_spans(text: str, check: TokenCheck | None = None) -> Iterator[tuple[int, int, Tone]]:
    """Give (start, end, tone) of every token: accent where it is filled, amber for placeholders, red where unknown.

    Arguments:
        text: What is looked through.
        check: Knows which tokens something can fill; without it every property is believed.
    """
    wrong = {fault.start for fault in check.faults(text)} if check is not None else set()
    for found in _BRACES.finditer(text):
        kind = found["kind"].lower()
        tone = Tone.SKIPPED if kind == "placeholder" else Tone.ACCENT if kind in _FILLED else Tone.BROKEN
        yield found.start(), found.end(), Tone.BROKEN if found.start() in wrong else tone


def has_placeholder(*texts: str) -> bool:
    """Say whether any of the texts holds a placeholder token."""
    return any(tone is Tone.SKIPPED for text in texts for _, _, tone in token_spans(text))


def rich_text(text: str, theme: Theme, check: TokenCheck | None = None) -> str:
    """Give one line of a step as rich text with its tokens on soft ground, those nothing fills underlined."""
    parts: list[str] = []
    at = 0
    for start, end, tone in token_spans(text, check):
        parts.append(html.escape(text[at:start]))
        style = f"color:{theme.tone(tone).name()};background-color:{theme.tone_soft(tone).name()}"
        style += ";text-decoration:underline" if tone is Tone.BROKEN else ""
        parts.append(f'<span style="{style}">{html.escape(text[start:end])}</span>')
        at = end
    return "".join(parts) + html.escape(text[at:])


class TokenHighlighter(QSyntaxHighlighter):
    """Colours tokens while a mail is written.

    Args:
        editor: The field.
        themes: Gives the colours.
        check: Gives what knows which tokens something can fill.
    """

    def __init__(self, editor: QPlainTextEdit, themes: ThemeManager, check: Callable[[], TokenCheck]) -> None:
        super().__init__(editor.document())
        self._themes = themes
        self._check = check
        themes.changed.connect(self._on_theme_changed)

    def highlightBlock(self, text: str) -> None:
        """Colour one line."""
        theme = self._themes.theme
        for start, end, tone in token_spans(text, self._check()):
            self.setFormat(start, end - start, _format(theme, tone))

    def _on_theme_changed(self) -> None:
        self.rehighlight()


def _format(theme: Theme, tone: Tone) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(theme.tone(tone))
    made.setBackground(theme.tone_soft(tone))
    if tone is Tone.BROKEN:
        made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        made.setUnderlineColor(theme.tone(tone))
    return made


def token_choices(project: Project) -> tuple[tuple[str, str], ...]:
    """List every token as (what it says, how it is written), for completion while typing."""
    found = [("Company name", "{{ company.name }}"), ("Company website", "{{ company.website }}")]
    found += [(title, token) for title, token in _contact_tokens(project)]
    for kind, title in _USERS:
        found += [(f"{title}: {label.lower()}", f"{{{{ {kind}.{name} }}}}") for name, label in _USER_PARTS]
    return (*found, ("Placeholder", PLACEHOLDER))


def _contact_tokens(project: Project) -> list[tuple[str, str]]:
    return [(d.label, f"{{{{ contact.{d.name} }}}}") for d in project.properties if d.type is not PropertyType.BOOL]


def token_menu(project: Project, insert: Callable[[str], None], parent: QWidget) -> QMenu:
    """Make the menu of all tokens.

    Arguments:
        project: For its properties.
        insert: Called with the token as it is written into the text.
        parent: Owner of the menu.
    """
    menu = QMenu(parent)
    menu.setObjectName("token_menu")

    def add(under: QMenu, title: str, token: str) -> None:
        under.addAction(title).triggered.connect(lambda *_: insert(token))

    add(menu, "First name", "{{ contact.firstname }}")
    add(menu, "Company name", "{{ company.name }}")
    add(menu, "Sender’s first name", "{{ sender.firstname }}")
    menu.addSeparator()
    contact = menu.addMenu("Contact")
    for title, token in _contact_tokens(project):
        add(contact, title, token)
    for kind, title in _USERS:
        users = menu.addMenu(title)
        for name, label in _USER_PARTS:
            add(users, label, f"{{{{ {kind}.{name} }}}}")
    menu.addSeparator()
    add(menu, "Placeholder", PLACEHOLDER)
    return menu
