"""The Preview page of a sequence: every step as one contact would get it, with what became of each token.

Not here: filling the tokens and planning the times (``core.services.preview``), and the cards (``…_preview_card``).
"""

from __future__ import annotations

from collections.abc import Sequence as Many

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core.model.changes import Changes, Noun
from core.model.problem import Problem
from core.model.sequence import Sequence
from core.services.contacts import ContactQuery
from core.services.preview import SequencePreview, preview
from core.services.workspace import Workspace
from gui import text
from gui.bus import GoTo
from gui.context import Context
from gui.jobs import Job, JobControl
from gui.tabs.panel_parts import ColumnScroll, add_shortcut, name_widget, read_number, retire
from gui.tabs.sequence_preview_card import PreviewCard, gap_words
from gui.tabs.sequence_senders import SenderBox
from gui.theme import Tone
from gui.widgets.banner import Banner, BannerAction
from gui.widgets.empty import EmptyState
from gui.widgets.filter_line import FilterLine
from gui.widgets.labels import hairline, label, surface, tool_button
from gui.widgets.segments import Segment, SegmentedFilter

_CONTACT = "sequences/preview_contact"
_SLOW = 20_000
"""With more contacts than this, searching them is work for a job."""
_WHOLE = "whole"
_MOST_CHIPS = 8
_WIDTH = 720


