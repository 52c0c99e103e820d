"""The panel at the right of the Workflows tab: the fields of the selected card or trigger, and what came of it.

Lives here: title, form, More, result box, Save and Revert. Not here: committing (the tab does it when asked) and the
forms themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from core.actions.names import Names
from core.model.filter import Filter
from core.model.run import CardCounts
from core.model.tree import card_of
from core.model.workflow import Action, Card, Workflow
from core.services.branch_counts import WayCounts
from core.services.card_words import card_headline
from core.services.forecast import CardForecast
from gui.canvas import edits
from gui.canvas.layout import TRIGGER
from gui.forms.action_form import ActionForm
from gui.forms.base import Surroundings, retire
from gui.forms.branches import BranchesEditor
from gui.forms.card_forecast import CardForecastBox
from gui.forms.card_results import CardResults, Skips
from gui.forms.more_section import MoreSection
from gui.forms.trigger_pages import TRIGGER_PAGE, TriggerPages
from gui.tabs.panel_parts import ColumnScroll, SaveBar, add_shortcut
from gui.theme import ThemeManager
from gui.widgets.labels import button, hairline, label

_PAD = 16
_COUNT_MS = 150


@dataclass(frozen=True, slots=True)
class CardDraft:
    """What the panel wants saved of a card.

    Attributes:
        card: Card id.
        action: The action as the fields say it.
        origins: For a branch card: which branch each one was before; see ``gui.canvas.edits.remade``.
        note: The person's remark.
    """

    card: int
    action: Action
    origins: tuple[int | None, ...] | None
    note: str


class Panel(QFrame):
    """Shows the fields of one card, or of the trigger.

    Signals:
        card_saved: a ``CardDraft`` to commit.
        trigger_saved: a ``WorkflowDraft`` to commit.
        switch_requested: the card's switch was pressed.
        log_requested: the card's rows in the log are wanted.
        sender_requested: id of a sender to show.
        capacity_requested: somebody wants to know how many senders the card would take.
        why_not_requested: somebody wants to know why a contact did not come in.
        count_requested: a ``Filter`` whose matches should be counted.
        ways_requested: the filters of an if/then card's branches; who would go which way should be counted.
        dirty_changed: whether there is something to save now.
        escaped: Esc was pressed; the keyboard wants to go back to the cards.
        finished: Enter was pressed in a field, and the fields were saved; the keyboard wants to go on with the cards.
    """

    card_saved = Signal(object)
    trigger_saved = Signal(object)
    switch_requested = Signal()
    log_requested = Signal()
    sender_requested = Signal(int)
    capacity_requested = Signal()
    why_not_requested = Signal()
    count_requested = Signal(object)
    ways_requested = Signal(tuple)
    dirty_changed = Signal(bool)
    escaped = Signal()
    finished = Signal()

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAccessibleName("Card")
        self.setProperty("surface", "surface")
        self._around: Surroundings | None = None
        self._workflow: Workflow | None = None
        self._card: Card | None = None
        self._form: ActionForm | TriggerPages | None = None
        self._locked = False
        self._was_dirty = False
        self._page = TRIGGER_PAGE
        self._title = label("", "title", wrap=True)
        self._title.setObjectName("panel_title")
        self._nothing = label("The chosen card’s fields show here.", "muted", wrap=True)
        self._nothing.setObjectName("panel_nothing")
        self._nothing.setContentsMargins(_PAD, _PAD, _PAD, _PAD)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._place = label("", "muted")
        self._place.setObjectName("panel_place")
        self._more = MoreSection(themes)
        self._more.switched.connect(self.switch_requested)
        self._more.changed.connect(self._on_changed)
        self._results = CardResults()
        self._results.log_requested.connect(self.log_requested)
        self._results.sender_requested.connect(self.sender_requested)
        self._results.capacity_requested.connect(self.capacity_requested)
        self._forecast = CardForecastBox()
        self._why_not = button("Why is a contact not in here?", "link")
        self._why_not.setObjectName("panel_why_not")
        self._why_not.clicked.connect(self.why_not_requested)
        self._save = SaveBar(themes, self, "panel_save", "card")
        self._save.save_requested.connect(self.commit)
        self._save.revert_requested.connect(self.revert)
        self._lay_out()
        add_shortcut(self, "Esc", self.escaped.emit)
        # Counting waits until typing pauses.
        self._count_soon = QTimer(self)
        self._count_soon.setSingleShot(True)
        self._count_soon.setInterval(_COUNT_MS)
        self._count_soon.timeout.connect(self._on_count_due)

    # ------------------------------------------------------------ what is shown

    def show_nothing(self) -> None:
        """Show that no workflow is chosen."""
        self._workflow = self._card = None
        self._replace_form(None)
        self._show_parts(False)
        self._renew_state()

    def show_card(self, around: Surroundings, workflow: Workflow, card_id: int, *, quiet: bool = False) -> None:
        """Show a card's fields as they are saved; 0 is the trigger.

        Arguments:
            around: The project and so on.
            workflow: The workflow.
            card_id: The card.
            quiet: Do not point at empty fields before the person changed something.
        """
        self._around, self._workflow = around, workflow
        self._card = card = card_of(workflow, card_id)
        form: ActionForm | TriggerPages
        if card is None:
            form = self._make_pages(around, workflow)
        else:
            form = ActionForm(around, card.action, inside=[len(b) for b in card.branches], quiet=quiet)
        form.changed.connect(self._on_changed)
        self._replace_form(form)
        self._more.setVisible(card is not None)
        if card is not None:
            self._more.show_card(card)
        self.show_results(None)
        self._forecast.show_forecast(None)
        self._show_parts(True)
        self._title_all()
        self._renew_state()
        self._scroll.verticalScrollBar().setValue(0)
        self._on_count_due()

    def refresh(self, around: Surroundings, workflow: Workflow) -> None:
        """Follow a changed project and workflow; what is not saved stays in its fields."""
        card_id, before = self.card_id, self._workflow
        if before is None or before.id != workflow.id or not self._may_stay(workflow, card_id):
            self.show_card(around, workflow, card_id if card_of(workflow, card_id) else TRIGGER)
            return
        self._around, self._workflow, self._card = around, workflow, card_of(workflow, card_id)
        if self._form is not None:
            self._form.refresh(around)
        if self._card is not None:
            self._more.follow(self._card)
        self._title_all()
        self._renew_state()
        self.count_again()

    def _may_stay(self, workflow: Workflow, card_id: int) -> bool:
        """Say whether the form may stay: what is saved is what it began with, or what it holds now."""
        if isinstance(self._form, TriggerPages):
            old = self._workflow
            same = old is not None and (workflow.trigger, workflow.settings) == (old.trigger, old.settings)
            return card_id == TRIGGER and (same or self._form.adopt(workflow))
        card, shown = card_of(workflow, card_id), self._card
        if not isinstance(self._form, ActionForm) or card is None or shown is None:
            return False
        if card.note not in (shown.note, self._more.note()):
            return False
        if card.action == shown.action and len(card.branches) == len(shown.branches):
            return True
        return self._form.adopt(card.action, [len(branch) for branch in card.branches])

    def show_results(self, counts: CardCounts | None) -> None:
        """Show what came of the card in the last run."""
        self._results.show_counts(counts if self._card is not None else None)
        # A trigger has no rows of who did not come: that is asked for one contact at a time.
        self._why_not.setVisible(counts is not None and self._card is None)

    def show_skips(self, skips: Skips) -> None:
        """Show why contacts skipped the card."""
        self._results.show_skips(skips)

    def show_forecast(self, forecast: CardForecast | None) -> None:
        """Show what would come of the card in the next rehearsal; ``None`` where that is no news."""
        self._forecast.show_forecast(forecast if self._card is not None else None)

    def show_match_count(self, matching: int, of: int) -> None:
        """Show how many contacts match the trigger."""
        if isinstance(self._form, TriggerPages):
            self._form.show_count(matching, of)

    def show_way_counts(self, filters: tuple[Filter, ...], counts: WayCounts) -> None:
        """Show how contacts would part at the branches, unless these have changed meanwhile."""
        editor = self._branches()
        if editor is not None and editor.filters() == filters:
            editor.show_counts(counts)

    def count_again(self) -> None:
        """Ask once more how many contacts match the trigger, or the branches."""
        if isinstance(self._form, TriggerPages) or self._branches() is not None:
            self._count_soon.start()

    def _branches(self) -> BranchesEditor | None:
        return self._form.branches_editor() if isinstance(self._form, ActionForm) else None

    def set_locked(self, locked: bool) -> None:
        """Lock or unlock the fields; reading goes on."""
        self._locked = locked
        if self._form is not None:
            self._form.setEnabled(not locked)
        self._more.setEnabled(not locked)
        self._renew_state()

    def focus_first(self) -> None:
        """Put the keyboard on the first field, or on Save when the card has none."""
        if self._form is None or not self._form.focus_first():
            self._more.focus_first()

    # ------------------------------------------------------------ saving

    def showEvent(self, event: QShowEvent) -> None:
        """Count again what may have changed while nobody looked."""
        super().showEvent(event)
        self.count_again()

    def hideEvent(self, event: QHideEvent) -> None:
        """Count nothing that nobody sees."""
        super().hideEvent(event)
        self._count_soon.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save and go on with the cards at an Enter that no field had a use for."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
            self.finished.emit()
            return
        super().keyPressEvent(event)

    @property
    def is_starting(self) -> bool:
        """Whether it asks a new workflow for the kind of its trigger."""
        return isinstance(self._form, TriggerPages) and self._form.is_starting

    @property
    def card_id(self) -> int:
        """Id of the card that is shown, 0 for the trigger."""
        return self._card.id if self._card is not None else TRIGGER

    def is_dirty(self) -> bool:
        """Say whether the fields hold something that is not saved."""
        if self._form is None:
            return False
        return self._form.is_dirty() or (self._card is not None and self._more.note() != self._card.note)

    @Slot()
    def commit(self) -> None:
        """Have the fields saved, if there is anything to save."""
        if not self.is_dirty() or self._locked:
            return
        if isinstance(self._form, TriggerPages):
            self.trigger_saved.emit(self._form.draft())
        elif isinstance(self._form, ActionForm):
            self._form.show_problems()
            draft = CardDraft(self.card_id, self._form.action(), self._form.origins(), self._more.note())
            self.card_saved.emit(draft)

    @Slot()
    def revert(self) -> None:
        """Go back to what is saved."""
        if self._around is not None and self._workflow is not None:
            self.show_card(self._around, self._workflow, self.card_id)

    # ------------------------------------------------------------ inside

    def _lay_out(self) -> None:
        self._scroll = ColumnScroll(margins=(_PAD, _PAD, _PAD, _PAD))
        self._column = self._scroll.box
        self._column.setSpacing(_PAD)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._title)
        head.addWidget(self._place)
        self._column.addLayout(head)
        self._column.addWidget(self._results)
        self._column.addWidget(self._forecast)
        self._column.addWidget(self._why_not)
        self._column.addWidget(self._more)
        self._column.addStretch(1)
        self._line = hairline()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._nothing, 1)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._line)
        column.addWidget(self._save)

    def _show_parts(self, shown: bool) -> None:
        for part in (self._scroll, self._line, self._save):
            part.setVisible(shown)
        self._nothing.setVisible(not shown)

    def _make_pages(self, around: Surroundings, workflow: Workflow) -> TriggerPages:
        pages = TriggerPages(around, workflow, self._page)
        pages.page_chosen.connect(self._on_page)
        return pages

    def _replace_form(self, form: ActionForm | TriggerPages | None) -> None:
        if self._form is not None:
            self._column.removeWidget(self._form)
            retire(self._form)
        self._form = form
        if form is not None:
            form.setEnabled(not self._locked)
            self._column.insertWidget(1, form)
            form.show()

    def _title_all(self) -> None:
        if self._workflow is None or self._around is None:
            return
        number, of = edits.position(self._workflow, self.card_id)
        self._title.setText(self._card.action.title if self._card is not None else "Trigger")
        self._place.setText(f"Card {number} of {of}")
        spoken = card_headline(self._card.action, Names(self._around.project)) if self._card is not None else "Trigger"
        self.setAccessibleName(f"Fields of {spoken}")

    @Slot(str)
    def _on_page(self, page: str) -> None:
        self._page = page
        self._scroll.verticalScrollBar().setValue(0)

    @Slot()
    def _on_changed(self) -> None:
        self._renew_state()
        self.count_again()

    @Slot()
    def _on_count_due(self) -> None:
        if isinstance(self._form, TriggerPages):
            self.count_requested.emit(self._form.filter())
        editor = self._branches()
        if editor is not None:
            self.ways_requested.emit(editor.filters())

    def _renew_state(self) -> None:
        dirty = self.is_dirty()
        self._save.show_state(dirty=dirty, valid=True)
        self._save.setEnabled(not self._locked)
        if dirty != self._was_dirty:
            self._was_dirty = dirty
            self.dirty_changed.emit(dirty)