class PreviewPage(QWidget):
    """Shows a sequence as any contact would get it.

    Signals:
        step_requested: the number of a step that is to be edited.
    """

    step_requested = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, "sequence_preview", "Preview")
        self._context = context
        self._sequence: Sequence | None = None
        self._ids: Many[int] = ()
        self._contact = read_number(context.settings.value(_CONTACT, 0))
        self._query: Job | None = None
        self._stale = True
        self._cards: list[PreviewCard] = []
        self._make_bar()
        self._banner = Banner(context.themes)
        self._banner.setObjectName("preview_obstacle")
        self._gaps = label("", "muted", wrap=True)
        name_widget(self._gaps, "preview_gaps")
        self._scroll = ColumnScroll(margins=(24, 16, 24, 24))
        self._column = QVBoxLayout()
        self._column.setSpacing(12)
        self._nobody = EmptyState(
            context.themes, icon="contact", title="", sentence="", primary="Go to contacts", secondary=""
        )
        self._nobody.primary_clicked.connect(lambda: context.commands.run("view.tab_contacts"))
        self._lay_out()
        add_shortcut(self, "Alt+Left", lambda: self._step(-1))
        add_shortcut(self, "Alt+Right", lambda: self._step(1))
        add_shortcut(self, "Ctrl+F", self._focus_search)

    # ------------------------------------------------------------ what the tab asks

    def show_sequence(self, sequence: Sequence) -> None:
        """Show another sequence, or the same one changed."""
        chips = [Segment(_WHOLE, "Whole sequence")]
        chips += [Segment(str(n), f"Step {n + 1}") for n in range(min(len(sequence.steps), _MOST_CHIPS))]
        if self._sequence is None or len(self._sequence.steps) != len(sequence.steps):
            self._steps.set_segments(chips if len(sequence.steps) > 1 else ())
        self._sequence = sequence
        self._refresh()

    def show_changes(self, changes: Changes) -> None:
        """Follow contacts, senders and the account."""
        if changes.touches(Noun.CONTACT):
            self._stale = True
        if changes.touches(Noun.CONTACT, Noun.SENDER, Noun.ACCOUNT, Noun.PROPERTY, Noun.ENROLLMENT):
            self._refresh()

    # ------------------------------------------------------------ making

    def _make_bar(self) -> None:
        themes = self._context.themes
        self._search = FilterLine(themes, "Find a contact")
        self._search.setObjectName("preview_search")
        self._search.setMaximumWidth(240)
        self._search.filter_changed.connect(self._on_search)
        self._back = tool_button(themes, "chevron_left", "Previous contact (Alt+←)", kind="outlined")
        self._next = tool_button(themes, "chevron_right", "Next contact (Alt+→)", kind="outlined")
        for made, name, step in ((self._back, "preview_back", -1), (self._next, "preview_next", 1)):
            made.setObjectName(name)
            made.clicked.connect(lambda *_, step=step: self._step(step))
        self._place = label("", "muted")
        name_widget(self._place, "preview_place")
        self._by = SenderBox("preview_sender")
        self._by.changed.connect(self._refresh)
        self._steps = SegmentedFilter(themes)
        name_widget(self._steps, "preview_steps", "Steps shown")
        self._steps.chosen.connect(self._refresh)

    def _lay_out(self) -> None:
        bar = surface("bar")
        line = QHBoxLayout(bar)
        line.setContentsMargins(16, 8, 12, 8)
        line.setSpacing(8)
        line.addWidget(self._search, 1)
        line.addWidget(self._back)
        line.addWidget(self._next)
        line.addWidget(self._place)
        line.addStretch(1)
        line.addWidget(label("Sent by", "muted"))
        line.addWidget(self._by)
        holder = QWidget()
        holder.setMaximumWidth(_WIDTH)
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        inner.addWidget(self._steps)
        inner.addWidget(self._banner)
        inner.addWidget(self._gaps)
        inner.addLayout(self._column)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(holder, 1000)
        middle.addStretch(1)
        self._scroll.box.addLayout(middle)
        self._scroll.box.addStretch(1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._scroll)
        self._pages.addWidget(self._nobody)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(bar)
        box.addWidget(hairline())
        box.addWidget(self._pages, 1)

    # ------------------------------------------------------------ finding contacts

    def showEvent(self, event: QShowEvent) -> None:
        """Bring the page up to date; while it is hidden it does nothing."""
        super().showEvent(event)
        self._refresh()

    @Slot()
    def _refresh(self, *_: object) -> None:
        if not self.isVisible() or self._sequence is None:
            return
        self._by.show_senders(self._context.workspace.project())
        if self._stale:
            self._find()
        else:
            self._show()

    def _find(self) -> None:
        """Ask which contacts there are: at once for a short list, in a job for a long one."""
        self._stale = False
        workspace = self._context.workspace
        query = ContactQuery(self._search.text().strip(), "name")
        if self._query is not None:
            self._query.cancel()
            self._query = None
        if workspace.contacts.count() <= _SLOW:
            self._take(workspace.contacts.ids(query))
            return

        def work(_control: JobControl) -> Many[int]:
            with workspace.in_thread() as mine:
                return mine.contacts.ids(query)

        self._query = self._context.jobs.start("Search contacts", work, done=self._take)

    def _take(self, ids: Many[int]) -> None:
        self._query = None
        self._ids = ids
        if ids and self._contact not in ids:
            self._contact = ids[0]
        self._show()

    @Slot()
    def _on_search(self, *_: object) -> None:
        self._find()

    @Slot()
    def _focus_search(self) -> None:
        self._search.setFocus()
        self._search.selectAll()

    def _step(self, by: int) -> None:
        """Go to the next contact of those found, round and round."""
        if len(self._ids):
            place = self._ids.index(self._contact) if self._contact in self._ids else -by
            self._contact = self._ids[(place + by) % len(self._ids)]
            self._context.settings.setValue(_CONTACT, self._contact)
            self._show()

    # ------------------------------------------------------------ showing

    def _show(self) -> None:
        workspace, sequence = self._context.workspace, self._sequence
        found = len(self._ids)
        for made in (self._back, self._next):
            made.setEnabled(found > 1)
        self._pages.setCurrentIndex(0 if found else 1)
        if sequence is None or not found:
            self._place.setText("")
            self._show_nobody(workspace)
            return
        try:
            seen = preview(workspace, sequence, self._contact, self._by.sender_id())
        except Problem as problem:
            self._clear()
            self._banner.show_message(problem.sentence, Tone.BROKEN)
            return
        place = self._ids.index(self._contact) + 1 if self._contact in self._ids else 1
        self._place.setText(f"{text.number(place)} of {text.number(found)}")
        self._show_words(seen)
        self._clear()
        chosen = self._steps.current()
        for number, step in enumerate(seen.steps):
            if chosen in ("", _WHOLE, str(number)):
                card = PreviewCard(self._context.themes, seen, step, number)
                card.edit_requested.connect(self.step_requested)
                self._cards.append(card)
                self._column.addWidget(card)

    def _show_nobody(self, workspace: Workspace) -> None:
        words = self._search.text().strip()
        if words and workspace.contacts.count():
            self._nobody.set_texts("No contact matches", f"Nobody is found by “{text.elide(words, 40)}”.")
        else:
            self._nobody.set_texts(
                "No contacts yet", "A preview needs somebody to send to. Add or import contacts first."
            )
        self._nobody.primary_button.setVisible(not words)

    def _show_words(self, seen: SequencePreview) -> None:
        name = seen.contact.name
        if seen.obstacle:
            action = BannerAction(
                "Open contact", lambda: self._context.bus.navigate.emit(GoTo("contact", seen.contact.id))
            )
            said = f"A rehearsal would not enroll {name}: {seen.obstacle[0].lower()}{seen.obstacle[1:]}."
            self._banner.show_message(said, Tone.SKIPPED, (action,))
        else:
            self._banner.clear()
        gaps = gap_words(seen.count) if seen.steps else "There are no steps yet."
        by = f"from {seen.sender.name}" if seen.sender is not None else "from nobody"
        to = f"To {name}{f' <{seen.contact.email}>' if seen.contact.email else ''}, {by}"
        self._gaps.setText(f"{to}. {gaps or 'Every token has a value.'}")

    def _clear(self) -> None:
        for card in self._cards:
            self._column.removeWidget(card)
            retire(card)
        self._cards = []
